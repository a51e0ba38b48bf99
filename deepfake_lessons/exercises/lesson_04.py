"""Checks of lesson 04: the order of a step, both losses, the freeze test, modes found, the pair loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .framework import exercise, expect, expect_that
from .learner import Learner

ORDER = ("C", "A", "E", "B", "D")
_BEFORE = {
    ("C", "A"): "Without noise the generator has nothing to make points from.",
    ("A", "E"): "The judge can only judge points that have been made.",
    ("E", "B"): "How the judge's weights should change is known only after it has judged.",
    ("B", "D"): "In this course the judge learns first; the forger then hears the slope of the judge that has learnt.",
}


@exercise("4.1", "What does the generator need before it can make anything?", "The forger comes last.")
def order(learner: Learner) -> None:
    answer = learner.value("step_order")
    expect_that(
        answer,
        lambda got: sorted(str(one).upper() for one in got) == sorted(ORDER),
        'should hold each of the letters "A" to "E" once',
        'Write a list of five letters, such as ["A", "B", "C", "D", "E"].',
    )
    places = {letter: answer.then(_place_of(letter), f"the place of {letter} in {{}}") for letter in ORDER}
    for (first, second), why in _BEFORE.items():
        earlier = bool(places[first].value < places[second].value)
        expect_that(places[first], _always(earlier), f"should come before that of {second}", why)


def _place_of(letter: str) -> Callable[[Any], int]:
    return lambda got: [str(one).upper() for one in got].index(letter)


def _always(verdict: bool) -> Callable[[Any], bool]:
    return lambda _: verdict


def _probabilities(learner: Learner, size: int) -> np.ndarray:
    return learner.rng.uniform(0.04, 0.46, size).round(3)


@exercise(
    "4.2",
    "For a genuine point the right answer has the probability 1 - p, for a forged one p.",
    "Minus the logarithm of what was given to the right answer; the mean for each kind; then both added up.",
    points=2,
)
def d_loss(learner: Learner) -> None:
    for size in (4, 7):
        real, made = _probabilities(learner, size), _probabilities(learner, size)
        right = -np.log(1 - real).mean() - np.log(made).mean()
        swapped = -np.log(real).mean() - np.log(1 - made).mean()
        mistakes = {
            "That has the labels the other way round: in this course fake is 1, genuine is 0.": swapped,
            "Surprise is not negative: minus the logarithm.": -right,
            "Take the mean over the points, not the sum.": size * right,
            "That is the surprise at the forged points; the genuine ones are missing.": -np.log(made).mean(),
            "That is the surprise at the genuine points; the forged ones are missing.": -np.log(1 - real).mean(),
        }
        expect(learner("d_loss", real, made), right, mistakes)


@exercise("4.2", "The forger wants its points to be called genuine.", "The probability of genuine is 1 - p.")
def g_loss(learner: Learner) -> None:
    for size in (4, 7):
        made = _probabilities(learner, size)
        right = -np.log(1 - made).mean()
        mistakes = {
            "That is small when the judge catches the points. The forger wants the opposite.": -np.log(made).mean(),
            "That is the first loss of 2014. Where the judge is sure, its slope is almost nothing; take "
            "-log of the probability of genuine.": np.log(made).mean(),
            "Surprise is not negative: minus the logarithm.": -right,
            "Take the mean over the points, not the sum.": size * right,
        }
        expect(learner("g_loss", made), right, mistakes)


def _weights(learner: Learner) -> list[np.ndarray]:
    return [learner.rng.normal(0, 1, shape).round(2) for shape in ((3, 4), (4,), (4,), (4, 2))]


@exercise(
    "4.3",
    "Go through the three lists together; only where `trainable` is True does a change count.",
    "np.array_equal(before, after) says whether two arrays are the same.",
    points=2,
)
def judge_moved(learner: Learner) -> None:
    trainable = [True, True, False, True]  # the third holds means that a layer gathers while it looks on

    def ask(change: dict[int, float], right: bool, hint: str) -> None:
        before = _weights(learner)
        after = [one.copy() for one in before]
        for place, size in change.items():
            after[place].flat[int(learner.rng.integers(after[place].size))] += size
        expect(learner("judge_moved", before, after, trainable), right, hint=hint, flags=True)

    ask({}, False, "Nothing moved here: before and after are equal.")
    ask({0: 0.5}, True, "A weight of the first array moved here.")
    ask({3: 0.5}, True, "A weight of the last array moved here: look at every array.")
    ask({2: 0.5}, False, "Only an array that is not trainable changed here. It gathers statistics, and is not taught.")
    ask({1: 1e-6}, True, "One weight moved here, by a millionth. A frozen network does not move at all.")
    ask({1: 0.4, 2: 0.3}, True, "A trainable array moved here as well as one that is not.")
    ask({0: -0.7}, True, "A weight became smaller here: a change counts in either direction.")


@exercise(
    "4.4",
    "For each mode: how far is every point from it? np.linalg.norm(points - mode, axis=1).",
    "The share of points nearer than `reach` is a mean of True and False. Where is it `least` or more?",
    points=2,
)
def count_modes(learner: Learner) -> None:
    for count in (5, 8):
        angles = 2 * np.pi * np.arange(count) / count
        modes = np.stack([np.cos(angles), np.sin(angles)], axis=1).round(3)
        found = int(learner.rng.integers(2, count - 2))
        chosen = learner.rng.permutation(count)
        points = [mode + learner.rng.uniform(-0.05, 0.05, (30, 2)) for mode in modes[chosen[:found]]]
        points.append(modes[chosen[found]] + learner.rng.uniform(-0.05, 0.05, (1, 2)))  # one point is too few
        astray = 0.5 * modes[chosen[found + 1]]  # half-way to one more mode, near none
        points.append(astray + learner.rng.uniform(-0.05, 0.05, (9, 2)))
        cloud = learner.rng.permutation(np.concatenate(points)).round(3)
        distance = np.linalg.norm(cloud[:, None] - modes[None], axis=2)
        share = (distance < 0.3).mean(axis=0)
        any_point, nearest = int((share > 0).sum()), len(np.unique(distance.argmin(axis=1)))
        mistakes = {
            "One single point is there too, and does not make a mode: its share is below `least`.": any_point,
            "That is how many modes there are, not how many were found.": count,
            "That counts points; the question is how many modes have enough of them.": int((distance < 0.3).sum()),
            "That counts each point's nearest mode, also for points that are near none.": nearest,
        }
        expect(learner("count_modes", cloud, modes, 0.3, 0.05), int((share >= 0.05).sum()), mistakes)


@exercise(
    "4.5",
    "How much more fake does the made point look? made_logits - real_logits.",
    "The probability of picking the made one is the sigmoid of that difference. Minus its logarithm; the mean.",
    points=2,
)
def pair_loss(learner: Learner) -> None:
    for size in (4, 6):
        real, made = (learner.rng.normal(0, 1.5, size).round(2) for _ in range(2))
        right = np.logaddexp(0, real - made).mean()
        singles = np.logaddexp(0, real).mean() + np.logaddexp(0, -made).mean()
        picked = (1 / (1 + np.exp(real - made))).mean()
        mistakes = {
            "That is the forger's: it wants the real one to be picked.": np.logaddexp(0, made - real).mean(),
            "That asks about each point by itself; here only the difference of a pair counts.": singles,
            "Take the mean over the pairs, not the sum.": size * right,
            "That is the probability of picking the right one; the surprise is minus its logarithm.": picked,
            "Compare pair by pair, and take the mean at the end.": np.logaddexp(0, real.mean() - made.mean()),
        }
        expect(learner("pair_loss", real, made), right, mistakes, within=1e-6)
