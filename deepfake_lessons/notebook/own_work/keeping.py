"""Keep what a lesson made for later ones, say whose it is when it is used, and carry it from machine to machine."""

from __future__ import annotations

import zipfile
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from ... import __version__, cache
from ...cache import write_whole
from ..session import MEMORY
from .answers import Damaged, Newer, listed
from .artefacts import BYTES, ENDING, RECORD, lesson_of_artefact, names_in, pack, unpack
from .folder import CannotKeep, in_colab

_MOST = BYTES + 2 * 2**20


class NothingKept(FileNotFoundError):
    """There is no such work of the learner; the message is one sentence."""

    def _render_traceback_(self) -> list[str]:
        """IPython shows this in place of a page of traceback."""
        return [str(self)]


def keep(name: str, value: Any) -> None:
    """Keep arrays or a model's weights for a later lesson, in the folder with your own work.

    What was kept under this name before stays beside it, as "03.network.before.npz".

    Args:
        name: the lesson and a word, such as "03.network".
        value: an array, a list of arrays, a dict of arrays by text, or a Keras model (its weights are kept). At most
            500 arrays and 64 MiB; types of numbers are kept as they are.

    Raises:
        ValueError: not such a name or value.
    """
    content = pack(name, value, __version__)
    if store(name, content, mine=True):
        print(f"Kept {name} in {MEMORY.folder}.")


def kept(name: str, shipped: str | None = None) -> Any:
    """What `keep` kept, or else what the course ships; one line says whose work it is.

    Args:
        name: such as "03.network".
        shipped: the name of a file in the course's data folder, one that `keep` wrote; None where none is shipped.

    Returns:
        What was kept: an array, a list or a dict of arrays; of a model its weights, for
        `model.set_weights(dl.kept("05.generator", shipped="generator_64.npz"))`.

    Raises:
        ValueError: not such a name.
        FileNotFoundError: neither yours nor a shipped one is there.
    """
    lesson = lesson_of_artefact(name)
    content = content_of(name)
    if content is not None:
        try:
            record, value = unpack(content, name)
        except Newer:
            print(f"Your {name} comes from a newer version of the course and is left as it is.")
        except Damaged as why:
            _set_aside(name, why)
        else:
            print(f"Using yours of lesson {lesson} (kept on {record['date']}).")
            return value
    if shipped is None:
        raise NothingKept(f"There is no {name} of yours yet: lesson {lesson} makes it. {_what_there_is()}")
    path = cache.shipped(shipped)
    value = unpack(path.read_bytes())[1]
    print("Using the shipped ones.")
    return value


def download(name: str) -> None:
    """Carry what you kept away: in Colab as one file for your computer; elsewhere this says where the file lies.

    Raises:
        ValueError: not such a name.
        FileNotFoundError: nothing of this name was kept.
    """
    lesson = lesson_of_artefact(name)
    path = _path(name)
    if path is None or not path.is_file():
        where = "in memory only" if name in MEMORY.artefacts else f"not there: lesson {lesson} makes it"
        raise NothingKept(f"There is no file to carry: {name} is {where}. {_what_there_is()}")
    if in_colab():
        import_module("google.colab.files").download(str(path))
    else:
        print(f"{name} lies in {path}. To carry it, copy this file into the folder my_work of the other machine.")


def upload() -> None:
    """Bring along what `download` gave you: in Colab this asks for the file; elsewhere it says where to put it.

    A file is looked at before it is taken in, and the name inside it counts. What was there before stays, under a name
    with the date.
    """
    if not in_colab():
        place = MEMORY.folder.path if MEMORY.folder else "my_work"
        print(f"Put the file into the folder {place}, under the name it had.")
        return
    chosen = import_module("google.colab.files").upload()
    for file, content in chosen.items():
        try:
            record, _ = unpack(content)
        except Newer:
            print(f"{file} was not taken in: it comes from a newer version of the course.")
        except Damaged as why:
            print(f"{file} was not taken in: {why}.")
        else:
            store(record["name"], content, mine=False)
            print(f"Taken in: {record['name']} (kept on {record['date']}).")
    if not chosen:
        print("No file was chosen.")


def _path(name: str) -> Path | None:
    return MEMORY.folder.path / f"{name}{ENDING}" if MEMORY.folder else None


def content_of(name: str) -> bytes | None:
    """The content of the learner's file, or None where there is none."""
    path = _path(name)
    try:
        if path is not None and path.is_file():
            with path.open("rb") as file:
                return file.read(min(_MOST, path.stat().st_size))  # so many bytes are set aside at once
    except OSError as error:
        print(f"Your {name} cannot be read ({error.strerror}).")
    return MEMORY.artefacts.get(name)


def store(name: str, content: bytes, mine: bool) -> bool:
    """Write a file; False where it is in memory only.

    What it replaces is kept: the one before of my own making, and whatever a file that was brought along replaces.
    """
    path, folder = _path(name), MEMORY.folder
    if folder is None or path is None:
        print(f"Kept {name} in memory only: it ends with the kernel.")
        MEMORY.artefacts[name] = content
        return False
    try:
        with folder.locked():
            old = path.read_bytes() if path.is_file() else content
            if _marks(old) != _marks(content):  # the same arrays once more leave the one before as it is
                aside = path.with_name(f"{name}.before{ENDING}") if mine else folder.free(path.name, "older")
                write_whole(aside, old)
            write_whole(path, content)
    except CannotKeep as why:
        MEMORY.stays(str(why))
        MEMORY.artefacts[name] = content
        return False
    MEMORY.artefacts.pop(name, None)
    return True


def _marks(content: bytes) -> Any:
    """Names and checksums of the arrays in a file; of another file its bytes."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return [(info.filename, info.CRC) for info in archive.infolist() if info.filename != RECORD]
    except Exception:  # not a zip file, in one of many ways
        return content


def _set_aside(name: str, why: Damaged) -> None:
    path, folder = _path(name), MEMORY.folder
    if folder is None or path is None:
        return
    try:
        with folder.locked():
            aside = folder.aside(path, "damaged")
    except CannotKeep as cannot:
        print(f"Your {name} is damaged ({why}) and stays where it is: {cannot}.")
    else:
        print(f"Your {name} is damaged ({why}): it is kept as {aside.name}.")


def _what_there_is() -> str:
    names = names_in(MEMORY.folder.path) if MEMORY.folder else sorted(MEMORY.artefacts)
    return f"Kept so far: {listed(names) or 'nothing'}."
