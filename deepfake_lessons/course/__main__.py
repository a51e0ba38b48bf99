"""The command line of authors and instructors: `python -m deepfake_lessons.course COMMAND`."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from .source import Lesson, SourceError, find_root, parse, sources


def parser(with_grade: bool = False) -> argparse.ArgumentParser:
    """The arguments of all commands.

    Args:
        with_grade: load the grader and its arguments too; the other commands need none of its packages.
    """
    main_parser = argparse.ArgumentParser(
        prog="python -m deepfake_lessons.course", description="Build, check, run and grade the lessons."
    )
    commands = main_parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="make notebooks from notebooks/source", description=_build.__doc__)
    which = build.add_mutually_exclusive_group()
    which.add_argument("--check", action="store_true", help="write nothing; say what differs from what is committed")
    which.add_argument("--expected", action="store_true", help="run the lessons and write tests/expected for review")
    build.add_argument("lessons", nargs="*", metavar="NN", help="with --expected: only these lessons, such as 02 03")
    build.set_defaults(run=_build)

    lint = commands.add_parser("lint", help="check sources against the house's rules", description=_lint.__doc__)
    lint.add_argument("files", nargs="*", type=Path, metavar="FILE", help="sources; default all of notebooks/source")
    lint.set_defaults(run=_lint)

    lessons = commands.add_parser("lessons", help="run lessons from top to bottom", description=_lessons.__doc__)
    lessons.add_argument("lessons", nargs="*", metavar="NN", help="lesson numbers, for example 02 03; default all")
    lessons.add_argument("--edition", choices=["learner", "instructor", "both"], default="both", help="default: both")
    lessons.add_argument("--out", type=Path, metavar="DIR", help="where the pages go; default build/lessons")
    lessons.add_argument("--report", type=Path, metavar="FILE", help="also write the figures and faults as JSON")
    lessons.add_argument("--offline", action="store_true", help="cut the network off first")
    lessons.set_defaults(run=_lessons)

    grade = commands.add_parser("grade", help="grade notebooks that were handed in", add_help=with_grade)
    if with_grade:
        from . import grade as grader

        grader.add_arguments(grade)
        grade.set_defaults(run=grader.main)
    return main_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when all is well, 1 when something was found, 2 for a wrong call."""
    for stream in (sys.stdout, sys.stderr):  # a file's name may hold letters that this terminal cannot show
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = parser(with_grade=words[:1] == ["grade"]).parse_args(words)
    options.words = words
    try:
        return int(options.run(options) or 0)
    except (SourceError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1


def chosen(root: Path, numbers: Sequence[str]) -> list[Lesson]:
    """The lessons of these numbers ("2" and "02" are the same), all without numbers.

    Raises:
        FileNotFoundError: a number without a source.
    """
    lessons = [parse(path) for path in sources(root)]
    wanted = {number.zfill(2) for number in numbers}
    if missing := wanted - {lesson.key for lesson in lessons}:
        there = ", ".join(lesson.key for lesson in lessons) or "none yet"
        raise FileNotFoundError(f"no source of lesson {', '.join(sorted(missing))}; there are: {there}")
    return [lesson for lesson in lessons if not wanted or lesson.key in wanted]


def _build(options: argparse.Namespace) -> int:
    """Make the learner's notebooks, the instructor's editions (build/instructor), the manifest and the solutions."""
    from . import build, expected, run

    root = find_root()
    if options.lessons and not options.expected:
        print("build makes all lessons at once; numbers go with --expected", file=sys.stderr)
        return 2
    if options.check:
        found = build.drift(root)
        print("\n".join(found) or "the committed notebooks are what their sources give")
        return 1 if found else 0
    print("\n".join(build.write(root)) or "nothing to do: everything is up to date")
    if not options.expected:
        return 0
    status = 0
    for lesson in chosen(root, options.lessons):
        for edition in build.EDITIONS:
            ran = run.run_lesson(lesson, edition, root, skip_demo=edition == build.INSTRUCTOR)
            changed, refused = expected.save(root, ran)
            path = expected.expected_path(root, lesson, edition).relative_to(root).as_posix()
            print(f"{'not written' if refused else 'wrote' if changed else 'unchanged'}: {path}")
            print("".join(f"  {line}\n" for line in refused), end="")
            status = max(status, 1 if refused else 0)
    return status


def _lint(options: argparse.Namespace) -> int:
    """Check lesson sources; every problem is one line, FILE:LINE: what is wrong; what to do."""
    from .lint import lint

    paths = options.files or sources(find_root())
    for path in paths:
        if not path.is_file():
            raise FileNotFoundError(f"there is no file {path}")
    problems = lint(paths)
    print("\n".join(map(str, problems)) or f"{len(paths)} sources, no problem")
    return 1 if problems else 0


def _lessons(options: argparse.Namespace) -> int:
    """Run lessons in fresh kernels, on copies. Prints seconds; fails on an error, anything on stderr, a warning, or a
    check that does not say what its edition must. A page to read of each run goes to build/lessons."""
    from . import build, offline, run
    from .page import html_page

    if options.offline:
        rest = [word for word in options.words if word != "--offline"]
        prefix, environment = offline.cut_off()
        command = [*prefix, sys.executable, "-m", "deepfake_lessons.course", *rest]
        return subprocess.run(command, env=environment).returncode
    root = find_root()
    out = options.out or root / "build" / "lessons"
    runs = []
    for lesson in chosen(root, options.lessons):
        for edition in build.EDITIONS if options.edition == "both" else [options.edition]:
            ran = run.run_lesson(lesson, edition, root)
            build.write_whole(out / f"{lesson.slug}.{edition}.html", html_page(ran.notebook).encode())
            build.write_whole(out / f"{lesson.slug}.{edition}.ipynb", build.to_bytes(ran.notebook))
            print("".join(f"{line}\n" for line in ran.failures), end="", flush=True)
            runs.append(ran)
    print(run.table(runs))
    if options.report:
        build.write_whole(options.report, json.dumps([ran.summary() for ran in runs], indent=1).encode())
    return 1 if any(ran.failures for ran in runs) else 0


if __name__ == "__main__":
    sys.exit(main())
