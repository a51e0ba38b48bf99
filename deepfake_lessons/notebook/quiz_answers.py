"""The answers of a quiz: kept once, the first of each picture stays; and the score, a pair with its intervals."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..metrics.pairs import FAKE, REAL, Pair, pair
from .session import MEMORY

SURE = (50, 60, 70, 80, 90, 100)  # percent: 50 is a coin toss
NAMES = {REAL: "genuine", FAKE: "fake"}
LONGEST_KEY = 70  # characters


@dataclass(frozen=True, eq=False)
class Score:
    """What was answered in a quiz.

    Attributes:
        says_fake: (N,) int, 1 fake, 0 genuine, -1 not answered yet.
        sure: (N,) percent, 50 to 100; nan where nothing was said.
        labels: (N,) the truth.
    """

    says_fake: np.ndarray
    sure: np.ndarray
    labels: np.ndarray

    @property
    def answered(self) -> int:
        """How many pictures."""
        return int((self.says_fake >= 0).sum())

    @property
    def pair(self) -> Pair:
        """Fakes caught and genuine accused, of the pictures answered."""
        there = self.says_fake >= 0
        return pair(self.says_fake[there], self.labels[there])

    @property
    def mean_sure(self) -> float:
        """The mean of how sure you were, in percent; nan where you never said it."""
        return float(np.nanmean(self.sure)) if np.isfinite(self.sure).any() else float("nan")

    @property
    def wrong(self) -> list[str]:
        """A sentence for each picture that you judged wrongly, in their order."""
        return self.mistakes()

    def mistakes(self, nouns: Sequence[str] = ()) -> list[str]:
        """A sentence for each item that you judged wrongly; `nouns` (N,) says what it is, default "Picture"."""
        names = nouns or ["Picture"] * len(self.labels)
        places = np.flatnonzero((self.says_fake >= 0) & (self.says_fake != self.labels)).tolist()
        return [f"{names[place]} {place + 1}: {verdict(self.says_fake[place], self.labels[place])}" for place in places]

    def __str__(self) -> str:
        missing = len(self.labels) - self.answered
        left = f" ({missing} of {len(self.labels)} not answered yet)" if missing else ""
        sure = f"; on average {self.mean_sure:.0f} % sure" if np.isfinite(self.mean_sure) else ""
        return f"{self.pair}{sure}{left}" if self.answered else f"nothing answered yet, of {len(self.labels)} pictures"

    __repr__ = __str__  # the last line of a cell then reads like a sentence


def score(key: str, labels: Sequence[int] | np.ndarray) -> Score:
    """The answers kept under a key, against the truth.

    Args:
        key: of the quiz.
        labels: (N,) the same as there.

    Raises:
        ValueError: no key, or labels that are none.
    """
    truth = checked_labels(key, labels)
    kept = [kept_answer(key, truth, place) or (-1, None) for place in range(len(truth))]
    sure = [np.nan if percent is None else float(percent) for _, percent in kept]
    return Score(np.array([says for says, _ in kept], int), np.array(sure), truth)


def verdict(says: int, label: int) -> str:
    """What was said and what is true, as a sentence."""
    right = "Right" if says == label else "Not so"
    return f"{right}: you said {NAMES[int(says)]}, and it is {NAMES[int(label)]}."


# ---------------------------------------------------------------------- what a quiz may be asked


def check_key(key: Any) -> None:
    """Refuse a key under which nothing could be kept.

    Raises:
        ValueError: anything but 1 to 70 printable characters.
    """
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise ValueError(
            f'key={key!r:.90}: a name of 1 to {LONGEST_KEY} characters is wanted, such as "01 entry test"; the '
            "answers are kept under it"
        )


def checked_labels(key: Any, labels: Any) -> np.ndarray:
    """The truth of a quiz as (N,) int.

    Raises:
        ValueError: no key, no labels, or others than 0 and 1.
    """
    check_key(key)
    try:
        truth = np.asarray(labels)
    except ValueError:  # lists of different lengths
        truth = np.empty(0)
    if truth.ndim != 1 or not len(truth) or not np.isin(truth, (REAL, FAKE)).all():
        raise ValueError(f"quiz {key!r}: labels must be 0 (genuine) or 1 (fake), one for each picture")
    return truth.astype(int)


def checked_words(key: str, count: int, words: Any, name: str = "words") -> list[str] | None:
    """A text for each picture, or None where there are none.

    Raises:
        ValueError: another number of them, or no texts.
    """
    if words is None:
        return None
    texts = [] if isinstance(words, str) else list(words)
    if len(texts) != count or not all(isinstance(text, str) and text.strip() for text in texts):
        raise ValueError(f"quiz {key!r}: {name} must be {count} texts, one for each picture, or None")
    return texts


# ---------------------------------------------------------------------- what is kept


def _mark(*what: Any) -> str:
    """A short sign for what was asked; it does not say what the right answer is."""
    return hashlib.sha256(repr(what).encode()).hexdigest()[:6]


def _name(key: str, truth: np.ndarray, place: int) -> str:
    """Where one answer is kept. A quiz of the same key with another truth does not find these answers."""
    return f"{key} {len(truth)}.{_mark(truth.tolist())} {place + 1}"


def keep(key: str, truth: np.ndarray, place: int, says: int, percent: float | None) -> int:
    """Keep an answer unless there is one; gives back the verdict that is kept."""
    return int(MEMORY.put("quiz", _name(key, truth, place), [int(says), percent])[0])


def kept_answer(key: str, truth: np.ndarray, place: int) -> tuple[int, float | None] | None:
    """(verdict, percent or None) of one picture, or None."""
    kept = MEMORY.get("quiz", _name(key, truth, place))
    return None if kept is None else (kept[0], kept[1])


def first_open(key: str, truth: np.ndarray, begin: int = 0) -> int:
    """The place of the first picture from `begin` on that has no answer; N if there is none."""
    places = range(begin, len(truth))
    return next((place for place in places if kept_answer(key, truth, place) is None), len(truth))


def answer_all(key: str, truth: np.ndarray, answers: Any, sure: Any) -> None:
    """Keep an answer for every picture that has none.

    Raises:
        ValueError: not as many as pictures, or values that are no answers; then none is kept.
    """
    says = list(answers)
    percents = [None] * len(truth) if sure is None else list(sure)
    whole = (int, float, np.integer, np.floating)
    if len(says) != len(truth) or not all(isinstance(one, (*whole, np.bool_)) and one in (0, 1) for one in says):
        raise ValueError(f"quiz {key!r}: answers must be 0 (genuine) or 1 (fake), {len(truth)} of them")
    fine = all(one is None or (isinstance(one, whole) and 50 <= one <= 100) for one in percents)
    if len(percents) != len(truth) or not fine:
        raise ValueError(f"quiz {key!r}: sure must be {len(truth)} numbers from 50 to 100 percent")
    for place, (one, percent) in enumerate(zip(says, percents, strict=True)):
        keep(key, truth, place, int(one), None if percent is None else float(percent))


def chosen(key: str, question: str, count: int, odd: int) -> int | None:
    """The picture chosen as the odd one out, from 1; None if there is no choice yet."""
    return MEMORY.get("guess", _odd_name(key, question, count, odd))


def odd_answer(key: str, question: str, count: int, odd: int, why: str, number: int) -> str:
    """Keep a choice unless there is one; what was chosen, which one it is, and what the picture pressed now is."""
    first = MEMORY.put("guess", _odd_name(key, question, count, odd), number)
    found = "That is the one." if first == odd + 1 else f"The one that does not belong is picture {odd + 1}."
    again = f"Yes, picture {number}" if number == odd + 1 else f"Picture {number} belongs with the others"
    stays = "" if number == first else f" {again}; your first choice stays."
    return f"You chose picture {first}. {found} {why}".strip() + stays


def _odd_name(key: str, question: str, count: int, odd: int) -> str:
    return f"{key} {count}.{_mark(question, count, odd)}"
