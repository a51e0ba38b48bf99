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

import lazy_loader

from . import blinking, lighting, lips, readings, seams, shadows
from .base import CannotJudge, Cue, Evidence, checked
from .regions import FaceFoundOnce
from .stored import Stored, stored

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

    Raises:
        TypeError, ValueError: this is no clip, or its landmarks fit none; what a meter cannot judge raises nothing.
    """
    checked(clip)
    shared = FaceFoundOnce(clip)
    return {name: one(shared) for name, one in METERS.items()}


__all__ = [
    "METERS", "CannotJudge", "Cue", "Evidence", "Stored", "blinking", "lighting", "lips", "measure", "readings",
    "seams", "shadows", "stored",
]  # fmt: skip

# The pictures of a meter, loaded at first use: no meter needs them.
__getattr__, __dir__, _ = lazy_loader.attach(__name__, ["evidence_plots", "forging_explorer", "plots"])
