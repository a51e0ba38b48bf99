"""Files that come with the course, found in a checkout and in an installed wheel alike and checked before use; and the
learner's own folder for what is drawn or fetched once."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sys
import time
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
LIST = "CHECKSUMS"
HOME = "DEEPFAKE_LESSONS_CACHE"  # the environment variable that names the cache folder; empty or "off" for none
PART = ".part"  # ends the names of files that are being written
QUIET = 1.0  # seconds before a progress line appears


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


# ---------------------------------------------------------------------- the learner's own cache folder


def user_folder() -> Path | None:
    """Where pictures that were drawn or fetched once are kept; None where nothing is to be kept.

    `DEEPFAKE_LESSONS_CACHE` names the folder; "off" or nothing in it means none. Else it is the usual place of the
    system: %LOCALAPPDATA% on Windows, ~/Library/Caches on macOS, $XDG_CACHE_HOME or ~/.cache elsewhere. The folder
    appears when there is something to keep, and may be deleted at any time.
    """
    named = os.environ.get(HOME)
    if named is not None and named.strip().lower() in {"", "off"}:
        return None
    try:
        if named:
            return Path(os.path.abspath(Path(named).expanduser()))
        if sys.platform == "win32":
            local = os.environ.get("LOCALAPPDATA")
            return (Path(local) if local else Path.home() / "AppData" / "Local") / "deepfake_lessons" / "cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "deepfake_lessons"
        base = Path(os.environ.get("XDG_CACHE_HOME", ""))
        return (base if base.is_absolute() else Path.home() / ".cache") / "deepfake_lessons"
    except (OSError, RuntimeError):  # the working directory is gone, or nobody's home is known
        return None


def write_whole(path: Path, content: bytes) -> bool:
    """Put `content` into `path` in one step, so that no reader ever meets half a file; or leave what was there.

    Others may do the same at the same time: one of them stays.

    Returns:
        False where the file already held exactly this.

    Raises:
        OSError: it cannot be written.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    name = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}{PART}")
    try:
        with name.open("xb") as file:  # as open to others as this user's files are
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    return True


def _replace(old: Path, new: Path) -> None:
    """`os.replace`; Windows refuses while another kernel has the file open to read it, which is soon over."""
    for _ in range(100 if sys.platform == "win32" else 0):
        try:
            return os.replace(old, new)
        except PermissionError:
            time.sleep(0.01)
    os.replace(old, new)


class Progress:
    """One line that says how far something is. Nothing is said about what takes less than a second.

    Args:
        what: such as "Drawing photographs".
        total: of how many.
    """

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total = what, total
        self._begun = self._said = time.monotonic()
        self._width = 0

    def at(self, done: int) -> None:
        """So many are done. Writes at most twice a second."""
        now = time.monotonic()
        if now - self._begun < QUIET or (self._width and now - self._said < 0.5):
            return
        self._said = now
        left = (now - self._begun) * (self.total - done) / max(done, 1)
        self._write(f"{self.what}: {done:,} of {self.total:,}" + (f", about {left:.0f} s left" if done else ""))

    def end(self, done: int) -> None:
        """Nothing is left of the line when all is done; else it says how far it came, and ends."""
        if not self._width:
            return
        if done >= self.total:
            print(f"\r{' ' * self._width}\r", end="", flush=True)
        else:
            self._write(f"{self.what}: {done:,} of {self.total:,}.")
            print(flush=True)
        self._width = 0

    def _write(self, text: str) -> None:
        print(f"\r{text.ljust(self._width)}", end="", flush=True)
        self._width = len(text)
