"""The lathe: bodies with elliptic sections, such as skulls, shells of hair and shoulders, and rays that hit them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from .stage import PIVOT, SPAN, Array, Pose, bell, dot

HEIGHTS = 193  # entries of a lathe's tables
STEPS = np.linspace(0, 1, HEIGHTS, dtype=np.float32)
_NEAR = np.arange(HEIGHTS, dtype=np.float32)


@lru_cache(maxsize=8)
def rounding(width: float) -> Array:
    """A matrix (HEIGHTS, HEIGHTS) that rounds the corners of profiles over so many entries; rows add up to 1."""
    weight = bell(_NEAR[:, None] - _NEAR, SPAN * width)
    return (weight / weight.sum(axis=1, keepdims=True)).astype(np.float32)


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
        table[0], table[1], table[2], table[3] = 1 / np.square(self.half), v, 1 / np.square(depth), z0
        self.per_unit = (HEIGHTS - 1) / (top - bottom)
        table[4:, 1:-1] = (table[:4, 2:] - table[:4, :-2]) * (0.5 * self.per_unit)
        table[4:, 0], table[4:, -1] = table[4:, 1], table[4:, -2]
        self.table, self.first = table, table[:4]

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

    def hit(self, pose: Pose, points: Array, air: float, rounds: int = 2) -> tuple[Array, Array, Array, Array]:
        """Meet the rays of view points (3, N; x, y and 1): (seen, p, z, inside).

        `seen` are the places (flat) of the rays that hit, or miss by no more than `air`; the others answer for these
        alone. p (3, N) is the point of the body (where a ray misses, its nearest point), z its place along the ray, and
        `inside` the distance from the outline in head units, positive inside.
        """
        start, ray = pose.origins(points), pose.ray
        from_middle, py = start.copy(), start[1]
        for last in range(rounds):
            table = self.first.take(self.places(py), axis=1, mode="clip")
            np.subtract(start[2], table[3], out=from_middle[2])
            table = table[:3]
            slope = from_middle * table
            a, b = (ray * ray) @ table, ray @ slope
            back = b / a
            b *= back
            b -= dot(from_middle, slope)
            b += 1  # 1 - smallest k along the ray
            z = np.sqrt(np.maximum(b, 0) / a)
            z -= back
            if last < rounds - 1:
                py = start[1] + ray[1] * z
        table *= ray[:, None]
        table *= back
        slope -= table
        inside = b / (2 * np.sqrt(dot(slope, slope)) + 1e-6)
        seen = np.flatnonzero(inside > -air)
        z = z.take(seen)
        return seen, start.take(seen, axis=1) + ray[:, None] * z, z, inside.take(seen)

    def slope(self, p: Array) -> tuple[Array, Array]:
        """k (N,) at points (3, N) of the body's frame, and its three derivatives (3, N)."""
        table = self.table.take(self.places(p[1]), axis=1, mode="clip")
        from_middle = p.copy()
        from_middle[2] -= table[3]
        slope = from_middle * table[:3]
        k = dot(from_middle, slope)
        slope += slope
        from_middle *= from_middle
        slope[1] += dot(from_middle, table[4:7])
        slope[1] -= slope[2] * table[7]
        return k, slope
