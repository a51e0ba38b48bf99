"""How networks are fitted: a number of steps, a falling rate, a stop that loses nothing, no silent NaN; and one step of
the letter's loop, compiled, for what is told by labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf


class Diverged(RuntimeError):
    """A loss is no number any more."""


class _Course(keras.callbacks.Callback):
    """Lowers the rates in the second half, gathers the losses and stops where one is no number."""

    def __init__(self, steps: int, optimizers: Sequence[Any]) -> None:
        super().__init__()
        self.steps, self.optimizers = steps, optimizers
        self.first_rates = [float(one.learning_rate) for one in optimizers]
        self.losses: dict[str, list[float]] = {}

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        left = min(1.0, 2 * (1 - batch / self.steps))
        for optimizer, rate in zip(self.optimizers, self.first_rates, strict=True):
            optimizer.learning_rate.assign(rate * left)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        for name, value in (logs or {}).items():
            number = float(value)
            self.losses.setdefault(name, []).append(number)
            if not np.isfinite(number):
                raise Diverged(
                    f"step {batch + 1}: the loss of the {name} is {number}, no number any more. Lower the learning "
                    "rate, look for NaN in the pictures, and train anew: these weights are spoilt."
                )

    def on_train_end(self, logs: Any = None) -> None:
        self.restore()

    def restore(self) -> None:
        """The rates as they were, for whoever goes on."""
        for optimizer, rate in zip(self.optimizers, self.first_rates, strict=True):
            optimizer.learning_rate.assign(rate)


def fitted(
    model: keras.Model, data: Any, steps: int, optimizers: Sequence[Any], callbacks: Sequence[Any] = ()
) -> dict[str, list[float]]:
    """Run `model.fit` for a number of steps; what an interruption leaves is kept.

    Args:
        model: compiled; its `train_step` returns losses by name.
        data: an endless data set of batches.
        steps: 1 or more.
        optimizers: whose rates fall in the second half.
        callbacks: of Keras; one may set `model.stop_training`.

    Returns:
        the losses of each step by name, as many as were done.

    Raises:
        ValueError: steps below 1.
        Diverged: a loss is NaN or without limit; the message names loss and step.
    """
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer) or steps < 1:
        raise ValueError(f"steps={steps!r}: a whole number, 1 or more, is wanted")
    course = _Course(int(steps), optimizers)
    try:
        model.fit(data, steps_per_epoch=int(steps), epochs=1, shuffle=False, verbose=0, callbacks=[course, *callbacks])
    except KeyboardInterrupt:
        for one in callbacks:  # Keras leaves them without an end here
            one.on_train_end()
    finally:
        course.restore()
    done = len(next(iter(course.losses.values()), []))
    if done < steps:
        print(f"Stopped after {done} of {steps} steps: what was learnt is kept.")
    return course.losses


def batches(pictures: np.ndarray, seed: int, size: int, prepared: Callable[[Any, Any], Any]) -> Any:
    """An endless data set of batches of `size` pictures (N, ...) in random order, as `prepared(picture, draw)` gives
    them; `draw` is a seed of its own for TensorFlow's stateless functions."""
    shown = tf.data.Dataset.from_tensor_slices(pictures).shuffle(len(pictures), seed=seed).repeat()
    draws = tf.data.Dataset.counter().map(lambda k: tf.stack([tf.cast(k, tf.int32), seed]))
    return tf.data.Dataset.zip(shown, draws).map(prepared).batch(size, drop_remainder=True).prefetch(2)


def step_of(
    model: keras.Model, learning_rate: float, loss: Callable[[Any, Any], Any]
) -> tuple[Callable[[Any, Any], Any], Any]:
    """Show, check, change: one training step by labels, compiled.

    Args:
        model: it is changed.
        learning_rate: Adam's, at first.
        loss: (labels, answers) -> a number for each.

    Returns:
        (learn, optimizer): `learn(inputs, labels)` does a step and gives the mean loss; the optimizer's `learning_rate`
        may be set between steps.
    """
    optimizer = keras.optimizers.Adam(learning_rate)
    optimizer.build(model.trainable_variables)

    @tf.function(reduce_retracing=True)
    def learn(inputs: Any, labels: Any) -> Any:
        with tf.GradientTape() as tape:
            mean = tf.reduce_mean(loss(labels, model(tf.cast(inputs, tf.float32), training=True)))
        optimizer.apply(tape.gradient(mean, model.trainable_variables), model.trainable_variables)
        return mean

    return learn, optimizer


def cross_entropy(labels: Any, logits: Any) -> Any:
    """Cross-entropy of 0/1 labels and logits, for each."""
    return tf.nn.sigmoid_cross_entropy_with_logits(labels, logits)
