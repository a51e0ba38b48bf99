"""Lessons 08 and 09: the detector, what it learns from, where it looks, and what was found about it."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
