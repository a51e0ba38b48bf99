"""A learner's own forgers in lesson 08: the generator of lesson 05 and the swap of lesson 06, where they were kept.

gan = own_fakes.generator()         # yours, or the shipped one; a line says which
fakes = own_fakes.swapped(40)       # photographs of lesson 06's actor and your own swap of each; None without one
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import checks, studio
from ..faces import generators
from ..metrics.pairs import FAKE, REAL
from ..notebook.own_work.keeping import kept

GENERATOR, SWAP = "05.generator", "06.swap"
PAIR = 69  # the two actors of lesson 06
_SEED = 8  # of the photographs that no training saw, and of the last camera's noise


@dataclass(frozen=True, eq=False)
class OwnSwaps:
    """N photographs, then what the learner's swap made of each.

    Attributes:
        images: (2 N, 64, 64, 3) uint8, shot by `studio.SECOND_SHOT`.
        label: (2 N,) int, `metrics.REAL` or `metrics.FAKE`.
    """

    images: np.ndarray
    label: np.ndarray


def generator() -> generators.Generator:
    """The generator that lesson 05 kept, or else the shipped one; one line says which.

    Raises:
        FileNotFoundError, ValueError: the shipped one is missing or damaged, and none was kept.
    """
    weights = _kept(GENERATOR)
    if weights is not None:
        try:
            return generators.Generator(weights, 64, "yours of lesson 05")
        except (AttributeError, TypeError, ValueError) as why:
            print(f"Your {GENERATOR} cannot be used: {why}")
    print("Faces of nobody are drawn by the shipped generator; lesson 05 would keep one of yours.")
    return generators.shipped(64)


def swapped(count: int = 40) -> OwnSwaps | None:
    """Photographs of lesson 06's actor a that no training saw, and b's face on them by the swap that lesson 06 kept.

    Args:
        count: photographs, 1 or more.

    Returns:
        the pictures; None where no swap was kept, and one line says so.
    """
    from ..swap import FaceSwap, swap, trials

    checks.whole("count", count)
    weights = _kept(SWAP)
    if weights is None:
        print("Lesson 06 has kept no swap of yours here: nothing to examine.")
        return None
    model = FaceSwap(seed=1)
    try:
        model.set_weights(list(weights))
    except (TypeError, ValueError) as why:
        print(f"Your {SWAP} cannot be used: {why}")
        return None
    photographs = trials.exam_photographs(trials.pair(PAIR), count, seed=_SEED)
    fakes = swap(model, photographs, camera=None)
    rng = np.random.default_rng([_SEED, 96])
    both = [*photographs.images, *fakes.images]
    images = np.array([studio.develop(one, studio.SECOND_SHOT, rng) for one in both])
    return OwnSwaps(images, np.repeat([REAL, FAKE], count))


def _kept(name: str) -> Any:
    try:
        return kept(name)
    except FileNotFoundError:
        return None
