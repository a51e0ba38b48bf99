"""Grade notebooks: values out, code never in.

A fresh kernel runs the code cells of a hand-in, except those whose source is one of the lesson's `demo` cells
(manifest.json): training and pictures are not graded. Then the checks of `exercises/` run here, in this process, and
ask the kernel for values, which cross as JSON and .npy files. What a test expects never enters the kernel, and nothing
that could act leaves it.

There is no box yet: the code runs with the rights of whoever starts the grader.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from ..exercises import messages
from .build import write_whole
from .handed_in import MOST_BYTES
from .job import Row, job
from .kernel import Limits

__all__ = ["Limits", "Row", "add_arguments", "grade", "job", "main", "table"]

UNBOXED = "Submissions run without a box, with your rights on this machine: grade only notebooks that you trust."


def grade(
    files: Iterable[tuple[str, Path]],
    executor: Executor | None = None,
    secret: str = "",
    limits: Limits = Limits(),  # noqa: B008
) -> Iterator[Row]:
    """Grade files, in order; every file gives a row.

    Args:
        files: name for the row, and path.
        executor: any executor of `concurrent.futures`; default: one after the other, in this process.
        secret: as in `job`.
        limits: as in `job`.
    """

    def start(name: str, path: Path) -> tuple[str, Callable[[], Row]]:
        try:
            with open(path, "rb") as stream:
                content = stream.read(MOST_BYTES + 1)
        except OSError as error:
            reason = f"cannot be graded: {error.strerror or 'the file cannot be read'}"
            return name, partial(Row, name, status=reason)
        if executor is None:
            return name, partial(job, content, name, secret, limits)
        return name, executor.submit(job, content, name, secret, limits).result

    started: Iterable[tuple[str, Callable[[], Row]]] = (start(name, path) for name, path in files)
    for name, result in started if executor is None else list(started):  # without an executor, one file at a time
        try:
            yield result()
        except Exception as error:
            yield Row(name, status=f"cannot be graded: the worker was lost ({type(error).__name__})")


def table(rows: list[Row]) -> str:
    """The rows as CSV, with one column for each exercise of any of them."""
    exercises = sorted({one for row in rows for one in row.points}, key=lambda one: [int(n) for n in one.split(".")])
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["file", "lesson", "learner", *exercises, "total", "status", "CPU seconds", "sha256"])
    for row in rows:
        names = map(_cell, (row.file, row.lesson, row.learner))
        points = [_number(row.points.get(one)) for one in exercises]
        writer.writerow([*names, *points, _number(row.total), _cell(row.status), f"{row.cpu:.1f}", row.sha256])
    return stream.getvalue()


def _number(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def _cell(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe."""
    return f"'{text}" if re.match(r"[=+\-@\t\r]", text) else text


def notebooks(handed_in: Path) -> list[tuple[str, Path]]:
    """The notebooks of a folder, with their names inside it, or one file. Links are not followed."""
    if not handed_in.is_dir():
        return [(handed_in.name, handed_in)]
    found = [path for path in sorted(handed_in.rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts]
    return [
        (path.relative_to(handed_in).as_posix(), path) for path in found if path.is_file() and not path.is_symlink()
    ]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m deepfake_lessons.course grade`."""
    parser.description = f"Grade a notebook, or a folder of them. {UNBOXED}"
    parser.add_argument("handed_in", type=Path, metavar="FILE", help="a notebook, or a folder of notebooks")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where grades.csv goes")
    parser.add_argument(
        "--secret", default="", metavar="S", help="draws the hidden cases; keep it, and keep it to yourself"
    )


def main(options: argparse.Namespace) -> int:
    """Grade and write DIR/grades.csv, whole or not at all. The exit status is 0 however hopeless a hand-in is."""
    files = notebooks(options.handed_in) if options.handed_in.exists() else []
    if not files:
        print(f"There is no notebook at {options.handed_in}.", file=sys.stderr)
        return 2
    print(UNBOXED)
    begun, rows = time.monotonic(), []
    for row in grade(files, secret=options.secret):
        rows.append(row)
        left = (time.monotonic() - begun) / len(rows) * (len(files) - len(rows))
        total = "" if row.total is None else f"{_number(row.total)} of {_number(sum(row.out_of.values()))} points; "
        print(f"{messages.short(row.file, 80)}: {total}{row.status} (about {left:.0f} s left)", flush=True)
    path = options.out / "grades.csv"
    try:
        write_whole(path, table(rows).encode("utf-8", "replace"))
    except OSError as error:
        print(f"The grades cannot be written to {path}: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"{len(rows)} rows: {path}")
    return 0
