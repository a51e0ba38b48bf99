"""Write a check once; it runs in the learner's notebook and in the grader alike.

A check asks for values by name and says what it expected of them:

    from .framework import exercise, expect, expect_that

    @exercise("2.1", "Try x = 0 by hand.", "What is e to the power 0?", points=2)
    def sigmoid(learner):
        expect(learner("sigmoid", 0.0), 0.5, hint="e to the power 0 is 1")
        for x in learner.rng.normal(0, 2, 3).round(2):          # public cases here, secret ones at grading
            right = 1 / (1 + np.exp(-x))
            expect(learner("sigmoid", x), right, {"Mind the minus sign.": 1 / (1 + np.exp(x))})

- `learner(name, *args, **kwargs)` calls the learner's function on copies; `learner.value(name)` reads a variable.
  `learner.probe(probe, name, *args)` is for what cannot cross (see probes.py), `learner.ask(...)` has all options.
- Arguments may be numbers, strings, arrays, lists, tuples, dicts and objects of the engine (`Value`, `Tensor`).
  `learner.rng` draws the cases: use nothing else.
- The first expectation that is not met ends the check. All or nothing: where parts of an exercise deserve points of
  their own, give the same id to several checks; each is a part.
- Give `expect` the answer itself, not its `.value`; to judge something made from it, use
  `answer.then(lambda rows: rows.sum(axis=1), "the sum of each row of {}")`, whose errors count as the learner's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import numpy as np

from . import messages
from .expecting import expect, expect_that
from .learner import AuthorError, Learner, NotAttempted, NotYet, Send, Unreachable
from .verdicts import CANNOT_SAY, NOT_ATTEMPTED, NOT_YET, PASSED, Result, sentence, worst_of

__all__ = [
    "CANNOT_SAY",
    "NOT_ATTEMPTED",
    "NOT_YET",
    "PASSED",
    "Learner",
    "Result",
    "exercise",
    "exercises_of",
    "expect",
    "expect_that",
    "run",
]

Check = Callable[[Learner], None]
_IDENTIFIER = re.compile(r"\s*0*(\d{1,4})\.0*(\d{1,4})\s*", re.ASCII)


@dataclass(frozen=True)
class Part:
    """One check function, its points, and the general hints that failed tries reveal one by one."""

    check: Check
    points: float
    hints: tuple[str, ...]


_parts: dict[str, list[Part]] = {}


def exercise(identifier: str, *hints: str, points: float = 1) -> Callable[[Check], Check]:
    """Register a check, or one more part of an exercise.

    Args:
        identifier: "lesson.number", such as "2.1".
        hints: general hints, from vague to plain; each failed try reveals one more.
        points: for this part, positive.

    Raises:
        AuthorError: not an id of that form, or no positive points.
    """
    identifier = canonical(identifier)
    if not points > 0:
        raise AuthorError(f"exercise {identifier!r} is worth {points!r} points; give a positive number.")

    def register(check: Check) -> Check:
        parts = _parts.setdefault(identifier, [])
        for place, part in enumerate(parts):  # a module that is loaded anew replaces its parts
            if (part.check.__module__, part.check.__qualname__) == (check.__module__, check.__qualname__):
                parts[place] = Part(check, points, hints)
                return check
        parts.append(Part(check, points, hints))
        return check

    return register


def canonical(identifier: str | float) -> str:
    """The id of an exercise as it is registered: "2.2" for "02.2", and for the number 2.2 without quotes.

    Raises:
        AuthorError: not of the form "lesson.number", or a number that may stand for two exercises (2.1 is 2.10).
    """
    text = repr(float(identifier)) if isinstance(identifier, float) else identifier
    found = _IDENTIFIER.fullmatch(text) if isinstance(text, str) else None
    if not found:
        what = messages.short(repr(identifier), 40)
        raise AuthorError(f'{what} is not the number of an exercise; one looks like "2.1".')
    text = f"{int(found[1])}.{int(found[2])}"
    if isinstance(identifier, float) and f"{text}0" in exercises_of(found[1]):
        raise AuthorError(f'Write the number in quotes: "{text}" or "{text}0".')
    return text


def lesson_of(identifier: str) -> str:
    """The lesson of an exercise in two digits: "02" for "2.1". Raises as `canonical` does."""
    return f"{int(canonical(identifier).partition('.')[0]):02d}"


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


@dataclass(frozen=True)
class Step:
    """One part of an exercise, to be run on the cases that its seed draws."""

    exercise: str
    part: Part
    seed: int

    def run(self, send: Send, strict: bool = False) -> Result:
        """The part's report; arguments and errors as in `run`. Its message is no whole sentence yet."""
        learner = Learner(send, np.random.default_rng(self.seed), strict)
        state, text = PASSED, ""
        try:
            self.part.check(learner)
            if not learner.passed:
                raise AuthorError("it expects nothing")
            if alike := [mistake for mistake, told in learner.told_apart.items() if not told]:
                raise AuthorError(f"the mistake {alike[0]!r} gives the right answer in every case")
            text = "It also printed something; a check looks at results only." if learner.printed else ""
        except NotAttempted as stop:
            state, text = NOT_ATTEMPTED, str(stop)
        except NotYet as stop:
            state, text = NOT_YET, stop.text()
        except (Unreachable, OSError):
            raise
        except Exception as error:
            if strict:
                raise
            text = f"the check itself stopped ({type(error).__name__}: {messages.short(str(error), 160)})"
            state = CANNOT_SAY
        return Result(
            self.exercise,
            state,
            learner.passed,
            learner.passed + (state != PASSED),
            text,
            points=self.part.points if state == PASSED else 0,
            hints=self.part.hints,
            fingerprint="" if state == NOT_ATTEMPTED else learner.fingerprint,
        )


@dataclass(frozen=True)
class Plan:
    """All that a lesson asks, in order.

    Attributes:
        steps: the parts of all exercises.
        out_of: exercise -> points to be had; empty where a lesson has no exercises.
        hidden: the cases are those of a secret, which nobody has seen.
    """

    steps: tuple[Step, ...]
    out_of: dict[str, float]
    hidden: bool

    def conclude(self, exercise: str, reports: list[Result]) -> Result:
        """The result of an exercise from the reports of all its parts, in order."""
        worst = worst_of(reports)
        return Result(
            exercise,
            worst.state,
            passed=sum(report.passed for report in reports),
            total=sum(report.total for report in reports),
            message=sentence(exercise, reports, worst, self.hidden),
            points=sum(report.points for report in reports),
            out_of=self.out_of[exercise],
            hints=worst.hints,
            half_done=worst.half_done,
            fingerprint="".join(report.fingerprint for report in reports),
        )


def plan(lesson: str, secret: str = "") -> Plan:
    """What is asked of a lesson, with which points and seeds; arguments as in `exercises_of` and `run`."""
    out_of = exercises_of(lesson)
    steps = [
        Step(exercise, part, _seed(f"{exercise} {place} {secret}"))
        for exercise in out_of
        for place, part in enumerate(_parts[exercise])
    ]
    return Plan(tuple(steps), out_of, bool(secret))


def _seed(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big")


def run(identifier: str | float, send: Send, secret: str = "", strict: bool = False) -> Result:
    """Run the checks of one exercise.

    Args:
        identifier: such as "2.1".
        send: carries a request to the learner's names and brings back the reply (see learner.py).
        secret: "" draws the public cases; any other text draws others, the same ones each time.
        strict: errors of the check's author are raised, for tests.

    Raises:
        AuthorError: no such exercise; the message lists those of the lesson.
        Unreachable, OSError: from `send`; whoever holds the names is gone.
    """
    identifier = canonical(identifier)
    lesson = lesson_of(identifier)
    asked = plan(lesson, secret)
    if identifier not in asked.out_of:
        listed = f"has {', '.join(asked.out_of)}" if asked.out_of else "has no exercises here"
        raise AuthorError(f"There is no exercise {identifier}. Lesson {lesson} {listed}.")
    reports = [step.run(send, strict) for step in asked.steps if step.exercise == identifier]
    return asked.conclude(identifier, reports)
