"""Lesson 01's sound dial: lips that follow another sound track or stay, a sound that comes late, words that say it."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import numpy as np
import pytest

from deepfake_lessons import studio
from deepfake_lessons.people import sound_explorer

OTHER = sound_explorer.SAID[1]


def closed(words: str) -> tuple[int, int]:
    """(lips together, times an m, b or p is heard)"""
    found = re.search(r"together at (\d+) of (\d+)", words)
    assert found
    return int(found[1]), int(found[2])


def played(shown: Any) -> dict[str, Any]:
    """What the player on the page gets."""
    found = re.search(r'data-dl-clip="([^"]*)"', shown.image.value)
    assert found, shown.image.value[:200]
    return json.loads(html.unescape(found[1]))


@pytest.mark.slow
@pytest.mark.parametrize("sentence", sound_explorer.SAID)
def test_every_sound_track_fits_and_its_lips_close(sentence: str) -> None:
    clip, words = sound_explorer.dubbed(sentence)
    together, heard = closed(words)
    assert together == heard >= 4 and clip.words == sentence and f"Heard: {sentence}" in words
    assert clip.captions[-1].end <= sound_explorer.SECONDS
    first = sound_explorer.filmed(sound_explorer.SAID[0])
    for knob in ("blink_left", "light_x", "yaw", "shift_x"):  # the same picture but for mouth, brows and a nod
        assert np.array_equal(clip.truth[knob], first.truth[knob])


def test_lips_that_stay_are_those_of_the_film() -> None:
    clip, words = sound_explorer.dubbed(OTHER, sound_explorer.STAY)
    first = sound_explorer.filmed(sound_explorer.SAID[0])
    assert np.array_equal(clip.frames, first.frames) and np.array_equal(clip.sound, sound_explorer.filmed(OTHER).sound)
    together, heard = closed(words)
    assert together < heard and "The lips still say: My brother" in words
    assert clip.captions == sound_explorer.filmed(OTHER).captions
    followed, said = sound_explorer.dubbed(OTHER)
    assert not np.array_equal(followed.frames, first.frames) and "drawn anew" in said
    mouth = sound_explorer.dubbed(sound_explorer.SAID[0], sound_explorer.STAY)[1]
    assert "as they were filmed" in mouth and closed(mouth)[0] == closed(mouth)[1]


def test_a_sound_that_comes_late() -> None:
    clip, words = sound_explorer.dubbed(OTHER, late=0.5)
    own = sound_explorer.filmed(OTHER)
    by = round(0.5 * own.rate)
    assert not clip.sound[:by].any() and np.array_equal(clip.sound[by:], own.sound[:-by])
    assert np.array_equal(clip.frames, own.frames) and np.array_equal(clip.truth["jaw"], own.truth["jaw"])
    assert clip.captions[0].start == pytest.approx(own.captions[0].start + 0.5)
    assert all(one.end <= sound_explorer.SECONDS for one in clip.captions)
    assert "comes 0.5 s late" in words and closed(words)[0] < closed(words)[1]


def test_the_dial_plays_what_it_says() -> None:
    shown = sound_explorer.sound_dial()
    assert list(shown.controls) == ["sound", "lips", "late"]
    assert [control.description for control in shown.controls.values()] == ["sound track", "lips", "sound late by (s)"]
    first = played(shown)
    assert (
        first["count"] == 48
        and first["sound"]
        and " ".join(one[2] for one in first["captions"]) == sound_explorer.SAID[0]
    )
    assert "autoplay" not in shown.image.value
    shown.controls["lips"].value = sound_explorer.STAY
    shown.controls["sound"].value = OTHER
    dubbed = played(shown)
    assert dubbed["sheet"] == first["sheet"] and dubbed["sound"] != first["sound"]
    assert "The lips still say" in shown.text.value
    shown.controls["late"].value = sound_explorer.LATEST
    assert played(shown)["sound"] != dubbed["sound"]
    shown.controls["late"].value = 0.0
    shown.buttons["Another sound track"].click()
    assert shown.values == {"sound": sound_explorer.SAID[2], "lips": sound_explorer.FOLLOW, "late": 0.0}
    assert played(shown)["sheet"] != first["sheet"]


def test_the_button_comes_round() -> None:
    values: dict[str, Any] = {"sound": sound_explorer.SAID[0], "lips": sound_explorer.STAY, "late": 0.3}
    seen = []
    for _ in sound_explorer.SAID:
        values = {**values, **sound_explorer.another(values)}
        seen.append(values["sound"])
    assert sorted(seen) == sorted(sound_explorer.SAID) and seen[-1] == sound_explorer.SAID[0]


def test_it_is_the_lessons_actor() -> None:
    assert sound_explorer.filmed(sound_explorer.SAID[0]).actor == studio.cast(8, seed=1)[7]
