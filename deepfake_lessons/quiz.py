"""Real or fake? One picture after the other, with how sure one is; and one of six that does not belong.

Answers are kept where guesses are kept, the first one of each picture stays, and a quiz goes on where it was left.
The score is a pair with its intervals. Every picture may have its measurements as words, so that who does not see it
has evidence too; alternative texts give nothing away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from . import quiz_answers
from .display import figure_html
from .quiz_answers import NAMES, SURE, Score, score

__all__ = ["NAMES", "SURE", "Score", "one_of_six", "quiz", "score"]


def quiz(
    images: Sequence[Any] | np.ndarray,
    labels: Sequence[int] | np.ndarray,
    key: str,
    words: Sequence[str] | None = None,
    *,
    feedback: bool = True,
    answers: Sequence[int] | None = None,
    sure: Sequence[float | None] | None = None,
    page: Callable[..., str] = figure_html,
) -> Any:
    """Ask "genuine or fake?" of one picture after the other.

        test = dl.quiz.quiz(stills, truth, key="01 entry test", words=measured)

    Args:
        images: N pictures as `dl.show` takes them.
        labels: (N,) REAL = 0 or FAKE = 1.
        key: its name, beginning with the lesson's two digits; answers are kept under it. Other pictures want another.
        words: for each picture what is measured of it, so that nobody needs to see it; a button shows them.
        feedback: True says the truth after each answer; False only at the end, for a test.
        answers: (N,) 0 or 1: answers at once, without controls. What was answered before stays.
        sure: (N,) 50 to 100 percent, or None, to go with `answers`.
        page: `page(image, alt, caption="")` makes an item's HTML; another one may show clips.

    Returns:
        the control, to stand last in a cell; its `score()` is a `Score`. With `answers`, the `Score` itself.

    Raises:
        ValueError: no pictures, a label or an answer that is neither 0 nor 1, or lists of different lengths.
    """
    truth = quiz_answers.checked_labels(key, labels)
    texts = quiz_answers.checked_words(key, len(truth), words)
    if not hasattr(images, "__len__") or len(images) != len(truth):
        many = len(images) if hasattr(images, "__len__") else type(images).__name__
        raise ValueError(f"quiz {key!r}: {many} pictures and {len(truth)} labels; one label for each is wanted")
    if answers is not None:
        quiz_answers.answer_all(key, truth, answers, sure)
        return score(key, truth)
    if sure is not None:
        raise ValueError(f"quiz {key!r}: sure goes with answers, and none came; give both or neither")
    from .widgets.quiz import Quiz

    return Quiz(key, images, truth, texts, feedback, page)


def one_of_six(
    images: Sequence[Any] | np.ndarray,
    odd: int,
    key: str,
    question: str = "One of these does not belong. Which one?",
    why: str = "",
    words: Sequence[str] | None = None,
    answer: int | None = None,
) -> Any:
    """Show pictures (six, as a rule) with a button each: one press, a locked guess, then the answer.

    Args:
        images: 2 to 12 pictures as `dl.show` takes them.
        odd: the place of the one that does not belong, from 0.
        key: its name, beginning with the lesson's two digits; the first choice is kept under it.
        question: one line above the pictures. Another question under the same key finds no earlier choice.
        why: a sentence to go with the answer.
        words: for each picture what is measured of it; a button shows them.
        answer: the picture's number from 1: guesses at once, without controls, and prints the answer.

    Returns:
        the control, to stand last in a cell; None when `answer` was given.

    Raises:
        ValueError: another number of pictures or words, or an answer that is no picture's number.
    """
    quiz_answers.check_key(key)
    count = len(images) if hasattr(images, "__len__") else 0
    if not 2 <= count <= 12 or not _whole(odd, 0, count - 1):
        raise ValueError(
            f"one_of_six {key!r}: {count} pictures and odd={odd!r}; give 2 to 12 pictures, and the place of one of them"
        )
    texts = quiz_answers.checked_words(key, count, words)
    if answer is None:
        from .widgets.quiz import odd_one_out

        return odd_one_out(key, images, int(odd), question, why, texts)
    if not _whole(answer, 1, count):
        raise ValueError(f"one_of_six {key!r}: answer={answer!r}, and the pictures are 1 to {count}")
    print(quiz_answers.odd_answer(key, question, count, int(odd), why, int(answer)))
    return None


def _whole(number: Any, low: int, high: int) -> bool:
    """Whether this is a whole number from low to high."""
    return isinstance(number, int | np.integer) and not isinstance(number, bool) and bool(low <= number <= high)
