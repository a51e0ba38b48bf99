"""Load a real set: from a folder of the learner's, from what was fetched before, or, if asked, from its source."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..cache import user_folder
from .archives import HALF, read_lfw, read_olivetti
from .faces import astronaut, faces_and_not_faces
from .fetching import fetch, is_right
from .folders import MOST, check_size, read_folder, read_picture
from .records import Entry, Photos
from .sets import entry_of

_ARCHIVES = {"olivetti": read_olivetti, "lfw": read_lfw}


def load(
    name: str, folder: str | Path | None = None, download: bool = False, size: int = 64, most: int = MOST
) -> Photos:
    """Load a set of the registry `photos.SETS`.

        portraits = dl.photos.load("portraits", download=True, size=256)

    Args:
        name: such as "portraits", "olivetti", "lfw".
        folder: yours, with the pictures; of "olivetti" and "lfw" with the file of the set, or with a folder of pictures
            for each person. Nothing is fetched then.
        download: True fetches what is missing; nothing else ever does.
        size: pixels of the square pictures, 16 to 512.
        most: pictures at most.

    Returns:
        `Photos` with images (N, size, size, 3) uint8; "lfw_subset" comes as `faces_and_not_faces` gives it, whole, and
        "astronaut" with 256 pixels at most.

    Raises:
        KeyError: no such set.
        FileNotFoundError: it is not here, and was not to be downloaded; the message says how to get it.
        NotFetched: the download failed and left nothing behind.
        ValueError: a picture that is damaged; more than a laptop has room for; a set of clips.
    """
    entry = entry_of(name)
    check_size(size, most)
    if name == "grid":
        raise ValueError(f"GRID holds clips, and photos.load reads photographs: {entry.how}")
    if name == "lfw_subset":
        return faces_and_not_faces()
    if name == "astronaut":
        return astronaut(min(size, 256))
    if folder is not None and not (name in _ARCHIVES and _in(folder, entry).is_file()):
        images, folders = read_folder(folder, size, most, HALF if name == "lfw" else 1.0)
        people = [one.split("/")[-1].replace("_", " ") for one in folders]
        return entry.photos(images, people if entry.named and all(people) else None)
    if not entry.files:
        raise FileNotFoundError(f"{name} needs a folder: {entry.how}")
    with _files(name, entry, folder, download) as paths:
        if name in _ARCHIVES:
            return entry.photos(*_ARCHIVES[name](paths[0], size, most))
        return entry.photos(np.stack([read_picture(path, size) for path in paths[:most]]))


def load_folder(folder: str | Path, label: int, size: int = 64, most: int = MOST) -> Photos:
    """Pictures of your own: whoever has a folder in it is a person for `split_by_person`.

    Args:
        folder: with pictures, or with a folder of pictures for each person (which may hold further folders).
        label: REAL = 0 or FAKE = 1.
        size, most: as in `load`.

    Returns:
        `Photos`; `people` is None if a picture lies directly in `folder`.

    Raises:
        FileNotFoundError, ValueError: as in `load`; another label.
    """
    if not isinstance(label, int | np.integer) or label not in (0, 1):
        raise ValueError(f"label={label!r}: 0 (genuine) or 1 (fake) is wanted")
    images, folders = read_folder(folder, size, most)
    people = [name.split("/")[0] for name in folders]
    known = np.array(people) if all(people) else None
    yours = ("a folder of your own", "only you know it", "only you know whether the people in it were asked")
    return Photos(images, np.full(len(images), int(label)), np.arange(len(images)), 0, *yours, people=known)


def _in(folder: str | Path, entry: Entry) -> Path:
    return Path(folder).expanduser() / entry.files[0].name


@contextlib.contextmanager
def _files(name: str, entry: Entry, folder: str | Path | None, download: bool) -> Iterator[list[Path]]:
    """The files of a set, all there and right: in the learner's folder, or in the cache, or there for this moment only
    where nothing is to be kept.

    Raises:
        FileNotFoundError: not there, and not to be fetched.
        NotFetched: one could not be.
    """
    with contextlib.ExitStack() as moment:
        if folder is not None:
            place = Path(folder).expanduser()
        elif kept := user_folder():
            place = kept / "photos" / name
        else:
            place = Path(moment.enter_context(tempfile.TemporaryDirectory()))
        paths = [place / file.name for file in entry.files]
        for path, file in zip(paths, entry.files, strict=True):
            if download and folder is None:
                fetch(file, path)
            elif not is_right(path, file):
                where = f"{file.name} is not the one that the course knows" if path.exists() else "not on this machine"
                raise FileNotFoundError(f"{name}: {where}; {entry.how}")
        yield paths
