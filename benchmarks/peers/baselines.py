"""Simple detectors that no lesson uses: lines through pixels, and through the two meters that can judge a still.

Each is a logistic regression, as `deepfake_lessons.detector.baselines`: a weighted sum, and one threshold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from deepfake_lessons import checks, cues
from deepfake_lessons.cues.readings import HIGH, LOW, scale
from deepfake_lessons.cues.regions import FaceFoundOnce
from deepfake_lessons.detector.baselines import fitted, line
from deepfake_lessons.detector.inputs import both_kinds
from deepfake_lessons.metrics.pairs import REAL

if TYPE_CHECKING:
    from deepfake_lessons.detector.forgeries import Forgeries

STILLS = ("seam", "shadow")  # the meters that one picture is enough for: the others need time, or a sound
SIDE = 32  # pixels a side to which `on_pixels` averages
_WEAK = 1e-3  # how far weights may grow (C): little where thousands share few pictures


def on_pixels(images: Any, labels: Any) -> Callable[[Any], np.ndarray]:
    """Logistic regression on pixels, each less its mean and divided by its deviation on the study pile.

    Pictures are averaged to 32 x 32 pixels first, so that this takes seconds; 3,072 weights, held small. Arguments and
    result as of `on_energies`.
    """
    return fitted(small, images, labels, _WEAK)


def small(images: Any) -> np.ndarray:
    """Pixels of pictures averaged to 32 a side, or as many as there are if fewer; (N, P) float32, 0 ... 255."""
    pictures = checks.pictures("pictures", images)
    block = max(1, pictures.shape[1] // SIDE)
    side = pictures.shape[1] // block
    cut = pictures[:, : side * block, : side * block]
    blocks = cut.reshape(len(cut), side, block, side, block, 3)
    return blocks.mean(axis=(2, 4), dtype=np.float32).reshape(len(cut), -1)


def meter_scores(pile: Forgeries, found: bool = False) -> np.ndarray:
    """Scores of the meters that can judge a single picture (`STILLS`), (N, 2); NaN where one cannot judge.

    Args:
        pile: pictures and landmarks, such as `detector.forgeries.collect` gives; landmarks may be NaN.
        found: look for every face with the face finder, and take no landmarks from the pile.
    """
    rows = []
    for picture, points in zip(pile.images, np.asarray(pile.landmarks, np.float32), strict=True):
        still = FaceFoundOnce(Still(picture[None], None if found else points[None]))
        rows.append([cues.METERS[name](still).score for name in STILLS])
    return np.array(rows, float)


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
    """
    truth = both_kinds(study.label, len(study.images), "study")
    scores = meter_scores(study, found)
    usual, reach = scale(scores[truth == REAL])
    silent = np.isnan(scores[_known(study, found)]).mean(axis=0)

    def numbers(scores: np.ndarray, known: np.ndarray) -> np.ndarray:
        readings = np.clip(np.nan_to_num((scores - usual) / reach, nan=0.0), LOW, HIGH)
        return np.concatenate([readings, np.where(known[:, None], np.isnan(scores), silent)], axis=1)

    says = line(numbers(scores, _known(study, found)), truth)
    return lambda pile: says(numbers(meter_scores(pile, found), _known(pile, found)))


@dataclass(frozen=True, eq=False)
class Still:
    """One picture as a clip of one frame."""

    frames: np.ndarray
    landmarks: np.ndarray | None
    fps: float = 16.0
    rate: float = 16_000.0
    sound: tuple[float, ...] = ()


def _known(pile: Forgeries, found: bool) -> np.ndarray:
    """Which pictures' landmarks are known or looked for, (N,) bool."""
    return np.isfinite(pile.landmarks).all(axis=(1, 2)) | found
