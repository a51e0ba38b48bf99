"""What several subjects draw alike. Arrays in, one `matplotlib.figure.Figure` or picture out; nothing here shows."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
