"""Pictures that are nearly the same, and fair piles: study, mock exam and exam."""

from __future__ import annotations

from typing import Any

import numpy as np

NEAR_COPY = 0.9  # correlation above which two pictures count as the same one


def near_copies(images: np.ndarray, above: float = NEAR_COPY) -> list[tuple[int, int]]:
    """The pairs (first, second) of pictures whose pixels correlate above a limit, first < second.

    Args:
        images: (N, ...) pictures of one size. A picture of a single grey tone correlates with nothing.
        above: correlation, 0 to 1.
    """
    flat = np.asarray(images, dtype=float).reshape(len(images), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    length = np.linalg.norm(flat, axis=1, keepdims=True)
    unit = np.divide(flat, length, out=np.zeros_like(flat), where=length > 0)
    first, second = np.nonzero(np.triu(unit @ unit.T > above, k=1))
    return [(int(a), int(b)) for a, b in zip(first, second, strict=True)]


def split(
    labels: np.ndarray, shares: tuple[float, float, float] = (0.6, 0.2, 0.2), seed: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Deal pictures onto the three piles study, mock exam and exam, each with the same mix of labels.

    Args:
        labels: (N,) whole numbers.
        shares: of the three piles, adding up to 1.

    Returns:
        three arrays of places, sorted, without overlap, together all N.

    Raises:
        ValueError: shares that are not three positive numbers adding up to 1.
    """
    _check(shares)
    labels, rng = np.asarray(labels), np.random.default_rng(seed)
    piles: list[list[np.ndarray]] = [[], [], []]
    for label in np.unique(labels):
        places = rng.permutation(np.flatnonzero(labels == label))
        ends = np.round(np.cumsum(shares)[:2] * len(places)).astype(int)
        for pile, some in zip(piles, np.split(places, ends), strict=True):
            pile.append(some)
    study, mock, exam = (np.sort(np.concatenate(pile)) for pile in piles)
    return study, mock, exam


def split_by_person(
    people: Any, shares: tuple[float, float, float] = (0.6, 0.2, 0.2), seed: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Deal pictures onto study, mock exam and exam so that nobody is on two piles.

    Args:
        people: (N,) names or numbers, one for each picture: who is on it.
        shares: of the people, adding up to 1; a pile may get more or fewer pictures, as some people have many.

    Returns:
        as `split`.

    Raises:
        ValueError: as `split`; fewer than three people, or nobody knows who they are.
    """
    _check(shares)
    if people is None or np.ndim(people) != 1:
        raise ValueError("it is not known who is on which picture: give one name for each, or use photos.split")
    names, who = np.unique(np.asarray(people), return_inverse=True)
    if len(names) < 3:
        raise ValueError(f"pictures of {len(names)} people cannot lie on three piles without somebody on two of them")
    order = np.random.default_rng(seed).permutation(len(names))
    ends = np.round(np.cumsum(shares)[:2] * len(names)).astype(int)
    first = min(max(ends[0], 1), len(names) - 2)  # nobody's pile stays empty
    second = min(max(ends[1], first + 1), len(names) - 1)
    study, mock, exam = (np.flatnonzero(np.isin(who, some)) for some in np.split(order, [first, second]))
    return study, mock, exam


def _check(shares: tuple[float, float, float]) -> None:
    if len(shares) != 3 or not (min(shares) > 0 and abs(sum(shares) - 1) <= 1e-9):  # so written, nan is refused too
        raise ValueError(f"shares={shares}: three positive numbers that add up to 1 are wanted")
