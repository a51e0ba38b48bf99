"""A face as a few numbers: the average of photographs of one actor, and the directions in which they differ most.

Source: Sirovich and Kirby 1987 (J. Optical Society of America A 4), Turk and Pentland 1991 (J. Cognitive Neuroscience
3), "eigenfaces"; the algebra is the singular value decomposition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

COMPONENTS = 12
_BLOCK = 25  # photographs at a time: what fits into a cache takes a third less time


@dataclass(frozen=True)
class FaceNumbers:
    """What was learnt from photographs of one size.

    Attributes:
        average: (D,) float32, the mean of the photographs, flattened; 0 ... 255.
        components: (K, D) float32, directions of length 1 at right angles, the one with the largest differences first.
        spread: (K,) standard deviation of the photographs along each of them, in grey levels times sqrt(D).
        shape: of one photograph, such as (64, 64, 3).
    """

    average: np.ndarray
    components: np.ndarray
    spread: np.ndarray
    shape: tuple[int, ...]

    def numbers(self, images: Any) -> np.ndarray:
        """The K numbers of photographs: (N, *shape) -> (N, K), or (*shape) -> (K,).

        Raises:
            ValueError: photographs of another size.
        """
        pixels = np.asarray(images, dtype=np.float32)
        if pixels.shape[-len(self.shape) :] != self.shape:
            raise ValueError(f"these numbers describe photographs of shape {self.shape}, and got shape {pixels.shape}")
        flat = pixels.reshape(*pixels.shape[: pixels.ndim - len(self.shape)], -1)
        return (flat - self.average) @ self.components.T

    def draw(self, numbers: Any) -> np.ndarray:
        """Photographs from numbers: the average plus each number times its component; uint8, 0 ... 255.

        Args:
            numbers: (N, K) or (K,), in the units of `numbers` above. Fewer than K leave the others at 0.

        Raises:
            ValueError: more numbers than there are components, or values that are no numbers.
        """
        mix = np.asarray(numbers, dtype=np.float32)
        count = mix.shape[-1] if mix.ndim else 0
        if mix.ndim not in (1, 2) or count > len(self.components) or not np.isfinite(mix).all():
            raise ValueError(f"up to {len(self.components)} finite numbers a photograph are wanted, got {mix.shape}")
        flat = self.average + mix @ self.components[:count]
        return np.clip(np.rint(flat), 0, 255).astype(np.uint8).reshape(*mix.shape[:-1], *self.shape)

    def invent(self, n: int, seed: int) -> np.ndarray:
        """Draw n photographs that nobody took: each number by lot, as far from 0 as those of the photographs are."""
        lots = np.random.default_rng(seed).standard_normal((n, len(self.spread)), dtype=np.float32)
        return self.draw(np.clip(lots, -1.6, 1.6) * self.spread)

    def error(self, images: Any) -> float:
        """How far a pixel is off, on average, when photographs are drawn from their numbers: grey levels, 0 to 255."""
        pixels = np.asarray(images).reshape(-1, len(self.average))
        total = 0.0
        for first in range(0, len(pixels), _BLOCK):
            flat = pixels[first : first + _BLOCK].astype(np.float32) - self.average
            flat -= (flat @ self.components.T) @ self.components
            total += float(np.abs(flat, out=flat).sum(dtype=float))
        return total / pixels.size


def learn_face(images: Any, components: int = COMPONENTS) -> FaceNumbers:
    """Find the average and the components of photographs.

    Args:
        images: (N, ...) uint8 or numbers 0 ... 255, N at least 2, all of one size.
        components: how many, at least 1. N photographs have at most N - 1; there are never more than those.

    Raises:
        ValueError: fewer than two photographs, or no component wanted.
    """
    pixels = np.asarray(images, dtype=np.float32)
    if pixels.ndim < 2 or len(pixels) < 2 or components < 1:
        raise ValueError(
            f"{components} components of photographs of shape {pixels.shape}: at least two photographs and one "
            "component are wanted"
        )
    flat = pixels.reshape(len(pixels), -1)
    average = flat.mean(axis=0)
    around = flat - average
    # The small way: N photographs span N directions at most, so the N x N table of their products holds everything.
    values, mix = np.linalg.eigh((around @ around.T).astype(float))
    largest = np.argsort(values)[::-1][: min(components, len(flat) - 1)]
    largest = largest[values[largest] > 1e-9 * values[largest[0]]]  # copies of one photograph differ in no direction
    directions = (mix[:, largest].T @ around) / np.sqrt(values[largest])[:, None]
    sign = np.sign(directions.sum(axis=1, keepdims=True))  # an eigenvector may point either way: choose the brighter
    directions = directions * np.where(sign == 0, 1, sign)
    spread = np.sqrt(values[largest] / len(flat))
    return FaceNumbers(average, directions.astype(np.float32), spread.astype(np.float32), pixels.shape[1:])
