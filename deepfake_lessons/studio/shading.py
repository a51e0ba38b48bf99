"""Light: the gaffer's lamps, shadows and dark corners of the face, and how skin and other stuff answers.

Skin scatters light below its surface, red furthest: the diffuse term is wrapped round the terminator per channel, and
cast shadows have a red rim. Light from all around comes from a brighter sky and a darker, warmer ground.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from . import palette
from .actors import Actor
from .frames import Frame
from .head import COLUMNS, ROWS, STEP, TABLE_X, TABLE_Y, Head
from .stage import SPAN, Array, bell, smooth, unit

# how far round the terminator diffuse light reaches, per channel
_WRAP = np.array([[0.42], [0.26], [0.2]], np.float32)
_COARSE = 3  # shadows and dark corners are worked out on every third point of the face's tables


class Cover(Protocol):
    """What lies on the head and keeps light off it: hair."""

    def distance(self, px: Array, py: Array, pz: Array) -> tuple[Array, Array]: ...


def _blur(points: int, width: float) -> Array:
    """A matrix (points, points) that blurs along one axis by a Gaussian of `width` points."""
    at = np.arange(points)
    kernel = bell(at[:, None] - at, SPAN * width)
    return (kernel / kernel.sum(axis=1, keepdims=True)).astype(np.float32)


def _stretch(coarse: int, fine: int) -> Array:
    """A matrix (fine, coarse) that reads between coarse points."""
    at = np.arange(fine) / _COARSE
    return np.maximum(0, 1 - np.abs(at[:, None] - np.arange(coarse))).astype(np.float32)


_ROWS, _COLS = len(TABLE_Y[::_COARSE]), len(TABLE_X[::_COARSE])
_NEAR = (_blur(_ROWS, 0.85), _blur(_COLS, 0.85))
_FAR = (_blur(_ROWS, 2.5), _blur(_COLS, 2.5))
_MARGIN = 8  # coarse points round the tables that repeat their edges
_FRAMED = np.arange(-_MARGIN, _ROWS + _MARGIN).clip(0, _ROWS - 1)[:, None] * _COLS + np.arange(
    -_MARGIN, _COLS + _MARGIN
).clip(0, _COLS - 1)
_UP = (_stretch(_ROWS, ROWS), np.ascontiguousarray(_stretch(_COLS, COLUMNS).T))


class Lamps:
    """The key light and the light from all around, in the view's frame, set for the actor's skin.

    A photographer opens up for darker skin, though not all the way: `level` follows skin luminance with power -0.5; a
    flag (`flag`) keeps most of that off hair and clothes.
    """

    def __init__(self, actor: Actor, frame: Frame) -> None:
        cos = float(np.cos(frame.light_y))
        self.key = np.array(
            [float(np.sin(frame.light_x)) * cos, float(np.sin(frame.light_y)), float(np.cos(frame.light_x)) * cos],
            np.float32,
        )
        level = (palette.luminance(palette.skin(actor)) / 0.36) ** -0.5
        warm = frame.light_warmth
        tint = np.array([1 + 0.16 * warm, 1.0, 1 - 0.24 * warm], np.float32)
        self.softness = frame.softness
        self.colour = tint * np.float32(level * frame.light_power * (1.2 - 0.22 * frame.softness))
        around = np.float32(level * (0.13 + 0.46 * frame.ambient))
        cool = np.array([1 - 0.07 * warm, 1.0, 1 + 0.12 * warm], np.float32)
        self.sky, self.ground = cool * around, np.array([0.62, 0.5, 0.44], np.float32) * around
        self.level, self.flag = level, float(level**-0.7)

    def around(self, sky: Array) -> Array:
        """Light from all around (3, N) of surfaces that turn to the sky with this share, 0 (down) ... 1 (up)."""
        return (self.sky - self.ground)[:, None] * sky + self.ground[:, None]


def dark_corners(head: Head, lamps: Lamps, wig: Cover | None = None) -> tuple[Array, Array]:
    """Light that reaches the face's surface: (key light, light from around), each (ROWS, COLUMNS), 0 ... about 1."""
    z = np.maximum(head.front(_COARSE), -0.25)
    lx, ly, lz = head.pose.inward(lamps.key).tolist()
    lz = max(lz, 0.12)
    step = STEP * _COARSE
    hidden = np.zeros_like(z)
    soft = 0.25 + 0.9 * lamps.softness
    wide = z.ravel().take(_FRAMED)
    for distance in (0.045, 0.085, 0.14, 0.22):
        seen = _moved(wide, lx * distance / step, ly * distance / step)
        np.maximum(hidden, (seen - (z + lz * distance)) * (1 / (soft * distance)), out=hidden)
    shadow: Array = np.ones(1, np.float32)
    if wig is not None:
        x, y = np.broadcast_arrays(TABLE_X[::_COARSE], TABLE_Y[::_COARSE, None])
        below, _ = wig.distance((x + 0.035 * lx).ravel(), (y + 0.04 + 0.045 * ly).ravel(), z.ravel())
        shadow = smooth(0.035, -0.075, below).reshape(z.shape)
    key = 1 - unit(hidden * 1.3 - 0.05) * (0.94 - 0.35 * lamps.softness)
    key = _NEAR[0] @ (key * (0.25 + 0.75 * shadow)) @ _NEAR[1].T
    hollow = (_NEAR[0] @ z @ _NEAR[1].T - z) * 7 + np.clip(_FAR[0] @ z @ _FAR[1].T - z, -0.04, 0.08) * 4.5
    around = np.clip(1 - hollow, 0.35, 1.08) * (0.6 + 0.4 * shadow)
    return _UP[0] @ key @ _UP[1], _UP[0] @ around @ _UP[1]


def _moved(wide: Array, across: float, up: float) -> Array:
    """A coarse table with its margin, seen from `across` columns and `up` rows further on, read between its points."""
    c0, r0 = int(np.floor(across)), int(np.floor(up))
    fc, fr = across - c0, up - r0
    top, left = _MARGIN + r0, _MARGIN + c0
    window = wide[top : top + _ROWS + 1, left : left + _COLS + 1]
    lower = window[:-1] * (1 - fr) + window[1:] * fr
    return lower[:, :-1] * (1 - fc) + lower[:, 1:] * fc


def light_skin(
    head: Head,
    lamps: Lamps,
    albedo: Array,
    normal: Array,
    reach: tuple[Array, Array],
    gloss: Array | float,
) -> tuple[Array, Array]:
    """Skin in light: (colours (3, N), light alone (3, N)).

    Args:
        head, lamps: the scene.
        albedo: (3, N) linear.
        normal: (3, N), of length 1, in the head's frame.
        reach: key light and light from around that arrive, each (N,).
        gloss: strength of the highlight, 0 ... 1.
    """
    key, ray = head.pose.inward(lamps.key), head.pose.ray
    half = key + ray
    half *= 1 / (float(np.sqrt(half @ half)) + 1e-6)
    plain, sky, facing, mirror = np.array([key, 0.5 * head.pose.up, ray, half]) @ normal
    lit, around = reach
    rim = np.square(unit(1 - facing))
    mirror = np.maximum(mirror, 0.1)
    for _ in range(4):
        mirror *= mirror
    shine = mirror * lit * unit(plain * 3) * ((0.115 / lamps.level**0.7) * gloss)
    light = plain + _WRAP
    np.maximum(light, 0, out=light)
    light *= lamps.colour[:, None] / (1 + _WRAP)
    light[0] *= np.sqrt(lit)
    light[1:] *= lit
    bounce = lamps.around(sky + 0.5) * around
    light += bounce
    colour = albedo * light
    colour += lamps.colour[:, None] * shine
    bounce *= (0.16 * lamps.flag) * rim
    colour += bounce
    return colour, light


def light_stuff(
    lamps: Lamps, key: Array, up: Array, albedo: Array, normal: Array, reach: Array | float, wrap: float = 0.3
) -> Array:
    """Cloth, ear or bun in light (3, N): wrapped diffuse light and light from around.

    `normal` is (3, N), of length 1; `key` and `up` are directions in the same frame, towards the key light and upwards.
    """
    facing, sky = np.array([key, 0.5 * up]) @ normal
    diffuse = np.maximum((facing + wrap) * (1 / (1 + wrap)), 0) * reach
    light = lamps.around(sky + 0.5)
    light += lamps.colour[:, None] * diffuse
    light *= albedo
    return light
