"""Who can tell a forger's points from reality? Yesterday's judges, today's, and fresh ones.

All scores are shares of right answers, half of the points genuine and half forged: one half is guessing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import keras
import numpy as np
import tensorflow as tf

from ..metrics.pairs import FAKE, REAL, Rate
from ..training import cross_entropy, step_of
from .distributions import Distribution
from .gan import PlaneGAN, Snapshot, build_discriminator

HELD_OUT = 2000  # points of each kind on which a judge is scored


def moments(gan: PlaneGAN, steps: Sequence[int]) -> list[Snapshot]:
    """Train on, and keep both networks after each of these numbers of steps.

    Raises:
        ValueError: numbers that do not rise, or that lie behind where the GAN is.
    """
    kept: list[Snapshot] = []
    for step in steps:
        if step < gan.steps or (kept and step <= kept[-1].step):
            raise ValueError(f"steps {list(steps)} for a GAN that has done {gan.steps}: rising numbers from there on")
        if step > gan.steps:
            gan.train(step - gan.steps)
        kept.append(gan.snapshot())
    return kept


def judges_and_forgers(gan: PlaneGAN, kept: Sequence[Snapshot]) -> np.ndarray:
    """Every judge meets every forger.

    A judge of pairs has no line of its own between "fake" and "genuine", so each gets the line that suits it best
    against its own forger; the same line holds against all others.

    Args:
        gan: whose snapshots these are; it is left as it was found.
        kept: snapshots; judge and forger of each.

    Returns:
        (judges, forgers) shares of right answers: row i is the judge of moment i, column j the forger of moment j.
    """
    before, generator = gan.snapshot(), gan.seed
    real = gan.reality.sample(HELD_OUT, 5001 + generator)
    made, shares = [], np.zeros((len(kept), len(kept)))
    for one in kept:
        gan.restore(one)
        made.append(gan.generate(HELD_OUT, 1))
    for i, one in enumerate(kept):
        gan.restore(one)
        on_real, own = gan.judge(real), gan.judge(made[i])
        line = best_line(on_real, own)
        for j, points in enumerate(made):
            shares[i, j] = ((gan.judge(points) > line).mean() + (on_real <= line).mean()) / 2
    gan.restore(before)
    return shares


def best_line(real_scores: np.ndarray, made_scores: np.ndarray) -> float:
    """The score above which "fake" is right most often on these."""
    scores = np.sort(np.concatenate([real_scores, made_scores]))
    lines = np.concatenate([[scores[0] - 1e-9], (scores[1:] + scores[:-1]) / 2])
    above = 1 - np.searchsorted(np.sort(made_scores), lines, side="right") / len(made_scores)
    below = np.searchsorted(np.sort(real_scores), lines, side="right") / len(real_scores)
    return float(lines[np.argmax(above + below)])


def fresh_judge(
    reality: Distribution,
    generate: Callable[[int, int], np.ndarray],
    hidden: int = 64,
    steps: int = 1000,
    seed: int = 1,
) -> Rate:
    """A judge that knows nothing begins anew on a finished forger, and is then scored on points it never saw.

    Args:
        reality: what is genuine.
        generate: (n, seed) -> (n, 2) forged points.
        hidden: units in each of its two hidden layers; the judges of `PlaneGAN` have 64, and 220 make ten times as many
            parameters.
        steps: of learning, 128 points of each kind in each.
        seed: of its weights and of the points.

    Returns:
        how many of 4,000 unseen points it gets right, half of them forged.
    """
    keras.utils.set_random_seed(seed)
    judge = build_discriminator(hidden)
    learn, optimizer = step_of(judge, 2e-3, cross_entropy)
    count = 40 * 128  # points of each kind that it studies, again and again
    points = np.concatenate([reality.sample(count, 7000 + seed), generate(count, 7000 + seed)]).astype(np.float32)
    labels = np.repeat([REAL, FAKE], count).astype(np.float32)[:, None]

    rng = np.random.default_rng([seed, 23])
    for step in range(steps):
        optimizer.learning_rate.assign(2e-3 * min(1.0, 2 * (1 - step / steps)))
        some = rng.integers(0, 2 * count, 256)
        learn(tf.constant(points[some]), tf.constant(labels[some]))
    unseen = np.concatenate([reality.sample(HELD_OUT, 9000 + seed), generate(HELD_OUT, 9000 + seed)])
    says_fake = np.asarray(judge(unseen.astype(np.float32)))[:, 0] > 0
    right = says_fake == np.repeat([False, True], HELD_OUT)
    return Rate(int(right.sum()), len(right))
