"""Explorers in general, and every explorer of the course at the extremes of its controls."""

from __future__ import annotations

import ast
import html
import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ipywidgets as widgets
import numpy as np
import pytest
from matplotlib.figure import Figure
from pictures_in_tests import alt, assert_drawn, drawn
from test_display import a_figure

import deepfake_lessons as dl
from deepfake_lessons.learning import newborn_plots, valley_plots
from deepfake_lessons.learning.knobs_explorer import NAMES, Race
from deepfake_lessons.notebook.explorer import Explorer, explore

FIXED = "a grey square, brighter with level"


def grey(level: float = 0.5, **_: Any) -> tuple[np.ndarray, str]:
    """A grey square and its level in words."""
    return np.full((4, 4), level), f"level {level:g}"


def explorer(**controls: Any) -> Explorer:
    """An explorer over `grey`, its words made of all values."""
    return explore(grey, alt=lambda **values: f"a grey square for {values}", **controls)


# ---------------------------------------------------------------------- controls


@pytest.mark.parametrize(
    ("spec", "kind", "start", "other"),
    [
        ((0, 9, 1, 3), widgets.IntSlider, 3, 9),
        ((0.0, 1.0, 0.05, 0.5), widgets.FloatSlider, 0.5, 1.0),
        ((0, 1, 0.05, 0), widgets.FloatSlider, 0.0, 1.0),
        (["blur", "noise"], widgets.Dropdown, "blur", "noise"),
        ([("slightly", 0.1), ("much", 0.9)], widgets.Dropdown, 0.1, 0.9),
        (np.array([3, 5]).tolist(), widgets.Dropdown, 3, 5),
        (True, widgets.Checkbox, True, False),
        (False, widgets.Checkbox, False, True),
    ],
)
def test_each_control(spec, kind, start, other) -> None:
    shown = explorer(change=spec, labels={"change": "How it changes"})
    control = shown.controls["change"]
    assert type(control) is kind and shown.values == {"change": start}
    assert control.description == "How it changes"
    assert str({"change": start}) in alt(shown.image.value)
    control.value = other
    assert str({"change": other}) in alt(shown.image.value)
    assert_drawn(shown)


def test_sliders_wait_until_the_hand_rests() -> None:
    shown = explorer(whole=(0, 9, 1, 3), level=(0.0, 1.0, 0.1, 0.5))
    assert not any(control.continuous_update for control in shown.controls.values())


def test_a_slider_shows_the_digits_of_its_step() -> None:
    assert explorer(level=(0.0, 1.0, 0.05, 0.5)).controls["level"].readout_format == ".2f"
    assert explorer(level=(0.0, 1.0, 0.1, 0.5)).controls["level"].readout_format == ".1f"


def test_every_control_has_a_name() -> None:
    shown = explorer(hidden_units=(1, 9, 1, 3), own=widgets.IntText(4), named=widgets.IntText(4, description="Mine"))
    names = [control.description for control in shown.controls.values()]
    assert names == ["hidden units", "own", "Mine"]


def test_own_controls_are_used_as_they_are() -> None:
    own = widgets.BoundedIntText(4, min=0, max=9)
    shown = explorer(number=own)
    own.value = 7
    assert str({"number": 7}) in alt(shown.image.value)


def test_a_hidden_value_is_passed_on_and_not_shown() -> None:
    shown = explorer(seed=3, level=(0.0, 1.0, 0.1, 0.5))
    assert list(shown.controls) == ["level"]
    assert shown.values == {"level": 0.5, "seed": 3}
    assert str(shown.values) in alt(shown.image.value)


@pytest.mark.parametrize(
    "spec",
    [
        (0, 9),
        (0, 9, 1, 10),
        (0, 9, 0, 3),
        (9, 0, 1, 3),
        (0, 9, -1, 3),
        ("a", "b", "c", "d"),
        [],
        None,
        {},
        widgets.HBox(),
    ],
)
def test_what_is_no_control(spec) -> None:
    with pytest.raises((TypeError, ValueError), match="change"):
        explorer(change=spec)


def test_a_label_without_control_is_named() -> None:
    with pytest.raises(ValueError, match=r"levle.*level"):
        explorer(level=(0, 1, 1, 0), labels={"levle": "Level"})


def test_a_picture_is_a_function() -> None:
    with pytest.raises(TypeError, match="ndarray"):
        explore(np.eye(4), alt=FIXED)


def test_a_wide_picture_stands_under_its_controls() -> None:
    beside, under = (explorer(level=(0, 1, 1, 0), wide=wide).children[0].layout.flex for wide in (False, True))
    assert under.endswith("100%") and not beside.endswith("100%")
    assert_drawn(explorer(level=(0, 1, 1, 0), wide=True))


def test_no_output_widget_is_used() -> None:
    """It loses pictures in Colab and in saved notebooks."""

    def walk(widget: widgets.Widget) -> Iterator[widgets.Widget]:
        yield widget
        for child in getattr(widget, "children", ()):
            yield from walk(child)

    shown = list(walk(explorer(level=(0, 1, 1, 0), buttons={"Go": lambda values: {}})))
    assert not any(isinstance(widget, widgets.Output) for widget in shown)
    assert sum(isinstance(widget, widgets.HTML) for widget in shown) == 2


# ---------------------------------------------------------------------- words


def test_a_fixed_text_is_followed_by_the_read_out() -> None:
    assert alt(explore(grey, alt=FIXED, level=(0, 1, 1, 1)).image.value) == f"{FIXED} level 1"


def test_the_read_out_alone_may_be_the_words() -> None:
    shown = explore(lambda level: (grey(level)[0], f"a grey square of level {level}"), level=(0, 1, 1, 1))
    assert alt(shown.image.value) == "a grey square of level 1"
    assert "a grey square of level 1" in shown.text.value and 'role="status"' in shown.text.value


def test_the_read_out_is_escaped() -> None:
    shown = explore(lambda on: (np.eye(4), "<script> & so on"), alt=FIXED, on=True)
    assert "&lt;script&gt; &amp; so on" in shown.text.value and "<script" not in shown.image.value + shown.text.value


@pytest.mark.parametrize("words", [None, "short", lambda level: "short"])
def test_a_picture_without_words_is_not_shown(words) -> None:
    shown = explore(lambda level: np.eye(4), alt=words, level=(0, 1, 1, 1))
    assert "<img" not in shown.image.value and "at least 20 characters" in html.unescape(shown.image.value)


def test_figures_and_arrays_alike() -> None:
    assert_drawn(explore(lambda on: a_figure(), alt=FIXED, on=True))
    assert_drawn(explore(lambda on: np.eye(4), alt=FIXED, on=True))


def test_the_plain_call_gives_the_same_picture() -> None:
    shown = explore(grey, alt=FIXED, level=(0.0, 1.0, 0.25, 0.5))
    shown.controls["level"].value = 0.25
    assert drawn(shown.image.value).getpixel((0, 0)) == round(255 * grey(level=0.25)[0][0, 0])


# ---------------------------------------------------------------------- what goes wrong


def test_a_picture_that_fails_is_one_sentence_and_comes_back() -> None:
    def picky(level: int) -> np.ndarray:
        if level == 2:
            raise ValueError("no <two> here")
        return np.eye(4)

    shown = explore(picky, alt=FIXED, level=(0, 3, 1, 2))
    assert "<img" not in shown.image.value and 'role="alert"' in shown.image.value
    assert "This picture could not be drawn: ValueError: no &lt;two&gt; here" in shown.image.value
    assert shown.text.value == "" and "Traceback" not in shown.image.value
    shown.controls["level"].value = 1
    assert_drawn(shown)


def test_what_is_no_picture_is_one_sentence() -> None:
    shown = explore(lambda on: "picture.png", alt=FIXED, on=True)
    assert "TypeError" in shown.image.value and "<img" not in shown.image.value


# ---------------------------------------------------------------------- buttons


def counting(**controls: Any) -> tuple[Explorer, list[dict]]:
    """An explorer, and the values of every drawing."""
    seen: list[dict] = []

    def draw(**values: Any) -> np.ndarray:
        seen.append(values)
        return np.eye(4)

    return explore(draw, alt=FIXED, **controls), seen


def test_a_button_changes_all_and_draws_once() -> None:
    def forward(values: dict) -> dict:
        return {"step": values["step"] + 1, "on": not values["on"], "seed": values["seed"] * 2}

    shown, seen = counting(step=(0, 5, 1, 0), on=False, seed=3, buttons={"Next step": forward})
    assert list(shown.buttons) == ["Next step"] and shown.buttons["Next step"].description == "Next step"
    shown.buttons["Next step"].click()
    assert seen == [{"step": 0, "on": False, "seed": 3}, {"step": 1, "on": True, "seed": 6}]
    shown.controls["step"].value = 5
    assert seen[-1] == {"step": 5, "on": True, "seed": 6} and len(seen) == 3


def test_a_slider_stops_at_its_ends() -> None:
    shown, _ = counting(step=(0, 5, 1, 4), buttons={"Next": lambda values: {"step": values["step"] + 9}})
    shown.buttons["Next"].click()
    assert shown.values == {"step": 5}
    assert_drawn(shown)


def test_a_button_that_changes_nothing_draws_anew() -> None:
    shown, seen = counting(step=(0, 5, 1, 4), buttons={"Again": lambda values: None})
    shown.buttons["Again"].click()
    assert len(seen) == 2


def test_a_button_that_fails_is_one_sentence() -> None:
    shown, seen = counting(
        kind=["a", "b"],
        step=(0, 5, 1, 4),
        buttons={
            "Break": lambda values: 1 / 0,
            "Stranger": lambda values: {"step": 1, "pace": 2},
            "Half": lambda values: {"step": 2, "kind": "no such"},
        },
    )
    shown.buttons["Break"].click()
    assert "The button &#x27;Break&#x27; did not work: ZeroDivisionError" in shown.text.value
    shown.buttons["Stranger"].click()
    assert "pace" in shown.text.value and shown.values == {"kind": "a", "step": 4}
    shown.buttons["Half"].click()
    assert "Half" in shown.text.value and seen[-1] == shown.values  # the picture fits the controls nevertheless
    shown.controls["step"].value = 0  # and the controls still answer
    assert seen[-1]["step"] == 0
    assert_drawn(shown)


# ---------------------------------------------------------------------- the race of lesson 02


def network(points: np.ndarray, knobs: np.ndarray) -> np.ndarray:
    first, second = np.tanh(points @ knobs[0:2] + knobs[2]), np.tanh(points @ knobs[3:5] + knobs[5])
    return 1 / (1 + np.exp(-(knobs[6] * first + knobs[7] * second + knobs[8])))


@pytest.fixture
def race() -> Race:
    rng = np.random.default_rng(1)
    points, labels = rng.normal(size=(30, 2)), np.arange(30) % 2
    start = np.random.default_rng(3).normal(0, 0.5, 9).round(1)
    return Race(
        network, lambda knobs: np.mean((network(points, knobs) - labels) ** 2), points, labels, start, 2.0, moves=3
    )


def test_both_start_at_the_same_place(race: Race) -> None:
    assert race.yours == [race.machine[0]] and len(race.machine) == 4
    assert race.words().startswith("Move 0 of 3.")


def test_the_machine_descends_along_the_gradient(race: Race) -> None:
    values = [dl.Value(float(knob)) for knob in race.start]
    total = dl.Value(0.0)
    for (seam, light), label in zip(race.points.tolist(), race.labels.tolist(), strict=True):
        first = (values[0] * seam + values[1] * light + values[2]).tanh()
        second = (values[3] * seam + values[4] * light + values[5]).tanh()
        score = values[6] * first + values[7] * second + values[8]
        total = total + (1 / (1 + (-score).exp()) - label) ** 2
    (total / len(race.labels)).backward()
    stepped = race.start - 2.0 * np.array([value.grad for value in values])
    assert race.machine[1] == pytest.approx(race.loss(stepped), abs=1e-6)
    assert race.machine[3] < race.machine[0]


def test_a_move_is_a_change_and_moves_end(race: Race) -> None:
    race.move(race.start)
    assert len(race.yours) == 1  # nothing changed
    for number in range(5):
        race.move(race.start + 0.1 * (number + 1))
    assert len(race.yours) == 4 and np.allclose(race.knobs, race.start + 0.3)
    assert race.yours[3] == pytest.approx(race.loss(race.start + 0.3))
    assert "Move 3 of 3" in race.words() and f"Your best was {min(race.yours):.3f}" in race.words()


def test_the_same_knob_is_the_same_move(race: Race) -> None:
    def turn(which: int, value: float) -> None:
        knobs = race.knobs.copy()
        knobs[which] = value
        race.move(knobs)

    for value in (0.1, 0.2, 0.3):  # three presses of an arrow key
        turn(0, value)
    assert len(race.yours) == 2 and race.yours[1] == pytest.approx(race.loss(race.knobs))
    turn(1, 2.0)
    turn(0, 0.9)  # back at the first knob: a new move
    assert len(race.yours) == 4
    turn(0, 1.5)  # the last move may still be finished
    assert len(race.yours) == 4 and race.knobs[0] == 1.5
    turn(2, 1.5)
    assert len(race.yours) == 4 and race.knobs[2] != 1.5


@pytest.mark.parametrize(("yours", "winner"), [(0.0, "Your knobs won."), (9.0, "Gradient descent won.")])
def test_the_winner_is_named(race: Race, yours: float, winner: str) -> None:
    race.yours += [0.5, 0.5]
    assert "won" not in race.words()
    race.yours.append(yours)
    assert winner in race.words()


def test_the_words_count_the_right_dots(race: Race) -> None:
    race.network = lambda points, knobs: np.where(np.arange(len(points)) < 12, race.labels[: len(points)], 0.5)
    right = 12 + int((race.labels[12:] == 0).sum())  # one half is not above one half: genuine
    assert f"right on {right} of 30 dots" in race.words()


def test_turning_counts_and_start_again_forgets(race: Race) -> None:
    shown = race.explore()
    assert [control.description for control in shown.controls.values()] == list(NAMES)
    assert len(race.yours) == 1  # drawing alone is no move
    shown.controls["knob4"].value = 1.5
    assert len(race.yours) == 2 and race.knobs[4] == 1.5 and "Move 1 of 3" in shown.text.value
    shown.controls["knob8"].value = -1.5
    assert len(race.yours) == 3
    shown.buttons["Start again"].click()
    assert race.yours == [race.machine[0]] and np.array_equal(race.knobs, race.start)
    assert [control.value for control in shown.controls.values()] == race.start.tolist()
    assert "Move 0 of 3" in shown.text.value and "Move 0 of 3" in alt(shown.image.value)


@pytest.mark.parametrize("knob", [*range(9), slice(None)], ids=[*NAMES, "all"])
@pytest.mark.parametrize("end", [-4.0, 4.0])
def test_the_race_at_the_ends_of_every_knob(race: Race, knob: int | slice, end: float) -> None:
    knobs = race.start.copy()
    knobs[knob] = end
    race.move(knobs)
    figure, words = race.picture()
    assert len(race.yours) == 2 and np.isfinite(race.yours[1])
    assert f"Your loss is {race.yours[1]:.3f}" in words
    assert len(dl.notebook.explorer.item_html(figure, words)) > 1000


@pytest.mark.parametrize("start", [np.zeros(8), np.full(9, 4.1), np.zeros((3, 3))])
def test_a_race_needs_nine_knobs_within_reach(race: Race, start: np.ndarray) -> None:
    with pytest.raises(ValueError, match="9 numbers between -4 and 4"):
        Race(race.network, race.loss, race.points, race.labels, start, 1.0)


# ---------------------------------------------------------------------- the valley and the newborns


@pytest.mark.parametrize(
    ("rate", "curvature"), [(0.05, 1.0), (0.3, 2.0), (0.5, 4.0), (1.0, 1.0), (1.2, 4.0), (1.0, 2.0)]
)
def test_the_ball_follows_gradient_descent(rate: float, curvature: float) -> None:
    w, walked = 1.0, [1.0]
    for _ in range(valley_plots.STEPS):
        w -= rate * curvature * w
        walked.append(w)
    assert valley_plots.path(rate, curvature) == pytest.approx(walked, abs=1e-9)
    assert len(valley_plots.picture(rate, curvature)[0].axes[0].lines) == 2


@pytest.mark.parametrize(
    ("rate", "curvature", "fate"),
    [
        (0.05, 1.0, "rolls down on its own side"),
        (1.0, 1.0, "One step, and the ball lies at the bottom"),
        (0.6, 3.0, "overshoots the bottom at every step and swings closer"),
        (0.5, 4.0, "never comes to rest"),
        (1.2, 4.0, "thrown out"),
    ],
)
def test_what_becomes_of_the_ball(rate: float, curvature: float, fate: str) -> None:
    assert fate in valley_plots.words(rate, curvature)
    assert f"multiplies w by {1 - rate * curvature:.2f}" in valley_plots.words(rate, curvature)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([0.1, 0.2, 0.5, 0.5], "true to everything"),
        ([0.6, 0.7, 0.8, 0.9], "fake to everything"),
        ([0.6, 0.2, 0.8, 0.9], "calls 3 of 4 pictures fake, 2 of them rightly"),
    ],
)
def test_what_a_newborn_said(said: list[float], words: str) -> None:
    text = newborn_plots.words(7, np.array(said), np.array([0, 0, 1, 1]))
    assert text.startswith("Newborn 7 ") and words in text
    assert f"between {min(said):.2f} and {max(said):.2f}" in text


@pytest.mark.parametrize("said", [np.zeros(12), np.ones(12), np.full(12, 0.5), np.linspace(0, 1, 12)])
def test_a_newborn_picture_labels_what_it_shows(said: np.ndarray) -> None:
    labels = np.repeat([0, 1], 6)
    figure = newborn_plots.picture(said, np.random.default_rng(1).random((12, 5, 5)), labels)
    titles = [ax.get_title() for ax in figure.axes[:10]]
    shown = np.r_[0:5, 6:11]
    assert titles == ["fake" if said[place] > 0.5 else "true" for place in shown]
    heights = sum(patch.get_height() for patch in figure.axes[10].patches if hasattr(patch, "get_height"))
    assert heights == 12  # every probability is in some bar, 0 and 1 included
    assert_drawn(explore(lambda on: figure, alt=FIXED, on=True))


# ---------------------------------------------------------------------- every `dl.explore` of the lessons


SOURCES = Path(__file__).resolve().parents[2] / "notebooks" / "source"


def names_of_lesson_03() -> dict[str, Any]:
    photographs = np.random.default_rng(3).random((24, 32, 32))
    return {
        "photographs": photographs,
        "labels": np.repeat([0, 1], 12),
        "pictures": photographs.reshape(24, -1) - 0.5,
        "shown": np.arange(24),
    }


def names_of_lesson_05() -> dict[str, Any]:
    return {
        "picture": np.random.default_rng(1).uniform(size=(8, 8)),
        "kernel": np.array([[-1, 0, 1]] * 3) / 3,
    }


def names_of_lesson_06() -> dict[str, Any]:
    rng = np.random.default_rng(6)
    shots = [rng.integers(0, 256, (48, 64, 64, 3)).astype(np.uint8) for _ in range(10)]
    return {"takes": {"bare": shots[:5], "worn": shots[5:]}, "trials": SimpleNamespace(STEPS=1)}


def names_of_lesson_08() -> dict[str, Any]:
    rng = np.random.default_rng(8)
    methods = ("gan", "swap", "seam", "shadow", "light")
    exam = SimpleNamespace(
        method=np.repeat(methods, 20), images=rng.integers(0, 256, (100, 64, 64, 3)).astype(np.uint8)
    )
    region = np.zeros((64, 64), bool)
    region[20:40, 20:40] = True
    return {
        "exam": exam,
        "model": None,
        "detector": SimpleNamespace(STEPS=1, scores=lambda model, images: images.mean(axis=(1, 2, 3)) / 255),
        "explain": SimpleNamespace(occlusion=lambda score, image, side: image[..., 0].astype(float) - side),
        "forgeries": SimpleNamespace(METHODS=methods, changed=lambda exam, place: None if place < 20 else region),
    }


def names_of_lesson_09() -> dict[str, Any]:
    rng = np.random.default_rng(9)
    labels = np.repeat([0, 1], 30)
    return {
        "truth": rng.permutation(np.repeat([1, 0], [20, 980])),
        "faces": rng.integers(0, 256, (1000, 16, 16, 3)).astype(np.uint8),
        "scores": np.clip(rng.normal(0.2 + 0.6 * labels, 0.2), 0, 1),
        "labels": labels,
    }


# What an explorer of a lesson needs besides the functions that the lesson defines.
NEEDED: dict[str, Callable[[], dict[str, Any]]] = {
    "03_the_letters_loop": names_of_lesson_03,
    "05_faces_of_nobody": names_of_lesson_05,
    "06_swap_the_face": names_of_lesson_06,
    "08_the_detector": names_of_lesson_08,
    "09_what_95_percent_means": names_of_lesson_09,
}


def explorers_of_the_lessons() -> list[Any]:
    """One parameter set (lesson, the call of `dl.explore`) for each call in notebooks/source."""
    found = []
    for path in sorted(SOURCES.glob("[0-9]*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "dl.explore":
                found.append(pytest.param(path, node, id=f"{path.stem}:{ast.unparse(node.args[0])}"))
    return found


def ends(spec: Any) -> list[Any]:
    """The extremes of one control, as `explore` takes it."""
    if isinstance(spec, bool):
        return [False, True]
    if isinstance(spec, tuple):
        return [spec[0], spec[1]]
    if isinstance(spec, list):
        return [option[1] if isinstance(option, tuple) else option for option in spec]
    return [spec]


@pytest.mark.parametrize(("path", "call"), explorers_of_the_lessons())
def test_an_explorer_of_a_lesson_at_its_extremes(path: Path, call: ast.Call) -> None:
    lesson = ast.parse(path.read_text(encoding="utf-8"))
    functions = ast.Module([node for node in lesson.body if isinstance(node, ast.FunctionDef)], [])
    names = {"np": np, "dl": dl} | NEEDED.get(path.stem, dict)()
    exec(compile(functions, path.name, "exec"), names)

    def value(node: ast.expr) -> Any:
        return eval(compile(ast.Expression(node), path.name, "eval"), names)

    given = {keyword.arg: value(keyword.value) for keyword in call.keywords}
    picture, words = value(call.args[0]), given.get("alt")
    controls = {name: spec for name, spec in given.items() if name not in ("alt", "labels", "buttons", "wide")}
    assert controls, "an explorer without controls explores nothing"
    seen = set()
    for corner in itertools.product(*map(ends, controls.values())):
        values = dict(zip(controls, corner, strict=True))
        drawing = picture(**values)
        figure, text = drawing if isinstance(drawing, tuple) else (drawing, "")
        said = words(**values) if callable(words) else f"{words or ''} {text}".strip()
        assert isinstance(figure, (Figure, np.ndarray))
        seen.add(alt(dl.notebook.explorer.item_html(figure, said)))
    assert len(seen) > 1, "the words do not follow the controls"

    shown = explore(picture, **given)
    assert_drawn(shown)
    for name, control in shown.controls.items():
        before = control.value
        for end in ends(controls[name]):
            control.value = end
            assert control.value == end
            assert_drawn(shown)
        control.value = before
    for button in shown.buttons.values():
        button.click()
        assert_drawn(shown)


def test_every_other_explorer_of_the_lessons_is_known() -> None:
    """Widgets used by a lesson that are not `dl.explore`: each has tests of its own, here or in a file of its name."""
    used = set()
    for path in SOURCES.glob("[0-9]*.py"):
        used |= set(re.findall(r"dl\.widgets\.(\w+)\.\w+\(", path.read_text(encoding="utf-8")))
    known = {"checkpoints", "dials", "forging", "knobs", "latents", "pad", "painting", "slow_motion", "sound"}
    known |= {"stepping"}
    assert used <= known, "test the new widget at the extremes of its controls, then name it here"


def test_slow_motion_at_its_extremes() -> None:
    weight, bias = dl.Value(0.5, label="weight"), dl.Value(-0.2, label="bias")
    miss = ((weight * 1.5 + bias).tanh() - 1.0) ** 2
    frames = dl.learning.slow_motion_explorer.backward_frames(miss)
    assert len(frames) > 3
    shown = dl.learning.slow_motion_explorer.slow_motion(miss)
    (control,) = shown.controls.values()
    words = set()
    for step in (control.min, control.max):
        control.value = step
        assert_drawn(shown)
        words.add(alt(shown.image.value))
        for button in shown.buttons.values():
            button.click()
            assert_drawn(shown)
    assert len(words) == 2
    miss.backward()  # what was explored left the slopes as they were
    answer = np.tanh(0.55)
    assert bias.grad == pytest.approx(2 * (answer - 1) * (1 - answer**2))
