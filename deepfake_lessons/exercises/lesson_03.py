"""Checks of lesson 03: surprise, unbalanced data, one training step, a learning curve, peeking."""

from __future__ import annotations

import numpy as np

from .framework import exercise, expect
from .learner import Learner


@exercise(
    "3.1",
    "First find the probability that was given to the right answer.",
    "It is p where the truth is 1, and 1 - p where it is 0. Then minus its logarithm, then the mean.",
    points=2,
)
def cross_entropy(learner: Learner) -> None:
    for size in (2, 5, 8):
        probability = learner.rng.uniform(0.03, 0.45, size).round(3)
        truth = np.resize([1, 0, 1], size)
        right = np.where(truth == 1, probability, 1 - probability)
        surprise, all_fake = -np.log(right), -np.log(probability).mean()
        squared = np.mean((probability - truth) ** 2)
        mistakes = {
            "That is the sum; the mean is wanted.": surprise.sum(),
            "That is as if all were fake. Where a picture is genuine, its surprise is -log(1 - p).": all_fake,
            "Surprise is not negative: a minus sign is missing.": -surprise.mean(),
            "That is the squared miss of lesson 02. Surprise is minus the logarithm.": squared,
            "Take the natural logarithm, np.log.": -np.log2(right).mean(),
            "Take the natural logarithm, np.log, not the one to base 10.": -np.log10(right).mean(),
            "That is the surprise at the wrong answers; swap p and 1 - p.": -np.log(1 - right).mean(),
        }
        hint = "One number for all pictures together: take the mean in the end."
        expect(learner("cross_entropy", probability, truth), surprise.mean(), mistakes, hint)


@exercise(
    "3.2", "`probability` is the probability of fake.", "Fake only above one half; everything else is called genuine."
)
def says_true(learner: Learner) -> None:
    for size in (5, 9):
        probability = learner.rng.uniform(0, 1, size).round(2)
        probability[[0, 1, 2]] = 0.5, 0.13, 0.92
        mistakes = {
            "That marks what is called fake. True is wanted where it says genuine.": probability > 0.5,
            "At exactly one half the answer is still genuine: fake only above it.": probability < 0.5,
        }
        expect(learner("says_true", probability), probability <= 0.5, mistakes, flags=True)


@exercise(
    "3.2", "It says genuine to everything. When is it right?", "On the genuine ones: their share is its accuracy."
)
def lazy(learner: Learner) -> None:
    for genuine, fakes in ((19, 1), (7, 3), (int(learner.rng.integers(11, 40)), 10)):
        truth = learner.rng.permutation([0] * genuine + [1] * fakes)
        share = genuine / (genuine + fakes)
        mistakes = {
            "That is the share of fakes: exactly the ones it gets wrong.": 1 - share,
            "One half would be right if there were as many fakes as genuine ones.": 0.5,
            "That is how many it gets right; the share is wanted.": genuine,
            "It gets the fakes wrong, so it cannot be perfect.": 1.0,
        }
        expect(learner("lazy_accuracy", truth), share, mistakes)


@exercise(
    "3.3",
    "Start with probability = 1 / (1 + exp(-logit)).",
    "The slope for the weights is pictures.T @ slope, for the bias the sum of the slopes.",
    points=2,
)
def training_step(learner: Learner) -> None:
    for count, pixels in ((4, 3), (7, 5)):
        pictures = learner.rng.normal(0, 1, (count, pixels)).round(2)
        weights, bias = learner.rng.normal(0, 1, pixels).round(2), round(float(learner.rng.normal()), 2)
        truth = np.resize([1, 0, 0], count)
        rate = round(float(learner.rng.uniform(0.2, 0.6)), 2)
        slope = (1 / (1 + np.exp(-(pictures @ weights + bias))) - truth) / count
        for_weights, for_bias = pictures.T @ slope, slope.sum()
        right, back = weights - rate * for_weights, weights + rate * for_weights
        summed = (weights - rate * count * for_weights, bias - rate * count * for_bias)
        divided = (right, bias - rate * for_bias / count)
        mistakes = {
            "Go against the slopes: take away, do not add.": (back, bias + rate * for_bias),
            "The mean is wanted: divide the slope at each logit by the number of pictures.": summed,
            "The weights are right. The bias wants its step too.": (right, bias),
            "Those are the slopes; take the step with them.": (for_weights, for_bias),
            "The weights are right. For the bias the slopes are summed; they hold the 1 / N already.": divided,
        }
        answer = learner("training_step", weights, bias, pictures, truth, rate)
        expect(answer, (right, bias - rate * for_bias), mistakes)


def _curves(learner: Learner, steps: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Loss on study and mock exam, and the step at which they are closest: not where to stop, nor the step after."""
    while True:
        stop = int(learner.rng.integers(5, steps - 3))
        study = np.linspace(0.5, 0.05, steps) + learner.rng.uniform(0, 0.005, steps)
        mock = 0.3 + 0.03 * np.abs(np.arange(steps) - stop) + learner.rng.uniform(0, 0.005, steps)
        study, mock = study.round(3), mock.round(3)
        closest = int(np.argmin(np.abs(mock - study)))
        if closest not in (stop, stop + 1):
            return study, mock, closest


@exercise(
    "3.4",
    "Which of the two curves stands for new pictures?",
    "np.argmin gives the place of the smallest number.",
    points=2,
)
def where_to_stop(learner: Learner) -> None:
    for steps in (12, 20):
        study, mock, closest = _curves(learner, steps)
        mistakes = {
            "The study curve falls to the very end, by learning by heart. Ask the mock exam.": int(np.argmin(study)),
            "That is how low the curve gets; the question is at which step.": float(mock.min()),
            "Steps are counted from 0.": int(np.argmin(mock)) + 1,
            "Where the gap between the curves is smallest nothing happens; ask the mock exam alone.": closest,
        }
        expect(learner("where_to_stop", study, mock), int(np.argmin(mock)), mistakes)


@exercise(
    "3.5",
    "Which uses of a pile are choices, and which is the final score?",
    "Peeking: weights, steps or threshold from the exam, or more than one opening.",
    points=2,
)
def peeked(learner: Learner) -> None:
    fair = {"weights": "study", "steps": "mock exam", "threshold": "mock exam", "score": "exam", "openings": 1}
    cases = [(fair, False, "The score may come from the exam; that is what it is for.")]
    for key in ("weights", "steps", "threshold"):
        cases.append((fair | {key: "exam"}, True, f"Here a choice was made on the exam: look at {key}."))
    openings = int(learner.rng.integers(2, 6))
    often = "After several openings somebody chose the best one: look at the openings."
    cases.append((fair | {"openings": openings}, True, often))
    cases.append((fair | {"threshold": "study"}, False, "The study pile may serve for any choice; it is not the exam."))
    for place in [0, *(1 + learner.rng.permutation(len(cases) - 1))]:
        report, right, hint = cases[place]
        expect(learner("peeked", report), right, hint=hint, flags=True)
