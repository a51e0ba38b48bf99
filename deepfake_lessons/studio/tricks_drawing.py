"""Tricks of light and paint: the inner face under another lamp, and what was softened or sharpened; and the drawing."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from .actors import Actor, cast
from .camera import in_picture
from .darkroom import Pictures, developed
from .frames import Frame
from .ideal import INNER_FACE
from .render import Drawing, once, render
from .stage import SPAN, Array, bell
from .tricks_plan import LIMITS, Lights, Plan

WANDER = (0.7, 2.4)  # Hz, of a wandering lamp: never more than three flashes a second
_SWING, _GLOW = 0.8, 0.2  # radians, and share of its power, by which it wanders
_SOFT, _SHARP = 1.4, 1.3  # pixels of 64 of the blur around the face; how many times the fine detail is added
_FACE_SOFT, _FACE_SHARP = 1.1, 1.2


def seam(plan: Plan, kind: str, strength: float, rng: np.random.Generator) -> tuple[str, Array]:
    """Everything around the face too soft or too sharp; or a second actor's inner face, laid in so."""
    wrong = kind.split()[0]
    sharpness = strength if wrong == "sharp" else -strength
    if kind.endswith("background"):
        plan.around = (*plan.around, sharpness)
        how = f"around the face everything is too {wrong}"
    else:
        plan.face = (*plan.face, sharpness)
        other = cast(1, int(rng.integers(10_000, 90_000)))[0]
        plan.inner = mixed(plan.inner or plan.actor, other, strength)
        how = f"the inner face is {100 * strength:.0f} % that of the actor {other.id}, and too {wrong}"
    return how, np.ones(len(plan.moments))


def mixed(own: Actor, other: Actor, share: float) -> Actor:
    """An actor whose inner face (`ideal.INNER_FACE`) is on its way to another's, by a share of 0 to 1."""
    numbers = {knob.name for knob in fields(Actor) if knob.type == "float"}
    turned = {}
    for name in (name for names in INNER_FACE.values() for name in names):
        here, there = getattr(own, name), getattr(other, name)
        turned[name] = (1 - share) * here + share * there if name in numbers else (there if share >= 0.5 else here)
    return own.replace(**turned)


def shadow(plan: Plan, kind: str, strength: float, rng: np.random.Generator) -> tuple[str, Array]:
    """The inner face is lit from the other side, by a share of the light; all around keeps its own.

    Done twice, the second takes its share of what the first has left.
    """
    lamps = []
    for share, lamp in plan.lamps:
        if lamp.mirrored:
            lamps.append((share, lamp))
        else:
            lamps += [(share * (1 - strength), lamp), (share * strength, replace(lamp, mirrored=True))]
    plan.lamps = [(share, lamp) for share, lamp in lamps if share > 0]
    mirrored = sum(share for share, lamp in plan.lamps if lamp.mirrored)
    return f"{100 * mirrored:.0f} % of the key light on the inner face comes from the other side", np.ones(
        len(plan.moments)
    )


def light(plan: Plan, kind: str, strength: float, rng: np.random.Generator) -> tuple[str, Array]:
    """The key light wanders over the inner face, sideways and in power, up to 2.4 times a second."""
    aside, power = wandering(plan.times, strength, rng)
    plan.lamps = [(share, lamp.moved(aside, power)) for share, lamp in plan.lamps]
    at, bright = (np.array([getattr(one, name) for one in plan.moments]) for name in ("light_x", "light_power"))
    far = np.abs(np.clip(at + aside, *LIMITS["light_x"]) - at).max()
    much = np.abs(np.clip(bright * power, *LIMITS["light_power"]) / bright - 1).max()
    how = f"the key light on the inner face wanders by up to {far:.2f} radians and {100 * much:.0f} % of its power"
    return how, np.ones(len(plan.moments))


def wandering(times: Array, strength: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Where the lamp is at these times: (radians to the side, times its power), each (T,)."""
    swing, glow = (
        np.sum([np.sin(2 * np.pi * (rng.uniform(*WANDER) * times + rng.uniform())) for _ in range(3)], axis=0) / 1.7
        for _ in range(2)
    )
    return strength * _SWING * swing, 1 + strength * _GLOW * glow


def pictures(plan: Plan) -> tuple[list[int], Pictures]:
    """Draw what a plan changes: the places of those frames, and what they look like."""
    shots = plan.shots()
    places = [place for place, _, _ in shots]
    gain = plan.gain()
    drawings = (_layered(plan, gain, frame, lights) for _, frame, lights in shots)
    images, masks, landmarks = developed(drawings, plan.size, plan.camera, plan.seeds[places])
    return places, Pictures(images, *in_picture(masks, landmarks, plan.camera))


def _layered(plan: Plan, gain: Array, frame: Frame, lights: Lights) -> Drawing:
    """One frame in linear light, with the masks of the actor and the landmarks of the inner face that is seen."""
    below = once(plan.actor, frame, plan.size)
    linear, points = below.linear, below.landmarks
    who = plan.inner or plan.actor
    other = who != plan.actor
    if other or plan.face or any(lit != frame for _, lit in lights):
        inner: Array = np.zeros_like(linear)
        mask = below.masks["inner"]
        for share, lit in lights:
            if lit == frame and not other:
                inner += np.float32(share) * linear
                continue
            above = render(who, lit, plan.size, face_alone=True)
            inner += np.float32(share) * above.linear
            mask = np.minimum(mask, above.masks["inner"])
            points = above.landmarks if other else points
        inner *= gain
        for sharpness in plan.face:
            inner = focused(inner, sharpness, _FACE_SOFT, 0.8, _FACE_SHARP)
        linear = linear + mask[..., None] * (inner - linear)
    for sharpness in plan.around:
        beside = 1 - below.masks["face"][..., None]
        linear = linear + beside * (focused(linear, sharpness, _SOFT, 1.0, _SHARP) - linear)
    return Drawing(np.maximum(linear, 0), below.masks, points)


def focused(linear: Array, sharpness: float, soft: float, fine: float, sharp: float) -> Array:
    """A picture (S, S, 3) made softer or sharper.

    Args:
        sharpness: -1 (blurred by `soft` pixels of 64) to 1 (what is finer than `fine` pixels of 64 is added `sharp`
            times).
    """
    if not sharpness:
        return linear
    unit, size = len(linear) / 64, len(linear)
    at = np.arange(size, dtype=np.float32)
    weight = bell(at[:, None] - at, SPAN * unit * (-sharpness * soft if sharpness < 0 else fine))
    spread = weight / weight.sum(axis=1, keepdims=True)
    blurred: Array = (spread @ linear.transpose(2, 0, 1) @ spread.T).transpose(1, 2, 0)
    return blurred if sharpness < 0 else linear + np.float32(sharp * sharpness) * (linear - blurred)
