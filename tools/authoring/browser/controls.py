"""Move every control of a cell by keyboard, and see whether anything answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .page import ANSWER, Notebook

# What is tried one after the other until something changes. A list must be opened first: on a closed one JupyterLab
# takes the arrow keys for itself, and goes to the next cell.
KEYS = {
    "slider": (("ArrowRight",), ("ArrowLeft",), ("End",), ("Home",)),
    "list": (("Space", "ArrowDown", "Enter"), ("Space", "ArrowUp", "Enter")),
    "check box": (("Space",),),
    "choice": (("ArrowDown",), ("Space",)),
    "number field": (("ArrowUp", "Enter"), ("ArrowDown", "Enter")),
    "text field": (("1", "Enter"), ("1", "Tab")),  # in a field of several lines Enter is one more line
    "button": (("Space",),),
}
DEAD = 4000  # milliseconds of rest after a key that count as "nothing happens"; REST: as "that was all"
REST = 200
NAMELESS = {"generic", "none", "group", "region"}  # what may be focused without a name


def names(notebook: Notebook, count: int) -> list[tuple[str, str]]:
    """(role, name) of the controls that `lesson.controls` found, as Chromium computes them for a screen reader."""
    devtools = notebook.page.context.new_cdp_session(notebook.page)
    found = []
    for number in range(count):
        node = devtools.send("Runtime.evaluate", {"expression": f"lesson.nodes[{number}]"})["result"]["objectId"]
        asked = {"objectId": node, "fetchRelatives": False}
        told = devtools.send("Accessibility.getPartialAXTree", asked)["nodes"][0]
        role, name = (str(told.get(key, {}).get("value", "")) for key in ("role", "name"))
        found.append((role, name.strip()))
    devtools.detach()
    return found


def move_all(notebook: Notebook, place: int, pictured: bool, shoot: Callable[[str], None]) -> tuple[int, list[str]]:
    """Move the controls of one cell, sliders and lists before buttons.

    Args:
        notebook: it has run.
        place: of the cell.
        pictured: whether the cell shows a picture: then every control must change something besides itself. Without one
            it is enough that it moves, if there is a button that takes the value over.
        shoot: takes a picture of the cell's outputs; gets a few words for its name.

    Returns:
        (how many controls, what is wrong with them).
    """
    controls = notebook.look("controls", place)
    moved = [number for number, control in enumerate(controls) if control["kind"] in KEYS]
    if not controls:
        return 0, []
    found = []
    called = []
    for control, (role, name) in zip(controls, names(notebook, len(controls)), strict=True):
        called.append(f"the {control['kind']} {name or control['label']!r}")
        if not name and not (control["kind"] == "place" and role in NAMELESS):
            shown = f" (the page shows {control['label']!r})" if control["label"] else ""
            found.append(f"a {control['kind']} has no name for a screen reader{shown}")
    reached = _by_tab(notebook, place, controls)
    found += [f"{called[number]} cannot be reached with Tab" for number in moved if number not in reached]
    notebook.rest(place, REST)
    judged = not pictured and any(controls[number]["kind"] == "button" for number in moved)
    shoot("0-before")
    dead: dict[int, str] = {}
    values = [number for number in moved if controls[number]["kind"] != "button"]
    buttons = [number for number in moved if number not in values]
    for number in [*values, *buttons]:
        if not notebook.look("usable", number):
            continue  # an earlier one took it away, as locking a guess does
        if fault := _move(notebook, place, number, controls[number]["kind"], judged):
            dead[number] = fault
        shoot(f"{number + 1}-{controls[number]['label']}")
    for number in [number for number in buttons if number in dead]:  # "Back" has somewhere to go once others were moved
        if notebook.look("usable", number) and not _move(notebook, place, number, "button", judged):
            del dead[number]
    found += [f"{called[number]} {fault}" for number, fault in dead.items()]
    return len(moved), found


def _by_tab(notebook: Notebook, place: int, controls: list[dict[str, Any]]) -> set[int]:
    """Numbers of the controls that Tab arrives at, starting before the first one; of several choices one is enough."""
    press = notebook.page.keyboard.press
    notebook.look("focus", 0)
    press("Shift+Tab")
    reached: set[int] = set()
    for _ in range(2 * len(controls) + 2):
        press("Tab")
        if (active := notebook.look("active")) < 0 and reached:
            break
        reached.add(active)
    leaves = {controls[number]["leaf"] for number in reached - {-1} if controls[number]["kind"] == "choice"}
    choices = {n for n, one in enumerate(controls) if one["kind"] == "choice" and one["leaf"] in leaves}
    return (reached | choices) - {-1}


def _move(notebook: Notebook, place: int, number: int, kind: str, judged: bool) -> str:
    """Press keys on one control until something answers; "" when it did, else what is wrong."""
    wanted = "either" if kind == "button" else "own" if judged else "rest"
    moved = False
    for keys in KEYS[kind]:
        notebook.look("remember", place)
        notebook.look("focus", number)
        notebook.look("stir")
        for key in keys:
            notebook.page.keyboard.press(key)
        ends = "([place, number, wanted, dead]) => lesson.changed(place, number)[wanted] || lesson.calm(dead, place)"
        notebook.until(ends, [place, number, wanted, DEAD], ANSWER, "a control's answer did not end")
        changed = notebook.look("changed", place, number)
        notebook.rest(place, REST)  # what else is drawn must not be taken for the next key's work
        if changed[wanted]:
            return ""
        moved |= changed["own"]
    if kind == "button":
        return "changes nothing"
    return "moves, but changes nothing" if moved else "does not answer to the keyboard"
