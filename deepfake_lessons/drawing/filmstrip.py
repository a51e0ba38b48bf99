"""A clip that stands still: frames side by side with their times, and below them the sound and the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from . import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIDE = 120  # drawn pixels of a frame
MOST_DRAWN = 4000  # points of a wave


def places(frames: int, count: int = 12) -> np.ndarray:
    """Which frames a strip shows: at most `count`, evenly, the first and the last among them; (K,) int."""
    return np.unique(np.linspace(0, frames - 1, min(count, frames)).round().astype(int))


def filmstrip(
    frames: Any,
    fps: float,
    sound: Any = None,
    rate: int = 16_000,
    captions: Sequence[Any] = (),
    labels: Sequence[str] = (),
    shown: Sequence[int] | None = None,
    columns: int = 6,
) -> Figure:
    """Frames of a clip in rows, each with its time; under each row its stretch of sound and the words said in it.

    Args:
        frames: (T, H, W, 3) uint8.
        fps: frames a second.
        sound: (samples,) -1 ... 1, or None or nothing in it for none.
        rate: samples a second.
        captions: with `.start` and `.words`, in seconds.
        labels: T short texts, set beside the times; none if empty.
        shown: which frames; default twelve, evenly.
        columns: frames a row.

    Raises:
        ValueError: no colour pictures, labels that are neither none nor T, or a frame that is not there.
    """
    pictures = np.asarray(frames)
    if pictures.ndim != 4 or pictures.shape[3] != 3 or pictures.dtype != np.uint8 or not len(pictures):
        raise ValueError(f"frames (T, H, W, 3) of uint8 are wanted, got {pictures.shape} of {pictures.dtype}")
    if len(labels) not in (0, len(pictures)) or columns < 1:
        raise ValueError(f"{len(labels)} labels for {len(pictures)} frames: give one for each, or none")
    which = places(len(pictures)) if shown is None else np.asarray(shown, int)
    if not len(which) or which.min() < 0 or which.max() >= len(pictures):
        raise ValueError(f"shown={list(which)}: frames 0 to {len(pictures) - 1} are there")
    columns = min(columns, len(which))
    rows = -(-len(which) // columns)
    heard = np.asarray([] if sound is None else sound, float)
    high, wide = pictures.shape[1:3]
    tall = SIDE * high / wide / 100
    below = 0.62 if len(heard) or len(captions) else 0.0
    width, each = columns * SIDE / 100, tall + 0.26 + below
    figure = style.figure(max(width, 1), max(rows * each, 1))
    for row in range(rows):
        mine = which[row * columns : (row + 1) * columns]
        top = 1 - row * each / (rows * each)
        ax = figure.add_axes((0, top - (tall + 0.26) / (rows * each), 1, tall / (rows * each)))
        ax.imshow(_joined(pictures[mine], columns), interpolation="bilinear", aspect="auto")
        ax.axis("off")
        for number, place in enumerate(mine):
            words = f"{place / fps:.2f} s" + (f"  {labels[place]}" if labels and labels[place] else "")
            at = (number + 0.5) / columns
            ax.text(at, 1.02, words, ha="center", va="bottom", fontsize=style.FONT - 2, transform=ax.transAxes)
        if below:
            bottom = top - each / (rows * each)
            start = mine[0] / fps
            end = which[(row + 1) * columns] / fps if row + 1 < rows else len(pictures) / fps
            under = figure.add_axes((0.005, bottom, 0.99, (below - 0.06) / (rows * each)))
            _sound(under, heard, rate, captions, start, end)
    return figure


def _joined(pictures: np.ndarray, columns: int) -> np.ndarray:
    """Pictures in one row on white, enlarged smoothly, with a gap between them."""
    high, wide = pictures.shape[1:3]
    size = (2 * SIDE - 8, max(1, round((2 * SIDE - 8) * high / wide)))
    row = np.full((size[1], 2 * SIDE * columns, 3), 255, np.uint8)
    for number, picture in enumerate(pictures):
        left = number * 2 * SIDE + 4
        row[:, left : left + size[0]] = np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC))
    return row


def _sound(ax: Any, sound: np.ndarray, rate: int, captions: Sequence[Any], start: float, end: float) -> None:
    """A stretch of sound as a wave, and words where they begin."""
    part = sound[int(start * rate) : int(end * rate)]
    if len(part):
        step = max(1, len(part) // MOST_DRAWN)
        cut = part[: len(part) // step * step].reshape(-1, step)
        times = start + np.arange(len(cut)) * step / rate
        loudest = max(float(np.abs(sound).max()), 0.05)
        ax.fill_between(times, cut.min(axis=1) / loudest, cut.max(axis=1) / loudest, color=style.BLUE, linewidth=0.3)
    for one in captions:
        if start <= one.start < end or (one.start < start < one.end):
            words = one.words if one.start >= start else f"… {one.words}"
            ax.text(max(one.start, start), 1.35, words, fontsize=style.FONT - 2, va="center", clip_on=True)
    ax.set_xlim(start, end)
    ax.set_ylim(-1.05, 1.7)
    ax.axis("off")
