"""Values cross exactly, by exact type; what cannot cross is described; what was forged is refused."""

from __future__ import annotations

import json
import math
import os
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deepfake_lessons.autodiff import Tensor, Value
from deepfake_lessons.exercises import exchange, values

scalars = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text() | st.complex_numbers()
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=4)
    ),
    max_leaves=20,
)
ARRAYS = [
    np.arange(6.0).reshape(2, 3),
    np.float32([1, 2]),
    np.array(3),
    np.zeros((0, 4)),
    np.array([True, False]),
    np.array(["a", "ß"]),
    np.array([1 + 2j]),
    np.asfortranarray(np.arange(6).reshape(2, 3)),
    np.arange(12)[::3],
    np.array([1, 2], dtype=">i2"),
    np.array([math.nan, math.inf, -0.0]),
]


SCALARS = [np.float32(0.1), np.float64(0.1), np.int8(-3), np.bool_(True), np.complex64(1j)]


def there_and_back(value: Any, folder: Path) -> Any:
    """The way a value takes at grading."""
    tree, arrays = values.encode(value)
    exchange.write(folder, "reply", {"value": tree}, arrays)
    message, got = exchange.read(folder, "reply")
    return values.decode(message["value"], got)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("values")


@given(value=trees)
def test_plain_values_cross_exactly(folder: Path, value: Any) -> None:
    got = there_and_back(value, folder)
    assert type(got) is type(value)
    assert values.same(got, value)
    assert repr(got) == repr(value)


@pytest.mark.parametrize("array", [*ARRAYS, *SCALARS], ids=lambda array: f"{type(array)}{array.dtype}{array.shape}")
def test_arrays_and_scalars_cross_exactly(folder: Path, array: np.ndarray | np.generic) -> None:
    got = there_and_back({"in": [array]}, folder)["in"][0]
    assert (type(got), got.dtype, got.shape) == (type(array), array.dtype, array.shape)
    assert got.tobytes() == array.tobytes()


def test_engine_objects_cross_with_data_and_gradient(folder: Path) -> None:
    number, tensor = Value(2.0), Tensor(np.float32([1, 2]))
    (number * 3).backward()
    (tensor * tensor).sum().backward()
    got = there_and_back([number, tensor, np.array([number, number])], folder)
    assert (type(got[0]), got[0].data, got[0].grad) == (Value, 2.0, 3.0)
    assert (type(got[1]), got[1].data.dtype) == (Tensor, np.float32)
    assert got[1].grad.tolist() == [2, 4]
    assert [one.data for one in got[2]] == [2.0, 2.0]


def test_special_objects(folder: Path) -> None:
    assert there_and_back(..., folder) is ...
    assert there_and_back({1, 2}, folder) == {1, 2}


class Always:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class Half(float):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__


class Array(np.ndarray):
    pass


class Liar:
    @property
    def __class__(self) -> type:  # type: ignore[override]
        raise RuntimeError("asked for my class")

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __repr__(self) -> str:
        raise RuntimeError("asked for my words")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Always(), "an object of class Always"),
        (Half(0.5), "an object of class Half"),
        (Liar, "an object of class Liar"),  # made in the test: pytest looks at its parameters, and this one bites
        (np.zeros(3).view(Array), "an object of class Array"),
        (np.ma.masked_array([1.0]), "an object of class MaskedArray (np.asarray(...) makes an array of it)"),
        (np.zeros((1, 1)).view(np.matrix), "an object of class matrix (np.asarray(...) makes an array of it)"),
        (Decimal("0.5"), "an object of class Decimal (float(...) makes a number of it)"),
        (Fraction(1, 2), "an object of class Fraction (float(...) makes a number of it)"),
        ((x for x in "ab"), "a generator"),
        (len, "a function"),
        (lambda: 1, "a function"),
        (Always, "a class"),
        (json, "a module"),
        (b"ab", "bytes"),
        (range(3), "a range"),
        (np.random.default_rng(1), "a random generator"),
        (np.zeros(2, dtype="datetime64[s]"), "an array of datetime64"),
        (np.broadcast_to(1.0, (10**6, 10**6)), "an array of shape (1000000, 1000000), too large"),
        (2 ** (2**13), "a whole number with more than 1,000 digits"),
        ([0] * (values.ITEMS + 1), "something with more than 200,000 values"),
        ("x" * (values.TEXT + 1), "text of more than"),
    ],
)
def test_what_does_not_cross_is_described(value: Any, words: str) -> None:
    value = value() if value is Liar else value
    tree, arrays = values.encode(value)
    assert values.refused(tree)
    got = values.decode(json.loads(json.dumps(tree)), arrays)
    assert type(got) is values.Other
    assert got.text.startswith(words)
    inside = values.decode(*values.encode({"a": (1, value)}))
    assert values.refused(values.encode(inside)[0])


def test_endless_structures_end() -> None:
    ring: list[Any] = []
    ring.append(ring)
    assert "nested more than" in values.decode(*values.encode(ring)).text
    wide: list[Any] = [0]
    for _ in range(19):
        wide = [wide, wide, wide]
    assert "more than 200,000 values" in values.decode(*values.encode(wide)).text
    changing = [np.zeros(values.ARRAY_BYTES // 16)] * 3
    tree, arrays = values.encode(changing)
    assert "too large" in tree["other"]
    assert arrays == []


def test_copies_are_made() -> None:
    array = np.zeros(2)
    tree, arrays = values.encode(array)
    array[0] = 1
    one, other = values.decode(tree, arrays), values.decode(tree, arrays)
    one[0] = 2
    assert arrays[0].tolist() == other.tolist() == [0, 0]


@pytest.mark.parametrize(
    "tree",
    [
        [1],
        {},
        {"array": 0},
        {"array": "x"},
        {"array": -1},
        {"list": 3},
        {"dict": [[{"list": []}, 1]]},
        {"dict": [1]},
        {"scalar": ["O", 1]},
        {"scalar": ["<f8"]},
        {"scalar": ["V8", 1]},
        {"scalar": [["<f8"], 1]},
        {"value": ["x", 0]},
        {"set": [{"list": []}]},
        {"complex": ["a"]},
        {"surprise": 1},
        {"list": [], "tuple": []},
        "deep",
    ],
)
def test_forged_values_are_refused(tree: Any) -> None:
    if tree == "deep":
        tree = 1
        for _ in range(500):
            tree = {"list": [tree]}
    with pytest.raises(values.Malformed):
        values.decode(tree, [])


def forge(folder: Path, text: bytes | None = None, array: bytes | None = None) -> None:
    for path in folder.iterdir():
        path.unlink()
    (folder / "reply.json").write_bytes(b'{"message": {}, "arrays": 1}' if text is None else text)
    (folder / "reply.0.npy").write_bytes(b"" if array is None else array)


def header(text: str, data: bytes = b"") -> bytes:
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode() + data


@pytest.mark.parametrize(
    ("text", "array"),
    [
        (b"", None),
        (b"[]", None),
        (b"{}", None),
        (b"\xff\xfe", None),
        (b"[" * 200_000, None),
        (b'{"message": [], "arrays": 0}', None),
        (b'{"message": {}, "arrays": 1e9}', None),
        (b'{"message": {}, "arrays": 1000000000}', None),
        (b'{"message": {}, "arrays": true}', None),
        (None, b""),
        (None, b"\x93NUMPY\x09\x09aaaa"),
        (None, header("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }")),
        (None, header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", bytes(8))),
        (None, header("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", bytes(8))),
        (None, header("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", bytes(8))),
        (None, header("__import__('os')")),
        (None, header("(" * 5000)),
    ],
)
def test_forged_files_are_refused(tmp_path: Path, text: bytes | None, array: bytes | None) -> None:
    forge(tmp_path, text, array)
    with pytest.raises(values.Malformed):
        exchange.read(tmp_path, "reply")


def test_a_missing_or_large_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(values.Malformed, match="no answer"):
        exchange.read(tmp_path, "reply")
    with open(tmp_path / "reply.json", "wb") as stream:
        stream.truncate(exchange.JSON_BYTES + 1)
    with pytest.raises(values.Malformed, match="too large"):
        exchange.read(tmp_path, "reply")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has neither pipes nor links in folders")
def test_links_and_pipes_are_refused(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text('{"message": {}, "arrays": 0}')
    try:
        (tmp_path / "reply.json").symlink_to(tmp_path / "real.json")
    except OSError:
        pytest.skip("this system lets nobody make symbolic links without a privilege")
    with pytest.raises(values.Malformed):
        exchange.read(tmp_path, "reply")
    (tmp_path / "reply.json").unlink()
    os.mkfifo(tmp_path / "reply.json")
    with pytest.raises(values.Malformed):
        exchange.read(tmp_path, "reply")
