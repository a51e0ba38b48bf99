"""Files that come with the course: found in a checkout and in an installed wheel alike, and checked before use."""

from __future__ import annotations

import hashlib
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
LIST = "CHECKSUMS"


def data_folder() -> Path:
    """The folder with shipped files: inside the package (wheel), else beside it (checkout).

    Raises:
        FileNotFoundError: neither is there.
    """
    for folder in (_PACKAGE / "data", _PACKAGE.parent / "data"):
        if (folder / LIST).is_file():
            return folder
    raise FileNotFoundError(
        "the data/ folder of the course is missing: install the course again, or take the whole checkout"
    )


def shipped(name: str, folder: Path | None = None) -> Path:
    """The path of a file that the course ships, after its checksum was compared.

    Args:
        name: relative to data/, with forward slashes, such as "generator_64.weights.h5".
        folder: another data folder, for tests.

    Raises:
        FileNotFoundError: not in the list of shipped files, or gone.
        ValueError: the file is not what was shipped (damaged or changed).
    """
    folder = folder or data_folder()
    listed = read_checksums(folder)
    if name not in listed:
        raise FileNotFoundError(
            f"{name!r} is not shipped with the course; there are: {', '.join(sorted(listed)) or 'none'}"
        )
    path = folder / name
    if not path.is_file():
        raise FileNotFoundError(f"{name} should be in the course's data folder and is gone: install the course again")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != listed[name]:
        raise ValueError(f"{name} is damaged or was changed (its checksum differs): install the course again")
    return path


def read_checksums(folder: Path) -> dict[str, str]:
    """The shipped files of a folder: name -> sha256, from lines "sha256  name"; lines with # are comments.

    On Windows `sha256sum` writes "sha256 *name", which is read as well.
    """
    lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    pairs = (line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip().removeprefix("*"): checksum for checksum, name in pairs}
