"""Fakes of every kind that one picture can show, with the truth of each: what lesson 08's detector learns from.

    fakes = forgeries.collect(actors=40, seed=1)
    fakes.images, fakes.label, fakes.method, fakes.strength, fakes.actor, fakes.face, fakes.source
    study, mock, exam = forgeries.split(fakes)    # nobody, and no photograph, on two piles

Half are genuine. Of an actor's photographs there is one for each method, and a forgery is made of it; a face that a GAN
dreamt has no source, and the photograph in its place is the source of nothing.
Everything is shot once more by the same camera at the very end, or a detector would learn the camera.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import studio
from ..cache import Progress, data_folder, read_checksums
from ..faces import generators
from ..metrics.pairs import FAKE, REAL
from ..photos import split_by_person
from ..studio import darkroom
from ..studio.archive import archive
from ..studio.film import still
from ..studio.tricks import farthest_seed, tamper_still

METHODS = ("gan", "swap", "seam", "shadow", "light")
REFUSED = {
    "lips": "lips that come late show only beside a sound, in a clip",
    "blink": "a missing blink shows only over time, in a clip",
}
STRENGTHS = (0.9, 1.0)
_LAMPS = 64  # wandering lamps, from which a still takes the one that is farthest from its place
_NEAR, _APART = 1.5, 8.0  # of `changed`: pixels that are looked at together; grey levels, five times what noise leaves
CROWD = "crowd_swap.npz"
_VERSION = 5  # of this module; another one forgets what is kept
_CIRCLE = 4  # actors who get one another's faces, and nobody else's: so a crew can be parted without a link left
_COLUMNS: dict[str, Any] = {
    "images": np.uint8, "label": int, "method": str, "strength": np.float32, "actor": int, "face": int, "source": int,
    "landmarks": np.float32,
}  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Forgeries:
    """N pictures, half of them genuine.

    Attributes:
        images: (N, 64, 64, 3) uint8, shot by `studio.SECOND_SHOT`.
        label: (N,) int, `metrics.REAL` or `metrics.FAKE`.
        method: (N,) str, one of `METHODS`, or "genuine".
        strength: (N,) float32, 0 for genuine ones, 1 for GAN faces and swaps.
        actor: (N,) int, place of the actor in `actors` whose photograph it is; -1 for nobody's (GAN faces).
        face: (N,) int, place of the actor whose face is laid in by a swap; elsewhere the same as `actor`. (Some seams
            lay in a face of somebody who is in no crew.)
        source: (N,) int, which photograph a picture is or was made from; -1 for GAN faces.
        landmarks: (N, 6, 2) float32, pixels as in `studio.Drawing.landmarks`; NaN for GAN faces.
        actors: who sat.
    """

    images: np.ndarray
    label: np.ndarray
    method: np.ndarray
    strength: np.ndarray
    actor: np.ndarray
    face: np.ndarray
    source: np.ndarray
    landmarks: np.ndarray
    actors: tuple[studio.Actor, ...]

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, which: Any) -> Forgeries:
        places = np.arange(len(self))[which]
        return Forgeries(
            self.images[places], self.label[places], self.method[places], self.strength[places], self.actor[places],
            self.face[places], self.source[places], self.landmarks[places], self.actors,
        )  # fmt: skip

    def __repr__(self) -> str:
        names, counts = np.unique(self.method, return_counts=True)
        return f"{len(self):,} pictures: " + ", ".join(f"{n} {name}" for name, n in zip(names, counts, strict=True))


def collect(
    methods: Sequence[str] = METHODS,
    actors: int | Sequence[studio.Actor] = 40,
    seed: int = 1,
    each: int = 2,
    strengths: Sequence[float] = STRENGTHS,
    generator: Any = None,
    workers: int | None = None,
) -> Forgeries:
    """Photograph actors, forge a picture of each photograph but the GAN's, shoot everything once more.

    Args:
        methods: of `METHODS`.
        actors: how many, by lot from `seed`, or who.
        seed: of everything that chance decides; 0 or more.
        each: photographs of each actor for each method; as many are forged.
        strengths: of seam, shadow and light, in turn; 0 to 1.
        generator: draws the GAN's faces, such as `faces.generators.of(gan)`; default the shipped one of 64 pixels.
        workers: as in `studio.photograph`.

    Raises:
        ValueError: an unknown method; one that no single picture can show; no actors.
    """
    chosen = _checked(methods)
    crew = tuple(studio.cast(actors, seed=seed) if isinstance(actors, int) else actors)
    if len(crew) < 2 or each < 1:
        raise ValueError(f"{len(crew)} actors, {each} photographs of each: two actors and one photograph at least")
    many = each * len(chosen)
    moments = studio.portraits(len(crew) * many, seed=seed)
    orders = []
    for place in range(len(crew)):
        other, first = _other(crew, place), place * many
        wanted = tuple(
            _Wanted(name, float(strengths[(k // len(chosen) + place) % len(strengths)]), moments[first + k], first + k)
            for k, name in enumerate(chosen * each)
        )
        orders.append(_Order(seed, (place, other), (crew[place], crew[other]), wanted))
    pieces = _forged(orders, workers)
    if "gan" in chosen:
        pieces.append(_dreamt(generator or generators.shipped(64), each * len(crew), seed))
    whole = {name: np.concatenate([one[name] for one in pieces]) for name in _COLUMNS}
    return Forgeries(**whole, actors=crew)


def split(
    fakes: Forgeries, shares: tuple[float, float, float] = (0.6, 0.2, 0.2), seed: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Deal pictures onto study, mock exam and exam so that no actor, as body or as face, and no photograph is on two.

    Whoever lends a face to somebody belongs to the same circle, and circles are dealt whole. Faces that a GAN dreamt
    show nobody, and are dealt one by one.

    Args:
        fakes: from `collect`.
        shares: of the circles, adding up to 1.
        seed: of the lots.

    Returns:
        three arrays of places, sorted, without overlap, together all N.

    Raises:
        ValueError: fewer than three circles (12 actors make three), or shares as in `photos.split_by_person`.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    people, many = np.flatnonzero(fakes.actor >= 0), len(fakes.actors)
    links = coo_array((np.ones(len(people)), (fakes.actor[people], fakes.face[people])), shape=(many, many))
    _, circle = connected_components(links, directed=False)
    piles = split_by_person(circle[fakes.actor[people]], shares, seed)
    nobody = np.random.default_rng([seed, 99]).permutation(np.flatnonzero(fakes.actor < 0))
    ends = np.round(np.cumsum(shares)[:2] * len(nobody)).astype(int)
    study, mock, exam = (
        np.sort(np.concatenate([people[pile], some])) for pile, some in zip(piles, np.split(nobody, ends), strict=True)
    )
    return study, mock, exam


def changed(fakes: Forgeries, place: int) -> np.ndarray | None:
    """Where a forgery differs from its photograph by more than the last camera's noise.

    Args:
        fakes: with the photograph among them.
        place: of the forgery.

    Returns:
        (S, S) bool; None for what has no photograph here (faces that a GAN dreamt, photographs themselves).
    """
    from scipy.ndimage import gaussian_filter

    twins = np.flatnonzero((fakes.source == fakes.source[place]) & (fakes.label == REAL))
    if fakes.label[place] == REAL or fakes.source[place] < 0 or not len(twins):
        return None
    apart = np.abs(fakes.images[place].astype(float) - fakes.images[twins[0]]).mean(axis=2)
    return np.asarray(gaussian_filter(apart, _NEAR) > _APART)


@dataclass(frozen=True)
class _Wanted:
    """One photograph and what is to be made of it."""

    method: str
    strength: float
    moment: studio.Frame
    source: int


@dataclass(frozen=True)
class _Order:
    """All that the pictures of one actor depend on; `places` and `actors` are his, and whose face his swaps show."""

    seed: int
    places: tuple[int, int]
    actors: tuple[studio.Actor, studio.Actor]
    wanted: tuple[_Wanted, ...]

    def key(self) -> str:
        """The name under which they are kept."""
        swaps = any(one.method == "swap" for one in self.wanted)
        whole = {
            "versions": [studio.STUDIO_VERSION, _VERSION, read_checksums(data_folder()).get(CROWD) if swaps else None],
            "seed": self.seed, "places": self.places, "actors": [vars(actor) for actor in self.actors],
            "orders": [{**vars(one), "moment": vars(one.moment)} for one in self.wanted],
        }  # fmt: skip
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:40]


def _checked(methods: Sequence[str]) -> list[str]:
    chosen = [methods] if isinstance(methods, str) else list(methods)
    for name in chosen:
        if name in REFUSED:
            raise ValueError(f"method {name!r}: {REFUSED[name]}; one picture shows {', '.join(METHODS)}")
        if name not in METHODS:
            raise ValueError(f"no method {name!r}: there are {', '.join(METHODS)}")
    if not chosen:
        raise ValueError(f"no methods: choose of {', '.join(METHODS)}")
    return chosen


def _forged(orders: list[_Order], workers: int | None) -> list[dict[str, np.ndarray]]:
    """The pictures of each order: from the learner's cache folder, or made and kept there."""
    store, progress = archive(), Progress("Forging pictures", len(orders))
    keys = [order.key() for order in orders]
    done = {place: table for place, key in enumerate(keys) if (table := store.get(key))}
    todo = [place for place in range(len(orders)) if place not in done]
    for number, table in darkroom.drawn([orders[place] for place in todo], workers, forge):
        place = todo[number]
        store.put(keys[place], table)
        done[place] = table
        progress.at(len(done))
    progress.end(len(orders))
    store.tidy()
    return [done[place] for place in range(len(orders))]


def forge(order: _Order) -> dict[str, np.ndarray]:
    """The columns of `Forgeries` for one order. Helpers of the darkroom call it."""
    rows: list[Any] = []
    actor, other = order.actors
    place, face = order.places
    for one in order.wanted:
        seed = order.seed + one.source
        taken = still(actor, one.moment, seed)
        rows.append((taken.images[0], REAL, "genuine", 0.0, place, place, one.source, taken.landmarks[0]))
        if one.method == "swap":
            swapped = _swapped(taken, other)
            rows.append((swapped.images[0], FAKE, "swap", 1.0, place, face, one.source, swapped.landmarks[0]))
        elif one.method != "gan":
            if one.method == "light":
                seed = farthest_seed(taken.frames[0], range(seed, seed + _LAMPS), one.strength)
            forged = tamper_still(taken, one.method, one.strength, seed)
            shown = forged.images[0], FAKE, one.method, one.strength, place, place, one.source
            rows.append((*shown, forged.landmarks[0]))
    return _shot_again(rows, np.random.default_rng([order.seed, place, 97]))


def _other(crew: tuple[studio.Actor, ...], place: int) -> int:
    """Whose face the swaps of an actor show: the next one's in a circle of four; who is left over joins the last."""
    first = place // _CIRCLE * _CIRCLE
    many = min(_CIRCLE, len(crew) - first)
    return first + (place - first + 1) % many if many > 1 else place - 1


def _swapped(taken: studio.Photographs, other: studio.Actor) -> studio.Photographs:
    from ..swap import swap
    from ..swap.crowd import CrowdSwap

    return swap(CrowdSwap(other), taken, camera=None)


def _dreamt(generator: Any, count: int, seed: int) -> dict[str, np.ndarray]:
    faces = generator.draw(generator.latent(count, seed=seed + 70_000))
    nowhere = np.full((6, 2), np.nan)
    rows = [(face, FAKE, "gan", 1.0, -1, -1, -1, nowhere) for face in faces]
    return _shot_again(rows, np.random.default_rng([seed, 98]))


def _shot_again(rows: list[Any], rng: np.random.Generator) -> dict[str, np.ndarray]:
    columns = dict(zip(_COLUMNS, zip(*rows, strict=True), strict=True))
    shot = [studio.develop(one, studio.SECOND_SHOT, rng) for one in columns.pop("images")]
    table = {name: np.array(values, _COLUMNS[name]) for name, values in columns.items()}
    return {"images": np.array(shot), **table}
