"""Cues: five meters for five signs of forgery. Each gives a score with evidence, and none of them learns.

    from deepfake_lessons import cues
    cue = cues.lips.measure(clip)
    cue.score, cue.words, cue.evidence

They read `.frames`, `.fps`, `.sound`, `.rate` and `.landmarks` of a clip, never its truth. The score rises with
suspicion, in each meter's own unit. No meter proves anything: a genuine clip may have any of the five signs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import blinking, lighting, lips, seams, shadows
from .base import CannotJudge, Cue, Evidence

METERS: dict[str, Callable[[Any], Cue]] = {
    "seam": seams.measure,
    "shadow": shadows.measure,
    "lips": lips.measure,
    "light": lighting.measure,
    "blink": blinking.measure,
}


def measure(clip: Any) -> dict[str, Cue]:
    """All five meters, by the name of the cue that each looks for.

    Args:
        clip: any clip, from the studio or from `clips.read`.
    """
    return {name: one(clip) for name, one in METERS.items()}


__all__ = [
    "METERS", "CannotJudge", "Cue", "Evidence", "blinking", "lighting", "lips", "measure", "seams", "shadows",
]  # fmt: skip
