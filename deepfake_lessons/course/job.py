"""Grade one hand-in: run it in a kernel, then put the checks' questions to that kernel."""

from __future__ import annotations

import hashlib
import json
import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ..exercises import framework, messages
from ..exercises.learner import Send, Unreachable
from .handed_in import CannotGrade, HandedIn, demo_hash, read
from .kernel import BROKE, Ended, Kernel, Limits, NoKernel

STARTS = 4  # kernels that the cells of one hand-in may end or break
ANSWERS = 20  # seconds in which a kernel that is whole answers to nothing at all


@dataclass(frozen=True)
class Row:
    """The result of one hand-in."""

    file: str  # as it was named
    lesson: str = ""  # "02", or "" if nobody can tell
    points: dict[str, float | None] = field(default_factory=dict)  # None where it could not be graded: see `status`
    out_of: dict[str, float] = field(default_factory=dict)  # exercise -> points to be had
    status: str = ""  # what happened, in words
    cpu: float = 0.0  # seconds of computing
    sha256: str = ""  # of the file's bytes
    messages: dict[str, str] = field(default_factory=dict)  # the verdicts in words, as a notebook's check says them

    @property
    def learner(self) -> str:
        """Who handed in: the file's name without folder and ending."""
        return Path(self.file).stem

    @property
    def total(self) -> float | None:
        """The sum of the points; None unless every exercise could be graded."""
        graded = [points for points in self.points.values() if points is not None]
        return sum(graded) if graded and len(graded) == len(self.points) else None


@cache
def demo_cells(lesson: str) -> frozenset[str]:
    """The hashes of a lesson's released demo cells."""
    path = Path(__file__).with_name("manifest.json")
    lessons = json.loads(path.read_text(encoding="utf-8"))["lessons"] if path.is_file() else {}
    return frozenset(lessons.get(lesson, {}).get("demo", ()))


def job(notebook: bytes, file: str = "notebook.ipynb", secret: str = "", limits: Limits = Limits()) -> Row:  # noqa: B008
    """Grade one hand-in. Never raises: what cannot be graded has no points and a reason.

    Args:
        notebook: the bytes of the file; `file` its name, for the row.
        secret: draws the hidden cases; "" the public ones.
        limits: seconds.
    """
    sha256, lesson = hashlib.sha256(notebook).hexdigest(), ""
    try:
        handed_in = read(notebook)
        lesson = handed_in.lesson
        plan = framework.plan(lesson, secret)
        if not plan.steps:
            raise CannotGrade(f"lesson {lesson} has no exercises here")
        run = _Run(handed_in, plan, limits)
        results = run.grade()
    except CannotGrade as reason:
        why = str(reason)
    except Exception as error:  # the batch goes on, whatever this file did
        traceback.print_exc(file=sys.stderr)  # most likely our own fault, so whoever grades should see where
        why = f"the grader stopped ({type(error).__name__})"
    else:
        return Row(
            file,
            lesson,
            {one: None if result.state == framework.CANNOT_SAY else result.points for one, result in results.items()},
            plan.out_of,
            _status(results, run.remarks),
            run.cpu,
            sha256,
            {one: result.message for one, result in results.items()},
        )
    return Row(file, lesson, status=f"cannot be graded: {why}", sha256=sha256)


class _Run:
    """The kernels of one hand-in, one after the other; `remarks` says in words what went wrong with its cells."""

    def __init__(self, handed_in: HandedIn, plan: framework.Plan, limits: Limits) -> None:
        self.handed_in, self.plan, self.limits = handed_in, plan, limits
        self.remarks: dict[str, None] = {}  # in order, each once, however often the cells run
        self.cpu = 0.0
        self.left_out: set[int] = set()
        self.reports: dict[framework.Step, framework.Result] = {}
        self.lost: set[framework.Step] = set()  # steps during which a kernel was lost once

    def grade(self) -> dict[str, framework.Result]:
        """Run the cells, then the plan, in a new kernel whenever one was lost."""
        trouble, failures = "the kernel was lost too often", 0
        while len(self.reports) < len(self.plan.steps) and failures < STARTS:
            try:
                with Kernel(self.limits) as kernel:
                    try:
                        if self._cells(kernel):
                            self._checks(kernel)
                        else:
                            failures += 1
                    finally:
                        self.cpu += kernel.cpu()
            except NoKernel as error:
                trouble, failures = str(error), failures + 1
        return {one: self._result(one, trouble) for one in self.plan.out_of}

    def _result(self, exercise: str, trouble: str) -> framework.Result:
        steps = [step for step in self.plan.steps if step.exercise == exercise]
        if not all(step in self.reports for step in steps):
            text = f"{exercise} could not be graded: {trouble}"
            return framework.Result(exercise, framework.CANNOT_SAY, 0, 0, text)
        return self.plan.conclude(exercise, [self.reports[step] for step in steps])

    def _cells(self, kernel: Kernel) -> bool:
        """Run the code cells; False if the kernel was lost (the cell that did it is left out next time)."""
        demo = demo_cells(self.handed_in.lesson)
        for number, source in enumerate(self.handed_in.cells, 1):
            if number in self.left_out or not source.strip() or demo_hash(source) in demo:
                continue
            ended = kernel.run(source)
            if kernel.alive and kernel.run("pass", wall=ANSWERS).state != "ok":
                ended = Ended("broke")
            if ended.state != "ok":
                self.remarks[_remark(number, ended)] = None
            if not kernel.alive or ended.state == "broke":
                self.left_out.add(number)
                return False
        return True

    def _checks(self, kernel: Kernel) -> None:
        """Run the steps that have no report yet, until the kernel is lost.

        A kernel may be lost to what an earlier cell or function set going, so a step is blamed only the second time.
        """
        for step in self.plan.steps:
            if step in self.reports:
                continue
            if not kernel.alive:
                return
            again = step in self.lost
            try:
                self.reports[step] = step.run(kernel.send if again else _first(kernel))
            except (Unreachable, OSError) as error:
                self.lost.add(step)
                if not again:
                    return
                why = str(error) if isinstance(error, Unreachable) else f"{type(error).__name__} at the grader"
                self.reports[step] = framework.Result(step.exercise, framework.CANNOT_SAY, 0, 0, why)


def _first(kernel: Kernel) -> Send:
    """The kernel's `send`, but a kernel that dies is no answer yet."""

    def send(request: dict, arrays: list) -> tuple[dict, list]:
        reply, got = kernel.send(request, arrays)
        if reply.get("state") == "died" and not kernel.alive:
            raise NoKernel(BROKE)
        return reply, got

    return send


_ENDINGS = {
    "stopped": "did not end in time and was stopped",
    "broke": "broke the kernel it ran in and was left out",
    "died": "ended its kernel and was left out",
}


def _remark(number: int, ended: Ended) -> str:
    error = f"{ended.error}: {ended.text}" if ended.text else ended.error
    return f"code cell {number} {_ENDINGS.get(ended.state) or f'stopped with {messages.short(error, 80)}'}"


def _status(results: dict[str, framework.Result], remarks: Iterable[str]) -> str:
    """One line: which exercises are right, not yet, not attempted; what could not be graded; which cells failed."""
    words = {framework.PASSED: "right", framework.NOT_YET: "not yet right", framework.NOT_ATTEMPTED: "not attempted"}
    found = []
    for state, text in words.items():
        if which := [one for one, result in results.items() if result.state == state]:
            found.append(f"{', '.join(which)} {text}")
    found += [result.message for result in results.values() if result.state == framework.CANNOT_SAY]
    said = list(remarks)
    found += said[:3] + ([f"and {len(said) - 3} more cells stopped"] if len(said) > 3 else [])
    return "; ".join(messages.short(one, 240) for one in found)
