"""Tricks of light and paint: the inner face under another lamp, and what was softened or sharpened; and the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass, fields, replace

import numpy as np

from .actors import Actor, cast
from .camera import Camera, develop, in_picture
from .darkroom import MASKS, PATIENCE, one_core
from .film import Clip
from .frames import Frame
from .ideal import INNER_FACE
from .render import once, render
from .stage import SPAN, Array, bell
from .tricks_plan import LIMITS, Lights, Plan

WANDER = (0.7, 2.4)  # Hz, of a wandering lamp: never more than three flashes a second
_SWING, _GLOW = 0.8, 0.2  # radians, and share of its power, by which it wanders
_SOFT, _SHARP = 1.4, 1.3  # pixels of 64 of the blur around the face; how many times the fine detail is added
_FACE_SOFT, _FACE_SHARP = 1.1, 1.2


def seam(plan: Plan, clip: Clip, kind: str, strength: float, rng: np.random.Generator) -> tuple[str, Array]:
    """Everything around the face too soft or too sharp; or a second actor's inner face, laid in so."""
    wrong = kind.split()[0]
    sharpness = strength if wrong == "sharp" else -strength
    if kind.endswith("background"):
        plan.around = (*plan.around, sharpness)
        how = f"around the face everything is too {wrong}"
    else:
        plan.face = (*plan.face, sharpness)
        other = cast(1, int(rng.integers(10_000, 90_000)))[0]
        plan.inner = mixed(plan.inner or clip.actor, other, strength)
        how = f"the inner face is {100 * strength:.0f} % that of the actor {other.id}, and too {wrong}"
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
    return f"{100 * mirrored:.0f} % of the key light on the inner face comes from the other side", np.ones(len(clip))


def light(plan: Plan, clip: Clip, kind: str, strength: float, rng: np.random.Generator) -> tuple[str, Array]:
    """The key light wanders over the inner face, sideways and in power, up to 2.4 times a second."""
    aside, power = wandering(np.arange(len(clip)) / clip.fps, strength, rng)
    plan.lamps = [(share, lamp.moved(aside, power)) for share, lamp in plan.lamps]
    at, bright = clip.truth["light_x"], clip.truth["light_power"]
    far = np.abs(np.clip(at + aside, *LIMITS["light_x"]) - at).max()
    much = np.abs(np.clip(bright * power, *LIMITS["light_power"]) / bright - 1).max()
    how = f"the key light on the inner face wanders by up to {far:.2f} radians and {100 * much:.0f} % of its power"
    return how, np.ones(len(clip))


def wandering(times: Array, strength: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Where the lamp is at these times: (radians to the side, times its power), each (T,)."""
    swing, glow = (
        np.sum([np.sin(2 * np.pi * (rng.uniform(*WANDER) * times + rng.uniform())) for _ in range(3)], axis=0) / 1.7
        for _ in range(2)
    )
    return strength * _SWING * swing, 1 + strength * _GLOW * glow


@dataclass(frozen=True)
class Order:
    """Some frames of one clip, and everything that their pictures depend on.

    Attributes:
        actor, inner: who, and whose inner face is shown.
        size, camera: as in the clip.
        gain: (3,) that the inner face's colours are multiplied with.
        frames, seeds: K of them, as acted, and of the camera's noise.
        lights: for each frame the light on its inner face: shares, and frames under that light. A frame that stands
            here itself has its own light.
        face, around: -1 (too soft) ... 1 (too sharp), one for each time that it is done.
    """

    actor: Actor
    inner: Actor
    size: int
    camera: Camera
    gain: Array
    frames: list[Frame]
    seeds: list[int]
    lights: list[Lights]
    face: tuple[float, ...]
    around: tuple[float, ...]


def all_drawn(orders: Sequence[Order], executor: Executor | None) -> list[tuple[Array, Array, Array]]:
    """The pictures of each order, as `drawn` gives them. What an executor leaves undone that is closed or broken is
    drawn here.

    Raises:
        TimeoutError: an executor gives nothing for two minutes.
    """
    if executor is None:
        return [drawn(order) for order in orders]
    futures: list[Future[tuple[Array, Array, Array]]] = []
    try:
        with suppress(RuntimeError):  # it takes no work any more
            for order in orders:
                futures.append(executor.submit(drawn, order))
        todo = set(futures)
        while todo:
            done, todo = wait(todo, timeout=PATIENCE, return_when=FIRST_COMPLETED)
            if not done:
                raise TimeoutError(f"the executor gave no picture for {PATIENCE:.0f} s: leave it out, or give another")
        results = []
        for place, order in enumerate(orders):
            try:
                results.append(futures[place].result())
            except (IndexError, BrokenExecutor, CancelledError):
                results.append(drawn(order))
        return results
    finally:
        for future in futures:
            future.cancel()


def drawn(order: Order) -> tuple[Array, Array, Array]:
    """Draw an order: images (K, S, S, 3) uint8, masks (4, K, S, S) uint8, landmarks (K, 6, 2) float32."""
    size, count = order.size, len(order.frames)
    images = np.empty((count, size, size, 3), np.uint8)
    masks = np.empty((len(MASKS), count, size, size), np.uint8)
    landmarks = np.empty((count, 6, 2), np.float32)
    with one_core():  # as in the darkroom: the bytes never depend on the number of cores
        for place, (frame, seed, lights) in enumerate(zip(order.frames, order.seeds, order.lights, strict=True)):
            linear, layers, points = _layered(order, frame, lights)
            images[place] = develop(linear, order.camera, np.random.default_rng(seed))
            for layer, name in enumerate(MASKS):
                masks[layer, place] = np.rint(layers[name] * 255)
            landmarks[place] = points
    return images, *in_picture(masks, landmarks, order.camera)


def _layered(order: Order, frame: Frame, lights: Lights) -> tuple[Array, dict[str, Array], Array]:
    """One frame in linear light, with the masks of the actor and the landmarks of the inner face that is seen."""
    below = once(order.actor, frame, order.size)
    linear, points = below.linear, below.landmarks
    other = order.inner != order.actor
    if other or order.face or any(lit != frame for _, lit in lights):
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
        inner *= order.gain
        for sharpness in order.face:
            inner = focused(inner, sharpness, _FACE_SOFT, 0.8, _FACE_SHARP)
        linear = linear + mask[..., None] * (inner - linear)
    for sharpness in order.around:
        beside = 1 - below.masks["face"][..., None]
        linear = linear + beside * (focused(linear, sharpness, _SOFT, 1.0, _SHARP) - linear)
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
