"""Motion: what a head and a face do from frame to frame while somebody speaks to a camera.

People blink 15 to 20 times a minute, in gaps that are anything but equal (Bentivoglio et al. 1997, Movement Disorders
12: 17 a minute at rest, more when speaking). The lid falls in about 70 ms, stays for 60, and rises in 160.
"""

from __future__ import annotations

import numpy as np

from .actors import Actor
from .articulation import Tracks
from .frames import Frame
from .stage import Array

BLINKS = (15.0, 20.0)  # a minute, from person to person
CLOSING, SHUT, OPENING = 0.07, 0.06, 0.16  # seconds
_UNEVEN = 0.92  # deviation of the logarithm of a gap: gaps of 1 and of 9 seconds are both usual
_SHORTEST = 0.4  # seconds between two blinks
# How far the head and the face wander about where they are: deviations, in the knob's own unit.
_SWAY = {"yaw": 0.045, "pitch": 0.028, "roll": 0.022, "shift_x": 0.01, "shift_y": 0.006, "zoom": 0.006}
_MOOD = {"smile": 0.07, "brow_raise": 0.1}


def opening_moment(moment: Frame) -> Frame:
    """A portrait's moment as the begin of a clip: head near the middle, mouth at rest, eyes open."""
    calm = {"yaw": 0.4, "pitch": 0.3, "roll": 0.3, "shift_x": 0.35, "shift_y": 0.35, "gaze_x": 0.3, "gaze_y": 0.3}
    turned = {name: share * getattr(moment, name) for name, share in calm.items()}
    zoom = 1 + 0.3 * (moment.zoom - 1)
    smile = 0.1 + 0.45 * max(moment.smile, 0.0)
    narrowed = min(moment.blink_left, 0.12)
    return moment.replace(
        **turned, zoom=zoom, smile=smile, jaw=0.0, teeth=0.0, spread=0.0, blink_left=narrowed, blink_right=narrowed
    )


def moments(start: Frame, actor: Actor, said: Tracks, times: Array, rng: np.random.Generator) -> list[Frame]:
    """The frames of a clip.

    Args:
        start: light, backdrop, and where the head is held; the motion goes on about it.
        actor: whose habits of blinking they are.
        said: what the mouth does.
        times: (T,) seconds, the middle of each frame's exposure.
        rng: where chance comes from.
    """
    sway_rng, gaze_rng, blink_rng = (np.random.default_rng(rng.integers(2**63, size=2)) for _ in range(3))
    track: dict[str, Array] = {}
    for name, size in _SWAY.items():
        track[name] = getattr(start, name) + size * wander(times, sway_rng, (0.11, 0.23, 0.41, 0.73))
    for name, size in _MOOD.items():
        track[name] = getattr(start, name) + size * wander(times, sway_rng, (0.07, 0.17, 0.35))
    accent = said.at(times, "accent")
    track["pitch"] = track["pitch"] - 0.02 * accent  # a small nod, and raised brows, where the voice rises
    track["brow_raise"] = track["brow_raise"] + 0.22 * accent
    gaze = gazes(times, gaze_rng)
    track["gaze_x"], track["gaze_y"] = start.gaze_x + gaze[0], start.gaze_y + gaze[1]
    track["yaw"] = track["yaw"] + 0.05 * gaze[2]  # the head follows the eyes, late and a little
    shut = blinks(times, rate_of(actor), blink_rng)
    for name in ("blink_left", "blink_right"):
        track[name] = np.maximum(getattr(start, name), shut)
    track["jaw"], track["spread"] = said.at(times, "jaw"), said.at(times, "spread")
    track["teeth"] = said.at(times, "teeth")
    about = Frame.__dataclass_fields__
    cut = {
        name: np.clip(values, about[name].metadata["low"], about[name].metadata["high"])
        for name, values in track.items()
    }
    return [start.replace(**{name: float(values[k]) for name, values in cut.items()}) for k in range(len(times))]


def wander(times: Array, rng: np.random.Generator, rates: tuple[float, ...]) -> Array:
    """A sum of sines (T,) of about the given rates in Hz, slow ones larger; deviation about 1."""
    sizes = np.array([rate**-0.7 for rate in rates])
    sizes = sizes / np.sqrt(0.5 * (sizes**2).sum())
    parts = [
        size * np.sin(2 * np.pi * (rate * float(rng.uniform(0.8, 1.25)) * times + float(rng.uniform())))
        for size, rate in zip(sizes, rates, strict=True)
    ]
    return np.sum(parts, axis=0)


def gazes(times: Array, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Where the eyes look, as steps: (sideways, up, sideways as a slow follower), (T,) each, in shares of the knob."""
    x, y = np.zeros(len(times)), np.zeros(len(times))
    follower = np.zeros(len(times))
    at, here = float(rng.uniform(0.2, 1.5)), (0.0, 0.0)
    while at < times[-1]:
        away = rng.uniform() < 0.6 and here == (0.0, 0.0)  # from the camera and back to it
        there = (float(rng.normal(0, 0.3)), float(rng.normal(0, 0.15))) if away else (0.0, 0.0)
        there = (float(np.clip(there[0], -0.7, 0.7)), float(np.clip(there[1], -0.4, 0.4)))
        step = np.clip((times - at) / 0.04, 0, 1)  # an eye's jump takes about 40 ms
        x += step * (there[0] - here[0])
        y += step * (there[1] - here[1])
        slow = np.clip((times - at) / 0.5, 0, 1)
        follower += slow * slow * (3 - 2 * slow) * (there[0] - here[0])
        here = there
        at += float(rng.uniform(0.3, 1.1) if away else rng.uniform(0.6, 2.6))
    return x, y, follower


def rate_of(actor: Actor) -> float:
    """How often an actor blinks, a minute."""
    return float(np.random.default_rng([actor.seed, actor.index, 53]).uniform(*BLINKS))


def blink_times(seconds: float, rate: float, rng: np.random.Generator) -> Array:
    """When blinks begin, in seconds, from a while before the clip to its end; gaps are log-normal, `rate` a minute."""
    mean = 60 / rate - _SHORTEST
    found, at = [], -60.0
    while at < seconds:
        at += _SHORTEST + mean * float(np.exp(_UNEVEN * rng.standard_normal() - 0.5 * _UNEVEN**2))
        found.append(at)
    return np.array(found[:-1])


def lid(since: Array, pace: float = 1.0) -> Array:
    """How shut an eye is (0 ... 1) so many seconds after a blink began; `pace` 2 is twice as fast."""
    closing, shut, opening = CLOSING / pace, SHUT / pace, OPENING / pace
    falls = np.clip(since / closing, 0, 1)
    rises = np.clip((since - closing - shut) / opening, 0, 1)
    return falls * falls * (3 - 2 * falls) * (1 - rises) ** 1.5


def blinks(times: Array, rate: float, rng: np.random.Generator) -> Array:
    """How shut the eyes are at each time, (T,) 0 ... 1."""
    closed = np.zeros(len(times))
    for begin in blink_times(float(times[-1]) + 1, rate, rng):
        closed = np.maximum(closed, lid(times - begin, float(rng.uniform(0.88, 1.14))))
    return closed
