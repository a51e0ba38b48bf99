"""What a lesson's run may not show: errors, anything on stderr, warnings, wrong words of a check, pictures without
words, and requests to the network."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from .build import INSTRUCTOR, LEARNER
from .lint_pictures import SHORTEST_ALT
from .page import REFERENCE, STATE, VIEW
from .source import Lesson

WARNING = re.compile(r"\b[A-Za-z]*Warning\b")
CHECK_SAYS = {
    LEARNER: (re.compile(r"\S+ not attempted yet"), "not attempted yet"),
    INSTRUCTOR: (re.compile(r"\S+ public checks passed \((\d+) of \1\)"), "public checks passed (n of n)"),
}


def faults(
    lesson: Lesson, edition: str, notebook: Any, skipped: Collection[str], asked_for: Mapping[str, list[str]]
) -> list[str]:
    """What an executed notebook shows that a lesson may not, one line each, with source file, line and cell id.

    Args:
        lesson, edition: what was run.
        notebook: an nbformat node with outputs and widget state.
        skipped: the ids of cells that did not run.
        asked_for: what cells asked the network for while it was off, by cell id.
    """
    found = []
    cells = {cell.id: cell for cell in lesson.cells}
    for cell in notebook.cells:
        if cell.cell_type != "code" or cell.id in skipped or cell.execution_count is None:
            continue
        source = cells[cell.id]
        where = f"{lesson.path.name}:{source.line} cell {cell.id}"
        said = ""
        for output in cell.outputs:
            text = output.get("text", "") or output.get("data", {}).get("text/plain", "")
            if output.output_type == "error":
                found.append(f"{where}: {output.ename}: {output.evalue}".strip())
                continue
            if output.get("name") == "stderr":
                found.append(f"{where}: wrote to stderr: {text.strip()[-300:]}")
            elif WARNING.search(text):
                found.append(f"{where}: shows a warning: {text.strip()[:300]}")
            said += text
        pattern, wanted = CHECK_SAYS[edition]
        if source.has("check") and not pattern.match(said.strip()):
            found.append(f"{where}: the {edition}'s check should say '{wanted}', it says {said.strip()[:300]!r}")
        found += [f"{where}: {words}" for words in dict.fromkeys(_pictures(cell.outputs, widgets(notebook)))]
        found += [f"{where}: asked the network for {name}" for name in asked_for.get(cell.id, ())]
    return found


def printed(text: str) -> str:
    """What is left to read of what was printed: a carriage return takes back the line so far, as on a screen."""
    return re.sub(r"[^\n]*\r(?!\n)", "", text)


def widgets(notebook: Any) -> dict[str, Any]:
    """The widgets saved in an executed notebook: id -> {"model_name": ..., "state": {...}}."""
    return notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})


def unseen(log: str, notebook: Any) -> str:
    """Lines of the kernel's own stderr that no cell shows (a kernel shows them in the cell and passes them on)."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    seen = "".join(output.text for output in outputs if output.get("name") == "stderr")
    return "\n".join(line for line in log.splitlines() if line.strip() and line.strip() not in seen)


# ---------------------------------------------------------------------- pictures


class Images(HTMLParser):
    """The pictures of a piece of HTML: `found` holds (words, source) of each, "" for what is missing."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            named = dict(attributes)
            self.found.append(((named.get("alt") or "").strip(), named.get("src") or ""))


def shown(outputs: list[Any], state: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything that outputs put on the page as (kind, content), widgets and what they hold included.

    Args:
        outputs: of one cell.
        state: the notebook's `widgets`.
    """
    for output in outputs:
        for kind, content in output.get("data", {}).items():
            if kind == VIEW:
                yield from _in_widget(content["model_id"], state)
            elif kind == "text/html" or kind.startswith("image/"):
                yield kind, content


def _in_widget(model: str, state: dict[str, Any]) -> Iterator[tuple[str, str]]:
    own = state.get(model, {})
    values = own.get("state", {})
    for child in values.get("children", ()):
        yield from _in_widget(child.removeprefix(REFERENCE), state)
    if own.get("model_name") in {"HTMLModel", "HTMLMathModel"}:
        yield "text/html", values.get("value", "")
    elif own.get("model_name") == "ImageModel":
        yield "image/png", ""
    elif own.get("model_name") == "OutputModel":
        yield from shown(values.get("outputs", ()), state)


def _pictures(outputs: list[Any], state: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the pictures of one cell's outputs."""
    for kind, content in shown(outputs, state):
        if kind.startswith("image/"):  # JupyterLab and nbconvert drop the words that such an output may carry
            yield f'shows a picture without words ({kind}): use dl.show(picture, alt="...")'
            continue
        for words, source in Images(content).found:
            if not words:
                yield f"shows an image without alt text ({source[:40]})"
            elif len(words) < SHORTEST_ALT:
                yield f"shows an image whose alt text says too little: {words!r}"
