"""What comes with scikit-image and needs no network: 100 faces and 100 not-faces, and one portrait of an astronaut."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from ..metrics.pairs import FAKE, REAL
from .dealing import near_copies
from .folders import check_size, resized
from .records import Photos
from .sets import SETS

_HEAD = (slice(0, 256), slice(96, 352))  # rows and columns of the head and shoulders


def faces_and_not_faces() -> Photos:
    """100 photographs of faces (genuine, 0) and 100 that show no face (playing the fake, 1), near copies left out.

    25 x 25 grey pixels. Of every two pictures with a correlation above .9, of whichever kind, the later one is dropped:
    a copy in the exam of a picture that was studied would be a gift. The set has no names, so nothing measured on it
    says anything about new *people*.

    Raises:
        ImportError: scikit-image is missing.
        ValueError: the installed file is not the one that the course knows.
    """
    everything = np.ascontiguousarray(_shipped("lfw_subset"), dtype=np.float32)
    if hashlib.sha256(everything.tobytes()).hexdigest() != SETS["lfw_subset"].pixels:
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
        source=SETS["lfw_subset"].source,
        licence=SETS["lfw_subset"].licence,
        consent=SETS["lfw_subset"].consent,
    )


def astronaut(size: int = 256) -> Photos:
    """NASA's portrait of an astronaut, head and shoulders: a photograph of somebody who exists.

    Args:
        size: pixels, 16 to 256.

    Returns:
        one picture (1, size, size, 3) uint8.

    Raises:
        ImportError: scikit-image is missing.
        ValueError: the installed file is not the one that the course knows, or another size.
    """
    check_size(size)
    if size > 256:
        raise ValueError(f"size={size!r}: 16 to 256 pixels are wanted, the portrait has no more")
    picture = np.ascontiguousarray(_shipped("astronaut"))
    if hashlib.sha256(picture.tobytes()).hexdigest() != SETS["astronaut"].pixels:
        raise ValueError(
            f"scikit-image's astronaut (shape {picture.shape}) is not the picture that the course was made with: "
            "install the version that requirements.lock names, or report this"
        )
    return SETS["astronaut"].photos(resized(picture[_HEAD], size)[None], people=["Eileen Collins"])


def _shipped(name: str) -> Any:
    try:
        import skimage.data
    except ImportError as missing:
        raise ImportError(
            "these photographs come with scikit-image: install it with pip install scikit-image"
        ) from missing
    return getattr(skimage.data, name)()
