"""One way to refuse bad input: each function gives the value back as it is wanted, or says in one sentence what came,
what is wanted and what to do. For what a learner, a file or a hand-in can bring; between our own modules types do."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np


def whole(name: str, value: Any, least: int = 1, most: int | None = None) -> int:
    """A whole number from `least` to `most`; True and 2.0 are none.

    Raises:
        ValueError: something else came.
    """
    fits = isinstance(value, int | np.integer) and not isinstance(value, bool) and value >= least
    if not fits or (most is not None and value > most):
        span = f"{least} or more" if most is None else f"{least} to {most:,}"
        raise ValueError(f"{name}={value!r}: a whole number, {span}, is wanted")
    return int(value)


def number(name: str, value: Any, low: float = -1e300, high: float = 1e300, what: str = "") -> float:
    """A finite number from `low` to `high`, both included; `what` says it in the reader's words.

    Raises:
        ValueError: something else came.
    """
    real = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    if not real or not low <= value <= high:  # so nan is refused, and a whole number that no float holds
        raise ValueError(f"{name}={value!r}: {what or f'a number from {low:g} to {high:g}'} is wanted")
    return float(value)


def choice(name: str, value: Any, among: Collection[Any]) -> Any:
    """One of a few values.

    Raises:
        ValueError: something else came; the message lists them.
    """
    if not isinstance(value, str | int | float) or value not in among:
        raise ValueError(f"{name}={value!r}: choose one of {', '.join(map(str, among))}")
    return value


def pictures(name: str, images: Any, size: int | None = None) -> np.ndarray:
    """Colour pictures as uint8 (N, H, W, 3), N at least 1.

    Args:
        name: what the sentence calls them.
        images: what came.
        size: pixels a side that they must have; None for any.

    Raises:
        ValueError: another shape or kind of number.
    """
    found = np.asarray(images)
    side = "H, W" if size is None else f"{size}, {size}"
    if found.ndim != 4 or found.shape[-1] != 3 or not len(found) or (size and found.shape[1:3] != (size, size)):
        raise ValueError(f"{name}: pictures (N, {side}, 3) are wanted; got {found.shape}")
    if found.dtype != np.uint8:
        raise ValueError(f"{name}: uint8 from 0 to 255 is wanted; got {found.dtype}. Scale, then .astype(np.uint8)")
    return found


def labels(name: str, values: Any, count: int | None = None) -> np.ndarray:
    """Labels as int (N,), each 0 (genuine) or 1 (fake).

    Raises:
        ValueError: another shape, another number of them, other values.
    """
    found = np.asarray(values)
    if found.ndim != 1 or (count is not None and len(found) != count):
        raise ValueError(f"{name} of shape {found.shape}: {'one each' if count is None else count} is wanted, (N,)")
    if not np.isin(found, (0, 1)).all():
        raise ValueError(f"{name} must be 0 (genuine) or 1 (fake); for probabilities ask `probability > 0.5` first")
    return found.astype(int)


def scored(scores: Any, truth: Any) -> tuple[np.ndarray, np.ndarray]:
    """Scores and labels of both kinds as arrays (N,).

    Raises:
        ValueError: no numbers, not finite, lengths that differ, labels other than 0 and 1, one kind only.
    """
    try:
        values, kinds = np.asarray(scores, float), np.asarray(truth, float)
    except (TypeError, ValueError):
        raise ValueError("scores and labels must be numbers: scores such as 0.83, labels 0 or 1") from None
    if values.ndim != 1 or values.shape != kinds.shape:
        raise ValueError(f"scores of shape {values.shape} and labels of shape {kinds.shape}: one label per score")
    if not np.isfinite(values).all():
        wrong = int((~np.isfinite(values)).sum())
        raise ValueError(f"{wrong} of {len(values)} scores are not finite (NaN or infinite): leave those pictures out")
    kinds = labels("labels", kinds)
    if not 0 < kinds.sum() < len(kinds):
        raise ValueError(
            f"{len(kinds) - kinds.sum()} genuine pictures and {kinds.sum()} fakes: at least one of each is needed"
        )
    return values, kinds
