"""The head: a turned body for the skull, relief for the features, and where the viewer's rays meet them.

F(p) = c/2 (k(p) - 1) - h(x, y) s(z): the skull `k` of `lathe.Lathe`, the relief h a sum of Gaussian bumps (single, or
mirrored in x) that fades out towards the back. An expression moves the bumps.
"""

from __future__ import annotations

import numpy as np

from .actors import Actor
from .frames import Frame
from .solids import Lathe
from .stage import SPAN, Array, Pose, Stage, bell, dot, smooth, turn

STEP = 0.015  # head units between two points of the face's tables
LEFT, BOTTOM, COLUMNS, ROWS = -0.6, -0.9, 81, 111
TABLE_X = (LEFT + STEP * np.arange(COLUMNS)).astype(np.float32)
TABLE_Y = (BOTTOM + STEP * np.arange(ROWS)).astype(np.float32)


def skull(actor: Actor, jaw: float, thick: float = 0.0) -> Lathe:
    """The head without its features; `thick` makes a shell that lies so much further out."""
    low, high = actor.face_length + 0.055 * jaw + thick, actor.skull_height + thick
    taper, square = actor.jaw_taper, actor.jaw_squareness

    def profile(y: Array) -> tuple[Array, Array, Array, Array]:
        down, up = np.maximum(-y, 0) / low, np.maximum(y, 0) / high
        half = (actor.head_width + thick) * (1 - taper * smooth(0.1, 1.0, down) - 0.05 * smooth(0.1, 0.9, up))
        half = half * (1 + 0.02 * (actor.cheek_fullness - 0.5) * bell(down - 0.45, 0.2))
        forward = 0.1 * smooth(0.15, 0.95, down)
        depth = (actor.head_depth + thick) * (1 - 0.16 * smooth(0.3, 1.0, down))
        near = np.maximum(np.abs(y), 1e-3)
        v = np.where(y < 0, np.power(near / low, np.float32(square)), np.power(near / high, np.float32(2.2))) / near**2
        return half, forward, depth, v

    body = Lathe(-low - 0.05, high + 0.05, profile)
    body.low = low
    return body


def bumps(actor: Actor, frame: Frame) -> tuple[Array, ...]:
    """The relief as columns x, y, width, height, amplitude, one entry for each Gaussian bump."""
    a, f = actor, frame
    ex, ew, age = a.eye_distance, a.eye_width, a.age
    nose, wing = -a.nose_length, 0.054 + 0.026 * a.nose_width
    mouth, half = a.mouth_height, mouth_half(a, f)
    grin, drop = max(f.smile, 0.0), 0.075 * f.jaw
    out = 0.85 + 0.4 * a.nose_projection
    full = a.cheek_fullness
    single = [
        # nose: root, bridge, tip, the slope to the lip
        (0, -0.02, 0.045, 0.09, 0.025 + 0.035 * a.nose_bridge),
        (0, nose * 0.45, 0.042, 0.09, (0.05 + 0.03 * a.nose_bridge) * out),
        (0, nose * 0.75, 0.048, 0.07, 0.06 * out),
        (0, nose, 0.05 + 0.018 * a.nose_tip, 0.05 + 0.01 * a.nose_tip, (0.095 + 0.02 * a.nose_tip) * out),
        (0, nose - 0.075, 0.07, 0.03, -0.022),
        # muzzle, lips, the crease below, chin
        (0, mouth + 0.01, 0.17, 0.1, 0.045),
        (0, mouth + 0.03, 0.085, 0.02, 0.013 + 0.012 * a.lip_upper),
        (0, mouth - 0.035 - drop * 0.9, 0.075, 0.024, 0.017 + 0.016 * a.lip_lower),
        (0, mouth - 0.088 - drop, 0.09, 0.024, -0.018),
        (0, -a.face_length + 0.085 - drop, 0.07 + 0.05 * a.chin_width, 0.06, 0.03 + 0.05 * a.chin),
        (0, mouth + 0.075, 0.014, 0.025, -0.008),
        # brow: between the brows, forehead
        (0, a.brow_height - 0.03, 0.05, 0.05, 0.012 * a.brow_ridge),
        (0, 0.33, 0.25, 0.14, 0.018),
    ]
    mirrored = [
        (wing, nose - 0.02, 0.034, 0.034, 0.042 + 0.016 * a.nose_width),
        (wing + 0.045, nose + 0.005, 0.028, 0.04, -0.012),
        (0.026, nose - 0.052, 0.016, 0.012, -0.02),
        # eyes: socket, inner corner, eyeball, brow ridge, bag
        (ex, 0.04, 0.11, 0.07, -0.042 - 0.012 * a.brow_ridge),
        (0.075, 0.0, 0.04, 0.05, -0.03),
        (ex, -0.002, ew * 0.75, 0.068, 0.036),
        (ex * 0.95, a.brow_height + 0.005 + 0.025 * f.brow_raise, 0.115, 0.038, 0.012 + 0.028 * a.brow_ridge),
        (ex, -0.095, 0.075, 0.022, 0.001 + 0.014 * age),
        (ex, -0.125, 0.08, 0.02, -0.001 - 0.014 * age),
        # cheeks: bone, apple (a smile lifts it), hollow, fold from nose to mouth, corner of the mouth, jaw
        (0.3, -0.13, 0.1, 0.07, 0.008 + 0.026 * a.cheekbones),
        (0.235 + 0.01 * grin, -0.225 + 0.035 * grin, 0.1, 0.085, 0.016 * full + 0.03 * grin),
        (0.3, -0.4, 0.09, 0.11, 0.03 * (full - 0.55) - 0.014 * age),
        (wing + 0.055, nose - 0.03, 0.022, 0.045, -0.006 - 0.01 * age - 0.016 * grin),
        (half + 0.035 * (1 - grin), mouth + 0.07, 0.024, 0.045, -0.005 - 0.012 * age - 0.018 * grin),
        (half + 0.022, mouth + 0.035 * grin, 0.026, 0.035, -0.014 - 0.012 * grin),
        (0.2, -a.face_length + 0.13, 0.07, 0.06, 0.012 * age + 0.012 * (a.jaw_squareness - 2)),
        (0.44, 0.2, 0.09, 0.15, -0.02),
    ]
    both = single + mirrored + [(-x, *rest) for x, *rest in mirrored]
    x, y, sx, sy, amount = np.array(both, np.float32).T
    uneven = 0.006 * a.asymmetry
    y = y + np.float32(uneven) * np.sign(x)
    return x, y, sx, sy, amount * (1 + np.float32(0.08 * a.asymmetry) * np.sign(x))


def mouth_half(actor: Actor, frame: Frame) -> float:
    """Half width of the mouth, which a smile and spread lips widen and a dropped jaw narrows."""
    wide = 0.26 * max(frame.smile, 0) + 0.1 * min(frame.smile, 0) + 0.16 * frame.spread - 0.1 * frame.jaw
    return actor.mouth_width * (1 + wide)


class Head:
    """One actor's head in one frame: tables of its relief, and the points of its surface."""

    def __init__(self, actor: Actor, frame: Frame) -> None:
        self.actor, self.frame = actor, frame
        self.pose = Pose(turn(frame.yaw, frame.pitch, frame.roll))
        self.lathe = skull(actor, frame.jaw)
        self.depth = actor.head_depth
        x, y, sx, sy, amount = bumps(actor, frame)
        per_x, per_y = (1 / sx)[:, None], (1 / sy)[:, None]
        wide, tall = (TABLE_X - x[:, None]) * per_x, (TABLE_Y - y[:, None]) * per_y
        gx, gy = bell(wide, SPAN), (bell(tall, SPAN) * amount[:, None]).T
        self.relief = gy @ gx
        self.table = np.empty((8, ROWS, COLUMNS), np.float32)  # relief and its slopes; then what light and make-up add
        self.write(0, self.relief, gy @ (gx * (wide * -per_x)), (gy * (tall * -per_y).T) @ gx)

    def write(self, first: int, *columns: Array) -> None:
        """Write tables (ROWS, COLUMNS) into the face's tables, from the one numbered `first` on."""
        for k, column in enumerate(columns, start=first):
            self.table[k] = column

    def find(self, stage: Stage) -> tuple[Array, Array, Array, Array]:
        """Where the canvas shows the skull: (places of the pixels, p, z, inside); see `Lathe.hit`.

        The outline is the skull's own: taken from the relief it would punch holes beside the nose.
        """
        points, places = stage.grid(stage.box(*self.lathe.bounds(self.pose, self.lathe.bottom)))
        seen, p, z, inside = self.lathe.hit(self.pose, points, stage.air)
        return places.take(seen), p, z, inside

    def meet(self, p: Array, z: Array) -> tuple[Array, Array]:
        """From points (3, N) of the skull, z along the viewer's rays, to the face's relief: (p, z) there.

        Two Newton steps, and a third with the slope of the second, each cut to a tenth of a unit.
        """
        ray = self.pose.ray
        for exact in (True, True, False):
            if exact:
                value, slope = self.gradient(p)
                rise = 1 / np.maximum(ray @ slope, 0.35)
            else:
                value = self.value(p)
            step = (value * rise).clip(-0.1, 0.1)
            z = z - step
            p = p - ray[:, None] * step
        return p, z

    def value(self, p: Array) -> Array:
        """F at points of the head's frame, with the relief of the nearest entry of its table."""
        table = self.lathe.first.take(self.lathe.places(p[1]), axis=1, mode="clip")
        from_middle = p.copy()
        from_middle[2] -= table[3]
        k = dot(from_middle * from_middle, table[:3])
        h = self.relief.ravel().take(nearest(p[0], p[1]), mode="clip")
        return 0.5 * self.depth * (k - 1) - h * smooth(-0.1, 0.12, p[2])

    def gradient(self, p: Array, relief: Array | None = None) -> tuple[Array, Array]:
        """F and its three derivatives (3, N) at points of the head's frame; `relief` (3, N), if it was looked up."""
        k, slope = self.lathe.slope(p)
        if relief is None:
            relief = self.table[:3].reshape(3, -1).take(nearest(p[0], p[1]), axis=1, mode="clip")
        relief = relief * smooth(-0.1, 0.12, p[2])
        k -= 1
        k *= 0.5 * self.depth
        k -= relief[0]
        slope *= 0.5 * self.depth
        slope[:2] -= relief[1:]
        return k, slope

    def look_up(self, px: Array, py: Array, tables: int = 8) -> Array:
        """Values (tables, N) of the face's first tables at points, between their entries."""
        table = self.table[:tables].reshape(tables, -1)
        fx, fy = (px - LEFT) * (1 / STEP), (py - BOTTOM) * (1 / STEP)
        ix, iy = fx.astype(np.intp), fy.astype(np.intp)
        fx -= ix.astype(np.float32)
        fy -= iy.astype(np.float32)
        iy *= COLUMNS
        iy += ix
        low = table.take(iy, axis=1, mode="clip")
        high = table.take(iy + COLUMNS, axis=1, mode="clip")
        iy += 1
        low += fx * (table.take(iy, axis=1, mode="clip") - low)
        iy += COLUMNS
        high += fx * (table.take(iy, axis=1, mode="clip") - high)
        high -= low
        high *= fy
        low += high
        return low

    def front(self, every: int) -> Array:
        """Heights z of the face over every so many-th point of the tables, sinking on where there is no head."""
        x, y = TABLE_X[::every], TABLE_Y[::every]
        ia, v, ic, z0 = self.lathe.first.take(self.lathe.places(y), axis=1, mode="clip")[:, :, None]
        left = (1 - y * y * v[:, 0])[:, None] - ia * (x * x)
        depth = np.sqrt(np.abs(left) / ic)
        np.copyto(depth, -0.5 * np.minimum(depth, 0.8), where=left <= 0)
        return z0 + depth + self.relief[::every, ::every]

    def on_surface(self, x: Array, y: Array) -> Array:
        """The points (N, 3) of the face over (x, y) of the head's frame."""
        ia, v, ic, z0 = self.lathe.first.take(self.lathe.places(y), axis=1, mode="clip")
        left = np.maximum(1 - y * y * v - x * x * ia, 0)
        return np.stack([x, y, z0 + np.sqrt(left / ic) + self.look_up(x, y, 1)[0]], axis=-1)


def nearest(px: Array, py: Array) -> Array:
    """Places in a face table nearest to points; no head is as large as the table. Read with `mode="clip"`."""
    ix, iy = px - (LEFT - STEP / 2), py - (BOTTOM - STEP / 2)
    ix *= 1 / STEP
    iy *= 1 / STEP
    at = iy.astype(np.intp)
    at *= COLUMNS
    at += ix.astype(np.intp)
    return at
