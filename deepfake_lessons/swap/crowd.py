"""A swap that needs one photograph: for many actors at once, where `networks.FaceSwap` learns two and needs hundreds.

Programs of today work so. A second encoder turns one photograph of b into some numbers that say who it is, and a single
decoder draws from both kinds of numbers. It was trained on drawn actors against ideal swaps (`tools/train_networks.py
crowd`), serves `detector.forgeries.collect`, and takes drawn actors only.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ..faces.alignment import SIZE, crops
from ..faces.readers import shipped
from ..studio import Actor, photograph
from . import studies
from .networks import PixelShuffle, build_encoder

NAME = "crowd_swap.npz"
WHO = 48  # numbers that say who it is
_LEAK, _PIECE = 0.1, 128


def build_crowd_swap() -> keras.Model:
    """(faces, a photograph of who is wanted for each) -> swapped faces; all (N, 64, 64, 3), 0 ... 1."""
    layers = keras.layers
    face, wanted = keras.Input((SIZE, SIZE, 3)), keras.Input((SIZE, SIZE, 3))
    what, who = build_encoder(name="what"), build_encoder(code=WHO, name="who")
    seen = layers.Concatenate()([what(face), who(wanted)])
    first = SIZE // 8
    drawn = layers.Reshape((first, first, 64))(layers.LeakyReLU(_LEAK)(layers.Dense(first * first * 64)(seen)))
    for channels in (56, 28, 14):
        drawn = PixelShuffle()(layers.LeakyReLU(_LEAK)(layers.Conv2D(4 * channels, 3, padding="same")(drawn)))
    drawn = layers.Conv2D(3, 3, padding="same", activation="sigmoid")(drawn)
    return keras.Model([face, wanted], drawn, name="crowd_swap")


class CrowdSwap:
    """The shipped network with one wanted actor: what `swap.swap` takes as a model.

    Args:
        wanted: whose face.
        seed: of the photograph by which the network knows it.
    """

    def __init__(self, wanted: Actor, seed: int = 1) -> None:
        self.wanted = wanted
        one = photograph(wanted.replace(glasses="none"), 1, frames=[studies.STAGE], seed=seed)
        self.known_by = crops(one.images, one.landmarks)

    def as_other(self, faces: np.ndarray, to: str = "b") -> np.ndarray:
        """Aligned crops (N, 64, 64, 3) uint8 as the wanted actor; `to` is there because `FaceSwap` has it."""
        faces = np.asarray(faces)
        by = np.broadcast_to(self.known_by, faces.shape)
        network()  # built here: inside a compiled function no weights can be set
        pieces = [_drawn(faces[k : k + _PIECE], by[k : k + _PIECE]).numpy() for k in range(0, len(faces), _PIECE)]
        return np.concatenate(pieces)


network = partial(shipped, NAME, build_crowd_swap)


@tf.function(reduce_retracing=True)
def _drawn(faces: Any, wanted: Any) -> Any:
    drawn = network()([tf.cast(faces, tf.float32) / 255, tf.cast(wanted, tf.float32) / 255])
    return tf.cast(tf.round(255 * tf.clip_by_value(drawn, 0, 1)), tf.uint8)
