"""Pictures from a folder of the learner's: read with limits, cut to a square, made equally large."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import numpy as np

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".bmp")
MOST = 20_000  # pictures
BYTES = 30 * 2**20  # of one file
PIXELS = 50_000_000  # of one picture


def read_folder(folder: str | Path, size: int = 64, most: int = MOST) -> tuple[np.ndarray, list[str]]:
    """Read the pictures of a folder and of the folders in it, in the order of their names.

    Each is cut to a square from its middle and made `size` pixels wide, in colour. Files that are no pictures by their
    ending are passed over, links too.

    Args:
        folder: where they are.
        size: pixels, 16 to 512.
        most: read so many at most.

    Returns:
        (N, size, size, 3) uint8, and the folder of each within `folder` ("" for those directly in it).

    Raises:
        FileNotFoundError: no such folder, or no pictures in it.
        ValueError: a file that is damaged, or too large; another size.
    """
    place = Path(folder).expanduser()
    if not 16 <= size <= 512:
        raise ValueError(f"size={size!r}: 16 to 512 pixels are wanted")
    if not place.is_dir():
        raise FileNotFoundError(f"there is no folder {place}: give the folder that holds the pictures")
    paths = []
    for here, folders, names in os.walk(place):
        folders.sort()
        paths += [Path(here) / name for name in sorted(names) if name.lower().endswith(ENDINGS)]
        if len(paths) >= most:
            break
    paths = [path for path in paths if path.is_file() and not path.is_symlink()][:most]
    if not paths:
        raise FileNotFoundError(f"no pictures ({', '.join(ENDINGS)}) in {place}")
    images = np.stack([read_picture(path, size) for path in paths])
    return images, [path.parent.relative_to(place).as_posix().removeprefix(".") for path in paths]


def read_picture(path: Path, size: int) -> np.ndarray:
    """One picture as (size, size, 3) uint8, turned as the camera says.

    Raises:
        ValueError: too large, or no picture; names the file.
    """
    from PIL import Image, ImageOps

    if path.stat().st_size > BYTES:
        raise ValueError(f"{path.name} is larger than {BYTES // 2**20} MB: make it smaller, or take it away")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own warning about size; ours follows
            with Image.open(path) as picture:
                if picture.width * picture.height > PIXELS:
                    raise ValueError(f"{path.name} has more than {PIXELS // 1_000_000} million pixels: make it smaller")
                return resized(np.asarray(ImageOps.exif_transpose(picture).convert("RGB")), size)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"{path.name} is damaged or no picture ({error}): take it out of the folder") from None


def resized(picture: np.ndarray, size: int) -> np.ndarray:
    """The middle square of a picture (H, W, 3) uint8, as (size, size, 3)."""
    from PIL import Image

    height, width = picture.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = Image.fromarray(picture[top : top + side, left : left + side])
    return np.array(square.resize((size, size), Image.Resampling.LANCZOS))
