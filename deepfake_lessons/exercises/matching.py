"""Compare what came with what was wanted, and say in words where they differ.

Both sides are plain by now: values.decode has rebuilt them from JSON and arrays, so no object of the learner's
takes part in a comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from . import messages, values

_SCALARS = (int, float, complex, np.number)


@dataclass(frozen=True)
class Difference:
    """One difference."""

    text: str  # how the sentence goes on after the question; {verb} stands for "yours gave" or "yours is"
    where: str = ""  # which part of the answer, "part 2 of "
    hint: str | None = None  # what this difference often means

    def sentence(self, asked: str, verb: str) -> str:
        """The whole sentence."""
        return f"{self.where}{asked}{self.text.replace('{verb}', verb)}."


def difference(
    got: Any, want: Any, within: float = 1e-9, loose: bool = False, flags: bool = False, where: str = ""
) -> Difference | None:
    """The first difference between an answer and the right one, or None. Options as in `expect`."""
    if isinstance(want, bool | np.bool_):
        return _truth(got, bool(want), flags, where)
    if isinstance(want, str):
        same = isinstance(got, str) and (_plain(got) == _plain(want) if loose else got == want)
        return None if same else _other(got, want, where)
    if want is None or isinstance(want, set | frozenset | bytes):
        same = type(got) is type(want) or (isinstance(got, set | frozenset) and isinstance(want, set | frozenset))
        return None if same and got == want else _other(got, want, where)
    if isinstance(want, dict):
        return _dictionary(got, want, within, loose, flags, where)
    if isinstance(want, list | tuple) and not _all_numbers(want):
        return _sequence(got, want, within, loose, flags, where)
    return _numbers(got, want, within, flags, where)


def as_numbers(value: Any, flags: bool = False) -> np.ndarray | str:
    """Numbers, arrays, engine objects or lists of these as one array, or in words why not; `flags`: True is 1."""
    kind = type(value)
    if kind is bool or kind is np.bool_:
        return np.array(float(value)) if flags else f"{bool(value)} (a truth value)"
    if isinstance(value, _SCALARS):
        try:
            return np.array(value if not isinstance(value, int) or abs(value) < 2**62 else float(value))
        except OverflowError:
            return "a whole number with hundreds of digits"
    if kind is np.ndarray:
        if value.dtype.kind == "b":
            return value.astype(float) if flags else f"{messages.show(value)} (truth values)"
        return value if value.dtype.kind in "iufc" else "an array of texts"
    if kind in values.engine_types():
        return as_numbers(value.data, flags)
    if kind in (list, tuple):
        rows = []
        for item in value:
            row = as_numbers(item, flags)
            if isinstance(row, str):
                return f"a {kind.__name__} that holds {row}"
            rows.append(row)
        if len({row.shape for row in rows}) > 1:
            return f"a {kind.__name__} whose parts have different shapes"
        return np.array(rows)
    return messages.show(value)


def _numbers(got: Any, want: Any, within: float, flags: bool, where: str) -> Difference | None:
    wanted = as_numbers(want, True)
    if isinstance(wanted, str):
        raise TypeError(f"a check wants {wanted}, which cannot be compared")
    truths = isinstance(want, np.ndarray) and want.dtype.kind == "b"
    numbers = as_numbers(got, flags or truths)
    if isinstance(numbers, str):
        kind = messages.show(want) if isinstance(want, np.ndarray) and want.ndim else messages.wanted(wanted.shape)
        return Difference(f": {kind} was wanted, {{verb}} {numbers}", where, messages.hint_for(got))
    if numbers.shape != wanted.shape:
        text = f": {messages.wanted(wanted.shape)} was wanted, yours {messages.has_shape(numbers.shape)}"
        return Difference(text, where)
    if truths and not flags and not _is_truths(got):
        return Difference(f": an array of True and False was wanted, {{verb}} numbers ({messages.show(got)})", where)
    with np.errstate(all="ignore"):
        tolerance = max(within, _rounding(numbers.dtype)) * np.maximum(1, np.abs(wanted))
        near = np.abs(numbers - wanted) <= tolerance
        near |= (numbers == wanted) | (np.isnan(numbers) & np.isnan(wanted))
    if near.all():
        return None
    return _wrong_numbers(got, numbers, wanted, near, where)


def _wrong_numbers(got: Any, numbers: np.ndarray, wanted: np.ndarray, near: np.ndarray, where: str) -> Difference:
    bad = tuple(int(i) for i in np.argwhere(~near)[0])
    nan_hint = 'NaN means "not a number": look for 0/0, or a log or root of something negative.'
    hint = nan_hint if np.isnan(numbers[bad]) else None
    if wanted.ndim == 0:
        good, yours = messages.apart(wanted[()], numbers[()])
        return Difference(f" should be {good}, {{verb}} {yours}", where, hint)
    if wanted.size <= messages.FEW:
        good, yours = messages.apart(wanted, numbers)
        return Difference(f" should be {good}, {{verb}} {yours}", where, hint)
    good, yours = messages.apart(wanted[bad], numbers[bad])
    place, wrong = ", ".join(map(str, bad)), int((~near).sum())
    text = f": at [{place}] should be {good}, {{verb}} {yours} there ({wrong} of {near.size} numbers differ)"
    return Difference(text, where, hint)


def _rounding(dtype: np.dtype) -> float:
    """What short floats cannot do better: 64 roundings of float32; float16 rounds too coarsely to allow so many."""
    if dtype.kind not in "fc" or dtype.itemsize // (2 if dtype.kind == "c" else 1) >= 8:
        return 0.0
    precision = float(np.finfo(dtype).eps)
    return precision * (64 if precision < 1e-5 else 4)


def _truth(got: Any, want: bool, flags: bool, where: str) -> Difference | None:
    if type(got) is np.ndarray and got.shape == () and got.dtype.kind == "b":
        got = bool(got)
    if type(got) in (bool, np.bool_):
        return None if bool(got) == want else Difference(f" should be {want}, {{verb}} {bool(got)}", where)
    number = as_numbers(got, True)
    if flags and not isinstance(number, str) and number.shape == () and number == want:
        return None
    return Difference(f": True or False was wanted, {{verb}} {messages.show(got)}", where, messages.hint_for(got))


def _is_truths(value: Any) -> bool:
    if type(value) in (list, tuple):
        return all(_is_truths(item) for item in value)
    return type(value) in (bool, np.bool_) or (type(value) is np.ndarray and value.dtype.kind == "b")


def _sequence(got: Any, want: Any, within: float, loose: bool, flags: bool, where: str) -> Difference | None:
    if type(got) is np.ndarray and got.ndim:
        got = list(got) if got.dtype.kind != "U" else got.tolist()
    if type(got) not in (list, tuple):
        text = f": a {type(want).__name__} of {len(want)} was wanted, {{verb}} {messages.show(got)}"
        return Difference(text, where, messages.hint_for(got))
    if len(got) != len(want):
        return Difference(f": {len(want)} parts were wanted, {{verb}} {len(got)}", where)
    for place, (one, right) in enumerate(zip(got, want, strict=True), 1):
        found = difference(one, right, within, loose, flags, f"part {place} of {where}")
        if found is not None:
            return found
    return None


def _dictionary(got: Any, want: dict, within: float, loose: bool, flags: bool, where: str) -> Difference | None:
    if type(got) is not dict:
        return Difference(f": a dictionary was wanted, {{verb}} {messages.show(got)}", where, messages.hint_for(got))
    if missing := [key for key in want if key not in got]:
        return Difference(f": the key {missing[0]!r} is missing, {{verb}} {messages.show(got)}", where)
    if extra := [key for key in got if key not in want]:
        return Difference(f": nobody asked for the key {messages.short(repr(extra[0]), 40)}", where)
    for key, right in want.items():
        found = difference(got[key], right, within, loose, flags, f"{key!r} of {where}")
        if found is not None:
            return found
    return None


def _other(got: Any, want: Any, where: str) -> Difference:
    return Difference(f" should be {messages.show(want)}, {{verb}} {messages.show(got)}", where, messages.hint_for(got))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _all_numbers(value: Any) -> bool:
    """Whether lists hold plain numbers only, all the way down: compared as one array, not part by part."""
    if isinstance(value, list | tuple):
        return all(_all_numbers(item) for item in value) and not isinstance(as_numbers(value), str)
    if isinstance(value, bool):
        return False
    return isinstance(value, (*_SCALARS, *values.engine_types()))
