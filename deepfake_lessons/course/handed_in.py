"""Read a notebook that somebody handed in: only the code of its code cells, and which lesson it is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 50 * 2**20
MOST_CELLS = 2_000
_TITLE = re.compile(r"\s*#\s*Lesson\s+0*(\d{1,2})\b", re.IGNORECASE)
_CHECK = re.compile(r"\bcheck\(\s*[\"']0*(\d{1,2})\.\d+[\"']")


class CannotGrade(Exception):
    """Why a file cannot be graded, in words."""


@dataclass(frozen=True)
class HandedIn:
    """What the grader takes from a notebook: `lesson` ("02") and the sources of the code cells, in order."""

    lesson: str
    cells: tuple[str, ...]


def read(content: bytes) -> HandedIn:
    """Take a notebook apart; formats 3 and 4, with or without a byte-order mark. Metadata, ids and outputs are dropped.

    The lesson is told by the first line of the first text cell ("# Lesson 02: ..."); where a learner removed it, by
    the exercises that the code checks.

    Raises:
        CannotGrade: not a notebook, or nobody can tell of which lesson.
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
    words = next((_text(cell, "source") for cell in cells if _kind(cell) in ("markdown", "heading")), "")
    title = _TITLE.match(words.partition("\n")[0])
    checked = [number for source in code for number in _CHECK.findall(source)]
    number = title[1] if title else max(set(checked), key=checked.count, default="")
    if not number:
        raise CannotGrade(
            "nobody can tell the lesson: the first line should be '# Lesson NN', and no cell checks anything"
        )
    return HandedIn(f"{int(number):02d}", code)


def _cells(data: Any) -> list[dict]:
    if not isinstance(data, dict):
        raise CannotGrade("the file is JSON, but no notebook")
    sheets = [data] if "cells" in data else data.get("worksheets")  # format 3 kept its cells in worksheets
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
