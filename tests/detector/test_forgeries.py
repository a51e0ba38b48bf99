"""Fakes of every kind: half are genuine, the truth of each is known, clips' faults are refused by name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from deepfake_lessons import studio

pytestmark = pytest.mark.slow  # TensorFlow


@pytest.fixture(scope="module")
def fakes() -> Any:
    from deepfake_lessons.detector import forgeries

    return forgeries.collect(actors=8, seed=83, each=2)


def test_half_are_genuine_and_all_kinds_alike(fakes: Any) -> None:
    from deepfake_lessons.detector import forgeries

    names, counts = np.unique(fakes.method, return_counts=True)
    many = dict(zip(names.tolist(), counts.tolist(), strict=True))
    assert many == {"genuine": 80, **dict.fromkeys(forgeries.METHODS, 16)}
    assert (fakes.label == (fakes.method != "genuine")).all()
    assert fakes.images.shape == (160, 64, 64, 3) and fakes.images.dtype == np.uint8
    assert "16 swap" in repr(fakes)


def test_a_forgery_knows_its_photograph(fakes: Any) -> None:
    for source in np.unique(fakes.source[fakes.source >= 0]):
        mine = fakes[fakes.source == source]
        assert len(np.unique(mine.actor)) == 1 and mine.label[0] == 0 and len(mine) <= 2
    swapped = fakes.method == "swap"
    assert (fakes.face[~swapped] == fakes.actor[~swapped]).all() and (fakes.face[swapped] != fakes.actor[swapped]).all()
    assert (fakes.face[swapped] // 4 == fakes.actor[swapped] // 4).all()  # circles of four, and no link between them
    assert (fakes.source[fakes.method == "gan"] == -1).all() and (fakes.actor[fakes.method == "gan"] == -1).all()
    pair = fakes[fakes.source == fakes.source[fakes.method == "seam"][0]]
    apart = np.abs(pair.images[0].astype(float) - pair.images[1])
    assert 1 < apart.mean() < 60  # the same moment, forged


def test_the_same_seed_gives_the_same(fakes: Any) -> None:
    from deepfake_lessons.detector import forgeries

    again = forgeries.collect(actors=8, seed=83, each=2)
    assert (again.images == fakes.images).all() and (again.strength == fakes.strength).all()
    fewer = forgeries.collect(["seam"], actors=2, seed=83, each=1, strengths=(0.0,))
    assert len(fewer) == 4 and (fewer.strength == 0).all()


def test_no_actor_and_no_photograph_on_two_piles() -> None:
    from deepfake_lessons.detector import forgeries

    fakes = forgeries.collect(["gan", "swap", "shadow"], actors=13, seed=84, each=1)  # the thirteenth joins a circle
    piles = forgeries.split(fakes, seed=3)
    assert np.array_equal(np.sort(np.concatenate(piles)), np.arange(len(fakes)))
    for column in ("people", "source"):
        sets = [
            set(np.concatenate([fakes.actor[one], fakes.face[one]]) if column == "people" else fakes.source[one]) - {-1}
            for one in piles
        ]
        assert all(sets) and not (sets[0] & sets[1] or sets[0] & sets[2] or sets[1] & sets[2]), column
    with pytest.raises(ValueError, match="three piles"):
        forgeries.split(forgeries.collect(["swap"], actors=8, seed=84, each=1))


def test_strength_zero_is_no_forgery_but_for_the_camera() -> None:
    from deepfake_lessons.detector import forgeries

    none = forgeries.collect(["seam", "shadow", "light"], actors=2, seed=5, each=1, strengths=(0.0,))
    for source in np.unique(none.source):
        one, other = none.images[none.source == source].astype(float)
        assert np.abs(one - other).mean() < 6


@pytest.mark.parametrize(("method", "words"), [
    ("lips", "only beside a sound"), ("blink", "only over time"), ("paint", "there are gan, swap, seam, shadow, light"),
])  # fmt: skip
def test_what_one_picture_cannot_show_is_refused(method: str, words: str) -> None:
    from deepfake_lessons.detector import forgeries

    with pytest.raises(ValueError, match=words):
        forgeries.collect([method])
    with pytest.raises(ValueError, match="no methods"):
        forgeries.collect([])
    with pytest.raises(ValueError, match="two actors and one photograph"):
        forgeries.collect(actors=1)


def test_one_photograph_is_enough_for_a_swap() -> None:
    from deepfake_lessons import swap
    from deepfake_lessons.faces import alignment
    from deepfake_lessons.studio import ideal_swap
    from deepfake_lessons.swap.crowd import CrowdSwap

    first, second = studio.cast(2, seed=84)
    taken = studio.photograph(first.replace(glasses="none"), 12, frames=studio.portraits(12, seed=4), seed=4)
    drawn = CrowdSwap(second).as_other(alignment.crops(taken.images, taken.landmarks))
    best = alignment.crops(ideal_swap(taken, second).images, taken.landmarks)
    before = alignment.crops(taken.images, taken.landmarks)
    assert swap.score(drawn, best).psnr["face"] > swap.score(before, best).psnr["face"]


def test_where_a_forgery_was_made(fakes: Any) -> None:
    from deepfake_lessons.detector import forgeries

    for method in ("swap", "shadow", "light"):
        for place in np.flatnonzero(fakes.method == method)[:4]:
            region = forgeries.changed(fakes, int(place))
            assert region is not None and region.shape == (64, 64) and 0.01 < region.mean() < 0.6
            rows, columns = np.nonzero(region)
            assert 16 < rows.mean() < 52 and 16 < columns.mean() < 48, "a face lies in the middle"
    assert forgeries.changed(fakes, int(np.flatnonzero(fakes.method == "gan")[0])) is None
    assert forgeries.changed(fakes, int(np.flatnonzero(fakes.label == 0)[0])) is None


def test_helpers_forge_the_same(fakes: Any) -> None:
    from deepfake_lessons.detector import forgeries

    again = forgeries.collect(["seam", "light"], actors=4, seed=12, each=1, workers=2)
    alone = forgeries.collect(["seam", "light"], actors=4, seed=12, each=1, workers=1)
    assert (again.images == alone.images).all() and (again.landmarks == alone.landmarks).all()
    assert np.isfinite(again.landmarks).all() and np.isnan(fakes.landmarks[fakes.method == "gan"]).all()
