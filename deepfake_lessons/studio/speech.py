"""Speech: somebody's voice, and a sentence as a strip of phonemes in time.

A sentence is said in phrases of three to seven syllables with pauses between them; the last vowel of each is drawn
out. `articulation` makes tracks of a strip, `voices` its sound.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..clips.footage import Caption
from .actors import Actor
from .phonemes import PHONES, SENTENCES, VOWELS, phonemes, words_of

FASTER = 1.35  # how many times faster than usual somebody may speak to fit into a clip
_PHRASE = (3, 7)  # syllables
_LEAD = (0.05, 0.3)  # seconds of silence before the first word
_PAUSE = (0.2, 0.42)  # seconds between phrases
_RELEASE = {"p": 0.035, "t": 0.035, "k": 0.04, "b": 0.012, "d": 0.012, "g": 0.015}  # seconds of a stop's burst


@dataclass(frozen=True)
class Voice:
    """How somebody speaks.

    Attributes:
        pitch: Hz, the usual one.
        tempo: times the usual speed.
        scale: formants as multiples of a long throat's.
        breath: 0 (clear) to 1 (breathy).
        range: how lively the pitch moves, 1 is usual.
        mouth: how widely the mouth moves, 1 is usual.
    """

    pitch: float
    tempo: float
    scale: float
    breath: float
    range: float
    mouth: float


def voice_of(actor: Actor) -> Voice:
    """An actor's voice. It leans on the build of neck, shoulders and jaw and on age, and for the rest is chance."""
    rng = np.random.default_rng([actor.seed, actor.index, 51])
    build = (actor.neck_width - 0.27) / 0.05 + (actor.shoulders - 0.9) / 0.16 + (actor.jaw_squareness - 2.9) / 0.7
    high = float(np.clip(0.5 - 0.22 * build + 0.2 * rng.standard_normal(), 0, 1))
    return Voice(
        pitch=95 * 2.25**high,
        tempo=float(rng.uniform(1.0, 1.2)) * (1.04 - 0.12 * actor.age),
        scale=1 + 0.17 * high + float(rng.uniform(-0.02, 0.02)),
        breath=float(rng.uniform(0.1, 0.5)) + 0.3 * actor.age,
        range=float(rng.uniform(0.75, 1.3)),
        mouth=float(rng.uniform(0.85, 1.1)),
    )


@dataclass(frozen=True)
class Piece:
    """A stretch of the strip: `part` is "whole", or "closure" and "release" of a stop; times in seconds."""

    phone: str
    part: str
    start: float
    end: float
    accent: bool = False


@dataclass(frozen=True)
class Strip:
    """A sentence in time: its pieces, and the words of each phrase with their times."""

    pieces: tuple[Piece, ...]
    captions: tuple[Caption, ...]
    seconds: float


def strip(sentence: str | None, voice: Voice, seconds: float, rng: np.random.Generator) -> Strip:
    """Lay a sentence into so many seconds.

    Args:
        sentence: in English or Russian, said once, a little faster if needed; None speaks sentences drawn by lot from
            `phonemes.SENTENCES`, one language for the whole clip, until the time is over.
        voice: whose tempo it is.
        seconds: of the clip.
        rng: where chance comes from.

    Raises:
        ValueError: the sentence cannot be said in so many seconds, or has something in it that cannot be said.
        TypeError: it is no text.
    """
    if sentence is None:
        return _by_lot(voice, seconds, rng)
    phrases = _phrases(sentence)
    lead = min(float(rng.uniform(*_LEAD)), 0.1 * seconds)
    said = _say(phrases, lead, voice.tempo, rng)
    faster = (said.seconds - lead) / (seconds - lead - min(0.1, 0.05 * seconds))
    if faster > FASTER:
        needed = np.ceil(10 * (_LEAD[1] + 0.1 + (said.seconds - lead) / FASTER)) / 10
        shown = sentence if len(sentence) <= 40 else f"{sentence[:40]}…"
        raise ValueError(f"sentence={shown!r} takes {needed:.1f} s, and the clip has {seconds:g}: ask for more seconds")
    shrink = 1 / max(faster, 1.0)

    def sooner(time: float) -> float:
        return lead + (time - lead) * shrink

    return Strip(
        tuple(Piece(one.phone, one.part, sooner(one.start), sooner(one.end), one.accent) for one in said.pieces),
        tuple(Caption(sooner(one.start), sooner(one.end), one.words) for one in said.captions),
        seconds,
    )


def _by_lot(voice: Voice, seconds: float, rng: np.random.Generator) -> Strip:
    """Sentences by lot until the time is over; the last one may be cut off, as when a camera stops."""
    language = list(SENTENCES)[int(rng.integers(len(SENTENCES)))]
    order: list[int] = []
    pieces: list[Piece] = []
    captions: list[Caption] = []
    time = min(float(rng.uniform(*_LEAD)), 0.1 * seconds)
    while time < seconds - 0.3 or not pieces:
        order = order or [int(k) for k in rng.permutation(len(SENTENCES[language]))]
        said = _say(_phrases(SENTENCES[language][order.pop()]), time, voice.tempo, rng)
        pieces += [one for one in said.pieces if one.start < seconds]
        captions += [one for one in said.captions if one.start < seconds]
        time = said.seconds + float(rng.uniform(*_PAUSE))
    cut = [Piece(one.phone, one.part, one.start, min(one.end, seconds), one.accent) for one in pieces]
    return Strip(tuple(cut), tuple(Caption(one.start, min(one.end, seconds), one.words) for one in captions), seconds)


def _phrases(sentence: str) -> list[list[str]]:
    """The words of each phrase, with the marks that follow them; a clause of many syllables is cut into equal parts."""
    clauses: list[list[str]] = [[]]
    for token in words_of(sentence):
        if token[0].isalpha():
            clauses[-1].append(token)
        elif clauses[-1]:
            clauses[-1][-1] += ", " if token[0] in "—–" else token[0]
            if sum(map(_syllables, clauses[-1])) >= _PHRASE[0] or token[0] in ".!?…":
                clauses.append([])
    found = []
    for clause in clauses:
        many = sum(map(_syllables, clause))
        parts = max(1, -(-many // _PHRASE[1]))
        groups: list[list[str]] = [[] for _ in range(parts)]
        before = 0.0
        for word in clause:
            own = _syllables(word)
            groups[min(int((before + own / 2) * parts / max(many, 1)), parts - 1)].append(word)
            before += own
        found += [group for group in groups if group]
    return found


def _spelt(word: str) -> str:
    return phonemes("".join(letter for letter in word if letter.isalpha() or letter == "'"))


def _syllables(word: str) -> int:
    return sum(sound in VOWELS for sound in _spelt(word))


def _say(phrases: list[list[str]], start: float, tempo: float, rng: np.random.Generator) -> Strip:
    """The strip of some phrases from `start` seconds on; its `seconds` are where the last one ends."""
    pieces: list[Piece] = []
    captions: list[Caption] = []
    time = start
    for number, words in enumerate(phrases):
        begin = time
        sounds = [
            (sound, place == first and len(spelt) > 3)
            for spelt in map(_spelt, words)
            for first in [next((k for k, one in enumerate(spelt) if one in VOWELS), -1)]
            for place, sound in enumerate(spelt)
        ]
        last = max((k for k, (sound, _) in enumerate(sounds) if sound in VOWELS), default=-1)
        for place, (sound, accent) in enumerate(sounds):
            length = PHONES[sound].ms / 1000 / tempo * float(rng.uniform(0.88, 1.12))
            if sound in VOWELS:
                length *= (1.4 if place == last else 1.0) * (1.15 if accent else 0.88)
            if sound in _RELEASE:
                released = time + length
                pieces.append(Piece(sound, "closure", time, released))
                time = released + _RELEASE[sound]
                pieces.append(Piece(sound, "release", released, time))
            else:
                pieces.append(Piece(sound, "whole", time, time + length, accent))
                time += length
        captions.append(Caption(begin, time, " ".join(" ".join(words).split())))
        if number < len(phrases) - 1:
            pause = float(rng.uniform(*_PAUSE))
            time += pause if not words[-1][-1].isalpha() else 0.6 * pause
    return Strip(tuple(pieces), tuple(captions), time)
