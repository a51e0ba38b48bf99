"""A kernel on its way over a picture: where it stands, what it multiplies, what has come out so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import Rectangle

from ..drawing import style
from .convolution import convolve

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_EMPTY = "#D9E6F2"  # nothing is written here yet


def at_work(picture: Any, kernel: Any, place: int) -> Figure:
    """Left the picture with the kernel's frame, in the middle the products, right what is written down so far.

    Args:
        picture: (H, W), 0 to 1.
        kernel: (K, K).
        place: how many numbers are written down before this one, row by row.

    Raises:
        ValueError: a place that does not exist.
    """
    picture, kernel, out, row, column = _where(picture, kernel, place)
    size = len(kernel)
    figure, (axes,) = style.panels(3, 1, width=9.0, height=3.3)
    style.picture(axes[0], picture, title="the picture", limits=(0, 1))
    axes[0].add_patch(
        Rectangle(
            (column - 0.5, row - 0.5), size, size, facecolor="none", edgecolor=style.CLASS_COLOURS[1], linewidth=3
        )
    )
    products = picture[row : row + size, column : column + size] * kernel + 0.0  # no minus zero
    reach = max(float(np.abs(kernel).max()), 1e-9)
    style.picture(axes[1], products, title=f"nine products: sum {out[row, column]:.2f}", limits=(-reach, reach))
    for (r, c), value in np.ndenumerate(products):
        colour = "white" if value < -0.3 * reach else "black"
        axes[1].text(c, r, f"{value:.2f}", ha="center", va="center", color=colour)
    written = np.full(out.shape, np.nan)
    written.flat[: place + 1] = out.flat[: place + 1]
    edge = max(float(np.abs(out).max()), 1e-9)
    style.picture(axes[2], written, title="written down so far", limits=(-edge, edge))
    axes[2].set_facecolor(_EMPTY)
    axes[2].add_patch(
        Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor="none", edgecolor=style.CLASS_COLOURS[1], linewidth=3)
    )
    return figure


def words(picture: Any, kernel: Any, place: int) -> str:
    """The figure of `at_work` in words."""
    picture, kernel, out, row, column = _where(picture, kernel, place)
    return (
        f"The kernel stands at row {row + 1}, column {column + 1} of a picture of {picture.shape[0]} by "
        f"{picture.shape[1]} pixels. Its {kernel.size} products add up to {out[row, column]:.2f}; "
        f"{place + 1} of {out.size} numbers are written down."
    )


def stamps(count: Any) -> Figure:
    """How many stamps overlap at each pixel, as a picture with numbers.

    Args:
        count: (H, W) whole numbers.
    """
    count = np.asarray(count)
    figure, ax = style.axes(4.6, 4.2)
    style.picture(ax, count, title="stamps on each pixel", limits=(0, float(count.max())))
    for (row, column), value in np.ndenumerate(count):
        ax.text(
            column, row, f"{value:g}", ha="center", va="center", color="white" if value < 0.6 * count.max() else "black"
        )
    return figure


def stamps_words(count: Any) -> str:
    """The figure of `stamps` in words."""
    count = np.asarray(count)
    found = [f"{value:g} on {(count == value).sum()}" for value in np.unique(count)]
    return f"A picture of {count.shape[0]} by {count.shape[1]} pixels with the number of stamps: {', '.join(found)}."


def _where(picture: Any, kernel: Any, place: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, int, int]:
    picture, kernel = np.asarray(picture, dtype=float), np.asarray(kernel, dtype=float)
    out = convolve(picture, kernel)
    if not 0 <= place < out.size:
        raise ValueError(f"place={place}: there are {out.size} places, 0 to {out.size - 1}")
    return picture, kernel, out, place // out.shape[1], place % out.shape[1]
