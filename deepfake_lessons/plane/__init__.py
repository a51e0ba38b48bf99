"""Lesson 04: the GAN in the plane, where everything can be seen."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
