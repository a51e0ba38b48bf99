"""The command line of instructors: `python -m deepfake_lessons.course COMMAND`."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence

from . import grade


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when all is well, 1 when something was found, 2 for a wrong call."""
    for stream in (sys.stdout, sys.stderr):  # a file's name may hold letters that this terminal cannot show
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(prog="python -m deepfake_lessons.course", description="Grade the lessons.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    grader = commands.add_parser("grade", help="grade notebooks that were handed in")
    grade.add_arguments(grader)
    grader.set_defaults(run=grade.main)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
