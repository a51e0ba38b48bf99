"""Who may import whom: one assertion for each direction of the house, and planted violations that each one finds."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from import_scan import PACKAGE, Import, imports, modules, top

# Where each module or folder of the package stands; `test_everything_has_a_place` asks for the place of a new one.
LAYERS = {
    "base": {"__init__", "session"},
    "numpy": {"autodiff", "cache", "clip_words", "clips", "clips_npz", "clips_video", "metrics", "one_line", "people"}
    | {"leaks", "photos", "plain_detectors", "portraits", "reports", "shortcut"}
    | {"corruptions", "cues", "distributions", "evidence", "face_numbers", "own_work", "plane_view"}
    | {"convolution", "detector_findings", "detector_input", "detector_peers", "probabilities", "quality"}
    | {"quiz_answers", "stored_scores", "studio"}
    | {"tables", "thresholds", "timing"},
    "keras": {"aligned", "attributes", "detector", "explain", "expression", "features", "fitting"}
    | {"forgeries", "gan", "generators", "identity", "meso4", "own_fakes"}
    | {"judges", "judges_of_pictures", "plane", "race", "reading", "swap"},
    "presentation": {"display", "display_clips", "entry_test", "exams", "first_minute", "guesses", "live", "live_swap"}
    | {"live_detector"}
    | {"examining", "plots", "quiz", "recalls", "widgets"},
    "exercises": {"exercises"},
    "course": {"course"},
}
DEEP_LEARNING = {"keras", "tensorflow"}
DRAWING = {"matplotlib", "ipywidgets", "IPython"}


def part(dotted: str) -> str:
    """The module or folder of our package that a dotted name belongs to; "" for the package itself or a stranger."""
    names = dotted.split(".")
    return names[1] if names[0] == PACKAGE and len(names) > 1 else ""


def layer(dotted: str) -> str:
    """The layer of a dotted name of ours; "" for a stranger."""
    if dotted.split(".")[0] != PACKAGE:
        return ""
    return next((name for name, parts in LAYERS.items() if (part(dotted) or "__init__") in parts), "unknown")


# ---------------------------------------------------------------------- the directions


def numpy_layer_draws_nothing(found: Import) -> bool:
    """Layer 1 imports neither Keras nor matplotlib nor ipywidgets, nor a layer above it."""
    strangers = top(found.target) in DEEP_LEARNING | DRAWING
    return layer(found.module) == "numpy" and (
        strangers or layer(found.target) in {"keras", "presentation", "exercises", "course"}
    )


def keras_layer_presents_nothing(found: Import) -> bool:
    """Layer 2 imports no presentation."""
    return layer(found.module) == "keras" and (
        top(found.target) in DRAWING or layer(found.target) in {"presentation", "exercises", "course"}
    )


def plots_take_arrays(found: Import) -> bool:
    """`plots` imports neither Keras nor the modules that do."""
    return part(found.module) == "plots" and (top(found.target) in DEEP_LEARNING or layer(found.target) == "keras")


def widgets_receive_functions(found: Import) -> bool:
    """`widgets` import no model: what they show comes in as a function."""
    return part(found.module) == "widgets" and (top(found.target) in DEEP_LEARNING or layer(found.target) == "keras")


def nobody_draws_through_pyplot(found: Import) -> bool:
    """pyplot keeps global state and opens windows: figures are made by `matplotlib.figure.Figure`."""
    return found.target.startswith("matplotlib.pyplot") or found.target in {"pylab", "matplotlib.pylab"}


def course_is_the_roof(found: Import) -> bool:
    """Nothing outside `course/` imports `course/`; this holds for the exercises first of all."""
    return layer(found.module) != "course" and part(found.target) == "course"


DIRECTIONS: dict[Callable[[Import], bool], list[tuple[str, str]]] = {
    # For each direction, violations that are planted to see it found: file and what is written into it.
    numpy_layer_draws_nothing: [
        ("autodiff.py", "import keras"),
        ("metrics.py", "def curve():\n    from matplotlib.figure import Figure\n    return Figure"),
        ("photos.py", "from .display import show"),
        ("cues/seams.py", "from ..plots import style"),
        ("cache.py", "from importlib import import_module\nimport_module('ipywidgets')"),
    ],
    keras_layer_presents_nothing: [
        ("gan.py", "from . import plots"),
        ("detector.py", "import matplotlib.figure"),
        ("swap.py", "from deepfake_lessons.widgets.explorer import explore"),
    ],
    plots_take_arrays: [
        ("plots/curves.py", "from keras import Model"),
        ("plots/__init__.py", "from ..gan import GAN"),
    ],
    widgets_receive_functions: [
        ("widgets/explorer.py", "from .. import detector"),
        ("widgets/knobs.py", "import tensorflow as tf"),
    ],
    nobody_draws_through_pyplot: [
        ("plots/style.py", "import matplotlib.pyplot as plt"),
        ("display.py", "from matplotlib import pyplot"),
    ],
    course_is_the_roof: [
        ("exercises/framework.py", "from ..course import source"),
        ("session.py", "def late():\n    import deepfake_lessons.course.build"),
        ("__init__.py", "from . import course"),
    ],
}
PLANTED = [(direction, *planted) for direction, all_planted in DIRECTIONS.items() for planted in all_planted]


@pytest.mark.parametrize("direction", DIRECTIONS, ids=lambda direction: direction.__name__)
def test_direction(direction: Callable[[Import], bool], root: Path) -> None:
    wrong = [str(found) for found in imports(root) if direction(found)]
    assert not wrong, f"{direction.__doc__} Move the code, or hand it in as an argument:\n" + "\n".join(wrong)


@pytest.mark.parametrize(("direction", "file", "text"), PLANTED, ids=lambda value: getattr(value, "__name__", None))
def test_direction_finds_a_planted_violation(
    direction: Callable[[Import], bool], file: str, text: str, tmp_path: Path
) -> None:
    plant(tmp_path, file, text)
    assert [found for found in imports(tmp_path) if direction(found)]


def test_what_editors_read_counts_for_nothing(tmp_path: Path) -> None:
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import keras\nelse:\n    keras = None"
    plant(tmp_path, "metrics.py", text)
    assert [found.target for found in imports(tmp_path)] == ["typing.TYPE_CHECKING"]


def plant(root: Path, file: str, text: str) -> None:
    """A package under `root` in which `file` holds `text`."""
    path = root / PACKAGE / file
    path.parent.mkdir(parents=True, exist_ok=True)
    for folder in {path.parent, root / PACKAGE}:
        (folder / "__init__.py").touch()
    path.write_text(text, encoding="utf-8")


def test_everything_has_a_place(root: Path) -> None:
    homeless = sorted({module for module, _ in modules(root) if layer(module) == "unknown"})
    assert not homeless, f"give these a layer in LAYERS of {Path(__file__).name}: {', '.join(homeless)}"


# ---------------------------------------------------------------------- plots never show


def shows(root: Path) -> list[str]:
    """Calls of a `show` in plots/, which belong to the one who asked for the figure."""
    found = []
    for module, path in modules(root):
        if part(module) != "plots":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "show":
                found.append(f"{path}:{node.lineno}: {ast.unparse(node)}")
    return found


def test_plots_never_show(root: Path) -> None:
    assert not shows(root), "plots return figures; the caller shows them"


def test_a_plot_that_shows_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "plots/curves.py", "def losses(plt):\n    plt.show()")
    assert shows(tmp_path)


# ---------------------------------------------------------------------- what importing the package costs

HEAVY = ["tensorflow", "keras", "matplotlib.pyplot", "skimage", "scipy"]


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


@pytest.mark.parametrize("name", ["skimage", "scipy", "matplotlib.pyplot"])
def test_a_heavy_import_is_found(name: str, tmp_path: Path) -> None:
    plant(tmp_path, "__init__.py", f"import {name}")
    assert name in loaded(tmp_path)
