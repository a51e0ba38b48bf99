"""`checks`: what is as wanted comes back, and everything else is refused in one sentence that says what came."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from deepfake_lessons import checks

PIXELS = np.zeros((2, 8, 8, 3), np.uint8)


def test_what_is_wanted_comes_back() -> None:
    assert checks.whole("n", np.int64(3)) == 3 and checks.number("x", 1) == 1.0
    assert checks.choice("kind", "b", ("a", "b")) == "b"
    assert checks.pictures("photographs", PIXELS, 8) is PIXELS
    assert checks.labels("labels", [0, 1.0, True]).tolist() == [0, 1, 1]
    scores, labels = checks.scored([0.1, 2], [0, 1])
    assert scores.tolist() == [0.1, 2.0] and labels.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        *((lambda bad=bad: checks.whole("n", bad, 1, 9), f"n={bad!r}: a whole number, 1 to 9") for bad in
          (0, 10, True, 2.0, "3", None, 10**400)),
        *((lambda bad=bad: checks.number("x", bad, 0, 1), f"x={bad!r}: a number from 0 to 1") for bad in
          (-1, 1.5, float("nan"), float("inf"), True, "1", None, 10**400)),
        (lambda: checks.number("x", float("inf")), "x=inf: a number"),
        (lambda: checks.number("x", 10**400, what="a share"), "a share is wanted"),
        (lambda: checks.choice("kind", "c", ("a", "b")), "kind='c': choose one of a, b"),
        (lambda: checks.choice("kind", ["a"], ("a", "b")), "choose one of a, b"),
        (lambda: checks.pictures("photographs", PIXELS[0]), "photographs: pictures (N, H, W, 3) are wanted"),
        (lambda: checks.pictures("photographs", PIXELS, 16), "(N, 16, 16, 3) are wanted"),
        (lambda: checks.pictures("photographs", PIXELS[:0]), "got (0, 8, 8, 3)"),
        (lambda: checks.pictures("photographs", PIXELS / 255), "uint8 from 0 to 255 is wanted; got float64"),
        (lambda: checks.labels("labels", [[0, 1]]), "labels of shape (1, 2)"),
        (lambda: checks.labels("labels", [0, 1], 3), "labels of shape (2,): 3 is wanted"),
        (lambda: checks.labels("labels", [0, 2]), "labels must be 0 (genuine) or 1 (fake)"),
        (lambda: checks.scored(["a"], [1]), "scores and labels must be numbers"),
        (lambda: checks.scored([0.1, 0.2], [1]), "one label per score"),
        (lambda: checks.scored([0.1, np.nan], [0, 1]), "1 of 2 scores are not finite"),
        (lambda: checks.scored([0.1, 0.2], [1, 1]), "0 genuine pictures and 2 fakes"),
    ],
)  # fmt: skip
def test_what_is_not_is_refused_in_one_sentence(call: Any, words: str) -> None:
    with pytest.raises(ValueError) as told:
        call()
    assert words in str(told.value) and "\n" not in str(told.value)
