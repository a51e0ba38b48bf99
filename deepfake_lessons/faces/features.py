"""Features for the quality distance: what a small fixed network sees in a picture, as 64 numbers.

The network was trained to tell fifteen distortions of studio photographs apart (parts of the face exchanged, moved,
warped, wiped, mixed with another face, wrong colours ...), each taken by another soft or noisy camera, so its numbers
are about what goes wrong with a face and little about noise. It never saw a generated picture. Made by
`tools/train_networks.py features`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import keras
import numpy as np

from .readers import build_reader, load_shipped, read

NAME = "features.npz"
DISTORTIONS = 15
FEATURES = 64


@lru_cache(maxsize=1)
def network() -> keras.Model:
    """The shipped network.

    Raises:
        FileNotFoundError, ValueError: its weights are missing or damaged.
    """
    reader = build_reader(DISTORTIONS)
    load_shipped(reader, NAME)
    return reader


def features(images: Any) -> np.ndarray:
    """What the fixed network sees.

    Args:
        images: (N, S, S, 3) uint8; distances compare pictures of one size.

    Returns:
        (N, 64) float64.

    Raises:
        ValueError: another shape or kind of picture; weights that are damaged.
    """
    return read(network(), images, 0)
