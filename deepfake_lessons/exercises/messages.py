"""The words of the checks: what was asked, what was wanted, what came. Plain text, the same everywhere.

Numbers are shown with four significant digits, or as many as it takes to see a difference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from . import values

FEW = 8  # numbers of an array that are shown in full
_TRUTH_HINT = "a truth value came where a number belongs; a comparison such as > may stand too early."


def number(value: Any, digits: int = 4) -> str:
    """A number in words: 0.5, -1.234, 3, 1.2e-07, nan, True."""
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, int | np.integer):
        return str(int(value)) if abs(int(value)) < 10**12 else f"{float(value):.{digits}g}"
    if isinstance(value, complex | np.complexfloating):
        return f"{complex(value):.{digits}g}"
    text = f"{float(value):.{digits}g}"
    return text if any(mark in text for mark in ".en") else f"{text}.0"


def apart(want: Any, got: Any) -> tuple[str, str]:
    """Two numbers, or two small arrays, with as many digits as it takes to tell them apart."""
    for digits in (4, 6, 8, 10, 12, 15, 17):
        pair = _listed(np.asarray(want), digits), _listed(np.asarray(got), digits)
        if pair[0] != pair[1]:
            break
    return pair


def _listed(array: np.ndarray, digits: int = 4) -> str:
    if array.ndim == 0:
        return number(array[()], digits)
    return f"[{', '.join(_listed(row, digits) for row in array)}]"


def show(value: Any) -> str:
    """A value in a few words."""
    kind = type(value)
    if value is None or value is Ellipsis:
        return "None" if value is None else "..."
    if kind is str:
        return repr(short(value, 60))
    if isinstance(value, bool | int | float | complex | np.number | np.bool_):
        try:
            return number(value)
        except OverflowError:
            return "a whole number with hundreds of digits"
    if kind is np.ndarray:
        if value.ndim == 0:
            return show(value[()])
        if 0 < value.size <= FEW and value.dtype.kind != "U":
            return _listed(value)
        return f"an array of shape {value.shape}"
    if kind in (list, tuple):
        if len(value) <= FEW:
            inner = ", ".join(show(item) for item in value)
            if len(inner) <= 100:
                return f"[{inner}]" if kind is list else f"({inner}{',' * (len(value) == 1)})"
        return f"a {kind.__name__} of {len(value)} parts"
    if kind is dict:
        inner = ", ".join(f"{show(key)}: {show(one)}" for key, one in list(value.items())[:FEW])
        if len(value) <= FEW and len(inner) <= 110:
            return f"{{{inner}}}"
        keys = ", ".join(show(key) for key in list(value)[:FEW])
        return f"a dictionary with the keys {keys}{', ...' * (len(value) > FEW)}"
    if kind is values.Other:
        return value.text
    if kind in values.engine_types():
        few = np.size(value.data) <= FEW
        return f"{kind.__name__}({show(value.data)})" if few else f"a {kind.__name__} of shape {np.shape(value.data)}"
    return short(values.describe(value) if kind is not set else f"a set of {len(value)}", 80)


def call(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """A call as one would write it, kept short: loss([0.5, 1.0], an array of shape (3, 2))."""
    shown = [_argument(arg) for arg in args] + [f"{key}={_argument(arg)}" for key, arg in kwargs.items()]
    whole = f"{name}({', '.join(shown)})"
    return whole if len(whole) <= 160 else f"{name}(...)"


def _argument(value: Any) -> str:
    if isinstance(value, float | np.floating) and len(exact := repr(float(value))) <= 8:
        return exact  # a learner may want to type it
    return show(value)


def problem(asked: str, verb: str, reply: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Why a reply brings no value, as a sentence and a hint; (None, None) if it brings one."""
    state = reply.get("state")
    if state == "ok":
        return None, None
    name = short(str(reply.get("name", "")), 40)
    if state == "too long":
        seconds = number(float(reply.get("seconds", 0)))
        return f"{asked} did not end within {seconds.removesuffix('.0')} seconds.", "does every loop come to an end?"
    if state == "not callable":
        what = short(str(reply.get("text", "something else")), 60)
        hint = f"was the name {name} given to something else later on?"
        return f"{name} should be a function, yours is {what}.", hint
    if state == "is a function":
        hint = f"is the function called, with brackets: {name} = ...(...)?"
        return f"{name} should be a value, yours is a function.", hint
    if state == "died":
        hint = "a function gives its result back with `return`; it need not stop Python."
        return f"{asked} ended the whole program.", hint
    if state == "raised":
        error = reply.get("error") or {}
        kind, text = short(str(error.get("type", "an error")), 40), short(str(error.get("text", "")), 160)
        line = error.get("line")
        where = f" (line {line} of {name})" if isinstance(line, int) else ""
        hint = ""
        if "ellipsis" in text.lower():
            hint = "something it uses is still `...`."
        elif kind == "SystemExit":
            hint = "a function gives its result back with `return`, not with exit()."
        elif kind == "RecursionError":
            hint = "the function calls itself again and again; when does it stop?"
        return f"{asked} stopped with {kind}{': ' if text else ''}{text.rstrip('.')}{where}.", hint or None
    return f"{asked} gave no answer that could be read.", None


def changed(asked: str, names: Sequence[str], nothing: bool) -> tuple[str, str]:
    """A call changed its arguments: the sentence and the hint."""
    also = " and gave nothing (None)" if nothing else ""
    hint = "make something new and return it; leave the arguments as they are."
    return f"{asked} changed what it was given ({' and '.join(names)}){also}.", hint


def hint_for(got: Any) -> str | None:
    """A hint for a value of the wrong kind."""
    if isinstance(got, bool | np.bool_):
        return _TRUTH_HINT
    if isinstance(got, str) and re.fullmatch(r"\s*[-+]?[\d.]+(e[-+]?\d+)?\s*", got):
        return "this is text that looks like a number; float(...) or leaving out the quotes makes it one."
    return None


def wanted(shape: tuple[int, ...]) -> str:
    """A shape that was wanted, in words."""
    return f"an array of shape {shape}" if shape else "a single number"


def has_shape(shape: tuple[int, ...]) -> str:
    """A shape that came, in words."""
    return f"has shape {shape}" if shape else "is a single number"


def short(text: str, most: int) -> str:
    """Text on one line, at most so long, without what differs from run to run (addresses) or does not print."""
    text = re.sub(r"0x[0-9a-fA-F]{6,}", "0x...", text[: 4 * most])
    text = "".join(one if one.isprintable() else " " for one in text)
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 4]} ..."
