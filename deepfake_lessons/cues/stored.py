"""What the five meters said of thousands of clips, measured beforehand by `benchmarks/cues.py` (`make pretrained`).

    table = cues.stored()
    table.scores[table.where(cue="lips", strength=1)]  # a row for each clip, a column for each meter

The scores are kept, not what follows from them: thresholds, shares and AUC are computed where they are shown.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..cache import data_folder, read_checksums, shipped
from ..metrics import tables
from .base import Array

FILES = {"auc": "meters.npz", "groups": "accused.npz", "blinks": "accused_blinks.npz"}
COLUMNS = ("scores", "cue", "kind", "strength", "seconds", "group", "block", "actor")


@dataclass(frozen=True, eq=False, repr=False)
class Stored(tables.Rows):
    """Scores of N clips.

    Attributes:
        scores: (N, 5) float32, NaN where a meter could not judge.
        meters: the five names, in the order of the columns.
        cue: (N,) str, what was done to the clip; "" for an untouched one.
        kind: (N,) str, in which way; "" for an untouched one.
        strength: (N,) float32, 0 to 1.
        seconds: (N,) float32, how long the clip lasts.
        group: (N,) str, of whom or of what camera: "fresh" are actors as the cast comes.
        block: (N,) int64, the first seed of the run that the clip belongs to.
        actor: (N,) int64, seed of its actor.
        about: date and studio version of the first of the files.
    """

    scores: Array
    meters: tuple[str, ...]
    cue: Array
    kind: Array
    strength: Array
    seconds: Array
    group: Array
    block: Array
    actor: Array
    about: dict[str, Any]

    row = "clip"

    def __repr__(self) -> str:
        return f"{len(self):,} clips, measured {self.about.get('date')} by {', '.join(self.meters)}"


@functools.lru_cache(maxsize=1)
def stored() -> Stored:
    """The table that the course ships, of all its files.

    Raises:
        FileNotFoundError, ValueError: a file is not there, or not as it was shipped.
    """
    listed = read_checksums(data_folder())
    parts = [read(shipped(name)) for name in FILES.values() if name in listed or name == FILES["auc"]]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in COLUMNS}
    return Stored(**columns, meters=parts[0].meters, about=parts[0].about)


def read(path: Path) -> Stored:
    """The table in one file.

    Raises:
        ValueError: no such file of arrays, or arrays that do not fit together.
    """
    axes: tables.Axes = dict.fromkeys(COLUMNS, ("clips",)) | {"scores": ("clips", "meters"), "about": ()}
    columns = tables.read(path, axes, "scores of clips")
    about = json.loads(str(columns.pop("about")))
    return Stored(**columns, meters=tuple(about["meters"]), about=about)
