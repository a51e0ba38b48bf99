"""The folder with a learner's own work: written whole or not at all, by one kernel at a time; nothing is deleted."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from ...cache import PART, write_whole
from .answers import BYTES, MOST, Answers, Damaged, Newer, from_bytes, to_bytes

HOME = "DEEPFAKE_LESSONS_HOME"  # the environment variable that names the folder; empty or "off" for none
NAME = "my_work"  # else, beside the notebook
FILE = "answers.json"
LOCK = ".lock"  # locked by the operating system, which lets go of it when a kernel dies: it is never stale
WAIT = 5.0  # seconds for another notebook to finish writing; it takes milliseconds


class CannotKeep(Exception):
    """The folder cannot be used now; the message says in a few words why."""


def wanted() -> Path | None:
    """Where the folder is to be, or None where it is switched off.

    Raises:
        CannotKeep: there is no such place.
    """
    named = os.environ.get(HOME)
    if named is not None and named.strip().lower() in {"", "off"}:
        return None
    try:
        return Path(os.path.abspath(Path(named or NAME).expanduser()))
    except (OSError, RuntimeError):  # the working directory is gone, or nobody's home is known
        raise CannotKeep(f"there is no place for the folder {named or NAME}") from None


def in_colab() -> bool:
    """Whether this kernel is one of Google Colab's, whose files go with the machine after some hours."""
    return "google.colab" in sys.modules


class Folder:
    """A folder that appears on the disk when there is something to keep.

    Args:
        path: of the folder, absolute.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, ...] | None = None  # the marks of answers.json at the last look

    def __str__(self) -> str:
        """The folder as a learner knows it: its name where it lies in the working directory, else its whole path."""
        with contextlib.suppress(OSError, ValueError):
            return str(self.path.relative_to(Path.cwd()))
        return str(self.path)

    def check(self) -> None:
        """See whether it can be written, without writing.

        Raises:
            CannotKeep: it cannot.
        """
        place = next((one for one in (self.path, *self.path.parents) if os.path.lexists(one)), None)
        if place is None or not place.is_dir():
            raise CannotKeep(f"{place or self.path} is no folder")
        if not os.access(place, os.W_OK | os.X_OK):
            raise CannotKeep(f"{self} cannot be written")

    def read(self) -> Answers:
        """The answers that it holds; none where there is no file.

        Raises:
            Damaged, CannotKeep: the file is not ours, comes from a newer course, or cannot be read.
        """
        path = self.path / FILE
        try:
            if not os.path.lexists(path):
                return {}
            if not path.is_file():
                raise Damaged("it is no plain file")
            with path.open("rb") as file:
                return from_bytes(file.read(BYTES + 1))
        except Newer:
            text = f"{self}/{FILE} comes from a newer version of the course and is left as it is"
            raise CannotKeep(text) from None
        except OSError as error:
            raise CannotKeep(f"{self}/{FILE} cannot be read ({_why(error)})") from None

    def changed(self) -> Answers | None:
        """The answers it holds, or None where nothing changed since the last look, or nothing can be read now."""
        try:
            if self._marks() == self._seen:
                return None
            marks = self._marks()  # before the reading: what comes in between shows at the next look
            answers = self.read()
        except (CannotKeep, Damaged, OSError):
            return None
        self._seen = marks
        return answers

    def update(self, change: Callable[[Answers], Answers], known: Answers) -> Answers:
        """Read, change and write the answers while no other kernel can; what comes back is what the file now holds.

        A damaged file is moved aside, and that is said.

        Args:
            change: from the answers of the file to those to be written.
            known: what takes the place of a damaged file's answers.

        Raises:
            CannotKeep: nothing was written.
        """
        with self.locked():
            try:
                before = there = self.read()
            except Damaged as why:
                aside = self.aside(self.path / FILE, "damaged")
                print(f"{self}/{FILE} is damaged ({why}): it is kept as {aside.name}, and a new file is begun.")
                before, there = known, {}
            after = change(before)
            if after != there:
                content = to_bytes(after)
                if len(after) > MOST or len(content) > BYTES:
                    raise CannotKeep(f"{self} is full: it takes {MOST} answers and {BYTES} bytes")
                for left in self.path.glob(f".{FILE}.*{PART}"):  # by a kernel that was killed: the lock is ours
                    left.unlink(missing_ok=True)
                write_whole(self.path / FILE, content)
            self._seen = self._marks()
        return after

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Make the folder where it is missing, and let no other kernel write until the end.

        Raises:
            CannotKeep: it cannot be written (also when that shows inside), or is busy for more than five seconds.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                until = time.monotonic() + WAIT
                while not _lock(handle):
                    if time.monotonic() > until:
                        raise CannotKeep(f"{self} is busy: another notebook is writing")
                    time.sleep(0.01)
                yield
            finally:
                os.close(handle)  # this lets go of it too
        except OSError as error:
            raise CannotKeep(f"{self} cannot be written ({_why(error)})") from None

    def aside(self, path: Path, word: str) -> Path:
        """Give a file a name with a date, as `free` does. To be called while the folder is locked."""
        place = self.free(path.name, word)
        os.rename(path, place)
        return place

    def free(self, name: str, word: str) -> Path:
        """A name that is not taken: answers.damaged-2026-11-22.json, then answers.damaged-2026-11-22-2.json."""
        stem, dot, ending = name.rpartition(".")
        for number in itertools.count(1):
            again = f"-{number}" if number > 1 else ""
            place = self.path / f"{stem}.{word}-{date.today().isoformat()}{again}{dot}{ending}"
            if not os.path.lexists(place):
                break
        return place

    def _marks(self) -> tuple[int, ...]:
        try:
            about = os.stat(self.path / FILE)
        except FileNotFoundError:
            return ()
        return about.st_mtime_ns, about.st_size, about.st_ino


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        """Lock an open file, or say that somebody else has."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        """Lock an open file, or say that somebody else has."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        except OSError:  # a drive on a network that knows no locks: keep the work, two notebooks at once are rare
            return True
        return True
