"""Findings are read whole; reports claim what was measured, and their facts show how it came about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from deepfake_lessons.detector import finding_plots as pictures
from deepfake_lessons.detector import findings, reports
from deepfake_lessons.metrics.pairs import FAKE, REAL


@pytest.fixture(scope="module")
def found() -> findings.Findings:
    return findings.stored()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"built": np.zeros((2, 2, 4))}, r"built has the shape \(2, 2, 4\), \(2, 2, 5\) is wanted"),
        ({"mock_exam": np.array(0.5)}, "mock_exam has the shape"),
        ({"network": np.nan}, "network must lie between 0 and 1"),
        ({"sets_exam": 0}, "sets_exam must lie between 1"),
        ({"B_exam_label": 3}, "B_exam_label must be 0 or 1"),
        ({"A_exam_person": np.arange(3)}, "A_exam_label has the shape"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(root: Path, tmp_path: Path, changed: dict[str, Any], words: str) -> None:
    with np.load(root / "data" / findings.FILE) as old:
        arrays = {name: old[name] for name in old.files}
    for name, value in changed.items():
        arrays[name] = value if isinstance(value, np.ndarray) else np.full_like(arrays[name], value)
    np.savez(tmp_path / findings.FILE, **arrays)
    with pytest.raises(ValueError, match=words):
        findings.read(tmp_path / findings.FILE)


# ---------------------------------------------------------------------- reports


def test_facts_show_how_it_came_about(found: findings.Findings) -> None:
    first, second, third = reports.three(found)
    for report in (first, second, third):
        facts = report.facts()
        assert list(facts) == [*findings.FACTS, "tries", "chosen_on"]
        assert facts["exam_person"] is not report.exam_person  # a copy
        assert len(facts["exam_person"]) == len(facts["exam_label"]) == len(facts["exam_archive"])
        assert set(facts["exam_label"]) == {REAL, FAKE} and type(facts["tries"]) is int
    met = [np.isin(one.exam_person, one.study_person).any() for one in (first, second, third)]
    assert met == [True, False, False]
    telling = []
    for one in (first, second, third):
        archives = [set(one.exam_archive[one.exam_label == kind].tolist()) for kind in (REAL, FAKE)]
        telling.append(not archives[0] & archives[1])
    assert telling == [False, True, False]
    assert [(one.tries, one.chosen_on) for one in (first, second, third)] == [
        (1, "mock exam"), (1, "mock exam"), (20, "exam"),
    ]  # fmt: skip


def test_claims_and_truth_are_what_was_measured(found: findings.Findings) -> None:
    first, second, third = reports.three(found)
    share, honest = (round(100 * found.built[1, place, 0]) for place in (0, 1))
    assert first.claims.startswith(f"{share} % right on {len(first.exam_label)} pictures")
    assert f"{honest} % right on {found.built_exam[1, 0]} pictures" in first.truth
    assert second.claims.startswith(f"{100 * found.network[0, 0, 0]:.0f} % right on {len(second.exam_label)} pictures")
    assert f"of {(second.exam_label == FAKE).sum()} caught" in second.truth
    best = found.mock_exam[0].argmax()
    assert third.claims.startswith(f"{100 * found.mock_exam[0].max():.0f} % right on {len(third.exam_label)} pictures")
    assert f"{100 * found.fresh_exam[0, best]:.0f} % right on {found.chosen_exam[1]} pictures" in third.truth
    assert repr(third).startswith("Report C: ")


# ---------------------------------------------------------------------- pictures


def test_pictures_have_words(found: findings.Findings) -> None:
    assert len(pictures.dots(found).axes) == 2
    words = pictures.dots_words(found)
    assert f"dealt by frame {100 * found.built[1, 0].mean():.0f} % on average" in words
    assert "Forgeries" in words and "5 marks for 5 seeds" in words
    pictures.shortcut_bars(found).canvas.draw()
    words = pictures.shortcut_words(found)
    assert words.startswith(str(found.sets[0])) and f"disguised {100 * found.caught[0, 1].mean():.0f} %" in words
    for report in reports.three(found):
        pictures.card(report).canvas.draw()
        words = pictures.card_words(report)
        assert report.claims in words and f"{len(report.exam_label)} pictures" in words
        assert all(str(name) in words for name in np.unique(report.exam_archive))
