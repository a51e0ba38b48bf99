"""What a check holds in its hand: the learner, who answers questions by name.

Where the learner's names live, in this process (the notebook) or in a kernel of its own (grading), is hidden behind
one function, `send(request, arrays) -> (reply, arrays)`: both ends speak JSON and arrays only (values.py), and in
both cases `kernel_side.answer` does the asking. So a check cannot tell the two apart, and the verdicts agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from . import messages, values

Send = Callable[[dict, list[np.ndarray]], tuple[dict, list[np.ndarray]]]
SECONDS = 10.0


class AuthorError(Exception):
    """The check is wrong, not the learner."""


class Unreachable(Exception):
    """Whoever holds the learner's names is gone: that says nothing about the answer, so it is no check's to judge."""


class NotAttempted(Exception):
    """A name is missing or still `...`; the text is that name."""


class NotYet(Exception):
    """An answer is not right: `sentence` says what was asked, wanted and given, `hint` what to look at next."""

    def __init__(self, sentence: str, hint: str | None = None, printed: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.hint, self.printed = sentence, hint, printed

    def text(self) -> str:
        """The sentence, the hint, and in a second line what was printed."""
        hint = f" Hint: {self.hint}" if self.hint else ""
        printed = f"\nIt also printed: {messages.short(self.printed, 160)}" if self.printed else ""
        return f"{self.sentence}{hint}{printed}"


@dataclass(frozen=True)
class Answer:
    """One answer of the learner."""

    learner: Learner
    asked: str  # the question in words, "sigmoid(0.0)"
    verb: str  # how a sentence goes on about the answer: "yours gave" or "yours is"
    problem: str | None = None  # why there is no value (raised, returned None, changed its arguments ...)
    hint: str | None = None  # what to do about the problem
    printed: str = ""
    _value: Any = field(default=None, repr=False)

    @property
    def value(self) -> Any:
        """The value; where there is none, NotYet says why."""
        if self.problem:
            raise NotYet(self.problem, self.hint, self.printed)
        return self._value

    def then(self, function: Callable[[Any], Any], asked: str = "{}", hint: str | None = None) -> Answer:
        """An answer made from this one; an error in `function` is a value of the wrong kind, so the learner's.

        `asked` says in words what it is, {} stands for this question; `hint` is said if the value is of the wrong kind.
        """
        if self.problem:
            return self
        asked = asked.format(self.asked)
        try:
            with np.errstate(all="ignore"):
                return replace(self, asked=asked, _value=function(self._value), verb="with yours it is")
        except Exception:
            text = f"{asked} cannot be worked out: {self.verb} {messages.show(self._value)}."
            return replace(self, asked=asked, problem=text, hint=hint)


class Learner:
    """Asks `send` for the values of a learner's names; `rng` draws the cases; `strict` is for tests of checks."""

    def __init__(self, send: Send, rng: np.random.Generator, strict: bool = False) -> None:
        self.rng = rng
        self.strict = strict
        self.passed = 0
        self.told_apart: dict[str, bool] = {}  # a mistake -> whether any case so far tells it from the right answer
        self.printed = ""
        self.fingerprint = ""
        self._send = send

    def __call__(self, name: str, *args: Any, **kwargs: Any) -> Answer:
        """Call the learner's function on copies of the arguments; raises as `ask` does."""
        return self.ask(name, args, kwargs)

    def value(self, name: str) -> Answer:
        """Read a variable; raises as `ask` does."""
        return self.ask(name, kind="value")

    def probe(self, probe: str, name: str, *args: Any, **kwargs: Any) -> Answer:
        """Run a function of probes.py beside the learner: it is given the learner's function, then the arguments."""
        return self.ask(name, args, kwargs, kind="probe", probe=probe)

    def ask(
        self,
        name: str,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        kind: str = "call",
        probe: str = "",
        asked: str = "",
        seconds: float = SECONDS,
    ) -> Answer:
        """Ask, with all options.

        Args:
            name: of the function or variable.
            args: positional arguments; `kwargs` named ones.
            kind: "call", "value" or "probe"; `probe` the function of probes.py that is run in place of the learner's.
            asked: the question in words; default: the call as one would write it.
            seconds: of computing allowed (three times as long by the clock).

        Raises:
            NotAttempted: the name is missing, or it or its result is still `...`.
            NotYet: the call did not end.
            AuthorError: an argument that cannot cross.
        """
        kwargs = dict(kwargs or {})
        packed, arrays = values.encode([tuple(args), kwargs])
        if values.refused(packed):
            raise AuthorError(f"an argument for {name} cannot cross: give numbers, text, arrays, or use a probe.")
        request = {"kind": kind, "name": name, "probe": probe, "arguments": packed, "seconds": float(seconds)}
        reply, got = self._send(request, arrays)
        is_value = kind == "value"
        asked = asked or (name if is_value else messages.call(name, args, kwargs))
        answer = self._read(reply, got, Answer(self, asked, "yours is" if is_value else "yours gave"), name, is_value)
        if reply.get("state") == "too long":
            answer.value  # noqa: B018  raises: asking on would cost as long again each time
        return answer

    def _read(self, reply: dict, arrays: list, answer: Answer, name: str, is_value: bool) -> Answer:
        """The answer with what the reply brought; it comes from the learner's process, so it is trusted in nothing."""
        state, printed = reply.get("state"), str(reply.get("printed", ""))[: values.PRINTED]
        if str(mark := reply.get("fingerprint", ""))[:64] not in self.fingerprint:
            self.fingerprint += str(mark)[:64]
        self.printed = self.printed or printed
        if state == "missing":
            raise NotAttempted(name)
        value = None
        try:
            if state == "ok":
                value = values.decode(reply.get("value"), arrays)
            problem, hint = messages.problem(answer.asked, answer.verb, reply)
        except values.Malformed as error:
            problem, hint = f"{answer.asked} could not be read back ({error}).", None
        if problem is None and unfinished(value):
            raise NotAttempted(name)
        changed = [messages.short(str(one), 40) for one in reply.get("changed") or ()][:3]
        if problem is None and changed:
            problem, hint = messages.changed(answer.asked, changed, value is None)
        if problem is None and value is None and not is_value:
            problem, hint = f"{answer.asked} gave nothing (None): is a `return` missing?", None
        return replace(answer, problem=problem, hint=hint, printed=printed, _value=value)


def unfinished(value: Any) -> bool:
    """Whether a value is still `...`, or a pair (list) of nothing else."""
    if isinstance(value, tuple | list):
        return bool(value) and all(one is Ellipsis for one in value)
    return value is Ellipsis
