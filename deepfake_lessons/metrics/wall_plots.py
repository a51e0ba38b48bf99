"""A wall of people, and the accused among them. Pixels in, pixels out: quick enough for an explorer.

Colour is never the only signal: whoever is accused has a frame and keeps his colours, everybody else is pale; a fake
has a triangle in its corner, a genuine picture has none.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ..drawing import style
from ..drawing.sheets import enlarge
from ..drawing.style import pixels
from .pairs import FAKE, REAL

COLUMNS = 50
_GAP = 2  # pixels between faces; a frame fills the half of it around its face, and the face's edge
_PALE = 0.62  # of white in a face that is not accused
_WHITE = np.array([255, 255, 255], np.uint8)
_COLOURS = tuple(np.array([int(one[k : k + 2], 16) for k in (1, 3, 5)], np.uint8) for one in style.CLASS_COLOURS)


def tiles(images: Any, side: int = 14) -> np.ndarray:
    """Heads cut out of photographs and made small: (N, S, S, 3) uint8 -> (N, side, side, 3).

    Args:
        images: square photographs, the head in the middle.
        side: pixels of a tile, 8 to 64.

    Raises:
        ValueError: no such photographs, or another side.
    """
    photographs = np.asarray(images)
    if photographs.ndim != 4 or photographs.shape[1] != photographs.shape[2] or photographs.shape[3] != 3:
        raise ValueError(f"photographs of shape {photographs.shape}: (N, S, S, 3) is wanted")
    if not 8 <= side <= 64:
        raise ValueError(f"side={side}: 8 to 64 pixels are wanted")
    heads = [Image.fromarray(one).resize((side, side), Image.Resampling.BOX) for one in _heads(photographs)]
    return np.array([np.asarray(head) for head in heads])


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


def wall(faces: np.ndarray, labels: Any, accused: Any, columns: int = COLUMNS) -> np.ndarray:
    """Everybody, row by row; the accused framed.

    Args:
        faces: (N, s, s, 3) uint8, from `tiles`.
        labels: (N,) 0 genuine, 1 fake.
        accused: (N,) bool.
        columns: faces a row.

    Returns:
        (H, W, 3) uint8, for `dl.show` or `dl.explore`.

    Raises:
        ValueError: other lengths.
    """
    truth, says = np.asarray(labels), np.asarray(accused, bool)
    if not len(faces) == len(truth) == len(says):
        raise ValueError(f"{len(faces)} faces, {len(truth)} labels, {len(says)} answers: as many of each are wanted")
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
    for within, colour in ((reach + 2, _WHITE), (reach, _COLOURS[FAKE])):
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


def pulled_out(photographs: Any, labels: Any, accused: Any, side: int = 42, columns: int = 20) -> np.ndarray:
    """The accused alone, larger and in two groups: the fakes first.

    Args:
        photographs: (N, S, S, 3) uint8, those that the tiles were made of.
        labels, accused: as in `wall`, at least one accused.
        side: page pixels of a face.
        columns: faces a row.

    Returns:
        (H, W, 3) uint8
    """
    truth, says = np.asarray(labels), np.asarray(accused, bool)
    large = np.array([enlarge(one, side) for one in _heads(np.asarray(photographs)[says])])
    parts, width = [], columns * (side + _GAP)
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
    """Pictures and figures one below the other, in the middle of the page: (H, W, 3) uint8.

    Args:
        pictures: arrays (H, W, 3) uint8, or matplotlib figures.
    """
    parts = [one if isinstance(one, np.ndarray) else pixels(one) for one in pictures]
    wide = max(part.shape[1] for part in parts)
    padded = []
    for part in parts:
        free = wide - part.shape[1]
        sides = (free // 2, free - free // 2)
        padded.append(np.pad(part, ((0, 0), sides, (0, 0)), constant_values=255))
    return np.concatenate(padded)


def _heads(photographs: np.ndarray) -> np.ndarray:
    """Without a tenth at every side: at 14 pixels each one counts."""
    margin = photographs.shape[1] // 10
    return photographs[:, margin : photographs.shape[1] - margin, margin : photographs.shape[2] - margin]
