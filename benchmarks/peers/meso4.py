"""Meso4, a published small network for forged faces, as the peer of lesson 08's detector.

    model = build_meso4()
    curve = fit_meso4(model, study.images, study.label, mock.images, mock.label, seconds=60, seed=1)
    scores(model, exam.images)                 # (N,) probabilities of fake

Afchar, Nozick, Yamagishi and Echizen 2018, "MesoNet: a Compact Facial Video Forgery Detection Network" (WIFS,
arXiv:1809.00888), written anew after the paper. With its 256 x 256 pixels it learns 27,977 numbers. With our 64 x 64
the layers are the same and less lies behind the last pooling: 12,617 numbers that are learnt, 12,713 with the means and
spreads that batch normalisation keeps.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from deepfake_lessons.detector.inputs import batches, checked, pictures_for
from deepfake_lessons.detector.network import SIZE
from deepfake_lessons.metrics.pairs import FAKE
from deepfake_lessons.training import Diverged, step_of

BATCH, RATE, LOWEST, EVERY = 75, 1e-3, 1e-6, 1000  # published: a tenth of the rate after every 1,000 batches
EXAMS = 24  # mock exams of one training
_LAYERS = ((8, 3, 2), (8, 5, 2), (16, 5, 2), (16, 5, 4))  # maps, width of the window, what the pooling divides by
# The paper names zoom, rotation, mirror, brightness and hue, all slight, and no amounts; these are ours.
_ZOOM, _TURN, _BRIGHT, _HUE = 0.05, np.deg2rad(5), 0.05, 0.02  # shares; radians; of 255; of the whole circle


def build_meso4(size: int = SIZE, momentum: float = 0.99) -> keras.Model:
    """Pictures (N, size, size, 3), 0 ... 255 -> probabilities of fake (N, 1).

    It ends in a sigmoid as published, not in a logit as other networks of the course.

    Args:
        size: pixels a side, 32 or more; 256 as published.
        momentum: how slowly the averages of batch normalisation follow, 0 to below 1. The paper names none, and 0.99 is
            what Keras does unasked: for the first few hundred batches it answers by averages that do not fit yet.

    Raises:
        ValueError: another size or momentum.
    """
    if isinstance(size, bool) or not isinstance(size, int) or size < 32:
        raise ValueError(f"size={size!r}: a whole number of pixels, 32 or more, is wanted")
    if not 0 <= momentum < 1:
        raise ValueError(f"momentum={momentum!r}: a number from 0 to below 1 is wanted")
    kinds = keras.layers
    layers = [keras.Input((size, size, 3)), kinds.Rescaling(1 / 255)]
    for maps, window, pooled in _LAYERS:
        layers += [
            kinds.Conv2D(maps, window, padding="same", activation="relu"),
            kinds.BatchNormalization(momentum=momentum),
            kinds.MaxPooling2D(pooled, padding="same"),
        ]
    layers += [kinds.Flatten(), kinds.Dropout(0.5), kinds.Dense(16), kinds.LeakyReLU(0.1), kinds.Dropout(0.5)]
    return keras.Sequential([*layers, kinds.Dense(1, activation="sigmoid")], name="meso4")


@dataclass
class Curve:
    """How well a training did, and when.

    Attributes:
        seconds: seconds of two cores since it began (CPU seconds / 2), at each mock exam.
        right: share of right answers there.
        steps: batches seen until then.
        best: which of the mock exams was the best, whose weights were kept.
    """

    seconds: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    best: int = 0

    def __repr__(self) -> str:
        if not self.right:
            return "no mock exam yet"
        return (
            f"{self.steps[-1]} steps in {self.seconds[-1]:.0f} s of two cores; best mock exam "
            f"{100 * self.right[self.best]:.1f} % right after {self.seconds[self.best]:.0f} s"
        )


def fit_meso4(
    model: keras.Model,
    images: Any,
    labels: Any,
    mock_images: Any,
    mock_labels: Any,
    seconds: float = 60.0,
    seed: int = 1,
    changed: bool = True,
) -> Curve:
    """Train as published, for so many seconds of two cores; the weights of the best mock exam are kept.

    Published: Adam, a rate of 1e-3 that falls to a tenth every 1,000 batches down to 1e-6, 75 pictures in each, slight
    zooms, turns, mirrors and changes of brightness and hue; the mean squared error, as in the authors' code. Ours: how
    slight; one change of hue for a whole batch, since one for each picture would cost more than the training; the
    best mock exam in place of the last weights; a clock that stands still while the mock exam is written. The last
    two are in its favour.

    Args:
        model: as `build_meso4` makes it; it is changed.
        images, labels: the study pile, uint8 (N, S, S, 3) and (N,) 0 genuine, 1 fake.
        mock_images, mock_labels: the mock exam.
        seconds: of two cores, above 0.
        seed: of order and changes. Weights begin and drop out by `keras.utils.set_random_seed`, before it is built.
        changed: zoom, turn, mirror and tint the pictures; False shows them as they are.

    Raises:
        ValueError: as in `detector.fit_detector`; seconds that are not above 0.
        fitting.Diverged: a loss is no number any more.
    """
    pictures, truth = checked(images, labels, model.input_shape[1], "study")
    mock, mock_truth = checked(mock_images, mock_labels, model.input_shape[1], "mock exam")
    if not 0 < seconds < np.inf:
        raise ValueError(f"seconds={seconds!r}: a number above 0 is wanted")
    learn, optimizer = step_of(model, RATE, lambda labels, said: tf.square(said - labels))
    rng, curve = np.random.default_rng(seed), Curve()
    spent, step, kept, shuffled = 0.0, 0, model.get_weights(), _shuffled(len(pictures), rng)
    while spent < seconds:
        begun = time.process_time()
        optimizer.learning_rate.assign(max(RATE * 0.1 ** (step // EVERY), LOWEST))
        some = next(shuffled)
        shown = tf.cast(pictures[some], tf.float32)
        loss = float(learn(_changed(shown, rng) if changed else shown, tf.constant(truth[some][:, None])))
        step += 1
        if not np.isfinite(loss):
            raise Diverged(f"step {step}: the loss is {loss}. Train anew with another seed.")
        spent += (time.process_time() - begun) / 2
        if spent >= seconds * min(len(curve.right) + 1, EXAMS) / EXAMS:
            curve.seconds.append(spent)
            curve.steps.append(step)
            curve.right.append(float(((scores(model, mock) > 0.5) == (mock_truth == FAKE)).mean()))
            if curve.right[-1] > curve.right[curve.best] or len(curve.right) == 1:
                curve.best, kept = len(curve.right) - 1, model.get_weights()
    model.set_weights(kept)
    return curve


def scores(model: keras.Model, images: Any) -> np.ndarray:
    """Probability of fake for each picture, (N,) float from 0 to 1.

    Args:
        model: a Meso4.
        images: uint8 (N, S, S, 3).

    Raises:
        ValueError: another shape or kind of picture.
    """
    pictures = pictures_for(images, model.input_shape[1], "these pictures")
    said = [np.asarray(model(batch, training=False)) for batch in batches(pictures)]
    return np.concatenate(said)[:, 0].astype(float)


def _shuffled(many: int, rng: np.random.Generator) -> Any:
    """Places of pictures, `BATCH` at a time, without end: all in a new order, and again."""
    left = np.empty(0, int)
    while True:
        while len(left) < BATCH:
            left = np.concatenate([left, rng.permutation(many)])
        yield left[:BATCH]
        left = left[BATCH:]


def _changed(some: Any, rng: np.random.Generator) -> Any:
    """Pictures (N, S, S, 3), 0 ... 255, each zoomed, turned, mirrored and brightened a little, all tinted alike."""
    many, side = some.shape[0], some.shape[1]
    zoom, turn = 1 + rng.uniform(-_ZOOM, _ZOOM, many), rng.uniform(-_TURN, _TURN, many)
    mirror = np.where(rng.uniform(size=many) < 0.5, -1.0, 1.0)
    a, b, c, d = (zoom * one for one in (mirror * np.cos(turn), -np.sin(turn), mirror * np.sin(turn), np.cos(turn)))
    middle = (side - 1) / 2  # what stands there stays there
    moves = np.stack([a, b, middle * (1 - a - b), c, d, middle * (1 - c - d), 0 * a, 0 * a], axis=1)
    moved = tf.raw_ops.ImageProjectiveTransformV3(
        images=some, transforms=moves.astype(np.float32), output_shape=[side, side], fill_value=0.0,
        interpolation="BILINEAR", fill_mode="NEAREST",
    )  # fmt: skip
    tinted = 255 * tf.image.adjust_hue(moved / 255, float(rng.uniform(-_HUE, _HUE)))
    brighter = 255 * rng.uniform(-_BRIGHT, _BRIGHT, (many, 1, 1, 1))
    return tf.clip_by_value(tinted + tf.constant(brighter, tf.float32), 0, 255)
