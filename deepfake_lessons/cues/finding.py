"""A face finder for clips whose landmarks nobody knows: local binary patterns, the cascade of scikit-image.

It looks at some of the frames. What it finds in them must agree in size and place. Between two looks the box moves in a
straight line; then it is moved and scaled in every frame until the face in it lies on the clip's own mean face (least
squares; Lucas and Kanade 1981), and a frame where nothing like that face is found does not show it. Eyes and mouth are
put where they are in most faces of that size. So a turned head is taken for a straight one, and a place may be off by a
seventh of the distance of the eyes (the median on drawn actors), by the same in every frame.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from .base import Array

_SIDE = 128  # pixels of the shorter side of what the finder looks at
_LOOKS, _EVERY = 24, 0.4  # frames it looks at, at the most; seconds between two looks
_LEAST, _STEP, _STRIDE = 0.25, 1.1, 1.5  # smallest face as a share of the shorter side; of the scan: scales, and places
_SURE, _ENOUGH = 4, 2  # windows that must agree on a face: in a still, and where other frames say the same
_AGREE = 3  # looks from which on they can bear each other out
_SHARE = 0.4  # of the looks that must show the face, at one size and place, before it is believed to be there
_SIZE, _AWAY = 0.35, 0.6  # from the usual box: logarithm of the side; distance in sides
_GRID, _ROUNDS, _PART = 20, 4, 512  # points across a face that is laid on the mean face; times; frames at once
_FURTHEST, _ALIKE = 0.25, 0.5  # sides by which a box may be moved at the most; correlation with the mean face, at least
# In a box of the finder, whose side is 1: eyes, nose, mouth corners, chin, measured on drawn actors.
_USUAL = np.array([(0.31, 0.41), (0.69, 0.41), (0.5, 0.68), (0.32, 0.8), (0.68, 0.8), (0.5, 1.08)], np.float32)


def find(frames: Array, fps: float) -> Array:
    """Landmarks by the face finder.

    Args:
        frames: (T, H, W, 3) uint8.
        fps: frames a second.

    Returns:
        (T, 6, 2) float32 pixels; NaN where the face is not: before it was first and after it was last found, and where
        a frame shows something else.
    """
    count = len(frames)
    looks = min(_LOOKS, max(1, round(count / fps / _EVERY) + 1), count)
    times = np.unique(np.linspace(0, count - 1, looks).round().astype(int))
    boxes = [look(frames[place], _ENOUGH if len(times) >= _AGREE else _SURE) for place in times]
    known = [number for number, box in enumerate(boxes) if box is not None]
    points = np.full((count, 6, 2), np.nan, np.float32)
    if not known:
        return points
    rows = np.array([boxes[number] for number in known], float)
    when = times[known]
    usual = np.median(rows, axis=0)  # a box of quite another size, or elsewhere, is no face, or another's
    away = np.hypot(*(rows[:, :2] + rows[:, 2:] / 2 - usual[:2] - usual[2] / 2).T)
    fits = (np.abs(np.log(rows[:, 2] / usual[2])) < _SIZE) & (away < _AWAY * usual[2])
    rows, when = rows[fits], when[fits]
    if len(when) < max(1, _SHARE * len(times)):
        return points
    inside = slice(0, count) if len(when) >= 0.8 * len(times) else slice(when[0], when[-1] + 1)
    places = np.arange(count)[inside]
    box = np.stack([np.interp(places, when, column) for column in rows.T], axis=1)
    if len(box) > 1:
        box = _laid(frames[inside], box)
    points[inside] = box[:, None, :2] + _USUAL * box[:, None, 2:]
    return points


def _laid(frames: Array, box: Array) -> Array:
    """Boxes (T, 3) of left, top and side, moved so that each frame's face lies on the mean one; NaN where none does."""
    at = np.linspace(0.12, 0.95, _GRID)
    u, v = (one.ravel() for one in np.meshgrid(at, at))
    start, parts = box, [slice(k, k + _PART) for k in range(0, len(box), _PART)]
    some = np.unique(np.linspace(0, len(box) - 1, min(len(box), _PART)).round().astype(int))
    for _ in range(_ROUNDS):
        mean = np.median(_patches(frames[some], box[some], u, v), axis=0)
        down, across = (one.ravel() for one in np.gradient(mean.reshape(_GRID, _GRID), at[1] - at[0]))
        ways = np.stack([across, down, across * (u - 0.5) + down * (v - 0.5), mean, np.ones_like(mean)])
        by = np.concatenate([(mean - _patches(frames[part], box[part], u, v)) @ np.linalg.pinv(ways) for part in parts])
        by = np.clip(by[:, :3], -0.08, 0.08)
        side = np.clip(box[:, 2] * (1 + by[:, 2]), start[:, 2] * (1 - _FURTHEST), start[:, 2] * (1 + _FURTHEST))
        moved = box[:, :2] + by[:, :2] * box[:, 2:] - (side - box[:, 2])[:, None] / 2
        reach = _FURTHEST * start[:, 2:]
        box = np.column_stack([np.clip(moved, start[:, :2] - reach, start[:, :2] + reach), side])
    alike = np.concatenate([_patches(frames[part], box[part], u, v) @ mean / len(mean) for part in parts])
    return np.where((alike >= _ALIKE * max(float(np.std(mean)), 1e-6))[:, None], box, np.nan)


def _patches(frames: Array, box: Array, u: Array, v: Array) -> Array:
    """Brightness at places (P,) of each box, (T, P), with mean 0 and deviation 1."""
    high, wide = frames.shape[1:3]
    x = np.clip(box[:, :1] + u * box[:, 2:] - 0.5, 0, wide - 1.001)
    y = np.clip(box[:, 1:2] + v * box[:, 2:] - 0.5, 0, high - 1.001)
    left, top = x.astype(np.intp), y.astype(np.intp)
    fx, fy = (x - left)[..., None], (y - top)[..., None]
    right, low = np.minimum(left + 1, wide - 1), np.minimum(top + 1, high - 1)
    t = np.arange(len(frames))[:, None]
    upper = frames[t, top, left] * (1 - fx) + frames[t, top, right] * fx
    lower = frames[t, low, left] * (1 - fx) + frames[t, low, right] * fx
    colours = np.ascontiguousarray(upper * (1 - fy) + lower * fy)  # sums must not depend on the frames' layout
    bright = np.log(colours @ np.array([0.299, 0.587, 0.114]) + 10)
    bright -= bright.mean(axis=1, keepdims=True)
    return np.asarray(bright / np.maximum(bright.std(axis=1, keepdims=True), 1e-6))


def look(picture: Array, agree: int = _SURE) -> tuple[float, float, float] | None:
    """The largest face in one picture: (left, top, side) in its pixels, or None.

    Args:
        picture: (H, W, 3) uint8.
        agree: how many windows must agree on it.
    """
    small, scale = _at_size(picture)
    side = min(small.shape[:2])
    if side < 24 or int(small.max()) - int(small.min()) < 8:
        return None
    least = max(24, round(_LEAST * side))
    boxes = cascade().detect_multi_scale(
        img=small, scale_factor=_STEP, step_ratio=_STRIDE, min_size=(least, least), max_size=(side, side),
        min_neighbor_number=agree,
    )  # fmt: skip
    if not boxes:
        return None
    best = max(boxes, key=lambda one: (one["width"], -one["r"], -one["c"]))
    return best["c"] * scale, best["r"] * scale, best["width"] * scale


def _at_size(picture: Array) -> tuple[Array, float]:
    """A picture whose shorter side is about `_SIDE`, and how many pixels one of its pixels stands for."""
    from scipy.ndimage import zoom

    fewer = max(1, min(picture.shape[:2]) // _SIDE)
    stride = max(1, fewer // 4)  # of a huge picture some pixels are enough
    part = picture[::stride, ::stride]
    fewer = max(1, fewer // stride)
    rows, columns = part.shape[0] // fewer, part.shape[1] // fewer
    blocks = part[: rows * fewer, : columns * fewer].reshape(rows, fewer, columns, fewer, 3)
    small = blocks.mean(axis=(1, 3), dtype=np.float32)
    scale = float(stride * fewer)
    larger = _SIDE / max(min(rows, columns), 1)
    if larger > 1 and max(rows, columns) * larger < 8 * _SIDE:
        small = zoom(small, (larger, larger, 1), order=1, grid_mode=True, mode="nearest")
        scale /= larger
    return np.ascontiguousarray(small[: 8 * _SIDE, : 8 * _SIDE].round().clip(0, 255).astype(np.uint8)), scale


@lru_cache(maxsize=1)
def cascade() -> Any:
    """scikit-image's finder of faces: local binary patterns, windows of 24 pixels and more."""
    from skimage.data import lbp_frontal_face_cascade_filename
    from skimage.feature import Cascade

    return Cascade(lbp_frontal_face_cascade_filename())
