"""Words of a clip: the same questions to genuine and forged ones, answers that are seen, and afterwards the truth."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from deepfake_lessons import studio
from deepfake_lessons.clips import description
from deepfake_lessons.clips.footage import Footage
from deepfake_lessons.drawing.filmstrip import places
from deepfake_lessons.metrics.pairs import FAKE, REAL
from deepfake_lessons.notebook import quiz
from deepfake_lessons.people import entry_test

SAID = "My brother packed a big map and a lamp."
WAYS = {"light": "wandering", "lips": "late", "blink": "one eye", "seam": "soft face", "shadow": "mirrored"}


@pytest.fixture(scope="module")
def clip() -> studio.Clip:
    return studio.film(studio.cast(28, seed=21)[27], seconds=2.5, fps=12, size=32, sentence=SAID, seed=21)


@pytest.fixture(scope="module")
def broken(clip: studio.Clip) -> dict[str, studio.Clip]:
    return {cue: studio.tamper(clip, cue, 1.0, seed=3, kind=kind) for cue, kind in WAYS.items()}


def questions(words: str) -> str:
    """What a text asks, its answers left out."""
    words = re.sub(r"The mouth .*?;", "M;", words)
    return re.sub(r"[\d.,+-]+", "#", re.sub(r"The eyes .*?\. (?=Right)", "EYES ", words))


def test_genuine_and_forged_are_asked_the_same_and_nothing_is_named(clip: studio.Clip, broken: dict) -> None:
    own = description.measured(clip)
    for words in [own, *(description.measured(one) for one in broken.values())]:
        assert re.sub("[# s]+", "", questions(words)) == re.sub("[# s]+", "", questions(own))
        assert not re.search("fake|forged|genuine|tamper|late|wander|broken", words)
    assert own.startswith("Heard: ") and "big map and a lamp" in own


def test_every_trick_moves_its_own_words(clip: studio.Clip, broken: dict) -> None:
    own = description.measured(clip)
    heard = [int(number) for number in re.search(r"together at (\d+) of (\d+)", own).groups()]
    assert heard[0] == heard[1] >= 2
    late = re.search(r"together at (\d+) of (\d+)", description.measured(broken["lips"]))
    assert int(late[2]) == heard[1] and int(late[1]) < heard[1]  # what is heard is the same, and the lips are not
    lids = re.findall(r"left one by (\d+) %, the right one by (\d+) %", description.measured(broken["blink"]))
    assert any(abs(int(left) - int(right)) > 90 for left, right in lids)

    def moves(one: studio.Clip) -> np.ndarray:
        return np.array([np.ptp(track) for track in description.light(one)])

    assert moves(broken["light"])[0] > moves(clip)[0] + 15 and abs(moves(broken["light"]) - moves(clip))[1] < 6
    assert description.light(broken["shadow"])[0].mean() * description.light(clip)[0].mean() < 0
    texts = own, description.measured(broken["seam"])
    sharp = [float(re.search(r"is ([\d.]+) times as sharp", words)[1]) for words in texts]
    assert sharp[1] < sharp[0]


def test_light_is_what_the_pixels_say(clip: studio.Clip) -> None:
    inside, around = description.light(clip)
    assert inside.shape == around.shape == (len(clip),)
    mirrored = replace(clip, frames=clip.frames[:, :, ::-1].copy())
    turned = replace(mirrored, masks=type(clip.masks)(clip.masks.layers[..., ::-1].copy()))
    assert np.allclose(description.light(turned)[0], -inside, atol=3)
    grey = replace(clip, frames=np.full_like(clip.frames, 90))
    assert np.allclose(description.light(grey), 0)


def test_afterwards_it_is_said_what_was_done(clip: studio.Clip, broken: dict) -> None:
    assert description.done(clip).startswith("Nothing was done to it.")
    for cue, one in broken.items():
        said = description.done(one)
        assert one.about["tampered"][0]["how"] in said and re.search("Look at|Compare", said), cue
    both = studio.tamper(broken["blink"], "lips", 0.5, seed=1, kind="late")
    assert "lids" in description.done(both) and "mouth" in description.done(both)
    still = replace(clip, truth={**clip.truth, **dict.fromkeys(("blink_left", "blink_right"), np.zeros(len(clip)))})
    assert "Nobody blinked" in description.done(still) and "The eyes do not shut." in description.measured(still)


def test_marks_point_at_the_fault(clip: studio.Clip, broken: dict) -> None:
    labels, shown = description.marks(clip)
    assert len(labels) == len(clip) and list(shown) == list(places(len(clip), 6))
    for one in broken.values():
        labels, shown = description.marks(one)
        assert len(labels) == len(one) and len(shown) == 6 and (np.diff(shown) > 0).all()
    labels, shown = description.marks(broken["blink"])
    assert {"left shut", "right shut"} & {labels[place] for place in shown}
    labels, shown = description.marks(broken["lips"])
    assert {"m: open", "b: open", "p: open", "m: ajar", "b: ajar", "p: ajar"} & {labels[place] for place in shown}
    assert all("light" in label for label in description.marks(broken["light"])[0])


def test_short_clips_and_strangers(clip: studio.Clip) -> None:
    short = studio.film(clip.actor, seconds=0.1, fps=10, size=32, seed=1)
    assert len(description.marks(short)[1]) == 1 and "Heard" in description.measured(short)
    stranger = Footage(clip.frames, clip.fps, clip.sound, clip.rate)
    for function in (description.measured, description.done, description.marks):
        with pytest.raises(ValueError, match="whose truth is known"):
            function(stranger)


# ---------------------------------------------------------------------- lesson 01's entry test


@pytest.fixture(scope="module")
def parts(clip: studio.Clip, broken: dict) -> tuple:
    originals = studio.photograph(studio.cast(3, seed=21), size=32, seed=21)
    blend = np.zeros((3, 32, 32), np.float32)
    clips = [clip, broken["lips"], broken["blink"]]
    return clips, [REAL, FAKE, FAKE], originals.images, [FAKE, REAL, REAL], originals, blend


def test_clips_and_stills_by_turns(parts: tuple) -> None:
    asked = entry_test.by_turns(*parts)
    assert set(asked) == {"images", "labels", "words", "why", "look"}
    assert asked["labels"].tolist() == [REAL, FAKE, FAKE, REAL, FAKE, REAL]
    assert asked["images"][::2] == parts[0] and all(one.shape == (300, 300, 3) for one in asked["images"][1::2])
    assert len(asked["words"]) == len(asked["why"]) == 6
    assert asked["why"][0].startswith("Nothing was done") and "lips" in asked["why"][2]
    assert "laid in" in asked["why"][1] and asked["why"][3] == "It is as it was photographed."
    seen = [asked["look"](place) for place in range(6)]
    assert all(len(alt) > 40 for _, alt in seen)
    assert seen[1][0].shape[1] > seen[3][0].shape[1]  # a forged still has the region beside it
    control = quiz.quiz(**asked, key="90 entry")
    assert "Clip 1 of 6" in control.title.value


def test_other_numbers_of_clips_and_stills_are_refused(parts: tuple) -> None:
    with pytest.raises(ValueError, match="as many of each"):
        entry_test.by_turns(parts[0][:2], *parts[1:])
