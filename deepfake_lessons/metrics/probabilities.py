"""Scores that claim to be probabilities of fake: do they keep their word, and what are they worth in another mix?"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .. import checks
from .pairs import FAKE

BINS = 10


class Calibration(NamedTuple):
    """What was said, and what came, bin by bin; empty bins are left out.

    Attributes:
        said: (B,) mean score of a bin's pictures.
        fakes: (B,) how many of them are fakes; weighted where a prevalence was given.
        pictures: (B,) how many they are; weighted likewise.
    """

    said: np.ndarray
    fakes: np.ndarray
    pictures: np.ndarray


def brier(scores: Any, labels: Any) -> float:
    """The mean squared distance of the probabilities from what was true (Brier 1950); 0 is best, 0.25 a coin's.

    Args:
        scores, labels: (N,) probabilities of fake; (N,) 0 genuine, 1 fake. Errors are those of `checked`.
    """
    from sklearn.metrics import brier_score_loss

    values, truth = checked(scores, labels)
    return float(brier_score_loss(truth, values))


def calibration(scores: Any, labels: Any, prevalence: float | None = None) -> Calibration:
    """Of pictures with a score near 0.8, are 8 of 10 fakes? Ten bins of equal width between 0 and 1.

    Args:
        scores, labels: as in `brier`.
        prevalence: weighs both kinds as if so large a share, between 0 and 1, were fakes; None takes them as they come.
    """
    values, truth = checked(scores, labels)
    weight = np.ones(len(values))
    if prevalence is not None:
        if not 0 < prevalence < 1:
            raise ValueError(f"prevalence={prevalence}: a share between 0 and 1 is wanted, the ends excluded")
        share = np.mean(truth == FAKE)
        weight = np.where(truth == FAKE, prevalence / share, (1 - prevalence) / (1 - share))
    # A score on an edge belongs to the bin below it, as in scikit-learn's calibration_curve.
    place = np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], values)
    pictures, fakes, said = (
        np.bincount(place, weights=weight * what, minlength=BINS) for what in (1, truth == FAKE, values)
    )
    full = pictures > 0
    return Calibration(said[full] / pictures[full], fakes[full], pictures[full])


def in_another_mix(scores: Any, before: float, after: float) -> np.ndarray:
    """Probabilities that hold where a share `before` is fake, turned into those for a share `after` (Bayes).

    The odds of fake are multiplied by how much rarer, or more frequent, fakes have become.

    Args:
        scores: (N,) probabilities of fake; others are a ValueError.
        before, after: shares between 0 and 1, the ends excluded; others are a ValueError.
    """
    values = np.asarray(scores, float)
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError("scores outside 0 to 1 are no probabilities; a logit goes through the sigmoid first")
    if not (0 < before < 1 and 0 < after < 1):
        raise ValueError(f"before={before}, after={after}: shares between 0 and 1 are wanted, the ends excluded")
    fake, genuine = values * after / before, (1 - values) * (1 - after) / (1 - before)
    return fake / (fake + genuine)


def checked(scores: Any, labels: Any) -> tuple[np.ndarray, np.ndarray]:
    """Scores that are probabilities, and labels, as `checks.scored` gives them.

    Raises:
        ValueError: as there, or a score outside 0 to 1.
    """
    values, truth = checks.scored(scores, labels)
    low, high = values.min(), values.max()
    if low < 0 or high > 1:
        wrong = f"scores from {low:g} to {high:g} are no probabilities"
        raise ValueError(f"{wrong}; a logit goes through the sigmoid first")
    return values, truth
