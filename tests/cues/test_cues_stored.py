"""The stored scores: read whole, picked by column, and honest about what is not there."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from deepfake_lessons.cues.stored import Stored, read

module = sys.modules[Stored.__module__]  # the package has a function of the same name


def table(path: Path, cue: list[str], strength: list[float], **more: np.ndarray) -> Path:
    """A file as benchmarks/cues.py writes it."""
    count = len(cue)
    columns = {
        "scores": np.arange(count * 5, dtype=np.float32).reshape(count, 5), "cue": np.array(cue),
        "kind": np.array(["late" if one else "" for one in cue]), "strength": np.array(strength, np.float32),
        "seconds": np.full(count, 3, np.float32), "group": np.array(["fresh"] * count),
        "block": np.full(count, 10_000), "actor": np.arange(count) + 10_000, **more,
    }  # fmt: skip
    about = {"meters": ["seam", "shadow", "lips", "light", "blink"], "date": "2026-01-01"}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, about=np.array(json.dumps(about)), **columns)
    path.write_bytes(buffer.getvalue())
    return path


@pytest.fixture
def small(tmp_path: Path) -> Stored:
    """Three clips."""
    return read(table(tmp_path / "meters.npz", ["", "lips", "lips"], [0, 0.75, 1]))


def test_rows_are_picked_by_what_was_done(small: Stored) -> None:
    assert len(small) == 3 and small.meters[2] == "lips"
    assert small.where(cue="lips").tolist() == [False, True, True]
    assert small.where(cue="lips", strength=0.75).tolist() == [False, True, False]
    assert small.where().all() and small.scores[small.where(cue="")].tolist() == [[0, 1, 2, 3, 4]]
    assert repr(small) == "3 clips, measured 2026-01-01 by seam, shadow, lips, light, blink"


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"cues": "lips"}, "no column 'cues': choose of cue, kind, strength"),
        ({"scores": 1}, "no column 'scores'"),
        ({"cue": "mouth"}, "cue='mouth': no clip is so; there are , lips"),
        ({"strength": 0.5}, "strength=0.5: no clip is so; there are 0.0, 0.75, 1.0"),
    ],
)
def test_what_no_clip_is_is_named(small: Stored, wanted: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        small.where(**wanted)


def test_the_files_are_read_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table(tmp_path / "meters.npz", ["", "lips"], [0, 1])
    table(tmp_path / "accused.npz", [""] * 3, [0] * 3, group=np.array(["glasses"] * 3))
    monkeypatch.setattr(module, "data_folder", lambda: tmp_path)
    monkeypatch.setattr(module, "read_checksums", lambda folder: {"meters.npz": "", "accused.npz": ""})
    monkeypatch.setattr(module, "shipped", lambda name: tmp_path / name)
    whole = module.stored.__wrapped__()
    assert len(whole) == 5 and whole.where(group="glasses").sum() == 3


def test_objects_are_not_unpacked(tmp_path: Path) -> None:
    harmful = table(tmp_path / "meters.npz", [""], [0], kind=np.array([print], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        read(harmful)
