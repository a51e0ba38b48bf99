"""The detector: a small network that says of one picture how likely it is a fake.

    model = build_detector()
    fitted = fit_detector(model, study.images, study.label, mock.images, mock.label, study.source)
    scores(model, exam.images)                 # (N,) probabilities of fake

Pictures are uint8 (N, 64, 64, 3) outside, scaled inside; the network ends in a logit, positive for fake. A fixed first
layer adds what forgeries disturb and faces do not show: how rough the picture is at each pixel (high-pass residuals
come from Fridrich and Kodovsky 2012). Then plain convolutions with batch normalisation (Ioffe and Szegedy 2015), four
of which halve the picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ..checks import whole
from ..faces import readers
from ..metrics.pairs import FAKE, REAL, Pair, pair
from ..training import Diverged, cross_entropy, step_of
from .inputs import batches, checked, pictures_for

SIZE = 64
NAME = "detector.npz"
STEPS, BATCH, RATE = 840, 64, 6e-3  # of one training; pictures in a batch, half of them fakes
OFTEN = {"gan": 1.3, "swap": 0.4, "seam": 1.7}  # of `how_often`; the others 1
CHECKS = 10  # how often the mock exam is written during a training
LAYERS = ((16, 4, 2), (32, 3, 2), (32, 3, 1), (48, 3, 2), (40, 3, 2))  # channels, width of the window, stride
_QUIET = 0.03  # added before the logarithm: a tenth of what the last camera's noise leaves in an even wall
_FAR = 20.0  # of `ordered`


@keras.saving.register_keras_serializable("deepfake_lessons")
class Roughness(keras.layers.Layer):
    """Adds six channels to a picture: the logarithm of how rough it is at each pixel. Nothing in it is learnt.

    Across and down: the second difference (0 on any even slope) over one pixel and over two, and the first difference.
    What is too sharp is rougher over one pixel than over two; what is blurred, the other way round.
    """

    def call(self, pictures: Any) -> Any:
        """(N, S, S, 3) -> (N, S, S, 9)."""
        grey = tf.reduce_mean(pictures, axis=3, keepdims=True)
        rough = []
        for axis in (2, 1):
            for far in (1, 2):
                rough.append(tf.roll(grey, -far, axis) + tf.roll(grey, far, axis) - 2 * grey)
            rough.append(tf.roll(grey, -1, axis) - tf.roll(grey, 1, axis))
        return tf.concat([pictures, tf.math.log(tf.abs(tf.concat(rough, 3)) + _QUIET) + 2], axis=3)


# Lesson 08 prints what stands in this function.
def build_detector(size: int = SIZE) -> keras.Model:
    """Pictures (N, size, size, 3), 0 ... 255 -> logits (N, 1), positive for fake; 48,545 parameters at 64 pixels.

    Args:
        size: pixels a side, 16 or more.

    Raises:
        ValueError: another size.
    """
    if isinstance(size, bool) or not isinstance(size, int) or size < 16:
        raise ValueError(f"size={size!r}: a whole number of pixels, 16 or more, is wanted")
    layers = [keras.Input((size, size, 3)), keras.layers.Rescaling(1 / 64, offset=-2), Roughness()]
    for channels, window, stride in LAYERS:
        layers += [
            keras.layers.Conv2D(channels, window, stride, padding="same", use_bias=False),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.LeakyReLU(0.1),
        ]
    layers += [keras.layers.Flatten(), keras.layers.Dense(1)]
    return keras.Sequential(layers, name="detector")


@dataclass
class Fitted:
    """How a training went.

    Attributes:
        checks: steps after which the mock exam was written.
        cross_entropy: mean cross-entropy on the mock exam at each.
        right: share of right answers there; each picture is seen once, and not mirrored too, as in `scores`.
        pairs: caught and accused there, too. The last bias is moved only after the last of them.
        best: the step whose weights were kept.
        steps: how many were done.
    """

    checks: list[int] = field(default_factory=list)
    cross_entropy: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    best: int = 0
    steps: int = 0

    def __repr__(self) -> str:
        if not self.checks:
            return f"{self.steps} steps, and no mock exam yet"
        at = self.checks.index(self.best)
        return f"{self.steps} steps; the weights of step {self.best} were kept. Mock exam there: {self.pairs[at]}"


def fit_detector(
    model: keras.Model,
    images: Any,
    labels: Any,
    mock_images: Any,
    mock_labels: Any,
    source: Any = None,
    often: Any = None,
    steps: int = STEPS,
    seed: int = 1,
    callback: Callable[[int, Fitted], None] | None = None,
    learning_rate: float = RATE,
    patience: int = CHECKS,
) -> Fitted:
    """Show, check, change, again: train on the study pile, let the mock exam say which weights to keep.

    Every batch holds as many fakes as genuine pictures, and beside each fake the photograph that it was made from, if
    there is one: what differs between the two is the forgery, and nothing else. Both are mirrored at random; the whole
    batch is shifted by up to one pixel, and what leaves on one side comes back on the other. The rate falls along
    half a cosine. The weights with the least cross-entropy on the mock exam are kept, and their last bias is moved to
    where it has as many errors of one kind as of the other. An interruption keeps the best so far.

    Args:
        model: as `build_detector` makes it; it is changed.
        images, labels: the study pile, uint8 (N, S, S, 3) and (N,) 0 genuine, 1 fake.
        mock_images, mock_labels: the mock exam.
        source: (N,) which photograph each study picture is or was made from, -1 for none; None knows of none.
        often: (N,) how often each fake is drawn, against the others; None draws all alike. See `how_often`.
        steps: 1 or more.
        seed: of the order, the mirrors and the shifts.
        callback: called as (step, fitted) after each mock exam.
        learning_rate: at the start.
        patience: mock exams without a better one, after which it ends early; by default it never does.

    Raises:
        ValueError: one class only, pictures that are NaN, all of one tone or of another size, labels that are not 0
            and 1, steps below 1.
        training.Diverged: a loss is no number any more.
    """
    pictures, truth = checked(images, labels, model.input_shape[1], "study")
    mock, mock_truth = checked(mock_images, mock_labels, model.input_shape[1], "mock exam")
    whole("steps", steps)
    learn, optimizer = step_of(model, learning_rate, cross_entropy)
    rng, fitted = np.random.default_rng(seed), Fitted()
    genuine, fakes, partner = _partners(truth, source)
    chances = _chances(often, truth, fakes)
    answers = tf.constant(np.repeat([REAL, FAKE], BATCH // 2).astype(np.float32)[:, None])
    moments = {max(1, round(steps * k / CHECKS)) for k in range(1, CHECKS + 1)}
    kept = model.get_weights()
    try:
        for step in range(1, steps + 1):
            optimizer.learning_rate.assign(learning_rate * (0.5 + 0.5 * np.cos(np.pi * (step - 1) / steps)) + 1e-6)
            drawn = rng.choice(len(fakes), BATCH // 2, p=chances)
            beside = np.where(partner[drawn] >= 0, partner[drawn], rng.choice(genuine, len(drawn)))
            batch = _moved(pictures[np.concatenate([beside, fakes[drawn]])], rng)
            loss = float(learn(tf.constant(batch), answers))
            if not np.isfinite(loss):
                raise Diverged(f"step {step}: the loss is {loss}. Lower the learning rate and train anew.")
            fitted.steps = step
            if step in moments:
                if _write_mock(model, mock, mock_truth, step, fitted):
                    kept = model.get_weights()
                if callback:
                    callback(step, fitted)
                if len(fitted.checks) - 1 - fitted.checks.index(fitted.best) >= patience:
                    break
    except KeyboardInterrupt:
        print(f"Stopped after {fitted.steps} of {steps} steps: the best weights so far are kept.")
    if fitted.checks:
        model.set_weights(kept)
        _even(model, mock, mock_truth)
    _warn(fitted)
    return fitted


def how_often(method: Any) -> np.ndarray:
    """How often fakes of each kind are drawn, (N,) for N names: what is hard to learn more often than what is easy.

    Settled on development actors.
    """
    return np.array([OFTEN.get(str(name), 1.0) for name in np.asarray(method)])


def scores(model: keras.Model, images: Any) -> np.ndarray:
    """Probability of fake for each picture, (N,) float from 0 to 1: the mean logit of the picture and its mirror image.

    Args:
        model: a detector.
        images: uint8 (N, S, S, 3).

    Raises:
        ValueError: another shape or kind of picture.
    """
    return _sigmoid(_mean_logits(model, pictures_for(images, model.input_shape[1], "these pictures")))


def ordered(model: keras.Model, images: Any) -> np.ndarray:
    """The order of `scores` where they have run out of digits: (N,) from 0 to 1, above 0.5 for fake, no probability.

    Pictures that are far from all that was studied get scores that are 1 in every digit a computer keeps. Here the
    logit is divided by 20 first, so that they can still be told apart. Args, Raises: as in `scores`.
    """
    return _sigmoid(_mean_logits(model, pictures_for(images, model.input_shape[1], "these pictures")) / _FAR)


def load() -> keras.Model:
    """The detector that the course ships: lesson 08's, trained by the same code.

    Raises:
        FileNotFoundError, ValueError: its weights are missing or damaged.
    """
    return readers.load_shipped(build_detector(), NAME)


def _partners(truth: np.ndarray, source: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places of genuine pictures, of fakes, and for each fake the place of its photograph, -1 where there is none."""
    genuine, fakes = np.flatnonzero(truth == REAL), np.flatnonzero(truth == FAKE)
    if source is None:
        return genuine, fakes, np.full(len(fakes), -1)
    known = np.asarray(source)
    if known.shape != truth.shape:
        raise ValueError(f"source of shape {known.shape} for {len(truth)} study pictures: one for each is wanted")
    at = {int(known[place]): place for place in genuine if known[place] >= 0}
    return genuine, fakes, np.array([at.get(int(known[place]), -1) for place in fakes])


def _chances(often: Any, truth: np.ndarray, fakes: np.ndarray) -> np.ndarray:
    """The probability of each fake to be drawn."""
    chances = np.ones(len(truth)) if often is None else np.asarray(often, float)
    if chances.shape != truth.shape or not np.isfinite(chances).all() or chances.min() < 0 or not chances[fakes].any():
        wanted = f"a number, 0 or more, for each of {len(truth)} study pictures is wanted"
        raise ValueError(f"often of shape {chances.shape}: {wanted}")
    return chances[fakes] / chances[fakes].sum()


def _moved(batch: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Mirrored at random, a photograph and its forgery alike; all shifted by up to one pixel."""
    mirrored = np.tile(rng.uniform(size=len(batch) // 2) < 0.5, 2)
    batch[mirrored] = batch[mirrored][:, :, ::-1]
    down, right = rng.integers(-1, 2, 2)
    return np.roll(batch, (int(down), int(right)), (1, 2))


def _logits(model: keras.Model, pictures: np.ndarray) -> np.ndarray:
    return np.concatenate([model.predict_on_batch(batch) for batch in batches(pictures, 512)])[:, 0].astype(float)


def _mean_logits(model: keras.Model, pictures: np.ndarray) -> np.ndarray:
    """Mean logit of each picture and its mirror image."""
    return (_logits(model, pictures) + _logits(model, pictures[:, :, ::-1])) / 2


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logits))


def _write_mock(model: keras.Model, mock: np.ndarray, truth: np.ndarray, step: int, fitted: Fitted) -> bool:
    """Enter one mock exam, each picture seen once and not mirrored too; whether it is the best so far."""
    said = np.clip(_sigmoid(_logits(model, mock)), 1e-7, 1 - 1e-7)
    mean = float(-np.log(np.where(truth == FAKE, said, 1 - said)).mean())
    better = not fitted.cross_entropy or mean < min(fitted.cross_entropy)
    fitted.checks.append(step)
    fitted.cross_entropy.append(mean)
    fitted.right.append(float(((said > 0.5) == (truth == FAKE)).mean()))
    fitted.pairs.append(pair(said > 0.5, truth))
    if better:
        fitted.best = step
    return better


def _even(model: keras.Model, mock: np.ndarray, truth: np.ndarray) -> None:
    """Move the last bias so that of genuine pictures as large a share is accused as of fakes is missed."""
    logits = _mean_logits(model, mock)
    cuts = np.sort(logits)
    accused = 1 - np.searchsorted(np.sort(logits[truth == REAL]), cuts, side="right") / (truth == REAL).sum()
    missed = np.searchsorted(np.sort(logits[truth == FAKE]), cuts, side="right") / (truth == FAKE).sum()
    place = int(np.argmin(np.abs(accused - missed)))
    model.layers[-1].bias.assign_sub([float(cuts[place : place + 2].mean())])


def _warn(fitted: Fitted) -> None:
    """Far under one half is no bad luck: then labels were exchanged in one of the piles."""
    if fitted.right and min(fitted.right[-3:]) < 0.35:
        print(
            f"Right on the mock exam: {100 * fitted.right[-1]:.0f} %, far under one half. Whoever guesses gets 50. Are "
            "the labels of one pile the other way round? REAL = 0, FAKE = 1."
        )
