"""What a lesson's first cell does."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import deepfake_lessons as dl
from deepfake_lessons.notebook import session

LOCK = "DEEPFAKE_LESSONS_SOLUTIONS"


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv(LOCK, "")  # so that what `start` does to it is undone
    monkeypatch.setenv("DEEPFAKE_LESSONS_HOME", str(tmp_path / "my_work"))
    session.MEMORY.forget()
    monkeypatch.setattr(session, "SCHOOL", False)
    monkeypatch.setattr(session, "_one_thread", lambda: None)  # the other tests keep their threads
    states = random.getstate(), np.random.get_state()
    yield
    random.setstate(states[0])
    np.random.set_state(states[1])
    session.MEMORY.forget()


def numbers() -> tuple[float, float]:
    return random.random(), float(np.random.random())


def test_one_friendly_line(capsys: pytest.CaptureFixture[str]) -> None:
    dl.start(seed=7)
    said = capsys.readouterr()
    assert said.out.count("\n") == 1 and said.out.endswith("\n") and said.err == ""
    for words in ("Ready", f"NumPy {np.__version__}", f"deepfake_lessons {dl.__version__}", "seed 7"):
        assert words in said.out
    assert ".".join(map(str, sys.version_info[:3])) in said.out


def test_the_seed_decides() -> None:
    drawn = []
    for seed in (1, 1, 2, 2**32 - 1, 0, np.int64(1)):
        dl.start(seed=seed)
        drawn.append(numbers())
    assert drawn[0] == drawn[1] == drawn[5]
    for place in (0, 1):
        assert len({pair[place] for pair in drawn}) == 4


@pytest.mark.parametrize("seed", [-1, 2**32, 1.0, "1", None])
def test_what_is_no_seed(seed, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="from 0 to 4294967295"):
        dl.start(seed=seed)
    assert capsys.readouterr().out == ""


def test_solutions_are_locked_by_the_notebook_or_for_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A learner's `start()` does not open what an instructor has locked for the whole machine."""
    monkeypatch.setattr(session, "SOLUTIONS", True)
    monkeypatch.setenv(LOCK, "locked")
    dl.start()
    assert session.SOLUTIONS is True
    assert os.environ[LOCK] == "locked"
    dl.start(solutions=False)
    dl.start()  # the set-up cell run once more opens nothing
    assert session.SOLUTIONS is False


def test_school_is_remembered() -> None:
    dl.start(school=True)
    assert session.SCHOOL is True
    dl.start()
    assert session.SCHOOL is False


def test_starting_again_forgets_no_answer() -> None:
    session.MEMORY.put("guess", "key", 3)
    dl.start()
    session.MEMORY.put("recall", "key", 0)
    dl.start()
    assert session.MEMORY.get("guess", "key") == 3 and session.MEMORY.get("recall", "key") == 0
    assert session.MEMORY.get("exam", "key") is None
    session.MEMORY.forget()
    assert session.MEMORY.get("guess", "key") is None


def test_the_first_answer_stays() -> None:
    assert session.MEMORY.put("guess", "key", 3) == 3
    assert session.MEMORY.put("guess", "key", 4) == 3
    assert session.MEMORY.get("guess", "key") == 3


# ---------------------------------------------------------------------- the folder with a learner's own work


def test_start_writes_nothing_and_says_nothing_of_an_empty_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dl.start()
    assert capsys.readouterr().out.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_without_start_nothing_is_written(tmp_path: Path) -> None:
    session.MEMORY.put("guess", "02 key", 3)
    assert list(tmp_path.iterdir()) == []


def test_start_says_once_what_there_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dl.start()
    for kind, key in (("guess", "02 key"), ("recall", "2.r1"), ("recall", "3.r1")):
        session.MEMORY.put(kind, key, 1)
    session.MEMORY.forget()  # as a new kernel does
    capsys.readouterr()
    dl.start()
    dl.start()
    ready, work, again = capsys.readouterr().out.splitlines()
    assert ready == again
    assert work == f"Your work: {tmp_path / 'my_work'}, 3 answers of lessons 02 and 03."


def test_answers_before_start_are_kept_too(tmp_path: Path) -> None:
    session.MEMORY.put("guess", "02 early", 3)
    dl.start()
    session.MEMORY.forget()
    dl.start()
    assert session.MEMORY.get("guess", "02 early") == 3


def test_the_folder_lies_beside_the_notebook_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DEEPFAKE_LESSONS_HOME")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    dl.start()
    session.MEMORY.put("guess", "02 key", 3)
    monkeypatch.chdir("elsewhere")  # as a learner's cell may do
    dl.start()
    session.MEMORY.put("guess", "02 other", 3)
    assert [path.name for path in tmp_path.glob("**/answers.json")] == ["answers.json"]
    monkeypatch.chdir(tmp_path)
    session.MEMORY.forget()
    capsys.readouterr()
    dl.start()
    assert "Your work: my_work, 2 answers of lesson 02." in capsys.readouterr().out


@pytest.mark.parametrize("off", ["", "off", " Off "])
def test_switched_off(off: str, tmp_path: Path, monkeypatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DEEPFAKE_LESSONS_HOME", off)
    monkeypatch.chdir(tmp_path)
    dl.start()
    dl.start()
    said = capsys.readouterr().out
    assert said.count("Your work stays in memory and ends with the kernel: DEEPFAKE_LESSONS_HOME is off.") == 1
    session.MEMORY.put("guess", "02 key", 3)
    assert session.MEMORY.get("guess", "02 key") == 3 and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["a_file", "a_file/below"])
def test_no_folder_can_be_there(place: str, tmp_path: Path, monkeypatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a_file").write_text("mine", encoding="utf-8")
    monkeypatch.setenv("DEEPFAKE_LESSONS_HOME", str(tmp_path / place))
    dl.start()
    _, said = capsys.readouterr().out.splitlines()
    assert said.startswith("Your work stays in memory") and said.endswith("a_file is no folder.")
    session.MEMORY.put("guess", "02 key", 3)
    assert session.MEMORY.get("guess", "02 key") == 3
    assert (tmp_path / "a_file").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tmp_path.chmod(0o500)
    try:
        dl.start()
        assert "cannot be written" in capsys.readouterr().out
        session.MEMORY.put("guess", "02 key", 3)
        assert session.MEMORY.get("guess", "02 key") == 3
    finally:
        tmp_path.chmod(0o700)


# ---------------------------------------------------------------------- the public names


@pytest.mark.parametrize("name", dl.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(dl, name) is not None
    assert name in dir(dl)


@pytest.mark.parametrize(("wrong", "right"), [("shwo", "'show'"), ("tensor", "'Tensor'"), ("nothing_like_it", "dir(")])
def test_a_wrong_name_is_helped(wrong: str, right: str) -> None:
    with pytest.raises(AttributeError, match=wrong) as told:
        getattr(dl, wrong)
    assert right in str(told.value)


# ---------------------------------------------------------------------- in a process of its own


def run(root: Path, code: str) -> subprocess.CompletedProcess[str]:
    """`code` in a fresh interpreter, without settings that would quieten TensorFlow from outside."""
    quieter = {"TF_CPP_MIN_LOG_LEVEL", "TF_ENABLE_ONEDNN_OPTS", "KERAS_BACKEND", "PYTHONWARNINGS", LOCK}
    environment = {name: value for name, value in os.environ.items() if name not in quieter}
    environment["PYTHONPATH"] = str(root)
    return subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, timeout=300
    )


def test_numpy_lessons_do_not_load_keras(root: Path) -> None:
    heavy = {"keras", "tensorflow", "matplotlib"}
    code = f"import sys, deepfake_lessons as dl; dl.start(); print(*{heavy!r} & set(sys.modules))"
    done = run(root, code)
    assert done.returncode == 0 and done.stderr == ""
    ready, loaded = done.stdout.splitlines()
    assert ready.startswith("Ready:") and loaded == ""


@pytest.mark.slow
def test_keras_starts_without_a_word_on_stderr(root: Path) -> None:
    code = """
import deepfake_lessons as dl
draws = []
for _ in range(2):
    dl.start(seed=3, keras=True)
    import keras
    draws.append(float(keras.random.uniform((1,))[0]))
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(keras.ops.ones((4, 2)), keras.ops.ones((4, 1)), verbose=0)
print(draws[0] == draws[1])
"""
    done = run(root, code)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    ready, again, same = done.stdout.splitlines()
    assert ready == again and "tensorflow 2." in ready and "keras 3." in ready
    assert same == "True"


def test_an_error_while_keras_loads_still_shows(root: Path) -> None:
    code = """
import sys
import deepfake_lessons as dl
sys.modules["tensorflow"] = None  # as if it were not installed
dl.start(keras=True)
"""
    done = run(root, code)
    assert done.returncode != 0
    assert "tensorflow" in done.stderr.splitlines()[-1]
