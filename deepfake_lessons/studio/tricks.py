"""Tricks: five ways to break a clip, each with a dial, and the truth of what was done.

    forged = studio.tamper(clip, "lips", strength=0.5, seed=1)
    forged = studio.tamper(forged, "seam", kind="soft face")  # both, and the first is not lost
    forged.about["tampered"], forged.truth["tampered_lips"]

What is changed is the scene: the mouth, the lids, the lamp, the light that reaches the lens. The clip's own camera then
shoots it with the noise it had. A tampered clip remembers the genuine one, and is always made from it anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from ..checks import choice, number, whole
from .camera import develop
from .film import Clip
from .frames import Frame
from .photograph import Masks, Photographs
from .tricks_acting import blink, lips
from .tricks_drawing import light, pictures, seam, shadow, wandering
from .tricks_plan import LIMITS, of_clip, of_still

_PAINTED = {"seam": seam, "shadow": shadow, "light": light}
_ACTED = {"lips": lips, "blink": blink}
KINDS: dict[str, tuple[str, ...]] = {
    "seam": ("soft background", "sharp background", "soft face", "sharp face"),
    "shadow": ("mirrored",),
    "lips": ("late", "early", "another sentence", "dubbed"),
    "light": ("wandering",),
    "blink": ("none", "half", "one eye", "slow", "fast"),
}
CUES = tuple(KINDS)
_OTHER = 1.0  # grey levels by which a picture differs that is not the one that was shot


@dataclass(frozen=True)
class Trick:
    """What was done to a clip: a cue, its kind, its strength from 0 to 1, and the seed of what chance decided."""

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
        return _made(self.genuine.refilm(*changes, **more), self.tricks)


def tamper(clip: Clip, cue: str, strength: float = 1.0, seed: int = 0, *, kind: str | None = None) -> Clip:
    """Break a clip in one of five ways.

    Args:
        clip: from `studio.film`, or tampered with already: everything done before stays.
        cue: "seam" (everything around the face, or a second actor's inner face, is too soft or too sharp), "shadow"
            (the inner face is lit from the other side), "lips" (they do not say what is heard), "light" (the lamp
            wanders over the inner face), "blink".
        strength: 0 (the clip itself comes back) to 1.
        seed: of what chance decides, 0 or more.
        kind: one of `studio.KINDS[cue]`; default by lot. "dubbed" changes the sound, and nothing in the picture.

    Returns:
        a clip of the same length and camera, with its truth.

    Raises:
        ValueError: an unknown cue or kind, or a dial outside its range.
        TypeError: something that is no clip of the studio.
    """
    choice("cue", cue, CUES)
    if kind is not None and kind not in KINDS[cue]:
        raise ValueError(f"kind={kind!r}: a {cue} is {', '.join(KINDS[cue])}, or None for one by lot")
    strength = number("strength", strength, 0, 1, "a number from 0 (nothing) to 1")
    seed = whole("seed", seed, 0)
    _redrawable(clip)
    if strength == 0:
        return clip
    before, done = (clip.genuine, clip.tricks) if isinstance(clip, Tampered) else (clip, ())
    return _made(before, (*done, Trick(cue, kind or _by_lot(_likely(clip, cue), seed), strength, seed)))


def tamper_still(taken: Photographs, cue: str, strength: float, seed: int) -> Photographs:
    """Break a single photograph as `tamper` would break each frame of a clip, its kind by lot.

    Args:
        taken: one, from `studio.photograph` or `film.still`.
        cue: "seam", "shadow" or "light": what one picture can show.
        strength, seed: as in `tamper`.
    """
    if strength == 0:
        return taken
    plan = of_still(taken)
    _PAINTED[cue](plan, _by_lot(KINDS[cue], seed), strength, _chance(cue, seed))
    places, (images, masks, landmarks) = pictures(plan)
    if not places:
        return taken
    return replace(taken, images=images, masks=Masks(masks), landmarks=landmarks)


def _by_lot(kinds: tuple[str, ...], seed: int) -> str:
    return str(np.random.default_rng([seed, 60]).choice(kinds))


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


def farthest_seed(moment: Frame, seeds: Sequence[int], strength: float) -> int:
    """Of some seeds the one whose wandering lamp stands farthest from its place in a still.

    In a clip the lamp is now here, now there, and one frame by lot mostly shows it where it belongs.
    """
    at = moment.light_x
    asides = [wandering(np.zeros(1), strength, _chance("light", seed))[0][0] for seed in seeds]
    far = [abs(np.clip(at + aside, *LIMITS["light_x"]) - at) for aside in asides]
    return int(seeds[int(np.argmax(far))])


def _chance(cue: str, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, 61 + CUES.index(cue)])


def _made(clip: Clip, tricks: tuple[Trick, ...]) -> Tampered:
    plan = of_clip(clip)
    for trick in tricks:
        rng = _chance(trick.cue, trick.seed)
        if trick.cue in _PAINTED:
            how, amount = _PAINTED[trick.cue](plan, trick.kind, trick.strength, rng)
        else:
            how, amount = _ACTED[trick.cue](plan, clip, trick.kind, trick.strength, rng)
        how += "" if amount.any() else "; no frame of this clip shows it"
        plan.told.append({**vars(trick), "how": how})
        name = f"tampered_{trick.cue}"
        plan.truth[name] = np.maximum(plan.truth.get(name, 0.0), trick.strength * amount)
    frames, landmarks, layers = clip.frames.copy(), np.array(clip.landmarks), clip.masks.layers.copy()
    places, drawn = pictures(plan)
    frames[places], layers[:, places], landmarks[places] = drawn
    return Tampered(
        frames=frames, fps=clip.fps, sound=plan.sound, rate=clip.rate, truth={**clip.truth, **plan.knobs, **plan.truth},
        landmarks=landmarks, captions=plan.captions, about={**clip.about, "tampered": plan.told}, actor=clip.actor,
        seeds=clip.seeds, camera=clip.camera, masks=Masks(layers), genuine=clip, tricks=tricks,
    )  # fmt: skip
