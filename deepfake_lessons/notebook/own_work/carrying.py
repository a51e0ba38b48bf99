"""Take your work along: the folder as one zip, taken in elsewhere; and a lesson begun anew. Nothing is sent away."""

from __future__ import annotations

import io
import zipfile
from importlib import import_module
from pathlib import Path

from ...cache import write_whole
from ..session import MEMORY
from .answers import Damaged, Newer, from_bytes, how_many, in_two_digits, listed, to_bytes
from .artefacts import BYTES, ENDING, directory_is_small, lesson_of_artefact, names_in, unpack
from .folder import FILE, CannotKeep, in_colab
from .keeping import content_of, store

MOST_FILES = 40
MOST_BYTES = 8 * BYTES  # of the whole zip


class CannotTakeIn(ValueError):
    """This file holds no work that could be taken in; the message is one sentence for the learner."""

    def _render_traceback_(self) -> list[str]:
        """IPython shows this in place of a page of traceback."""
        return [str(self)]


def carry() -> None:
    """The end of a lesson: say where your work is, and put all of it into one zip, which Colab downloads."""
    answers, folder = MEMORY.all(), MEMORY.folder
    names = names_in(folder.path) if folder else sorted(MEMORY.artefacts)
    if not answers and not names:
        where = f" What you guess and answer is kept in {folder}." if folder else ""
        print(f"No answers yet.{where}")
        return
    if not folder and not in_colab():
        print(f"Your work is in memory only, and ends with the kernel: {MEMORY.summary()}.")
        return
    if folder and MEMORY.save() and not in_colab():
        print(f"Your work lies in {folder}: {MEMORY.summary()}. The next lesson finds it by itself.")
    place = folder.path.with_suffix(".zip") if folder else Path.cwd() / "my_work.zip"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(FILE), to_bytes(answers))  # dated 1980: equal work makes equal files
        for name in names:
            if kept := content_of(name):
                archive.writestr(zipfile.ZipInfo(name + ENDING), kept)
    try:
        write_whole(place, content.getvalue())
    except OSError as error:
        print(f"{place.name} cannot be written ({error.strerror}): copy the folder instead.")
        return
    if in_colab():
        import_module("google.colab.files").download(str(place))
        print(f"Your work goes to your computer as {place.name}: {MEMORY.summary()}. No name is in it.")
        print("In the next lesson, after its first cell: dl.carry_in() asks for this file.")
    else:
        print(f'For another computer: {place.name} holds it all; there, dl.carry_in("{place.name}") takes it in.')


def carry_in(file: str | Path | None = None) -> None:
    """Take in the work in a zip that `carry` made. Answers that are here already stay as they are.

    What it replaces among things kept stays beside it, under a name with the date.

    Args:
        file: its path; None asks for it in Colab.

    Raises:
        CannotTakeIn: (a ValueError) damaged, too large, from a newer course, or no such zip; then nothing is taken in.
    """
    if file is not None:
        return _take_in(Path(file).name, _content(Path(file)))
    if not in_colab():
        print('Which file? dl.carry_in("my_work.zip") takes the path of the zip that dl.carry() made.')
        return
    chosen = import_module("google.colab.files").upload()
    for name, content in chosen.items():
        try:
            _take_in(name, content)
        except CannotTakeIn as why:
            raise CannotTakeIn(f"{why}{_set_aside(name, content)}") from None
    if not chosen:
        print("No file was chosen.")


def _content(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            raise CannotTakeIn(f"{path.name} has more than {MOST_BYTES // 2**20} MiB: it is no zip of dl.carry().")
        return path.read_bytes()
    except OSError as error:
        raise CannotTakeIn(f"{path.name} cannot be read ({error.strerror}): give the path of the zip.") from None


def _take_in(name: str, content: bytes) -> None:
    """Look at everything in a zip, then take all of it in, or nothing."""
    try:
        parts = _parts(content)
        answers = from_bytes(parts.pop(FILE))
        records = {one: unpack(kept, one.removesuffix(ENDING))[0] for one, kept in parts.items()}
    except Newer:
        raise CannotTakeIn(f"{name} comes from a newer version of the course: update the course here.") from None
    except Damaged as why:
        raise CannotTakeIn(f"{name} is damaged, or no zip of dl.carry() ({why}): copy it once more.") from None
    new = MEMORY.add(answers)
    here = len(answers) - new
    print(f"{how_many(new)} taken in" + (f", {here} {'was' if here == 1 else 'were'} here already." if here else "."))
    for one, record in records.items():  # where it cannot be written, `store` keeps it in memory and says so
        store(record["name"], parts[one], mine=False)
        print(f"Taken in: {record['name']} (kept on {record['date']}).")


def _parts(content: bytes) -> dict[str, bytes]:
    """The files in a zip that anybody may have written: known names alone, within limits, checksums compared."""
    if len(content) > MOST_BYTES or not directory_is_small(content):
        raise Damaged("too large, or no zip")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = [one.filename for one in members]
            if len(members) > MOST_FILES or len(set(names)) < len(names) or FILE not in names:
                raise Damaged(f"{FILE} must be in it once, and {MOST_FILES} files at most")
            if any(one.compress_type != zipfile.ZIP_STORED or one.file_size > len(content) for one in members):
                raise Damaged("something in it is compressed, or larger than the zip")
            for one in names:
                if one != FILE:
                    lesson_of_artefact(one.removesuffix(ENDING))
            return {one.filename: archive.read(one) for one in members}
    except Damaged:
        raise
    except Exception:  # a zip has many ways to be broken
        raise Damaged("it cannot be read") from None


def _set_aside(name: str, content: bytes) -> str:
    """Keep a file that was not taken in, and say where: what Colab's dialogue brought lies nowhere else."""
    if not MEMORY.folder:
        return ""
    try:
        with MEMORY.folder.locked():
            file = MEMORY.folder.free("carried.zip", "not-taken")
            write_whole(file, content[:MOST_BYTES])
    except CannotKeep:
        return ""
    return f" {name} is kept in {MEMORY.folder} as {file.name}."


def forget(lesson: str | int, *names: str) -> None:
    """Begin a lesson anew, for a second class or for somebody else at this computer: take its answers out.

    They go into a file with the date, beside the others. What the lesson kept with `keep` stays, unless it is named.

    Args:
        lesson: its number, such as "03".
        names: artefacts to set aside too, such as "03.network".

    Raises:
        ValueError: no number of a lesson, or no name of an artefact.
    """
    lesson = in_two_digits(lesson)
    for name in names:
        lesson_of_artefact(name)
    try:
        out, file = MEMORY.take_out(lesson)
        aside = [one for name in names if (one := _artefact_aside(name))]
    except CannotKeep as why:
        print(f"Lesson {lesson} stays as it is: {why}.")
        return
    places = [f"{how_many(len(out))} now in {file.name}" if file else f"{how_many(len(out))} forgotten"] if out else []
    if not places + aside:
        print(f"There is nothing of lesson {lesson} to forget.")
        return
    print(f"Lesson {lesson} begins anew ({listed(places + aside)}): restart the kernel and run it from the top.")


def _artefact_aside(name: str) -> str:
    """Give an artefact's file a name with the date; in words, or "" where there is none."""
    forgotten = MEMORY.artefacts.pop(name, None) is not None
    folder = MEMORY.folder
    if folder is None or not (path := folder.path / f"{name}{ENDING}").is_file():
        return f"{name} forgotten" if forgotten else ""
    with folder.locked():
        return f"{name} now in {folder.aside(path, 'aside').name}"
