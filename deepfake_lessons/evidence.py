"""What a photograph of a face says in numbers, for those who do not see it: the same three measurements for genuine
and forged pictures, made on the picture and its inner mask alone.

They are no detector. They carry, in words, what a careful eye would look at: the edge of the inner face, how sharp it
is inside and outside, and from where the light comes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_RING = 3  # pixels of 64 on either side of the edge that are looked at
_DIRECTIONS = 12


@dataclass(frozen=True)
class Evidence:
    """Measurements of one picture.

    Attributes:
        step: how much the mix of colours changes across the edge of the inner face, in points: red, green and blue each
            make up so many percent of a pixel's light, and this is the mean change of the three, median over twelve
            directions from the middle. Brightness has no part in it, since light changes that on any face.
        sharpness: mean difference of neighbouring pixels inside the inner face, divided by that of the skin around it.
        light_inside, light_outside: brightness of the right half minus the left half, grey levels: of the inner
            face, and of the face around it.
    """

    step: float
    sharpness: float
    light_inside: float
    light_outside: float

    def words(self) -> str:
        """The measurements as two sentences."""
        return (
            f"Across the edge of the inner face the mix of colours changes by {self.step:.1f} points; inside it is "
            f"{self.sharpness:.1f} times as sharp as around it. Light from {_side(self.light_inside)} inside, from "
            f"{_side(self.light_outside)} around it."
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
    near_in, near_out = within & _grown(~within, ring), skin & _grown(within, ring)
    if not near_in.any() or not near_out.any():
        raise ValueError("this picture shows no edge of an inner face; are these its masks?")
    grey = pixels.mean(axis=2)
    rough = np.zeros_like(grey)
    rough[:-1, :-1] = np.abs(np.diff(grey, axis=0))[:, :-1] + np.abs(np.diff(grey, axis=1))[:-1]
    calm_out = skin & ~_grown(~(face > 0.5), 1)
    around = max(float(rough[calm_out if calm_out.any() else skin].mean()), 0.1)
    middle = np.nonzero(within)[1].mean()
    right = np.arange(len(pixels)) > middle
    step = _colour_step(pixels, near_in, near_out)
    sharpness = float(rough[within].mean() / around)
    return Evidence(step, sharpness, _lean(grey, within, right), _lean(grey, skin, right))


def _colour_step(pixels: np.ndarray, near_in: np.ndarray, near_out: np.ndarray) -> float:
    """Change of the colours' shares across the edge, in percent points: the median over the directions with both."""
    rows, columns = np.nonzero(near_in | near_out)
    angle = np.arctan2(rows - rows.mean(), columns - columns.mean()) / (2 * np.pi) + 0.5
    direction = np.minimum((angle * _DIRECTIONS).astype(int), _DIRECTIONS - 1)
    shares = pixels[rows, columns]
    shares = 100 * shares / (shares.sum(axis=1, keepdims=True) + 10)  # + 10: in black, noise has no colour
    inside, steps = near_in[rows, columns], []
    for sector in range(_DIRECTIONS):
        both = [shares[(direction == sector) & side] for side in (inside, ~inside)]
        if min(map(len, both)) > 2:
            steps.append(np.abs(both[0].mean(axis=0) - both[1].mean(axis=0)).mean())
    return float(np.median(steps)) if steps else 0.0


def _lean(grey: np.ndarray, where: np.ndarray, right: np.ndarray) -> float:
    """Brightness of the right half of a region minus that of its left half."""
    halves = [where & side for side in (right, ~right)]
    if not all(half.any() for half in halves):
        return 0.0
    return float(grey[halves[0]].mean() - grey[halves[1]].mean())


def _grown(mask: np.ndarray, pixels: int) -> np.ndarray:
    """A mask grown by some pixels up, down and sideways."""
    grown = mask.copy()
    for _ in range(pixels):
        wide = np.pad(grown, 1)
        grown = wide[1:-1, 1:-1] | wide[:-2, 1:-1] | wide[2:, 1:-1] | wide[1:-1, :-2] | wide[1:-1, 2:]
    return grown


def _side(lean: float) -> str:
    """Which side is brighter, in words."""
    if abs(lean) < 3:
        return "the front"
    return f"the {'right' if lean > 0 else 'left'} ({abs(lean):.0f} levels)"
