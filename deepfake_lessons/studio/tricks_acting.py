"""Tricks of acting: lips that say something else, and eyes that blink wrongly."""

from __future__ import annotations

import numpy as np

from ..clips.footage import Caption
from .articulation import Tracks, tracks
from .film import Clip, heard_at, loudness
from .motion import lid
from .speech import Strip, strip, voice_of
from .stage import Array
from .tricks_plan import Plan
from .voices import sound

SHIFT = (0.3, 0.6)  # seconds
SLOW = 0.7  # seconds that a slow blink lasts longer
OFTEN = (0.35, 0.6)  # seconds between too many blinks
_MOUTH = ("jaw", "spread", "teeth")
_SEAM = 0.02  # seconds in which one sound goes over into another


def lips(plan: Plan, clip: Clip, kind: str, strength: float, rng: np.random.Generator) -> tuple[str, Array]:
    """The mouth comes late or early, or speaks another sentence; or the sound does ("dubbed").

    `strength` is the share of the longest shift, or the share of the clip, counted from its end, that says another.
    """
    times = (np.arange(len(clip)) + 0.5) / clip.fps
    before = {name: plan.knobs[name] for name in _MOUTH}
    if kind in ("late", "early"):
        seconds = strength * float(rng.uniform(*SHIFT)) * (1 if kind == "late" else -1)
        for name, values in before.items():
            plan.knobs[name] = np.interp(times - seconds, times, values, left=0, right=0)
        return f"the mouth is {abs(seconds):.2f} s too {kind}", _differ(plan, before)
    said, heard = _another(plan, clip, rng)
    begin = (1 - strength) * clip.seconds
    later = times >= begin
    new = tuple(_cut(one, begin, clip.seconds) for one in said.captions if one.end > begin)
    words = " ".join(one.words for one in new) or "nothing"
    if kind == "another sentence":
        for name, values in before.items():
            plan.knobs[name] = np.where(later, heard.at(times, name), values)
        return f"from {begin:.2f} s on the mouth says: {words}", _differ(plan, before)
    spoken = sound(heard, voice_of(clip.actor), len(plan.sound), rng)
    share = np.clip((np.arange(len(spoken)) / clip.rate - begin) / _SEAM, 0, 1).astype(np.float32)
    plan.sound = np.where(share > 0, plan.sound + share * (spoken - plan.sound), plan.sound).astype(np.float32)
    for name, values in heard_at(heard, times).items():
        plan.truth[name] = np.where(later, values, plan.truth.get(name, clip.truth[name]))
    plan.truth["loudness"] = loudness(plan.sound, len(clip))
    plan.captions = (*(_cut(one, 0, begin) for one in plan.captions if one.start < begin), *new)
    return f"from {begin:.2f} s on the sound says: {words}", later.astype(float)


def _differ(plan: Plan, before: dict[str, Array]) -> Array:
    """1 for frames in which a knob stands elsewhere than before, else 0; (T,)."""
    return np.any([plan.knobs[name] != values for name, values in before.items()], axis=0).astype(float)


def _cut(one: Caption, begin: float, end: float) -> Caption:
    """A caption where only what is said from `begin` to `end` is heard; dots stand for the rest of it."""
    words = ("… " if one.start < begin else "") + one.words + (" …" if one.end > end else "")
    return Caption(max(one.start, begin), min(one.end, end), words)


def _another(plan: Plan, clip: Clip, rng: np.random.Generator) -> tuple[Strip, Tracks]:
    """Something else, said by the same actor."""
    voice = voice_of(clip.actor)
    said = strip(None, voice, clip.seconds, rng)
    for _ in range(20):
        if not {one.words for one in said.captions} & {one.words for one in plan.captions}:
            break
        said = strip(None, voice, clip.seconds, rng)
    return said, tracks(said, voice, rng)


def blink(plan: Plan, clip: Clip, kind: str, strength: float, rng: np.random.Generator) -> tuple[str, Array]:
    """No blink, half a blink, one eye alone, far too slow, or one upon another ("fast").

    Where there is no blink to be spoilt, one comes first: but for "none", of which nothing is seen then.
    """
    times = (np.arange(len(clip)) + 0.5) / clip.fps
    before = {name: plan.knobs[name] for name in ("blink_left", "blink_right")}
    rest = {name: float(values.min()) for name, values in before.items()}
    first: dict[str, Array] = {
        name: np.clip((values - rest[name]) / max(1 - rest[name], 0.1), 0, 1) for name, values in before.items()
    }
    shut = dict(first)
    room = max(clip.seconds - (SLOW if kind == "slow" else 0), clip.seconds / 2)
    seen = max(float(np.max(values * (times < room))) for values in shut.values())
    if kind in ("half", "one eye", "slow") and seen < 0.5:
        added = lid(times - float(rng.uniform(0.1, 0.8)) * room)
        shut = {name: np.maximum(values, added) for name, values in shut.items()}
    if kind in ("none", "half"):
        kept = 1 - strength * (1.0 if kind == "none" else 0.5)
        shut = {name: kept * values for name, values in shut.items()}
        how = f"a blink shuts the eyes by {100 * kept:.0f} %"
    elif kind == "one eye":
        name = ("blink_left", "blink_right")[int(rng.integers(2))]
        shut[name] = (1 - strength) * shut[name]
        how = f"the eye on the {name[6:]} shuts by {100 * (1 - strength):.0f} % only"
    elif kind == "slow":
        longer = strength * SLOW
        steps = np.linspace(0, longer, max(2, round(longer * clip.fps * 4)))
        for name, values in shut.items():
            shut[name] = np.max([np.interp(times - step, times, values) for step in steps], axis=0)
        how = f"a blink lasts {longer:.2f} s longer"
    else:
        at, count = float(rng.uniform(0, 0.5)), 0
        extra = np.zeros(len(times))
        while at < clip.seconds:
            extra = np.maximum(extra, lid(times - at, 1.1))
            at += float(rng.uniform(*OFTEN)) / max(strength, 0.05)
            count += 1
        shut = {name: np.maximum(values, extra) for name, values in shut.items()}
        how = f"{count} blink{'s' * (count != 1)} more"
    for name, values in shut.items():
        lids = rest[name] + (1 - rest[name]) * values
        plan.knobs[name] = np.where(values == first[name], before[name], lids)  # else rounding would count as a change
    return how, _differ(plan, before)
