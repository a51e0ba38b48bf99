"""Which module of the package imports what, read from the sources and not by running them.

Imports inside functions count, and so does `import_module("...")`; what stands under `if TYPE_CHECKING:` is for
editors and counts for nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "deepfake_lessons"


@dataclass(frozen=True)
class Import:
    """`module` (dotted, as in `deepfake_lessons.drawing.style`) imports `target` in `line` of `path`."""

    module: str
    target: str
    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.module} imports {self.target}"


def top(dotted: str) -> str:
    return dotted.split(".")[0]


def modules(root: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted((root / PACKAGE).rglob("*.py")):
        names = path.relative_to(root).with_suffix("").parts
        yield ".".join(names[:-1] if names[-1] == "__init__" else names), path


def imports(root: Path) -> list[Import]:
    """Every import of the package under `root`, relative ones resolved."""
    known = {name for name, _ in modules(root)}
    found = []
    for module, path in modules(root):
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        for node in running(ast.parse(path.read_text(encoding="utf-8"))):
            for target in targets(node, package, known):
                found.append(Import(module, target, path, node.lineno))
    return found


def running(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes, without the bodies of `if TYPE_CHECKING:`."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            for other in node.orelse:
                yield other
                yield from running(other)
            continue
        yield node
        yield from running(node)


def targets(node: ast.AST, package: str, known: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*above, *([node.module] if node.module else [])])
        for alias in node.names:
            full = f"{base}.{alias.name}"
            # `from .plots import style` names a module, `from .metrics import pair` a function of one.
            yield full if full in known or top(base) != PACKAGE or base == PACKAGE else base
    elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"import_module", "__import__"}:
        match node.args[:1]:
            case [ast.Constant(value=str(name))]:
                yield f"{package}{name}" if name.startswith(".") else name
