"""Load a real set: from what was fetched before, or, if asked, from its source; and a folder of the learner's."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..cache import user_folder
from .faces import astronaut, faces_and_not_faces
from .fetching import fetch, is_right
from .folders import MOST, check_size, read_folder, read_square, resized
from .records import Entry, Photos
from .sets import entry_of


def load(name: str, download: bool = False, size: int = 64, most: int = MOST) -> Photos:
    """Load a set of the registry `photos.SETS`.

        portraits = dl.photos.load("portraits", download=True, size=256)

    Args:
        name: such as "portraits" or "olivetti".
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
        ValueError: a damaged picture; a set of clips.
    """
    entry = entry_of(name)
    check_size(size, most)
    if name == "grid":
        raise ValueError(f"GRID holds clips, and photos.load reads photographs: {entry.how}")
    if name == "lfw_subset":
        return faces_and_not_faces()
    if name == "astronaut":
        return astronaut(min(size, 256))
    with _files(name, entry, download) as paths:
        if name == "olivetti":
            images = np.stack([resized(one, size) for one in read_olivetti(paths[0])[:most]])
            return entry.photos(images, np.arange(len(images)) // 10)
        return entry.photos(np.stack([read_square(path, size) for path in paths[:most]]))


def load_folder(folder: str | Path, label: int, size: int = 64, most: int = MOST) -> Photos:
    """Pictures of your own: whoever has a folder in it is a person for `split_by_person`.

    Args:
        folder: with pictures, or with a folder of pictures for each person (which may hold further folders).
        label: REAL = 0 or FAKE = 1.
        size, most: as in `load`.

    Returns:
        `Photos`; `people` is None if a picture lies directly in `folder`.

    Raises:
        FileNotFoundError, ValueError: no folder, no pictures, damaged or too many ones; another label.
    """
    if not isinstance(label, int | np.integer) or label not in (0, 1):
        raise ValueError(f"label={label!r}: 0 (genuine) or 1 (fake) is wanted")
    images, folders = read_folder(folder, size, most)
    people = [name.split("/")[0] for name in folders]
    known = np.array(people) if all(people) else None
    yours = ("a folder of your own", "only you know it", "only you know whether the people in it were asked")
    return Photos(images, np.full(len(images), int(label)), np.arange(len(images)), 0, *yours, people=known)


def read_olivetti(path: Path) -> np.ndarray:
    """The 400 photographs in olivettifaces.mat, ten of each person after the other, (400, 64, 64, 3) uint8.

    scipy reads MATLAB's arrays without pickle; scikit-learn's own reader keeps what it fetched as one.
    """
    from scipy.io import loadmat

    columns = loadmat(path, variable_names=["faces"])["faces"]
    grey = np.clip(np.rint(columns.T), 0, 255).astype(np.uint8).reshape(-1, 64, 64).transpose(0, 2, 1)
    return np.repeat(grey[..., None], 3, axis=3)


@contextlib.contextmanager
def _files(name: str, entry: Entry, download: bool) -> Iterator[list[Path]]:
    """The files of a set, all there and right: in the cache, or there for this moment only where nothing is to be kept.

    Raises:
        FileNotFoundError: not there, and not to be fetched.
        NotFetched: one could not be.
    """
    with contextlib.ExitStack() as moment:
        kept = user_folder()
        folder = kept / "photos" / name if kept else Path(moment.enter_context(tempfile.TemporaryDirectory()))
        paths = [folder / file.name for file in entry.files]
        for path, file in zip(paths, entry.files, strict=True):
            if download:
                fetch(file, path)
            elif not is_right(path, file):
                where = f"{file.name} is not the one that the course knows" if path.exists() else "not on this machine"
                raise FileNotFoundError(f"{name}: {where}; {entry.how}")
        yield paths
