"""A learner's visit of one lesson, and what is wrong there."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..lint_pictures import SHORTEST_ALT
from ..source import Lesson
from . import controls
from .answers import Answer, answers
from .chromium import CannotVisit, browser
from .page import Notebook, Stopped
from .server import jupyterlab

SCREEN = {"width": 1280, "height": 800}  # page pixels of a small laptop
OWN_FILES = ("*.png", "trace.zip", "server.log", "report.json")
STDERR = "application/vnd.jupyter.stderr"
TRACEBACK = re.compile(r"^-{20,}$|Traceback \(most recent call last\)", re.MULTILINE)
NO_WORDS = ("", "Image")  # JupyterLab puts the second where the first would be


@dataclass
class Visit:
    """What one visit saw.

    Attributes:
        lesson: where.
        browser: name and version.
        cells: code cells that ran; `pictures` shown; `controls` moved; `exercises` answered wrongly and rightly.
        running: seconds that Run All took; `seconds` of the whole visit.
        faults: one line each, with source file, line and cell id; empty when all went well.
    """

    lesson: Lesson
    browser: str = ""
    cells: int = 0
    pictures: int = 0
    controls: int = 0
    exercises: int = 0
    running: float = 0.0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    @property
    def beyond(self) -> float:
        """Seconds that the visit took beyond what the cells needed to run."""
        return self.seconds - self.running


def visit(lesson: Lesson, root: Path, out: Path) -> Visit:
    """Open the learner's notebook in JupyterLab, run it, look at every cell, move every control, answer every exercise.

    Args:
        lesson: its source.
        root: the checkout; its notebooks must be built.
        out: where the screenshots go; when something is wrong also trace.zip (`playwright show-trace` opens it) and
            server.log, what JupyterLab said.

    Raises:
        CannotVisit: no browser, no JupyterLab, or no notebook.
    """
    name = f"{lesson.slug}.ipynb"
    try:
        cells = json.loads((root / "notebooks" / name).read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        raise CannotVisit(f"There is no notebook {name} that can be read: run 'make build'.") from None
    out.mkdir(parents=True, exist_ok=True)
    for pattern in OWN_FILES:
        for old in out.glob(pattern):
            old.unlink()
    begun = time.monotonic()
    seen = Visit(lesson)
    with browser() as opened, jupyterlab(root) as server:
        seen.browser = f"{opened.browser_type.name} {opened.version}"
        context = opened.new_context(viewport=SCREEN, locale="en-US", service_workers="block")  # type: ignore[arg-type]
        context.tracing.start(screenshots=True)  # with snapshots of the page a visit takes twice as long
        notebook = Notebook(context, server, name, len(cells))
        _Visitor(seen, notebook, cells, out).go(answers(lesson, root))
        seen.faults += [f"{_where(lesson, '')}: a cell asked the network for {one}" for one in server.asked_for()]
        seen.faults = list(dict.fromkeys(seen.faults))
        with suppress(Exception):  # a browser that is gone cannot give its trace
            context.tracing.stop(path=out / "trace.zip" if seen.faults else None)
        context.close()
        if seen.faults:
            shutil.copy(server.folder / "server.log", out)
    seen.seconds = time.monotonic() - begun
    return seen


def _where(lesson: Lesson, cell: str) -> str:
    """The place in the source, as `make lessons` names it."""
    line = next((one.line for one in lesson.cells if one.id == cell), 1)
    return f"{lesson.path.name}:{line}" + (f" cell {cell}" if cell else "")


class _Visitor:
    """Goes through one notebook and writes into `seen`."""

    def __init__(self, seen: Visit, notebook: Notebook, cells: list[dict[str, Any]], out: Path) -> None:
        self.seen, self.notebook, self.out = seen, notebook, out
        self.ids = [str(cell.get("id", "")) for cell in cells]
        self.code = [cell["cell_type"] == "code" and bool("".join(cell["source"]).strip()) for cell in cells]

    def go(self, exercises: list[Answer]) -> None:
        """The visit, from the first screen to the last exercise."""
        from playwright.sync_api import Error

        cell = ""
        try:
            self.notebook.open()
            self.notebook.page.screenshot(path=self.out / "first.png")
            self.seen.running = self.notebook.run_all()
            self.note("")
            whole = self.all_ran()
            for place, cell in enumerate(self.ids):  # noqa: B007 (a fault that ends the visit is told with its cell)
                self.look_at(place)
            for answer in exercises if whole else []:  # after an error in a cell every answer would fail too
                cell = answer.cell
                self.answer(answer)
        except Stopped as reason:
            self.note(cell or self.unfinished(), str(reason))
        except Error as error:
            self.note(cell, f"the visit broke off: {error.message.strip().splitlines()[0][:300]}")
        finally:
            with suppress(Error):
                if self.seen.faults:
                    self.notebook.page.screenshot(path=self.out / "last.png")

    def note(self, cell: str, *faults: str) -> None:
        """Write down faults of a cell, and what the page did by itself meanwhile."""
        noticed, self.notebook.noticed[:] = list(self.notebook.noticed), []
        self.seen.faults += [f"{_where(self.seen.lesson, cell)}: {fault}" for fault in [*faults, *noticed]]

    def all_ran(self) -> bool:
        """Count the cells that ran; False where an error in one kept those below from running."""
        prompts = self.prompts()
        self.seen.cells = sum(bool(prompt) for prompt in prompts.values())
        missing = [place for place, prompt in prompts.items() if not prompt]
        if missing:
            what = f"did not run, nor did {len(missing) - 1} cells below it" if len(missing) > 1 else "did not run"
            self.note(self.ids[missing[0]], what)
        return not missing

    def unfinished(self) -> str:
        """The id of the first cell that has not ended, as far as the page still tells."""
        from playwright.sync_api import Error

        with suppress(Error):
            return next((self.ids[place] for place, prompt in self.prompts().items() if prompt in ("", "*")), "")
        return ""

    def prompts(self) -> dict[int, str]:
        """What stands between the brackets before each code cell that is there: a number, "*" or nothing."""
        return {
            place: self.notebook.look("prompt", place)
            for place, code in enumerate(self.code)
            if code and self.notebook.look("there", place)
        }

    # ---------------------------------------------------------------- one cell

    def look_at(self, place: int) -> None:
        """What one cell shows, and its controls."""
        look, found = self.notebook.look, []
        self.notebook.show(place)
        for output in look("outputs", place):
            if output["kind"] == STDERR:  # JupyterLab shows what was written there and errors in the same way
                text = output["text"] or "nothing"
                last = text.splitlines()[-1][:300]
                found.append(f"shows an error: {last}" if TRACEBACK.search(text) else f"wrote to stderr: {text[-300:]}")
        images = look("images", place)
        found += [fault for image in images for fault in _image(image)]
        self.seen.pictures += len(images)
        moved, faults = controls.move_all(self.notebook, place, bool(images), self.shooter(place))
        self.seen.controls += moved
        found += faults
        if moved and images and len(look("readOut", place)) < SHORTEST_ALT:
            found.append("has a picture with controls, and no text read-out beside it")
        if images and not moved and self.code[place]:  # a picture in the text has no output to show
            self.shooter(place)("picture")
        found += [f"is cut off at {SCREEN['width']} pixels: {what}" for what in look("cut", place)[:3]]
        found += [f"breaks printed lines inside words: {what}" for what in look("broken", place)]
        self.note(self.ids[place], *dict.fromkeys(found))

    def shooter(self, place: int) -> Callable[[str], None]:
        """Takes pictures of one cell's outputs, named after the cell and the words given."""

        def shoot(words: str) -> None:
            name = re.sub(r"[^A-Za-z0-9]+", "-", words).strip("-").lower()[:40]
            self.notebook.output_of(place).screenshot(path=self.out / f"cell-{place + 1:02d}-{name}.png")

        return shoot

    # ---------------------------------------------------------------- one exercise

    def answer(self, answer: Answer) -> None:
        """Answer wrongly, read the hint, answer rightly, read that it is right."""
        cell, check = self.ids.index(answer.cell), self.ids.index(answer.check)
        name = re.escape(answer.exercise)
        for text, wanted, hint in (
            (answer.wrong, rf"{name} not yet: ", answer.hint),
            (answer.right, rf"{name} public checks passed \(", ""),
        ):
            self.notebook.type_into(cell, text)
            kind = "right" if text == answer.right else "wrong"
            if said := self.notebook.run_cell(cell):
                self.note(answer.cell, f"a {kind} answer should run without a word, it says {said[-300:]!r}")
            said = self.notebook.run_cell(check)
            if not re.match(wanted, said) or hint not in said:
                self.note(answer.check, f"after a {kind} answer the check says {said[:300]!r}")
            if kind == "wrong":
                self.shooter(check)(f"exercise-{answer.exercise}-{kind}")
        self.seen.exercises += 1
        self.note(answer.check)


def _image(image: dict[str, Any]) -> list[str]:
    """What is wrong with one picture."""
    what = image["source"].split("?")[0][-40:] if "://" in image["source"] else image["source"][:40]
    if image["broken"]:
        return [f"shows an image that does not load ({what})"]
    if image["alt"] in NO_WORDS:
        return [f"shows an image without alt text ({what})"]
    if len(image["alt"]) < SHORTEST_ALT:
        return [f"shows an image whose alt text says too little: {image['alt']!r}"]
    return []
