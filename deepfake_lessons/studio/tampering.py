"""Forging photographs of drawn actors, with the truth of what was done and dials for how well.

Tampering comes before the last camera: shoot everything, forged or genuine, once more (`develop(image,
studio.SECOND_SHOT, rng)`), or a detector learns the camera instead of the forgery.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .actors import Actor
from .photograph import Photographs, shoot
from .stage import Array

_REACH = 3  # standard deviations after which a feather is cut off


@dataclass(frozen=True, eq=False)
class Pasted:
    """Photographs whose inner face is another actor's.

    Attributes:
        images: (N, S, S, 3) uint8, not yet shot again.
        actor: (N,) int, places in the photographs' `actors`: whose photograph it was.
        other: (N,) int, places in `others`: whose inner face it shows.
        others: the actors whose faces were on offer.
        blend: (N, S, S) float32, 0 ... 1: how much of each pixel is the other actor's.
        match_colour, feather: (N,) float64, what the dials stood at.
    """

    images: Array
    actor: Array
    other: Array
    others: tuple[Actor, ...]
    blend: Array
    match_colour: Array
    feather: Array


def paste_face(
    photographs: Photographs,
    others: Sequence[Actor],
    match_colour: float | Sequence[float] = 1.0,
    feather: float | Sequence[float] = 1.0,
    seed: int = 0,
) -> Pasted:
    """Paste the inner face (from brows to lower lip) of another actor into each photograph.

    The other actor is photographed in the same frame by the same camera: held alike, lit alike, with the same
    expression. Then its colours are moved towards those of the face that it covers, and it is laid in through the inner
    mask.

    Args:
        photographs: from `studio.photograph`; N of them.
        others: actors to take faces from. Each photograph gets one by lot, never its own actor.
        match_colour: 0 (the other's own skin) to 1 (mean and contrast of each colour as in the face below); one number,
            or one for each photograph.
        feather: softness of the edge in pixels (standard deviation), 0 (cut with scissors) to 8; likewise.
        seed: of the lots and of the noise in the other actors' photographs; 0 or more.

    Raises:
        ValueError: a dial outside its range, or no other actor to take.
        TypeError: something that is no photographs, or others that are no actors.
    """
    if not isinstance(photographs, Photographs):
        given = type(photographs).__name__
        raise TypeError(f"paste_face wants photographs, as studio.photograph gives them, not {given}")
    count, rng = len(photographs), np.random.default_rng([seed, 51])
    colour = _dial("match_colour", match_colour, count, 1)
    soft = _dial("feather", feather, count, 8)
    own = [photographs.actors[place] for place in photographs.actor]
    other = _cast_others(own, list(others), rng)
    noise = [int(number) for number in rng.integers(2**62, size=count)]
    shot = shoot(list(others), other, photographs.frames, noise, photographs.size, photographs.camera)
    inner, theirs = photographs.masks["inner"], shot.masks["inner"]
    behind = photographs.masks["background"]
    forged, blend = photographs.images.copy(), np.zeros(inner.shape, np.float32)
    for k in range(count):
        # The other head may be narrower; and a soft edge stops where the head does.
        blend[k] = feathered(np.minimum(inner[k], theirs[k]), soft[k]) * (behind[k] < 0.5)
        forged[k] = laid_in(forged[k], shot.images[k], blend[k], colour[k])
    return Pasted(forged, photographs.actor, other, tuple(others), blend, colour, soft)


def laid_in(below: Array, above: Array, blend: Array, match_colour: float = 1.0) -> Array:
    """One picture laid over another where `blend` says so, its colours moved towards those that it covers.

    Args:
        below, above: (S, S, 3) uint8.
        blend: (S, S) 0 ... 1, how much of `above` each pixel gets.
        match_colour: 0 (as it is) to 1 (mean and standard deviation of each channel, under the blend, as below).

    Returns:
        (S, S, 3) uint8.
    """
    under: Array = below.astype(np.float32)
    over: Array = above.astype(np.float32)
    weight = blend[..., None] / max(float(blend.sum()), 1e-6)
    means = [(weight * picture).sum(axis=(0, 1)) for picture in (under, over)]
    spreads = [
        np.sqrt((weight * (picture - mean) ** 2).sum(axis=(0, 1)))
        for picture, mean in zip((under, over), means, strict=True)
    ]
    matched = (over - means[1]) * np.clip(spreads[0] / np.maximum(spreads[1], 1), 0.5, 2) + means[0]
    shown = over + match_colour * (matched - over)
    mixed = under + blend[..., None] * (shown - under)
    return np.clip(np.rint(mixed), 0, 255).astype(np.uint8)


def feathered(mask: Array, feather: float) -> Array:
    """A mask as a blend: cut at one half, then softened by a bell of `feather` pixels; (S, S) float32, 0 ... 1."""
    cut: Array = (np.asarray(mask) > 0.5).astype(np.float32)
    if feather < 0.05:
        return cut
    reach = np.arange(-int(np.ceil(_REACH * feather)), int(np.ceil(_REACH * feather)) + 1)
    bell = np.exp(-0.5 * (reach / feather) ** 2)
    rows = np.pad(cut, len(reach) // 2)
    for axis in (0, 1):
        rows = np.apply_along_axis(np.convolve, axis, rows, bell / bell.sum(), "valid").astype(np.float32)
    return rows


def _dial(name: str, value: float | Sequence[float], count: int, high: float) -> Array:
    """A dial as (N,) numbers from 0 to `high`."""
    numbers = np.asarray(value, dtype=float)
    if numbers.shape not in ((), (count,)) or not ((numbers >= 0) & (numbers <= high)).all():
        raise ValueError(f"{name}={value!r}: one number from 0 to {high:g} is wanted, or {count} of them")
    return np.broadcast_to(numbers, (count,)).copy()


def _cast_others(own: Sequence[Actor], others: list[Actor], rng: np.random.Generator) -> Array:
    """For each photograph the place of one of the others, by lot, never its own actor; (N,) int."""
    if wrong := [type(one).__name__ for one in others if not isinstance(one, Actor)]:
        raise TypeError(f"others: actors are wanted, as studio.cast gives them, and one is {wrong[0]}")
    chosen = []
    for mine in own:
        free = [place for place, one in enumerate(others) if one.id != mine.id]
        if not free:
            raise ValueError(f"nobody but {mine.id} among the others to take a face from: give other actors")
        chosen.append(free[int(rng.integers(len(free)))])
    return np.array(chosen, int)
