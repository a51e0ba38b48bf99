"""Lesson 04's results: judges against forgers, fresh judges, modes found over time. Arrays in, a Figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from ..drawing import shares, style
from ..drawing.matrices import matrix_words
from ..metrics.pairs import mean_interval

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COIN = 0.5  # what guessing gets right
_SHADES = LinearSegmentedColormap.from_list("coin to sure", ["#D9894F", "#FFFFFF", "#7FB9DC", style.BLUE])


def matrix(shares: Any, steps: Sequence[int]) -> Figure:
    """Each moment's judge against each moment's forger; pairs of the same moment are framed.

    Args:
        shares: (K, K) right answers, 0 to 1: row i is the judge of moment i, column j the forger of moment j.
        steps: the K moments.

    Raises:
        ValueError: shares of another shape, or outside 0 to 1.
    """
    table = _table(shares, steps)
    count = len(steps)
    width, height = max(5.4, 1.75 + 1.05 * count), 1.2 + 0.58 * count
    figure = style.figure(width, height)
    ax = figure.add_axes((1.0 / width, 0.52 / height, 1 - 1.2 / width, 1 - 1.12 / height))
    ax.imshow(table, cmap=_SHADES, vmin=0, vmax=1.5, aspect="auto")
    for (row, column), value in np.ndenumerate(table):
        ax.text(
            column, row, f"{100 * value:.0f} %", ha="center", va="center", fontsize=style.FONT + 1,
            weight="bold" if row == column else "normal",
        )  # fmt: skip
    for place in range(count):
        box = Rectangle((place - 0.47, place - 0.47), 0.94, 0.94, facecolor="none", edgecolor="black", linewidth=1.8)
        ax.add_patch(box)
    names = [f"{step:,}" for step in steps]
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xticks(range(count), names, fontsize=style.FONT)
    ax.set_yticks(range(count), names, fontsize=style.FONT)
    ax.set_xlabel("forger after step", fontsize=style.FONT + 1)
    ax.set_ylabel("judge after step", fontsize=style.FONT + 1)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    figure.text(
        1.0 / width, 0.24 / height, "right answers; 50 % is a coin (white); framed: both of the same moment",
        fontsize=style.FONT - 1, color=style.GREY, va="center",
    )  # fmt: skip
    return figure


def words_of_matrix(shares: Any, steps: Sequence[int]) -> str:
    """The table of `matrix` row by row, and what old and new judges do with old and new forgers."""
    table = _table(shares, steps)
    named = matrix_words(
        table, [f"judge after step {step:,}" for step in steps], [f"forger after {step:,}" for step in steps]
    )
    older, newer = table[np.tril_indices(len(steps), -1)], table[np.triu_indices(len(steps), 1)]
    if not len(older):
        return f"Right answers of each judge. {named}"
    return (
        f"Right answers of each judge about each forger, 50 % is a coin. {named} On average a judge is right about an "
        f"older forger in {100 * older.mean():.0f} %, about the forger of its own moment in "
        f"{100 * table.diagonal().mean():.0f} %, about a newer one in {100 * newer.mean():.0f} %."
    )


def _table(shares: Any, steps: Sequence[int]) -> np.ndarray:
    table = np.asarray(shares, float)
    if table.shape != (len(steps), len(steps)):
        raise ValueError(f"shares of shape {table.shape} for {len(steps)} moments: ({len(steps)}, {len(steps)}) wanted")
    if not ((table >= 0) & (table <= 1)).all():
        raise ValueError(f"shares from {table.min():.3g} to {table.max():.3g}: they must lie between 0 and 1")
    return table


def fresh(judges: Mapping[str, Sequence[Any]]) -> Figure:
    """How often each kind of judge is right about the finished forger: a dot for each seed, and the mean's interval.

    Args:
        judges: kind -> (S,) shares of right answers, 0 to 1, or `metrics.Rate`; S at least 2.
    """
    figure = style.figure(8.2, 1.15 + 0.62 * len(judges))
    ax = figure.add_subplot()
    left = min(0.45, (0.25 + 0.083 * max(map(len, judges))) / 8.2)
    figure.subplots_adjust(left=left, right=0.82)
    ax.axvline(100 * COIN, color=style.BLACK, linewidth=1.2, linestyle="--")
    for row, (name, rates) in enumerate(judges.items()):
        values, mean = _seeds(rates)
        lift = 0.16 * np.cos(np.pi * np.arange(len(values)))  # dots of equal seeds shall not hide one another
        ax.plot(
            100 * values, row + lift, style.MARKERS[row % 6], color=style.COLOURS[row % 4], markersize=6,
            markerfacecolor="none", label=name,
        )  # fmt: skip
        shares.draw(ax, [row], [mean], color=style.BLACK, marker="|", markersize=20, markeredgewidth=2.5, elinewidth=3)
        ax.text(
            1.015, row, f"{100 * mean.share:.1f} %\n({100 * mean.low:.1f}-{100 * mean.high:.1f})",
            transform=ax.get_yaxis_transform(), va="center", fontsize=style.FONT,
        )  # fmt: skip
    style.tidy(ax, x="right answers about the finished forger (%); dashed: a coin")
    shares.name_rows(ax, list(judges), style.FONT)
    ax.grid(False, axis="y")
    low, high = ax.get_xlim()
    ax.set_xlim(min(low, 46), max(high, 64))
    return figure


def fresh_words(judges: Mapping[str, Sequence[Any]]) -> str:
    """The figure of `fresh` in words, and whether a coin does as well."""
    said = []
    for name, rates in judges.items():
        values, (mean, low, high) = _seeds(rates)
        where = "above" if low > COIN else "below" if high < COIN else "not told apart from"
        said.append(
            f"{name}: {100 * mean:.1f} % right on average over {len(values)} seeds ({100 * low:.1f}-{100 * high:.1f}), "
            f"single ones {100 * values.min():.1f} to {100 * values.max():.1f}; {where} a coin's 50 %."
        )
    return " ".join(said)


def _seeds(rates: Sequence[Any]) -> tuple[np.ndarray, shares.Share]:
    """The share of each seed, and their mean with its interval."""
    values = np.array([float(getattr(rate, "share", rate)) for rate in rates])
    return values, shares.Share(*mean_interval(values, seed=1))


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
