"""Lesson 05: faces of nobody, the generators that draw them, how good they are, and networks that read faces."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
