"""What stands beside lesson 04's plane: the key, the modes found, both losses, or the five parts of a step.

All of it is drawn in page pixels on a figure without axes: each pair of axes would cost 20 ms at every step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch
from matplotlib.transforms import Affine2D, Bbox, Transform, TransformedBbox

from ..drawing import style
from .view import SUB_STEPS

if TYPE_CHECKING:
    from .view import PlaneView

WIDTH, HEIGHT = 900, 560  # page pixels
SHADE = (726, 400, 62, 13)  # where the key explains the heat map: left, bottom, width, height
REAL, MADE, NET = style.BLUE, "#A83800", "#5B2A86"
BINS = 120  # points of a drawn loss curve, each the mean of its steps
PLAYERS = {"discriminator": "judge (discriminator)", "generator": "forger (generator)"}
_LEFT, _RIGHT = 582, 884  # of the column


class Page:
    """A figure to draw on in page pixels, its origin at the lower left."""

    def __init__(self) -> None:
        self.figure = style.figure(WIDTH / 100, HEIGHT / 100)
        self.pixels = Affine2D().scale(0.01) + self.figure.dpi_scale_trans
        self._layer = 0

    def add(self, artist: Artist, within: Bbox | None = None, to: Transform | None = None) -> None:
        """Put an artist on the page.

        Args:
            artist: its numbers are page pixels.
            within: what lies outside this box (page pixels) is cut off.
            to: carries the artist's numbers to page pixels.
        """
        artist.set_transform(self.pixels if to is None else to + self.pixels)
        if within is not None:
            artist.set_clip_box(TransformedBbox(within, self.pixels))
        self._layer += 1  # what is added later lies above; matplotlib would put every line over every area
        artist.set_zorder(self._layer)
        self.figure.add_artist(artist, clip=within is not None)

    def text(self, x: float, y: float, words: str, size: float = style.FONT, **look: Any) -> None:
        """Words whose middle height is y, beginning at x unless `ha` says otherwise."""
        self.figure.text(x, y, words, transform=self.pixels, fontsize=size, zorder=1000, **{"va": "center", **look})

    def line(self, x: Any, y: Any, **look: Any) -> None:
        """A line, or marks."""
        self.add(Line2D(x, y, **look))


def side(page: Page, view: PlaneView, stage: int = 0) -> None:
    """The right column.

    Args:
        page: to draw on.
        view: the moment.
        stage: 1 to 5, the part of a step that is shown in slow motion; 0 is none, and shows the losses.
    """
    _modes(page, view.modes, view.believed)
    if stage:
        _stages(page, stage)
    else:
        _losses(page, view.losses)


def cross(page: Page, points: Any, size: float, to: Transform | None = None, within: Bbox | None = None) -> None:
    """Crosses with a white rim, so that they stand out on every ground."""
    for colour, more, thick in (("white", 1.2, 3.2), (MADE, 0, 1.5)):
        marks = Line2D(*np.asarray(points, float).reshape(-1, 2).T, linestyle="none", marker="x", color=colour)
        marks.set(markersize=size + more, markeredgewidth=thick, label="made" if not more else "")
        page.add(marks, within, to)


def net(page: Page, grid: np.ndarray, to: Transform, within: Bbox, fill: bool = True) -> None:
    """The lines of a grid (L, L, 2), the outermost thicker; a cell is the darker the more it was pressed together."""
    if fill:
        corners = [grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]]
        cells = np.stack(corners, axis=2).reshape(-1, 4, 2)
        across, along = (cells[:, 2] - cells[:, 0]).T, (cells[:, 3] - cells[:, 1]).T
        area = np.abs(across[0] * along[1] - across[1] * along[0]) / 2
        pressed = np.sqrt(4 / len(cells) / np.maximum(area, 1e-6))  # 1: the cells' usual size in the square of noise
        colours = np.column_stack([np.tile(to_rgb(NET), (len(cells), 1)), np.clip(0.06 * pressed, 0.03, 0.4)])
        page.add(PolyCollection(list(cells), facecolors=colours, edgecolors="none", antialiased=False), within, to)
    lines = [*grid, *grid.transpose(1, 0, 2)]
    widths = np.full(len(lines), 0.7)
    widths[[0, len(grid) - 1, len(grid), -1]] = 1.94
    page.add(LineCollection(lines, colors=NET, linewidths=widths, alpha=0.75, label="net"), within, to)


def key(page: Page) -> None:
    """The square of noise, and what each mark means; the same at every step."""
    top, size = HEIGHT - 40, 118
    square = Affine2D().scale(size / 2).translate(_LEFT + size / 2, top - size / 2)
    lines = np.linspace(-1, 1, 11)
    around = Bbox.from_bounds(_LEFT - 3, top - size - 3, size + 6, size + 6)
    net(page, np.stack(np.meshgrid(lines, lines), axis=-1), square, around)
    page.text(_LEFT, top + 18, "square of noise", style.FONT - 0.5)
    x, rows = _LEFT + size + 36, [top + 18 - 27.2 * row for row in range(5)]
    page.line([x], [rows[0]], marker="o", color=REAL, markersize=6.5, markerfacecolor="white", markeredgewidth=1.4)
    cross(page, [[x, rows[1]]], 6)
    strips = np.array([[[x - 9 + 9 * i + 2 * j, rows[2] - 7 + 7 * j] for i in range(3)] for j in range(3)], float)
    net(page, strips, Affine2D(), Bbox.from_bounds(x - 20, rows[2] - 14, 44, 28), fill=False)
    page.add(PolyCollection([arrow(np.array([x - 10.0, rows[3]]), np.array([x + 12.0, rows[3]]))], color=style.BLACK))
    page.line([x - 11, x + 11], [rows[4], rows[4]], color=style.BLACK, linewidth=1.8)
    words = ("real point", "made point", "noise, bent by forger", "judge's push", "judge says one half")
    for y, word in zip(rows, words, strict=True):
        page.text(x + 19, y, word, style.FONT - 1)
    page.text(SHADE[0] + SHADE[2] + 6, SHADE[1] + SHADE[3] / 2, "genuine … fake", style.FONT - 1)


def arrow(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The seven corners (7, 2) of an arrow; its head shrinks with it when it is short."""
    along = end - start
    length = float(np.hypot(*along))
    along = along / max(length, 1e-9)
    across = np.array([-along[1], along[0]])
    head = min(9.0, 0.6 * length)
    neck, wide = end - head * along, 0.48 * head
    half = min(1.0, length / 15)
    left = [start + half * across, neck + half * across, neck + wide * across]
    right = [neck - wide * across, neck - half * across, start - half * across]
    return np.array([*left, end, *right])


def _modes(page: Page, modes: tuple[int, int] | None, believed: float) -> None:
    """How many clusters the forger has found, as a number and as filled marks, and whom the judge believes."""
    y = HEIGHT - 226
    if modes is None:
        page.text(_LEFT, y, "this reality has no separate modes", color=style.GREY)
    else:
        found, of = modes
        page.text(_LEFT, y, f"modes found: {found} of {of}", style.FONT + 2, weight="bold")
        gap = min(25.0, (_RIGHT - _LEFT - 8) / max(of, 1))
        centres = _LEFT + 8 + gap * np.arange(of)
        look: dict[str, Any] = {"marker": "o", "markersize": 0.46 * gap, "linestyle": "none", "color": style.GREEN}
        page.line(centres[:found], np.full(found, y - 27), label="found", **look)
        page.line(centres[found:], np.full(of - found, y - 27), label="missed", markerfacecolor="none", **look)
    page.text(_LEFT, y - 56, f"{100 * believed:.0f} % of made points pass as genuine")


def _stages(page: Page, stage: int) -> None:
    """The five parts of one step, the present one framed and marked."""
    top = HEIGHT - 320
    page.text(_LEFT, top, "one step in slow motion", style.FONT + 1, weight="bold")
    for number, name in enumerate(SUB_STEPS, 1):
        y, now = top - 8 - 34 * number, number == stage
        box = FancyBboxPatch((_LEFT + 22, y - 13), _RIGHT - _LEFT - 24, 26, boxstyle="round,pad=0,rounding_size=6")
        box.set(facecolor=style.BLACK if now else "white", edgecolor=style.BLACK if now else style.LIGHT)
        page.add(box)
        colour = "white" if now else style.BLACK if number < stage else style.GREY
        page.text(_LEFT + 34, y, f"{number}  {name}", color=colour, weight="bold" if now else "normal")
        if now:
            page.text(_LEFT + 2, y, "▶")


def _losses(page: Page, losses: dict[str, list[float]]) -> None:
    """Both losses so far, each with its own colour, line and name."""
    left, right, low, high = _LEFT + 34, _RIGHT - 4, 46, 178
    curves = {name: thinned(losses.get(name, [])) for name in PLAYERS}
    top = max([1.0, *(float(np.max(y)) for _, y in curves.values() if len(y))]) * 1.05
    count = max([0, *(len(values) for values in losses.values())])
    page.line([left, left, right], [high, low, low], color=style.GREY, linewidth=0.8)
    for level in _ticks(top):
        at = low + (high - low) * level / top
        page.line([left, right], [at, at], color=style.LIGHT, linewidth=0.6)
        page.text(left - 6, at, f"{level:g}", style.FONT - 1, ha="right", color=style.GREY)
    page.text(left, low - 14, "0", style.FONT - 1, ha="center", color=style.GREY)
    page.text(right, low - 14, f"{count:,} steps", style.FONT - 1, ha="right", color=style.GREY)
    for row, (name, (x, y)) in enumerate(curves.items()):
        look: dict[str, Any] = {
            "color": style.CLASS_COLOURS[row],
            "linestyle": style.CLASS_LINES[row],
            "linewidth": 1.8,
        }
        across = left + (right - left) * x / max(count, 1)
        page.line(across, low + (high - low) * y / top, label=name, marker="o" if len(x) == 1 else "", **look)
        start, words = _LEFT + (0, 158)[row], PLAYERS[name].split(" ")[0]
        page.line([start, start + 26], [high + 32, high + 32], **look)
        now = f" {losses[name][-1]:.2f}" if losses.get(name) else ""
        page.text(start + 32, high + 32, f"{words}'s loss{now}")


def thinned(values: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """A long curve as at most `BINS` points: (x, y), each the mean of its steps; x counts steps from 1."""
    y = np.asarray(values, float)
    x = np.arange(1, len(y) + 1)
    if len(y) <= BINS:
        return x, y
    parts = np.array_split(np.arange(len(y)), BINS)
    return np.array([x[part].mean() for part in parts]), np.array([y[part].mean() for part in parts])


def _ticks(top: float) -> list[float]:
    """0 and two or three round numbers up to `top`."""
    size = 10.0 ** np.floor(np.log10(top))
    step = next(size * part for part in (0.2, 0.5, 1, 2, 5) if top / (size * part) < 4)
    return [round(float(level), 6) for level in np.arange(0, top + 1e-9, step)]
