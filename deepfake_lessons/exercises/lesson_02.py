"""Checks of lesson 02: slopes of single operations, one step, a shared value, a batch, a step too long."""

from __future__ import annotations

import numpy as np

from .framework import exercise, expect
from .learner import Learner


def _draw(learner: Learner, low: float, high: float, size: int | None = None):  # type: ignore[no-untyped-def]
    """Numbers with two decimals, away from 0 and 1, where many wrong formulas give the right answer."""
    drawn = np.round(learner.rng.uniform(low, high, size), 2) + 0.013
    return drawn if size is not None else float(drawn)


@exercise(
    "2.1",
    "If a grows by a hair, by how much does a * b grow?",
    "It grows by b times the hair. Then multiply by what arrives: upstream.",
)
def multiply(learner: Learner) -> None:
    for _ in range(3):
        a, b, upstream = _draw(learner, 1.5, 3), _draw(learner, -3, -1.5), _draw(learner, 0.3, 0.8)
        swapped = (upstream * a, upstream * b)
        mistakes = {
            "The slope for a is the other factor, b, times upstream, and the other way round.": swapped,
            "Those are the slopes of the product alone. Multiply by `upstream`, what arrives from the right.": (b, a),
            "Those are the right factors in the wrong places, and `upstream` is missing.": (a, b),
        }
        hint = "Two numbers are wanted: the slope for a, then the slope for b."
        expect(learner("multiply_backward", a, b, upstream), (upstream * b, upstream * a), mistakes, hint)


@exercise(
    "2.1",
    "The slope of tanh at a is 1 - tanh(a) ** 2.",
    "Along a path slopes multiply: upstream times the slope of tanh at a.",
)
def squash(learner: Learner) -> None:
    for _ in range(3):
        a, upstream = _draw(learner, 0.4, 1.2), _draw(learner, 1.5, 3)
        slope = 1 - np.tanh(a) ** 2
        mistakes = {
            "That is the slope of tanh alone. Multiply by `upstream`, what arrives from the right.": slope,
            "The formula wants tanh(a), not a, squared.": upstream * (1 - a**2),
            "Look for the square: 1 - tanh(a) ** 2.": upstream * (1 - np.tanh(a)),
            "Along a path slopes multiply; these were added.": upstream + slope,
        }
        expect(learner("tanh_backward", a, upstream), upstream * slope, mistakes)


@exercise(
    "2.2",
    "A positive slope means that growing makes things worse.",
    "new weight = old weight - learning_rate * slope",
    points=2,
)
def one_step(learner: Learner) -> None:
    for size in (3, 5, 1):
        weights, slopes = _draw(learner, -2, 2, size), _draw(learner, 0.5, 2, size)
        rate = _draw(learner, 0.05, 0.4)
        change = rate * slopes
        mistakes = {
            "Go against the slope: take away, do not add.": weights + rate * slopes,
            "How long is the step? The learning rate is missing.": weights - slopes,
            "That is the change alone; give back the weights after the change.": -rate * slopes,
            "That is the change alone, in the wrong direction: weights - learning_rate * slopes is wanted.": change,
        }
        expect(learner("one_step", weights, slopes, rate), weights - rate * slopes, mistakes)


@exercise(
    "2.3",
    "Hold one x still and let the other one grow; then the other way round.",
    "The first path gives a * (b + x), the second a * x.",
    points=2,
)
def shared(learner: Learner) -> None:
    for _ in range(4):
        a, b, x = _draw(learner, 1.5, 3), _draw(learner, 0.5, 2), _draw(learner, -3, 3)
        mistakes = {
            "That is the path through a * x. The other path, through b + x, is missing.": a * (b + x),
            "That is the path through b + x. The other path, through a * x, is missing.": a * x,
            "Slopes of several paths add; these were multiplied.": a * (b + x) * a * x,
        }
        expect(learner("slope_of_shared", a, b, x), a * (b + x) + a * x, mistakes)


@exercise(
    "2.4",
    "Write the slope for one example first: the chain rule on (weight * x - target) ** 2.",
    "One example gives 2 * (weight * x - target) * x. Then take the mean.",
    points=2,
)
def batch(learner: Learner) -> None:
    for size in (4, 7):
        weight, x, target = _draw(learner, 0.5, 2), _draw(learner, 1.2, 3, size), _draw(learner, -2, 0, size)
        each = 2 * (weight * x - target) * x
        no_chain = np.mean(2 * (weight * x - target))
        mistakes = {
            "That is the sum; the mean is wanted, or a larger batch would make longer steps.": each.sum(),
            "The slope of a square is 2 times what is squared: the 2 is missing.": each.mean() / 2,
            "The chain rule goes on: inside the square stands weight * x, so the slope is also times x.": no_chain,
            "Look at the sign: answer minus target, not target minus answer.": -each.mean(),
        }
        hint = "One number for the whole batch: take the mean in the end."
        expect(learner("mean_slope", weight, x, target), each.mean(), mistakes, hint)


@exercise("2.5", "w - rate * c * w: take w out of both terms.", "w * (1 - rate * c)")
def factor(learner: Learner) -> None:
    for _ in range(3):
        rate, curvature = _draw(learner, 0.1, 0.45), _draw(learner, 1.5, 4)
        mistakes = {
            "That part is taken away from w; what is left of w?": rate * curvature,
            "How sharply the valley curves matters too: where is the curvature?": 1 - rate,
            "A step goes against the slope: minus, not plus.": 1 + rate * curvature,
        }
        expect(learner("factor_per_step", rate, curvature), 1 - rate * curvature, mistakes)


@exercise("2.5", "Steps grow when the factor is above 1 or below -1.", "Solve 1 - rate * c = -1 for the rate.")
def blow_up(learner: Learner) -> None:
    for _ in range(3):
        curvature = _draw(learner, 1.5, 4)
        bottom = 1 / curvature
        mistakes = {
            "With that rate the ball reaches the bottom in one step (factor 0). When does the factor reach -1?": bottom,
            "Nearly: this fraction is upside down.": curvature / 2,
        }
        expect(learner("blow_up_rate", curvature), 2 / curvature, mistakes)
