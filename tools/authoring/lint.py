"""The house's rules for a lesson's source, each reported as `file:line: message; mend`.

Rules about prose and about the lesson as a whole are here; rules that read Python are in `lint_code`, those about
pictures in `lint_pictures`, and what has to fit the library in `lint_library`.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import lint_code, lint_library, lint_pictures, solutions
from .build import EDITIONS, cell_source
from .lint_code import Fault
from .source import CELL_ID, Cell, Lesson, SourceError, parse, prose

LONGEST, MEDIAN, FEWEST, MOST = 25, 6, 25, 35
WIDEST = 94  # characters of code that JupyterLab shows on a screen of 1280 pixels
TAGS = {"exercise", "check", "demo", "deeper", "nbval-check-output", "notes", "setup", "moment", "timed", "trained"}
BANNED = re.compile(r"\b(simply|obviously|just)\b", re.IGNORECASE)
HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
CLAIM = re.compile(r"\[(L\d+(?:\s*,\s*L\d+)*)\]")
CLAIMS = 20
SECTIONS = ("The letter says, we measured", "What next")


@dataclass(frozen=True)
class Problem:
    """One broken rule at one line of one file."""

    path: Path
    line: int
    message: str
    mend: str

    def __str__(self) -> str:
        try:
            shown = self.path.resolve().relative_to(Path.cwd())
        except ValueError:
            shown = self.path
        return f"{shown.as_posix()}:{self.line}: {self.message}; {self.mend}"


def lint(paths: Iterable[Path]) -> list[Problem]:
    """All problems of some sources, in the order of files and lines; also what two lessons may not share."""
    problems: list[Problem] = []
    owners: dict[str, str] = {}
    for path in sorted(paths):
        try:
            lesson = parse(path)
        except SourceError as error:
            problems.append(Problem(path, error.line, error.message, error.mend))
            continue
        faults = list(lesson_faults(lesson))
        for cell in lesson.cells:
            if cell.has("exercise") and cell.exercise:
                here = f"{path.name}:{cell.line}"
                if (first := owners.setdefault(cell.exercise, here)) != here:
                    message = f"exercise {cell.exercise} is already at {first}"
                    faults.append(Fault(cell.line, message, "give one of them another id"))
        problems += [Problem(path, *fault) for fault in sorted(set(faults))]
    return problems


def lesson_faults(lesson: Lesson) -> Iterator[Fault]:
    """Every broken rule of one lesson, in no particular order."""
    yield from _header(lesson)
    yield from _headings(lesson)
    yield from _letter(lesson)
    yield from _cells(lesson)
    yield from _exercises(lesson)
    yield from _sizes(lesson)
    yield from _prose(lesson)
    yield from _deeper(lesson)
    yield from lint_code.faults(lesson)
    yield from lint_pictures.faults(lesson)
    yield from lint_library.faults(lesson)


def _markdown(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Lines of prose with their line in the file."""
    for cell in lesson.cells:
        if not cell.is_code:
            yield from enumerate(prose(cell).split("\n"), start=cell.line)


def _header(lesson: Lesson) -> Iterator[Fault]:
    first = lesson.cells[0]
    wanted = f"# Lesson {lesson.key}: "
    if first.is_code or not first.source.startswith(wanted) or not lesson.title:
        yield Fault(first.line, "the first cell is not this lesson's title", f"begin it with '{wanted}' and a title")
    if lesson.settings.get("lesson", "numpy") not in {"numpy", "keras"}:
        message = f"unknown kind of lesson {lesson.settings['lesson']!r}"
        yield Fault(1, message, "write '# lesson: numpy' or '# lesson: keras'")
    if not re.fullmatch(r"\d+", lesson.settings.get("budget", "1")):
        yield Fault(1, f"budget {lesson.settings['budget']!r} is no number of seconds", "write such as '# budget: 10'")
    setups = [cell for cell in lesson.cells if cell.has("setup")]
    code = [cell for cell in lesson.cells if cell.is_code]
    if len(setups) != 1 or code[:1] != setups:
        line = setups[-1].line if setups else first.line
        message = f"{len(setups)} set-up cells, or one that is not the first code cell"
        yield Fault(line, message, "tag the first code cell, and no other, 'setup'")


def _headings(lesson: Lesson) -> Iterator[Fault]:
    level = 0
    titles = set()
    for number, line in _markdown(lesson):
        if not (heading := HEADING.match(line)):
            continue
        new = len(heading[1])
        if new == 1 and level:
            yield Fault(number, "a second heading of the first level", "use '##': a lesson has one title")
        elif new > level + 1:
            mend = f"use '{'#' * (level + 1)}': levels skip none"
            yield Fault(number, f"heading level {new} follows level {level}", mend)
        level = new
        titles.add(heading[2].strip().rstrip("#").strip().lower())
    for section in SECTIONS:
        if section.lower() not in titles:
            yield Fault(lesson.cells[-1].line, f'there is no section "{section}"', f"add a heading '## {section}'")


def _deeper(lesson: Lesson) -> Iterator[Fault]:
    """A deeper cell stands under a heading that says so, a core cell under none: learners skip a section whole."""
    above: list[tuple[int, bool]] = []  # level and deepness of the headings that a cell stands under
    for cell in lesson.cells:
        deep = cell.has("deeper")
        if cell.is_code:
            if deep and not (above and above[-1][1]):
                mend = 'tag the heading above it "deeper" too, or write one that is'
                yield Fault(cell.line, "a deeper cell under a core heading", mend)
            elif not deep and any(deeper for _, deeper in above):
                mend = 'tag it "deeper", or put a core heading of the same level above it'
                yield Fault(cell.line, "a core cell under a deeper heading", mend)
        elif not cell.has("notes"):
            for heading in filter(None, map(HEADING.match, prose(cell).split("\n"))):
                above = [open_one for open_one in above if open_one[0] < len(heading[1])]
                above.append((len(heading[1]), deep))


def _letter(lesson: Lesson) -> Iterator[Fault]:
    cited = False
    for number, line in _markdown(lesson):
        for claims in CLAIM.findall(line):
            for claim in re.findall(r"\d+", claims):
                cited = True
                if not 1 <= int(claim) <= CLAIMS:
                    yield Fault(number, f"the letter has no claim L{claim}", f"cite one of L1 to L{CLAIMS}")
    if not cited:
        yield Fault(lesson.cells[0].line, "no claim of the letter is cited", "cite at least one as [L10]")


def _cells(lesson: Lesson) -> Iterator[Fault]:
    seen: set[str] = set()
    for cell in lesson.cells:
        for tag in cell.tags:
            if tag not in TAGS:
                yield Fault(cell.line, f"unknown tag {tag!r}", f"use one of: {', '.join(sorted(TAGS))}")
        for key in cell.unknown:
            yield Fault(cell.line, f"unknown cell metadata {key!r}", "keep only tags and id")
        if cell.kind not in {"markdown", "code"}:
            yield Fault(cell.line, f"a cell of kind {cell.kind!r}", "write '# %%' or '# %% [markdown]'")
        if not CELL_ID.fullmatch(cell.id):
            yield Fault(cell.line, f"cell id {cell.id!r} is not allowed", "use 1 to 64 letters, digits, - or _")
        if cell.id in seen:
            yield Fault(cell.line, f"cell id {cell.id!r} comes twice", "change or remove one of them")
        seen.add(cell.id)
        if cell.is_code and cell.has("notes"):
            yield Fault(cell.line, "notes are for the instructor to read", "make it a Markdown cell")
        if cell.has("timed") and (reviewed := set(cell.tags) & {"nbval-check-output", "check"}):
            message = f"measured times are never the same twice, and {', '.join(sorted(reviewed))} compares them"
            yield Fault(cell.line, message, "print the times in a cell of their own")
        if cell.has("trained") and (reviewed := set(cell.tags) & {"nbval-check-output", "check"}):
            message = f"a long training is never quite the same twice, and {', '.join(sorted(reviewed))} compares it"
            yield Fault(cell.line, message, "show what was trained in a cell of its own")
        if not cell.is_code and (wrong := set(cell.tags) & (TAGS - {"deeper", "notes", "moment"})):
            yield Fault(cell.line, f"a Markdown cell tagged {', '.join(sorted(wrong))}", "tag the code cell")


def _exercises(lesson: Lesson) -> Iterator[Fault]:
    previous: Cell | None = None
    for cell in lesson.cells:
        if not cell.is_code:
            continue
        try:
            found = solutions.regions(cell.source)
            for region in found:
                solutions.stub_lines(region)
        except solutions.RegionError as error:
            yield Fault(cell.line + error.offset, error.message, error.mend)
        else:
            if cell.has("exercise") and not found:
                mend = f"put it between '{solutions.BEGIN}' and '{solutions.END}'"
                yield Fault(cell.line, "an exercise without a solution", mend)
            elif cell.has("exercise"):
                for line, message in solutions.unmarked(cell.source):
                    yield Fault(cell.line + line, message, solutions.CLOSE)
            if found and not cell.has("exercise"):
                yield Fault(cell.line + found[0].first, "a solution outside an exercise", 'tag the cell "exercise"')
        if cell.has("exercise") and not cell.exercise:
            mend = f'let the next code cell be a check: dl.check("{lesson.number}.1")'
            yield Fault(cell.line, "no check follows this exercise", mend)
        if cell.has("check"):
            if not re.fullmatch(rf"{lesson.number}\.\d+", cell.exercise):
                message = f"check id {cell.exercise!r} does not belong to lesson {lesson.number}"
                yield Fault(cell.line, message, f'write dl.check("{lesson.number}.1"), with its number in the lesson')
            if previous is None or not previous.has("exercise"):
                yield Fault(cell.line, "this check follows no exercise", "put it directly after its exercise's cell")
        previous = cell


def _sizes(lesson: Lesson) -> Iterator[Fault]:
    lengths = []
    for cell in lesson.cells:
        if not cell.is_code:
            continue
        try:
            sizes = {edition: cell_source(lesson, cell, edition).count("\n") + 1 for edition in EDITIONS}
        except SourceError:
            continue  # reported as a fault of the exercise
        if max(sizes.values()) > LONGEST:
            yield Fault(cell.line, f"a cell of {max(sizes.values())} lines", f"split it: {LONGEST} at most")
        for offset, line in enumerate(cell.source.splitlines()):
            if len(line) > WIDEST:
                message = f"a line of {len(line)} characters runs off a small screen"
                yield Fault(cell.line + offset, message, f"wrap it: {WIDEST} at most")
        lengths.append(sizes["learner"])
    if not FEWEST <= len(lengths) <= MOST:
        yield Fault(1, f"{len(lengths)} code cells", f"a lesson has {FEWEST} to {MOST}")
    if lengths and statistics.median(lengths) > MEDIAN:
        message = f"the median code cell has {statistics.median(lengths):g} lines"
        yield Fault(1, message, f"shorten cells: {MEDIAN} at most")


def _prose(lesson: Lesson) -> Iterator[Fault]:
    for number, line in _markdown(lesson):
        for word in BANNED.findall(line):
            yield Fault(number, f'the word "{word}"', "leave it out, or say what makes it so")
