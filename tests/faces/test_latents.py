"""The dials of a stranger: every slider at both ends, another person, the nearest photograph, and the plain call."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image

from deepfake_lessons.drawing.sheets import sheet
from deepfake_lessons.faces.latent_explorer import ANOTHER, BACK, SIDE, people, person, quick_nearest
from deepfake_lessons.faces.quality import nearest as whole_search

DIRECTIONS = {"glasses": np.eye(4)[0], "long hair": np.eye(4)[1]}


def latent(n: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 1, (n, 4)).astype(np.float32)


def draw(latents: np.ndarray) -> np.ndarray:
    """A stand-in for a generator: each of four latents is the brightness of a quarter."""
    assert latents.shape == (1, 4) and latents.dtype == np.float32
    quarters = np.clip(128 + 20 * latents.reshape(1, 2, 2, 1), 0, 255).astype(np.uint8)
    return quarters.repeat(8, 1).repeat(8, 2).repeat(3, 3)


def smooth(count: int, seed: int, size: int = 16) -> np.ndarray:
    """Pictures with large shapes and some noise, as photographs have."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(40, 215, (count, size // 4, size // 4, 3)).repeat(4, 1).repeat(4, 2)
    return np.clip(coarse + rng.normal(0, 9, coarse.shape), 0, 255).astype(np.uint8)


PHOTOGRAPHS = smooth(60, 1)


def pixels(shown: Any) -> np.ndarray:
    data = re.search(r'base64,([^"]+)"', shown.image.value)
    assert data, shown.image.value
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data[1]))))


def test_every_slider_at_both_ends_shows_what_the_plain_call_gives() -> None:
    find = quick_nearest(PHOTOGRAPHS)
    shown = people(draw, latent, DIRECTIONS, find, reach=3.0)
    assert list(shown.controls) == ["glasses", "long_hair"]
    assert [control.description for control in shown.controls.values()] == ["glasses", "long hair"]
    for name, control in shown.controls.items():
        for end in (control.min, control.max):
            control.value = end
            picture, words = person(draw, latent, DIRECTIONS, find, 1, {name.replace("_", " "): end})
            assert (pixels(shown) == picture).all() and words in shown.text.value
            assert f"{name.replace('_', ' ')} {end:+g}" in words
        control.value = 0.0


def test_a_direction_is_added_as_often_as_the_slider_says() -> None:
    moved, _ = person(draw, latent, DIRECTIONS, number=3, amounts={"glasses": 1.5, "long hair": -2.0})
    where = latent(3, 8)[-1:] + np.array([[1.5, -2.0, 0, 0]], np.float32)
    assert (moved == sheet(draw(where), ["nobody"], 2, SIDE)).all()


def test_another_person_keeps_the_dials_and_back_puts_them_to_zero() -> None:
    shown = people(draw, latent, DIRECTIONS)
    first = pixels(shown)
    shown.controls["glasses"].value = 2.0
    shown.buttons[ANOTHER].click()
    assert shown.values == {"glasses": 2.0, "long_hair": 0.0, "number": 2} and "Person 2" in shown.text.value
    shown.buttons[BACK].click()
    assert "all dials at 0" in shown.text.value and (pixels(shown) != first).any()
    assert (pixels(shown) == person(draw, latent, DIRECTIONS, number=2)[0]).all()


def test_the_photograph_stands_beside_only_if_one_is_looked_for() -> None:
    alone, words = person(draw, latent, DIRECTIONS)
    beside, more = person(
        draw, latent, DIRECTIONS, quick_nearest(PHOTOGRAPHS), read=lambda face: f"Mean {face.mean():.0f}."
    )
    assert beside.shape[1] > 2 * SIDE > alone.shape[1] and (beside[:, :SIDE] == alone).all()
    assert "nearest" not in words and "grey levels off. Mean" in more


def test_a_failing_generator_is_one_sentence() -> None:
    def broken(latents: np.ndarray) -> np.ndarray:
        raise ValueError("these weights are damaged")

    assert "these weights are damaged" in people(broken, latent, DIRECTIONS).image.value


def test_the_quick_search_finds_what_the_whole_search_finds() -> None:
    faces = np.concatenate([smooth(20, 2), PHOTOGRAPHS[7:9], PHOTOGRAPHS[11:13, :, ::-1]])
    which, apart = whole_search(faces, PHOTOGRAPHS)
    find = quick_nearest(PHOTOGRAPHS)
    for face, place, levels in zip(faces, which, apart, strict=True):
        photograph, found = find(face)
        assert found == pytest.approx(levels, abs=0.02)
        assert (photograph == PHOTOGRAPHS[place]).all() or (photograph == PHOTOGRAPHS[place][:, ::-1]).all()
    photograph, found = find(PHOTOGRAPHS[11, :, ::-1])
    assert found == 0 and (photograph == PHOTOGRAPHS[11, :, ::-1]).all()  # mirrored back, as the face is


def test_the_quick_search_with_one_photograph() -> None:
    photograph, found = quick_nearest(PHOTOGRAPHS[:1])(PHOTOGRAPHS[1])
    assert found == pytest.approx(whole_search(PHOTOGRAPHS[1:2], PHOTOGRAPHS[:1])[1][0], abs=0.02)
    assert photograph.shape == PHOTOGRAPHS[0].shape


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: people(draw, latent, {}), "none: one or more"),
        (lambda: people(draw, latent, {"long hair": 1, "long_hair": 1}), "a name of its own"),
        (lambda: people(draw, latent, {"number": 1}), "a name of its own"),
        (lambda: person(draw, latent, DIRECTIONS, amounts={"beard": 1.0}), "no direction is called beard"),
        (lambda: person(draw, latent, DIRECTIONS, number=0), "below 1"),
        (lambda: quick_nearest(PHOTOGRAPHS.astype(float)), "uint8 photographs"),
        (lambda: quick_nearest(PHOTOGRAPHS[:0]), "uint8 photographs"),
        (lambda: quick_nearest(PHOTOGRAPHS[:, :15, :15]), "multiple of 4"),
        (lambda: quick_nearest(PHOTOGRAPHS)(PHOTOGRAPHS[0, :8, :8]), "as the photographs are"),
    ],
)
def test_what_is_refused(ask, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=words):
        ask()
