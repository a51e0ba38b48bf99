"""Pictures of lesson 08: they have the right size, say what they show, and colour is never the only signal."""

from __future__ import annotations

import numpy as np
import pytest

from deepfake_lessons.detector import plots
from deepfake_lessons.drawing import heat
from deepfake_lessons.metrics.pairs import Pair, Rate

FACES = np.random.default_rng(1).integers(0, 255, (5, 64, 64, 3)).astype(np.uint8)


def hot(row: int, column: int) -> np.ndarray:
    one = np.zeros((64, 64))
    one[row - 4 : row + 4, column - 4 : column + 4] = 3.0
    return one


def test_heat_grows_and_darkens() -> None:
    face = np.full((64, 64, 3), 128, np.uint8)
    bare = heat.dotted(face, np.zeros((64, 64)), 1.0, 128)
    weak, strong = (heat.dotted(face, amount * np.ones((64, 64)), 1.0, 128) for amount in (0.3, 1.0))
    marked = [(one != bare).any(axis=2).mean() for one in (weak, strong)]
    assert marked[0] < marked[1]  # larger dots
    assert strong[(strong != bare).any(axis=2)].mean() < weak[(weak != bare).any(axis=2)].mean()  # and darker
    assert heat.coarse(hot(8, 8), 16)[1, 1] > 0 and heat.coarse(hot(8, 8), 16).sum() * 16 == hot(8, 8).sum()


def test_fakes_stand_below_their_photographs() -> None:
    rows = {"gan": (None, FACES), "seam": (FACES, FACES)}
    page = plots.beside(rows, side=64)
    assert page.shape[0] == 3 * 70 and page.dtype == np.uint8
    corners = page[70 - 8 : 70 - 6, plots._ROOM + 24 + 60 : plots._ROOM + 24 + 63]
    assert (corners == plots._FAKE).all(axis=2).any(), "a fake has its triangle"
    assert "5 faces of nobody" in plots.beside_words(rows) and "below" in plots.beside_words(rows)


def test_at_work_tells_the_four_counts() -> None:
    seen = {"swap": (FACES[0], hot(20, 20), 0.93), "light": (FACES[1], np.zeros((64, 64)), 0.2)}
    found = Pair(Rate(40, 50), Rate(3, 50))
    page = plots.at_work(found, [100, 200], [0.5, 0.9], 1000, seen)
    assert page.size == (820, 330)
    words = plots.at_work_words(found, 200, seen)
    for part in ("step 200", "50 fakes 40", "10 missed", "3 accused", "47 believed", "swap 0.93", "light 0.20"):
        assert part in words


def test_at_work_before_any_exam() -> None:
    assert plots.at_work(Pair(Rate(0, 1), Rate(0, 1)), [], [], 10, {}).size == (820, 330)


def test_looks_say_where() -> None:
    maps = {"covering": [hot(8, 56), -np.ones((64, 64))]}
    page = plots.looks(FACES[:2], maps, ["a", "b"], side=64)
    assert page.shape[0] == plots._LINE + 2 * 70
    assert "covering: hottest at the top right of a" in plots.looks_words(maps, ["a", "b"])
    region = {"what was changed": [hot(8, 56) + hot(56, 56) > 0]}
    assert "around the middle right of a" in plots.looks_words(region, ["a"])


def test_side_by_side() -> None:
    found = {
        "network": {"genuine accused": Rate(3, 100), "swap": Rate(99, 100)},
        "a line": {"genuine accused": Rate(40, 100), "swap": Rate(60, 100)},
    }
    figure = plots.side_by_side(found)
    marks = {line.get_marker() for line in figure.axes[0].lines} - {"None"}
    assert len(marks) == 2, "each detector has its own mark"
    assert "a line: genuine accused 40 %, swap 60 %" in plots.side_by_side_words(found)


def test_the_page_grows_with_the_rows() -> None:
    with pytest.raises(ValueError):
        plots.beside({})
