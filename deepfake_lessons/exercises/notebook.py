"""The learner's end of a check: find the names, say the verdict, reveal one more hint at each honest try."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from html import escape
from importlib import resources
from typing import Any

from ..notebook import session
from . import kernel_side, messages
from .framework import CANNOT_SAY, NOT_YET, Result, run
from .learner import AuthorError

TRIES = 3  # honest tries before the solution is offered
_tried: dict[str, list[str]] = {}  # exercise -> fingerprints of what was tried and not right


def check(exercise: str | float, names: Mapping[str, Any] | None, caller: Mapping[str, Any]) -> Result:
    """See `deepfake_lessons.check`; `caller` holds the names to use outside a notebook."""
    if os.environ.get("DEEPFAKE_LESSONS_GRADING") == "1":  # the grader asks its own questions afterwards
        return Result(str(exercise), CANNOT_SAY, 0, 0, "")
    try:
        result = verdict(exercise, names if names is not None else _notebook_names() or caller)
        _tell(result)
        return result
    except AuthorError as error:
        text = str(error)
    except KeyboardInterrupt:
        text = f"{exercise} was interrupted."
    except BaseException as error:  # a check is help; help must not stop the notebook
        text = f"{exercise} cannot be checked here ({messages.short(f'{type(error).__name__}: {error}', 160)})."
    print(text)
    return Result(str(exercise), CANNOT_SAY, 0, 0, text)


def verdict(exercise: str | float, names: Mapping[str, Any], secret: str = "", strict: bool = False) -> Result:
    """The verdict on names in this process, without a word printed. Arguments as `framework.run`."""
    return run(exercise, lambda request, arrays: kernel_side.answer(names, request, arrays), secret, strict)


def forget() -> None:
    """Forget all tries, as a new kernel does."""
    _tried.clear()


def _notebook_names() -> Mapping[str, Any] | None:
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return None if shell is None else shell.user_ns


def _tell(result: Result) -> None:
    """Print the message; after a failed try one more general hint, after three the solution."""
    print(result.message)
    if result.state != NOT_YET or result.half_done:  # what is not attempted yet needs no hint
        return
    tried = _tried.setdefault(result.exercise, [])
    if result.fingerprint not in tried:  # the same code again is no new try
        tried.append(result.fingerprint)
    special = " Hint: " in result.message
    for place, hint in enumerate(result.hints[: len(tried) - special], 1):
        print(f"Hint {place} of {len(result.hints)}: {hint}")
    locked = not session.SOLUTIONS or os.environ.get("DEEPFAKE_LESSONS_SOLUTIONS", "") == "locked"
    if len(tried) >= TRIES and not locked:
        _offer_solution(result.exercise)


def _offer_solution(exercise: str) -> None:
    """Show the solution folded away in a notebook, and only say that there is one elsewhere."""
    source = solutions().get(exercise)
    if not source:
        return
    if _notebook_names() is None:
        where = f"deepfake_lessons.exercises.notebook.solutions()[{exercise!r}]"
        print(f"After {TRIES} tries you may read a solution: print({where})")
        return
    from IPython.display import HTML, display

    summary = f"{TRIES} honest tries: a solution of {escape(exercise)}, if you want it"
    display(HTML(f"<details><summary>{summary}</summary><pre>{escape(source)}</pre></details>"))


def solutions() -> dict[str, str]:
    """Exercise -> source of the reference solution; empty where none are shipped."""
    file = resources.files(__package__) / "solutions.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
