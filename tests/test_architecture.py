"""Who may import whom, who may draw and who may load Keras; and rooms that only grow smaller.

Each rule is a function that finds violations; each is tried on the package and on violations that are planted.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from import_scan import PACKAGE, Import, imports, modules, top

# Rooms import only to the left of them: what is general stands left, what is a lesson's own right.
ORDER = (
    "autodiff", "cache", "checks", "training", "drawing", "metrics", "photos", "clips", "studio", "notebook", "cues",
    "learning", "plane", "faces", "swap", "detector", "people", "conditions", "race", "report", "exercises", "course",
)  # fmt: skip
KERAS_ROOMS = {"plane", "faces", "swap", "detector"}
KERAS_FILES = {f"{PACKAGE}.training", f"{PACKAGE}.notebook.session"}  # the second loads it without start-up lines
DRAWING_ROOMS = {"drawing", "notebook"}
# Both only ask IPython which notebook they are in, and what stands in it.
DRAWING_FILES = {f"{PACKAGE}.exercises.kernel_side", f"{PACKAGE}.exercises.notebook"}
DEEP_LEARNING = {"keras", "tensorflow"}
PRESENTATION = {"matplotlib", "ipywidgets", "IPython"}

# Lines of Python per room. They may only fall: after a cut, put the new number here. A new lesson gets 700.
MOST_LINES = {
    "root": 717,
    "drawing": 651,
    "metrics": 960,
    "photos": 1075,
    "clips": 611,
    "studio": 5441,
    "notebook": 2963,
    "cues": 1730,
    "learning": 930,
    "plane": 1542,
    "faces": 2066,
    "swap": 1156,
    "detector": 2683,
    "people": 451,
    "exercises": 3162,
    "course": 887,
}


def room(dotted: str) -> str:
    """The room of a dotted name of ours; "" for the package itself and for strangers."""
    names = dotted.split(".")
    return names[1] if names[0] == PACKAGE and len(names) > 1 else ""


# ---------------------------------------------------------------------- the rules


def imports_to_the_right(found: Import) -> bool:
    """Rooms import only to the left of them in ORDER."""
    here, there = room(found.module), room(found.target)
    known = here in ORDER and there in ORDER
    return known and ORDER.index(there) > ORDER.index(here)


def loads_keras_elsewhere(found: Import) -> bool:
    """Only the rooms of KERAS_ROOMS and two files load Keras."""
    allowed = room(found.module) in KERAS_ROOMS or found.module in KERAS_FILES
    return top(found.target) in DEEP_LEARNING and not allowed


def draws_elsewhere(found: Import) -> bool:
    """Only files named *plots*, *explorer* or live, and the rooms drawing and notebook, use a drawing package."""
    name = found.module.rpartition(".")[2]
    allowed = "plots" in name or "explorer" in name or name == "live" or room(found.module) in DRAWING_ROOMS
    return top(found.target) in PRESENTATION and not allowed and found.module not in DRAWING_FILES


def draws_through_pyplot(found: Import) -> bool:
    """pyplot keeps global state and opens windows: figures are made by `matplotlib.figure.Figure`."""
    return found.target.startswith("matplotlib.pyplot") or found.target in {"pylab", "matplotlib.pylab"}


def reaches_for_what_stays_here(found: Import) -> bool:
    """The package imports nothing of tools/, benchmarks/ or tests/: they are not in the wheel."""
    return top(found.target) in {"tools", "benchmarks", "tests"}


RULES: dict[Callable[[Import], bool], list[tuple[str, str]]] = {
    # For each rule, violations that are planted to see it found: file and what is written into it.
    imports_to_the_right: [
        ("metrics/pairs.py", "def late():\n    from ..detector import network"),
        ("studio/film.py", "from deepfake_lessons.notebook.player import play"),
        ("cache.py", "from importlib import import_module\nimport_module('deepfake_lessons.studio')"),
        ("exercises/framework.py", "from ..course import grade"),
        ("drawing/style.py", "from .. import metrics"),
    ],
    loads_keras_elsewhere: [
        ("autodiff.py", "import keras"),
        ("cues/seams.py", "def late():\n    import tensorflow as tf"),
        ("notebook/explorer.py", "from keras import Model"),
    ],
    draws_elsewhere: [
        ("faces/gan.py", "import matplotlib.figure"),
        ("metrics/pairs.py", "def curve():\n    from matplotlib.figure import Figure\n    return Figure"),
        ("studio/film.py", "import ipywidgets"),
    ],
    draws_through_pyplot: [
        ("drawing/style.py", "import matplotlib.pyplot as plt"),
        ("notebook/display.py", "from matplotlib import pyplot"),
    ],
    reaches_for_what_stays_here: [
        ("course/grade.py", "from tools.authoring import build"),
        ("detector/peers.py", "def late():\n    import benchmarks.peers.meso4"),
    ],
}
PLANTED = [(rule, *planted) for rule, all_planted in RULES.items() for planted in all_planted]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule(rule: Callable[[Import], bool], root: Path) -> None:
    wrong = [str(found) for found in imports(root) if rule(found)]
    assert not wrong, f"{rule.__doc__} Move the code, or hand it in as an argument:\n" + "\n".join(wrong)


@pytest.mark.parametrize(("rule", "file", "text"), PLANTED, ids=lambda value: getattr(value, "__name__", None))
def test_a_planted_violation_is_found(rule: Callable[[Import], bool], file: str, text: str, tmp_path: Path) -> None:
    plant(tmp_path, file, text)
    assert [found for found in imports(tmp_path) if rule(found)]


def test_what_editors_read_counts_for_nothing(tmp_path: Path) -> None:
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import keras\nelse:\n    keras = None"
    plant(tmp_path, "metrics/pairs.py", text)
    assert [found.target for found in imports(tmp_path)] == ["typing.TYPE_CHECKING"]


def plant(root: Path, file: str, text: str) -> None:
    """A package under `root` in which `file` holds `text`."""
    path = root / PACKAGE / file
    path.parent.mkdir(parents=True, exist_ok=True)
    for folder in {path.parent, root / PACKAGE}:
        (folder / "__init__.py").touch()
    path.write_text(text, encoding="utf-8")


def test_every_room_has_its_place(root: Path) -> None:
    homeless = sorted({room(module) for module, _ in modules(root)} - {*ORDER, ""})
    assert not homeless, f"give these a place in ORDER of {Path(__file__).name}: {', '.join(homeless)}"


# ---------------------------------------------------------------------- no circle


def circles(root: Path) -> list[list[str]]:
    """Files that import one another, directly or through others (Tarjan 1972: strongly connected components)."""
    known = {module for module, _ in modules(root)}
    arrows: dict[str, set[str]] = {module: set() for module in known}
    for found in imports(root):
        target = found.target if found.target in known else found.target.rpartition(".")[0]
        if target in known and target not in {found.module, PACKAGE}:
            arrows[found.module].add(target)
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found_circles = []

    def visit(one: str) -> None:
        number[one] = lowest[one] = len(number)
        stack.append(one)
        for other in sorted(arrows[one]):
            if other not in number:
                visit(other)
            if other in stack:
                lowest[one] = min(lowest[one], lowest[other])
        if lowest[one] == number[one]:
            place = stack.index(one)
            circle, stack[place:] = stack[place:], []
            if len(circle) > 1:
                found_circles.append(sorted(circle))

    for module in sorted(known):
        if module not in number:
            visit(module)
    return found_circles


def test_no_circle_of_files(root: Path) -> None:
    assert circles(root) == []


def test_a_circle_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "clips/files.py", "def late():\n    from . import npz")
    plant(tmp_path, "clips/npz.py", "from .video import read")
    plant(tmp_path, "clips/video.py", "from .files import write")
    assert circles(tmp_path) == [[f"{PACKAGE}.clips.{name}" for name in ("files", "npz", "video")]]


# ---------------------------------------------------------------------- rooms may only grow smaller


def lines(root: Path) -> dict[str, int]:
    """Lines of Python in each room; files in the package's root are a room of their own, called "root"."""
    counted: dict[str, int] = {}
    for module, path in modules(root):
        name = room(module) if path.parent != root / PACKAGE else "root"
        counted[name] = counted.get(name, 0) + path.read_text(encoding="utf-8").count("\n")
    return counted


def test_no_room_grows(root: Path) -> None:
    now = lines(root)
    grown = {name: (many, MOST_LINES.get(name, 0)) for name, many in now.items() if many > MOST_LINES.get(name, 0)}
    assert not grown, f"more lines than MOST_LINES of {Path(__file__).name} allows (now, most): {grown}; take some away"
    assert set(MOST_LINES) <= set(now), "a room is gone: take it out of MOST_LINES"
    loose = {name: many for name, many in now.items() if MOST_LINES[name] - many > 50}
    assert not loose, f"the ratchet holds what was reached: put these into MOST_LINES: {loose}"


def test_the_root_holds_few_files(root: Path) -> None:
    flat = sorted(path.name for path in (root / PACKAGE).glob("*.py"))
    assert len(flat) <= 8, f"a new file goes into a room: {flat}"


# ---------------------------------------------------------------------- plots never show


def shows(root: Path) -> Iterator[str]:
    """Calls of a `show` in files that draw, which belong to the one who asked for the figure."""
    for module, path in modules(root):
        if "plots" not in path.stem and room(module) != "drawing":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "show":
                yield f"{path}:{node.lineno}: {ast.unparse(node)}"


def test_plots_never_show(root: Path) -> None:
    assert not list(shows(root)), "plots return figures; the caller shows them"


def test_a_plot_that_shows_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "drawing/curves.py", "def losses(plt):\n    plt.show()")
    assert list(shows(tmp_path))


# ---------------------------------------------------------------------- what importing the package costs

HEAVY = ["tensorflow", "keras", "matplotlib", "skimage", "scipy", "numpy"]


def loaded(root: Path) -> list[str]:
    """Which of the heavy ones a fresh interpreter has loaded after importing the package that lies in `root`."""
    code = f"import sys, {PACKAGE}; print(*(set({HEAVY!r}) & set(sys.modules))); print({PACKAGE}.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(root)},
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    names, file = done.stdout.splitlines()
    assert Path(file).is_relative_to(root)
    return names.split()


def test_import_is_light(root: Path) -> None:
    assert loaded(root) == []


@pytest.mark.parametrize("name", ["skimage", "scipy", "matplotlib"])
def test_a_heavy_import_is_found(name: str, tmp_path: Path) -> None:
    plant(tmp_path, "__init__.py", f"import {name}")
    assert name in loaded(tmp_path)
