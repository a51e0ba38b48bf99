"""Articulation: what pitch, voice, jaw and lips do at each moment of a strip of phonemes.

Neighbouring sounds bend each other: every track is smoothed, the lips' more quickly than the jaw's. Pitch sinks along a
phrase and rises on its accents.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .phonemes import PHONES
from .speech import Strip, Voice
from .stage import Array

STEP = 0.005  # seconds between two entries of a track
_HELD = 3  # entries by which the lips close before m, b, p are heard, and open after: a frame of 1/16 s meets them


@dataclass(frozen=True)
class Tracks:
    """What happens at every STEP of a strip; arrays of one length N, formants (N, 3).

    Attributes:
        phone: names, "" in a pause.
        formants: Hz.
        voice: loudness of the voice, 0 ... 1.
        noise: (N, 3) centre in Hz, width in Hz, loudness.
        pitch: Hz.
        jaw, spread, teeth, lips: where the mouth is; `lips` is 1 while m, b or p shut them.
        accent: 0 ... 1 around stressed vowels.
    """

    phone: Array
    formants: Array
    voice: Array
    noise: Array
    pitch: Array
    jaw: Array
    spread: Array
    teeth: Array
    lips: Array
    accent: Array

    def at(self, times: Array, track: str) -> Array:
        """A track at times in seconds: numbers between its entries, names at the nearest one."""
        values = getattr(self, track)
        places = np.asarray(times) / STEP
        if values.dtype.kind == "U":
            return values[np.clip(np.rint(places).astype(int), 0, len(values) - 1)]
        return np.interp(places, np.arange(len(values)), values)


def tracks(said: Strip, voice: Voice, rng: np.random.Generator) -> Tracks:
    """The tracks of a strip in somebody's voice."""
    count = round(said.seconds / STEP) + 1
    times = np.arange(count) * STEP
    phone = np.zeros(count, "<U1")
    formants = np.full((count, 3), np.nan)
    noise = np.zeros((count, 3))
    noise[:, :2] = 1500, 1500
    loud, jaw, lips, accent = (np.zeros(count) for _ in range(4))
    spread = np.zeros(count)
    teeth = np.zeros(count)
    for piece in said.pieces:
        about = PHONES[piece.phone]
        low, high = np.searchsorted(times, (piece.start, piece.end))
        here = slice(low, max(high, low + 1))
        released = piece.part == "release"
        phone[here], formants[here] = piece.phone, about.formants
        loud[here] = 0.5 * about.voice if released else about.voice
        if about.noise and piece.part != "closure":
            noise[here] = about.noise
        jaw[here], spread[here] = about.jaw + 0.12 * released, about.spread
        teeth[here] = {"s": 0.6, "z": 0.6, "i": 0.5, "ɛ": 0.25, "æ": 0.3, "f": 0.3, "v": 0.3}.get(piece.phone, 0.08)
        if about.lips < 1:
            lips[here] = np.maximum(lips[here], about.lips)
        elif released:
            lips[low + _HELD : high] = 0.3
        else:
            lips[max(low - _HELD, 0) : high + _HELD] = 1
        if piece.accent:
            accent[here] = 1
    for said_once in said.captions:  # a phrase grows softer towards its end
        inside = (times >= said_once.start) & (times <= said_once.end)
        loud[inside] *= 1.05 - 0.35 * (times[inside] - said_once.start) / max(said_once.end - said_once.start, STEP)
    accent = smoothed(accent, 0.05)
    loud *= 0.85 + 0.3 * accent
    shut = smoothed(lips, 0.014)
    driven = 0.4 + 0.75 * smoothed(loud, 0.02)  # the louder, the wider
    return Tracks(
        phone=phone,
        formants=smoothed(_bridged(formants), 0.02) * voice.scale,
        voice=smoothed(loud, 0.009),
        noise=np.stack([noise[:, 0], noise[:, 1], smoothed(noise[:, 2], 0.005)], axis=1),
        pitch=_melody(said, voice, times, accent, rng),
        jaw=np.clip(voice.mouth * smoothed(jaw * driven, 0.03), 0, 1) * (1 - np.clip(1.3 * shut, 0, 1)),
        spread=np.clip(smoothed(spread, 0.035), -1, 1),
        teeth=smoothed(teeth, 0.03) * (1 - np.clip(1.3 * shut, 0, 1)),
        lips=np.clip(1.12 * shut, 0, 1),
        accent=accent,
    )


def smoothed(track: Array, seconds: float) -> Array:
    """A track (N,) or (N, C) under a bell of so many seconds' standard deviation; its ends are held."""
    reach = max(1, int(np.ceil(3 * seconds / STEP)))
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) * STEP / seconds) ** 2)
    bell /= bell.sum()
    rows = np.pad(track.reshape(len(track), -1), ((reach, reach), (0, 0)), mode="edge")
    done = np.stack([np.convolve(column, bell, "valid") for column in rows.T], axis=1)
    return done.reshape(track.shape)


def _bridged(formants: Array) -> Array:
    """Formants (N, 3) with the pauses filled by a straight line between what is around them."""
    known = np.flatnonzero(np.isfinite(formants[:, 0]))
    if not len(known):
        return np.tile([500.0, 1500.0, 2500.0], (len(formants), 1))
    return np.stack([np.interp(np.arange(len(formants)), known, column[known]) for column in formants.T], axis=1)


def _melody(said: Strip, voice: Voice, times: Array, accent: Array, rng: np.random.Generator) -> Array:
    """Pitch in Hz: sinking along each phrase, higher on accents, rising at the end of a question, never quite still."""
    octaves = np.zeros(len(times))
    for one in said.captions:
        inside = (times >= one.start - 0.05) & (times <= one.end + 0.1)
        along = np.clip((times[inside] - one.start) / max(one.end - one.start, STEP), 0, 1)
        octaves[inside] = 0.14 - 0.34 * along + (0.7 * np.clip(along - 0.7, 0, 1) / 0.3 if "?" in one.words else 0)
    drift = sum(
        size * np.sin(2 * np.pi * (rate * times + float(rng.uniform())))
        for rate, size in ((0.31, 0.03), (0.83, 0.025), (2.3, 0.015), (5.3, 0.012))
    )
    pitch: Array = voice.pitch * 2 ** (voice.range * (smoothed(octaves, 0.04) + 0.24 * accent) + drift)
    return pitch
