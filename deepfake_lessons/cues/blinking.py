"""Blinking: are there blinks, as many as people make, with both eyes, whole, and neither long nor hurried?

An eye's usual look in the clip is the open eye: white, iris, white. How much of that look a frame shows, against the
skin below the eye, is how open the eye is: 1 usually, near 0 when the lid is down. Dips are blinks. The score is the
surprise, -log(probability), of what was seen, given 15 to 20 blinks a minute: three seconds without a blink surprise
nobody, twelve do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from .base import Array, Box, CannotJudge, Evidence, long_enough, meter
from .regions import Faces, faces

RATE = (15.0, 20.0)  # blinks a minute (Bentivoglio et al. 1997, Movement Disorders 12)
_DIP = 0.7  # openness below which an eye is on its way to be shut
_WHOLE, _HALF = 0.42, 0.045  # a whole blink takes away at least so much of the eye's lower half; deviation of that
_ALIKE, _UNLIKE = 0.22, 0.09  # by how much two eyes may differ in one blink; deviation
_LONG, _LONGER = 0.4, 0.06  # seconds below the dip's edge that a usual blink lasts at most; deviation
_SEEN = 0.045  # contrast of an eye, as a logarithm, that is needed to see it blink
_NOISE = 0.14  # difference of the eyes from one frame to the next, at the median, above which nothing can be read
_TOLD = 2.0  # surprise below which no reason is given
_COLOUR = 3.0  # how much more colour counts than brightness: lashes and folds stay when an eye is shut


@dataclass(frozen=True)
class Blink:
    """First and last frame; how much of each eye went away, 0 ... about 1; and of their lower half, shut last."""

    first: int
    last: int
    left: float
    right: float
    low: float


@meter("blinking")
def measure(clip: Any) -> tuple[float, Evidence]:
    """How surprising the blinks are.

    Args:
        clip: with frames and fps, and landmarks if known; 2 seconds or more, and 12 to say something of missing ones.

    Returns:
        a `Cue`; the score is -log(probability) of the blinks seen (in nats; 3 is one clip in twenty).
    """
    long_enough("the blink meter", clip, 2)
    if clip.fps < 10:
        raise CannotJudge(f"at {clip.fps:g} frames a second a blink falls between two frames: 10 or more are wanted")
    found = faces(clip)
    open_, lower = (np.where(found.seen, openness(found, half), 1.0) for half in (False, True))
    if float(np.median(np.abs(np.diff((open_[0] - open_[1])[found.seen])))) > _NOISE:
        raise CannotJudge("the eyes are too small or the picture too noisy: both seem to flutter, each by itself")
    blinks = _dips(open_, lower, found.seen, round(0.1 * clip.fps))
    seconds = float(found.seen.sum()) / clip.fps
    reasons = surprises(blinks, seconds, clip.fps)
    name = max(reasons, key=lambda one: reasons[one][0])
    total = sum(surprise for surprise, _ in reasons.values())
    rate = 60 * len(blinks) / seconds
    words = f"{len(blinks)} blink{'s' * (len(blinks) != 1)} in {seconds:.1f} s, {rate:.0f} a minute; "
    reason = reasons[name][1]
    words += reason if total > _TOLD else "nothing unusual in so short a time" if not blinks else "nothing unusual"
    place = _deepest(open_, blinks) if blinks else int(np.flatnonzero(found.seen)[int(found.seen.sum()) // 2])
    curves = {f"eye on the {side}, open": np.where(found.seen, track, np.nan)
              for side, track in zip(("left", "right"), open_, strict=True)}  # fmt: skip
    boxes = {f"eye on the {side}": _box(found, place, number) for number, side in enumerate(("left", "right"))}
    return total, Evidence(f"{words}.", place, boxes, curves, found.source)


def openness(found: Faces, lower: bool = False) -> Array:
    """How open each eye or its lower half is, (2, T): 1 as usual in this clip, 0 when nothing of an open eye is left.

    Raises:
        CannotJudge: eyes that hardly differ from the skin around them.
    """
    tracks, contrast = [], []
    for eye in (0, 1):
        rows = (0.017, 0.09, 11, 3) if lower else (-0.11, 0.11, 11, 7)
        pixels = np.log(found.read(found.beside(found.points[:, eye], -0.22, 0.22, *rows)) + 12)
        below = np.log(found.read(found.beside(found.points[:, eye], -0.2, 0.2, 0.28, 0.42, 9, 3)) + 12)
        look = pixels - np.median(below, axis=1)[:, None]
        colour = look - look.mean(axis=2, keepdims=True)
        look = look - look.mean(axis=(1, 2), keepdims=True)
        look = np.concatenate([look, _COLOUR * colour], axis=2).reshape(len(look), -1)
        usual = np.median(look[found.seen], axis=0)
        contrast.append(float(np.sqrt(np.mean(usual**2))))
        tracks.append(look @ usual / max(float(usual @ usual), 1e-9))
    if not lower and min(contrast) < _SEEN:
        raise CannotJudge("the eyes hardly stand out against the skin: glasses, shade or a small picture hide them")
    return np.array(tracks)


def surprises(blinks: list[Blink], seconds: float, fps: float) -> dict[str, tuple[float, str]]:
    """What is unusual: name -> (surprise in nats, words)."""
    count = len(blinks)
    few, many = _at_most(count, seconds), _at_least(count, seconds)
    found = {
        "few": (-math.log(few), f"people blink 15 to 20 times a minute: so few are seen with a chance of {few:.2g}"),
        "many": (-math.log(many), f"so many are seen with a chance of {many:.2g}"),
    }
    if not blinks:
        return found
    depth = float(np.median([one.low for one in blinks]))
    apart = float(np.median([abs(one.left - one.right) for one in blinks]))
    longest = max((one.last - one.first + 1) / fps for one in blinks)
    found["half"] = (_beyond(_WHOLE - depth, _HALF), f"the lids hide {100 * depth:.0f} % of the eyes' lower half only")
    found["one eye"] = (_beyond(apart - _ALIKE, _UNLIKE), f"one eye shuts {100 * apart:.0f} % less than the other")
    found["slow"] = (_beyond(longest - _LONG, _LONGER), f"one of them lasts {longest:.2f} s")
    return found


def _beyond(excess: float, deviation: float) -> float:
    """Surprise of an excess, as under a bell of that deviation; 0 for none."""
    return 0.5 * (max(excess, 0.0) / deviation) ** 2


def _at_most(count: int, seconds: float) -> float:
    """Probability of so many blinks or fewer (Poisson, the rate spread evenly over RATE)."""
    means = np.linspace(*RATE, 11) * seconds / 60
    return max(float(np.mean([_poisson(count, mean) for mean in means])), 1e-30)


def _at_least(count: int, seconds: float) -> float:
    """Probability of so many blinks or more."""
    if count == 0:
        return 1.0
    means = np.linspace(*RATE, 11) * seconds / 60
    tails = [sum(_term(k, mean) for k in range(count, count + 60 + int(4 * mean))) for mean in means]
    return min(max(float(np.mean(tails)), 1e-30), 1.0)


def _poisson(count: int, mean: float) -> float:
    return sum(_term(k, mean) for k in range(count + 1))


def _term(k: int, mean: float) -> float:
    return math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))


def _dips(open_: Array, lower: Array, seen: Array, gap: int) -> list[Blink]:
    """The blinks in (2, T) openness; two dips not more than `gap` frames apart are one."""
    down = np.flatnonzero((open_.min(axis=0) < _DIP) & seen)
    if not len(down):
        return []
    ends = np.flatnonzero(np.diff(down) > gap + 1)
    runs = zip(down[np.append(0, ends + 1)], down[np.append(ends, len(down) - 1)], strict=True)
    found = []
    for a, b in runs:
        wide = slice(max(a - 1, 0), b + 2)
        left, right, low = (1 - float(track[..., wide].min()) for track in (*open_, lower))
        found.append(Blink(int(a), int(b), left, right, low))
    return found


def _deepest(open_: Array, blinks: list[Blink]) -> int:
    """A frame to show: of the longest blink."""
    longest = max(blinks, key=lambda one: one.last - one.first)
    return longest.first + int(np.argmin(open_[:, longest.first : longest.last + 1].mean(axis=0)))


def _box(found: Faces, place: int, eye: int) -> Box:
    return found.hull(found.beside(found.points[:, eye], -0.32, 0.32, -0.2, 0.2, 2, 2)[place])
