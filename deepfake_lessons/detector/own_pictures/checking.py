"""What may be examined: pixels in three colours of eight bits, neither too many nor too few, and not all the same."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

PIXELS = 64_000_000  # of a picture: what a telephone of today takes at the most, and at once in a laptop's memory
SIDE = 2048  # pixels of the longer side that we go on with
LEAST = 24  # pixels of the shorter side: no smaller face is found
FLAT = 8  # grey levels: a picture whose brightest and darkest pixel differ by less shows nothing
GREY = 6  # grey levels by which the three colours may differ in a picture that is called grey
ON_WHITE = "transparent parts are laid on white"


class NoPicture(ValueError):
    """What came is no picture that can be examined; the message says what it is, what is wanted, and what to do."""


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture, ready to be looked at.

    Attributes:
        pixels: (H, W, 3) uint8, the longer side 2,048 at most.
        name: of the file, or what it was.
        grey: whether it has no colour.
        notes: what was done to it, each a short sentence.
    """

    pixels: np.ndarray
    name: str
    grey: bool
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        high, wide = self.pixels.shape[:2]
        return f"{self.name}: {wide} x {high} pixels, {'grey' if self.grey else 'in colour'}"


@dataclass
class Work:
    """What is known so far."""

    name: str
    notes: list[str] = field(default_factory=list)

    def wrong(self, what: str) -> NoPicture:
        return NoPicture(f"{self.name}: {what}")


def too_many(count: int | None = None) -> str:
    size = f"{count / 1e6:,.0f} million" if count else "far too many"
    return f"{size} pixels, and {PIXELS // 1_000_000} million are the most. Save the picture smaller"


def of_array(work: Work, values: np.ndarray) -> np.ndarray:
    """An array of pixels as (H, W, 3) uint8."""
    got = f"shape {values.shape}, {values.dtype}"
    if values.dtype.kind not in "uif" or values.dtype.itemsize > 8:
        raise TypeError(f"an array of numbers (H, W, 3) is wanted, such as uint8; got {got}")
    if values.ndim == 4:
        raise work.wrong(f"{got}: these are several pictures. Examine one, such as images[0]")
    if values.ndim == 3 and values.shape[0] in (1, 3, 4) and values.shape[2] not in (1, 3, 4):
        raise work.wrong(f"{got}: the colours come last. Write np.moveaxis(picture, 0, -1)")
    if values.ndim not in (2, 3) or (values.ndim == 3 and values.shape[2] not in (1, 3, 4)) or not values.size:
        raise work.wrong(f"{got}: a picture has the shape (H, W), (H, W, 3) or (H, W, 4)")
    if values.shape[0] * values.shape[1] > PIXELS:
        raise work.wrong(too_many(values.shape[0] * values.shape[1]))
    pixels = _eight_bits(work, values, got)
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        pixels = np.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, axis=2)
    if pixels.shape[2] == 4:
        opaque = pixels[..., 3:].astype(np.float32) / 255
        if opaque.min() < 1:
            work.notes.append(ON_WHITE)
        pixels = np.rint(255 + opaque * (pixels[..., :3].astype(np.float32) - 255)).astype(np.uint8)
    return pixels


def _eight_bits(work: Work, values: np.ndarray, got: str) -> np.ndarray:
    if values.dtype == np.uint8:
        return values
    low, high = values.min(), values.max()
    if not np.isfinite(low) or not np.isfinite(high):
        missing = int((~np.isfinite(values)).sum())
        raise work.wrong(f"{got}: {missing:,} numbers are missing or infinite. Replace them, or take another picture")
    if values.dtype.kind == "f":
        if low < 0 or high > 1:
            raise work.wrong(
                f"{got}, numbers from {low:.3g} to {high:.3g}: they must lie between 0 and 1. "
                "For 0 to 255 write picture.astype('uint8')"
            )
        return np.rint(values * 255).astype(np.uint8)
    if low < 0 or high > 65535:
        raise work.wrong(f"{got}, numbers from {low} to {high}: 0 to 255 are wanted, or 0 to 65535 of 16 bits")
    if values.dtype.itemsize == 2 or high > 255:
        work.notes.append("made of 16 bits a colour to 8")
        return np.asarray(values // 257).astype(np.uint8)
    return values.astype(np.uint8)


def ready(work: Work, pixels: np.ndarray) -> Picture:
    high, wide = pixels.shape[:2]
    if min(high, wide) < LEAST:
        raise work.wrong(f"{wide} x {high} pixels: no face fits into less than {LEAST}. Take a larger picture")
    if int(pixels.max()) - int(pixels.min()) < FLAT:
        raise work.wrong("all of one colour. Take a picture that shows something")
    grey = int((pixels.max(axis=2) - pixels.min(axis=2)).max()) <= GREY
    if grey:
        work.notes.append("without colour")
    return Picture(np.ascontiguousarray(pixels), work.name, grey, tuple(work.notes))
