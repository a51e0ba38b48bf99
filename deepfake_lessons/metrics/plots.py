"""Lesson 09's figures: every threshold at once, what an accusation is worth, whom it meets. Arrays in, a Figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..drawing import style
from .pairs import Pair, Rate
from .probabilities import Calibration
from .thresholds import Roc, precision

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TICKS = (2, 10, 50, 100, 1000)
_MIX, _SHARE = "one frame in so many is a fake", "fakes among the accused (%)"


# ---------------------------------------------------------------------- precision against the mix


def precision_curves(
    pairs: Mapping[str, tuple[float, float]], marks: Sequence[int] = _TICKS, ranges: Mapping[str, Any] | None = None
) -> Figure:
    """Of those accused, the share that is fake, the rarer fakes are.

    Args:
        pairs: name -> (caught, accused), shares.
        marks: one in so many; there each curve has its number.
        ranges: name -> (K, 2) lowest and highest precision there, drawn as bars.
    """
    figure, ax = style.axes(7.2, 3.7)
    figure.subplots_adjust(bottom=0.17)
    for number, (name, pair) in enumerate(pairs.items()):
        _precision(ax, pair, name, number)
        look: dict[str, Any] = {"textcoords": "offset points", "fontsize": style.FONT - 1}
        for place, one in enumerate(marks):
            share = 100 * precision(*pair, 1 / one)
            if ranges and name in ranges:
                ax.plot([one, one], 100 * np.asarray(ranges[name])[place], color=style.COLOURS[number], linewidth=1.2)
            words, up = f"{share:.0f}" if share > 10 else f"{share:.1f}", 7 if number == 0 else -15
            ax.annotate(words, (one, share), xytext=(3, up), color=style.COLOURS[number], **look)
    ax.legend(fontsize=style.FONT - 1, frameon=False, loc="upper right")
    return figure


def _precision(ax: Axes, pair: tuple[float, float], name: str, number: int, y: str = _SHARE) -> None:
    one_in = np.geomspace(_TICKS[0], _TICKS[-1], 60)
    look: dict[str, Any] = {"color": style.COLOURS[number], "linestyle": style.LINES[number]}
    ax.plot(one_in, 100 * precision(*pair, 1 / one_in), linewidth=1.8, **look)
    marks = 100 * precision(*pair, 1 / np.asarray(_TICKS, float))
    ax.plot(_TICKS, marks, style.MARKERS[number], markersize=6, color=style.COLOURS[number])
    ax.plot([], [], style.MARKERS[number], markersize=6, label=name, **look)  # for the legend: line and mark together
    ax.set_xscale("log")
    ax.minorticks_off()
    ax.set_xticks(_TICKS, [f"{one:,}" for one in _TICKS])
    ax.set_ylim(-11, 108)  # room for numbers below the lowest point
    style.tidy(ax, x=_MIX, y=y)


def precision_words(pairs: Mapping[str, tuple[float, float]]) -> str:
    """The curves in numbers."""
    said = []
    for name, pair in pairs.items():
        at = (f"{100 * precision(*pair, 1 / one):.1f} % at one in {one:,}" for one in _TICKS)
        said.append(f"{name}: {', '.join(at)}")
    return f"Curves that fall the rarer fakes are. Share of fakes among the accused. {'; '.join(said)}."


# ---------------------------------------------------------------------- one threshold, three things


def roc(curves: Mapping[str, Roc], points: Mapping[str, tuple[float, float]] | None = None) -> Figure:
    """Fakes caught against genuine accused, for every threshold.

    Args:
        curves: name -> `metrics.thresholds.roc`; one or several.
        points: name -> (accused, caught), shares, marked on the square.
    """
    figure, ax = style.axes(4.6, 4.2)
    _roc(ax, curves)
    for number, (name, (accused, caught)) in enumerate((points or {}).items()):
        ax.plot(
            100 * accused, 100 * caught, style.MARKERS[number + 1], markersize=9, color=style.COLOURS[number + 1],
            markeredgecolor="black", label=name, linestyle="none",
        )  # fmt: skip
    ax.legend(fontsize=style.FONT - 1, frameon=False, loc="lower right")
    return figure


def _roc(ax: Axes, curves: Mapping[str, Roc]) -> None:
    ax.plot([0, 100], [0, 100], color=style.GREY, linewidth=1, linestyle=":")
    ax.annotate("a coin", (66, 51), fontsize=style.FONT - 2, color=style.GREY)
    for number, (name, curve) in enumerate(curves.items()):
        colour, line = style.COLOURS[number % 6], style.LINES[number % 6]
        ax.plot(100 * curve.accused, 100 * curve.caught, color=colour, linestyle=line, linewidth=1.6, label=name)
    ax.set_xlim(-2, 102)
    ax.set_ylim(-2, 104)
    style.tidy(ax, x="genuine accused (%)", y="fakes caught (%)")


def roc_words(curves: Mapping[str, Roc]) -> str:
    """How many fakes each curve catches where so many genuine ones may be accused."""
    said, at = [], (0.01, 0.05, 0.2)
    for name, curve in curves.items():
        caught = (curve.caught[curve.accused <= most + 1e-9].max() for most in at)
        pairs = (f"{100 * share:.0f} % at {100 * most:g} % accused" for share, most in zip(caught, at, strict=True))
        said.append(f"{name} catches {', '.join(pairs)}")
    return f"Fakes caught against genuine accused, for every threshold. {'; '.join(said)}."


def at_threshold(curve: Roc, pair: Pair, one_in: int) -> Figure:
    """The point on the curve, and what an accusation is worth in every mix, for one threshold.

    Args:
        curve: of the exam.
        pair: of the exam at this threshold.
        one_in: the mix that is looked at, one fake in so many.
    """
    figure = style.figure(8.0, 2.1)
    figure.subplots_adjust(left=0.085, right=0.985, bottom=0.24, top=0.96, wspace=0.24)
    left, right = figure.subplots(1, 2)
    shares, short = (pair.caught.share, pair.accused.share), "fakes of accused (%)"
    _roc(left, {"exam": curve})
    x, y, look = 100 * shares[1], 100 * shares[0], {"color": style.ORANGE, "linewidth": 1.4}
    left.plot([100 * pair.accused.low, 100 * pair.accused.high], [y, y], **look)
    left.plot([x, x], [100 * pair.caught.low, 100 * pair.caught.high], **look)
    left.plot(x, y, style.MARKERS[1], markersize=10, color=style.ORANGE, markeredgecolor="black")
    if shares != (0.0, 0.0):  # nobody is accused: there is nothing to be right about
        _precision(right, shares, "", 0, y=short)
        share = precision(*shares, 1 / one_in)
        right.plot(
            one_in, 100 * share, style.MARKERS[1], markersize=11, color=style.ORANGE, markeredgecolor="black", zorder=5
        )
    else:
        style.tidy(right, title="nobody is accused", x=_MIX, y=short)
    return figure


def at_threshold_words(pair: Pair, one_in: int) -> str:
    """The pair on the exam, and what an accusation is worth in this mix."""
    shares = pair.caught.share, pair.accused.share
    if shares == (0.0, 0.0):
        return f"On the exam: {pair}. Nobody is accused, so no accusation can be right."
    share = 100 * precision(*shares, 1 / one_in)
    few = f"{share:.0f}" if share > 10 else f"{share:.1f}"
    return f"On the exam: {pair}. At one in {one_in:,}, {few} of 100 accused are fakes."


# ---------------------------------------------------------------------- whom it meets


def by_group(rows: Mapping[str, tuple[Rate | None, Rate | None]]) -> Figure:
    """Two columns of shares with their intervals: genuine accused, fakes caught.

    Args:
        rows: name -> (accused, caught); None where there is nothing to count.
    """
    figure = style.figure(8.2, 0.95 + 0.3 * len(rows))
    high = figure.get_figheight()
    axes = figure.subplots(1, 2, sharey=True)
    figure.subplots_adjust(left=0.2, right=0.985, bottom=0.52 / high, top=1 - 0.12 / high, wspace=0.1)
    for kind, (ax, title) in enumerate(zip(axes, ("genuine accused (%)", "fakes caught (%)"), strict=True)):
        for place, rates in enumerate(rows.values()):
            if (rate := rates[kind]) is None or not rate.n:
                continue
            colour = style.CLASS_COLOURS[kind]
            ax.plot([100 * rate.low, 100 * rate.high], [place, place], color=colour, linewidth=1.6)
            ax.plot(100 * rate.share, place, style.CLASS_MARKERS[kind], color=colour, markersize=7)
        style.tidy(ax, x=title)
        ax.set_yticks(range(len(rows)), list(rows), fontsize=style.FONT - 1)
        ax.set_ylim(len(rows) - 0.5, -0.5)
    axes[0].set_xlim(left=0)
    axes[1].set_xlim(right=101)
    return figure


def group_words(rows: Mapping[str, tuple[Rate | None, Rate | None]]) -> str:
    """Every row in numbers."""
    said = []
    for name, (accused, caught) in rows.items():
        parts = [f"{what} {rate}" for what, rate in (("accused", accused), ("caught", caught)) if rate and rate.n]
        said.append(f"{name}: {', '.join(parts)}")
    return f"{'; '.join(said)}."


# ---------------------------------------------------------------------- scores as probabilities


def calibration(found: Mapping[str, Calibration]) -> Figure:
    """What was said against what came; on the diagonal a score is a probability.

    Args:
        found: name -> `metrics.probabilities.calibration`. Intervals are drawn where the counts are whole numbers.
    """
    figure, ax = style.axes(4.9, 4.2, x="mean score of the bin (%)", y="of its pictures are fakes (%)")
    ax.plot([0, 100], [0, 100], color=style.GREY, linewidth=1, linestyle=":")
    for number, (name, bins) in enumerate(found.items()):
        look: dict[str, Any] = {"color": style.COLOURS[number], "marker": style.MARKERS[number]}
        ax.plot(100 * bins.said, 100 * bins.fakes / bins.pictures, label=name, linestyle=style.LINES[number], **look)
        if np.allclose(bins.pictures, np.rint(bins.pictures)):
            for said, fakes, count in zip(*bins, strict=True):
                rate = Rate(round(fakes), round(count))
                ends = [100 * rate.low, 100 * rate.high]
                ax.plot([100 * said] * 2, ends, color=style.COLOURS[number], linewidth=1)
    ax.set_xlim(-2, 102)
    ax.set_ylim(-2, 104)
    ax.legend(fontsize=style.FONT - 1, frameon=False, loc="upper left")
    return figure


def calibration_words(found: Mapping[str, Calibration]) -> str:
    """Bin by bin: what was said and what came."""
    said = []
    for name, bins in found.items():
        pairs = (
            f"{100 * one:.0f} said, {100 * fakes / count:.0f} came" for one, fakes, count in zip(*bins, strict=True)
        )
        said.append(f"{name}: {'; '.join(pairs)}")
    return f"Said and come, in percent, bin by bin. {'. '.join(said)}."
