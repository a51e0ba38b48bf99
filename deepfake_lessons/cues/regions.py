"""Where the face is, and what its parts look like: places in the face's own measures, read from every frame.

A place is (u, v): the origin lies between the eyes, u = 1 is one distance of the eyes to the right of the picture, and
v = 1 the way down to the middle of the mouth. So a cheek is the same place in a face held askew, near or far.

Landmarks are the studio's where the clip knows them. Else a face finder looks at some of the frames (local binary
patterns, the cascade that comes with scikit-image), eyes and mouth are put where they are in most faces of that size,
and between those frames they move in straight lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from .base import Array, Box, CannotJudge

KNOWN, FOUND = "landmarks known to the studio", "landmarks of usual proportions in the boxes of a face finder"
LEAST_SEEN = 0.6  # share of frames that must show the face
LEAST_CONTRAST = 2.5  # grey levels of deviation over the face
_SIDE = 240  # pixels of the longer side of what the finder looks at
_LOOKS, _EVERY = 24, 0.4  # frames it looks at, at the most; seconds between two looks
# In a box of the finder, whose side is 1: eyes, nose, mouth corners, chin, measured on drawn actors.
_USUAL = np.array([(0.31, 0.41), (0.69, 0.41), (0.5, 0.68), (0.32, 0.8), (0.68, 0.8), (0.5, 1.08)], np.float32)
_BLOCK = 2**20  # points read at once


@dataclass(frozen=True, eq=False)
class Faces:
    """The face in every frame.

    Attributes:
        frames: (T, H, W, 3) uint8, as in the clip.
        points: (T, 6, 2) float32 landmarks in pixels, x right and y down.
        seen: (T,) bool, whether the whole face is in the picture.
        source: how it was found, in words.
        numbers: which frames these are, (T,) int, where not all.
    """

    frames: Array
    points: Array
    seen: Array
    source: str
    numbers: Array | None = None

    @property
    def eyes(self) -> Array:
        """Distance of the eyes in pixels, (T,)."""
        return np.hypot(*(self.points[:, 1] - self.points[:, 0]).T)

    @property
    def turned(self) -> Array:
        """How far the nose stands beside the middle of the eyes, in distances of the eyes; (T,): the head's turning."""
        middle = self.points[:, :2].mean(axis=1)
        across = self.points[:, 1] - self.points[:, 0]
        return ((self.points[:, 2] - middle) * across).sum(axis=1) / np.maximum((across**2).sum(axis=1), 1e-6)

    @property
    def nodded(self) -> Array:
        """How far the nose stands below the eyes, as a share of the way to the mouth, (T,): the head's nodding."""
        middle = self.points[:, :2].mean(axis=1)
        down = self.points[:, 3:5].mean(axis=1) - middle
        return ((self.points[:, 2] - middle) * down).sum(axis=1) / np.maximum((down**2).sum(axis=1), 1e-6)

    def places(self, u: Array, v: Array) -> Array:
        """Pixels (T, P, 2) of places (P,) of the face."""
        middle = self.points[:, :2].mean(axis=1)
        across = self.points[:, 1] - self.points[:, 0]
        down = self.points[:, 3:5].mean(axis=1) - middle
        return middle[:, None] + across[:, None] * u[:, None] + down[:, None] * v[:, None]

    def patch(self, left: float, right: float, top: float, bottom: float, n: int = 5) -> Array:
        """Colours (T, n * n, 3) float32 of a rectangle of places."""
        u, v = np.meshgrid(np.linspace(left, right, n), np.linspace(top, bottom, n))
        return self.read(self.places(u.ravel(), v.ravel()))

    def around(self, landmark: int, left: float, right: float, top: float, bottom: float, n: int, m: int) -> Array:
        """Colours (T, n * m, 3) of a rectangle about a landmark, n wide, m high, upright with the eyes, measured in
        distances of the eyes."""
        return self.read(self.beside(self.points[:, landmark], left, right, top, bottom, n, m))

    def beside(
        self, origin: Array, left: float, right: float, top: float, bottom: float, n: int, m: int
    ) -> Array:
        """Pixels (T, n * m, 2) of a rectangle about a point (T, 2) of each frame; see `around`."""
        across = self.points[:, 1] - self.points[:, 0]
        down = np.stack([-across[:, 1], across[:, 0]], axis=1)
        u, v = (one.ravel() for one in np.meshgrid(np.linspace(left, right, n), np.linspace(top, bottom, m)))
        return origin[:, None] + across[:, None] * u[:, None] + down[:, None] * v[:, None]

    def read(self, pixels: Array) -> Array:
        """Colours (T, P, 3) float32 between the pixels at points (T, P, 2); beyond the edge it repeats."""
        count, many = pixels.shape[:2]
        out = np.empty((count, many, 3), np.float32)
        high, wide = self.frames.shape[1:3]
        step = max(1, _BLOCK // max(many, 1))
        for first in range(0, count, step):
            part = slice(first, first + step)
            x = np.clip(np.nan_to_num(pixels[part, :, 0]) - 0.5, 0, wide - 1)
            y = np.clip(np.nan_to_num(pixels[part, :, 1]) - 0.5, 0, high - 1)
            left, top = x.astype(np.intp), y.astype(np.intp)
            right, low = np.minimum(left + 1, wide - 1), np.minimum(top + 1, high - 1)
            fx, fy = (x - left).astype(np.float32)[..., None], (y - top).astype(np.float32)[..., None]
            t = np.arange(first, first + len(x)) if self.numbers is None else self.numbers[part]
            t = t[:, None]
            upper = self.frames[t, top, left] * (1 - fx) + self.frames[t, top, right] * fx
            lower = self.frames[t, low, left] * (1 - fx) + self.frames[t, low, right] * fx
            out[part] = upper * (1 - fy) + lower * fy
        return out

    def box(self, place: int, left: float, right: float, top: float, bottom: float) -> Box:
        """The rectangle of pixels of one frame that holds a rectangle of places."""
        u, v = np.array([left, right, left, right]), np.array([top, top, bottom, bottom])
        corners = self.places(u, v)[place]
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)


def grey(colours: Array) -> Array:
    """Brightness of colours (..., 3), 0 ... 255."""
    return colours @ np.array([0.299, 0.587, 0.114], np.float32)


def faces(clip: Any) -> Faces:
    """Find the face in every frame of a clip.

    Raises:
        CannotJudge: there is none, it is too small, or it is out of the picture most of the time.
        ValueError: landmarks of another shape than (T, 6, 2).
    """
    frames, given = clip.frames, getattr(clip, "landmarks", None)
    if not frames.size:
        raise CannotJudge("the clip has no frames")
    if given is not None:
        points = np.asarray(given, np.float32)
        if points.shape != (len(frames), 6, 2):
            raise ValueError(f"landmarks have shape {points.shape}: ({len(frames)}, 6, 2) is wanted, or None")
        source = KNOWN
    else:
        points, source = _found(frames, float(clip.fps)), FOUND
    high, wide = frames.shape[1:3]
    with np.errstate(invalid="ignore"):
        inside = (points >= 0).all(axis=(1, 2)) & (points[..., 0] <= wide).all(axis=1)
        inside &= (points[..., 1] <= high).all(axis=1)
    if inside.mean() < LEAST_SEEN:
        share = f"{100 * inside.mean():.0f} % of the frames show a whole face"
        raise CannotJudge(share if inside.any() else "no face is in the picture")
    known = np.flatnonzero(inside)
    filled = points.copy()
    for landmark in range(6):  # where it is out of the picture it is taken to be where it was last, or will be next
        for axis in range(2):
            filled[:, landmark, axis] = np.interp(np.arange(len(points)), known, points[known, landmark, axis])
    found = Faces(frames, filled, inside, source)
    if float(np.median(found.eyes)) < 5:
        raise CannotJudge(f"the eyes are only {np.median(found.eyes):.1f} pixels apart, and 5 or more are wanted")
    if float(np.median(grey(found.patch(-0.7, 0.7, -0.3, 1.3, 9)).std(axis=1))) < LEAST_CONTRAST:
        raise CannotJudge("the face has no light and shade to measure: it is black, white, or one flat colour")
    return found


@lru_cache(maxsize=1)
def _cascade() -> Any:
    from skimage.data import lbp_frontal_face_cascade_filename
    from skimage.feature import Cascade

    return Cascade(lbp_frontal_face_cascade_filename())


def _found(frames: Array, fps: float) -> Array:
    """Landmarks (T, 6, 2) by the face finder; NaN before the first and after the last frame in which it found one."""
    count = len(frames)
    looks = min(_LOOKS, max(1, round(count / fps / _EVERY) + 1), count)
    times = np.unique(np.linspace(0, count - 1, looks).round().astype(int))
    boxes = [_look(frames[place]) for place in times]
    known = [number for number, box in enumerate(boxes) if box is not None]
    points = np.full((count, 6, 2), np.nan, np.float32)
    if len(known) < max(1, LEAST_SEEN * len(times)):
        return points
    rows = np.array([boxes[number] for number in known], float)
    when = times[known]
    usual = np.median(rows, axis=0)
    fits = np.abs(np.log(rows[:, 2] / usual[2])) < 0.35  # a box of quite another size is no face, or another's
    rows, when = rows[fits], when[fits]
    inside = slice(0, count) if len(when) >= 0.8 * len(times) else slice(when[0], when[-1] + 1)
    places = np.arange(count)[inside]
    box = np.stack([np.interp(places, when, column) for column in rows.T], axis=1)
    points[inside] = box[:, None, :2] + _USUAL * box[:, None, 2:]
    return points


def _look(picture: Array) -> tuple[float, float, float] | None:
    """The largest face in one picture: (left, top, side) in its pixels, or None."""
    high, wide = picture.shape[:2]
    fewer = max(1, -(-max(high, wide) // (2 * _SIDE)))
    small = picture[::fewer, ::fewer]
    more = max(1, round(_SIDE / max(small.shape[:2])))
    large = np.ascontiguousarray(small.repeat(more, axis=0).repeat(more, axis=1)) if more > 1 else small
    side = min(large.shape[:2])
    if side < 24 or int(large.max()) - int(large.min()) < 8:
        return None
    least = max(24, round(0.22 * side))
    boxes = _cascade().detect_multi_scale(
        img=np.ascontiguousarray(large), scale_factor=1.15, step_ratio=1.5, min_size=(least, least),
        max_size=(side, side),
    )  # fmt: skip
    if not boxes:
        return None
    best = max(boxes, key=lambda one: one["width"])
    scale = fewer / more
    return best["c"] * scale, best["r"] * scale, best["width"] * scale
