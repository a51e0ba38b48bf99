"""What was found about leaks, shortcuts and choosing in lesson 08, measured beforehand; and what its reports may tell.

findings = dl.detector.findings.stored()
findings.drawn, findings.built, findings.network, findings.mock_exam
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..cache import shipped
from ..metrics import tables
from ..metrics.pairs import FAKE, REAL

FILE = "detector_findings.npz"
DEALT = ("by frame", "by photograph", "by actor")
JUDGES = ("memory", "detector")  # `nearest`, and lesson 08's network
STAGES = ("as they come", "balanced")
REPORTS = ("A", "B", "C")
FACTS = ("study_person", "exam_person", "exam_label", "exam_archive")
SHARES: tables.Axes = {  # of the stored arrays with values from 0 to 1: their axes
    "drawn": (len(DEALT), "seeds"),
    "built": (len(JUDGES), 2, "seeds"),
    "one_number": ("sets", 2, "seeds"),
    "pixels": ("sets", 2, "seeds"),
    "network": ("sets", 2, "seeds"),
    "caught": ("sets", 2, "seeds"),
    "mock_exam": ("seeds", "tries"),
    "fresh_exam": ("seeds", "tries"),
}
COUNTS: tables.Axes = {  # pictures in the exams behind them
    "drawn_exam": (len(DEALT), "seeds"),
    "built_exam": (2, "seeds"),
    "sets_exam": ("sets", "seeds"),
    "chosen_exam": (2,),
}


@dataclass(frozen=True, eq=False, repr=False)
class Findings:
    """Shares from 0 to 1, for each of K seeds, and of how many exam pictures.

    Attributes:
        seed: (K,) int.
        drawn: (3, K) right, a collection of forgeries dealt as in `DEALT`, lesson 08's network.
        built: (2, 2, K) right, the set built to leak: `JUDGES`, by frame and by actor.
        sets: (S,) str, pairs of sources; the first needs no files from elsewhere.
        one_number, pixels, network: (S, 2, K) right, `STAGES`: the one number that was best in study, logistic
            regression, the network.
        caught: (S, 2, K) fakes that the network trained on them as they come calls fake: as they come, disguised.
        mock_exam, fresh_exam: (K, T) right, T trainings on the small exam by which the best is chosen, and on a
            large one.
        drawn_exam, built_exam, sets_exam, chosen_exam: (3, K), (2, K), (S, K), (2,) exam pictures.
        facts: report -> name of `FACTS` -> array; of the first seed.
    """

    seed: np.ndarray
    drawn: np.ndarray
    built: np.ndarray
    sets: np.ndarray
    one_number: np.ndarray
    pixels: np.ndarray
    network: np.ndarray
    caught: np.ndarray
    mock_exam: np.ndarray
    fresh_exam: np.ndarray
    drawn_exam: np.ndarray
    built_exam: np.ndarray
    sets_exam: np.ndarray
    chosen_exam: np.ndarray
    facts: dict[str, dict[str, np.ndarray]]

    def __repr__(self) -> str:
        return f"what {len(self.seed)} seeds gave: .drawn .built .one_number .pixels .network .caught .mock_exam"


@functools.lru_cache(maxsize=1)
def stored() -> Findings:
    """The findings that the course ships.

    Raises:
        FileNotFoundError, ValueError: the file is not there, or not as it was shipped.
    """
    return read(shipped(FILE))


def read(path: Path) -> Findings:
    """The findings in one file, as `benchmarks/detector_findings.py` writes it.

    Raises:
        ValueError: no such file of arrays, or arrays that do not fit together.
    """
    axes: dict[str, tuple[int | str, ...]] = {"seed": ("seeds",), "sets": ("sets",), **SHARES, **COUNTS}
    told: tables.Axes = {
        f"{report}_{fact}": (f"{report}, {fact.split('_')[0]}",) for report in REPORTS for fact in FACTS
    }
    arrays = tables.read(path, {**axes, **told}, "findings")
    for name in (*SHARES, *COUNTS):
        low, high = (0, 1) if name in SHARES else (1, 10**6)
        if not ((arrays[name] >= low) & (arrays[name] <= high)).all():
            raise ValueError(f"{path.name}: {name} must lie between {low} and {high}")
    for report in REPORTS:
        if not np.isin(arrays[f"{report}_exam_label"], (REAL, FAKE)).all():
            raise ValueError(f"{path.name}: {report}_exam_label must be {REAL} or {FAKE}")
    facts = {report: {fact: arrays[f"{report}_{fact}"] for fact in FACTS} for report in REPORTS}
    return Findings(**{name: arrays[name] for name in axes}, facts=facts)
