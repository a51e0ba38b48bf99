"""The registry of real sets: what each is, where it comes from, what its licence says and whether anybody was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..metrics import FAKE, REAL


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
class Entry:
    """One set of the registry.

    Attributes:
        title: what it is, in a few words.
        source, licence, consent: sentences to print beside the pictures.
        how: how to get it.
        checked: what vouches that the files are the right ones.
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


SETS: dict[str, Entry] = {
    "lfw_subset": Entry(
        title="100 faces and 100 pieces of background, 25 x 25 grey pixels",
        source="scikit-image's lfw_subset, cut from Labeled Faces in the Wild (Huang et al. 2007)",
        licence="none stated; scikit-image ships it as a research benchmark",
        consent="press photographs of public figures; they were not asked",
        how="photos.faces_and_not_faces(); comes with scikit-image",
        checked="SHA-256 of the pixels",
        offline=True,
    ),
    "astronaut": Entry(
        title="one portrait of an astronaut in colour",
        source="NASA, portrait of Eileen Collins, 1999; scikit-image's astronaut",
        licence="public domain (a work of NASA)",
        consent="an official portrait, taken to be published",
        how="photos.astronaut(); comes with scikit-image",
        checked="SHA-256 of the pixels",
        named=True,
        offline=True,
    ),
    "portraits": Entry(
        title="five portraits by Stable Diffusion 3, 256 x 256 pixels: nobody's",
        source="faker-js/assets-person-portrait, drawn by Stable Diffusion 3 (2024)",
        licence="CC0, as the faker-js project says",
        consent="nobody is shown; whose photographs the generator learnt from, and whether they were asked, is not known",
        how='photos.load("portraits", download=True), 90 kB; or folder= with the pictures of that repository',
        checked="SHA-256 of each of the five files; of a folder nothing",
        label=FAKE,
    ),
    "sfhq": Entry(
        title="faces by StyleGAN2, 1024 x 1024 pixels: nobody's",
        source="SFHQ, Synthetic Faces High Quality (David Beniaguev 2022), on Kaggle",
        licence="MIT",
        consent="nobody is shown; the generator learnt from FFHQ, photographs from Flickr whose people were not asked",
        how='download it from Kaggle by hand (an account is needed), then photos.load("sfhq", folder=...)',
        checked="nothing: the folder is yours",
        label=FAKE,
    ),
    "olivetti": Entry(
        title="40 people, 10 photographs each, 64 x 64 grey pixels",
        source="Olivetti Research Laboratory, Cambridge, 1992-1994 (also called ORL or AT&T faces), by scikit-learn",
        licence="no licence text; credit the Olivetti Research Laboratory",
        consent="people of the laboratory who sat for the set; what they were told is not known",
        how='photos.load("olivetti", download=True), 2 MB; or folder= with olivetti64.npz or scikit-learn\'s data_home',
        checked="SHA-256, by scikit-learn when it downloads",
        named=True,
    ),
    "lfw": Entry(
        title="Labeled Faces in the Wild: 13,233 photographs of 5,749 people",
        source="Labeled Faces in the Wild (Huang et al. 2007), by scikit-learn",
        licence="none stated; for research",
        consent="press photographs of public figures; they were not asked",
        how='photos.load("lfw", download=True), 230 MB; or folder= with scikit-learn\'s data_home',
        checked="SHA-256, by scikit-learn when it downloads",
        named=True,
    ),
    "grid": Entry(
        title="GRID: 34 people speak 1,000 sentences each, video with sound",
        source="GRID corpus (Cooke et al. 2006), Zenodo record 3625687",
        licence="CC BY 4.0, as secondary pages say",
        consent="volunteers who were recorded for research",
        how="download clips from Zenodo by hand; they are clips, and photos.load reads photographs only",
        checked="nothing: the folder is yours",
        named=True,
    ),
}


def about(name: str) -> str:
    """Source, licence and consent of a set, to print beside its pictures.

    Raises:
        KeyError: no such set.
    """
    entry = entry_of(name)
    lines = (entry.title, f"Source: {entry.source}.", f"Licence: {entry.licence}.")
    return "\n".join((*lines, f"Were these people asked? {entry.consent[0].upper()}{entry.consent[1:]}."))


def entry_of(name: str) -> Entry:
    """A set of the registry.

    Raises:
        KeyError: no such set; the message names those there are.
    """
    if name not in SETS:
        raise KeyError(f"no set is called {name!r}: there are {', '.join(SETS)}")
    return SETS[name]
