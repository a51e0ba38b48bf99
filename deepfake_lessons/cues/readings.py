"""Five meters on one scale: a reading of 0 is what untouched clips usually have, 1 is the alarm line.

scales = {3: scale(untouched scores of 3 s), 12: scale(untouched scores of 12 s)}
levels, labels = pile(cues.stored(), run, scales)
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..metrics.pairs import FAKE, REAL
from .base import Array
from .stored import Stored

LOW, HIGH = -1.0, 4.0  # of readings that are mixed: beyond, more says no more
LASTS = {"seam": 3, "shadow": 3, "lips": 3, "light": 3, "blink": 12}  # seconds that a sign is judged on
Scale = tuple[Array, Array]


def scale(untouched: Array) -> Scale:
    """For each meter what is usual, and how far above it the alarm line lies: 5 % of the judged ones are beyond it.

    Args:
        untouched: (N, M) scores of untouched clips, NaN where a meter could not judge.

    Returns:
        (usual (M,), reach (M,)): a reading is (score - usual) / reach.

    Raises:
        ValueError: a meter that judged nothing, or whose scores do not differ.
    """
    scores = np.asarray(untouched, float)
    if scores.ndim != 2 or not np.isfinite(scores).any(axis=0).all():
        raise ValueError(f"scores of shape {scores.shape}: a row for each clip is wanted, and a score of each meter")
    usual = np.nanmedian(scores, axis=0)
    reach = np.nanquantile(scores, 0.95, axis=0) - usual
    if not (reach > 0).all():
        raise ValueError(f"scores of meter {int(np.argmin(reach))} do not differ: no alarm line is above the usual")
    return usual, reach


def pile(table: Stored, run: Array, scales: Mapping[int, Scale], strength: float = 1.0) -> tuple[Array, Array]:
    """Readings and labels of some runs: their untouched clips, and every sign at one strength.

    Args:
        table: from `cues.stored()`.
        run: the runs, numbers of `table.block`.
        scales: seconds -> scale, for 3 and 12.
        strength: of the tricks.

    Returns:
        (readings (N, 5) between -1 and 4, 0 where a meter could not judge; labels (N,) 0 genuine, 1 forged).
    """
    rows, labels = [], []
    kinds = [("", seconds, 0.0) for seconds in scales] + [(cue, lasts, strength) for cue, lasts in LASTS.items()]
    for cue, seconds, at in kinds:
        chosen = np.isin(table.block, run) & table.where(cue=cue, seconds=seconds, strength=at)
        usual, reach = scales[seconds]
        rows.append(np.clip(np.nan_to_num((table.scores[chosen] - usual) / reach, nan=0.0), LOW, HIGH))
        labels += [FAKE if cue else REAL] * int(chosen.sum())
    return np.concatenate(rows), np.array(labels)
