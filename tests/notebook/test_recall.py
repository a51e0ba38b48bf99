"""Recall questions: the file, the rules it must keep, and the answers."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from deepfake_lessons.notebook.recalls import QUESTIONS, read, recall
from deepfake_lessons.notebook.session import MEMORY

GOOD = """
["9.r1"]
question = "Which <one>?"
[["9.r1".options]]
text = "This"
right = true
feedback = "Yes."
[["9.r1".options]]
text = "That & more"
right = false
feedback = "No: <this>."
"""


@pytest.fixture(autouse=True)
def _forgetful():
    MEMORY.forget()
    yield
    MEMORY.forget()


@pytest.fixture
def questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "questions.toml"
    path.write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr("deepfake_lessons.notebook.recalls.QUESTIONS", path)
    return path


# ---------------------------------------------------------------------- the course's own file


def test_lessons_and_file_name_the_same_questions(root: Path) -> None:
    asked: Counter[str] = Counter()
    for source in sorted((root / "notebooks" / "source").glob("[0-9]*.py")):
        keys = re.findall(r"""^dl\.recall\(["']([^"']+)["']\)""", source.read_text(encoding="utf-8"), re.MULTILINE)
        assert keys, f"{source.name} asks no recall question"
        assert all(int(key.split(".")[0]) == int(source.name[:2]) for key in keys), f"{source.name} asks {keys}"
        asked.update(keys)
    assert set(asked) == set(read(QUESTIONS)), "questions of the lessons and of recall.toml differ"
    assert max(asked.values()) == 1, f"asked twice: {asked}"


@pytest.mark.parametrize("key", read(QUESTIONS))
def test_every_option_has_its_own_answer(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    question = read(QUESTIONS)[key]
    said = []
    for number, option in enumerate(question.options, start=1):
        assert recall(key, answer=number) is None
        said.append(capsys.readouterr().out)
        assert question.question in said[-1] and option.text in said[-1] and option.feedback in said[-1]
    assert len(set(said)) == len(said)
    assert (
        sum("\nRight: " in text for text in said) == 1 and sum("\nNot yet: " in text for text in said) == len(said) - 1
    )


def test_the_right_option_is_not_always_in_one_place() -> None:
    places = {[option.right for option in question.options].index(True) for question in read(QUESTIONS).values()}
    assert len(places) > 1


# ---------------------------------------------------------------------- the rules of the file


def test_a_good_file_is_read(questions: Path) -> None:
    (question,) = read(questions).values()
    assert question.question == "Which <one>?"
    assert [option.right for option in question.options] == [True, False]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("right = true", "right = false"),  # no right one
        ("right = false", "right = true"),  # two right ones
        ("right = true", 'right = "true"'),
        ("right = true", ""),
        ('feedback = "Yes."', ""),
        ('feedback = "Yes."', 'feedback = " "'),
        ('text = "This"', 'text = ""'),
        ('text = "This"', 'text = "This"\nhint = "none"'),
        ('question = "Which <one>?"', ""),
        ('[["9.r1".options]]\ntext = "That & more"\nright = false\nfeedback = "No: <this>."', ""),  # one option only
    ],
)
def test_a_bad_question_is_named(tmp_path: Path, old: str, new: str) -> None:
    assert GOOD.count(old) == 1
    path = tmp_path / "bad.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.toml: 9\.r1"):
        read(path)


def test_what_is_no_question_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text('"9.r2" = "Which?"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.toml: 9\.r2"):
        read(path)


# ---------------------------------------------------------------------- answers


@pytest.mark.parametrize("answer", [0, 3, -1, "1", 1.0])
def test_an_answer_that_is_no_option(questions: Path, answer) -> None:
    with pytest.raises(ValueError, match="options 1 to 2"):
        recall("9.r1", answer=answer)


def test_an_unknown_question_names_its_neighbours(questions: Path) -> None:
    with pytest.raises(KeyError, match=r"9\.r7.*9\.r1"):
        recall("9.r7")
    with pytest.raises(KeyError, match="none"):
        recall("8.r1")


def test_the_first_answer_is_remembered(questions: Path) -> None:
    recall("9.r1", answer=2)
    recall("9.r1", answer=1)
    assert MEMORY.get("recall", "9.r1") == 1  # its place, counted from 0


def test_the_control_answers_every_choice(questions: Path) -> None:
    label, column, feedback = recall("9.r1").children
    this, that = column.children  # buttons: Tab reaches each of them
    assert "Which &lt;one&gt;?" in label.value
    assert [this.description, that.description] == ["1. This", "2. That & more"]
    assert feedback.value == "" and MEMORY.get("recall", "9.r1") is None
    that.click()
    assert "Not yet: That &amp; more. No: &lt;this&gt;." in feedback.value
    this.click()
    assert "Right: This. Yes." in feedback.value
    assert MEMORY.get("recall", "9.r1") == 1
