"""From scores to accusations: where to draw the line, and what an accusation is then worth.

One rule everywhere: a picture is called fake where its score lies *above* the threshold. So a threshold may be one of
the scores itself, and equal scores are never parted. REAL = 0, FAKE = 1.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .. import checks
from ..checks import scored
from .pairs import FAKE, REAL, Pair

_HAIR = 1e-9  # 0.29 * 100 is 28.999...: a share times a count is a whole number up to this


class Roc(NamedTuple):
    """Every pair that some threshold gives, from "nobody is accused" to "everybody is".

    Attributes:
        accused: (K,) shares of the genuine pictures that are called fake; they rise from 0 to 1.
        caught: (K,) shares of the fakes that are called fake; they rise from 0 to 1.
        thresholds: (K,) falling: the different scores, and minus infinity.
    """

    accused: np.ndarray
    caught: np.ndarray
    thresholds: np.ndarray


def roc(scores: Any, labels: Any) -> Roc:
    """The receiver operating characteristic.

    Args:
        scores: (N,) numbers, larger for "fake".
        labels: (N,) 0 genuine, 1 fake, both kinds present.

    Raises:
        ValueError: one kind only, scores that are not finite, lengths that differ, labels other than 0 and 1.
    """
    from sklearn.metrics import roc_curve

    values, truth = scored(scores, labels)
    accused, caught, cuts = roc_curve(truth, values, drop_intermediate=False)
    # scikit-learn calls fake what is at a threshold too; with ours, each point belongs to the next one.
    return Roc(accused, caught, np.append(cuts[1:], -np.inf))


def auc(scores: Any, labels: Any) -> float:
    """How often a fake scores above a genuine picture, a tie counting one half; it is the area under `roc`'s curve.

    Args, Raises: as in `roc`.
    """
    from sklearn.metrics import roc_auc_score

    values, truth = scored(scores, labels)
    return float(roc_auc_score(truth, values))


def auc_interval(scores: Any, labels: Any, seed: int = 1) -> tuple[float, float, float]:
    """The AUC and its 95 % interval by bootstrap (Efron 1979, percentile method): (auc, low, high).

    2,000 times, fakes and genuine pictures are drawn anew, with repeats, each kind by itself. It knows only what it has
    seen: where no fake lies below a genuine picture, it says 1 to 1. Args, Raises: as in `roc`.
    """
    values, truth = scored(scores, labels)
    steps, place = np.unique(values, return_inverse=True)
    genuine, fakes = _kinds(place, truth)
    rng, drawn = np.random.default_rng(seed), np.empty(2000)
    for number in range(len(drawn)):  # one round after the other: the memory stays that of one
        at_genuine, at_fakes = (
            np.bincount(kind[rng.integers(0, len(kind), len(kind))], minlength=len(steps)) for kind in (genuine, fakes)
        )
        drawn[number] = at_fakes @ (np.cumsum(at_genuine) - at_genuine / 2)
    low, high = np.quantile(drawn / (len(genuine) * len(fakes)), [0.025, 0.975])
    return auc(values, truth), float(low), float(high)


def precision(caught: Any, accused: Any, prevalence: Any) -> Any:
    """Of those who are accused, the share that is fake (Bayes).

    Args:
        caught, accused: shares of the fakes and of the genuine pictures that are called fake, 0 to 1.
        prevalence: share of fakes in the mix, 0 to 1. Arrays may stand for any of the three.

    Returns:
        A share, or an array of them; nan where nobody is accused. A share outside 0 to 1 is a ValueError.
    """
    shares = [np.asarray(share, float) for share in (caught, accused, prevalence)]
    for name, share in zip(("caught", "accused", "prevalence"), shares, strict=True):
        if not ((share >= 0) & (share <= 1)).all():
            raise ValueError(f"{name}={share}: a share between 0 and 1 is wanted; one in fifty is 1 / 50")
    rightly, wrongly = shares[0] * shares[2], shares[1] * (1 - shares[2])
    with np.errstate(invalid="ignore"):
        found = rightly / (rightly + wrongly)
    return found if found.ndim else float(found)


def precision_range(pair: Pair, prevalence: float) -> tuple[float, float, float]:
    """(precision, low, high) of a measured pair in another mix: the range is what its two intervals leave open.

    The ends take the worst ends of both intervals together, and the best. That is wider than need be: both at their
    worst at once is rarer than either.

    Args:
        pair: from an exam that holds both kinds.
        prevalence: share of fakes in the mix that is asked about.
    """
    caught, accused = pair.caught, pair.accused
    return (
        precision(caught.share, accused.share, prevalence),
        precision(caught.low, accused.high, prevalence),
        precision(caught.high, accused.low, prevalence),
    )


def threshold_for(scores: Any, labels: Any, most: float = 0.01) -> float:
    """The lowest threshold that accuses at most this share of the genuine pictures at hand.

    It is one of the genuine scores; where several are equal, fewer are accused than would be allowed. It keeps the
    promise on these pictures; on others it may not.

    Args:
        scores, labels: as in `roc`.
        most: the share, 0 to 1; at 1, everybody may be accused and the threshold is minus infinity.
    """
    checks.number("most", most, 0, 1, "a share between 0 and 1, such as 0.01 for one in a hundred,")
    genuine, _ = _kinds(*scored(scores, labels))
    allowed = int(most * len(genuine) + _HAIR)
    return float(np.sort(genuine)[::-1][allowed]) if allowed < len(genuine) else -np.inf


def crowd(scores: Any, labels: Any, fakes: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Scores and labels of 1,000 pictures, in any order: drawn from those of an exam, with repeats.

    Args:
        scores, labels: of the exam, as in `roc`.
        fakes: how many of them are fakes, 0 to 1,000.
        seed: of the draws.
    """
    genuine, forged = _kinds(*scored(scores, labels))
    checks.whole("fakes", fakes, 0, 1000)
    rng = np.random.default_rng(seed)
    drawn = np.concatenate([rng.choice(forged, fakes), rng.choice(genuine, 1000 - fakes)])
    order = rng.permutation(1000)
    return drawn[order], np.repeat([FAKE, REAL], [fakes, 1000 - fakes])[order]


def _kinds(values: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return values[truth == REAL], values[truth == FAKE]
