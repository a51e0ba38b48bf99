"""Drawn pictures kept on the disk: found again by a hash of everything they depend on, and drawn again if damaged."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import time
import zipfile
from pathlib import Path

import numpy as np

from ..cache import PART, user_folder, write_whole

MOST = 2**30  # bytes of all files together; the ones longest unused go first
ENDING = ".pictures"
_DAY = 24 * 3600
_SAID: set[str] = set()  # what stood in the way, so that it is said once


class Archive:
    """Files in a folder: 32 bytes of SHA-256, then the arrays they belong to, as an .npz file.

    Args:
        folder: where; None keeps nothing.
        most: bytes of all files together.
    """

    def __init__(self, folder: Path | None, most: int = MOST) -> None:
        self.folder, self.most = folder, most
        self._grown = False

    def get(self, key: str) -> dict[str, np.ndarray] | None:
        """What was kept under a key, or None where there is nothing, or something damaged."""
        if self.folder is None:
            return None
        path = self.folder / f"{key}{ENDING}"
        try:
            whole = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._stop("read", error)
            return None
        if hashlib.sha256(whole[32:]).digest() != whole[:32]:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # it was of use today
        with np.load(io.BytesIO(whole[32:]), allow_pickle=False) as file:
            return dict(file)

    def put(self, key: str, arrays: dict[str, np.ndarray]) -> None:
        """Keep arrays; where that fails, say so in one sentence and keep nothing from now on."""
        if self.folder is None:
            return
        try:
            content = packed(arrays)
            write_whole(self.folder / f"{key}{ENDING}", hashlib.sha256(content).digest() + content)
            self._grown = True
        except OSError as error:
            self._stop("written", error)

    def tidy(self) -> None:
        """Remove the files longest unused until the others fit, and what an interrupted writer left a day ago."""
        if self.folder is None or not self._grown:
            return
        self._grown = False
        files = []
        with contextlib.suppress(OSError):
            for entry in os.scandir(self.folder):
                with contextlib.suppress(OSError):
                    about = entry.stat(follow_symlinks=False)
                    if entry.name.endswith(ENDING):
                        files.append((about.st_mtime, about.st_size, entry.path))
                    elif entry.name.endswith(PART) and about.st_mtime < time.time() - _DAY:
                        os.unlink(entry.path)
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self.most:
                break
            with contextlib.suppress(OSError):
                os.unlink(path)
            total -= size

    def _stop(self, what: str, error: OSError) -> None:
        why = f"{self.folder} cannot be {what} ({error.strerror or type(error).__name__})"
        self.folder = None
        if why not in _SAID:
            _SAID.add(why)
            print(f"Drawn pictures are not kept: {why}. They will be drawn again next time.")


def packed(arrays: dict[str, np.ndarray]) -> bytes:
    """Arrays as an .npz file. Only masks are compressed: pictures hold noise, which nothing makes smaller."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, array, allow_pickle=False)
            about = zipfile.ZipInfo(f"{name}.npy")
            about.compress_type = zipfile.ZIP_DEFLATED if name == "masks" else zipfile.ZIP_STORED
            file.writestr(about, member.getvalue(), compresslevel=1)
    return buffer.getvalue()


def archive() -> Archive:
    """The archive in the learner's cache folder."""
    folder = user_folder()
    return Archive(folder / "studio" if folder else None)
