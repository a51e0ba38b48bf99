"""One explorer for everything: controls, a function, its picture in words and pixels.

control -> pure function -> picture -> `<img alt>` inside one `widgets.HTML`. No `Output` widget (it loses pictures in
Colab and in saved notebooks), and no API that ipywidgets 7.7.1 or 8 lacks. The function passed in is at the same time
the plain call: `picture(angle=30)` gives what the explorer shows at 30.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets

from .naming import name_here
from .player import item_html

_CONTROLS_WIDTH = 300  # page pixels; long labels widen it up to _WIDEST
_WIDEST = 460
_ALIGNED = 24  # letters of a label; beside longer ones a slider would have no room


class Explorer(widgets.HBox):
    """The container that `explore` returns: controls at the left, picture and read-out at the right (below, if narrow).

    Attributes:
        controls: name -> control widget. Setting `controls["angle"].value` redraws, as a reader's hand does.
        buttons: label -> button widget.
        image: the `widgets.HTML` with the picture.
        text: the `widgets.HTML` with the read-out.
    """

    def __init__(
        self,
        draw: Callable[..., tuple[str, str]],
        controls: dict,
        hidden: dict,
        buttons: Mapping[str, Callable],
        wide: bool = False,
    ) -> None:
        self._draw, self._hidden, self._paused = draw, hidden, False
        self.controls = controls
        self.buttons = {label: self._button(label, change) for label, change in buttons.items()}
        self.image, self.text = widgets.HTML(), widgets.HTML()
        for control in controls.values():
            control.observe(self._changed, names="value")
        longest = max((len(control.description) for control in controls.values()), default=0)
        if longest <= _ALIGNED:  # sliders of one length, their labels ending where they begin
            for control in controls.values():
                if not isinstance(control, widgets.Checkbox):
                    control.style.description_width = f"{7 * longest + 10}px"
        width = min(max(_CONTROLS_WIDTH, 7 * longest + 190), _WIDEST)
        row = widgets.HBox(list(self.buttons.values()), layout=widgets.Layout(flex_flow="row wrap"))
        left = widgets.VBox(
            [*controls.values(), *([row] if self.buttons else [])],
            layout=widgets.Layout(
                flex="1 1 100%" if wide else f"0 1 {width}px", margin="0 16px 0 0", overflow="visible"
            ),
        )
        right = widgets.VBox(
            [self.image, self.text], layout=widgets.Layout(flex="1 1 320px", max_width="100%", overflow="visible")
        )
        super().__init__(
            [left, right], layout=widgets.Layout(flex_flow="row wrap", align_items="flex-start", width="100%")
        )
        self.redraw()

    @property
    def values(self) -> dict[str, Any]:
        """All values by name, hidden ones included."""
        return {name: control.value for name, control in self.controls.items()} | self._hidden

    def redraw(self) -> None:
        """Draw for the present values. Anything that goes wrong becomes one sentence in the picture's place."""
        try:
            picture, text = self._draw(**self.values)
        except Exception as problem:
            picture, text = _sentence("This picture could not be drawn", problem), ""
        self.image.value, self.text.value = picture, text

    def _changed(self, change: Any) -> None:
        if not self._paused:
            self.redraw()

    def _button(self, label: str, change: Callable[[dict], Mapping]) -> widgets.Button:
        button = widgets.Button(description=label, layout=widgets.Layout(width="auto"))

        def pressed(_: Any) -> None:
            self._paused = True  # several values may change: draw once, when all have
            try:
                self._set(change(self.values) or {})
                sentence = ""
            except Exception as problem:
                sentence = _sentence(f"The button {label!r} did not work", problem)
            self._paused = False
            self.redraw()  # after a failure too: some values may have changed before it
            if sentence:
                self.text.value = sentence

        button.on_click(pressed)
        return button

    def _set(self, changed: Mapping[str, Any]) -> None:
        unknown = [name for name in changed if name not in self.controls and name not in self._hidden]
        if unknown:
            raise KeyError(f"no control is called {', '.join(unknown)}; there are {', '.join(self.values)}")
        for name, value in changed.items():
            if name in self._hidden:
                self._hidden[name] = value
            else:
                self.controls[name].value = value


def explore(
    picture: Callable[..., Any],
    alt: Callable[..., str] | str | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    buttons: Mapping[str, Callable[[dict], Mapping]] | None = None,
    wide: bool = False,
    **controls: Any,
) -> Explorer:
    """Let a reader move a function's arguments and see what comes out.

        dl.explore(draw, alt=words, angle=(0, 90, 5, 45), hat=True, labels={"angle": "Angle (degrees)"})

    Put it last in a cell, or `display` it. Every control has a label and answers to the keyboard; the picture is drawn
    anew when a control comes to rest.

    Args:
        picture: `picture(**values)` returns the picture, or (picture, text). Pictures are what `show` takes: a
            matplotlib Figure, a PIL image or an array of pixels (the fast way); or a clip, which is played after
            `notebook.player.send_player()` in the same cell. The text becomes the read-out under it.
        alt: the words of the picture, at least 20 characters: `alt(**values) -> str`; or a fixed text, to which the
            read-out is added; or None, when the read-out alone says what the picture shows.
        labels: control name -> what the reader reads; default the name with spaces for underscores.
        buttons: label -> function from all values to the changed ones, such as
            `{"Next step": lambda values: {"step": values["step"] + 1}}`. A slider stops at its ends.
        wide: True puts the picture under the controls, as broad as the page, instead of beside them.
        **controls: name = (low, high, step, start) a slider, whole numbers if all four are;
            name = [option, ...] or [(label, value), ...] a drop-down list, its first option chosen;
            name = True or False a check box; name = an ipywidgets control, used as it is;
            name = a single number or string: not shown, passed on, changed by buttons only (a seed, a step).

    Returns:
        the container widget, an `Explorer`.

    Raises:
        TypeError, ValueError: a control that is none of these.
    """
    labels, buttons = dict(labels or {}), dict(buttons or {})
    if not callable(picture):
        raise TypeError(f"explore got {type(picture).__name__} as its picture; it wants a function that returns one")
    unknown = sorted(set(labels) - set(controls))
    if unknown:
        raise ValueError(f"labels for {', '.join(unknown)}, but the controls are {', '.join(controls) or 'none'}")
    shown, hidden = {}, {}
    for name, spec in controls.items():
        control = _control(name, spec, labels.get(name, name.replace("_", " ")))
        if control is None:
            hidden[name] = spec
        else:
            shown[name] = control

    def draw(**values: Any) -> tuple[str, str]:
        drawn = picture(**values)
        image, text = drawn if isinstance(drawn, tuple) else (drawn, "")
        words = alt(**values) if callable(alt) else " ".join(part for part in (alt, text) if part)
        return item_html(image, words, caption=""), _read_out(text)

    name_here()
    return Explorer(draw, shown, hidden, buttons, wide)


def _control(name: str, spec: Any, label: str) -> Any:
    """The control for one argument; None for a hidden value."""
    look: dict[str, Any] = {
        "description": label,
        "style": {"description_width": "initial"},  # ipywidgets would cut a label after 80 pixels
        "layout": widgets.Layout(width="100%", max_width=f"{_WIDEST}px"),
    }
    if isinstance(spec, widgets.Widget):
        if not spec.has_trait("value"):
            raise TypeError(f"{name}: a {type(spec).__name__} has no value to read")
        if not getattr(spec, "description", ""):
            spec.description = label  # a control without a name says nothing to a screen reader
        return spec
    if isinstance(spec, bool):
        return widgets.Checkbox(value=spec, indent=False, **look)
    if isinstance(spec, tuple):
        return _slider(name, spec, look)
    if isinstance(spec, Sequence) and not isinstance(spec, str):
        options = list(spec)
        if not options:
            raise ValueError(f"{name}=[]: a drop-down list needs at least one option")
        first = options[0][1] if isinstance(options[0], tuple) else options[0]
        return widgets.Dropdown(options=options, value=first, **look)
    if isinstance(spec, (int, float, str)):
        return None
    raise TypeError(
        f"{name}={spec!r} is no control: write (low, high, step, start), a list of options, True or False, "
        "or a hidden value"
    )


def _slider(name: str, spec: tuple, look: dict[str, Any]) -> Any:
    if len(spec) != 4 or not all(isinstance(number, (int, float)) for number in spec):
        raise ValueError(f"{name}={spec!r}: a slider is four numbers, (low, high, step, start)")
    low, high, step, start = spec
    if not (low < high and step > 0 and low <= start <= high):
        raise ValueError(
            f"{name}={spec!r}: low < high, step > 0 and low <= start <= high must hold in (low, high, step, start)"
        )
    common = {"min": low, "max": high, "step": step, "value": start, "continuous_update": False, **look}
    if all(isinstance(number, int) for number in spec):
        return widgets.IntSlider(**common)
    decimals = len(f"{step:.6f}".rstrip("0").split(".")[1])
    return widgets.FloatSlider(readout_format=f".{decimals}f", **common)


def _read_out(text: str) -> str:
    # role=status asks a screen reader to read the new text out; line breaks and aligned columns stay as written.
    return f'<div role="status" style="white-space:pre-wrap;line-height:1.5">{html.escape(text)}</div>' if text else ""


def _sentence(what: str, problem: Exception) -> str:
    return f'<p role="alert"><b>{html.escape(f"{what}: {type(problem).__name__}: {problem}")}</b></p>'
