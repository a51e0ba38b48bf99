"""Lesson 04's results: judges against forgers, modes found over time. Arrays in, a Figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..drawing import matrices, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def matrix(shares: Any, steps: Sequence[int]) -> Figure:
    """Each moment's judge against each moment's forger; pairs of the same moment are framed.

    Args:
        shares: (K, K) right answers, 0 to 1: row i is the judge of moment i, column j the forger of moment j.
        steps: the K moments.
    """
    names = [f"{step:,}" for step in steps]
    return matrices.matrix(
        shares, names, names, "forger after step", "judge after step",
        coin="right answers; 50 % is a coin (white); framed: both of the same moment",
    )  # fmt: skip


def words_of_matrix(shares: Any, steps: Sequence[int]) -> str:
    """The table of `matrix` row by row, and what old and new judges do with old and new forgers."""
    table = np.asarray(shares, float)
    judges, forgers = ([f"{who} {step:,}" for step in steps] for who in ("judge after step", "forger after"))
    named = matrices.matrix_words(table, judges, forgers)
    older, newer = table[np.tril_indices(len(steps), -1)], table[np.triu_indices(len(steps), 1)]
    if not len(older):
        return f"Right answers of each judge. {named}"
    return (
        f"Right answers of each judge about each forger, 50 % is a coin. {named} On average a judge is right about an "
        f"older forger in {100 * older.mean():.0f} %, about the forger of its own moment in "
        f"{100 * table.diagonal().mean():.0f} %, about a newer one in {100 * newer.mean():.0f} %."
    )


def modes_over_time(steps: Sequence[int], found: Mapping[str, Any], of: int = 8) -> Figure:
    """How many modes a forger has found as it learns: each run a thin line, their mean a thick one.

    Args:
        steps: (S,) moments.
        found: name (such as a recipe) -> (S,) or (runs, S) numbers of modes.
        of: how many there are.
    """
    figure, ax = style.axes(8.2, 3.6, x="step", y=f"modes found of {of}")
    for place, (name, counts) in enumerate(found.items()):
        runs = _runs(counts, steps)
        colour, mark, line = style.COLOURS[place % 6], style.MARKERS[place % 6], style.LINES[place % 6]
        for run in runs if len(runs) > 1 else ():
            ax.plot(steps, run, color=colour, linewidth=0.7, alpha=0.45)
        mean = runs.mean(axis=0)
        ax.plot(
            steps, mean, color=colour, linestyle=line, linewidth=2.4, marker=mark, markersize=6,
            markevery=max(1, len(steps) // 8), label=name,
        )  # fmt: skip
        ax.annotate(
            f"{name}: {mean[-1]:g}", (steps[-1], mean[-1]), xytext=(8, 0), textcoords="offset points", va="center",
            fontsize=style.FONT, color=colour, annotation_clip=False,
        )  # fmt: skip
    ax.axhline(of, color=style.GREY, linewidth=1, linestyle=":")
    ax.set_ylim(-0.3, of + 0.4)
    figure.subplots_adjust(right=0.80)
    return figure


def modes_words(steps: Sequence[int], found: Mapping[str, Any], of: int = 8) -> str:
    """The figure of `modes_over_time` in words."""
    said = []
    for name, counts in found.items():
        runs = _runs(counts, steps)
        last, best = runs[:, -1], runs.max(axis=1)
        each = f"{last.mean():.1f} on average over {len(runs)} runs" if len(runs) > 1 else f"{last[0]:g}"
        said.append(
            f"{name}: {runs[:, 0].mean():.2g} modes of {of} at step {steps[0]:,}, {each} at step {steps[-1]:,}; "
            f"at most {best.max():g} on the way."
        )
    return " ".join(said)


def _runs(counts: Any, steps: Sequence[int]) -> np.ndarray:
    runs = np.atleast_2d(np.asarray(counts, float))
    if runs.ndim != 2 or runs.shape[1] != len(steps):
        raise ValueError(f"counts of shape {runs.shape} for {len(steps)} moments: (runs, {len(steps)}) is wanted")
    return runs
