"""Films: a clip is its pictures, its sound and its truth; the same bytes each time, alone or among others."""

from __future__ import annotations

import time
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deepfake_lessons import studio
from deepfake_lessons.studio import archive, darkroom, voices
from deepfake_lessons.studio.film import Clip, film, films
from deepfake_lessons.studio.frames import Frame
from deepfake_lessons.studio.photograph import shoot

CREW = studio.cast(6, seed=47)
SENTENCE = "My brother packed a map."
CLIP: Clip


@pytest.fixture(scope="module", autouse=True)
def _filmed() -> None:
    global CLIP
    CLIP = film(CREW[0], seconds=3, size=32, sentence=SENTENCE, seed=3)


def same(one: Clip, other: Clip) -> bool:
    """Whether two clips are equal, byte for byte."""
    return (
        one.frames.tobytes() == other.frames.tobytes()
        and one.sound.tobytes() == other.sound.tobytes()
        and one.landmarks.tobytes() == other.landmarks.tobytes()
        and one.masks.layers.tobytes() == other.masks.layers.tobytes()
        and one.truth.keys() == other.truth.keys()
        and all(one.truth[name].tobytes() == other.truth[name].tobytes() for name in one.truth)
        and (one.captions, one.fps, one.rate, one.about) == (other.captions, other.fps, other.rate, other.about)
    )


# ---------------------------------------------------------------------- what comes out


def test_what_comes_out() -> None:
    assert CLIP.frames.shape == (48, 32, 32, 3) and CLIP.frames.dtype == np.uint8 and CLIP.fps == 16
    assert CLIP.sound.shape == (48_000,) and CLIP.sound.dtype == np.float32 and CLIP.rate == 16_000
    assert set(CLIP.truth) == {knob.name for knob in fields(Frame)} | {
        "phoneme", "lip_closure", "loudness", "voicing",
    }  # fmt: skip
    assert all(values.shape == (48,) for values in CLIP.truth.values())
    assert CLIP.truth["phoneme"].dtype.kind == "U" and {"m", "p"} <= set(CLIP.truth["phoneme"])
    for name in ("lip_closure", "loudness", "voicing", "jaw"):
        assert CLIP.truth[name].min() >= 0 and CLIP.truth[name].max() <= 1
    assert CLIP.landmarks.shape == (48, 6, 2) and CLIP.masks["inner"].shape == (48, 32, 32)
    assert len(CLIP.moments) == len(CLIP) == 48 and CLIP.seconds == 3 and CLIP.size == 32
    assert CLIP.words == SENTENCE and CLIP.about["synthetic"] is True
    assert repr(CLIP).startswith("a clip of 3 s, 48 frames of 32 x 32 pixels, sound at 16,000 Hz")


def test_truth_belongs_to_its_frame() -> None:
    for place in (0, 17, 47):
        drawing = studio.render(CREW[0], CLIP.moments[place], 32)
        own = np.random.default_rng(int(CLIP.seeds[place]))
        assert np.array_equal(CLIP.frames[place], studio.develop(drawing.linear, studio.CINEMA, own))
        assert np.array_equal(CLIP.landmarks[place], drawing.landmarks)
        assert np.array_equal(CLIP.drawing(place).linear, drawing.linear)


def test_mouths_are_shut_where_lips_close_and_silence_is_shut_too() -> None:
    shut = CLIP.truth["lip_closure"] > 0.9
    assert shut.any() and CLIP.truth["jaw"][shut].max() < 0.02 and CLIP.truth["teeth"][shut].max() < 0.05
    quiet = (CLIP.truth["loudness"] < 0.02) & (CLIP.truth["phoneme"] == "")
    assert quiet.any() and CLIP.truth["jaw"][quiet].max() < 0.1


def test_an_open_mouth_is_seen() -> None:
    """Inside an open mouth it is dark."""
    clip = film(CREW[4].replace(beard="none", skin=0.2, lip_colour=0.2), seconds=3, size=64, seed=5)
    wide = int(np.argmax(clip.truth["jaw"]))
    assert clip.truth["jaw"][wide] > 0.4
    shut = clip.refilm([moment.replace(jaw=0.0, teeth=0.0) for moment in clip.moments])
    left, right = clip.landmarks[wide, 3], clip.landmarks[wide, 4]
    box = np.s_[int(left[1]) : int(left[1]) + 7, int(left[0]) + 3 : int(right[0]) - 2]
    dark = [(one.frames[wide].mean(axis=2)[box] < 80).sum() for one in (clip, shut)]
    assert dark[0] > dark[1] + 5


def test_loudness_is_that_of_the_sound() -> None:
    blocks = np.sqrt(np.mean(CLIP.sound.reshape(48, -1).astype(float) ** 2, axis=1))
    assert np.allclose(CLIP.truth["loudness"], blocks / blocks.max(), atol=1e-6)


@pytest.mark.parametrize(("seconds", "fps", "frames"), [(0.01, 8, 1), (1, 60, 60), (2, 12.5, 25), (0.5, 25, 12)])
def test_lengths_and_rates(seconds: float, fps: float, frames: int) -> None:
    clip = film(CREW[1], seconds, fps, size=32)
    assert len(clip) == frames and clip.fps == fps
    assert len(clip.sound) == round(frames / fps * voices.RATE)


# ---------------------------------------------------------------------- the same again


def test_the_same_seed_gives_the_same_bytes_and_another_one_others() -> None:
    assert same(CLIP, film(CREW[0], seconds=3, size=32, sentence=SENTENCE, seed=3))
    other = film(CREW[0], seconds=3, size=32, sentence=SENTENCE, seed=4)
    assert not np.array_equal(other.frames, CLIP.frames) and not np.array_equal(other.sound, CLIP.sound)


def test_neither_company_nor_workers_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(darkroom, "PIECE", 8 * 32)
    many = films(CREW[:3], n_each=2, seconds=1, size=32, seed=6)
    assert [clip.actor for clip in many] == [CREW[0], CREW[0], CREW[1], CREW[1], CREW[2], CREW[2]]
    assert same(many[2], film(CREW[1], seconds=1, size=32, seed=6)) and not same(many[2], many[3])
    assert all(map(same, many, films(CREW[:3], 2, 1, size=32, seed=6, workers=2)))


def test_a_clip_is_kept_and_found_alone_or_among_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEEPFAKE_LESSONS_CACHE", str(tmp_path))
    monkeypatch.setattr(archive, "_SAID", set())
    monkeypatch.setattr(darkroom, "ALONE", 10**6)
    orders: list[darkroom.Order] = []
    draw = darkroom.draw
    monkeypatch.setattr(darkroom, "draw", lambda order: (orders.append(order), draw(order))[1])
    first = films(CREW[:2], seconds=1.5, size=32, seed=8)
    assert len(orders) == 2
    assert same(first[1], film(CREW[1], seconds=1.5, size=32, seed=8)) and len(orders) == 2
    assert len(list((tmp_path / "studio").iterdir())) == 2


def test_no_actors_are_no_fault() -> None:
    assert films([], 3) == [] and films(CREW, 0) == []


# ---------------------------------------------------------------------- nothing flickers


def test_a_still_head_differs_by_the_camera_s_noise_alone() -> None:
    still = [Frame(yaw=0.1, backdrop="wall")] * 6
    plain = studio.CINEMA.replace(noise=0.0, shot_noise=0.0, quality=0)
    for actor in CREW:
        without = shoot([actor], np.zeros(6, int), still, range(6), 48, plain).images
        assert (without == without[0]).all(), "texture, hair and backdrop stay where they are"
        with_noise = shoot([actor], np.zeros(6, int), still, range(6), 48, studio.CINEMA).images.astype(int)
        change = np.abs(np.diff(with_noise, axis=0))
        assert change.any(axis=(1, 2, 3)).all() and 0.3 < change.mean() < 3


def test_a_small_movement_makes_a_small_change() -> None:
    plain = studio.CINEMA.replace(noise=0.0, shot_noise=0.0, quality=0)
    steps = [Frame(yaw=0.1), Frame(yaw=0.102), Frame(yaw=0.12)]
    for actor in CREW:
        images = shoot([actor], np.zeros(3, int), steps, range(3), 48, plain).images.astype(int)
        small, large = (np.abs(image - images[0]).mean() for image in images[1:])
        assert small < 0.8 and small < 0.5 * large


# ---------------------------------------------------------------------- filmed again


def test_nothing_changed_gives_the_clip_back_to_the_byte() -> None:
    for again in (CLIP.refilm(), CLIP.refilm(CLIP.moments), CLIP.refilm(sound=CLIP.sound, actor=CREW[0])):
        assert same(CLIP, again)


def test_only_what_changed_is_drawn() -> None:
    moments = CLIP.moments
    moments[10:20] = [moment.replace(blink_left=1 - moment.blink_left) for moment in moments[10:20]]
    again = CLIP.refilm(moments)
    assert np.array_equal(again.frames[:10], CLIP.frames[:10]) and np.array_equal(again.frames[20:], CLIP.frames[20:])
    assert (again.frames[10:20] != CLIP.frames[10:20]).any(axis=(1, 2, 3)).all()
    assert np.allclose(again.truth["blink_left"][10:20], 1 - CLIP.truth["blink_left"][10:20])
    assert same(again.refilm(CLIP.moments), CLIP)
    assert np.array_equal(again.sound, CLIP.sound)


def test_another_actor_camera_sound_and_track() -> None:
    other = film(CREW[1], seconds=3, size=32, seed=5)
    again = CLIP.refilm(actor=CREW[1], camera=studio.SECOND_SHOT, sound=other.sound, truth=dict(cue=np.ones(48)))
    assert again.actor == CREW[1] and again.camera == studio.SECOND_SHOT and again.moments == CLIP.moments
    assert (again.frames != CLIP.frames).any(axis=(1, 2, 3)).all()
    assert np.array_equal(again.truth["loudness"], other.truth["loudness"]) and again.truth["cue"].sum() == 48
    assert again.about["actor"]["index"] == 1


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"moments": [Frame()] * 3}, ValueError, "3 moments for a clip of 48 frames"),
        ({"moments": ["smile"] * 48}, TypeError, "moments: studio.Frame is wanted"),
        ({"sound": np.zeros(7)}, ValueError, r"a sound of shape \(7,\) for one of \(48000,\)"),
        ({"truth": {"phoneme": np.array(["a"])}}, ValueError, "truth.'phoneme'. has shape .1,.: 48 values"),
    ],
)
def test_what_does_not_fit_is_refused(arguments: dict, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        CLIP.refilm(**arguments)


# ---------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"seconds": 0}, r"film\(seconds=0\): a number, more than 0, at most 60, is wanted"),
        ({"seconds": -3}, "seconds=-3"),
        ({"seconds": 61}, "seconds=61"),
        ({"seconds": float("nan")}, "seconds=nan"),
        ({"seconds": "3"}, "seconds='3'"),
        ({"seconds": True}, "seconds=True"),
        ({"fps": 7}, r"film\(fps=7\): a number, 8 to 60, is wanted"),
        ({"fps": 61}, "fps=61"),
        ({"fps": None}, "fps=None"),
        ({"seconds": 60, "fps": 60}, "60 s at 60 frames a second are 3,600 frames: at most 2,000"),
        ({"size": 63}, "size=63.*32, 48, 64, 128"),
        ({"seed": -1}, "seed=-1"),
        ({"sentence": ""}, "no word in it"),
        ({"sentence": "你好"}, "only English and Russian letters"),
        ({"sentence": "ba" * 400}, "800 characters are too many"),
        ({"sentence": "Mama! " * 40}, "takes .* s, and the clip has 3: ask for more seconds"),
    ],
)
def test_bad_numbers_and_sentences_are_refused(arguments: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        film(CREW[0], **arguments)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("actor", "arguments", "words"),
    [
        ("Anna", {}, "film wants an actor.*not str"),
        (CREW[0], {"camera": None}, "a camera is wanted"),
        (CREW[0], {"sentence": 7}, "a text in English or Russian"),
        (CREW[0], {"moment": "day"}, "moment: a studio.Frame is wanted"),
    ],
)
def test_strangers_are_refused(actor, arguments: dict, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        film(actor, **arguments)


@settings(max_examples=15)
@given(st.floats(0.05, 1.2), st.floats(8, 60), st.integers(0, 10**9), st.integers(0, 5))
def test_whatever_is_asked_within_the_limits_comes(seconds: float, fps: float, seed: int, who: int) -> None:
    clip = film(CREW[who], seconds, min(fps, 16), size=32, seed=seed)
    assert len(clip) == max(1, round(seconds * min(fps, 16))) and np.isfinite(clip.sound).all()
    assert clip.landmarks.min() > -8 and clip.landmarks.max() < 40


def test_all_but_the_pictures_costs_little() -> None:
    """Of the time of a clip, sound and motion take a small part: the pictures are what counts."""
    film(CREW[2], seconds=0.2, size=32)
    begun = time.process_time()
    clip = film(CREW[2], size=64, seed=77)
    whole = time.process_time() - begun
    begun = time.process_time()
    shoot([CREW[2]], np.zeros(48, int), clip.moments, [int(seed) for seed in clip.seeds], 64, studio.CINEMA)
    assert whole < 1.6 * (time.process_time() - begun)
