"""The wrong and the right answer of an exercise, as a learner would type them."""

from __future__ import annotations

import ast
import runpy
from dataclasses import dataclass
from pathlib import Path

from .. import solutions
from ..source import Lesson

CASES = Path("tests/support/exercise_cases.py")


@dataclass(frozen=True)
class Answer:
    """What to type for one exercise.

    Attributes:
        exercise: its id, such as "2.1".
        cell, check: ids of the cell that holds it and of the cell that judges it.
        wrong: a usual wrong answer.
        hint: words of the hint that this wrong answer deserves; "" for any.
        right: the reference.
    """

    exercise: str
    cell: str
    check: str
    wrong: str
    hint: str
    right: str


def answers(lesson: Lesson, root: Path) -> list[Answer]:
    """The answers to all exercises of a lesson. The wrong ones are those that the checks are tested with; where there
    are none, an answer of nothing."""
    cases = runpy.run_path(str(root / CASES))["CASES"] if (root / CASES).is_file() else {}
    checks = {cell.exercise: cell.id for cell in lesson.cells if cell.has("check")}
    found = []
    for cell in lesson.cells:
        if not cell.has("exercise") or cell.exercise not in checks:
            continue
        right = solutions.reference(cell.source)
        wrong = cases[cell.exercise].wrong if cell.exercise in cases else {"": nothing(right)}
        hint, answer = next(iter(wrong.items()))
        found.append(Answer(cell.exercise, cell.id, checks[cell.exercise], answer, hint, right))
    return found


def nothing(source: str) -> str:
    """The source with every returned and every assigned value replaced by None: an answer, and never the right one."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Return):
            node.value = ast.Constant(None)
    for top in tree.body:
        if isinstance(top, ast.Assign | ast.AnnAssign):
            several = isinstance(top, ast.Assign) and isinstance(top.targets[0], ast.Tuple)
            count = len(top.targets[0].elts) if several else 0  # type: ignore[union-attr]
            top.value = ast.Tuple([ast.Constant(None)] * count, ast.Load()) if several else ast.Constant(None)
    return ast.unparse(ast.fix_missing_locations(tree))
