"""Clips: an actor who speaks, frame by frame, with sound and the truth of every moment.

    clip = studio.film(studio.cast(1, seed=1)[0], seconds=3, sentence="My brother packed a big map.")
    clip.frames, clip.fps, clip.sound, clip.rate, clip.truth["jaw"], clip.landmarks

`speech` lays the sentence out, `articulation` and `voices` make its sound, `motion` moves head, eyes and mouth, and
`photograph.shoot` draws, in parallel, and kept on the disk like photographs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from ..clips.footage import MOST_FRAMES, Footage
from .actors import Actor
from .articulation import Tracks, tracks
from .camera import CINEMA, Camera
from .frames import Frame, draw_frames
from .motion import moments as moved
from .motion import opening_moment
from .photograph import Masks, Photographs, _own_seed, _whole, shoot, truth_of
from .render import Drawing, once
from .speech import strip, voice_of
from .stage import Array
from .version import STUDIO_VERSION
from .voices import LEVEL, RATE, sound

SECONDS = (0.0, 60.0)
RATES = (8.0, 60.0)  # frames a second
_KNOBS = tuple(knob.name for knob in fields(Frame))


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Clip(Footage):
    """A clip of a drawn actor: `Footage`, and what is needed to film it again.

    Attributes:
        frames: (T, S, S, 3) uint8. fps: frames a second.
        sound: (samples,) float32, -1 ... 1. rate: samples a second.
        truth: name -> (T,) values at the middle of each frame: every knob of a `Frame` (the mouth's are jaw, spread and
            teeth), `phoneme` (IPA, "" in a pause), `lip_closure` (1 where m, b, p shut the lips), `voicing` (0 ... 1,
            the voice's envelope), `loudness` (of the sound during the frame, as a share of the loudest).
        landmarks: (T, 6, 2) float32 pixels, as `Drawing.landmarks`.
        captions: what is said, phrase by phrase.
        actor: who. seeds: (T,) int, of each frame's noise. camera: that shot it.
        masks: "face", "inner", "hair", "background" -> (T, S, S) float32, 0 ... 1.
    """

    actor: Actor
    seeds: Array
    camera: Camera
    masks: Masks

    @property
    def moments(self) -> list[Frame]:
        """The knobs of each frame, as `studio.Frame`."""
        return [Frame(**{name: self.truth[name][k] for name in _KNOBS}) for k in range(len(self))]

    def drawing(self, place: int) -> Drawing:
        """One frame before its camera: linear light, masks, landmarks; arrays to read, not to write into."""
        knobs = {name: self.truth[name][place] for name in _KNOBS}
        return once(self.actor, Frame(**knobs), self.size)

    def refilm(
        self,
        moments: Sequence[Frame] | None = None,
        *,
        actor: Actor | None = None,
        camera: Camera | None = None,
        sound: Array | None = None,
        truth: Mapping[str, Array] | None = None,
        workers: int | None = None,
    ) -> Clip:
        """Film it again with something changed. Frames in which nothing changed stay as they are, byte for byte.

        Args:
            moments: T frames; default as before.
            actor: another one, or the same with a knob turned.
            camera: another one.
            sound: (samples,) as many as before.
            truth: tracks that are no frame's knob, such as `phoneme`, where they change with the sound.
            workers: as in `photograph`.

        Raises:
            ValueError: other numbers of frames or samples, or a track of another length.
            TypeError: moments that are no frames.
        """
        before, asked = self.moments, list(moments) if moments is not None else None
        after = before if asked is None else asked
        if len(after) != len(self):
            raise ValueError(f"{len(after)} moments for a clip of {len(self)} frames: give one for each frame")
        if wrong := [type(one).__name__ for one in after if not isinstance(one, Frame)]:
            raise TypeError(f"moments: studio.Frame is wanted for each frame, and one of these is {wrong[0]}")
        who, how = actor or self.actor, camera or self.camera
        every = who != self.actor or how != self.camera
        places = np.array([k for k in range(len(self)) if every or after[k] != before[k]], int)
        frames, landmarks, layers = self.frames, self.landmarks, self.masks.layers
        if len(places):
            chosen = [after[k] for k in places]
            seeds = [int(seed) for seed in self.seeds[places]]
            taken = shoot([who], np.zeros(len(places), int), chosen, seeds, self.size, how, workers, what="frames")
            frames, landmarks, layers = frames.copy(), np.array(landmarks), layers.copy()
            frames[places], landmarks[places], layers[:, places] = taken.images, taken.landmarks, taken.masks.layers
        heard = self.sound if sound is None else np.asarray(sound, np.float32)
        if heard.shape != self.sound.shape:
            raise ValueError(f"a sound of shape {heard.shape} for one of {self.sound.shape}: give as many samples")
        told = {**self.truth, **(truth_of(after) if asked is not None else {})}
        if sound is not None:
            told["loudness"] = loudness(heard, len(self))
        for name, values in (truth or {}).items():
            if np.shape(values) != (len(self),):
                raise ValueError(f"truth[{name!r}] has shape {np.shape(values)}: {len(self)} values are wanted")
            told[name] = np.asarray(values)
        about = {**self.about, **_about(who, how)}
        return replace(
            self, frames=frames, sound=heard, truth=told, landmarks=landmarks, actor=who, camera=how,
            masks=Masks(layers), about=about,
        )  # fmt: skip


def film(
    actor: Actor,
    seconds: float = 3,
    fps: float = 16,
    size: int = 64,
    sentence: str | None = None,
    camera: Camera = CINEMA,
    seed: int = 0,
    *,
    moment: Frame | None = None,
    workers: int | None = None,
) -> Clip:
    """Film an actor who speaks.

    Args:
        actor: who.
        seconds: more than 0, at most 60; rounded to whole frames.
        fps: frames a second, 8 to 60.
        size: pixels: 32, 48, 64 or 128.
        sentence: in English or Russian, said once; None speaks sentences by lot until the time is over.
        camera: that shoots it.
        seed: of everything that chance decides, 0 or more: the same gives the same bytes.
        moment: light, backdrop and how the head is held; default by lot.
        workers: as in `photograph`.

    Raises:
        ValueError: a number outside its range, or a sentence that cannot be said in that time.
        TypeError: something that is no actor, camera, frame or text.
    """
    if not isinstance(actor, Actor):
        raise TypeError(f"film wants an actor, as studio.cast(n, seed) gives them, not {type(actor).__name__}")
    return films([actor], 1, seconds, fps, size, sentence, camera, seed, moment, workers=workers)[0]


def films(
    actors: Sequence[Actor],
    n_each: int = 1,
    seconds: float = 3,
    fps: float = 16,
    size: int = 64,
    sentence: str | None = None,
    camera: Camera = CINEMA,
    seed: int = 0,
    moment: Frame | None = None,
    *,
    workers: int | None = None,
) -> list[Clip]:
    """Film many clips at once, in parallel: `n_each` of the first actor, then of the second. Arguments as in `film`.

    The first clip of each actor is the one that `film` gives with the same seed.
    """
    crew = list(actors)
    if wrong := [type(one).__name__ for one in crew if not isinstance(one, Actor)]:
        raise TypeError(f"films wants actors, as studio.cast(n, seed) gives them; one of these is {wrong[0]}")
    if moment is not None and not isinstance(moment, Frame):
        raise TypeError(f"moment: a studio.Frame is wanted, or None, not {type(moment).__name__}")
    _whole("seed", seed, 0)
    _whole("n_each", n_each, 0)
    count = _frames(seconds, fps)
    reels = [_Reel(one, take, count, float(fps), sentence, int(seed), moment) for one in crew for take in range(n_each)]
    taken = shoot(
        crew, np.repeat(np.arange(len(crew)), n_each * count), [one for reel in reels for one in reel.moments],
        [own for reel in reels for own in reel.seeds], size, camera, workers,
        starts=range(0, max(1, len(reels) * count), count), what="frames",
    )  # fmt: skip
    clips = []
    for number, reel in enumerate(reels):
        mine = taken[number * count : (number + 1) * count]
        spoken, told = reel.speech()
        done = Clip(
            frames=mine.images, fps=float(fps), sound=spoken, rate=RATE,
            truth={**truth_of(reel.moments), **told}, landmarks=mine.landmarks, captions=reel.captions,
            about=_about(reel.actor, camera), actor=reel.actor, seeds=mine.seeds, camera=camera, masks=mine.masks,
        )  # fmt: skip
        clips.append(done)
    return clips


def still(actor: Actor, moment: Frame, seed: int) -> Photographs:
    """A photograph of an actor who begins to speak: the first picture of `film(actor, moment=moment, seed=seed)` of
    1/16 second, drawn without any sound."""
    reel = _Reel(actor, 0, 1, 16.0, None, seed, moment)
    return shoot([actor], np.zeros(1, int), reel.moments, reel.seeds, 64, CINEMA)


class _Reel:
    """Everything about a clip but its pictures."""

    def __init__(
        self, actor: Actor, take: int, count: int, fps: float, sentence: str | None, seed: int, moment: Frame | None
    ) -> None:
        def chance_of(use: str) -> np.random.Generator:
            return np.random.default_rng(_own_seed(seed, actor, take, use))

        self.actor = actor
        self._times = times = (np.arange(count) + 0.5) / fps
        self._voice, self._samples = voice_of(actor), round(count / fps * RATE)
        self._chance = chance_of("speech")
        said = strip(sentence, self._voice, count / fps, self._chance)
        self._heard = heard = tracks(said, self._voice, self._chance)
        self.captions = said.captions
        start = opening_moment(draw_frames(1, _own_seed(seed, actor, take, "moment"))[0]) if moment is None else moment
        self.moments = moved(start, actor, heard, times, chance_of("motion"))
        self.seeds = [_own_seed(seed, actor, take * MOST_FRAMES + k, "film") for k in range(count)]

    def speech(self) -> tuple[Array, dict[str, Array]]:
        """The sound, and what the truth says of it; to be asked once."""
        heard = sound(self._heard, self._voice, self._samples, self._chance)
        return heard, {**heard_at(self._heard, self._times), "loudness": loudness(heard, len(self._times))}


def heard_at(heard: Tracks, times: Array) -> dict[str, Array]:
    """What the truth says of speech at times in seconds."""
    return {
        "phoneme": heard.at(times, "phone"),
        "lip_closure": heard.at(times, "lips"),
        "voicing": np.clip(heard.at(times, "voice"), 0, 1),
    }


def loudness(sound: Array, count: int) -> Array:
    """Root mean square of a sound during each of `count` equal frames, as a share of the loudest; (count,) float64.

    Where nobody speaks at all, it is a share of what speech usually gives.
    """
    edges = np.linspace(0, len(sound), count + 1).round().astype(int)
    power = np.concatenate([[0.0], np.cumsum(np.square(sound, dtype=np.float64))])
    strength = np.sqrt((power[edges[1:]] - power[edges[:-1]]) / np.maximum(edges[1:] - edges[:-1], 1))
    return strength / max(float(strength.max(initial=0)), LEVEL)


def _frames(seconds: Any, fps: Any) -> int:
    """How many frames so many seconds have."""
    for name, value, (low, high), open_ in (("seconds", seconds, SECONDS, True), ("fps", fps, RATES, False)):
        fine = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool | np.bool_)
        if not fine or not (low < value if open_ else low <= value) or not value <= high:
            span = f"more than {low:g}, at most {high:g}" if open_ else f"{low:g} to {high:g}"
            raise ValueError(f"film({name}={value!r}): a number, {span}, is wanted")
    count = max(1, round(float(seconds) * float(fps)))
    if count > MOST_FRAMES:
        raise ValueError(f"{seconds:g} s at {fps:g} frames a second are {count:,} frames: at most {MOST_FRAMES:,}")
    return count


def _about(actor: Actor, camera: Camera) -> dict[str, Any]:
    """What is written beside a clip in a file."""
    return {
        "synthetic": True, "source": "drawn by the film studio of Deepfake Lessons, nobody's likeness",
        "studio_version": STUDIO_VERSION, "actor": vars(actor), "camera": vars(camera),
    }  # fmt: skip
