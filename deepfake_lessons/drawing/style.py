"""One look for every plot, and quick enough for an explorer.

Colours are those of Okabe and Ito (2008), told apart under the usual kinds of colour blindness; real and fake also
differ in marker, line and hatch, so that colour is never the only signal. Nothing here changes matplotlib's global
settings: a learner's own plots look as they did before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLACK, GREY, LIGHT = "#000000", "#6E6E6E", "#D9D9D9"
BLUE, ORANGE, GREEN, PURPLE, SKY, AMBER = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"
# Strong ones first. ORANGE is Okabe and Ito's vermillion: their lighter orange (AMBER) has a contrast of only 2.2 to
# white.
COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY, AMBER)
MARKERS = ("o", "^", "s", "D", "v", "X")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))

# Index them with metrics.REAL = 0 and metrics.FAKE = 1.
CLASS_COLOURS = (BLUE, ORANGE)
CLASS_MARKERS = ("o", "^")
CLASS_HATCHES = ("", "///")
CLASS_LINES = ("-", "--")

FONT = 10  # points; on the page 1 inch is 100 CSS pixels, so this reads like a notebook's small text
_LEFT, _RIGHT, _TOP, _BOTTOM = 0.68, 0.18, 0.34, 0.52  # margins in inches: room for labels and one line of title


def figure(width: float = 6.4, height: float = 3.6) -> Figure:
    """An empty figure whose margins leave room for labels; `figure.subplots()` puts axes into it.

    The margins are set once, in inches. A layout engine would measure every text before each picture, which
    makes a two-axes plot twice as slow (200 ms against 120): too slow for an explorer.

    Args:
        width: inches, 1 to 20; one inch is 100 pixels on the page.
        height: inches, 1 to 20.

    Raises:
        ValueError: a size outside 1 to 20 inches.
    """
    if not (1 <= width <= 20 and 1 <= height <= 20):
        raise ValueError(f"a figure of {width} by {height} inches: both sides must be 1 to 20 (one inch is 100 pixels)")
    new = Figure(figsize=(width, height), dpi=100, facecolor="white")
    x, y = _LEFT / width, _BOTTOM / height
    new.subplots_adjust(left=x, right=max(1 - _RIGHT / width, x + 0.1), bottom=y, top=max(1 - _TOP / height, y + 0.1))
    return new


def axes(width: float = 6.4, height: float = 3.6, **labels: Any) -> tuple[Figure, Axes]:
    """A figure with one pair of axes.

    Args:
        width, height: inches, as in `figure`.
        **labels: passed to `tidy`: title, x, y, grid.
    """
    new = figure(width, height)
    return new, tidy(new.add_subplot(), **labels)


def panels(columns: int, rows: int = 1, width: float = 8.0, height: float = 3.4) -> tuple[Figure, np.ndarray]:
    """A figure with a grid of axes, not yet labelled: call `tidy` on each.

    Args:
        columns, rows: how many, at least 1 each.
        width, height: inches of the whole figure.

    Returns:
        (figure, array of axes with shape (rows, columns))
    """
    if columns < 1 or rows < 1:
        raise ValueError(f"{columns} columns and {rows} rows of panels: at least 1 of each is needed")
    new = figure(width, height)
    gap_x, gap_y = _LEFT + 0.1, _BOTTOM + _TOP  # inches between neighbours: the next one's labels and title
    each_x = max((width - _LEFT - _RIGHT - gap_x * (columns - 1)) / columns, 0.2)
    each_y = max((height - _TOP - _BOTTOM - gap_y * (rows - 1)) / rows, 0.2)
    new.subplots_adjust(wspace=gap_x / each_x, hspace=gap_y / each_y)
    return new, new.subplots(rows, columns, squeeze=False)


def tidy(ax: Axes, title: str = "", x: str = "", y: str = "", grid: bool = True) -> Axes:
    """Label axes and take away what carries no information.

    Args:
        ax: the axes to change.
        title, x, y: words; empty is none. Units belong into them, such as "time (s)".
        grid: faint lines behind the data.

    Returns:
        the same axes.
    """
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(GREY)
    ax.tick_params(labelsize=FONT - 1, color=GREY)
    for axis in (ax.xaxis, ax.yaxis):
        if axis.get_scale() == "linear":
            axis.set_major_locator(MaxNLocator(5))  # each tick costs a millisecond and a reader's glance
    if grid:
        ax.grid(True, color=LIGHT, linewidth=0.6)
        ax.set_axisbelow(True)
    ax.set_title(title, fontsize=FONT, loc="left")
    ax.set_xlabel(x, fontsize=FONT)
    ax.set_ylabel(y, fontsize=FONT)
    return ax


def picture(ax: Axes, image: Any, title: str = "", limits: tuple[float, float] | None = None) -> Axes:
    """Show an image or a heat map in axes, without ticks and without smoothing between pixels.

    Args:
        ax: the axes to fill.
        image: (H, W) numbers, shown in grey, or (H, W, 3) colours.
        title: words above it.
        limits: the numbers shown as black and white; default the image's smallest and largest.
    """
    low, high = limits if limits is not None else (None, None)
    ax.imshow(image, cmap="gray", vmin=low, vmax=high, interpolation="nearest")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_title(title, fontsize=FONT, loc="left")
    return ax


def pixels(*figures: Figure) -> np.ndarray:
    """Figures one below the other as one picture, (H, W, 3) uint8, on white."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    parts = []
    for figure in figures:
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        parts.append(np.array(canvas.buffer_rgba())[..., :3])
    wide = max(part.shape[1] for part in parts)
    return np.concatenate(
        [np.pad(part, ((0, 0), (0, wide - part.shape[1]), (0, 0)), constant_values=255) for part in parts]
    )
