"""What a clip of the studio shows, in words: evidence for those who do not see or hear it, and afterwards the truth.

`measured` says the same of genuine and forged clips: what is heard when, what the mouth, the lids and the light do, as
they are seen. It names no fault. `done` tells what the forger did and where to look, and is for afterwards.
"""

from __future__ import annotations

from typing import Any

import numpy as np

OPEN = 0.3  # of the jaw's knob: a mouth that anybody calls open
CLOSED = 0.1  # below it the lips touch, or nearly
SHUT = 0.5  # of a lid's knob
_MOST = 6  # moments that a sentence lists

Array = np.ndarray


def measured(clip: Any) -> str:
    """Six sentences about a clip: words, lips, mouth and sound, lids, light, sharpness.

    Args:
        clip: from `studio.film`, tampered with or not.

    Raises:
        ValueError: a clip of which the studio knows nothing.
    """
    _known(clip)
    said = "; ".join(f"{one.start:.1f}-{one.end:.1f} s {one.words.rstrip('.,;')}" for one in clip.captions)
    return " ".join([f"Heard: {said or 'nothing'}.", closures(clip), _mouth(clip), _lids(clip), _light(clip)])


def closures(clip: Any) -> str:
    """At which times m, b, p are heard, which no open mouth can say, and how many times the lips are together then."""
    heard = np.flatnonzero((clip.truth["lip_closure"] > 0.9) & (clip.truth["phoneme"] != ""))
    if not len(heard):
        return "No m, b or p is heard."
    runs = np.split(heard, np.flatnonzero(np.diff(heard) > 1) + 1)
    jaw = clip.truth["jaw"]
    shut = sum(bool(jaw[run].min() < CLOSED) for run in runs)
    times = ", ".join(f"{run[0] / clip.fps:.1f}" for run in runs[:_MOST])
    more = " …" if len(runs) > _MOST else ""
    return f"An m, b or p is heard at {times}{more} s: the lips are together at {shut} of {len(runs)}."


def done(clip: Any) -> str:
    """What was done to a clip, and where to look; for a genuine one what could have made it suspicious."""
    _known(clip)
    tricks = clip.about.get("tampered", ())
    if not tricks:
        rests = "" if _blinks(clip) else f" Nobody blinked: in {clip.seconds:.2g} seconds that is usual."
        return f"Nothing was done to it.{rests}"
    return " ".join(f"{_LOOK[one['cue']][0]} ({one['how']}). {_LOOK[one['cue']][1]}" for one in tricks)


def marks(clip: Any, count: int = 6) -> tuple[list[str], Array]:
    """What to write beside the frames of a strip, and the frames that show most.

    Args:
        clip: as above.
        count: how many frames.

    Returns:
        (T labels: what is heard and how the mouth stands, or the light, or the lids; (K,) int places in order)
    """
    _known(clip)
    jaw, many = clip.truth["jaw"], len(clip)
    heard = [str(one) or "pause" for one in clip.truth["phoneme"]]
    mouth = ["open" if wide > OPEN else "shut" if wide < CLOSED else "ajar" for wide in jaw]
    labels = [f"{one}: {lips}" for one, lips in zip(heard, mouth, strict=True)]
    cues = [one["cue"] for one in clip.about.get("tampered", ())]
    weight: Array = np.zeros(many)
    if "lips" in cues:  # closed lips that speak, and an open mouth that m, b, p forbid
        weight = np.abs(np.clip(jaw / 0.6, 0, 1) - clip.truth["voicing"]) + 3 * (clip.truth["lip_closure"] > 0.9) * jaw
    elif "light" in cues:
        inside = light(clip)[0]
        weight = np.abs(inside - inside.mean())
        labels = [f"light {level:+.0f}" for level in inside]
    elif "blink" in cues:
        weight = np.abs(clip.truth["blink_left"] - clip.truth["blink_right"]) + clip.truth["tampered_blink"]
        labels = [_eyes(left, right) for left, right in zip(*_shut(clip), strict=True)]
    if not weight.any():
        return labels, np.unique(np.linspace(0, many - 1, min(count, many)).round().astype(int))
    parts = np.array_split(np.arange(many), min(count, many))  # the most telling frame of each stretch
    return labels, np.array([part[int(np.argmax(weight[part]))] for part in parts])


def light(clip: Any) -> tuple[Array, Array]:
    """Brightness of the right half minus the left half, grey levels, frame by frame: of the inner face, and of the
    skin around it; (T,) each."""
    grey, inner, around = _regions(clip)
    columns = np.arange(grey.shape[2])
    middle = (inner.sum(axis=1) * columns).sum(axis=1) / np.maximum(inner.sum(axis=(1, 2)), 1)
    right = columns > middle[:, None]
    sides = [
        [_mean(grey, region & half[:, None, :]) for half in (right, ~right)] for region in (inner, around)
    ]  # fmt: skip
    return sides[0][0] - sides[0][1], sides[1][0] - sides[1][1]


_LOOK = {
    "lips": ("The lips do not say what is heard", "Look at the mouth where an m, b or p is heard, and in the pauses."),
    "light": (
        "The lamp that lights the inner face wanders", "Look at the bright side of nose and cheeks, frame by frame."
    ),
    "blink": ("The eyes blink as no eyes do", "Look at both lids in the same frame."),
    "seam": ("Textures do not meet", "Compare the grain of the inner face with hair, neck and wall."),
    "shadow": ("Face and head are lit by different lamps", "Compare the dark side of the nose with that of the neck."),
}  # fmt: skip


def _known(clip: Any) -> None:
    if not {"jaw", "phoneme", "lip_closure", "voicing", "blink_left"} <= set(getattr(clip, "truth", ())):
        raise ValueError(f"{type(clip).__name__}: words are made of a clip whose truth is known, as studio.film gives")


def _mouth(clip: Any) -> str:
    """Where the mouth opens widest and where the sound is loudest."""
    jaw, loud = _peaks(clip.truth["jaw"], OPEN), _peaks(clip.truth["loudness"], 0.4)
    mouth = f"opens widest at {_times(jaw, clip.fps)}" if len(jaw) else "hardly opens"
    return f"The mouth {mouth}; the sound is loudest at {_times(loud, clip.fps) if len(loud) else 'no time'}."


def _lids(clip: Any) -> str:
    blinks = _blinks(clip)
    if not blinks:
        return "The eyes do not shut."
    told = []
    for first, last in blinks[:_MOST]:
        lids = [100 * float(lid[first : last + 1].max()) for lid in _shut(clip)]
        told.append(f"at {first / clip.fps:.1f} s for {(last + 1 - first) / clip.fps:.1f} s, "
                    f"the left one by {lids[0]:.0f} %, the right one by {lids[1]:.0f} %")  # fmt: skip
    return f"The eyes shut {'; '.join(told)}."


def _light(clip: Any) -> str:
    """From where the light comes, inside and around, between which levels it moves, and how sharp the face is."""
    inside, around = (f"{track.mean():+.0f} ({track.min():+.0f} to {track.max():+.0f})" for track in light(clip))
    grey, inner, skin = _regions(clip)
    rough = np.zeros_like(grey)
    rough[:, :-1, :-1] = np.abs(np.diff(grey, axis=1))[:, :, :-1] + np.abs(np.diff(grey, axis=2))[:, :-1]
    finer = float(np.median(_mean(rough, inner) / np.maximum(_mean(rough, skin), 0.1)))
    return (
        f"Right half minus left half in grey levels: inner face {inside}, skin around it {around}. "
        f"The inner face is {finer:.1f} times as sharp as that skin."
    )


def _regions(clip: Any) -> tuple[Array, Array, Array]:
    """Brightness (T, S, S), and where the inner face and the skin around it are."""
    inner = clip.masks["inner"] > 0.5
    return clip.frames.mean(axis=3, dtype=np.float32), inner, (clip.masks["face"] > 0.5) & ~inner


def _mean(values: Array, where: Array) -> Array:
    """The mean of each frame over a region, (T,); 0 where there is none."""
    return np.where(where, values, 0).sum(axis=(1, 2)) / np.maximum(where.sum(axis=(1, 2)), 1)


def _blinks(clip: Any) -> list[tuple[int, int]]:
    """First and last frame of each blink of either eye."""
    shut = np.flatnonzero(np.maximum(*_shut(clip)) > SHUT)
    runs = np.split(shut, np.flatnonzero(np.diff(shut) > 1) + 1) if len(shut) else []
    return [(int(run[0]), int(run[-1])) for run in runs]


def _shut(clip: Any) -> tuple[Array, Array]:
    """How shut both eyes are beyond how they rest, the left one of the picture first, (T,) 0 ... 1 each."""
    lids = (clip.truth["blink_left"], clip.truth["blink_right"])
    left, right = ((lid - lid.min()) / max(1 - float(lid.min()), 0.1) for lid in lids)
    return left, right


def _eyes(left: float, right: float) -> str:
    both = [one > SHUT for one in (left, right)]
    return "both shut" if all(both) else "left shut" if both[0] else "right shut" if both[1] else "eyes open"


def _peaks(track: Array, least: float) -> Array:
    """Places of the highest points above `least`, the highest `_MOST`, in the order of time."""
    inner = np.pad(track, 1, constant_values=-1)
    tops = np.flatnonzero((track > least) & (track >= inner[:-2]) & (track > inner[2:]))
    return np.sort(tops[np.argsort(-track[tops])][:_MOST])


def _times(places: Array, fps: float) -> str:
    return ", ".join(f"{place / fps:.1f}" for place in places) + " s"
