"""Scores as pairs with intervals: how many fakes were caught, how many genuine pictures accused, and how sure we are.

REAL = 0 and FAKE = 1 everywhere in the course. A single share hides which kind of mistake was made, and a share without
an interval hides how few pictures it rests on; so neither is offered.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

REAL, FAKE = 0, 1
_Z = 1.959963984540054  # standard deviations that hold the middle 95 % of a normal distribution


@dataclass(frozen=True)
class Rate:
    """k of n, with the interval in which the true share plausibly lies.

    The interval is Wilson's (1927), 95 %: honest also for small n and for shares near 0 or 1, where the usual
    "plus or minus" leaves the scale.

    Args:
        k: how many, 0 to n.
        n: of how many; 0 means that nothing can be said.

    Raises:
        ValueError: k or n negative, or k above n.
    """

    k: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.k <= self.n:
            raise ValueError(f"{self.k} of {self.n} is no share: 0 <= k <= n must hold")

    @property
    def share(self) -> float:
        """k / n, between 0 and 1; nan when n is 0."""
        return self.k / self.n if self.n else math.nan

    @property
    def low(self) -> float:
        """Lower end of the interval, 0 to 1; nan when n is 0."""
        return self._interval()[0]

    @property
    def high(self) -> float:
        """Upper end of the interval, 0 to 1; nan when n is 0."""
        return self._interval()[1]

    def _interval(self) -> tuple[float, float]:
        if not self.n:
            return math.nan, math.nan
        p, n, z2 = self.share, self.n, _Z**2
        centre = (p + z2 / (2 * n)) / (1 + z2 / n)
        reach = _Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        low = 0.0 if self.k == 0 else centre - reach  # exactly, where rounding would leave a hair
        return low, 1.0 if self.k == n else centre + reach

    def __str__(self) -> str:
        if not self.n:
            return "0 of 0 (cannot say)"
        return f"{self.k} of {self.n} ({100 * self.share:.0f} %, {100 * self.low:.0f}-{100 * self.high:.0f})"


@dataclass(frozen=True)
class Pair:
    """The score of a detector or a person: `caught`, fakes called fake, and `accused`, genuine pictures called fake."""

    caught: Rate
    accused: Rate

    def __str__(self) -> str:
        return f"fakes caught {self.caught}, genuine accused {self.accused}"

    __repr__ = __str__  # the last line of a cell then reads like a sentence


def pair(says_fake: Any, labels: Any) -> Pair:
    """Score answers as a pair.

    Args:
        says_fake: (N,) bools or 0/1, True where the answer is "fake".
        labels: (N,) 0 genuine, 1 fake.

    Raises:
        ValueError: lengths that differ, or anything but 0 and 1. Probabilities want a threshold first.
    """
    says, truth = _answers(says_fake, labels)
    fakes = truth == FAKE
    return Pair(Rate(int(says[fakes].sum()), int(fakes.sum())), Rate(int(says[~fakes].sum()), int((~fakes).sum())))


def accuracy(says_fake: Any, labels: Any) -> Rate:
    """The share of right answers of both kinds. It hides which kind went wrong: print the pair beside it.

    Args, Raises: as in `pair`.
    """
    says, truth = _answers(says_fake, labels)
    return Rate(int((says == (truth == FAKE)).sum()), len(truth))


def mean_interval(values: Any, seed: int = 1, rounds: int = 2000) -> tuple[float, float, float]:
    """The mean and its 95 % interval by bootstrap: means of samples drawn from the values, with repeats.

    Source: Efron 1979, percentile method.

    Args:
        values: (N,) numbers, at least 2.
        seed: of the draws.
        rounds: how many samples.

    Returns:
        (mean, low, high)
    """
    numbers = np.asarray(values, dtype=float)
    if numbers.ndim != 1 or len(numbers) < 2 or not np.isfinite(numbers).all():
        raise ValueError(f"mean_interval wants at least two finite numbers in a row, got shape {numbers.shape}")
    draws = np.random.default_rng(seed).integers(0, len(numbers), (rounds, len(numbers)))
    low, high = np.quantile(numbers[draws].mean(axis=1), [0.025, 0.975])
    return float(numbers.mean()), float(low), float(high)


def best_threshold(scores: Any, labels: Any) -> tuple[float, int, float]:
    """The one-line rule with the most right answers: fake where `direction * score > direction * threshold`.

    Args:
        scores: (N,) numbers, at least 1.
        labels: (N,) 0 genuine, 1 fake.

    Returns:
        (threshold, direction, accuracy): direction is 1 when larger scores mean fake, -1 when smaller ones do.
        Thresholds lie halfway between neighbouring scores (or beyond the ends), so equal scores are never parted.
        Of equally good rules: the first from below, larger-means-fake before smaller.

    Raises:
        ValueError: lengths that differ, scores that are not finite.
    """
    values = np.asarray(scores, dtype=float)
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise ValueError(f"best_threshold wants finite numbers, one per label; got shape {values.shape}")
    _, truth = _answers(np.zeros(len(values)), labels)
    steps = np.unique(values)
    best = (float(steps[0]), 1, -1.0)
    for direction in (1, -1):
        cuts = _cuts(steps, direction)
        right = ((direction * values > direction * cuts[:, None]) == (truth == FAKE)).mean(axis=1)
        if right.max() > best[2]:
            best = (cuts[right.argmax()], direction, right.max())
    return float(best[0]), best[1], float(best[2])


def _cuts(steps: np.ndarray, direction: int) -> np.ndarray:
    """One threshold below, between and above scores that rise, however large or close they are."""
    with np.errstate(over="ignore"):  # beyond the largest number lies infinity, and that is right
        below = min(steps[0] - 1, np.nextafter(steps[0], -np.inf))
        above = max(steps[-1] + 1, np.nextafter(steps[-1], np.inf))
    middles = steps[:-1] / 2 + steps[1:] / 2  # halved first: the sum of two large numbers may be infinite
    # Where no number lies between two scores, the middle is one of them; it must be the one that is not called fake.
    near, far = (steps[:-1], steps[1:]) if direction == 1 else (steps[1:], steps[:-1])
    inner = np.where(direction * middles < direction * far, middles, near)
    return np.concatenate([[below], inner, [above]])


def _answers(says_fake: Any, labels: Any) -> tuple[np.ndarray, np.ndarray]:
    says, truth = np.asarray(says_fake), np.asarray(labels)
    if says.ndim != 1 or says.shape != truth.shape:
        raise ValueError(
            f"answers of shape {says.shape} and labels of shape {truth.shape}: one answer per label is needed"
        )
    for name, values in (("answers", says), ("labels", truth)):
        if not np.isin(values, (0, 1)).all():
            raise ValueError(f"{name} must be 0 (genuine) or 1 (fake); for probabilities ask `probability > 0.5` first")
    return says.astype(bool), truth.astype(int)
