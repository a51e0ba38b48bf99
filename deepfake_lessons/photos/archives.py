"""The two sets that come as one file each. Nothing is unpacked on the disk, and nothing is read with pickle."""

from __future__ import annotations

import tarfile
from pathlib import Path, PurePosixPath

import numpy as np

from .folders import BYTES, ENDINGS, check_memory, decoded, resized

HALF = 0.5  # of a picture of Labeled Faces in the Wild: its middle, hair and chin included


def read_olivetti(path: Path, size: int, most: int) -> tuple[np.ndarray, np.ndarray]:
    """The 400 photographs in olivettifaces.mat, ten of each person after the other.

    Returns:
        (N, size, size, 3) uint8 and (N,) numbers of the people, from 0.

    Raises:
        ValueError: a file of another shape.
    """
    from scipy.io import loadmat

    try:
        columns = np.asarray(loadmat(path, variable_names=["faces"])["faces"])
    except Exception as error:  # whatever a reader of another program's format may meet
        raise ValueError(f"{path.name} is no such file ({type(error).__name__}): fetch it anew") from None
    if columns.ndim != 2 or columns.shape[0] != 64 * 64 or columns.dtype.kind not in "uif":
        raise ValueError(f"{path.name} holds faces of shape {columns.shape}: 4,096 rows of numbers are wanted")
    grey = np.clip(np.rint(columns.T[:most]), 0, 255).astype(np.uint8).reshape(-1, 64, 64).transpose(0, 2, 1)
    images = np.stack([resized(np.repeat(one[..., None], 3, axis=2), size) for one in grey])
    return images, np.arange(len(images)) // 10


def read_lfw(path: Path, size: int, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Photographs of lfw-funneled.tgz in the order of the archive, which is that of the names; their middle halves.

    Returns:
        (N, size, size, 3) uint8 and (N,) names.

    Raises:
        ValueError: a damaged archive or picture, or more than a laptop has room for.
    """
    images: list[np.ndarray] = []
    people: list[str] = []
    try:
        with tarfile.open(path, "r|gz") as archive:
            for member in archive:
                name = PurePosixPath(member.name)
                if not member.isfile() or name.suffix.lower() not in ENDINGS or member.size > BYTES:
                    continue
                check_memory(len(images) + 1, size)
                images.append(decoded(archive.extractfile(member), name.name, size, HALF))
                people.append(name.parent.name.replace("_", " "))
                if len(images) >= most:
                    break
    except (tarfile.TarError, EOFError, OSError) as error:
        raise ValueError(f"{path.name} is damaged ({error}): fetch it anew") from None
    if not images:
        raise ValueError(f"{path.name} holds no photographs: fetch it anew")
    return np.stack(images), np.array(people)
