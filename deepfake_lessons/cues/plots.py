"""Lesson 07's pictures: five meters beside one another, and how often they are right. Arrays in, a Figure out.

A reading is a meter's score on a scale that all five share: 0 is what untouched clips usually have, 1 the alarm line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..drawing import shares, style
from .readings import HIGH, LOW  # readings beyond are drawn at the edge, with their number

if TYPE_CHECKING:
    from matplotlib.figure import Figure


PROMISED = 0.05  # the share of untouched clips that the alarm line stands for


def _said(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}"  # never minus zero


def bars(readings: Mapping[str, float]) -> Figure:
    """Five meters: a bar each, hatched where it is beyond the alarm line.

    Args:
        readings: meter -> reading; NaN where it cannot judge.
    """
    figure = style.figure(8.0, 0.75 + 0.32 * len(readings))
    ax = figure.add_axes((0.1, 0.2, 0.78, 0.64))
    for place, (name, value) in enumerate(readings.items()):
        y = len(readings) - 1 - place
        ax.text(LOW - 0.08, y, name, ha="right", va="center", fontsize=style.FONT)
        if not np.isfinite(value):
            ax.text(0.05, y, "cannot judge", va="center", fontsize=style.FONT - 1, color=style.GREY, style="italic")
            continue
        beyond = int(value > 1)
        ax.barh(
            y, float(np.clip(value, LOW, HIGH)), height=0.6, color=style.CLASS_COLOURS[beyond], edgecolor="white",
            hatch=style.CLASS_HATCHES[beyond], linewidth=0,
        )  # fmt: skip
        ax.text(
            HIGH + 0.08, y, f"{_said(value)}{'  alarm' if beyond else ''}", va="center", fontsize=style.FONT - 1,
            weight="bold" if beyond else "normal",
        )  # fmt: skip
    ax.axvline(0, color=style.BLACK, linewidth=0.8)
    ax.axvline(1, color=style.BLACK, linewidth=1.4, linestyle="--")
    ax.set_xlim(LOW, HIGH)
    ax.set_ylim(-0.6, len(readings) - 0.4)
    style.tidy(ax, grid=False)
    ax.set_yticks([])
    ax.set_xticks([-1, 0, 1, 2, 3, 4], ["-1", "0 usual", "1 alarm line", "2", "3", "4"], fontsize=style.FONT - 2)
    ax.spines["left"].set_visible(False)
    return figure


def bar_words(readings: Mapping[str, float]) -> str:
    """The readings in words."""
    said = ", ".join(
        f"{name} {_said(value) if np.isfinite(value) else 'cannot judge'}" for name, value in readings.items()
    )
    beyond = [name for name, value in readings.items() if value > 1]
    alarm = f"Beyond the alarm line: {', '.join(beyond)}." if beyond else "No meter is beyond its alarm line."
    return f"Readings, 0 is usual and 1 the alarm line: {said}. {alarm}"


def strengths(at: Sequence[float], series: Mapping[str, Sequence[Any]]) -> Figure:
    """Share caught against the strength of a trick, with intervals.

    Args:
        at: the K strengths.
        series: name -> K `metrics.Rate`.
    """
    figure, ax = style.axes(7.2, 3.8, x="strength of the trick", y="caught (%)")
    for number, (name, rates) in enumerate(series.items()):
        shift = 0.008 * (number - (len(series) - 1) / 2)
        colour = style.BLACK if number == 5 else style.COLOURS[number % 6]  # amber is faint on white
        shares.draw(
            ax, np.asarray(at) + shift, rates, upright=True, label=name, color=colour, marker=style.MARKERS[number % 6],
            linestyle=style.LINES[number % 6], linewidth=1.6, markersize=6, elinewidth=0.9, capsize=2,
        )  # fmt: skip
    ax.axhline(100 * PROMISED, color=style.GREY, linewidth=1, linestyle=":")
    ax.annotate(
        f"the lines promise {100 * PROMISED:.0f} %", (at[-1], 100 * PROMISED), xytext=(0, 3),
        textcoords="offset points", ha="right", fontsize=style.FONT - 2, color=style.GREY,
    )  # fmt: skip
    ax.set_xticks(list(at))
    ax.set_ylim(-2, 103)
    ax.legend(fontsize=style.FONT - 1, frameon=False, ncols=2, loc="center right")
    return figure


def by_group(accused: Mapping[str, Mapping[str, Any]]) -> Figure:
    """False alarms, a column for each meter and a row for each group; hollow marks where the promise lies outside.

    Args:
        accused: meter -> group -> `metrics.Rate` of untouched clips accused; a group that is missing was not measured.
    """
    groups = list(dict.fromkeys(group for rates in accused.values() for group in rates))
    figure = style.figure(9.0, 0.95 + 0.28 * len(groups))
    high = figure.get_figheight()
    grid = figure.subplots(1, len(accused), sharey=True, squeeze=False)[0]
    figure.subplots_adjust(left=1.35 / 9, right=0.985, bottom=0.5 / high, top=1 - 0.35 / high, wspace=0.12)
    top = max(rate.high for rates in accused.values() for rate in rates.values())
    for ax, (meter, rates) in zip(grid, accused.items(), strict=True):
        for outside, colour in enumerate(style.CLASS_COLOURS):
            mine = [group for group, rate in rates.items() if outside != (rate.low <= PROMISED <= rate.high)]
            shares.draw(
                ax, map(groups.index, mine), [rates[group] for group in mine], color=colour,
                marker=style.CLASS_MARKERS[outside], markerfacecolor="white" if outside else colour,
            )  # fmt: skip
        ax.axvline(100 * PROMISED, color=style.GREY, linewidth=1, linestyle="--")
        ax.set_xlim(-1, 100 * top + 2)
        style.tidy(ax, title=meter, x="accused (%)")
        shares.name_rows(ax, groups)
    return figure


def group_words(accused: Mapping[str, Mapping[str, Any]]) -> str:
    """Every rate whose interval does not hold the promise, meter by meter; the others by their range."""
    said = []
    for meter, rates in accused.items():
        outside = {group: rate for group, rate in rates.items() if not rate.low <= PROMISED <= rate.high}
        inside = [100 * rate.share for group, rate in rates.items() if group not in outside]
        listed = "; ".join(f"{group} {rate}" for group, rate in outside.items())
        many, least, most = len(inside), f"{min(inside, default=0):.0f}", f"{max(inside, default=0):.0f}"
        between = f"{least} %" if least == most else f"{least} to {most} %"
        rest = f"{many} group{'s' * (many > 1)} at {between}" if inside else "no other group"
        limit = f"outside {100 * PROMISED:.0f} %:"
        beyond = f"{limit} {listed}; else" if outside else f"none {limit}"
        said.append(f"{meter}: {beyond} {rest}")
    return ". ".join(said) + "."


def piles(untouched: Sequence[float], forged: Sequence[float], live: Sequence[tuple[float, bool]], x: str) -> Figure:
    """Two heaps of stored scores, the alarm line at 1, and clips measured now as marks above them.

    Args:
        untouched, forged: readings of stored clips; NaN is left out.
        live: (reading, whether it is forged) of clips measured now.
        x: what a reading is.
    """
    figure, ax = style.axes(7.2, 3.2, x=x, y="clips (%)")
    edges = np.linspace(LOW, HIGH, 41)
    heaps = [np.asarray(one, float) for one in (untouched, forged)]
    tall = 0.0
    for number, (heap, name) in enumerate(zip(heaps, ("untouched, stored", "forged, stored"), strict=True)):
        heap = np.clip(heap[np.isfinite(heap)], LOW, HIGH)
        counts = 100 * np.histogram(heap, edges)[0] / max(len(heap), 1)
        tall = max(tall, float(counts.max()))
        ax.stairs(
            counts, edges, fill=True, alpha=0.45, color=style.CLASS_COLOURS[number], label=name,
            hatch=style.CLASS_HATCHES[number],
        )  # fmt: skip
    for is_forged in (False, True):
        mine = [float(np.clip(value, LOW, HIGH)) for value, fake in live if fake == is_forged and np.isfinite(value)]
        heights = [tall * (1.1 + 0.32 * is_forged + 0.07 * (k % 4)) for k in range(len(mine))]  # none hides another
        ax.plot(
            mine, heights, style.CLASS_MARKERS[is_forged], markersize=8,
            color=style.CLASS_COLOURS[is_forged], markeredgecolor="black", linestyle="none",
            label=f"{'forged' if is_forged else 'untouched'}, measured now",
        )  # fmt: skip
    ax.axvline(1, color=style.BLACK, linewidth=1.4, linestyle="--")
    ax.set_ylim(0, tall * 1.75)
    ax.set_yticks(np.arange(0, tall + 1, 20))  # above stand marks, not shares
    ax.set_xticks([-1, 0, 1, 2, 3, 4], ["-1", "0", "1", "2", "3", "4 or more"])
    ax.legend(fontsize=style.FONT - 2, frameon=False, loc="center", bbox_to_anchor=(0.62, 0.36))
    return figure


def pile_words(untouched: Sequence[float], forged: Sequence[float], live: Sequence[tuple[float, bool]]) -> str:
    """What `piles` shows: the shares beyond the alarm line, stored and live."""
    heaps = [100 * float(np.mean(np.asarray(heap, float) > 1)) for heap in (untouched, forged)]
    beyond = [sum(value > 1 for value, fake in live if fake == kind) for kind in (False, True)]
    many = [sum(fake == kind for _, fake in live) for kind in (False, True)]
    return (
        f"Two heaps of readings. Of the untouched clips {heaps[0]:.0f} % lie beyond the alarm line at 1, most of them "
        f"around 0; of the forged ones {heaps[1]:.0f} %. Of the clips measured now {beyond[0]} of {many[0]} untouched "
        f"and {beyond[1]} of {many[1]} forged lie beyond it."
    )
