"""A referee of identity: which of two actors does a face resemble? Also for actors whom it never saw.

A small network learnt to tell 240 inner faces apart, each on many heads (`tools/train_networks.py identity`): hair and
outline say nothing, or every swap would be taken for the one in front of the camera. Its last numbers but one describe
a face; two faces are compared by the angle between them (as FaceNet, Schroff et al. 2015).
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from .alignment import SIZE
from .readers import build_reader, read, shipped

NAME = "identity.npz"
ACTORS = 240  # whose inner faces it learnt to tell apart
network = partial(shipped, NAME, build_reader, ACTORS, SIZE)


def described(faces: Any) -> np.ndarray:
    """(N, F) descriptions of length 1 of aligned faces (N, 64, 64, 3) uint8.

    Raises:
        ValueError: another shape or kind of picture.
    """
    numbers = read(network(), faces, 0)
    return numbers / np.maximum(np.linalg.norm(numbers, axis=1, keepdims=True), 1e-9)


def resembles_b(faces: Any, album_a: Any, album_b: Any) -> np.ndarray:
    """Whether each face is nearer to actor b than to actor a, by the mean of their albums; (N,) bool.

    Args:
        faces, album_a, album_b: aligned faces (N, 64, 64, 3) uint8.
    """
    middles = [described(album).mean(axis=0) for album in (album_a, album_b)]
    seen = described(faces)
    return np.asarray(
        seen @ (middles[1] / np.linalg.norm(middles[1])) > seen @ (middles[0] / np.linalg.norm(middles[0]))
    )
