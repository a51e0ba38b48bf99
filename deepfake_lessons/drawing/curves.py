"""Curves over steps, and the hundred-million meter. Arrays in, a matplotlib Figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..learning.timing import Meter


def lines(
    series: Mapping[str, Sequence[float]],
    x: str = "step",
    y: str = "loss",
    mark: tuple[int, str] | None = None,
) -> Figure:
    """Several curves over 0, 1, 2, ...; each with its own colour, line style and marker, named in a legend.

    Args:
        series: name -> values.
        x, y: words at the axes.
        mark: (position, words) of a vertical line, such as the step at which training stopped.
    """
    figure, ax = style.axes(6.4, 3.4, x=x, y=y)
    draw_lines(ax, series)
    if mark is not None:
        ax.axvline(mark[0], color=style.GREY, linewidth=1, linestyle=":")
        ax.annotate(
            mark[1], (mark[0], ax.get_ylim()[1]), xytext=(4, -4), textcoords="offset points", va="top",
            fontsize=style.FONT - 1, color=style.GREY,
        )  # fmt: skip
    return figure


def draw_lines(ax: Axes, series: Mapping[str, Sequence[float]]) -> None:
    """Draw `lines` into axes that exist already."""
    for number, (name, values) in enumerate(series.items()):
        every = max(1, len(values) // 8)
        look: dict[str, Any] = {
            "color": style.COLOURS[number % 6],
            "linestyle": style.LINES[number % 6],
            "marker": style.MARKERS[number % 6],
        }
        ax.plot(np.arange(len(values)), values, label=name, markevery=every, markersize=5, linewidth=1.8, **look)
    if len(series) > 1:
        ax.legend(fontsize=style.FONT - 1, frameon=False)


def meter(result: Meter) -> Figure:
    """Seconds of one step against the number of parameters, both ways, on logarithmic scales.

    Args:
        result: what `timing.extrapolate` returned. Filled marks rest on timed passes (trying: one look times the
            parameters; nobody waits for all of them), hollow marks and dotted lines are carried on.
    """
    figure, ax = style.axes(7.2, 3.8, x="parameters", y="seconds for one step")
    ax.set_xscale("log")
    ax.set_yscale("log")
    ends = (
        (result.trying, result.trying_there, "trying each parameter", "timed look × parameters"),
        (result.backprop, result.backprop_there, "backpropagation", "timed"),
    )
    for number, (seconds, there, name, basis) in enumerate(ends):
        colour, mark = style.COLOURS[1 - number], style.MARKERS[1 - number]
        ax.plot(result.parameters, seconds, color=colour, marker=mark, linewidth=1.8, label=f"{name}, {basis}")
        ax.plot([result.parameters[-1], result.to], [seconds[-1], there], color=colour, linestyle=":", linewidth=1.8)
        ax.plot(
            [result.to], [there], color=colour, marker=mark, markerfacecolor="white", markersize=8,
            linestyle="none", label=f"{name}, carried on",
        )  # fmt: skip
    for height, words in (
        (1, "a second"),
        (3600, "an hour"),
        (86400, "a day"),
        (31557600, "a year"),
        (3155760000, "a century"),
    ):
        ax.axhline(height, color=style.LIGHT, linewidth=0.8, zorder=0)
        ax.annotate(
            words, (result.parameters[0], height), xytext=(0, 2), textcoords="offset points",
            fontsize=style.FONT - 2, color=style.GREY,
        )  # fmt: skip
    ax.grid(False)
    ax.legend(fontsize=style.FONT - 2, frameon=False, loc="upper left", bbox_to_anchor=(0.12, 1.0))
    return figure
