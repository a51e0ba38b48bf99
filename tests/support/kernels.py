"""Many answers put to one kernel, one after the other, as the grader asks: a kernel takes seconds to start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from deepfake_lessons.course.kernel import Kernel, Limits
from deepfake_lessons.exercises import framework

_RESET = (
    "for _name in [name for name in globals() if not name.startswith('_') and name not in _KEPT]: del globals()[_name]"
)


@contextmanager
def one_kernel(plan: framework.Plan, limits: Limits = Limits()) -> Iterator[Callable[[str, str], framework.Result]]:  # noqa: B008
    """A function from a source and an exercise to the grader's result; no source finds another's names."""
    with Kernel(limits) as kernel:
        kernel.run("_KEPT = set(globals())")

        def ask(source: str, exercise: str) -> framework.Result:
            assert kernel.run(source).state == "ok", source
            reports = [step.run(kernel.send) for step in plan.steps if step.exercise == exercise]
            assert kernel.alive, source
            assert kernel.run(_RESET).state == "ok"
            return plan.conclude(exercise, reports)

        yield ask
