"""Stored tables: read whole, as declared, or not at all; asked which of their rows are so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from deepfake_lessons.metrics import tables

AXES = {"score": ("rows", 2), "kind": ("rows",), "about": ()}
WHOLE: dict[str, Any] = {"score": np.ones((3, 2)), "kind": np.array(["a", "b", "b"]), "about": np.array("words")}


def test_what_is_declared_is_read(tmp_path: Path) -> None:
    np.savez(tmp_path / "some.npz", **WHOLE, more=np.zeros(9))
    found = tables.read(tmp_path / "some.npz", AXES, "rows")
    assert list(found) == list(AXES) and str(found["about"]) == "words" and found["score"].shape == (3, 2)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": None}, "some.npz holds no rows .*kind.*it must have score, kind, about"),
        ({"kind": np.array(list("ab"))}, r"kind has the shape \(2,\), \(3,\) is wanted"),
        ({"score": np.ones((3, 1))}, r"score has the shape \(3, 1\), \(3, 2\) is wanted"),
        ({"about": np.zeros(2)}, r"about has the shape \(2,\), \(\) is wanted"),
        ({"score": np.array(1.0)}, r"score has the shape \(\)"),
        ({"score": np.ones((0, 2)), "kind": np.array([])}, r"score has the shape \(0, 2\)"),
        ({"kind": np.full(3, print, dtype=object)}, "holds no rows .*allow_pickle=False"),  # would run code when read
    ],
)
def test_what_is_not_as_declared_is_refused(tmp_path: Path, changed: dict[str, Any], words: str) -> None:
    arrays = {name: one for name, one in (WHOLE | changed).items() if one is not None}
    np.savez(tmp_path / "some.npz", **arrays)
    with pytest.raises(ValueError, match=words):
        tables.read(tmp_path / "some.npz", AXES, "rows")


@pytest.mark.parametrize("content", [None, b"", b"no zip file", b"PK\x03\x04 broken"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "some.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=r"some.npz holds no rows"):
        tables.read(path, AXES, "rows")


@dataclass(frozen=True, eq=False)
class Clips(tables.Rows):
    score: np.ndarray
    kind: np.ndarray
    strength: np.ndarray
    about: str = ""

    row = "clip"


SOME = Clips(np.ones((3, 2)), np.array(["", "late", "late"]), np.array([0, 0.75, 1], np.float32))


def test_rows_are_picked() -> None:
    assert len(SOME) == 3 and SOME.where().all()
    assert SOME.where(kind="late", strength=0.75).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [({"kinds": "late"}, "no column 'kinds': choose of kind, strength"), ({"score": 1}, "no column 'score'"),
     ({"kind": "early"}, "kind='early': no clip is so; there are , late"),
     ({"strength": 0.5}, "strength=0.5: no clip is so; there are 0.0, 0.75, 1.0")],
)  # fmt: skip
def test_what_no_row_is_is_named(wanted: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        SOME.where(**wanted)
