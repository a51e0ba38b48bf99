"""What a face shows: glasses, age, beard, long hair, the tone of the skin, read by a small network.

It learnt from the studio's truth (`tools/train_networks.py attributes`), on other actors than the lessons use. On a
generated face nobody knows the truth: there it is an opinion, as useful as it is right on photographs.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from .readers import build_reader, read, shipped

NAME = "attributes.npz"
SIZE = 64
ATTRIBUTES = ("glasses", "old", "beard", "long hair")
LONG = ("bob", "centre_part", "fringe", "long")
BANDS = 6
network = partial(shipped, NAME, build_reader, len(ATTRIBUTES) + 1, SIZE)


def truth(photographs: Any) -> np.ndarray:
    """The studio's truth of each photograph: (N, 5), a column for each of `ATTRIBUTES` (0 or 1) and skin, 0 ... 1.

    Old is from about 52 years on.
    """
    actors = [photographs.actors[place] for place in photographs.actor]
    columns = [
        [one.glasses != "none" for one in actors],
        [one.age > 0.5 for one in actors],
        [one.beard != "none" for one in actors],
        [one.hair in LONG for one in actors],
        [one.skin for one in actors],
    ]
    return np.array(columns, dtype=float).T


def attributes(images: Any) -> dict[str, np.ndarray]:
    """The probability of each of `ATTRIBUTES`, (N,) by name, for pictures (N, 64, 64, 3) uint8.

    Raises:
        ValueError: another shape or kind of picture.
    """
    said = read(network(), images, 1)[:, : len(ATTRIBUTES)]
    return dict(zip(ATTRIBUTES, (1 / (1 + np.exp(-said))).T, strict=True))


def skin_bands(images: Any) -> np.ndarray:
    """The band of skin tone, 0 lightest to 5 darkest, as the network reads it: (N,) int for (N, 64, 64, 3) uint8."""
    skin = read(network(), images, 1)[:, -1]
    return np.clip((skin * BANDS).astype(int), 0, BANDS - 1)
