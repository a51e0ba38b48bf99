"""Lips: does the mouth open when the sound says that it does?

An open mouth is darker inside than the same places usually are, and it sounds loud between 500 and 1500 Hz, where the
first formant of open vowels stands. The two tracks are compared as they are, and shifted against each other by up to
0.65 s.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .base import Array, CannotJudge, Evidence, long_enough, meter
from .regions import Faces, faces, grey

BAND = (500.0, 1500.0)  # Hz
_PACE = 16.0  # frames a second that are compared; more are averaged
_SHIFT, _NEAR = 0.65, 0.07  # seconds: the largest shift tried, and what still counts as none
_TREND = 1.06  # seconds over which slow changes are taken away
LEAST_TRUST = 0.9  # nearly all drawn actors have 0.94 and more before a good camera
_FLUTTER = 0.25  # by how much skin beside the nose may seem to move, as a share of the mouth's movement
_SHORTEST = 1.5  # seconds with face and sound
_LOUDEST, _QUIET = 5e-4, 0.12  # a sound below the first is silence; variation of loudness below the second is a hum
_MOST = 4.0  # a sound is -1 ... 1; what was made louder by mistake may go a little beyond


@meter("lips")
def measure(clip: Any) -> tuple[float, Evidence]:
    """How badly the mouth goes with the sound.

    Args:
        clip: with frames, fps, sound and rate, and landmarks if known; 1.5 seconds or more.

    Returns:
        a `Cue`; the score is -r, r the correlation of mouth and sound, and what r gains by shifting one of them.
    """
    long_enough("the lip meter", clip, _SHORTEST)
    if clip.fps < 10:
        raise CannotJudge(f"{clip.fps:g} frames a second are too few to read lips: 10 or more are wanted")
    heard = _loudness(clip)
    found = faces(clip)
    many = min(len(heard), len(clip.frames))
    first, last = _longest(found.seen[:many])
    if last - first < _SHORTEST * clip.fps:
        lasts = (last - first) / clip.fps
        raise CannotJudge(f"only {lasts:.2g} s have both face and sound, and {_SHORTEST} are wanted")
    block = max(1, round(clip.fps / _PACE))
    halves, pace = [_coarser(half[first:last], block) for half in openness(found)], clip.fps / block
    window = max(3, round(_TREND * pace) | 1)
    halves = [half - _trend(half, window) for half in halves]
    mouth, trusted = (halves[0] + halves[1]) / 2, _trust(*halves)
    loud = _coarser(heard[first:last], block)
    if loud.std() <= _QUIET * loud.mean():
        raise CannotJudge("the sound is a hum without syllables: there is nothing to compare the lips with")
    if trusted < LEAST_TRUST:
        raise CannotJudge("the mouth is too small, dark, still or noisy to be read: its two halves do not agree")
    skin = _coarser(flutter(found)[first:last], block)
    if float((skin - _trend(skin, window)).std()) > _FLUTTER * float(mouth.std()):
        raise CannotJudge("the lips move hardly more than the picture's noise makes the skin flutter")
    lags = range(-round(_SHIFT * pace), round(_SHIFT * pace) + 1)
    # what noise takes from r is given back
    gone = {lag: _correlation(*_shifted(mouth, loud, lag)) / trusted**0.5 for lag in lags}
    near = max(r for lag, r in gone.items() if abs(lag) <= max(1, round(_NEAR * pace)))
    lag = max(gone, key=lambda one: gone[one])
    best = gone[lag]
    place = first + _worst(mouth, loud) * block
    words = f"Mouth and sound go together with r = {min(near, 1):.2f} (1 is perfect, 0 is chance)"
    if best > near + 0.1:
        off = f"{abs(lag) / pace:.2f} s too {'late' if lag > 0 else 'early'}"
        words += f"; with a mouth that comes {off} they fit with r = {min(best, 1):.2f}"
    words += f". They differ most at {place / clip.fps:.2f} s (frame {place})."
    if last - first < 0.9 * len(clip.frames):
        words += f" Compared from {first / clip.fps:.1f} to {last / clip.fps:.1f} s, where there are face and sound."
    every = (np.arange(len(clip.frames)) - first) // block
    curves = {name: _spread(track, every) for name, track in (("mouth open", mouth), ("sound", loud))}
    return -near + max(0.0, best - near), Evidence(words, place, {"mouth": _box(found, place)}, curves, found.source)


def openness(found: Faces) -> tuple[Array, Array]:
    """How much darker the mouth's darkest places are than they usually are in this clip, against the cheeks, as a
    logarithm: its left and right half, (T,). A beard is dark, but no darker than usual."""
    left, right = np.split(_against_usual(found, found.mouth, 0.0, -0.08, 0.32), 2, axis=2)
    return _darkest(left), _darkest(right)


def flutter(found: Faces) -> Array:
    """The same of skin at both sides of the nose, where nothing opens, (T,): what noise and compression do."""
    sides = [_darkest(_against_usual(found, found.points[:, 2], side, -0.1, 0.3)) for side in (-0.5, 0.5)]
    return np.asarray(np.mean(sides, axis=0))


def _against_usual(found: Faces, origin: Array, aside: float, top: float, bottom: float) -> Array:
    """Brightness of some places against the cheeks and what is usual there, a logarithm; (T, 9, 6)."""
    places = found.beside(origin, aside - 0.12, aside + 0.12, top, bottom, 6, 9)
    bright = np.log(grey(found.read(places)) + 10).reshape(len(places), 9, 6)
    bright -= np.median(np.log(grey(found.patch(-0.5, 0.5, 0.3, 0.7)) + 10), axis=1)[:, None, None]
    return np.asarray(bright - np.median(bright[found.seen], axis=0))


def _darkest(bright: Array) -> Array:
    """How much darker the darkest quarter of some places is, (T,)."""
    flat = bright.reshape(len(bright), -1)
    return -np.sort(flat, axis=1)[:, : round(7 / 27 * flat.shape[1])].mean(axis=1)


def _trust(left: Array, right: Array) -> float:
    """How much of their mean is movement and not noise, 0 ... 1: reliability by halves (Spearman 1910, Brown 1910)."""
    alike = max(_correlation(left, right), 0.0)
    return 2 * alike / (1 + alike)


def _loudness(clip: Any) -> Array:
    """Strength of the sound in the band during each frame, as far as there is sound; (K,)."""
    sound = np.asarray(getattr(clip, "sound", ()))
    if sound.size < 2:
        raise CannotJudge("the clip has no sound")
    if sound.ndim != 1 or sound.dtype.kind != "f":
        raise CannotJudge(f"sound {sound.shape} of {sound.dtype}: one channel (samples,) of floats, -1 to 1, is wanted")
    window = max(8, round(clip.rate / clip.fps))
    if BAND[1] > clip.rate / 2:
        raise CannotJudge(f"{clip.rate:g} samples a second are too few to hear vowels: 3000 or more are wanted")
    count = min(len(clip.frames), int(len(sound) * clip.fps / clip.rate))
    begin = (np.arange(count) * clip.rate / clip.fps).astype(int)
    begin = begin[begin + window <= len(sound)]
    frequency = np.fft.rfftfreq(window, 1 / clip.rate)
    inside = (frequency >= BAND[0]) & (frequency < BAND[1])
    if not inside.any():
        raise CannotJudge(f"at {clip.fps:g} frames a second a frame is too short to hear vowels in it")
    bell, out = np.hanning(window).astype(np.float32), np.zeros(len(begin))
    for first in range(0, len(begin), step := max(1, 2**20 // window)):
        rows = sound[begin[first : first + step, None] + np.arange(window)].astype(np.float32)
        if not (np.abs(rows) <= _MOST).all():
            raise CannotJudge("the sound has values far outside -1 to 1, or that are no numbers")
        out[first : first + step] = np.abs(np.fft.rfft(rows * bell)[:, inside]).sum(axis=1) / window
    if len(begin) == 0 or not float(np.percentile(np.abs(sound[: begin[-1] + window]), 99)) >= _LOUDEST:
        raise CannotJudge("the clip is silent")
    return out


def _coarser(track: Array, block: int) -> Array:
    return track[: len(track) // block * block].reshape(-1, block).mean(axis=1)


def _trend(track: Array, window: int) -> Array:
    """The mean of a track over a window of an odd number of entries; its ends are held."""
    return np.convolve(np.pad(track, window // 2, mode="edge"), np.ones(window) / window, "valid")


def _shifted(mouth: Array, loud: Array, lag: int) -> tuple[Array, Array]:
    """Both tracks where they overlap, the mouth taken `lag` entries later than the sound."""
    many = len(mouth)
    return mouth[max(0, lag) : many + min(0, lag)], loud[max(0, -lag) : many + min(0, -lag)]


def _correlation(a: Array, b: Array) -> float:
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size > 1e-9 else 0.0


def _worst(mouth: Array, loud: Array) -> int:
    """Where the two, each in its own deviations, differ most."""
    a, b = ((track - track.mean()) / max(float(track.std()), 1e-9) for track in (mouth, loud))
    return int(np.argmax(np.abs(a - b)))


def _spread(track: Array, every: Array) -> Array:
    """A track in deviations, one value for each frame, NaN where there is none."""
    scaled = (track - track.mean()) / max(float(track.std()), 1e-9)
    return np.append(scaled, np.nan)[np.where((every >= 0) & (every < len(track)), every, len(track))]


def _box(found: Faces, place: int) -> tuple[float, float, float, float]:
    return found.hull(found.beside(found.mouth, -0.45, 0.45, -0.2, 0.4, 2, 2)[place])


def _longest(seen: Array) -> tuple[int, int]:
    """Begin and end of the longest run of frames that show the face."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], seen, [False]]).astype(int)))
    runs = edges.reshape(-1, 2)
    if not len(runs):
        return 0, 0
    longest = int(np.argmax(runs[:, 1] - runs[:, 0]))
    return int(runs[longest, 0]), int(runs[longest, 1])
