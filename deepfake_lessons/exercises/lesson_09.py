"""Checks of lesson 09: precision, a threshold for a promise, what stays, and AUC from ranks."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..metrics import thresholds
from ..metrics.pairs import Rate
from .framework import exercise, expect, expect_that
from .learner import Learner


@exercise(
    "9.1",
    "Think of 1,000 frames. How many of them are fakes and caught? How many are genuine and accused?",
    "caught * prevalence are fakes and caught, accused * (1 - prevalence) are genuine and accused. Which share of "
    "all accused are the first?",
    points=2,
)
def precision(learner: Learner) -> None:
    cases = [(0.9, 0.05, 0.02), (0.8, 0.05, 0.01)]
    cases.append(tuple(learner.rng.uniform((0.6, 0.02, 0.05), (0.9, 0.2, 0.4)).round(2).tolist()))
    for caught, accused, prevalence in cases:
        fakes, genuine = caught * prevalence, accused * (1 - prevalence)
        even, of_all_genuine = caught / (caught + accused), fakes / (fakes + accused)
        mistakes = {
            "That is as if half of all frames were fakes; each share counts by how many there are.": even,
            "That is the share of the accused who are genuine.": genuine / (fakes + genuine),
            "The genuine ones are 1 - prevalence of all frames; multiply what is accused by that.": of_all_genuine,
            "That is how many of all frames are accused; of these, how many are fakes?": fakes + genuine,
            "That is caught fakes against accused genuine ones; divide by both together.": fakes / genuine,
            "That is the share of the fakes that is caught. Ask it the other way: of the accused.": caught,
        }
        hint = "Fakes that are accused, divided by all who are accused."
        expect(learner("precision", caught, accused, prevalence), fakes / (fakes + genuine), mistakes, hint)


def _tied(learner: Learner, count: int, allowed: int) -> np.ndarray:
    """Genuine scores, so that the score in place `allowed` from above is there three times."""
    falling = np.sort(learner.rng.choice(np.arange(5, 95), count, replace=False) / 100)[::-1]
    falling[allowed : allowed + 2] = falling[allowed - 1]
    return learner.rng.permutation(falling)


@exercise(
    "9.2",
    "How many may be accused? allowed = int(most * len(genuine)). Sort the scores from the highest down.",
    "The score in place `allowed` (counted from 0) is the first that must not be accused: put the line exactly "
    "there, since only what lies above it is accused.",
    points=2,
)
def threshold_for(learner: Learner) -> None:
    cases = [(np.round(learner.rng.permutation(np.arange(1, 21)) / 21, 3), 0.1, 2), (None, 0.125, 5), (None, 0.05, 2)]
    for scores, most, allowed in cases:
        genuine = _tied(learner, 40, allowed) if scores is None else scores
        falling = np.sort(genuine)[::-1]
        above, right, below = falling[allowed - 1 : allowed + 2].tolist()
        quantile = float(np.quantile(genuine, 1 - most))
        mistakes = {
            "That keeps the promise with one to spare: a lower line does, too, and catches more.": above,
            "With that line one more is accused than was promised.": below,
            "Halfway between two scores keeps the promise, but a lower line does, too: the score itself, since "
            "only what is above it is accused.": (right + above) / 2,
            "np.quantile lies between two scores, and between equal ones it may break the promise.": quantile,
            "Sort from the highest down: it is the highest scores that are accused.": falling[-1 - allowed],
            "These equal scores would all be accused; stay on them, not below.": falling[falling < right].max(),
            "That is how many are allowed; at which score does the line lie?": float(allowed),
        }
        hint = "The lowest line that keeps the promise: of equal scores, all are accused or none."
        expect(learner("threshold_for", genuine, most), right, mistakes, hint)


@exercise(
    "9.2",
    "The share that was counted is one thing, what may be true is another: dl.metrics.Rate(accused, genuine).high.",
    "You may promise what holds even at the upper end of the interval.",
)
def may_promise(learner: Learner) -> None:
    many = int(learner.rng.integers(500, 900))
    cases = [(2, 100, 0.1), (0, 40, 0.01), (0, many, 0.01), (5, many, 0.01), (1, 60, 0.02)]
    for accused, genuine, most in cases:
        rate = Rate(accused, genuine)
        right, counted = rate.high <= most, rate.share <= most
        mistakes = {
            "That is what was counted. How many might it truly be? Ask the upper end of the interval.": counted,
            "Where the upper end lies below the promise, you may make it: the other way round.": not right,
        }
        hint = "Compare the upper end of the interval, Rate(...).high, with what is promised."
        expect(learner("may_promise", accused, genuine, most), right, mistakes, hint, flags=True)


_ALL = "accuracy auc pair precision"
_STAYS: dict[str, tuple[str, dict[str, str]]] = {  # variable -> what stays, and what usual mistakes name
    "when_the_mix_changes": (
        "auc pair",
        {
            "Precision asks who is among the accused: more genuine frames, more genuine ones "
            "accused.": "auc pair precision",
            "Accuracy counts all frames alike: with more genuine ones, they weigh more in it.": "accuracy auc pair",
            "The pair stays, too: each of its two shares looks at one kind alone.": "auc",
            "AUC stays, too: it compares a fake with a genuine frame, however many there are.": "pair",
            "Precision and accuracy both depend on how many there are of each kind.": _ALL,
        },
    ),
    "when_the_threshold_moves": (
        "auc",
        {
            "A lower line accuses more of both kinds: the pair changes with it.": "auc pair",
            "Something stays: AUC asks all thresholds at once.": "",
            "Only AUC knows no threshold; the three others count who is above the line.": _ALL,
        },
    ),
    "when_scores_are_squared": (
        "auc",
        {
            "The line stays at 0.5 and the scores fall: who is above it changes. Only the order stays.": _ALL,
            "The pair counts who is above 0.5, and 0.6 squared is 0.36.": "auc pair",
            "Something stays: squaring keeps the order of the scores.": "",
        },
    ),
    "when_both_are_squared": (
        _ALL,
        {
            "A score is above 0.5 exactly when its square is above 0.25: the same frames are accused.": "auc",
            "The same frames are accused as before: then precision and accuracy stay as well.": "auc pair",
            "The same frames are accused as before: nothing that is counted can change.": "",
        },
    ),
}


def _named(value: Any) -> list[str]:
    """Names in order, each once, however they were written down."""
    listed = value.replace(",", " ").split() if isinstance(value, str) else list(value)
    return sorted({str(one).strip().lower() for one in listed})


@exercise(
    "9.3",
    "The pair asks the fakes alone and the genuine ones alone. AUC asks only for the order of the scores.",
    "Does a change touch how many there are of each kind, the order of the scores, or who is above the line?",
    points=2,
)
def keeps(learner: Learner) -> None:
    write = 'Write a list of names, such as ["AUC", "pair"]; an empty one is [].'
    for name, (right, mistakes) in _STAYS.items():
        answer = learner.value(name).then(_named, hint=write)
        strange = [one for one in answer.value if one not in _ALL.split()]
        near = [hint for hint, mistake in mistakes.items() if mistake.split() == answer.value]
        hint = f"{strange[0]!r} is none of the four names." if strange else near[0] if near else None
        # not `expect`: its sentence would tell the answer
        expect_that(answer, right.split().__eq__, "should name what stays, and nothing else", hint)


def _areas(scores: np.ndarray, labels: np.ndarray) -> tuple[float, dict[str, float]]:
    """The right AUC, and what usual mistakes make of it."""
    fakes, genuine = scores[labels == 1][:, None], scores[labels == 0]
    right, pairs = thresholds.auc(scores, labels), fakes.size * genuine.size
    least = fakes.size * (fakes.size + 1) / 2
    return right, {
        "That is how often the genuine frame scores higher.": 1 - right,
        "Take away the least that the fakes' ranks can add up to, F * (F + 1) / 2.": right + least / pairs,
        "That counts the pairs; divide by how many there are, F * G.": right * pairs,
        "A tie counts one half: equal scores share their mean rank.": float(np.mean(fakes > genuine)),
        "A tie counts one half, not one: equal scores share their mean rank.": float(np.mean(fakes >= genuine)),
    }


@exercise(
    "9.4",
    "Add up the ranks of the fakes. The lowest they could be, all fakes at the bottom, is 1 + 2 + ... + F.",
    "(sum of the fakes' ranks - F * (F + 1) / 2) / (F * G), where F and G count fakes and genuine frames. Equal "
    "scores get their mean rank, so that a tie counts one half.",
    points=2,
)
def auc_from_ranks(learner: Learner) -> None:
    for kinds, levels, answers in (([4, 6], 60, 4), ([5, 7], 6, 6), ([5, 7], 6, 6)):  # six levels: with ties
        right, mistakes = 0.0, dict[str, float]()
        while len({round(one, 9) for one in (right, *mistakes.values())}) != answers:
            labels = learner.rng.permutation(np.repeat([0, 1], kinds))
            scores = learner.rng.choice(np.arange(1, levels), len(labels), replace=levels == 6) / 60
            right, mistakes = _areas(scores, labels)
        hint = "The share of pairs (a fake, a genuine frame) in which the fake scores higher."
        expect(learner("auc_from_ranks", scores, labels), right, mistakes, hint)
