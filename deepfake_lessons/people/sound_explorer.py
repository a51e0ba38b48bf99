"""Lesson 01's sound dial: one drawn actor, filmed once, whose lips are moved by another sound track, or are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from .. import studio
from ..clips.description import closures
from ..notebook.explorer import Explorer, explore
from ..notebook.player import send_player

SECONDS, FPS, SIZE = 3.0, 16, 64
SEED = 4  # of head, light and blinks, which stay the same whatever is said
SAID = (  # the first one is what was filmed; all fit into three seconds and close the lips four times or more
    "My brother packed a big map and a lamp.",
    "The boat came back before the storm began.",
    "Под мостом плыла белая лодка.",
    "Please put both cups beside the blue box.",
    "Моя бабушка пекла пироги по субботам.",
    "A promise made in public is hard to break.",
    "Помоги мне поднять эту полку.",
    "Папа купил арбуз и мешок картошки.",
)
FOLLOW, STAY = "follow", "stay"
LATEST = 0.6  # seconds


@lru_cache(maxsize=len(SAID))
def filmed(sentence: str) -> studio.Clip:
    """The lesson's actor says a sentence; head, light and blinks are those of every other sentence."""
    return studio.film(studio.cast(8, seed=1)[7], SECONDS, FPS, SIZE, sentence, seed=SEED)


def dubbed(sound: str, lips: str = FOLLOW, late: float = 0.0) -> tuple[studio.Clip, str]:
    """The film with a sound track, and what is seen and heard in words.

    Args:
        sound: one of `SAID`.
        lips: "follow" draws the mouth anew from this sound (and the brows, which go along with the voice); "stay"
            leaves the picture as it was filmed.
        late: 0 to 0.6 seconds by which the sound comes after the picture.
    """
    heard = filmed(sound)
    seen = heard if lips == FOLLOW else filmed(SAID[0])
    frames, samples = round(late * FPS), round(late * heard.rate)
    tracks = {
        name: _later(heard.truth[name], frames) for name in ("phoneme", "lip_closure", "voicing", "loudness")
    }  # fmt: skip
    captions = tuple(
        replace(one, start=one.start + late, end=min(one.end + late, SECONDS))
        for one in heard.captions
        if one.start + late < SECONDS
    )
    clip = replace(seen, sound=_later(heard.sound, samples), captions=captions, truth={**seen.truth, **tracks})
    return clip, words(clip, sound, lips, late)


def words(clip: studio.Clip, sound: str, lips: str, late: float) -> str:
    """What is heard, whether the lips follow, and what m, b and p say about it."""
    own = sound == SAID[0]
    if lips == FOLLOW or own:
        mouth = "The lips are as they were filmed." if own else "The lips are drawn anew, from this sound."
    else:
        mouth = f"The lips still say: {SAID[0]}"
    after = f" The sound comes {late:.1f} s late." if late else ""
    return f"Heard: {sound}{after}\n{mouth}\n{closures(clip)}"


def another(values: Mapping[str, Any]) -> dict[str, Any]:
    """The next sound track; the lips follow it in time."""
    return {"sound": SAID[(SAID.index(values["sound"]) + 1) % len(SAID)], "lips": FOLLOW, "late": 0.0}


def controls() -> dict[str, Any]:
    """The dials, as `dl.explore` takes them."""
    return {
        "sound": list(SAID),
        "lips": [("follow the sound", FOLLOW), ("stay as filmed", STAY)],
        "late": (0.0, LATEST, 0.1, 0.0),
    }


def sound_dial() -> Explorer:
    """Three dials and a button beside the player; the container widget, to stand last in a cell."""
    send_player()
    return explore(
        dubbed,
        alt="A drawn person with a brown bob and a blue sweater speaks to the camera; the player below has the sound.",
        labels={"sound": "sound track", "late": "sound late by (s)"},
        buttons={"Another sound track": another},
        **controls(),
    )


def _later(track: np.ndarray, by: int) -> np.ndarray:
    """A track that begins later; what comes before is silence, what comes after the end is cut."""
    return np.concatenate([np.zeros(by, track.dtype), track[: len(track) - by]]) if by else track
