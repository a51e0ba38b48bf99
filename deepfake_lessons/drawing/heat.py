"""A face with heat on top, as dots: they grow and darken, so that colour is not the only signal."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from .sheets import enlarge

CELLS = 16  # dots in a row


def dotted(face: Any, values: Any, full: float, side: int) -> np.ndarray:
    """A grey face with a dot in each square of a board of `CELLS`: the darker red, and the larger, the more.

    Args:
        face: (S, S, 3) uint8.
        values: (S, S) 0 or more.
        full: the mean of a square at which its dot is darkest and largest.
        side: page pixels.

    Returns:
        (side, side, 3) uint8.
    """
    grey = enlarge(np.repeat(np.asarray(face).mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8), side)
    page = Image.fromarray(np.clip(120 + 0.5 * grey, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(page)
    means, step = coarse(values, CELLS), side / CELLS
    for row in range(CELLS):
        for column in range(CELLS):
            share = min(1.0, means[row, column] / full)
            if share < 0.06:
                continue
            x, y, reach = (column + 0.5) * step, (row + 0.5) * step, 0.5 * step * share**0.5
            fill = (213 - round(90 * share), round(94 * (1 - share)), 0)
            pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=fill)
    return np.asarray(page)


def coarse(values: Any, cells: int) -> np.ndarray:
    """A map (S, S) as the mean in each square of a board of (cells, cells)."""
    whole = np.asarray(values, float)
    edges = np.linspace(0, len(whole), cells + 1).round().astype(int)
    sums = np.add.reduceat(np.add.reduceat(whole, edges[:-1], axis=0), edges[:-1], axis=1)
    widths = np.diff(edges)
    return sums / (widths[:, None] * widths[None, :])
