"""Which lessons the browser visits after a change: their own files, their rooms, everybody's files; two at most."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from course_fixture import real_lessons

from tools.authoring import touched


def git(root: Path, *words: str) -> str:
    settings = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    return subprocess.run(["git", *settings, *words], cwd=root, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout in which the tour was made at the first commit."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "README.md").write_text("one")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    touched.remember(tmp_path)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "tour")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "keys", "left"),
    [
        ("README.md", "", ""),
        ("deepfake_lessons/exercises/solutions.json", "", ""),
        ("deepfake_lessons/course/grade.py", "", ""),
        ("notebooks/source/03_the_letters_loop.py", "03", ""),
        ("notebooks/03_the_letters_loop.ipynb", "03", ""),
        ("deepfake_lessons/exercises/lesson_08.py", "08", ""),
        ("deepfake_lessons/autodiff.py", "02", ""),
        ("deepfake_lessons/plane/live.py", "04", ""),
        ("deepfake_lessons/notebook/explorer.py", "02 09", "01 03 04 05 06 07 08"),
        ("deepfake_lessons/exercises/calling.py", "02 09", "01 03 04 05 06 07 08"),
    ],
)
@pytest.mark.parametrize("committed", [False, True])
def test_a_change_touches(root: Path, path: str, keys: str, left: str, committed: bool) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text("two")
    if committed:
        git(root, "add", ".")
        git(root, "commit", "-qm", "change")
    visited, words = touched.touched(root, real_lessons())
    assert " ".join(lesson.key for lesson in visited) == keys
    assert words == (f'touched too, and left to make browser LESSON="{left}"' if left else "")


def test_where_the_last_tour_is_not_known_one_lesson_is_visited(root: Path) -> None:
    for forget in (lambda: (root / touched.TOURED).write_text(40 * "1"), (root / touched.TOURED).unlink):
        forget()
        visited, words = touched.touched(root, real_lessons())
        assert [lesson.key for lesson in visited] == ["02"] and "not known" in words
