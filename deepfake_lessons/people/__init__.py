"""Lesson 01: the first minute, the entry test, and the dials of a drawn actor."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
