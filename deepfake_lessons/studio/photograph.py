"""Photographs: many pictures of many actors, with the truth of each, drawn in parallel and kept on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np

from ..cache import Progress
from . import darkroom
from .actors import Actor
from .archive import archive
from .camera import CINEMA, Camera, in_picture
from .frames import Frame, draw_frames
from .render import SIZES
from .version import STUDIO_VERSION

FEW = 16  # pictures up to which a call is not worth a file on the disk
_BYTES = 4 * 2**30  # of all pictures of a call


class Masks(Mapping[str, np.ndarray]):
    """Masks by name ("face", "inner", "hair", "background"), each (N, S, S) float32, 0 ... 1.

    Held as bytes, a quarter of the memory; each look-up makes the numbers anew.
    """

    def __init__(self, layers: np.ndarray) -> None:
        self.layers = layers  # (4, N, S, S) uint8

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in darkroom.MASKS:
            raise KeyError(f"no mask {name!r}: there are {', '.join(darkroom.MASKS)}")
        return self.layers[darkroom.MASKS.index(name)].astype(np.float32) / 255

    def __iter__(self) -> Iterator[str]:
        return iter(darkroom.MASKS)

    def __len__(self) -> int:
        return len(darkroom.MASKS)


@dataclass(frozen=True, eq=False)
class Photographs:
    """Photographs of drawn actors. `photographs[7]`, `[:100]`, `[mask]` and `[places]` are photographs again.

    Attributes:
        images: (N, S, S, 3) uint8.
        actor: (N,) int, places in `actors`.
        actors: all who were asked to sit, also those of whom no picture is here.
        truth: frame knob -> (N,) values, such as truth["smile"]; numbers are float64, `backdrop` is words.
        masks: "face", "inner", "hair", "background" -> (N, S, S) float32, 0 ... 1.
        landmarks: (N, 6, 2) float32 pixels, as `Drawing.landmarks`.
        seeds: (N,) int, each picture's own seed, of the camera's noise.
        camera: that shot them.
    """

    images: np.ndarray
    actor: np.ndarray
    actors: tuple[Actor, ...]
    truth: dict[str, np.ndarray]
    masks: Masks
    landmarks: np.ndarray
    seeds: np.ndarray
    camera: Camera

    @property
    def size(self) -> int:
        """Width and height in pixels."""
        return self.images.shape[1]

    @property
    def frames(self) -> list[Frame]:
        """The frame of each photograph, from its truth."""
        return [Frame(**{name: values[k] for name, values in self.truth.items()}) for k in range(len(self))]

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, which: Any) -> Photographs:
        chosen = np.asarray(which) if isinstance(which, list) and which else which
        chosen = [] if isinstance(chosen, list | tuple) and not len(chosen) else chosen
        places = np.atleast_1d(np.arange(len(self))[np.array([], int) if isinstance(chosen, list) else chosen])
        if places.ndim != 1:
            raise IndexError("photographs stand in one row: choose by a place, a slice, a mask or a list of places")
        return Photographs(
            images=self.images[places],
            actor=self.actor[places],
            actors=self.actors,
            truth={name: values[places] for name, values in self.truth.items()},
            masks=Masks(self.masks.layers[:, places]),
            landmarks=self.landmarks[places],
            seeds=self.seeds[places],
            camera=self.camera,
        )

    def __add__(self, other: Photographs) -> Photographs:
        """The photographs of both, these first. They must be of one size and by one camera.

        Raises:
            ValueError: another size or camera.
        """
        if not isinstance(other, Photographs):
            return NotImplemented
        if other.size != self.size or other.camera != self.camera:
            raise ValueError(
                f"photographs of {self.size} and of {other.size} pixels, or by two cameras, do not go into one album"
            )
        return Photographs(
            images=np.concatenate([self.images, other.images]),
            actor=np.concatenate([self.actor, other.actor + len(self.actors)]),
            actors=self.actors + other.actors,
            truth={name: np.concatenate([values, other.truth[name]]) for name, values in self.truth.items()},
            masks=Masks(np.concatenate([self.masks.layers, other.masks.layers], axis=1)),
            landmarks=np.concatenate([self.landmarks, other.landmarks]),
            seeds=np.concatenate([self.seeds, other.seeds]),
            camera=self.camera,
        )

    def __repr__(self) -> str:
        shown = len(np.unique(self.actor))
        return (
            f"{len(self)} photograph{'s' * (len(self) != 1)} of {shown} actor{'s' * (shown != 1)}, "
            f"{self.size} x {self.size} pixels: .images .actor .actors .truth .masks .landmarks"
        )


def photograph(
    actors: Actor | Sequence[Actor],
    n_each: int = 1,
    size: int = 64,
    camera: Camera = CINEMA,
    seed: int = 0,
    frames: Frame | Sequence[Frame] | None = None,
    *,
    workers: int | None = None,
) -> Photographs:
    """Photograph actors: first all pictures of the first one, then those of the second.

    A picture depends on its actor, its frame, the size, the camera and its own seed, not on how many are drawn with it
    nor by how many processes. Its own seed, and its frame where none is given, come from `seed`, the actor's `id` and
    its number among the actor's pictures: so `actor.replace(age=0.9)` sits for the very same moments.

    More than a few pictures are kept in the learner's cache folder (`cache.user_folder`), and are drawn once. An
    interrupted call goes on where it was.

    Args:
        actors: one, or a list; may be empty.
        n_each: photographs of each, 0 or more.
        size: pixels: 32, 48, 64 or 128.
        camera: that develops them, such as `studio.CINEMA`.
        seed: 0 or more.
        frames: one for all pictures; or a list, one for each picture, or `n_each` that every actor takes; None draws
            portrait moments by lot (`draw_frames`).
        workers: processes that draw; default as many as there are cores, at most 8, and one for few pictures.

    Raises:
        ValueError: a number outside its range, a wrong number of frames, or more pictures than fit.
        TypeError: something that is no actor, frame or camera.
    """
    crew = [actors] if isinstance(actors, Actor) else list(actors)
    _whole("n_each", n_each, 0)
    _whole("seed", seed, 0)
    if workers is not None:
        _whole("workers", workers, 1)
    if wrong := [type(one).__name__ for one in crew if not isinstance(one, Actor)]:
        raise TypeError(f"photograph wants actors, as studio.cast(n, seed) gives them; one of these is {wrong[0]}")
    moments = _moments(crew, int(n_each), int(seed), frames)
    seeds = [_own_seed(seed, actor, number, "noise") for actor in crew for number in range(n_each)]
    return shoot(crew, np.repeat(np.arange(len(crew)), n_each), moments, seeds, size, camera, workers)


def shoot(
    actors: Sequence[Actor],
    who: np.ndarray,
    frames: Sequence[Frame],
    seeds: Sequence[int],
    size: int,
    camera: Camera,
    workers: int | None = None,
    starts: Sequence[int] = (0,),
    what: str = "photographs",
) -> Photographs:
    """Draw one picture for each entry of `who` (places in `actors`), `frames` and `seeds`; see `photograph`.

    At each place in `starts`, the first being 0, a new order begins, so that a clip is found again alone or among
    others; `what` is what the progress line calls the pictures.
    """
    count = len(frames)
    if isinstance(size, bool) or size not in SIZES:
        raise ValueError(f"size={size!r}: pictures are {', '.join(map(str, SIZES))} pixels wide and high; choose one")
    if not isinstance(camera, Camera):
        raise TypeError(f"camera={camera!r:.60}: a camera is wanted, such as studio.CINEMA or studio.street_camera(1)")
    if count * size * size * (3 + len(darkroom.MASKS)) > _BYTES:
        raise ValueError(f"{count:,} pictures of {size} x {size} do not fit into 4 GiB: photograph fewer at a time")
    taken = darkroom.Pictures(
        np.empty((count, size, size, 3), np.uint8), np.empty((len(darkroom.MASKS), count, size, size), np.uint8),
        np.empty((count, 6, 2), np.float32),
    )  # fmt: skip
    step = darkroom.PIECE // size
    store, progress, done = archive(), Progress(f"Drawing {what}", count), 0
    missing: list[tuple[slice, str, darkroom.Order]] = []

    def put(place: slice, images: np.ndarray, masks: np.ndarray, landmarks: np.ndarray) -> None:
        nonlocal done
        taken.images[place], taken.masks[:, place], taken.landmarks[place] = images, masks, landmarks
        done += place.stop - place.start

    places = [
        slice(first, min(first + step, end))
        for begin, end in pairwise([*starts, count])
        for first in range(begin, end, step)
    ]
    for place in places:
        order = darkroom.Order(size, camera, [actors[k] for k in who[place]], frames[place], seeds[place])
        key = hashlib.sha256(f"{STUDIO_VERSION} {order.text()}".encode()).hexdigest()[:40] if count > FEW else ""
        kept = store.get(key) if key else None
        if kept is None:
            missing.append((place, key, order))
        else:
            put(place, **kept)
    with closing(darkroom.drawn([order for _, _, order in missing], workers)) as results:
        try:
            for number, pictures in results:
                place, key, _ = missing[number]
                put(place, *pictures)
                if key:
                    store.put(key, pictures._asdict())
                progress.at(done)
        finally:
            progress.end(done)
            store.tidy()
    images, layers, landmarks = taken
    layers, landmarks = in_picture(layers, landmarks, camera)
    return Photographs(
        images, np.asarray(who), tuple(actors), truth_of(frames), Masks(layers), landmarks,
        np.array(seeds, np.int64), camera,
    )  # fmt: skip


def truth_of(frames: Sequence[Frame]) -> dict[str, np.ndarray]:
    """Every knob of the frames by name, (N,) each."""
    kinds = {"float": np.float64, "int": np.int64, "str": np.str_}
    return {
        knob.name: np.array([getattr(frame, knob.name) for frame in frames], kinds[str(knob.type)])
        for knob in fields(Frame)
    }


def _moments(crew: list[Actor], n_each: int, seed: int, frames: Frame | Sequence[Frame] | None) -> list[Frame]:
    count = len(crew) * n_each
    if frames is None:
        return [frame for one in crew for frame in draw_frames(n_each, _own_seed(seed, one, 0, "frames"))]
    given = [frames] * count if isinstance(frames, Frame) else list(frames)
    if wrong := [type(one).__name__ for one in given if not isinstance(one, Frame)]:
        raise TypeError(f"frames: studio.Frame is wanted, or a list of them; one of these is {wrong[0]}")
    if len(given) == n_each:
        given = given * len(crew)
    if len(given) != count:
        asked = f"{len(given)} frames for {len(crew)} actors with n_each={n_each}"
        raise ValueError(f"{asked}: give {count}, one for each picture, or {n_each} that every actor takes")
    return given


def _own_seed(seed: int, actor: Actor, number: int, use: str) -> int:
    """63 bits that belong to one picture of one actor."""
    words = f"{int(seed)} {actor.seed} {actor.index} {number} {use}"
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big") >> 1


def _whole(name: str, value: Any, low: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < low:
        raise ValueError(f"photograph({name}={value!r}): a whole number, {low} or more, is wanted")
