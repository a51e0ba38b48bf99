"""Lessons 02 and 03: what a step costs, the graph of a calculation, knobs to turn, backpropagation in slow motion."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
