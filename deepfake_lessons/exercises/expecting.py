"""What a check may expect of an answer; an expectation that is not met ends the check with one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from . import messages
from .learner import Answer, AuthorError, NotYet
from .matching import difference


def expect(
    answer: Answer,
    want: Any,
    mistakes: Mapping[str, Any] | None = None,
    hint: str | None = None,
    *,
    within: float = 1e-9,
    loose: bool = False,
    flags: bool = False,
) -> None:
    """The answer should be `want`; if not, end the check with one sentence of what came and what was wanted.

    Numbers may come as Python or NumPy numbers, lists, tuples, arrays, 0-d arrays, `Value` or `Tensor`, of any
    float or whole type. Shapes must agree. `want` may also be a string, a bool, None, a set, or a list, tuple or
    dict of all these, compared part by part.

    Args:
        answer: what `learner(...)` gave.
        want: the right answer.
        mistakes: hint -> the answer that this mistake gives on these arguments.
        hint: said when the answer is wrong and no known mistake fits.
        within: largest difference allowed, times max(1, |want|). Widened to 64 roundings for float32 answers.
        loose: text may differ in case and spaces.
        flags: 0 and 1 are as good as False and True.

    Raises:
        NotYet: the answer is not right.
        AuthorError: not what `learner(...)` gave. Under test a check that passes raises it, too, if one of its mistakes
            gives the right answer in every case: choose arguments that tell them apart.
    """
    if not isinstance(answer, Answer):
        raise AuthorError("expect() takes what learner(...) gave, not its .value; see answer.then().")
    got, known = answer.value, mistakes or {}
    options: dict[str, Any] = {"within": within, "loose": loose, "flags": flags}
    if answer.learner.strict:
        for text, value in known.items():
            told = difference(value, want, **options) is not None
            answer.learner.told_apart[text] = told or answer.learner.told_apart.get(text, False)
    found = difference(got, want, **options)
    if found is not None:
        like = (text for text, value in known.items() if difference(got, value, **options) is None)
        raise NotYet(found.sentence(answer.asked, answer.verb), next(like, None) or found.hint or hint, answer.printed)
    answer.learner.passed += 1


def expect_that(answer: Answer, test: Callable[[Any], bool], should: str, hint: str | None = None) -> None:
    """The answer should have a property.

    Args:
        answer: what `learner(...)` gave.
        test: from the value to whether it is right; an error in it counts as no.
        should: the wish in words, "should fall at every step".
        hint: said when it does not.

    Raises:
        NotYet: the answer does not have the property.
    """
    got = answer.value
    try:
        right = bool(test(got))
    except Exception:  # the value is not even of the right kind: the sentence below shows it
        right = False
    if not right:
        raise NotYet(f"{answer.asked} {should}, {answer.verb} {messages.show(got)}.", hint, answer.printed)
    answer.learner.passed += 1
