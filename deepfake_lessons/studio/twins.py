"""Honest twins: genuine clips that show a sign of forgery all the same.

    sleepy = studio.twin(clip, "sleepy actor")

Nothing is forged in them: a telephone blurs what stands behind (portrait mode), a lamp flickers over the whole scene,
somebody is tired, somebody mumbles. Whoever calls every sign a proof accuses these.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ..checks import choice, number, whole
from .darkroom import developed
from .film import Clip
from .frames import Frame
from .render import Drawing
from .stage import Array
from .tricks_drawing import WANDER, focused

_BLURRED = 2.2  # pixels of 64 by which portrait mode blurs
_GLOW = 0.22  # share of its power by which a bad lamp flickers, slower than three times a second
_SLOW = 0.6  # seconds that a tired blink lasts longer
_STIFF = 0.85  # share of its movement that a mumbler's jaw leaves out


def twin(clip: Clip, kind: str, strength: float = 1.0, seed: int = 0) -> Clip:
    """Film a genuine clip again so that it looks suspicious.

    Args:
        clip: from `studio.film`.
        kind: one of `studio.TWINS`.
        strength: 0 (the clip itself comes back) to 1.
        seed: of what chance decides, 0 or more.

    Returns:
        a clip of the same actor, length and sound; its `about["twin"]` says what was done.

    Raises:
        ValueError: an unknown kind, or a strength outside its range.
        TypeError: something that is no clip of the studio.
    """
    choice("kind", kind, TWINS)
    strength = number("strength", strength, 0, 1, "a number from 0 (nothing) to 1")
    seed = whole("seed", seed, 0)
    if type(clip) is not Clip:
        raise TypeError(f"twin wants a genuine clip, as studio.film gives it, not {type(clip).__name__}")
    if strength == 0:
        return clip
    done = _KINDS[kind](clip, strength, np.random.default_rng([seed, 71]))
    return replace(done, about={**done.about, "twin": {"kind": kind, "strength": strength, "seed": seed}})


def _portrait(clip: Clip, strength: float, rng: np.random.Generator) -> Clip:
    """All that stands behind the actor out of focus, after the fact, as telephones do it."""

    def blurred(place: int) -> Drawing:
        drawing = clip.drawing(place)
        behind = drawing.masks["background"][..., None]
        soft = focused(drawing.linear, -strength, _BLURRED, 1.0, 0.0)
        return replace(drawing, linear=drawing.linear + behind * (soft - drawing.linear))

    taken = developed(map(blurred, range(len(clip))), clip.size, clip.camera, clip.seeds)
    return replace(clip, frames=taken.images)


def _lamp(clip: Clip, strength: float, rng: np.random.Generator) -> Clip:
    """A lamp with a loose contact: the whole scene grows brighter and darker."""
    times = np.arange(len(clip)) / clip.fps
    glow = np.sum([np.sin(2 * np.pi * (rng.uniform(*WANDER) * times + rng.uniform())) for _ in range(3)], axis=0) / 1.7
    powers = clip.truth["light_power"] * (1 + strength * _GLOW * glow)
    return clip.refilm(_with(clip, light_power=np.clip(powers, 0.5, 1.5)))


def _sleepy(clip: Clip, strength: float, rng: np.random.Generator) -> Clip:
    """Lids that hang a little, and stay down longer at every blink."""
    longer = strength * _SLOW
    times = (np.arange(len(clip)) + 0.5) / clip.fps
    steps = np.linspace(0, longer, max(2, round(longer * clip.fps * 4)))
    lids = {
        name: np.max([np.interp(times - step, times, clip.truth[name]) for step in steps], axis=0)
        for name in ("blink_left", "blink_right")
    }
    return clip.refilm(_with(clip, **{name: np.maximum(values, 0.2 * strength) for name, values in lids.items()}))


def _mumbler(clip: Clip, strength: float, rng: np.random.Generator) -> Clip:
    """Speech behind lips that hardly move."""
    kept = 1 - strength * _STIFF
    return clip.refilm(_with(clip, **{name: kept * clip.truth[name] for name in ("jaw", "spread", "teeth")}))


def _with(clip: Clip, **tracks: Array) -> list[Frame]:
    return [
        moment.replace(**{name: float(values[k]) for name, values in tracks.items()})
        for k, moment in enumerate(clip.moments)
    ]


_KINDS: dict[str, Callable[[Clip, float, np.random.Generator], Clip]] = {
    "portrait lens": _portrait,
    "flickering lamp": _lamp,
    "sleepy actor": _sleepy,
    "mumbler": _mumbler,
}
TWINS = tuple(_KINDS)
