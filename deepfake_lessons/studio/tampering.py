"""Forging photographs of drawn actors, with the truth of what was done and dials for how well.

Tampering comes before the last camera: shoot everything, forged or genuine, once more (`develop(image,
studio.SECOND_SHOT, rng)`), or a detector learns the camera instead of the forgery.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

import numpy as np

from .actors import Actor
from .camera import CINEMA, Camera, develop
from .frames import Frame
from .render import SIZES, render
from .stage import Array

_REACH = 3  # standard deviations after which a feather is cut off


class Shots(Protocol):
    """What is asked of photographs: `studio.photograph` gives them, and so may anything else with these names."""

    @property
    def images(self) -> Array: ...

    @property
    def actor(self) -> Array: ...

    @property
    def truth(self) -> Mapping[str, Any]: ...

    @property
    def masks(self) -> Mapping[str, Array]: ...


@dataclass(frozen=True)
class Pasted:
    """Photographs whose inner face is another actor's.

    Attributes:
        images: (N, S, S, 3) uint8, not yet shot again.
        actor: (N,) ids of the actors whose photographs they were.
        other: (N,) ids of the actors whose inner faces they show.
        blend: (N, S, S) float32, 0 ... 1: how much of each pixel is the other actor's.
        match_colour, feather: (N,) what the dials stood at.
    """

    images: Array
    actor: Array
    other: Array
    blend: Array
    match_colour: Array
    feather: Array


def frame_of(truth: Mapping[str, Any], place: int) -> Frame:
    """The frame of one photograph, rebuilt from its truth.

    Args:
        truth: knob name -> (N,) values, as `Photographs.truth`.
        place: of the photograph, 0 ... N - 1.

    Raises:
        ValueError: a knob of `Frame` that the truth lacks.
    """
    names = [knob.name for knob in fields(Frame)]
    missing = [name for name in names if name not in truth]
    if missing:
        raise ValueError(f"the truth of these photographs lacks {', '.join(missing)}: take those of studio.photograph")
    return Frame(**{name: truth[name][place] for name in names})


def paste_face(
    photographs: Shots,
    others: Sequence[Actor],
    match_colour: float | Sequence[float] = 1.0,
    feather: float | Sequence[float] = 1.0,
    seed: int = 0,
    camera: Camera = CINEMA,
) -> Pasted:
    """Paste the inner face (from brows to lower lip) of another actor into each photograph.

    The other actor is drawn with the same frame: held alike, lit alike, with the same expression. Then its colours are
    moved towards those of the face that it covers, and it is laid in through the inner mask.

    Args:
        photographs: of drawn actors, from `studio.photograph`; N of them, of 32, 48, 64 or 128 pixels.
        others: actors to take faces from. Each photograph gets one by lot, never its own actor.
        match_colour: 0 (the other's own skin) to 1 (mean and contrast of each colour as in the face below); one number,
            or one for each photograph.
        feather: softness of the edge in pixels (standard deviation), 0 (cut with scissors) to 8; likewise.
        seed: of the lots and of the noise of the camera.
        camera: that shot the photographs, and shoots the others.

    Returns:
        `Pasted`: the forged images and the truth of what was done.

    Raises:
        ValueError: a dial outside its range, no other actor to take, photographs of another size.
        TypeError: others that are no actors.
    """
    images = np.asarray(photographs.images)
    if images.ndim != 4 or images.shape[1] != images.shape[2] or images.shape[1] not in SIZES:
        raise ValueError(f"photographs of shape {images.shape}: (N, S, S, 3) with S of {SIZES} is wanted")
    count, size = images.shape[:2]
    colour = _dial("match_colour", match_colour, count, 1)
    soft = _dial("feather", feather, count, 8)
    chosen = _cast_others(list(others), np.asarray(photographs.actor), np.random.default_rng([seed, 51]))
    inner, behind = _share(photographs.masks["inner"]), _share(photographs.masks["background"])
    forged, blend = images.copy(), np.zeros((count, size, size), np.float32)
    for place, other in enumerate(chosen):
        drawing = render(other, frame_of(photographs.truth, place), size)
        face = develop(drawing.linear, camera, np.random.default_rng([seed, place, 53]))
        both = inner[place] * (drawing.masks["inner"] > 0.5)
        blend[place] = feathered(both, soft[place]) * (behind[place] < 0.5)  # a soft edge stops where the head does
        forged[place] = laid_in(images[place], face, blend[place], colour[place])
    return Pasted(forged, np.asarray(photographs.actor), np.array([one.id for one in chosen]), blend, colour, soft)


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


def _cast_others(others: list[Actor], own: Array, rng: np.random.Generator) -> list[Actor]:
    """For each photograph one of the others by lot, never its own actor."""
    if wrong := [type(one).__name__ for one in others if not isinstance(one, Actor)]:
        raise TypeError(f"others: actors are wanted, as studio.cast gives them, and one is {wrong[0]}")
    chosen = []
    for mine in own:
        free = [one for one in others if one.id != str(mine)]
        if not free:
            raise ValueError(f"nobody but {mine} among the others to take a face from: give other actors")
        chosen.append(free[int(rng.integers(len(free)))])
    return chosen


def _share(mask: Array) -> Array:
    """Masks as 0 ... 1, also where they were stored as 0 ... 255."""
    mask = np.asarray(mask)
    return mask.astype(np.float32) / 255 if mask.dtype == np.uint8 else mask
