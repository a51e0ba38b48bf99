"""The script that names controls goes to the page once a lesson, and again with every control in Colab.

Whether it names them is seen in a real browser: tests/test_browser.py asks Chromium for every control's name.
"""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import IPython
import IPython.display
import pytest

import deepfake_lessons as dl
from deepfake_lessons.notebook import naming


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """What a notebook's page is sent."""
    sent: list[dict] = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=object()))
    monkeypatch.setattr(IPython.display, "display", lambda data, raw: sent.append(data))
    return sent


def test_start_sends_the_script(page: list[dict]) -> None:
    dl.start(seed=1)
    assert [set(data) for data in page] == [{"application/javascript", "text/plain"}]
    assert "aria-label" in page[0]["application/javascript"] and page[0]["text/plain"] == ""


def test_elsewhere_controls_bring_no_script(page: list[dict]) -> None:
    dl.guess("90 naming", "How many?", low=0, high=5)
    assert page == []


def test_in_colab_every_control_brings_it(page: list[dict], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    dl.guess("90 naming", "How many?", low=0, high=5)
    dl.recall("2.r1")
    dl.explore(lambda x: ([[0.5]], f"x is {x}, and the picture is grey"), x=(0, 5, 1, 0))
    assert len(page) == 3


def test_plain_python_gets_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(IPython, "get_ipython", lambda: None)
    naming.name_controls()
    assert capsys.readouterr().out == ""


def test_questions_are_marked_for_the_script() -> None:
    for control in (dl.guess("90 naming", "How many?", low=0, high=5), dl.recall("2.r1")):
        assert naming.QUESTION in control._dom_classes
        assert "<b>" in control.children[0].value
    assert f".{naming.QUESTION}" in naming.SCRIPT.read_text(encoding="utf-8")
