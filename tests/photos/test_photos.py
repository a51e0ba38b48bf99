"""The photographs: which ones, without near copies, and dealt fairly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deepfake_lessons import photos
from deepfake_lessons.metrics.pairs import FAKE, REAL


@pytest.fixture(scope="module")
def faces() -> photos.Photos:
    return photos.faces_and_not_faces()


# ---------------------------------------------------------------------- the set


def test_the_set_is_the_one_the_lessons_tell_of(faces: photos.Photos) -> None:
    assert faces.images.shape == (186, 25, 25) and faces.images.dtype == np.float32
    assert faces.images.min() >= 0 and faces.images.max() <= 1
    assert faces.dropped == 14
    assert len(faces.labels) == len(faces.kept) == 186


def test_labels_and_places_belong_to_the_pictures(faces: photos.Photos) -> None:
    from skimage.data import lfw_subset

    everything = lfw_subset()
    assert np.array_equal(faces.images, everything[faces.kept].astype(np.float32))
    assert np.array_equal(faces.labels, np.where(faces.kept < 100, REAL, FAKE))  # faces come first in the original set


def test_no_near_copies_remain(faces: photos.Photos) -> None:
    correlation = np.corrcoef(faces.images.reshape(186, -1).astype(float))
    assert (correlation - np.eye(186)).max() <= 0.9
    assert photos.near_copies(faces.images) == []


def test_no_picture_was_dropped_without_a_twin(faces: photos.Photos) -> None:
    from skimage.data import lfw_subset

    everything = lfw_subset()
    correlation = np.corrcoef(everything.reshape(200, -1))
    for place in np.setdiff1d(np.arange(200), faces.kept):
        assert correlation[place, :place].max() > 0.9


@pytest.mark.parametrize("about", ["source", "licence", "consent"])
def test_where_they_come_from_is_said(faces: photos.Photos, about: str) -> None:
    assert len(getattr(faces, about)) > 20


def test_other_pictures_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from skimage.data import lfw_subset

    changed = lfw_subset()
    changed[3, 4, 5] += 0.01
    monkeypatch.setattr("skimage.data.lfw_subset", lambda: changed)
    with pytest.raises(ValueError, match=r"not what the course was made with.*requirements\.lock"):
        photos.faces_and_not_faces()


# ---------------------------------------------------------------------- near copies


def test_near_copies_are_pairs_in_order() -> None:
    rng = np.random.default_rng(1)
    first, other = rng.random((5, 5)), rng.random((5, 5))
    brighter, negative, flat = 0.5 * first + 0.3, 1 - first, np.full((5, 5), 0.5)
    assert photos.near_copies(np.array([flat, first, other, brighter, negative, flat])) == [(1, 3)]


def test_the_limit_counts() -> None:
    rng = np.random.default_rng(2)
    first = rng.random(400)
    pair = np.array([first, first + rng.normal(0, 0.2, 400)])
    correlation = np.corrcoef(pair)[0, 1]
    assert photos.near_copies(pair, above=correlation - 0.01) == [(0, 1)]
    assert photos.near_copies(pair, above=correlation + 0.01) == []


# ---------------------------------------------------------------------- the three piles


@given(st.lists(st.integers(0, 2), min_size=1, max_size=120), st.integers(0, 50))
def test_every_picture_lies_on_one_pile(labels: list[int], seed: int) -> None:
    piles = photos.split(np.array(labels), seed=seed)
    assert sorted(np.concatenate(piles).tolist()) == list(range(len(labels)))
    for pile in piles:
        assert np.array_equal(pile, np.sort(pile))


@given(
    st.lists(st.integers(0, 1), min_size=10, max_size=200),
    st.sampled_from([(0.6, 0.2, 0.2), (0.5, 0.25, 0.25), (0.1, 0.1, 0.8)]),
    st.integers(0, 50),
)
def test_each_pile_has_the_same_mix(labels: list[int], shares: tuple[float, float, float], seed: int) -> None:
    truth = np.array(labels)
    for pile, share in zip(photos.split(truth, shares=shares, seed=seed), shares, strict=True):
        for label in (0, 1):
            assert abs((truth[pile] == label).sum() - share * (truth == label).sum()) <= 1


def test_the_seed_deals(faces: photos.Photos) -> None:
    first, again, other = (photos.split(faces.labels, seed=seed) for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[2], other[2])
    assert [len(pile) for pile in first] == [112, 37, 37]
