"""Detectors of one line: one number per picture and a threshold. Every network of the course runs beside them.

A network that does no better than the best of these has not shown that it knows more than one number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .. import checks
from .pairs import FAKE

SMALLEST = 4  # pixels a side; the middle of anything smaller is nothing


def best_threshold(scores: Any, labels: Any) -> tuple[float, int, float]:
    """The one-line rule with the most right answers: fake where `direction * score > direction * threshold`.

    Args:
        scores, labels: (N,) finite numbers, at least 1; (N,) 0 genuine, 1 fake. Anything else is a ValueError.

    Returns:
        (threshold, direction, accuracy): direction is 1 when larger scores mean fake, -1 when smaller ones do.
        Thresholds lie halfway between neighbouring scores (or beyond the ends), so equal scores are never parted.
        Of equally good rules: the first from below, larger-means-fake before smaller.
    """
    values = np.asarray(scores, dtype=float)
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise ValueError(f"best_threshold wants finite numbers, one per label; got shape {values.shape}")
    right = _right(values, checks.labels("labels", labels, len(values)) == FAKE)
    turned, place = np.unravel_index(right.argmax(), right.shape)
    direction = -1 if turned else 1
    return _cut(np.sort(values), int(place), direction), direction, float(right[turned, place] / len(values))


def _right(values: np.ndarray, fake: np.ndarray) -> np.ndarray:
    """Right answers of the thresholds below, between and above the sorted values: (N, ...) -> (2, N + 1, ...).

    Where larger means fake, then where smaller does. No threshold lies between equal values: -1.
    """
    order = np.argsort(values, axis=0)
    ordered = np.take_along_axis(values, order, axis=0)
    ahead = np.zeros((len(values) + 1, *values.shape[1:]), int)  # so many more fakes than genuine ones lie below
    np.cumsum(np.where(fake[order], 1, -1), axis=0, out=ahead[1:])
    right = np.stack([fake.sum() - ahead, (~fake).sum() + ahead])
    right[:, 1:-1][:, ordered[1:] == ordered[:-1]] = -1
    return right


def _cut(ordered: np.ndarray, place: int, direction: int) -> float:
    """A threshold with `place` of the scores below it, however large or close they are."""
    with np.errstate(over="ignore"):  # beyond the largest number lies infinity, and that is right
        if place == 0:
            return float(min(ordered[0] - 1, np.nextafter(ordered[0], -np.inf)))
        if place == len(ordered):
            return float(max(ordered[-1] + 1, np.nextafter(ordered[-1], np.inf)))
    low, high = ordered[place - 1 : place + 1]
    middle = low / 2 + high / 2  # halved first: the sum of two large numbers may be infinite
    # Where no number lies between two scores, the middle is one of them; it must be the one that is not called fake.
    near, far = (low, high) if direction == 1 else (high, low)
    return float(middle if direction * middle < direction * far else near)


def numbers(images: Any) -> dict[str, np.ndarray]:
    """Six numbers per picture that one line of code can calculate.

    Args:
        images: (N, H, W) grey, N at least 1, sides of 4 pixels or more; any scale. Anything else is a ValueError.

    Returns:
        name -> (N,): mean brightness; spread (standard deviation of the pixels); edge energy (mean squared difference
        of neighbouring pixels, across plus down); the same with absolute in place of squared differences; mean of the
        middle half, across and down, minus mean of the rest; mean absolute difference to the mirror image.
    """
    grey = _pictures(images)
    across, down = np.diff(grey, axis=2), np.diff(grey, axis=1)
    rows, columns = grey.shape[1] // 4, grey.shape[2] // 4
    middle = np.zeros(grey.shape[1:], bool)
    middle[rows:-rows, columns:-columns] = True
    return {
        "mean brightness": grey.mean(axis=(1, 2)),
        "spread of the pixels": grey.std(axis=(1, 2)),
        "edge energy": (across**2).mean(axis=(1, 2)) + (down**2).mean(axis=(1, 2)),
        "mean difference of neighbours": np.abs(across).mean(axis=(1, 2)) + np.abs(down).mean(axis=(1, 2)),
        "middle minus the rest": grey[:, middle].mean(axis=1) - grey[:, ~middle].mean(axis=1),
        "difference to the mirror image": np.abs(grey - grey[:, :, ::-1]).mean(axis=(1, 2)),
    }


def best_pixel(images: Any, labels: Any) -> tuple[int, int]:
    """(row, column) of the pixel whose own best threshold gets most of these pictures right; of equal ones the first.

    Args:
        images: as in `numbers`: study pictures, for a choice is made here.
        labels: (N,) 0 genuine, 1 fake.
    """
    grey = _pictures(images)
    right = _right(grey, checks.labels("labels", labels, len(grey)) == FAKE).max(axis=(0, 1))
    row, column = np.unravel_index(right.argmax(), right.shape)
    return int(row), int(column)


def answers(score: Any, labels: Any, study: Any) -> np.ndarray:
    """What a rule says to every picture, (N,) bool: threshold and direction are chosen on the study pile alone.

    Args:
        score: (N,) finite numbers.
        labels: (N,) 0 genuine, 1 fake; only those of the study pile are looked at.
        study: places of the study pile, or a mask (N,); an empty one is a ValueError, as are lengths that differ.
    """
    values, truth = np.asarray(score, dtype=float), np.asarray(labels)
    if values.ndim != 1 or values.shape != truth.shape:
        raise ValueError(f"scores of shape {values.shape} and labels of shape {truth.shape}: one score per label")
    threshold, direction, _ = best_threshold(values[study], truth[study])
    return np.asarray(direction * values > direction * threshold)


def best_rule(scores: Mapping[str, Any], labels: Any, study: Any) -> tuple[str, np.ndarray]:
    """The rule that gets most of the study pile right, of equal ones the first: (name, what it says to every picture).

    Args:
        scores: name -> (N,) numbers, such as from `numbers`; none at all are a ValueError.
        labels, study: as in `answers`.
    """
    if not scores:
        raise ValueError("no rules to choose from: give at least one score by name, such as one_line.numbers(images)")
    truth = np.asarray(labels)
    best = max(scores, key=lambda name: best_threshold(np.asarray(scores[name])[study], truth[study])[2])
    return best, answers(scores[best], labels, study)


def _pictures(images: Any) -> np.ndarray:
    grey = np.asarray(images, dtype=float)
    if grey.ndim != 3 or not len(grey) or min(grey.shape[1:]) < SMALLEST:
        raise ValueError(f"grey pictures (N, H, W) of {SMALLEST} pixels a side or more are wanted, got {grey.shape}")
    if not np.isfinite(grey).all():
        raise ValueError("pictures are finite numbers, and some of these are not")
    return grey
