"""A guess is locked once and shown beside the measurement."""

from __future__ import annotations

import ipywidgets as widgets
import numpy as np
import pytest

from deepfake_lessons.notebook.guesses import compare, guess
from deepfake_lessons.notebook.session import MEMORY


@pytest.fixture(autouse=True)
def _forgetful():
    MEMORY.forget()
    yield
    MEMORY.forget()


def parts(control: widgets.VBox) -> tuple[widgets.Widget, widgets.Button, widgets.HTML]:
    """The field, the button and the line of state of a guess."""
    _, field, row = control.children
    button, state = row.children
    return field, button, state


# ---------------------------------------------------------------------- without the mouse


def test_an_answer_is_locked_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert guess("steps", "How many?", low=0, high=20, unit="steps", answer=12) is None
    compare("steps", 3.4, unit="steps")
    assert capsys.readouterr().out == "Locked: 12 steps\nyour guess: 12 steps; measured: 3.4 steps\n"


def test_no_guess_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    compare("never asked", np.float64(3.4))
    assert capsys.readouterr().out == "no guess this time; measured: 3.4\n"


def test_locked_is_locked(capsys: pytest.CaptureFixture[str]) -> None:
    guess("key", "How many?", answer=5)
    assert guess("key", "How many?", answer=7) is None
    assert guess("key", "How many?") is None  # the cell run again, with its control
    compare("key", 1)
    assert "your guess: 5;" in capsys.readouterr().out


def test_zero_is_a_guess(capsys: pytest.CaptureFixture[str]) -> None:
    guess("key", "How many?", low=0, high=20, answer=0)
    compare("key", 4)
    assert "your guess: 0; measured: 4" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.151234, "0.151"),
        (12, "12"),
        ("12", "12"),
        (999.4, "999"),
        (999.7, "1,000"),
        (1500, "1,500"),
        (20065, "20,065"),
        (-1500.0, "-1,500"),
        (1e9, "1,000,000,000"),
        (3e-7, "3e-07"),
    ],
)
def test_numbers_read_well(value, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    guess("key", "How many?", answer=value)
    assert capsys.readouterr().out == f"Locked: {words}\n"


@pytest.mark.parametrize(
    ("answer", "arguments"),
    [
        (21, {"low": 0, "high": 20}),
        (-0.1, {"low": 0, "high": 20}),
        ("many", {}),
        (float("nan"), {}),
        (float("inf"), {}),
        ([1, 2], {}),
        ("green", {"options": ["red", "blue"]}),
    ],
)
def test_an_answer_that_does_not_fit_locks_nothing(answer, arguments, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="guess 'key'"):
        guess("key", "How many?", answer=answer, **arguments)
    compare("key", 1)
    assert capsys.readouterr().out == "no guess this time; measured: 1\n"


@pytest.mark.parametrize(
    "arguments",
    [
        {"low": 1},
        {"high": 1},
        {"low": 2, "high": 2},
        {"low": 3, "high": 2},
        {"log": True},
        {"low": 0, "high": 10, "log": True},
        {"options": ["alone"]},
        {"options": ["a", "b"], "low": 0, "high": 1},
    ],
)
def test_a_question_without_sense_is_refused(arguments) -> None:
    with pytest.raises(ValueError, match="guess 'key'"):
        guess("key", "How many?", **arguments)


# ---------------------------------------------------------------------- with the control


def test_the_button_locks(capsys: pytest.CaptureFixture[str]) -> None:
    control = guess("key", "How many <b>?", low=0, high=20, unit="steps")
    field, button, state = parts(control)
    assert "How many &lt;b&gt;?" in control.children[0].value
    compare("key", 3)
    assert "no guess this time" in capsys.readouterr().out  # moving is not locking
    field.value = 7
    button.click()
    assert field.disabled and button.disabled and "Locked: 7 steps" in state.value
    field.value = 9
    button.click()
    compare("key", 3)
    assert "your guess: 7;" in capsys.readouterr().out


def test_a_second_copy_on_the_page_shows_what_is_locked() -> None:
    first, first_button, _ = parts(guess("key", "How many?", low=0, high=20))
    first.value = 10
    field, button, state = parts(guess("key", "How many?", low=0, high=20))
    first_button.click()
    field.value = 19
    button.click()
    assert "Locked: 10" in state.value


@pytest.mark.parametrize(
    "choices", [{"low": 0, "high": 20}, {"low": 0.5, "high": 2.5}, {"low": 0.1, "high": 9, "log": True}]
)
def test_a_slider_suggests_no_answer(choices: dict) -> None:
    field, _, _ = parts(guess("key", "How much?", **choices))
    assert field.value == choices["low"]


def test_a_number_that_was_not_measured_is_not_called_so(capsys: pytest.CaptureFixture[str]) -> None:
    compare("key", 3, unit="days", how="calculated")
    assert capsys.readouterr().out == "no guess this time; calculated: 3 days\n"


def test_options_start_without_a_choice(capsys: pytest.CaptureFixture[str]) -> None:
    field, button, state = parts(guess("key", "Which?", options=["red", "blue"]))
    assert field.value is None
    button.click()
    assert "Choose one first" in state.value and not button.disabled
    field.value = "blue"
    button.click()
    compare("key", "red")
    assert capsys.readouterr().out == "your guess: blue; measured: red\n"


@pytest.mark.parametrize(
    ("arguments", "kind", "ends"),
    [
        ({"low": 0, "high": 20}, widgets.IntSlider, (0, 20)),
        ({"low": 0, "high": 0.3}, widgets.FloatSlider, (0, 0.3)),
        ({"low": 0.001, "high": 1e9, "log": True}, widgets.FloatLogSlider, (0.001, 1e9)),
        ({}, widgets.FloatText, (-5.0, 1e12)),
    ],
)
def test_each_range_has_its_control(arguments, kind, ends, capsys: pytest.CaptureFixture[str]) -> None:
    for number, end in enumerate(ends):
        field, button, _ = parts(guess(f"key {number}", "How many?", **arguments))
        assert type(field) is kind and field.description
        field.value = end
        button.click()
        assert MEMORY.get("guess", f"key {number}") == pytest.approx(end)
