"""Parameters as knobs: a dataclass whose fields carry unit, range and words, once, for checks, tables and drawing lots.

The fields of `Actor`, `Frame` and `Camera` are made by `number`, `whole` and `choice`; what they say about themselves
is read back by `rows` (documentation), by `Knobs` (refusing what is out of range) and by `draw` (chance).
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import field, fields, replace
from typing import Any, TypeVar

import numpy as np

Dial = TypeVar("Dial", bound="Knobs")


def number(default: float, low: float, high: float, unit: str, words: str) -> Any:
    """A field that holds a number from `low` to `high`."""
    return field(default=default, metadata={"low": low, "high": high, "unit": unit, "words": words, "options": ()})


def whole(default: int, words: str, high: int = 2**31 - 1) -> Any:
    """A field that holds a whole number from 0 to `high`: a seed or a place in a list."""
    return field(
        default=default,
        metadata={"low": 0, "high": high, "unit": "count", "words": words, "options": (), "whole": True},
    )


def choice(default: str, options: Sequence[str], words: str) -> Any:
    """A field that holds one of a few words."""
    return field(default=default, metadata={"options": tuple(options), "unit": "word", "words": words})


class Knobs:
    """What the dataclasses of the studio share: they check themselves, print themselves, and change by `replace`."""

    def __post_init__(self) -> None:
        for knob in fields(self):  # type: ignore[arg-type]
            value = getattr(self, knob.name)
            object.__setattr__(self, knob.name, checked(type(self).__name__, knob.name, value, knob.metadata))

    def replace(self: Dial, **changes: Any) -> Dial:
        """A copy with some knobs turned: `actor.replace(age=0.8, glasses="round")`.

        Raises:
            ValueError: a name that is no knob, or a value outside its range; the sentence names both.
        """
        known = [knob.name for knob in fields(self)]  # type: ignore[arg-type]
        for name in changes:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                hint = f"did you mean {near[0]}?" if near else f"choose from {', '.join(known)}"
                raise ValueError(f"{type(self).__name__} has no knob {name!r}: {hint}")
        return replace(self, **changes)  # type: ignore[type-var]


def checked(owner: str, name: str, value: Any, about: Mapping[str, Any]) -> Any:
    """The value as a plain Python number or word, if it lies inside the knob's range.

    Raises:
        ValueError: it does not; the sentence names the knob, what came and what is wanted.
    """
    if about["options"]:
        if not isinstance(value, str) or value not in about["options"]:
            raise ValueError(f"{owner}.{name}={value!r}: choose one of {', '.join(about['options'])}")
        return str(value)
    low, high = about["low"], about["high"]
    kind = "a whole number" if about.get("whole") else "a number"
    wanted = f"{kind} from {low:g} to {high:g} is wanted ({about['unit']})"
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.integer | np.floating):
        raise ValueError(f"{owner}.{name}={value!r}: {wanted}")
    if not math.isfinite(value) or not low <= value <= high or (about.get("whole") and value != int(value)):
        raise ValueError(f"{owner}.{name}={value!r}: {wanted}")
    return int(value) if about.get("whole") else float(value)


def rows(kind: type) -> list[tuple[str, str, str, str]]:
    """The table of a dataclass of knobs: (name, range, unit, words), one row for each knob."""
    found = []
    for knob in fields(kind):
        about = knob.metadata
        span = " | ".join(about["options"]) if about["options"] else f"{about['low']:g} ... {about['high']:g}"
        found.append((knob.name, span, about["unit"], about["words"]))
    return found


def draw(kind: type, name: str, rng: np.random.Generator, spread: float = 0.24, centre: float | None = None) -> float:
    """A number by chance for one knob: a bell around its default (or `centre`), cut at the ends of its range.

    Args:
        kind: the dataclass.
        name: the knob.
        rng: where chance comes from.
        spread: standard deviation as a share of the range.
        centre: the middle of the bell; the default value if not given.
    """
    about = kind.__dataclass_fields__[name].metadata  # type: ignore[attr-defined]
    middle = kind.__dataclass_fields__[name].default if centre is None else centre  # type: ignore[attr-defined]
    value = middle + spread * (about["high"] - about["low"]) * rng.standard_normal()
    return float(min(max(value, about["low"]), about["high"]))
