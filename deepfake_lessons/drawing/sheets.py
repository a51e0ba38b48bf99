"""Pictures of lesson 01: faces side by side, enlarged, and the error against the photographs studied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from . import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TITLE = 22  # page pixels above a row of pictures with words


def enlarge(image: Any, side: int = 360) -> np.ndarray:
    """A square picture made larger (or smaller) smoothly, so that its pixels do not show.

    Args:
        image: (S, S, 3) uint8.
        side: page pixels, 16 to 1024.

    Raises:
        ValueError: no square colour picture of bytes, or another side.
    """
    pixels = np.asarray(image)
    if pixels.ndim != 3 or pixels.shape[0] != pixels.shape[1] or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise ValueError(f"a picture (S, S, 3) of uint8 is wanted, got {pixels.shape} of {pixels.dtype}")
    if not 16 <= side <= 1024:
        raise ValueError(f"side={side}: 16 to 1024 pixels are wanted")
    return np.asarray(Image.fromarray(pixels).resize((side, side), Image.Resampling.BICUBIC))


def sheet(images: Any, titles: Sequence[str] = (), columns: int = 6, side: int = 120) -> np.ndarray:
    """Square colour pictures side by side, on white, each with a few words above it.

    Args:
        images: (N, S, S, 3) uint8, N at least 1.
        titles: none, or N short texts.
        columns: pictures a row.
        side: page pixels of each.

    Returns:
        (H, W, 3) uint8, for `dl.show`.

    Raises:
        ValueError: titles that are neither none nor N, or no pictures.
    """
    if not len(images) or (titles and len(titles) != len(images)) or columns < 1:
        raise ValueError(f"{len(images)} pictures, {len(titles)} titles, {columns} columns: give as many titles")
    columns, gap, top = min(columns, len(images)), 6, _TITLE if titles else 0
    rows = -(-len(images) // columns)
    page = Image.new("RGB", (columns * (side + gap) - gap, rows * (side + gap + top) - gap), "white")
    pen = ImageDraw.Draw(page)
    for number, image in enumerate(images):
        x, y = number % columns * (side + gap), number // columns * (side + gap + top)
        page.paste(Image.fromarray(enlarge(image, side)), (x, y + top))
        if titles:
            words = str(titles[number])
            pen.text((x + side // 2, y + top // 2), words, fill="black", anchor="mm", font=ImageFont.load_default(12))
    return np.asarray(page)


def error_curves(counts: Sequence[int], errors: Mapping[str, np.ndarray]) -> Figure:
    """Error against the number of photographs studied, on a logarithmic scale, with every deal as a faint line.

    Args:
        counts: (C,) photographs studied.
        errors: name -> (deals, C) grey levels. Two names at most differ in colour, line and marker.
    """
    figure, ax = style.axes(6.8, 3.6, x="photographs studied", y="a pixel is off by (grey levels)")
    ax.set_xscale("log")
    ax.set_xticks(list(counts), [str(count) for count in counts])
    ax.minorticks_off()
    for number, (name, values) in enumerate(errors.items()):
        look: dict[str, Any] = {"color": style.COLOURS[number], "linestyle": style.LINES[number]}
        for deal in values:
            ax.plot(counts, deal, linewidth=0.6, alpha=0.5, **look)
        ax.plot(counts, values.mean(axis=0), linewidth=2, marker=style.MARKERS[number], label=name, **look)
    ax.set_ylim(bottom=0)
    ax.legend(fontsize=style.FONT - 1, frameon=False)
    return figure
