"""The registry of real sets: what each is, where it comes from, what its licence says and whether anybody was asked.

Two of them show people who do not exist: fakes by other people's generators, to try a detector on.
"""

from __future__ import annotations

from pathlib import Path

from ..metrics.pairs import FAKE
from .records import Entry, File

_CDN = "https://cdn.jsdelivr.net/gh/faker-js/assets-person-portrait"  # the address that the project itself asks for
_FIGSHARE = "https://ndownloader.figshare.com/files"  # files and checksums as scikit-learn names them
_OLIVETTI = "b612fb967f2dc77c9c62d3e1266e0c73d5fca46a4b8906c18e454d41af987794"
_FIVE = ("female/256/33.jpg", "female/256/36.jpg", "female/256/52.jpg", "male/256/21.jpg", "male/256/32.jpg")


_LISTED = Path(__file__).with_name("hundred_portraits.txt").read_text(encoding="utf-8").splitlines()[1:]
_HUNDRED = {  # place in the repository -> the file, with its checksum
    place: File(f"{_CDN}/{place}", place.replace("/", "_"), sha256, 100_000)
    for sha256, place in map(str.split, _LISTED)
}

SETS: dict[str, Entry] = {
    "lfw_subset": Entry(
        title="100 faces and 100 pieces of background, 25 x 25 grey pixels",
        source="scikit-image's lfw_subset, cut from Labeled Faces in the Wild (Huang et al. 2007)",
        licence="none stated; scikit-image ships it as a research benchmark",
        consent="press photographs of public figures; they were not asked",
        how="photos.faces_and_not_faces(); comes with scikit-image",
        checked="SHA-256 of the pixels",
        pixels="54c3d2c4b44f4a0fdf42c739d5d603f74a9afcd5d89aea1151255d76e02757f9",  # as float32
        offline=True,
    ),
    "astronaut": Entry(
        title="one portrait of an astronaut in colour",
        source="NASA, portrait of Eileen Collins, 1999; scikit-image's astronaut",
        licence="public domain (a work of NASA)",
        consent="an official portrait, taken to be published",
        how="photos.astronaut(); comes with scikit-image",
        checked="SHA-256 of the pixels",
        pixels="a8c429c18afa7b0fd5673e598d73a21225d94c864a71bbb3885126fdecb41071",  # as uint8
        named=True,
        offline=True,
    ),
    "portraits": Entry(
        title="five portraits by Stable Diffusion 3, 256 x 256 pixels: nobody's",
        source="faker-js/assets-person-portrait, drawn by Stable Diffusion 3 (2024)",
        licence="CC0, as the faker-js project says",
        consent="nobody is shown; whose photographs the generator learnt from, and if they were asked, is not known",
        how='photos.load("portraits", download=True), 90 kB',
        checked="SHA-256 of each of the five files",
        files=tuple(_HUNDRED[place] for place in _FIVE),
        label=FAKE,
    ),
    "hundred_portraits": Entry(
        title="a hundred portraits by Stable Diffusion 3, 256 x 256 pixels: nobody's",
        source="faker-js/assets-person-portrait, drawn by Stable Diffusion 3 (2024)",
        licence="CC0, as the faker-js project says",
        consent="nobody is shown; whose photographs the generator learnt from, and if they were asked, is not known",
        how='photos.load("hundred_portraits", download=True), 2 MB',
        checked="SHA-256 of each of the hundred files",
        files=tuple(_HUNDRED.values()),
        label=FAKE,
    ),
    "olivetti": Entry(
        title="40 people, 10 photographs each, 64 x 64 grey pixels",
        source="Olivetti Research Laboratory, Cambridge, 1992-1994 (also called ORL or AT&T faces), by scikit-learn",
        licence="no licence text; credit the Olivetti Research Laboratory",
        consent="people who sat for the set at the laboratory; what they were told is not known",
        how='photos.load("olivetti", download=True), a few MB',
        checked="SHA-256 of olivettifaces.mat",
        files=(File(f"{_FIGSHARE}/5976027", "olivettifaces.mat", _OLIVETTI, 20_000_000, 300),),
        named=True,
    ),
    "grid": Entry(
        title="GRID: 34 people speak 1,000 sentences each, video with sound",
        source="GRID corpus (Cooke et al. 2006), Zenodo record 3625687",
        licence="CC BY 4.0, as secondary pages say",
        consent="volunteers who were recorded for research",
        how="download it from Zenodo by hand; clips.read(path) reads a clip (with the extra deepfake-lessons[video]); "
        "for photographs, save stills of the clips, a folder for each person, and give them to photos.load_folder",
        checked="nothing: the folder is yours",
        named=True,
    ),
}


def about(name: str) -> str:
    """Source, licence, consent and checksum of a set, to print beside its pictures.

    Raises:
        KeyError: no such set.
    """
    entry = entry_of(name)
    lines = (entry.title, f"Source: {entry.source}.", f"Licence: {entry.licence}.")
    asked = f"Were these people asked? {entry.consent[0].upper()}{entry.consent[1:]}."
    return "\n".join((*lines, asked, f"What vouches for the pictures: {entry.checked}."))


def entry_of(name: str) -> Entry:
    """A set of the registry.

    Raises:
        KeyError: no such set; the message names those there are.
    """
    if not isinstance(name, str) or name not in SETS:
        raise KeyError(f"no set is called {name!r}: there are {', '.join(SETS)}")
    return SETS[name]
