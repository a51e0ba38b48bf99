"""A swap's training to watch: both actors as they are, as their own decoder draws them, and swapped."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ..faces.live import Live

_SHOWN, _SIDE, _ROOM = 5, 78, 100  # faces of each actor; page pixels of one; for the words before a row


class LiveSwap(Live):
    """Live reconstruction of both actors, and the swap, with the time left.

    Args:
        model: a `swap.FaceSwap`.
        steps: of the whole training.
        faces_a, faces_b: aligned faces (N, 64, 64, 3) uint8; the first five of each are shown.
    """

    def __init__(self, model: Any, steps: int, faces_a: np.ndarray, faces_b: np.ndarray) -> None:
        super().__init__(steps, self._rows)
        self.swapped, self.shown = model, {"a": faces_a[:_SHOWN], "b": faces_b[:_SHOWN]}

    def _rows(self) -> tuple[Any, str]:
        page = Image.new("RGB", (_ROOM + 2 * (_SHOWN * _SIDE) + 12, 3 * (_SIDE + 6)), "white")
        pen = ImageDraw.Draw(page)
        for half, (who, other) in enumerate((("a", "b"), ("b", "a"))):
            faces = self.shown[who]
            rows = (faces, self.swapped.as_other(faces, who), self.swapped.as_other(faces, other))
            for line, row in enumerate(rows):
                joined = np.concatenate(list(row), axis=1)
                place = (_ROOM + half * (_SHOWN * _SIDE + 12), line * (_SIDE + 6))
                page.paste(Image.fromarray(joined).resize((len(row) * _SIDE, _SIDE), Image.Resampling.BICUBIC), place)
        for line, words in enumerate(("studied", "drawn again", "swapped")):
            pen.text((4, line * (_SIDE + 6) + _SIDE // 2 - 8), words, fill="black", font=ImageFont.load_default(14))
        return page, (
            f"Three rows at step {self.done:,}: faces of a at the left and of b at the right as studied, as their own "
            "decoder draws them again, and as the other's decoder draws them."
        )
