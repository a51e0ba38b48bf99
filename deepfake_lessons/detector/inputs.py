"""Pictures and labels that a detector can look at or learn from, or an error that says what came and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from .. import checks
from ..metrics.pairs import REAL

BATCH = 256  # of `batches`


def pictures_for(images: Any, size: int, what: str) -> np.ndarray:
    """Pictures (N, size, size, 3) uint8 that this detector can look at.

    Raises:
        ValueError: another shape or kind; the message says which came and what to do.
    """
    pictures = np.asarray(images)
    if pictures.ndim == 3 and pictures.shape[-1] != 3:
        raise ValueError(f"{what}: grey {pictures.shape}; repeat the channel: np.repeat(images[..., None], 3, axis=3)")
    if pictures.dtype.kind == "f" and not np.isfinite(pictures).all():
        raise ValueError(f"{what}: uint8 from 0 to 255 is wanted; got {pictures.dtype}, some of it not finite")
    return checks.pictures(what, pictures, size)


def both_kinds(labels: Any, count: int, what: str) -> np.ndarray:
    """Labels (N,) int of so many pictures, genuine and fake ones.

    Raises:
        ValueError: another number of them, other values, one kind alone.
    """
    truth = checks.labels(f"{what}: labels", labels, count)
    if len(kinds := np.unique(truth)) < 2:
        name = "genuine" if kinds[0] == REAL else "fake"
        raise ValueError(f"{what}: all {count} pictures are {name}; a detector needs both kinds to learn from")
    return truth


def checked(images: Any, labels: Any, size: int, what: str) -> tuple[np.ndarray, np.ndarray]:
    """Pictures and labels (N,) float32 that one can train on.

    Raises:
        ValueError: as in `fit_detector`.
    """
    pictures = pictures_for(images, size, what)
    truth = both_kinds(labels, len(pictures), what)
    if same := int((np.ptp(pictures, axis=(1, 2, 3)) == 0).sum()):
        raise ValueError(f"{what}: {same} pictures have one tone all over; take them out, there is nothing in them")
    return pictures, truth.astype(np.float32)


def batches(pictures: np.ndarray, size: int = BATCH) -> Iterator[np.ndarray]:
    """One part of the pictures after the other, so that many need no more memory than few."""
    return (pictures[first : first + size] for first in range(0, len(pictures), size))
