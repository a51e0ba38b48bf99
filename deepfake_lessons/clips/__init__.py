"""Clips of any origin: pictures with sound, and the files that hold them."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
