"""A referee of expression: how far the mouth is open, how broad the smile, how closed the eyes, from aligned faces.

It learnt from the studio's truth on many actors (`tools/train_networks.py expression`), none of whom is swapped in a
lesson, and says whether a swap follows the one whose face was replaced.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from .alignment import SIZE
from .readers import build_reader, read, shipped

NAME = "expression.npz"
READ = ("jaw", "smile", "blink")
network = partial(shipped, NAME, build_reader, len(READ), SIZE)


def truth(taken: Any) -> np.ndarray:
    """The studio's truth of photographs or a clip: (N, 3), mouth opening, smile, mean blink of both eyes."""
    known = taken.truth
    return np.stack([known["jaw"], known["smile"], (known["blink_left"] + known["blink_right"]) / 2], axis=1)


def expressions(faces: Any) -> dict[str, np.ndarray]:
    """Read aligned faces (N, 64, 64, 3) uint8: "jaw", "smile", "blink" -> (N,), on the scale of the studio's knobs.

    Raises:
        ValueError: another shape or kind of picture.
    """
    return dict(zip(READ, read(network(), faces, 1).T, strict=True))


def followed(swapped: Any, wanted: np.ndarray) -> dict[str, float]:
    """The correlation of what is read from swapped faces with the truth of the source, for each of `READ`.

    Args:
        swapped: (N, 64, 64, 3) uint8.
        wanted: (N, 3), as `truth` gives it.

    Returns:
        name -> -1 ... 1; nan where the source never changed.
    """
    said = expressions(swapped)
    found = {}
    for place, name in enumerate(READ):
        still = wanted[:, place].std() < 1e-6 or said[name].std() < 1e-6
        found[name] = float("nan") if still else float(np.corrcoef(said[name], wanted[:, place])[0, 1])
    return found
