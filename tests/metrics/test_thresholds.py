"""Thresholds against scikit-learn, against brute force, and with what cannot be judged."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import precision_score, roc_auc_score

from deepfake_lessons.metrics import pairs as metrics
from deepfake_lessons.metrics import probabilities, thresholds
from deepfake_lessons.metrics.pairs import Pair, Rate


@st.composite
def exams(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Scores with many ties, and labels of both kinds."""
    count = draw(st.integers(2, 40))
    scores = draw(st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 1.0]), min_size=count, max_size=count))
    fakes = draw(st.integers(1, count - 1))
    labels = draw(st.permutations([1] * fakes + [0] * (count - fakes)))
    return np.array(scores), np.array(labels)


@pytest.fixture
def exam() -> tuple[np.ndarray, np.ndarray]:
    """600 scores with overlap and some ties."""
    rng = np.random.default_rng(4)
    labels = rng.permutation(np.repeat([0, 1], [350, 250]))
    return np.clip(rng.normal(0.3 + 0.4 * labels, 0.2), 0, 1).round(2), labels


# ---------------------------------------------------------------------- against brute force and scikit-learn


@given(exams())
def test_every_point_of_the_curve_is_a_pair_and_the_area_a_share_of_pairs(exam: tuple[np.ndarray, np.ndarray]) -> None:
    scores, labels = exam
    curve = thresholds.roc(scores, labels)
    assert curve.thresholds.tolist() == [*np.unique(scores)[::-1], -np.inf]
    for accused, caught, threshold in zip(*curve, strict=True):
        pair = metrics.pair(scores > threshold, labels)
        assert (pair.accused.share, pair.caught.share) == pytest.approx((accused, caught))
    fakes, genuine = scores[labels == 1][:, None], scores[labels == 0]
    won = np.mean((fakes > genuine) + 0.5 * (fakes == genuine))
    assert thresholds.auc(scores, labels) == pytest.approx(won) == pytest.approx(np.trapezoid(*curve[1::-1]))


def test_calibration_is_scikit_learns(exam: tuple[np.ndarray, np.ndarray]) -> None:
    came, said = calibration_curve(exam[1], exam[0], n_bins=10)
    found = probabilities.calibration(*exam)
    assert found.said == pytest.approx(said) and found.fakes / found.pictures == pytest.approx(came)
    assert found.pictures.sum() == len(exam[0]) and found.fakes.sum() == exam[1].sum()


def test_weighing_is_repeating(exam: tuple[np.ndarray, np.ndarray]) -> None:
    scores, labels = exam
    times = np.where(labels == 1, 7, 45)  # 250 * 7 fakes and 350 * 45 genuine: one in ten
    repeated = probabilities.calibration(np.repeat(scores, times), np.repeat(labels, times))
    weighed = probabilities.calibration(scores, labels, prevalence=0.1)
    assert weighed.said == pytest.approx(repeated.said)
    assert weighed.fakes / weighed.pictures == pytest.approx(repeated.fakes / repeated.pictures)


def test_brier_is_a_mean_square() -> None:
    assert probabilities.brier([0.9, 0.2, 0.5], [1, 0, 0]) == pytest.approx((0.01 + 0.04 + 0.25) / 3)


def test_precision_is_scikit_learns_in_the_exams_own_mix(exam: tuple[np.ndarray, np.ndarray]) -> None:
    scores, labels = exam
    pair = metrics.pair(scores > 0.5, labels)
    want = precision_score(labels, scores > 0.5)
    assert thresholds.precision(pair.caught.share, pair.accused.share, labels.mean()) == pytest.approx(want)


# ---------------------------------------------------------------------- what an accusation is worth


def test_the_published_arithmetic() -> None:
    shares = thresholds.precision(0.95, 0.05, 1 / np.array([2, 10, 20, 50, 100, 1000]))
    assert shares.round(3).tolist() == [0.95, 0.679, 0.5, 0.279, 0.161, 0.019]
    assert thresholds.precision(19 / 20, 49 / 980, 0.02) == pytest.approx(19 / 68)


def test_nobody_accused_nothing_said() -> None:
    assert math.isnan(thresholds.precision(0.0, 0.0, 0.1))
    assert thresholds.precision(0.0, 0.1, 0.5) == 0 and thresholds.precision(0.1, 0.0, 0.5) == 1


@pytest.mark.parametrize(("caught", "accused", "prevalence"), [(0.95, 0.05, 0.02), (0.7, 0.01, 0.01), (0.9, 0.2, 0.5)])
def test_the_range_holds_the_truth_at_least_as_often_as_it_says(
    caught: float, accused: float, prevalence: float
) -> None:
    rng, true = np.random.default_rng(8), thresholds.precision(caught, accused, prevalence)
    inside = []
    for k, m in zip(rng.binomial(200, caught, 400), rng.binomial(300, accused, 400), strict=True):
        _, low, high = thresholds.precision_range(Pair(Rate(int(k), 200), Rate(int(m), 300)), prevalence)
        inside.append(low <= true <= high)
    assert np.mean(inside) >= 0.95


def test_none_accused_still_has_a_range() -> None:
    share, low, high = thresholds.precision_range(Pair(Rate(190, 200), Rate(0, 40)), 0.01)
    assert share == high == 1 and 0.05 < low < 0.15


# ---------------------------------------------------------------------- a line for a promise


@given(exams(), st.sampled_from([0.0, 0.01, 0.1, 0.29, 0.5, 0.99, 1.0]))
def test_the_lowest_line_that_keeps_the_promise(exam: tuple[np.ndarray, np.ndarray], most: float) -> None:
    scores, labels = exam
    line = thresholds.threshold_for(scores, labels, most)
    genuine = scores[labels == 0]
    assert (genuine > line).mean() <= most + 1e-9
    lower = np.append(genuine[genuine < line], -np.inf)
    if line > -np.inf:
        assert all((genuine > one).mean() > most + 1e-9 for one in lower)


def test_a_share_of_a_count_is_not_rounded_away() -> None:
    scores = np.append(np.arange(100) / 100, 2.0)
    labels = np.append(np.zeros(100), 1)
    assert (scores[:100] > thresholds.threshold_for(scores, labels, 0.29)).sum() == 29  # 0.29 * 100 is 28.999...


def test_equal_scores_are_accused_together_or_not_at_all() -> None:
    scores, labels = [0.9, 0.8, 0.8, 0.8, 0.1, 0.95], [0, 0, 0, 0, 0, 1]
    assert thresholds.threshold_for(scores, labels, 0.4) == 0.8  # one is accused, though two may be
    assert thresholds.threshold_for([0.5] * 4, [0, 0, 0, 1], 0.5) == 0.5


# ---------------------------------------------------------------------- intervals and crowds


@settings(max_examples=10, deadline=None)
@given(exams())
def test_a_bootstrap_interval_lies_around_its_auc(exam: tuple[np.ndarray, np.ndarray]) -> None:
    area, low, high = thresholds.auc_interval(*exam)
    assert 0 <= low <= high <= 1 and area == thresholds.auc(*exam)
    assert low - 0.1 <= area <= high + 0.1


def test_a_bootstrap_is_one_by_hand_and_repeats(exam: tuple[np.ndarray, np.ndarray]) -> None:
    scores, labels = exam
    rng, drawn = np.random.default_rng(3), []
    genuine, fakes = scores[labels == 0], scores[labels == 1]
    for _ in range(50):
        some = [rng.choice(kind, len(kind)) for kind in (genuine, fakes)]
        drawn.append(roc_auc_score(np.repeat([0, 1], [350, 250]), np.concatenate(some)))
    _, low, high = thresholds.auc_interval(scores, labels)
    assert high - low == pytest.approx(3.92 * np.std(drawn), rel=0.35)
    assert thresholds.auc_interval(scores, labels, seed=5) == thresholds.auc_interval(scores, labels, seed=5)
    assert thresholds.auc_interval([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]) == (1, 1, 1)  # it knows only itself


@pytest.mark.parametrize("fakes", [0, 1, 500, 1000])
def test_a_crowd_has_the_mix_that_was_asked_for(exam: tuple[np.ndarray, np.ndarray], fakes: int) -> None:
    scores, labels = thresholds.crowd(*exam, fakes, seed=2)
    assert len(scores) == 1000 and labels.sum() == fakes
    for kind in (0, 1):
        assert set(scores[labels == kind]) <= set(exam[0][exam[1] == kind])
    assert fakes in (0, 1000) or not (np.diff(labels) <= 0).all()  # not all fakes first


def test_scores_in_another_mix_are_what_bayes_says() -> None:
    assert probabilities.in_another_mix([0.5, 0, 1], 0.5, 0.02) == pytest.approx([0.02, 0, 1])
    there = probabilities.in_another_mix(np.linspace(0, 1, 9), 0.3, 0.05)
    assert probabilities.in_another_mix(there, 0.05, 0.3) == pytest.approx(np.linspace(0, 1, 9))
    # Calibrated scores stay so: fakes and genuine pictures are weighed to the new mix.
    said = probabilities.in_another_mix([0.8], 0.5, 0.1)[0]
    assert said == pytest.approx(thresholds.precision(0.8, 0.2, 0.1))


# ---------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("scores", "labels", "words"),
    [
        ([0.1, 0.9], [1, 1], "0 genuine pictures and 2 fakes"),
        ([], [], "0 genuine pictures and 0 fakes"),
        ([0.1, math.nan], [0, 1], r"1 of 2 scores are not finite \(NaN"),
        ([0.1, 0.2, 0.9], [0, 1], r"shape \(3,\) and labels of shape \(2,\)"),
        ([[0.1], [0.9]], [[0], [1]], "one label per score"),
        ([0.1, 0.9], [math.nan, 1], r"0 \(genuine\) or 1"),
        (["low", "high"], [0, 1], "must be numbers"),
        (None, [0, 1], "one label per score|must be numbers"),
    ],
)
def test_what_cannot_be_judged_is_named(scores, labels, words: str) -> None:
    for function in (thresholds.roc, thresholds.auc_interval, thresholds.threshold_for, probabilities.brier):
        with pytest.raises(ValueError, match=words):
            function(scores, labels)


EXAM = [0.1, 0.9], [0, 1]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: probabilities.brier([-2.0, 3.0], [0, 1]), r"from -2 to 3 are no probabilities.*sigmoid"),
        (lambda: probabilities.calibration(*EXAM, 0), "prevalence=0"),
        (lambda: probabilities.in_another_mix([2.5], 0.5, 0.1), "sigmoid"),
        (lambda: probabilities.in_another_mix([math.nan], 0.5, 0.1), "0 to 1"),
        (lambda: probabilities.in_another_mix([0.5], 0, 0.1), "before=0"),
        (lambda: thresholds.threshold_for(*EXAM, 1.1), "most=1.1"),
        (lambda: thresholds.threshold_for(*EXAM, math.nan), "most=nan"),
        (lambda: thresholds.crowd(*EXAM, 1001), "fakes=1001: a whole number, 0 to 1,000"),
        (lambda: thresholds.precision(95, 0.05, 0.1), "caught=95"),
        (lambda: thresholds.precision(0.9, math.nan, 0.1), "accused=nan"),
        (lambda: thresholds.precision(0.9, 0.1, 50), "prevalence=50"),
    ],
)
def test_what_is_no_share_or_probability_is_named(call: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()


def test_booleans_and_lists_are_as_good_as_arrays() -> None:
    assert thresholds.auc([0.2, 0.3, 0.8], [False, True, True]) == 1.0
    assert thresholds.roc((1, 2, 3), (0, 1, 1)).caught.tolist() == [0, 0.5, 1, 1]
