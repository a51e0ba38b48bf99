"""Leaks: what an exam is worth when its pictures were dealt so that the answer leaks into the study pile.

    study, mock, exam = leaks.by_frame(fakes)             # the wrong way: one by one, whoever they show
    study, mock, exam = forgeries.split(fakes)            # the right way: nobody on two piles
    built = leaks.built_to_leak()                         # a set BUILT to leak: who it is, is the answer

Pictures of one person at one sitting are alike. Dealt one by one, they lie on both piles, and whoever remembers the
person knows the answer wherever a person goes with a label, as in a collection where somebody was filmed only as a
target.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from deepfake_lessons import studio
from deepfake_lessons.metrics.pairs import FAKE, REAL
from deepfake_lessons.photos import split, split_by_person

_REMEMBERED = 16  # pixels a side that `nearest` keeps of a picture
Piles = tuple[np.ndarray, np.ndarray, np.ndarray]


def by_frame(
    fakes: Any, shares: tuple[float, float, float] = (0.6, 0.2, 0.2), seed: int = 1, pairs: bool = False
) -> Piles:
    """Deal pictures one by one, whoever they show. This is the WRONG way, to see what it does; the right one is
    `detector.forgeries.split`.

    Args:
        fakes: `detector.forgeries.Forgeries`, or anything with `label` (N,), such as `built_to_leak`.
        shares: of the pictures, adding up to 1.
        seed: of the lots.
        pairs: True leaves a photograph and the forgeries of it (`source`, below 0 for none) together. Then only people
            are on two piles, and no photograph.

    Returns:
        three arrays of places (study, mock exam, exam), sorted, without overlap, together all N.

    Raises:
        ValueError: shares as in `photos.split`.
    """
    if not pairs:
        return split(np.asarray(fakes.label), shares, seed)
    source = np.asarray(fakes.source)
    return split_by_person(np.where(source >= 0, source, -1 - np.arange(len(source))), shares, seed)


def by_actor(some: Any, shares: tuple[float, float, float] = (0.6, 0.2, 0.2), seed: int = 1) -> Piles:
    """Deal people: nobody is on two piles, and each pile has the same mix of labels. For sets in which everybody has
    one label only; forgeries are dealt by `detector.forgeries.split`.

    Args:
        some: with `label` and `actor`, (N,) each, such as `built_to_leak`.
        shares, seed: as in `by_frame`.

    Raises:
        ValueError: somebody with both labels, or fewer than three people of a label.
    """
    label, actor = np.asarray(some.label), np.asarray(some.actor)
    if both := np.intersect1d(actor[label == REAL], actor[label == FAKE]).tolist():
        raise ValueError(f"actor {both[0]} has genuine pictures and fakes: deal such a set by forgeries.split")
    piles: list[list[np.ndarray]] = [[], [], []]
    for kind in (REAL, FAKE):
        places = np.flatnonzero(label == kind)
        for pile, chosen in zip(piles, split_by_person(actor[places], shares, seed), strict=True):
            pile.append(places[chosen])
    study, mock, exam = (np.sort(np.concatenate(pile)) for pile in piles)
    return study, mock, exam


class Built(NamedTuple):
    """N pictures built to leak: images (N, 64, 64, 3) uint8, label (N,), actor (N,)."""

    images: np.ndarray
    label: np.ndarray
    actor: np.ndarray


def built_to_leak(actors: int = 24, each: int = 16, seed: int = 1) -> Built:
    """A set BUILT to leak, and no collection that anybody would use: whoever knows the person knows the answer.

    All pictures are photographs, shot once more by `studio.SECOND_SHOT`. Of half of the actors, by lot, all are called
    fake, of the others none: as if somebody had been filmed only as a target, and forged without a trace. Each actor
    sits once, before one wall. There is nothing to find in any picture, so on people who are new nobody can do better
    than chance.

    Args:
        actors: how many, an even number, 6 or more.
        each: photographs of each.
        seed: of actors, moments and lots.

    Raises:
        ValueError: an odd number of actors, too few of them, or no photographs.
    """
    if actors < 6 or actors % 2 or each < 1:
        raise ValueError(f"{actors} actors, {each} photographs of each: an even number of actors from 6 on is wanted")
    rng = np.random.default_rng([seed, 61])
    moments = [moment for sat in rng.integers(0, 2**31, actors) for moment in studio.sitting(each, int(sat))]
    shot = studio.photograph(studio.cast(actors, seed), each, frames=moments, seed=seed)
    images = np.array([studio.develop(image, studio.SECOND_SHOT, rng) for image in shot.images])
    label = rng.permutation(np.repeat([REAL, FAKE], actors // 2))[shot.actor]
    return Built(images, label, shot.actor)


def nearest(study_images: Any, study_labels: Any, images: Any) -> np.ndarray:
    """A detector that only remembers: each picture gets the answer of the study picture that looks most like it.

    Pictures are compared pixel by pixel after they are made 16 pixels wide.

    Args:
        study_images, study_labels: (N, S, S, 3) uint8 and (N,) 0 genuine, 1 fake.
        images: (M, S, S, 3) uint8.

    Returns:
        (M,) bool, True for fake.
    """
    from sklearn.neighbors import KNeighborsClassifier

    memory = KNeighborsClassifier(1).fit(_remembered(study_images), np.asarray(study_labels))
    return np.asarray(memory.predict(_remembered(images)) == FAKE)


def on_pixels(study_images: Any, study_labels: Any, images: Any) -> np.ndarray:
    """Logistic regression on all pixels, a line through them and nothing else; arguments and result as of `nearest`."""
    from sklearn.linear_model import LogisticRegression

    flat = [np.asarray(some, np.float32).reshape(len(some), -1) / 255 - 0.5 for some in (study_images, images)]
    line = LogisticRegression(max_iter=2000).fit(flat[0], np.asarray(study_labels))
    return np.asarray(line.predict(flat[1]) == FAKE)


def _remembered(images: Any) -> np.ndarray:
    from PIL import Image

    side = (_REMEMBERED, _REMEMBERED)
    small = [Image.fromarray(one).resize(side, Image.Resampling.BOX) for one in np.asarray(images)]
    return np.array([np.asarray(one, np.float32).ravel() for one in small])
