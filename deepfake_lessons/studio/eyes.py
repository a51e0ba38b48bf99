"""Eyes: lids as two curves in a tilted frame of their own, a ball that catches the light, whites that never glow."""

from __future__ import annotations

import numpy as np

from . import palette
from .actors import Actor
from .frames import Frame
from .shading import Lamps
from .stage import Array, bell, smooth, unit

IRIS = 0.46  # radius of the iris in half widths of the eye
# colours as columns, linear: the lash line, the white of the eye, how much the inner corner takes from it
_LASH, _WHITE, _PINK = np.array([(0.035, 0.024, 0.02), (1.0, 0.965, 0.94), (0.05, 0.4, 0.4)], np.float32)[:, :, None]


def eye_place(actor: Actor, side: int) -> tuple[float, float]:
    """Centre (x, y) of the eye on the left (side -1) or right (+1) of the picture, in the head's frame."""
    return side * actor.eye_distance, 0.006 * actor.asymmetry * side


def paint_eyes(
    actor: Actor, frame: Frame, lamps: Lamps, px: Array, py: Array, colour: Array, light: Array, scale: float
) -> None:
    """Paint both eyes over the lit skin, in place.

    Args:
        actor, frame, lamps: the scene.
        px, py: face points (N,) in the head's frame.
        colour: (3, N) lit skin, painted over.
        light: (3, N) the light that arrives there.
        scale: canvas pixels per head unit, for edges as wide as a pixel.
    """
    w, half = actor.eye_width, 0.003 * actor.asymmetry
    near = np.flatnonzero((np.abs(np.abs(px) - actor.eye_distance) < 1.45 * w) & (np.abs(py) < 1.3 * w))
    if not len(near):
        return
    side = np.sign(px[near])
    x, y = (np.abs(px[near]) - actor.eye_distance) * (1 / w), (py[near] - 2 * half * side) * (1 / w)
    tilt, grin, age = actor.eye_tilt, max(frame.smile, 0.0), actor.age
    u, v = x + tilt * y, y - tilt * x  # u > 0 towards the temple
    blink = np.where(side < 0, np.float32(frame.blink_left), np.float32(frame.blink_right))
    upper = 0.45 + 0.22 * actor.eye_opening + 0.07 * frame.brow_raise - 0.14 * age + 0.12 * frame.gaze_y
    lower = 0.31 + 0.08 * actor.eye_opening - 0.1 * grin - 0.03 * frame.gaze_y
    beside = np.abs(u)
    bow = 1 - np.square(np.minimum(beside, 1))
    low = -lower * bow * (1 + 0.25 * u)
    arch = np.sqrt(bow)
    high = upper * np.sqrt(bow * arch) * (1 - 0.16 * u)
    high += blink * (low + 0.02 - high)
    below = high - v
    blur = max(0.055, 0.5 / (scale * w))
    open_ = smooth(-blur, blur, below) * smooth(-blur, blur, v - low) * smooth(1.04, 0.94, beside)
    open_ *= smooth(0.97, 0.86, blink)
    # skin: the crease above the upper lid, the fold below the lower one
    crease_at = (upper + 0.13 + 0.17 * actor.lid_crease) * arch * (1 - 0.06 * u) + (0.1 * blink) * bow
    crease = bell(v - crease_at, 0.065) * smooth(1.25, 0.85, beside) * (0.1 + 0.34 * actor.lid_crease)
    under = bell(v - low + 0.13, 0.06) * bow * (0.05 + 0.2 * age + 0.08 * grin)
    kept = (1 - crease) * (1 - under)
    # lashes: the line along the upper lid, its flick at the outer corner, a soft line below
    thick = max(0.07 + 0.035 * actor.lashes, 0.55 / (scale * w))
    line = bell(below + 0.02, thick) * smooth(1.16, 1.0, u) * smooth(-1.1, -0.9, u)
    flick = bell(below + 0.02 + 0.22 * (u - 0.85), 0.07) * smooth(0.8, 0.95, u) * smooth(1.34, 1.05, u)
    line = unit(np.maximum(line, flick * (0.25 + 0.75 * actor.lashes)) * (0.66 + 0.3 * actor.lashes))
    soft = bell(v - low, max(0.05, 0.4 / (scale * w))) * bow * (1 - 0.5 * blink) * ((0.22 + 0.25 * actor.lashes) * 0.7)
    # the ball: iris with dark ring and a lit lower half, pupil, whites shaded by the lid, two catch-lights
    gx, gy = side * (frame.gaze_x * 0.4), frame.gaze_y * 0.26 + 0.03
    du, dv = (u - gx) * (1 / IRIS), (v - gy) * (1 / IRIS)
    r = np.sqrt(du * du + dv * dv)
    tone = palette.luminance(palette.skin(actor)) ** 0.5
    on_iris = smooth(1.12, 0.88, r)
    shade = (
        (0.34 + 0.66 * smooth(1.02, 0.68, r))
        * (1 - 0.4 * dv)
        * (1 - 0.96 * smooth(0.52, 0.36, r))
        * (0.42 + 0.75 * tone)
    )
    rounded = (1 - 0.3 * u * u) * (0.5 + 0.5 * smooth(0.02, 0.36, below)) * (0.92 + 0.08 * smooth(0, 0.1, v - low))
    toward = side * (0.15 * float(np.sin(frame.light_x)))
    spot = bell(np.sqrt(np.square(u - gx - toward) + np.square(v - gy - 0.17)), 0.115)
    spot += 0.25 * bell(np.sqrt(np.square(u - gx + toward) + np.square(v - gy + 0.16)), 0.1)
    spot *= on_iris * 0.8
    corner = smooth(-0.78, -0.98, u)
    stain, white = palette.iris(actor)[:, None], (0.5 * tone) * _WHITE
    arrives, skin = light.take(near, axis=1), colour.take(near, axis=1)
    skin *= kept
    ball = white - (white * _PINK) * corner
    ball += on_iris * (stain * shade - ball)
    ball *= rounded * arrives
    ball += spot
    skin += open_ * (ball - skin)
    skin += soft * (2.5 * _LASH * arrives - skin)
    skin += line * (_LASH * arrives - skin)
    colour[:, near] = skin
