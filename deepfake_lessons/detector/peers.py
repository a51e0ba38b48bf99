"""What simple detectors and Meso4 reached beside lesson 08's network, measured beforehand on the same pictures.

table = dl.detector.peers.stored()
table.correct("meters"), table.caught("meters", "shadow"), table.accused("meters")
table.beside(dl.detector.stored.load())      # the network first, then its peers, column by column
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..cache import shipped
from ..metrics import tables
from ..metrics.pairs import Rate
from .stored import Scores

FILE = "detector_peers.npz"
NETWORK = "lesson 08's network"
SHOWN = ("pixels", "high-pass energies", "meters", "Meso4", "Meso4, eased")  # with the network: six marks in a picture


@dataclass(frozen=True, eq=False, repr=False)
class Peers:
    """What simple detectors and Meso4 reached on the piles of lesson 08's network.

    A row is one detector and one kind of picture of one pile; a curve is the training of a Meso4.

    Attributes:
        name: (R,) str, the detector.
        pile: (R,) str, such as "exam".
        method: (R,) str, how the pictures were forged, or "genuine".
        k: (R,) int, how many of them it called fake.
        n: (R,) int, of how many.
        curve: (C,) str, whose training.
        seconds: (C,) float, seconds of two cores since it began.
        steps: (C,) int, batches seen.
        right: (C,) float, share of the mock exam that was right then.
    """

    name: np.ndarray
    pile: np.ndarray
    method: np.ndarray
    k: np.ndarray
    n: np.ndarray
    curve: np.ndarray
    seconds: np.ndarray
    steps: np.ndarray
    right: np.ndarray

    @property
    def names(self) -> list[str]:
        """The detectors, in the order in which they were measured."""
        return list(dict.fromkeys(self.name.tolist()))

    def caught(self, name: str, method: str = "", pile: str = "exam") -> Rate:
        """Fakes called fake: of one method, or of all together where none is named. No such row is a ValueError."""
        return self._rate(name, pile, self.method == method if method else self.method != "genuine", method)

    def accused(self, name: str, pile: str = "exam") -> Rate:
        """Genuine pictures called fake."""
        return self._rate(name, pile, self.method == "genuine", "genuine")

    def correct(self, name: str, pile: str = "exam") -> Rate:
        """Right answers of both kinds; half of a pile are genuine."""
        caught, accused = self.caught(name, pile=pile), self.accused(name, pile)
        return Rate(caught.k + accused.n - accused.k, caught.n + accused.n)

    def beside(self, network: Scores, names: Sequence[str] = SHOWN, pile: str = "exam") -> dict[str, dict[str, Rate]]:
        """Lesson 08's network and detectors of this table on one pile.

        Args:
            network: what it said, from `stored.load()`. Its trainings saw the same pictures: the mean of them
                is given, rounded to whole pictures, so that the interval rests on as many as there are.
            names: which detectors, in this order.
            pile: which.

        Returns:
            detector -> ("genuine accused" and each method -> share called fake), the network first.
        """
        here = self.pile == pile
        methods = [one for one in dict.fromkeys(self.method[here].tolist()) if one != "genuine"]
        trainings = len(np.unique(network.seed[network.where(pile=pile)]))
        ours = {}
        for column, method in {"genuine accused": "genuine", **dict(zip(methods, methods, strict=True))}.items():
            says = network.score[network.where(pile=pile, method=method)] > 0.5
            ours[column] = Rate(round(says.sum() / trainings), round(len(says) / trainings))
        return {NETWORK: ours} | {
            name: {"genuine accused": self.accused(name, pile)}
            | {method: self.caught(name, method, pile) for method in methods}
            for name in names
        }

    def _rate(self, name: str, pile: str, chosen: np.ndarray, method: str) -> Rate:
        chosen = chosen & (self.name == name) & (self.pile == pile)
        if not chosen.any():
            there: dict[str, Any] = {"detectors": self.name, "piles": self.pile, "methods": self.method}
            words = "; ".join(f"{what} {', '.join(dict.fromkeys(map(str, some)))}" for what, some in there.items())
            raise ValueError(f"nothing of {name!r}, pile {pile!r}, method {method or 'any'!r}: there are {words}")
        return Rate(int(self.k[chosen].sum()), int(self.n[chosen].sum()))

    def __repr__(self) -> str:
        return f"{', '.join(self.names)}: beside {NETWORK}"


ROWS, CURVES = ("name", "pile", "method", "k", "n"), ("curve", "seconds", "steps", "right")


@functools.lru_cache(maxsize=1)
def stored() -> Peers:
    """The table that the course ships (`make pretrained`).

    Raises:
        FileNotFoundError, ValueError: the file is not there, or not as it was shipped.
    """
    return read(shipped(FILE))


def read(path: Path) -> Peers:
    """The table in one file.

    Raises:
        ValueError: no such file of arrays, or arrays that do not fit together.
    """
    axes = dict.fromkeys(ROWS, ("rows",)) | dict.fromkeys(CURVES, ("batches",))
    columns = tables.read(path, axes, "table of detectors")
    if not ((columns["k"] >= 0) & (columns["k"] <= columns["n"])).all():
        raise ValueError(f"{path.name}: some k are not between 0 and n")
    return Peers(**columns)
