"""Generators that are ready to draw: the shipped ones, a learner's own, and where each comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from . import readers
from .gan import GAN, LATENT_DIM, build_generator, drawn_in_pieces, latent, to_bytes

SHIPPED = "generator_{}.npz"


class Generator:
    """Draws faces of nobody, and says whose it is.

    Args:
        weights: arrays, as `get_weights` of a generator gives them.
        size: 32 or 64 pixels.
        whose: such as "yours of lesson 05", "the shipped one".

    Raises:
        ValueError: weights of another network, or for another size.
    """

    def __init__(self, weights: Sequence[np.ndarray], size: int = 64, whose: str = "yours") -> None:
        self.network = build_generator(size)
        wanted, came = ([tuple(one.shape) for one in arrays] for arrays in (self.network.get_weights(), weights))
        if wanted != came:
            raise ValueError(
                f"these weights are not of a generator for {size} pixels: it has arrays of the shapes {wanted}, "
                f"and {came} came. Is it one for another size, or a discriminator?"
            )
        self.network.set_weights(list(weights))
        self.size, self.latent_dim, self.whose = size, LATENT_DIM, whose

    def latent(self, n: int, seed: int) -> np.ndarray:
        """(n, latent_dim) float32 numbers by lot, one row for each face."""
        return latent(n, seed, self.latent_dim)

    def draw(self, latents: Any) -> np.ndarray:
        """Faces (N, S, S, 3) uint8 of latents (N, latent_dim).

        Raises:
            ValueError: latents of another shape, or none.
        """
        return drawn_in_pieces(self._drawn, latents, self.latent_dim)

    @tf.function(reduce_retracing=True)
    def _drawn(self, latents: Any) -> Any:
        return to_bytes(self.network(latents))

    def __repr__(self) -> str:
        return f"a generator of faces of {self.size} x {self.size} pixels, {self.whose}"


def of(gan: GAN, whose: str = "yours of lesson 05") -> Generator:
    """The averaged generator of a GAN, as it is now."""
    return Generator(gan.averaged.get_weights(), gan.size, whose)


def shipped(size: int = 64) -> Generator:
    """The generator that comes with the course: the GAN of lesson 05, trained longer.

    Args:
        size: 32 or 64 pixels.

    Raises:
        FileNotFoundError: the file is not there.
        ValueError: another size, or the file is damaged; the message says what to do.
    """
    network = build_generator(size)  # says what sizes there are
    readers.load_shipped(network, SHIPPED.format(size))
    return Generator(network.get_weights(), size, "the shipped one")


def direction(latents: np.ndarray, has: np.ndarray) -> np.ndarray:
    """The way through the latents from faces without something to faces with it: (latent_dim,), length 1.

    Args:
        latents: (N, latent_dim).
        has: (N,) True where the face has it.

    Raises:
        ValueError: other shapes, or all faces alike.
    """
    latents, has = np.asarray(latents), np.asarray(has, dtype=bool)
    if latents.ndim != 2 or has.shape != latents.shape[:1]:
        raise ValueError(f"latents {latents.shape} and has {has.shape}: one True or False for each row is wanted")
    if has.all() or not has.any():
        raise ValueError(f"{int(has.sum())} of {len(has)} faces have it: faces with it and faces without are needed")
    apart = latents[has].mean(axis=0) - latents[~has].mean(axis=0)
    return apart / np.linalg.norm(apart)
