"""Plots draw what they are given: every value, at the extremes too, with no colour as the only signal and no pyplot."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.container import ErrorbarContainer
from matplotlib.figure import Figure

from deepfake_lessons.drawing import curves, splits, style
from deepfake_lessons.learning import contest_plots, network_plots, newborn_plots, valley_plots
from deepfake_lessons.learning.timing import Meter

pytestmark = pytest.mark.filterwarnings("error")

# Two points of each class: left genuine, right fake.
POINTS = np.array([[-1.0, 0.0], [-2.0, 1.0], [1.0, 0.0], [2.0, -1.0]])
LABELS = np.array([0, 0, 1, 1])
IMAGES = np.random.default_rng(0).random((14, 6, 6))


def drawn(figure: Figure) -> Figure:
    """The same figure, after it was drawn: some warnings come only then."""
    assert isinstance(figure, Figure)
    figure.savefig(page := io.BytesIO(), format="png")
    assert page.tell() > 1000
    return figure


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for ax in figure.axes for text in ax.texts]


def legend(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].get_legend().get_texts()]


# ---------------------------------------------------------------------- style


def test_figures_have_the_size_asked_for() -> None:
    assert tuple(style.figure(5, 2).get_size_inches()) == (5, 2)
    for width, height in [(1, 1), (20, 20), (1, 20)]:
        figure, ax = style.axes(width, height, title="t", x="x", y="y")
        assert (ax.get_title(loc="left"), ax.get_xlabel(), ax.get_ylabel()) == ("t", "x", "y")
        drawn(figure)


@pytest.mark.parametrize("size", [(0.9, 3), (3, 21), (float("nan"), 3), (-1, 3)])
def test_other_sizes_are_refused(size: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="both sides must be 1 to 20"):
        style.figure(*size)


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (3, 2), (8, 8)])
def test_panels_lie_beside_each_other(columns: int, rows: int) -> None:
    figure, grid = style.panels(columns, rows)
    assert grid.shape == (rows, columns) and len(figure.axes) == rows * columns
    boxes = [ax.get_position() for ax in figure.axes]
    for one, other in pairwise(boxes):
        assert one.x1 <= other.x0 or other.y1 <= one.y0
    drawn(figure)
    with pytest.raises(ValueError, match="at least 1 of each"):
        style.panels(0)


def test_looks_differ_in_more_than_colour() -> None:
    for kind in (style.COLOURS, style.MARKERS, style.LINES):
        assert len(set(kind)) == 6
    for kind in (style.CLASS_COLOURS, style.CLASS_MARKERS, style.CLASS_HATCHES, style.CLASS_LINES):
        assert len(kind) == len(set(kind)) == 2


def test_a_picture_is_shown_as_it_is() -> None:
    figure, ax = style.axes(2, 2)
    style.picture(ax, IMAGES[0], "six", limits=(0, 2))
    (image,) = ax.images
    np.testing.assert_array_equal(image.get_array(), IMAGES[0])
    assert image.get_clim() == (0, 2) and image.get_interpolation() == "nearest"
    assert ax.get_title(loc="left") == "six" and not ax.get_xticks().size
    style.picture(style.axes(2, 2)[1], np.full((3, 3), 0.5))  # one grey: no limits of its own
    drawn(figure)


# ---------------------------------------------------------------------- curves


def test_lines_hold_every_value() -> None:
    series = {"study": [3.0, 2.0, 1.0], "mock exam": [3.0, 2.5]}
    figure = drawn(curves.lines(series, x="round", y="surprise", mark=(1, "stop")))
    *given, mark = figure.axes[0].lines
    for line, (name, values) in zip(given, series.items(), strict=True):
        np.testing.assert_array_equal(line.get_xdata(), np.arange(len(values)))
        np.testing.assert_array_equal(line.get_ydata(), values)
        assert line.get_label() == name
    assert legend(figure) == list(series) and list(mark.get_xdata()) == [1, 1] and texts(figure) == ["stop"]
    assert figure.axes[0].get_ylabel() == "surprise"


@pytest.mark.parametrize("count", [0, 1, 2, 6])
def test_any_two_curves_differ_in_colour_and_marker(count: int) -> None:
    figure = drawn(curves.lines({f"curve {number}": range(number + 1) for number in range(count)}))
    lines = figure.axes[0].lines
    assert len({line.get_color() for line in lines}) == len({line.get_marker() for line in lines}) == count
    assert len({str(line._unscaled_dash_pattern) for line in lines}) == count, "and in line style"
    assert (figure.axes[0].get_legend() is not None) == (count > 1), "one curve needs no legend"


def test_a_long_curve_has_few_markers() -> None:
    figure = drawn(curves.lines({"long": np.zeros(1000)}))
    assert figure.axes[0].lines[0].get_markevery() == 125


def test_the_meter_tells_measured_from_carried_on() -> None:
    sizes, trying, back = np.array([1e3, 1e4]), np.array([1e-2, 1.0]), np.array([1e-5, 1e-4])
    figure = drawn(curves.meter(Meter(sizes, trying, back, 10**8, 1e8, 1.0)))
    ax = figure.axes[0]
    assert ax.get_xscale() == ax.get_yscale() == "log"
    for first, seconds, there in [(0, trying, 1e8), (3, back, 1.0)]:
        measured, carried, end = ax.lines[first : first + 3]
        np.testing.assert_array_equal(measured.get_xdata(), sizes)
        np.testing.assert_array_equal(measured.get_ydata(), seconds)
        assert list(carried.get_xdata()) == [1e4, 1e8] and list(carried.get_ydata()) == [seconds[-1], there]
        assert list(end.get_ydata()) == [there]
        assert measured.get_linestyle() == "-" and carried.get_linestyle() == ":"
        assert end.get_markerfacecolor() == "white" and end.get_marker() == measured.get_marker()
    assert ax.lines[0].get_marker() != ax.lines[3].get_marker()
    assert len(legend(figure)) == 4
    heights = {"a second": 1, "an hour": 3600, "a day": 86400, "a year": 31557600, "a century": 100 * 31557600}
    assert {text.get_text(): text.xy[1] for text in ax.texts} == heights


# ---------------------------------------------------------------------- networks


def right_side(points: np.ndarray) -> np.ndarray:
    """A network that is sure: fake on the right."""
    return (points[:, 0] > 0).astype(float)


def answered(answer: Callable[[np.ndarray], np.ndarray], labels: np.ndarray = LABELS) -> tuple[Figure, list, list]:
    """The figure, its scatters (genuine, fake, wrong) and the hatches of its areas."""
    figure, ax = style.axes(4, 4)
    network_plots.draw_answers(ax, answer, POINTS, labels)
    hatches = [hatch for area in ax.collections for hatch in getattr(area, "hatches", []) if hatch]
    return drawn(figure), ax.collections[-3:], hatches


def test_points_stand_where_they_are_and_wrong_ones_get_a_ring() -> None:
    labels = np.array([0, 1, 1, 1])  # the second lies on the genuine side
    figure, (genuine, fake, wrong), hatches = answered(right_side, labels)
    np.testing.assert_array_equal(genuine.get_offsets(), POINTS[labels == 0])
    np.testing.assert_array_equal(fake.get_offsets(), POINTS[labels == 1])
    np.testing.assert_array_equal(wrong.get_offsets(), POINTS[[1]])
    assert [to_hex(one.get_facecolor()[0]).upper() for one in (genuine, fake)] == list(style.CLASS_COLOURS)
    assert not np.array_equal(genuine.get_paths()[0].vertices, fake.get_paths()[0].vertices), "markers differ too"
    assert hatches == ["//"] and legend(figure) == ["genuine", "fake", "wrong"]


@pytest.mark.parametrize(
    ("says", "hatched", "wrong"), [(0.0, [], 2), (1.0, ["//"], 2), (0.5, [], 2), (0.501, ["//"], 2)]
)
def test_a_network_that_says_one_thing(says: float, hatched: list[str], wrong: int) -> None:
    figure, scatters, hatches = answered(lambda points: np.full(len(points), says))
    assert hatches == hatched and len(scatters[2].get_offsets()) == wrong
    borders = [area for area in figure.axes[0].collections if list(getattr(area, "levels", [])) == [0.5]]
    assert not borders, "no border where the network never changes its mind"


@pytest.mark.parametrize("label", [0, 1])
def test_all_points_of_one_class(label: int) -> None:
    _, scatters, _ = answered(right_side, np.full(4, label))
    assert [len(one.get_offsets()) for one in scatters] == [4 * (label == 0), 4 * (label == 1), 2]


@pytest.mark.parametrize("count", [1, 8, 9, 40])
def test_rows_of_pictures_show_each_with_its_title(count: int) -> None:
    images = np.random.default_rng(1).random((count, 4, 4))
    titles = [f"picture {number}" for number in range(count)]
    figure = drawn(network_plots.row_of_pictures(images, titles))
    for ax, image, title in zip(figure.axes, images, titles, strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), image)
        assert ax.get_title() == title and ax.images[0].get_clim() == (0, 1)
    with pytest.raises(ValueError, match="zip"):
        network_plots.row_of_pictures(images, titles[1:])


# ---------------------------------------------------------------------- newborns

BOTH = np.repeat([0, 1], 7)
SPREAD = np.r_[np.linspace(0.1, 0.4, 7), np.linspace(0.6, 0.9, 7)]


@pytest.mark.parametrize(
    ("probabilities", "labels"),
    [(SPREAD, BOTH), (np.zeros(14), BOTH), (np.ones(14), BOTH), (np.full(14, 0.5), BOTH), (SPREAD, np.zeros(14, int))],
    ids=["spread", "all 0", "all 1", "equal", "one class"],
)
def test_a_newborns_answers(probabilities: np.ndarray, labels: np.ndarray) -> None:
    figure = drawn(newborn_plots.picture(probabilities, IMAGES, labels))
    *pictures, ax = figure.axes
    shown = np.r_[np.flatnonzero(labels == 0)[:5], np.flatnonzero(labels == 1)[:5]]
    for one, which in zip(pictures, shown, strict=True):
        np.testing.assert_array_equal(one.images[0].get_array(), IMAGES[which])
        assert one.get_title() == ("fake" if probabilities[which] > 0.5 else "true")
    genuine, fake = ax.containers
    assert sum(bar.get_height() for bar in genuine) == (labels == 0).sum()
    assert sum(bar.get_height() for bar in fake) == (labels == 1).sum()
    assert {bar.get_hatch() for bar in fake} == {"///"} and {bar.get_hatch() for bar in genuine} <= {"", None}
    assert list(ax.lines[0].get_xdata()) == [0.5, 0.5]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["genuine", "forged"]


@pytest.mark.parametrize(
    ("probabilities", "said"),
    [
        (
            np.full(14, 0.5),
            "says true to everything: not one fake is caught. Its probabilities of fake lie between 0.50",
        ),
        (np.linspace(0.6, 0.9, 14), "says fake to everything: every genuine picture is accused. Its"),
        (np.r_[np.full(5, 0.1), np.full(9, 0.8)], "calls 9 of 14 pictures fake, 7 of them rightly. Its"),
    ],
)
def test_what_a_newborn_said(probabilities: np.ndarray, said: str) -> None:
    words = newborn_plots.words(4, probabilities, BOTH)
    assert words.startswith(f"Newborn 4 {said}")
    assert words.endswith(f"between {probabilities.min():.2f} and {probabilities.max():.2f}.")


# ---------------------------------------------------------------------- piles


@pytest.mark.parametrize("sizes", [(112, 37, 37), (1, 1, 1), (1, 100_000, 2)])
def test_three_piles_are_as_high_as_they_are_large(sizes: tuple[int, int, int]) -> None:
    figure = drawn(splits.three_piles(*sizes))
    said = texts(figure)
    for name, size, field in zip(
        ("study", "mock exam", "exam"), sizes, ("training set", "validation set", "test set"), strict=True
    ):
        assert f"{name}: {size}" in said and field in said
        assert str(size) in splits.words(*sizes) and field in splits.words(*sizes)
    sheets: dict[str | None, float] = {}
    for box in figure.axes[0].patches:
        sheets[box.get_hatch()] = max(sheets.get(box.get_hatch(), 0), box.get_y() + box.get_height())
    assert len(sheets) == 3, "each pile has its own hatch"
    tops = [sheets[hatch] for hatch in ("", "..", "///")]
    assert np.argsort(tops, kind="stable").tolist() == np.argsort(sizes, kind="stable").tolist() or len(set(sizes)) < 3
    assert tops[int(np.argmax(sizes))] == max(tops)


@pytest.mark.parametrize(
    "scores",
    [np.array([[0.9, 0.7, 0.8], [0.8, 0.9, 0.8]]), np.full((20, 6), 0.5), np.array([[0.0], [1.0]])],
    ids=["three", "six equal", "one method"],
)
def test_a_contest_shows_each_split(scores: np.ndarray) -> None:
    names = [f"method {number}" for number in range(scores.shape[1])]
    ax = drawn(contest_plots.contest(scores, names)).axes[0]
    joined = [line for line in ax.lines if line.get_color() == style.LIGHT]
    np.testing.assert_allclose([line.get_ydata() for line in joined], 100 * scores)
    dots = [collection for collection in ax.collections if len(collection.get_offsets()) == len(scores)]
    paths = []
    for place, points in enumerate(dots[: len(names)]):
        np.testing.assert_allclose(points.get_offsets()[:, 1], 100 * scores[:, place])
        paths.append(points.get_paths()[0].vertices.round(3).tobytes())
    assert len(paths) == len(set(paths)) == len(names), "markers differ, not colours alone"
    bars = [container for container in ax.containers if isinstance(container, ErrorbarContainer)]
    assert [float(bar.lines[0].get_ydata()[0]) for bar in bars] == pytest.approx(100 * scores.mean(axis=0))
    assert [label.get_text() for label in ax.get_xticklabels()] == names
    assert [text.get_text() for text in ax.texts] == [f"{100 * mean:.1f}" for mean in scores.mean(axis=0)]


def test_a_contest_needs_two_splits() -> None:
    with pytest.raises(ValueError, match="at least two"):
        contest_plots.contest_words(np.array([[0.9, 0.8]]), ("a", "b"))


def test_the_verdicts_of_a_contest_by_hand() -> None:
    """Differences that are the same in every split have no spread; two opposite ones spread over all they can."""
    scores = np.array([[0.9, 0.8, 1.0, 0.8], [0.7, 0.6, 0.8, 0.8]])
    words = contest_plots.contest_words(scores, ("net", "rule", "best", "other"))
    # Means of two draws from 70 and 90: 70, 80 or 90, with 1/4, 1/2, 1/4. So the middle 95 % reach from 70 to 90.
    assert (
        "Right answers over 2 splits: net 80.0 % (70.0-90.0), rule 70.0 % (60.0-80.0), best 90.0 % (80.0-100.0)"
        in words
    )
    assert "net minus rule: +10.0 points (+10.0 to +10.0), net is ahead." in words
    assert "net minus best: -10.0 points (-10.0 to -10.0), best is ahead." in words
    assert words.endswith("0.0 points (-10.0 to +10.0), the interval holds 0, no winner to be seen.")


def test_equal_methods_have_no_winner() -> None:
    words = contest_plots.contest_words(np.full((5, 2), 0.6), ("a", "b"))
    assert "a minus b: +0.0 points (+0.0 to +0.0), the interval holds 0, no winner to be seen." in words
    assert contest_plots.contest_words(np.array([[0.5], [0.5]]), ["alone"]) == (
        "Right answers over 2 splits: alone 50.0 % (50.0-50.0)."
    )


# ---------------------------------------------------------------------- valley


@pytest.mark.parametrize(
    ("rate", "curvature", "said"),
    [
        (0.05, 1.0, "rolls down on its own side"),
        (0.5, 2.0, "One step, and the ball lies at the bottom"),
        (0.75, 2.0, "overshoots the bottom at every step and swings closer"),
        (0.5, 4.0, "jumps from wall to wall"),
        (1.2, 4.0, "is thrown out"),
        (0.0, 1.0, "does not move"),
    ],
)
def test_the_ball_goes_where_descent_takes_it(rate: float, curvature: float, said: str) -> None:
    figure, words = valley_plots.picture(rate, curvature)
    assert said in words and f"multiplies w by {1 - rate * curvature:.2f}" in words
    position, positions = 1.0, [1.0]
    for _ in range(valley_plots.STEPS):
        position -= rate * curvature * position  # the slope of c / 2 * w ** 2 is c * w
        positions.append(position)
    np.testing.assert_allclose(valley_plots.path(rate, curvature), positions, atol=1e-12)
    floor, ball = drawn(figure).axes[0].lines
    np.testing.assert_allclose(floor.get_ydata(), curvature / 2 * floor.get_xdata() ** 2)
    shown = ball.get_xdata()
    inside = [one for one in positions if abs(one) <= valley_plots.EDGE]
    np.testing.assert_allclose(shown[: len(inside)], inside, atol=1e-12)
    assert len(shown) - len(inside) == (len(inside) < len(positions)), "and the step that leaves the picture"
    np.testing.assert_allclose(ball.get_ydata(), curvature / 2 * shown**2)
    assert texts(figure) == [str(number) for number in range(min(4, len(shown)))]


# ---------------------------------------------------------------------- no pyplot


def test_no_plot_loads_pyplot() -> None:
    draw = (
        "import sys\nimport numpy as np\nfrom deepfake_lessons.drawing import curves, splits\n"
        "from deepfake_lessons.learning import contest_plots, network_plots, valley_plots\n"
        "curves.lines({'a': [1, 2]}).savefig(sys.stdout.buffer)\n"
        "valley_plots.picture(0.3, 2)\nsplits.three_piles(3, 2, 1)\n"
        "contest_plots.contest(np.ones((2, 2)), 'ab')\n"
        "network_plots.row_of_pictures(np.ones((1, 2, 2)), 'a')\nsys.exit('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", draw], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"") and done.stdout.startswith(b"\x89PNG")
