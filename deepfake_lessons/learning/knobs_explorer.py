"""Nine knobs against gradient descent: the race of lesson 02. Receives functions; knows no model."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..drawing import curves, style
from ..notebook.explorer import explore
from . import network_plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMES = (
    "unit 1: seam", "unit 1: light", "unit 1: bias", "unit 2: seam", "unit 2: light", "unit 2: bias",
    "out: unit 1", "out: unit 2", "out: bias",
)  # fmt: skip
REACH = 4.0


class Race:
    """You turn the knobs, a machine descends, both from the same start.

    Args:
        network: (points (N, 2), knobs (9,)) -> probability of fake (N,).
        loss: knobs (9,) -> number.
        points, labels: the dots, (N, 2) and (N,).
        start: (9,) knobs between -4 and 4.
        learning_rate: of the machine's steps.
        moves: how many moves count.

    Attributes:
        yours: your losses, starting with the common start.
        machine: the machine's losses, moves + 1 of them.
    """

    def __init__(
        self,
        network: Callable[[np.ndarray, np.ndarray], np.ndarray],
        loss: Callable[[np.ndarray], float],
        points: np.ndarray,
        labels: np.ndarray,
        start: np.ndarray,
        learning_rate: float,
        moves: int = 20,
    ) -> None:
        self.network, self.loss, self.points, self.labels = network, loss, points, labels
        self.start, self.moves = np.asarray(start, dtype=float), moves
        if self.start.shape != (len(NAMES),) or np.abs(self.start).max() > REACH:
            raise ValueError(f"start must be {len(NAMES)} numbers between -{REACH:g} and {REACH:g}, got {self.start}")
        self.machine = self._descend(learning_rate)
        self.reset()

    def reset(self) -> None:
        """Back to the common start; your moves are forgotten."""
        self.knobs = self.start.copy()
        self.yours = [float(self.loss(self.knobs))]
        self._turned = -1  # the knob of the present move

    def move(self, knobs: np.ndarray) -> None:
        """Take over knobs that changed. Turning one knob is one move, and stays so until another one is touched."""
        changed = np.flatnonzero(~np.isclose(knobs, self.knobs))
        if not len(changed):
            return
        turned = int(changed[0]) if len(changed) == 1 else -1
        same = turned >= 0 and turned == self._turned
        if not same and len(self.yours) > self.moves:
            return
        self.knobs, self._turned = np.asarray(knobs, dtype=float), turned
        if same:  # by keyboard a knob goes in small steps, by mouse in one: both are the same move
            self.yours.pop()
        self.yours.append(float(self.loss(self.knobs)))

    def picture(self) -> tuple[Figure, str]:
        """Where the network says fake now, both losses so far, and the same in words."""
        figure = style.figure(5.2, 5.8)  # one above the other: beside nine sliders a broad picture would shrink
        panels = [figure.add_axes((0.13, 0.485, 0.84, 0.47)), figure.add_axes((0.13, 0.085, 0.84, 0.225))]
        style.tidy(
            panels[0], title="what your network says", x="seam: smeared to over-sharp", y="light changes", grid=False
        )
        network_plots.draw_answers(panels[0], lambda points: self.network(points, self.knobs), self.points, self.labels)
        style.tidy(panels[1], title="loss after each move", x="move", y="loss")
        curves.draw_lines(panels[1], {"you": self.yours, "gradient descent": self.machine[: len(self.yours)]})
        panels[1].set_xlim(-0.5, self.moves + 0.5)
        panels[1].set_ylim(0, max(0.32, *self.yours) * 1.05)
        return figure, self.words()

    def words(self) -> str:
        """The state of the race in one or two sentences."""
        done, right = len(self.yours) - 1, self._right()
        text = (
            f"Move {done} of {self.moves}. Your loss is {self.yours[-1]:.3f}, "
            f"gradient descent's {self.machine[done]:.3f}; your network is right on {right} of {len(self.labels)} dots."
        )
        if done < self.moves:
            return text
        better = "Your knobs won." if self.yours[-1] < self.machine[done] else "Gradient descent won."
        return f"{text} {better} Your best was {min(self.yours):.3f}. Further turns do not count; Start again does."

    def explore(self) -> Any:
        """The race as sliders beside its picture; every change of a slider is a move."""
        keys = [f"knob{number}" for number in range(len(NAMES))]

        def turn(**values: float) -> tuple[Figure, str]:
            self.move(np.array([values[key] for key in keys]))
            return self.picture()

        def begin_again(values: dict[str, Any]) -> dict[str, Any]:
            self.reset()
            return {**values, **dict(zip(keys, self.start.tolist(), strict=True))}

        controls: dict[str, Any] = {
            key: (-REACH, REACH, 0.1, float(knob)) for key, knob in zip(keys, self.start, strict=True)
        }
        return explore(
            turn, alt=lambda **_: self.words(), labels=dict(zip(keys, NAMES, strict=True)),
            buttons={"Start again": begin_again}, **controls,
        )  # fmt: skip

    def _descend(self, learning_rate: float) -> list[float]:
        knobs, losses, tiny = self.start.copy(), [float(self.loss(self.start))], 1e-5
        for _ in range(self.moves):
            slopes = [self.loss(knobs + nudge) - self.loss(knobs - nudge) for nudge in tiny * np.eye(len(knobs))]
            knobs = knobs - learning_rate * (np.array(slopes) / (2 * tiny))
            losses.append(float(self.loss(knobs)))
        return losses

    def _right(self) -> int:
        return int(((self.network(self.points, self.knobs) > 0.5) == (self.labels == 1)).sum())
