"""A meter's evidence as a picture: the frame it points at with its boxes, and its curves over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import Rectangle

from ..drawing import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST = 4000  # points of a curve that are drawn


def evidence(
    picture: Any,
    boxes: Mapping[str, Sequence[float]],
    curves: Mapping[str, Any],
    fps: float,
    frame: int | None = None,
    title: str = "",
) -> Figure:
    """Draw evidence: at the left one frame with boxes, at the right curves over time, that frame marked.

    Args:
        picture: (H, W, 3) uint8, the frame that shows it best.
        boxes: name -> (left, top, right, bottom) in its pixels; boxes that stand for the same, "cheeks, left" and
            "cheeks, right", share a colour.
        curves: name with unit -> (T,) numbers, NaN for none; may be empty.
        fps: frames a second.
        frame: number of the picture, or None.
        title: words above.
    """
    figure = style.figure(8.0, 3.2)
    ax = figure.add_axes((0.01, 0.15, 0.34, 0.74))
    style.picture(ax, picture)
    kinds = list(dict.fromkeys(name.split(",")[0] for name in boxes))
    for name, (left, top, right, bottom) in boxes.items():
        number = kinds.index(name.split(",")[0])
        # pixels are counted from the corner, and matplotlib counts from the middle of the first one
        corner, line = (left - 0.5, top - 0.5), ("-", "--", ":")[number % 3]
        colour = style.COLOURS[number % len(style.COLOURS)]
        look: dict[str, Any] = {"fill": False, "linewidth": 2, "edgecolor": colour, "linestyle": line}
        ax.add_patch(Rectangle(corner, right - left, bottom - top, **look))
    at = "" if frame is None else f"frame {frame}, {frame / fps:.2f} s"
    ax.set_xlabel("\n".join(filter(None, [at, ", ".join(kinds)])), fontsize=style.FONT - 2)
    ax.set_xlim(-0.5, picture.shape[1] - 0.5)
    ax.set_ylim(picture.shape[0] - 0.5, -0.5)
    wide = sum(map(len, curves)) >= 55  # three names in a row would run off the picture
    beside = figure.add_axes((0.42, 0.17, 0.56, 0.59 if wide and len(curves) > 2 else 0.66))
    for number, (name, values) in enumerate(curves.items()):
        track = np.asarray(values, float)
        step = max(1, len(track) // _MOST)
        known = np.flatnonzero(np.isfinite(track))[::step]
        few = len(known) < 0.6 * len(track)
        marker = style.MARKERS[number % len(style.MARKERS)] if few or len(known) == 1 else None
        beside.plot(
            known / fps, track[known], style.LINES[number % len(style.LINES)], marker=marker, markersize=3,
            color=style.COLOURS[number % len(style.COLOURS)], linewidth=1.5, label=name,
        )  # fmt: skip
    if curves:
        if frame is not None:
            beside.axvline(frame / fps, color=style.GREY, linewidth=1, linestyle=":")
        beside.legend(
            fontsize=style.FONT - 2, frameon=False, loc="lower left", bbox_to_anchor=(0, 0.98),
            ncols=2 if wide else 3, columnspacing=1.2, handlelength=1.8, borderpad=0,
        )  # fmt: skip
        style.tidy(beside, x="time (s)")
        if all(name.startswith("eye") for name in curves):  # 0 is shut; else noise would look like blinks
            beside.set_ylim(min(0.0, beside.get_ylim()[0]), max(1.2, beside.get_ylim()[1]))
    else:
        beside.axis("off")
        beside.text(0.0, 0.6, "No curve: the meter cannot judge this clip.", fontsize=style.FONT, color=style.GREY)
    figure.text(0.01, 0.93, title, fontsize=style.FONT)
    return figure


def words(
    said: str, curves: Mapping[str, Any], fps: float, frame: int | None = None, boxes: Mapping[str, Any] | None = None
) -> str:
    """What `evidence` shows, for those who do not see it.

    Args:
        said: the meter's own words.
        curves, fps, frame, boxes: as in `evidence`.
    """
    parts = [said]
    if frame is not None and boxes:
        parts.append(f"The picture is frame {frame}, {frame / fps:.2f} s, with boxes around {', '.join(boxes)}.")
    for name, values in curves.items():
        track = np.asarray(values, float)
        known = np.flatnonzero(np.isfinite(track))
        if len(known):
            low, high = (known[int(pick(track[known]))] for pick in (np.argmin, np.argmax))
            parts.append(
                f"{name}: between {track[low]:.2g} ({low / fps:.2f} s) and {track[high]:.2g} ({high / fps:.2f} s)."
            )
    return " ".join(parts)
