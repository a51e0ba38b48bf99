"""Lesson 07: its dials break what they say, readings mean what the text says, and pictures tell what they show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pictures_in_tests import assert_drawn

from deepfake_lessons import cues, studio
from deepfake_lessons.cues import forging_explorer, plots, readings
from deepfake_lessons.cues.stored import Stored
from deepfake_lessons.drawing import matrices, style
from deepfake_lessons.drawing.filmstrip import filmstrip
from deepfake_lessons.metrics.pairs import Rate

NAMES = tuple(cues.METERS)


@pytest.fixture(scope="module")
def clip() -> studio.Clip:
    """Two seconds of a development actor, small."""
    return studio.film(studio.cast(1, seed=71)[0], seconds=2, size=32, seed=71, workers=1)


def plainly(clip: studio.Clip) -> dict[str, float]:
    return {name: said.score for name, said in cues.measure(clip).items()}


# ---------------------------------------------------------------------- readings


def untouched(count: int = 200) -> np.ndarray:
    return np.random.default_rng(1).gamma(2.0, 1.0, (count, 5)) * [1, 2, 3, 4, 5]


def test_a_twentieth_of_the_untouched_reads_above_one() -> None:
    scores = untouched()
    scores[::7, 2] = np.nan  # cannot judge
    usual, reach = readings.scale(scores)
    levels = (scores - usual) / reach
    assert np.nanmedian(levels, axis=0) == pytest.approx(np.zeros(5))
    assert np.nanmean(levels > 1, axis=0) == pytest.approx(np.full(5, 0.05), abs=0.012)


@pytest.mark.parametrize(
    ("scores", "words"),
    [(np.full((4, 5), np.nan), "a score of each meter"), (np.ones((9, 5)), "not differ"), (np.ones(5), "shape")],
)
def test_a_scale_needs_scores_that_differ(scores: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        readings.scale(scores)


def stored_table() -> Stored:
    """Two runs of two clips of each kind; the meter of a sign scores 10 more where the sign is."""
    rows: list[dict[str, Any]] = []
    for block in (100, 200):
        for cue, seconds in [("", 3), ("", 12), *readings.LASTS.items()]:
            for k in range(2):
                scores = untouched(8)[k] + (10.0 * np.eye(5)[NAMES.index(cue)] if cue else 0.0)
                rows.append({"scores": scores, "cue": cue, "kind": "", "strength": float(bool(cue)), "block": block,
                             "seconds": seconds, "group": "fresh", "actor": block + k})  # fmt: skip
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    columns["scores"][0, 1] = np.nan
    return Stored(**columns, meters=NAMES, about={})


def test_a_pile_holds_one_run_of_every_kind() -> None:
    scales = {seconds: readings.scale(untouched()) for seconds in (3, 12)}
    levels, labels = readings.pile(stored_table(), np.array([200]), scales)
    assert levels.shape == (14, 5) and labels.tolist() == [0] * 4 + [1] * 10
    assert levels.min() >= readings.LOW and levels.max() <= readings.HIGH
    for k in range(5):
        assert (levels[4 + 2 * k : 6 + 2 * k, k] > levels[:4, k].max()).all()
    first, _ = readings.pile(stored_table(), np.array([100]), scales)
    assert first[0, 1] == 0 and np.isfinite(first).all()  # what could not be judged says nothing
    with pytest.raises(ValueError, match="no clip is so"):
        readings.pile(stored_table(), np.array([100]), scales, strength=0.5)


# ---------------------------------------------------------------------- the dials


def test_each_sign_has_a_dial_and_each_kind_a_place() -> None:
    dials = forging_explorer.controls()
    assert [name for name in dials if not name.endswith("_kind")] == list(studio.CUES)
    for cue, kinds in studio.KINDS.items():
        assert dials[cue][:2] == (0.0, 1.0) and dials[cue][3] == 0.0
        assert dials.get(f"{cue}_kind", list(kinds)) == list(kinds)


def test_dials_at_zero_give_the_clip_itself(clip: studio.Clip) -> None:
    assert forging_explorer.forged(clip, **dict.fromkeys(studio.CUES, 0.0)) is clip
    assert forging_explorer.forged(clip) is clip


def test_dials_do_what_they_say_and_nothing_is_drawn_twice(clip: studio.Clip) -> None:
    dials = {"lips": 0.5, "lips_kind": "early", "blink": 1.0, "blink_kind": "slow"}
    broken = forging_explorer.forged(clip, **dials)
    done = [(one["cue"], one["kind"], one["strength"]) for one in broken.about["tampered"]]
    assert sorted(done) == [("blink", "slow", 1.0), ("lips", "early", 0.5)]
    assert forging_explorer.forged(clip, **dials) is broken


@pytest.mark.parametrize(
    ("dials", "words"),
    [({"nose": 1}, "no dial is called nose"), ({"lips": 1.5}, "strength=1.5"), ({"seam_kind": "x", "seam": 1}, "'x'")],
)
def test_a_dial_that_is_none(clip: studio.Clip, dials: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        forging_explorer.forged(clip, **dials)


def test_the_words_follow_dials_and_meters(clip: studio.Clip) -> None:
    still = forging_explorer.words({}, dict.fromkeys(NAMES, 0.2), "seam", "evidence")
    assert still.startswith("Untouched.") and "No meter is beyond" in still
    levels = dict.fromkeys(NAMES, 0.0) | {"lips": 2.5, "light": float("nan")}
    broken = forging_explorer.words({"lips": 0.5, "lips_kind": "late", "shadow": 1.0}, levels, "lips", "evidence")
    assert "lips (late) at 0.5" in broken and "shadow at 1" in broken
    assert "Beyond the alarm line: lips." in broken and "light cannot judge" in broken


@pytest.mark.slow
def test_the_explorer_at_the_ends_of_its_dials(clip: studio.Clip) -> None:
    shown = forging_explorer.forging_dials(clip, plainly)
    seen = {shown.text.value}
    for cue in studio.CUES:
        shown.controls[cue].value = 1.0
        assert_drawn(shown)
        seen.add(shown.text.value)
        shown.controls[cue].value = 0.0
        assert_drawn(shown)
    assert len(seen) == 1 + len(studio.CUES), "the words do not follow the dials"
    for name, control in shown.controls.items():
        if name.endswith("_kind"):
            control.value = control.options[-1]
            assert_drawn(shown)
    shown.buttons["All five at 0.5"].click()
    assert_drawn(shown)
    assert [shown.values[cue] for cue in studio.CUES] == [0.5] * 5
    shown.buttons["Untouched again"].click()
    assert_drawn(shown)
    assert "Untouched." in shown.text.value


def test_evidence_is_shown_with_its_reading(clip: studio.Clip, capsys: pytest.CaptureFixture[str]) -> None:
    forging_explorer.show_evidence(clip, "seam", "Genuine.", plainly)
    said = capsys.readouterr().out
    assert said.startswith("[picture] Genuine. Reading ") and cues.seams.measure(clip).words in said
    short = studio.film(studio.cast(1, seed=71)[0], seconds=0.5, size=32, seed=71, workers=1)
    forging_explorer.show_evidence(short, "blink", readings=plainly)
    assert "cannot judge" in capsys.readouterr().out
    with pytest.raises(ValueError, match="no meter is called 'nose'"):
        forging_explorer.show_evidence(clip, "nose")


# ---------------------------------------------------------------------- the pictures


def texts(figure: Any) -> str:
    found = [text.get_text() for ax in figure.axes for text in (*ax.texts, *ax.get_yticklabels())]
    return " | ".join(found)


@pytest.mark.parametrize("value", [-9.0, 0.0, 1.0, 1.01, 99.0, float("nan")])
def test_bars_say_alarm_beyond_the_line_alone(value: float) -> None:
    levels = dict.fromkeys(NAMES, 0.5) | {"lips": value}
    figure, said = plots.bars(levels), plots.bar_words(levels)
    assert ("alarm" in texts(figure)) == (value > 1) == ("line: lips" in said)
    assert ("cannot judge" in texts(figure)) == bool(np.isnan(value)) == ("lips cannot judge" in said)
    hatched = [patch for patch in figure.axes[0].patches if patch.get_hatch()]
    assert len(hatched) == (value > 1)  # colour is not the only signal


def test_pictures_stand_below_one_another(clip: studio.Clip) -> None:
    strip, bars = filmstrip(clip.frames, clip.fps), plots.bars(dict.fromkeys(NAMES, 0.0))
    one, two = style.pixels(strip), style.pixels(bars)
    both = style.pixels(strip, bars)
    assert both.shape == (one.shape[0] + two.shape[0], max(one.shape[1], two.shape[1]), 3)


def test_the_square_writes_every_number() -> None:
    values = np.arange(6).reshape(2, 3) / 10
    figure = matrices.matrix(values, ["a", "b"], ["x", "y", "z"], "meter", "sign")
    assert all(f"{10 * k} %" in texts(figure) for k in range(6))
    said = matrices.matrix_words(values, ["a", "b"], ["x", "y", "z"], percent=False)
    assert said == "a: x 0.00, y 0.10, z 0.20; b: x 0.30, y 0.40, z 0.50."


def test_groups_outside_the_promise_are_hollow_and_named() -> None:
    accused = {"seam": {"fresh": Rate(25, 500), "glasses": Rate(60, 500)}, "blink": {"fresh": Rate(2, 500)}}
    figure = plots.by_group(accused)
    hollow = [line for ax in figure.axes for line in ax.lines if line.get_markerfacecolor() == "white"]
    assert len(hollow) == 2
    said = plots.group_words(accused)
    assert "glasses 60 of 500" in said and "fresh 2 of 500" in said and "25 of 500" not in said
    assert "seam: outside 5 %: glasses" in said


def test_live_clips_stand_beside_the_heaps() -> None:
    live = [(0.2, False), (1.5, False), (9.0, True), (float("nan"), True)]
    figure = plots.piles([0, 0.1, 1.2, np.nan], [0.5, 3, 7], live, "reading")
    marks = [line for line in figure.axes[0].lines if line.get_marker() in "o^"]
    assert [len(line.get_xdata()) for line in marks] == [2, 1]  # what cannot be judged has no place
    said = plots.pile_words([0, 0.1, 1.2, 0.3], [0.5, 3, 7, 9], live)
    assert "25 %" in said and "75 %" in said and "1 of 2 untouched and 1 of 2 forged" in said


def test_strengths_have_intervals() -> None:
    figure = plots.strengths((0.5, 1.0), {"seam": [Rate(3, 10), Rate(9, 10)], "lips": [Rate(1, 10), Rate(10, 10)]})
    assert len(figure.axes[0].containers) == 2
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["seam", "lips"]
