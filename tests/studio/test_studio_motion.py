"""Motion: heads sway within bounds, eyes jump, and people blink as often, as briefly and as unevenly as people do."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from deepfake_lessons import studio
from deepfake_lessons.studio import articulation, motion, speech
from deepfake_lessons.studio.frames import Frame

CREW = studio.cast(6, seed=43)
TIMES = (np.arange(16 * 60) + 0.5) / 16


def moved(who: int = 0, seed: int = 1, times: np.ndarray = TIMES, start: Frame | None = None) -> list[Frame]:
    rng, voice = np.random.default_rng(seed), speech.voice_of(CREW[who])
    said = speech.strip(None, voice, float(times[-1]) + 0.1, rng)
    return motion.moments(start or Frame(), CREW[who], articulation.tracks(said, voice, rng), times, rng)


# ---------------------------------------------------------------------- blinks


@pytest.mark.parametrize("rate", [15, 20])
def test_people_blink_at_their_rate(rate: float) -> None:
    counts = [
        np.sum(np.diff((motion.blinks(TIMES, rate, np.random.default_rng(seed)) > 0.5).astype(int)) == 1)
        for seed in range(60)
    ]
    assert abs(np.mean(counts) - rate) < 0.1 * rate


def test_rates_differ_from_person_to_person_and_stay() -> None:
    rates = [motion.rate_of(actor) for actor in studio.cast(40, seed=5)]
    assert all(15 <= rate <= 20 for rate in rates) and len(set(rates)) == 40
    assert motion.rate_of(CREW[0]) == motion.rate_of(CREW[0].replace(hair="bald"))


def test_gaps_are_irregular() -> None:
    gaps = np.diff(motion.blink_times(3000, 17, np.random.default_rng(2)))
    assert gaps.min() >= 0.4 and 0.7 < gaps.std() / gaps.mean() < 1.4
    assert np.quantile(gaps, 0.1) < 1.3 and np.quantile(gaps, 0.9) > 5


def test_short_clips_often_have_no_blink_and_long_ones_seldom() -> None:
    def none_in(seconds: float) -> float:
        times = (np.arange(round(seconds * 16)) + 0.5) / 16
        shut = [
            motion.blinks(times, rate, np.random.default_rng([seed, 9])).max()
            for seed, rate in enumerate(np.linspace(15, 20, 800))
        ]
        return float(np.mean(np.array(shut) < 0.5))

    assert none_in(3) > 0.3
    assert 0.06 < none_in(8) < 0.14
    assert none_in(12) < 0.07


def test_a_lid_falls_faster_than_it_rises() -> None:
    fine = np.arange(0, 0.4, 0.001)
    shut = motion.lid(fine)
    assert shut[0] == 0 and shut.max() == 1 and shut[-1] == 0
    closing, opened = fine[np.argmax(shut >= 1)], fine[shut > 0.02].max()
    resting = (shut >= 0.999).sum() * 0.001
    assert closing == pytest.approx(0.07, abs=0.005) and resting == pytest.approx(0.06, abs=0.01)
    assert 0.24 < opened < 0.3
    assert np.allclose(motion.lid(fine, 2), motion.lid(2 * fine))


def test_every_blink_is_seen_at_sixteen_frames_a_second() -> None:
    peaks = []
    for seed in range(100):
        begins = motion.blink_times(20, 17, np.random.default_rng(seed))
        times = (np.arange(320) + 0.5) / 16
        peaks += [motion.lid(times - begin).max() for begin in begins if 0 < begin < 19]
    assert min(peaks) > 0.9


# ---------------------------------------------------------------------- head, eyes, expression


def test_both_eyes_blink_together_and_knobs_stay_in_range() -> None:
    frames = moved()
    left, right = (np.array([getattr(frame, f"blink_{side}") for frame in frames]) for side in ("left", "right"))
    assert np.array_equal(left, right) and left.max() == 1 and np.median(left) == 0


def test_the_head_moves_smoothly_and_not_far() -> None:
    frames = moved(start=Frame(yaw=0.1, zoom=1.05))
    yaw = np.array([frame.yaw for frame in frames])
    assert 0.01 < yaw.std() < 0.12 and abs(yaw.mean() - 0.1) < 0.05
    assert np.abs(np.diff(yaw)).max() < 0.02, "less than about a degree from frame to frame"
    zoom = np.array([frame.zoom for frame in frames])
    assert 0 < zoom.std() < 0.02 and np.abs(np.diff(zoom)).max() < 0.006


def test_eyes_jump_and_rest() -> None:
    gaze = np.array([frame.gaze_x for frame in moved()])
    steps = np.abs(np.diff(gaze))
    assert (steps > 0.1).sum() > 8 and (steps < 1e-9).mean() > 0.6


def test_light_and_backdrop_stay() -> None:
    start = Frame(light_x=0.7, backdrop="wall", backdrop_hue=0.3, backdrop_seed=9)
    frames = moved(start=start)
    moving = {
        "yaw", "pitch", "roll", "shift_x", "shift_y", "zoom", "smile", "brow_raise", "gaze_x", "gaze_y", "blink_left",
        "blink_right", "jaw", "spread", "teeth",
    }  # fmt: skip
    for knob in fields(Frame):
        values = {getattr(frame, knob.name) for frame in frames}
        assert (len(values) > 1) == (knob.name in moving), knob.name
        if knob.name not in moving:
            assert values == {getattr(start, knob.name)}


def test_the_begin_is_calm() -> None:
    for moment in studio.draw_frames(60, 3):
        start = motion.opening_moment(moment)
        assert abs(start.yaw) < 0.3 and start.jaw == 0 and start.blink_left <= 0.12 and 0.9 < start.zoom < 1.15
        assert start.backdrop == moment.backdrop and start.light_x == moment.light_x
