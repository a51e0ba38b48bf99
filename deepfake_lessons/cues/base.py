"""What the five meters share: the answer they give, and how they say that there is none."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .. import checks

Array = np.ndarray
Box = tuple[float, float, float, float]


class CannotJudge(Exception):
    """Raised inside a meter; the sentence becomes the reason of its answer."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a person is shown, to judge for themselves.

    Attributes:
        words: what was measured, in a sentence or two.
        frame: the frame that shows it best, or None.
        boxes: name -> (left, top, right, bottom) in pixels of that frame.
        curves: name with unit -> (T,) numbers, one for each frame, NaN where there is none.
        landmarks: how eyes and mouth were found.
    """

    words: str
    frame: int | None = None
    boxes: dict[str, Box] = field(default_factory=dict)
    curves: dict[str, Array] = field(default_factory=dict)
    landmarks: str = ""


@dataclass(frozen=True, eq=False)
class Cue:
    """A meter's answer.

    Attributes:
        name: of the meter.
        score: it rises with suspicion; its unit is the meter's own, so compare only scores of one meter. NaN where it
            cannot judge.
        evidence: what it rests on.
    """

    name: str
    score: float
    evidence: Evidence

    @property
    def judged(self) -> bool:
        """Whether there is a score."""
        return bool(np.isfinite(self.score))

    @property
    def words(self) -> str:
        """The evidence in words; or "cannot judge: ..."."""
        return self.evidence.words

    def __repr__(self) -> str:
        return f"{self.name}: {f'{self.score:.3g}, ' if self.judged else ''}{self.words}"


def meter(name: str) -> Callable[[Callable[[Any], tuple[float, Evidence]]], Callable[[Any], Cue]]:
    """Make a meter's function answer with a `Cue`; what it cannot judge, and any number that is none, included."""

    def wrapped(measured: Callable[[Any], tuple[float, Evidence]]) -> Callable[[Any], Cue]:
        @functools.wraps(measured)
        def measure(clip: Any) -> Cue:
            checked(clip)
            try:
                score, evidence = measured(clip)
                if not np.isfinite(score):
                    raise CannotJudge("the measurement gave no number")
            except CannotJudge as reason:
                return Cue(name, float("nan"), Evidence(f"cannot judge: {reason}"))
            return Cue(name, float(score), evidence)

        return measure

    return wrapped


def checked(clip: Any) -> None:
    """Refuse what can be no clip.

    Raises:
        TypeError: it has no frames, or they are no colour pictures.
        ValueError: its rates are no numbers above 0, or higher than those of any camera and microphone.
    """
    frames = getattr(clip, "frames", None)
    if not isinstance(frames, np.ndarray) or frames.ndim != 4 or frames.shape[3] != 3 or frames.dtype != np.uint8:
        came = f"frames {frames.shape} of {frames.dtype}" if isinstance(frames, np.ndarray) else type(clip).__name__
        raise TypeError(f"a meter wants a clip with frames (T, H, W, 3) of uint8, as clips.read gives it; got {came}")
    for name, most in (("fps", 1e4), ("rate", 1e6)):
        value = getattr(clip, name, None)
        checks.number(f"clip.{name}", value, np.nextafter(0, 1), most, f"a number above 0, at most {most:,.0f},")


def long_enough(name: str, clip: Any, seconds: float) -> None:
    """Raise CannotJudge for a clip that is too short for a meter."""
    lasts = len(clip.frames) / clip.fps
    if len(clip.frames) < 2 or lasts < seconds:
        raise CannotJudge(f"{name} wants {seconds:g} s or more, and these are {len(clip.frames)} frames, {lasts:.2g} s")
