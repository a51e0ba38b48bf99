"""What a cell calls: start, show, play, guess, recall, exam, quiz, explorers; and the learner's own work, kept."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
