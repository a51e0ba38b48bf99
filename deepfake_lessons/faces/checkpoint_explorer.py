"""Your own eye over the checkpoints of a generator: real or made, one picture at a time, and a score for each.

The questions, the buttons and what is kept are those of `notebook.quiz`; here they are dealt and counted by checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..drawing.sheets import enlarge
from ..metrics.pairs import FAKE, REAL, Rate
from ..notebook import quiz

NOT_YET = "not answered yet"


@dataclass(frozen=True, eq=False)
class EyeTest:
    """Photographs and made faces in mixed order, and what was said of them.

    Attributes:
        key: under which answers are kept.
        images: (N, side, side, 3) uint8, as they are shown.
        labels: (N,) REAL or FAKE.
        steps: (N,) the step of the checkpoint that made a picture; -1 for a photograph.
    """

    key: str
    images: np.ndarray
    labels: np.ndarray
    steps: np.ndarray

    def ask(self, words: Sequence[str] | None = None) -> Any:
        """The control with its buttons, to stand last in a cell.

        Args:
            words: (N,) what is measured of each picture, for who does not see it.
        """
        return quiz.quiz(self.images, self.labels, self.key, words)

    def answer(self, answers: Sequence[int], sure: Sequence[float | None] | None = None) -> EyeTest:
        """The plain call: all answers at once, (N,) REAL or FAKE. What was answered before stays."""
        quiz.quiz(self.images, self.labels, self.key, answers=answers, sure=sure)
        return self

    def caught(self) -> dict[int, Rate]:
        """Step of the checkpoint -> how many of its faces were called fake, of those answered."""
        return {int(step): self._fakes(self.steps == step) for step in np.unique(self.steps[self.labels == FAKE])}

    def accused(self) -> Rate:
        """How many photographs were called fake, of those answered."""
        return self._fakes(self.labels == REAL)

    def _fakes(self, which: np.ndarray) -> Rate:
        says = quiz.score(self.key, self.labels).says_fake[which]
        return Rate(int((says == FAKE).sum()), int((says >= 0).sum()))

    def __str__(self) -> str:
        lines = [
            (f"step {step:6,}: you caught", rate, (self.steps == step).sum()) for step, rate in self.caught().items()
        ]
        lines.append(("genuine accused", self.accused(), (self.labels == REAL).sum()))
        return "\n".join(f"{what} {_told(rate, int(count))}" for what, rate, count in lines)

    __repr__ = __str__  # the last line of a cell then reads like a table


def eye_test(
    faces: Mapping[int, Any],
    photographs: Any,
    key: str = "05 eye test",
    each: int = 4,
    seed: int = 5,
    shoot: Callable[[np.ndarray], np.ndarray] | None = None,
    side: int = 192,
) -> EyeTest:
    """Deal a test of one's own eye: as many photographs as made faces, and as many of each checkpoint.

    Args:
        faces: step of a checkpoint -> (N, S, S, 3) uint8, N at least `each`; the first ones are taken.
        photographs: (M, S, S, 3) uint8, at least `each` for each checkpoint; the first ones are taken.
        key: its name, beginning with the lesson's two digits; answers are kept under it.
        each: faces of each checkpoint.
        seed: of the order.
        shoot: picture -> picture: done to every picture, made or not, such as one more shot by the same camera.
        side: page pixels of a picture.

    Raises:
        ValueError: no checkpoints, a step below 0, or too few pictures.
    """
    steps, wanted = sorted(faces), each * len(faces)
    short = [f"step {step} has {len(faces[step])}" for step in steps if len(faces[step]) < each]
    if each < 1 or not steps or steps[0] < 0 or short or len(photographs) < wanted:
        got = "; ".join(short) or f"steps {', '.join(map(str, steps)) or 'none'}, {len(photographs)} photographs"
        raise ValueError(
            f"an eye test with {each} faces a checkpoint wants as many of each, and {wanted} photographs; got {got}"
        )
    pictures = [*np.concatenate([faces[step][:each] for step in steps]), *photographs[:wanted]]
    of = np.concatenate([np.repeat(steps, each), np.full(wanted, -1)])
    order = np.random.default_rng(seed).permutation(2 * wanted)
    shown = [pictures[place] if shoot is None else shoot(pictures[place]) for place in order]
    labels = np.where(of[order] >= 0, FAKE, REAL)
    return EyeTest(key, np.stack([enlarge(one, side) for one in shown]), labels, of[order])


def _told(rate: Rate, count: int) -> str:
    """A rate in words, and how much is missing."""
    if not rate.n:
        return NOT_YET
    return str(rate) if rate.n == count else f"{rate}, {count - rate.n} of {count} {NOT_YET}"
