"""What comes with scikit-image and needs no network: 100 faces and 100 not-faces, and one portrait of an astronaut."""

from __future__ import annotations

import hashlib

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
        ValueError: the installed file is not the one that the course knows.
    """
    everything = _shipped("lfw_subset", np.float32)
    labels = np.repeat([REAL, FAKE], 100)
    later = np.unique([second for _, second in near_copies(everything)]).astype(int)
    kept = np.setdiff1d(np.arange(len(labels)), later)
    entry = SETS["lfw_subset"]
    return Photos(everything[kept], labels[kept], kept, len(later), entry.source, entry.licence, entry.consent)


def astronaut(size: int = 256) -> Photos:
    """NASA's portrait of an astronaut, head and shoulders: a photograph of somebody who exists.

    Args:
        size: pixels, 16 to 256.

    Returns:
        one picture (1, size, size, 3) uint8.

    Raises:
        ValueError: the installed file is not the one that the course knows, or another size.
    """
    check_size(size)
    if size > 256:
        raise ValueError(f"size={size!r}: 16 to 256 pixels are wanted, the portrait has no more")
    picture = _shipped("astronaut", np.uint8)
    return SETS["astronaut"].photos(resized(picture[_HEAD], size)[None], people=["Eileen Collins"])


def _shipped(name: str, dtype: type) -> np.ndarray:
    import skimage.data

    found: np.ndarray = np.ascontiguousarray(getattr(skimage.data, name)(), dtype=dtype)
    if hashlib.sha256(found.tobytes()).hexdigest() != SETS[name].pixels:
        raise ValueError(
            f"scikit-image's {name} (shape {found.shape}) is not what the course was made with, so its figures would "
            "not fit: install the version that requirements.lock names, or report this"
        )
    return found
