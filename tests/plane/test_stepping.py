"""The console of lesson 04: every control at its ends, slow motion that makes whole steps, Play that waits for nobody.

The networks are stand-ins that count what is asked of them; the real ones are tried in the lesson's own tests.
"""

from __future__ import annotations

import ast
import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import ipywidgets as widgets
import numpy as np
import pytest
from pictures_in_tests import alt, assert_drawn, drawn
from test_flashes import MOST, luminance, most_flashes
from test_plots_plane import a_view

from deepfake_lessons.notebook import pad
from deepfake_lessons.notebook.display import png
from deepfake_lessons.plane import scene_plots
from deepfake_lessons.plane import stepping_explorer as module
from deepfake_lessons.plane.stepping_explorer import OVER, PAUSE, PLAY, SLOWLY, Stepping, stepping

ACTIONS = ("Step discriminator", "Step generator", "Step both")


class Toy:
    """Two networks that only count."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.steps, self.broken = 0, False

    def view(self) -> Any:
        return a_view(step=self.steps, points=24, side=9, seed=len(self.done))

    def act(self, name: str) -> None:
        self.done.append(name)

    def train(self, steps: int) -> None:
        if self.broken:
            raise ValueError("step 7: the loss is no number")
        self.done.append(f"train {steps}")
        self.steps += steps

    def anew(self, step: int) -> None:
        self.done.append(f"anew {step}")
        self.steps = step

    def sub_steps(self) -> Iterator[SimpleNamespace]:
        made = np.full((5, 2), 0.5)
        for number in range(1, 6):
            self.done.append(f"part {number}")
            if number == 5:
                self.steps += 1
            yield SimpleNamespace(
                name=f"part {number}", words=f"This is part {number}.", made=None if number == 1 else made,
                slopes=made if number == 5 else None,
            )  # fmt: skip


def console(toy: Toy, **changed: Any) -> Stepping:
    parts: dict[str, Any] = {
        "play": toy.train,
        "sub_steps": toy.sub_steps,
        "starts": {"untrained": lambda: toy.anew(0), "pre-trained": lambda: toy.anew(900)},
        "realities": {name: lambda name=name: toy.act(name) for name in ("ring of eight", "grid", "spiral")},
    }
    return stepping(toy.view, {name: lambda name=name: toy.act(name) for name in ACTIONS}, **parts | changed)


@pytest.fixture
def toy() -> Toy:
    return Toy()


@pytest.fixture
def shown(toy: Toy) -> Iterator[Stepping]:
    made = console(toy)
    yield made
    made.pause()


def walk(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


# ---------------------------------------------------------------------- buttons and controls


def test_everything_is_on_the_page_once_has_a_name_and_does_nothing_unasked(toy: Toy, shown: Stepping) -> None:
    assert toy.done == [] and not shown.playing and shown.buttons[PLAY].description == PLAY
    page = list(walk(shown))
    for one in [*shown.buttons.values(), *shown.controls.values(), shown.image, shown.text]:
        assert page.count(one) == 1
    names = [one.description for one in [*shown.buttons.values(), *shown.controls.values()]]
    assert all(names) and len(set(names)) == len(names)
    assert list(shown.buttons) == [*ACTIONS, PLAY, SLOWLY, "Start untrained", "Start pre-trained", OVER]
    assert not any(isinstance(one, widgets.Output) for one in page)
    assert_drawn(shown)


@pytest.mark.parametrize("name", ACTIONS)
def test_a_step_is_made_and_drawn(toy: Toy, shown: Stepping, name: str) -> None:
    before = shown.image.value
    shown.buttons[name].click()
    assert toy.done == [name] and shown.image.value != before
    assert f"{name}: done." in shown.text.value and 'role="status"' in shown.text.value
    assert_drawn(shown)


def test_every_control_at_its_ends(toy: Toy, shown: Stepping) -> None:
    """Each changes something on the page besides itself."""
    for name, control in shown.controls.items():
        options = [True, False] if isinstance(control, widgets.Checkbox) else list(control.options)
        seen = set()
        for value in (options[-1], options[0]):
            control.value = value
            assert shown.values[name] == value
            assert_drawn(shown)
            seen.add(shown.image.value + shown.text.value)
        assert len(seen) == 2, name
    assert toy.done == ["spiral", "ring of eight"]


def test_starts_and_start_over(toy: Toy, shown: Stepping) -> None:
    shown.buttons[OVER].click()
    shown.buttons["Start pre-trained"].click()
    assert toy.steps == 900 and "After step 900" in alt(shown.image.value)
    shown.run(50)
    shown.buttons[OVER].click()
    assert toy.done == ["anew 0", "anew 900", "train 50", "anew 900"] and toy.steps == 900


def test_parts_may_be_left_out(toy: Toy) -> None:
    bare = stepping(toy.view, {"Step both": lambda: toy.act("both")})
    assert list(bare.buttons) == ["Step both"] and list(bare.controls) == ["arrows", "warped"]
    assert_drawn(bare)
    with pytest.raises(ValueError, match="no `play`"):
        bare.run(3)


@pytest.mark.parametrize("wrong", [{"view": 7}, {"actions": {"Step": None}}, {"starts": {"untrained": 3}}])
def test_what_cannot_be_called_is_refused(toy: Toy, wrong: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="a function without arguments"):
        stepping(**{"view": toy.view, "actions": {}} | wrong)


def test_what_fails_becomes_one_sentence(toy: Toy) -> None:
    def fail() -> None:
        raise ValueError("a loss is no number")

    shown = console(toy, realities={"ring": lambda: None, "nothing drawn": fail}, starts={"broken": fail})
    shown.buttons["Start broken"].click()
    assert "did not work: ValueError: a loss is no number" in shown.text.value
    shown.controls["reality"].value = "nothing drawn"
    assert 'role="alert"' in shown.text.value and "nothing drawn" in shown.text.value
    shown.buttons["Step both"].click()
    assert_drawn(shown)


# ---------------------------------------------------------------------- slow motion


def test_slow_motion_goes_through_five_parts_and_begins_again(toy: Toy, shown: Stepping) -> None:
    for number in range(1, 6):
        shown.buttons[SLOWLY].click()
        assert toy.done[-1] == f"part {number}" and shown.stage == number
        assert f"Part {number} of 5, part {number}. This is part {number}." in shown.text.value
        assert_drawn(shown)
    assert toy.steps == 1
    shown.buttons[SLOWLY].click()
    assert toy.done[5:] == ["part 1"] and shown.stage == 1


def test_the_scene_gets_the_points_of_the_part(toy: Toy) -> None:
    seen: list[tuple[int, Any]] = []

    def scene(view: Any, stage: int, **others: Any) -> np.ndarray:
        seen.append((stage, view))
        return np.eye(4)

    shown = console(toy, draw=(scene, lambda view, stage: f"the scene of part {stage} in words"))
    for _ in range(5):
        shown.buttons[SLOWLY].click()
    assert [stage for stage, _ in seen] == [0, 1, 2, 3, 4, 5]
    assert all(len(view.made) == 5 for _, view in seen[2:])
    assert not seen[2][1].slopes.any() and seen[5][1].slopes.all()


def test_slow_motion_that_fails_can_be_begun_again(toy: Toy) -> None:
    def broken() -> Iterator[Any]:
        yield next(toy.sub_steps())
        raise ValueError("the loss is no number")

    shown = console(toy, sub_steps=broken)
    for _ in range(2):
        shown.buttons[SLOWLY].click()
    assert "did not work: ValueError: the loss is no number" in shown.text.value and shown.stage == 0
    shown.buttons[SLOWLY].click()
    assert shown.stage == 1
    assert_drawn(shown)


@pytest.mark.parametrize("clicks", [1, 3, 5])
def test_half_a_step_is_made_whole_before_anything_else(toy: Toy, shown: Stepping, clicks: int) -> None:
    for _ in range(clicks):
        shown.buttons[SLOWLY].click()
    shown.buttons["Step both"].click()
    assert toy.done == [*(f"part {number}" for number in range(1, 6)), "Step both"]
    assert shown.stage == 0 and toy.steps == 1


def test_starting_again_forgets_half_a_step(toy: Toy, shown: Stepping) -> None:
    shown.buttons[SLOWLY].click()
    shown.buttons["Start untrained"].click()
    assert toy.done == ["part 1", "anew 0"] and shown.stage == 0


# ---------------------------------------------------------------------- play


def playing(shown: Stepping, seconds: float) -> list[tuple[float, str]]:
    """The pictures of some seconds of play, with their times."""
    pictures: list[tuple[float, str]] = []

    async def watch() -> None:
        shown.image.observe(lambda change: pictures.append((time.monotonic(), change.new)), names="value")
        shown.buttons[PLAY].click()
        await asyncio.sleep(seconds)
        shown.pause()

    asyncio.run(watch())
    return pictures


def test_play_goes_on_by_itself_while_others_work_and_hears_pause_at_once(toy: Toy, shown: Stepping) -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        shown.buttons[PLAY].click()
        assert shown.playing and shown.buttons[PLAY].description == PAUSE
        while len(toy.done) < 3:
            await asyncio.sleep(0.01)
            turns += 1
        shown.buttons[PLAY].click()
        await asyncio.sleep(0.6)  # two more pictures would have come

    asyncio.run(others())
    assert toy.done == ["train 20"] * 3 and turns > 10
    assert not shown.playing and shown.buttons[PLAY].description == PLAY and "Paused." in shown.text.value


def test_run_gives_the_picture_that_play_gives(toy: Toy, shown: Stepping) -> None:
    async def main() -> None:
        shown.play()
        await asyncio.sleep(0.05)
        shown.pause()

    asyncio.run(main())
    other = Toy()
    calm = console(other)
    calm.run(20)
    assert other.done == toy.done == ["train 20"] and calm.image.value == shown.image.value


def test_play_takes_the_pace_that_is_set(toy: Toy, shown: Stepping) -> None:
    shown.controls["pace"].value = 100
    playing(shown, 0.05)
    assert toy.done == ["train 100"]


@pytest.mark.parametrize("other", [ACTIONS[0], SLOWLY, "Start untrained"])
def test_any_other_button_pauses(toy: Toy, shown: Stepping, other: str) -> None:
    async def main() -> None:
        shown.play()
        await asyncio.sleep(0.02)
        shown.buttons[other].click()
        assert not shown.playing

    asyncio.run(main())


def test_only_one_plays(toy: Toy, shown: Stepping) -> None:
    second = console(Toy())

    async def main() -> None:
        shown.play()
        second.play()
        assert (shown.playing, second.playing) == (False, True)
        assert "Paused: another one was begun." in shown.text.value
        console(Toy())  # as when a cell is run again
        assert not second.playing

    asyncio.run(main())


def test_pictures_keep_their_distance_and_the_words_stay(shown: Stepping) -> None:
    """However quick the networks are, the k-th picture never comes before its time. A screen reader reads out a status
    that changes; four times a second would be noise."""
    said: list[str] = []
    shown.text.observe(lambda change: said.append(change.new), names="value")
    times = [moment for moment, _ in playing(shown, 1.15)]
    assert len(times) >= 2 and min(np.diff(times)) >= 0.999 / max(module.TEMPI)
    assert len(said) == 1 and "Playing." in said[0] and "20 steps for a picture" in said[0]


def test_play_ends_by_itself(toy: Toy, shown: Stepping, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PICTURES", 2)
    playing(shown, 1.2)
    assert toy.done == ["train 20"] * 2 and not shown.playing
    assert "Paused by itself after 2 pictures" in shown.text.value


def test_a_loss_that_is_no_number_stops_play_in_one_sentence(toy: Toy, shown: Stepping) -> None:
    toy.broken = True
    playing(shown, 0.1)
    assert not shown.playing and "Play stopped: ValueError: step 7" in shown.text.value
    assert shown.buttons[PLAY].description == PLAY


def test_without_an_event_loop_play_says_what_to_do(shown: Stepping) -> None:
    shown.buttons[PLAY].click()
    assert "run(steps) goes on without one" in shown.text.value and not shown.playing


# ---------------------------------------------------------------------- gentle to the eyes


def test_no_play_can_flash_more_than_three_times_a_second() -> None:
    """The worst judge that there can be: all fake, all genuine, all fake, at the quickest tempo."""
    heats = [np.full((9, 9), value) for value in (0.0, 1.0)] * 4
    frames = [scene_plots.scene(replace(a_view(points=24), heat=heat), arrows=False) for heat in heats]
    pictures = np.array([_pixels(frame) for frame in frames])
    for fps in module.TEMPI:
        assert most_flashes(luminance(pictures), fps).max() <= MOST
    assert max(module.TEMPI) <= 2 * MOST, "a flash is two changes"


def _pixels(figure: Any) -> np.ndarray:
    import io

    from PIL import Image

    return np.asarray(Image.open(io.BytesIO(png(figure)[0])))[::8, ::8, :3]


# ---------------------------------------------------------------------- both ipywidgets

# Keywords of constructors that ipywidgets 7.7.1 and 8 both have (read in both).
BOTH = {
    "Layout": {"width", "height", "margin", "padding", "flex", "flex_flow", "overflow", "max_width", "align_items"},
    "HTML": {"value"},
    "Button": {"description", "layout", "icon", "button_style", "tooltip"},
    "ToggleButton": {"description", "value", "layout", "icon", "button_style", "tooltip"},
    "Textarea": {"description", "value", "rows", "layout", "style", "continuous_update"},
    "HBox": {"layout"},
    "VBox": {"layout"},
}


@pytest.mark.parametrize("part", [module, pad], ids=["stepping", "pad"])
def test_only_what_both_ipywidgets_have_is_used(part: ModuleType) -> None:
    source = Path(str(part.__file__)).read_text(encoding="utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    asked = [
        (node.func.attr, keyword.arg)
        for node in calls
        if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "widgets"
        for keyword in [*node.keywords, SimpleNamespace(arg=None)]
    ]
    assert len(asked) > 3
    for kind, keyword in asked:
        assert kind in BOTH and (keyword is None or keyword in BOTH[kind]), f"{kind}({keyword}=)"


# ---------------------------------------------------------------------- in a kernel

CELL = """
import sys; sys.path[:0] = {paths!r}
from test_stepping import Toy, console
toy = Toy()
shown = console(toy)
print("button", shown.buttons["Play"].model_id)
"""


def test_a_kernel_answers_while_it_plays(root: Path) -> None:
    """A press on Play comes over the wire as in a notebook; then a cell runs, and pictures go on coming."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3")
    try:

        def ask(code: str) -> str:
            told: list[str] = []

            def hear(message: dict[str, Any]) -> None:
                told.extend(message["content"].get(key, "") for key in ("text", "evalue"))

            client.execute_interactive(code, timeout=120, output_hook=hear)
            return "".join(told)

        said = ask(
            CELL.format(paths=[str(root), *(str(root / "tests" / one) for one in ("plane", "notebook", "support"))])
        )
        assert "button" in said, said
        button = said.split("button ")[1].split()[0]
        press = {"comm_id": button, "data": {"method": "custom", "content": {"event": "click"}}}
        client.shell_channel.send(client.session.msg("comm_msg", press))
        begun = time.monotonic()
        while ask("print(len(toy.done))").split()[-1] in {"0", "1"}:
            assert time.monotonic() - begun < 60, "Play does not go on"
            time.sleep(0.2)
        client.shell_channel.send(client.session.msg("comm_msg", press))
        state = json.loads(ask("import json; print(json.dumps([shown.playing, len(toy.done)]))").strip())
        time.sleep(0.7)
        assert state[0] is False and json.loads(ask("print(len(toy.done))")) == state[1]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_the_alt_text_names_the_numbers(toy: Toy, shown: Stepping) -> None:
    shown.run(40)
    words = alt(shown.image.value)
    assert "After step 40." in words and "modes found" in words and "Losses now" in words
    assert drawn(shown.image.value).size == (900, 560)
