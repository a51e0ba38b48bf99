"""Bring pictures from different sources through one pipeline, so that they are compared like with like.

What differs between two sources (how many pixels, colour, sharpness, compression) is easier to learn than what differs
between genuine and forged: lesson 08 shows a network that learns it, and takes it away again.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np

from ... import checks

SIZE = 64


@dataclass(frozen=True)
class Pipeline:
    """What happens to every picture, in this order.

    Attributes:
        pixels: it is made so small, and large again.
        grey: its colours are taken away.
        blur: standard deviation of a blur, in pixels of the result; 0 for none.
        quality: it is saved as JPEG with this quality, 1 to 95, and read again; 0 for not.
    """

    pixels: int = SIZE
    grey: bool = False
    blur: float = 0.0
    quality: int = 0

    def __str__(self) -> str:
        parts = [f"{self.pixels} pixels", "grey" if self.grey else "in colour"]
        parts += [f"blur {self.blur:g}"] * (self.blur > 0) + [f"JPEG quality {self.quality}"] * (self.quality > 0)
        return ", ".join(parts)

    def __call__(self, images: Any, size: int = SIZE) -> np.ndarray:
        """Pictures (N, S, S, 3) uint8 after it, (N, size, size, 3) uint8."""
        return np.array([self._one(one, size) for one in checks.pictures("images", images)])

    def _one(self, picture: np.ndarray, size: int) -> np.ndarray:
        from PIL import Image, ImageFilter

        image = Image.fromarray(np.ascontiguousarray(picture))
        for side in (self.pixels, size):
            if side != image.width:
                ways = Image.Resampling
                image = image.resize((side, side), ways.LANCZOS if side < image.width else ways.BICUBIC)
        if self.grey:
            image = image.convert("L").convert("RGB")
        if self.blur:
            image = image.filter(ImageFilter.GaussianBlur(self.blur))
        if self.quality:
            saved = io.BytesIO()
            image.save(saved, "JPEG", quality=self.quality)
            image = Image.open(saved, formats=("JPEG",)).convert("RGB")
        return np.asarray(image)


def coarsest(*pipelines: Pipeline) -> Pipeline:
    """The pipeline that takes away whatever any of these takes away: fewest pixels, least colour, most blur, lowest
    quality.
    """
    qualities = [one.quality for one in pipelines if one.quality]
    return Pipeline(
        min(one.pixels for one in pipelines),
        any(one.grey for one in pipelines),
        max(one.blur for one in pipelines),
        min(qualities, default=0),
    )
