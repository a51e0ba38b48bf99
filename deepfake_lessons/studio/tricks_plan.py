"""The shooting plan of a tampered clip: what each trick changes, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..clips import Caption
from .actors import Actor
from .film import Clip
from .frames import Frame
from .render import render
from .stage import Array

ACTED = ("jaw", "spread", "teeth", "blink_left", "blink_right")  # knobs that tricks of acting turn
Lamp = dict[str, Array]  # what is added to (light_x) or multiplied with (light_power) the key light, (T,) each


@dataclass(eq=False)
class Plan:
    """Changed by one trick after the other.

    Attributes:
        knobs: name -> (T,), of what is acted.
        sound, captions, truth: as in a clip.
        inner: whose inner face is shown; None for the actor's own.
        lights: (share, lamp) of the light on the inner face; "mirror" (T,) of 0 and 1 says from which side.
        face, around: how much too soft (-1) or too sharp (1) the inner face, and everything around the face, is.
        told: words for the clip's `about`.
    """

    knobs: dict[str, Array]
    sound: Array
    captions: tuple[Caption, ...]
    truth: dict[str, Array] = field(default_factory=dict)
    inner: Actor | None = None
    lights: list[tuple[float, Lamp]] = field(default_factory=list)
    face: float = 0.0
    around: float = 0.0
    told: list[dict[str, Any]] = field(default_factory=list)
    _moments: list[Frame] | None = None

    def moments(self, clip: Clip) -> list[Frame]:
        """The frames as they are acted now."""
        acted = []
        for k, moment in enumerate(clip.moments):
            new = {name: float(values[k]) for name, values in self.knobs.items() if values[k] != clip.truth[name][k]}
            acted.append(moment.replace(**new) if new else moment)
        return acted

    def changed(self, clip: Clip) -> Array:
        """The places of frames that have to be drawn anew, (K,) int."""
        every = self.inner is not None or self.face or self.around or self.lights != [(1.0, {})]
        acted = np.any([values != clip.truth[name] for name, values in self.knobs.items()], axis=0)
        return np.flatnonzero(acted | bool(every))

    def lit(self, moment: Frame, lamp: Lamp, place: int) -> Frame:
        """A frame under a lamp of the plan."""
        if not lamp:
            return moment
        aside = moment.light_x
        if "mirror" in lamp:
            aside = -float(np.copysign(max(abs(aside), LEAST), aside))
        aside += float(lamp["light_x"][place]) if "light_x" in lamp else 0.0
        power = moment.light_power * (float(lamp["light_power"][place]) if "light_power" in lamp else 1.0)
        return moment.replace(light_x=float(np.clip(aside, -1.4, 1.4)), light_power=float(np.clip(power, 0.5, 1.5)))

    def gain(self, clip: Clip) -> Array:
        """What the colours (3,) of the other's inner face are multiplied with to be those of the actor's own."""
        if self.inner is None:
            return np.ones(3, np.float32)
        own, other = (render(actor, clip.moments[0], clip.size) for actor in (clip.actor, self.inner))
        weight = np.minimum(own.masks["inner"], other.masks["inner"])[..., None]
        sums = [(weight * one.linear).sum(axis=(0, 1)) for one in (own, other)]
        return np.asarray(sums[0] / np.maximum(sums[1], 1e-4), np.float32)


LEAST = 0.6  # radians: light from nearly in front, mirrored, would be hardly another


def planned(clip: Clip) -> Plan:
    """The plan of a clip with nothing done to it."""
    return Plan({name: clip.truth[name] for name in ACTED}, clip.sound, clip.captions, lights=[(1.0, {})])
