"""From a solved exercise to its stub and its reference, by two rules and nothing else.

A region stands between `### BEGIN SOLUTION` and `### END SOLUTION`, and is judged by its statements at its own base
indentation:

1. one of them is a `return`: the region becomes `return ...  # your turn`;
2. else every name assigned there becomes `name = ...  # your turn`, one line each.
"""

from __future__ import annotations

import ast
import textwrap
from dataclasses import dataclass

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
TURN = "...  # your turn"


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


def stub(source: str) -> str:
    """The learner's source of an exercise cell: every region replaced by its stub.

    Raises:
        RegionError: as `regions` and `stub_lines`.
    """
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
