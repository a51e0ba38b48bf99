"""What the detector of lesson 08 said of thousands of pictures, measured beforehand (`make pretrained`).

    table = dl.detector.stored.load()
    some = table.where(pile="exam", seed=1)
    table.score[some], table.label[some]

The scores are kept, not what follows from them: thresholds, pairs and AUC are computed where they are shown.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..cache import shipped
from ..metrics import probabilities, tables
from ..notebook.own_work.keeping import kept

FILE = "detector_scores.npz"
COLUMNS = ("score", "label", "method", "band", "pile", "seed")
METHODS = ("genuine", "gan", "swap", "seam", "shadow", "light")
PILES = ("mock exam", "exam")
OWN = "08.scores"


@dataclass(frozen=True, eq=False, repr=False)
class Scores(tables.Rows):
    """Scores of N pictures.

    Attributes:
        score: (N,) float32, probability of fake.
        label: (N,) int8, 0 genuine, 1 fake.
        method: (N,) str, how it was forged; "genuine" if it was not.
        band: (N,) int8, band of skin tone of whoever is shown, 0 lightest to 5 darkest; -1 where nobody is (faces of a
            GAN).
        pile: (N,) str, "mock exam" or "exam".
        seed: (N,) int, which training of the detector.
    """

    score: np.ndarray
    label: np.ndarray
    method: np.ndarray
    band: np.ndarray
    pile: np.ndarray
    seed: np.ndarray

    row = "picture"

    def __repr__(self) -> str:
        seeds = len(np.unique(self.seed))
        return f"{len(self):,} scores of {seeds} training{'s' * (seeds > 1)} of lesson 08's detector"


@functools.lru_cache(maxsize=1)
def load() -> Scores:
    """The scores that the course ships.

    Raises:
        FileNotFoundError, ValueError: the file is not there, or not as it was shipped.
    """
    return read(shipped(FILE))


def read(path: Path) -> Scores:
    """The scores in one file.

    Raises:
        ValueError: no such file of arrays, or arrays that do not fit together.
    """
    columns = tables.read(path, dict.fromkeys(COLUMNS, ("pictures",)), "scores")
    probabilities.checked(columns["score"], columns["label"])
    for name, known in (("method", METHODS), ("pile", PILES)):
        if strange := set(columns[name].tolist()) - set(known):
            raise ValueError(f"{path.name}: {name} {sorted(map(str, strange))[0]!r}; there are {', '.join(known)}")
    return Scores(**columns)


def exam_scores(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Your detector's scores on its exam, kept by lesson 08, or else the shipped ones; one line says whose they are.

    Args:
        seed: which of the shipped trainings.

    Returns:
        (scores (N,), labels (N,))
    """
    try:
        mine = np.asarray(kept(OWN), float)
        if mine.ndim != 2 or mine.shape[1] != 2:
            raise ValueError(f"shape {mine.shape}, and (N, 2) was wanted: score and label")
        return probabilities.checked(mine[:, 0], mine[:, 1])
    except FileNotFoundError:
        print("Lesson 08 has kept no scores of yours here.", end=" ")
    except (TypeError, ValueError) as why:
        print(f"Your {OWN} cannot be used ({why}).", end=" ")
    table = load()
    some = table.where(pile="exam", seed=seed)
    print(f"Using the shipped ones: the exam of training {seed}, {some.sum()} pictures.")
    return table.score[some].astype(float), table.label[some].astype(int)
