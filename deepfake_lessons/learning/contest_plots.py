"""A contest of methods over many splits of the same pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..drawing import style
from ..metrics.pairs import mean_interval

if TYPE_CHECKING:
    from matplotlib.figure import Figure


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
