"""Detectors of one line: their numbers by hand, the best pixel against every threshold tried, the choice on study."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from deepfake_lessons.metrics import one_line
from deepfake_lessons.metrics.one_line import best_threshold
from deepfake_lessons.metrics.pairs import FAKE, REAL

RAMP = np.tile(np.arange(8.0), (1, 8, 1))  # brighter by 1 from column to column


def test_the_numbers_of_a_ramp() -> None:
    found = {name: float(score[0]) for name, score in one_line.numbers(RAMP).items()}
    assert found == pytest.approx(
        {
            "mean brightness": 3.5,
            "spread of the pixels": np.sqrt(63 / 12),
            "edge energy": 1.0,  # 1 across, 0 down
            "mean difference of neighbours": 1.0,
            "middle minus the rest": 0.0,
            "difference to the mirror image": 4.0,  # 7, 5, 3, 1 and back
        }
    )


def test_the_middle_is_the_inner_half() -> None:
    for side, inner in ((8, slice(2, 6)), (25, slice(6, 19)), (32, slice(8, 24))):
        picture = np.zeros((1, side, side))
        picture[0, inner, inner] = 1
        assert one_line.numbers(picture)["middle minus the rest"][0] == 1


@given(arrays(int, (9, 4, 5), elements=st.integers(0, 3)), arrays(int, 9, elements=st.integers(0, 1)))
def test_no_pixel_is_better_than_the_best(images: np.ndarray, labels: np.ndarray) -> None:
    every = np.array([[best_threshold(images[:, row, column], labels)[2] for column in range(5)] for row in range(4)])
    row, column = one_line.best_pixel(images, labels)
    assert every[row, column] == every.max()
    assert (row, column) == np.unravel_index(every.argmax(), every.shape)


def test_a_rule_is_chosen_on_study_alone() -> None:
    score = np.array([0.1, 0.2, 0.8, 0.9, 0.3, 0.7])
    labels = np.array([0, 0, 1, 1, 1, 0])  # the last two would say the opposite
    assert one_line.answers(score, labels, [0, 1, 2, 3]).tolist() == [False, False, True, True, False, True]
    turned = one_line.answers(score, 1 - labels, np.arange(6) < 4)
    assert turned.tolist() == [True, True, False, False, True, False]


def test_the_rule_is_chosen_on_study_and_not_where_it_is_counted() -> None:
    labels = np.array([0, 0, 1, 1, 0, 1])
    scores = {
        "by chance": np.array([0, 1, 0, 1, 0, 1]),  # would be best on the last two
        "good": np.array([0, 0, 1, 1, 1, 0]),
        "good as well": np.array([0, 0, 1, 1, 0, 1]),
    }
    name, said = one_line.best_rule(scores, labels, [0, 1, 2, 3])
    assert name == "good" and said.tolist() == [False, False, True, True, True, False]
    with pytest.raises(ValueError, match="at least one score"):
        one_line.best_rule({}, labels, [0])


@pytest.mark.parametrize(
    "images", [np.zeros((0, 8, 8)), np.zeros((8, 8)), np.zeros((2, 3, 8)), np.full((1, 8, 8), np.nan)]
)
def test_what_is_no_pictures(images: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"pictures .*(wanted|finite)"):
        one_line.numbers(images)


def test_lengths_must_fit() -> None:
    with pytest.raises(ValueError, match=r"labels of shape \(2,\): 3 is wanted"):
        one_line.best_pixel(np.zeros((3, 4, 4)), [0, 1])
    with pytest.raises(ValueError, match="one score per label"):
        one_line.answers(np.zeros(3), [0, 1], [0])
    with pytest.raises(ValueError, match="finite numbers"):
        one_line.answers(np.zeros(3), [0, 1, 1], [])


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
    threshold, direction, accuracy = best_threshold(scores, labels)
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
    assert best_threshold(scores, labels) == want


@pytest.mark.parametrize(
    ("scores", "labels", "words"),
    [
        ([], [], "finite numbers"),
        ([0.1, math.nan], [0, 1], "finite numbers"),
        ([[0.1], [0.2]], [0, 1], r"\(2, 1\)"),
        (0.5, 1, "finite numbers"),
        ([0.1, 0.2], [0, 1, 1], r"labels of shape \(3,\): 2 is wanted"),
        ([0.1, 0.2], [0, 3], "labels must be"),
    ],
)
def test_scores_that_have_no_threshold(scores, labels, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        best_threshold(scores, labels)
