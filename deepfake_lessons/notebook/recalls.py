"""Recall questions: one right answer, and a sentence about every wrong one. The texts are in exercises/recall.toml."""

from __future__ import annotations

import html
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .session import MEMORY

QUESTIONS = Path(__file__).parents[1] / "exercises" / "recall.toml"


@dataclass(frozen=True)
class Option:
    text: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class Question:
    """One question with two or more options, exactly one of them right."""

    key: str
    question: str
    options: tuple[Option, ...]


def recall(key: str, answer: int | None = None) -> Any:
    """Ask a recall question.

    Args:
        key: such as "2.r1".
        answer: the option's number, from 1: answers at once and prints the feedback, without a control.

    Returns:
        the control, to stand last in a cell; None when `answer` was given.

    Raises:
        KeyError: no such question.
        ValueError: no such option.
    """
    questions = read(QUESTIONS)
    if key not in questions:
        near = ", ".join(known for known in questions if known.split(".")[0] == str(key).split(".")[0])
        raise KeyError(f"there is no question {key!r}; of this lesson there are: {near or 'none'}")
    question = questions[key]
    if answer is None:
        return _control(question)
    if not (isinstance(answer, int) and 1 <= answer <= len(question.options)):
        raise ValueError(f"answer={answer!r}: {key} has options 1 to {len(question.options)}")
    print(f"{question.question}\n{_judge(question, answer - 1)}")
    return None


@cache
def read(path: Path) -> dict[str, Question]:
    """Read and check the questions of a file.

    Raises:
        ValueError: a question without exactly one right option, or an option without text or feedback; names it.
    """
    questions = {}
    for key, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
        try:
            options = tuple(Option(**option) for option in entry.get("options", ()))
        except (AttributeError, TypeError):
            raise ValueError(
                f'{path.name}: {key} must be a table ["{key}"] with question = "...", and each of its options a table '
                f'[["{key}".options]] with text, right and feedback'
            ) from None
        if len(options) < 2 or sum(option.right is True for option in options) != 1:
            raise ValueError(f"{path.name}: {key} needs two options or more, exactly one with right = true")
        if not entry.get("question", "").strip() or not all(
            option.feedback.strip() and option.text.strip() for option in options
        ):
            raise ValueError(f"{path.name}: {key} needs a question, and every option its text and feedback")
        questions[key] = Question(key, entry["question"], options)
    return questions


def _judge(question: Question, place: int) -> str:
    """Remember the first answer, and give the sentence about this one."""
    option = question.options[place]
    MEMORY.put("recall", question.key, place)  # keeps the first
    return f"{'Right' if option.right else 'Not yet'}: {option.text}. {option.feedback}"


def _control(question: Question) -> Any:
    """A button for each option: JupyterLab takes the arrow keys away from radio buttons; Tab reaches every button."""
    import ipywidgets as widgets

    from .naming import QUESTION, name_here

    label = widgets.HTML(f"<b>{html.escape(question.question)}</b>")
    feedback = widgets.HTML()
    whole = widgets.Layout(width="auto", height="auto", max_width="100%")
    buttons = []
    for place, option in enumerate(question.options):
        button = widgets.Button(description=f"{place + 1}. {option.text}", layout=whole)
        button.on_click(lambda _, place=place: answered(place))
        buttons.append(button)

    def answered(place: int) -> None:
        feedback.value = f'<div role="status">{html.escape(_judge(question, place))}</div>'

    column = widgets.VBox(buttons, layout=widgets.Layout(align_items="flex-start", overflow="visible"))
    whole = widgets.VBox([label, column, feedback])
    whole.add_class(QUESTION)
    name_here()
    return whole
