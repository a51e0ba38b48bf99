"""Honest twins: genuine, and they do what their names say."""

from __future__ import annotations

import numpy as np
import pytest

from deepfake_lessons import studio
from deepfake_lessons.studio.twins import TWINS, twin


@pytest.fixture(scope="module")
def clip() -> studio.Clip:
    """A second and a half in which somebody speaks and blinks."""
    clip = studio.film(studio.cast(1, 51)[0], 1.5, seed=4, workers=1)
    moments = [one.replace(blink_left=lid, blink_right=lid)
               for one, lid in zip(clip.moments, [0, 0, 0.6, 1, 0.4, *[0] * 19], strict=True)]  # fmt: skip
    return clip.refilm(moments, workers=1)


def brightness(clip: studio.Clip, mask: str) -> np.ndarray:
    """Mean grey level under a mask in each frame, (T,)."""
    weight = clip.masks[mask]
    return np.asarray((clip.frames.mean(axis=3) * weight).sum(axis=(1, 2)) / weight.sum(axis=(1, 2)))


def sharpness(clip: studio.Clip, mask: str) -> float:
    """Mean square difference of neighbours where a mask is 1."""
    grey = clip.frames.mean(axis=3)
    inside = (clip.masks[mask] > 0.99)[:, :, 1:] & (clip.masks[mask] > 0.99)[:, :, :-1]
    return float(np.square(np.diff(grey, axis=2))[inside].mean())


def test_a_portrait_lens_blurs_what_stands_behind_and_nothing_else(clip: studio.Clip) -> None:
    clip = clip.refilm([one.replace(backdrop="wall", backdrop_contrast=1.0) for one in clip.moments], workers=1)
    blurred = twin(clip, "portrait lens")
    assert sharpness(blurred, "background") < 0.9 * sharpness(clip, "background")
    assert sharpness(blurred, "inner") == pytest.approx(sharpness(clip, "inner"), rel=0.05)
    assert np.array_equal(blurred.landmarks, clip.landmarks) and np.array_equal(blurred.sound, clip.sound)


def test_a_bad_lamp_flickers_over_the_whole_scene(clip: studio.Clip) -> None:
    flickering = twin(clip, "flickering lamp", seed=2)
    for mask in ("face", "background"):
        change = brightness(flickering, mask) / brightness(clip, mask)
        assert change.std() > 0.02, mask
    weak = twin(clip, "flickering lamp", 0.3, seed=2)
    assert (brightness(weak, "face") / brightness(clip, "face")).std() < change.std() + 0.02


def test_a_sleepy_actor_blinks_slowly_with_both_eyes(clip: studio.Clip) -> None:
    sleepy = twin(clip, "sleepy actor")
    for name in ("blink_left", "blink_right"):
        shut = sleepy.truth[name] > 0.5
        assert shut.sum() >= (clip.truth[name] > 0.5).sum() + 0.4 * clip.fps
        assert sleepy.truth[name].min() >= 0.2


def test_a_mumbler_hardly_opens_the_mouth(clip: studio.Clip) -> None:
    mumbler = twin(clip, "mumbler")
    assert np.allclose(mumbler.truth["jaw"], 0.15 * clip.truth["jaw"])
    assert np.array_equal(mumbler.sound, clip.sound)


@pytest.mark.parametrize("kind", TWINS)
def test_a_twin_is_a_genuine_clip_that_tells_its_kind(clip: studio.Clip, kind: str) -> None:
    made = twin(clip, kind, seed=3)
    assert type(made) is studio.Clip and len(made) == len(clip)
    assert made.about["twin"] == {"kind": kind, "strength": 1.0, "seed": 3} and "tampered" not in made.about
    assert "twin" not in clip.about and not np.array_equal(made.frames, clip.frames)
    assert np.array_equal(made.frames, twin(clip, kind, seed=3).frames)
    assert twin(clip, kind, 0) is clip


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (("sunglasses",), ValueError, "choose one of portrait lens, flickering lamp, sleepy actor, mumbler"),
        (("mumbler", 2), ValueError, "strength=2: a number from 0"),
        (("mumbler", float("nan")), ValueError, "strength=nan"),
        (("mumbler", True), ValueError, "strength=True"),
    ],
)
def test_bad_input_is_named(clip: studio.Clip, arguments: tuple, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        twin(clip, *arguments)


def test_only_genuine_clips_have_twins(clip: studio.Clip) -> None:
    with pytest.raises(TypeError, match=r"genuine clip, as studio\.film gives it, not Tampered"):
        twin(studio.tamper(clip, "blink", 1.0, kind="slow"), "mumbler")
    with pytest.raises(TypeError, match="not list"):
        twin([], "mumbler")  # type: ignore[arg-type]
