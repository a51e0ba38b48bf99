"""Write a check once; it runs in the learner's notebook and in the grader alike.

A check asks for values by name and says what it expected of them:

    from .framework import exercise, expect, expect_between, expect_that

    @exercise("2.1", points=2, hints=["Try x = 0 by hand.", "What is e to the power 0?"])
    def sigmoid(learner):
        expect(learner("sigmoid", 0.0), 0.5, hint="e to the power 0 is 1")
        for x in learner.rng.normal(0, 2, 3).round(2):          # public cases here, secret ones at grading
            right = 1 / (1 + np.exp(-x))
            expect(learner("sigmoid", x), right, mistakes={"Mind the minus sign.": 1 / (1 + np.exp(x))})

- `learner(name, *args, **kwargs)` calls the learner's function on copies; `learner.value(name)` reads a variable.
  `learner.probe(probe, name, *args)` is for what cannot cross (see probes.py), `learner.ask(...)` has all options.
- Arguments may be numbers, strings, arrays, lists, tuples, dicts, `learner.tensor(x)`, `learner.number(x)` (engine
  objects) and `learner.generator(seed)` (a NumPy random generator). `learner.rng` draws the cases: use nothing else.
- The first expectation that is not met ends the check. All or nothing: where parts of an exercise deserve points of
  their own, give the same id to several checks; each is a part.
- Give `expect` the answer itself, not its `.value`; to judge something made from it, use
  `answer.then(lambda rows: rows.sum(axis=1), "the sum of each row of {}")`, whose errors count as the learner's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module

import numpy as np

from . import messages
from .expecting import expect, expect_between, expect_that
from .learner import AuthorError, Learner, NotAttempted, NotYet, Send

__all__ = ["Learner", "exercise", "exercises_of", "expect", "expect_between", "expect_that", "run"]

PASSED, NOT_YET, NOT_ATTEMPTED, CANNOT_SAY = "passed", "not yet", "not attempted", "cannot say"
Check = Callable[[Learner], None]


@dataclass(frozen=True)
class Part:
    """One check function, its points, and the general hints that failed tries reveal one by one."""

    check: Check
    points: float
    hints: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What came of one exercise.

    Attributes:
        exercise: the id, such as "2.1".
        state: "passed", "not yet", "not attempted", or "cannot say" (the check itself failed).
        passed: expectations met.
        total: expectations looked at; an unmet one ends its part, so there may be more.
        message: the verdict in one or two lines of plain text, the same wherever it is read.
        points: points earned, `out_of` those to be had.
        hints: the general hints of the part that is not right yet.
        fingerprint: tells whether the learner's code changed since the last try.
    """

    exercise: str
    state: str
    passed: int
    total: int
    message: str
    points: float = 0
    out_of: float = 0
    hints: tuple[str, ...] = field(default=(), repr=False)
    fingerprint: str = field(default="", repr=False)

    def _ipython_display_(self) -> None:
        """Show nothing: `check` has printed the message, and a cell's last line would repeat it."""


_parts: dict[str, list[Part]] = {}


def exercise(identifier: str, points: float = 1, hints: Sequence[str] = ()) -> Callable[[Check], Check]:
    """Register a check, or one more part of an exercise.

    Args:
        identifier: "lesson.number", such as "2.1".
        points: for this part, positive.
        hints: general hints, from vague to plain; each failed try reveals one more.

    Raises:
        AuthorError: not an id of that form, or no positive points.
    """
    lesson_of(identifier)
    if not points > 0:
        raise AuthorError(f"exercise {identifier!r} is worth {points!r} points; give a positive number.")

    def register(check: Check) -> Check:
        parts = _parts.setdefault(identifier, [])
        for place, part in enumerate(parts):  # a module that is loaded anew replaces its parts
            if (part.check.__module__, part.check.__qualname__) == (check.__module__, check.__qualname__):
                parts[place] = Part(check, points, tuple(hints))
                return check
        parts.append(Part(check, points, tuple(hints)))
        return check

    return register


def lesson_of(identifier: str) -> str:
    """The lesson of an exercise in two digits: "02" for "2.1".

    Raises:
        AuthorError: not of the form "lesson.number".
    """
    lesson, dot, number = identifier.partition(".") if isinstance(identifier, str) else ("", "", "")
    if not (dot and lesson.isascii() and lesson.isdigit() and number.isascii() and number.isdigit()):
        what = messages.short(repr(identifier), 40)
        raise AuthorError(f'{what} is not the number of an exercise; one looks like "2.1".')
    return f"{int(lesson):02d}"


def exercises_of(lesson: str) -> dict[str, float]:
    """The exercises of a lesson, in order, with their points; empty where a lesson has none.

    Args:
        lesson: its number as text, "02" or "2".
    """
    lesson = f"{int(lesson):02d}"
    module = f"{__package__}.lesson_{lesson}"
    try:
        import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise
    of_lesson = [identifier for identifier in _parts if lesson_of(identifier) == lesson]
    of_lesson.sort(key=lambda identifier: int(identifier.partition(".")[2]))
    return {identifier: sum(part.points for part in _parts[identifier]) for identifier in of_lesson}


def run(identifier: str, send: Send, secret: str = "", strict: bool = False) -> Result:
    """Run the checks of one exercise.

    Args:
        identifier: such as "2.1".
        send: carries a request to the learner's names and brings back the reply (see learner.py).
        secret: "" draws the public cases; any other text draws others, the same ones each time.
        strict: errors of the check's author are raised, for tests.

    Raises:
        AuthorError: no such exercise; the message lists those of the lesson.
    """
    lesson = lesson_of(identifier)
    known = exercises_of(lesson)
    if identifier not in known:
        listed = f"Lesson {lesson} has {', '.join(known)}." if known else f"Lesson {lesson} has no exercises here."
        raise AuthorError(f"There is no exercise {identifier}. {listed}")
    parts = enumerate(_parts[identifier])
    reports = [_run_part(identifier, place, part, send, secret, strict) for place, part in parts]
    worst = _worst(reports)
    return Result(
        identifier,
        worst.state,
        passed=sum(report.passed for report in reports),
        total=sum(report.total for report in reports),
        message=_sentence(identifier, reports, worst, hidden=bool(secret)),
        points=sum(report.points for report in reports),
        out_of=known[identifier],
        hints=worst.hints,
        fingerprint="".join(report.fingerprint for report in reports),
    )


def _run_part(identifier: str, place: int, part: Part, send: Send, secret: str, strict: bool) -> Result:
    seed = hashlib.sha256(f"{identifier} {place} {secret}".encode()).digest()[:16]
    learner = Learner(send, np.random.default_rng(int.from_bytes(seed, "big")), strict)
    state, text = PASSED, ""
    try:
        part.check(learner)
        if not learner.passed:
            raise AuthorError("it expects nothing")
        text = messages.remark(learner.printed)
    except NotAttempted as stop:
        state, text = NOT_ATTEMPTED, stop.name
    except NotYet as stop:
        state, text = NOT_YET, stop.text()
    except Exception as error:
        if strict:
            raise
        text = f"the check itself stopped ({type(error).__name__}: {messages.short(str(error), 160)})"
        state = CANNOT_SAY
    return Result(
        identifier,
        state,
        learner.passed,
        learner.passed + (state != PASSED),
        text,
        points=part.points if state == PASSED else 0,
        hints=part.hints,
        fingerprint="" if state == NOT_ATTEMPTED else learner.fingerprint,
    )


def _worst(reports: list[Result]) -> Result:
    """The report to talk about: the first that is not right. Some parts tried, others not: that is "not yet"."""
    for state in (CANNOT_SAY, NOT_YET):
        for report in reports:
            if report.state == state:
                return report
    missing = [report for report in reports if report.state == NOT_ATTEMPTED]
    if not missing:
        return reports[0]
    if len(missing) == len(reports):
        return missing[0]
    text = f"{missing[0].message} is not attempted yet"
    return Result(missing[0].exercise, NOT_YET, 0, 1, text, hints=missing[0].hints)


def _sentence(identifier: str, reports: list[Result], worst: Result, hidden: bool) -> str:
    if worst.state == NOT_ATTEMPTED:
        return f"{identifier} not attempted yet"
    if worst.state != PASSED:
        return f"{identifier} {worst.state}: {worst.message}"
    passed = sum(report.passed for report in reports)
    remarks = "".join(dict.fromkeys(f"\n{report.message}" for report in reports if report.message))
    if hidden:
        return f"{identifier} passed ({passed} of {passed}){remarks}"
    return f"{identifier} public checks passed ({passed} of {passed}); hidden ones run at grading{remarks}"
