"""From a solved exercise to its stub and its reference, by two rules and nothing else.

A region stands between `### BEGIN SOLUTION` and `### END SOLUTION`, and is judged by its statements at its own base
indentation:

1. one of them is a `return`: the region becomes `return ...  # your turn`;
2. else every name assigned there becomes `name = ...  # your turn`, one line each.

What stands outside every region reaches the learner as it is. So each function, method and assignment of an exercise
cell holds a region or lies in one; one that is meant to be given says so: `def helper(x):  # given`.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
TURN = "...  # your turn"
GIVEN = re.compile(r"#\s*given\b")
CLOSE = f"put the answer between '{BEGIN}' and '{END}', or write '# given' behind what learners shall get"


class RegionError(ValueError):
    """A solution region that cannot be read.

    Attributes:
        offset: the line inside the cell, counted from 0.
        message: what came.
        mend: what to write.
    """

    def __init__(self, offset: int, message: str, mend: str) -> None:
        super().__init__(f"{message}; {mend}")
        self.offset, self.message, self.mend = offset, message, mend


@dataclass(frozen=True)
class Region:
    """The lines `first` to `last` (both marks included, counted from 0) and the code between the marks."""

    first: int
    last: int
    code: str
    indent: str


def regions(source: str) -> list[Region]:
    """All solution regions of a cell, in order.

    Raises:
        RegionError: a mark without its partner, or code that does not parse.
    """
    found: list[Region] = []
    lines = source.split("\n")
    begin: int | None = None
    for number, line in enumerate(lines):
        mark = line.strip()
        if mark == BEGIN:
            if begin is not None:
                raise RegionError(begin, "a solution begins and does not end", f"add a line '{END}'")
            begin = number
        elif mark == END:
            if begin is None:
                raise RegionError(number, "a solution ends and did not begin", f"add a line '{BEGIN}' above")
            between = lines[begin + 1 : number]
            indent = lines[begin][: len(lines[begin]) - len(lines[begin].lstrip())]
            found.append(Region(begin, number, textwrap.dedent("\n".join(between)), indent))
            begin = None
        elif mark.upper().lstrip("# ").startswith(("BEGIN SOLUTION", "END SOLUTION")):
            raise RegionError(number, f"'{mark}' looks like a solution mark and is none", f"write '{BEGIN}' or '{END}'")
    if begin is not None:
        raise RegionError(begin, "a solution begins and does not end", f"add a line '{END}'")
    return found


def stub_lines(region: Region) -> list[str]:
    """What a learner sees in place of the region, indented like its marks.

    Raises:
        RegionError: the region fits neither rule.
    """
    try:
        statements = ast.parse(region.code).body
    except SyntaxError as error:
        line = region.first + (error.lineno or 1)
        raise RegionError(line, f"the solution is not Python: {error.msg}", "mend the code") from None
    if any(isinstance(statement, ast.Return) for statement in statements):
        return [f"{region.indent}return {TURN}"]
    names: dict[str, None] = {}  # a dict keeps the order and drops doubles
    for statement in statements:
        for name in _assigned(statement):
            names[name] = None
    if not names:
        raise RegionError(
            region.first,
            "this solution fits neither rule: no `return` and no `name = ...` at its base indentation",
            "let it end with a `return`, or assign the answer to a name",
        )
    return [f"{region.indent}{name} = {TURN}" for name in names]


def _assigned(statement: ast.stmt) -> list[str]:
    """Plain names that one statement assigns, from left to right; attributes and items are no names."""
    if isinstance(statement, ast.Assign):
        targets: list[ast.expr] = list(statement.targets)
    elif isinstance(statement, ast.AnnAssign | ast.AugAssign):
        targets = [statement.target]
    else:
        return []
    names: list[str] = []
    while targets:
        target = targets.pop(0)
        if isinstance(target, ast.Name):
            names.append(target.id)
        elif isinstance(target, ast.Starred):
            targets.insert(0, target.value)
        elif isinstance(target, ast.Tuple | ast.List):
            targets[:0] = target.elts
    return names


def unmarked(source: str) -> list[tuple[int, str]]:
    """What a solved exercise cell would give away: code outside every region that may be an answer.

    Returns:
        (line inside the cell, counted from 0; what is the matter) of each function, method, assignment or compound
        statement that neither holds a region, nor lies in one, nor is marked `# given`. Empty where the cell is not
        Python, which is another fault.

    Raises:
        RegionError: as `regions`.
    """
    found = regions(source)
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return []
    return list(_open(body, found, source.split("\n")))


def _open(body: list[ast.stmt], found: list[Region], lines: list[str]) -> Iterator[tuple[int, str]]:
    for node in body:
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        inside = any(region.first < first < region.last for region in found)
        if inside or isinstance(node, ast.Import | ast.ImportFrom | ast.Expr | ast.Pass):
            continue  # a docstring or a call gives nothing away: no region may consist of them
        if isinstance(node, ast.AnnAssign) and node.value is None:
            continue  # the field of a dataclass
        inner = getattr(node, "body", None)
        header = lines[first : max(inner[0].lineno - 1, first + 1) if inner else last + 1]
        if any(GIVEN.search(line) for line in header):
            continue
        if isinstance(node, ast.ClassDef):
            yield from _open(node.body, found, lines)
        elif not any(first <= region.first <= last for region in found):
            name = f"`{node.name}`" if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else "this code"
            yield first, f"{name} holds no solution marks: learners would get it solved"


def stub(source: str) -> str:
    """The learner's source of an exercise cell: every region replaced by its stub.

    Raises:
        RegionError: as `regions` and `stub_lines`, and for what `unmarked` finds.
    """
    for line, message in unmarked(source):
        raise RegionError(line, message, CLOSE)
    lines = source.split("\n")
    for region in reversed(regions(source)):
        lines[region.first : region.last + 1] = stub_lines(region)
    return "\n".join(lines)


def reference(source: str) -> str:
    """The instructor's source of an exercise cell: the solution without its marks.

    Raises:
        RegionError: as `regions`.
    """
    lines = source.split("\n")
    for region in reversed(regions(source)):
        del lines[region.last], lines[region.first]
    return "\n".join(lines)
