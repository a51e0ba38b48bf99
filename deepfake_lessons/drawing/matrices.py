"""A table of shares as a picture with its numbers, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from . import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_FROM_A_COIN = LinearSegmentedColormap.from_list("coin to sure", ["#D9894F", "#FFFFFF", "#7FB9DC", style.BLUE])


def matrix(
    values: Any, rows: Sequence[str], columns: Sequence[str], x: str, y: str, percent: bool = True, coin: str = ""
) -> Figure:
    """A table of shares with its numbers: the darker the more.

    Args:
        values: (rows, columns), 0 to 1.
        rows, columns: their names.
        x, y: what columns and rows are.
        percent: False writes two decimals.
        coin: words below; then white is one half, as a coin has it, and the diagonal is framed.
    """
    table = np.asarray(values, float)
    left, foot, cell, least = (1.0, 0.52, (1.05, 0.58), 6.0) if coin else (1.55, 0.05, (0.95, 0.5), 1.0)  # inches
    width = max(least, left + cell[0] * len(columns) + 0.2)
    height = foot + cell[1] * len(rows) + 0.62
    figure = style.figure(width, height)
    ax = figure.add_axes((left / width, foot / height, 1 - (left + 0.2) / width, 1 - (foot + 0.62) / height))
    ax.imshow(table, cmap=_FROM_A_COIN if coin else "Blues", vmin=0, vmax=1.5 if coin else 1.15, aspect="auto")
    for (row, column), value in np.ndenumerate(table):
        framed = bool(coin) and row == column
        ax.text(
            column, row, _said(value, percent), ha="center", va="center", fontsize=style.FONT,
            color="white" if value > 0.6 and not coin else "black", weight="bold" if framed else "normal",
        )  # fmt: skip
        if framed:
            ax.add_patch(Rectangle((column - 0.47, row - 0.47), 0.94, 0.94, fill=False, linewidth=1.8))
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xticks(range(len(columns)), columns, fontsize=style.FONT)
    ax.set_yticks(range(len(rows)), rows, fontsize=style.FONT)
    ax.set_xlabel(x, fontsize=style.FONT)
    ax.set_ylabel(y, fontsize=style.FONT)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    figure.text(left / width, 0.24 / height, coin, fontsize=style.FONT - 1, color=style.GREY, va="center")
    return figure


def matrix_words(values: Any, rows: Sequence[str], columns: Sequence[str], percent: bool = True) -> str:
    """The table of `matrix`, row by row."""
    said = []
    for name, row in zip(rows, np.asarray(values, float), strict=True):
        cells = (f"{column} {_said(value, percent)}" for column, value in zip(columns, row, strict=True))
        said.append(f"{name}: {', '.join(cells)}")
    return "; ".join(said) + "."


def _said(value: float, percent: bool) -> str:
    return f"{100 * value:.0f} %" if percent else f"{value:.2f}"
