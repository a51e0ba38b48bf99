"""Lesson 09's pictures: the wall shows whom it says it shows, and every figure says what it shows."""

from __future__ import annotations

import numpy as np
import pytest
from pictures_in_tests import drawn

from deepfake_lessons.drawing import style
from deepfake_lessons.metrics import pairs as metrics
from deepfake_lessons.metrics import plots, probabilities, thresholds, wall_plots
from deepfake_lessons.metrics.pairs import Rate
from deepfake_lessons.notebook.explorer import item_html

BLUE, ORANGE = (tuple(int(one[k : k + 2], 16) for k in (1, 3, 5)) for one in style.CLASS_COLOURS)
SIDE = 16


@pytest.fixture
def faces() -> np.ndarray:
    return np.random.default_rng(1).integers(40, 200, (60, SIDE, SIDE, 3)).astype(np.uint8)


@pytest.fixture
def labels() -> np.ndarray:
    return np.random.default_rng(2).permutation(np.repeat([0, 1], [50, 10]))


@pytest.fixture
def exam() -> tuple[np.ndarray, np.ndarray]:
    labels = np.repeat([0, 1], 40)
    return np.clip(np.random.default_rng(3).normal(0.2 + 0.6 * labels, 0.2), 0, 1), labels


def cell(page: np.ndarray, place: int, columns: int) -> np.ndarray:
    step = SIDE + 2
    row, column = divmod(place, columns)
    return page[row * step : (row + 1) * step, column * step : (column + 1) * step]


def looks(one: np.ndarray) -> tuple[str, bool]:
    """How a cell of the wall is marked: colour of its frame or "pale", and whether it has the triangle of a fake."""
    triangle = tuple(one[-1, -1]) == ORANGE and (one[-1, -8] == 255).all()  # with its white border
    frame = {BLUE: "blue", ORANGE: "orange"}.get(tuple(one[0, 0]), "pale")
    return frame, bool(triangle)


# ---------------------------------------------------------------------- the wall


def test_everybody_hangs_in_the_wall_as_what_he_is(faces: np.ndarray, labels: np.ndarray) -> None:
    accused = np.random.default_rng(4).random(60) < 0.4
    page = wall_plots.wall(faces, labels, accused, columns=8)
    assert page.shape == (8 * 18, 8 * 18, 3) and page.dtype == np.uint8
    for place, (face, label, says) in enumerate(zip(faces, labels, accused, strict=True)):
        one = cell(page, place, 8)
        frame = ("orange" if label else "blue") if says else "pale"
        assert looks(one) == (frame, bool(label))
        inner, shown = face[2:8, 2:8], one[3:9, 3:9].astype(int)
        assert (shown == inner).all() if says else (shown >= inner).all() and shown.min() > 150
    assert (cell(page, 63, 8) == 255).all()


def test_the_words_count_what_is_framed(labels: np.ndarray) -> None:
    words = wall_plots.wall_words(labels, labels == 1)
    assert "60 small faces, 10 of them fakes" in words and "Accused: 10 of 10 fakes and 0 of 50 genuine" in words
    assert wall_plots.accused_words(labels, labels == 0) == "Accused: 0 of 10 fakes and 50 of 50 genuine people."


def test_so_many_are_accused_and_one_more_moves_nobody(labels: np.ndarray) -> None:
    for caught, accused in ((0, 0), (3, 7), (99, 99)):
        chosen = wall_plots.some(labels, caught, accused)
        assert (chosen[labels == 1].sum(), chosen[labels == 0].sum()) == (min(caught, 10), min(accused, 50))
    fewer, more = wall_plots.some(labels, 3, 7), wall_plots.some(labels, 4, 7)
    assert (fewer <= more).all() and (more & ~fewer).sum() == 1
    places = np.flatnonzero(wall_plots.some(labels, 0, 12))
    assert places[-1] - places[0] > 30  # scattered, not the first dozen


def test_tiles_are_small_heads() -> None:
    photograph = np.full((2, 32, 32, 3), 200, np.uint8)
    photograph[:, :3], photograph[:, -3:] = 0, 0  # the outermost tenth is cut away
    tiles = wall_plots.tiles(photograph)
    assert tiles.shape == (2, 14, 14, 3) and (tiles == 200).all()


@pytest.mark.parametrize("who", ["both", "fakes", "genuine"])
def test_the_accused_alone(labels: np.ndarray, who: str) -> None:
    photographs = np.random.default_rng(5).integers(0, 255, (60, 32, 32, 3)).astype(np.uint8)
    accused = {"both": np.ones(60, bool), "fakes": labels == 1, "genuine": labels == 0}[who]
    page = wall_plots.pulled_out(photographs, labels, accused, columns=12)
    rows = {"both": 1 + 5, "fakes": 1, "genuine": 5}[who]
    assert page.shape == (2 * 24 + rows * 44, 12 * 44, 3)


def test_pictures_and_figures_are_stacked_in_the_middle() -> None:
    wide, small = np.zeros((4, 900, 3), np.uint8), np.zeros((3, 100, 3), np.uint8)
    page = wall_plots.stacked(wide, small, style.figure(3, 2))
    assert page.shape == (4 + 3 + 200, 900, 3)
    assert (page[4:7, 400:500] == 0).all() and (page[4:7, :400] == 255).all() and (page[4:7, 500:] == 255).all()


# ---------------------------------------------------------------------- figures


def test_precision_curves_carry_their_numbers() -> None:
    pairs = {"one": (0.95, 0.05), "other": (0.8, 0.01)}
    figure = plots.precision_curves(pairs, ranges={"other": [(0.1, 0.2)] * 5})
    texts = {text.get_text() for text in figure.axes[0].texts}
    assert {"95", "68", "28", "16", "1.9"} <= texts
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["one", "other"]
    words = plots.precision_words(pairs)
    assert "one: 95.0 % at one in 2" in words and "1.9 % at one in 1,000" in words and "other: 98.8 %" in words
    assert drawn(item_html(figure, words)).size > (1, 1)


def test_the_point_lies_on_the_curve(exam: tuple[np.ndarray, np.ndarray]) -> None:
    curve, pair = thresholds.roc(*exam), metrics.pair(exam[0] > 0.5, exam[1])
    figure = plots.at_threshold(curve, pair, 50)
    left, right = figure.axes
    (x,), (y,) = left.lines[-1].get_data()
    assert (x, y) == pytest.approx((100 * pair.accused.share, 100 * pair.caught.share))
    on_curve = np.isclose(curve.accused, pair.accused.share) & np.isclose(curve.caught, pair.caught.share)
    assert on_curve.any()
    (x,), (y,) = right.lines[-1].get_data()
    share = thresholds.precision(pair.caught.share, pair.accused.share, 1 / 50)
    assert (x, y) == pytest.approx((50, 100 * share))
    assert f"At one in 50, {100 * share:.0f} of 100 accused are fakes." in plots.at_threshold_words(pair, 50)


@pytest.mark.parametrize(("threshold", "one_in"), [(-1.0, 1000), (0.5, 2), (1.0, 2)])
def test_a_threshold_at_its_ends_is_drawn(exam: tuple[np.ndarray, np.ndarray], threshold: float, one_in: int) -> None:
    pair = metrics.pair(exam[0] > threshold, exam[1])
    words = plots.at_threshold_words(pair, one_in)
    assert "nan" not in words and ("Nobody is accused" in words) == (threshold == 1.0)
    assert drawn(item_html(plots.at_threshold(thresholds.roc(*exam), pair, one_in), words)).size > (1, 1)


def test_the_square_and_its_words(exam: tuple[np.ndarray, np.ndarray]) -> None:
    curves = {"exam": thresholds.roc(*exam), "perfect": thresholds.roc([0, 1], [0, 1])}
    figure = plots.roc(curves, {"threshold 0.5": (0.1, 0.9)})
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["exam", "perfect", "threshold 0.5"]
    assert "perfect catches 100 % at 1 % accused" in plots.roc_words(curves)
    caught = curves["exam"].caught[curves["exam"].accused <= 0.05].max()
    assert f"{100 * caught:.0f} % at 5 % accused" in plots.roc_words(curves)


def test_groups_have_their_places_and_intervals() -> None:
    rows = {"skin 1": (Rate(3, 70), Rate(60, 64)), "gan": (Rate(0, 0), Rate(80, 80)), "swap": (None, Rate(70, 80))}
    left, right = plots.by_group(rows).axes
    assert [label.get_text() for label in left.get_yticklabels()] == list(rows)
    assert len(left.lines) == 2 and len(right.lines) == 6  # a bar and a mark for each that was counted
    words = plots.group_words(rows)
    assert "skin 1: accused 3 of 70 (4 %, 1-12), caught 60 of 64" in words and "gan: caught 80 of 80" in words


def test_calibration_draws_bars_where_frames_were_counted(exam: tuple[np.ndarray, np.ndarray]) -> None:
    found = {"as it is": probabilities.calibration(*exam), "rare": probabilities.calibration(*exam, prevalence=0.013)}
    figure = plots.calibration(found)
    bins = len(found["as it is"].said)
    assert len(figure.axes[0].lines) == 1 + 2 + bins
    first = found["as it is"]
    said = f"as it is: {100 * first.said[0]:.0f} said, {100 * first.fakes[0] / first.pictures[0]:.0f} came"
    assert said in plots.calibration_words(found)
