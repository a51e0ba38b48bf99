"""Which names a piece of code makes, and which it needs from somebody else."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence
from dataclasses import dataclass, field

BUILTINS = frozenset(dir(builtins)) | {"__name__", "get_ipython", "display"}


@dataclass
class Names:
    """Names of one scope.

    Attributes:
        made: assigned, defined, imported or looped over in this scope itself.
        needed: looked up and not made here, with the line (from 1) of the first use; builtins are left out.
    """

    made: set[str] = field(default_factory=set)
    needed: dict[str, int] = field(default_factory=dict)


def names_of(code: str) -> Names:
    """Names that a cell makes at its top level and names that it takes from other cells.

    A function's body counts as used where it is defined; its arguments and local names do not.

    Raises:
        SyntaxError: the code does not parse.

    Example:
        >>> names = names_of("total = sum(scores)")
        >>> names.made, names.needed
        ({'total'}, {'scores': 1})
    """
    return _scope(ast.parse(code).body)


def _scope(nodes: Sequence[ast.AST], arguments: set[str] | None = None) -> Names:
    visitor = _Visitor()
    visitor.found.made |= arguments or set()
    for node in nodes:
        visitor.visit(node)
    found = visitor.found
    own = found.made | BUILTINS
    return Names(found.made, {name: line for name, line in found.needed.items() if name not in own})


class _Visitor(ast.NodeVisitor):
    """Walks one scope; inner scopes hand up only what they need."""

    def __init__(self) -> None:
        self.found = Names()

    def _take(self, inner: Names) -> None:
        for name, line in inner.needed.items():
            self.found.needed.setdefault(name, line)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.found.needed.setdefault(node.id, node.lineno)
        elif isinstance(node.ctx, ast.Store):
            self.found.made.add(node.id)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        # `total += 1` reads the name first; it makes nothing that was not there.
        if isinstance(node.target, ast.Name):
            self.found.needed.setdefault(node.target.id, node.lineno)
            self.visit(node.value)
        else:
            self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        self.found.made |= {alias.asname or alias.name.split(".")[0] for alias in node.names}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self.found.made |= {alias.asname or alias.name for alias in node.names}

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self.found.made.add(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        if node.name:
            self.found.made.add(node.name)
        self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        if node.name:
            self.found.made.add(node.name)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.found.made.add(node.name)
        for outside in [*node.decorator_list, *_around(node.args), *([node.returns] if node.returns else [])]:
            self.visit(outside)
        self._take(_scope(node.body, _arguments(node.args)))

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        for outside in _around(node.args):
            self.visit(outside)
        self._take(_scope([node.body], _arguments(node.args)))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.found.made.add(node.name)
        for outside in [*node.decorator_list, *node.bases, *node.keywords]:
            self.visit(outside)
        self._take(_scope(node.body))

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self._take(_scope([*node.generators, *results]))

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension


def _arguments(args: ast.arguments) -> set[str]:
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    return {argument.arg for argument in every if argument}


def _around(args: ast.arguments) -> list[ast.expr]:
    """What is evaluated outside the function: defaults and annotations."""
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    notes = [argument.annotation for argument in every if argument and argument.annotation]
    return [*args.defaults, *(default for default in args.kw_defaults if default), *notes]
