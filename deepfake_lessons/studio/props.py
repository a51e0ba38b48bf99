"""Props and small parts that go on last: ears, the bun of tied hair, glasses."""

from __future__ import annotations

import numpy as np

from . import palette
from .head import Head
from .shading import Lamps, light_stuff
from .stage import HAIR, OTHER, Array, Stage, bell, length, smooth, unit


def ears(stage: Stage, head: Head, lamps: Lamps, depth: Array) -> None:
    """Paint both ears where they are not hidden by the head, whose `depth` (W * W) along the rays is given."""
    a, pose = head.actor, head.pose
    tall, wide, thick = 0.105 + 0.035 * a.ear_size, 0.052 + 0.016 * a.ear_size, 0.028 + 0.026 * a.ear_flare
    tone = palette.skin(a) * np.array([1.02, 0.86, 0.84], np.float32)
    for side in (-1, 1):
        if side * head.frame.yaw > 0.3:  # behind the cheek
            continue
        middle = np.array([side * (a.head_width * 0.985 + thick * 0.3), -0.045, -0.05], np.float32)
        at = pose.view(middle).tolist()
        points, places = stage.grid(stage.box(at[0] - 0.17, at[0] + 0.17, at[1] - 0.2, at[1] + 0.2))
        out = side * (0.5 + 0.45 * a.ear_flare)  # the ear's plate is turned away from the head
        c, s = float(np.cos(out)), float(np.sin(out))
        plate = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]], np.float32)
        # in the ear's own frame: x through the plate, z along it
        start, ray = plate @ (pose.origins(points) - middle[:, None]), plate @ pose.ray
        per = np.array([1 / thick**2, 1 / tall**2, 1 / wide**2], np.float32)
        taper = 1 + 0.35 * smooth(0.02, -0.1, start[1])
        slope = start * per[:, None]
        qa = float((ray * ray) @ per)
        qb = ray @ slope
        slope *= start
        qc = (slope[0] + slope[2]) * taper + slope[1]
        over = 1 - qc + qb * qb * (1 / qa)
        z = np.sqrt(np.maximum(over, 0) * (1 / qa)) - qb * (1 / qa)
        near = np.flatnonzero((over > -1) & (z > depth.take(places) - 0.012))
        places, z, over = places.take(near), z.take(near), over.take(near)
        ear = start.take(near, axis=1) + ray[:, None] * z
        normal = ear * per[:, None]
        size = length(normal)
        inside = over / (2 * size + 1e-6)
        normal = plate.T @ (normal * (1 / size))
        _, ey, ez = ear
        rim = np.square(ez * (1 / wide)) + np.square(ey * (1 / tall))
        hollow = 1 - 0.42 * bell(rim - 0.28, 0.22) * smooth(-0.09, -0.02, ey)
        colour = light_stuff(lamps, pose.inward(lamps.key), pose.up, tone[:, None] * hollow, normal, 0.85)
        cover = unit(inside * stage.scale + 0.5) * smooth(-0.012, 0.004, z - depth.take(places))
        stage.paint(places, colour, cover, OTHER)


def bun(stage: Stage, head: Head, lamps: Lamps) -> None:
    """Paint the knot of tied hair behind the crown."""
    a = head.actor
    radius = 0.13 + 0.06 * a.volume
    at = head.pose.view(np.array([0, a.skull_height + 0.02 - 0.14 * a.hair_length, -0.26], np.float32)).tolist()
    reach = radius * 1.2
    points, places = stage.grid(stage.box(at[0] - reach, at[0] + reach, at[1] - reach, at[1] + reach))
    bare = np.flatnonzero(~stage.hidden.take(places))
    places = places.take(bare)
    x, y, _ = points.take(bare, axis=1)
    nx, ny = (x - at[0]) * (1 / radius), (y - at[1]) * (1 / (radius * 0.92))
    r2 = nx * nx + ny * ny
    nz = np.sqrt(np.maximum(1 - r2, 0))
    swirl = np.sin(14 * np.sqrt(r2 + 0.01) + 2 * np.arctan2(ny, nx) + a.texture_seed % 7)
    albedo = (palette.hair(a) * np.float32(lamps.flag))[:, None] * (0.9 + 0.16 * swirl)
    colour = light_stuff(lamps, lamps.key, np.array([0, 1, 0], np.float32), albedo, np.stack([nx, ny, nz]), 1.0)
    stage.paint(places, colour, unit((1 - np.sqrt(r2)) * (radius * stage.scale) + 0.5), HAIR)


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
    front = (
        float(head.on_surface(np.zeros(4, np.float32), np.array([0.06, 0.02, -0.02, -0.06], np.float32))[:, 2].max())
        + 0.005
    )
    bend = 0.55
    end, high = away + wide + 0.05, tall + 2 * line + 0.01  # the box, bent round the face, that holds them
    corners = [(x, centre + y, z) for x in (-end, end) for y in (-high, high) for z in (front, front - bend * end**2)]
    seen = pose.view(np.array(corners, np.float32))
    (left, low, _), (right, top, _) = seen.min(axis=0).tolist(), seen.max(axis=0).tolist()
    points, places = stage.grid(stage.box(left - stage.air, right + stage.air, low - stage.air, top + stage.air))
    ox, oy, oz = pose.origins(points)
    dx, dy, dz = pose.ray.tolist()
    z = (front - oz) * (1 / dz)
    for _ in range(2):  # the frame is bent round the face: its plane lies at front - bend x^2
        px = ox + dx * z
        z = (front - bend * px * px - oz) * (1 / dz)
    px, py = ox + dx * z, oy + dy * z - centre
    side = np.abs(px)
    qx, qy = np.abs(side - away) - (wide - corner), np.abs(py) - (tall - corner)
    d = (
        np.sqrt(np.square(np.maximum(qx, 0)) + np.square(np.maximum(qy, 0)))
        + np.minimum(np.maximum(qx, qy), 0)
        - corner
    )
    rim = unit((line - np.abs(d)) * stage.scale + 0.5)
    bridge = unit((line * 0.85 - np.abs(py - 0.03 - 0.025 * np.cos(px * 20))) * stage.scale + 0.5) * smooth(
        away - wide + 0.01, away - wide - 0.005, side
    )
    hinge = unit((line * 1.1 - np.abs(py - 0.035)) * stage.scale + 0.5) * smooth(
        away + wide - 0.01, away + wide + 0.005, side
    )
    hinge *= smooth(away + wide + 0.045, away + wide + 0.02, side)
    cover = np.maximum(np.maximum(rim, bridge), hinge)
    lens = unit(-d * stage.scale + 0.5)
    dark = palette.linear(np.array((26, 22, 22)))
    light = palette.paint(0.11, 0.45, 0.75)
    tone = dark + a.glasses_shade**2 * (light - dark)
    lx = float(np.sin(head.frame.light_x))
    glint = (
        lens
        * smooth(0.035, 0.0, np.abs(side * np.sign(px) * 0.7 - np.sign(px) * away * 0.7 + py * 1.0 + 0.02 * lx) - 0.01)
        * 0.045
    )
    lit = float(lamps.level)
    through = stage.canvas.reshape(3, -1)
    through[:, places] = through.take(places, axis=1) * (1 - 0.05 * lens) + glint * lit
    colour = (tone * np.float32(0.9 * lit))[:, None] * (0.8 + 0.5 * smooth(-0.1, 0.12, py))
    stage.paint(places, colour, cover)
    _temples(stage, head, lamps, tone, away + wide + 0.03, centre + 0.035, front - bend * (away + wide) ** 2, line)


def _temples(stage: Stage, head: Head, lamps: Lamps, tone: Array, x: float, y: float, z: float, line: float) -> None:
    """Paint the bar from the hinge to the ear, on the side turned to the viewer."""
    yaw = head.frame.yaw
    if abs(yaw) < 0.05:
        return
    side = -1.0 if yaw > 0 else 1.0
    ends = head.pose.view(
        np.array([[side * x, y, z], [side * (head.actor.head_width + 0.01), y + 0.01, -0.02]], np.float32)
    )
    (x0, y0, _), (x1, y1, _) = ends.tolist()
    box = stage.box(min(x0, x1) - 0.03, max(x0, x1) + 0.03, min(y0, y1) - 0.03, max(y0, y1) + 0.03)
    (px, py, _), places = stage.grid(box)
    squared = (x1 - x0) ** 2 + (y1 - y0) ** 2 + 1e-6
    t = unit(((px - x0) * (x1 - x0) + (py - y0) * (y1 - y0)) * (1 / squared))
    away = np.sqrt(np.square(px - x0 - t * (x1 - x0)) + np.square(py - y0 - t * (y1 - y0)))
    colour = (tone * np.float32(0.85 * lamps.level))[:, None]
    stage.paint(places, colour, unit((line * 0.9 - away) * stage.scale + 0.5))
