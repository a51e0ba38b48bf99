"""Read a notebook that somebody handed in: only the code of its code cells, and which lesson it is."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..exercises.framework import lesson_of
from ..exercises.notebook import solutions

MOST_BYTES = 50 * 2**20
MOST_CELLS = 2_000
_TITLE = re.compile(r"^\s*#\s*Lesson\s+0*(\d{1,2})\b", re.IGNORECASE | re.MULTILINE)
_HEADING = re.compile(r"^\s*#*\s*Lesson\s+0*(\d{1,2})\b", re.IGNORECASE)  # format 3 has cells for headings
_NAME = re.compile(r"^(?:(?:async\s+)?def\s+(\w+)|(\w+)\s*=(?!=))", re.MULTILINE)
_CHECK = re.compile(r"\bcheck\(\s*[\"']0*(\d{1,2})\.\d+[\"']")


class CannotGrade(Exception):
    """Why a file cannot be graded, in words."""


def demo_hash(text: str) -> str:
    """How the grader knows a demo cell: SHA-256 of its source without white space around it."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


@dataclass(frozen=True)
class HandedIn:
    """What the grader takes from a notebook: the lesson ("02"), and the sources of its code cells in order."""

    lesson: str
    cells: tuple[str, ...]


def read(content: bytes) -> HandedIn:
    """Take a notebook apart (formats 3 and 4; metadata, ids and outputs are dropped); else CannotGrade says why.

    The lesson is told by its title in any text cell ("# Lesson 02: ..."); where a learner removed it, by the exercises
    that the code checks, and else by the names that it defines.
    """
    if len(content) > MOST_BYTES:
        raise CannotGrade(f"the file is larger than {MOST_BYTES // 2**20} MB")
    if not content.strip():
        raise CannotGrade("the file is empty")
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CannotGrade("the file is not text in UTF-8") from None
    except (ValueError, RecursionError):
        raise CannotGrade("the file is not JSON, so it is no notebook") from None
    cells = _cells(data)
    code = tuple(_text(cell, "input" if "input" in cell else "source") for cell in cells if _kind(cell) == "code")
    lesson = _titled(cells) or _checked(code) or _named(code)
    if not lesson:
        raise CannotGrade(
            "nobody can tell the lesson: no text begins with '# Lesson NN', no cell checks anything, and no exercise's "
            "name is defined"
        )
    return HandedIn(lesson, code)


def _titled(cells: Iterable[dict]) -> str:
    for cell in cells:
        kind = _kind(cell)
        if kind in ("markdown", "heading", "raw"):
            found = (_HEADING.match if kind == "heading" else _TITLE.search)(_text(cell, "source"))
            if found:
                return f"{int(found[1]):02d}"
    return ""


def _checked(code: Iterable[str]) -> str:
    found = [number for source in code for number in _CHECK.findall(source)]
    return f"{int(max(set(found), key=found.count)):02d}" if found else ""


def _named(code: Iterable[str]) -> str:
    """The lesson most of whose exercises' names the code defines; "" if none, or several alike."""
    names = {name for source in code for pair in _NAME.findall(source) for name in pair}
    found = sorted(((len(names & theirs), lesson) for lesson, theirs in names_of_lessons().items()), reverse=True)
    if not found or not found[0][0] or (len(found) > 1 and found[0][0] == found[1][0]):
        return ""
    return found[0][1]


@cache
def names_of_lessons() -> dict[str, set[str]]:
    """Lesson -> the names that the reference solutions of its exercises define."""
    found: dict[str, set[str]] = {}
    for exercise, source in solutions().items():
        names = found.setdefault(lesson_of(exercise), set())
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.Assign):
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def notebooks(place: Path) -> list[tuple[str, Path]]:
    """The notebooks of a folder, with their names inside it, or one file (a link that was named is followed).

    Links and whatever else bears the name of a notebook get a row that says why, but nothing is followed.
    """
    if not place.is_dir():
        return [(place.name, place.resolve() if place.is_symlink() else place)]
    found = []
    for path in sorted(place.rglob("*")):
        named, folder = path.suffix.lower() == ".ipynb", path.is_dir()
        if ".ipynb_checkpoints" not in path.parts and ((folder and path.is_symlink()) or (named and not folder)):
            found.append((path.relative_to(place).as_posix(), path))
    return found


def content_of(path: Path) -> bytes:
    """The bytes of a file that was handed in, at most one more than can be graded; else CannotGrade says why."""
    if path.is_symlink():
        raise CannotGrade("a link")
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise CannotGrade("no regular file")
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotGrade(error.strerror or "the file cannot be read") from None


def _cells(data: Any) -> list[dict]:
    sheets = None
    if isinstance(data, dict):  # format 3 kept its cells in worksheets
        sheets = [data] if "cells" in data else data.get("worksheets")
    if not isinstance(sheets, list):
        raise CannotGrade("the file is JSON, but no notebook")
    cells: list[dict] = []
    for sheet in sheets:
        found = sheet.get("cells") if isinstance(sheet, dict) else None
        cells += [cell for cell in found if isinstance(cell, dict)] if isinstance(found, list) else []
    if len(cells) > MOST_CELLS:
        raise CannotGrade(f"the notebook has more than {MOST_CELLS} cells")
    return cells


def _kind(cell: dict) -> str:
    kind = cell.get("cell_type")
    return kind if isinstance(kind, str) else ""


def _text(cell: dict, key: str) -> str:
    """The text of a cell, whether kept whole or in lines; halves of characters (lone surrogates) become "?"."""
    source = cell.get(key, "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return ""
    return source.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
