"""Lesson 01's first minute: six pictures with the network and without, and words that carry what is seen."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from deepfake_lessons import cache, photos
from deepfake_lessons.notebook import quiz
from deepfake_lessons.notebook.session import MEMORY
from deepfake_lessons.people import first_minute
from deepfake_lessons.photos import fetching
from deepfake_lessons.photos.description import sharpness


@pytest.fixture(autouse=True)
def _forgetful():
    MEMORY.forget()
    yield
    MEMORY.forget()


@pytest.fixture
def portraits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """Five plain pictures in the cache, as if the portraits had been fetched."""
    monkeypatch.setenv(cache.HOME, str(tmp_path))
    monkeypatch.setattr(fetching, "_open", lambda *_: pytest.fail("the network was asked"))
    files, colours = [], []
    for number, file in enumerate(photos.SETS["portraits"].files):
        buffer = io.BytesIO()
        colours.append(np.array([40 * number, 90, 200], dtype=np.uint8))
        Image.fromarray(np.broadcast_to(colours[-1], (256, 256, 3))).save(buffer, "PNG")
        place = tmp_path / "photos" / "portraits" / file.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(buffer.getvalue())
        files.append(replace(file, sha256=hashlib.sha256(buffer.getvalue()).hexdigest()))
    monkeypatch.setitem(photos.SETS, "portraits", replace(photos.SETS["portraits"], files=tuple(files)))
    return colours


def checked(six: dict[str, Any]) -> dict[str, Any]:
    assert set(six) == {"images", "odd", "question", "why", "words"}
    images = six["images"]
    assert images.shape == (6, first_minute.SIDE, first_minute.SIDE, 3) and images.dtype == np.uint8
    assert 0 <= six["odd"] < 6 and len(six["words"]) == 6
    for image, words in zip(images, six["words"], strict=True):
        assert words.endswith(f"Neighbouring pixels differ by {sharpness(image):.1f} grey levels on average.")
    return six


def test_offline_one_photograph_among_five_dreamt() -> None:
    six = checked(first_minute.six(seed=7))
    assert "does not belong" in six["question"] and "only photograph" in six["why"]
    shown = [np.asarray(Image.fromarray(image).resize((64, 64)), float) for image in six["images"]]
    dreamt = first_minute.faces_of_nobody().astype(float)
    far = [min(np.abs(image - one).mean() for one in dreamt) for image in shown]
    assert int(np.argmax(far)) == six["odd"]
    assert max(np.delete(far, six["odd"])) < 8 < 16 < far[six["odd"]]
    assert "blue sweater" in six["words"][six["odd"]]
    assert sum("blue sweater" in words for words in six["words"]) == 1


def test_the_five_are_marked_as_synthetic() -> None:
    with Image.open(cache.shipped(first_minute.NOBODY)) as picture:
        assert picture.text["Description"].startswith("synthetic")
    assert first_minute.faces_of_nobody().shape == (5, 64, 64, 3)


def test_its_words_find_the_photograph_as_the_eye_does() -> None:
    for seed in range(1, 9):
        six = first_minute.six(seed=seed)
        numbers = [float(re.search(r"by ([\d.]+) grey", words)[1]) for words in six["words"]]
        assert int(np.argmax(numbers)) == six["odd"]


def test_the_same_seed_gives_the_same_six() -> None:
    one, two = (first_minute.six(seed=3) for _ in range(2))
    assert (one["images"] == two["images"]).all() and one["odd"] == two["odd"] and one["words"] == two["words"]
    assert {first_minute.six(seed=seed)["odd"] for seed in range(1, 15)} == set(range(6))


def test_with_portraits_one_of_the_six_exists(portraits: list[np.ndarray]) -> None:
    astronaut = photos.astronaut(first_minute.SIDE).images[0]
    for seed in range(1, 9):
        six = checked(first_minute.six(seed=seed))
        assert "exists" in six["question"] and "Eileen Collins" in six["why"]
        assert (six["images"][six["odd"]] == astronaut).all()
        others = np.delete(six["images"], six["odd"], axis=0)
        assert (others == np.array(portraits)[:, None, None]).all()
        words = list(six["words"])
        assert "orange suit" in words.pop(six["odd"])
        seen = ("older woman", "long dark brown hair", "white curls", "very short black hair", "tousled brown hair")
        assert all(part in line for part, line in zip(seen, words, strict=True))
    assert len(set(six["words"])) == 6 and not any("exist" in words or "NASA" in words for words in six["words"])


def test_portraits_may_be_left_aside(portraits: list[np.ndarray]) -> None:
    assert "does not belong" in first_minute.six(real=False)["question"]


def test_damaged_portraits_do_not_stop_the_lesson(portraits: list, tmp_path: Path) -> None:
    (tmp_path / "photos" / "portraits" / "male_256_21.jpg").write_bytes(b"damaged since")
    assert "does not belong" in checked(first_minute.six())["question"]


def test_another_astronaut_does_not_stop_the_lesson(portraits: list, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skimage.data.astronaut", lambda: np.zeros((512, 512, 3), dtype=np.uint8))
    assert "does not belong" in checked(first_minute.six())["question"]


def test_fetching_the_portraits_asks_anew(portraits: list, capsys: pytest.CaptureFixture[str]) -> None:
    """A learner who answered with drawn faces may answer with portraits too, and has not been told the place."""
    quiz.one_of_six(**first_minute.six(seed=7, real=False), key="90 six", answer=1)
    control = quiz.one_of_six(**first_minute.six(seed=7), key="90 six")
    assert "One of these six people exists" in control.children[0].value and control.children[2].value == ""
    places = [first_minute.six(seed=7, real=real)["odd"] for real in (True, False)]
    assert places[0] != places[1]  # the seed of lesson 01
