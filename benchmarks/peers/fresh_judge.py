"""A fresh judge for pictures: lesson 05's discriminator, beginning anew on a finished generator's faces."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from deepfake_lessons.faces.gan import build_discriminator, photographs_for
from deepfake_lessons.metrics.pairs import FAKE, REAL, Rate
from deepfake_lessons.training import cross_entropy, step_of

BATCH = 16  # of each kind


def fresh_judge(genuine: np.ndarray, made: np.ndarray, steps: int = 600, share: float = 0.75, seed: int = 1) -> Rate:
    """Learns on a part of the pictures, and is scored on the others.

    Args:
        genuine, made: (N, S, S, 3) uint8, as many of each; S 32 or 64.
        steps: of 16 + 16 pictures, mirrored by lot.
        share: of each kind that it studies.
        seed: of its weights and of the order.

    Returns:
        how many of the others it gets right, half of them made.

    Raises:
        ValueError: pictures of another shape or kind, or different numbers of them.
    """
    size = np.shape(genuine)[1] if np.ndim(genuine) == 4 else 0
    genuine, made = photographs_for(genuine, size), photographs_for(made, size)
    if len(genuine) != len(made):
        raise ValueError(f"{len(genuine)} genuine and {len(made)} made pictures: as many of each are wanted")
    keras.utils.set_random_seed(seed)
    judge = build_discriminator(size)
    learn, optimizer = step_of(judge, 5e-4, cross_entropy)
    count, rng = int(share * len(genuine)), np.random.default_rng(seed)
    labels = tf.constant(np.repeat([REAL, FAKE], BATCH).astype(np.float32)[:, None])
    for step in range(steps):
        optimizer.learning_rate.assign(5e-4 * min(1.0, 2 * (1 - step / steps)))
        some = np.concatenate([pile[rng.integers(0, count, BATCH)] for pile in (genuine, made)])
        mirrored = rng.uniform(size=len(some)) < 0.5
        some[mirrored] = some[mirrored][:, :, ::-1]
        learn(tf.constant(some.astype(np.float32) / 127.5 - 1), labels)
    right = 0
    for pile, fake in ((genuine[count:], False), (made[count:], True)):
        for k in range(0, len(pile), 256):
            says = np.asarray(judge(pile[k : k + 256].astype(np.float32) / 127.5 - 1))[:, 0] > 0
            right += int((says == fake).sum())
    return Rate(right, len(genuine) - count + len(made) - count)
