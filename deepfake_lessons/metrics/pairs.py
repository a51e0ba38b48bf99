"""Scores as pairs with intervals: how many fakes were caught, how many genuine pictures accused, and how sure we are.

REAL = 0 and FAKE = 1 everywhere in the course. A single share hides which kind of mistake was made, and a share without
an interval hides how few pictures it rests on; so neither is offered.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import checks

REAL, FAKE = 0, 1
_Z = 1.959963984540054  # standard deviations that hold the middle 95 % of a normal distribution


@dataclass(frozen=True)
class Rate:
    """k of n, with the interval in which the true share plausibly lies.

    The interval is Wilson's (1927), 95 %: honest also for small n and for shares near 0 or 1, where the usual
    "plus or minus" leaves the scale.

    Args:
        k: how many, 0 to n; anything else is a ValueError.
        n: of how many; 0 means that nothing can be said: share, low and high are nan.
    """

    k: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.k <= self.n:
            raise ValueError(f"{self.k} of {self.n} is no share: 0 <= k <= n must hold")

    @property
    def share(self) -> float:
        """k / n, between 0 and 1."""
        return self.k / self.n if self.n else math.nan

    @property
    def low(self) -> float:
        """Lower end of the interval, 0 to 1."""
        return _wilson(self.k, self.n)[0]

    @property
    def high(self) -> float:
        """Upper end of the interval, 0 to 1."""
        return _wilson(self.k, self.n)[1]

    def __str__(self) -> str:
        if not self.n:
            return "0 of 0 (cannot say)"
        return f"{self.k} of {self.n} ({100 * self.share:.0f} %, {100 * self.low:.0f}-{100 * self.high:.0f})"


def _wilson(k: int, n: int) -> tuple[float, float]:
    """As scipy's `binomtest`, which takes half a millisecond: lesson 09 asks for 36,000 intervals in one cell."""
    if not n:
        return math.nan, math.nan
    p, z2 = k / n, _Z**2
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    reach = _Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    # Exactly, where rounding would leave a hair between 0 or 1 and the end.
    return (0.0 if k == 0 else centre - reach), (1.0 if k == n else centre + reach)


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
    caught, accused = (Rate(int(says[truth == kind].sum()), int((truth == kind).sum())) for kind in (FAKE, REAL))
    return Pair(caught, accused)


def accuracy(says_fake: Any, labels: Any) -> Rate:
    """The share of right answers of both kinds. It hides which kind went wrong: print the pair beside it.

    Args, Raises: as in `pair`.
    """
    says, truth = _answers(says_fake, labels)
    return Rate(int((says == truth).sum()), len(truth))


def mean_interval(values: Any, seed: int = 1) -> tuple[float, float, float]:
    """(mean, low, high): the mean and its 95 % interval by bootstrap (Efron 1979, percentile method).

    Args:
        values: (N,) numbers, at least 2; 2,000 times as many are drawn from them, with repeats.
        seed: of the draws.
    """
    numbers = _several(values)
    draws = np.random.default_rng(seed).integers(0, len(numbers), (2000, len(numbers)))
    low, high = np.quantile(numbers[draws].mean(axis=1), [0.025, 0.975])
    return float(numbers.mean()), float(low), float(high)


def t_interval(values: Any) -> tuple[float, float, float]:
    """The mean of a few values and its 95 % interval by Student's t (1908), as `mean_interval` gives them."""
    from scipy.stats import t

    numbers = _several(values)
    mean, error = float(numbers.mean()), numbers.std(ddof=1) / math.sqrt(len(numbers))
    reach = float(t.ppf(0.975, len(numbers) - 1) * error)
    return mean, mean - reach, mean + reach


def _several(values: Any) -> np.ndarray:
    numbers = np.asarray(values, dtype=float)
    if numbers.ndim != 1 or len(numbers) < 2 or not np.isfinite(numbers).all():
        raise ValueError(f"an interval wants at least two finite numbers in a row, got shape {numbers.shape}")
    return numbers


def _answers(says_fake: Any, labels: Any) -> tuple[np.ndarray, np.ndarray]:
    says, truth = np.asarray(says_fake), np.asarray(labels)
    if says.ndim != 1 or says.shape != truth.shape:
        shapes = f"answers of shape {says.shape} and labels of shape {truth.shape}"
        raise ValueError(f"{shapes}: one answer per label is needed")
    return checks.labels("answers", says), checks.labels("labels", truth)
