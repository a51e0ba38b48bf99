"""The exam: sealed, opened once, dated."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from deepfake_lessons.metrics.pairs import Pair, Rate
from deepfake_lessons.notebook import exams
from deepfake_lessons.notebook.exams import exam
from deepfake_lessons.notebook.own_work.memory import Memory
from deepfake_lessons.notebook.session import MEMORY

INPUTS = np.array([[0.1], [0.2], [0.8], [0.9], [0.7]])
LABELS = np.array([0, 0, 1, 1, 0])


@pytest.fixture(autouse=True)
def _forgetful():
    MEMORY.forget()
    yield
    MEMORY.forget()


def large(inputs: np.ndarray) -> np.ndarray:
    return inputs[:, 0] > 0.5


RIGHT = Pair(caught=Rate(2, 2), accused=Rate(1, 3))


def test_a_sealed_exam_says_how_many() -> None:
    text = repr(exam("faces", INPUTS, LABELS))
    assert "'faces'" in text and "5 pictures (3 genuine, 2 fake)" in text and text.endswith("sealed")


def test_inputs_and_labels_lie_under_the_seal() -> None:
    sealed = exam("faces", INPUTS, LABELS)
    plain = [getattr(sealed, name) for name in dir(sealed) if not name.startswith("_")]
    assert not any(isinstance(value, np.ndarray) for value in plain)


def test_the_first_opening_gives_the_pair(capsys: pytest.CaptureFixture[str]) -> None:
    sealed = exam("faces", INPUTS, LABELS)
    assert sealed.open(large) == RIGHT
    assert date.today().isoformat() not in capsys.readouterr().out  # a first opening's output can be compared
    assert f"opened on {date.today().isoformat()}: fakes caught 2 of 2" in repr(sealed)


def test_there_is_no_second_first_time(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class ThatDay(date):
        @classmethod
        def today(cls) -> date:
            return date(2026, 2, 3)

    monkeypatch.setattr(exams, "date", ThatDay)
    sealed = exam("faces", INPUTS, LABELS)
    sealed.open(large)
    monkeypatch.setattr(exams, "date", date)
    asked = []
    capsys.readouterr()
    again = sealed.open(lambda inputs: asked.append(1) or LABELS == 1)
    assert again == RIGHT and not asked  # the better detector was not even asked
    assert "2026-02-03" in capsys.readouterr().out
    assert exam("faces", INPUTS, LABELS).open(lambda inputs: LABELS == 1) == RIGHT  # the cell run again
    assert "opened on 2026-02-03" in repr(sealed)
    assert exam("other faces", INPUTS, LABELS).open(lambda inputs: LABELS == 1).accused == Rate(0, 3)


def test_it_stays_opened_in_a_new_kernel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    MEMORY.open(tmp_path)
    exam("03 faces", INPUTS, LABELS).open(large)
    MEMORY.forget()  # a new kernel
    MEMORY.open(tmp_path)
    again = exam("03 faces", INPUTS, LABELS)
    assert again.open(lambda inputs: LABELS == 1) == RIGHT
    assert f"opened on {date.today().isoformat()} already" in capsys.readouterr().out
    assert f"opened on {date.today().isoformat()}: fakes caught 2 of 2" in repr(again)


def test_two_notebooks_open_it_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The other notebook opens it while this one's detector is still at work."""
    MEMORY.open(tmp_path)
    other = Memory()
    other.open(tmp_path)
    theirs = {"opened": "2026-02-03", "caught": [1, 2], "accused": [0, 3]}

    def slow(inputs: np.ndarray) -> np.ndarray:
        other.put("exam", "03 faces", theirs)
        return large(inputs)

    assert exam("03 faces", INPUTS, LABELS).open(slow) == Pair(caught=Rate(1, 2), accused=Rate(0, 3))
    assert "opened on 2026-02-03 already" in capsys.readouterr().out


@pytest.mark.parametrize(
    "answer",
    [
        lambda inputs: [False, False, True, True, True],
        lambda inputs: [0, 0, 1, 1, 1],
        lambda inputs: [0.5, 0.0, 0.51, 1.0, 0.9],  # fake above one half, not at it
        lambda inputs: inputs.astype(np.float32),  # (N, 1), as a Keras model gives it
    ],
)
def test_answers_of_every_kind(answer) -> None:
    assert exam("faces", INPUTS, LABELS).open(answer) == RIGHT


def give(value):
    return lambda inputs: value


def fail(inputs: np.ndarray) -> np.ndarray:
    raise ZeroDivisionError("the learner's own mistake")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (fail, ZeroDivisionError),
        (give(None), ValueError),
        (give([]), ValueError),
        (give([1, 0]), ValueError),
        (give(0.7), ValueError),
        (give([0, 1, 2, 0, 1]), ValueError),
        (give([0.1, 0.2, 1.7, 0.3, 0.4]), ValueError),
        (give([0.1, 0.2, -0.7, 0.3, 0.4]), ValueError),
        (give([0.1, 0.2, np.nan, 0.3, 0.4]), ValueError),
        (give(["yes", "no", "no", "no", "no"]), ValueError),
        (give(np.zeros((5, 2))), ValueError),
    ],
)
def test_bad_answers_leave_the_seal_whole(answer, error: type[Exception]) -> None:
    sealed = exam("faces", INPUTS, LABELS)
    with pytest.raises(error):
        sealed.open(answer)
    assert repr(sealed).endswith("sealed")
    assert sealed.open(large) == RIGHT


def test_what_was_sealed_stays_what_it_was() -> None:
    inputs, labels = INPUTS.copy(), LABELS.copy()
    sealed = exam("faces", inputs, labels)
    inputs[:], labels[:] = 0, 1

    def spoil(shown: np.ndarray) -> np.ndarray:
        shown[:] = 0
        return np.zeros((5, 2))

    with pytest.raises(ValueError):
        sealed.open(spoil)
    assert sealed.open(large) == RIGHT


@pytest.mark.parametrize(
    ("inputs", "labels"),
    [
        (INPUTS, LABELS[:4]),
        (INPUTS, LABELS + 1),
        (INPUTS, LABELS[:, None]),
        (INPUTS[:0], LABELS[:0]),
        (3.0, LABELS),
        (INPUTS, 1),
    ],
)
def test_what_cannot_be_sealed(inputs, labels) -> None:
    with pytest.raises(ValueError):
        exam("faces", inputs, labels)
