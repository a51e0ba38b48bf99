"""Paint on a picture where you expect something: a board of squares beside the picture that shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import numpy as np

from ..notebook import pad
from ..notebook.player import item_html


class Painting(widgets.HBox):
    """What `paint` returns.

    Attributes:
        board: the `pad.Pad`.
        image: the `widgets.HTML` with the picture.
    """

    def __init__(self, board: pad.Pad, image: widgets.HTML) -> None:
        self.board, self.image = board, image
        super().__init__([image, board], layout=widgets.Layout(flex_flow="row wrap", align_items="flex-start"))

    @property
    def cells(self) -> np.ndarray:
        """(R, R) bool, row 0 at the top."""
        return self.board.cells


def paint(draw: Callable[[np.ndarray], Any], rows: int = 8, what: str = "A face") -> Painting:
    """A picture, and a board of as many squares over it.

    Args:
        draw: makes the picture for the painted squares, (rows, rows) bool.
        rows: squares along each side, 7 to 15.
        what: the picture shows, for those who do not see it.

    Returns:
        the container widget; `.cells` is what is painted.
    """
    image = widgets.HTML(layout=widgets.Layout(margin="0 18px 0 0"))

    def changed(cells: np.ndarray) -> None:
        image.value = item_html(draw(cells), f"{what} with a board of squares over it. {pad.words(cells)}", caption="")

    board = pad.pad(rows, changed, start="clear", presets=("clear",))
    changed(board.cells)
    return Painting(board, image)
