"""Dubbing of drawn actors: the mouth follows the other sentence, nobody else is dubbed, marks are there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from deepfake_lessons import studio
from deepfake_lessons.faces import alignment

pytestmark = pytest.mark.slow  # TensorFlow


@pytest.fixture(scope="module")
def stage() -> dict[str, Any]:
    from deepfake_lessons.swap import studies

    actor, other = studio.cast(2, seed=74)
    actor = actor.replace(glasses="none")
    shots = {
        "clip": studio.film(actor, 1.5, seed=3, moment=studies.STAGE),
        "sentence": studio.film(other, 1.5, seed=4, moment=studies.STAGE),
        "mouths": studies.study(actor, 120, seed=5),
    }
    return shots


def test_nearest_openings() -> None:
    from deepfake_lessons.swap import dubbing

    assert dubbing.nearest([0.1, 0.8], [0.75, 0.0, 0.2]).tolist() in ([1, 0], [2, 0])
    assert dubbing.nearest(np.array([0.12, 0.8]), np.array([0.75, 0.0, 0.2])).tolist() == [2, 0]


def test_the_mouth_follows_the_other_sentence(stage: dict[str, Any]) -> None:
    from deepfake_lessons.faces.expression import expressions
    from deepfake_lessons.swap import dubbing

    clip, sentence = stage["clip"], stage["sentence"]
    dubbed = dubbing.dub(clip, sentence, stage["mouths"], camera=None)
    said = {name: expressions(alignment.crops(one.frames, clip.landmarks))["jaw"] for name, one in
            (("before", clip), ("dubbed", dubbed))}  # fmt: skip
    wanted = sentence.truth["jaw"]
    assert np.corrcoef(said["dubbed"], wanted)[0, 1] > 0.8
    assert np.corrcoef(said["dubbed"], wanted)[0, 1] > np.corrcoef(said["before"], wanted)[0, 1] + 0.2
    rows, columns = alignment.box("eyes")
    eyes = [alignment.crops(one.frames, clip.landmarks)[:, rows, columns].astype(int) for one in (clip, dubbed)]
    assert np.abs(eyes[0] - eyes[1]).max() <= 2  # nothing but the mouth changes
    assert (dubbed.sound == sentence.sound).all() and dubbed.captions == sentence.captions


def test_a_dubbed_clip_says_what_it_is(stage: dict[str, Any]) -> None:
    from deepfake_lessons.swap import dubbing
    from deepfake_lessons.swap.pasting import is_marked

    dubbed = dubbing.dub(stage["clip"], stage["sentence"], stage["mouths"])
    assert dubbed.about["synthetic"] is True
    assert all(is_marked(frame) for frame in dubbed.frames)


def test_what_is_refused(stage: dict[str, Any]) -> None:
    from deepfake_lessons.swap import dubbing

    clip, sentence, mouths = stage["clip"], stage["sentence"], stage["mouths"]
    for wrong in ((clip.frames, sentence, mouths), (clip, sentence.sound, mouths)):
        with pytest.raises(TypeError, match="only drawn actors are dubbed"):
            dubbing.dub(*wrong)
    with pytest.raises(TypeError, match=r"mouths from studio.photograph, not ndarray"):
        dubbing.dub(clip, sentence, mouths.images)
    short = studio.film(clip.actor, 0.5, seed=4)
    with pytest.raises(ValueError, match="film both for the same time"):
        dubbing.dub(clip, short, mouths)
    aside = mouths[np.abs(mouths.truth["yaw"]) > 0.1]
    with pytest.raises(ValueError, match="look aside"):
        dubbing.dub(clip, sentence, aside)
    with pytest.raises(ValueError, match="whole numbers from 0 to"):
        dubbing.dub(clip, sentence, mouths, choose=lambda wanted, available: wanted)
