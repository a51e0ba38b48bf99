"""Lesson 05's pictures of made faces: every face in its place, every row under its words, signs and distances told."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from deepfake_lessons.drawing.sheets import enlarge
from deepfake_lessons.faces import plots, spectrum_plots
from deepfake_lessons.faces.quality import Distance

FACES = np.random.default_rng(1).integers(0, 255, (8, 16, 16, 3)).astype(np.uint8)
FOUND = [
    SimpleNamespace(step=106, seconds=8.2, faces=FACES[:4], distance=Distance(18.0, 17.0, 19.0)),
    SimpleNamespace(step=1700, seconds=119.6, faces=FACES[4:], distance=None),
]


def holds(page: np.ndarray, face: np.ndarray, x: int, side: int) -> list[int]:
    """The heights at which a face stands on the page, its left side at x."""
    wanted = enlarge(face, side)
    return [y for y in range(len(page) - side + 1) if (page[y : y + side, x : x + side] == wanted).all()]


def test_rows_hold_every_face_below_its_title() -> None:
    page = plots.rows({"noise: nothing": FACES[:4], "yours: two minutes": FACES[4:]}, side=40)
    tops = []
    for place in range(4):
        upper, lower = (holds(page, FACES[k + place], 46 * place, 40) for k in (0, 4))
        assert len(upper) == len(lower) == 1
        tops.append((upper[0], lower[0]))
    assert len(set(tops)) == 1
    first, second = tops[0]
    assert (page[:first] < 128).any() and (page[first + 40 : second] < 128).any()  # letters above each row
    assert (page[first : first + 40, 40:46] == 255).all()


def test_a_long_title_makes_the_page_wider() -> None:
    short, long = (plots.rows({title: FACES[:2]}, side=40) for title in ("ours", "ours: " + 20 * "many steps, "))
    assert long.shape[1] > short.shape[1] and long.shape[0] == short.shape[0]


def test_rows_in_words() -> None:
    made = {"noise: nothing": FACES[:4], "yours: two minutes": FACES[4:]}
    assert plots.rows_words(made) == "2 rows of 4 faces, from above: noise: nothing; yours: two minutes."
    assert "noise: nothing (plain grey)" in plots.rows_words(made, ["plain grey", "people"])


def test_checkpoints_tell_step_time_and_distance_with_its_interval() -> None:
    page = plots.checkpoints(FOUND, count=3, side=40)
    assert holds(page, FACES[2], 92, 40) and holds(page, FACES[6], 92, 40) and page.shape[1] >= 3 * 46 - 6
    words = plots.checkpoints_words(FOUND, count=3)
    assert "step 106, 8 s: quality distance 18 (17-19)" in words and words.endswith("step 1,700, 120 s.")


def test_a_walk_and_a_cross_fade() -> None:
    page = plots.walk(FACES[:5], side=40)
    assert len(holds(page, FACES[0], 0, 40)) == len(holds(page, FACES[4], 4 * 46, 40)) == 2
    assert len(holds(page, FACES[2], 2 * 46, 40)) == 1
    middle = np.rint((FACES[0].astype(float) + FACES[4]) / 2).astype(np.uint8)
    assert len(holds(page, middle, 2 * 46, 40)) == 1
    assert "Two rows of 5" in plots.walk_words(FACES[:5])


def test_arithmetic_reads_from_left_to_right() -> None:
    page = plots.arithmetic(FACES[:4], side=40)
    for place, which in enumerate((2, 0, 1, 3)):  # a third + with - without = result
        assert holds(page, FACES[which], 74 * place, 40)
    ink = [(page[-40:, 74 * place + 40 : 74 * place + 74] == 0).all(axis=2) for place in range(3)]
    plus, minus, equals = (np.flatnonzero(one.any(axis=1)) for one in ink)
    assert len(minus) == 3 and len(equals) == 6 and len(plus) > 12  # one bar, two bars, a cross
    assert "a third person, plus with, minus without" in plots.arithmetic_words()


def test_directions_from_minus_to_plus() -> None:
    strips = {"glasses": FACES[:3], "long hair": FACES[3:6]}
    page = plots.directions(strips, [-4, 0, 4], side=40)
    upper, lower = (holds(page, FACES[k], 46, 40) for k in (1, 4))
    assert len(upper) == len(lower) == 1 and upper[0] < lower[0]
    assert (page[:20] < 128).any()  # the amounts above
    words = plots.directions_words(strips, [-4, 0, 4])
    assert "from -4 at the left to +4 at the right: glasses, long hair" in words


def test_each_face_above_its_nearest_photograph() -> None:
    page = plots.beside_nearest(FACES[:3], FACES[3:6], [20.4, 31.0, 25.0], side=40)
    for place in range(3):
        above, below = (holds(page, FACES[k + place], 46 * place, 40) for k in (0, 3))
        assert above[0] < below[0]
    assert "20 to 31 grey levels off" in plots.beside_nearest_words([20.4, 31.0, 25.0])


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: plots.rows({}), "no rows"),
        (lambda: plots.rows({"a": FACES[:2], "b": FACES[:3]}), "'a' 2, 'b' 3"),
        (lambda: plots.rows({"a": FACES[:0]}), "not empty"),
        (lambda: plots.rows_words({"a": FACES[:2]}, ["x", "y"]), "2 texts for 1 rows"),
        (lambda: plots.walk(FACES[:1]), "two or more"),
        (lambda: plots.arithmetic(FACES[:3]), "four of each"),
        (lambda: plots.directions({"old": FACES[:3]}, [0, 1]), "3 faces a row and 2 amounts"),
        (lambda: plots.beside_nearest(FACES[:3], FACES[:2], [1, 2, 3]), "2 photographs"),
    ],
)
def test_what_is_refused(ask, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=words):
        ask()


def test_spectra_beside_what_is_left() -> None:
    genuine = {"as generated": np.linspace(60, 20, 10), "JPEG": np.linspace(60, 10, 10)}
    made = {name: power + np.r_[np.zeros(8), 2.0, -3.0] for name, power in genuine.items()}
    left, right = spectrum_plots.beside(genuine, made).axes
    drawn = {line.get_label(): np.asarray(line.get_ydata()) for line in left.lines}
    assert list(drawn) == ["genuine, as generated", "genuine, JPEG", "made, as generated", "made, JPEG"]
    assert (drawn["made, JPEG"] == made["JPEG"]).all() and (drawn["genuine, JPEG"] == genuine["JPEG"]).all()
    looks = {(line.get_color(), line.get_linestyle(), line.get_marker()) for line in left.lines}
    assert len(looks) == 4
    assert np.allclose(right.lines[0].get_ydata(), np.r_[np.zeros(8), 2.0, -3.0])
    assert "JPEG, the largest gap in the finer half is -3.0 decibels" in spectrum_plots.beside_words(genuine, made)
