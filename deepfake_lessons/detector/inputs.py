"""Pictures and labels that a detector can look at or learn from, or an error that says what came and what to do."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..metrics.pairs import FAKE, REAL


def pictures_for(images: Any, size: int, what: str) -> np.ndarray:
    """Pictures that this detector can look at.

    Raises:
        ValueError: another shape or kind; the message says which came and what to do.
    """
    pictures = np.asarray(images)
    if pictures.ndim == 3 and pictures.shape[-1] != 3:
        raise ValueError(f"{what}: grey {pictures.shape}; repeat the channel: np.repeat(images[..., None], 3, axis=3)")
    if pictures.ndim != 4 or pictures.shape[1:] != (size, size, 3) or not len(pictures):
        wanted = f"({size}, {size}, 3) pixels each are wanted, (N, {size}, {size}, 3)"
        raise ValueError(f"{what}: {wanted}; got {pictures.shape}")
    if pictures.dtype != np.uint8:
        if pictures.dtype.kind != "f" or not np.isfinite(pictures).all():
            raise ValueError(f"{what}: uint8 from 0 to 255 is wanted; got {pictures.dtype}, some of it not finite")
        raise ValueError(f"{what}: uint8 from 0 to 255 is wanted; got {pictures.dtype}. Scale, then .astype(np.uint8)")
    return pictures


def checked(images: Any, labels: Any, size: int, what: str) -> tuple[np.ndarray, np.ndarray]:
    """Pictures and labels (N,) float32 that one can train on.

    Raises:
        ValueError: as in `fit_detector`.
    """
    pictures, truth = pictures_for(images, size, what), np.asarray(labels)
    if truth.shape != (len(pictures),) or not np.isin(truth, (REAL, FAKE)).all():
        wanted = f"one label, 0 genuine or 1 fake, for each of {len(pictures)} pictures"
        raise ValueError(f"{what}: {wanted}; got {truth.shape}")
    if len(kinds := np.unique(truth)) < 2:
        name = "genuine" if kinds[0] == REAL else "fake"
        raise ValueError(f"{what}: all {len(truth)} pictures are {name}; a detector needs both kinds to learn from")
    flat = pictures.reshape(len(pictures), -1)
    if same := int((flat.max(axis=1) == flat.min(axis=1)).sum()):
        raise ValueError(f"{what}: {same} pictures have one tone all over; take them out, there is nothing in them")
    return pictures, truth.astype(np.float32)
