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
import errno
import io
import json
import os
import re
import secrets
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..cache import write_whole
from ..exercises import messages
from .handed_in import CannotGrade, content_of, notebooks
from .job import Row, job

UNBOXED = "Submissions run without a box, with your rights on this machine: grade only notebooks that you trust."


def grade(files: Iterable[tuple[str, Path]], secret: str = "") -> Iterator[Row]:
    """Grade files (a name for the row, and a path), in order; every file gives a row. The secret as in `job`."""
    for name, path in files:
        try:
            yield job(content_of(path), name, secret)
        except CannotGrade as reason:
            yield Row(name, status=f"cannot be graded: {reason}")


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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m deepfake_lessons.course grade`."""
    parser.description = f"Grade a notebook, or a folder of them. {UNBOXED}"
    parser.add_argument("handed_in", type=Path, metavar="FILE", help="a notebook, or a folder of notebooks")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where grades.csv goes")
    secret = parser.add_mutually_exclusive_group()
    text = "draws the hidden cases; keep it, and keep it to yourself; default: one is drawn and told"
    secret.add_argument("--secret", default="", metavar="S", help=text)
    secret.add_argument("--secret-file", type=Path, metavar="FILE", help="read the secret from this file")
    secret.add_argument("--secret-env", metavar="NAME", help="read the secret from this environment variable")


def secret_of(options: argparse.Namespace) -> tuple[str, bool]:
    """The secret, and whether it was drawn just now; ValueError if the place that was named holds none."""
    if options.secret_file:
        try:
            secret = options.secret_file.read_text(encoding="utf-8-sig").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "not text in UTF-8"
            raise ValueError(f"The secret cannot be read from {options.secret_file}: {why}.") from None
        where = str(options.secret_file)
    elif options.secret_env:
        secret, where = os.environ.pop(options.secret_env, "").strip(), f"variable {options.secret_env}"
    else:
        return options.secret or secrets.token_hex(8), not options.secret
    if not secret:
        raise ValueError(f"There is no secret in {where}.")
    return secret, False


def main(options: argparse.Namespace) -> int:
    """Grade and write DIR/grades.csv and DIR/grading.json, each whole or not at all.

    The exit status is 0 however hopeless a hand-in is, 130 after Ctrl-C (what is done is written), 1 if the grades
    could not be written, 2 if there is nothing to grade or no place for the grades.
    """
    files = notebooks(options.handed_in) if options.handed_in.exists() else []
    if not files:
        print(f"There is no notebook at {options.handed_in}.", file=sys.stderr)
        return 2
    try:
        secret, drawn = secret_of(options)
        _probe(options.out)
    except ValueError as reason:
        print(reason, file=sys.stderr)
        return 2
    print(UNBOXED)
    if drawn:
        print(f"The hidden cases of this run come from the secret {secret}; to repeat them, give --secret {secret}")
    begun, rows, status = time.monotonic(), [], 0
    try:
        for row in grade(files, secret=secret):
            rows.append(row)
            left = (time.monotonic() - begun) / len(rows) * (len(files) - len(rows))
            total = "" if row.total is None else f"{_number(row.total)} of {_number(sum(row.out_of.values()))} points; "
            print(f"{messages.short(row.file, 80)}: {total}{row.status} (about {left:.0f} s left)", flush=True)
    except KeyboardInterrupt:
        status = 130
        done = len(rows)
        print(f"Stopped by Ctrl-C: {done} of {len(files)} are graded.", file=sys.stderr)
        rows += [Row(name, status="cannot be graded: stopped by Ctrl-C before its turn") for name, _ in files[done:]]
    return status if _write(options.out, rows, secret if drawn else None) else 1


def _probe(folder: Path) -> None:
    """Make the folder for the grades; ValueError, before any work, says why nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".grades."):
            pass
        if (folder / "grades.csv").is_dir():
            raise IsADirectoryError(errno.EISDIR, "there is a folder of the name grades.csv")
    except FileExistsError:
        raise ValueError(f"The grades cannot go to {folder}: it is a file, not a folder.") from None
    except OSError as error:
        raise ValueError(f"The grades cannot go to {folder}: {error.strerror or error}.") from None


def _write(folder: Path, rows: list[Row], drawn: str | None) -> bool:
    """Write the grades; where that fails print them, for they cost time. A secret is told only if we drew it."""
    path, grades = folder / "grades.csv", table(rows)
    about = {"hand-ins": len(rows), "secret": drawn, "secret was": "given" if drawn is None else "drawn"}
    try:
        write_whole(path, grades.encode("utf-8", "replace"))
        write_whole(folder / "grading.json", f"{json.dumps(about, indent=1)}\n".encode())
    except OSError as error:
        print(f"The grades cannot be written to {path}: {error.strerror}. Here they are:", file=sys.stderr)
        print(grades)
        return False
    print(f"{len(rows)} rows: {path}")
    return True
