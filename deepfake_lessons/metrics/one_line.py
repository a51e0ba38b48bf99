"""Detectors of one line: one number per picture and a threshold. Every network of the course runs beside them.

A network that does no better than the best of these has not shown that it knows more than one number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .pairs import FAKE, best_threshold

SMALLEST = 4  # pixels a side; the middle of anything smaller is nothing


def numbers(images: Any) -> dict[str, np.ndarray]:
    """Six numbers per picture that one line of code can calculate.

    Args:
        images: (N, H, W) grey, N at least 1, sides of 4 pixels or more; any scale.

    Returns:
        name -> (N,): mean brightness; spread (standard deviation of the pixels); edge energy (mean squared difference
        of neighbouring pixels, across plus down); the same with absolute in place of squared differences; mean of the
        middle half, across and down, minus mean of the rest; mean absolute difference to the mirror image.

    Raises:
        ValueError: another shape, or values that are not finite.
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
    """The pixel whose own best threshold gets most of these pictures right; of equally good ones the first.

    Args:
        images: (N, H, W) grey: study pictures, for a choice is made here.
        labels: (N,) 0 genuine, 1 fake.

    Returns:
        (row, column)

    Raises:
        ValueError: another shape, lengths that differ, or values that are not finite.
    """
    grey = _pictures(images)
    truth = np.asarray(labels)
    if truth.shape != grey.shape[:1]:
        raise ValueError(f"{len(grey)} pictures and labels of shape {truth.shape}: one label per picture is needed")
    values = grey.reshape(len(grey), -1)
    order = np.argsort(values, axis=0)
    ordered = np.take_along_axis(values, order, axis=0)
    # Walk each pixel's values from dark to light: how many more fakes than genuine pictures lie behind.
    ahead = np.cumsum(np.where(truth[order] == FAKE, 1, -1), axis=0)
    ahead[:-1][ordered[1:] == ordered[:-1]] = 0  # no threshold lies between equal values
    fakes = int((truth == FAKE).sum())
    # A threshold there gets right: the genuine behind and the fakes before it, or the other way round.
    right = np.maximum(fakes - ahead, len(truth) - fakes + ahead).max(axis=0)
    row, column = divmod(int(right.argmax()), grey.shape[2])
    return row, column


def answers(score: Any, labels: Any, study: Any) -> np.ndarray:
    """What a one-line rule says to every picture: its threshold and direction are chosen on the study pile alone.

    Args:
        score: (N,) numbers.
        labels: (N,) 0 genuine, 1 fake; only those of the study pile are looked at.
        study: places of the study pile, or a mask (N,).

    Returns:
        (N,) bools, True where it says "fake".

    Raises:
        ValueError: lengths that differ, scores that are not finite, an empty study pile.
    """
    values, truth = np.asarray(score, dtype=float), np.asarray(labels)
    if values.ndim != 1 or values.shape != truth.shape:
        raise ValueError(f"scores of shape {values.shape} and labels of shape {truth.shape}: one score per label")
    threshold, direction, _ = best_threshold(values[study], truth[study])
    return np.asarray(direction * values > direction * threshold)


def best_rule(scores: Mapping[str, Any], labels: Any, study: Any) -> tuple[str, np.ndarray]:
    """The one of several rules that gets most of the study pile right; of equally good ones the first.

    Args:
        scores: name -> (N,) numbers, such as from `numbers`; at least one.
        labels, study: as in `answers`.

    Returns:
        (name, answers): the rule chosen and what it says to every picture, (N,) bools.

    Raises:
        ValueError: no scores, or as in `answers`.
    """
    if not scores:
        raise ValueError("no rules to choose from: give at least one score by name, such as one_line.numbers(images)")
    truth = np.asarray(labels) == FAKE
    said = {name: answers(score, labels, study) for name, score in scores.items()}
    best = max(said, key=lambda name: (said[name] == truth)[study].mean())
    return best, said[best]


def _pictures(images: Any) -> np.ndarray:
    grey = np.asarray(images, dtype=float)
    if grey.ndim != 3 or not len(grey) or min(grey.shape[1:]) < SMALLEST:
        raise ValueError(f"grey pictures (N, H, W) of {SMALLEST} pixels a side or more are wanted, got {grey.shape}")
    if not np.isfinite(grey).all():
        raise ValueError("pictures are finite numbers, and some of these are not")
    return grey
