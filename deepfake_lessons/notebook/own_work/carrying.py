"""Take answers along: where they are, as a code, and a lesson begun anew. Answers only, no names; nothing is sent."""

from __future__ import annotations

from ...cache import write_whole
from ..session import MEMORY
from .answers import counted, how_many, in_two_digits, listed, of_lesson
from .artefacts import ENDING, lesson_of_artefact, names_in
from .codes import LONGEST, BadCode, decode, encode
from .folder import CannotKeep, in_colab


class Code(str):
    """A carry code, which has been printed already: as the last line of a cell it is not shown a second time."""

    def _ipython_display_(self) -> None:
        pass


def carry() -> None:
    """The end of a lesson: say where your answers are; where no folder keeps them (Colab), print a code for them."""
    if MEMORY.folder and MEMORY.save() and not in_colab():
        if words := MEMORY.summary():
            print(f"Your work lies in {MEMORY.folder}: {words}. The next lesson finds it by itself.")
        else:
            print(f"No answers yet. What you guess and answer is kept in {MEMORY.folder}.")
        return
    if not (answers := MEMORY.all()):
        print("There are no answers to take along yet: lock a guess, or answer a question.")
    else:
        print(f"Your {counted(answers)} as a code. It holds no name, and nothing is sent anywhere. Keep it in a note:")
        print(code := encode(answers))
        print(f'In the next lesson, after its first cell: dl.carry_in("{code[:8]}...") with the whole code.')
    for name in names_in(MEMORY.folder.path) if MEMORY.folder else ():
        print(f'dl.download("{name}") saves {name}{ENDING} on your computer, and dl.upload() brings it back.')


def carry_code(lesson: str | int | None = None) -> str:
    """Print and return a code for your answers, to be typed or pasted into `carry_in` elsewhere.

    Args:
        lesson: its number, such as "03", for its answers alone.

    Returns:
        The code, such as "DL1-..."; "" where there are no answers.

    Raises:
        ValueError: no number of a lesson.
    """
    answers = MEMORY.all()
    if lesson is not None:
        answers = of_lesson(answers, in_two_digits(lesson))
    if not answers:
        print("There are no answers to take along yet.")
        return Code("")
    code = Code(encode(answers))
    print(code)
    return code


def carry_in(code: str) -> None:
    """Take in the answers of a code. Answers that are here already stay as they are.

    Args:
        code: what `carry_code` printed; spaces, line breaks and quotation marks in it do not matter.

    Raises:
        BadCode: (a ValueError) a code that is cut off, mistyped, from a newer course, or none; nothing is taken in, and
            the text is kept in the folder with your own work.
    """
    try:
        answers = decode(code)
    except BadCode as why:
        raise BadCode(f"{why}{_set_aside(code)}") from None
    new = MEMORY.add(answers)
    here = len(answers) - new
    print(f"{how_many(new)} taken in" + (f", {here} {'was' if here == 1 else 'were'} here already." if here else "."))


def _set_aside(code: object) -> str:
    """Keep a text that is no code as a file, and say where."""
    if not (isinstance(code, str) and code.strip() and MEMORY.folder):
        return ""
    folder = MEMORY.folder
    try:
        with folder.locked():
            file = folder.free("code.txt", "not-taken")
            write_whole(file, code[: 2 * LONGEST].encode("utf-8", "backslashreplace"))
    except CannotKeep:
        return ""
    return f" What you gave is kept in {folder} as {file.name}."


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
