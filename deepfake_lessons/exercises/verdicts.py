"""What comes of an exercise: the result of one part or of all of them, and the sentence that says it."""

from __future__ import annotations

from dataclasses import dataclass, field

PASSED, NOT_YET, NOT_ATTEMPTED, CANNOT_SAY = "passed", "not yet", "not attempted", "cannot say"


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
    half_done: bool = field(default=False, repr=False)  # what was tried is right, another part is not attempted yet

    def _ipython_display_(self) -> None:
        """Show nothing: `check` has printed the message, and a cell's last line would repeat it."""


def worst_of(reports: list[Result]) -> Result:
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
    return Result(missing[0].exercise, NOT_YET, 0, 1, text, half_done=True)


def sentence(identifier: str, reports: list[Result], worst: Result, hidden: bool) -> str:
    """The verdict on all parts in one or two lines; `hidden`: they were asked on cases nobody has seen."""
    if worst.state == NOT_ATTEMPTED:
        return f"{identifier} not attempted yet"
    if worst.state != PASSED:
        return f"{identifier} {worst.state}: {worst.message}"
    passed = sum(report.passed for report in reports)
    remarks = "".join(dict.fromkeys(f"\n{report.message}" for report in reports if report.message))
    if hidden:
        return f"{identifier} passed ({passed} of {passed}){remarks}"
    return f"{identifier} public checks passed ({passed} of {passed}); hidden ones run at grading{remarks}"
