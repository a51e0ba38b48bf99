"""Values cross between a learner's code and a check as JSON and arrays; nothing that could act crosses.

`encode` goes by exact type: a float is a float, but a subclass of float with an `__eq__` of its own arrives as
`Other("an object of class ...")` and is then wrong like any other wrong answer. There are no pickles. The same code
serves the notebook (in memory) and the grader (JSON and .npy files in a folder, see exchange.py): both see the same.

None, bool, int, float and str stand in the JSON as they are; everything else is an object with one tag:
list, tuple, dict, set, complex, scalar (NumPy), array (a place in the list of arrays), value and tensor (the engine's
data and gradient), ellipsis, other (a description).
"""

from __future__ import annotations

import decimal
import fractions
import json
import re
import sys
import types
from dataclasses import dataclass
from typing import Any

import numpy as np

DEPTH = 20  # containers within containers
ITEMS = 200_000  # numbers, texts and containers outside arrays
ARRAYS = 2_000
ARRAY_BYTES = 64 * 2**20  # of all arrays of one message
TEXT = 2**20  # characters of all texts of one message
PRINTED = 2_000  # characters kept of what a function prints

_SCALARS = frozenset(kind for kind in np.sctypeDict.values() if np.dtype(kind).kind in "biufcU")
_DTYPE = re.compile(r"[<>|=]?[biufcU]\d{0,9}")


class Malformed(Exception):
    """What was read is not a message of ours, or too large for one."""


@dataclass(frozen=True)
class Other:
    """Something that does not cross, in words: "a generator", "an object of class Net"."""

    text: str


class _TooMuch(Exception):
    """A limit was met; the text describes the whole value."""


def encode(value: Any) -> tuple[Any, list[np.ndarray]]:
    """A value as JSON and copies of its arrays; what cannot cross is described."""
    encoder = _Encoder()
    try:
        return encoder.encode(value, 0), encoder.arrays
    except _TooMuch as limit:
        return {"other": str(limit)}, []
    except (RecursionError, MemoryError) as error:
        return {"other": f"something that cannot be looked at ({type(error).__name__})"}, []


class _Encoder:
    def __init__(self) -> None:
        self.arrays: list[np.ndarray] = []
        self.items = self.text = self.bytes = 0

    def encode(self, value: Any, depth: int) -> Any:
        kind = type(value)
        self.items += 1
        if self.items > ITEMS:
            raise _TooMuch(f"something with more than {ITEMS:,} values")
        if depth > DEPTH:
            raise _TooMuch(f"something nested more than {DEPTH} deep")
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            return value if value.bit_length() <= 4096 else {"other": "a whole number with more than 1,000 digits"}
        if kind is str:
            self.text += len(value)
            if self.text > TEXT:
                raise _TooMuch(f"text of more than {TEXT:,} letters")
            return value
        if kind in (list, tuple, set, frozenset):
            name = "set" if kind is frozenset else kind.__name__
            return {name: [self.encode(item, depth + 1) for item in value]}
        if kind is dict:
            return {"dict": [[self.encode(key, depth + 1), self.encode(one, depth + 1)] for key, one in value.items()]}
        if kind is complex:
            return {"complex": [value.real, value.imag]}
        if kind in _SCALARS:
            return {"scalar": [value.dtype.str, self.scalar(value)]}
        if kind is np.ndarray:
            return self.array(value, depth)
        if value is Ellipsis:
            return {"ellipsis": True}
        if kind in engine_types():
            name = kind.__name__.lower()
            return {name: [self.encode(value.data, depth + 1), self.encode(value.grad, depth + 1)]}
        if kind in _array_types():
            return self.array(np.array(value), depth)
        return {"other": value.text if kind is Other else describe(value)}

    @staticmethod
    def scalar(value: Any) -> Any:
        if value.dtype.kind == "c":
            return [float(value.real), float(value.imag)]
        return float(value) if value.dtype.kind == "f" else value.item()

    def array(self, value: np.ndarray, depth: int) -> Any:
        if value.dtype.kind == "O" and value.size <= ITEMS:  # such as an array of Value: goes as lists
            return self.encode(value.tolist(), depth + 1)
        if value.dtype.kind not in "biufcU":
            return {"other": f"an array of {str(value.dtype)[:40]}"}
        self.bytes += value.nbytes
        if self.bytes > ARRAY_BYTES or len(self.arrays) >= ARRAYS:
            raise _TooMuch(f"an array of shape {value.shape}, too large to look at")
        self.arrays.append(np.array(value, order="C"))
        return {"array": len(self.arrays) - 1}


def decode(tree: Any, arrays: list[np.ndarray]) -> Any:
    """The value that `encode` took apart; Malformed where it is no message of ours."""
    try:
        return _decode(tree, arrays, 0)
    except Malformed:
        raise
    except Exception as error:  # a forged message: whatever went wrong, it is no value
        raise Malformed(f"not a value: {type(error).__name__}") from None


def _decode(tree: Any, arrays: list[np.ndarray], depth: int) -> Any:
    if tree is None or type(tree) in (bool, int, float, str):
        return tree
    if type(tree) is not dict or len(tree) != 1 or depth > DEPTH + 1:
        raise Malformed("not a value")
    ((tag, inner),) = tree.items()
    if tag in ("list", "tuple", "set"):
        items = [_decode(item, arrays, depth + 1) for item in inner]
        return items if tag == "list" else tuple(items) if tag == "tuple" else set(items)
    if tag == "dict":
        return {_decode(key, arrays, depth + 1): _decode(one, arrays, depth + 1) for key, one in inner}
    if tag == "complex":
        return complex(*inner)
    if tag == "scalar":
        dtype = _dtype(inner[0])
        return dtype.type(complex(*inner[1]) if dtype.kind == "c" else inner[1])
    if tag == "array":
        return np.array(arrays[inner], order="C")
    if tag in ("value", "tensor"):
        from .. import autodiff

        made = getattr(autodiff, tag.capitalize())(_decode(inner[0], arrays, depth + 1))
        made.grad = _decode(inner[1], arrays, depth + 1)
        return made
    if tag == "ellipsis":
        return Ellipsis
    if tag == "other":
        return Other("".join(one for one in str(inner)[:120] if one.isprintable()))
    raise Malformed("not a value")


def _dtype(text: Any) -> np.dtype:
    if not isinstance(text, str) or not _DTYPE.fullmatch(text):
        raise Malformed("not a kind of number")
    return np.dtype(text)


def refused(tree: Any) -> bool:
    """Whether an encoded value holds something that could not cross."""
    if isinstance(tree, dict):
        return "other" in tree or any(refused(inner) for inner in tree.values())
    return isinstance(tree, list) and any(refused(inner) for inner in tree)


def same(one: Any, other: Any) -> bool:
    """Whether two values encode to the same bytes (so NaN is itself, and 1 is not 1.0)."""
    (tree, arrays), (tree2, arrays2) = encode(one), encode(other)
    return json.dumps(tree) == json.dumps(tree2) and [
        (array.dtype.str, array.shape, array.tobytes()) for array in arrays
    ] == [(array.dtype.str, array.shape, array.tobytes()) for array in arrays2]


def describe(value: Any) -> str:
    """What something is, in words that come from its type alone."""
    kind = type(value)
    known = {
        types.GeneratorType: "a generator (is there a `yield` where a `return` belongs?)",
        types.ModuleType: "a module",
        types.CoroutineType: "a coroutine",
        np.random.Generator: "a random generator",
        bytes: "bytes",
        range: "a range (list(...) makes a list of it)",
    }
    functions = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, np.ufunc)
    if kind in known:
        return known[kind]
    if kind in functions:
        return "a function (are the brackets () missing?)"
    if issubclass(kind, type):
        return "a class (are the brackets () missing?)"
    name = "".join(one for one in type.__dict__["__name__"].__get__(kind)[:40] if one.isprintable())
    if issubclass(kind, np.ndarray):  # a matrix, a masked array: they compute by rules of their own
        return f"an object of class {name} (np.asarray(...) makes an array of it)"
    if issubclass(kind, decimal.Decimal | fractions.Fraction):
        return f"an object of class {name} (float(...) makes a number of it)"
    return f"an object of class {name}"


def engine_types() -> tuple[type, ...]:
    """`Value` and `Tensor`, if the engine is loaded (else nobody can hold one)."""
    engine = sys.modules.get(f"{__name__.split('.')[0]}.autodiff")
    return (engine.Value, engine.Tensor) if engine is not None and hasattr(engine, "Tensor") else ()


def _array_types() -> tuple[type, ...]:
    """TensorFlow's arrays, if it is loaded: they cross as NumPy arrays."""
    found = []
    for module, name in (("tensorflow.python.framework.ops", "EagerTensor"), ("keras", "Variable")):
        kind = getattr(sys.modules.get(module), name, None)
        found += [kind] if isinstance(kind, type) else []
    return tuple(found)
