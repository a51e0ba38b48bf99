"""nbval that can fail: reference outputs beside the notebooks, put into copies, compared by nbval.

Committed notebooks hold no outputs, so nbval alone would pass whatever comes. The outputs of cells tagged
`nbval-check-output` and of all checks live in `tests/expected/NN_slug.{learner,instructor}.json`:
{cell id: what it printed}, or {cell id: {"printed": ..., "result": ...}} where the cell's last line has a value;
several lines stand as a list, so that a change is one line to review.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deepfake_lessons.cache import write_whole
from deepfake_lessons.course import fresh

from . import replay, setup_cell
from .build import INSTRUCTOR, edition_cells, notebook, to_bytes
from .faults import CHECK_SAYS
from .faults import printed as left_of
from .run import Ran
from .source import Cell, Lesson

COMMAND = "python -m tools.authoring build --expected"
Expected = dict[str, Any]


class CannotCompare(ValueError):
    """An output that nbval cannot compare as text."""


def expected_path(root: Path, lesson: Lesson, edition: str) -> Path:
    """Where the reference outputs of one edition are kept."""
    return root / "tests" / "expected" / f"{lesson.slug}.{edition}.json"


def compared(lesson: Lesson, edition: str) -> list[Cell]:
    """The cells whose output is compared; the instructor's test run skips demo cells."""
    return [
        cell
        for cell in edition_cells(lesson, edition)
        if cell.is_code
        and (cell.has("nbval-check-output") or cell.has("check"))
        and not (edition == INSTRUCTOR and cell.has("demo"))
    ]


def load(root: Path, lesson: Lesson, edition: str) -> Expected:
    """The reference outputs, {} where there is no file."""
    path = expected_path(root, lesson, edition)
    return _joined(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _joined(entry: Any) -> Any:
    """Entries as the file holds them -> with every list of lines as one text."""
    if isinstance(entry, dict):
        return {key: _joined(value) for key, value in entry.items()}
    return "".join(entry)


def _split(entry: Any) -> Any:
    """The reverse of `_joined`."""
    if isinstance(entry, dict):
        return {key: _split(value) for key, value in entry.items()}
    lines = entry.splitlines(keepends=True)
    return lines if len(lines) > 1 else entry


def problems(root: Path, lesson: Lesson, edition: str) -> list[str]:
    """Why the reference outputs do not fit the lesson, one line each: what nbval itself would not notice."""
    path = expected_path(root, lesson, edition)
    shown = path.relative_to(root).as_posix()
    cells = {cell.id: cell for cell in compared(lesson, edition)}
    if not path.is_file():
        return [f"{shown} is missing; run: {COMMAND}"] if cells else []
    entries = load(root, lesson, edition)
    found = [
        f"{lesson.path.name}:{cells[name].line} cell {name} has no entry in {shown}; run: {COMMAND}"
        for name in sorted(set(cells) - set(entries))
    ]
    orphans = sorted(set(entries) - set(cells))
    found += [f"{shown}: no cell {name!r} in the {edition}'s edition; run: {COMMAND}" for name in orphans]
    pattern, wanted = CHECK_SAYS[edition]
    for name, cell in cells.items():
        if cell.has("check") and name in entries and not pattern.match(text := _text(entries[name])):
            found.append(f"{shown}: cell {name} should say '{wanted}', it says {text[:200]!r}")
    return found


def _text(entry: Any) -> str:
    return "".join(entry.values()) if isinstance(entry, dict) else entry


def capture(outputs: Iterable[Any]) -> Any:
    """One cell's outputs as an entry.

    Raises:
        CannotCompare: the cell shows something that is no text.
    """
    printed, result = "", None
    for output in outputs:
        if output.output_type == "stream" and output.name == "stdout":
            printed += output.text
        elif output.output_type == "execute_result" and set(output.data) == {"text/plain"}:
            result = output.data["text/plain"]
        else:
            kind = ", ".join(output.get("data", {})) or output.get("name") or output.output_type
            raise CannotCompare(f"shows {kind}; compare text only: print it")
    printed = left_of(printed)
    if result is None:
        return printed
    return {"printed": printed, "result": result} if printed else {"result": result}


def outputs_of(entry: Any) -> list[dict[str, Any]]:
    """An entry in the form in which nbval compares it."""
    parts = entry if isinstance(entry, dict) else {"printed": entry}
    made: list[dict[str, Any]] = []
    if parts.get("printed"):
        made.append({"output_type": "stream", "name": "stdout", "text": parts["printed"]})
    if "result" in parts:
        data = {"text/plain": parts["result"]}
        made.append({"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data})
    return made


def save(root: Path, ran: Ran) -> tuple[bool, list[str]]:
    """Write the reference outputs of a run that went well.

    Returns:
        Whether the file changed, and what forbids writing it: the run's failures and outputs that are no text.
    """
    refused = list(ran.failures)
    cells = {cell.id: cell for cell in ran.notebook.cells}
    entries: Expected = {}
    for cell in compared(ran.lesson, ran.edition):
        try:
            entries[cell.id] = capture(cells[cell.id].outputs)
        except CannotCompare as error:
            refused.append(f"{ran.lesson.path.name}:{cell.line} cell {cell.id}: {error}")
    if refused:
        return False, refused
    return write_whole(expected_path(root, ran.lesson, ran.edition), to_bytes(_split(entries))), []


def copy_for_nbval(root: Path, lesson: Lesson, edition: str) -> Path:
    """Write build/nbval/NN_slug.EDITION.ipynb: the edition with its reference outputs in place.

    Cells to compare also get an execution count: nbval passes a cell without one, whatever it puts out.
    """
    node = notebook(lesson, edition, setup_cell.repository(root))
    entries = load(root, lesson, edition)
    wanted = {cell.id for cell in compared(lesson, edition)}
    for cell in node["cells"]:
        tags = cell["metadata"].get("tags", [])
        if cell["id"] in wanted:
            cell["execution_count"] = 1
            cell["outputs"] = outputs_of(entries.get(cell["id"], ""))
            cell["metadata"]["tags"] = [*dict.fromkeys([*tags, "nbval-check-output"])]
        elif edition == INSTRUCTOR and "demo" in tags:
            cell["metadata"]["tags"] = [tag for tag in tags if tag != "nbval-check-output"] + ["nbval-skip"]
    path = root / "build" / "nbval" / f"{lesson.slug}.{edition}.ipynb"
    write_whole(path, to_bytes(node))
    return path


@dataclass(frozen=True)
class Compared:
    """What nbval said: how many cells passed, failed and were skipped, and its report."""

    passed: int
    failed: int
    skipped: int
    report: str


def nbval(root: Path, copy: Path, executed: Path) -> Compared:
    """Run `pytest --nbval-lax` on a copy, in a process of its own and away from this project's pytest settings.

    Args:
        root: the checkout.
        copy: what `copy_for_nbval` wrote.
        executed: the notebook of a run: nbval compares that instead of running the lesson once more.
    """
    folder = root / "build" / "nbval"
    write_whole(folder / "pytest.ini", b"[pytest]\n")
    with tempfile.TemporaryDirectory(prefix="dl-", ignore_cleanup_errors=True) as private:
        result = Path(private, "result.xml")
        command = [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "-q", "--color=no"]
        command += [f"--junitxml={result}", "--rootdir", str(folder)]
        command += ["-c", str(folder / "pytest.ini"), str(copy), "-p", replay.PLUGIN]
        for unused in ("cacheprovider", "hypothesispytest", "anyio", "xdist"):  # loading them takes a second
            command += ["-p", f"no:{unused}"]
        Path(private, f"{replay.PLUGIN}.py").write_bytes(Path(replay.__file__).read_bytes())
        environment = fresh.environment(root, Path(private))
        environment |= {replay.VARIABLE: str(executed), "PYTHONPATH": private}
        done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True)
        if not result.is_file():
            return Compared(0, 1, 0, done.stdout + done.stderr)
        suite = next(ElementTree.parse(result).iter("testsuite"))
    counts = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    failed = counts["failures"] + counts["errors"]
    passed = counts["tests"] - failed - counts["skipped"]
    report = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    return Compared(passed, failed, counts["skipped"], report.replace(str(root) + os.sep, ""))
