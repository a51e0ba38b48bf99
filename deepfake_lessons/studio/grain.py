"""Noise that is made once: periodic clouds, freckles and strands, cut out at a place that a seed names."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .stage import Array

SIDE = 256
MARGIN = 128  # textures are continued by so much, so that a window cut anywhere lies in one piece


@lru_cache(maxsize=16)
def clouds(steepness: float = 1.0, seed: int = 1) -> Array:
    """A periodic cloud with amplitude falling as 1 / frequency^steepness, mean 0, deviation 1."""
    rng = np.random.default_rng(seed)
    fx, fy = np.fft.rfftfreq(SIDE), np.fft.fftfreq(SIDE)[:, None]
    frequency = np.hypot(fx, fy)
    frequency[0, 0] = 1
    spectrum = np.fft.rfft2(rng.standard_normal((SIDE, SIDE))) / frequency**steepness
    spectrum[0, 0] = 0
    field = np.fft.irfft2(spectrum, s=(SIDE, SIDE))
    return _continued((field / field.std()).astype(np.float32))


@lru_cache(maxsize=4)
def spots(seed: int = 2) -> Array:
    """Small soft spots, 0 to 1, for freckles and curls' crumbs."""
    rng = np.random.default_rng(seed)
    fx, fy = np.fft.rfftfreq(SIDE), np.fft.fftfreq(SIDE)[:, None]
    radius = np.hypot(fx, fy)
    ring = np.exp(-np.square((radius - 0.16) / 0.05))
    field = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((SIDE, SIDE))) * ring, s=(SIDE, SIDE))
    return _continued(np.clip(field / field.std() - 0.9, 0, 1).astype(np.float32))


def _continued(field: Array) -> Array:
    """A periodic field (SIDE, SIDE) and what follows, (SIDE + MARGIN, SIDE + MARGIN); nobody may write into it."""
    texture = np.pad(field, (0, MARGIN), mode="wrap")
    texture.setflags(write=False)
    return texture


def cut(texture: Array, seed: int, rows: int, columns: int) -> Array:
    """A window (rows, columns), each up to MARGIN, of a periodic texture, at a place that the seed names."""
    top, left = seed % (SIDE - 7), (seed // 251) % (SIDE - 11)
    return texture[top : top + rows, left : left + columns]


def strand(seed: int, places: Array) -> Array:
    """Periodic one-dimensional noise at places in 1024ths of its period, about -1 to 1: light and dark strands."""
    at = places.astype(np.intp)
    at &= 1023
    return _strands(seed % 64).take(at, mode="clip")


@lru_cache(maxsize=64)
def _strands(seed: int, count: int = 1024) -> Array:
    rng = np.random.default_rng([seed, 3])
    frequency = np.fft.rfftfreq(count)
    shape = 1 / (0.004 + frequency) ** 0.6
    shape[0] = 0
    shape[frequency > 0.22] = 0
    wave = np.fft.irfft(np.fft.rfft(rng.standard_normal(count)) * shape, n=count)
    return (wave / (2 * wave.std())).astype(np.float32)


def look(texture: Array, u: Array, v: Array) -> Array:
    """Values of a periodic texture at places (u, v) in its pixels."""
    at = v.astype(np.intp)
    at &= SIDE - 1
    at *= SIDE + MARGIN
    at += u.astype(np.intp) & (SIDE - 1)
    return texture.take(at, mode="clip")
