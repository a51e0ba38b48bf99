"""Every exercise, with its stub, its reference, other right answers and usual wrong ones: in the notebook's check and
through the grader, with the same verdicts."""

from __future__ import annotations

import ast
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from exercise_cases import CASES
from kernels import one_kernel

from deepfake_lessons.exercises import framework, kernel_side, notebook, values

ROOT = Path(__file__).resolve().parents[2]
SECRETS = ["", "spring", "summer", "autumn", "winter"]  # "" draws the public cases
LOADS = "import numpy as np\nimport deepfake_lessons as dl\n"


@cache
def manifest() -> dict[str, Any]:
    return json.loads((ROOT / "deepfake_lessons/course/manifest.json").read_text(encoding="utf-8"))["lessons"]


@cache
def stubs() -> dict[str, str]:
    """Exercise -> source of its cell in the learner's edition; an exercise may have several cells."""
    found: dict[str, str] = {}
    for lesson in manifest().values():
        cells = json.loads((ROOT / "notebooks" / lesson["file"]).read_text(encoding="utf-8"))["cells"]
        waiting = ""
        for cell in cells:
            source = "".join(cell["source"])
            if cell["id"].startswith("ex-"):
                waiting += f"{source}\n"
            elif waiting and "dl.check(" in source:
                found[source.split("dl.check(")[1].split(")")[0].strip("\"'")] = waiting
                waiting = ""
    return found


def names_of(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(LOADS + source, "answer.py", "exec"), names)
    return names


def wrapped(source: str, how: str) -> str:
    """The source, with every function's answer in another form."""
    turns = {
        "lists": "value.tolist() if isinstance(value, np.ndarray) else value",
        "tuples": "tuple(value.tolist()) if isinstance(value, np.ndarray) and value.ndim == 1 else value",
        "float32": "np.float32(value) if isinstance(value, (float, np.ndarray)) else value",
        "0-d": "np.array(value) if isinstance(value, (float, int)) and not isinstance(value, bool) else value",
    }
    return f"""{source}
def _turn(value):
    return type(value)(map(_turn, value)) if type(value) in (list, tuple) else {turns[how]}

def _wrap(function):
    return lambda *args: _turn(function(*args))

for _name, _thing in list(globals().items()):
    if callable(_thing) and getattr(_thing, "__module__", None) == __name__ and not _name.startswith("_"):
        globals()[_name] = _wrap(_thing)
"""


def test_checks_and_manifest_name_the_same_exercises() -> None:
    for key, lesson in manifest().items():
        assert list(framework.exercises_of(key)) == lesson["exercises"]
    with_checks = {path.stem[-2:] for path in (ROOT / "deepfake_lessons/exercises").glob("lesson_[0-9][0-9].py")}
    assert with_checks <= set(manifest())
    assert set(CASES) == {one for lesson in manifest().values() for one in lesson["exercises"]}
    assert set(notebook.solutions()) == set(CASES) == set(stubs())


@pytest.mark.parametrize("exercise", CASES)
def test_there_are_enough_cases(exercise: str) -> None:
    assert len(CASES[exercise].right) >= 2
    assert len(CASES[exercise].wrong) >= 3


@pytest.mark.parametrize("exercise", CASES)
def test_stub_is_not_attempted(exercise: str) -> None:
    for names in (names_of(stubs()[exercise]), {}):
        result = notebook.verdict(exercise, names, strict=True)
        assert (result.state, result.points) == (framework.NOT_ATTEMPTED, 0)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("exercise", CASES)
def test_right_answers_are_right(exercise: str, secret: str) -> None:
    for source in (notebook.solutions()[exercise], *CASES[exercise].right):
        result = notebook.verdict(exercise, names_of(source), secret, strict=True)
        assert result.state == framework.PASSED, (source, result.message)
        assert result.points == result.out_of > 0


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("exercise", CASES)
def test_wrong_answers_get_the_hint_meant_for_them(exercise: str, secret: str) -> None:
    for words, source in CASES[exercise].wrong.items():
        result = notebook.verdict(exercise, names_of(source), secret, strict=True)
        assert (result.state, words in result.message) == (framework.NOT_YET, True), (source, words, result.message)
        assert result.points < result.out_of


@pytest.mark.parametrize("how", ["lists", "tuples", "float32", "0-d"])
@pytest.mark.parametrize("exercise", [one for one in CASES if CASES[one].number])
def test_other_forms_of_the_right_answer(exercise: str, how: str) -> None:
    for secret in SECRETS:
        names = names_of(wrapped(notebook.solutions()[exercise], how))
        result = notebook.verdict(exercise, names, secret, strict=True)
        assert result.state == framework.PASSED, result.message


def given_arrays(exercise: str) -> list[tuple[str, int]]:
    """The (function, place) at which an exercise's checks hand an array to a function of the learner's."""
    names, found = names_of(notebook.solutions()[exercise]), {}

    def listens(request: dict, arrays: list) -> Any:
        if request["kind"] == "call":
            args, _ = values.decode(request["arguments"], arrays)
            places = [place for place, one in enumerate(args) if isinstance(one, np.ndarray) and one.size]
            found.update(dict.fromkeys((request["name"], place) for place in places))
        return kernel_side.answer(names, request, arrays)

    assert framework.run(exercise, listens).state == framework.PASSED
    return list(found)


def spoiled(source: str, function: str, place: int) -> tuple[str, str]:
    """The source with a first statement in the function that writes into an argument; and that argument's name."""
    tree = ast.parse(source)
    node = next(one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == function)
    name = node.args.args[place].arg
    node.body[:0] = ast.parse(f"{name}[...] = ~{name} if {name}.dtype == bool else 7 - {name}").body
    return ast.unparse(tree), name


@pytest.mark.filterwarnings("ignore:invalid value encountered")
def test_arguments_come_back_unchanged() -> None:
    """The reference, planted with a statement that writes into an array it was given, is told so: every array of every
    exercise, on public and on hidden cases."""
    with_arrays = {exercise: given_arrays(exercise) for exercise in CASES}
    for lesson in manifest().values():
        assert any(with_arrays[one] for one in lesson["exercises"])
    for exercise, places in with_arrays.items():
        for function, place in places:
            source, name = spoiled(notebook.solutions()[exercise], function, place)
            for secret in SECRETS[:2]:
                result = notebook.verdict(exercise, names_of(source), secret, strict=True)
                assert f"changed what it was given ({name}" in result.message, (exercise, function, result.message)
                assert result.points < result.out_of


@pytest.mark.slow
@pytest.mark.parametrize("lesson", sorted({framework.lesson_of(one) for one in CASES}))
def test_the_grader_agrees(lesson: str) -> None:
    """Stubs, references and all cases of a lesson, one after the other in one kernel, on hidden cases."""
    with one_kernel(framework.plan(lesson, "spring")) as ask:
        for exercise in framework.exercises_of(lesson):
            case = CASES[exercise]
            for source in (stubs()[exercise], notebook.solutions()[exercise], *case.right, *case.wrong.values()):
                here = notebook.verdict(exercise, names_of(source), "spring", strict=True)
                there = ask(LOADS + source, exercise)
                assert (there.message, there.points) == (here.message, here.points), source


@pytest.mark.slow
@pytest.mark.parametrize("lesson", sorted({framework.lesson_of(one) for one in CASES}))
def test_the_instructors_edition_gets_every_point_without_its_demo_cells(
    lesson: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Grading does not retrain: no cell that is not a demo needs one."""
    from deepfake_lessons.course import job
    from tools.authoring import build, source

    parsed = next(one for one in map(source.parse, source.sources(ROOT)) if one.key == lesson)
    demo = frozenset(build.demo_hash(cell.source) for cell in parsed.cells if cell.is_code and cell.has("demo"))
    monkeypatch.setattr(job, "demo_cells", lambda _: demo)
    row = job.job(json.dumps(build.notebook(parsed, build.INSTRUCTOR, "")).encode(), secret="spring")
    assert (row.total, row.status) == (sum(row.out_of.values()), f"{', '.join(row.out_of)} right")
    assert row.total
