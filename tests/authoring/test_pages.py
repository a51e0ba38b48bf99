"""Pages are made from results, say when and on what, and say so where nothing was measured."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from course_fixture import checkout

from tools.authoring import pages
from tools.authoring.source import find_root

RESULT = {
    "date": "2026-01-02",
    "machine": {"processor": "A Processor", "cores": 2, "memory_gb": 8, "system": "Linux"},
    "versions": {"python": "3.12.1"},
}
RUN = {"lesson": "90_small", "edition": "learner", "wall": 3.4, "counted": 2.6, "failures": []}


def results(root: Path, **files: dict) -> None:
    folder = root / pages.RESULTS
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def test_the_committed_pages_are_what_the_results_give() -> None:
    assert pages.drift(find_root()) == []


def test_every_result_is_on_a_page() -> None:
    root = find_root()
    made = b"".join(pages.pages(root).values()).decode()
    for path in (root / pages.RESULTS).glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["date"] in made, path.name


def test_what_was_not_measured_is_said(tmp_path: Path) -> None:
    made = pages.pages(checkout(tmp_path))
    text = made[pages.HOW_LONG].decode()
    assert "Not measured yet." in text and text.count("not measured") >= 4


def test_figures_carry_date_and_machine(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    seen = {"lesson": "90_small", "controls": 4, "exercises": 2, "running": 5.2, "beyond": 21.6, "faults": ["one"]}
    results(root, lessons=RESULT | {"runs": [RUN]}, browser=RESULT | {"visits": [seen]})
    text = pages.pages(root)[pages.HOW_LONG].decode()
    assert "| 90 A small lesson | 3 s | 3 s | 10 s | not measured |" in text
    assert "2026-01-02, 2 cores of A Processor, 8 GB, Linux, Python 3.12.1" in text
    assert "4 controls moved, 2 exercises answered | 90 5 s, and 22 s of looking and moving | 1 |" in text


def test_a_missed_bar_stays_visible(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    shutil.copytree(find_root() / "benchmarks", root / "benchmarks", ignore=shutil.ignore_patterns("results"))
    results(root, autodiff=RESULT | {"figures": [{"what": "a ratio", "measured": 2.5, "bar": ">= 3"}]})
    text = pages.pages(root)[pages.BENCHMARKS].decode()
    assert "| a ratio | 2.5 | >= 3 |" in text and "## start.py" in text and "Not measured yet." in text


def test_drift_is_found(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    for path, content in pages.pages(root).items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(content)
    assert pages.drift(root) == []
    results(root, lessons=RESULT | {"runs": [RUN]})
    (found,) = pages.drift(root)
    assert found.startswith("HOW_LONG.md is not what") and pages.COMMAND in found


@pytest.mark.parametrize("content", ["no json", "[]", '{"date": "2026-01-02"}'])
def test_a_spoilt_result_is_named(content: str, tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / pages.RESULTS).mkdir(parents=True)
    (root / pages.RESULTS / "colab.json").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"colab\.json is no result of ours"):
        pages.pages(root)
