"""Faces of nobody: a generator and a discriminator for small colour pictures, trained in pairs.

    gan = GAN(size=64, seed=1)
    train(gan, photographs.images, steps=2000, seed=1)
    faces = gan.draw(gan.latent(16, seed=2))        # uint8 (16, 64, 64, 3)

Pictures are uint8 (N, S, S, 3) outside and -1 ... 1 inside. A positive logit means fake. Sources: the layers are those
of Radford et al. 2016 (DCGAN), without batch normalisation; the pair loss of Jolicoeur-Martineau 2019 with gradient
penalties on genuine and made pictures of Huang et al. 2025 (R3GAN); the average of weights of Karras et al. 2018.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ..training import batches, fitted

SIZES = (32, 64)
LATENT_DIM = 64
BATCH = 16
_WIDTH = {32: 32, 64: 24}
_PENALTY_EVERY = {32: 4, 64: 8}
_LEAK = 0.2


def build_generator(size: int = 64, latent_dim: int = LATENT_DIM, width: int | None = None) -> keras.Model:
    """Latents (N, latent_dim) -> pictures (N, size, size, 3), -1 ... 1.

    Args:
        size: 32 or 64 pixels.
        latent_dim: how many numbers a face is made from.
        width: channels of the widest picture but one; default 32 at 32 pixels, 24 at 64.

    Raises:
        ValueError: another size.
    """
    width, first = _sized(size, width), size // 8
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            keras.layers.Dense(first * first * 4 * width),
            keras.layers.LeakyReLU(_LEAK),
            keras.layers.Reshape((first, first, 4 * width)),
            keras.layers.Conv2DTranspose(4 * width, 4, 2, padding="same"),
            keras.layers.LeakyReLU(_LEAK),
            keras.layers.Conv2DTranspose(2 * width, 4, 2, padding="same"),
            keras.layers.LeakyReLU(_LEAK),
            keras.layers.Conv2DTranspose(3, 4, 2, padding="same", activation="tanh"),
        ],
        name="generator",
    )


def build_discriminator(size: int = 64, width: int | None = None) -> keras.Model:
    """Pictures (N, size, size, 3), -1 ... 1 -> logits (N, 1), positive for fake.

    Args, Raises: as in `build_generator`.
    """
    width = _sized(size, width)
    return keras.Sequential(
        [
            keras.Input((size, size, 3)),
            keras.layers.Conv2D(width, 4, 2, padding="same"),
            keras.layers.LeakyReLU(_LEAK),
            keras.layers.Conv2D(2 * width, 4, 2, padding="same"),
            keras.layers.LeakyReLU(_LEAK),
            keras.layers.Conv2D(4 * width, 4, 2, padding="same"),
            keras.layers.LeakyReLU(_LEAK),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
        ],
        name="discriminator",
    )


def _sized(size: int, width: int | None) -> int:
    if isinstance(size, bool) or size not in SIZES:
        raise ValueError(f"size={size!r}: faces are {' or '.join(map(str, SIZES))} pixels wide and high; choose one")
    if width is not None and (isinstance(width, bool) or not isinstance(width, int) or width < 1):
        raise ValueError(f"width={width!r}: a whole number of channels, 1 or more, is wanted")
    return _WIDTH[size] if width is None else width


class GAN(keras.Model):
    """A generator and a discriminator, and how one step trains both.

    Args:
        size: 32 or 64 pixels.
        seed: of the first weights and of the noise.
        latent_dim, width: as in `build_generator`.
        penalty: strength of the gradient penalties.
        learning_rate: of both at the start; `train` lowers it in the second half.

    Attributes:
        generator, discriminator: the two networks.
        averaged: a generator whose weights are a moving average of the generator's: it draws the pictures.
    """

    def __init__(
        self,
        size: int = 64,
        seed: int = 1,
        latent_dim: int = LATENT_DIM,
        width: int | None = None,
        penalty: float = 1.0,
        learning_rate: float = 1e-3,
    ) -> None:
        super().__init__()
        keras.utils.set_random_seed(seed)
        self.size, self.latent_dim = size, latent_dim
        self.generator = build_generator(size, latent_dim, width)
        self.averaged = build_generator(size, latent_dim, width)
        self.averaged.set_weights(self.generator.get_weights())
        self.averaged.trainable = False
        self.discriminator = build_discriminator(size, width)
        self.penalty, self.penalty_every = penalty, _PENALTY_EVERY[size]
        self.noise = keras.random.SeedGenerator(seed)
        self.steps = self.add_weight(shape=(), dtype="int32", initializer="zeros", trainable=False, name="steps")
        self.g_optimizer = keras.optimizers.Adam(learning_rate, beta_1=0.0, beta_2=0.99)
        self.d_optimizer = keras.optimizers.Adam(learning_rate, beta_1=0.0, beta_2=0.99)
        self.compile(jit_compile=False)
        self.build((None, size, size, 3))

    def build(self, input_shape: Any = None) -> None:
        """All weights exist from the start."""
        self.g_optimizer.build(self.generator.trainable_variables)
        self.d_optimizer.build(self.discriminator.trainable_variables)
        self.built = True

    def call(self, latents: Any, training: bool = False) -> Any:
        """Pictures (N, S, S, 3), -1 ... 1, of the averaged generator."""
        return self.averaged(latents, training=training)

    def train_step(self, real: Any) -> dict[str, Any]:
        """One step of the discriminator, then one of the generator, on one batch of photographs.

        Args:
            real: (N, S, S, 3) float32, -1 ... 1.
        """
        noise = keras.random.normal((tf.shape(real)[0], self.latent_dim), seed=self.noise)
        with tf.GradientTape() as tape:
            made = self.generator(noise)
            with tape.stop_recording():  # the judge learns first, and the forger hears nothing of it
                d_loss = self._judge(real, made)
            g_loss = pair_loss(self.discriminator(made), self.discriminator(real))
        slopes = tape.gradient(g_loss, self.generator.trainable_variables)
        self.g_optimizer.apply(slopes, self.generator.trainable_variables)

        for slow, fast in zip(self.averaged.variables, self.generator.variables, strict=True):
            slow.assign(0.99 * slow + 0.01 * fast)
        self.steps.assign_add(1)
        return {"discriminator": d_loss, "generator": g_loss}

    def _judge(self, real: Any, made: Any) -> Any:
        """A step of the discriminator; every few steps with the gradient penalty, which then counts for all."""
        due = self.steps % self.penalty_every == 0
        return tf.cond(due, lambda: self._judged(real, made, True), lambda: self._judged(real, made, False))

    def _judged(self, real: Any, made: Any, penalised: bool) -> Any:
        with tf.GradientTape() as tape:
            loss = total = pair_loss(self.discriminator(real), self.discriminator(made))
            if penalised:
                steepness = self._steepness(real) + self._steepness(made)
                total = loss + self.penalty / 2 * self.penalty_every * steepness
        slopes = tape.gradient(total, self.discriminator.trainable_variables)
        self.d_optimizer.apply(slopes, self.discriminator.trainable_variables)
        return loss

    def _steepness(self, pictures: Any) -> Any:
        """How strongly the judge's logit changes when the pixels do: the mean squared slope."""
        with tf.GradientTape() as tape:
            tape.watch(pictures)
            logits = self.discriminator(pictures)
        slope = tape.gradient(logits, pictures)
        return tf.reduce_mean(tf.reduce_sum(slope**2, axis=(1, 2, 3)))

    def latent(self, n: int, seed: int) -> np.ndarray:
        """(n, latent_dim) float32 numbers by lot, one row for each face."""
        return latent(n, seed, self.latent_dim)

    def draw(self, latents: Any) -> np.ndarray:
        """Faces (N, S, S, 3) uint8 of latents (N, latent_dim), by the averaged generator."""
        return drawn_in_pieces(self._drawn, latents, self.latent_dim)

    @tf.function(reduce_retracing=True)
    def _drawn(self, latents: Any) -> Any:
        return to_bytes(self.averaged(latents))


def pair_loss(genuine: Any, fake: Any) -> Any:
    """The judge's surprise at pairs: it is asked which of two is the fake one. Swap them for the forger's.

    Args:
        genuine, fake: logits (N, 1), positive for fake.
    """
    return tf.reduce_mean(tf.nn.softplus(genuine - fake))


def train(
    gan: GAN, images: np.ndarray, steps: int = 2000, seed: int = 1, callbacks: Sequence[Any] = ()
) -> dict[str, list[float]]:
    """Train for a number of steps of 16 photographs each, mirrored at random.

    The learning rate stays for the first half and falls to nothing in the second: most of what the eye likes comes
    then. An interruption keeps what was learnt.

    Args:
        gan: as made, or to go on with.
        images: (N, S, S, 3) uint8 photographs of the gan's size, at least 16.
        steps: 1 or more.
        seed: of the order and the mirroring.
        callbacks: of Keras, such as `faces.live.LiveFaces`.

    Returns:
        "discriminator" and "generator": the loss of each step.

    Raises:
        ValueError: pictures of another shape or kind, or too few.
        fitting.Diverged: a loss is no number any more; the message says at which step.
    """
    images = photographs_for(images, gan.size)
    optimizers = (gan.g_optimizer, gan.d_optimizer)
    return fitted(gan, batches(images, seed, BATCH, _mirrored), steps, optimizers, callbacks)


def photographs_for(images: Any, size: int) -> np.ndarray:
    """The pictures, if a gan of this size can learn from them.

    Raises:
        ValueError: as `train`.
    """
    images = np.asarray(images)
    if images.ndim != 4 or images.shape[1:] != (size, size, 3):
        raise ValueError(f"this GAN is for pictures (N, {size}, {size}, 3); these have the shape {images.shape}")
    if images.dtype != np.uint8:
        raise ValueError(f"photographs are uint8, 0 to 255; these are {images.dtype}")
    if len(images) < BATCH:
        raise ValueError(f"{len(images)} photographs: at least {BATCH} are wanted, and hundreds for faces worth seeing")
    return images


def _mirrored(picture: Any, draw: Any) -> Any:
    """A picture -1 ... 1, mirrored at random."""
    picture = tf.cast(picture, tf.float32) / 127.5 - 1
    return tf.cond(tf.random.stateless_uniform((), seed=draw) < 0.5, lambda: picture[:, ::-1], lambda: picture)


def latent(n: int, seed: int, latent_dim: int = LATENT_DIM) -> np.ndarray:
    """(n, latent_dim) float32 numbers by lot; the first rows are the same whatever n is."""
    return np.random.default_rng(seed).normal(size=(n, latent_dim)).astype(np.float32)


def to_bytes(pixels: Any) -> Any:
    """Pixels -1 ... 1 as uint8."""
    return tf.cast(tf.round((tf.clip_by_value(pixels, -1, 1) + 1) * 127.5), tf.uint8)


def drawn_in_pieces(drawn: Any, latents: Any, latent_dim: int) -> np.ndarray:
    """What a compiled function draws of latents (N, latent_dim), some hundred at a time.

    Raises:
        ValueError: latents of another shape, or none.
    """
    latents = np.asarray(latents, np.float32)
    if latents.ndim != 2 or latents.shape[1] != latent_dim:
        raise ValueError(f"latents (N, {latent_dim}) are wanted, as gan.latent(n, seed) gives; got {latents.shape}")
    if not len(latents):
        raise ValueError("no latents came: one row for each face is wanted")
    pieces = [drawn(tf.constant(latents[k : k + 256])).numpy() for k in range(0, len(latents), 256)]
    return np.concatenate(pieces)
