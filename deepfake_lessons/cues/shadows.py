"""Shadows: does the light fall on the inner face from where it falls on the rest of the head?

The right cheek's brightness against the left one's says from where the light comes. So do the temples and the sides of
the chin, which a pasted inner face does not reach: from them the cheeks' balance can be foretold. Hair over the
temples, or a beard, shades by itself: a place much darker or lighter than the cheeks is not asked.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .base import Array, CannotJudge, Evidence, meter
from .regions import Faces, faces, grey

# (left, right, top, bottom) of the right one of a pair, in the face's places; the left one is its mirror image
CHEEK, TEMPLE, CHIN = (0.25, 0.55, 0.3, 0.9), (0.75, 0.85, -0.6, -0.3), (0.25, 0.45, 1.5, 1.65)
_PLACES = {"cheeks": CHEEK, "temples": TEMPLE, "chin": CHIN}
# Shares by which they foretell the cheeks' balance, on drawn actors: both together, or one alone.
_SHARES = {("temples", "chin"): (0.70, 0.22), ("temples",): (0.83,), ("chin",): (0.93,)}
_SKIN = 0.5  # logarithm of brightness by which skin may differ from the cheeks
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
    found = faces(clip).some(_FRAMES)
    levels, tracks = {}, {}
    for name, rectangle in _PLACES.items():
        levels[name], tracks[name] = balance(found, rectangle)
    middle = {name: float(np.median(track)) for name, track in tracks.items()}
    asked = tuple(name for name in ("temples", "chin") if abs(levels[name] - levels["cheeks"]) < _SKIN)
    if not asked:
        raise CannotJudge("hair or a beard hides temples and chin, and nothing else says from where the light comes")
    foretold = sum(share * tracks[name] for name, share in zip(asked, _SHARES[asked], strict=True))
    if max(abs(middle[name]) for name in ("cheeks", *asked)) < _FRONT:
        raise CannotJudge("the light comes from the front, and both sides of the face are equally bright")
    off = tracks["cheeks"] - foretold
    score = abs(float(np.median(off)))
    place = int(np.argmin(np.abs(off - np.median(off))))  # a frame like most
    said = ", ".join(f"the {name} {_side(middle[name])}" for name in asked)
    words = (
        f"The cheeks are {_side(middle['cheeks'])}, {said}; {' and '.join(asked)} foretell{'s' * (asked == ('chin',))} "
        f"another balance of the cheeks, {100 * np.expm1(score):.0f} % off."
    )
    if len(asked) < 2:
        words += f" The {'chin' if asked == ('temples',) else 'temples'} looked too unlike skin to be asked."
    boxes = {}
    for name, (left, right, top, bottom) in ((name, _PLACES[name]) for name in ("cheeks", *asked)):
        boxes[f"{name}, right"] = found.box(place, left, right, top, bottom)
        boxes[f"{name}, left"] = found.box(place, -right, -left, top, bottom)
    curves = {f"{name}: right against left (%)": found.over_time(100 * np.expm1(track))
              for name, track in tracks.items() if name in ("cheeks", *asked)}  # fmt: skip
    return score, Evidence(words, int(found.numbers[place]), boxes, curves, found.source)


def balance(found: Faces, rectangle: tuple[float, float, float, float]) -> tuple[float, Array]:
    """Logarithm of a rectangle's brightness, with its mirror image; and of the right one over that image, (T,)."""
    left, right, top, bottom = rectangle
    sides = [found.patch(a, b, top, bottom, 4) for a, b in ((left, right), (-left, -right))]
    bright, other = (np.log(grey(colours) + 10) for colours in sides)
    level = float(np.median(np.concatenate([bright, other], axis=1)))
    return level, np.asarray(np.median(bright - other, axis=1))


def _side(balance: float) -> str:
    if abs(balance) < 0.02:
        return "equally bright on both sides"
    return f"{100 * np.expm1(abs(balance)):.0f} % brighter on the {'right' if balance > 0 else 'left'}"
