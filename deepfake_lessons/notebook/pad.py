"""A board on which a learner draws a reality: buttons for the mouse, the same as text for the keyboard."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets
import numpy as np

from .explorer import _sentence
from .naming import name_here

FULL, EMPTY = "#", "."
SMALLEST, LARGEST = 7, 15
PRESETS = {  # of nine rows; for other boards the nearest square is taken
    "heart": ".........  .##...##.  ####.####  #########  #########  .#######.  ..#####..  ...###...  ....#....",
    "smile": ".........  ..#...#..  ..#...#..  .........  .........  #.......#  .#.....#.  ..#####..  .........",
    "clear": ".........  " * 9,
}


class Pad(widgets.VBox):
    """What `pad` returns.

    Attributes:
        buttons: preset -> button.
        squares: (R, R) toggle buttons, row 0 at the top.
        text: the same board as text.
        said: how much is drawn, in words.
    """

    def __init__(self, rows: int, changed: Callable[[np.ndarray], Any] | None, presets: Sequence[str]) -> None:
        self._changed, self._busy = changed, False
        size = widgets.Layout(width="34px", height="34px", margin="1px", padding="0")
        self.squares = [[widgets.ToggleButton(layout=size) for _ in range(rows)] for _ in range(rows)]
        for row, squares in enumerate(self.squares, 1):
            for column, square in enumerate(squares, 1):
                _mark(square, row, column)
                square.observe(self._pressed(row, column), names="value")
        self.text = widgets.Textarea(
            description=f"as text ({FULL} is full)", continuous_update=False, rows=rows,
            style={"description_width": "initial"}, layout=widgets.Layout(width="290px", height=f"{20 * rows + 24}px"),
        )  # fmt: skip
        self.text.observe(self._typed, names="value")
        self.said = widgets.HTML()
        self.buttons = {name: widgets.Button(description=name.capitalize()) for name in presets}
        for name, button in self.buttons.items():
            button.layout.width = "auto"
            button.on_click(lambda _, name=name: self.fill(preset(name, rows)))
        across = widgets.Layout(flex_flow="row nowrap", overflow="visible")
        board = widgets.VBox([widgets.HBox(squares, layout=across) for squares in self.squares])
        board.layout.margin = "0 18px 0 0"
        wrap = widgets.Layout(flex_flow="row wrap", width="100%")
        top, middle = (widgets.HBox(row, layout=wrap) for row in (list(self.buttons.values()), [board, self.text]))
        super().__init__([top, middle, self.said])
        self._tell()

    @property
    def cells(self) -> np.ndarray:
        """(R, R) bool, row 0 at the top."""
        return np.array([[square.value for square in squares] for squares in self.squares])

    def fill(self, cells: Any) -> None:
        """Draw a whole board at once.

        Args:
            cells: (R, R) True or False, row 0 at the top.

        Raises:
            ValueError: another shape.
        """
        wanted, side = np.asarray(cells, bool), len(self.squares)
        if wanted.shape != (side, side):
            raise ValueError(f"cells of shape {wanted.shape}; this board is ({side}, {side})")
        self._busy = True  # many squares may change: tell once, when all have
        try:
            for squares, row in zip(self.squares, wanted.tolist(), strict=True):
                for square, full in zip(squares, row, strict=True):
                    square.value = full
        finally:
            self._busy = False
        self._tell(change=True)

    def _pressed(self, row: int, column: int) -> Callable[[Any], None]:
        def pressed(change: Any) -> None:
            _mark(change.owner, row, column)
            if not self._busy:
                self._tell(change=True)

        return pressed

    def _typed(self, change: Any) -> None:
        if self._busy:
            return
        try:
            self.fill(read(change.new, len(self.squares)))
        except ValueError as problem:
            self.said.value = _sentence("This text was not taken over", problem)

    def _tell(self, change: bool = False) -> None:
        """The text, the words, and whoever wants to know."""
        self._busy = True
        self.text.value = written(self.cells)
        self._busy = False
        self.said.value = f'<div role="status">{html.escape(words(self.cells))}</div>'
        if change and self._changed is not None:
            try:
                self._changed(self.cells)
            except Exception as problem:
                self.said.value = _sentence("The drawing was not taken over", problem)


def _mark(square: widgets.ToggleButton, row: int, column: int) -> None:
    """A full square has a mark and another shade; its name says where it is and whether it is full."""
    full = square.value
    square.icon, square.button_style = ("circle", "primary") if full else ("", "")
    square.tooltip = f"row {row}, column {column}: {'full' if full else 'empty'}"


def pad(
    rows: int = 9,
    changed: Callable[[np.ndarray], Any] | None = None,
    start: str = "heart",
    presets: Sequence[str] = tuple(PRESETS),
) -> Pad:
    """A board to draw on: press squares, take a preset, or write the board as text.

        board = dl.notebook.pad.pad()
        dl.plane.distributions.drawn(board.cells)          # in the next cell

    Args:
        rows: squares along each side, 7 to 15.
        changed: told of every change, `changed(cells)`; what it raises becomes one sentence under the board.
        start: a preset: heart, smile or clear.
        presets: which of them get a button.

    Returns:
        the container widget; `.cells` is the drawing, (rows, rows) bool, row 0 at the top.

    Raises:
        ValueError: another number of rows, or an unknown preset.
    """
    drawing = preset(start, rows)
    name_here()
    board = Pad(rows, None, presets)
    board.fill(drawing)
    board._changed = changed
    return board


def preset(name: str, rows: int = 9) -> np.ndarray:
    """(rows, rows) bool of "heart", "smile" or "clear".

    Raises:
        ValueError: another name, or rows outside 7 to 15.
    """
    if name not in PRESETS:
        raise ValueError(f"no preset is called {name!r}; there are {', '.join(PRESETS)}")
    if isinstance(rows, bool) or not isinstance(rows, int) or not SMALLEST <= rows <= LARGEST:
        raise ValueError(f"rows={rows!r}: a board has {SMALLEST} to {LARGEST} rows")
    drawing = np.array([[sign == FULL for sign in line] for line in PRESETS[name].split()])
    nearest = ((np.arange(rows) + 0.5) / rows * len(drawing)).astype(int)
    return drawing[np.ix_(nearest, nearest)]


def written(cells: np.ndarray) -> str:
    """A board as lines of "#" and "."."""
    return "\n".join("".join(FULL if full else EMPTY for full in row) for row in cells)


def read(text: str, rows: int) -> np.ndarray:
    """A board (rows, rows) of lines of "#" and "."; short lines and missing ones are filled up with empty squares.

    Raises:
        ValueError: other signs, or too many of them; the message names the line.
    """
    lines = [line.rstrip() for line in text.rstrip().splitlines()]
    if len(lines) > rows:
        raise ValueError(f"{len(lines)} lines; this board has {rows}")
    cells = np.zeros((rows, rows), bool)
    for number, line in enumerate(lines, 1):
        strange = sorted(set(line) - {FULL, EMPTY, " "})
        if strange:
            raise ValueError(
                f"line {number} has {' '.join(strange)!r}; only {FULL} (full) and {EMPTY} (empty) are read"
            )
        if len(line) > rows:
            raise ValueError(f"line {number} has {len(line)} signs; this board has {rows} columns")
        cells[number - 1, : len(line)] = [sign == FULL for sign in line]
    return cells


def words(cells: np.ndarray) -> str:
    """How much is drawn, and where."""
    full = int(cells.sum())
    if not full:
        return f"Nothing is drawn yet: all {cells.size} squares are empty."
    rows, columns = np.flatnonzero(cells.any(axis=1)) + 1, np.flatnonzero(cells.any(axis=0)) + 1
    return (
        f"{full} of {cells.size} squares are full, in rows {rows[0]} to {rows[-1]} and columns {columns[0]} to "
        f"{columns[-1]}."
    )
