"""Pictures of lesson 05: made faces in rows that belong together, each row under a line of words.

Faces (N, S, S, 3) uint8 in, one page (H, W, 3) uint8 out, for `dl.show`; every picture has its words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ..drawing.sheets import sheet

_LINE, _FONT = 24, 14  # page pixels: of a line of words, and of its letters
_APART = 10  # page pixels between one row and the words of the next
_GAP = 6  # page pixels between neighbours in a sheet


def rows(made: Mapping[str, Any], side: int = 70) -> np.ndarray:
    """Rows that belong together, such as noise, yours and ours; each under its title, its cost included.

    Args:
        made: title -> (N, S, S, 3) uint8, N alike.
        side: page pixels of a face.

    Raises:
        ValueError: no rows, or rows of different lengths.
    """
    _check_rows(made)
    return _page([(title, sheet(faces, columns=len(faces), side=side)) for title, faces in made.items()])


def rows_words(made: Mapping[str, Any], seen: Sequence[str] = ()) -> str:
    """The picture of `rows` in words.

    Args:
        made: as there.
        seen: none, or for each row what a sighted reader notices.

    Raises:
        ValueError: another number of texts than rows.
    """
    count = _check_rows(made)
    if seen and len(seen) != len(made):
        raise ValueError(f"{len(seen)} texts for {len(made)} rows: one for each is wanted, or none")
    told = [f"{title}{f' ({seen[number]})' if seen else ''}" for number, title in enumerate(made)]
    return f"{len(made)} rows of {count} faces, from above: {'; '.join(told)}."


def checkpoints(found: Sequence[Any], count: int = 10, side: int = 70) -> np.ndarray:
    """The same faces at each checkpoint, a row each, with the quality distance and its interval.

    Args:
        found: `faces.live.Checkpoint`s, or anything with step, seconds, faces (N, S, S, 3) and distance (or None).
        count: faces shown of each, the first ones.
        side: page pixels of a face.
    """
    return rows({_told(one): one.faces[:count] for one in found}, side)


def checkpoints_words(found: Sequence[Any], count: int = 10) -> str:
    """The picture of `checkpoints` in words."""
    return f"The same faces from row to row. {rows_words({_told(one): one.faces[:count] for one in found})}"


def walk(walked: Any, side: int = 96) -> np.ndarray:
    """Faces on the way from one set of latents to another; below, to compare, the two ends cross-faded.

    Args:
        walked: (N, S, S, 3) uint8, N at least 2, in the order of the way.
        side: page pixels of a face.

    Raises:
        ValueError: fewer than two faces.
    """
    walked = np.asarray(walked)
    if len(walked) < 2:
        raise ValueError(f"{len(walked)} faces are no walk: give two or more")
    share = np.linspace(0, 1, len(walked))[:, None, None, None]
    faded = np.rint((1 - share) * walked[0] + share * walked[-1]).astype(np.uint8)
    return rows({"A walk through the latents": walked, "Two pictures cross-faded": faded}, side)


def walk_words(walked: Any) -> str:
    """The picture of `walk` in words."""
    return (
        f"Two rows of {len(walked)}. Above: one face turns into another, and each one between is a whole person. "
        "Below: the first picture fades into the last; in between two people are seen at once."
    )


TITLES = ("with", "without", "a third person", "third + with - without")


def arithmetic(four: Any, titles: Sequence[str] = TITLES, side: int = 140) -> np.ndarray:
    """Latent arithmetic as one line that can be read: c + a - b = d, with the signs between the faces.

    Args:
        four: (4, S, S, 3) uint8: a with, b without, c a third person, d the result.
        titles: a text for each, in the same order.
        side: page pixels of a face.

    Raises:
        ValueError: another number of faces or titles.
    """
    if len(four) != 4 or len(titles) != 4:
        raise ValueError(f"{len(four)} faces and {len(titles)} titles: latent arithmetic wants four of each")
    room = 34  # page pixels for a sign
    tiles = [Image.fromarray(sheet(four[k : k + 1], [titles[k]], side=side)) for k in (2, 0, 1, 3)]
    page = Image.new("RGB", (4 * side + 3 * room, tiles[0].height), "white")
    pen = ImageDraw.Draw(page)
    for place, (tile, sign) in enumerate(zip(tiles, ("", "+", "-", "="), strict=True)):
        page.paste(tile, (place * (side + room), 0))
        _sign(pen, sign, place * (side + room) - room // 2, tile.height - side // 2)
    return np.asarray(page)


def arithmetic_words(titles: Sequence[str] = TITLES) -> str:
    """The picture of `arithmetic` in words."""
    a, b, c, d = titles
    return f"Four faces in one line with signs between them: {c}, plus {a}, minus {b}, equals {d}."


def directions(strips: Mapping[str, Any], amounts: Sequence[float], side: int = 84) -> np.ndarray:
    """One person moved along directions, a row each: from minus at the left to plus at the right.

    Args:
        strips: name of the direction -> (N, S, S, 3) uint8, one for each amount.
        amounts: (N,) how far along, rising; 0 is the person unchanged.
        side: page pixels of a face.

    Raises:
        ValueError: no strips, or one with another number of faces than amounts.
    """
    count = _check_rows(strips)
    if count != len(amounts):
        raise ValueError(f"{count} faces a row and {len(amounts)} amounts: one amount for each face is wanted")
    page = _page([(name, sheet(faces, columns=count, side=side)) for name, faces in strips.items()])
    head = Image.new("RGB", (page.shape[1], _LINE), "white")
    pen = ImageDraw.Draw(head)
    for place, amount in enumerate(amounts):
        x = place * (side + _GAP) + side // 2
        pen.text((x, _LINE // 2), f"{amount:+g}" if amount else "as it was", "black", _font(), anchor="mm")
    return np.concatenate([np.asarray(head), page])


def directions_words(strips: Mapping[str, Any], amounts: Sequence[float]) -> str:
    """The picture of `directions` in words."""
    return (
        f"{len(strips)} rows of the same person, moved along a direction from {min(amounts):+g} at the left to "
        f"{max(amounts):+g} at the right: {', '.join(strips)}."
    )


def beside_nearest(faces: Any, photographs: Any, apart: Sequence[float], side: int = 100) -> np.ndarray:
    """Made faces, and under each the photograph that is nearest to it.

    Args:
        faces: (N, S, S, 3) uint8.
        photographs: (N, S, S, 3) uint8: the nearest one of each face.
        apart: (N,) grey levels between the two, as `faces.quality.nearest` gives them.
        side: page pixels of a face.

    Raises:
        ValueError: not as many photographs or distances as faces.
    """
    if not len(faces) == len(photographs) == len(apart):
        raise ValueError(f"{len(faces)} faces, {len(photographs)} photographs, {len(apart)} distances: give as many")
    told = [f"{levels:.0f} levels off" for levels in apart]
    return _page(
        [
            ("Made: nobody", sheet(faces, columns=len(faces), side=side)),
            ("The nearest photograph", sheet(photographs, told, columns=len(faces), side=side)),
        ]
    )


def beside_nearest_words(apart: Sequence[float]) -> str:
    """The picture of `beside_nearest` in words."""
    return (
        f"Two rows of {len(apart)}: above made faces, below the photograph nearest to each, "
        f"{min(apart):.0f} to {max(apart):.0f} grey levels off."
    )


# ---------------------------------------------------------------------- the page


def _check_rows(made: Mapping[str, Any]) -> int:
    """How many faces a row holds."""
    counts = {len(faces) for faces in made.values()}
    if len(counts) != 1 or counts == {0}:
        told = ", ".join(f"{title!r} {len(faces)}" for title, faces in made.items())
        raise ValueError(f"rows of faces must be equally long and not empty; got {told or 'no rows'}")
    return counts.pop()


def _told(checkpoint: Any) -> str:
    distance = f": quality distance {checkpoint.distance}" if checkpoint.distance is not None else ""
    return f"step {checkpoint.step:,}, {checkpoint.seconds:.0f} s{distance}"


def _font(size: int = _FONT) -> Any:
    return ImageFont.load_default(size)


def _page(blocks: Sequence[tuple[str, np.ndarray]]) -> np.ndarray:
    """Pictures below each other, on white, each under a line of words; as wide as the words need."""
    width = max(max(pixels.shape[1] for _, pixels in blocks), *(int(_font().getlength(told)) + 2 for told, _ in blocks))
    height = sum(_LINE + pixels.shape[0] for _, pixels in blocks) + _APART * (len(blocks) - 1)
    page, y = Image.new("RGB", (width, height), "white"), 0
    pen = ImageDraw.Draw(page)
    for told, pixels in blocks:
        pen.text((0, y + _LINE // 2), told, "black", _font(), anchor="lm")
        page.paste(Image.fromarray(pixels), (0, y + _LINE))
        y += _LINE + pixels.shape[0] + _APART
    return np.asarray(page)


def _sign(pen: ImageDraw.ImageDraw, sign: str, x: int, y: int) -> None:
    """A sign of bars, broad enough to be seen between two faces."""
    bars = {"+": [0], "-": [0], "=": [-4, 4]}.get(sign, [])
    for down in bars:
        pen.rectangle((x - 9, y + down - 1, x + 8, y + down + 1), fill="black")
    if sign == "+":
        pen.rectangle((x - 2, y - 9, x, y + 8), fill="black")
