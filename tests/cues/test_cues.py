"""The five meters: each finds its own cue, reads no truth, points at something, and says when it cannot judge."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from deepfake_lessons import clips, cues, studio
from deepfake_lessons.cues import blinking, finding, regions
from deepfake_lessons.cues import evidence_plots as drawn

SEEDS = (350_101, 350_102, 350_103)
LONG = 12.0  # seconds, for blinks
NAMES = tuple(cues.METERS)


@cache
def filmed(seed: int, seconds: float = 3.0, size: int = 64) -> studio.Clip:
    return studio.film(studio.cast(1, seed)[0], seconds, size=size, seed=seed, workers=1)


@cache
def tampered(cue: str, seed: int) -> studio.Clip:
    return studio.tamper(filmed(seed, LONG if cue == "blink" else 3.0), cue, 1.0, seed)


def bare(clip: Any, **changes: Any) -> Any:
    """Only what a meter may read."""

    class Bare:
        def __init__(self) -> None:
            for name in ("frames", "fps", "sound", "rate", "landmarks"):
                setattr(self, name, changes.get(name, getattr(clip, name)))

    return Bare()


def stranger(clip: clips.Footage) -> clips.Footage:
    return clips.Footage(clip.frames, clip.fps, clip.sound, clip.rate)


def same(a: cues.Cue, b: cues.Cue) -> bool:
    """Whether two answers agree to the bit."""
    one, other = a.evidence, b.evidence
    return (
        (a.name, repr(a.score), one.words, one.frame, one.boxes, one.landmarks, list(one.curves))
        == (b.name, repr(b.score), other.words, other.frame, other.boxes, other.landmarks, list(other.curves))
    ) and all(np.array_equal(one.curves[name], other.curves[name], equal_nan=True) for name in one.curves)


# ---------------------------------------------------------------------- what they find


@pytest.mark.parametrize("name", NAMES)
def test_the_own_cue_at_full_strength_scores_above_the_same_clip_untouched(name: str) -> None:
    meter, seconds = cues.METERS[name], LONG if name == "blink" else 3.0
    pairs = [(meter(filmed(seed, seconds)).score, meter(tampered(name, seed)).score) for seed in SEEDS]
    assert all(after > before for before, after in pairs), pairs
    if name != "blink":  # in twelve seconds one genuine clip in thirty has no blink, and looks like a forged one
        assert min(after for _, after in pairs) > max(before for before, _ in pairs), pairs


@pytest.mark.parametrize("name", NAMES)
def test_evidence_can_be_looked_at(name: str) -> None:
    clip = tampered(name, SEEDS[0])
    found = cues.METERS[name](clip).evidence
    assert found.frame is not None and 0 <= found.frame < len(clip)
    assert found.boxes and found.curves
    for left, top, right, bottom in found.boxes.values():
        assert 0 <= left < right <= clip.size and 0 <= top < bottom <= clip.size
    assert all(len(track) == len(clip) and np.isfinite(track).any() for track in found.curves.values())
    assert len(found.words) > 30 and found.words.endswith(".") and found.landmarks == regions.KNOWN
    figure = drawn.evidence(clip.frames[found.frame], found.boxes, found.curves, clip.fps, found.frame, name)
    assert len(figure.axes) == 2 and len(figure.axes[0].patches) == len(found.boxes)
    words = drawn.words(found.words, found.curves, clip.fps, found.frame, found.boxes)
    assert words.startswith(found.words) and f"frame {found.frame}" in words
    assert all(name in words for name in found.curves)


def test_the_lip_meter_says_how_late_and_the_blink_meter_how_many() -> None:
    clip = filmed(SEEDS[0])
    late = replace(clip, sound=np.roll(clip.sound, -round(0.4 * clip.rate)))
    said = cues.lips.measure(late)
    assert said.score > cues.lips.measure(clip).score + 0.5
    assert "s too late" in said.words
    shut = filmed(SEEDS[0], LONG).truth["blink_left"] > 0.5
    count = int((np.diff(shut.astype(int)) == 1).sum() + shut[0])
    assert f"{count} blink" in cues.blinking.measure(filmed(SEEDS[0], LONG)).words


def test_a_beard_or_a_curtain_alone_is_no_sign() -> None:
    """Dark but still: the lip meter looks at what changes. Soft folds: the seam meter looks at edges."""
    actor = studio.cast(1, SEEDS[1])[0].replace(beard="full", glasses="none")
    clip = studio.film(actor, 3, seed=5, workers=1)
    assert cues.lips.measure(clip).score < -0.6
    fold = 40 * np.sin(np.arange(64) / 3.0)[None, :, None]
    behind = clip.masks["background"][..., None]
    hung = np.clip(clip.frames + behind * fold, 0, 255).astype(np.uint8)
    assert cues.seams.measure(replace(clip, frames=hung)).score < 3.5


# ---------------------------------------------------------------------- what they may not read


@pytest.mark.parametrize("name", ["", *NAMES])
def test_no_meter_reads_the_truth(name: str) -> None:
    clip = tampered(name, SEEDS[1]) if name else filmed(SEEDS[1])
    whole, stripped = cues.measure(clip), cues.measure(bare(clip))
    assert all(same(whole[one], stripped[one]) for one in NAMES)


def test_the_same_answer_twice_and_for_a_view_with_gaps_in_memory() -> None:
    clip = filmed(SEEDS[2])
    wide = np.zeros((len(clip), 128, 192, 3), np.uint8)
    wide[:, ::2, ::3] = clip.frames
    view = wide[:, ::2, ::3]
    turned = np.asfortranarray(clip.frames)
    assert not view.flags.c_contiguous and (view == clip.frames).all()
    for landmarks in (clip.landmarks, None):
        first = cues.measure(bare(clip, landmarks=landmarks))
        for frames in (clip.frames, view, turned):
            again = cues.measure(bare(clip, frames=frames, landmarks=landmarks))
            assert all(same(first[one], again[one]) for one in NAMES)
    assert (clip.frames == filmed(SEEDS[2]).frames).all()  # nothing was written into


def test_all_five_together_say_what_each_says_alone_and_look_for_the_face_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clip = stranger(filmed(SEEDS[0]))
    alone = {name: meter(clip) for name, meter in cues.METERS.items()}
    looks = []
    real = finding.find
    monkeypatch.setattr(regions, "find", lambda *what: (looks.append(1), real(*what))[1])
    assert all(same(alone[name], cue) for name, cue in cues.measure(clip).items())
    assert len(looks) == 1


# ---------------------------------------------------------------------- where the face is


@pytest.mark.parametrize("size", [64, 128])
def test_the_finder_puts_eyes_and_mouth_where_they_are(size: int) -> None:
    seen = 0
    for seed in (*SEEDS, 350_104):
        clip = filmed(seed, 1.0, size)
        assert clip.landmarks is not None
        points = finding.find(clip.frames, clip.fps)
        if np.isfinite(points).all():
            seen += 1
            eyes = np.hypot(*(clip.landmarks[:, 1] - clip.landmarks[:, 0]).T)[:, None]
            assert np.median(np.hypot(*np.moveaxis(points - clip.landmarks, 2, 0)) / eyes) < 0.3
    assert seen >= 3


def test_found_landmarks_are_said_to_be_found_and_meters_still_tell() -> None:
    clip, forged = filmed(SEEDS[0]), tampered("light", SEEDS[0])
    before, after = (cues.lighting.measure(stranger(one)) for one in (clip, forged))
    assert before.evidence.landmarks == after.evidence.landmarks == regions.FOUND
    assert after.score > before.score + 0.5


def test_between_two_looks_the_face_is_followed() -> None:
    """A picture that slides unevenly: the straight line between two looks would be off by pixels."""
    still = filmed(SEEDS[0], 1.0, 128).frames[:1]
    away = np.rint(6 * np.sin(np.arange(32) * 2 * np.pi / 9)).astype(int)
    frames = np.concatenate([np.roll(still, step, axis=2) for step in away])
    points = finding.find(frames, 16.0)
    moved = points[:, 2, 0] - away
    assert np.isfinite(moved).all() and np.ptp(moved) < 1.5


def test_the_finder_on_real_pictures_and_clips(shared_data: Path) -> None:
    from PIL import Image

    tiles = sorted((shared_data / "sfhq_tiles").glob("*.png"))[:24]
    found = [finding.look(np.asarray(Image.open(path).convert("RGB"))) for path in tiles]
    assert len(tiles) and sum(box is not None for box in found) >= 0.8 * len(tiles)
    pytest.importorskip("av", reason="reading videos wants the extra `video`")
    for path in sorted((shared_data / "video_grid").glob("*.mpg"))[:2]:
        head = clips.read(path, seconds=1)
        face = regions.faces(head)
        assert face.source == regions.FOUND and face.seen.mean() > 0.9
        assert 25 < np.median(face.eyes) < 110  # of 360 pixels


def test_noise_and_walls_are_no_faces() -> None:
    rng = np.random.default_rng(1)
    for frames in (
        rng.integers(0, 256, (6, 64, 64, 3), dtype=np.uint8),
        np.full((6, 64, 64, 3), 90, np.uint8),
        np.broadcast_to(np.linspace(0, 255, 96).astype(np.uint8)[None, None, :, None], (6, 72, 96, 3)),
    ):
        assert np.isnan(finding.find(frames, 16.0)).all()


# ---------------------------------------------------------------------- what they cannot judge


def refused(found: dict[str, cues.Cue], *names: str) -> None:
    for name in names or NAMES:
        cue = found[name]
        assert not cue.judged and np.isnan(cue.score), cue
        assert cue.words.startswith("cannot judge: ") and len(cue.words) > 25
        assert cue.evidence.frame is None and not cue.evidence.curves


def test_one_frame_is_enough_for_two_meters_only() -> None:
    clip = filmed(SEEDS[0])
    assert clip.landmarks is not None
    one = cues.measure(bare(clip, frames=clip.frames[:1], landmarks=clip.landmarks[:1]))
    refused(one, "lips", "light", "blink")
    assert one["seam"].judged
    refused(cues.measure(bare(clip, frames=clip.frames[:0], landmarks=clip.landmarks[:0])))


@pytest.mark.parametrize(
    "picture", [np.zeros, np.ones, lambda shape, kind: np.full(shape, 255, kind)], ids=["black", "nearly", "white"]
)
def test_a_picture_of_nothing(picture: Any) -> None:
    clip = filmed(SEEDS[0])
    for landmarks in (clip.landmarks, None):
        frames = picture(clip.frames.shape, np.uint8)
        refused(cues.measure(bare(clip, frames=frames, landmarks=landmarks)))


def test_noise_where_a_face_should_be() -> None:
    clip = filmed(SEEDS[0])
    noise = np.random.default_rng(2).integers(0, 256, clip.frames.shape, dtype=np.uint8)
    refused(cues.measure(bare(clip, frames=noise)), "seam", "lips", "light", "blink")
    refused(cues.measure(bare(clip, frames=noise, landmarks=None)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda sound: sound[:0], "no sound"),
        (lambda sound: None, "no sound"),
        (lambda sound: 0 * sound, "silent"),
        (lambda sound: 1e-5 * sound, "silent"),
        (lambda sound: np.where(np.arange(len(sound)) == 500, np.nan, sound), "no numbers"),
        (lambda sound: 30_000 * sound, "far outside"),
        (lambda sound: (30_000 * sound).astype(np.int16), "int16"),
        (lambda sound: np.stack([sound, sound], axis=1), "one channel"),
        (lambda sound: sound[: len(sound) // 3], "both face and sound"),
        (lambda sound: 0.3 * np.sin(np.arange(len(sound)) / 3).astype(np.float32), "hum"),
    ],
)
def test_sounds_that_lips_cannot_be_compared_with(change: Any, words: str) -> None:
    clip = filmed(SEEDS[0])
    found = cues.measure(bare(clip, sound=change(clip.sound)))
    refused(found, "lips")
    assert words in found["lips"].words
    assert found["seam"].judged and found["blink"].judged  # they do not listen


def test_a_sound_of_another_length_is_compared_as_far_as_it_goes() -> None:
    clip = filmed(SEEDS[0])
    longer = cues.lips.measure(bare(clip, sound=np.concatenate([clip.sound, clip.sound])))
    assert longer.score == pytest.approx(cues.lips.measure(clip).score)
    shorter = cues.lips.measure(bare(clip, sound=clip.sound[: 2 * clip.rate]))
    assert shorter.judged and "Compared from 0.0 to 2.0 s" in shorter.words
    track = shorter.evidence.curves["mouth open"]
    assert len(track) == len(clip) and np.isfinite(track[:32]).all() and np.isnan(track[33:]).all()


def test_a_face_that_leaves_the_picture_is_measured_while_it_is_there() -> None:
    clip = filmed(SEEDS[0], LONG)
    assert clip.landmarks is not None
    gone = clip.landmarks.copy()
    gone[-48:, :, 0] += 100
    left = clip.frames.copy()
    left[-48:] = np.random.default_rng(3).integers(0, 256, left[-48:].shape, dtype=np.uint8)
    there, count = cues.measure(bare(clip, frames=left, landmarks=gone)), len(clip) - 48
    cut = cues.measure(bare(clip, frames=left[:count], landmarks=gone[:count]))
    for name in ("shadow", "lips", "light", "blink"):
        assert there[name].score == pytest.approx(cut[name].score, rel=0.35, abs=0.1), name
        shown = there[name].evidence
        assert shown.frame is not None and shown.frame < count
        assert all(np.isnan(track[count:]).all() for track in shown.curves.values())
    gone[-150:, :, 0] += 100
    refused(cues.measure(bare(clip, frames=left, landmarks=gone)))
    nobody = clip.frames.copy()
    nobody[40:] = 70
    refused(cues.measure(bare(clip, frames=nobody, landmarks=None)))


def test_landmarks_that_are_none() -> None:
    clip = filmed(SEEDS[0])
    assert clip.landmarks is not None
    points = clip.landmarks.copy()
    refused(cues.measure(bare(clip, landmarks=np.full_like(points, np.nan))))
    refused(cues.measure(bare(clip, landmarks=np.full_like(points, 30))))
    refused(cues.measure(bare(clip, landmarks=points[:, [1, 0, 2, 4, 3, 5]])))
    refused(cues.measure(bare(clip, landmarks=points / 6)))
    points[10:13] = np.nan
    assert all(np.isfinite(cue.score) for cue in cues.measure(bare(clip, landmarks=points)).values())
    for wrong in (points[:, :5], points[:-1], points[..., 0]):
        with pytest.raises(ValueError, match=r"\(48, 6, 2\) is wanted"):
            cues.measure(bare(clip, landmarks=wrong))
    with pytest.raises(TypeError, match="no numbers"):
        cues.measure(bare(clip, landmarks="eyes"))


@pytest.mark.parametrize("fps", [0, -1, float("nan"), float("inf"), True, "16", None])
def test_rates_that_are_none(fps: Any) -> None:
    for meter in (*cues.METERS.values(), cues.measure):
        with pytest.raises(ValueError, match=r"clip\.fps=.*a number above 0"):
            meter(bare(filmed(SEEDS[0]), fps=fps))


def test_too_few_frames_a_second_and_too_many() -> None:
    clip = filmed(SEEDS[0])
    refused(cues.measure(bare(clip, fps=5)), "lips", "light", "blink")
    refused(cues.measure(bare(clip, fps=1000)), "lips", "light", "blink")
    with pytest.raises(ValueError, match=r"clip\.rate="):
        cues.measure(bare(clip, rate=0))


@pytest.mark.parametrize("thing", [None, 7, "clip", [1, 2]])
def test_what_is_no_clip(thing: Any) -> None:
    with pytest.raises(TypeError, match="frames"):
        cues.measure(thing)
    with pytest.raises(TypeError, match="uint8"):
        cues.seams.measure(bare(filmed(SEEDS[0]), frames=filmed(SEEDS[0]).frames / 255))


# ---------------------------------------------------------------------- how much they take


def peak(clip: Any) -> tuple[dict[str, cues.Cue], float]:
    """Answers, and the largest memory in MB that was asked for."""
    tracemalloc.start()
    try:
        return cues.measure(clip), tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


@pytest.mark.slow
def test_ten_thousand_frames_in_bounded_memory() -> None:
    clip = filmed(SEEDS[0])
    assert clip.landmarks is not None
    there_and_back = np.abs((np.arange(10_000) + 47) % 94 - 47)
    sound = np.resize(clip.sound, 10_000 * clip.rate // 16)
    for landmarks in (clip.landmarks[there_and_back], None):
        found, most = peak(bare(clip, frames=clip.frames[there_and_back], sound=sound, landmarks=landmarks))
        assert most < 200  # the frames themselves are 123
        assert all(len(track) == 10_000 for cue in found.values() for track in cue.evidence.curves.values())


def test_a_hundred_megapixels_in_bounded_memory() -> None:
    clip = filmed(SEEDS[0])
    assert clip.landmarks is not None
    large = np.lib.stride_tricks.as_strided(  # every pixel 156 times each way, without their 292 MB
        clip.frames[0], (64, 156, 64, 156, 3), (192, 0, 3, 0, 1)
    ).reshape(9984, 9984, 3)[None]
    for landmarks in (clip.landmarks[:1] * 156, None):
        found, most = peak(bare(clip, frames=large, landmarks=landmarks))
        assert most < 100
        refused(found, "lips", "light", "blink")
        assert not found["seam"].judged or found["seam"].evidence.frame == 0


# ---------------------------------------------------------------------- counting blinks


def test_probabilities_of_blinks_are_those_of_poisson() -> None:
    from scipy.stats import poisson

    rates = np.linspace(15, 20, 11)
    for count, seconds in ((0, 12.0), (3, 12.0), (9, 12.0), (200, 600.0)):
        assert blinking._at_most(count, seconds) == pytest.approx(poisson.cdf(count, rates * seconds / 60).mean())
        assert blinking._at_least(count, seconds) == pytest.approx(poisson.sf(count - 1, rates * seconds / 60).mean())


def test_no_blink_in_three_seconds_says_nothing_and_in_twelve_it_does() -> None:
    short, long_ = (blinking.surprises([], seconds, 16.0)["few"][0] for seconds in (3.0, 12.0))
    assert short < 1 < 3 < long_


# ---------------------------------------------------------------------- drawing


def test_evidence_is_drawn_without_curves_and_with_lonely_points() -> None:
    picture = np.zeros((64, 64, 3), np.uint8)
    empty = drawn.evidence(picture, {}, {}, 16.0)
    assert not empty.axes[0].patches and not empty.axes[1].lines
    lonely = np.full(48, np.nan)
    lonely[7] = 1.0
    figure = cues.evidence_plots.evidence(picture, {"mouth": (1, 2, 30, 40)}, {"open": lonely}, 16.0, 7)
    assert figure.axes[1].lines[0].get_marker() == "o"
    assert "0.44 s" in figure.axes[0].get_xlabel()
    figure.canvas.draw()
    many = drawn.evidence(picture, {}, {"open": np.zeros(10_000)}, 16.0)
    assert len(many.axes[1].lines[0].get_xdata()) <= 5000


def test_words_name_only_what_is_there() -> None:
    said = drawn.words("Nothing.", {"open": np.full(4, np.nan)}, 16.0)
    assert said == "Nothing."
