"""Checks of lesson 01: a photograph from numbers and back, how many photographs, which kind of fake."""

from __future__ import annotations

from operator import itemgetter

import numpy as np

from .framework import exercise, expect, expect_that
from .learner import Learner

KINDS = {
    "A": "dubbing",
    "B": "whole face",
    "C": "no deepfake",
    "D": "swap",
    "E": "reenactment",
    "F": "no deepfake",
}
_WHY = {
    "A": "Case A keeps the footballer; only the mouth is made anew, to fit another sound track.",
    "B": "Nobody sat for the pictures of B: the whole face is invented.",
    "C": "Ask of C: what did a network draw in it? Scissors made it, and it deceives all the same.",
    "D": "In D one person's face stands on another person's shoulders.",
    "E": "In E the face stays whose it is; its expression comes from somebody else.",
    "F": "In F every pixel was changed, and nothing was made by deep learning.",
}


@exercise(
    "1.2",
    "Which of the two error arrays speaks about new photographs?",
    "Find the first place where error_new is below the limit, and give the count at that place.",
    points=2,
)
def how_many(learner: Learner) -> None:
    for limit_at in (2, 4, 1):
        counts = np.cumsum(learner.rng.integers(8, 60, 6)) + 5
        new = np.sort(learner.rng.uniform(4, 9, 6).round(2))[::-1] + np.arange(6)[::-1] * 0.3
        own = np.round(new[-1] - 0.4 - np.arange(6)[::-1] * 0.5, 2)
        limit = float(np.round((new[limit_at] + new[limit_at - 1]) / 2, 3))
        first, last = int(counts[0]), int(counts[-1])
        mistakes = {
            "That is what the error on its own photographs says. They were learnt by heart; ask the new ones.": first,
            "That is the place in the array; the number of photographs stands in counts.": limit_at,
            "There the error is still above the limit: one step further.": int(counts[limit_at - 1]),
            "That one is below too, but with fewer photographs it is already reached.": last,
            "That is the error; how many photographs does it take?": float(new.round(2)[limit_at]),
        }
        hint = "The smallest number of photographs whose error on new ones lies below the limit."
        expect(learner("how_many", counts, own, new.round(2), limit), int(counts[limit_at]), mistakes, hint)


@exercise(
    "1.3",
    "Ask each time: what did a network make? All of the face, whose it is, its expression, or the mouth?",
    'Two of the six are "no deepfake": no network learnt anybody\'s face there.',
    points=2,
)
def kinds(learner: Learner) -> None:
    answer = learner.value("kind_of")
    for letter, kind in KINDS.items():
        one = answer.then(itemgetter(letter), '{}["' + letter + '"]', f"Name case {letter} too.")
        word = " ".join(str(one.value).lower().split())
        known = word in KINDS.values()
        should = "another of the five words" if known else f"one of {', '.join(sorted(set(KINDS.values())))}"
        right = word == kind  # the sentence does not say which word is right: it would be the answer
        expect_that(one, (lambda _: True) if right else (lambda _: False), f"should be {should}", _WHY[letter])


def _face(learner: Learner, pixels: int, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    average = learner.rng.uniform(60, 180, pixels).round(1)
    components = np.linalg.qr(learner.rng.normal(0, 1, (pixels, count)))[0].T.round(3)
    return average, components, learner.rng.uniform(20, 90, count).round(1)


@exercise(
    "1.1",
    "Start with the average. Then add each component, as much of it as its number says.",
    "numbers @ components adds up all the components, each times its number.",
    points=2,
)
def draw(learner: Learner) -> None:
    for pixels, count in ((6, 2), (8, 3), (5, 1)):
        average, components, numbers = _face(learner, pixels, count)
        mix = numbers @ components
        once = average + components.sum(axis=0)
        mistakes = {
            "That is the change alone; the average is missing.": mix,
            "Each component counts as much as its number says; here each was added once.": once,
            "The change is added to the average, not taken away.": average - mix,
            "That is the average; the numbers change nothing in it.": average,
        }
        expect(learner("draw", average, components, numbers), average + mix, mistakes, within=1e-6)


@exercise(
    "1.4",
    "First take the average away: the components describe what is left.",
    "How much of a component is in a picture? Multiply pixel by pixel and add up: components @ what is left.",
    points=2,
)
def numbers_of(learner: Learner) -> None:
    for pixels, count in ((6, 2), (8, 3)):
        average, components, numbers = _face(learner, pixels, count)
        picture = (average + numbers @ components + learner.rng.normal(0, 5, pixels)).round(2)
        left = picture - average
        mistakes = {
            "Take the average away first; the components describe the difference to it.": components @ picture,
            "Picture minus average, not the other way round.": components @ (average - picture),
            "That is the picture without its average, one number per pixel; one per component is wanted.": left,
        }
        answer = learner("numbers_of", average, components, picture)
        expect(answer, components @ (picture - average), mistakes, within=1e-6)
