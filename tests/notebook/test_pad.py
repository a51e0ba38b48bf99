"""The board on which a reality is drawn: by mouse, by keyboard, by preset; and its words."""

from __future__ import annotations

import html
from collections.abc import Iterator

import ipywidgets as widgets
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from deepfake_lessons.notebook.pad import LARGEST, PRESETS, SMALLEST, pad, preset, read, words, written

boards = st.integers(SMALLEST, LARGEST).flatmap(lambda side: arrays.arrays(bool, (side, side)))


def walk(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def test_squares_are_the_drawing() -> None:
    board = pad(start="clear")
    assert board.cells.shape == (9, 9) and board.cells.dtype == bool and not board.cells.any()
    board.squares[0][8].value = True  # the upper right corner
    assert np.argwhere(board.cells).tolist() == [[0, 8]]
    assert board.text.value.splitlines()[0] == "........#"
    assert "1 of 81 squares are full, in rows 1 to 1 and columns 9 to 9" in board.said.value
    board.squares[0][8].value = False
    assert "Nothing is drawn yet" in board.said.value and 'role="status"' in board.said.value


def test_a_square_says_where_it_is_and_is_marked_by_more_than_colour() -> None:
    board = pad(start="clear")
    square = board.squares[2][4]
    assert (square.tooltip, square.icon) == ("row 3, column 5: empty", "")
    square.value = True
    assert (square.tooltip, square.icon) == ("row 3, column 5: full", "circle")
    names = [one.tooltip for row in board.squares for one in row]
    assert len(set(names)) == 81 and not any(one.description for row in board.squares for one in row)


@pytest.mark.parametrize("rows", range(SMALLEST, LARGEST + 1))
def test_every_preset_on_every_board(rows: int) -> None:
    board = pad(rows)
    for name, button in board.buttons.items():
        button.click()
        assert (board.cells == preset(name, rows)).all() and board.text.value == written(board.cells)
        assert board.cells.any() == (name != "clear")
    for name in ("heart", "smile"):
        drawing = preset(name, rows)
        assert 0.08 < drawing.mean() < 0.75
        if rows % 2:
            assert (drawing == drawing[:, ::-1]).all()
    assert not (preset("heart", rows) == preset("smile", rows)).all()


def test_the_heart_is_the_right_way_up() -> None:
    heart = preset("heart")
    assert heart[8].sum() == 1 and heart[8, 4] and not heart[0].any()


def test_the_keyboard_s_way_is_the_text() -> None:
    told: list[np.ndarray] = []
    board = pad(7, changed=told.append, start="clear")
    board.text.value = "#......\n.#\n\n\n....#"
    assert np.argwhere(board.cells).tolist() == [[0, 0], [1, 1], [4, 4]]
    assert len(told) == 1 and (told[0] == board.cells).all()
    assert board.text.value == "\n".join(["#......", ".#.....", ".......", ".......", "....#..", ".......", "......."])
    assert board.squares[1][1].icon == "circle"


@pytest.mark.parametrize(
    ("typed", "why"),
    [("#x", "line 1 has 'x'"), ("\n" * 7 + "#", "8 lines"), (".\n" + "#" * 8, "line 2 has 8 signs")],
)
def test_a_text_that_is_no_board_changes_nothing(typed: str, why: str) -> None:
    board = pad(7)
    before = board.cells
    board.text.value = typed
    assert (board.cells == before).all()
    assert 'role="alert"' in board.said.value and why in html.unescape(board.said.value)
    board.buttons["clear"].click()
    assert not board.cells.any() and "alert" not in board.said.value


@given(cells=boards)
def test_text_and_board_are_one(cells: np.ndarray) -> None:
    assert (read(written(cells), len(cells)) == cells).all()
    assert f"{cells.sum()} of {cells.size}" in words(cells) or not cells.any()


def test_a_preset_tells_once() -> None:
    told: list[int] = []
    board = pad(changed=lambda cells: told.append(int(cells.sum())))
    assert told == [], "the start is no change"
    board.buttons["smile"].click()
    board.buttons["clear"].click()
    board.squares[4][4].value = True
    assert told == [int(preset("smile").sum()), 0, 1]


def test_who_refuses_a_drawing_is_heard() -> None:
    def refuse(cells: np.ndarray) -> None:
        if not cells.any():
            raise ValueError("nothing is drawn yet")

    board = pad(changed=refuse)
    board.buttons["clear"].click()
    assert "The drawing was not taken over: ValueError: nothing is drawn yet" in board.said.value
    board.squares[0][0].value = True
    assert "alert" not in board.said.value


@pytest.mark.parametrize("rows", [SMALLEST - 1, LARGEST + 1, 9.0, True, "9"])
def test_other_boards_are_refused(rows: object) -> None:
    with pytest.raises(ValueError, match="7 to 15 rows"):
        pad(rows)  # type: ignore[arg-type]


def test_other_drawings_are_refused() -> None:
    with pytest.raises(ValueError, match="heart, smile, clear"):
        pad(start="cat")
    with pytest.raises(ValueError, match=r"\(9, 9\)"):
        pad().fill(np.ones((7, 7)))


def test_the_drawing_becomes_points() -> None:
    from deepfake_lessons.plane import distributions

    board = pad(start="clear")
    board.squares[0][0].value = True  # upper left
    points = distributions.drawn(board.cells).sample(200, seed=1)
    assert points.shape == (200, 2) and (points[:, 0] < -0.5).all() and (points[:, 1] > 0.5).all()


def test_everything_is_on_the_page_and_all_presets_have_a_button() -> None:
    board = pad()
    page = list(walk(board))
    assert sum(isinstance(one, widgets.ToggleButton) for one in page) == 81
    assert all(button in page for button in board.buttons.values()) and list(board.buttons) == list(PRESETS)
    assert board.text in page and board.text.description and board.said in page
