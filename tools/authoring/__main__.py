"""The command line of authors: `python -m tools.authoring COMMAND`. Run it in the checkout."""

from __future__ import annotations

import argparse
import io
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deepfake_lessons.cache import write_whole

from .source import Lesson, SourceError, find_root, parse, sources

if TYPE_CHECKING:
    from .run import Ran


def parser() -> argparse.ArgumentParser:
    """The arguments of all commands."""
    main_parser = argparse.ArgumentParser(
        prog="python -m tools.authoring", description="Build, check and run the lessons."
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
    lessons.add_argument("--offline", action="store_true", help="cut the network off first")
    lessons.add_argument("--twice", action="store_true", help="learners' editions twice: both must show the same")
    lessons.add_argument("--without-demo", action="store_true", help="leave out the instructor's demo cells")
    lessons.set_defaults(run=_lessons)
    colab = commands.add_parser("colab", help="run lessons with Colab's versions", description=_colab.__doc__)
    colab.set_defaults(run=_colab)
    for runs, where in ((lessons, "build/lessons"), (colab, "build/colab/lessons")):
        runs.add_argument("lessons", nargs="*", metavar="NN", help="lesson numbers, for example 02 03; default all")
        runs.add_argument("--edition", choices=["learner", "instructor", "both"], default="both", help="default: both")
        runs.add_argument("--out", type=Path, metavar="DIR", help=f"where the pages go; default {where}")
        runs.add_argument("--report", type=Path, metavar="FILE", help="also write figures, faults and machine as JSON")

    browse = commands.add_parser("browser", help="visit lessons in a real browser", description=_browser.__doc__)
    browse.add_argument("lessons", nargs="*", metavar="NN", help="lesson numbers, for example 02 03; default all")
    browse.add_argument("--out", type=Path, metavar="DIR", help="where the screenshots go; default build/browser")
    browse.add_argument("--report", type=Path, metavar="FILE", help="also write figures, faults and machine as JSON")
    browse.set_defaults(run=_browser)

    pages = commands.add_parser("pages", help="make HOW_LONG.md from measurements", description=_pages.__doc__)
    pages.add_argument("--check", action="store_true", help="write nothing; say what differs")
    pages.set_defaults(run=_pages)

    pretrained = commands.add_parser("pretrained", help="make stale data files again", description=_pretrained.__doc__)
    pretrained.add_argument("--check", action="store_true", help="make nothing; say what is stale")
    pretrained.add_argument("files", nargs="*", metavar="NAME", help="only these files of data/")
    pretrained.set_defaults(run=_pretrained)

    return main_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when all is well, 1 when something was found, 2 for a wrong call."""
    for stream in (sys.stdout, sys.stderr):  # a file's name may hold letters that this terminal cannot show
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = parser().parse_args(words)
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


def _pages(options: argparse.Namespace) -> int:
    """Make HOW_LONG.md and benchmarks/README.md from the files in benchmarks/results."""
    from . import pages

    root = find_root()
    if options.check:
        found = pages.drift(root)
        print("\n".join(found) or "the pages are what the results give")
        return 1 if found else 0
    made = pages.pages(root).items()
    written = [path.as_posix() for path, content in made if write_whole(root / path, content)]
    print("\n".join(f"wrote {path}" for path in written) or "nothing to do: the pages are up to date")
    return 0


def _pretrained(options: argparse.Namespace) -> int:
    """Make those files of data/ that are missing, or that were made with another version of the studio. Takes hours;
    goes on where it was interrupted."""
    from . import pretrained

    root = find_root()
    known = {recipe.name for recipe in pretrained.RECIPES}
    if unknown := sorted(set(options.files) - known):
        print(f"data/{unknown[0]} is not made here; there are: {', '.join(sorted(known))}", file=sys.stderr)
        return 2
    found = [one for one in pretrained.stale(root) if not options.files or one[0].name in options.files]
    done = set()  # commands: some make more than one file
    for recipe, why in found:
        print(f"data/{recipe.name}: {why}; about {recipe.minutes} minutes on two cores", flush=True)
        if not options.check and recipe.command not in done:
            done.add(recipe.command)
            try:
                pretrained.make(root, recipe)
            except RuntimeError as error:
                print(error, file=sys.stderr)
                return 1
    print("" if found else "nothing to do: all data files are of this studio", end="" if found else "\n")
    return 1 if found and options.check else 0


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
    from . import build, offline, report, run, twice

    if options.offline:
        rest = [word for word in options.words if word != "--offline"]
        prefix, environment = offline.cut_off()
        command = [*prefix, sys.executable, "-m", "tools.authoring", *rest]
        return subprocess.run(command, env=environment).returncode
    root = find_root()
    network = "off" if offline.switched_on() else "on"
    out = options.out or root / "build" / "lessons"

    def run_one(lesson: Lesson, edition: str) -> Ran:
        learners = edition == build.LEARNER
        ran = run.run_lesson(lesson, edition, root, skip_demo=options.without_demo and not learners)
        if options.twice and learners:
            ran.failures += twice.again(lesson, ran.notebook, root)
        return ran

    runs = _run_all(options, root, out, run_one)
    _report(options, runs, report.versions(), network)
    if network == "off" and not any(ran.network is not False or ran.asked_for for ran in runs):
        print("the network was off: no run found a way out of this machine, and none asked for one")
    return 1 if any(ran.failures for ran in runs) else 0


def _colab(options: argparse.Namespace) -> int:
    """Run lessons with Colab's versions of everything, from the built wheel, in an environment of their own
    (build/colab/venv, made at the first call): nothing of the checkout is on the path."""
    from . import colab, colab_kernel

    root = find_root()
    chosen(root, options.lessons)  # a wrong number is said before anything is made
    try:
        with colab.alone(root), colab.wheel(root) as wheel:
            place = colab_kernel.place(colab.make(root), wheel)
            colab.without_the_course(root)
            out = options.out or root / "build" / "colab" / "lessons"
            runs = _run_all(options, root, out, lambda lesson, edition: colab_kernel.run(lesson, edition, root, place))
    except colab.CannotRun as error:
        print(error, file=sys.stderr)
        return 1
    versions: dict[str, str] = next((ran.said["versions"] for ran in runs if ran.said), {})
    print("with " + ", ".join(f"{name} {version}" for name, version in versions.items()))
    _report(options, runs, versions, "on")
    return 1 if any(ran.failures for ran in runs) else 0


def _browser(options: argparse.Namespace) -> int:
    """Visit lessons in JupyterLab in a headless Chromium, as a learner does: run all, move every control by keyboard,
    answer every exercise wrongly and rightly. Screenshots go to build/browser/NN, with a trace where a visit fails."""
    from . import touched
    from .browser import report
    from .browser.chromium import CannotVisit
    from .browser.visit import visit

    # Stopped from outside, it still stops the JupyterLab that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    root = find_root()
    visits = []
    try:
        for lesson in chosen(root, options.lessons):
            out = (options.out or root / "build" / "browser") / lesson.key
            visits.append(seen := visit(lesson, root, out))
            write_whole(out / "report.json", report.as_json([seen]))
            print("".join(f"{fault}\n" for fault in seen.faults) + report.line(seen), flush=True)
    except CannotVisit as error:
        print(error, file=sys.stderr)
        return 1
    if options.report:
        write_whole(options.report, report.as_json(visits))
    if any(seen.faults for seen in visits):
        return 1
    if not options.lessons:
        touched.remember(root)
    return 0


def _run_all(options: argparse.Namespace, root: Path, out: Path, run_one: Callable[[Lesson, str], Ran]) -> list[Ran]:
    """Run the chosen editions of the chosen lessons; print faults as they come and the table of all; write pages."""
    from . import build, report
    from .page import html_page

    runs, options.load = [], report.load()
    for lesson in chosen(root, options.lessons):
        for edition in build.EDITIONS if options.edition == "both" else [options.edition]:
            ran = run_one(lesson, edition)
            write_whole(out / f"{lesson.slug}.{edition}.html", html_page(ran.notebook).encode())
            write_whole(out / f"{lesson.slug}.{edition}.ipynb", build.to_bytes(ran.notebook))
            print("".join(f"{line}\n" for line in ran.failures), end="", flush=True)
            runs.append(ran)
    print(report.table(runs))
    return runs


def _report(options: argparse.Namespace, runs: list[Ran], versions: dict[str, str], network: str) -> None:
    from . import report

    if options.report:
        write_whole(options.report, report.as_json(runs, versions, network, options.load))


if __name__ == "__main__":
    sys.exit(main())
