"""The wardrobe: neck, shoulders and what covers them; ears; glasses; the bun of tied hair."""

from __future__ import annotations

import numpy as np

from . import grain, palette
from .actors import Actor
from .frames import Frame
from .head import Head
from .shading import Lamps, light_stuff
from .stage import HAIR, OTHER, STEPS, Array, Lathe, Pose, Stage, bell, rounding, smooth, turn, unit


# Heights of neck and shoulders, their half widths as shares of (shoulders, neck) and a rest, their half depths likewise.
_BUST = np.array(
    [
        (-1.6, 1.0, 0, 0, 0, 0.4), (-1.3, 0.98, 0, 0, 0, 0.4), (-1.15, 0.95, 0, 0, 0, 0.39), (-1.05, 0.9, 0, 0, 0, 0.37),
        (-0.98, 0.82, 0, 0, 0, 0.35), (-0.92, 0.7, 0, 0, 0, 0.33), (-0.87, 0.56, 0, 0, 0, 0.31),
        (-0.82, 0, 1.3, 0.04, 1.02, 0), (-0.76, 0, 1.1, 0, 0.98, 0), (-0.68, 0, 1, 0, 0.95, 0), (-0.3, 0, 1, 0, 0.95, 0),
    ]
)  # fmt: skip
_BUST_LOW, _BUST_HIGH = -1.65, -0.3
_HEIGHTS = _BUST_LOW + (_BUST_HIGH - _BUST_LOW) * STEPS
_CURVES = np.stack([np.interp(_HEIGHTS, _BUST[:, 0], _BUST[:, k]) for k in range(1, 6)]).astype(np.float32)
_CURVES = _CURVES @ rounding(3.0).T
_FORWARD = -0.16 + 0.05 * smooth(-0.7, -1.0, _HEIGHTS)


def bust(actor: Actor) -> Lathe:
    """Neck and shoulders as one turned body."""
    half = actor.shoulders * _CURVES[0] + actor.neck_width * _CURVES[1] + _CURVES[2]
    depth = actor.neck_width * _CURVES[3] + _CURVES[4]
    return Lathe(_BUST_LOW, _BUST_HIGH, lambda y: (half, _FORWARD, depth, np.zeros_like(half)))


def dress(stage: Stage, actor: Actor, frame: Frame, lamps: Lamps) -> None:
    """Paint neck and clothes."""
    pose = Pose(turn(0.35 * frame.yaw, 0.0, 0.0))  # held upright: a ray keeps its height, one round is exact
    body = bust(actor)
    box = stage.box(-1.2, 1.2, -1.6, -0.42)
    whole_x, whole_y = stage.grid(box)
    px, py, pz, z, inside = body.hit(pose, whole_x, whole_y, rounds=1)
    seen = np.flatnonzero(inside > -0.02)
    x, y, px, py, pz, z, inside = whole_x[seen], whole_y[seen], px[seen], py[seen], pz[seen], z[seen], inside[seen]
    _, nx, ny, nz = body.slope(px, py, pz)
    length = 1 / np.sqrt(nx * nx + ny * ny + nz * nz + 1e-9)
    normal = (nx * length, ny * length, nz * length)
    cloth, albedo, relief = _cloth(actor, px, py, pz)
    tone = palette.skin(actor) * np.array([0.97, 0.92, 0.9], np.float32)
    for c in range(3):
        albedo[c] = float(tone[c]) + cloth * (albedo[c] - float(tone[c]))
    # the chin's shadow: is the way to the key light barred by the head, seen as an ellipse in the view's plane?
    lx, ly, lz = (float(v) for v in lamps.key)
    far = (0.12 - z) / max(lz, 0.35)
    ex = (x + lx * far - 0.25 * float(np.sin(frame.yaw))) * (1 / 0.4)
    ey = (y + ly * far - 0.0) * (1 / (actor.face_length * 0.97))
    soft = 0.12 + 0.35 * frame.softness
    barred = smooth(1 + soft, 1 - soft, ex * ex + ey * ey)
    near_chin = smooth(-0.95, -0.62, y) * smooth(0.62, 0.2, np.abs(x))
    reach = 1 - (0.9 - 0.2 * frame.softness) * barred
    colour = light_stuff(lamps, pose.inward(lamps.key), pose.rows[1], albedo, normal, reach)
    shade = (1 - 0.45 * near_chin * (1 - 0.6 * cloth)) * relief
    full = np.zeros((4, len(whole_x)), np.float32)
    full[:3, seen], full[3, seen] = colour * shade, unit(inside * stage.scale + 0.5)
    stage.paint(box, full[:3], full[3], OTHER)


def _cloth(actor: Actor, px: Array, py: Array, pz: Array) -> tuple[Array, Array, Array]:
    """(how much cloth covers each point, its albedo (3, N), its shading by seams and folds)."""
    a, kind = actor, actor.clothes
    own = palette.paint(a.cloth_hue, a.cloth_saturation, a.cloth_value)
    accent = palette.paint(a.accent_hue, 0.8 * a.cloth_saturation, a.accent_value)
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
    albedo = np.empty((3, len(px)), np.float32)
    relief = np.ones_like(px)
    pattern = _pattern(a, px, py)
    for c in range(3):
        albedo[c] = float(own[c]) + pattern * float(accent[c] - own[c])
    edge = py - line
    if kind in ("crew", "vneck", "turtleneck"):
        hem = smooth(-0.045, -0.035, edge) if kind != "turtleneck" else smooth(-0.86, -0.83, py)
        relief *= 1 - 0.16 * hem - 0.2 * bell(edge + 0.045, 0.012) * cloth
    if kind == "shirt":
        flap = smooth(0.0, 0.02, py - (-0.93 + 0.2 * np.abs(side - 0.2))) * smooth(0.44, 0.4, side)
        below = bell(py + 0.94 - 0.2 * np.abs(side - 0.2), 0.014) * smooth(0.44, 0.36, side)
        for c in range(3):
            albedo[c] += flap * (float(own[c]) * 1.1 + 0.02 - albedo[c])
        buttons = bell(px, 0.012) * 0.3
        relief *= (1 - 0.4 * below) * (1 - buttons * smooth(-0.97, -1.0, py))
    if kind == "jacket":
        inner = -0.8 - front * 0.085 * smooth(0.34, 0.0, side)
        shirt = smooth(0.01, -0.01, py - inner) * (1 - cloth)
        for c in range(3):
            albedo[c] = albedo[c] * cloth + (1 - cloth) * float(accent[c])
        lapel = smooth(0.0, 0.02, 0.17 - (side - (0.42 + line * 0 + (py + 0.8)) * 0.6)) * cloth
        relief *= 1 - 0.14 * lapel - 0.35 * bell(edge + 0.012, 0.014) * cloth
        cloth = np.maximum(cloth, shirt)
    if kind == "hoodie":
        roll = smooth(0.02, 0.0, np.abs(edge + 0.05) - 0.05)
        relief *= 1 + 0.22 * roll - 0.35 * bell(edge + 0.115, 0.02)
        cords = bell(side - 0.1, 0.011) * smooth(-0.93, -0.95, py)
        for c in range(3):
            albedo[c] += cords * (0.75 - albedo[c])
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


def ears(stage: Stage, head: Head, lamps: Lamps, depth: Array) -> None:
    """Paint both ears where they are not hidden by the head, whose `depth` (W, W) along the rays is given."""
    a, pose = head.actor, head.pose
    tall, wide, thick = 0.105 + 0.035 * a.ear_size, 0.052 + 0.016 * a.ear_size, 0.028 + 0.026 * a.ear_flare
    tone = palette.skin(a) * np.array([1.02, 0.86, 0.84], np.float32)
    for side in (-1, 1):
        if side * head.frame.yaw > 0.3:  # behind the cheek
            continue
        middle = np.array([side * (a.head_width * 0.985 + thick * 0.3), -0.045, -0.05], np.float32)
        at = pose.view(middle)
        box = stage.box(at[0] - 0.17, at[0] + 0.17, at[1] - 0.2, at[1] + 0.2)
        x, y = stage.grid(box)
        if not len(x):
            continue
        ox, oy, oz = pose.origins(x, y)
        ox, oy, oz = ox - float(middle[0]), oy - float(middle[1]), oz - float(middle[2])
        dx, dy, dz = pose.ray
        out = side * (0.5 + 0.45 * a.ear_flare)  # the ear's plate is turned away from the head
        c, s = float(np.cos(out)), float(np.sin(out))
        ox, oz, dx, dz = ox * c - oz * s, ox * s + oz * c, dx * c - dz * s, dx * s + dz * c
        # in the ear's own frame: x through the plate, z along it
        ax, ay, az = 1 / thick**2, 1 / tall**2, 1 / wide**2
        taper = 1 + 0.35 * smooth(0.02, -0.1, oy)
        qa = dx * dx * ax + dy * dy * ay + dz * dz * az
        qb = dx * ox * ax + dy * oy * ay + dz * oz * az
        qc = ox * ox * ax * taper + oy * oy * ay + oz * oz * az * taper
        over = 1 - qc + qb * qb / qa
        z = -qb / qa + np.sqrt(np.maximum(over, 0) / qa)
        ex, ey, ez = ox + dx * z, oy + dy * z, oz + dz * z
        nx, ny, nz = ex * ax, ey * ay, ez * az
        length = 1 / np.sqrt(nx * nx + ny * ny + nz * nz + 1e-9)
        nx, ny, nz = nx * length, ny * length, nz * length
        nx, nz = nx * c + nz * s, -nx * s + nz * c
        rim = np.square(ez * (1 / wide)) + np.square(ey * (1 / tall))
        hollow = 1 - 0.42 * bell(rim - 0.28, 0.22) * smooth(-0.09, -0.02, ey)
        albedo = np.repeat(tone[:, None], len(x), axis=1) * hollow
        colour = light_stuff(lamps, pose.inward(lamps.key), pose.rows[1], albedo, (nx, ny, nz), 0.85)
        inside = over / (2 * np.sqrt(np.square(ex * ax) + np.square(ey * ay) + np.square(ez * az)) + 1e-6)
        cover = unit(inside * stage.scale + 0.5) * smooth(-0.012, 0.004, z - depth[box].ravel())
        stage.paint(box, colour, cover, OTHER)


def bun(stage: Stage, head: Head, lamps: Lamps) -> None:
    """Paint the knot of tied hair behind the crown."""
    a = head.actor
    radius = 0.13 + 0.06 * a.volume
    at = head.pose.view(np.array([0, a.skull_height + 0.02 - 0.14 * a.hair_length, -0.26], np.float32))
    box = stage.box(at[0] - radius * 1.2, at[0] + radius * 1.2, at[1] - radius * 1.2, at[1] + radius * 1.2)
    x, y = stage.grid(box)
    if not len(x):
        return
    nx, ny = (x - float(at[0])) * (1 / radius), (y - float(at[1])) * (1 / (radius * 0.92))
    r2 = nx * nx + ny * ny
    nz = np.sqrt(np.maximum(1 - r2, 0))
    swirl = np.sin(14 * np.sqrt(r2 + 0.01) + 2 * np.arctan2(ny, nx) + a.texture_seed % 7)
    albedo = np.repeat(palette.hair(a)[:, None], len(x), axis=1) * (0.9 + 0.16 * swirl)
    inward = [float(v) for v in lamps.key]
    colour = light_stuff(lamps, inward, [0.0, 1.0, 0.0], albedo, (nx, ny, nz), 1.0)
    stage.paint(box, colour, unit((1 - np.sqrt(r2)) * (radius * stage.scale) + 0.5), HAIR)


def glasses(stage: Stage, head: Head, lamps: Lamps) -> None:
    """Paint the frame of the glasses and the glint of their lenses."""
    a, pose = head.actor, head.pose
    if a.glasses == "none":
        return
    centre, away = -0.012, 0.5 * (a.eye_distance * 2)
    wide, tall, corner, line = {
        "round": (0.128, 0.122, 0.122, 0.014), "square": (0.138, 0.1, 0.035, 0.019), "wide": (0.15, 0.108, 0.07, 0.02),
        "thin": (0.135, 0.092, 0.06, 0.0095),
    }[a.glasses]  # fmt: skip
    wide = min(wide, away - 0.035)
    front = float(head.on_surface(np.zeros(4, np.float32), np.array([0.06, 0.02, -0.02, -0.06], np.float32))[:, 2].max()) + 0.005
    bend = 0.55
    box = stage.box(-0.75, 0.75, -0.5, 0.45)
    x, y = stage.grid(box)
    ox, oy, oz = pose.origins(x, y)
    dx, dy, dz = pose.ray
    z = (front - oz) * (1 / dz)
    for _ in range(2):  # the frame is bent round the face: its plane lies at front - bend x^2
        px = ox + dx * z
        z = (front - bend * px * px - oz) * (1 / dz)
    px, py = ox + dx * z, oy + dy * z - centre
    side = np.abs(px)
    qx, qy = np.abs(side - away) - (wide - corner), np.abs(py) - (tall - corner)
    d = np.sqrt(np.square(np.maximum(qx, 0)) + np.square(np.maximum(qy, 0))) + np.minimum(np.maximum(qx, qy), 0) - corner
    rim = unit((line - np.abs(d)) * stage.scale + 0.5)
    bridge = unit((line * 0.85 - np.abs(py - 0.03 - 0.025 * np.cos(px * 20))) * stage.scale + 0.5) * smooth(away - wide + 0.01, away - wide - 0.005, side)
    hinge = unit((line * 1.1 - np.abs(py - 0.035)) * stage.scale + 0.5) * smooth(away + wide - 0.01, away + wide + 0.005, side)
    hinge *= smooth(away + wide + 0.045, away + wide + 0.02, side)
    cover = np.maximum(np.maximum(rim, bridge), hinge)
    lens = unit(-d * stage.scale + 0.5)
    dark = palette.linear(np.array((26, 22, 22)))
    light = palette.paint(0.11, 0.45, 0.75)
    tone = dark + a.glasses_shade**2 * (light - dark)
    lx = float(np.sin(head.frame.light_x))
    glint = lens * smooth(0.035, 0.0, np.abs(side * np.sign(px) * 0.7 - np.sign(px) * away * 0.7 + py * 1.0 + 0.02 * lx) - 0.01) * 0.045
    part = stage.canvas[:, box[0], box[1]]
    shape = part.shape[1:]
    lit = float(lamps.level)
    part *= 1 - 0.05 * lens.reshape(shape)
    part += (glint * lit).reshape(shape)
    colour = np.repeat(tone[:, None] * np.float32(0.9 * lit), len(x), axis=1) * (0.8 + 0.5 * smooth(-0.1, 0.12, py))
    stage.paint(box, colour, cover)
    _temples(stage, head, lamps, tone, away + wide + 0.03, centre + 0.035, front - bend * (away + wide) ** 2, line)


def _temples(stage: Stage, head: Head, lamps: Lamps, tone: Array, x: float, y: float, z: float, line: float) -> None:
    """Paint the bar from the hinge to the ear, on the side turned to the viewer."""
    yaw = head.frame.yaw
    if abs(yaw) < 0.05:
        return
    side = -1.0 if yaw > 0 else 1.0
    ends = head.pose.view(np.array([[side * x, y, z], [side * (head.actor.head_width + 0.01), y + 0.01, -0.02]], np.float32))
    (x0, y0, _), (x1, y1, _) = ends.tolist()
    box = stage.box(min(x0, x1) - 0.03, max(x0, x1) + 0.03, min(y0, y1) - 0.03, max(y0, y1) + 0.03)
    px, py = stage.grid(box)
    if not len(px):
        return
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2 + 1e-6
    t = unit(((px - x0) * (x1 - x0) + (py - y0) * (y1 - y0)) * (1 / length))
    away = np.sqrt(np.square(px - x0 - t * (x1 - x0)) + np.square(py - y0 - t * (y1 - y0)))
    colour = np.repeat(tone[:, None] * np.float32(0.85 * lamps.level), len(px), axis=1)
    stage.paint(box, colour, unit((line * 0.9 - away) * stage.scale + 0.5))
