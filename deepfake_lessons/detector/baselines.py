"""Simple detectors that stand beside lesson 08's network: lines through pixels, through roughness, through two meters.

    says = plain_detectors.on_energies(study.images, study.label)
    says(exam.images)                          # (N,) probabilities of fake

Each is a logistic regression (scikit-learn): a weighted sum, and one threshold. All it knows of forgeries is in the
numbers that it is given. What a network adds is what it does better than these. Nothing here is left to chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import cues
from ..cues.readings import HIGH, LOW, scale
from ..cues.regions import FaceFoundOnce
from ..metrics.pairs import FAKE, REAL

if TYPE_CHECKING:
    from .forgeries import Forgeries

STILLS = ("seam", "shadow")  # the meters that one picture is enough for: the others need time, or a sound
SIDE = 32  # pixels a side to which `on_pixels` averages
_PIXELS, _NUMBERS = 1e-3, 10.0  # how far weights may grow (C): little where thousands share few pictures
_FAINT = 0.1  # added to an energy before the logarithm, grey levels squared: rounding alone leaves 1/12
_PIECE = 256  # pictures at a time, so that many need no more memory than few
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
        images: uint8 (N, S, S, 3), S 8 or more.

    Raises:
        ValueError: another shape or kind of picture.
    """
    rows = []
    for some in _pieces(_pictures(images)):
        found = [(_residual(some, kernel) ** 2).mean(axis=(1, 2)) for kernel in _RESIDUALS.values()]
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
    return _fitted(energies, images, labels, _NUMBERS)


def on_pixels(images: Any, labels: Any) -> Callable[[Any], np.ndarray]:
    """Logistic regression on pixels, each less its mean and divided by its deviation on the study pile.

    Pictures are averaged to 32 x 32 pixels first, so that this takes seconds; 3,072 weights, held small.

    Args, Returns, Raises: as in `on_energies`.
    """
    return _fitted(_small, images, labels, _PIXELS)


def meter_scores(pile: Forgeries, found: bool = False) -> np.ndarray:
    """Scores of the meters that can judge a single picture (`STILLS`), (N, 2); NaN where one cannot judge.

    Args:
        pile: pictures and landmarks, such as `detector.forgeries.collect` gives; landmarks may be NaN.
        found: look for every face with the face finder, and take no landmarks from the pile.

    Raises:
        ValueError: another shape or kind of picture, or landmarks of another shape than (N, 6, 2).
    """
    pictures, landmarks = _pictures(pile.images), np.asarray(pile.landmarks, np.float32)
    if landmarks.shape != (len(pictures), 6, 2):
        raise ValueError(f"landmarks of shape {landmarks.shape}: ({len(pictures)}, 6, 2) is wanted, NaN where unknown")
    rows = np.empty((len(pictures), len(STILLS)))
    for place, picture in enumerate(pictures):
        still = FaceFoundOnce(_Still(picture[None], None if found else landmarks[place][None]))
        rows[place] = [cues.METERS[name](still).score for name in STILLS]
    return rows


def on_meters(study: Forgeries, found: bool = False) -> Callable[[Forgeries], np.ndarray]:
    """The meters of lesson 07 that can judge a still, as one score: logistic regression on four numbers.

    Two are readings: 0 is a meter's usual score of genuine study pictures, 1 its alarm line (`cues.readings`), 0 where
    it cannot judge. Two say that it could not. Faces that a GAN dreamt have no landmarks, and no others lack them:
    nothing in a picture shows that, so "could not judge" counts only where landmarks are known; elsewhere it is what is
    usual. With `found` all faces are looked for alike, and then whether one was found may count.

    Args:
        study: the study pile, with landmarks.
        found: as in `meter_scores`; about four times as slow.

    Returns:
        pile -> (N,) probabilities of fake.

    Raises:
        ValueError: as in `meter_scores` and `on_energies`; a meter that judged no genuine picture.
    """
    truth = _labels(study.label, len(study.images))
    scores = meter_scores(study, found)
    usual, reach = scale(scores[truth == REAL])
    silent = np.isnan(scores[_known(study, found)]).mean(axis=0)

    def numbers(scores: np.ndarray, known: np.ndarray) -> np.ndarray:
        readings = np.clip(np.nan_to_num((scores - usual) / reach, nan=0.0), LOW, HIGH)
        return np.concatenate([readings, np.where(known[:, None], np.isnan(scores), silent)], axis=1)

    says = _line(numbers(scores, _known(study, found)), truth, _NUMBERS)
    return lambda pile: says(numbers(meter_scores(pile, found), _known(pile, found)))


# ---------------------------------------------------------------------- parts


@dataclass(frozen=True, eq=False)
class _Still:
    """One picture as a clip of one frame."""

    frames: np.ndarray
    landmarks: np.ndarray | None
    fps: float = 16.0
    rate: float = 16_000.0
    sound: tuple[float, ...] = ()


def _known(pile: Forgeries, found: bool) -> np.ndarray:
    """Which pictures' landmarks are known or looked for, (N,) bool."""
    return np.isfinite(pile.landmarks).all(axis=(1, 2)) | found


def _residual(some: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Pictures (N, H, W, 3) through one kernel, (N, H', W', 3): only where it lies in the picture."""
    high, wide = (side - reach + 1 for side, reach in zip(some.shape[1:3], kernel.shape, strict=True))
    out = np.zeros((len(some), high, wide, 3), np.float32)
    for row, column in np.argwhere(kernel):
        out += np.float32(kernel[row, column]) * some[:, row : row + high, column : column + wide]
    return out


def _small(images: Any) -> np.ndarray:
    """Pixels of pictures averaged to 32 a side, or as many as there are if fewer; (N, P) float32, 0 ... 255."""
    pictures = _pictures(images)
    block = max(1, pictures.shape[1] // SIDE)
    side = pictures.shape[1] // block
    cut = pictures[:, : side * block, : side * block]
    means = [one.reshape(len(one), side, block, side, block, 3).mean(axis=(2, 4)) for one in _pieces(cut)]
    return np.concatenate(means).reshape(len(pictures), -1)


def _fitted(numbers: Callable[[Any], np.ndarray], images: Any, labels: Any, strength: float) -> Any:
    pictures = _pictures(images)
    says, side = _line(numbers(pictures), _labels(labels, len(pictures)), strength), pictures.shape[1]

    def answer(images: Any) -> np.ndarray:
        if np.shape(images)[1:3] != (side, side):
            raise ValueError(f"pictures of {side} x {side} pixels were learnt from; got {np.shape(images)}")
        return says(numbers(images))

    return answer


def _line(numbers: np.ndarray, truth: np.ndarray, strength: float) -> Callable[[np.ndarray], np.ndarray]:
    """Standardise, and fit one weight for each number; gives back numbers (N, F) -> (N,) probabilities of fake."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=1000)).fit(numbers, truth)
    return lambda some: np.asarray(model.predict_proba(some)[:, 1], float)


def _pictures(images: Any) -> np.ndarray:
    pictures = np.asarray(images)
    square = pictures.ndim == 4 and pictures.shape[1] == pictures.shape[2] >= 8 and pictures.shape[3] == 3
    if not square or not len(pictures) or pictures.dtype != np.uint8:
        wanted = "square colour pictures (N, S, S, 3) of uint8 from 0 to 255 are wanted, S 8 or more"
        raise ValueError(f"{wanted}; got {pictures.dtype} {pictures.shape}")
    return pictures


def _labels(labels: Any, many: int) -> np.ndarray:
    truth = np.asarray(labels)
    if truth.shape != (many,) or not np.isin(truth, (REAL, FAKE)).all():
        raise ValueError(f"one label, 0 genuine or 1 fake, for each of {many} pictures is wanted; got {truth.shape}")
    if len(kinds := np.unique(truth)) < 2:
        name = "genuine" if kinds[0] == REAL else "fake"
        raise ValueError(f"all {many} pictures are {name}; a detector needs both kinds to learn from")
    return truth.astype(int)


def _pieces(pictures: np.ndarray) -> Iterator[np.ndarray]:
    for first in range(0, len(pictures), _PIECE):
        yield pictures[first : first + _PIECE].astype(np.float32)
