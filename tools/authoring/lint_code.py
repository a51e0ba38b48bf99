"""Lint rules that read a lesson's Python: what is shown, trained and named, and in which cell."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from .names import Names, names_of
from .source import Cell, Lesson

SHOWS = {"show", "explore", "slow_motion"}
TRAINS = {"fit"}
INTERACTS = {"guess", "recall"}
CORE = {"guess": 1, "recall": 3}
CORE_EXERCISES = 2
KEYED = {"guess": "{} ", "compare": "{} ", "exam": "{} ", "keep": "{}."}  # how the names of a lesson's own work begin


class Fault(NamedTuple):
    """One broken rule: the line of the source file, what came, what to do."""

    line: int
    message: str
    mend: str


def faults(lesson: Lesson) -> Iterator[Fault]:
    """Every broken rule about the lesson's code cells."""
    trees = list(trees_of(lesson))
    for cell in lesson.cells:
        if cell.is_code and (error := _syntax(cell)):
            yield _not_python(cell, error)
    for cell, tree in trees:
        yield from _showing(cell, tree)
        if cell.has("setup"):
            yield from _setup(cell, tree)
        if not cell.has("check") and (calls := calls_of(tree, {"check"})):
            yield Fault(line_of(cell, calls[0]), "a check in a cell that is not tagged so", 'tag the cell "check"')
    yield from _core(lesson, trees)
    yield from _borrowed(trees)
    yield from _keys(lesson, trees)


def trees_of(lesson: Lesson) -> Iterator[tuple[Cell, ast.Module]]:
    """The code cells that are Python, solutions inside (their marks are comments), with what they parse to."""
    for cell in lesson.cells:
        if cell.is_code and not _syntax(cell):
            yield cell, ast.parse(cell.source)


def _syntax(cell: Cell) -> SyntaxError | None:
    try:
        ast.parse(cell.source)
    except SyntaxError as error:
        return error
    return None


def line_of(cell: Cell, node: ast.expr | ast.stmt) -> int:
    """The line of the source file on which a piece of a cell's code begins."""
    return cell.line + node.lineno - 1


def called(call: ast.Call) -> str:
    """The last part of what is called: "show" for `dl.show(...)`, "" for `makers[0](...)`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _ours(call: ast.Call) -> bool:
    """Whether the call is `dl.name(...)` or a plain `name(...)`, not somebody's method."""
    return isinstance(call.func, ast.Name) or (
        isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "dl"
    )


def calls_of(tree: ast.AST, wanted: set[str]) -> list[ast.Call]:
    """Calls of the library's functions of these names, anywhere in the tree."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _ours(node)]
    return [call for call in calls if called(call) in wanted]


def _run_now(node: ast.AST) -> Iterator[ast.Call]:
    """Calls that happen when the cell runs: not those inside a function's body."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from _run_now(child)


def _not_python(cell: Cell, error: SyntaxError) -> Fault:
    for number, line in enumerate(cell.source.split("\n"), start=cell.line):
        if line.lstrip().startswith(("%", "!")):
            return Fault(number, f"'{line.strip()}' is IPython's, not Python", "write plain Python")
    return Fault(cell.line + (error.lineno or 1) - 1, f"the code does not parse: {error.msg}", "mend the code")


def _showing(cell: Cell, tree: ast.Module) -> Iterator[Fault]:
    calls = list(_run_now(tree))
    if cell.has("nbval-check-output"):
        for call in calls:
            if called(call) in SHOWS | INTERACTS:
                message = f"{called(call)}(...) in a cell whose output is compared"
                yield Fault(line_of(cell, call), message, "compare text only: print the numbers in a cell of their own")
    if {"demo", "exercise", "check", "setup"} & set(cell.tags):
        return
    for call in calls:
        if called(call) in SHOWS | TRAINS:
            message = f"{called(call)}(...) in a cell that is not tagged demo"
            mend = 'tag the cell "demo", so that grading does not train or draw again'
            yield Fault(line_of(cell, call), message, mend)


def _setup(cell: Cell, tree: ast.Module) -> Iterator[Fault]:
    *before, last = tree.body or [ast.Pass()]
    call = last.value if isinstance(last, ast.Expr) else None
    start = isinstance(call, ast.Call) and ast.unparse(call.func) == "dl.start"
    if not start or not all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in before):
        mend = "keep imports and a last line dl.start(seed=1); move the rest to a cell of its own"
        yield Fault(cell.line, "the set-up cell holds more than imports and dl.start", mend)


def _core(lesson: Lesson, trees: list[tuple[Cell, ast.Module]]) -> Iterator[Fault]:
    """What the 45 minutes of the core must hold."""
    mend = "add one in a cell that is not tagged deeper"
    core = [(cell, tree) for cell, tree in trees if not cell.has("deeper")]
    for name, least in CORE.items():
        if (count := sum(len(calls_of(tree, {name})) for _, tree in core)) < least:
            yield Fault(1, f"{count} dl.{name}(...) in the core, {least} wanted", mend)
    if (count := sum(cell.has("exercise") for cell in lesson.cells if not cell.has("deeper"))) < CORE_EXERCISES:
        yield Fault(1, f"{count} exercises in the core, {CORE_EXERCISES} wanted", mend)
    if not any(cell.has("moment") for cell in lesson.cells):
        yield Fault(1, "no moment to remember", 'tag its cell "moment"')


def _borrowed(trees: list[tuple[Cell, ast.Module]]) -> Iterator[Fault]:
    """Names that a cell takes from demo cells, which grading and the instructor's test run skip."""
    every: list[tuple[Cell, Names]] = [(cell, names_of(cell.source)) for cell, _ in trees]
    demo = {name for cell, names in every if cell.has("demo") for name in names.made}
    kept: set[str] = set()
    for cell, names in every:
        if cell.has("demo"):
            continue
        for name, line in names.needed.items():
            if name in demo and name not in kept:
                mend = f"make {name} in a cell without the tag, or tag this cell demo"
                yield Fault(cell.line + line - 1, f"{name!r} is made by a demo cell only, which grading skips", mend)
        kept |= names.made


def _keys(lesson: Lesson, trees: list[tuple[Cell, ast.Module]]) -> Iterator[Fault]:
    """Answers of all lessons lie in one folder, so a key says whose lesson it is; and a comparison finds its guess."""
    calls = [(cell, call) for cell, tree in trees for call in calls_of(tree, set(KEYED))]
    guesses = {_key(call) for _, call in calls if called(call) == "guess"}
    for cell, call in calls:
        name, key = called(call), _key(call)
        begin = KEYED[name].format(lesson.key)
        if not key.startswith(begin):
            message = f"{name}({key!r}, ...) does not say whose lesson it is"
            yield Fault(line_of(cell, call), message, f'begin its name with "{begin}"')
        elif name == "compare" and key not in guesses:
            message = f"compare({key!r}, ...), and no guess has this name"
            yield Fault(line_of(cell, call), message, "write the name of the guess")


def _key(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return str(first.value) if isinstance(first, ast.Constant) else ""
