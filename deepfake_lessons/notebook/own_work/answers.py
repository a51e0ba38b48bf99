"""A learner's answers as plain values: what may be kept, the text of answers.json, and whose lesson they are."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

Answers = dict[tuple[str, str], Any]  # (kind, key) -> value, such as ("recall", "2.r1") -> 0

VERSION = 1
BYTES = 2**20  # of answers.json; a hundred times what the whole course needs
MOST = 2000  # answers
VALUE = 4000  # characters of one value as JSON
DEPTH = 4  # of lists and tables within one value
ABOUT = (
    "Your answers to Deepfake Lessons: guesses, first answers to recall questions and quizzes, and when an exam was "
    "opened. "
    "No names, and nothing is sent anywhere. You may delete this file or its whole folder: the lessons then begin anew."
)
_KIND = re.compile(r"[a-z]{1,20}")
_LESSON = re.compile(r"0*(\d{1,2})(?!\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Damaged(ValueError):
    """What was read is no file or code of ours; the message says in a few words what is wrong with it."""


class Newer(ValueError):
    """What was read comes from a newer version of the course."""


def check(kind: str, key: str, value: Any) -> None:
    """Refuse what cannot be kept.

    Args:
        kind: "guess", "recall", "exam" or another word of small letters.
        key: 1 to 100 printable characters.
        value: of a guess a finite number or a short text; of a recall question the option's place, from 0; of an exam
            {"opened": "2026-11-22", "caught": [k, n], "accused": [k, n]}; of a quiz [0 or 1, None or 50 to 100
            percent]; of another kind None, texts, finite numbers, lists and tables of these, 4 deep and 4000
            characters as JSON.

    Raises:
        ValueError: anything else; names the answer.
    """
    named = isinstance(kind, str) and _KIND.fullmatch(kind) and isinstance(key, str) and 0 < len(key) <= 100
    if not named or not key.isprintable():
        raise ValueError("an answer's kind is a word of small letters, and its key a text of at most 100 characters")
    if not _plain(value, DEPTH) or not _SHAPES.get(kind, _anything)(value) or len(json.dumps(value)) > VALUE:
        raise ValueError(f"the {kind} {key!r} cannot be kept: its value ({type(value).__name__}) is none of its kind")


def _plain(value: Any, depth: int) -> bool:
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) < 2**63
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, str):
        # Half of a pair of surrogates may stand in JSON, and no file can hold it.
        return len(value) <= VALUE and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if not depth or not isinstance(value, list | dict) or len(value) > VALUE:
        return False
    inner = value if isinstance(value, list) else [*value, *value.values()]
    names = [] if isinstance(value, list) else [*value]
    return all(isinstance(name, str) for name in names) and all(_plain(one, depth - 1) for one in inner)


def _anything(value: Any) -> bool:
    return True


def _guess(value: Any) -> bool:
    if isinstance(value, str):
        return value.isprintable() and 0 < len(value) <= 200
    return isinstance(value, int | float) and not isinstance(value, bool)


def _place(value: Any) -> bool:
    return type(value) is int and 0 <= value < 100


def _result(value: Any) -> bool:
    if not isinstance(value, dict) or value.keys() != {"opened", "caught", "accused"}:
        return False
    rates = [value["caught"], value["accused"]]
    counts = all(
        isinstance(rate, list) and len(rate) == 2 and all(type(count) is int for count in rate) for rate in rates
    )
    return is_date(value["opened"]) and counts and all(0 <= k <= n for k, n in rates)


def _verdict(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2 or type(value[0]) is not int or value[0] not in (0, 1):
        return False
    return value[1] is None or (type(value[1]) in (int, float) and 50 <= value[1] <= 100)


_SHAPES: dict[str, Callable[[Any], bool]] = {"guess": _guess, "recall": _place, "exam": _result, "quiz": _verdict}


def is_date(text: Any) -> bool:
    """Whether this is a day, written as 2026-11-22."""
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


# ---------------------------------------------------------------------- as text


def nested(answers: Answers) -> dict[str, dict[str, Any]]:
    """Answers as JSON holds them: {kind: {key: value}}, sorted."""
    tables: dict[str, dict[str, Any]] = {}
    for kind, key in sorted(answers):
        tables.setdefault(kind, {})[key] = answers[kind, key]
    return tables


def flat(tables: Any) -> Answers:
    """The reverse of `nested`, for tables that anybody may have written.

    Raises:
        Damaged: not tables of answers, or too many.
    """
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise Damaged("it holds no tables of answers")
    answers = {(kind, key): value for kind, table in tables.items() for key, value in table.items()}
    if len(answers) > MOST:
        raise Damaged(f"it holds more than {MOST} answers")
    for (kind, key), value in answers.items():
        try:
            check(kind, key, value)
        except ValueError:
            raise Damaged("it holds something that is no answer") from None
    return answers


def to_bytes(answers: Answers) -> bytes:
    """The text of answers.json, to be read by people too."""
    whole = {"about": ABOUT, "version": VERSION, "answers": nested(answers)}
    return (json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def from_bytes(content: bytes) -> Answers:
    """Read the text of answers.json, trusting nothing.

    Raises:
        Damaged: too large, not JSON, or of another shape.
        Newer: from a newer version of the course.
    """
    if len(content) > BYTES:
        raise Damaged("it is too large")
    try:
        whole = json.loads(content.decode("utf-8-sig"))  # an editor on Windows may put its mark first
    except (ValueError, RecursionError):
        raise Damaged("it is not JSON") from None
    version = whole.get("version") if isinstance(whole, dict) else None
    if type(version) is not int or version < 1:
        raise Damaged("it has no version number")
    if version > VERSION:
        raise Newer
    return flat(whole.get("answers"))


# ---------------------------------------------------------------------- in words


def lesson_of(key: str) -> str:
    """The lesson that a key belongs to, in two digits, or "": "02" for "2.r1" and for "02 twenty moves"."""
    found = _LESSON.match(key)
    return f"{int(found[1]):02d}" if found else ""


def in_two_digits(lesson: str | int) -> str:
    """A lesson as a learner may write it ("03", "3", 3), in two digits.

    Raises:
        ValueError: no number from 1 to 99.
    """
    text = str(lesson).strip()
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 2 and int(text)):
        raise ValueError(f'lesson={lesson!r:.40}: the number of a lesson is wanted, such as "03"')
    return f"{int(text):02d}"


def of_lesson(answers: Answers, lesson: str) -> Answers:
    """Those of one lesson, given in two digits."""
    return {(kind, key): value for (kind, key), value in answers.items() if lesson_of(key) == lesson}


def counted(answers: Answers) -> str:
    """How many, and of which lessons: "7 answers of lessons 02 and 03"."""
    return how_many(len(answers)) + of_lessons({lesson_of(key) for _, key in answers})


def how_many(count: int) -> str:
    return f"{count} answer" + "s" * (count != 1)


def of_lessons(lessons: Iterable[str]) -> str:
    """ " of lesson 02", " of lessons 02 and 03", or "" where none is known."""
    known = sorted(set(lessons) - {""})
    if not known:
        return ""
    return f" of lesson{'s' * (len(known) > 1)} {listed(known)}"


def listed(names: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""
