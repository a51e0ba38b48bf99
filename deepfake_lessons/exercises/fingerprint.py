"""Tell whether a learner's answer changed since the last try: in its own code, or in what that code leans on."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import types
from typing import Any

import numpy as np

from . import values

_LEVELS = 3  # the function itself, the functions it names, and those that they name
_PLAIN = (bool, int, float, str)


def fingerprint(found: Any) -> str:
    """Differs when a function or value of the learner's differs.

    Of a function counts its code, its defaults, what it closes over, and the learner's own functions and plain numbers
    or texts that it names; of an object its attributes and its class's methods. Everything is read by exact type, so
    nothing of the learner's runs here.
    """
    mark = _Mark()
    with contextlib.suppress(RecursionError, MemoryError):  # nested without end: what was read so far has to do
        mark.add(found, _LEVELS)
    return mark.digest.hexdigest()[:16]


class _Mark:
    def __init__(self) -> None:
        self.digest = hashlib.sha256()
        self.seen: set[int] = set()

    def add(self, value: Any, levels: int) -> None:
        kind = type(value)
        inner = _inner(value)
        if kind is not types.FunctionType and inner is None:
            tree, arrays = values.encode(value)
            self.text(repr(tree))
            for array in arrays:
                self.digest.update(array.tobytes())
            return
        if id(value) in self.seen:
            return
        self.seen.add(id(value))
        if kind is types.FunctionType:
            self.function(value, levels)
        else:
            self.text(values.describe(value))
            for one in inner or ():
                self.add(one, levels)

    def function(self, function: types.FunctionType, levels: int) -> None:
        named = self.code(function.__code__)
        self.add((function.__defaults__, function.__kwdefaults__), levels)
        for cell in function.__closure__ or ():
            try:
                self.add(cell.cell_contents, levels)
            except ValueError:  # an empty cell
                self.text("empty")
        for name in named if levels > 1 else ():
            value = function.__globals__.get(name)
            own = type(value) is types.FunctionType and value.__globals__ is function.__globals__
            if own or type(value) in _PLAIN:
                self.add(value, levels - 1)

    def code(self, code: types.CodeType) -> list[str]:
        """Add code; the names that it and the functions within it use."""
        self.digest.update(code.co_code)
        self.text(repr(code.co_names))
        named = list(code.co_names)
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                named += self.code(constant)
            else:
                self.text(repr(constant))
        return named

    def text(self, text: str) -> None:
        self.digest.update(text.encode("utf-8", "replace"))


def _inner(value: Any) -> list[Any] | None:
    """What something that can be called consists of; None for a function and for a plain value."""
    kind = type(value)
    if kind is functools.partial:
        return [value.func, value.args, value.keywords]
    if kind is types.MethodType:
        return [value.__func__]
    if kind is functools._lru_cache_wrapper:
        return [value.__wrapped__]
    if kind is np.vectorize:
        return [value.pyfunc]
    of_class = type.__dict__["__dict__"].__get__  # past whatever the learner's class says of itself
    found: list[Any] = []
    if kind is type:  # a class where a function was wanted
        return [one for one in of_class(value).values() if type(one) is types.FunctionType]
    for owner in type.__dict__["__mro__"].__get__(kind):
        attributes = of_class(owner)
        if type(attributes.get("__call__")) is types.FunctionType:
            found += [one for one in attributes.values() if type(one) is types.FunctionType]
            slot = attributes.get("__dict__")
            if type(slot) is types.GetSetDescriptorType:
                found.append(slot.__get__(value))
    return found or None
