"""What a lesson must show with Colab's versions: the wheel that its own set-up cell installed, data that came with it,
widgets that ipywidgets 7.7.1 has, and the numbers that were reviewed.

The kernel runs in the environment of `colab`, in a temporary folder, with nothing of the checkout on its path. Proved
is the Python side: which models and values reach a front end. How Colab's front end draws them is not; JupyterLab 4
cannot show widgets of ipywidgets 7.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

from . import expected, inside_colab, lint_code, offline
from .build import notebook, to_bytes
from .colab import pip_environment
from .faults import widgets
from .page import VIEW
from .report import PACKAGES
from .run import Place, Ran, run_lesson
from .setup_cell import WHEEL_VARIABLE, repository
from .source import Lesson

CONTROLS = {"explore", "slow_motion", "guess", "recall"}  # calls that must leave a widget
MODULES = {  # what the front end of ipywidgets 7.7.1 draws
    "@jupyter-widgets/base": "1.2.0",
    "@jupyter-widgets/controls": "1.5.0",
    "@jupyter-widgets/output": "1.0.0",
}
# ipywidgets 7 takes an argument that it does not know without a word; traitlets has one, which Python does not show.
# The library asks for google.colab to know where it is; Colab's kernels have loaded it before the first cell.
BEGINS = r"""
import sys, types, warnings
sys.modules["google.colab"] = types.ModuleType("google.colab")
warnings.filterwarnings("always", "Passing unrecognized arguments", DeprecationWarning)
warnings.filterwarnings("always", category=DeprecationWarning, module=r"deepfake_lessons(\.|$)")
warnings.filterwarnings("always", category=FutureWarning, module=r"deepfake_lessons(\.|$)")
"""
ASKS = f"{Path(inside_colab.__file__).read_text(encoding='utf-8')}\n\nanswer({list(PACKAGES)!r})"


def place(python: Path, wheel: Path) -> Place:
    """The kernel of Colab's environment, as a lesson meets it: no course but the wheel that the set-up cell fetches."""

    def environment(usual: dict[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in usual.items() if not name.startswith("PIP_")}
        kept |= {name: value for name, value in pip_environment().items() if name.startswith("PYTHONNO")}
        # Colab's pip is quiet; and --no-deps with a wheel at hand has nothing to fetch.
        kept |= {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        del kept["DEEPFAKE_LESSONS_HOME"]  # a learner's own work lies beside the notebook
        kept |= {WHEEL_VARIABLE: str(wheel), "PYTHONPATH": os.pathsep.join(offline.python_path())}
        return kept

    return Place(python, environment, BEGINS, ASKS)


def run(lesson: Lesson, edition: str, root: Path, where: Place) -> Ran:
    """Run one edition there; what is wrong is in `failures`, as after `run_lesson`."""
    ran = run_lesson(lesson, edition, root, place=where)
    begin = lesson.path.name
    ran.failures += [f"{begin}:1 {words}" for words in _place(ran, root)]
    ran.failures += [f"{begin}:{line} {words}" for line, words in _widgets(ran)]
    ran.failures += [f"{begin}:{line} {words}" for line, words in _outputs(ran, root)]
    committed = root / "notebooks" / f"{lesson.slug}.ipynb"
    if edition == "learner" and committed.is_file():
        built = to_bytes(notebook(lesson, edition, repository(root)))
        if committed.read_bytes().replace(b"\r\n", b"\n") != built:
            ran.failures.append(f"{begin}:1 the notebook that learners open is another one: run make build")
    return ran


def _place(ran: Ran, root: Path) -> Iterator[str]:
    """Whether the course and its data came from the wheel, and nothing from the checkout."""
    said = ran.said
    if not said:
        yield "the kernel could not be asked where the course lies"
        return
    if "error" in said:
        yield f"the installed course is not whole: {said['error']}"
    for what in ("file", "data"):
        if what in said and not any(_within(said[what], site) for site in said["site"]):
            yield f"{what} of the course is {said[what]}, not in the environment's site-packages"
    if any(Path(entry).resolve() == root.resolve() for entry in said["path"]):
        yield "the checkout is on the kernel's path"


def _within(path: str, folder: str) -> bool:
    return Path(path).resolve().is_relative_to(Path(folder).resolve())


def _widgets(ran: Ran) -> Iterator[tuple[int, str]]:
    """Controls that left no widget, models that Colab cannot draw, and attributes that ipywidgets 7 does not know."""
    state = widgets(ran.notebook)
    outputs = {cell.id: cell.get("outputs", []) for cell in ran.notebook.cells}
    for cell, tree in lint_code.trees_of(ran.lesson):
        if any(output.output_type == "error" for output in outputs.get(cell.id, ())):
            continue  # reported already
        views = [output.data[VIEW]["model_id"] for output in outputs.get(cell.id, ()) if VIEW in output.get("data", {})]
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _leaves_a_widget(node)]
        if len(views) < len(calls):
            yield cell.line, f"cell {cell.id}: {len(views)} of its {len(calls)} controls reached the page"
        for view in views:
            if view not in state:
                yield cell.line, f"cell {cell.id}: its widget is not among the saved ones"
    for module, version in sorted({(one["model_module"], one["model_module_version"]) for one in state.values()}):
        if MODULES.get(module) != version:
            yield 1, f"a widget of {module} {version}, which Colab's front end does not have"
    import ipywidgets  # the newest: whose traits an author may take for granted

    for kind, name in ran.said.get("attributes", ()):
        newest = getattr(ipywidgets, kind, None)
        if kind == "Layout" or kind.endswith("Style") or (newest and newest.class_traits().get(name)):
            yield 1, f"sets {kind}.{name}, which ipywidgets {ran.said['versions']['ipywidgets']} does not have"


def _leaves_a_widget(call: ast.Call) -> bool:
    """A call of a control; with `answer=` it is the plain call, which prints."""
    return lint_code.called(call) in CONTROLS and not any(keyword.arg == "answer" for keyword in call.keywords)


def _outputs(ran: Ran, root: Path) -> Iterator[tuple[int, str]]:
    """Reviewed outputs (tests/expected) that come out otherwise with these versions."""
    entries = expected.load(root, ran.lesson, ran.edition)
    outputs = {cell.id: cell.get("outputs", []) for cell in ran.notebook.cells}
    for cell in expected.compared(ran.lesson, ran.edition):
        try:
            printed = expected.capture(outputs.get(cell.id, ()))
        except expected.CannotCompare:
            continue  # an error, or something on stderr: reported already
        if cell.id in entries and printed != entries[cell.id]:
            yield cell.line, f"cell {cell.id}: reviewed as {entries[cell.id]!r}, here it is {printed!r}"
