"""Scores against SciPy and against brute force."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from deepfake_lessons.metrics import pairs as metrics
from deepfake_lessons.metrics.pairs import FAKE, REAL, Pair, Rate

# ---------------------------------------------------------------------- rates


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@example((0, 1))
@example((1, 1))
@example((57, 60))
def test_the_interval_is_wilsons(counts: tuple[int, int]) -> None:
    k, n = counts
    want = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    rate = Rate(k, n)
    assert rate.share == k / n
    assert (rate.low, rate.high) == pytest.approx((want.low, want.high), abs=1e-12)
    assert 0 <= rate.low <= rate.share <= rate.high <= 1


def test_of_nothing_nothing_is_said() -> None:
    rate = Rate(0, 0)
    assert all(math.isnan(number) for number in (rate.share, rate.low, rate.high))
    assert str(rate) == "0 of 0 (cannot say)"


@pytest.mark.parametrize(("k", "n"), [(-1, 3), (4, 3), (0, -1)])
def test_a_rate_is_a_share(k: int, n: int) -> None:
    with pytest.raises(ValueError, match=f"{k} of {n}"):
        Rate(k, n)


# ---------------------------------------------------------------------- pairs


def test_a_pair_counts_each_kind_by_itself() -> None:
    labels = [FAKE, FAKE, FAKE, REAL, REAL, REAL, REAL]
    result = metrics.pair([1, 1, 0, 1, 0, 0, 0], labels)
    assert result == Pair(caught=Rate(2, 3), accused=Rate(1, 4))
    assert metrics.accuracy([1, 1, 0, 1, 0, 0, 0], labels) == Rate(5, 7)


def test_a_pair_reads_like_a_sentence() -> None:
    result = Pair(Rate(57, 60), Rate(2, 60))
    assert repr(result) == str(result)
    assert str(result) == "fakes caught 57 of 60 (95 %, 86-98), genuine accused 2 of 60 (3 %, 1-11)"


def test_without_fakes_the_catch_cannot_be_said() -> None:
    assert str(metrics.pair([True, False], [REAL, REAL])).startswith("fakes caught 0 of 0 (cannot say)")


@pytest.mark.parametrize("count", [metrics.pair, metrics.accuracy])
@pytest.mark.parametrize(
    ("answers", "labels", "words"),
    [
        ([0.7, 0.2], [1, 0], "probability > 0.5"),
        ([1, 0], [1, 2], "labels must be 0"),
        ([1, 0, 1], [1, 0], r"\(3,\).*\(2,\)"),
        ([[1, 0]], [[1, 0]], "one answer per label"),
        (None, [1, 0], "one answer per label"),
        ([math.nan, 0], [1, 0], "answers must be 0"),
    ],
)
def test_what_is_no_answer_is_refused(count, answers, labels, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        count(answers, labels)


# ---------------------------------------------------------------------- thresholds


def most_right(scores: np.ndarray, labels: np.ndarray) -> float:
    """The best accuracy of any rule: every score is tried as a limit, without any arithmetic."""
    best = max(np.mean(labels == FAKE), np.mean(labels == REAL))
    for score in scores:
        for says_fake in (scores > score, scores < score, scores >= score, scores <= score):
            best = max(best, np.mean(says_fake == (labels == FAKE)))
    return float(best)


few_values = st.sampled_from([0.0, 0.25, 0.5, 1.0])  # so that scores are equal often
any_values = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(st.one_of(few_values, any_values), st.integers(0, 1)), min_size=1, max_size=25))
@example([(0.0, 0), (5e-324, 1)])  # nothing lies between these two numbers
@example([(0.0, 1), (5e-324, 0)])
@example([(1e300, 1), (1e300, 1)])  # 1 less is the same number
@example([(-1.7e308, 0), (1.5e308, 0), (1.7e308, 1)])  # the sum of the last two is infinite
def test_no_other_threshold_is_better(pairs: list[tuple[float, int]]) -> None:
    scores, labels = (np.array(column) for column in zip(*pairs, strict=True))
    threshold, direction, accuracy = metrics.best_threshold(scores, labels)
    answers = direction * scores > direction * threshold
    assert direction in (1, -1)
    assert accuracy == pytest.approx(np.mean(answers == (labels == FAKE)))
    assert accuracy == pytest.approx(most_right(scores, labels))


@pytest.mark.parametrize(
    ("scores", "labels", "want"),
    [
        ([1, 2, 3, 5], [0, 0, 1, 1], (2.5, 1, 1.0)),
        ([1, 2, 3, 5], [1, 1, 0, 0], (2.5, -1, 1.0)),
        ([2, 2, 2, 2], [0, 0, 1, 0], (3.0, 1, 0.75)),  # equal scores are never parted
        ([2, 2, 4, 4], [0, 1, 0, 1], (1.0, 1, 0.5)),  # of equal rules: the first from below, larger means fake
        ([7], [1], (6.0, 1, 1.0)),
    ],
)
def test_thresholds_known_by_hand(scores, labels, want) -> None:
    assert metrics.best_threshold(scores, labels) == want


@pytest.mark.parametrize(
    ("scores", "labels", "words"),
    [
        ([], [], "finite numbers"),
        ([0.1, math.nan], [0, 1], "finite numbers"),
        ([[0.1], [0.2]], [0, 1], r"\(2, 1\)"),
        (0.5, 1, "finite numbers"),
        ([0.1, 0.2], [0, 1, 1], "one answer per label"),
        ([0.1, 0.2], [0, 3], "labels must be"),
    ],
)
def test_scores_that_have_no_threshold(scores, labels, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        metrics.best_threshold(scores, labels)


# ---------------------------------------------------------------------- the mean of several measurements


@pytest.mark.parametrize("values", [np.arange(20.0), np.random.default_rng(3).exponential(5, 40)])
def test_the_mean_interval_is_scipys_bootstrap(values: np.ndarray) -> None:
    ours = metrics.mean_interval(values, seed=1)
    theirs = stats.bootstrap((values,), np.mean, method="percentile", rng=np.random.default_rng(2)).confidence_interval
    width = theirs.high - theirs.low
    assert ours[0] == pytest.approx(values.mean())
    assert ours[1:] == pytest.approx((theirs.low, theirs.high), abs=0.05 * width)


def test_the_mean_interval_follows_its_seed() -> None:
    values = [0.91, 0.86, 0.95, 0.89, 0.9]
    assert metrics.mean_interval(values, seed=1) == metrics.mean_interval(values, seed=1)
    assert metrics.mean_interval(values, seed=1) != metrics.mean_interval(values, seed=2)


@pytest.mark.parametrize("values", [[], [1.0], [1.0, math.inf], [[1.0, 2.0], [3.0, 4.0]], 3.0])
def test_values_without_an_interval(values) -> None:
    with pytest.raises(ValueError, match="at least two finite numbers"):
        metrics.mean_interval(values, seed=1)
