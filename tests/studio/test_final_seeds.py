"""Actors for final figures stay unseen: their seeds, from 900000 on, appear only where final figures are made.

Whole numbers from 900000 to 999999 are looked for in every Python source, in whatever spelling (900_001, 9e5, 0xdbba0,
30 * 30000), and in the cells of notebooks. A final figure names its seed in a capital constant whose name begins with
FINAL, at the top of a file under benchmarks/.
"""

from __future__ import annotations

import ast
import json
import operator
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

FIRST, LAST = 900_000, 999_999
MOST_POWER = 64  # of an exponent that is worked out; larger ones are no seed
FOLDERS = ("deepfake_lessons", "benchmarks", "notebooks", "tests", "tools")
OWN = Path(__file__).name  # names them to look for them

SUMS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Pow: operator.pow,
}  # fmt: skip


def value(node: ast.AST) -> float | None:
    """The number that a literal, or a sum, difference, product or power of literals, stands for; None for the rest."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in SUMS:
        left, right = value(node.left), value(node.right)
        if left is None or right is None or (isinstance(node.op, ast.Pow) and not 0 <= right <= MOST_POWER):
            return None
        try:
            return SUMS[type(node.op)](left, right)
        except OverflowError:
            return None
    return None


def named_final(tree: ast.Module) -> set[int]:
    """The nodes, by identity, of what is assigned to constants FINAL... at the top of a file."""
    kept: set[int] = set()
    for line in tree.body:
        targets: list[ast.expr] = []
        if isinstance(line, ast.Assign):
            targets = line.targets
        elif isinstance(line, ast.AnnAssign):
            targets = [line.target]
        names = [one.id if isinstance(one, ast.Name) else "" for one in targets]
        if names and all(name.startswith("FINAL") and name.isupper() for name in names):
            kept |= {id(node) for node in ast.walk(line)}
    return kept


def finals(source: str, allowed: bool = False) -> list[int]:
    """The lines of a Python source that spell a final seed; with `allowed`, constants FINAL... do not count."""
    tree = ast.parse(source)
    spared = named_final(tree) if allowed else set()
    found = set()
    for node in ast.walk(tree):
        number = value(node)
        if number is not None and id(node) not in spared and FIRST <= number <= LAST and number == int(number):
            found.add(node.lineno)  # type: ignore[attr-defined]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("int", "float"):
            for word in node.args:  # int("900001")
                if isinstance(word, ast.Constant) and isinstance(word.value, str):
                    digits = word.value.replace("_", "").strip()
                    if digits.isdigit() and len(digits) == 6 and FIRST <= int(digits) <= LAST:
                        found.add(word.lineno)
    return sorted(found)


def cells(notebook: str) -> Iterator[str]:
    """The code cells of a notebook as Python, lines of IPython's own blanked."""
    for cell in json.loads(notebook)["cells"]:
        if cell["cell_type"] == "code":
            lines = "".join(cell["source"]).splitlines()
            yield "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in lines)


def uses(root: Path) -> list[str]:
    """Where a checkout uses final seeds and must not, as "path:line"."""
    found = []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            if path.name != OWN:
                lines = finals(path.read_text(encoding="utf-8"), allowed=folder == "benchmarks")
                found += [f"{path.relative_to(root).as_posix()}:{line}" for line in lines]
        for path in sorted((root / folder).rglob("*.ipynb")):
            for number, cell in enumerate(cells(path.read_text(encoding="utf-8"))):
                where = f"{path.relative_to(root).as_posix()}, code cell {number + 1}"
                found += [f"{where}:{line}" for line in finals(cell)]
    return found


def test_nothing_but_final_figures_uses_final_seeds(root: Path) -> None:
    assert uses(root) == [], "seeds from 900000 on are for final figures alone: benchmarks/, constant FINAL..."


def test_there_is_something_to_look_through(root: Path) -> None:
    assert sum(1 for folder in FOLDERS for _ in (root / folder).rglob("*.py")) > 100


@pytest.mark.parametrize(
    "planted",
    [
        "studio.cast(6, seed=900000)", "SEED = 900_001", "cast(4, int(9e5))", "rng(0xDBBA0)", "cast(3, 999999)",
        "seed = 900 * 1000 + 7", "seeds = [9 * 10**5 + k for k in range(3)]", "range(900_000, 900_010)",
        "cast(2, int('900_123'))",
    ],
)  # fmt: skip
def test_a_planted_seed_is_found_wherever_it_stands(tmp_path: Path, planted: str) -> None:
    for name in ("deepfake_lessons/studio/cue.py", "tests/test_cue.py", "notebooks/source/04.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(f"'''Cues.'''\n\n{planted}\n", encoding="utf-8")
    book = {"cells": [{"cell_type": "code", "source": ["%matplotlib inline\n", planted]}]}
    (tmp_path / "notebooks" / "04.ipynb").write_text(json.dumps(book), encoding="utf-8")
    assert uses(tmp_path) == [
        "deepfake_lessons/studio/cue.py:3", "notebooks/source/04.py:3", "notebooks/04.ipynb, code cell 1:2",
        "tests/test_cue.py:3",
    ]  # fmt: skip


def test_only_a_named_constant_of_a_benchmark_may_hold_one(tmp_path: Path) -> None:
    for folder in ("benchmarks", "tests"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "final.py").write_text(
            "FINAL_SEEDS = (900_000, 900_001)\nseed = 900_002\n", encoding="utf-8"
        )
    assert uses(tmp_path) == ["benchmarks/final.py:2", "tests/final.py:1", "tests/final.py:2"]


@pytest.mark.parametrize(
    "harmless",
    [
        "seed = 899999", "many = 1_000_000", "share = 0.9", "words = 'seeds from 900000 on'", "x = 9**99999",
        "t = 950000.5",
    ],
)  # fmt: skip
def test_other_numbers_and_words_are_let_through(harmless: str) -> None:
    assert finals(harmless) == []
