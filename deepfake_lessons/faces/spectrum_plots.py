"""Mean spectra of genuine and made pictures, and what is left of their difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..drawing import curves, style

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
    return f"Lines of made minus genuine power against fineness. {_worst(genuine, made)}."


def beside(genuine: Mapping[str, np.ndarray], made: Mapping[str, np.ndarray]) -> Figure:
    """The mean spectra themselves at the left, what is left of their difference at the right.

    Args:
        genuine, made: as in `gaps`.
    """
    figure, (axes,) = style.panels(2, 1, width=9.6, height=3.8)
    spectra = [(name, "genuine", genuine[name]) for name in made] + [(name, "made", made[name]) for name in made]
    for name, kind, power in spectra:
        place, truth = list(made).index(name), int(kind == "made")
        axes[0].plot(
            power,
            label=f"{kind}, {name}",
            color=style.COLOURS[place],
            linestyle=style.CLASS_LINES[truth],
            marker=style.CLASS_MARKERS[truth],
            markevery=(2 * place, max(1, len(power) // 6)),
            markersize=5,
            markerfacecolor="white" if truth else style.COLOURS[place],
            linewidth=1.8,
        )
    axes[0].legend(fontsize=style.FONT - 2, frameon=False)
    curves.draw_lines(axes[1], {name: made[name] - genuine[name] for name in made})
    axes[1].axhline(0, color=style.BLACK, linewidth=1)
    for ax, title, y in zip(
        axes, ("mean spectra", "what is left"), ("power, dB", "made minus genuine, dB"), strict=True
    ):
        style.tidy(ax, title=title, x="repeats across the picture", y=y)
    return figure


def beside_words(genuine: Mapping[str, np.ndarray], made: Mapping[str, np.ndarray]) -> str:
    """The figure of `beside` in words."""
    falls = [f"{name}, from {made[name][1]:.0f} to {made[name][-1]:.0f} decibels" for name in made]
    return (
        f"Left mean spectra: power falls from coarse to fine (made: {'; '.join(falls)}). "
        f"Right what made ones have more or less than genuine ones: {_worst(genuine, made)}."
    )


def _worst(genuine: Mapping[str, np.ndarray], made: Mapping[str, np.ndarray]) -> str:
    parts = []
    for name in made:
        fine = (made[name] - genuine[name])[len(made[name]) // 2 :]
        worst = fine[np.abs(fine).argmax()]
        parts.append(f"{name}, the largest gap in the finer half is {worst:+.1f} decibels")
    return "; ".join(parts)


def largest_gap(genuine: np.ndarray, made: np.ndarray) -> float:
    """The largest distance in the finer half of the frequencies, in decibels."""
    half = len(genuine) // 2
    return float(np.abs(made[half:] - genuine[half:]).max())
