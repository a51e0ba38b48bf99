"""Lesson 04's console: step either network, play, pause, one step in slow motion. It receives functions only.

Play works in the kernel's own event loop, a few steps at a time: other cells can run, and Pause is heard at once. It
draws at most four pictures a second: a flash is two opposing changes, so nothing can flash more than three times in
any second, whatever is drawn (WCAG 2.2, 2.3.1). It starts only when asked, and ends by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from weakref import WeakSet

import ipywidgets as widgets
import numpy as np

from ..notebook.explorer import Explorer, _control, _read_out, _sentence
from ..notebook.naming import name_here
from ..notebook.player import item_html
from .scene_plots import scene, scene_words
from .view import SUB_STEPS

PACES = (20, 1, 5, 50, 100)  # steps a picture, the usual one first
TEMPI = (4, 2, 1)  # pictures a second; never more, see above
PICTURES = 120  # after which Play pauses by itself
PARTS = len(SUB_STEPS)
PLAY, PAUSE, SLOWLY, OVER = "Play", "Pause", "Slow motion: next part", "Start over"
LABELS = {"pace": "steps a picture", "tempo": "pictures a second", "warped": "bent square of noise"}
_ALL: WeakSet[Stepping] = WeakSet()


class Stepping(Explorer):
    """What `stepping` returns; arguments as there.

    Attributes:
        playing: whether it plays now.
        stage: 1 to 5 in slow motion, else 0.
        controls, buttons, image, text: as in `Explorer`.
    """

    def __init__(
        self,
        view: Callable[[], Any],
        actions: Mapping[str, Callable[[], Any]],
        play: Callable[[int], Any] | None,
        sub_steps: Callable[[], Iterable[Any]] | None,
        starts: Mapping[str, Callable[[], Any]],
        realities: Mapping[str, Callable[[], Any]],
        draw: tuple[Callable[..., Any], Callable[..., str]],
    ) -> None:
        self._view, self._advance, self._sub_steps, self._realities = view, play, sub_steps, realities
        self._scene, self._words = draw
        self._start = next(iter(starts.values()), lambda: None)
        self._parts: Iterator[Any] | None = None
        self._part: Any = None  # of slow motion: what `sub_steps` gave last
        self.stage, self.playing, self._turn, self._said = 0, False, 0, ""
        self._task: asyncio.Task | None = None
        begin = {f"Start {name}": self._starting(name, start) for name, start in starts.items()}
        specs: dict[str, Any] = {"reality": list(realities)} if realities else {}
        specs |= {"pace": list(PACES), "tempo": list(TEMPI)} if play else {}
        specs |= {"arrows": True, "warped": True}
        buttons: dict[str, Callable] = {name: self._acting(name, action) for name, action in actions.items()}
        buttons |= {PLAY: self._toggle} if play else {}
        buttons |= {SLOWLY: self._next_part} if sub_steps else {}
        buttons |= {**begin, OVER: lambda values: self._starting("over", self._start)(values)} if begin else {}
        controls = {name: _control(name, spec, LABELS.get(name, name)) for name, spec in specs.items()}
        super().__init__(self._both, controls, {}, buttons, wide=True)
        for control in controls.values():
            control.layout.width, control.layout.margin = "auto", "2px 18px 2px 2px"
        second = [self.buttons[name] for name in (SLOWLY, *begin, OVER) if name in self.buttons]
        first = [button for button in self.buttons.values() if button not in second]
        rows = [widgets.HBox(row, layout=widgets.Layout(flex_flow="row wrap")) for row in (first, second) if row]
        rows.append(widgets.HBox(list(controls.values()), layout=widgets.Layout(flex_flow="row wrap")))
        whole = widgets.Layout(width="100%", overflow="visible")
        self.children = (widgets.VBox([*rows, self.image, self.text], layout=whole),)

    def _both(self, **values: Any) -> tuple[str, str]:
        """The picture and the read-out for the present state."""
        view = self._view()
        if self.stage:
            made = view.made if self._part.made is None else self._part.made  # in part 1 the scene hides them
            slopes = np.zeros_like(made) if self._part.slopes is None else self._part.slopes
            view = replace(view, made=made, slopes=slopes)
        title = f"slow motion, part {self.stage} of {PARTS}" if self.stage else ""
        figure = self._scene(view, arrows=values["arrows"], warped=values["warped"], title=title, stage=self.stage)
        pace = ""
        if self._advance:
            pace = f"Play makes {values['pace']} steps for a picture, at most {values['tempo']} pictures a second."
        if self.playing:  # the same words all the time: a screen reader reads out what changes
            said = f"Playing. {pace}"
        else:
            modes = "" if view.modes is None else f", {view.modes[0]} of {view.modes[1]} modes found"
            said = f"{self._said or 'Nothing was pressed yet.'} After step {view.step:,}{modes}."
            said += f"\n{pace}"
        return item_html(figure, self._words(view, stage=self.stage)), _read_out(said)

    def _changed(self, change: Any) -> None:
        if change.owner is self.controls.get("reality"):
            self.pause()
            self._leave_slow_motion(finish=False)
            try:
                self._realities[change.new]()
                self._said = f"Reality is now: {change.new}."
            except Exception as problem:
                self.redraw()
                self.text.value = _sentence(f"{change.new!r} did not work", problem)
                return
        super()._changed(change)

    def _acting(self, name: str, action: Callable[[], Any]) -> Callable[[dict], Mapping]:
        def act(_: Mapping[str, Any]) -> dict:
            self.pause()
            self._leave_slow_motion(finish=True)
            action()
            self._said = f"{name}: done."
            return {}

        return act

    def _starting(self, name: str, start: Callable[[], Any]) -> Callable[[Mapping], Mapping]:
        def begin(_: Mapping[str, Any]) -> dict:
            self.pause()
            self._leave_slow_motion(finish=False)
            start()
            self._start, self._said = start, f"Started {name}."
            return {}

        return begin

    def _next_part(self, _: Mapping[str, Any]) -> dict:
        self.pause()
        if self._parts is None or self.stage >= PARTS:
            self._leave_slow_motion(finish=True)
            self._parts = iter(self._sub_steps())  # type: ignore[misc]
        try:
            self._part = next(self._parts)
        except Exception:
            self._leave_slow_motion(finish=False)
            raise
        self.stage += 1
        self._said = f"Part {self.stage} of {PARTS}, {self._part.name}. {self._part.words}"
        return {}

    def _leave_slow_motion(self, finish: bool) -> None:
        """Half a step is none: what is left of it is made up for before anything else is done."""
        parts, self._parts, self._part, self.stage = self._parts, None, None, 0
        for _ in parts if finish and parts is not None else ():
            pass

    def run(self, steps: int) -> None:
        """What Play does, at once and without an event loop: `steps` full steps, then the picture."""
        if self._advance is None:
            raise ValueError("nothing to run: `stepping` got no `play`")
        self._leave_slow_motion(finish=True)
        self._advance(steps)
        self._said = f"{steps:,} steps: done."
        self.redraw()

    def _toggle(self, _: Mapping[str, Any]) -> dict:
        self.pause("Paused.") if self.playing else self.play()
        return {}

    def play(self) -> None:
        """Begin to play; nothing new if it plays already.

        Raises:
            RuntimeError: there is no event loop, as in plain Python; `run(steps)` needs none.
        """
        if self.playing or self._advance is None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise RuntimeError("Play needs a notebook's event loop; run(steps) goes on without one") from None
        _pause_all()
        _ALL.add(self)
        self._leave_slow_motion(finish=True)
        self.playing, self._turn = True, self._turn + 1
        self.buttons[PLAY].description = PAUSE  # one button for both: it keeps the keyboard's focus
        self._task = loop.create_task(self._go_on(self._turn))

    def pause(self, said: str = "") -> None:
        """Stop at once: the steps of the next picture are not begun."""
        if self.playing:
            self.playing, self._turn = False, self._turn + 1
            self._said = said
            self.buttons[PLAY].description = PLAY

    async def _go_on(self, turn: int) -> None:
        for _ in range(PICTURES):
            try:
                self._advance(self.controls["pace"].value)  # type: ignore[misc]
            except Exception as problem:
                self.pause("Stopped.")
                self.redraw()
                self.text.value = _sentence("Play stopped", problem)
                return
            self.redraw()
            await asyncio.sleep(1 / self.controls["tempo"].value)  # from picture to picture, however slow the steps
            if self._turn != turn:
                return
        self.pause(f"Paused by itself after {PICTURES} pictures; Play goes on.")
        self.redraw()


def stepping(
    view: Callable[[], Any],
    actions: Mapping[str, Callable[[], Any]],
    play: Callable[[int], Any] | None = None,
    sub_steps: Callable[[], Iterable[Any]] | None = None,
    starts: Mapping[str, Callable[[], Any]] | None = None,
    realities: Mapping[str, Callable[[], Any]] | None = None,
    draw: tuple[Callable[..., Any], Callable[..., str]] = (scene, scene_words),
) -> Stepping:
    """Two networks under a learner's hands; put it last in a cell.

        dl.plane.stepping_explorer.stepping(
            gan.view, {"Step both": gan.step}, play=gan.train, sub_steps=gan.sub_steps, starts={"untrained": anew})

    Args:
        view: gives the present moment, a `PlaneView`.
        actions: label -> function without arguments; a button each.
        play: `play(n)` makes n full steps; Play calls it for every picture.
        sub_steps: gives the five parts of one step, one after the other, each with `name`, `words`, `made` (N, 2) or
            None and `slopes` (N, 2) or None. They are done as they are asked for; leaving half-way does the rest.
        starts: name -> function that begins there; a button "Start <name>" each, and "Start over" repeats the last.
        realities: name -> function that changes the reality (and begins anew); the first one is that of now.
        draw: (scene, words): `scene(view, arrows=, warped=, title=, stage=)` and `words(view, stage=)`.

    Raises:
        TypeError: a view or an action that cannot be called.
    """
    for name, function in {"view": view, **actions, **(starts or {}), **(realities or {})}.items():
        if not callable(function):
            raise TypeError(f"{name!r} is {type(function).__name__}; a function without arguments is wanted")
    name_here()
    _pause_all()  # such as the one that this cell made when it ran before
    return Stepping(view, actions, play, sub_steps, dict(starts or {}), dict(realities or {}), draw)


def _pause_all() -> None:
    for one in [one for one in _ALL if one.playing]:
        one.pause("Paused: another one was begun.")
        one.redraw()
