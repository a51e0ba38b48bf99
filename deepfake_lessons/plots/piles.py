"""Study, mock exam and exam as one drawing used in every lesson, and a contest over many splits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..metrics import mean_interval
from . import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PILES = (
    ("study", "learn from it,\nagain and again", "training set", style.BLUE, ""),
    ("mock exam", "decide when to stop\nand what to choose", "validation set", style.GREEN, ".."),
    ("exam", "sealed;\nopened once", "test set", style.ORANGE, "///"),
)


def words(study: int, mock: int, exam: int) -> str:
    """The drawing in words."""
    return (
        f"Three piles of pictures. Study, the training set, {study} pictures: learn from them again and again. "
        f"Mock exam, the validation set, {mock} pictures: they say when to stop and what to choose. "
        f"Exam, the test set, {exam} pictures: sealed and opened once."
    )


def three_piles(study: int, mock: int, exam: int) -> Figure:
    """The three sets as three piles, their height telling their size.

    Args:
        study, mock, exam: numbers of pictures, at least 1 each.
    """
    figure = style.figure(7.2, 2.9)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.axis("off")
    ax.set_xlim(0, 9)
    ax.set_ylim(-1.15, 3.0)
    largest = max(study, mock, exam)
    for place, (count, (name, use, field, colour, hatch)) in enumerate(zip((study, mock, exam), _PILES, strict=True)):
        left, height = 0.55 + 3 * place, 0.5 + 1.5 * count / largest
        sheets = max(2, round(8 * count / largest))
        for sheet in range(sheets):
            y = height * sheet / sheets
            ax.add_patch(_box(left + 0.05 * (sheet % 2), y, 1.9, height / sheets * 0.85, colour, hatch))
        if name == "exam":
            ax.plot([left + 0.95], [height / 2], "s", color="white", markersize=17, markeredgecolor="black")
            ax.text(left + 0.95, height / 2, "1×", ha="center", va="center", fontsize=style.FONT, weight="bold")
        ax.text(left + 0.95, height + 0.42, f"{name}: {count}", ha="center", fontsize=style.FONT + 2, weight="bold")
        ax.text(left + 0.95, height + 0.12, field, ha="center", fontsize=style.FONT - 1, color=style.GREY)
        ax.text(left + 0.95, -0.2, use, ha="center", va="top", fontsize=style.FONT)
    return figure


def contest(scores: np.ndarray, names: Sequence[str]) -> Figure:
    """Several methods on the same splits: a line joins the results of one split, a bar is each mean with its interval.

    Args:
        scores: (splits, methods), shares of right answers, 0 to 1.
        names: of the methods.
    """
    figure, ax = style.axes(2.4 + 1.8 * len(names), 3.6, y="right on the exam pile (%)")
    jitter = np.random.default_rng(0).uniform(-0.05, 0.05, len(scores))
    places = np.arange(len(names))
    for split, shift in zip(100 * scores, jitter, strict=True):
        ax.plot(places + shift, split, color=style.LIGHT, linewidth=1, zorder=1)
    for place in range(len(names)):
        values = 100 * scores[:, place]
        mean, low, high = mean_interval(values, seed=1)
        look: dict[str, Any] = {"color": style.COLOURS[place % 6], "marker": style.MARKERS[place % 6]}
        ax.scatter(place + jitter, values, s=26, zorder=2, **look)
        bar = place + 0.22
        ax.errorbar([bar], [mean], [[mean - low], [high - mean]], fmt="_", color="black", capsize=5, markersize=12)
        ax.annotate(f"{mean:.1f}", (bar, mean), xytext=(9, -3), textcoords="offset points", fontsize=style.FONT - 1)
    ax.set_xlim(-0.4, len(names) - 0.4)
    ax.set_xticks(places, names, fontsize=style.FONT)
    ax.grid(False, axis="x")
    return figure


def contest_words(scores: np.ndarray, names: Sequence[str]) -> str:
    """Each mean, and how far the first method is from each other one, with bootstrap intervals."""
    means = [mean_interval(100 * values, seed=1) for values in scores.T]
    listed = ", ".join(
        f"{name} {m:.1f} % ({low:.1f}-{high:.1f})" for name, (m, low, high) in zip(names, means, strict=True)
    )
    words = [f"Right answers over {len(scores)} splits: {listed}."]
    for place in range(1, len(names)):
        mean, low, high = mean_interval(100 * (scores[:, 0] - scores[:, place]), seed=1)
        ahead = names[0] if mean > 0 else names[place]
        verdict = "the interval holds 0, no winner to be seen" if low <= 0 <= high else f"{ahead} is ahead"
        mean = round(mean, 1) + 0.0  # no "-0.0"
        words.append(f"{names[0]} minus {names[place]}: {mean:+.1f} points ({low:+.1f} to {high:+.1f}), {verdict}.")
    return " ".join(words)


def _box(x: float, y: float, width: float, height: float, colour: str, hatch: str):  # type: ignore[no-untyped-def]
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), width, height, facecolor=colour, edgecolor="white", hatch=hatch, linewidth=1, alpha=0.85)
