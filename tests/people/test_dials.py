"""Lesson 01's dials: every control at both ends, every button, and words that follow the picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from deepfake_lessons.drawing.sheets import enlarge, error_curves, sheet
from deepfake_lessons.faces.eigenfaces import learn_face
from deepfake_lessons.people import dials_explorer

START = {
    name: spec[3] if isinstance(spec, tuple) else spec[0][1] if isinstance(spec, list) else spec
    for name, spec in dials_explorer.controls().items()
}


def ends(spec: Any) -> list[Any]:
    if isinstance(spec, tuple):
        return [spec[0], spec[1]]
    return [option for _, option in spec] if isinstance(spec, list) else []


@pytest.mark.parametrize("name", [name for name, spec in dials_explorer.controls().items() if ends(spec)])
def test_a_dial_changes_the_picture_at_its_ends(name: str) -> None:
    pictures = {
        dials_explorer.picture(**START | {name: end})[0].tobytes() for end in ends(dials_explorer.controls()[name])
    }
    assert len(pictures) == len(ends(dials_explorer.controls()[name]))


def test_all_dials_at_one_end() -> None:
    for end in (0, -1):
        corner = START | {name: ends(spec)[end] for name, spec in dials_explorer.controls().items() if ends(spec)}
        drawn, words = dials_explorer.picture(**corner)
        assert drawn.shape == (dials_explorer.SIDE, dials_explorer.SIDE, 3)
        assert len(words) > 40


def test_words_follow_the_dials() -> None:
    words = dials_explorer.picture(
        **START | {"age": 60, "glasses": "round", "beard": "full", "yaw": -20, "blink": 1.0}
    )[1]
    for part in ("60 years", "round glasses", "a beard", "eyes shut", "20 degrees to the left", "Light from the left"):
        assert part in words
    assert "head turned" not in dials_explorer.picture(**START)[1]


def test_the_buttons() -> None:
    shown = dials_explorer.actor_dials()
    before = shown.values
    shown.buttons["Make this actor younger"].click()
    assert shown.values["age"] == max(20, before["age"] - 20)
    for _ in range(5):
        shown.buttons["Make this actor younger"].click()
    assert shown.values["age"] == 20
    shown.buttons["Another head"].click()
    assert shown.values["body"] == before["body"] and shown.values["head"] != before["head"]
    assert "with the head of actor" in shown.text.value
    for _ in range(dials_explorer.CAST + 1):
        shown.buttons["Another actor"].click()
        assert "<img" in shown.image.value
        assert shown.values["head"] == shown.values["body"]


def test_sliders_of_a_face() -> None:
    images = np.random.default_rng(1).integers(0, 255, (9, 8, 8, 3)).astype(np.uint8)
    face = learn_face(images, components=4)
    shown = dials_explorer.number_sliders(face.draw, face.spread)
    assert list(shown.controls) == ["n1", "n2", "n3", "n4"]
    assert "The average" in shown.text.value
    at_rest = shown.image.value
    for control in shown.controls.values():
        for end in (control.min, control.max):
            control.value = end
            assert shown.image.value != at_rest
    assert "number 3 at +2.5" in shown.text.value
    shown.buttons["Invent one"].click()
    assert all(abs(value) <= 1.5 for value in shown.values.values())
    shown.buttons["Back to the average"].click()
    assert shown.image.value == at_rest


def test_sheets_hold_every_picture_and_its_words() -> None:
    images = np.random.default_rng(2).integers(0, 255, (7, 16, 16, 3)).astype(np.uint8)
    plain, titled = sheet(images, columns=3, side=40), sheet(images, [str(n) for n in range(7)], columns=3, side=40)
    assert plain.shape == (3 * 46 - 6, 3 * 46 - 6, 3) and titled.shape[0] > plain.shape[0]
    assert (plain[:40, :40] == enlarge(images[0], 40)).all()
    assert (plain[92:132, :40] == enlarge(images[6], 40)).all()
    assert (plain[92:132, 46:] == 255).all()
    for wrong in (lambda: sheet(images, ["one"]), lambda: sheet(images[:0]), lambda: enlarge(images[0], 5)):
        with pytest.raises(ValueError):
            wrong()
    with pytest.raises(ValueError, match="uint8"):
        enlarge(images[0].astype(float))


def test_error_curves_show_every_deal_and_the_mean() -> None:
    errors = {"new": np.array([[6.0, 5.0], [8.0, 3.0]]), "own": np.array([[0.0, 4.0], [0.0, 2.0]])}
    ax = error_curves([13, 500], errors).axes[0]
    lines = [list(line.get_ydata()) for line in ax.lines]
    assert lines == [[6, 5], [8, 3], [7, 4], [0, 4], [0, 2], [0, 3]]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["new", "own"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["13", "500"]
