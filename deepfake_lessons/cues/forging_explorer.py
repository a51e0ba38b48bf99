"""Lesson 07's five dials of forgery with the five meters beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import cues, studio
from ..drawing import filmstrip, style
from ..notebook.display import show
from ..notebook.explorer import Explorer, explore
from . import evidence_plots, plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = 6  # frames of the strip
STEP = 0.25
SEED = 7  # of what chance decides in a trick
_ORDER = ("blink", "lips", "light", "shadow", "seam")
Readings = Callable[[Any], dict[str, float]]


def controls() -> dict[str, Any]:
    """A strength for each cue, and where there are several ways to break it, which one; as `dl.explore` takes them."""
    made: dict[str, Any] = {}
    for cue, kinds in studio.KINDS.items():
        made[cue] = (0.0, 1.0, STEP, 0.0)
        if len(kinds) > 1:
            made[f"{cue}_kind"] = list(kinds)
    return made


def tricks(dials: Mapping[str, Any]) -> tuple[tuple[str, str, float], ...]:
    """(cue, kind, strength) of every dial that is up, what is drawn quickly first."""
    return tuple(
        (cue, str(dials.get(f"{cue}_kind", studio.KINDS[cue][0])), float(dials[cue]))
        for cue in _ORDER
        if dials.get(cue, 0) > 0
    )


def forged(clip: studio.Clip, **dials: Any) -> studio.Clip:
    """The clip that the dials stand for, such as `forged(clip, seam=0.5, seam_kind="soft face")`; all at 0 is the clip.

    Raises:
        ValueError: a strength outside 0 to 1, or an unknown kind.
    """
    unknown = [name for name in dials if name not in controls()]
    if unknown:
        raise ValueError(f"no dial is called {', '.join(unknown)}; there are {', '.join(controls())}")
    return _broken(clip, tricks(dials))


@lru_cache(maxsize=24)
def _broken(clip: studio.Clip, done: tuple[tuple[str, str, float], ...]) -> studio.Clip:
    """Trick after trick; what was drawn for one dial serves when the next is turned."""
    if not done:
        return clip
    cue, kind, strength = done[-1]
    return studio.tamper(_broken(clip, done[:-1]), cue, strength, SEED, kind=kind)


def picture(clip: studio.Clip, readings: Readings, **dials: Any) -> tuple[np.ndarray, str]:
    """Film strip, five bars and the evidence of the loudest meter, with its words.

    Args:
        clip: genuine, from `studio.film`.
        readings: from a clip to {meter: reading}, 0 usual, 1 the alarm line, NaN for none.
        **dials: as in `forged`.

    Returns:
        (picture (H, W, 3) uint8, words)
    """
    broken = forged(clip, **dials)
    levels = readings(broken)
    loudest = max(levels, key=lambda name: levels[name] if np.isfinite(levels[name]) else -np.inf)
    drawn, found = _evidence(broken, loudest)
    strip = filmstrip.filmstrip(
        broken.frames, broken.fps, broken.sound, broken.rate, broken.captions,
        shown=filmstrip.places(len(broken), SHOWN).tolist(), columns=SHOWN,
    )  # fmt: skip
    return style.pixels(strip, plots.bars(levels), drawn), words(dials, levels, loudest, found.words)


def _evidence(clip: Any, meter: str) -> tuple[Figure, cues.Evidence]:
    """A meter's evidence, drawn and as it is."""
    found = cues.METERS[meter](clip).evidence
    place = found.frame or 0
    title = f"the {meter} meter's evidence"
    return evidence_plots.evidence(clip.frames[place], found.boxes, found.curves, clip.fps, place, title), found


def words(dials: Mapping[str, Any], levels: Mapping[str, float], loudest: str, evidence: str) -> str:
    """What the dials do and what the meters say."""
    done = [f"{cue}{f' ({kind})' if len(studio.KINDS[cue]) > 1 else ''} at {strength:g}"
            for cue, kind, strength in tricks(dials)]  # fmt: skip
    begin = f"Forged: {', '.join(done)}." if done else "Untouched."
    return f"{begin}\n{plots.bar_words(levels)}\nThe {loudest} meter, the loudest: {evidence}"


def show_evidence(clip: Any, meter: str, caption: str = "", readings: Readings | None = None) -> None:
    """Show what one meter's answer rests on: the frame that it points at, its boxes and curves, its words.

    Args:
        clip: any clip.
        meter: one of `cues.METERS`.
        caption: a sentence to stand before the meter's words.
        readings: as in `picture`; then the reading stands there, too.

    Raises:
        ValueError: an unknown meter.
    """
    if meter not in cues.METERS:
        raise ValueError(f"no meter is called {meter!r}: there are {', '.join(cues.METERS)}")
    drawn, found = _evidence(clip, meter)
    level = readings(clip)[meter] if readings else np.nan
    told = f"{caption} {f'Reading {level:.1f}. ' if np.isfinite(level) else ''}{found.words}".strip()
    alt = evidence_plots.words(found.words, found.curves, clip.fps, found.frame or 0, found.boxes)
    show(drawn, alt=alt, caption=told)


def forging_dials(clip: studio.Clip, readings: Readings) -> Explorer:
    """Five dials, how each trick is done, and two buttons; the container widget, to stand last in a cell.

    Each turn draws the clip again, about a second for each dial that is up; what was drawn before comes at once.
    """
    return explore(
        partial(picture, clip, readings),
        labels={name: name.replace("_kind", ": how") for name in controls()},
        buttons={
            "Untouched again": lambda _: dict.fromkeys(studio.CUES, 0.0),
            "All five at 0.5": lambda _: dict.fromkeys(studio.CUES, 0.5),
        },
        **controls(),
    )
