"""Real or fake? One picture or clip after the other, with how sure one is; and one of six that does not belong.

Answers are kept where guesses are kept, the first one of each picture stays, and a quiz goes on where it was left.
The score is a pair with its intervals. Every picture may have its measurements as words, so that who does not see it
has evidence too; alternative texts give nothing away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..clips import description
from . import quiz_answers
from .player import item_html
from .quiz_answers import NAMES, SURE, Score, score

__all__ = ["NAMES", "SURE", "Score", "one_of_six", "quiz", "score", "where_to_look"]


def quiz(
    images: Sequence[Any] | np.ndarray,
    labels: Sequence[int] | np.ndarray,
    key: str,
    words: Sequence[str] | None = None,
    *,
    feedback: bool = True,
    why: Sequence[str] | None = None,
    look: Callable[[int], tuple[Any, str]] | None = None,
    answers: Sequence[int] | None = None,
    sure: Sequence[float | None] | None = None,
    page: Callable[..., str] = item_html,
) -> Any:
    """Ask "genuine or fake?" of one picture or clip after the other.

        test = dl.notebook.quiz.quiz(items, truth, key="01 entry test", words=measured)

    Args:
        images: N pictures as `dl.show` takes them, or clips; both may be among them.
        labels: (N,) REAL = 0 or FAKE = 1.
        key: its name, beginning with the lesson's two digits; answers are kept under it. Other pictures want another.
        words: for each picture what is measured of it, so that nobody needs to see it; a button shows them.
        feedback: True says the truth after each answer; False only at the end, for a test.
        why: for each picture what was done to it; said with the truth.
        look: `look(place)` gives (picture, alt): where to look; drawn and shown with the truth, under it.
        answers: (N,) 0 or 1: answers at once, without controls. What was answered before stays.
        sure: (N,) 50 to 100 percent, or None, to go with `answers`.
        page: `page(image, alt, caption="")` makes an item's HTML.

    Returns:
        the control, to stand last in a cell; its `score()` is a `Score`. With `answers`, the `Score` itself.

    Raises:
        ValueError: no pictures, a label or an answer that is neither 0 nor 1, or lists of different lengths.
    """
    truth = quiz_answers.checked_labels(key, labels)
    texts = quiz_answers.checked_words(key, len(truth), words)
    reasons = quiz_answers.checked_words(key, len(truth), why, "why")
    if not feedback and (why is not None or look is not None):
        raise ValueError(f"quiz {key!r}: why and look come with the truth, and feedback=False keeps it; leave them out")
    if not hasattr(images, "__len__") or len(images) != len(truth):
        many = len(images) if hasattr(images, "__len__") else type(images).__name__
        raise ValueError(f"quiz {key!r}: {many} pictures and {len(truth)} labels; one label for each is wanted")
    if answers is not None:
        quiz_answers.answer_all(key, truth, answers, sure)
        return score(key, truth)
    if sure is not None:
        raise ValueError(f"quiz {key!r}: sure goes with answers, and none came; give both or neither")
    from .quiz_controls import Quiz

    return Quiz(key, images, truth, texts, feedback, page, reasons, look)


def where_to_look(clip: Any) -> tuple[Any, str]:
    """The six frames of a clip of the studio that show most, with words: for `look`.

    Returns:
        (Figure, alt)
    """
    from ..drawing.filmstrip import filmstrip

    labels, shown = description.marks(clip)
    strip = filmstrip(clip.frames, clip.fps, clip.sound, clip.rate, clip.captions, labels, shown.tolist())
    told = ", ".join(f"{place / clip.fps:.1f} s {labels[place]}".strip() for place in shown)
    return strip, f"Frames of the clip, each with its time and what is heard (in phonetic letters) or seen: {told}."


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
        from .quiz_controls import odd_one_out

        return odd_one_out(key, images, int(odd), question, why, texts)
    if not _whole(answer, 1, count):
        raise ValueError(f"one_of_six {key!r}: answer={answer!r}, and the pictures are 1 to {count}")
    print(quiz_answers.odd_answer(key, question, count, int(odd), why, int(answer)))
    return None


def _whole(number: Any, low: int, high: int) -> bool:
    """Whether this is a whole number from low to high."""
    return isinstance(number, int | np.integer) and not isinstance(number, bool) and bool(low <= number <= high)
