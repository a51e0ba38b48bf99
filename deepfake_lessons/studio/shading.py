"""Light: the gaffer's lamps, shadows and dark corners of the face, and how skin and other stuff answers.

Skin scatters light below its surface, red furthest: the diffuse term is wrapped round the terminator per channel, and
cast shadows have a red rim. Light from all around comes from a brighter sky and a darker, warmer ground.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from . import palette
from .actors import Actor
from .frames import Frame
from .head import COLUMNS, ROWS, STEP, TABLE_X, TABLE_Y, Head
from .stage import SPAN, Array, bell, smooth, unit

if TYPE_CHECKING:
    from .hair import Wig

_WRAP = (0.42, 0.26, 0.2)  # of the diffuse light, per channel: how far round the terminator it reaches
_COARSE = 3  # shadows and dark corners are worked out on every third point of the face's tables


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

    def diffuse(self, pose_inward: list[float], nx: Array, ny: Array, nz: Array, wrap: float) -> Array:
        """Wrapped diffuse light of a surface with these normals, 0 ... 1."""
        lx, ly, lz = pose_inward
        light = (nx * lx + ny * ly + nz * lz + wrap) * (1 / (1 + wrap))
        return np.maximum(light, 0)


def dark_corners(head: Head, lamps: Lamps, wig: Wig | None = None) -> tuple[Array, Array]:
    """Light that reaches the face's surface: (key light, light from around), each (ROWS, COLUMNS), 0 ... about 1."""
    z = np.maximum(head.front()[::_COARSE, ::_COARSE], -0.25)
    lx, ly, lz = head.pose.inward(lamps.key)
    lz = max(lz, 0.12)
    step = STEP * _COARSE
    hidden = np.zeros_like(z)
    soft = 0.25 + 0.9 * lamps.softness
    margin = 8
    wide = z.take(np.clip(np.arange(-margin, _ROWS + margin), 0, _ROWS - 1), axis=0)
    wide = wide.take(np.clip(np.arange(-margin, _COLS + margin), 0, _COLS - 1), axis=1)
    for distance in (0.045, 0.085, 0.14, 0.22):
        seen = _moved(wide, margin, lx * distance / step, ly * distance / step)
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


def _moved(wide: Array, margin: int, across: float, up: float) -> Array:
    """A table with a margin all round, seen from `across` columns and `up` rows further on, read between its points."""
    c0, r0 = int(np.floor(across)), int(np.floor(up))
    fc, fr = across - c0, up - r0
    top, left = margin + r0, margin + c0
    rows, columns = wide.shape[0] - 2 * margin, wide.shape[1] - 2 * margin
    window = wide[top : top + rows + 1, left : left + columns + 1]
    lower = window[:-1] * (1 - fr) + window[1:] * fr
    return lower[:, :-1] * (1 - fc) + lower[:, 1:] * fc


def light_skin(
    head: Head,
    lamps: Lamps,
    albedo: Array,
    normal: tuple[Array, Array, Array],
    reach: tuple[Array, Array],
    gloss: Array | float,
) -> tuple[Array, Array]:
    """Skin in light: (colours (3, N), light alone (3, N)).

    Args:
        head, lamps: the scene.
        albedo: (3, N) linear.
        normal: three arrays (N,), of length 1, in the head's frame.
        reach: key light and light from around that arrive, each (N,).
        gloss: strength of the highlight, 0 ... 1.
    """
    nx, ny, nz = normal
    key = head.pose.inward(lamps.key)
    up = head.pose.rows[1]
    vx, vy, vz = head.pose.ray
    lit, around = reach
    facing = nx * vx + ny * vy + nz * vz
    sky = (nx * up[0] + ny * up[1] + nz * up[2]) * 0.5 + 0.5
    plain = nx * key[0] + ny * key[1] + nz * key[2]
    hx, hy, hz = key[0] + vx, key[1] + vy, key[2] + vz
    length = float(np.sqrt(hx * hx + hy * hy + hz * hz)) + 1e-6
    mirror = np.maximum((nx * hx + ny * hy + nz * hz) * (1 / length), 0.1)
    rim = np.square(unit(1 - facing))
    shine = (np.square(np.square(np.square(np.square(mirror)))) * lit * unit(plain * 3)) * (
        (0.115 / lamps.level**0.7) * gloss
    )
    colour, light = np.empty_like(albedo), np.empty_like(albedo)
    for c, wrap in enumerate(_WRAP):
        diffuse = np.maximum((plain + wrap) * (1 / (1 + wrap)), 0)
        arrives = lit if c else np.sqrt(lit)
        ground, more = float(lamps.ground[c]), float(lamps.sky[c] - lamps.ground[c])
        bounce = (ground + more * sky) * around
        light[c] = float(lamps.colour[c]) * diffuse * arrives + bounce
        colour[c] = albedo[c] * light[c] + shine * float(lamps.colour[c]) + ((0.16 * lamps.flag) * bounce) * rim
    return colour, light


def light_stuff(
    lamps: Lamps,
    inward: list[float],
    up: list[float],
    albedo: Array,
    normal: tuple[Array, Array, Array],
    reach: Array | float,
    wrap: float = 0.3,
) -> Array:
    """Cloth, wall, ear or hair in light (3, N): wrapped diffuse light and light from around."""  # fmt: skip
    nx, ny, nz = normal
    diffuse = np.maximum((nx * inward[0] + ny * inward[1] + nz * inward[2] + wrap) * (1 / (1 + wrap)), 0) * reach
    sky = (nx * up[0] + ny * up[1] + nz * up[2]) * 0.5 + 0.5
    colour = np.empty_like(albedo)
    for c in range(3):
        ground, more = float(lamps.ground[c]), float(lamps.sky[c] - lamps.ground[c])
        colour[c] = albedo[c] * (float(lamps.colour[c]) * diffuse + ground + more * sky)
    return colour
