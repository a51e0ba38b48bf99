"""Load a real set: from a folder of the learner's, from what was fetched before, or, if asked, from its source."""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ..cache import user_folder
from .faces import astronaut, faces_and_not_faces
from .fetching import SECONDS, NotFetched, fetch, is_right
from .folders import MOST, read_folder, read_picture, resized
from .sets import SETS, Photos, entry_of

_CDN = "https://cdn.jsdelivr.net/gh/faker-js/assets-person-portrait"  # the address that the project itself asks for
_PORTRAITS = {
    "female/256/33.jpg": "eaba83897de98984a68b7a4a99b08d8303c195085dd88fe58d023b497eb2c9b6",
    "female/256/36.jpg": "c6df2c8582ea74a7fb484dbf00eee60c09b1439b44516b6c4481d9842640bcd3",
    "female/256/52.jpg": "3546de59a2f1fcf6898adf80aa48bfdba7f9337a9ec3846fbb2b9c18fb8461b9",
    "male/256/21.jpg": "b6c2b4d16728cd275fafad7546433dbd024036f9a6a248a7a6aa237f80293278",
    "male/256/32.jpg": "895be5427714d8ccbe695cb1999a4d7fba4871277406dfa5fa899568cf6701e1",
}
_PORTRAIT_BYTES = 100_000


def load(
    name: str, folder: str | Path | None = None, download: bool = False, size: int = 64, most: int = MOST
) -> Photos:
    """Load a set of the registry `photos.SETS`.

        portraits = dl.photos.load("portraits", download=True, size=256)

    Args:
        name: such as "portraits", "olivetti", "lfw".
        folder: yours, with the pictures; of "olivetti" and "lfw" scikit-learn's own `data_home` does too (scikit-learn
            reads it with pickle: give only a folder that you filled yourself).
        download: True fetches what is missing; nothing else ever does.
        size: pixels of the square pictures, 16 to 512.
        most: pictures at most.

    Returns:
        `Photos` with images (N, size, size, 3) uint8; "lfw_subset" comes as `faces_and_not_faces` gives it.

    Raises:
        KeyError: no such set.
        FileNotFoundError: it is not here, and was not to be downloaded; the message says how to get it.
        NotFetched: the download failed and left nothing behind.
        ValueError: a picture that is damaged; a set of clips.
    """
    entry = entry_of(name)
    if not 16 <= size <= 512 or most < 1:
        raise ValueError(f"size={size!r}, most={most!r}: 16 to 512 pixels and at least one picture are wanted")
    if name == "grid":
        raise ValueError(f"GRID holds clips, not photographs: {entry.how}")
    if name == "lfw_subset":
        return faces_and_not_faces()
    if name == "astronaut":
        return astronaut(min(size, 256))
    if name == "olivetti":
        images, people = _olivetti(folder, download)
    elif name == "lfw":
        images, people = _lfw(folder, download)
    elif folder is not None:
        return entry.photos(read_folder(folder, size, most)[0])
    elif name == "portraits":
        return entry.photos(_portraits(download, size)[:most])
    else:
        raise FileNotFoundError(f"{name} needs a folder: {entry.how}")
    return entry.photos(np.stack([resized(one, size) for one in images[:most]]), people[:most])


def load_folder(folder: str | Path, label: int, size: int = 64, most: int = MOST) -> Photos:
    """Pictures of your own: whoever has a folder in it is a person for `split_by_person`.

    Args:
        folder: with pictures, or with a folder of pictures for each person.
        label: REAL = 0 or FAKE = 1.
        size, most: as in `load`.
    """
    if label not in (0, 1):
        raise ValueError(f"label={label!r}: 0 (genuine) or 1 (fake) is wanted")
    images, people = read_folder(folder, size, most)
    known = np.array(people) if all(people) else None
    yours = ("a folder of your own", "only you know it", "only you know whether the people in it were asked")
    return Photos(images, np.full(len(images), label), np.arange(len(images)), 0, *yours, people=known)


def _portraits(download: bool, size: int) -> np.ndarray:
    with _kept("portraits") as place:
        paths = []
        for name, checksum in _PORTRAITS.items():
            path = place / name.replace("/", "_")
            if not (download or is_right(path, checksum, _PORTRAIT_BYTES)):
                raise FileNotFoundError(f"the portraits are not on this machine: {SETS['portraits'].how}")
            paths.append(fetch(f"{_CDN}/{name}", path, checksum, _PORTRAIT_BYTES))
        return np.stack([read_picture(path, size) for path in paths])


def _olivetti(folder: str | Path | None, download: bool) -> tuple[np.ndarray, np.ndarray]:
    if folder is not None and (file := Path(folder).expanduser() / "olivetti64.npz").is_file():
        with np.load(file, allow_pickle=False) as arrays:
            grey, people = arrays["images"], arrays["target"]
        if grey.shape != (len(people), 64, 64) or grey.dtype != np.uint8:
            raise ValueError(f"{file.name} holds images {grey.shape} of {grey.dtype}: (N, 64, 64) of uint8 are wanted")
    else:
        from sklearn.datasets import fetch_olivetti_faces

        bunch = _by_scikit_learn("olivetti", fetch_olivetti_faces, folder, download)
        grey, people = np.rint(255 * bunch.images).astype(np.uint8), bunch.target
    return np.repeat(grey[..., None], 3, axis=3), people


def _lfw(folder: str | Path | None, download: bool) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.datasets import fetch_lfw_people

    # the middle square of 125 pixels, hair and chin included
    cut = (slice(62, 187), slice(62, 187))
    bunch = _by_scikit_learn("lfw", fetch_lfw_people, folder, download, color=True, resize=1.0, slice_=cut)
    images = np.asarray(bunch.images)
    if images.max() <= 1.0:
        images = images * 255
    return np.rint(images).astype(np.uint8), bunch.target_names[bunch.target]


def _by_scikit_learn(name: str, get: Callable[..., Any], folder: Any, download: bool, **how: Any) -> Any:
    """What scikit-learn reads from a folder, from where it was fetched before, or from its source, which it checks."""
    places: list[str | None] = [None if folder is None else str(Path(folder).expanduser())]
    kept = user_folder()
    home = kept / "photos" / name if kept else None
    if folder is None and home and home.is_dir():
        places.insert(0, str(home))
    for place in places:
        with contextlib.suppress(OSError):
            return get(data_home=place, download_if_missing=False, **how)
    if folder is not None or not download:
        raise FileNotFoundError(f"{name} is not {'in ' + str(folder) if folder else 'here'}: {SETS[name].how}")
    if home:
        home.parent.mkdir(parents=True, exist_ok=True)
    above = home.parent if home else None
    with tempfile.TemporaryDirectory(prefix=f".{name}.", dir=above, ignore_cleanup_errors=True) as part:
        before = socket.getdefaulttimeout()
        socket.setdefaulttimeout(SECONDS)  # scikit-learn sets none
        try:
            found = get(data_home=os.path.join(part, name), **how)
        except Exception as error:  # of network, checksum or archive: the folder goes either way
            raise NotFetched(f"{name} could not be fetched ({error}): is there a network?") from None
        finally:
            socket.setdefaulttimeout(before)
        if home and not home.exists():
            os.replace(os.path.join(part, name), home)
    return found


@contextlib.contextmanager
def _kept(name: str) -> Iterator[Path]:
    """A folder in the learner's cache, or one for this moment where nothing is to be kept."""
    if folder := user_folder():
        yield folder / "photos" / name
    else:
        with tempfile.TemporaryDirectory() as part:
            yield Path(part)
