"""The shortcut: one number tells the sources apart as they come, and no such number once they are balanced."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from deepfake_lessons.detector import own_pictures, shortcut
from deepfake_lessons.detector.own_pictures import Pipeline
from deepfake_lessons.metrics.pairs import FAKE, REAL
from deepfake_lessons.photos.reading import is_grey


@pytest.fixture(scope="module")
def sources() -> shortcut.Sources:
    return shortcut.real_against_ai(finder="cascade")


def test_offline_photographs_against_drawn_faces(sources: shortcut.Sources) -> None:
    assert sources.images.shape == sources.cut.shape == (200, 64, 64, 3)
    assert (sources.label == REAL).sum() == (sources.label == FAKE).sum() == 100
    assert set(sources.source[sources.label == FAKE]) == {shortcut.DRAWN}
    assert repr(sources).splitlines() == [
        "100 genuine: scikit-image's lfw_subset (25 pixels, grey)",
        "100 fake: the studio's drawn faces (64 pixels, in colour)",
    ]


def test_one_number_tells_the_sources_apart(sources: shortcut.Sources) -> None:
    for seed in (1, 2, 3):
        right = shortcut.one_number(sources.images, sources.label, seed)
        assert right["colour"] > 0.95


def test_balanced_no_number_of_the_source_is_enough(sources: shortcut.Sources) -> None:
    even = shortcut.balanced(sources)
    for seed in (1, 2, 3):
        right = shortcut.one_number(even.images, even.label, seed)
        assert right["colour"] < 0.65 and max(right.values()) < 0.9
    assert is_grey(even.images)
    assert len(set(even.pipelines.values())) == 1 and np.array_equal(even.label, sources.label)


def test_the_pipeline_that_makes_sources_alike() -> None:
    rough, fine = Pipeline(25, blur=1, quality=50), Pipeline(64, grey=True, quality=80)
    assert shortcut.even(rough, fine) == Pipeline(25, True, 1, 50)
    assert shortcut.even(fine) == Pipeline(64, True, shortcut.BLUR, shortcut.QUALITY)


def test_numbers_of_pictures_that_are_none() -> None:
    for wrong in (np.zeros((64, 64, 3)), np.zeros((0, 64, 64, 3)), np.zeros((4, 64, 64))):
        with pytest.raises(ValueError, match=r"\(N, H, W, 3\)"):
            shortcut.numbers(wrong)


def test_flat_pictures_have_numbers() -> None:
    assert all(np.isfinite(one).all() for one in shortcut.numbers(np.zeros((2, 64, 64, 3), np.uint8)).values())


def test_the_seed_decides(sources: shortcut.Sources) -> None:
    again = shortcut.real_against_ai(finder="cascade")
    assert np.array_equal(again.images, sources.images)
    other = shortcut.real_against_ai(seed=2, finder="cascade")
    assert not np.array_equal(other.images, sources.images)


def test_a_folder_brings_photographs_and_portraits(tmp_path: Path) -> None:
    face = Image.fromarray(np.asarray(pytest.importorskip("skimage.data").astronaut())[:256, 96:352])
    for name, turns in (("genuine", 3), ("ai", 2)):
        (tmp_path / name).mkdir()
        for turn in range(turns):
            face.rotate(turn).save(tmp_path / name / f"{turn}.png")
    own = shortcut.real_against_ai(tmp_path, finder="cascade")
    assert len(own) == 4 and set(own.source) == {"your folder genuine", "your folder ai"}
    assert np.array_equal(own.cut, own.images), "cut alike already"
    (tmp_path / "genuine").rename(tmp_path / "others")
    half = shortcut.real_against_ai(tmp_path, finder="cascade")
    assert len(half) == 4 and "scikit-image's lfw_subset" in half.pipelines
    assert not np.array_equal(half.cut[2:], half.images[2:]), "the small faces show less around them"


def test_cut_again_the_face_stays_in_the_middle() -> None:
    wide = np.zeros((1, 64, 64, 3), np.uint8)
    wide[0, 24:40, 24:40] = 255
    cut = shortcut._narrower(wide, own_pictures.View(0.87, 0.5, 0.5))
    rows = np.nonzero(cut[0, :, :, 0].mean(axis=1) > 60)[0]
    assert 22 < rows.mean() < 40 and len(rows) > 20
