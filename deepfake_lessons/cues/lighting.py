"""Lighting: does the light on the face stay the same from frame to frame?

Both cheeks are looked at in the face's own places. The balance of left and right changes when the head turns, and then
slowly; a forger's lamp wanders by itself. What the turning of the head explains is taken away, and what is left is
asked how much it changes within an eighth of a second. Noise changes as much within a sixteenth: one and a half times
that much is taken away too, so a noisy camera is not accused.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .base import Array, CannotJudge, Evidence, long_enough, meter
from .regions import Faces, faces, grey

LEFT_CHEEK, RIGHT_CHEEK = (-0.62, -0.38, 0.35, 0.75), (0.38, 0.62, 0.35, 0.75)
_STEP = 1 / 16  # seconds between the frames that are compared first; then twice that
_LEAST = 0.002  # change that counts as none
_NOISY = 0.15  # change from one step to the next that, if it is noise, hides everything
_NOISE = 1.5  # a lamp changes two to four times as much (its square) in two steps as in one, noise once, give or take


@meter("lighting")
def measure(clip: Any) -> tuple[float, Evidence]:
    """How restless the light on the cheeks is.

    Args:
        clip: with frames and fps, and landmarks if known; a second or more.

    Returns:
        a `Cue`; the score is the natural logarithm of the change within an eighth of a second (0.05 is 5 %).
    """
    long_enough("the light meter", clip, 0.8)
    if clip.fps < 8:
        raise CannotJudge(f"{clip.fps:g} frames a second are too few to see a flicker: 8 or more are wanted")
    found = faces(clip)
    left, right = (np.log(np.median(grey(found.patch(*cheek)), axis=1) + 8) for cheek in (LEFT_CHEEK, RIGHT_CHEEK))
    lean, level = right - left, (right + left) / 2
    step = max(1, round(clip.fps * _STEP))
    unexplained = [_without(track, found) for track in (lean, level)]
    change, noise = np.sum([_restless(track, step, found.seen) for track in unexplained], axis=0)
    if noise > _NOISY and change < noise / 2:
        raise CannotJudge(f"noise alone changes the cheeks by {100 * np.expm1(noise):.0f} %, and would hide a flicker")
    jump = sum(np.square(track[2 * step :] - track[: -2 * step]) for track in unexplained)
    place = int(np.argmax(np.where(found.seen[2 * step :] & found.seen[: -2 * step], jump, -1))) + 2 * step
    words = (
        f"Within an eighth of a second the light on the cheeks changes by {100 * np.expm1(change):.1f} % more than "
        f"noise and the turning of the head explain; most at {place / clip.fps:.2f} s (frame {place})."
    )
    evidence = Evidence(
        words, place, {"left cheek": found.box(place, *LEFT_CHEEK), "right cheek": found.box(place, *RIGHT_CHEEK)},
        {
            "right cheek against left (%)": _shown(unexplained[0], found.seen),
            "both cheeks (%)": _shown(unexplained[1], found.seen),
        },
        found.source,
    )  # fmt: skip
    return float(np.log(_LEAST + change)), evidence


def _without(track: Array, found: Faces) -> Array:
    """A track (T,) less what the head's turning and nodding, a smile, and a steady drift explain."""
    time = np.linspace(-1, 1, len(track))
    wide = np.hypot(*(found.points[:, 4] - found.points[:, 3]).T) / np.maximum(found.eyes, 1e-6)
    known = [np.ones_like(time), time, found.turned, found.nodded, wide, found.turned**2]
    known = known[: max(2, int(found.seen.sum()) // 8)]
    columns = np.stack([one - one.mean() if number else one for number, one in enumerate(known)], axis=1)
    return track - columns @ np.linalg.lstsq(columns[found.seen], track[found.seen], rcond=None)[0]


def _restless(track: Array, step: int, seen: Array) -> tuple[float, float]:
    """Root mean square change within two steps beyond that of one, as noise has the same in both; and that of one."""
    powers = []
    for apart in (step, 2 * step):
        both = seen[apart:] & seen[:-apart]
        if not both.any():
            raise CannotJudge("the face is nowhere seen in frames that follow one another")
        powers.append(float(np.mean(np.square(track[apart:] - track[:-apart])[both])))
    return float(np.sqrt(max(powers[1] - _NOISE * powers[0], 0))), float(np.sqrt(powers[0]))


def _shown(track: Array, seen: Array) -> Array:
    return np.where(seen, 100 * np.expm1(track), np.nan)
