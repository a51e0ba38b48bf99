"""Real photographs, each set with its source, its licence and what is known about consent.

In this version: scikit-image's faces and not-faces, which come with the package and need no network.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from .metrics import FAKE, REAL

NEAR_COPY = 0.9  # correlation above which two pictures count as the same one
_FACES_SHA256 = "54c3d2c4b44f4a0fdf42c739d5d603f74a9afcd5d89aea1151255d76e02757f9"


@dataclass(frozen=True)
class Photos:
    """A set of photographs.

    Attributes:
        images: (N, H, W) float32, 0 black to 1 white.
        labels: (N,) int, REAL = 0 or FAKE = 1.
        kept: (N,) their places in the original set.
        dropped: how many near copies were left out.
        source, licence, consent: sentences to print beside the pictures.
    """

    images: np.ndarray
    labels: np.ndarray
    kept: np.ndarray
    dropped: int
    source: str
    licence: str
    consent: str


def faces_and_not_faces() -> Photos:
    """100 photographs of faces (genuine, 0) and 100 that show no face (playing the fake, 1), near copies left out.

    25 x 25 grey pixels. Of every two pictures with a correlation above .9, of whichever kind, the later one is dropped:
    a copy in the exam of a picture that was studied would be a gift. The set has no names, so nothing measured on it
    says anything about new *people*.

    Raises:
        ImportError: scikit-image is missing.
        ValueError: the installed file is not the one that the course knows.
    """
    try:
        from skimage.data import lfw_subset
    except ImportError as missing:
        raise ImportError(
            "these photographs come with scikit-image: install it with pip install scikit-image"
        ) from missing
    everything = np.ascontiguousarray(lfw_subset(), dtype=np.float32)
    if hashlib.sha256(everything.tobytes()).hexdigest() != _FACES_SHA256:
        raise ValueError(
            f"scikit-image's lfw_subset (shape {everything.shape}) is not the file that the course was made with, so "
            "its figures would not fit: install the version that requirements.lock names, or report this"
        )
    labels = np.repeat([REAL, FAKE], 100)
    later = np.unique([second for _, second in near_copies(everything)]).astype(int)
    kept = np.setdiff1d(np.arange(len(labels)), later)
    return Photos(
        images=everything[kept],
        labels=labels[kept],
        kept=kept,
        dropped=len(later),
        source="scikit-image's lfw_subset, cut from Labeled Faces in the Wild (Huang et al. 2007)",
        licence="none stated; scikit-image ships it as a research benchmark",
        consent="press photographs of public figures; they were not asked",
    )


def near_copies(images: np.ndarray, above: float = NEAR_COPY) -> list[tuple[int, int]]:
    """The pairs (first, second) of pictures whose pixels correlate above a limit, first < second.

    Args:
        images: (N, ...) pictures of one size. A picture of a single grey tone correlates with nothing.
        above: correlation, 0 to 1.
    """
    flat = np.asarray(images, dtype=float).reshape(len(images), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    length = np.linalg.norm(flat, axis=1, keepdims=True)
    unit = np.divide(flat, length, out=np.zeros_like(flat), where=length > 0)
    first, second = np.nonzero(np.triu(unit @ unit.T > above, k=1))
    return [(int(a), int(b)) for a, b in zip(first, second, strict=True)]


def split(
    labels: np.ndarray, shares: tuple[float, float, float] = (0.6, 0.2, 0.2), seed: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Deal pictures onto the three piles study, mock exam and exam, each with the same mix of labels.

    Args:
        labels: (N,) whole numbers.
        shares: of the three piles, adding up to 1.
        seed: of the shuffling.

    Returns:
        three arrays of places, sorted, without overlap, together all N.

    Raises:
        ValueError: shares that are not three positive numbers adding up to 1.
    """
    if len(shares) != 3 or min(shares) <= 0 or abs(sum(shares) - 1) > 1e-9:
        raise ValueError(f"shares={shares}: three positive numbers that add up to 1 are wanted")
    labels, rng = np.asarray(labels), np.random.default_rng(seed)
    piles: list[list[np.ndarray]] = [[], [], []]
    for label in np.unique(labels):
        places = rng.permutation(np.flatnonzero(labels == label))
        ends = np.round(np.cumsum(shares)[:2] * len(places)).astype(int)
        for pile, some in zip(piles, np.split(places, ends), strict=True):
            pile.append(some)
    study, mock, exam = (np.sort(np.concatenate(pile)) for pile in piles)
    return study, mock, exam
