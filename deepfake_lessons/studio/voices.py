"""Voices: the sound of speech tracks. Harmonics of a gliding pitch, shaped by formants, and noise in bands.

Each harmonic is as strong as a throat of eight resonances lets it through (the cascade of Klatt 1980, J. Acoust. Soc.
Am. 67), times 1/h, the fall of a glottis (-12 dB an octave) and the rise of lips that radiate (+6). It is heard that
the speaker is drawn, and that is as it should be.
"""

from __future__ import annotations

import numpy as np

from .articulation import STEP, Tracks, smoothed
from .speech import Voice
from .stage import Array

RATE = 16_000  # samples a second
HOP = round(RATE * STEP)
LEVEL = 0.09  # root mean square of the sound while somebody speaks
ROOM = 0.0006  # root mean square of what a silent room still gives
_BLOCK = 128  # entries of a track whose harmonics are added at once: 10 MB at the most
_THROAT = (3500.0, 4500.0, 5500.0, 6500.0, 7500.0)  # resonances above the third, which no sound of speech moves much
_BRIGHT = 1700.0  # Hz; above it a voice falls more slowly than 1/h, as in recorded readings
_WIDTHS = (70.0, 95.0, 140.0, 220.0, 300.0, 400.0, 500.0, 600.0)  # Hz


def sound(tracks: Tracks, voice: Voice, samples: int, rng: np.random.Generator) -> Array:
    """The sound of tracks, (samples,) float32 at RATE, within -1 ... 1."""
    spoken = _voiced(tracks, voice, rng) + _noises(tracks, voice, rng)
    spoken = np.pad(spoken, (0, max(0, samples - len(spoken))))[:samples]
    loud = np.repeat(tracks.voice > 0.2, HOP)[:samples]
    strength = float(np.sqrt(np.mean(spoken[: len(loud)][loud] ** 2))) if loud.any() else 1.0
    done = spoken * (LEVEL / max(strength, 1e-6)) + _room(samples, rng)
    fade = min(samples, RATE // 200)
    done[samples - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    return np.tanh(done).astype(np.float32)


def throat(frequency: Array, formants: Array, scale: float) -> Array:
    """How much a throat lets through: frequencies (N, K) in Hz, formants (N, 3) in Hz; (N, K), 1 at 0 Hz."""
    square, gain = frequency * frequency, np.ones_like(frequency)
    for number, width in enumerate(_WIDTHS):
        peak = formants[:, number, None] if number < 3 else np.float32(_THROAT[number - 3] * scale)
        centre = peak * peak
        gain *= centre / np.sqrt((centre - square) ** 2 + (width * width) * square)
    return gain * np.sqrt(1 + square * np.float32(1 / _BRIGHT**2))


def _voiced(tracks: Tracks, voice: Voice, rng: np.random.Generator) -> Array:
    """The sum of harmonics, ((N - 1) * HOP,) float32."""
    steps = len(tracks.pitch) - 1
    shaky = 1 + 0.006 * smoothed(rng.standard_normal(steps + 1), 0.006) * 2
    pitch: Array = np.asarray(tracks.pitch * shaky)
    slide = np.linspace(0, 1, HOP, endpoint=False)
    inside = pitch[:-1, None] + (pitch[1:] - pitch[:-1])[:, None] * slide  # Hz at each sample, (steps, HOP)
    phase = (np.cumsum(inside.ravel()) % RATE).reshape(steps, HOP) * (2 * np.pi / RATE)
    number = np.arange(1, int(0.49 * RATE / float(np.min(pitch))) + 1, dtype=np.float32)
    out = np.zeros((steps, HOP), np.float32)
    speaking = np.flatnonzero(np.maximum(tracks.voice[:-1], tracks.voice[1:]) > 1e-3)
    ramp = slide.astype(np.float32)
    for first in range(0, len(speaking), _BLOCK):
        here = speaking[first : first + _BLOCK]
        ends = np.union1d(here, here + 1)
        frequency = (pitch[ends, None] * number).astype(np.float32)
        strength = throat(frequency, tracks.formants[ends].astype(np.float32), voice.scale)
        strength *= (frequency < 0.49 * RATE) * (tracks.voice[ends, None].astype(np.float32) / number)
        waves = np.cos(phase[here].astype(np.float32)[:, :, None] * number)
        places = np.searchsorted(ends, here)
        begin, end = (np.einsum("nsh,nh->ns", waves, strength[place]) for place in (places, places + 1))
        out[here] = begin + ramp * (end - begin)
    return out.ravel()


def _noises(tracks: Tracks, voice: Voice, rng: np.random.Generator) -> Array:
    """Noise of consonants and breath, ((N - 1) * HOP,) float32: white noise, weighed by frequency, window by window."""
    steps = len(tracks.pitch) - 1
    white = rng.standard_normal((steps + 1) * HOP, dtype=np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(white, 2 * HOP)[::HOP]
    bell = np.hanning(2 * HOP + 1)[:-1].astype(np.float32)
    spectrum = np.fft.rfft(windows * bell)
    frequency = np.fft.rfftfreq(2 * HOP, 1 / RATE).astype(np.float32)
    centre, width, strength = tracks.noise[:steps].astype(np.float32).T
    gain = strength[:, None] * np.exp(-0.5 * ((frequency - centre[:, None]) / (0.6 * width[:, None])) ** 2)
    rows = np.broadcast_to(frequency, (steps, len(frequency)))
    high = frequency / (frequency + 1500)
    breath = throat(rows, tracks.formants[:steps].astype(np.float32), voice.scale) * high
    gain = gain + (0.06 * voice.breath) * tracks.voice[:steps, None].astype(np.float32) * breath
    parts = np.fft.irfft(spectrum * gain, 2 * HOP).astype(np.float32)
    out = np.zeros((steps + 1, HOP), np.float32)
    out[:-1] += parts[:, :HOP]
    out[1:] += parts[:, HOP:]
    return out[:steps].ravel() * np.float32(2.2)


def _room(samples: int, rng: np.random.Generator) -> Array:
    """What a silent room gives: soft noise, lower tones more."""
    white = rng.standard_normal(samples, dtype=np.float32)
    soft = np.convolve(white, np.exp(-np.arange(24, dtype=np.float32) / 6), "same")[:samples]
    return soft * np.float32(ROOM / max(float(soft.std()), 1e-6))
