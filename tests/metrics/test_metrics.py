"""Shares, pairs and intervals: by hand, and against SciPy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import binomtest

from deepfake_lessons.metrics import pairs as metrics
from deepfake_lessons.metrics.pairs import FAKE, REAL, Pair, Rate

# ---------------------------------------------------------------------- rates


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@example((0, 1))
@example((1, 1))
def test_the_interval_holds_the_share(counts: tuple[int, int]) -> None:
    k, n = counts
    rate = Rate(k, n)
    assert 0 <= rate.low <= rate.share == k / n <= rate.high <= 1
    assert (rate.low == 0) == (k == 0) and (rate.high == 1) == (k == n)
    known = binomtest(k, n).proportion_ci(0.95, method="wilson")
    assert (rate.low, rate.high) == pytest.approx(tuple(known), abs=1e-12)


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
    assert (
        metrics.mean_interval(values, seed=1) == metrics.mean_interval(values) != metrics.mean_interval(values, seed=2)
    )


def test_the_t_interval_is_students() -> None:
    values = [0.1, 0.3, 0.2, 0.25, 0.02]
    want = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert metrics.t_interval(values) == pytest.approx((np.mean(values), want.low, want.high))


@pytest.mark.parametrize("interval", [metrics.mean_interval, metrics.t_interval])
@pytest.mark.parametrize("values", [[], [1.0], [1.0, math.inf], [[1.0, 2.0], [3.0, 4.0]], 3.0])
def test_values_without_an_interval(interval, values) -> None:
    with pytest.raises(ValueError, match="at least two finite numbers"):
        interval(values)
