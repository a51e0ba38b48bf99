"""How good are pictures that a network made? A distance between two crowds, the nearest photograph, a mean spectrum.

None of these looks at one picture and says "good": each compares many made ones with many genuine ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

GROUPS = 10  # that are left out in turn, for the interval
_Z = 1.96
_RIDGE = 1e-6


@dataclass(frozen=True)
class Distance:
    """A quality distance with its 95 % interval; 0 means that the two crowds look alike to the features.

    Attributes:
        value: 0 or more.
        low, high: ends of the interval.
    """

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2g} ({self.low:.2g}-{self.high:.2g})"

    __repr__ = __str__


def quality_distance(genuine: Any, made: Any, seed: int = 1) -> Distance:
    """How far a crowd of made pictures is from a crowd of genuine ones.

    The Frechet distance between two normal distributions (Frechet 1957; for pictures Heusel et al. 2017) of our own
    features, divided by the trace of the genuine covariance: 1 is as far as genuine pictures scatter. The features
    are this course's, so its numbers compare with nobody else's, nor 32 pixels with 64. The interval is a
    jackknife's: the made pictures are dealt into ten groups, and each is left out once (Quenouille 1956, Tukey 1958).

    Args:
        genuine: (N, F) features of genuine pictures, N at least 2 F.
        made: (M, F) features of made pictures, M at least 2 F.
        seed: of the deal.

    Raises:
        ValueError: other shapes, too few pictures, numbers that are not finite.
    """
    genuine, made = _crowd("genuine", genuine), _crowd("made", made)
    if genuine.shape[1] != made.shape[1]:
        raise ValueError(f"genuine features have {genuine.shape[1]} numbers each, made ones {made.shape[1]}")
    middle, covariance = genuine.mean(axis=0), np.cov(genuine, rowvar=False)
    root = _root(covariance)

    def distance(some: np.ndarray) -> float:
        theirs = np.cov(some, rowvar=False)
        apart = ((middle - some.mean(axis=0)) ** 2).sum()
        # The trace of the root of a product is the sum of roots of its eigenvalues; in this form it is symmetric.
        mixed = np.sqrt(np.clip(np.linalg.eigvalsh(root @ theirs @ root), 0, None)).sum()
        return max(0.0, float((apart + np.trace(covariance) + np.trace(theirs) - 2 * mixed) / np.trace(covariance)))

    group = np.random.default_rng(seed).permutation(len(made)) % GROUPS
    value = distance(made)
    without = np.array([distance(made[group != k]) for k in range(GROUPS)])
    reach = _Z * np.sqrt((GROUPS - 1) / GROUPS * ((without - without.mean()) ** 2).sum())
    return Distance(value, max(0.0, float(value - reach)), float(value + reach))


def _crowd(name: str, features: Any) -> np.ndarray:
    numbers = np.asarray(features, dtype=float)
    if numbers.ndim != 2 or not numbers.size:
        raise ValueError(f"{name} features have the shape {numbers.shape}: one row of features a picture is wanted")
    if len(numbers) < 2 * numbers.shape[1]:
        wanted = 2 * numbers.shape[1]
        raise ValueError(f"{len(numbers)} {name} pictures are too few for {numbers.shape[1]} features: take {wanted}")
    if not np.isfinite(numbers).all():
        raise ValueError(f"{name} features hold numbers that are not finite: look for NaN in what made them")
    return numbers


def _root(covariance: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(
        covariance + _RIDGE * np.trace(covariance) / len(covariance) * np.eye(len(covariance))
    )
    return (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T


def nearest(faces: Any, photographs: Any) -> tuple[np.ndarray, np.ndarray]:
    """The photograph nearest to each face, as it is or mirrored.

    Args:
        faces: (N, S, S, 3) uint8.
        photographs: (M, S, S, 3) uint8.

    Returns:
        (which, apart): (N,) places in photographs; (N,) root of the mean squared difference, in grey levels.

    Raises:
        ValueError: pictures of different shapes, or none.
    """
    faces, photographs = np.asarray(faces), np.asarray(photographs)
    for name, pictures in (("faces", faces), ("photographs", photographs)):
        if pictures.ndim != 4 or not len(pictures) or pictures.dtype != np.uint8:
            raise ValueError(f"{name}: uint8 pictures (N, S, S, 3) are wanted; got {pictures.dtype} {pictures.shape}")
    if faces.shape[1:] != photographs.shape[1:]:
        raise ValueError(f"faces are {faces.shape[1:]} and photographs {photographs.shape[1:]}: one size is wanted")
    rows = faces.reshape(len(faces), -1).astype(np.float32)
    best, which = np.full(len(faces), np.inf, np.float32), np.zeros(len(faces), int)
    for start in range(0, len(photographs), 500):
        piece = photographs[start : start + 500]
        for turned in (piece, piece[:, :, ::-1]):
            flat = turned.reshape(len(piece), -1).astype(np.float32)
            apart = (rows**2).sum(1)[:, None] - 2 * rows @ flat.T + (flat**2).sum(1)
            place = apart.argmin(axis=1)
            closer = apart[np.arange(len(rows)), place] < best
            best[closer], which[closer] = apart[closer, place[closer]], start + place[closer]
    return which, np.sqrt(np.clip(best, 0, None) / rows.shape[1])


def mean_spectrum(images: Any) -> np.ndarray:
    """The mean power of grey pictures by frequency: how much fine detail there is, and where.

    Args:
        images: (N, S, S, 3) uint8.

    Returns:
        (S // 2,) decibels: ring k holds what repeats k times across the picture; ring 0 is the mean brightness.

    Raises:
        ValueError: another shape, or no picture.
    """
    images = np.asarray(images)
    if images.ndim != 4 or not len(images) or images.shape[1] != images.shape[2]:
        raise ValueError(f"square pictures (N, S, S, 3) are wanted; got {images.shape}")
    size = images.shape[1]
    window = np.hanning(size)[:, None] * np.hanning(size)  # else the picture's border looks like detail
    grey = images.mean(axis=3)
    power = (np.abs(np.fft.fft2((grey - grey.mean(axis=(1, 2), keepdims=True)) * window)) ** 2).mean(axis=0)
    ring = np.rint(np.hypot(np.fft.fftfreq(size)[:, None], np.fft.fftfreq(size)) * size).astype(int)
    means = [power[ring == k].mean() for k in range(size // 2)]
    return 10 * np.log10(np.array(means) + 1e-9)
