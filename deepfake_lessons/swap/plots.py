"""Pictures of lesson 06: a swap beside the ideal one, where it errs, the cloud of blinks, the frontier of glasses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ..drawing import style
from ..drawing.heat import dotted
from ..drawing.sheets import enlarge, sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TITLES = ("the one in front of the camera", "the swap", "the ideal swap", "difference, four times")
_STRONG = 4  # times the difference is shown
_LEFT = 150  # page pixels for the words before a row
FULL = 60.0  # grey levels at which a heat map is darkest


def difference(drawn: Any, ideal: Any) -> np.ndarray:
    """How far a swap is from the ideal one, around mid grey: (N, S, S, 3) uint8."""
    apart = np.asarray(drawn, float) - np.asarray(ideal, float)
    return np.clip(np.rint(127.5 + _STRONG / 2 * apart), 0, 255).astype(np.uint8)


def strip(source: Any, drawn: Any, ideal: Any, side: int = 78) -> np.ndarray:
    """Four rows under one another, the same moments in each column: source, swap, ideal swap, difference.

    Args:
        source, drawn, ideal: aligned faces (N, S, S, 3) uint8.
        side: page pixels of a face.
    """
    rows = [sheet(one, columns=len(one), side=side) for one in (source, drawn, ideal, difference(drawn, ideal))]
    page = Image.new("RGB", (_LEFT + rows[0].shape[1], sum(len(row) + 6 for row in rows)), "white")
    pen, top = ImageDraw.Draw(page), 0
    for words, row in zip(_TITLES, rows, strict=True):
        page.paste(Image.fromarray(row), (_LEFT, top))
        for line, text in enumerate(_wrapped(words)):
            pen.text((4, top + len(row) // 2 - 16 + 17 * line), text, fill="black", font=ImageFont.load_default(13))
        top += len(row) + 6
    return np.asarray(page)


def _wrapped(words: str, most: int = 20) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def strip_words(source: Any, drawn: Any, ideal: Any, seen: str = "") -> str:
    """The picture of `strip` in words."""
    off = np.abs(np.asarray(drawn, float) - np.asarray(ideal, float)).mean()
    said = (
        f"Four rows of {len(source)} faces: {_TITLES[0]}, the swap, the ideal swap, and the difference, grey where "
        f"there is none. A pixel of the swap is off by {off:.0f} grey levels on average."
    )
    return f"{said} {seen}".strip()


def heat(face: Any, apart: Any, side: int = 300) -> np.ndarray:
    """A face with its error on top: the darker red, and the larger the dots, the larger the error.

    Args:
        face: (S, S, 3) uint8.
        apart: (S, S) mean absolute error in grey levels.
        side: page pixels.
    """
    return dotted(face, apart, FULL, side)


def inner(size: int = 64) -> np.ndarray:
    """Where an aligned face has skin, and no hair or wall: an ellipse, (size, size) bool."""
    rows, columns = (np.indices((size, size)) + 0.5) / size
    return ((columns - 0.5) / 0.40) ** 2 + ((rows - 0.56) / 0.45) ** 2 <= 1


def moment(shot: Any, pasted: Any, best: Any, drawn: Any, ideal: Any, frame: int, side: int = 200) -> np.ndarray:
    """One frame four times: as the camera saw it, swapped, ideally swapped, and where in the face the decoder errs.

    Args:
        shot, pasted, best: (T, S, S, 3) uint8, whole frames.
        drawn, ideal: (T, 64, 64, 3) uint8, aligned faces.
        frame: which.
        side: page pixels of each picture.
    """
    apart = np.abs(np.asarray(drawn[frame], float) - ideal[frame]).mean(axis=2) * inner(len(drawn[frame]))
    three = [enlarge(one[frame], side) for one in (shot, pasted, best)]
    return sheet([*three, heat(drawn[frame], apart, side)], ("camera", "swap", "ideal swap", "error"), 4, side)


def moment_words(shot: Any, pasted: Any, best: Any, drawn: Any, ideal: Any, frame: int) -> str:
    """The picture of `moment` in words."""
    apart = np.abs(np.asarray(drawn[frame], float) - ideal[frame]).mean(axis=2)
    size, face = len(apart), inner(len(apart))
    middle = size * 6 // 10
    halves = apart[:middle][face[:middle]].mean(), apart[middle:][face[middle:]].mean()
    return (
        f"Frame {frame} four times: camera, swap, ideal swap, and the error as red dots. It is {halves[0]:.0f} grey "
        f"levels in the upper part of the face and {halves[1]:.0f} in the lower."
    )


def painted(face: Any, cells: Any, side: int = 300) -> np.ndarray:
    """A face with the squares that somebody painted framed in blue.

    Args:
        face: (S, S, 3) uint8.
        cells: (R, R) bool.
    """
    page = Image.fromarray(enlarge(face, side))
    pen, cells = ImageDraw.Draw(page), np.asarray(cells, bool)
    step = side / len(cells)
    for row, column in np.argwhere(cells):
        left, top = column * step, row * step
        pen.rectangle((left + 1, top + 1, left + step - 2, top + step - 2), outline=(0, 80, 160), width=2)
        pen.line((left + 3, top + step - 4, left + step - 4, top + 3), fill=(0, 80, 160), width=1)
    return np.asarray(page)


def cloud(shares: Any, depths: Any, own: tuple[float, float] | None = None) -> Figure:
    """Depth of the fake's blink against the share of closed eyes: every stored training, their means, the learner's.

    Args:
        shares, depths: (N,) of the stored trainings.
        own: the learner's (share, depth), or None.
    """
    figure, ax = style.axes(7.2, 3.8, x="photographs with closed eyes (%)", y="depth of the fake's blink")
    shares, depths = 100 * np.asarray(shares, float), np.asarray(depths, float)
    known = np.unique(shares)
    at = np.searchsorted(known, shares).astype(float)
    order = [int((shares[:k] == shares[k]).sum()) for k in range(len(at))]  # which training of its share it is
    sideways = np.array([0.05 * (k % 5 - 2) for k in order])
    ax.plot(at + sideways, depths, "o", color=style.GREY, markersize=5, alpha=0.8, label="stored trainings")
    means = [depths[shares == one].mean() for one in known]
    ax.plot(range(len(known)), means, "-", color=style.BLUE, linewidth=2, label="their mean")
    ax.axhline(1, color=style.GREEN, linestyle="--", linewidth=1.5, label="as deep as the ideal swap")
    if own is not None:
        place = float(np.interp(100 * own[0], known, np.arange(len(known))))
        ax.plot([place], [own[1]], "*", color=style.ORANGE, markersize=17, label="yours")
    ax.set_xticks(range(len(known)), [f"{one:g}" for one in known])
    ax.set_ylim(min(-0.1, float(depths.min()) - 0.05), max(1.25, float(depths.max()) + 0.1))
    ax.legend(fontsize=style.FONT - 1, frameon=False, loc="lower right")
    return figure


def cloud_words(shares: Any, depths: Any, own: tuple[float, float] | None = None) -> str:
    """The figure of `cloud` in words."""
    shares, depths = np.asarray(shares, float), np.asarray(depths, float)
    told = ", ".join(f"{100 * one:g} %: {depths[shares == one].mean():.2f}" for one in np.unique(shares))
    said = (
        f"Depth of the fake's blink (1 is the ideal swap's) by share of closed eyes; means of the stored ones: {told}."
    )
    return said if own is None else f"{said} Yours, at {100 * own[0]:.0f} %: {own[1]:.2f}."


def frontier(shares: Any, without: Any, with_: Any) -> Figure:
    """Error on faces without glasses against error on faces with glasses, a marker for each share that was studied.

    Args:
        shares: (K,) of photographs with glasses.
        without, with_: (K,) grey levels in the eye box.
    """
    figure, ax = style.axes(6.4, 4.0, x="error without glasses (grey levels)", y="error with glasses (grey levels)")
    ax.plot(without, with_, "-", color=style.LIGHT, linewidth=2, zorder=1)
    for number, (share, x, y) in enumerate(zip(shares, without, with_, strict=True)):
        look: dict[str, Any] = {
            "color": style.COLOURS[number % len(style.COLOURS)],
            "marker": style.MARKERS[number % len(style.MARKERS)],
        }
        ax.plot([x], [y], markersize=10, linestyle="none", zorder=2, **look)
        beside = (9, 5) if number % 2 == 0 else (3, -19)  # neighbours may lie close together
        ax.annotate(f"{100 * share:g} %", (x, y), xytext=beside, textcoords="offset points", fontsize=style.FONT)
    ax.margins(0.18)
    return figure


def frontier_words(shares: Any, without: Any, with_: Any) -> str:
    """The figure of `frontier` in words."""
    told = "; ".join(
        f"{100 * share:g} % studied with glasses: {x:.1f} without, {y:.1f} with"
        for share, x, y in zip(shares, without, with_, strict=True)
    )
    return f"Error in the eye box in grey levels, without and with glasses. {told}."
