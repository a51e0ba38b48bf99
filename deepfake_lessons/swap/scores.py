"""A swap against the ideal swap, which only a studio can draw: errors in the eye box, the mouth box and the face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from skimage.metrics import structural_similarity

from .. import studio
from ..faces import alignment
from .networks import FaceSwap

BOXES = ("eyes", "mouth", "face")


@dataclass(frozen=True)
class Scores:
    """Of one swap, mean over its pictures.

    Attributes:
        psnr: box -> peak signal-to-noise ratio in decibels, of the mean squared error over all pictures.
        ssim: box -> structural similarity (Wang et al. 2004), 1 for the same.
    """

    psnr: dict[str, float]
    ssim: dict[str, float]

    def __str__(self) -> str:
        return ", ".join(f"{name} {self.psnr[name]:.1f} dB (SSIM {self.ssim[name]:.2f})" for name in BOXES)

    __repr__ = __str__


def ideal(taken: Any, actor: studio.Actor) -> np.ndarray:
    """Aligned faces of the ideal swap, (N, 64, 64, 3) uint8, in the places of `taken`'s faces."""
    best = studio.ideal_swap(taken, actor)
    images = best.images if isinstance(best, studio.Photographs) else best.frames
    return alignment.crops(images, taken.landmarks)


def score(swapped: np.ndarray, best: np.ndarray) -> Scores:
    """Compare aligned faces with the ideal ones.

    Args:
        swapped, best: (N, 64, 64, 3) uint8.

    Raises:
        ValueError: different shapes, or none.
    """
    one, two = np.asarray(swapped), np.asarray(best)
    if one.shape != two.shape or one.ndim != 4 or not len(one):
        raise ValueError(f"swapped faces {one.shape} and ideal ones {two.shape}: the same shape (N, S, S, 3) is wanted")
    psnr, ssim = {}, {}
    for name in BOXES:
        rows, columns = alignment.box(name, one.shape[1])
        a, b = one[:, rows, columns].astype(float), two[:, rows, columns].astype(float)
        psnr[name] = float(10 * np.log10(255**2 / max(((a - b) ** 2).mean(), 1e-9)))
        alike = [structural_similarity(x, y, channel_axis=2, data_range=255) for x, y in zip(a, b, strict=True)]
        ssim[name] = float(np.mean(alike))
    return Scores(psnr, ssim)


def error_map(swapped: np.ndarray, best: np.ndarray) -> np.ndarray:
    """Mean absolute error of each place, in grey levels, (S, S)."""
    return np.abs(np.asarray(swapped, float) - np.asarray(best, float)).mean(axis=(0, 3))


def drawn_and_ideal(model: FaceSwap, taken: Any, actor: studio.Actor, to: str = "b") -> tuple[np.ndarray, np.ndarray]:
    """What the decoder draws of each face, and what the ideal swap shows there."""
    images = taken.images if isinstance(taken, studio.Photographs) else taken.frames
    return model.as_other(alignment.crops(images, taken.landmarks), to), ideal(taken, actor)


def found(cells: np.ndarray, apart: np.ndarray) -> str:
    """How much of the error lies in painted squares, in words.

    Args:
        cells: (R, R) bool, the painted squares of a board over the picture.
        apart: (S, S) error, S at least R.
    """
    cells = np.asarray(cells, bool)
    if not cells.any():
        return "No square was painted."
    edges = np.linspace(0, len(apart), len(cells) + 1).round().astype(int)
    inside = np.add.reduceat(np.add.reduceat(np.asarray(apart, float), edges[:-1], 0), edges[:-1], 1)
    best = np.sort(inside.ravel())[::-1][: cells.sum()].sum()
    area, share, most = cells.mean(), inside[cells].sum() / inside.sum(), best / inside.sum()
    return (
        f"Your squares: {100 * area:.0f} % of the picture, {100 * share:.0f} % of the error; "
        f"as many in the best places hold {100 * most:.0f} %."
    )
