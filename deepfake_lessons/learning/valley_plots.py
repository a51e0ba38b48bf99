"""A ball in a valley: what the learning rate does to gradient descent. Loss = curvature / 2 * w ** 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..drawing import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

START, STEPS, EDGE = 1.0, 8, 3.0


def path(learning_rate: float, curvature: float) -> np.ndarray:
    """The positions w of gradient descent from w = 1, shape (9,)."""
    return START * (1 - learning_rate * curvature) ** np.arange(STEPS + 1)


def words(learning_rate: float, curvature: float) -> str:
    """What happens to the ball, in one or two sentences."""
    factor = 1 - learning_rate * curvature
    begin = f"Each step multiplies w by {factor:.2f}. "
    if abs(abs(factor) - 1) < 1e-9:
        return (
            begin + "The ball jumps from wall to wall and never comes to rest."
            if factor < 0
            else begin + "The ball does not move."
        )
    if abs(factor) > 1:
        times = f"{abs(factor) ** STEPS:.3g}"
        return begin + f"The ball is thrown out: after {STEPS} steps it is {times} times as far away as at first."
    if abs(factor) < 1e-9:
        return begin + "One step, and the ball lies at the bottom."
    how = "overshoots the bottom at every step and swings closer" if factor < 0 else "rolls down on its own side"
    return begin + f"The ball {how}: after {STEPS} steps its distance is {abs(factor) ** STEPS:.2g} of the first one."


def picture(learning_rate: float, curvature: float) -> tuple[Figure, str]:
    """The valley with the ball's steps, and the same in words.

    Args:
        learning_rate: above 0.
        curvature: c of the valley c / 2 * w ** 2, above 0.
    """
    figure, ax = style.axes(5.6, 3.4, x="weight w", y="loss")
    w = np.linspace(-EDGE, EDGE, 200)
    ax.plot(w, curvature / 2 * w**2, color=style.GREY, linewidth=1.2)
    steps = path(learning_rate, curvature)
    inside = np.abs(steps) <= EDGE
    last = len(steps) if inside.all() else int(np.argmin(inside)) + 1
    shown = np.clip(steps[:last], -EDGE, EDGE)
    ax.plot(shown, curvature / 2 * shown**2, color=style.ORANGE, marker="o", linewidth=1, markersize=5)
    for number, position in enumerate(shown[:4]):
        ax.annotate(
            str(number), (position, curvature / 2 * position**2), xytext=(6, 4), textcoords="offset points",
            fontsize=style.FONT - 1,
        )  # fmt: skip
    ax.set_xlim(-EDGE, EDGE)
    ax.set_ylim(-0.3, curvature / 2 * EDGE**2)
    return figure, words(learning_rate, curvature)
