"""What is known of a set and of its pictures, to travel with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..metrics.pairs import REAL


@dataclass(frozen=True)
class Photos:
    """A set of photographs; source, licence and consent are sentences to print beside them."""

    images: np.ndarray  # (N, S, S, 3) uint8; of `faces_and_not_faces` (N, H, W) float32, 0 black to 1 white
    labels: np.ndarray  # (N,) int, REAL = 0 or FAKE = 1
    kept: np.ndarray  # (N,) their places in the original set
    dropped: int  # near copies that were left out
    source: str
    licence: str
    consent: str
    people: np.ndarray | None = None  # (N,) names or numbers of those shown; None where nobody knows

    def __repr__(self) -> str:
        persons = "" if self.people is None else f", people: {len(np.unique(self.people))}"
        return f"pictures: {len(self.images)} of shape {self.images.shape[1:]}{persons}. {self.source}"


@dataclass(frozen=True)
class File:
    """A file that can be fetched, and how to know that it is the right one."""

    url: str  # https only
    name: str  # on this machine
    sha256: str  # in hexadecimal
    most: int  # bytes that it may have
    seconds: float = 60.0  # that fetching it may take


@dataclass(frozen=True)
class Entry:
    """One set of the registry; source, licence and consent are sentences to print beside its pictures."""

    title: str
    source: str
    licence: str
    consent: str
    how: str  # to get it
    checked: str  # what vouches that the pictures are the right ones
    pixels: str = ""  # SHA-256 of the pixels, of a set that comes with scikit-image
    files: tuple[File, ...] = ()  # what `load` may fetch
    label: int = REAL
    named: bool = False  # whether it is known who is on which picture, so that it can be split by person
    offline: bool = False  # whether it needs neither network nor folder

    def photos(self, images: np.ndarray, people: Sequence[Any] | np.ndarray | None = None) -> Photos:
        """Pictures of this set with all that is known of them."""
        count = len(images)
        return Photos(
            images, np.full(count, self.label), np.arange(count), 0, self.source, self.licence, self.consent,
            None if people is None else np.asarray(people),
        )  # fmt: skip
