"""What stands behind: nine kinds of backdrop, out of focus as in a portrait, drawn small and enlarged."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from . import grain, palette
from .frames import Frame
from .shading import Lamps
from .stage import SPAN, Array, Stage, bell, smooth

PLAN = 40  # rows and columns of the small plan
_X = np.linspace(0, 1, PLAN, dtype=np.float32)[None]  # a row and a column: what depends on one alone stays short
_Y = _X.T
_NEAR = ("plain", "gradient", "curtain", "wall")  # kinds that stand close enough for the head's shadow to fall on them


@lru_cache(maxsize=8)
def _enlarge(width: int) -> Array:
    """A matrix (width, PLAN) that reads between the plan's points, with round, overlapping steps."""
    at = (np.arange(width, dtype=np.float32) + 0.5) / width * PLAN - 0.5
    weight = bell(at[:, None] - np.arange(PLAN), 0.7 * SPAN)
    return (weight / weight.sum(axis=1, keepdims=True)).astype(np.float32)


def _plain(rng: np.random.Generator, c: float, cloud: Array) -> Array:
    """Painted canvas, as photographers hang it."""
    return 0.25 + (0.06 + 0.16 * c) * cloud


def _gradient(rng: np.random.Generator, c: float, cloud: Array) -> Array:
    """One colour running into another, or a lit spot."""
    if rng.uniform() < 0.4:
        x, y = rng.uniform(0.1, 0.9), rng.uniform(0.1, 0.7)
        return 1.1 - (1.0 + c) * np.hypot(_X - float(x), _Y - float(y)) + 0.05 * cloud
    angle = rng.uniform(0, 2 * np.pi)
    return (
        0.5 + (0.6 + 0.6 * c) * ((_X - 0.5) * float(np.cos(angle)) + (_Y - 0.5) * float(np.sin(angle))) + 0.05 * cloud
    )


def _blobs(rng: np.random.Generator, c: float, cloud: Array) -> Array:
    """Lights far out of focus."""
    mix = 0.12 * cloud
    for x, y, r, light in rng.uniform((0, 0, 0.05, 0.35), (1, 1, 0.15, 1), (9, 4)).tolist():
        mix = mix + (0.4 + 0.8 * c) * light * smooth(r * 1.15, r * 0.8, np.hypot(_X - x, _Y - y))
    return mix


def _room(rng: np.random.Generator, c: float, cloud: Array) -> Array:
    """A wall with a window or a picture, and something low beside it."""
    left, width, top, sill, dark, edge = rng.uniform(
        (-0.1, 0.25, -0.1, 0.45, -0.5, 0.0), (0.25, 0.45, 0.15, 0.85, 0.7, 1.0)
    ).tolist()
    left = left if rng.uniform() < 0.5 else 1 - left - width
    inside = smooth(left - 0.015, left + 0.015, _X) * smooth(left + width + 0.015, left + width - 0.015, _X)
    inside = inside * smooth(top - 0.015, top + 0.015, _Y) * smooth(sill + 0.015, sill - 0.015, _Y)
    cross = smooth(0.0, 0.025, np.abs(_X - left - width / 2)) * smooth(0.0, 0.025, np.abs(_Y - (top + sill) / 2))
    low = smooth(0.7, 0.73, _Y) * (
        smooth(edge - 0.02, edge + 0.02, _X) if rng.uniform() < 0.5 else smooth(edge + 0.02, edge - 0.02, _X)
    )
    return inside * (0.35 + 0.65 * cross) * (0.7 + 0.8 * c) + dark * low + 0.08 * cloud


def _street(rng: np.random.Generator, c: float, cloud: Array) -> Array:
    """Houses under a sky."""
    mix = 0.9 - 0.3 * _Y + 0.06 * cloud
    left = -float(rng.uniform(0, 0.1))
    while left < 1:
        width, top, shade, panes = rng.uniform((0.12, 0.0, -0.3, 30), (0.32, 0.5, 0.7, 60)).tolist()
        house = (
            smooth(left - 0.01, left + 0.01, _X)
            * smooth(left + width + 0.01, left + width - 0.01, _X)
            * smooth(top, top + 0.02, _Y)
        )
        windows = 0.5 + 0.5 * np.sign(np.sin((_X - left) * panes) * np.sin(_Y * panes * 0.7))
        mix = mix + house * (shade * (0.5 + 0.5 * c) + 0.25 * c * windows - mix)
        left += width
    return mix


def _foliage(rng: np.random.Generator, c: float, cloud: Array) -> Array:
    """Leaves in the sun, out of focus."""
    leaf = grain.cut(grain.clouds(1.15, 19), int(rng.integers(60000)), PLAN, PLAN)
    return 0.35 + (0.15 + 0.25 * c) * leaf + 0.2 * cloud


def _horizon(rng: np.random.Generator, c: float, cloud: Array) -> Array:
    """Hills or a shore."""
    level, waves, phase, tilt = rng.uniform((0.3, 3, 0, -0.25), (0.75, 9, 6, 0.25)).tolist()
    hills = level + 0.06 * np.sin(_X * waves + phase) + tilt * (_X - 0.5) + 0.02 * cloud
    return smooth(-0.02, 0.03, _Y - hills) * (0.6 + 0.5 * c) + 0.25 * (1 - _Y) + 0.07 * cloud


def _curtain(rng: np.random.Generator, c: float, cloud: Array) -> Array:
    """Folds of a curtain."""
    folds, phase = rng.uniform((22, 0), (48, 6)).tolist()
    return 0.4 + (0.25 + 0.35 * c) * np.sin(_X * folds + 1.5 * np.sin(_Y * 2 + phase) + cloud * 0.5) + 0.1 * cloud


def _wall(rng: np.random.Generator, c: float, cloud: Array) -> Array:
    """Bricks or boards."""
    tall, broad = rng.uniform((7, 4), (13, 7)).tolist()
    row = np.floor(_Y * tall)
    seam = np.minimum(
        0.5 - np.abs(np.mod(_Y * tall, 1) - 0.5),
        (0.5 - np.abs(np.mod(_X * broad + 0.5 * np.mod(row, 2), 1) - 0.5)) * 1.7,
    )
    tint = np.sin(row * 12.9 + np.floor(_X * broad + 0.5 * np.mod(row, 2)) * 78.2)
    return 0.3 + 0.1 * c * tint + 0.12 * cloud - (0.2 + 0.4 * c) * smooth(0.14, 0.02, seam)


_KINDS: dict[str, Callable[[np.random.Generator, float, Array], Array]] = {
    "plain": _plain, "gradient": _gradient, "blobs": _blobs, "room": _room, "street": _street, "foliage": _foliage,
    "horizon": _horizon, "curtain": _curtain, "wall": _wall,
}  # fmt: skip


def plan(frame: Frame) -> Array:
    """The backdrop's albedo on the small plan, (3, PLAN, PLAN) linear."""
    rng = np.random.default_rng(frame.backdrop_seed)
    cloud = grain.cut(grain.clouds(1.6, 17), frame.backdrop_seed, PLAN, PLAN)
    mix = _KINDS[frame.backdrop](rng, frame.backdrop_contrast, cloud)
    hue, colourful, value = frame.backdrop_hue, frame.backdrop_saturation, frame.backdrop_value
    if frame.backdrop == "foliage":
        first, second = (
            palette.paint(0.2 + 0.2 * hue, 0.4 + 0.4 * colourful, 0.2 + 0.5 * value),
            palette.paint(0.17, 0.3, 0.85),
        )
    else:
        first = palette.paint(hue, colourful, value)
        second = palette.paint(
            frame.backdrop_hue_2, min(colourful + 0.1, 1), value + 0.35 if value < 0.55 else value - 0.35
        )
    mix = np.clip(mix, -0.3, 1.5).astype(np.float32)
    return np.maximum(first[:, None, None] + mix * (second - first)[:, None, None], 0.004)


def hang(stage: Stage, frame: Frame, lamps: Lamps) -> None:
    """Fill the canvas with the lit backdrop, brighter towards the key light, the head's soft shadow on it."""
    wide = _enlarge(stage.width)
    x, y = stage.xs, stage.ys[:, None]
    lx, ly, lz = (float(v) for v in lamps.key)
    spread = (1 + 0.22 * lx * x - 0.07 * x * x) + (0.16 * ly * y - 0.07 * y * y)
    if frame.backdrop in _NEAR:
        ex, ey = (x + lx / max(lz, 0.3) * 0.5) * (1 / 0.62), (y + 0.03 + ly / max(lz, 0.3) * 0.4) * (1 / 0.78)
        soft = 0.35 + 0.5 * frame.softness
        spread *= 1 - (0.5 - 0.3 * frame.softness) * smooth(1 + soft, 1 - soft, ex * ex + ey * ey)
    small = plan(frame)
    light = (lamps.colour * (0.68 * max(lz, 0.35)) + lamps.sky * 0.6) * (1 / lamps.level)
    stage.canvas[:] = (wide @ (small * light[:, None, None]) @ wide.T) * spread
