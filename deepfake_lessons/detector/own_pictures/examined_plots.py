"""What `examine` shows of one face: the cut-out, where the detector looks, and beside whom its score falls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...drawing import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_STRIP, _DOTS = 1.0, 0.52  # inches from strip to strip, and of the dots' field
_TITLE, _FOOT = 0.5, 0.35  # inches above the first, and below the last


def examined(image: Any, heat: Any, strips: Sequence[tuple[str, int, Any, float]]) -> Figure:
    """One face and its strips. The strips have no numbers: they show an order, not a probability.

    Args:
        image: (S, S, 3) uint8, the face.
        heat: (h, w) numbers of any scale, or None for no map.
        strips: for each set (title, label REAL or FAKE, scores (N,) of its pictures, score of the face), on any scale
            that grows towards "fake"; each strip has a scale of its own.

    Raises:
        ValueError: a map that is not (h, w) finite numbers: a learner may bring one.
    """
    height = max(_TITLE + _STRIP * (len(strips) - 1) + _DOTS + _FOOT, 2.4)
    figure = style.figure(8.6, height)
    side = 1.75
    bottom = (height - _TITLE - side) / height
    face = figure.add_axes((0.1 / 8.6, bottom, side / 8.6, side / height))
    style.picture(face, image, "the face")
    if heat is not None:
        hot = np.asarray(heat, dtype=float)
        if hot.ndim != 2 or not hot.size or not np.isfinite(hot).all():
            raise ValueError(f"a heat map (h, w) of finite numbers is wanted, got shape {hot.shape}")
        where = figure.add_axes((2.0 / 8.6, bottom, side / 8.6, side / height))
        style.picture(where, np.asarray(image).mean(axis=2), "where it looks (bright)", (0, 255))
        extent = (-0.5, np.shape(image)[1] - 0.5, np.shape(image)[0] - 0.5, -0.5)
        strong = np.clip(hot, 0, None)
        top = strong.max() or 1.0
        where.imshow(strong / top, cmap="inferno", vmin=0, vmax=1, alpha=0.65, extent=extent, interpolation="bilinear")
        line = float(np.quantile(hot, 0.9))  # around the strongest tenth: colour shall not be the only sign
        if min(hot.shape) >= 2 and hot.min() < line < hot.max():
            where.contour(hot, levels=[line], colors="white", linewidths=1.2, extent=extent, origin="upper")
    left = (3.95 if heat is not None else 2.1) / 8.6
    for place, (title, label, others, own) in enumerate(strips):
        top = height - _TITLE - _STRIP * place
        strip = figure.add_axes((left, (top - _DOTS) / height, 1 - left - 0.02, _DOTS / height))
        _strip(strip, title, label, np.asarray(others, dtype=float), own, last=place == len(strips) - 1)
    return figure


def _strip(ax: Any, title: str, label: int, others: np.ndarray, own: float, last: bool) -> None:
    low, high = min(others.min(), own), max(others.max(), own)
    span = (high - low) or 1.0
    along = (others - low) / span
    rows = np.random.default_rng(len(others)).uniform(0.15, 0.85, len(others))  # only so that dots lie apart
    colour, marker = style.CLASS_COLOURS[label], style.CLASS_MARKERS[label]
    ax.scatter(along, rows, s=16, marker=marker, facecolors="none", edgecolors=colour, linewidths=0.9)
    at = (own - low) / span
    ax.plot([at, at], [0, 1], color=style.BLACK, linewidth=2)
    ax.plot([at], [0.0], marker="^", color=style.BLACK, markersize=8, clip_on=False)
    ax.set(xlim=(-0.02, 1.02), ylim=(0, 1), xticks=[], yticks=[])
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.set_title(title, fontsize=style.FONT - 1, loc="left", pad=5)
    if last:
        words = {"left": "← more like genuine", "center": "black: this face", "right": "more like fake →"}
        for (side, text), x in zip(words.items(), (0.0, 0.5, 1.0), strict=True):
            ax.text(x, -0.22, text, transform=ax.transAxes, ha=side, va="top", fontsize=style.FONT - 1)
