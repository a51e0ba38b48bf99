"""The controls of `dl.notebook.quiz`: one picture or clip after the other, and one of six.

No button is ever switched off or taken away: a keyboard would lose its place on the page.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets
import numpy as np

from ..clips.footage import Footage
from ..metrics.pairs import FAKE, REAL
from .display import figure_html
from .naming import QUESTION, name_here
from .player import send_player
from .quiz_answers import NAMES, SURE, Score, chosen, first_open, keep, kept_answer, odd_answer, score, verdict

SHOW, HIDE = "Show the measurements in words", "Hide the measurements"


def _button(text: str) -> widgets.Button:
    return widgets.Button(description=text, layout=widgets.Layout(width="auto", align_self="flex-start"))


def _row(children: Sequence[widgets.Widget], **layout: Any) -> widgets.HBox:
    return widgets.HBox(list(children), layout=widgets.Layout(flex_flow="row wrap", **layout))


def _status(text: str) -> str:
    # role=status asks a screen reader to read the new text out
    return f'<div role="status" style="line-height:1.5">{html.escape(text)}</div>' if text else ""


class Quiz(widgets.VBox):
    """The control that `quiz` returns.

    Attributes:
        title, picture, evidence, said: `widgets.HTML` with the question, the picture, its measurements (empty until
            they are asked for) and what was said last.
        where: `widgets.HTML` with the picture of where to look, once the truth is said; empty without `look`.
        more: the button for the measurements; it is on the page only if there are some.
        sure: the list of how sure one is.
        genuine, fake, onwards: the buttons.
        place: of the picture that is shown, from 0; N at the end.
    """

    def __init__(
        self, key: str, images: Any, truth: np.ndarray, words: list[str] | None, feedback: bool,
        page: Callable[..., str], why: list[str] | None = None, look: Callable[[int], tuple[Any, str]] | None = None,
    ) -> None:  # fmt: skip
        self._key, self._images, self._truth, self._words = key, images, truth, words
        self._feedback, self._page, self._why, self._pointing = feedback, page, why, look
        clips = [isinstance(one, Footage) for one in images]
        self._nouns = ["Clip" if one else "Picture" for one in clips]
        self._noun = "picture" if not any(clips) else "clip" if all(clips) else "one"
        if any(clips):
            send_player()
        self.title, self.picture, self.evidence, self.said, self.where = (widgets.HTML() for _ in range(5))
        self.genuine, self.fake, self.onwards = map(_button, ("Genuine", "Fake", f"Next {self._noun}"))
        self.more = _button(SHOW)
        self.sure = widgets.Dropdown(
            options=[("not said", None), *((f"{one} %{' (a coin toss)' * (one == 50)}", one) for one in SURE)],
            index=0, description="How sure are you?", style={"description_width": "initial"},
            layout=widgets.Layout(width="300px", max_width="100%"),
        )  # fmt: skip
        self.genuine.on_click(lambda _: self._answer(REAL))
        self.fake.on_click(lambda _: self._answer(FAKE))
        self.onwards.on_click(lambda _: self._next())
        self.more.on_click(lambda _: self._turn())
        self.sure.observe(lambda change: self._how_sure(change.new), names="value")
        self.place = first_open(key, truth)
        self._answered = False
        evidence = [self.more, self.evidence] if words is not None else []
        buttons = _row([self.genuine, self.fake, self.onwards])
        super().__init__([self.title, self.picture, *evidence, self.sure, buttons, self.said, self.where])
        self.add_class(QUESTION)
        self._look()
        if self.place == len(truth):  # nobody stands on a button yet
            self.children = (self.title, self.picture, self.said)
        name_here()

    def score(self) -> Score:
        """What was answered so far."""
        return score(self._key, self._truth)

    def _say(self, text: str) -> None:
        self.said.value = _status(text)

    def _look(self) -> None:
        """Show the picture at `place`, or at the end the score and what was wrong."""
        count, self.where.value = len(self._truth), ""
        if self.place >= count:
            return self._end()
        name = f"{self._nouns[self.place]} {self.place + 1}"
        self.title.value = f"<b>{name} of {count}: genuine or fake?</b>"
        where = " Its measurements in words are behind a button below." if self._words is not None else ""
        alt = f"{name} of {count}, to be judged.{where}"
        try:
            self.picture.value = self._page(self._images[self.place], alt, caption="")
        except Exception as problem:
            if not self.picture.value:  # the first one: the cell says it
                raise
            sentence = f"{name} cannot be shown: {problem}"
            self.picture.value = f'<p role="alert"><b>{html.escape(sentence)}</b></p>'
        self.sure.value = None  # alone it would leave the list blank, and so would its index alone
        self.sure.index, self._answered = 0, False
        self._tell()

    def _end(self) -> None:
        of = "" if self._noun == "one" else f" {self._noun}s"
        self.title.value, self.evidence.value = f"<b>All {len(self._truth)}{of} are answered</b>", ""
        lines = "".join(f"<li>{html.escape(line)}</li>" for line in self.score().mistakes(self._nouns))
        self.picture.value = f"<ul>{lines}</ul>" if lines else "<p>Every one of your answers was right.</p>"
        self._say(f"Your score: {self.score()}.")

    def _tell(self) -> None:
        if self._words is None or self.place >= len(self._truth):
            return
        shown = self.more.description == HIDE
        self.evidence.value = f"<div>{html.escape(self._words[self.place])}</div>" if shown else ""

    def _turn(self) -> None:
        self.more.description = HIDE if self.more.description == SHOW else SHOW
        self._tell()

    def _how_sure(self, percent: float | None) -> None:
        if percent is None or self.place >= len(self._truth):
            return
        if self._answered:
            name = self._nouns[self.place].lower()
            return self._say(f"This {name} is answered already; how sure you were stays as it was. {self._onwards}")
        self._say(f"{percent} % sure. Now press Genuine or Fake.")

    def _answer(self, says: int) -> None:
        if self.place >= len(self._truth):
            return self._end()
        told = f" {self._why[self.place]}" if self._why is not None else ""
        before = kept_answer(self._key, self._truth, self.place)
        if before is not None:
            self._answered = True  # here, or in another copy on the page
            truth = f" {verdict(before[0], self._truth[self.place])}" if self._feedback else ""
            self._show_where()
            return self._say(f"You said {NAMES[before[0]]}, and the first answer stays.{truth}{told} {self._onwards}")
        says = keep(self._key, self._truth, self.place, says, self.sure.value)
        self._answered = True
        if not self._feedback:
            name = f"{self._nouns[self.place]} {self.place + 1}"
            return self._say(f"{name}: {NAMES[says]}, kept. {self._onwards}")
        measured = f" {self._words[self.place]}" if self._words is not None and self.more.description == SHOW else ""
        self._say(f"{verdict(says, self._truth[self.place])}{told or measured}")
        self._show_where()

    @property
    def _onwards(self) -> str:
        return f"Press {self.onwards.description}."

    def _show_where(self) -> None:
        """Where to look, under the truth; what cannot be drawn is one sentence, and one can go on."""
        if self._pointing is None:
            return
        try:
            picture, alt = self._pointing(self.place)
            self.where.value = figure_html(picture, alt, caption="")
        except Exception as problem:
            self.where.value = f'<p role="alert">{html.escape(f"Where to look cannot be shown: {problem}")}</p>'

    def _next(self) -> None:
        if self.place >= len(self._truth):
            return self._end()
        if not self._answered:
            return self._say(f"First say genuine or fake; then comes the next {self._noun}.")
        self.place = first_open(self._key, self._truth, self.place + 1)
        self._say("")
        self._look()


def odd_one_out(key: str, images: Any, odd: int, question: str, why: str, words: Sequence[str] | None) -> widgets.VBox:
    """The control that `one_of_six` returns: the question, the pictures with a button each, the answer, the words."""
    said, evidence, more = widgets.HTML(), widgets.HTML(), _button(SHOW)
    count = len(images)

    def turn(_: Any) -> None:
        shown = more.description == SHOW
        more.description = HIDE if shown else SHOW
        lines = "".join(f"<li>{html.escape(text)}</li>" for text in words or ())
        evidence.value = f"<ol>{lines}</ol>" if shown else ""

    def press(number: int) -> None:
        said.value = _status(odd_answer(key, question, count, odd, why, number))

    more.on_click(turn)
    tiles = []
    for place in range(count):
        button = _button(f"Picture {place + 1}")
        button.layout.align_self = "stretch"  # as wide as its picture
        button.on_click(lambda _, number=place + 1: press(number))
        shown = widgets.HTML(figure_html(images[place], f"Picture {place + 1} of {count}, to be compared.", caption=""))
        look = widgets.Layout(width="190px", margin="0 10px 10px 0", overflow="visible", align_items="stretch")
        tiles.append(widgets.VBox([shown, button], layout=look))
    if (locked := chosen(key, question, count, odd)) is not None:
        press(locked)
    title = widgets.HTML(f"<b>{html.escape(question)}</b>")
    rows = _row(tiles, max_width="640px", overflow="visible")
    box = widgets.VBox([title, rows, said, *([more, evidence] if words is not None else [])])
    box.add_class(QUESTION)
    name_here()
    return box
