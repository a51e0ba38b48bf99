"""Stored scores: read whole or not at all, picked by column; the learner's own come first, and it is said whose."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from deepfake_lessons.detector import stored
from deepfake_lessons.notebook.own_work.keeping import keep
from deepfake_lessons.notebook.session import MEMORY

module = sys.modules[stored.__name__]


def table(path: Path, **changed: np.ndarray) -> Path:
    """A file as lesson 08's benchmark writes it: 8 exam and 4 mock exam pictures of each of two trainings."""
    half = {
        "score": np.tile([0.1, 0.2, 0.6, 0.9], 3).astype(np.float32),
        "label": np.tile([0, 0, 1, 1], 3).astype(np.int8),
        "method": np.tile(["genuine", "genuine", "gan", "swap"], 3),
        "band": np.tile([0, 5, -1, 3], 3).astype(np.int8),
        "pile": np.repeat(["exam", "mock exam"], [8, 4]),
    }
    columns = {name: np.concatenate([one, one]) for name, one in half.items()}
    columns |= {"seed": np.repeat([1, 2], 12), **changed}
    np.savez(path, **columns)
    return path


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The small table in the place of the shipped one, and no work of a learner's."""
    path = table(tmp_path / stored.FILE)
    monkeypatch.setattr(module, "shipped", lambda name: path)
    stored.load.cache_clear()
    MEMORY.forget()
    MEMORY.artefacts.clear()
    yield path
    MEMORY.artefacts.clear()
    stored.load.cache_clear()


def test_rows_are_picked(shipped: Path) -> None:
    found = stored.load()
    assert len(found) == 24 and repr(found) == "24 scores of 2 trainings of lesson 08's detector"
    assert found.where(pile="mock exam", seed=2).sum() == 4
    assert found.band[found.where(method="gan")].tolist() == [-1] * 6
    assert stored.load() is found


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"seed": np.arange(3)}, r"seed has the shape \(3,\), \(24,\) is wanted"),
        ({"score": np.full(24, np.nan)}, "24 of 24 scores are not finite"),
        ({"score": np.linspace(-3, 3, 24)}, "no probabilities"),
        ({"label": np.zeros(24, np.int8)}, "24 genuine pictures and 0 fakes"),
        ({"method": np.full(24, "magic")}, "method 'magic'; there are genuine, gan"),
        ({"pile": np.full(24, "study")}, "pile 'study'; there are mock exam, exam"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(tmp_path: Path, changed: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        stored.read(table(tmp_path / "scores.npz", **changed))


# ---------------------------------------------------------------------- whose they are


def test_without_own_scores_the_shipped_ones_are_used_and_named(shipped: Path, capsys: pytest.CaptureFixture) -> None:
    scores, labels = stored.exam_scores(seed=2)
    assert scores.tolist() == pytest.approx([0.1, 0.2, 0.6, 0.9] * 2) and labels.tolist() == [0, 0, 1, 1] * 2
    said = capsys.readouterr().out
    assert "no scores of yours" in said and "the shipped ones: the exam of training 2, 8 pictures" in said


def test_own_scores_come_first(shipped: Path, capsys: pytest.CaptureFixture) -> None:
    keep(stored.OWN, np.array([[0.25, 0], [0.75, 1], [0.5, 1]]))
    capsys.readouterr()
    scores, labels = stored.exam_scores()
    assert scores.tolist() == [0.25, 0.75, 0.5] and labels.tolist() == [0, 1, 1]
    said = capsys.readouterr().out
    assert "Using yours of lesson 08" in said and "shipped" not in said


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (np.array([0.2, 0.8]), r"shape \(2,\), and \(N, 2\) was wanted"),
        (np.array([[0.2, 0], [np.nan, 1]]), "not finite"),
        (np.array([[0.2, 0], [4.0, 1]]), "no probabilities"),
        (np.array([[0.2, 1], [0.4, 1]]), "0 genuine pictures"),
        ([np.zeros(2), np.zeros(3)], "cannot be used"),
        ({"score": np.zeros(2)}, "cannot be used"),
    ],
)
def test_own_scores_that_are_none_are_named_and_left(
    shipped: Path, capsys: pytest.CaptureFixture, own: object, words: str
) -> None:
    keep(stored.OWN, own)
    capsys.readouterr()
    scores, _ = stored.exam_scores()
    assert len(scores) == 8
    said = capsys.readouterr().out
    assert re.search(words, said) and "the shipped ones" in said
