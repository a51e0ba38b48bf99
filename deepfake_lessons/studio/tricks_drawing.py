"""Tricks of light and paint: the inner face under another lamp, and what was softened or sharpened; and the drawing."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from . import darkroom
from .actors import Actor, cast
from .camera import Camera, develop
from .film import Clip
from .frames import Frame
from .ideal import INNER_FACE
from .render import render
from .stage import SPAN, Array, bell
from .tricks_plan import Lamp, Plan

WANDER = (0.7, 2.4)  # Hz, of a wandering lamp: never more than three flashes a second
_SWING, _GLOW = 0.8, 0.2  # radians, and share of its power, by which it wanders
_SOFT, _SHARP = 1.4, 1.3  # pixels of 64 of the blur around the face; how many times the fine detail is added
_FACE_SOFT, _FACE_SHARP = 1.1, 1.2


def seam(plan: Plan, clip: Clip, kind: str, strength: float, rng: np.random.Generator) -> tuple[str, Array]:
    """Everything around the face too soft or too sharp; or a second actor's inner face, laid in so."""
    sign = 1 if kind.startswith("sharp") else -1
    if kind.endswith("background"):
        plan.around = float(np.clip(plan.around + sign * strength, -1, 1))
        how = f"around the face everything is too {kind.split()[0]}"
    else:
        plan.face = float(np.clip(plan.face + sign * strength, -1, 1))
        other = cast(1, int(rng.integers(10_000, 90_000)))[0]
        plan.inner = mixed(plan.inner or clip.actor, other, strength)
        how = f"the inner face of the actor {other.id}, too {kind.split()[0]}"
    return how, np.ones(len(clip))


def mixed(own: Actor, other: Actor, share: float) -> Actor:
    """An actor whose inner face (`ideal.INNER_FACE`) is on its way to another's, by a share of 0 to 1."""
    numbers = {knob.name for knob in fields(Actor) if knob.type == "float"}
    turned = {}
    for name in (name for names in INNER_FACE.values() for name in names):
        here, there = getattr(own, name), getattr(other, name)
        turned[name] = (1 - share) * here + share * there if name in numbers else (there if share >= 0.5 else here)
    return own.replace(**turned)


def shadow(plan: Plan, clip: Clip, kind: str, strength: float, rng: np.random.Generator) -> tuple[str, Array]:
    """The inner face is lit from the other side, by a share of the light; all around keeps its own."""
    mirror = np.ones(len(clip))
    plan.lights = [
        (share * part, shining)
        for share, lamp in plan.lights
        for part, shining in ((1 - strength, lamp), (strength, _turned(lamp, mirror)))
        if part > 0
    ]
    return f"{100 * strength:.0f} % of the light on the inner face comes from the other side", np.ones(len(clip))


def light(plan: Plan, clip: Clip, kind: str, strength: float, rng: np.random.Generator) -> tuple[str, Array]:
    """The key light wanders over the inner face, sideways and in power, up to 2.4 times a second."""
    times = np.arange(len(clip)) / clip.fps
    swing, glow = (
        np.sum([np.sin(2 * np.pi * (rng.uniform(*WANDER) * times + rng.uniform())) for _ in range(3)], axis=0) / 1.7
        for _ in range(2)
    )
    lamp = {"light_x": strength * _SWING * swing, "light_power": 1 + strength * _GLOW * glow}
    plan.lights = [
        (
            share,
            {
                **before,
                "light_x": before.get("light_x", 0) + lamp["light_x"],
                "light_power": before.get("light_power", 1) * lamp["light_power"],
            },
        )
        for share, before in plan.lights
    ]
    return f"the key light on the inner face wanders by up to {strength * _SWING:.2f} radians", np.ones(len(clip))


def _turned(lamp: Lamp, mirror: Array) -> Lamp:
    """A lamp on the other side; turned twice it is where it was."""
    if "mirror" in lamp:
        return {name: values for name, values in lamp.items() if name != "mirror"}
    return {**lamp, "mirror": mirror}


@dataclass(frozen=True)
class Order:
    """Some frames of one clip, and everything that their pictures depend on.

    Attributes:
        actor, inner: who, and whose inner face is shown.
        size, camera: as in the clip.
        gain: (3,) that the inner face's colours are multiplied with.
        frames, seeds: K of them, as acted, and of the camera's noise.
        lights: for each frame the shares and frames of the light on the inner face; the frame itself is its own light.
        face, around: -1 (too soft) ... 1 (too sharp).
    """

    actor: Actor
    inner: Actor
    size: int
    camera: Camera
    gain: Array
    frames: list[Frame]
    seeds: list[int]
    lights: list[list[tuple[float, Frame]]]
    face: float
    around: float


def drawn(order: Order) -> tuple[Array, Array, Array]:
    """Draw an order: images (K, S, S, 3) uint8, masks (4, K, S, S) uint8, landmarks (K, 6, 2) float32."""
    from threadpoolctl import threadpool_limits

    size, count = order.size, len(order.frames)
    images = np.empty((count, size, size, 3), np.uint8)
    masks = np.empty((len(darkroom.MASKS), count, size, size), np.uint8)
    landmarks = np.empty((count, 6, 2), np.float32)
    with threadpool_limits(1):  # as in the darkroom: the bytes never depend on the number of cores
        for place, (frame, seed, lights) in enumerate(zip(order.frames, order.seeds, order.lights, strict=True)):
            linear, layers, points = _layered(order, frame, lights)
            images[place] = develop(linear, order.camera, np.random.default_rng(seed))
            for layer, name in enumerate(darkroom.MASKS):
                masks[layer, place] = np.rint(layers[name] * 255)
            landmarks[place] = points
    return images, masks, landmarks


def _layered(order: Order, frame: Frame, lights: list[tuple[float, Frame]]) -> tuple[Array, dict[str, Array], Array]:
    """One frame in linear light, with the masks of the actor and the landmarks of the inner face that is seen."""
    below = render(order.actor, frame, order.size)
    linear, points = below.linear, below.landmarks
    other = order.inner != order.actor
    if other or order.face or lights != [(1.0, frame)]:
        inner: Array = np.zeros_like(linear)
        mask = below.masks["inner"]
        for share, lit in lights:
            if lit == frame and not other:
                inner += np.float32(share) * linear
                continue
            above = render(order.inner, lit, order.size, face_alone=True)
            inner += np.float32(share) * above.linear
            mask = np.minimum(mask, above.masks["inner"])
            points = above.landmarks if other else points
        inner = focused(inner * order.gain, order.face, _FACE_SOFT, 0.8, _FACE_SHARP)
        linear = linear + mask[..., None] * (inner - linear)
    if order.around:
        beside = 1 - below.masks["face"][..., None]
        linear = linear + beside * (focused(linear, order.around, _SOFT, 1.0, _SHARP) - linear)
    return np.maximum(linear, 0), below.masks, points


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
