"""Real or fake? One picture after the other, with how sure one is; and one of six that does not belong.

Answers are kept where guesses are kept, the first one of each picture stays, and a quiz goes on where it was left.
The score is a pair with its intervals. Every picture may have its measurements as words, so that who does not see it has
evidence too; alternative texts give nothing away.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .display import figure_html
from .metrics import FAKE, REAL, Pair, pair
from .session import MEMORY

SURE = (50, 60, 70, 80, 90, 100)  # percent: 50 is a coin toss
NAMES = {REAL: "genuine", FAKE: "fake"}


@dataclass(frozen=True, eq=False)
class Score:
    """What was answered in a quiz.

    Attributes:
        says_fake: (N,) int, 1 fake, 0 genuine, -1 not answered yet.
        sure: (N,) percent, 50 to 100; nan where nothing was said.
        labels: (N,) the truth.
    """

    says_fake: np.ndarray
    sure: np.ndarray
    labels: np.ndarray

    @property
    def answered(self) -> int:
        """How many pictures."""
        return int((self.says_fake >= 0).sum())

    @property
    def pair(self) -> Pair:
        """Fakes caught and genuine accused, of the pictures answered."""
        there = self.says_fake >= 0
        return pair(self.says_fake[there], self.labels[there])

    @property
    def mean_sure(self) -> float:
        """The mean of how sure you were, in percent; nan where you never said it."""
        return float(np.nanmean(self.sure)) if np.isfinite(self.sure).any() else float("nan")

    def __str__(self) -> str:
        missing = len(self.labels) - self.answered
        left = f" ({missing} of {len(self.labels)} not answered yet)" if missing else ""
        sure = f"; on average {self.mean_sure:.0f} % sure" if np.isfinite(self.mean_sure) else ""
        return f"{self.pair}{sure}{left}" if self.answered else f"nothing answered yet, of {len(self.labels)} pictures"

    __repr__ = __str__  # the last line of a cell then reads like a sentence


def quiz(
    images: Sequence[Any] | np.ndarray,
    labels: Sequence[int] | np.ndarray,
    key: str,
    words: Sequence[str] | None = None,
    *,
    feedback: bool = True,
    answers: Sequence[int] | None = None,
    sure: Sequence[float] | None = None,
    page: Callable[..., str] = figure_html,
) -> Any:
    """Ask "genuine or fake?" of one picture after the other.

        test = dl.quiz.quiz(stills, truth, key="01 entry test", words=measured)

    Args:
        images: N pictures as `dl.show` takes them.
        labels: (N,) REAL = 0 or FAKE = 1.
        key: its name, beginning with the lesson's two digits; answers are kept under it.
        words: for each picture what is measured of it, so that nobody needs to see it; a button shows them.
        feedback: True says the truth after each answer; False only at the end, for a test.
        answers: (N,) 0 or 1: answers at once, without controls. What was answered before stays.
        sure: (N,) 50 to 100 percent, to go with `answers`.
        page: `page(image, alt, caption="")` makes an item's HTML; another one may show clips.

    Returns:
        the control, to stand last in a cell; its `score()` is a `Score`. With `answers`, the `Score` itself.

    Raises:
        ValueError: no pictures, a label that is neither 0 nor 1, or lists of different lengths.
    """
    truth = _checked(key, images, labels, words)
    if answers is not None:
        _answer_all(key, truth, answers, sure)
        return score(key, truth)
    return _control(key, images, truth, words, feedback, page)


def score(key: str, labels: Sequence[int] | np.ndarray) -> Score:
    """The answers kept under a key, against the truth.

    Args:
        key: of the quiz.
        labels: (N,) the same as there.
    """
    truth = np.asarray(labels)
    kept = [MEMORY.get("quiz", _name(key, truth, place)) or [-1, None] for place in range(len(truth))]
    sure = [np.nan if percent is None else float(percent) for _, percent in kept]
    return Score(np.array([says for says, _ in kept], int), np.array(sure), truth.astype(int))


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
        key: its name, beginning with the lesson's two digits; the guess (a number from 1) is kept under it.
        question: one line above the pictures.
        why: a sentence to go with the answer.
        words: for each picture what is measured of it; a button shows them.
        answer: the picture's number from 1: guesses at once, without controls, and prints the answer.

    Returns:
        the control, to stand last in a cell; None when `answer` was given.

    Raises:
        ValueError: another number of pictures or words, or an answer that is no picture's number.
    """
    count = len(images)
    if not 2 <= count <= 12 or not 0 <= odd < count or (words is not None and len(words) != count):
        raise ValueError(
            f"one_of_six {key!r}: {count} pictures, odd={odd!r}, {'no' if words is None else len(words)} words; give 2 to "
            "12 pictures, one of their places, and words for each or none"
        )
    if answer is not None:
        if isinstance(answer, bool) or not isinstance(answer, int | np.integer) or not 1 <= answer <= count:
            raise ValueError(f"one_of_six {key!r}: answer={answer!r}, and the pictures are 1 to {count}")
        print(_odd_answer(key, int(answer), int(odd), why))
        return None
    return _grid(key, images, int(odd), question, why, words)


# ---------------------------------------------------------------------- answers


def _checked(key: str, images: Any, labels: Any, words: Any) -> np.ndarray:
    truth = np.asarray(labels)
    if truth.ndim != 1 or not len(truth) or not np.isin(truth, (REAL, FAKE)).all():
        raise ValueError(f"quiz {key!r}: labels must be 0 (genuine) or 1 (fake), one for each picture")
    if len(images) != len(truth) or (words is not None and len(words) != len(truth)):
        texts = "no" if words is None else len(words)
        raise ValueError(f"quiz {key!r}: {len(images)} pictures, {len(truth)} labels, {texts} words; one each is wanted")
    return truth.astype(int)


def _name(key: str, truth: np.ndarray, place: int) -> str:
    """Where one answer is kept. A quiz with other pictures in it gets other names, and does not find old answers."""
    mark = sum(int(label) << bit for bit, label in enumerate(truth[:32]))
    return f"{key[:70]} {len(truth)}.{mark:x} {place + 1}"


def _keep(key: str, truth: np.ndarray, place: int, says: int, percent: float | None) -> None:
    name = _name(key, truth, place)
    if MEMORY.get("quiz", name) is None:
        MEMORY.put("quiz", name, [says, percent])


def _first_open(key: str, truth: np.ndarray) -> int:
    """The place of the first picture without an answer; N if there is none."""
    without = np.flatnonzero(score(key, truth).says_fake < 0)
    return int(without[0]) if len(without) else len(truth)


def _answer_all(key: str, truth: np.ndarray, answers: Any, sure: Any) -> None:
    says = np.asarray(answers)
    percents = [None] * len(truth) if sure is None else list(sure)
    if says.shape != truth.shape or not np.isin(says, (0, 1)).all():
        raise ValueError(f"quiz {key!r}: answers must be 0 (genuine) or 1 (fake), {len(truth)} of them")
    if len(percents) != len(truth) or not all(one is None or 50 <= one <= 100 for one in percents):
        raise ValueError(f"quiz {key!r}: sure must be {len(truth)} numbers from 50 to 100 percent")
    for place, percent in enumerate(percents):
        _keep(key, truth, place, int(says[place]), None if percent is None else float(percent))


def _verdict(says: int, label: int) -> str:
    right = "Right" if says == label else "Not so"
    return f"{right}: you said {NAMES[says]}, and it is {NAMES[label]}."


def _odd_answer(key: str, number: int, odd: int, why: str) -> str:
    if MEMORY.get("guess", key) is None:
        MEMORY.put("guess", key, number)
    number = MEMORY.get("guess", key)
    found = "That is the one." if number == odd + 1 else f"The one that does not belong is picture {odd + 1}."
    return f"You chose picture {number}. {found} {why}".strip()


# ---------------------------------------------------------------------- controls


def _control(
    key: str, images: Any, truth: np.ndarray, words: Sequence[str] | None, feedback: bool, page: Callable[..., str]
) -> Any:
    """Picture, words, how sure, two buttons and the next one. No button is ever switched off: a keyboard would lose
    its place."""
    import ipywidgets as widgets

    from .widgets.naming import QUESTION, name_here

    count, wide = len(truth), widgets.Layout(width="auto")
    title, picture, evidence, said = widgets.HTML(), widgets.HTML(), widgets.HTML(), widgets.HTML()
    more = widgets.Button(description=_SHOW_WORDS, layout=wide)
    field = widgets.Dropdown(
        options=[("not said", None), *((f"{one} %" + (" (a coin toss)" if one == 50 else ""), one) for one in SURE)],
        index=0, description="How sure are you?", style={"description_width": "initial"},
        layout=widgets.Layout(width="300px", max_width="100%"),
    )  # fmt: skip
    genuine, fake = (widgets.Button(description=text, layout=wide) for text in ("Genuine", "Fake"))
    onwards = widgets.Button(description="Next picture", layout=wide)
    state = {"place": _first_open(key, truth), "answered": False}

    def say(text: str) -> None:
        said.value = f'<div role="status">{html.escape(text)}</div>'

    def tell() -> None:
        place = state["place"]
        shown = words is not None and more.description == _HIDE_WORDS
        evidence.value = f"<div>{html.escape(words[place])}</div>" if words is not None and shown else ""

    def look() -> None:
        place = state["place"]
        if place >= count:
            title.value, picture.value, evidence.value = f"<b>All {count} pictures are answered</b>", "", ""
            box.children = (title, said)
            return say(f"Your score: {score(key, truth)}.")
        title.value = f"<b>Picture {place + 1} of {count}: genuine or fake?</b>"
        where = " Its measurements stand below, behind a button." if words is not None else ""
        picture.value = page(images[place], f"Picture {place + 1} of {count}, to be judged.{where}", caption="")
        field.index, state["answered"] = 0, False
        tell()

    def answer(says: int) -> None:
        place = state["place"]
        if place >= count:
            return
        if state["answered"]:
            return say("This one is answered, and the first answer stays. Press Next picture.")
        _keep(key, truth, place, says, field.value)
        says = MEMORY.get("quiz", _name(key, truth, place))[0]  # another copy on the page may have been first
        state["answered"] = True
        if not feedback:
            return follow(f"Picture {place + 1}: {NAMES[says]}, kept.")
        extra = f" {words[place]}" if words is not None and more.description == _SHOW_WORDS else ""
        say(f"{_verdict(says, int(truth[place]))}{extra}")

    def follow(text: str = "") -> None:
        state["place"] += 1
        say(text)
        look()

    def next_one(_: Any) -> None:
        if state["place"] < count and not state["answered"]:
            return say("First say genuine or fake; then comes the next picture.")
        follow()

    def turn(_: Any) -> None:
        more.description = _HIDE_WORDS if more.description == _SHOW_WORDS else _SHOW_WORDS
        tell()

    genuine.on_click(lambda _: answer(REAL))
    fake.on_click(lambda _: answer(FAKE))
    onwards.on_click(next_one)
    more.on_click(turn)
    buttons = [genuine, fake] + ([onwards] if feedback else [])
    row = widgets.HBox(buttons, layout=widgets.Layout(flex_flow="row wrap"))
    box = widgets.VBox([title, picture, *([more, evidence] if words is not None else []), field, row, said])
    box.add_class(QUESTION)
    box.score = lambda: score(key, truth)  # beside its own methods
    look()
    name_here()
    return box


_SHOW_WORDS, _HIDE_WORDS = "Show the measurements in words", "Hide the measurements"


def _grid(key: str, images: Any, odd: int, question: str, why: str, words: Sequence[str] | None) -> Any:
    import ipywidgets as widgets

    from .widgets.naming import QUESTION, name_here

    said, evidence = widgets.HTML(), widgets.HTML()
    more = widgets.Button(description=_SHOW_WORDS, layout=widgets.Layout(width="auto"))

    def turn(_: Any) -> None:
        shown = more.description == _SHOW_WORDS
        more.description = _HIDE_WORDS if shown else _SHOW_WORDS
        lines = "".join(f"<li>{html.escape(text)}</li>" for text in words or ())
        evidence.value = f"<ol>{lines}</ol>" if shown else ""

    more.on_click(turn)

    def press(number: int) -> None:
        said.value = f'<div role="status">{html.escape(_odd_answer(key, number, odd, why))}</div>'

    tiles = []
    for place in range(len(images)):
        button = widgets.Button(description=f"Picture {place + 1}", layout=widgets.Layout(width="auto"))
        button.on_click(lambda _, number=place + 1: press(number))
        alt = f"Picture {place + 1} of {len(images)}, one of which does not belong."
        shown = widgets.HTML(figure_html(images[place], alt, caption=""))
        look = widgets.Layout(width="190px", margin="0 10px 10px 0", overflow="visible", align_items="stretch")
        tiles.append(widgets.VBox([shown, button], layout=look))
    if (locked := MEMORY.get("guess", key)) is not None:
        press(locked)
    title = widgets.HTML(f"<b>{html.escape(question)}</b>")
    rows = widgets.HBox(tiles, layout=widgets.Layout(flex_flow="row wrap", max_width="640px", overflow="visible"))
    box = widgets.VBox([title, rows, said, *([more, evidence] if words is not None else [])])
    box.add_class(QUESTION)
    name_here()
    return box
