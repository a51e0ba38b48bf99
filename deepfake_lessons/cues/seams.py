"""Seams: is one part of the picture softer, or sharper, than a camera's picture is there?

Where brightness changes most, a sharp picture changes within a pixel, a blurred one over several: the second difference
is large or small against the first. That ratio is taken at the strongest edges (where both differences are large: the
soft folds of a curtain are none) in the inner face, in the ring around it (hair, the face's edge), and beyond; each is
compared with what drawn pictures have there. Where all three are far too soft, or far too sharp, it is the camera's
doing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .base import Array, CannotJudge, Evidence, meter
from .regions import Faces, faces, grey

ZONES = ("inner face", "ring around it", "beyond")
# Mean and deviation of the logarithm of the ratio on drawn actors; together they also say how the zones differ.
_USUAL, _DEVIATION = np.array([0.886, 0.545, 0.511]), np.array([0.091, 0.085, 0.087])
_USUALLY, _HOPELESS = 1.5, 2.0  # deviations that all zones share: so much is usual; beyond that there is no telling
_STRONG = 0.2  # share of a zone's pixels that are looked at: those with the strongest edges
_EYES = 22.0  # pixels between the eyes above which pictures are made smaller first
_FRAMES, _EVERY = 40, 0.25  # looked at, at the most; seconds between them


@meter("seams")
def measure(clip: Any) -> tuple[float, Evidence]:
    """How unusual the sharpest of inner face, ring and surroundings is, or the softest.

    Args:
        clip: with frames, and landmarks if known; one frame is enough.

    Returns:
        a `Cue`; the score is the largest of three distances from what is usual, in deviations.
    """
    seconds = len(clip.frames) / clip.fps
    found = faces(clip).some(max(1, min(_FRAMES, round(seconds / _EVERY))))
    rows = np.array([_ratios(found, place) for place in range(len(found.points))])
    known = np.isfinite(rows).any(axis=0)
    if not known[0] or not known[1:].any():
        raise CannotJudge("the face fills the picture, or nothing in it has an edge")
    ratios = np.array([np.nanmean(column) if ok else np.nan for column, ok in zip(rows.T, known, strict=True)])
    off = (ratios - _USUAL) / _DEVIATION
    whole = shared(off)
    if abs(whole) > _HOPELESS:
        looks = "noisy or sharpened" if whole > 0 else "soft"
        raise CannotJudge(f"the whole picture is {looks}, and would hide a seam")
    whole = float(np.sign(whole) * max(abs(whole) - _USUALLY, 0))
    worst = int(np.nanargmax(np.abs(off - whole)))
    said = [
        f"{name} {abs(value):.1f} deviations too {'sharp' if value > 0 else 'soft'}"
        for name, value in zip(ZONES, off, strict=True)
        if np.isfinite(value)
    ]
    place = int(np.nanargmin(np.abs(rows[:, worst] - ratios[worst])))
    columns = zip(ZONES, ((rows - _USUAL) / _DEVIATION).T, strict=True)
    curves = {f"{name} (deviations)": found.over_time(column) for name, column in columns}
    boxes = {"inner face": found.box(place, -0.72, 0.72, -0.4, 1.3), "ring": found.box(place, -1.58, 1.58, -1.4, 2.3)}
    words = f"Against what is usual there: {', '.join(said)}."
    if whole:
        words += f" The whole picture is {'sharp' if whole > 0 else 'soft'}, and {abs(whole):.1f} of it is forgiven."
    return float(abs(off[worst] - whole)), Evidence(words, int(found.numbers[place]), boxes, curves, found.source)


def shared(off: Array) -> float:
    """What all distances have in common: the smallest, if all lie on the same side of 0."""
    known = off[np.isfinite(off)]
    return float(known[np.argmin(np.abs(known))]) if (known > 0).all() or (known < 0).all() else 0.0


def _ratios(found: Faces, place: int) -> Array:
    """The logarithm of second over first differences in the three zones of one frame, (3,); NaN where too little is."""
    picture, points, middle = _cut(found, place)
    bright = np.log(grey(picture) + 20)  # in light as in shade
    inner = bright[1:-1, 1:-1]
    second = np.abs(4 * inner - bright[:-2, 1:-1] - bright[2:, 1:-1] - bright[1:-1, :-2] - bright[1:-1, 2:])
    first = np.hypot(bright[1:-1, 2:] - bright[1:-1, :-2], bright[2:, 1:-1] - bright[:-2, 1:-1]) / 2
    y, x = np.mgrid[1 : len(bright) - 1, 1 : bright.shape[1] - 1] + 0.5
    u, v = np.tensordot(np.linalg.inv(points), np.stack([x - middle[0], y - middle[1]]), 1)
    away = np.hypot(u / 0.72, (v - 0.45) / 0.85)
    out = np.full(3, np.nan)
    for number, zone in enumerate((away < 1, (away > 1.25) & (away < 2.2), away > 1.25)):
        steps = first[zone]
        if len(steps) < 50:
            continue
        edges = steps * second[zone]
        strong = edges >= np.quantile(edges, 1 - _STRONG)
        if float(steps[strong].mean()) > 0.004:  # less is nothing but rounding
            out[number] = np.log(second[zone][strong].sum() / steps[strong].sum())
    return out


def _cut(found: Faces, place: int) -> tuple[Array, Array, Array]:
    """The head and around: a picture with eyes at most `_EYES` apart; in its pixels the face's axes and origin."""
    points = found.points[place].astype(float)
    middle = points[:2].mean(axis=0)
    across, down = points[1] - points[0], points[3:5].mean(axis=0) - middle
    apart = float(np.hypot(*across))
    if abs(np.linalg.det(np.stack([across, down]))) < 1:
        raise CannotJudge("eyes and mouth lie on one line: these are no landmarks of a face")
    reach = 2.6 * apart
    high, wide = found.frames.shape[1:3]
    x0, x1 = (int(np.clip(middle[0] + side * reach, 0, wide)) for side in (-1, 1))
    y0, y1 = (int(np.clip(middle[1] + 0.6 * apart + side * reach, 0, high)) for side in (-1, 1))
    part = found.frames[found.numbers[place], y0:y1, x0:x1]
    fewer = max(1, int(np.ceil(apart / _EYES)))
    rows, columns = part.shape[0] // fewer, part.shape[1] // fewer
    if min(rows, columns) < 12:
        raise CannotJudge("too little of the picture is left around the face")
    blocks = part[: rows * fewer, : columns * fewer].reshape(rows, fewer, columns, fewer, 3)
    picture = np.ascontiguousarray(blocks.mean(axis=(1, 3), dtype=np.float32))  # sums must not depend on the layout
    return picture, np.stack([across, down], axis=1) / fewer, (middle - (x0, y0)) / fewer
