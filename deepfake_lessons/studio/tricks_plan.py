"""The shooting plan of a tampered clip or still: what each trick changes, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..clips.footage import Caption
from .actors import Actor
from .camera import Camera
from .film import Clip
from .frames import Frame
from .photograph import Photographs
from .render import render
from .stage import Array

ACTED = ("jaw", "spread", "teeth", "blink_left", "blink_right")  # knobs that tricks of acting turn
LEAST = 0.6  # radians: light from nearly in front, mirrored, would be hardly another
LIMITS = {
    name: (Frame.__dataclass_fields__[name].metadata["low"], Frame.__dataclass_fields__[name].metadata["high"])
    for name in ("light_x", "light_power")
}
Lights = list[tuple[float, Frame]]  # shares that add up to 1, and the frames that they are the light of


@dataclass(frozen=True, eq=False)
class Lamp:
    """A key light other than the clip's own.

    Attributes:
        aside: (T,) radians that it stands farther to the right.
        power: (T,) factor of its strength.
        mirrored: whether it shines from the other side.
    """

    aside: Array
    power: Array
    mirrored: bool = False

    def on(self, moment: Frame, place: int) -> Frame:
        """A frame of the clip under this lamp."""
        aside = moment.light_x
        if self.mirrored:
            aside = -float(np.copysign(max(abs(aside), LEAST), aside))
        aside, power = aside + self.aside[place], moment.light_power * self.power[place]
        return moment.replace(
            light_x=float(np.clip(aside, *LIMITS["light_x"])),
            light_power=float(np.clip(power, *LIMITS["light_power"])),
        )

    def moved(self, aside: Array, power: Array) -> Lamp:
        """The same, moved once more."""
        return replace(self, aside=self.aside + aside, power=self.power * power)


@dataclass(eq=False)
class Plan:
    """Changed by one trick after the other.

    Attributes:
        actor, moments, seeds, size, camera: the scene as it was shot: who, T frames, the seeds of their noise.
        times: (T,) seconds at which the frames begin.
        lamps: what lights the inner face: (share, lamp), shares that add up to 1.
        knobs: name -> (T,), of what is acted.
        sound, captions, truth: as in a clip.
        inner: whose inner face is shown; None for the actor's own.
        face, around: how much too soft (-1) or too sharp (1) the inner face, and everything around the face, becomes;
            one number for each time.
        told: words for the clip's `about`.
    """

    actor: Actor
    moments: list[Frame]
    seeds: Array
    size: int
    camera: Camera
    times: Array
    lamps: list[tuple[float, Lamp]]
    knobs: dict[str, Array] = field(default_factory=dict)
    sound: Array = field(default_factory=lambda: np.zeros(0, np.float32))
    captions: tuple[Caption, ...] = ()
    truth: dict[str, Array] = field(default_factory=dict)
    inner: Actor | None = None
    face: tuple[float, ...] = ()
    around: tuple[float, ...] = ()
    told: list[dict[str, Any]] = field(default_factory=list)

    def shots(self) -> list[tuple[int, Frame, Lights]]:
        """What has to be drawn anew: places in the scene, the frames as they are acted, the light on the inner face."""
        every, found = bool(self.inner is not None or self.face or self.around), []
        for place, before in enumerate(self.moments):
            knobs = {name: float(values[place]) for name, values in self.knobs.items()}
            now = before if all(knobs[name] == getattr(before, name) for name in knobs) else before.replace(**knobs)
            lights = [(share, lamp.on(now, place)) for share, lamp in self.lamps]
            if every or now != before or any(lit != now for _, lit in lights):
                found.append((place, now, lights))
        return found

    def gain(self) -> Array:
        """What the colours (3,) of the other's inner face are multiplied with to be those of the actor's own."""
        if self.inner is None:
            return np.ones(3, np.float32)
        own, other = (render(actor, self.moments[0], self.size) for actor in (self.actor, self.inner))
        weight = np.minimum(own.masks["inner"], other.masks["inner"])[..., None]
        sums = [(weight * one.linear).sum(axis=(0, 1)) for one in (own, other)]
        return np.asarray(sums[0] / np.maximum(sums[1], 1e-4), np.float32)


def of_clip(clip: Clip) -> Plan:
    """The plan of a clip with nothing done to it."""
    many = len(clip)
    return Plan(
        clip.actor, clip.moments, clip.seeds, clip.size, clip.camera, np.arange(many) / clip.fps, _own_lamp(many),
        {name: clip.truth[name] for name in ACTED}, clip.sound, clip.captions,
    )  # fmt: skip


def of_still(taken: Photographs) -> Plan:
    """The plan of a single photograph with nothing done to it."""
    (who,) = taken.actor
    return Plan(
        taken.actors[who], taken.frames, taken.seeds, taken.size, taken.camera, np.zeros(1), _own_lamp(1)
    )  # fmt: skip


def _own_lamp(many: int) -> list[tuple[float, Lamp]]:
    return [(1.0, Lamp(np.zeros(many), np.ones(many)))]
