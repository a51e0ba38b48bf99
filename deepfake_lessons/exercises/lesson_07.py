"""Checks of lesson 07: the core of each of the five meters, by hand."""

from __future__ import annotations

import math

import numpy as np

from .framework import exercise, expect
from .learner import Learner


@exercise(
    "7.1",
    "np.diff(line) are the steps from pixel to pixel; np.diff of these says how the steps change.",
    "Add up the sizes (np.abs) of the second differences, and divide by the sum of the sizes of the first.",
    points=2,
)
def seam_ratio(learner: Learner) -> None:
    for wide in (1, 4, 0):
        if wide:  # one edge of so many pixels, between two even parts
            low, high = sorted(learner.rng.choice(np.arange(20, 220), 2, replace=False))
            rise = np.linspace(low, high, wide + 1)[1:]
            line = np.concatenate([np.full(5, low), rise, np.full(5, high)]).astype(float)
        else:
            line = learner.rng.integers(20, 220, 9).astype(float)
        first, second = np.diff(line), np.diff(line, 2)
        many, few = float(np.abs(second).sum()), float(np.abs(first).sum())
        signed, squares = (float(np.sum(second**n)) / float(np.sum(first**n)) for n in (1, 2))
        means = np.abs(second).mean() / np.abs(first).mean()
        mistakes = {
            "That is upside down: second differences over first ones.": few / many,
            "Take the size of each difference (np.abs) before you add: up and down cancel.": signed,
            "These are means of two rows of different length; add up in place of that.": means,
            "The sizes are added, not their squares.": squares,
            "That is the sum of the second differences; an edge twice as high would look twice as sharp.": many,
        }
        hint = "An edge that rises over w pixels gives 2 / w: sharp edges much, soft ones little."
        expect(learner("seam_ratio", line), many / few, mistakes, hint)


@exercise("7.2", "Twice as bright on the right is the opposite of twice as bright on the left.", "np.log(right / left)")
def balance(learner: Learner) -> None:
    for _ in range(3):
        left, right = (float(one) for one in learner.rng.choice(np.arange(30, 200), 2, replace=False))
        ratio = right / left
        mistakes = {
            "The right side counts against the left one: right / left, not left / right.": -math.log(ratio),
            "That is the ratio; its logarithm is wanted, so that left and right are treated alike.": ratio,
            "Take the natural logarithm, np.log.": math.log10(ratio),
            "That difference grows with the exposure; take the logarithm of the ratio.": right - left,
        }
        expect(learner("balance", left, right), math.log(ratio), mistakes)


@exercise(
    "7.2",
    "First foretell the cheeks: 0.7 times the temples and 0.2 times the chin.",
    "Then the distance of the cheeks from what was foretold: np.abs(cheeks - foretold).",
)
def shadow_score(learner: Learner) -> None:
    for side in (1, -1):
        cheeks, temples, chin = (side * learner.rng.uniform((-0.5, 0.2, 0.15), (-0.2, 0.5, 0.4))).round(2)
        off = cheeks - 0.7 * temples - 0.2 * chin
        mistakes = {
            "A face lit from the wrong side may miss either way: the size of the distance is wanted.": -abs(off),
            "That compares with the temples alone; the chin counts too.": abs(cheeks - 0.7 * temples),
            "That adds what is foretold; the distance from it is wanted.": abs(cheeks + 0.7 * temples + 0.2 * chin),
            "Each part counts by its share: 0.7 of the temples, 0.2 of the chin.": abs(cheeks - temples - chin),
        }
        expect(learner("shadow_score", float(cheeks), float(temples), float(chin)), abs(off), mistakes)


def _talk(learner: Learner, lag: int, count: int = 48) -> tuple[np.ndarray, np.ndarray, dict[int, float]]:
    """A smooth track of sound, the mouth that follows it `lag` frames later, and their correlation at every lag; drawn
    so that no two usual mistakes give the same number."""
    while True:
        wave = np.convolve(learner.rng.normal(0, 1, count + 24), np.ones(3) / 3, "same")
        sound = wave[12:-12].round(3)
        mouth = (0.7 * wave[12 - lag : 12 - lag + count] + 0.1 * learner.rng.normal(0, 1, count) + 0.5).round(3)
        gone = _correlations(mouth, sound, 8)
        best, not_early = (max(lags, key=lambda one: gone[one]) for lags in (range(-8, 9), range(9)))
        least = min(gone, key=lambda one: gone[one])
        if best == lag and len({lag + 8, -lag, not_early, least} - {lag}) == (4 if lag < 0 else 3 if lag else 2):
            return sound, mouth, gone


def _correlations(mouth: np.ndarray, sound: np.ndarray, most: int) -> dict[int, float]:
    many = len(mouth)
    found = {}
    for lag in range(-most, most + 1):
        later, earlier = mouth[max(0, lag) : many + min(0, lag)], sound[max(0, -lag) : many + min(0, -lag)]
        found[lag] = float(np.corrcoef(later, earlier)[0, 1])
    return found


@exercise(
    "7.3",
    "Try each lag from -most to most: overlap(mouth, sound, lag) gives the two tracks that belong together.",
    "np.corrcoef(a, b)[0, 1] is their correlation. Give back the lag at which it is largest.",
    points=2,
)
def lip_lag(learner: Learner) -> None:
    for lag in (5, -3, 0, int(learner.rng.choice([2, 4, 6]))):
        sound, mouth, gone = _talk(learner, lag)
        right = max(gone, key=lambda one: gone[one])
        not_early = max(range(9), key=lambda one: gone[one])
        mistakes = {
            "That is the right distance the other way: above 0 the mouth is late.": -right,
            "That is how high the correlation gets; at which lag does it?": gone[right],
            "That is the place in the list of lags, counted from 0; the lag itself is wanted.": right + 8,
            "Early mouths are lies too: the lags begin at -most.": not_early,
            "There the correlation is lowest.": min(gone, key=lambda one: gone[one]),
        }
        hint = "The lag, in frames, by which the mouth comes later than the sound."
        expect(learner("lip_lag", mouth, sound, 8), right, mistakes, hint)


@exercise(
    "7.4",
    "How many blinks are usual in that time? mean = rate * seconds / 60.",
    "The chance of exactly k is exp(-mean) * mean**k / k!. Add these up for k = 0, 1, ..., count.",
    points=2,
)
def chance_of_so_few(learner: Learner) -> None:
    for count, seconds in ((0, 3), (2, 12), (1, int(learner.rng.integers(6, 16)))):
        rate = float(learner.rng.integers(13, 22))
        mean = rate * seconds / 60
        terms = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(count + 1)]
        per_minute = sum(math.exp(-mean * 60) * (mean * 60) ** k / math.factorial(k) for k in range(count + 1))
        no_order = sum(math.exp(-mean) * mean**k for k in range(count + 1))
        mistakes = {
            "That is the chance of exactly so many; fewer would be as suspicious. Add up from 0.": terms[-1],
            "That leaves out the count itself: so many or fewer.": sum(terms[:-1]) if count else None,
            "The rate is blinks a minute, and the time is in seconds: divide by 60.": per_minute,
            "That is the chance of more than that.": 1 - sum(terms),
            "Divide mean**k by k! (math.factorial): the order of blinks does not count.": no_order,
        }
        expect(learner("chance_of_so_few", count, seconds, rate), sum(terms), mistakes)


@exercise(
    "7.5",
    "First take the logarithm of the light. Then the mean square change over one step and over two steps.",
    "two - 1.5 * one, where that is above 0 (max), and the square root of it.",
    points=2,
)
def flicker(learner: Learner) -> None:
    for steady in (False, True, False):
        times = np.arange(40) / 16
        swing = np.zeros(40) if steady else 0.3 * np.sin(2 * np.pi * learner.rng.uniform(1.2, 2.2) * times)
        noise = learner.rng.normal(0, 1, 40)
        if steady:  # from frame to frame up and down: noise, and nothing that wanders
            noise = np.resize([1.0, -1.0], 40) + 0.1 * noise
        light = (120 * np.exp(swing + 0.02 * noise)).round(1)
        track = np.log(light)
        one, two = (float(np.mean((track[step:] - track[:-step]) ** 2)) for step in (1, 2))
        plain = (float(np.mean((light[step:] - light[:-step]) ** 2)) for step in (1, 2))
        right, of_light = (math.sqrt(max(b - 1.5 * a, 0)) for a, b in ((one, two), plain))
        mistakes = {
            "That is what changes, noise included: take 1.5 times the change of one step away.": math.sqrt(two),
            "That is the square; take its root.": right**2,
            "Take the logarithm of the light first, so that a bright face is not accused.": of_light,
            "That is the change over one step; over two steps a lamp changes more, and noise does not.": math.sqrt(one),
            "Take 1.5 times the change of one step away, not the change itself.": math.sqrt(max(two - one, 0)),
        }
        expect(learner("flicker", light), right, mistakes, hint="Where noise explains it all, the answer is 0.")
