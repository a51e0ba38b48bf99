"""What stands behind: nine kinds of backdrop, out of focus as in a portrait, drawn small and enlarged; and the shadow on it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from . import grain, palette
from .frames import Frame
from .shading import Lamps
from .stage import SPAN, Array, Stage, bell, smooth

PLAN = 40  # rows and columns of the small plan


@lru_cache(maxsize=8)
def _enlarge(width: int) -> Array:
    """A matrix (width, PLAN) that reads between the plan's points, with round, overlapping steps."""
    at = (np.arange(width) + 0.5) / width * PLAN - 0.5
    weight = bell(at[:, None] - np.arange(PLAN), 0.62 * SPAN)
    return (weight / weight.sum(axis=1, keepdims=True)).astype(np.float32)


def plan(frame: Frame) -> Array:
    """The backdrop's albedo on the small plan, (3, PLAN, PLAN) linear."""
    rng = np.random.default_rng(frame.backdrop_seed)
    y, x = (np.mgrid[0:PLAN, 0:PLAN] / (PLAN - 1)).astype(np.float32)
    first = palette.paint(frame.backdrop_hue, frame.backdrop_saturation, frame.backdrop_value)[:, None, None]
    other = 0.55 * frame.backdrop_value + 0.45 * (1 - frame.backdrop_value)
    second = palette.paint(frame.backdrop_hue_2, min(frame.backdrop_saturation + 0.1, 1), other)[:, None, None]
    c, kind = frame.backdrop_contrast, frame.backdrop
    cloud = grain.cut(grain.clouds(1.6, 17), frame.backdrop_seed, PLAN, PLAN)
    if kind == "plain":
        mix = 0.06 * cloud
    elif kind == "gradient":
        angle = rng.uniform(0, 2 * np.pi)
        mix = 0.5 + (0.5 + 0.5 * c) * ((x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)) + 0.05 * cloud
    elif kind == "blobs":
        mix = 0.1 * cloud
        for _ in range(9):
            cx, cy, r = rng.uniform(), rng.uniform(), rng.uniform(0.05, 0.14)
            mix = mix + (0.3 + 0.7 * c) * rng.uniform(0.4, 1) * smooth(r * 1.15, r * 0.8, np.hypot(x - cx, y - cy))
    elif kind == "room":
        edge, sill = rng.uniform(0.05, 0.35), rng.uniform(0.5, 0.8)
        window = smooth(0.02, -0.02, np.abs(x - (edge if rng.uniform() < 0.5 else 1 - edge)) - 0.17) * smooth(0.02, -0.02, y - sill)
        bars = 1 - 0.5 * smooth(0.03, 0.0, np.abs(np.mod(x * 6, 1) - 0.5) * 0.3)
        mix = window * bars * (0.5 + 0.9 * c) + 0.35 * smooth(0.72, 0.76, y) * rng.uniform(-0.6, 0.6) + 0.05 * cloud
    elif kind == "street":
        mix = 0.06 * cloud
        left = 0.0
        while left < 1:
            width, top = rng.uniform(0.09, 0.28), rng.uniform(0.0, 0.45)
            house = smooth(left - 0.01, left + 0.01, x) * smooth(left + width + 0.01, left + width - 0.01, x) * smooth(top, top + 0.02, y)
            panes = 0.5 + 0.5 * np.sin(x * 90) * np.sin(y * 70)
            mix = mix + house * (rng.uniform(-0.2, 1.0) * (0.4 + 0.6 * c) - mix + 0.18 * c * panes)
            left += width
    elif kind == "foliage":
        leaf = grain.cut(grain.clouds(0.85, 19), frame.backdrop_seed + 5, PLAN, PLAN)
        mix = 0.4 + (0.18 + 0.25 * c) * leaf + 0.2 * cloud
    elif kind == "horizon":
        level = rng.uniform(0.35, 0.75)
        hills = level + 0.05 * np.sin(x * rng.uniform(3, 9) + rng.uniform(0, 6)) + 0.02 * cloud
        mix = smooth(-0.03, 0.03, y - hills) * (0.5 + 0.5 * c) + 0.12 * (1 - y) + 0.04 * cloud
    elif kind == "curtain":
        sway = x * rng.uniform(30, 60) + 1.5 * np.sin(y * 2 + rng.uniform(0, 6)) + cloud * 0.4
        mix = 0.35 + (0.2 + 0.3 * c) * np.sin(sway)
    else:
        rows = np.floor(y * 11)
        gap = np.minimum(np.abs(np.mod(y * 11, 1) - 0.5), np.abs(np.mod(x * 6 + 0.5 * np.mod(rows, 2), 1) - 0.5) * 1.7)
        mix = 0.3 + 0.12 * grain.cut(grain.clouds(0.7, 23), frame.backdrop_seed, PLAN, PLAN) - (0.1 + 0.3 * c) * smooth(0.12, 0.0, gap)
    if kind == "foliage":
        first = palette.paint(0.2 + 0.2 * frame.backdrop_hue, 0.35 + 0.5 * frame.backdrop_saturation, 0.2 + 0.4 * frame.backdrop_value)[:, None, None]
        second = palette.paint(0.15 + 0.1 * frame.backdrop_hue_2, 0.3, 0.85)[:, None, None]
    mix = np.clip(mix, -0.4, 1.6).astype(np.float32)
    return np.maximum(first + mix * (second - first), 0.004).astype(np.float32)


def hang(stage: Stage, frame: Frame, lamps: Lamps) -> None:
    """Fill the canvas with the lit backdrop, brighter towards the key light, the head's soft shadow on it."""
    wide = _enlarge(stage.width)
    x, y = stage.xs, stage.ys[:, None]
    lx, ly, lz = (float(v) for v in lamps.key)
    spread = 1 + 0.22 * lx * x + 0.16 * ly * y - 0.07 * (x * x + y * y)
    near = frame.backdrop in ("plain", "gradient", "curtain", "wall")
    if near:
        ex, ey = (x + lx / max(lz, 0.3) * 0.55) * (1 / 0.62), (y + 0.03 + ly / max(lz, 0.3) * 0.5) * (1 / 0.78)
        soft = 0.35 + 0.5 * frame.softness
        spread = spread * (1 - (0.5 - 0.3 * frame.softness) * smooth(1 + soft, 1 - soft, ex * ex + ey * ey))
    small = plan(frame)
    for c in range(3):
        lit = float(lamps.colour[c] * 0.62 * max(lz, 0.35) + lamps.sky[c] * 0.55) / lamps.level
        stage.canvas[c] = (wide @ small[c] @ wide.T) * (spread * lit)
