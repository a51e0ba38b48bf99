"""What a network answers, over a plane or over pictures. Arrays in, a matplotlib Figure out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from ..drawing import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CLASS_NAMES = ("genuine", "fake")
_CELLS = 48  # along each side of a shaded plane
_COLUMNS, _WIDTH = 8, 8.0  # pictures a row; inches of the whole


def draw_answers(ax: Axes, answer: Callable[[np.ndarray], np.ndarray], points: np.ndarray, labels: np.ndarray) -> None:
    """Shade and hatch where `answer` says fake, draw the border at one half, and the points over it.

    Args:
        ax: axes to draw into.
        answer: points (N, 2) -> probability of fake (N,).
        points: (N, 2); labels: (N,), 0 genuine, 1 fake. Wrongly answered points get a ring.
    """
    low, high = points.min(axis=0) - 0.4, points.max(axis=0) + 0.4
    xs, ys = np.linspace(low[0], high[0], _CELLS), np.linspace(low[1], high[1], _CELLS)
    grid = np.column_stack([axis.ravel() for axis in np.meshgrid(xs, ys)])
    fake = np.asarray(answer(grid)).reshape(_CELLS, _CELLS)
    ax.contourf(xs, ys, fake, levels=np.linspace(0, 1, 11), cmap=_shades(), vmin=0, vmax=1)
    if fake.max() > 0.5:
        hatched = ax.contourf(xs, ys, fake, levels=[0.5, 1.01], colors="none", hatches=["//"])
        hatched.set_edgecolor((0.45, 0.3, 0.2, 0.35))  # hatches take the edge's colour
        hatched.set_linewidth(0)
    if fake.min() < 0.5 < fake.max():
        ax.contour(xs, ys, fake, levels=[0.5], colors="black", linewidths=1.5)
    wrong = (np.asarray(answer(points)) > 0.5) != (labels == 1)
    for label, name in enumerate(CLASS_NAMES):
        some = points[labels == label]
        ax.scatter(
            some[:, 0], some[:, 1], c=style.CLASS_COLOURS[label], marker=style.CLASS_MARKERS[label], s=28,
            edgecolors="white", linewidths=0.6, label=name, zorder=3,
        )  # fmt: skip
    ax.scatter(
        points[wrong, 0], points[wrong, 1], s=90, facecolors="none", edgecolors="black", linewidths=1.2,
        label="wrong", zorder=4,
    )  # fmt: skip
    ax.legend(
        fontsize=style.FONT - 2, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncol=3, frameon=False,
        handletextpad=0.2, columnspacing=1.0,
    )  # fmt: skip


def _shades() -> LinearSegmentedColormap:
    """From the genuine class's colour over white to the fake class's, pale enough to carry points."""
    pale = [tuple(0.45 * channel + 0.55 for channel in to_rgb(colour)) for colour in style.CLASS_COLOURS]
    return LinearSegmentedColormap.from_list("genuine to fake", [pale[0], (1, 1, 1), pale[1]])


def row_of_pictures(images: np.ndarray, titles: Sequence[str]) -> Figure:
    """Grey or colour pictures, eight a row, a short title over each.

    Args:
        images: (N, H, W) or (N, H, W, 3), 0 to 1.
        titles: N short texts.
    """
    rows, side = -(-len(images) // _COLUMNS), _WIDTH / _COLUMNS
    figure = style.figure(_WIDTH, max(1.0, rows * (side + 0.18)))
    figure.subplots_adjust(
        left=0.01, right=0.99, top=1 - 0.24 / (rows * (side + 0.18)), bottom=0.01, wspace=0.08, hspace=0.25
    )
    for number, (image, title) in enumerate(zip(images, titles, strict=True)):
        ax = style.picture(figure.add_subplot(rows, _COLUMNS, number + 1), image, limits=(0, 1))
        ax.set_title(title, fontsize=style.FONT - 1, loc="center", pad=2)
    return figure
