"""Face swaps of drawn actors: one encoder, two decoders, and what is measured of the result.

    album_a, album_b = swap.album(a, seed=1), swap.album(b, seed=2)
    model = swap.FaceSwap(seed=1)
    swap.train(model, album_a, album_b, steps=600, seed=1)
    swapped = swap.swap(model, clip, to="b")

`networks` (the three parts and their training step), `training`, `pasting` (back into the picture), `scores` (against
the ideal swap). Only the film studio's photographs and clips are swapped: nobody's likeness.
"""

from __future__ import annotations

import lazy_loader

from .networks import FaceSwap, build_decoder, build_encoder
from .pasting import album, swap
from .scores import Scores, score
from .training import train

__all__ = ["FaceSwap", "Scores", "album", "build_decoder", "build_encoder", "score", "swap", "train"]

# What a lesson asks for beside them, loaded at first use.
_LATER = ["dubbing", "live", "painting_explorer", "plots", "studies", "trials"]
__getattr__, __dir__, _ = lazy_loader.attach(__name__, _LATER)
