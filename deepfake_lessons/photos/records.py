"""What is known of a set and of its pictures, to travel with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..metrics.pairs import REAL


@dataclass(frozen=True)
class Photos:
    """A set of photographs.

    Attributes:
        images: (N, S, S, 3) uint8; of `faces_and_not_faces` (N, H, W) float32, 0 black to 1 white.
        labels: (N,) int, REAL = 0 or FAKE = 1.
        kept: (N,) their places in the original set.
        dropped: how many near copies were left out.
        source, licence, consent: sentences to print beside the pictures.
        people: (N,) names or numbers of those shown, for `split_by_person`; None where nobody knows.
    """

    images: np.ndarray
    labels: np.ndarray
    kept: np.ndarray
    dropped: int
    source: str
    licence: str
    consent: str
    people: np.ndarray | None = None

    def __repr__(self) -> str:
        persons = "" if self.people is None else f", people: {len(np.unique(self.people))}"
        return f"pictures: {len(self.images)} of shape {self.images.shape[1:]}{persons}. {self.source}"


@dataclass(frozen=True)
class File:
    """A file that can be fetched, and how to know that it is the right one.

    Attributes:
        url: https only.
        name: what it is called on this machine.
        sha256: in hexadecimal.
        most: bytes that it may have.
        seconds: that fetching it may take.
    """

    url: str
    name: str
    sha256: str
    most: int
    seconds: float = 60.0


@dataclass(frozen=True)
class Entry:
    """One set of the registry.

    Attributes:
        title: what it is, in a few words.
        source, licence, consent: sentences to print beside the pictures.
        how: how to get it.
        checked: what vouches that the pictures are the right ones.
        pixels: SHA-256 of the pixels, of a set that comes with scikit-image.
        files: what `load` may fetch, with their checksums.
        label: REAL = 0 or FAKE = 1: what a detector should say.
        named: whether it is known who is on which picture, so that it can be split by person.
        offline: whether it needs neither network nor folder.
    """

    title: str
    source: str
    licence: str
    consent: str
    how: str
    checked: str
    pixels: str = ""
    files: tuple[File, ...] = ()
    label: int = REAL
    named: bool = False
    offline: bool = False

    def photos(self, images: np.ndarray, people: Sequence[Any] | np.ndarray | None = None) -> Photos:
        """Pictures of this set with all that is known of them."""
        count = len(images)
        return Photos(
            images, np.full(count, self.label), np.arange(count), 0, self.source, self.licence, self.consent,
            None if people is None else np.asarray(people),
        )  # fmt: skip
