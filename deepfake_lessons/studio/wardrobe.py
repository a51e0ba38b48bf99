"""The wardrobe: neck, shoulders and the clothes on them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from . import grain, palette
from .actors import Actor
from .frames import Frame
from .shading import Lamps, light_stuff
from .solids import STEPS, Lathe, rounding
from .stage import OTHER, Array, Pose, Stage, bell, length, smooth, turn, unit

# Heights of neck and shoulders; half widths as shares of (shoulders, neck) and a rest; half depths of neck and a rest.
_BUST = np.array(
    [
        (-1.6, 1.0, 0, 0, 0, 0.4), (-1.3, 0.98, 0, 0, 0, 0.4), (-1.15, 0.95, 0, 0, 0, 0.39),
        (-1.05, 0.9, 0, 0, 0, 0.37),
        (-0.98, 0.82, 0, 0, 0, 0.35), (-0.92, 0.7, 0, 0, 0, 0.33), (-0.87, 0.56, 0, 0, 0, 0.31),
        (-0.82, 0, 1.3, 0.04, 1.02, 0), (-0.76, 0, 1.1, 0, 0.98, 0), (-0.68, 0, 1, 0, 0.95, 0),
        (-0.3, 0, 1, 0, 0.95, 0),
    ]
)  # fmt: skip
_BUST_LOW, _BUST_HIGH = -1.65, -0.3
_HEIGHTS = _BUST_LOW + (_BUST_HIGH - _BUST_LOW) * STEPS
_CURVES = np.stack([np.interp(_HEIGHTS, _BUST[:, 0], _BUST[:, k]) for k in range(1, 6)]).astype(np.float32)
_CURVES = _CURVES @ rounding(3.0).T
_FORWARD = -0.16 + 0.05 * smooth(-0.7, -1.0, _HEIGHTS)


@lru_cache(maxsize=64)
def bust(actor: Actor) -> Lathe:
    """Neck and shoulders as one turned body."""
    half = actor.shoulders * _CURVES[0] + actor.neck_width * _CURVES[1] + _CURVES[2]
    depth = actor.neck_width * _CURVES[3] + _CURVES[4]
    return Lathe(_BUST_LOW, _BUST_HIGH, lambda y: (half, _FORWARD, depth, np.zeros_like(half)))


def dress(stage: Stage, actor: Actor, frame: Frame, lamps: Lamps) -> None:
    """Paint neck and clothes."""
    pose = Pose(turn(0.35 * frame.yaw, 0.0, 0.0))  # held upright: a ray keeps its height, one round is exact
    body = bust(actor)
    points, places = stage.grid(stage.box(-1.2, 1.2, -1.6, -0.42))
    seen, p, z, inside = body.hit(pose, points, stage.air, rounds=1)
    bare = np.flatnonzero(~stage.hidden.take(places.take(seen)))
    seen, p, z, inside = seen.take(bare), p.take(bare, axis=1), z.take(bare), inside.take(bare)
    x, y, _ = points.take(seen, axis=1)
    _, normal = body.slope(p)
    normal *= 1 / length(normal)
    cloth, albedo, relief = _cloth(actor, *p)
    tone = (palette.skin(actor) * np.array([0.97, 0.92, 0.9], np.float32))[:, None]
    albedo = tone + cloth * (albedo - tone)
    # the chin's shadow: is the way to the key light barred by the head, seen as an ellipse in the view's plane?
    lx, ly, lz = (float(v) for v in lamps.key)
    far = (0.12 - z) / max(lz, 0.35)
    ex = (x + lx * far - 0.25 * float(np.sin(frame.yaw))) * (1 / 0.4)
    ey = (y + ly * far - 0.0) * (1 / (actor.face_length * 0.97))
    soft = 0.12 + 0.35 * frame.softness
    barred = smooth(1 + soft, 1 - soft, ex * ex + ey * ey)
    near_chin = smooth(-0.95, -0.62, y) * smooth(0.62, 0.2, np.abs(x))
    reach = 1 - (0.9 - 0.2 * frame.softness) * barred
    colour = light_stuff(lamps, pose.inward(lamps.key), pose.up, albedo, normal, reach)
    shade = (1 - 0.45 * near_chin * (1 - 0.6 * cloth)) * relief * (1 + (lamps.flag - 1) * cloth)
    stage.paint(places.take(seen), colour * shade, unit(inside * stage.scale + 0.5), OTHER)


def _cloth(actor: Actor, px: Array, py: Array, pz: Array) -> tuple[Array, Array, Array]:
    """(how much cloth covers each point, its albedo (3, N), its shading by seams and folds)."""
    a, kind = actor, actor.clothes
    own = palette.paint(a.cloth_hue, a.cloth_saturation, a.cloth_value)[:, None]
    accent = palette.paint(a.accent_hue, 0.8 * a.cloth_saturation, a.accent_value)[:, None]
    side = np.abs(px)
    front = smooth(-0.2, 0.0, pz)
    if kind == "turtleneck":
        line = np.full_like(px, -0.72)
    elif kind in ("vneck", "jacket"):
        line = -0.8 - front * np.maximum(0.42 - 1.7 * side, 0) * (0.75 if kind == "vneck" else 1.0)
    elif kind == "shirt":
        line = -0.775 - front * np.maximum(0.2 - 1.25 * side, 0)
    else:
        line = -0.8 - front * 0.085 * smooth(0.34, 0.0, side)
    cloth = smooth(0.01, -0.01, py - line)
    relief = np.ones_like(px)
    albedo = own + _pattern(a, px, py) * (accent - own)
    edge = py - line
    if kind in ("crew", "vneck", "turtleneck"):
        hem = smooth(-0.045, -0.035, edge) if kind != "turtleneck" else smooth(-0.86, -0.83, py)
        relief *= 1 - 0.16 * hem - 0.2 * bell(edge + 0.045, 0.012) * cloth
    if kind == "shirt":
        flap = smooth(0.0, 0.02, py - (-0.93 + 0.2 * np.abs(side - 0.2))) * smooth(0.44, 0.4, side)
        below = bell(py + 0.94 - 0.2 * np.abs(side - 0.2), 0.014) * smooth(0.44, 0.36, side)
        albedo += flap * (own * 1.1 + 0.02 - albedo)
        buttons = bell(px, 0.012) * 0.3
        relief *= (1 - 0.4 * below) * (1 - buttons * smooth(-0.97, -1.0, py))
    if kind == "jacket":
        inner = -0.8 - front * 0.085 * smooth(0.34, 0.0, side)
        shirt = smooth(0.01, -0.01, py - inner) * (1 - cloth)
        albedo = accent + cloth * (albedo - accent)
        lapel = smooth(0.0, 0.02, 0.17 - (side - (0.42 + line * 0 + (py + 0.8)) * 0.6)) * cloth
        relief *= 1 - 0.14 * lapel - 0.35 * bell(edge + 0.012, 0.014) * cloth
        cloth = np.maximum(cloth, shirt)
    if kind == "hoodie":
        roll = smooth(0.02, 0.0, np.abs(edge + 0.05) - 0.05)
        relief *= 1 + 0.22 * roll - 0.35 * bell(edge + 0.115, 0.02)
        cords = bell(side - 0.1, 0.011) * smooth(-0.93, -0.95, py)
        albedo += cords * (0.75 - albedo)
    folds = grain.look(grain.clouds(1.5, 13), px * 40 + py * 25 + a.texture_seed % 97, py * 22 + 50)
    relief *= 1 + 0.07 * folds * cloth
    return cloth, albedo, relief


def _pattern(actor: Actor, px: Array, py: Array) -> Array:
    """How much of the accent's colour shows at each point of the cloth, 0 ... 1."""
    kind = actor.pattern
    if kind == "stripes":
        return smooth(-0.2, 0.2, np.sin(py * 62 + 4 * px * px))
    if kind == "bars":
        return smooth(-0.2, 0.2, np.sin(px * 40))
    if kind == "check":
        return 0.5 * smooth(-0.2, 0.2, np.sin(py * 45)) + 0.5 * smooth(-0.2, 0.2, np.sin(px * 38))
    if kind == "dots":
        return smooth(0.5, 0.75, np.sin(py * 55) * np.sin(px * 48 + 0.5))
    if kind == "knit":
        return 0.3 + 0.25 * np.sin(py * 120 + 3 * np.abs(np.sin(px * 60)))
    return np.zeros_like(px)
