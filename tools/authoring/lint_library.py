"""Lint rules that hold a lesson against the library: the checks and questions it asks for are there, and what a NumPy
lesson may load."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from deepfake_lessons import exercises
from deepfake_lessons.exercises.framework import exercises_of

from .lint_code import Fault, called, calls_of, line_of, trees_of
from .source import Lesson

QUESTIONS = Path(exercises.__file__).with_name("recall.toml")
DEEP_LEARNING = {"keras", "tensorflow", "tf_keras"}


def faults(lesson: Lesson) -> Iterator[Fault]:
    """What the lesson asks for and the library lacks, and the other way round."""
    yield from _checks(lesson)
    yield from _recalls(lesson)
    if lesson.numpy_only:
        yield from _deep_learning(lesson)


def recall_ids() -> set[str]:
    """The ids of all recall questions."""
    return set(tomllib.loads(QUESTIONS.read_text(encoding="utf-8")))


def _checks(lesson: Lesson) -> Iterator[Fault]:
    file = f"deepfake_lessons/exercises/lesson_{lesson.key}.py"
    try:
        registered = set(exercises_of(lesson.key))
    except Exception as error:  # a module of checks that does not load: say so beside the other faults
        yield Fault(1, f"the checks do not load ({type(error).__name__}: {error})", f"mend {file}")
        return
    asked = {cell.exercise: cell.line for cell in lesson.cells if cell.has("exercise") and cell.exercise}
    for name in asked.keys() - registered:
        yield Fault(asked[name], f"exercise {name} has no check", f'write one under @exercise("{name}") in {file}')
    for name in registered - asked.keys():
        mend = f"add the exercise, or remove the check from {file}"
        yield Fault(1, f"the check of {name} has no exercise in this lesson", mend)


def _recalls(lesson: Lesson) -> Iterator[Fault]:
    known = recall_ids()
    for cell, tree in trees_of(lesson):
        for call in calls_of(tree, {"recall"}):
            key = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
            if key not in known:
                message = f"there is no recall question {key!r}" if key else "dl.recall(...) without an id"
                yield Fault(line_of(cell, call), message, f"write its id, or the question in {QUESTIONS.name}")


def _deep_learning(lesson: Lesson) -> Iterator[Fault]:
    """Importing TensorFlow costs 11 to 26 seconds on a small machine: a NumPy lesson must not pay that."""
    for cell, tree in trees_of(lesson):
        for node in ast.walk(tree):
            what = ""
            if isinstance(node, ast.Import):
                what = next((name.name for name in node.names if name.name.split(".")[0] in DEEP_LEARNING), "")
            elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in DEEP_LEARNING:
                what = node.module or ""
            elif isinstance(node, ast.Call) and called(node) == "start":
                wants = {word.arg: ast.unparse(word.value) for word in node.keywords}
                what = "dl.start(keras=...)" if wants.get("keras", "False") != "False" else ""
            if what and isinstance(node, ast.stmt | ast.expr):
                mend = "take the NumPy way, or head the lesson '# lesson: keras'"
                yield Fault(line_of(cell, node), f"{what} in a NumPy lesson", mend)
