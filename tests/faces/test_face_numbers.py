"""A face as a few numbers: against NumPy's own singular value decomposition, and at the ends of what may be asked."""

from __future__ import annotations

import numpy as np
import pytest

from deepfake_lessons.faces.eigenfaces import learn_face

RNG = np.random.default_rng(3)
# Forty "photographs" that differ in three directions, and a little noise.
TRUE = np.linalg.qr(RNG.normal(0, 1, (192, 3)))[0].T
AMOUNTS = RNG.normal(0, 1, (40, 3)) * (90, 60, 30)
IMAGES = (128 + AMOUNTS @ TRUE + RNG.normal(0, 1, (40, 192))).reshape(40, 8, 8, 3)


def test_the_components_are_those_of_the_singular_value_decomposition() -> None:
    face = learn_face(IMAGES, components=5)
    flat = IMAGES.reshape(40, -1)
    _, lengths, directions = np.linalg.svd(flat - flat.mean(axis=0), full_matrices=False)
    assert np.abs((face.components[:3] * directions[:3]).sum(axis=1)) == pytest.approx(1, abs=1e-4)
    assert face.spread == pytest.approx(lengths[:5] / np.sqrt(40), rel=1e-3)
    assert face.components @ face.components.T == pytest.approx(np.eye(5), abs=1e-4)


def test_photographs_go_to_numbers_and_back() -> None:
    face = learn_face(IMAGES, components=3)
    numbers = face.numbers(IMAGES)
    assert numbers.shape == (40, 3)
    assert face.numbers(IMAGES[4]) == pytest.approx(numbers[4])
    assert np.abs(face.draw(numbers).astype(float) - IMAGES).mean() < 1.5
    redrawn = face.average + numbers @ face.components
    assert face.error(IMAGES) == pytest.approx(np.abs(redrawn - IMAGES.reshape(40, -1)).mean(), rel=1e-4)
    assert (face.draw(numbers[0, :1]) == face.draw(np.r_[numbers[0, :1], 0, 0])).all()


def test_a_few_photographs_are_learnt_by_heart_and_new_ones_are_not() -> None:
    face = learn_face(IMAGES[:4], components=12)
    assert len(face.components) == 3
    assert face.error(IMAGES[:4]) < 0.01
    assert face.error(IMAGES[4:]) > 100 * face.error(IMAGES[:4])


def test_copies_of_one_photograph_have_no_components() -> None:
    face = learn_face(np.repeat(IMAGES[:1], 5, axis=0) + np.zeros((5, 1, 1, 1)))
    assert np.isfinite(face.components).all()
    assert (face.draw(np.zeros(0)) == np.clip(np.rint(IMAGES[0]), 0, 255)).all()


def test_what_is_invented_depends_on_the_seed_and_stays_within_reach() -> None:
    face = learn_face(IMAGES, components=3)
    first, again, other = face.invent(4, seed=1), face.invent(4, seed=1), face.invent(4, seed=2)
    assert (first == again).all() and (first != other).any()
    assert (np.abs(face.numbers(first)) <= 1.7 * face.spread + 10).all()


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: learn_face(IMAGES[:1]), "at least two photographs"),
        (lambda: learn_face(IMAGES, components=0), "one component"),
        (lambda: learn_face(IMAGES).numbers(np.zeros((4, 4, 3))), r"\(8, 8, 3\)"),
        (lambda: learn_face(IMAGES, 3).draw(np.zeros(4)), "up to 3 finite numbers"),
        (lambda: learn_face(IMAGES, 3).draw([np.nan, 0, 0]), "finite"),
        (lambda: learn_face(IMAGES, 3).draw(5.0), "finite numbers"),
    ],
)
def test_what_is_refused(ask, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=words):
        ask()
