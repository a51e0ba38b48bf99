"""The exam: a sealed test set, opened once, and dated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from ..metrics.pairs import FAKE, Pair, Rate, pair
from .session import MEMORY


class Exam:
    """Pictures and answers under a seal. Made by `exam`.

    A seal, not a lock: whoever wants to break it can. It keeps honest people from looking by accident.
    `print(exam)` shows whether and when it was opened; a first `open` prints no date, so that its output can be
    compared.
    """

    def __init__(self, key: str, inputs: Any, labels: Any) -> None:
        self.__inputs, self.__labels = np.array(inputs), np.array(labels)
        if self.__labels.ndim != 1 or not self.__labels.size or self.__inputs.shape[:1] != self.__labels.shape:
            raise ValueError(
                f"exam {key!r}: inputs of shape {self.__inputs.shape} and labels of shape {self.__labels.shape}; "
                "one label per input is needed"
            )
        pair(np.zeros(len(self.__labels)), self.__labels)  # says what is wrong with labels that are not 0 and 1
        self.key = key

    def open(self, says_fake: Callable[[Any], Any]) -> Pair:
        """Break the seal and score the answers; from the second time on, give the first result again.

        Args:
            says_fake: gets a copy of the inputs, returns one answer each: bools, 0/1, or probabilities of fake
                (fake above one half).

        Returns:
            the Pair of the first opening.

        Raises:
            ValueError: answers that do not fit the inputs. Then the seal stays whole.
        """
        first = MEMORY.get("exam", self.key)
        if first is not None:
            return self._again(first)
        answers = np.asarray(says_fake(self.__inputs.copy()))
        if answers.dtype.kind == "f":
            if not ((answers >= 0) & (answers <= 1)).all():  # also true when one is NaN
                raise ValueError(
                    "answers must be True/False or probabilities of fake between 0 and 1; the seal is still whole"
                )
            answers = answers > 0.5
        result = pair(answers.reshape(-1) if answers.size == len(self.__labels) else answers, self.__labels)
        rates = {name: [rate.k, rate.n] for name, rate in (("caught", result.caught), ("accused", result.accused))}
        this = {"opened": date.today().isoformat(), **rates}
        first = MEMORY.put("exam", self.key, this)
        return result if first == this else self._again(first)  # another notebook may have been quicker

    def _again(self, first: dict[str, Any]) -> Pair:
        opened = first["opened"]
        print(f"This exam was opened on {opened} already; a second first time there is not. The result stays:")
        return _pair(first)

    def __repr__(self) -> str:
        fakes = int((self.__labels == FAKE).sum())
        first = MEMORY.get("exam", self.key)
        state = f"opened on {first['opened']}: {_pair(first)}" if first else "sealed"
        total = len(self.__labels)
        return f"Exam {self.key!r}, {total} pictures ({total - fakes} genuine, {fakes} fake), {state}"


def _pair(first: dict[str, Any]) -> Pair:
    """The result of a first opening, as it was kept."""
    return Pair(caught=Rate(*first["caught"]), accused=Rate(*first["accused"]))


def exam(key: str, inputs: Any, labels: Any) -> Exam:
    """Seal a test set.

    Args:
        key: its name; an exam with this name that was opened stays opened, also in a kernel begun later where the
            folder with the learner's own work keeps its date.
        inputs: (N, ...) what a detector is shown; copied.
        labels: (N,) 0 genuine, 1 fake; copied.

    Raises:
        ValueError: lengths that differ, no pictures, labels other than 0 and 1.
    """
    return Exam(key, inputs, labels)
