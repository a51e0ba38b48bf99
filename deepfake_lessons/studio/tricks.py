"""Tricks: five ways to break a clip, each with a dial, and the truth of what was done.

    forged = studio.tamper(clip, "lips", strength=0.5, seed=1)
    forged = studio.tamper(forged, "seam", kind="soft face")  # both, and the first is not lost
    forged.about["tampered"], forged.truth["tampered_lips"]

What is changed is the scene: the mouth, the lids, the lamp, the light that reaches the lens. The clip's own camera then
shoots it with the noise it had. A tampered clip remembers the genuine one, and is always made from it anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from .camera import develop
from .film import Clip
from .frames import Frame
from .photograph import Masks
from .stage import Array
from .tricks_acting import blink, lips
from .tricks_drawing import Order, all_drawn, light, seam, shadow, wandering
from .tricks_plan import LIMITS, Plan, planned

_CUES = {"seam": seam, "shadow": shadow, "lips": lips, "light": light, "blink": blink}
KINDS: dict[str, tuple[str, ...]] = {
    "seam": ("soft background", "sharp background", "soft face", "sharp face"),
    "shadow": ("mirrored",),
    "lips": ("late", "early", "another sentence", "dubbed"),
    "light": ("wandering",),
    "blink": ("none", "half", "one eye", "slow", "fast"),
}
CUES = tuple(KINDS)
_PART = 12  # frames that an executor is handed at once
_NUMBER = (int, float, np.integer, np.floating)
_OTHER = 1.0  # grey levels by which a picture differs that is not the one that was shot


@dataclass(frozen=True)
class Trick:
    """What was done to a clip: a cue, its kind, its strength from 0 to 1, and the seed of its lots."""

    cue: str
    kind: str
    strength: float
    seed: int


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Tampered(Clip):
    """A clip with something wrong.

    Attributes:
        genuine: the clip before anything was done to it.
        tricks: what was done, in order.
        about: "tampered" lists it as words: cue, kind, strength, seed, how.
        truth: "tampered_…" for each cue, (T,): how strongly a frame was changed by it, 0 where it was not. The knobs
            are those that are seen, phoneme, lip_closure, voicing and loudness those of the sound that is heard.
    """

    genuine: Clip
    tricks: tuple[Trick, ...]

    def drawing(self, place: int) -> Any:
        """Not to be had: what is tampered with is drawn in several layers.

        Raises:
            TypeError: always.
        """
        raise TypeError("a tampered clip is drawn in several layers: ask .genuine.drawing(place) for the scene before")

    def refilm(self, *changes: Any, **more: Any) -> Tampered:
        """As `Clip.refilm` of the genuine clip, then tampered with in the same way: `moments` start from
        `.genuine.moments`."""
        return _made([self.genuine.refilm(*changes, **more)], [self.tricks], None)[0]


def tamper(
    clip: Clip, cue: str, strength: float = 1.0, seed: int = 0, *, kind: str | None = None,
    executor: Executor | None = None,
) -> Clip:  # fmt: skip
    """Break a clip in one of five ways.

    Args:
        clip: from `studio.film`, or tampered with already: everything done before stays.
        cue: "seam" (everything around the face, or a second actor's inner face, is too soft or too sharp), "shadow"
            (the inner face is lit from the other side), "lips" (they do not say what is heard), "light" (the lamp
            wanders over the inner face), "blink".
        strength: 0 (the clip itself comes back) to 1.
        seed: of what chance decides, 0 or more.
        kind: one of `studio.KINDS[cue]`; default by lot. "dubbed" changes the sound, and nothing in the picture.
        executor: draws, anything with the interface of `concurrent.futures.Executor`; default here, alone.

    Returns:
        a clip of the same length and camera, with its truth.

    Raises:
        ValueError: an unknown cue or kind, or a dial outside its range.
        TypeError: something that is no clip of the studio.
    """
    return tamper_each([clip], cue, strength, [seed], kind=kind, executor=executor)[0]


def tamper_each(
    clips: Sequence[Clip], cue: str, strength: float = 1.0, seeds: Sequence[int] | int = 0, *, kind: str | None = None,
    executor: Executor | None = None,
) -> list[Clip]:  # fmt: skip
    """`tamper` for many clips, in parallel where there is an executor.

    Args:
        clips: any number of them.
        seeds: one for each clip; a number alone counts up from there.
        cue, strength, kind, executor: as in `tamper`.
    """
    if cue not in CUES:
        raise ValueError(f"cue={cue!r}: choose one of {', '.join(CUES)}")
    if kind is not None and kind not in KINDS[cue]:
        raise ValueError(f"kind={kind!r}: a {cue} is {', '.join(KINDS[cue])}, or None for one by lot")
    if not isinstance(strength, _NUMBER) or isinstance(strength, bool) or not 0 <= strength <= 1:
        raise ValueError(f"strength={strength!r}: a number from 0 (nothing) to 1 is wanted")
    if isinstance(clips, Clip):
        raise TypeError("tamper_each wants a list of clips: for a single one there is tamper")
    lots = _lots(seeds, len(clips))
    for clip in clips:
        _redrawable(clip)
    if strength == 0:
        return list(clips)
    before = [clip.genuine if isinstance(clip, Tampered) else clip for clip in clips]
    tricks = []
    for clip, lot in zip(clips, lots, strict=True):
        chosen = kind or str(np.random.default_rng([int(lot), 60]).choice(_likely(clip, cue)))
        new = Trick(cue, chosen, float(strength), int(lot))
        tricks.append((*(clip.tricks if isinstance(clip, Tampered) else ()), new))
    return list(_made(before, tricks, executor))


def _lots(seeds: Any, count: int) -> list[int]:
    """A seed for each clip."""
    several = isinstance(seeds, Sequence | np.ndarray) and not isinstance(seeds, str)
    lots = list(seeds) if several else [seeds]
    if wrong := [lot for lot in lots if isinstance(lot, bool) or not isinstance(lot, int | np.integer) or lot < 0]:
        raise ValueError(f"seed={wrong[0]!r}: a whole number, 0 or more, is wanted")
    lots = [int(lot) for lot in lots] if several else list(range(int(seeds), int(seeds) + count))
    if len(lots) != count:
        raise ValueError(f"{len(lots)} seeds for {count} clips: give one for each, or a single number")
    return lots


def _redrawable(clip: Any) -> None:
    """Refuse what cannot be drawn again: strangers' clips, and pictures that were changed after they were shot."""
    only = "only what the studio has drawn can be drawn again"
    if not isinstance(clip, Clip):
        raise TypeError(f"tamper wants a clip, as studio.film gives it, not {type(clip).__name__}: {only}")
    if isinstance(clip, Tampered):
        return
    if lacks := sorted({knob.name for knob in fields(Frame)} - clip.truth.keys()):
        raise ValueError(f"the truth of this clip has no {lacks[0]}: {only}")
    middle = len(clip) // 2
    again = develop(clip.drawing(middle).linear, clip.camera, np.random.default_rng(int(clip.seeds[middle])))
    if np.abs(again.astype(np.int16) - clip.frames[middle]).mean() > _OTHER:
        raise ValueError(f"these pictures are not those that the clip's camera shot: {only}; change them afterwards")


def _likely(clip: Clip, cue: str) -> tuple[str, ...]:
    """The kinds that chance chooses among: where nobody blinks, no blink can be left out."""
    still = cue == "blink" and not (clip.truth["blink_left"] > 0.5).any()
    return tuple(kind for kind in KINDS[cue] if not (still and kind == "none"))


def farthest_lot(clip: Clip, lots: Sequence[int], strength: float = 1.0) -> int:
    """Of some seeds the one whose wandering lamp stands farthest from its place in the clip's first frame.

    For stills: in a clip the lamp is now here, now there, and one frame by lot mostly shows it where it belongs.

    Args:
        clip: untouched, from `studio.film`.
        lots: seeds for `tamper(clip, "light", strength, seed)`, at least one.
        strength: of the trick.
    """
    at = clip.truth["light_x"][:1]
    asides = [wandering(np.zeros(1), strength, _chance("light", lot))[0] for lot in lots]
    far = [np.abs(np.clip(at + aside, *LIMITS["light_x"]) - at)[0] for aside in asides]
    return int(lots[int(np.argmax(far))])


def _chance(cue: str, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, 61 + CUES.index(cue)])


def _made(clips: Sequence[Clip], tricks: Sequence[tuple[Trick, ...]], executor: Executor | None) -> list[Tampered]:
    plans, orders = [], []
    for clip, all_of_them in zip(clips, tricks, strict=True):
        plan = planned(clip)
        for trick in all_of_them:
            rng = _chance(trick.cue, trick.seed)
            how, amount = _CUES[trick.cue](plan, clip, trick.kind, trick.strength, rng)
            how += "" if amount.any() else "; no frame of this clip shows it"
            plan.told.append({**vars(trick), "how": how})
            name = f"tampered_{trick.cue}"
            plan.truth[name] = np.maximum(plan.truth.get(name, 0.0), trick.strength * amount)
        plans.append(plan)
        orders.append(_orders(clip, plan, len(clip) if executor is None else _PART))
    done = iter(all_drawn([order for each in orders for _, order in each], executor))
    return [
        _finished(clip, plan, own, [(part, next(done)) for part, _ in each])
        for clip, plan, own, each in zip(clips, plans, tricks, orders, strict=True)
    ]


def _orders(clip: Clip, plan: Plan, many: int) -> list[tuple[Array, Order]]:
    """What has to be drawn anew, `many` frames at once: their places, and the order."""
    shots, gain = plan.shots(clip), plan.gain(clip)
    orders = []
    for first in range(0, len(shots), many):
        places, frames, lights = zip(*shots[first : first + many], strict=True)
        order = Order(
            actor=clip.actor, inner=plan.inner or clip.actor, size=clip.size, camera=clip.camera, gain=gain,
            frames=list(frames), seeds=[int(clip.seeds[place]) for place in places], lights=list(lights),
            face=plan.face, around=plan.around,
        )  # fmt: skip
        orders.append((np.array(places), order))
    return orders


def _finished(clip: Clip, plan: Plan, tricks: tuple[Trick, ...], parts: list[Any]) -> Tampered:
    frames, landmarks, layers = clip.frames.copy(), np.array(clip.landmarks), clip.masks.layers.copy()
    for places, (images, masks, points) in parts:
        frames[places], layers[:, places], landmarks[places] = images, masks, points
    return Tampered(
        frames=frames, fps=clip.fps, sound=plan.sound, rate=clip.rate, truth={**clip.truth, **plan.knobs, **plan.truth},
        landmarks=landmarks, captions=plan.captions, about={**clip.about, "tampered": plan.told}, actor=clip.actor,
        seeds=clip.seeds, camera=clip.camera, masks=Masks(layers), genuine=clip, tricks=tricks,
    )  # fmt: skip
