"""Small functions that run beside the learner's code, for what cannot cross to a check: models, callbacks, clips.

A probe is given the learner's function, then the arguments of `learner.probe(...)`; it builds what cannot
cross, calls, and returns numbers, text or arrays. It holds no expected answer: these lines are read in the learner's
process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def one_step(function: Callable, judge: Any, forger: Any, photographs: Any) -> Any:
    """A training step written with functions that tell who did what to whom, as two texts: judge, forger."""

    def generate(who: Any) -> str:
        return f"faces({who})"

    def teach_judge(who: Any, genuine: Any, made: Any) -> str:
        return f"judge({who},{genuine},{made})"

    def teach_forger(who: Any, asks: Any) -> str:
        return f"forger({who},{asks})"

    answer = function(judge, forger, photographs, generate, teach_judge, teach_forger)
    return answer if answer is ... else list(answer)


def wiring(function: Callable, face: str, to: str) -> Any:
    """What a swap draws when its parts tell who did what, as a text."""

    def encoder(what: Any) -> str:
        return f"code({what})"

    def decoder_a(what: Any) -> str:
        return f"a draws {what}"

    def decoder_b(what: Any) -> str:
        return f"b draws {what}"

    return function(face, encoder, decoder_a, decoder_b, to)
