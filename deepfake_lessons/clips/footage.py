"""Clips of any origin: pictures with sound, and the files that hold them.

    clip = clips.read("talk.mp4")        # also .mpg, .webm; videos want the extra: pip install "…[video]"
    clips.save(clip, "talk.gif")         # without sound; or .mp4

A file is judged before it is believed: what it says of its size is compared with the limits here before any memory is
asked for, nothing in it is run, and it is written whole or not at all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .. import checks

MOST_FRAMES = 2_000
MOST_SECONDS = 120.0
MOST_PIXELS = 2_100_000  # of one picture: 1920 x 1080
MOST_BYTES = 2**29  # of all pictures of a clip
MOST_SAMPLES = 48_000 * 120
RATES = (1.0, 120.0)  # frames a second
SOUND_RATES = (4_000, 192_000)  # samples a second

Array = np.ndarray


class CannotRead(ValueError):
    """This file is no clip that can be read here; the sentence says why."""


@dataclass(frozen=True)
class Caption:
    """Words that are said from `start` to `end`, in seconds."""

    start: float
    end: float
    words: str


@dataclass(frozen=True, eq=False)
class Footage:
    """Pictures with sound, wherever they come from.

    Attributes:
        frames: (T, H, W, 3) uint8.
        fps: frames a second.
        sound: (samples,) float32, -1 ... 1; none is an empty array.
        rate: samples a second.
        truth: what is known of each frame: name -> (T,) values; empty for a stranger's clip.
        landmarks: (T, 6, 2) float32 pixels as `studio.Drawing.landmarks`, or None where nobody knows them.
        captions: what is said, phrase by phrase.
        about: where it comes from; "synthetic" is True for what a studio has drawn.

    Raises:
        ValueError: arrays that do not fit together, or more than a clip may hold; the sentence says which.
    """

    frames: Array
    fps: float
    sound: Array
    rate: int
    truth: dict[str, Array] = field(default_factory=dict)
    landmarks: Array | None = None
    captions: tuple[Caption, ...] = ()
    about: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        fits(np.shape(self.frames), self.frames.dtype, self.fps, np.shape(self.sound), self.rate)
        for name, values in self.truth.items():
            if np.shape(values) != (len(self.frames),):
                raise ValueError(f"truth[{name!r}] has shape {np.shape(values)}: {len(self.frames)} values are wanted")
        if self.landmarks is not None and np.shape(self.landmarks) != (len(self.frames), 6, 2):
            shape = np.shape(self.landmarks)
            raise ValueError(f"landmarks have shape {shape}: ({len(self.frames)}, 6, 2) is wanted, or None")

    @property
    def seconds(self) -> float:
        """How long the pictures last."""
        return len(self.frames) / self.fps

    @property
    def size(self) -> int:
        """Width of the pictures in pixels."""
        return self.frames.shape[2]

    @property
    def words(self) -> str:
        """All captions in a row."""
        return " ".join(caption.words for caption in self.captions)

    def __len__(self) -> int:
        return len(self.frames)

    def __repr__(self) -> str:
        high, wide = self.frames.shape[1:3]
        heard = f"sound at {self.rate:,} Hz" if len(self.sound) else "no sound"
        return (
            f"a clip of {self.seconds:.3g} s, {len(self)} frames of {wide} x {high} pixels, {heard}: "
            ".frames .fps .sound .rate .truth .landmarks"
        )


def fits(shape: tuple[int, ...], kind: Any, fps: Any, samples: tuple[int, ...], rate: Any) -> None:
    """Whether so much may be a clip.

    Raises:
        ValueError: it may not.
    """
    if len(shape) != 4 or shape[3] != 3 or kind != np.uint8 or min(shape) < 1:
        raise ValueError(f"frames of shape {shape} and type {kind}: (T, H, W, 3) uint8 is wanted, T at least 1")
    if shape[0] > MOST_FRAMES:
        raise ValueError(f"{shape[0]:,} frames are too many: at most {MOST_FRAMES:,}; cut the clip")
    if shape[1] * shape[2] > MOST_PIXELS:
        raise ValueError(f"pictures of {shape[2]:,} x {shape[1]:,} pixels are too large: 1920 x 1080 at most")
    if math.prod(shape) > MOST_BYTES:
        raise ValueError(f"{shape[0]:,} frames of {shape[2]} x {shape[1]} do not fit into 512 MiB; cut or shrink it")
    checks.number("fps", fps, *RATES, f"a number of {RATES[0]:g} to {RATES[1]:g} frames a second")
    if len(samples) != 1 or samples[0] > MOST_SAMPLES:
        raise ValueError(f"sound of shape {samples}: (samples,) is wanted, at most {MOST_SAMPLES:,}")
    checks.number("rate", rate, *SOUND_RATES, f"a number of {SOUND_RATES[0]:,} to {SOUND_RATES[1]:,} samples a second")
    if shape[0] / fps > MOST_SECONDS or samples[0] / rate > MOST_SECONDS:
        raise ValueError(f"more than {MOST_SECONDS:g} seconds: cut the clip")


def origin(about: Mapping[str, Any]) -> bytes:
    """What a picture's or video's own metadata says of where it comes from."""
    source = str(about.get("source", ""))[:200]
    return (("synthetic: " if about.get("synthetic") else "") + source).strip(": ").encode()
