"""Two runs of one lesson on one machine: what they show differently.

Compared are the texts, the pictures and their words, and the widgets of every cell. Cells tagged `timed` print measured
times and are left out; such a cell may not be one whose output was reviewed (lint looks). Cells tagged `trained` show
what a network learnt in a thousand steps or more on several threads; TensorFlow has no promise that the last bits are
the same twice, and a thousand steps make much of a last bit. Their texts are compared without the numbers, their
pictures by their words alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from .build import LEARNER
from .faults import Images, printed, shown, widgets
from .page import VIEW, still
from .run import run_lesson
from .source import Lesson


def again(lesson: Lesson, first: Any, root: Path) -> list[str]:
    """Run a learner's edition once more: what it does not show as its first executed notebook did, one line a cell.

    TensorFlow now and then errs in the last bit: where two runs differ, a third tells whether one of them stands alone.
    """
    second = run_lesson(lesson, LEARNER, root).notebook
    if not differences(lesson, first, second):
        return []
    third = run_lesson(lesson, LEARNER, root).notebook
    return min((differences(lesson, one, third) for one in (first, second)), key=len)


def differences(lesson: Lesson, first: Any, second: Any) -> list[str]:
    """What two executed notebooks of a lesson do not show alike, one line for each cell; empty when nothing.

    Args:
        lesson: the lesson.
        first, second: nbformat nodes with outputs and widget state, from two runs of the same edition.
    """
    cells = {cell.id: cell for cell in lesson.cells}
    found = []
    for one, other in zip(first.cells, second.cells, strict=True):
        cell = cells[one.id]
        if not cell.is_code or cell.has("timed"):
            continue
        loose = cell.has("trained")
        if words := _differ(one, other, widgets(first), widgets(second), loose):
            found.append(f"{lesson.path.name}:{cell.line} cell {cell.id}: {words}")
    return found


def _differ(one: Any, other: Any, state_one: dict[str, Any], state_other: dict[str, Any], loose: bool) -> str:
    """In what two runs of one cell differ, in words; "" when in nothing. Loose: leaving out numbers and pixels."""
    same = _without_numbers if loose else str
    texts = [[same(text) for text in _texts(outputs)] for outputs in (one.outputs, other.outputs)]
    for a, b in zip(*texts, strict=False):
        if a != b:
            return f"prints {a.strip()[:200]!r}, then {b.strip()[:200]!r}; seed it, or tag a cell of times 'timed'"
    if len(texts[0]) != len(texts[1]):
        return f"{len(texts[0])} outputs, then {len(texts[1])}"
    pictures = _pictures(one.outputs, state_one), _pictures(other.outputs, state_other)
    if [same(words) for words, _ in pictures[0]] != [same(words) for words, _ in pictures[1]]:
        return "pictures with other words"
    if loose:
        return ""
    if pictures[0] != pictures[1]:
        return "another picture with the same words"
    if _stills(one.outputs, state_one) != _stills(other.outputs, state_other):
        return "widgets that stand otherwise"
    return ""


def _without_numbers(text: str) -> str:
    return re.sub(r"-?\d[\d.,]*", "0", text)


def _texts(outputs: list[Any]) -> Iterator[str]:
    """What is there to read of each output: printed, returned (a widget's own text tells its values), or raised.

    A busy kernel sends what is printed in several pieces: pieces that follow each other count as one. What a carriage
    return took back is not there to read: a busy machine says more often how far it is, a quick one not at all.
    """
    for stream, pieces in groupby(outputs, key=lambda output: output.get("name")):
        texts = (one.get("text") or one.get("data", {}).get("text/plain") or one.get("evalue") or "" for one in pieces)
        if not stream:
            yield from texts
        elif (left := printed("".join(texts))).strip():
            yield left


def _pictures(outputs: list[Any], state: dict[str, Any]) -> list[tuple[str, str]]:
    """(words, bytes as text) of each picture, those inside widgets included."""
    return [
        image
        for kind, content in shown(outputs, state)
        for image in (Images(content).found if kind == "text/html" else [(kind, content)])
    ]


def _stills(outputs: list[Any], state: dict[str, Any]) -> list[str]:
    return [
        still(output.data[VIEW]["model_id"], state) if VIEW in output.data else output.data.get("text/html", "")
        for output in outputs
        if "data" in output
    ]
