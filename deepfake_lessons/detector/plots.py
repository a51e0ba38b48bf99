"""Pictures of lesson 08: fakes beside their photographs, a detector at work, where it looks, detectors side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageColor, ImageDraw, ImageFont

from ..drawing import style
from ..drawing.heat import dotted
from ..drawing.sheets import enlarge
from ..metrics.pairs import Pair, Rate

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ROOM, _LINE, _FONT = 96, 22, 14  # page pixels: words before a row, a line of words, letters
_SEEN = {
    "swap": ", the face softer than the hair",
    "seam": ", the face or all around it blurred or too sharp",
    "shadow": ", the face lit from the other side",
    "light": ", the face in another light than the hair",
}
_GENUINE, _FAKE = (ImageColor.getrgb(one) for one in style.CLASS_COLOURS)


# ---------------------------------------------------------------------- fakes beside their photographs


def beside(rows: Mapping[str, tuple[Any, Any]], side: int = 76) -> np.ndarray:
    """For each method a row of photographs and, below, what was made of them.

    Args:
        rows: method -> (photographs, fakes), each (N, S, S, 3) uint8; photographs None where there are none.
        side: page pixels of a face.
    """
    strips: list[tuple[str, Any, bool]] = []
    for name, (photographs, fakes) in rows.items():
        strips += [(f"{name}, before", photographs, False)] if photographs is not None else []
        strips.append((name, fakes, True))
    count = max(len(faces) for _, faces, _ in strips)
    page = Image.new("RGB", (_ROOM + 24 + count * (side + 4), len(strips) * (side + 6)), "white")
    pen = ImageDraw.Draw(page)
    for line, (words, faces, fake) in enumerate(strips):
        top = line * (side + 6)
        _write(pen, 4, top + side // 2 - 8, words)
        for place, face in enumerate(faces):
            left = _ROOM + 24 + place * (side + 4)
            page.paste(Image.fromarray(enlarge(face, side)), (left, top))
            if fake:
                right, low = left + side, top + side
                pen.polygon([(right, low), (right - 13, low), (right, low - 13)], fill=_FAKE)
    return np.asarray(page)


def beside_words(rows: Mapping[str, tuple[Any, Any]]) -> str:
    """The picture of `beside` in words."""
    told = []
    for name, (photographs, fakes) in rows.items():
        many = len(fakes)
        told.append(
            f"{name}: {many} photographs and below what was made of them{_SEEN.get(name, '')}"
            if photographs is not None
            else f"{name}: {many} faces of nobody"
        )
    return f"Rows of faces; fakes carry a triangle in the corner. {'; '.join(told)}."


# ---------------------------------------------------------------------- a detector at work


def at_work(
    found: Pair, checks: Sequence[int], right: Sequence[float], steps: int, seen: Mapping[str, tuple[Any, Any, float]]
) -> Image.Image:
    """The four counts of the mock exam, its curve so far, and some fakes with the network's heat on them.

    Args:
        found: caught and accused at the last mock exam.
        checks, right: steps of the mock exams so far, and the shares of right answers.
        steps: of the whole training.
        seen: method -> (face (S, S, 3) uint8, heat (S, S), probability of fake).
    """
    page = Image.new("RGB", (820, 330), "white")
    pen = ImageDraw.Draw(page)
    _counts(pen, found, 8, 8)
    _curve(pen, checks, right, steps, 330, 8)
    for place, (name, (face, heat, said)) in enumerate(seen.items()):
        left = 8 + place * 162
        page.paste(Image.fromarray(dotted(face, heat, float(np.max(heat)) or 1.0, 128)), (left, 178))
        verdict = "fake" if said > 0.5 else "genuine"
        _write(pen, left, 308, f"{name}: {verdict} ({said:.2f})")
    return page


def at_work_words(found: Pair, step: int, seen: Mapping[str, tuple[Any, Any, float]]) -> str:
    """The picture of `at_work` in words."""
    k, n = found.caught.k, found.caught.n
    told = "; ".join(f"{name} {said:.2f}" for name, (_, _, said) in seen.items())
    return (
        f"Mock exam after step {step:,}: of {n} fakes {k} called fake and {n - k} missed; of {found.accused.n} genuine "
        f"pictures {found.accused.k} accused and {found.accused.n - found.accused.k} believed. Below, with dots where "
        f"the network looks, five fakes and their scores: {told}."
    )


def _counts(pen: ImageDraw.ImageDraw, found: Pair, left: int, top: int) -> None:
    """Confusion matrix: rows are what a picture is, columns what was said of it."""
    wide, high = 98, 54
    for column, words in enumerate(('"genuine"', '"fake"')):
        _write(pen, left + 84 + column * wide + 12, top, words)
    rows = (("genuine", found.accused.n - found.accused.k, found.accused.k),
            ("fake", found.caught.n - found.caught.k, found.caught.k))  # fmt: skip
    for line, (words, *counts) in enumerate(rows):
        y = top + _LINE + line * high
        _write(pen, left, y + 18, words)
        for column, count in enumerate(counts):
            x, well = left + 84 + column * wide, line == column
            share = count / max(1, sum(counts))
            colour = _GENUINE if well else _FAKE
            fill = tuple(round(255 - 0.55 * share * (255 - part)) for part in colour)
            pen.rectangle((x, y, x + wide - 6, y + high - 6), fill=fill, outline=colour, width=3 if well else 1)
            _write(pen, x + 10, y + 6, f"{count}", 18)
            _write(pen, x + 10, y + 28, "right" if well else "wrong", 12)
    _write(pen, left + 84, top + _LINE + 2 * high, "rows: what it is; columns: what is said", 12)


def _curve(
    pen: ImageDraw.ImageDraw, checks: Sequence[int], right: Sequence[float], steps: int, left: int, top: int
) -> None:
    wide, high, low = 440, 124, 0.4
    x0, y0 = left + 44, top + _LINE

    def at(step: float, share: float) -> tuple[float, float]:
        return x0 + wide * step / steps, y0 + high * (1 - (max(share, low) - low) / (1 - low))

    _write(pen, left, top, "right on the mock exam (%)")
    for level in (0.5, 0.75, 0.95):
        y = at(0, level)[1]
        pen.line((x0, y, x0 + wide, y), fill=(200, 200, 200))
        _write(pen, left + 14, round(y) - 8, f"{100 * level:.0f}", 12)
    points = [at(step, share) for step, share in zip(checks, right, strict=True)]
    if len(points) > 1:
        pen.line(points, fill=_GENUINE, width=2)
    for x, y in points:
        pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=_GENUINE)
    if points:
        x, y = points[-1]
        _write(pen, round(min(x + 6, x0 + wide - 40)), round(y) - 20, f"{100 * right[-1]:.0f}", 14)


def _write(pen: ImageDraw.ImageDraw, x: int, y: int, words: str, size: int = _FONT) -> None:
    pen.text((x, y), words, fill="black", font=ImageFont.load_default(size))


# ---------------------------------------------------------------------- where it looks


def looks(faces: Any, heats: Mapping[str, Any], titles: Sequence[str], side: int = 132) -> np.ndarray:
    """Faces in a row; below them one row of heat for each way of looking. Dots grow and darken with the heat.

    Args:
        faces: (N, S, S, 3) uint8.
        heats: name of the way -> N maps (S, S); what is below 0 is left out. Each map has its own scale.
        titles: N.
        side: page pixels of a face.
    """
    names = ("the picture", *heats)
    room = 10 + round(max(ImageFont.load_default(13).getlength(words) for words in names))
    page = Image.new("RGB", (room + len(faces) * (side + 6), _LINE + len(names) * (side + 6)), "white")
    pen = ImageDraw.Draw(page)
    for place, (face, title) in enumerate(zip(faces, titles, strict=True)):
        left = room + place * (side + 6)
        _write(pen, left, 2, title)
        page.paste(Image.fromarray(enlarge(face, side)), (left, _LINE))
        for line, maps in enumerate(heats.values()):
            heat = np.maximum(np.asarray(maps[place], float), 0)
            dots = dotted(face, heat, float(heat.max()) or 1.0, side)
            page.paste(Image.fromarray(dots), (left, _LINE + (line + 1) * (side + 6)))
    for line, words in enumerate(names):
        _write(pen, 2, _LINE + line * (side + 6) + side // 2 - 8, words, 13)
    return np.asarray(page)


def looks_words(heats: Mapping[str, Any], titles: Sequence[str]) -> str:
    """Where each map is hottest, in words."""
    told = []
    for name, maps in heats.items():
        yes_or_no = np.asarray(maps[0]).dtype == bool
        places = [f"{_where(heat)} of {title}" for title, heat in zip(titles, maps, strict=True)]
        told.append(f"{name}: {'around' if yes_or_no else 'hottest at'} the {', the '.join(places)}")
    many = "One fake" if len(titles) == 1 else f"{len(titles)} fakes"
    return f"{many} with dots of heat; {'; '.join(told)}."


def _where(heat: Any) -> str:
    values = np.asarray(heat, float)
    if np.asarray(heat).dtype == bool and values.any():
        row, column = (int(places.mean()) for places in np.nonzero(values))
    else:
        row, column = (int(place) for place in np.unravel_index(int(values.argmax()), values.shape))
    vertical = ("top", "middle", "bottom")[min(2, int(3 * row / len(values)))]
    across = ("left", "centre", "right")[min(2, int(3 * column / values.shape[1]))]
    return f"{vertical} {across}"


# ---------------------------------------------------------------------- detectors side by side


def side_by_side(found: Mapping[str, Mapping[str, Rate]]) -> Figure:
    """For each detector, one line of marks: of fakes of each method and of genuine pictures, how many it calls fake.

    Args:
        found: detector -> (column -> share); the same columns for all.
    """
    columns = list(next(iter(found.values())))
    figure = style.figure(8.4, 0.8 + 0.42 * len(columns))
    ax = figure.subplots()
    figure.subplots_adjust(left=0.16, right=0.72, bottom=0.55 / figure.get_figheight(), top=0.97)
    for number, (name, rates) in enumerate(found.items()):
        look: dict[str, Any] = {"color": style.COLOURS[number % 6], "marker": style.MARKERS[number % 6]}
        shift = (number - (len(found) - 1) / 2) * 0.13
        for place, column in enumerate(columns):
            rate, y = rates[column], place + shift
            ax.plot([100 * rate.low, 100 * rate.high], [y, y], color=look["color"], linewidth=1.4)
            ax.plot(100 * rate.share, y, markersize=6, linestyle="", label=name if not place else None, **look)
    style.tidy(ax, x="%")
    ax.set_yticks(range(len(columns)), columns, fontsize=style.FONT - 1)
    ax.set_ylim(len(columns) - 0.5, -0.5)
    ax.set_xlim(-2, 102)
    ax.legend(fontsize=style.FONT - 1, frameon=False, loc="center left", bbox_to_anchor=(1.01, 0.5))
    return figure


def side_by_side_words(found: Mapping[str, Mapping[str, Rate]]) -> str:
    """Every mark as a number."""
    told = [
        f"{name}: " + ", ".join(f"{column} {100 * rate.share:.0f} %" for column, rate in rates.items())
        for name, rates in found.items()
    ]
    return f"Shares with their intervals. {'; '.join(told)}."
