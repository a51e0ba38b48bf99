"""One encoder, two decoders: what every face-swapping program of the first years was made of.

The encoder turns any face into some numbers: how it looks, smiles, blinks, is lit. Each decoder turns such numbers into
one person. Trained together, a's expression can be given to b's decoder. Layers: those of the open-source programs of
2018, twenty times smaller.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ..faces.alignment import SIZE, importance

CODE = 64  # numbers between encoder and decoders
WHO = ("a", "b")
_LEAK = 0.1
TILE, DETAIL = 8, 3.0  # of the loss


def build_encoder(size: int = SIZE, code: int = CODE, name: str = "encoder") -> keras.Model:
    """Aligned faces (N, size, size, 3), 0 ... 1 -> (N, code)."""
    layers: list[Any] = [keras.Input((size, size, 3)), keras.layers.Rescaling(4, offset=-2)]
    for channels in (24, 48, 96, 96):
        layers += [keras.layers.Conv2D(channels, 4, 2, padding="same"), keras.layers.LeakyReLU(_LEAK)]
    return keras.Sequential([*layers, keras.layers.Flatten(), keras.layers.Dense(code)], name=name)


def build_decoder(size: int = SIZE, code: int = CODE, name: str = "decoder") -> keras.Model:
    """Codes (N, code) -> faces (N, size, size, 3), 0 ... 1.

    Each stage draws four small pictures and weaves them into one of twice the size (pixel shuffle, Shi et al. 2016).
    """
    first = size // 8
    layers: list[Any] = [
        keras.Input((code,)),
        keras.layers.Dense(first * first * 48),
        keras.layers.LeakyReLU(_LEAK),
        keras.layers.Reshape((first, first, 48)),
    ]
    for channels in (48, 24, 12):
        layers += [
            keras.layers.Conv2D(4 * channels, 3, padding="same"),
            keras.layers.LeakyReLU(_LEAK),
            PixelShuffle(),
        ]
    return keras.Sequential([*layers, keras.layers.Conv2D(3, 3, padding="same", activation="sigmoid")], name=name)


class PixelShuffle(keras.layers.Layer):
    """(N, H, W, 4 C) -> (N, 2 H, 2 W, C)."""

    def call(self, pictures: Any) -> Any:
        """Weave."""
        return tf.nn.depth_to_space(pictures, 2)

    def compute_output_shape(self, shape: tuple[Any, ...]) -> tuple[Any, ...]:
        """Of (N, H, W, 4 C)."""
        return shape[0], 2 * shape[1], 2 * shape[2], shape[3] // 4


class FaceSwap(keras.Model):
    """An encoder that both share, and a decoder for each of two actors.

    Args:
        seed: of the first weights.
        learning_rate: at the start; `train` lowers it in the second half.
        eyes_and_mouth: how many times more an error there counts.

    Attributes:
        encoder; decoders: {"a": ..., "b": ...}.
    """

    def __init__(self, seed: int = 1, learning_rate: float = 2e-3, eyes_and_mouth: float = 6.0) -> None:
        super().__init__()
        keras.utils.set_random_seed(seed)
        self.encoder = build_encoder()
        self.decoders = {who: build_decoder(name=f"decoder_{who}") for who in WHO}
        self.importance = tf.constant(importance(eyes_and_mouth=eyes_and_mouth))
        self.learned = keras.optimizers.Adam(learning_rate, beta_1=0.5)
        self.compile(jit_compile=False)
        self.learned.build(self.trainable_variables)
        self.built = True

    def call(self, faces: Any, to: str = "b") -> Any:
        """Faces of anybody as the actor `to`."""
        return self.decoders[to](self.encoder(faces))

    def train_step(self, faces: Any) -> dict[str, Any]:
        """Each actor's faces through the shared encoder and the own decoder; they should come out as they went in.

        Args:
            faces: "a" and "b", what should come out, "shown a" and "shown b", what the encoder sees (shifted a little,
                darker or brighter); each (N, S, S, 3), 0 ... 1.
        """
        with tf.GradientTape() as tape:
            loss = {}
            for who in WHO:
                drawn = self.decoders[who](self.encoder(faces[f"shown {who}"]))
                loss[who] = tf.reduce_mean(self.importance * apart(drawn, faces[who]))
            total = loss["a"] + loss["b"]
        slopes = tape.gradient(total, self.trainable_variables)
        self.learned.apply(slopes, self.trainable_variables)
        return loss

    def as_other(self, faces: np.ndarray, to: str = "b") -> np.ndarray:
        """Crops (N, S, S, 3) uint8 as the actor `to`, uint8.

        Raises:
            ValueError: no such actor, or crops of another shape.
        """
        if to not in WHO:
            raise ValueError(f"to={to!r}: this swap knows the actors {' and '.join(WHO)}")
        faces = np.asarray(faces)
        if faces.ndim != 4 or faces.shape[1:] != (SIZE, SIZE, 3) or faces.dtype != np.uint8:
            raise ValueError(f"aligned crops (N, {SIZE}, {SIZE}, 3) uint8 are wanted; got {faces.dtype} {faces.shape}")
        pieces = [self._drawn(faces[k : k + 128], to).numpy() for k in range(0, len(faces), 128)]
        return np.concatenate(pieces) if pieces else faces

    @tf.function(reduce_retracing=True)
    def _drawn(self, faces: Any, to: str) -> Any:
        drawn = self.decoders[to](self.encoder(tf.cast(faces, tf.float32) / 255))
        return tf.cast(tf.round(255 * tf.clip_by_value(drawn, 0, 1)), tf.uint8)


def apart(drawn: Any, wanted: Any) -> Any:
    """How far faces (N, S, S, 3) are from the wanted ones, in each pixel: the error, and `DETAIL` times what of it
    differs from the mean error of its tile. Without that, a swap learns light and shade first, and lids much later."""
    error = drawn - wanted
    tiles = tf.nn.avg_pool2d(error, TILE, TILE, "SAME")
    return tf.abs(error) + DETAIL * tf.abs(error - tf.repeat(tf.repeat(tiles, TILE, axis=1), TILE, axis=2))
