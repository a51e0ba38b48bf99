"""Pictures reach the page, and so do their words."""

from __future__ import annotations

import io
import itertools
import warnings
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pictures_in_tests import alt, drawn
from PIL import Image

from deepfake_lessons.notebook import display

WORDS = "a white square on a black ground"


def a_figure() -> Figure:
    figure = Figure(figsize=(3, 2), dpi=72)
    figure.add_subplot().plot([0, 1], [1, 0])
    return figure


# ---------------------------------------------------------------------- words


@pytest.mark.parametrize("words", ["", "   ", "plot of loss", None, 7])
def test_a_picture_needs_words(words) -> None:
    with pytest.raises(ValueError, match="at least 20 characters"):
        display.show(np.eye(4), alt=words)


def test_words_are_escaped() -> None:
    words = 'below "0.5" & <script>alert(1)</script> is genuine'
    page = display.figure_html(np.eye(4), words, caption="a < b & c")
    assert alt(page) == words
    assert "<script" not in page
    assert "<figcaption" in page and "a &lt; b &amp; c" in page


def test_words_become_one_line() -> None:
    assert alt(display.figure_html(np.eye(4), "first line of it,\n    and the second")) == (
        "first line of it, and the second"
    )


def test_the_caption_repeats_the_words_unless_given() -> None:
    assert f">{WORDS}</figcaption>" in display.figure_html(np.eye(4), WORDS)
    given = display.figure_html(np.eye(4), WORDS, caption="A square.")
    assert ">A square.</figcaption>" in given and f">{WORDS}<" not in given
    assert "figcaption" not in display.figure_html(np.eye(4), WORDS, caption="")


def test_plain_python_prints_the_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(display, "_in_notebook", lambda: False)
    display.show(np.eye(4), alt=WORDS)
    display.show(np.eye(4), alt=WORDS, caption="A square.")
    assert capsys.readouterr().out == f"[picture] {WORDS}\n[picture] A square. ({WORDS})\n"


def test_a_notebook_gets_the_picture_and_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    published = []
    monkeypatch.setattr(display, "_in_notebook", lambda: True)
    monkeypatch.setattr("IPython.display.display", lambda data, raw: published.append(data))
    display.show(a_figure(), alt=WORDS)
    (data,) = published
    assert set(data) == {"text/html", "text/plain"}
    assert alt(data["text/html"]) == WORDS and WORDS in data["text/plain"]
    assert drawn(data["text/html"]).size == (450, 300)  # 300 by 200 on the page, crisp on fine screens
    assert 'width="300" height="200"' in data["text/html"]


# ---------------------------------------------------------------------- pictures


def test_a_figure_is_drawn_and_left_as_it_was() -> None:
    figure = a_figure()
    canvas = figure.canvas
    data, width, height = display.png(figure, scale=2)
    assert (width, height) == (300, 200)
    pixels = np.asarray(Image.open(io.BytesIO(data)))
    assert pixels.shape == (400, 600, 3) and len(np.unique(pixels)) > 2
    assert figure.canvas is canvas and figure.dpi == 72


def test_the_time_that_a_legend_took_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    figure = a_figure()
    figure.axes[0].lines[0].set_label("one")
    figure.axes[0].legend()
    hours = SimpleNamespace(perf_counter=itertools.count(0, 3600).__next__)
    monkeypatch.setattr("matplotlib.legend.time", hours)  # matplotlib warns after a second
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        display.png(figure, scale=1)
    with pytest.warns(UserWarning, match="Creating legend"):
        FigureCanvasAgg(figure).draw()


@pytest.mark.parametrize(
    ("picture", "pixel"),
    [
        (np.full((300, 400), 128, np.uint8), 128),
        (np.full((300, 400), 0.5), 128),
        (np.full((300, 400), 0.5, np.float32), 128),
        (np.ones((300, 400), bool), 255),
        (np.ones((300, 400), int), 255),
        (np.full((300, 400, 1), 64, np.uint8), 64),
        (np.full((300, 400, 3), 64, np.uint8), (64, 64, 64)),
        (np.full((300, 400, 4), 64, np.uint8), (64, 64, 64, 64)),
        (np.full((600, 800), 9, np.uint8)[::2, ::2], 9),
        (np.full((300, 400), 0.5).tolist(), 128),
        (Image.new("RGB", (400, 300), (1, 2, 3)), (1, 2, 3)),
        (Image.new("L", (400, 300), 77), 77),
        (Image.new("CMYK", (400, 300), (0, 0, 0, 0)), (255, 255, 255)),
        (Image.new("1", (400, 300), 1), (255, 255, 255)),
    ],
)
def test_what_may_be_shown(picture, pixel) -> None:
    image = drawn(display.figure_html(picture, WORDS))
    assert image.size == (400, 300)
    assert image.getpixel((200, 100)) == pixel


def test_small_pictures_grow_by_a_whole_factor() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (25, 20), dtype=np.uint8)
    data, width, height = display.png(pixels)
    assert (width, height) == (180, 225)
    large = np.asarray(Image.open(io.BytesIO(data)))
    assert np.array_equal(large, np.kron(pixels, np.ones((9, 9), np.uint8)))  # every pixel a square, nothing smoothed


def test_large_pictures_keep_their_size() -> None:
    assert display.png(np.zeros((121, 130)))[1:] == (130, 121)


@pytest.mark.parametrize(
    ("picture", "error", "words"),
    [
        (np.full((4, 4), 200), ValueError, "200.*astype"),
        (np.full((4, 4), -0.1), ValueError, "between 0 and 1"),
        (np.full((4, 4), np.nan), ValueError, "nan"),
        (np.zeros(7), ValueError, r"\(7,\) is not a picture"),
        (np.zeros((4, 4, 2)), ValueError, r"\(4, 4, 2\)"),
        (np.zeros((0, 4)), ValueError, "not a picture"),
        (np.zeros((2, 4, 4, 3)), ValueError, "not a picture"),
        ("picture.png", TypeError, "got str"),
        (None, TypeError, "NoneType"),
        ([[1, 2], [3]], TypeError, "list"),
        (np.zeros((4, 4), complex), TypeError, "ndarray"),
    ],
)
def test_what_is_no_picture(picture, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        display.show(picture, alt=WORDS)
