"""Eyes: lids as two curves in a tilted frame of their own, a ball that catches the light, and whites that never glow."""

from __future__ import annotations

import numpy as np

from . import palette
from .actors import Actor
from .frames import Frame
from .shading import Lamps
from .stage import Array, bell, smooth, unit


def eye_place(actor: Actor, side: int) -> tuple[float, float]:
    """Centre (x, y) of the eye on the left (side -1) or right (+1) of the picture, in the head's frame."""
    return side * actor.eye_distance, 0.006 * actor.asymmetry * side


def openings(actor: Actor, frame: Frame, side: int) -> tuple[float, float, float]:
    """Heights of upper and lower lid over the middle of the eye in eye half widths, and the share shut."""
    blink = frame.blink_left if side < 0 else frame.blink_right
    grin = max(frame.smile, 0.0)
    wide = 0.4 + 0.2 * actor.eye_opening + 0.07 * frame.brow_raise - 0.1 * actor.age
    return wide + 0.12 * frame.gaze_y, 0.29 + 0.08 * actor.eye_opening - 0.1 * grin - 0.03 * frame.gaze_y, blink


def paint_eye(
    actor: Actor, frame: Frame, lamps: Lamps, side: int, px: Array, py: Array, colour: Array, light: Array, key_x: float
) -> None:
    """Paint one eye over the lit skin, in place.

    Args:
        actor, frame, lamps: the scene.
        side: -1 for the eye on the left of the picture, +1 for the other.
        px, py: face points (N,) in the head's frame.
        colour: (3, N) lit skin, painted over.
        light: (3, N) the light that arrives there.
        key_x: where the key light stands, -1 left to 1 right: the catch-light's side.
    """
    ex, ey = eye_place(actor, side)
    w = actor.eye_width * (1 + 0.03 * actor.asymmetry * side)
    near = np.flatnonzero((np.abs(px - ex) < 1.5 * w) & (np.abs(py - ey) < 1.35 * w))
    if not len(near):
        return
    x, y = (px[near] - ex) * (side / w), (py[near] - ey) * (1 / w)
    tilt = actor.eye_tilt
    u, v = x + tilt * y, y - tilt * x  # u > 0 towards the temple
    upper, lower, blink = openings(actor, frame, side)
    across = np.minimum(np.abs(u), 1)
    bow = 1 - across * across
    low = -lower * bow * (1 + 0.25 * u)
    high = upper * bow**0.75 * (1 - 0.16 * u)
    high = high + blink * (low + 0.02 - high)
    blur = 0.055
    open_ = smooth(-blur, blur, high - v) * smooth(-blur, blur, v - low) * smooth(1.04, 0.94, np.abs(u))
    open_ *= 1 - smooth(0.86, 0.99, np.full(1, blink, np.float32))
    skin = colour[:, near]
    # upper lid: the crease above it, its own fold; a soft line under the lower lid
    crease_at = (upper + 0.13 + 0.17 * actor.lid_crease) * bow**0.6 * (1 - 0.06 * u)
    crease_at = crease_at + blink * (0.1 * bow)
    crease = bell(v - crease_at, 0.065) * smooth(1.25, 0.85, np.abs(u)) * (0.1 + 0.34 * actor.lid_crease)
    under = bell(v - low + 0.13, 0.06) * bow * (0.06 + 0.2 * actor.age + 0.08 * max(frame.smile, 0))
    lash_high = bell(v - high - 0.02, (0.07 + 0.035 * actor.lashes)) * smooth(1.16, 1.0, u) * smooth(-1.1, -0.9, u)
    wing = bell(v - high - 0.02 - 0.22 * (u - 0.85), 0.07) * smooth(0.8, 0.95, u) * smooth(1.34, 1.05, u)
    lash_low = bell(v - low, 0.05) * bow * (0.22 + 0.25 * actor.lashes)
    for c in range(3):
        skin[c] *= (1 - crease) * (1 - under)
    skin_light = light[:, near]
    # the ball
    gx, gy = frame.gaze_x * 0.4 * side, frame.gaze_y * 0.26 + 0.03
    radius = 0.44
    du, dv = (u - gx) * (1 / radius), (v - gy) * (1 / radius)
    r = np.sqrt(du * du + dv * dv)
    on_iris = smooth(1.1, 0.9, r)
    pupil = smooth(0.52, 0.36, r)
    ring = 0.34 + 0.66 * smooth(1.02, 0.68, r)
    lit_below = 1.0 - 0.4 * dv
    tone = palette.luminance(palette.skin(actor))
    white = 0.25 + 0.36 * tone**0.5
    roundness = (1 - 0.3 * u * u) * (0.5 + 0.5 * smooth(0.02, 0.36, high - v)) * (0.92 + 0.08 * smooth(0, 0.1, v - low))
    stain = palette.iris(actor)
    sclera = (white * 1.0, white * 0.965, white * 0.94)
    dark_line = unit(np.maximum(lash_high, wing * (0.25 + 0.75 * actor.lashes)) * (0.66 + 0.3 * actor.lashes))
    spot = np.exp(-(np.square(u - gx - side * 0.15 * key_x) + np.square(v - gy - 0.17)) * (1 / 0.0125))
    spot += 0.25 * np.exp(-(np.square(u - gx + side * 0.16 * key_x) + np.square(v - gy + 0.16)) * (1 / 0.01))
    pinkish = smooth(-0.78, -0.98, u)
    shine = float(lamps.level) * 0.85
    line = (0.035, 0.024, 0.02)
    for c in range(3):
        ball = sclera[c] * (1 - pinkish * (0.05, 0.4, 0.4)[c])
        iris = float(stain[c]) * (0.62 + 0.6 * tone**0.5) * ring * lit_below * (1 - 0.96 * pupil)
        eye = (ball + on_iris * (iris - ball)) * roundness * skin_light[c] + (spot * on_iris) * shine * (1, 0.99, 0.96)[c]
        skin[c] += open_ * (eye - skin[c])
        skin[c] += lash_low * (1 - 0.5 * blink) * (line[c] * skin_light[c] * 2.5 - skin[c]) * 0.7
        skin[c] += dark_line * (line[c] * skin_light[c] - skin[c])
    colour[:, near] = skin
