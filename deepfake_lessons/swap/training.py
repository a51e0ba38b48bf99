"""Training a swap on two albums: batches of 16 faces of each, mirrored and shifted by lot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from ..faces.alignment import SIZE
from ..training import batches, fitted
from .networks import FaceSwap

BATCH = 8
FEWEST = 50  # photographs of each actor


def train(
    model: FaceSwap,
    faces_a: np.ndarray,
    faces_b: np.ndarray,
    steps: int = 800,
    seed: int = 1,
    callbacks: Sequence[Any] = (),
) -> dict[str, list[float]]:
    """Train for a number of steps. An interruption keeps what was learnt.

    Args:
        model: as made, or to go on with.
        faces_a, faces_b: aligned crops (N, 64, 64, 3) uint8 of the two actors (`swap.album`), 50 or more of each.
        steps: 1 or more.
        seed: of order, mirroring and shifts.
        callbacks: of Keras.

    Returns:
        "a" and "b": the loss of each step.

    Raises:
        ValueError: too few faces, or crops of another shape.
        fitting.Diverged: a loss is no number any more.
    """
    faces = [_checked(name, some) for name, some in (("a", faces_a), ("b", faces_b))]
    pairs = [batches(some, seed + 1000 * place, BATCH, _prepared) for place, some in enumerate(faces)]
    data = (
        tf.data.Dataset.zip(*pairs)
        .map(lambda a, b: {"shown a": a[0], "a": a[1], "shown b": b[0], "b": b[1]})
        .prefetch(2)
    )
    return fitted(model, data, steps, [model.learned], callbacks)


def _checked(name: str, faces: Any) -> np.ndarray:
    faces = np.asarray(faces)
    if faces.ndim != 4 or faces.shape[1:] != (SIZE, SIZE, 3) or faces.dtype != np.uint8:
        wanted = f"aligned crops (N, {SIZE}, {SIZE}, 3) uint8 are wanted, as swap.album gives them"
        raise ValueError(f"actor {name}: {wanted}; got {faces.dtype} {faces.shape}")
    if len(faces) < FEWEST:
        raise ValueError(
            f"actor {name}: {len(faces)} usable photographs; at least {FEWEST} are wanted, and hundreds are better"
        )
    return faces


def _prepared(face: Any, draw: Any) -> Any:
    """What the encoder sees of a face, and what should come out."""
    face = tf.cast(face, tf.float32) / 255
    chance = tf.random.stateless_uniform((4,), seed=draw)
    face = tf.where(chance[0] < 0.5, face[:, ::-1], face)
    shift = tf.cast(tf.round((chance[1:3] - 0.5) * 5), tf.int32)  # up to 2 pixels, as a finder errs
    seen = tf.roll(face, shift, (0, 1)) * (0.9 + 0.2 * chance[3])
    return tf.clip_by_value(seen, 0, 1), face
