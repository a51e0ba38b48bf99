"""Shadows: does the light fall on the inner face from where it falls on the rest of the head?

The right cheek's brightness against the left one's says from where the light comes. So do the temples and the sides of
the chin, which a pasted inner face does not reach: from them the cheeks' balance can be foretold.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .base import Array, CannotJudge, Evidence, meter
from .regions import Faces, faces, grey

# (left, right, top, bottom) of the right one of a pair, in the face's places; the left one is its mirror image
CHEEK, TEMPLE, CHIN = (0.25, 0.55, 0.3, 0.9), (0.75, 0.85, -0.6, -0.3), (0.25, 0.45, 1.5, 1.65)
_BY_TEMPLE, _BY_CHIN = 0.63, 0.25  # shares by which they foretell the cheeks' balance, on drawn actors
_FRONT = 0.05  # balances all below this: light from the front, of which no shadow tells anything
_FRAMES = 64  # looked at, at the most


@meter("shadows")
def measure(clip: Any) -> tuple[float, Evidence]:
    """How far the inner face's light and shade disagree with the head around it.

    Args:
        clip: with frames, and landmarks if known; one frame is enough.

    Returns:
        a `Cue`; the score is the distance of the cheeks' balance (the logarithm of right over left) from what temples
        and chin foretell: 0.1 is about 10 %.
    """
    found = some(faces(clip), _FRAMES)
    tracks = {name: balance(found, rectangle) for name, rectangle in _PLACES.items()}
    middle = {name: float(np.median(track)) for name, track in tracks.items()}
    foretold = _BY_TEMPLE * tracks["temples"] + _BY_CHIN * tracks["chin"]
    if max(abs(value) for value in middle.values()) < _FRONT:
        raise CannotJudge("the light comes from the front, and both sides of the face are equally bright")
    off = tracks["cheeks"] - foretold
    score = abs(float(np.median(off)))
    place = int(np.argmin(np.abs(off - np.median(off))))  # a frame like most
    words = (
        f"The cheeks are brighter on the {_side(middle['cheeks'])}, the temples on the {_side(middle['temples'])}, the "
        f"chin on the {_side(middle['chin'])}; from temples and chin the cheeks' balance is missed by "
        f"{100 * np.expm1(score):.0f} %."
    )
    boxes = {}
    for name, (left, right, top, bottom) in _PLACES.items():
        boxes[f"{name}, right"] = found.box(place, left, right, top, bottom)
        boxes[f"{name}, left"] = found.box(place, -right, -left, top, bottom)
    at = _numbers(found, len(clip.frames))
    curves = {f"{name}: right against left (%)": _on(at, 100 * np.expm1(track), len(clip.frames))
              for name, track in tracks.items()}  # fmt: skip
    return score, Evidence(words, int(at[place]), boxes, curves, found.source)


_PLACES = {"cheeks": CHEEK, "temples": TEMPLE, "chin": CHIN}


def balance(found: Faces, rectangle: tuple[float, float, float, float]) -> Array:
    """Logarithm of the right rectangle's brightness over that of its mirror image, (T,)."""
    left, right, top, bottom = rectangle
    sides = [found.patch(a, b, top, bottom, 4) for a, b in ((left, right), (-left, -right))]
    bright, other = (np.log(grey(colours) + 10) for colours in sides)
    return np.asarray(np.median(bright - other, axis=1))


def some(found: Faces, most: int) -> Faces:
    """At most so many frames, evenly, of those that show the face."""
    seen = np.flatnonzero(found.seen)
    chosen = seen[np.unique(np.linspace(0, len(seen) - 1, min(most, len(seen))).round().astype(int))]
    return Faces(found.frames, found.points[chosen], found.seen[chosen], found.source, chosen)


def _numbers(found: Faces, count: int) -> Array:
    return np.arange(count) if found.numbers is None else found.numbers


def _on(at: Array, values: Array, count: int) -> Array:
    """Values at some frames, and NaN at the others."""
    out = np.full(count, np.nan)
    out[at] = values
    return out


def _side(balance: float) -> str:
    if abs(balance) < 0.02:
        return "neither side"
    return f"{'right' if balance > 0 else 'left'} by {100 * np.expm1(abs(balance)):.0f} %"
