"""Read an author's lesson (`notebooks/source/NN_slug.py`, jupytext's percent format) into a `Lesson`.

Lines above the first cell are comments; two of them are settings: `# lesson: numpy` (the lesson never imports
TensorFlow) and `# budget: 10` (seconds, from the curriculum).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

FILE_NAME = re.compile(r"(\d\d)_[a-z0-9_]+\.py")
TITLE = re.compile(r"# Lesson (\d\d): (\S.*)")
MARKER = re.compile(r"# %%(\s|$)")
CHECK_CALL = re.compile(r"\bcheck\(\s*[\"']([^\"']*)[\"']")
SETTING = re.compile(r"#\s*(lesson|budget)\s*:\s*(\S.*)")
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
KNOWN_METADATA = {"tags", "id"}
JUPYTEXTS_OWN = {"lines_to_next_cell", "lines_to_end_of_cell_marker", "cell_marker"}


class SourceError(ValueError):
    """A source that cannot be read as a lesson: `path:line: message; mend`."""

    def __init__(self, path: Path, line: int, message: str, mend: str) -> None:
        super().__init__(f"{path}:{line}: {message}; {mend}")
        self.path, self.line, self.message, self.mend = path, line, message, mend


@dataclass(frozen=True)
class Cell:
    """One cell of a source.

    Attributes:
        kind: "markdown" or "code".
        source: its text, solutions inside, without blank lines around it.
        tags: as written.
        id: the id of the notebook's cell, stable when other cells come and go.
        line: the line of the source file (from 1) on which `source` begins.
        exercise: for exercise and check cells the id that the check names, for example "2.1"; else "".
        unknown: metadata keys that are neither tags nor id.
    """

    kind: str
    source: str
    tags: tuple[str, ...]
    id: str
    line: int
    exercise: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def is_code(self) -> bool:
        return self.kind == "code"

    def has(self, tag: str) -> bool:
        return tag in self.tags


def prose(cell: Cell) -> str:
    """The text of a Markdown cell with as many lines, fenced and `inline` code taken out."""
    kept, fenced = [], False
    for line in cell.source.split("\n"):
        fence = line.lstrip().startswith(("```", "~~~"))
        kept.append("" if fenced or fence else re.sub(r"`[^`]*`", "", line))
        fenced ^= fence
    return "\n".join(kept)


@dataclass(frozen=True)
class Lesson:
    """One lesson as its author wrote it.

    Attributes:
        number: from the file's name; 2 for `02_learning_from_mistakes.py`.
        slug: the file's name without ending.
        title: after "# Lesson NN: ", "" where the first cell has none.
        path: the source file.
        settings: "lesson" and "budget", where the header gives them.
    """

    number: int
    slug: str
    title: str
    cells: tuple[Cell, ...]
    path: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The number with two digits, as in file names."""
        return f"{self.number:02d}"

    @property
    def numpy_only(self) -> bool:
        return self.settings.get("lesson", "").lower() == "numpy"


def find_root(start: Path | None = None) -> Path:
    """The checkout: the nearest folder with pyproject.toml and notebooks/source, above the working folder or this file.

    Raises:
        FileNotFoundError: neither is inside a checkout.
    """
    for begin in [start] if start else [Path.cwd(), Path(__file__).parent]:
        for folder in [begin.resolve(), *begin.resolve().parents]:
            if (folder / "pyproject.toml").is_file() and (folder / "notebooks" / "source").is_dir():
                return folder
    raise FileNotFoundError(
        f"no checkout of the course around {start or Path.cwd()}: these tools work on pyproject.toml and "
        "notebooks/source; change into a clone of the course."
    )


def sources(root: Path) -> list[Path]:
    """The lesson sources of a checkout, by number."""
    return sorted(path for path in (root / "notebooks" / "source").glob("*.py") if FILE_NAME.fullmatch(path.name))


def parse(path: Path) -> Lesson:
    """Read one source file.

    Raises:
        SourceError: a wrong file name, a file that is not UTF-8, code above the first cell, or a cell header that
            cannot be read.
    """
    import jupytext  # a tool of the `[test]` extra; learners do not have it

    name = FILE_NAME.fullmatch(path.name)
    if not name:
        raise SourceError(path, 1, f"{path.name!r} is no lesson's name", "call it NN_slug.py, like 02_some_words.py")
    lines = _text(path).splitlines()
    markers = [number for number, line in enumerate(lines) if MARKER.match(line)]
    if not markers:
        raise SourceError(path, 1, "there is no cell", "begin a cell with '# %%' or '# %% [markdown]'")
    settings = _settings(path, lines[: markers[0]])
    # `comment_magics` off: with it a comment such as "# cat pictures" would arrive as the code "cat pictures".
    form = {"extension": ".py", "format_name": "percent", "comment_magics": False}
    read = jupytext.reads("\n".join(lines[markers[0] :]) + "\n", fmt=form).cells
    if len(read) != len(markers):
        message = f"{len(markers)} cell headers, but {len(read)} cells"
        raise SourceError(path, 1, message, "no line inside a text may begin with '# %%'")
    cells = tuple(_cell(path, lines, marker, cell) for marker, cell in zip(markers, read, strict=True))
    cells = _named(_linked(cells))
    title = TITLE.match(cells[0].source)
    return Lesson(int(name[1]), path.stem, title[2].strip() if title else "", cells, path, settings)


def _text(path: Path) -> str:
    """What a source file holds; the mark that some editors put before UTF-8 is left out."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{content[error.start]:02x} is not UTF-8"
        raise SourceError(path, line, message, "save the file as UTF-8, then look at this line") from None


def _settings(path: Path, header: list[str]) -> dict[str, str]:
    found = {}
    for number, line in enumerate(header, start=1):
        if line.strip() and not line.startswith("#"):
            raise SourceError(path, number, "code above the first cell", "move it below a line '# %%'")
        if setting := SETTING.fullmatch(line.strip()):
            found[setting[1]] = setting[2].strip()
    return found


def _cell(path: Path, lines: list[str], marker: int, read: Any) -> Cell:
    """One cell of jupytext's, with its place in the file."""
    metadata = dict(read.metadata)
    if "incorrectly_encoded_metadata" in metadata:
        mend = 'write \'# %% [markdown] tags=["one", "two"]\': the kind first, the tags after it'
        raise SourceError(path, marker + 1, f"the cell header {lines[marker]!r} cannot be read", mend)
    first = marker + 1
    while first < len(lines) and lines[first].strip() in {"", "#"}:
        first += 1
    if read.cell_type == "markdown" and first < len(lines) and lines[first].strip() in {'"""', 'r"""'}:
        first += 1  # a Markdown cell written as a string begins on the line after the quotes
    return Cell(
        kind=read.cell_type,
        source=read.source.strip("\n"),
        tags=tuple(metadata.get("tags", ())),
        id=str(metadata.get("id", "")),
        line=first + 1,
        unknown=tuple(sorted(set(metadata) - KNOWN_METADATA - JUPYTEXTS_OWN)),
    )


def _linked(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Give every check the id it names, and every exercise the id of the code cell that follows, if that is a check."""
    linked: list[Cell] = []
    following = ""
    for cell in reversed(cells):
        own = CHECK_CALL.search(cell.source) if cell.is_code and cell.has("check") else None
        told = following if cell.is_code and cell.has("exercise") else ""
        linked.append(replace(cell, exercise=own[1] if own else told))
        if cell.is_code:
            following = own[1] if own else ""
    return tuple(reversed(linked))


def _named(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Give every cell its id: the author's, the exercise's, or one of its kind and first line, numbered if doubled."""
    named: list[Cell] = []
    seen: set[str] = set()
    for cell in cells:
        if not (name := cell.id):
            if cell.exercise:
                name = f"{'check' if cell.has('check') else 'ex'}-{re.sub(r'[^A-Za-z0-9]+', '-', cell.exercise)}"
            elif cell.has("setup"):
                name = "setup"
            else:
                first = cell.source.split("\n", 1)[0].strip()
                name = f"{'code' if cell.is_code else 'text'}-{hashlib.sha256(first.encode()).hexdigest()[:8]}"
        unique, running = name, 2
        while unique in seen and not cell.id:  # an author's own doubled id is left for lint to report
            unique, running = f"{name}-{running}", running + 1
        seen.add(unique)
        named.append(replace(cell, id=unique))
    return tuple(named)
