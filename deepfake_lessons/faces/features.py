"""Features for the quality distance: what a small fixed network sees in a picture, as 64 numbers.

The network was trained to tell fifteen distortions of studio photographs apart (parts of the face exchanged, moved,
warped, wiped, mixed with another face, wrong colours ...), each taken by another soft or noisy camera, so its numbers
are about what goes wrong with a face and little about noise. It never saw a generated picture. Made by
`tools/train_networks.py features`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from .readers import build_reader, read, shipped

NAME = "features.npz"
DISTORTIONS = 15
FEATURES = 64
network = partial(shipped, NAME, build_reader, DISTORTIONS)


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
