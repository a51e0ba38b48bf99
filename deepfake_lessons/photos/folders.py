"""Pictures from a folder of the learner's: read with limits, cut to a square, made equally large."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".pgm")
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "PPM")  # Pillow knows others, some of which start programs
MOST = 20_000  # pictures
BYTES = 30 * 2**20  # of one file
PIXELS = 50_000_000  # of one picture
MEMORY = 2**30  # bytes of all pictures together
LOOKED_AT = 200_000  # files and folders


def check_size(size: Any, most: Any = 1) -> None:
    """Refuse sizes and numbers of pictures that make no sense.

    Raises:
        ValueError: anything but a whole number of pixels from 16 to 512, and of pictures from 1.
    """
    whole = all(isinstance(one, int | np.integer) and not isinstance(one, bool) for one in (size, most))
    if not whole or not 16 <= size <= 512 or most < 1:
        raise ValueError(f"size={size!r}, most={most!r}: 16 to 512 pixels and at least one picture are wanted")


def check_memory(count: int, size: int) -> None:
    """Refuse more pictures than a laptop has room for.

    Raises:
        ValueError: they would need more than a gigabyte.
    """
    if count * size * size * 3 > MEMORY:
        raise ValueError(
            f"{count:,} pictures of {size} pixels need {count * size * size * 3 / 2**30:.1f} GB: ask for fewer (most=) "
            "or for smaller ones (size=)"
        )


def read_folder(
    folder: str | Path, size: int = 64, most: int = MOST, middle: float = 1.0
) -> tuple[np.ndarray, list[str]]:
    """Read the pictures of a folder and of the folders in it, in the order of their names.

    Each is cut to a square from its middle and made `size` pixels wide, in colour. Files that are no pictures by their
    ending are passed over; so are links, and whatever is hidden (a name that begins with a dot).

    Args:
        folder: where they are.
        size: pixels, 16 to 512.
        most: read so many at most.
        middle: which share of the square to keep, 0 to 1.

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
    paths = []
    for path in pictures_in(place):
        paths.append(path)
        if len(paths) >= most:
            break
    if not paths:
        raise FileNotFoundError(f"no pictures ({', '.join(ENDINGS)}) in {place}: give the folder that holds them")
    check_memory(len(paths), size)
    images = np.empty((len(paths), size, size, 3), dtype=np.uint8)
    for number, path in enumerate(paths):
        images[number] = read_picture(path, size, middle)
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


def read_picture(path: Path, size: int, middle: float = 1.0) -> np.ndarray:
    """One picture as (size, size, 3) uint8, turned as the camera says.

    Raises:
        ValueError: too large, or no picture; names the file.
    """
    try:
        if path.stat().st_size > BYTES:
            raise ValueError(f"{path.name} is larger than {BYTES // 2**20} MB: make it smaller, or take it away")
        with path.open("rb") as file:
            return decoded(file, path.name, size, middle)
    except OSError as error:
        raise ValueError(f"{path.name} cannot be read ({error.strerror}): take it out of the folder") from None


def decoded(file: BinaryIO | Any, name: str, size: int, middle: float = 1.0) -> np.ndarray:
    """The picture in an open file, as in `read_picture`; `name` is for the message."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    too_large = f"{name} has more than {PIXELS // 1_000_000} million pixels: make it smaller"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own warning about size; ours follows
            with Image.open(file, formats=_FORMATS) as picture:
                wide, high, mode = picture.width, picture.height, picture.mode
                if wide * high <= PIXELS and mode[0] not in "IF":
                    return resized(np.asarray(ImageOps.exif_transpose(picture).convert("RGB")), size, middle)
    except Image.DecompressionBombError:
        raise ValueError(too_large) from None
    except Exception as error:  # a damaged picture may raise nearly anything, and a long text
        why = " ".join(str(error).split())[:80] or type(error).__name__
        if isinstance(error, UnidentifiedImageError):
            why = f"none of {', '.join(_FORMATS)} is in it"
        raise ValueError(f"{name} is damaged or no picture ({why}): take it out of the folder") from None
    raise ValueError(too_large if wide * high > PIXELS else f"{name} has 16 bits a pixel or more: save it with 8")


def resized(picture: np.ndarray, size: int, middle: float = 1.0) -> np.ndarray:
    """The middle square of a picture (H, W, 3) uint8, or a share of it, as (size, size, 3)."""
    from PIL import Image

    height, width = picture.shape[:2]
    side = max(1, round(middle * min(height, width)))
    top, left = (height - side) // 2, (width - side) // 2
    square = Image.fromarray(np.ascontiguousarray(picture[top : top + side, left : left + side]))
    return np.array(square.resize((size, size), Image.Resampling.LANCZOS))
