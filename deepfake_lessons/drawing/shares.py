"""Shares with their intervals, in percent: of anything with `share`, `low` and `high`, such as `metrics.Rate`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw(ax: Axes, at: Iterable[float], shares: Sequence[Any], upright: bool = False, **look: Any) -> None:
    """Shares in percent, each a mark with its interval as a line.

    Args:
        ax: axes to draw into.
        at: (K,) heights; where the intervals stand upright, places from left to right.
        shares: K with `share`, `low` and `high`, 0 to 1.
        upright: whether intervals stand; else they lie.
        **look: for `Axes.errorbar`, such as color, marker, linestyle, elinewidth, label.
    """
    middle, low, high = 100 * np.array([(one.share, one.low, one.high) for one in shares]).reshape(-1, 3).T
    reach = np.maximum([middle - low, high - middle], 0)  # rounding may leave a hair below 0
    look = {"linestyle": "none", "markersize": 7, "elinewidth": 1.5, **look}
    if upright:
        ax.errorbar(list(at), middle, yerr=reach, **look)
    else:
        ax.errorbar(middle, list(at), xerr=reach, **look)


def name_rows(ax: Axes, names: Sequence[str]) -> None:
    """Names of the rows 0, 1, ..., the first one on top."""
    ax.set_yticks(range(len(names)), names, fontsize=style.FONT - 1)
    ax.set_ylim(len(names) - 0.5, -0.5)
