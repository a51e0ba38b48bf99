"""Where the face is, and what its parts look like: places in the face's own measures, read from every frame.

A place is (u, v): the origin lies between the eyes, u = 1 is one distance of the eyes to the right of the picture, and
v = 1 the way down to the middle of the mouth. So a cheek is the same place in a face held askew, near or far.

Landmarks are the studio's where the clip knows them, else those of a face finder (`finding`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .base import Array, Box, CannotJudge
from .finding import find

KNOWN, FOUND = "landmarks known to the studio", "landmarks of usual proportions in the boxes of a face finder"
LEAST_SEEN = 0.6  # share of frames that must show the face
LEAST_CONTRAST = 2.5  # grey levels of deviation over the face
_FLAT = 0.05  # of the square of the eyes' distance: eyes and mouth that span less than this are no face
_BLOCK = 2**17  # points read at once


@dataclass(frozen=True, eq=False)
class Faces:
    """The face in every frame.

    Attributes:
        frames: uint8, all of the clip.
        points: (T, 6, 2) float32 landmarks in pixels, x right and y down.
        seen: (T,) bool, whether the whole face is in the picture.
        source: how it was found, in words.
        numbers: which of the clip's frames these are, (T,) int.
    """

    frames: Array
    points: Array
    seen: Array
    source: str
    numbers: Array

    def some(self, most: int) -> Faces:
        """At most so many frames, evenly, of those that show the face."""
        seen = np.flatnonzero(self.seen)
        chosen = seen[np.unique(np.linspace(0, len(seen) - 1, min(most, len(seen))).round().astype(int))]
        return Faces(self.frames, self.points[chosen], self.seen[chosen], self.source, self.numbers[chosen])

    def over_time(self, values: Array) -> Array:
        """Values at these frames as a curve over all frames of the clip, NaN at the others."""
        curve = np.full(len(self.frames), np.nan)
        curve[self.numbers] = values
        return curve

    @property
    def middle(self) -> Array:
        """Half-way between the eyes, (T, 2)."""
        return self.points[:, :2].mean(axis=1)

    @property
    def mouth(self) -> Array:
        """Half-way between the corners of the mouth, (T, 2)."""
        return self.points[:, 3:5].mean(axis=1)

    @property
    def across(self) -> Array:
        """From eye to eye, (T, 2)."""
        return self.points[:, 1] - self.points[:, 0]

    @property
    def eyes(self) -> Array:
        """Distance of the eyes in pixels, (T,)."""
        return np.hypot(*self.across.T)

    @property
    def turned(self) -> Array:
        """How far the nose stands beside the middle of the eyes, in distances of the eyes; (T,): the head's turning."""
        return self._nose(self.across)

    @property
    def nodded(self) -> Array:
        """How far the nose stands below the eyes, as a share of the way to the mouth, (T,): the head's nodding."""
        return self._nose(self.mouth - self.middle)

    def _nose(self, way: Array) -> Array:
        """How far along a way (T, 2) from the middle of the eyes the nose stands, (T,)."""
        return ((self.points[:, 2] - self.middle) * way).sum(axis=1) / np.maximum((way**2).sum(axis=1), 1e-6)

    def places(self, u: Array, v: Array) -> Array:
        """Pixels (T, P, 2) of places (P,) of the face."""
        down = self.mouth - self.middle
        return self.middle[:, None] + self.across[:, None] * u[:, None] + down[:, None] * v[:, None]

    def patch(self, left: float, right: float, top: float, bottom: float, n: int = 5) -> Array:
        """Colours (T, n * n, 3) float32 of a rectangle of places."""
        u, v = np.meshgrid(np.linspace(left, right, n), np.linspace(top, bottom, n))
        return self.read(self.places(u.ravel(), v.ravel()))

    def beside(self, origin: Array, left: float, right: float, top: float, bottom: float, n: int, m: int) -> Array:
        """Pixels (T, n * m, 2) of a rectangle about a point (T, 2) of each frame: n wide, m high, upright with the
        eyes, measured in distances of the eyes."""
        across = self.across
        upright = np.stack([-across[:, 1], across[:, 0]], axis=1)
        u, v = (one.ravel() for one in np.meshgrid(np.linspace(left, right, n), np.linspace(top, bottom, m)))
        return origin[:, None] + across[:, None] * u[:, None] + upright[:, None] * v[:, None]

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
            t = self.numbers[part, None]
            upper = self.frames[t, top, left] * (1 - fx) + self.frames[t, top, right] * fx
            lower = self.frames[t, low, left] * (1 - fx) + self.frames[t, low, right] * fx
            out[part] = upper * (1 - fy) + lower * fy
        return out

    def box(self, place: int, left: float, right: float, top: float, bottom: float) -> Box:
        """The rectangle of pixels of one frame that holds a rectangle of places."""
        u, v = np.array([left, right, left, right]), np.array([top, top, bottom, bottom])
        return self.hull(self.places(u, v)[place])

    def hull(self, corners: Array) -> Box:
        """The rectangle that holds points (P, 2), as far as it lies in the picture."""
        high, wide = self.frames.shape[1:3]
        (x0, y0), (x1, y1) = (np.clip(end(corners, axis=0), 0, (wide, high)) for end in (np.min, np.max))
        return float(x0), float(y0), float(x1), float(y1)


def grey(colours: Array) -> Array:
    """Brightness of colours (..., 3), 0 ... 255."""
    return colours @ np.array([0.299, 0.587, 0.114], np.float32)


class FaceFoundOnce:
    """A clip in which the face is looked for once, however many meters ask."""

    def __init__(self, clip: Any) -> None:
        self.clip = clip
        self._answer: Faces | CannotJudge | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.clip, name)

    @property
    def faces(self) -> Faces:
        """The face, or the same `CannotJudge` to everybody."""
        if self._answer is None:
            try:
                self._answer = faces(self.clip)
            except CannotJudge as reason:
                self._answer = reason
        if isinstance(self._answer, CannotJudge):
            raise self._answer
        return self._answer


def faces(clip: Any) -> Faces:
    """Find the face in every frame of a clip.

    Raises:
        CannotJudge: there is none, it is too small, or it is out of the picture most of the time.
        ValueError: landmarks of another shape than (T, 6, 2).
        TypeError: landmarks that are no numbers.
    """
    if isinstance(clip, FaceFoundOnce):
        return clip.faces
    frames, given = clip.frames, getattr(clip, "landmarks", None)
    if not frames.size:
        raise CannotJudge("the clip has no frames")
    if given is not None:
        points = _numbers(given)
        if points.shape != (len(frames), 6, 2):
            raise ValueError(f"landmarks have shape {points.shape}: ({len(frames)}, 6, 2) is wanted, or None")
        source = KNOWN
    else:
        points, source = find(frames, float(clip.fps)), FOUND
    high, wide = frames.shape[1:3]
    with np.errstate(invalid="ignore"):
        inside = (points >= 0).all(axis=(1, 2)) & (points[..., 0] <= wide).all(axis=1)
        inside &= (points[..., 1] <= high).all(axis=1)
    if inside.mean() < LEAST_SEEN:
        share = f"{100 * inside.mean():.0f} % of the frames show a whole face, and {100 * LEAST_SEEN:.0f} % are wanted"
        raise CannotJudge(share if inside.any() else "no face is in the picture")
    known = np.flatnonzero(inside)
    filled = points.copy()
    for landmark in range(6):  # where it is out of the picture it is taken to be where it was last, or will be next
        for axis in range(2):
            filled[:, landmark, axis] = np.interp(np.arange(len(points)), known, points[known, landmark, axis])
    found = Faces(frames, filled, inside, source, np.arange(len(frames)))
    if float(np.median(found.eyes)) < 5:
        raise CannotJudge(f"the eyes are only {np.median(found.eyes):.1f} pixels apart, and 5 or more are wanted")
    across, down = found.across, found.mouth - found.middle
    if (across[:, 0] * down[:, 1] - across[:, 1] * down[:, 0] < _FLAT * found.eyes**2).any():
        raise CannotJudge("no landmarks of a face: eyes and mouth lie on one line, or left and right are swapped")
    if float(np.median(grey(found.patch(-0.7, 0.7, -0.3, 1.3, 9)).std(axis=1))) < LEAST_CONTRAST:
        raise CannotJudge("the face has no light and shade to measure: it is black, white, or one flat colour")
    return found


def _numbers(given: Any) -> Array:
    try:
        return np.asarray(given, np.float32)
    except (TypeError, ValueError):
        raise TypeError(f"landmarks of {type(given).__name__} are no numbers: give (T, 6, 2) pixels, or None") from None
