"""Bring pictures from different sources through one pipeline, so that they are compared like with like."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np

from ... import checks

SIZE = 64


@dataclass(frozen=True)
class Pipeline:
    """What happens to every picture, in this order."""

    pixels: int = SIZE  # it is made so small, and large again
    grey: bool = False  # its colours are taken away
    blur: float = 0.0  # standard deviation, in pixels of the result; 0 for none
    quality: int = 0  # it is saved as JPEG of this quality, 1 to 95, and read again; 0 for not

    def __str__(self) -> str:
        parts = [f"{self.pixels} pixels", "grey" if self.grey else "in colour"]
        parts += [f"blur {self.blur:g}"] * (self.blur > 0) + [f"JPEG quality {self.quality}"] * (self.quality > 0)
        return ", ".join(parts)

    def __call__(self, images: Any) -> np.ndarray:
        """Pictures (N, S, S, 3) uint8 after it, (N, 64, 64, 3) uint8."""
        return np.array([self._one(one) for one in checks.pictures("images", images)])

    def _one(self, picture: np.ndarray) -> np.ndarray:
        from PIL import Image, ImageFilter

        image = Image.fromarray(np.ascontiguousarray(picture))
        for side in (self.pixels, SIZE):
            if side != image.width:
                how = Image.Resampling.LANCZOS if side < image.width else Image.Resampling.BICUBIC
                image = image.resize((side, side), how)
        if self.grey:
            image = image.convert("L").convert("RGB")
        if self.blur:
            image = image.filter(ImageFilter.GaussianBlur(self.blur))
        if self.quality:
            saved = io.BytesIO()
            image.save(saved, "JPEG", quality=self.quality)
            image = Image.open(saved, formats=("JPEG",)).convert("RGB")
        return np.asarray(image)
