"""What a swap depends on: how many studied photographs show closed eyes, and how many show glasses.

One trial is one training. Lesson 06 runs a single one; the rest of the cloud comes from `stored()`, trained by
`benchmarks/swap.py` and measured with these same functions.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from .. import cache, studio
from ..metrics import tables
from . import scores, studies
from .networks import FaceSwap
from .pasting import album

STEPS = 700  # of one training, in lesson 06 and in the stored trials
SHARES = {"blink": (0.0, 0.02, 0.05, 0.12, 0.3), "glasses": (0.0, 0.1, 0.25, 0.5, 0.8)}
FILES = {"blink": "swap_blinks.npz", "glasses": "swap_glasses.npz"}
TESTED = 60  # photographs on which a trial is measured
_SHUT, _OPEN = 0.75, 0.2  # of the lid: more is a closed eye, less an open one


@dataclass(frozen=True, eq=False)
class Pair:
    """Two drawn actors: the face of `b` is put onto `a`.

    Attributes:
        a, b: the actors, without glasses.
        seed: which pair it is.
    """

    a: studio.Actor
    b: studio.Actor
    seed: int

    def wearing(self, who: str) -> studio.Actor:
        """One of the two with glasses on: square ones for `a`, as in the film; round ones for `b`."""
        return self.a.replace(glasses="square") if who == "a" else self.b.replace(glasses="round")


def pair(seed: int) -> Pair:
    """Two actors by lot, both without glasses.

    Args:
        seed: of the lot, 0 or more.
    """
    first, second = studio.cast(2, seed=seed)
    return Pair(first.replace(glasses="none"), second.replace(glasses="none"), seed)


def albums(
    two: Pair, n: int = studies.PHOTOGRAPHS, closed: float = studies.CLOSED, glasses: float = 0.0, seed: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """The aligned faces that both are studied from: (N, 64, 64, 3) uint8 of `a`, and of `b`.

    Args:
        two: the actors.
        n: photographs of each.
        closed: share of b's photographs with closed eyes; a's have the usual share, for the film of `a` is there.
        glasses: share with glasses, in both albums.
        seed: of the photographs.
    """
    first = studies.study(two.wearing("a"), n, glasses=glasses, seed=seed)
    second = studies.study(two.wearing("b"), n, closed=closed, glasses=glasses, seed=seed + 500)
    return album(first).faces, album(second).faces


def exam_photographs(two: Pair, n: int = TESTED, closed: float = 0.25, seed: int = 77) -> studio.Photographs:
    """Photographs of `a` that no training sees: talking, smiling, a quarter of them with closed eyes."""
    return studies.study(two.a, n, closed=closed, seed=seed)


def glasses_on(taken: studio.Photographs, two: Pair) -> studio.Photographs:
    """The same moments once more, with glasses on `a`."""
    return studio.photograph(two.wearing("a"), len(taken), frames=taken.frames, seed=two.seed)


def blink_depth(drawn: np.ndarray, ideal: np.ndarray, lids: np.ndarray) -> float:
    """How deeply the fake blinks: 1 as the ideal swap does, 0 not at all.

    The referee of expression reads the lids in both; what counts is how far closed eyes are from open ones.

    Args:
        drawn, ideal: aligned faces (N, 64, 64, 3) uint8 of the same moments.
        lids: (N,) the truth, 0 open to 1 closed.

    Raises:
        ValueError: no closed or no open eyes among them.
    """
    from ..faces.expression import expressions

    shut, wide = np.asarray(lids) > _SHUT, np.asarray(lids) < _OPEN
    if not shut.any() or not wide.any():
        raise ValueError(f"{shut.sum()} moments with closed eyes and {wide.sum()} with open ones: both are needed")
    deep = [said[shut].mean() - said[wide].mean() for said in (expressions(one)["blink"] for one in (drawn, ideal))]
    return float(deep[0] / deep[1])


def region_errors(drawn: np.ndarray, ideal: np.ndarray) -> dict[str, float]:
    """Mean absolute error in grey levels in the "eyes", the "mouth" and the "face" box."""
    from ..faces.alignment import box

    apart = scores.error_map(drawn, ideal)
    return {name: float(apart[box(name, len(apart))].mean()) for name in scores.BOXES}


def measured_blink(model: FaceSwap, two: Pair) -> float:
    """The blink depth of a trained swap."""
    taken = exam_photographs(two)
    lids = (taken.truth["blink_left"] + taken.truth["blink_right"]) / 2
    return blink_depth(*scores.drawn_and_ideal(model, taken, two.b), lids)


def measured_glasses(model: FaceSwap, two: Pair) -> tuple[float, float]:
    """(error with, error without) of a trained swap: grey levels in the eye box, the same moments with and without."""
    bare = exam_photographs(two, closed=studies.CLOSED)
    with_, without = (
        region_errors(*scores.drawn_and_ideal(model, taken, two.b))["eyes"] for taken in (glasses_on(bare, two), bare)
    )
    return with_, without


@dataclass(frozen=True, eq=False, repr=False)
class Stored:
    """Trials that were measured beforehand.

    Attributes:
        share: (N,) of closed eyes, or of glasses.
        seed: (N,) int.
        values: (N, 1) blink depth, or (N, 2) error with and without.
        steps: of each training.
    """

    share: np.ndarray
    seed: np.ndarray
    values: np.ndarray
    steps: int

    def __repr__(self) -> str:
        return f"{len(self.share)} trainings of {self.steps} steps each"

    def means(self) -> tuple[np.ndarray, np.ndarray]:
        """(shares, mean values) over the seeds."""
        shares = np.unique(self.share)
        return shares, np.array([self.values[self.share == one].mean(axis=0) for one in shares])


@functools.lru_cache(maxsize=2)
def stored(what: str) -> Stored:
    """The stored trials.

    Args:
        what: "blink" or "glasses".

    Raises:
        ValueError: another name, or a damaged file.
        FileNotFoundError: the file is missing.
    """
    if what not in FILES:
        raise ValueError(f"no trials of {what!r}: there are {' and '.join(FILES)}")
    axes: tables.Axes = {"share": ("trials",), "seed": ("trials",), "values": ("trials", "measures"), "steps": ()}
    found = tables.read(cache.shipped(FILES[what]), axes, "trials")
    return Stored(**found | {"steps": int(found["steps"])})
