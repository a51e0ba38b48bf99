"""Tricks: each breaks a clip as its name and its truth say, by as much as the dial says, and leaves the rest alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from deepfake_lessons import clips, studio
from deepfake_lessons.clips.footage import Footage
from deepfake_lessons.studio import tricks, tricks_drawing
from deepfake_lessons.studio.darkroom import Pictures
from deepfake_lessons.studio.film import Clip, still
from deepfake_lessons.studio.ideal import with_face
from deepfake_lessons.studio.tricks import KINDS, Tampered, farthest_seed, tamper, tamper_still
from deepfake_lessons.studio.tricks_plan import Lamp

EVERY = [(cue, kind) for cue, kinds in KINDS.items() for kind in kinds]
PAINTED = [("seam", kind) for kind in KINDS["seam"]] + [("shadow", "mirrored"), ("light", "wandering")]
INNER = [one for one in PAINTED if not one[1].endswith("background")]  # they change the inner face alone
ACTED = [one for one in EVERY if one not in PAINTED and one[1] != "dubbed"]
DRAWN_BY_LOT = {"soft face", "sharp face", "late", "early", "another sentence", "dubbed", "wandering", "fast"}

BARE = studio.CINEMA.replace(noise=0.0, shot_noise=0.0, quality=0, blur=0.0)  # a camera that adds nothing
ACTOR = studio.cast(3, seed=61)[0].replace(beard="none", glasses="none", skin=0.35, hair="short")
MOMENT = studio.Frame(light_x=-0.8, softness=0.2, ambient=0.35, backdrop="wall", backdrop_contrast=1.0, blink_left=0.1,
                      blink_right=0.1)  # fmt: skip


def filmed(seconds: float, size: int, camera: studio.Camera = studio.CINEMA, blink: int | None = 9) -> Clip:
    """A clip with one blink of both eyes that begins at a frame, or none."""
    clip = studio.film(ACTOR, seconds, size=size, seed=3, camera=camera, moment=MOMENT, workers=1)
    lids = np.full(len(clip), 0.1)
    for place, lid in enumerate((0.6, 1.0, 0.7, 0.3)):
        if blink is not None and blink + place < len(clip):
            lids[blink + place] = lid
    moments = [one.replace(blink_left=lid, blink_right=lid) for one, lid in zip(clip.moments, lids, strict=True)]
    return clip.refilm(moments, workers=1)


CLIP: Clip  # where knobs and sound are looked at
SHOT: Clip  # where pixels are
SHORT: Clip
STILL: Clip  # nobody blinks


@pytest.fixture(scope="module", autouse=True)
def _filmed() -> None:
    global CLIP, SHOT, SHORT, STILL
    CLIP, SHORT, STILL = filmed(3, 32), filmed(0.75, 32, blink=4), filmed(0.5, 32, blink=None)
    SHOT = filmed(0.5, 64, BARE, blink=3)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves the pictures as they were, where a test looks at knobs, sound and words alone: it is much quicker."""

    def none(plan: tricks_drawing.Plan) -> tuple[list[int], Pictures]:
        size = plan.size
        return [], Pictures(np.zeros((0, size, size, 3)), np.zeros((4, 0, size, size)), np.zeros((0, 6, 2)))

    monkeypatch.setattr(tricks, "pictures", none)


def same(one: Clip, other: Clip) -> bool:
    """Whether two clips are equal, byte for byte."""
    return (
        one.frames.tobytes() == other.frames.tobytes()
        and one.sound.tobytes() == other.sound.tobytes()
        and np.array_equal(one.landmarks, other.landmarks)
        and one.masks.layers.tobytes() == other.masks.layers.tobytes()
        and one.truth.keys() == other.truth.keys()
        and all(np.array_equal(one.truth[name], other.truth[name]) for name in one.truth)
        and (one.captions, one.fps, one.rate, one.about) == (other.captions, other.fps, other.rate, other.about)
    )


def changed(one: Clip, other: Clip) -> np.ndarray:
    """Frames that are not the same to the byte, (T,)."""
    return np.asarray((one.frames != other.frames).any(axis=(1, 2, 3)))


def told(clip: Clip) -> list[tuple[str, str, float, int]]:
    """What was done, as the clip's own words have it."""
    return [(one["cue"], one["kind"], one["strength"], one["seed"]) for one in clip.about["tampered"]]


# ---------------------------------------------------------------------- the dial, the lots and the truth


@pytest.mark.parametrize(("cue", "kind"), EVERY)
def test_lots_and_truth(cue: str, kind: str) -> None:
    before = SHORT.frames.copy(), SHORT.sound.copy(), SHORT.landmarks.copy(), SHORT.truth["jaw"].copy()
    once = tamper(SHORT, cue, 0.75, 4, kind=kind)
    after = SHORT.frames, SHORT.sound, SHORT.landmarks, SHORT.truth["jaw"]
    assert all(map(np.array_equal, before, after)) and tamper(SHORT, cue, 0, 5, kind=kind) is SHORT
    assert tamper(once, cue, 0.0, kind=kind) is once
    assert same(once, tamper(SHORT, cue, 0.75, 4, kind=kind)) and type(once) is Tampered
    if kind in DRAWN_BY_LOT:
        other = tamper(SHORT, cue, 0.75, 5, kind=kind)
        assert not np.array_equal(once.sound if kind == "dubbed" else once.frames,
                                  other.sound if kind == "dubbed" else other.frames)  # fmt: skip
    assert once.genuine is SHORT and len(once) == len(SHORT) and once.camera == SHORT.camera
    assert told(once) == [(cue, kind, 0.75, 4)] and "tampered" not in SHORT.about
    amount = once.truth[f"tampered_{cue}"]
    assert set(once.truth) == {*SHORT.truth, f"tampered_{cue}"} and set(np.unique(amount)) <= {0.0, 0.75}
    if kind != "dubbed":
        seen = changed(once, SHORT)
        assert not seen[amount == 0].any(), "a frame that the truth calls untouched is the camera's own, to the byte"
        assert seen[amount > 0].mean() > 0.85 and amount.any()
    assert np.isfinite(once.landmarks).all() and once.about["synthetic"] is True


def difference(kind: str, broken: Clip, genuine: Clip) -> float:
    """How far a clip is from what it was: in seconds, in sound, in knobs, or in pixels."""
    if kind in ("late", "early"):
        return abs(shift_of(broken.truth["jaw"], genuine.truth["jaw"], genuine.fps))
    if kind == "dubbed":
        return float((broken.sound != genuine.sound).mean())
    if (("lips", kind) in ACTED) or ("blink", kind) in ACTED:
        names = ("jaw", "spread", "teeth", "blink_left", "blink_right")
        return float(sum(np.abs(broken.truth[name] - genuine.truth[name]).sum() for name in names))
    return float(np.abs(broken.frames.astype(int) - genuine.frames).mean())


@pytest.mark.parametrize(("cue", "kind"), EVERY)
def test_the_change_grows_with_the_dial(cue: str, kind: str, request: pytest.FixtureRequest) -> None:
    genuine = SHOT if (cue, kind) in PAINTED else CLIP
    if genuine is CLIP:
        request.getfixturevalue("undrawn")
    grows = [difference(kind, tamper(genuine, cue, strength, 2, kind=kind), genuine) for strength in (0.2, 0.6, 1.0)]
    assert 0 < grows[0] < grows[1] < grows[2]


@pytest.mark.usefixtures("undrawn")
def test_kinds_come_by_lot_and_where_nobody_blinks_none_is_left_out() -> None:
    for cue, kinds in KINDS.items():
        assert {told(tamper(SHORT, cue, 1.0, 7 + k))[0][1] for k in range(8 * len(kinds))} == set(kinds)
    unblinking = {told(tamper(STILL, "blink", 1.0, 7 + k))[0][1] for k in range(40)}
    assert unblinking == set(KINDS["blink"]) - {"none"}


# ---------------------------------------------------------------------- lips


def shift_of(track: np.ndarray, other: np.ndarray, fps: float) -> float:
    """By how many seconds a track comes later than another one, where both fit together best."""
    fine = np.arange(0, len(track) - 1, 1 / 16)
    a, b = (np.interp(fine, np.arange(len(track)), one) for one in (track, other))
    lags = range(-192, 193)
    fits = [float(np.corrcoef(a[max(lag, 0) : len(a) + min(lag, 0)], b[max(-lag, 0) : len(b) + min(-lag, 0)])[0, 1])
            for lag in lags]  # fmt: skip
    return lags[int(np.argmax(fits))] / 16 / fps


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("kind", ["late", "early"])
@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_the_mouth_comes_as_late_or_early_as_is_told(kind: str, strength: float) -> None:
    broken = tamper(CLIP, "lips", strength, 6, kind=kind)
    words = broken.about["tampered"][0]["how"]
    seconds = float(words.split()[3])
    assert words == f"the mouth is {seconds:.2f} s too {kind}"
    assert 0.3 * strength - 0.01 <= seconds <= 0.6 * strength + 0.01
    sign = 1 if kind == "late" else -1
    assert shift_of(broken.truth["jaw"], CLIP.truth["jaw"], CLIP.fps) == pytest.approx(sign * seconds, abs=0.02)
    assert np.array_equal(broken.sound, CLIP.sound) and broken.captions == CLIP.captions
    for name in ("phoneme", "lip_closure", "voicing", "loudness"):
        assert np.array_equal(broken.truth[name], CLIP.truth[name]), "those of the sound"


@pytest.mark.parametrize(("cue", "kind"), ACTED)
def test_the_pictures_show_what_the_truth_says(cue: str, kind: str) -> None:
    """Byte for byte what the camera had shot, had somebody acted so: mouth, lids, landmarks, noise."""
    broken = tamper(SHORT, cue, 1.0, 6, kind=kind)
    shot = SHORT.refilm(broken.moments, workers=1)
    assert np.array_equal(broken.frames, shot.frames) and changed(broken, SHORT).any()
    assert np.array_equal(broken.landmarks, shot.landmarks)
    assert np.array_equal(broken.masks.layers, shot.masks.layers)
    corners = np.abs(broken.landmarks - SHORT.landmarks)[:, 3:5].max(axis=(1, 2))
    assert (corners.max() > 0.2) == (cue == "lips"), "the corners of the mouth go with the lips, and with nothing else"


def test_another_sentence_moves_the_mouth_from_its_begin_on() -> None:
    broken = tamper(CLIP, "lips", 0.5, 6, kind="another sentence")
    assert not changed(broken, CLIP)[:24].any() and changed(broken, CLIP)[24:].mean() > 0.8
    assert np.array_equal(broken.truth["tampered_lips"] > 0, changed(broken, CLIP))
    assert np.array_equal(broken.sound, CLIP.sound) and broken.captions == CLIP.captions
    whole = tamper(CLIP, "lips", 1.0, 6, kind="another sentence")
    differs = np.any([whole.truth[name] != CLIP.truth[name] for name in ("jaw", "spread", "teeth")], axis=0)
    assert np.array_equal(whole.truth["tampered_lips"] > 0, differs) and not differs.all(), "at first both are silent"
    assert np.corrcoef(whole.truth["jaw"], CLIP.truth["jaw"])[0, 1] < 0.6
    assert whole.about["tampered"][0]["how"].startswith("from 0.00 s on the mouth says: ")
    assert not {one.words for one in CLIP.captions} & set(whole.about["tampered"][0]["how"].split(": ")[1:])


def test_dubbing_changes_what_is_heard_and_nothing_that_is_seen() -> None:
    broken = tamper(CLIP, "lips", 0.5, 6, kind="dubbed")
    assert np.array_equal(broken.frames, CLIP.frames) and np.array_equal(broken.landmarks, CLIP.landmarks)
    assert broken.masks.layers.tobytes() == CLIP.masks.layers.tobytes()
    assert all(np.array_equal(broken.truth[name], CLIP.truth[name]) for name in ("jaw", "spread", "teeth"))
    half = len(CLIP.sound) // 2
    assert np.array_equal(broken.sound[:half], CLIP.sound[:half])
    apart = np.corrcoef(broken.sound[half:], CLIP.sound[half:])[0, 1]
    assert abs(apart) < 0.3 and broken.sound.dtype == np.float32 and np.abs(broken.sound).max() <= 1
    assert np.array_equal(broken.truth["tampered_lips"], np.repeat([0, 0.5], 24))
    assert np.array_equal(broken.truth["phoneme"][:24], CLIP.truth["phoneme"][:24])
    assert not np.array_equal(broken.truth["phoneme"], CLIP.truth["phoneme"])
    blocks = np.sqrt(np.mean(broken.sound.reshape(48, -1).astype(float) ** 2, axis=1))
    assert np.allclose(broken.truth["loudness"], blocks / blocks.max(), atol=1e-6)
    earlier = [one for one in broken.captions if one.start < 1.5]
    assert len(earlier) == len([one for one in CLIP.captions if one.start < 1.5]) and earlier[-1].end == 1.5
    assert earlier[-1].words == f"{CLIP.captions[len(earlier) - 1].words} …"
    later = [one for one in broken.captions if one.start >= 1.5]
    assert later and not {one.words for one in later} & {one.words for one in CLIP.captions}
    times = [time for one in broken.captions for time in (one.start, one.end)]
    assert times == sorted(times), "no two captions at once"


# ---------------------------------------------------------------------- blinks


def shut(clip: Clip, side: str) -> np.ndarray:
    """Frames in which an eye is more shut than open, (T,)."""
    return np.asarray(clip.truth[f"blink_{side}"] > 0.5)


def times_shut(clip: Clip) -> int:
    return int((np.diff(shut(clip, "left").astype(int), prepend=0) == 1).sum())


def test_no_blink_and_half_a_blink() -> None:
    for strength, peak in ((1.0, 0.1), (0.5, 0.55)):
        broken = tamper(CLIP, "blink", strength, kind="none")
        assert broken.truth["blink_left"].max() == pytest.approx(peak)
        assert np.array_equal(np.flatnonzero(changed(broken, CLIP)), [9, 10, 11, 12])
    half = tamper(CLIP, "blink", 1.0, kind="half")
    assert half.truth["blink_right"].max() == pytest.approx(0.55)
    assert half.about["tampered"][0]["how"] == "a blink shuts the eyes by 50 %"
    open_eyes = [one.replace(blink_left=0.1, blink_right=0.1) for one in CLIP.moments]
    never = tamper(CLIP, "blink", 1.0, kind="none")
    assert np.array_equal(never.frames, CLIP.refilm(open_eyes, workers=1).frames)


def test_one_eye() -> None:
    sides = set()
    for seed in range(6):
        broken = tamper(CLIP, "blink", 1.0, seed, kind="one eye")
        words = broken.about["tampered"][0]["how"]
        still, other = ("left", "right") if "eye on the left" in words else ("right", "left")
        assert broken.truth[f"blink_{still}"].max() == pytest.approx(0.1) and "shuts by 0 % only" in words
        assert np.array_equal(broken.truth[f"blink_{other}"], CLIP.truth[f"blink_{other}"])
        eye = CLIP.landmarks[10, 0 if still == "left" else 1].astype(int)
        differs = np.argwhere((broken.frames[10] != CLIP.frames[10]).any(axis=2))
        assert np.abs(differs.mean(axis=0)[::-1] - eye).max() < 3, "it is that eye's place in the picture that changes"
        sides.add(still)
    assert sides == {"left", "right"}


@pytest.mark.usefixtures("undrawn")
def test_rounding_is_no_change() -> None:
    lids = np.random.default_rng(4).uniform(0.07, 0.9, len(CLIP))
    moments = [one.replace(blink_left=lid, blink_right=lid) for one, lid in zip(CLIP.moments, lids, strict=True)]
    broken = tamper(CLIP.refilm(moments, workers=1), "blink", 1.0, kind="one eye")
    assert sorted(np.array_equal(broken.truth[f"blink_{side}"], lids) for side in ("left", "right")) == [False, True]


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_slow_blinks_last_as_much_longer_as_is_told(strength: float) -> None:
    broken = tamper(CLIP, "blink", strength, kind="slow")
    assert broken.about["tampered"][0]["how"] == f"a blink lasts {0.7 * strength:.2f} s longer"
    longer = (shut(broken, "left").sum() - shut(CLIP, "left").sum()) / CLIP.fps
    assert longer == pytest.approx(0.7 * strength, abs=1.1 / CLIP.fps) and times_shut(broken) == times_shut(CLIP) == 1


@pytest.mark.usefixtures("undrawn")
def test_a_blink_too_late_to_be_seen_slow_gets_one_before_it() -> None:
    lids = [*[0.1] * 45, 0.6, 1, 0.7]
    moments = [one.replace(blink_left=lid, blink_right=lid) for one, lid in zip(CLIP.moments, lids, strict=True)]
    late = CLIP.refilm(moments, workers=1)
    for seed in range(4):
        broken = tamper(late, "blink", 1.0, seed, kind="slow")
        assert (shut(broken, "left").sum() - shut(late, "left").sum()) / late.fps > 0.55


@pytest.mark.usefixtures("undrawn")
def test_fast_blinks_come_one_upon_another() -> None:
    broken = tamper(CLIP, "blink", 1.0, 3, kind="fast")
    count = int(broken.about["tampered"][0]["how"].split()[0])
    assert 5 <= count <= 9 and abs(times_shut(broken) - count) <= 2
    assert (broken.truth["blink_left"] >= CLIP.truth["blink_left"]).all()
    few = tamper(CLIP, "blink", 0.1, 3, kind="fast")
    assert few.about["tampered"][0]["how"] == "1 blink more"


@pytest.mark.parametrize("kind", ["half", "one eye", "slow", "fast"])
def test_where_nobody_blinks_a_blink_comes_first(kind: str) -> None:
    broken = tamper(STILL, "blink", 1.0, 1, kind=kind)
    assert max(broken.truth["blink_left"].max(), broken.truth["blink_right"].max()) > 0.45
    assert np.array_equal(broken.frames, STILL.refilm(broken.moments, workers=1).frames)


def test_no_blink_where_there_is_none_says_so() -> None:
    broken = tamper(STILL, "blink", 1.0, kind="none")
    assert np.array_equal(broken.frames, STILL.frames) and not broken.truth["tampered_blink"].any()
    assert broken.about["tampered"][0]["how"].endswith("no frame of this clip shows it")


# ---------------------------------------------------------------------- light and paint


def brightness(clip: Clip, side: int) -> np.ndarray:
    """Mean grey level of the inner face's left (0) or right (1) half, frame by frame, (T,)."""
    weight = (clip.masks["inner"] > 0.5).astype(float)
    middle = clip.landmarks[:, 2, 0][:, None, None]
    weight *= (np.arange(clip.size) >= middle) == bool(side)
    return np.asarray((clip.frames.mean(axis=3) * weight).sum(axis=(1, 2)) / weight.sum(axis=(1, 2)))


def lean(clip: Clip) -> np.ndarray:
    """How much brighter the right half of the inner face is than the left one, as a logarithm, (T,)."""
    return np.asarray(np.log(brightness(clip, 1) / brightness(clip, 0)))


def sharpness(clip: Clip, where: np.ndarray) -> float:
    """Mean square of what is finer than its surroundings, over a region (T, S, S)."""
    grey = clip.frames.mean(axis=3)
    around = sum(np.roll(grey, step, axis) for axis in (1, 2) for step in (-1, 1)) / 4
    return float(np.square(grey - around)[where].mean())


@pytest.mark.parametrize(("cue", "kind"), INNER)
def test_outside_the_inner_face_nothing_changes(cue: str, kind: str) -> None:
    broken = tamper(SHOT, cue, 1.0, 2, kind=kind)
    outside = SHOT.masks["inner"] == 0
    differs = np.abs(broken.frames.astype(int) - SHOT.frames)
    assert outside.mean() > 0.5 and differs[outside].max() <= 1 and differs[outside].mean() < 0.001, "but for rounding"
    inside = SHOT.masks["inner"] > 0.9
    assert differs[inside].mean() > 4
    assert np.array_equal(broken.sound, SHOT.sound) and broken.masks.layers.tobytes() == SHOT.masks.layers.tobytes()


def test_a_mirrored_light_turns_the_face_s_bright_side() -> None:
    assert lean(SHOT).max() < -0.05
    half, whole = (tamper(SHOT, "shadow", strength) for strength in (0.5, 1.0))
    assert lean(whole).min() > 0.05 and (lean(SHOT) < lean(half)).all() and (lean(half) < lean(whole)).all()
    assert np.array_equal(whole.landmarks, SHOT.landmarks)
    other = SHOT.refilm([one.replace(light_x=0.8) for one in SHOT.moments], workers=1)
    deep = SHOT.masks["inner"] == 1
    assert np.abs(whole.frames[deep].astype(int) - other.frames[deep]).max() <= 1, "as if the lamp stood on that side"


def test_a_lamp_is_moved_mirrored_and_kept_within_what_a_frame_may_have() -> None:
    lamp = Lamp(np.array([0.3, 1.2]), np.array([1.2, 1.4])).moved(np.array([0.1, 0.0]), np.array([0.5, 1.0]))
    lit = [lamp.on(MOMENT.replace(light_x=0.5, light_power=1.2), place) for place in (0, 1)]
    assert [one.light_x for one in lit] == pytest.approx([0.9, 1.4])
    assert [one.light_power for one in lit] == pytest.approx([0.72, 1.5])
    other = replace(lamp, mirrored=True)
    sides = [other.on(MOMENT.replace(light_x=aside), 0).light_x for aside in (0.9, -0.2, 0.0)]
    assert sides == pytest.approx([-0.5, 1.0, -0.2])


def test_light_from_in_front_is_mirrored_to_one_side() -> None:
    front = SHOT.refilm([one.replace(light_x=0.0) for one in SHOT.moments], workers=1)
    assert np.abs(lean(tamper(front, "shadow")) - lean(front)).min() > 0.1


@pytest.mark.parametrize("seed", [1, 2])
def test_a_wandering_light_makes_the_cheeks_wander(seed: int) -> None:
    broken = tamper(CLIP, "light", 1.0, seed)
    assert lean(broken).std() > 4 * lean(CLIP).std()
    words = broken.about["tampered"][0]["how"].split("up to ")
    assert words[0] == "the key light on the inner face wanders by " and 0.4 < float(words[1].split()[0]) < 1.42
    steps = np.abs(np.diff(lean(broken)))
    assert steps.max() > 3 * np.abs(np.diff(lean(CLIP))).max(), "within a sixteenth of a second"


@pytest.mark.parametrize(("kind", "low", "high"), [("soft", 0.0, 0.6), ("sharp", 1.7, 30.0)])
def test_around_the_face_all_is_too_soft_or_too_sharp(kind: str, low: float, high: float) -> None:
    broken = tamper(SHOT, "seam", 1.0, kind=f"{kind} background")
    face = SHOT.masks["face"] == 1
    assert np.array_equal(broken.frames[face], SHOT.frames[face]) and face.mean() > 0.1
    for name in ("hair", "background"):
        where = SHOT.masks[name] > 0.9
        assert low < sharpness(broken, where) / sharpness(SHOT, where) < high
    assert np.array_equal(broken.landmarks, SHOT.landmarks)


@pytest.mark.parametrize("kind", ["soft face", "sharp face"])
def test_a_second_face_too_soft_or_too_sharp_in_the_first_one_s_colours(kind: str) -> None:
    broken = tamper(SHOT, "seam", 1.0, 2, kind=kind)
    number, index = broken.about["tampered"][0]["how"].split("actor ")[1].split(",")[0].split("-")
    other = studio.cast(int(index) + 1, int(number))[int(index)]
    swapped = studio.ideal_swap(SHOT, other)
    assert np.array_equal(broken.landmarks, swapped.landmarks) and not np.array_equal(broken.landmarks, SHOT.landmarks)
    deep = (SHOT.masks["inner"] > 0.95) & (swapped.masks["inner"] > 0.95)
    ratio = sharpness(broken, deep) / sharpness(swapped, deep)
    assert ratio < 0.6 if kind == "soft face" else ratio > 1.7
    means = [one.frames[deep].mean(axis=0) for one in (broken, SHOT)]
    assert np.abs(means[0] - means[1]).max() < 8, "grey levels"
    assert tricks_drawing.mixed(ACTOR, other, 1.0) == with_face(ACTOR, other)
    assert tricks_drawing.mixed(ACTOR, other, 0.0) == ACTOR


def test_focus() -> None:
    rng = np.random.default_rng(1)
    picture = rng.uniform(size=(64, 64, 3)).astype(np.float32)
    assert tricks_drawing.focused(picture, 0, 1.0, 1.0, 1.0) is picture
    soft, sharp = (tricks_drawing.focused(picture, way, 1.0, 1.0, 1.0) for way in (-1, 1))
    assert soft.std() < 0.5 * picture.std() < picture.std() < 0.8 * sharp.std()
    for one in (soft, sharp):
        assert one.mean() == pytest.approx(picture.mean(), abs=0.01), "neither brighter nor darker"
    flat = np.full((32, 32, 3), 0.5, np.float32)
    assert np.allclose(tricks_drawing.focused(flat, -1, 1.4, 1.0, 1.3), 0.5, atol=1e-5)


# ---------------------------------------------------------------------- several tricks


@pytest.mark.parametrize("first", [("lips", "late"), ("blink", "fast"), ("light", "wandering"), ("seam", "sharp face")])
@pytest.mark.parametrize("second", [("shadow", "mirrored"), ("seam", "soft background"), ("lips", "dubbed")])
def test_both_tricks_stay_and_their_order_is_recorded(first: tuple[str, str], second: tuple[str, str]) -> None:
    short = STILL
    one, other = (tamper(short, cue, 1.0, 5, kind=kind) for cue, kind in (first, second))
    both = tamper(one, second[0], 1.0, 5, kind=second[1])
    assert told(both) == [(*first, 1.0, 5), (*second, 1.0, 5)] and both.genuine is short
    assert {f"tampered_{cue}" for cue, _ in (first, second)} <= set(both.truth)
    turned = tamper(other, first[0], 1.0, 5, kind=first[1])
    assert np.array_equal(turned.frames, both.frames), "they do not depend on each other"
    assert told(turned) == told(both)[::-1]
    for name in ("jaw", "blink_left"):
        assert np.array_equal(both.truth[name], one.truth[name])
    assert np.array_equal(both.sound, other.sound) and both.captions == other.captions
    if second[1] != "dubbed":
        assert changed(both, one).all() and np.array_equal(changed(both, other), one.truth[f"tampered_{first[0]}"] > 0)


def test_the_same_trick_again() -> None:
    once = tamper(SHOT, "shadow")
    assert np.array_equal(tamper(once, "shadow").frames, once.frames), "it does not turn the lamp back"
    halves = tamper(tamper(SHOT, "shadow", 0.5), "shadow", 0.5)
    assert np.abs(lean(halves) - lean(tamper(SHOT, "shadow", 0.75))).max() < 0.01
    assert "75 % of the key light" in halves.about["tampered"][1]["how"]
    focus = tamper(tamper(SHOT, "seam", 1.0, kind="soft background"), "seam", 1.0, kind="sharp background")
    assert changed(focus, SHOT).all() and focus.truth["tampered_seam"].min() == 1


@pytest.mark.usefixtures("undrawn")
def test_late_and_late_again_is_later_still() -> None:
    late = tamper(tamper(CLIP, "lips", 0.5, 1, kind="late"), "lips", 0.5, 2, kind="late")
    seconds = sum(float(one["how"].split()[3]) for one in late.about["tampered"])
    assert shift_of(late.truth["jaw"], CLIP.truth["jaw"], CLIP.fps) == pytest.approx(seconds, abs=0.03)


# ---------------------------------------------------------------------- filmed again, swapped


def test_a_tampered_clip_filmed_again_is_the_clip_filmed_again_and_tampered_with() -> None:
    broken = tamper(tamper(STILL, "lips", 1.0, 3, kind="early"), "shadow", 0.5)
    camera = studio.street_camera(4)
    again = broken.refilm(camera=camera)
    other = tamper(tamper(STILL.refilm(camera=camera), "lips", 1.0, 3, kind="early"), "shadow", 0.5)
    assert same(again, other) and again.camera == camera and not np.array_equal(again.frames, broken.frames)
    smiling = [one.replace(smile=0.8) for one in broken.genuine.moments]
    assert np.array_equal(broken.refilm(smiling).truth["jaw"], broken.truth["jaw"]) and same(broken.refilm(), broken)
    with pytest.raises(TypeError, match=r"drawn in several layers: ask .genuine.drawing"):
        broken.drawing(0)


@pytest.mark.parametrize(("cue", "kind"), [("blink", "half"), ("seam", "soft face"), ("light", "wandering")])
def test_an_ideal_swap_of_a_tampered_clip_is_tampered_with_alike(cue: str, kind: str) -> None:
    other = studio.cast(1, seed=62)[0]
    broken = tamper(STILL, cue, 1.0, 2, kind=kind)
    swapped = studio.ideal_swap(broken, other)
    assert same(swapped, tamper(studio.ideal_swap(STILL, other), cue, 1.0, 2, kind=kind))
    assert swapped.about["tampered"][0]["cue"] == cue and swapped.actor == with_face(ACTOR, other)


def test_a_stranger_s_clip_is_not_tampered_with() -> None:
    broken = tamper(SHOT, "light", 0.5, 2)
    assert broken.about["synthetic"] is True
    stranger = clips.Footage(broken.frames, broken.fps, broken.sound, broken.rate)
    with pytest.raises(TypeError, match="not Footage: only what the studio has drawn can be drawn again"):
        tamper(stranger, "light")  # type: ignore[arg-type]


def test_a_gif_says_that_it_is_drawn(tmp_path: Path) -> None:
    clips.save(tamper(SHOT, "light"), tmp_path / "clip.gif")
    assert b"synthetic" in Image.open(tmp_path / "clip.gif").info["comment"]


# ---------------------------------------------------------------------- the camera comes after


@pytest.mark.parametrize(("cue", "kind"), EVERY)
def test_the_camera_s_noise_is_that_of_the_genuine_clip(cue: str, kind: str) -> None:
    noisy = BARE.replace(noise=8.0)
    grain = SHOT.refilm(camera=noisy).frames.astype(int) - SHOT.frames
    bare = tamper(SHOT, cue, 1.0, 2, kind=kind).frames
    shot = tamper(SHOT.refilm(camera=noisy), cue, 1.0, 2, kind=kind).frames
    inside = (bare > 40) & (bare < 215) & (SHOT.frames > 40) & (SHOT.frames < 215)
    assert inside.mean() > 0.3 and grain[inside].std() > 4
    assert np.abs((shot.astype(int) - bare) - grain)[inside].max() <= 1


@pytest.mark.parametrize("number", [1, 4, 9])
def test_street_cameras_see_untouched_frames_alike(number: int) -> None:
    street = SHORT.refilm(camera=studio.street_camera(number))
    for cue, kind in (("blink", "half"), ("lips", "another sentence")):
        broken = tamper(street, cue, 0.5, 2, kind=kind)
        amount = broken.truth[f"tampered_{cue}"]
        assert (amount == 0).any() and not changed(broken, street)[amount == 0].any()
        acted = street.refilm(broken.moments)
        assert np.array_equal(broken.frames, acted.frames) and np.array_equal(broken.landmarks, acted.landmarks)
        assert broken.masks.layers.tobytes() == acted.masks.layers.tobytes()


# ---------------------------------------------------------------------- a still


@pytest.mark.parametrize(("cue", "kind"), PAINTED)
def test_a_still_is_tampered_with_as_the_only_frame_of_a_clip(cue: str, kind: str) -> None:
    seed = next(seed for seed in range(99) if tricks._by_lot(KINDS[cue], seed) == kind)
    clip, taken = studio.film(ACTOR, 1 / 16, seed=seed, moment=MOMENT), still(ACTOR, MOMENT, seed)
    assert np.array_equal(taken.images, clip.frames) and np.array_equal(taken.landmarks, clip.landmarks)
    for strength in (0.4, 1.0):
        forged, broken = tamper_still(taken, cue, strength, seed), tamper(clip, cue, strength, seed)
        assert np.array_equal(forged.images, broken.frames) and np.array_equal(forged.landmarks, broken.landmarks)
        assert np.array_equal(forged.masks.layers, broken.masks.layers) and not (forged.images == taken.images).all()
    assert tamper_still(taken, cue, 0, seed) is taken


def test_the_farthest_lamp_is_the_farthest() -> None:
    moment, chosen = MOMENT.replace(light_x=0.2), farthest_seed(MOMENT.replace(light_x=0.2), range(20), 1.0)
    apart = [abs(tricks_drawing.wandering(np.zeros(1), 1.0, tricks._chance("light", seed))[0][0]) for seed in range(20)]
    assert apart[chosen] == max(apart) and moment.light_x + max(apart) < 1.4


# ---------------------------------------------------------------------- short, silent, and bad input


@pytest.mark.parametrize(("cue", "kind"), EVERY)
def test_a_clip_of_one_frame(cue: str, kind: str) -> None:
    clip = studio.film(ACTOR, 0.05, size=32, seed=1, workers=1)
    broken = tamper(clip, cue, 1.0, 1, kind=kind)
    how = broken.about["tampered"][0]["how"]
    assert len(clip) == len(broken) == 1 and changed(broken, clip)[0] == (
        bool(broken.truth[f"tampered_{cue}"][0]) and kind != "dubbed"
    )
    assert ("no frame of this clip shows it" in how) == (broken.truth[f"tampered_{cue}"][0] == 0)


@pytest.mark.parametrize("kind", KINDS["lips"])
def test_a_silent_clip(kind: str) -> None:
    quiet = SHORT.refilm([one.replace(jaw=0.0, spread=0.0, teeth=0.0) for one in SHORT.moments],
                         sound=np.zeros_like(SHORT.sound), workers=1)  # fmt: skip
    broken = tamper(quiet, "lips", 1.0, 2, kind=kind)
    assert np.isfinite(broken.sound).all() and np.isfinite(broken.truth["loudness"]).all()
    if kind in ("late", "early"):
        assert not changed(broken, quiet).any() and "no frame of this clip" in broken.about["tampered"][0]["how"]
    else:
        assert broken.sound.any() == (kind == "dubbed") and changed(broken, quiet).any() == (kind != "dubbed")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"cue": "nose"}, "cue='nose': choose one of seam, shadow, lips, light, blink"),
        ({"kind": "early"}, "kind='early': a blink is none, half, one eye, slow, fast, or None for one by lot"),
        *[({"strength": one}, "a number from 0 .nothing. to 1 is wanted")
          for one in (float("nan"), 1.0001, True, None)],
        *[({"seed": one}, "a whole number, 0 or more, is wanted") for one in (-1, 1.5)],
    ],
)  # fmt: skip
def test_bad_numbers_and_names_are_refused(arguments: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        tamper(CLIP, **{"cue": "blink", **arguments})
    assert "\n" not in str(caught.value)


def test_strangers_are_refused() -> None:
    for stranger in (None, "clip.npz", CLIP.frames, [CLIP], ACTOR, Footage(CLIP.frames, 16, CLIP.sound, 16_000)):
        with pytest.raises(TypeError, match=r"tamper wants a clip, as studio.film gives it, not \w+: only what the st"):
            tamper(stranger, "lips")  # type: ignore[arg-type]


def test_pictures_that_were_changed_are_refused() -> None:
    with pytest.raises(ValueError, match=r"these pictures are not those that the clip's camera shot: .* afterwards"):
        tamper(replace(CLIP, frames=255 - CLIP.frames), "lips")
    with pytest.raises(ValueError, match="the truth of this clip has no ambient: only what the studio has drawn"):
        tamper(replace(CLIP, truth={}), "lips")


@settings(max_examples=20)
@given(st.sampled_from(EVERY), st.floats(0.001, 1), st.integers(0, 2**40), st.integers(0, 2))
def test_whatever_is_asked_within_the_limits_comes(
    which: tuple[str, str], strength: float, seed: int, blink: int
) -> None:
    cue, kind = which
    clip = filmed(0.15, 32, blink=blink - 1 if blink else None)
    broken = tamper(clip, cue, strength, seed, kind=kind)
    amount = broken.truth[f"tampered_{cue}"]
    assert set(np.unique(amount)) <= {0.0, strength} and len(broken) == len(clip)
    assert np.isfinite(broken.landmarks).all() and np.isfinite(broken.sound).all()
