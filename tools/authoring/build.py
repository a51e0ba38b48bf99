"""Build notebooks from sources: the same bytes every time, on every machine.

Committed: `notebooks/NN_slug.ipynb` (the learner's edition), `deepfake_lessons/course/manifest.json` (what the grader
needs to know) and `deepfake_lessons/exercises/solutions.json` (shown after an honest try).
Not committed: `build/instructor/NN_slug.ipynb` (solutions and notes).

manifest.json: {"lessons": {"02": {"file": "02_slug.ipynb", "title": ..., "exercises": ["2.1", ...],
                                   "demo": [sha256 of each demo cell's stripped source, ...]}}}
solutions.json: {"2.1": source text of the solved exercise cell}
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from deepfake_lessons.cache import write_whole
from deepfake_lessons.course.handed_in import demo_hash

from . import setup_cell, solutions
from .source import Cell, Lesson, SourceError, parse, sources

LEARNER, INSTRUCTOR = "learner", "instructor"
EDITIONS = (LEARNER, INSTRUCTOR)
MANIFEST = Path("deepfake_lessons/course/manifest.json")
SOLUTIONS = Path("deepfake_lessons/exercises/solutions.json")
COMMAND = "python -m tools.authoring build"


def cell_source(lesson: Lesson, cell: Cell, edition: str, address: str = "") -> str:
    """The text of one cell in one edition.

    Args:
        lesson: the lesson that holds the cell.
        cell: one of its cells.
        edition: LEARNER or INSTRUCTOR.
        address: the repository's address, "" while none is set.

    Raises:
        SourceError: a solution that neither rule can turn into a stub, or one without its marks' partner.
    """
    if cell.has("setup"):
        return setup_cell.setup_source(cell.source, address)
    if cell is lesson.cells[0] and (line := setup_cell.badge(address, lesson.slug)):
        return f"{cell.source}\n\n{line}"
    if not cell.has("exercise"):
        return cell.source
    try:
        return (solutions.stub if edition == LEARNER else solutions.reference)(cell.source)
    except solutions.RegionError as error:
        raise SourceError(lesson.path, cell.line + error.offset, error.message, error.mend) from None


def edition_cells(lesson: Lesson, edition: str) -> list[Cell]:
    """The cells that an edition holds: cells tagged `notes` are the instructor's alone."""
    return [cell for cell in lesson.cells if edition == INSTRUCTOR or not cell.has("notes")]


def notebook(lesson: Lesson, edition: str, address: str = "") -> dict[str, Any]:
    """One edition as notebook JSON (format 4.5): stable ids, no outputs, no widget state.

    Raises:
        SourceError: as `cell_source`.
    """
    cells = []
    for cell in edition_cells(lesson, edition):
        text = cell_source(lesson, cell, edition, address)
        one: dict[str, Any] = {
            "cell_type": cell.kind,
            "id": cell.id,
            "metadata": {"tags": list(cell.tags)} if cell.tags else {},
            "source": text.splitlines(keepends=True),
        }
        if cell.is_code:
            one |= {"execution_count": None, "outputs": []}
        if cell.has("setup"):  # folded away in JupyterLab and Colab: the first screen belongs to the lesson
            one["metadata"] |= {"cellView": "form", "jupyter": {"source_hidden": True}}
        cells.append(one)
    metadata = {
        "colab": {"toc_visible": True},
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def to_bytes(data: Any, indent: int = 1) -> bytes:
    """JSON as nbformat writes it: sorted keys, one blank a level, a line end at the end."""
    return (json.dumps(data, ensure_ascii=False, indent=indent, sort_keys=True) + "\n").encode()


def outputs(root: Path) -> tuple[dict[Path, bytes], dict[Path, bytes]]:
    """Everything a build makes, in memory: (committed files, instructor's editions), paths relative to `root`.

    Raises:
        SourceError: the first fault that stops a build; `lint` finds the rest.
    """
    address = setup_cell.repository(root)
    committed: dict[Path, bytes] = {}
    artefacts: dict[Path, bytes] = {}
    manifest: dict[str, Any] = {}
    references: dict[str, str] = {}
    for path in sources(root):
        lesson = parse(path)
        committed[Path("notebooks", f"{lesson.slug}.ipynb")] = to_bytes(notebook(lesson, LEARNER, address))
        artefacts[Path("build/instructor", f"{lesson.slug}.ipynb")] = to_bytes(notebook(lesson, INSTRUCTOR, address))
        exercises = [cell for cell in lesson.cells if cell.has("exercise")]
        for cell in exercises:
            if not cell.exercise:
                mend = f'let the next code cell be tagged "check" and call dl.check("{lesson.number}.1")'
                raise SourceError(path, cell.line, "no check follows this exercise", mend)
            references[cell.exercise] = cell_source(lesson, cell, INSTRUCTOR, address)
        manifest[lesson.key] = {
            "file": f"{lesson.slug}.ipynb",
            "title": lesson.title,
            "exercises": [cell.exercise for cell in exercises],
            "demo": [demo_hash(cell.source) for cell in lesson.cells if cell.is_code and cell.has("demo")],
        }
    committed[SOLUTIONS] = to_bytes(references)
    committed[MANIFEST] = to_bytes({"lessons": manifest})  # last: it says which notebooks are ours to remove
    return committed, artefacts


def stale(root: Path, committed: Iterable[Path]) -> list[Path]:
    """Notebooks that an earlier build wrote (its manifest says so) and whose source is gone."""
    try:
        before = json.loads((root / MANIFEST).read_text(encoding="utf-8"))["lessons"].values()
        ours = {Path("notebooks", Path(entry["file"]).name) for entry in before}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []  # no manifest that can be read: nothing is known to be ours
    return sorted(path for path in ours - set(committed) if (root / path).is_file())


def write(root: Path) -> list[str]:
    """Build, write what changed, remove what is stale. Each file is written whole or not at all.

    Returns:
        One line for each file touched.

    Raises:
        SourceError: nothing has been written then.
    """
    committed, artefacts = outputs(root)
    gone = stale(root, committed)
    said = []
    for path, content in {**artefacts, **committed}.items():
        if write_whole(root / path, content):
            said.append(f"wrote {path.as_posix()}")
    for path in gone:
        (root / path).unlink()
        said.append(f"removed {path.as_posix()}: its source is gone and it was generated")
    return said


def drift(root: Path) -> list[str]:
    """What differs between the committed files and a build in memory, one line each; empty when nothing does.

    Raises:
        SourceError: as `outputs`.
    """
    committed, _ = outputs(root)
    found = []
    for path, content in committed.items():
        target = root / path
        if not target.is_file():
            found.append(f"{path.as_posix()} is missing; run: {COMMAND}")
        elif target.read_bytes().replace(b"\r\n", b"\n") != content:  # Git may hand out Windows line ends
            found.append(f"{path.as_posix()} is not what its source gives; edit the source, then run: {COMMAND}")
    found += [f"{path.as_posix()} has no source any more; run: {COMMAND}" for path in stale(root, committed)]
    return found
