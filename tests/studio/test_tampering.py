"""Pasted faces: what changes and what does not, the dials at both ends, and what is measured of a still."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from deepfake_lessons import studio
from deepfake_lessons.photos import description
from deepfake_lessons.studio import tampering
from deepfake_lessons.studio.sittings import sitting

CAST = studio.cast(6, seed=8)
PALE = CAST[0].replace(skin=0.05, hair="short", glasses="none", beard="none")
DARK = CAST[1].replace(skin=0.95, hair="short", glasses="none", beard="none")


SHOT: studio.Photographs


@pytest.fixture(scope="module", autouse=True)
def _taken() -> None:
    global SHOT
    SHOT = studio.photograph(PALE, n_each=3, frames=sitting(3, seed=1))


def test_only_the_inner_face_changes() -> None:
    pasted = tampering.paste_face(SHOT, [DARK], match_colour=0, feather=1, seed=2)
    changed = (pasted.images != SHOT.images).any(axis=3)
    assert not changed[pasted.blend == 0].any()
    assert changed[pasted.blend > 0.9].mean() > 0.9
    assert not changed[SHOT.masks["background"] > 0.5].any()
    assert (pasted.other == 0).all() and (pasted.actor == SHOT.actor).all()


def test_colour_matching_goes_from_the_others_skin_to_the_one_below() -> None:
    inner = SHOT.masks["inner"] > 0.9
    bare = [
        tampering.paste_face(SHOT, [DARK], match_colour=match, seed=2).images[inner].mean() for match in (0, 0.5, 1)
    ]
    own = SHOT.images[inner].mean()
    assert bare[0] < own - 40
    assert abs(bare[2] - own) < 6
    assert bare[0] < bare[1] < bare[2]


def test_a_feather_softens_the_edge_and_scissors_cut_it() -> None:
    hard = tampering.paste_face(SHOT, [DARK], feather=0).blend
    assert set(np.unique(hard)) == {0, 1}
    steps = [
        np.abs(np.diff(tampering.paste_face(SHOT, [DARK], feather=feather).blend, axis=1)).max()
        for feather in (0, 1, 3)
    ]
    assert steps[0] > steps[1] > steps[2] > 0


def test_each_photograph_may_have_dials_of_its_own_and_gets_another_actor_by_lot() -> None:
    pasted = tampering.paste_face(SHOT, [PALE, *CAST[2:]], match_colour=[0, 0.5, 1], feather=[0, 1, 2], seed=5)
    again = tampering.paste_face(SHOT, [PALE, *CAST[2:]], match_colour=[0, 0.5, 1], feather=[0, 1, 2], seed=5)
    assert (pasted.images == again.images).all()
    assert 0 not in pasted.other and len(pasted.others) == 5
    assert list(pasted.match_colour) == [0, 0.5, 1] and list(pasted.feather) == [0, 1, 2]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"others": [PALE]}, "other actors"),
        ({"match_colour": 1.5}, "match_colour=1.5: one number from 0 to 1"),
        ({"match_colour": [0, 1]}, "or 3 of them"),
        ({"feather": -1}, "feather=-1"),
        ({"feather": float("nan")}, "feather=nan"),
    ],
)
def test_what_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        tampering.paste_face(**({"photographs": SHOT, "others": [DARK]} | change))


def test_nothing_to_forge() -> None:
    assert len(tampering.paste_face(SHOT[:0], [DARK]).images) == 0


def test_others_are_actors() -> None:
    with pytest.raises(TypeError, match="not ndarray"):
        tampering.paste_face(SHOT.images, [DARK])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="one is str"):
        tampering.paste_face(SHOT, ["somebody"])  # type: ignore[list-item]


def test_a_sitting_keeps_the_room_and_changes_the_face() -> None:
    frames = sitting(40, seed=3)
    assert len({(frame.backdrop, frame.backdrop_hue, frame.zoom) for frame in frames}) == 1
    assert np.std([frame.yaw for frame in frames]) < 0.06
    assert np.std([frame.smile for frame in frames]) > 0.2
    assert len({frame.light_x for frame in frames}) == 40
    assert sitting(60, seed=3)[:40] == frames and sitting(1, seed=4) != frames[:1]
    assert len(sitting(3000, seed=1)) == 3000  # no lot falls outside a knob's range
    with pytest.raises(ValueError, match="sitting"):
        sitting(-1, seed=1)


def test_measurements_see_what_was_done() -> None:
    bare = tampering.paste_face(SHOT, [DARK.replace(undertone=1.0)], match_colour=0, feather=0).images
    masks = list(zip(SHOT.masks["inner"], SHOT.masks["face"], strict=True))
    genuine = [description.measure(image, *mask) for image, mask in zip(SHOT.images, masks, strict=True)]
    forged = [description.measure(image, *mask) for image, mask in zip(bare, masks, strict=True)]
    for before, after in zip(genuine, forged, strict=True):
        assert after.brighter < before.brighter - 20 and after.tint > before.tint + 3
    words = description.Evidence(-31.4, 6.6, 1.25, 20, -20).words()
    for part in ("31 % darker", "differs by 7 %", "1.2 times as sharp", "the right (20 levels) inside, from the left"):
        assert part in words
    assert "5 % brighter" in description.Evidence(5, 0, 1, 0, 0).words()


def test_the_side_of_the_light_is_measured() -> None:
    for side in (-1, 1):
        frame = studio.Frame(light_x=1.0 * side, softness=0.1, ambient=0.2)
        shot = studio.photograph(PALE, frames=frame)
        found = description.measure(shot.images[0], shot.masks["inner"][0], shot.masks["face"][0])
        assert np.sign(found.light_inside) == side and np.sign(found.light_outside) == side


def test_measurements_want_masks_that_fit() -> None:
    with pytest.raises(ValueError, match="masks"):
        description.measure(SHOT.images[0], np.zeros((32, 32)), np.zeros((32, 32)))
    with pytest.raises(ValueError, match="no edge"):
        description.measure(SHOT.images[0], np.zeros((64, 64)), np.zeros((64, 64)))
