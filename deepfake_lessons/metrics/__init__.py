"""Scores as pairs with intervals, thresholds, calibration, simple rules, stored tables; and their pictures."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
