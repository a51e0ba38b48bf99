"""The cast and the moments before the camera: ranges that hold, words that help, lots by seed and place alone."""

from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest

from deepfake_lessons.studio import actors, knobs
from deepfake_lessons.studio.actors import BANDS, HAIR, Actor, cast
from deepfake_lessons.studio.camera import Camera
from deepfake_lessons.studio.frames import BACKDROPS, Frame, draw_frames, portraits

KINDS = [Actor, Frame, Camera]
MANY = cast(600, 41)


@pytest.mark.parametrize("kind", KINDS)
def test_every_knob_has_a_row_with_range_unit_and_words(kind: type) -> None:
    rows = knobs.rows(kind)
    assert [row[0] for row in rows] == [field.name for field in fields(kind)]
    assert all(span and unit and words for _, span, unit, words in rows)


@pytest.mark.parametrize("kind", KINDS)
def test_ends_of_every_range_are_taken_and_what_lies_beyond_is_refused_by_name(kind: type) -> None:
    for knob in fields(kind):
        if knob.metadata["options"]:
            for word in knob.metadata["options"]:
                assert getattr(kind(**{knob.name: word}), knob.name) == word
            bad: tuple[object, ...] = ("sombrero", 3, None)
        else:
            low, high = knob.metadata["low"], knob.metadata["high"]
            for end in (low, high):
                assert getattr(kind(**{knob.name: end}), knob.name) == end
            bad = (low - 0.01, high + 1, float("nan"), float("inf"), "much", None, True)
        for value in bad:
            with pytest.raises(ValueError, match=rf"{kind.__name__}\.{knob.name}=.*(wanted|choose)"):
                kind(**{knob.name: value})


def test_the_sentence_names_the_range() -> None:
    with pytest.raises(ValueError, match=r"Actor\.age=1\.5: a number from 0 to 1 is wanted"):
        Actor(age=1.5)
    with pytest.raises(ValueError, match=r"Actor\.hair='mohawk': choose one of bald, buzz"):
        Actor(hair="mohawk")
    with pytest.raises(ValueError, match=r"Actor\.seed=1\.5: a whole number"):
        Actor(seed=1.5)  # type: ignore[arg-type]


def test_replace_turns_knobs_and_knows_its_own() -> None:
    actor = Actor()
    older = actor.replace(age=0.8, glasses="round")
    assert (older.age, older.glasses, actor.age, actor.glasses) == (0.8, "round", 0.3, "none")
    assert older.replace(age=0.3, glasses="none") == actor
    with pytest.raises(ValueError, match=r"no knob 'glases': did you mean glasses\?"):
        actor.replace(glases="round")
    with pytest.raises(ValueError, match="age=2"):
        actor.replace(age=2)


def test_numbers_of_numpy_become_plain_ones() -> None:
    actor = Actor(age=np.float32(0.5), seed=np.int64(4))  # type: ignore[arg-type]
    assert type(actor.age) is float and type(actor.seed) is int
    assert hash(actor) == hash(Actor(age=0.5, seed=4))


def test_actors_are_frozen_printable_and_picklable() -> None:
    actor = cast(3, 5)[2]
    with pytest.raises(FrozenInstanceError):
        actor.age = 0.5  # type: ignore[misc]
    assert "hair=" in repr(actor) and eval(repr(actor), vars(actors)) == actor
    assert pickle.loads(pickle.dumps(actor)) == actor
    assert actor.id == "5-0002"


def test_an_actor_depends_on_seed_and_place_alone() -> None:
    assert cast(3, 7) == cast(9, 7)[:3]
    assert cast(2, 7) != cast(2, 8)
    assert len({actor.replace(index=0) for actor in MANY}) == len(MANY)
    assert [(actor.seed, actor.index) for actor in MANY[:3]] == [(41, 0), (41, 1), (41, 2)]


@pytest.mark.parametrize(
    "bad", [{"n": -1, "seed": 1}, {"n": 1.5, "seed": 1}, {"n": 1, "seed": -1}, {"n": 1, "seed": True}]
)
def test_bad_numbers_of_actors_or_seeds_are_refused(bad: dict[str, int]) -> None:
    for draw in (cast, draw_frames, portraits):
        with pytest.raises(ValueError, match="a whole number, 0 or more, is wanted"):
            draw(**bad)
    assert cast(0, 1) == [] and draw_frames(0, 1) == []


def test_skin_bands_are_even_and_cover_the_range() -> None:
    assert [Actor(skin=v).skin_band for v in (0, 0.16, 0.17, 0.99, 1)] == [0, 0, 1, 5, 5]
    for start in range(0, len(MANY), BANDS):
        assert sorted(actor.skin_band for actor in MANY[start : start + BANDS]) == list(range(BANDS))


def test_the_cast_is_varied_and_grown_up() -> None:
    hair = Counter(actor.hair for actor in MANY)
    assert set(hair) == set(HAIR) and min(hair.values()) >= 6
    assert min(actor.years for actor in MANY) >= 20 and max(actor.years for actor in MANY) > 70
    shares = {
        "glasses": np.mean([actor.glasses != "none" for actor in MANY]),
        "beard": np.mean([actor.beard != "none" for actor in MANY]),
        "headscarf": hair["headscarf"] / len(MANY),
    }
    assert 0.2 < shares["glasses"] < 0.5 and 0.1 < shares["beard"] < 0.4 and 0.02 < shares["headscarf"] < 0.12
    assert np.corrcoef([actor.age for actor in MANY], [actor.grey for actor in MANY])[0, 1] > 0.5


def test_frames_depend_on_seed_and_place_alone_and_vary() -> None:
    frames = draw_frames(300, 3)
    assert frames[:2] == draw_frames(2, 3) and frames[0] != draw_frames(1, 4)[0]
    assert {frame.backdrop for frame in frames} == set(BACKDROPS)
    assert np.std([frame.yaw for frame in frames]) > 0.15
    assert 0.1 < np.mean([frame.jaw > 0 for frame in frames]) < 0.5
    assert abs(np.mean([np.sign(frame.light_x) for frame in frames])) < 0.2
    assert pickle.loads(pickle.dumps(frames[0])) == frames[0]


def test_portraits_are_the_same_moments_lined_up() -> None:
    frames, lined_up = draw_frames(200, 3), portraits(200, 3)
    assert lined_up[:2] == portraits(2, 3)
    for name in ("yaw", "pitch", "roll", "shift_x", "shift_y", "zoom"):
        before, after = (np.std([getattr(frame, name) for frame in some]) for some in (frames, lined_up))
        assert after < 0.6 * before, name
    for name in ("smile", "jaw", "blink_left", "light_x", "light_power"):
        assert [getattr(frame, name) for frame in lined_up] == [getattr(frame, name) for frame in frames]
    assert {frame.backdrop for frame in lined_up} == {"plain", "gradient"}
    assert min(frame.zoom for frame in lined_up) > 1  # close up
