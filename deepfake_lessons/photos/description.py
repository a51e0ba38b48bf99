"""What a careful eye would look at in a photograph of a face, in numbers and words: no detector, but for those who do
not see it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import binary_dilation

_RING = 3  # pixels of 64 on either side of the edge that are looked at
_DIRECTIONS = 12


@dataclass(frozen=True)
class Evidence:
    """Measurements of one picture.

    Attributes:
        brighter: how much brighter the skin just inside the edge of the inner face is than just outside, in percent;
            median over twelve directions from the middle, so that light from one side cancels.
        tint: how much the mix of red, green and blue differs there, likewise, brightness left out.
        sharpness: mean difference of neighbouring pixels inside the inner face, divided by that of the skin around it.
        light_inside, light_outside: brightness of the right half minus the left half, grey levels: of the inner
            face, and of the face around it.
    """

    brighter: float
    tint: float
    sharpness: float
    light_inside: float
    light_outside: float

    def words(self) -> str:
        """The measurements as two sentences."""
        return (
            f"Just inside the edge of the inner face it is {abs(self.brighter):.0f} % "
            f"{'brighter' if self.brighter >= 0 else 'darker'} than just outside, and the tint differs by "
            f"{self.tint:.0f} %; it is {self.sharpness:.1f} times as sharp as around it. "
            f"Light from {_side(self.light_inside)} inside, from {_side(self.light_outside)} around it."
        )


def measure(image: np.ndarray, inner: np.ndarray, face: np.ndarray) -> Evidence:
    """Measure one picture.

    Args:
        image: (S, S, 3) uint8.
        inner: (S, S) 0 ... 1, the inner face (`photographs.masks["inner"][place]`).
        face: (S, S) 0 ... 1, the skin of the whole head.

    Raises:
        ValueError: shapes that do not fit, or a mask without an inner face.
    """
    pixels = np.asarray(image, dtype=np.float32)
    if pixels.ndim != 3 or pixels.shape[2] != 3 or inner.shape != pixels.shape[:2] or face.shape != inner.shape:
        raise ValueError(
            f"a picture of shape {pixels.shape} with masks {inner.shape} and {face.shape}: (S, S, 3) and twice (S, S) "
            "are wanted"
        )
    within = inner > 0.5
    skin = (face > 0.5) & ~within
    ring = max(1, round(_RING * len(pixels) / 64))
    near_in = within & binary_dilation(~within, iterations=ring)
    near_out = skin & binary_dilation(within, iterations=ring)
    if not near_in.any() or not near_out.any():
        raise ValueError("this picture shows no edge of an inner face; are these its masks?")
    grey = pixels.mean(axis=2)
    rough = np.zeros_like(grey)
    rough[:-1, :-1] = np.abs(np.diff(grey, axis=0))[:, :-1] + np.abs(np.diff(grey, axis=1))[:-1]
    calm_out = skin & ~binary_dilation(face <= 0.5)
    around = max(float(rough[calm_out if calm_out.any() else skin].mean()), 0.1)
    middle = np.nonzero(within)[1].mean()
    right = np.arange(len(pixels)) > middle
    brighter, tint = _across(pixels, near_in, near_out)
    sharpness = float(rough[within].mean() / around)
    return Evidence(brighter, tint, sharpness, _lean(grey, within, right), _lean(grey, skin, right))


def sharpness(image: np.ndarray) -> float:
    """How much neighbouring pixels differ, on average over a picture (S, S, 3) uint8; grey levels."""
    grey = np.asarray(image, dtype=np.float32).mean(axis=2)
    return float((np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean()) / 2)


def _across(pixels: np.ndarray, near_in: np.ndarray, near_out: np.ndarray) -> tuple[float, float]:
    """Brightness and tint across the edge, in percent: medians over the directions that have pixels on both sides."""
    rows, columns = np.nonzero(near_in | near_out)
    angle = np.arctan2(rows - rows.mean(), columns - columns.mean()) / (2 * np.pi) + 0.5
    direction = np.minimum((angle * _DIRECTIONS).astype(int), _DIRECTIONS - 1)
    colours = np.log(pixels[rows, columns] + 12)  # + 12: in black, noise has no colour
    inside, steps = near_in[rows, columns], []
    for sector in range(_DIRECTIONS):
        both = [colours[(direction == sector) & side] for side in (inside, ~inside)]
        if min(map(len, both)) > 2:
            steps.append(np.median(both[0], axis=0) - np.median(both[1], axis=0))
    if not steps:
        return 0.0, 0.0
    step = np.array(steps)
    light = step.mean(axis=1)
    tint = np.abs(np.median(step - light[:, None], axis=0)).mean()
    return 100 * float(np.expm1(np.median(light))), 100 * float(np.expm1(tint))


def _lean(grey: np.ndarray, where: np.ndarray, right: np.ndarray) -> float:
    """Brightness of the right half of a region minus that of its left half."""
    halves = [where & side for side in (right, ~right)]
    if not all(half.any() for half in halves):
        return 0.0
    return float(grey[halves[0]].mean() - grey[halves[1]].mean())


def _side(lean: float) -> str:
    """Which side is brighter, in words."""
    if abs(lean) < 3:
        return "the front"
    return f"the {'right' if lean > 0 else 'left'} ({abs(lean):.0f} levels)"
