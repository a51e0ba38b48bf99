"""A table of shares as a picture with its numbers, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from . import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def matrix(values: Any, rows: Sequence[str], columns: Sequence[str], x: str, y: str, percent: bool = True) -> Figure:
    """A table of shares with its numbers: the darker the more.

    Args:
        values: (rows, columns), 0 to 1.
        rows, columns: their names.
        x, y: what columns and rows are.
        percent: False writes two decimals.
    """
    table = np.asarray(values, float)
    figure = style.figure(1.9 + 0.95 * len(columns), 1.1 + 0.42 * len(rows))
    ax = figure.add_subplot()
    figure.subplots_adjust(left=1.55 / figure.get_figwidth(), top=1 - 0.62 / figure.get_figheight(), bottom=0.02)
    ax.imshow(table, cmap="Blues", vmin=0, vmax=1.15, aspect="auto")
    for (row, column), value in np.ndenumerate(table):
        ax.text(
            column, row, f"{100 * value:.0f} %" if percent else f"{value:.2f}", ha="center", va="center",
            fontsize=style.FONT, color="white" if value > 0.6 else "black",
        )  # fmt: skip
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xticks(range(len(columns)), columns, fontsize=style.FONT)
    ax.set_yticks(range(len(rows)), rows, fontsize=style.FONT)
    ax.set_xlabel(x, fontsize=style.FONT)
    ax.set_ylabel(y, fontsize=style.FONT)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return figure


def matrix_words(values: Any, rows: Sequence[str], columns: Sequence[str], percent: bool = True) -> str:
    """The table of `matrix`, row by row."""
    said = []
    for name, row in zip(rows, np.asarray(values, float), strict=True):
        cells = (
            f"{column} {f'{100 * value:.0f} %' if percent else f'{value:.2f}'}"
            for column, value in zip(columns, row, strict=True)
        )
        said.append(f"{name}: {', '.join(cells)}")
    return "; ".join(said) + "."
