"""The stage: the canvas in linear light, and where things stand on it.

The picture is drawn twice as fine as it is asked for; the camera averages. All arrays are float32: one float64 among
them would halve the speed.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

FINE = {32: 2.0, 48: 1.5, 64: 1.25, 128: 1.25}  # canvas pixels per picture pixel, each way, for every size on offer
SPAN = 2**0.5  # makes a `bell` of one standard deviation
FIELD = 1.74  # height of the picture in head units at zoom 1
EYE_LINE = 0.465  # where the eyes of a neutral head stand, as a share of the picture from the top
FACE, INNER, HAIR, BACKGROUND, OTHER = range(5)  # masks of the stage
PIVOT = (0.0, -0.42, -0.12)  # the head turns about the top of the neck
_PIVOT = np.array(PIVOT, np.float32)

Array = np.ndarray
_S_STEPS = 2048
_S = np.linspace(0, 1, _S_STEPS, dtype=np.float32)
_S = _S * _S * (3 - 2 * _S)


def smooth(low: float, high: float, values: Array) -> Array:
    """0 below `low`, 1 above `high`, a smooth S between, read from a table; `low` > `high` turns it round."""
    steps = (_S_STEPS - 1) / (high - low)
    t = values * steps
    t += 0.5 - low * steps
    return _S.take(t.astype(np.intp), mode="clip")


def bell(distance: Array, width: Array | float) -> Array:
    """exp(-(distance / width)^2), never less than 1e-11: products of smaller numbers run many times slower."""
    t = distance * (1 / width)
    t *= t
    np.minimum(t, 25, out=t)
    np.negative(t, out=t)
    return np.exp(t, out=t)


@lru_cache(maxsize=8)
def averaging(coarse: int, fine: int) -> Array:
    """A matrix (coarse, fine) that averages `fine` values over `coarse` equal stretches, by their share in each."""
    edges = np.arange(fine + 1) * (coarse / fine)
    low = np.clip(edges[:-1] - np.arange(coarse)[:, None], 0, 1)
    high = np.clip(edges[1:] - np.arange(coarse)[:, None], 0, 1)
    return (high - low).astype(np.float32)


@lru_cache(maxsize=8)
def _numbered(width: int) -> Array:
    """The places of a canvas's pixels (width, width): 0, 1, 2 and so on by rows."""
    return np.arange(width * width).reshape(width, width)


def unit(values: Array) -> Array:
    """Values cut to 0 ... 1."""
    return values.clip(0, 1)


def turn(yaw: float, pitch: float, roll: float) -> Array:
    """Rotation Rz Ry Rx (3, 3), float32: yaw moves the nose right, pitch up, roll turns anticlockwise."""
    (cy, sy), (cp, sp), (cr, sr) = ((float(np.cos(a)), float(np.sin(a))) for a in (yaw, -pitch, roll))
    rx = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    ry = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    rz = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return (rz @ ry @ rx).astype(np.float32)


class Pose:
    """How a body is held: p (its own frame) = R^T (view - pivot) + pivot. Rays run along z of the view."""

    def __init__(self, rotation: Array) -> None:
        self.rotation = rotation
        self.rows = rotation.tolist()
        self.from_view = rotation.T.copy()
        self.from_view[:, 2] = _PIVOT - rotation.T @ _PIVOT
        self.up, self.ray = rotation[1], rotation[2]  # the view's upwards, and towards the viewer, in the body's frame

    def origins(self, points: Array) -> Array:
        """Where the rays of view points (3, N; x, y and 1) cross the view's plane z = 0: (3, N) in the body's frame."""
        return self.from_view @ points

    def view(self, points: Array) -> Array:
        """Points (..., 3) of the body's frame as the viewer sees them."""
        return (np.asarray(points, np.float32) - _PIVOT) @ self.rotation.T + _PIVOT

    def inward(self, direction: Array) -> Array:
        """A direction (3,) of the view in the body's frame."""
        return self.rotation.T @ direction


def dot(one: Array, other: Array) -> Array:
    """Scalar products (N,) of vectors (3, N)."""
    return (one * other).sum(axis=0)


def length(vectors: Array) -> Array:
    """Lengths (N,) of vectors (3, N), never quite 0."""
    return np.sqrt(dot(vectors, vectors) + 1e-9)


class Stage:
    """The canvas (3, H, W) in linear light and its measures. Things are painted pixel by pixel, in their boxes."""

    def __init__(self, size: int, zoom: float, shift_x: float, shift_y: float) -> None:
        self.size, self.fine = size, FINE[size]
        self.width = int(size * self.fine)
        self.scale = self.width / FIELD * zoom  # canvas pixels per head unit
        self.centre = (self.width * 0.5 + shift_x * self.scale, self.width * EYE_LINE - shift_y * self.scale)
        steps = np.arange(self.width, dtype=np.float32) + np.float32(0.5)
        self.xs = (steps - self.centre[0]) * (1 / self.scale)
        self.ys = (self.centre[1] - steps) * (1 / self.scale)
        self.points = np.ones((3, self.width, self.width), np.float32)
        self.points[0], self.points[1] = self.xs, self.ys[:, None]
        self.layers = np.zeros((7, self.width, self.width), np.float32)
        self.canvas, self.masks = self.layers[:3], self.layers[3:]
        self.masks[BACKGROUND] = 1
        self._pixels = _numbered(self.width)
        self.hidden = np.zeros(self.width**2, bool)  # pixels that something opaque will cover: no need to paint below
        self.air = 0.5 / self.scale  # as far outside an outline a pixel may still be touched, in head units

    def box(self, left: float, right: float, bottom: float, top: float) -> tuple[slice, slice]:
        """The pixels (rows, columns) of a rectangle given in view units, cut at the canvas; may be empty."""
        cols = [round(self.centre[0] + v * self.scale) for v in (left, right)]
        rows = [round(self.centre[1] - v * self.scale) for v in (top, bottom)]
        (c0, c1), (r0, r1) = (sorted(min(max(v, 0), self.width) for v in pair) for pair in (cols, rows))
        return slice(r0, r1), slice(c0, c1)

    def grid(self, box: tuple[slice, slice]) -> tuple[Array, Array]:
        """The pixels of a box: their view coordinates (3, N) x, y and 1, and their places on the canvas (N,)."""
        return self.points[:, box[0], box[1]].reshape(3, -1), self._pixels[box].ravel()

    def paint(self, places: Array, colour: Array, cover: Array, layer: int | None = None) -> None:
        """Lay colours (3, N) over the pixels at `places` (N,), as thickly as `cover` (N,) says, 0 ... 1.

        `layer` is the mask that they belong to; None leaves the masks as they are, as glasses do.
        """
        under = self.layers[: 7 if layer is not None else 3].reshape(-1, self.width**2)
        part = under.take(places, axis=1)
        part *= 1 - cover
        part[:3] += colour * cover
        if layer is not None and layer != OTHER:
            part[3 + layer] += cover
        under[:, places] = part

    def finished(self) -> tuple[Array, Array]:
        """The picture (size, size, 3) and its masks (4, size, size): canvas pixels averaged in linear light."""
        down = averaging(self.size, self.width)
        layers = down @ self.layers @ down.T
        return np.ascontiguousarray(layers[:3].transpose(1, 2, 0)), unit(layers[3:])

    def pixels(self, view: Array) -> Array:
        """View points (..., 2 or more) in pixels of the finished picture: x to the right, y down, from its corner."""
        x = (self.centre[0] + view[..., 0] * self.scale) / self.fine
        y = (self.centre[1] - view[..., 1] * self.scale) / self.fine
        return np.stack([x, y], axis=-1).astype(np.float32)
