"""Pictures from a folder of the learner's: read with limits, cut to a square, made equally large."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .reading import decoded

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".bmp")
MOST = 20_000  # pictures
MEMORY = 2**30  # bytes of all pictures together
LOOKED_AT = 200_000  # files and folders


def check_size(size: int, most: int = 1) -> None:
    """Refuse anything but a whole number of pixels from 16 to 512, and of pictures from 1."""
    whole = all(isinstance(one, int | np.integer) and not isinstance(one, bool) for one in (size, most))
    if not whole or not 16 <= size <= 512 or most < 1:
        raise ValueError(f"size={size!r}, most={most!r}: 16 to 512 pixels and at least one picture are wanted")


def read_folder(folder: str | Path, size: int, most: int) -> tuple[np.ndarray, list[str]]:
    """Read the pictures of a folder and of the folders in it, in the order of their names.

    Each is cut to a square from its middle and made `size` pixels wide, in colour. Files that are no pictures by their
    ending are passed over; so are links, and whatever is hidden (a name that begins with a dot).

    Returns:
        (N, size, size, 3) uint8, and the folder of each within `folder` ("" for those directly in it).

    Raises:
        FileNotFoundError: no such folder, or no pictures in it.
        ValueError: a file that is damaged, or too large; more than a laptop has room for; another size.
    """
    check_size(size, most)
    place = Path(folder).expanduser()
    if not place.is_dir():
        raise FileNotFoundError(f"there is no folder {place}: give the folder that holds the pictures")
    paths = [path for path, _ in zip(pictures_in(place), range(most), strict=False)]
    if not paths:
        raise FileNotFoundError(f"no pictures ({', '.join(ENDINGS)}) in {place}: give the folder that holds them")
    needed = len(paths) * size * size * 3
    if needed > MEMORY:
        raise ValueError(
            f"{len(paths):,} pictures of {size} pixels need {needed / 2**30:.1f} GB: ask for fewer (most=) "
            "or for smaller ones (size=)"
        )
    images = np.stack([read_square(path, size) for path in paths])
    folders = [path.parent.relative_to(place).as_posix() for path in paths]
    return images, ["" if name == "." else name for name in folders]


def pictures_in(place: Path) -> Iterator[Path]:
    """The files that look like pictures, in order.

    Raises:
        ValueError: too much to look through.
    """
    seen = 0
    for here, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        seen += len(folders) + len(names)
        if seen > LOOKED_AT:
            raise ValueError(f"{place} holds more than {LOOKED_AT:,} files: give the folder of the pictures alone")
        for name in sorted(names):
            path = Path(here) / name
            picture = name.lower().endswith(ENDINGS) and not name.startswith(".")
            if picture and path.is_file() and not path.is_symlink():
                yield path


def read_square(path: Path, size: int) -> np.ndarray:
    """One picture as (size, size, 3) uint8, turned as the camera says.

    Raises:
        NoPicture: a ValueError; too large, or no picture; names the file.
    """
    return resized(decoded(path).pixels, size)


def resized(picture: np.ndarray, size: int) -> np.ndarray:
    """The middle square of a picture (H, W, 3) uint8 as (size, size, 3)."""
    from PIL import Image

    height, width = picture.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = Image.fromarray(np.ascontiguousarray(picture[top : top + side, left : left + side]))
    return np.array(square.resize((size, size), Image.Resampling.LANCZOS))
