"""A simple detector that stands beside lesson 08's network: a line through how rough pictures are.

    says = baselines.on_energies(study.images, study.label)
    says(exam.images)                          # (N,) probabilities of fake

It is a logistic regression (scikit-learn): a weighted sum, and one threshold. All it knows of forgeries is in the
numbers that it is given. What a network adds is what it does better than this. Nothing here is left to chance.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .. import checks
from .inputs import batches, both_kinds

_GROW = 10.0  # how far weights may grow (C): far where few numbers share many pictures
_FAINT = 0.1  # added to an energy before the logarithm, grey levels squared: rounding alone leaves 1/12
_SECOND = np.array([1, -2, 1])
_RESIDUALS: dict[str, np.ndarray] = {  # Fridrich and Kodovsky 2012, figure 1: what is left where a slope is foretold
    "first, across": np.array([[-1, 1]]),
    "first, down": np.array([[-1], [1]]),
    "second, across": _SECOND[None] / 2,
    "second, down": _SECOND[:, None] / 2,
    "square of 3": np.outer(_SECOND, _SECOND) / 4,
    "square of 5": np.array(
        [[-1, 2, -2, 2, -1], [2, -6, 8, -6, 2], [-2, 8, -12, 8, -2], [2, -6, 8, -6, 2], [-1, 2, -2, 2, -1]]
    ) / 12,
}  # fmt: skip
ENERGIES = tuple(f"{name}, {colour}" for name in _RESIDUALS for colour in ("red", "green", "blue"))


def energies(images: Any) -> np.ndarray:
    """How rough pictures are: six high-pass residuals in three colours, (N, 18) float64, named by `ENERGIES`.

    A residual is a pixel less what its neighbours foretell (Fridrich and Kodovsky 2012, IEEE TIFS 7): first and second
    differences across and down, and their squares of 3 and 5 pixels. Its energy is the mean of its squares over the
    picture; the logarithm is given, in nats, of grey levels squared plus 0.1. A flat picture has the lowest there is,
    log(0.1), in all of them.

    Args:
        images: uint8 (N, H, W, 3), sides of 5 or more.

    Raises:
        ValueError: another shape or kind of picture.
    """
    rows = []
    for batch in batches(checks.pictures("pictures", images)):
        found = [(_residual(batch, kernel) ** 2).mean(axis=(1, 2)) for kernel in _RESIDUALS.values()]
        rows.append(np.log(np.concatenate(found, axis=1, dtype=float) + _FAINT))
    return np.concatenate(rows)


def on_energies(images: Any, labels: Any) -> Callable[[Any], np.ndarray]:
    """Logistic regression on `energies`, each less its mean and divided by its deviation on the study pile.

    Args:
        images: study pile, uint8 (N, S, S, 3).
        labels: (N,) 0 genuine, 1 fake.

    Returns:
        images -> (N,) probabilities of fake.

    Raises:
        ValueError: another shape or kind of picture, labels that are not 0 and 1, one class only.
    """
    return fitted(energies, images, labels)


def fitted(
    numbers: Callable[[Any], np.ndarray], images: Any, labels: Any, strength: float = _GROW
) -> Callable[[Any], np.ndarray]:
    """Logistic regression on numbers of pictures; arguments and result as of `on_energies`."""
    pictures = checks.pictures("study", images)
    says, side = line(numbers(pictures), both_kinds(labels, len(pictures), "study"), strength), pictures.shape[1]

    def answer(images: Any) -> np.ndarray:
        if np.shape(images)[1:3] != (side, side):
            raise ValueError(f"pictures of {side} x {side} pixels were learnt from; got {np.shape(images)}")
        return says(numbers(images))

    return answer


def line(numbers: np.ndarray, truth: np.ndarray, strength: float = _GROW) -> Callable[[np.ndarray], np.ndarray]:
    """Standardise, and fit one weight for each number; gives back numbers (N, F) -> (N,) probabilities of fake."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=1000)).fit(numbers, truth)
    return lambda some: np.asarray(model.predict_proba(some)[:, 1], float)


def _residual(batch: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Pictures (N, H, W, 3) through one kernel, (N, H', W', 3): only where it lies in the picture."""
    high, wide = (side - reach + 1 for side, reach in zip(batch.shape[1:3], kernel.shape, strict=True))
    out = np.zeros((len(batch), high, wide, 3), np.float32)
    for row, column in np.argwhere(kernel):
        out += np.float32(kernel[row, column]) * batch[:, row : row + high, column : column + wide]
    return out
