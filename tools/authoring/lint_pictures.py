"""Lint rules about pictures: each has its words, and none is drawn past the library that would ask for them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .lint_code import Fault, called, calls_of, line_of, trees_of
from .source import Cell, Lesson, prose

SHORTEST_ALT = 20  # letters, as in display.show
# ![words](path), ![words][name] and ![name], also over several lines; a pair of brackets may stand in the words.
MARKDOWN_IMAGE = re.compile(r"!\[((?:[^\[\]]|\[[^\[\]]*\])*)\]")
HTML_IMAGE = re.compile(r"<img\b(?:\"[^\"]*\"|'[^']*'|[^'\">])*>", re.IGNORECASE)
# Not data-alt. In code a quote may stand behind a backslash.
HTML_ALT = re.compile(r"(?<![-\w])alt\s*=\s*(?:\\?\"([^\"]*?)\\?\"|\\?'([^']*?)\\?'|([^\s\"'>\\]+))", re.IGNORECASE)
MADE_LATER = re.compile(r"[{%'\"]")  # alt="{words}", alt="' + words + '": known when the cell runs
PYPLOT = re.compile(r"(matplotlib\.)?(pyplot|pylab)\b")
WORDLESS = {"Image", "SVG"}  # IPython shows them; JupyterLab and nbconvert drop the words that Image takes
DRAW = 'use dl.plots, or a matplotlib.figure.Figure, and dl.show(fig, alt="...")'


def faults(lesson: Lesson) -> Iterator[Fault]:
    """Every picture of a lesson that lacks its words."""
    for cell in lesson.cells:
        text = cell.source if cell.is_code else prose(cell)
        yield from _html(cell, text)
        if not cell.is_code:
            yield from _markdown(cell, text)
    for cell, tree in trees_of(lesson):
        yield from _alt_texts(cell, tree)
        yield from _past_the_library(cell, tree)


def _judged(line: int, words: str, mend: str) -> Iterator[Fault]:
    if not words.strip():
        yield Fault(line, "an image without alt text", f"say what it shows: {mend}")
    elif len(words.strip()) < SHORTEST_ALT:
        message = f"alt text {words.strip()!r} says too little"
        yield Fault(line, message, f"say what it shows in {SHORTEST_ALT} letters or more")


def _at(cell: Cell, text: str, image: re.Match[str]) -> int:
    return cell.line + text.count("\n", 0, image.start())


def _markdown(cell: Cell, text: str) -> Iterator[Fault]:
    for image in MARKDOWN_IMAGE.finditer(text):
        yield from _judged(_at(cell, text, image), image[1], "![words](path)")


def _html(cell: Cell, text: str) -> Iterator[Fault]:
    for image in HTML_IMAGE.finditer(text):
        alt = HTML_ALT.search(image[0])
        words = "".join(filter(None, alt.groups())) if alt else ""
        if not (cell.is_code and MADE_LATER.search(words)):
            yield from _judged(_at(cell, text, image), words, '<img alt="words" ...>')


def _alt_texts(cell: Cell, tree: ast.Module) -> Iterator[Fault]:
    for call in calls_of(tree, {"show", "explore"}):
        name = called(call)
        words = next((keyword.value for keyword in call.keywords if keyword.arg in {"alt", None}), None)
        if words is None and len(call.args) > 1:
            words = call.args[1]
        if words is None:
            yield Fault(line_of(cell, call), f"{name}(...) without alt text", "add alt=..., the picture in words")
        elif isinstance(words, ast.Constant) and len(str(words.value or "").strip()) < SHORTEST_ALT:
            message = f"alt text {words.value!r} says too little"
            yield Fault(line_of(cell, call), message, f"use {SHORTEST_ALT} letters or more")


def _past_the_library(cell: Cell, tree: ast.Module) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in WORDLESS:
            message = f"{called(node)}(...) shows a picture without words"
            yield Fault(line_of(cell, node), message, 'use dl.show(picture, alt="...")')
        elif isinstance(node, ast.Import | ast.ImportFrom):
            base = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            if any(PYPLOT.match(base + alias.name) for alias in node.names):
                yield Fault(line_of(cell, node), "pyplot draws past the alt text", DRAW)
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"plt", "pyplot", "pylab"}:
            yield Fault(line_of(cell, node), f"{ast.unparse(node)} draws past the alt text", DRAW)
