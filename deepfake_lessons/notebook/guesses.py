"""Guess first, measure then. A guess is locked once, and shown later beside the measurement."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from typing import Any

from .session import MEMORY


def guess(
    key: str,
    question: str,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    options: Sequence[str] | None = None,
    log: bool = False,
    answer: Any = None,
) -> Any:
    """Ask for a guess, to be locked before the measurement. It may be left out.

    Args:
        key: its name; `compare(key, ...)` shows it later.
        question: one line.
        low, high: range of a number; both or neither. Whole numbers ask for a whole number.
        unit: shown after the number.
        options: texts to choose from, instead of a number.
        log: True for a slider over powers of ten, 0 < low < high.
        answer: locks this answer at once, without a control: the way without the mouse.

    Returns:
        the control, to stand last in a cell; None when the guess is locked already.

    Raises:
        ValueError: a range that is none, an answer outside it or not among the options.
    """
    _check_range(key, low, high, options, log)
    if MEMORY.get("guess", key) is not None:
        print(f"Locked: {_words(MEMORY.get('guess', key), unit)}")
        return None
    if answer is not None:
        MEMORY.put("guess", key, _checked(key, answer, low, high, options))
        print(f"Locked: {_words(MEMORY.get('guess', key), unit)}")
        return None
    return _control(key, question, low, high, unit, options, log)


def compare(key: str, measured: Any, unit: str = "", how: str = "measured") -> None:
    """Print the guess beside the measurement.

    Args:
        key: of the guess.
        measured: a number or text.
        unit: of both.
        how: what was done to get it: "measured", "calculated", "counted".
    """
    locked = MEMORY.get("guess", key)
    begin = "no guess this time" if locked is None else f"your guess: {_words(locked, unit)}"
    print(f"{begin}; {how}: {_words(measured, unit)}")


def _control(key: str, question: str, low: Any, high: Any, unit: str, options: Any, log: bool) -> Any:
    import ipywidgets as widgets

    from .naming import QUESTION, name_here

    wide = {"style": {"description_width": "initial"}, "layout": widgets.Layout(width="420px", max_width="100%")}
    if options is not None:
        # a list, not radio buttons: JupyterLab takes the arrow keys away from those
        field = widgets.Dropdown(options=[("choose", None), *((text, text) for text in options)], index=0, **wide)
    elif log:
        start = low  # a slider at its end suggests no answer
        span = {"min": math.log10(low), "max": math.log10(high), "step": (math.log10(high) - math.log10(low)) / 200}
        field = widgets.FloatLogSlider(value=start, readout_format=".3g", description=unit or "guess", **span, **wide)
    elif low is None:
        field = widgets.FloatText(value=0.0, description=unit or "guess", **wide)
    elif isinstance(low, int) and isinstance(high, int):
        field = widgets.IntSlider(value=low, min=low, max=high, description=unit or "guess", **wide)
    else:
        step = (high - low) / 100
        field = widgets.FloatSlider(
            value=low,
            min=low,
            max=high,
            step=step,
            readout_format=".3g",
            description=unit or "guess",
            **wide,
        )
    button = widgets.Button(description="Lock my guess", layout=widgets.Layout(width="auto"))
    state = widgets.HTML("Not locked yet.")

    def lock(_: Any) -> None:
        if field.value is None:
            state.value = "Choose one first, then lock it."
            return
        MEMORY.put("guess", key, field.value)  # the first stays, also when two copies of the control are on the page
        field.disabled = button.disabled = True
        state.value = f'<span role="status">Locked: {html.escape(_words(MEMORY.get("guess", key), unit))}</span>'

    button.on_click(lock)
    label = widgets.HTML(f"<b>{html.escape(question)}</b>")
    row = widgets.HBox([button, state], layout=widgets.Layout(flex_flow="row wrap", align_items="center"))
    whole = widgets.VBox([label, field, row])
    whole.add_class(QUESTION)
    name_here()
    return whole


def _check_range(key: str, low: Any, high: Any, options: Any, log: bool) -> None:
    if options is not None:
        if len(options) < 2 or low is not None or high is not None:
            raise ValueError(f"guess {key!r}: give at least two options, and no range besides")
        return
    if (low is None) != (high is None) or (low is not None and not low < high):
        raise ValueError(f"guess {key!r}: low={low}, high={high}; give both, low below high, or neither")
    if log and (low is None or low <= 0):
        raise ValueError(f"guess {key!r}: log=True needs 0 < low < high")


def _checked(key: str, answer: Any, low: Any, high: Any, options: Any) -> Any:
    if options is not None:
        if answer not in options:
            raise ValueError(f"guess {key!r}: {answer!r} is none of {', '.join(options)}")
        return answer
    try:
        number = float(answer)
    except (TypeError, ValueError):
        raise ValueError(f"guess {key!r}: a number is wanted, got {answer!r}") from None
    if not math.isfinite(number) or (low is not None and not low <= number <= high):
        raise ValueError(f"guess {key!r}: {answer!r} lies outside {low} to {high}")
    return int(number) if number.is_integer() else number


def _words(value: Any, unit: str) -> str:
    # From a thousand on, .3g would write 1.5e+03.
    text = value if isinstance(value, str) else f"{value:,.3g}" if abs(value) < 999.5 else f"{value:,.0f}"
    return f"{text} {unit}".strip()
