"""A wall of people, and the accused among them. Pixels in, pixels out: quick enough for an explorer.

Colour is never the only signal: whoever is accused has a frame and keeps his colours, everybody else is pale; a fake
has a triangle in its corner, a genuine picture has none.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image, ImageColor, ImageDraw, ImageFont

from ..drawing import style
from ..drawing.sheets import enlarge
from ..drawing.style import pixels
from .pairs import FAKE, REAL

_GAP = 2  # pixels between faces; a frame fills the half of it around its face, and the face's edge
_SMALL, _LARGE = 14, 42  # page pixels of a face in the wall, and of the accused alone
_PALE = 0.62  # of white in a face that is not accused
_COLOURS = tuple(np.array(ImageColor.getrgb(one), np.uint8) for one in style.CLASS_COLOURS)


def tiles(images: Any) -> np.ndarray:
    """Heads cut out of square photographs and made small: (N, S, S, 3) uint8 -> (N, 14, 14, 3)."""
    side = (_SMALL, _SMALL)
    return np.array([Image.fromarray(one).resize(side, Image.Resampling.BOX) for one in _heads(np.asarray(images))])


def some(labels: Any, caught: int, accused: int) -> np.ndarray:
    """So many fakes and so many genuine pictures, scattered over the wall; one more adds one and moves none, (N,) bool.

    Args:
        labels: (N,) 0 genuine, 1 fake.
        caught, accused: how many of each; more than there are is all.
    """
    truth = np.asarray(labels)
    order = np.random.default_rng(1).permutation(len(truth))
    chosen = np.zeros(len(truth), bool)
    for kind, many in ((FAKE, caught), (REAL, accused)):
        chosen[order[truth[order] == kind][:many]] = True
    return chosen


def wall(faces: np.ndarray, labels: Any, accused: Any, columns: int = 50) -> np.ndarray:
    """Everybody, row by row; the accused framed: (H, W, 3) uint8, for `dl.show` or `dl.explore`.

    Args:
        faces: (N, s, s, 3) uint8, from `tiles`.
        labels: (N,) 0 genuine, 1 fake.
        accused: (N,) bool.
        columns: faces a row.
    """
    truth, says = np.asarray(labels), np.asarray(accused, bool)
    side = faces.shape[1]
    cells = np.full((len(faces), side + _GAP, side + _GAP, 3), 255, np.uint8)
    pale = 255 * _PALE + (1 - _PALE) * faces
    cells[:, 1:-1, 1:-1] = np.where(says[:, None, None, None], faces, pale)
    edge = np.ones((side + _GAP, side + _GAP), bool)
    edge[2:-2, 2:-2] = False
    away = np.add.outer(np.arange(side + _GAP)[::-1], np.arange(side + _GAP)[::-1])  # from the lower right corner
    for kind, colour in enumerate(_COLOURS):
        cells[says & (truth == kind)] = np.where(edge[..., None], colour, cells[says & (truth == kind)])
    reach = max(side // 4, 7)
    for within, colour in ((reach + 2, np.full(3, 255, np.uint8)), (reach, _COLOURS[FAKE])):
        cells[truth == FAKE] = np.where((away < within)[..., None], colour, cells[truth == FAKE])
    rows = -(-len(faces) // columns)
    blank = np.full((rows * columns - len(faces), *cells.shape[1:]), 255, np.uint8)
    grid = np.concatenate([cells, blank]).reshape(rows, columns, *cells.shape[1:])
    return grid.swapaxes(1, 2).reshape(rows * cells.shape[1], columns * cells.shape[2], 3)


def wall_words(labels: Any, accused: Any) -> str:
    """What the wall shows, in numbers of people."""
    fakes = int((np.asarray(labels) == FAKE).sum())
    return (
        f"A wall of {len(labels):,} small faces, {fakes:,} of them fakes, marked with a triangle; who is accused is "
        f"framed. {accused_words(labels, accused)}"
    )


def accused_words(labels: Any, accused: Any) -> str:
    """How many of each kind are accused."""
    truth, says = np.asarray(labels), np.asarray(accused, bool)
    fakes, caught = int((truth == FAKE).sum()), int((says & (truth == FAKE)).sum())
    wrongly = int((says & (truth == REAL)).sum())
    return f"Accused: {caught:,} of {fakes:,} fakes and {wrongly:,} of {len(truth) - fakes:,} genuine people."


def pulled_out(photographs: Any, labels: Any, accused: Any, columns: int = 20) -> np.ndarray:
    """The accused alone, larger and in two groups, the fakes first: (H, W, 3) uint8.

    Args:
        photographs: (N, S, S, 3) uint8, those that the tiles were made of.
        labels, accused: as in `wall`, at least one accused.
        columns: faces a row.
    """
    truth, says = np.asarray(labels), np.asarray(accused, bool)
    large = np.array([enlarge(one, _LARGE) for one in _heads(np.asarray(photographs)[says])])
    parts, width = [], columns * (_LARGE + _GAP)
    for kind, name in ((FAKE, "fakes, caught"), (REAL, "genuine: they did nothing")):
        these = truth[says] == kind
        title = Image.new("RGB", (width, 24), "white")
        words = f"{these.sum():,} {name}"
        ImageDraw.Draw(title).text((2, 12), words, fill="black", anchor="lm", font=ImageFont.load_default(13))
        parts.append(np.asarray(title))
        if these.any():
            parts.append(wall(large[these], truth[says][these], np.ones(these.sum(), bool), columns))
    return np.concatenate(parts)


def stacked(*pictures: Any) -> np.ndarray:
    """Pictures (H, W, 3) uint8 and figures one below the other, in the middle of the page: (H, W, 3) uint8."""
    parts = [one if isinstance(one, np.ndarray) else pixels(one) for one in pictures]
    free = [max(part.shape[1] for part in parts) - part.shape[1] for part in parts]
    padded = [
        np.pad(part, ((0, 0), (more // 2, more - more // 2), (0, 0)), constant_values=255)
        for part, more in zip(parts, free, strict=True)
    ]
    return np.concatenate(padded)


def _heads(photographs: np.ndarray) -> np.ndarray:
    """Without a tenth at every side: at 14 pixels each one counts."""
    margin = photographs.shape[1] // 10
    return photographs[:, margin : photographs.shape[1] - margin, margin : photographs.shape[2] - margin]
