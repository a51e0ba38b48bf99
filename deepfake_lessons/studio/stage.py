"""The stage: the canvas in linear light, where things stand on it, and turned bodies that rays can hit.

The picture is drawn twice as fine as it is asked for; the camera averages. All arrays are float32: one float64 among
them would halve the speed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

FINE = {32: 2.0, 48: 1.5, 64: 1.25, 128: 1.25}  # canvas pixels per picture pixel, each way, for every size on offer
SPAN = 2**0.5  # makes a `bell` of one standard deviation
FIELD = 1.74  # height of the picture in head units at zoom 1
EYE_LINE = 0.465  # where the eyes of a neutral head stand, as a share of the picture from the top
FACE, INNER, HAIR, BACKGROUND, OTHER = range(5)  # masks of the stage
PIVOT = (0.0, -0.42, -0.12)  # the head turns about the top of the neck

Array = np.ndarray
HEIGHTS = 193  # entries of a lathe's tables
STEPS = np.linspace(0, 1, HEIGHTS, dtype=np.float32)
_S_STEPS = 2048
_S = np.linspace(0, 1, _S_STEPS, dtype=np.float32)
_S = _S * _S * (3 - 2 * _S)
_NEAR = np.arange(HEIGHTS, dtype=np.float32)


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
def rounding(width: float) -> Array:
    """A matrix (HEIGHTS, HEIGHTS) that rounds the corners of profiles over so many entries; rows add up to 1."""
    weight = bell(_NEAR[:, None] - _NEAR, SPAN * width)
    return (weight / weight.sum(axis=1, keepdims=True)).astype(np.float32)


@lru_cache(maxsize=8)
def averaging(coarse: int, fine: int) -> Array:
    """A matrix (coarse, fine) that averages `fine` values over `coarse` equal stretches, by their share in each."""
    edges = np.arange(fine + 1) * (coarse / fine)
    low = np.clip(edges[:-1] - np.arange(coarse)[:, None], 0, 1)
    high = np.clip(edges[1:] - np.arange(coarse)[:, None], 0, 1)
    return (high - low).astype(np.float32)


def unit(values: Array) -> Array:
    """Values cut to 0 ... 1."""
    cut = np.maximum(values, 0)
    return np.minimum(cut, 1, out=cut)


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
        self.rows = [[float(v) for v in row] for row in rotation]
        self.ray = self.rows[2]  # the body's own direction towards the viewer

    def origins(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        """Where the rays of view points (x, y) cross the view's plane z = 0, in the body's frame."""
        r, (px, py, pz) = self.rows, PIVOT
        x, y = x - px, y - py
        return tuple(r[0][k] * x + r[1][k] * y + (PIVOT[k] - r[2][k] * pz) for k in range(3))  # type: ignore[return-value]

    def view(self, points: Array) -> Array:
        """Points (..., 3) of the body's frame as the viewer sees them."""
        pivot = np.array(PIVOT, np.float32)
        return (np.asarray(points, np.float32) - pivot) @ self.rotation.T + pivot

    def inward(self, direction: Array) -> list[float]:
        """A direction of the view in the body's frame."""
        return [float(v) for v in self.rotation.T @ direction]


class Stage:
    """The canvas (3, H, W) in linear light and its measures. One box of pixels is painted at a time."""

    def __init__(self, size: int, zoom: float, shift_x: float, shift_y: float) -> None:
        self.size, self.fine = size, FINE[size]
        self.width = int(size * self.fine)
        self.scale = self.width / FIELD * zoom  # canvas pixels per head unit
        self.centre = (self.width * 0.5 + shift_x * self.scale, self.width * EYE_LINE - shift_y * self.scale)
        steps = np.arange(self.width, dtype=np.float32) + np.float32(0.5)
        self.xs = (steps - self.centre[0]) * (1 / self.scale)
        self.ys = (self.centre[1] - steps) * (1 / self.scale)
        self.layers = np.zeros((7, self.width, self.width), np.float32)
        self.canvas, self.masks = self.layers[:3], self.layers[3:]
        self.masks[BACKGROUND] = 1

    def box(self, left: float, right: float, bottom: float, top: float) -> tuple[slice, slice]:
        """The pixels (rows, columns) of a rectangle given in view units, cut at the canvas; may be empty."""
        cols = [round(self.centre[0] + v * self.scale) for v in (left, right)]
        rows = [round(self.centre[1] - v * self.scale) for v in (top, bottom)]
        (c0, c1), (r0, r1) = (sorted(min(max(v, 0), self.width) for v in pair) for pair in (cols, rows))
        return slice(r0, r1), slice(c0, c1)

    def grid(self, box: tuple[slice, slice]) -> tuple[Array, Array]:
        """View coordinates (x, y) of the pixels of a box, each as a flat array."""
        ys, xs = self.ys[box[0]], self.xs[box[1]]
        return np.tile(xs, len(ys)), np.repeat(ys, len(xs))

    def paint(self, box: tuple[slice, slice], colour: Array, cover: Array, layer: int | None = None) -> None:
        """Lay colours (3, pixels of the box) over the canvas where `cover` (0 ... 1) says so.

        `layer` is the mask that they belong to; None leaves the masks as they are, as glasses do.
        """
        part = self.canvas[:, box[0], box[1]]
        shape = part.shape[1:]
        cover = cover.reshape(shape)
        part += cover * (colour.reshape(3, *shape) - part)
        if layer is not None:
            masks = self.masks[:, box[0], box[1]]
            masks *= 1 - cover
            if layer != OTHER:
                masks[layer] += cover

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


class Lathe:
    """A body turned on a lathe with elliptic sections: k(p) = (x/a)^2 + ((z - z0)/c)^2 + y^2 v = 1 on its surface.

    The four profiles a, z0, c and v are functions of the height y, kept as tables. A ray meets the body by solving a
    quadratic with the profiles frozen at the height last guessed; two or three rounds are enough for profiles as gentle
    as a head's.
    """

    def __init__(
        self, bottom: float, top: float, profile: Callable[[Array], tuple[Array, Array, Array, Array]]
    ) -> None:
        self.bottom, self.top, self.low = bottom, top, -bottom
        heights = bottom + (top - bottom) * STEPS
        self.heights = heights
        self.half, z0, depth, v = profile(heights)
        self.deep = float(depth.max() + np.abs(z0).max())
        self.open_below = bool(v[0] == 0)
        table = np.empty((8, HEIGHTS), np.float32)
        table[0], table[1], table[2], table[3] = 1 / np.square(self.half), z0, 1 / np.square(depth), v
        self.per_unit = (HEIGHTS - 1) / (top - bottom)
        table[4:, 1:-1] = (table[:4, 2:] - table[:4, :-2]) * (0.5 * self.per_unit)
        table[4:, 0], table[4:, -1] = table[4:, 1], table[4:, -2]
        self.table, self.first = np.ascontiguousarray(table.T), np.ascontiguousarray(table[:4].T)

    def bounds(self, pose: Pose, bottom: float, air: float = 0.03) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of a box in view units that holds what the viewer sees of it above `bottom`."""
        a, c = float(self.half.max()), self.deep
        (xx, xy, xz), (yx, yy, yz) = pose.rows[0], pose.rows[1]
        ends = []
        for height, round_ in ((bottom, not self.open_below), (self.top, True)):
            x, y = height - PIVOT[1], -PIVOT[2]
            tall = abs(height) if round_ else 0.0
            flat = 0.0 if round_ else height
            wide = (max((xx * a) ** 2, 0) + (xz * c) ** 2 + (xy * tall) ** 2) ** 0.5
            high = ((yx * a) ** 2 + (yz * c) ** 2 + (yy * tall) ** 2) ** 0.5
            ends.append((wide, high, flat, x, y))
        # the middle of the body (0, 0, 0) as seen, and below an open end the rim of the section
        mx, my = (float(v) for v in pose.view(np.zeros(3, np.float32))[:2])
        (low_w, low_h, flat, _, _), (top_w, top_h, _, _, _) = ends
        left = min(mx - top_w, mx + xy * flat - low_w)
        right = max(mx + top_w, mx + xy * flat + low_w)
        return left - air, right + air, my + yy * flat - low_h - air, my + top_h + air

    def places(self, y: Array) -> Array:
        """Where heights y stand in the tables, which are to be read with `mode="clip"`."""
        places = y - self.bottom
        places *= self.per_unit
        return places.astype(np.intp)

    def hit(self, pose: Pose, x: Array, y: Array, rounds: int = 2) -> tuple[Array, Array, Array, Array, Array]:
        """Meet the rays of view points (x, y): (px, py, pz, z, inside).

        p is the point of the body (where a ray misses, its nearest point), z its place along the ray, and `inside` the
        distance from the outline in head units, positive inside.
        """
        ox, oy, oz = pose.origins(x, y)
        dx, dy, dz = pose.ray
        z = np.zeros_like(ox)
        py = oy
        for last in range(rounds):
            ia, z0, ic, v = self.first.take(self.places(py), axis=0, mode="clip").T
            ez = oz - z0
            a = (dx * dx) * ia + (dz * dz) * ic + (dy * dy) * v
            b = dx * (ox * ia) + dz * (ez * ic) + dy * (oy * v)
            c = ox * ox * ia + ez * ez * ic + oy * oy * v
            middle = -b / a
            over = 1 - c - b * middle  # 1 - smallest k along the ray
            z = middle + np.sqrt(np.maximum(over, 0) / a)
            if last < rounds - 1:
                py = oy + dy * z
        nx, ny, nz = (ox + dx * middle) * ia, (oy + dy * middle) * v, (ez + dz * middle) * ic
        inside = over / (2 * np.sqrt(nx * nx + ny * ny + nz * nz) + 1e-6)
        return ox + dx * z, oy + dy * z, oz + dz * z, z, inside

    def slope(self, px: Array, py: Array, pz: Array) -> tuple[Array, Array, Array, Array]:
        """k at points of the body's frame and its three derivatives."""
        ia, z0, ic, v, dia, dz0, dic, dv = self.table.take(self.places(py), axis=0, mode="clip").T
        ez = pz - z0
        xx, zz, yy = px * px, ez * ez, py * py
        ky = xx * dia + zz * dic - 2 * ez * ic * dz0 + 2 * py * v + yy * dv
        return xx * ia + zz * ic + yy * v, 2 * px * ia, ky, 2 * ez * ic
