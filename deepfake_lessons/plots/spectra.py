"""Mean spectra of genuine and made pictures, and what is left of their difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from . import curves, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def gaps(genuine: Mapping[str, np.ndarray], made: Mapping[str, np.ndarray]) -> Figure:
    """Made minus genuine in decibels, by how often something repeats across the picture; a line for each condition.

    Args:
        genuine, made: condition (such as "as generated") -> (F,) decibels, as `quality.mean_spectrum` gives them; the
            same conditions in both.
    """
    figure, ax = style.axes(
        8.2, 3.6, x="repeats across the picture (right: the finest detail)", y="made minus genuine, dB"
    )
    curves.draw_lines(ax, {name: made[name] - genuine[name] for name in made})
    ax.axhline(0, color=style.BLACK, linewidth=1)
    return figure


def gaps_words(genuine: Mapping[str, np.ndarray], made: Mapping[str, np.ndarray]) -> str:
    """The figure of `gaps` in words."""
    parts = []
    for name in made:
        fine = (made[name] - genuine[name])[len(made[name]) // 2 :]
        worst = fine[np.abs(fine).argmax()]
        parts.append(f"{name}, the largest gap in the finer half is {worst:+.1f} decibels")
    return f"Lines of made minus genuine power against fineness. {'; '.join(parts)}."


def largest_gap(genuine: np.ndarray, made: np.ndarray) -> float:
    """The largest distance in the finer half of the frequencies, in decibels."""
    half = len(genuine) // 2
    return float(np.abs(made[half:] - genuine[half:]).max())
