"""Lesson 04's pictures: every part is where its numbers say, at the extremes too, and the words say the same."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from deepfake_lessons.notebook import display
from deepfake_lessons.plane import loss_plots, result_plots, scene_plots, side_plots
from deepfake_lessons.plane.view import SUB_STEPS, PlaneView

pytestmark = pytest.mark.filterwarnings("error")


def a_view(step: int = 1200, points: int = 256, side: int = 41, seed: int = 1, **changed: Any) -> PlaneView:
    """A ring of eight, a judge that knows it roughly, a forger that follows it roughly."""
    rng = np.random.default_rng(seed)
    angles = np.arange(8) * np.pi / 4
    middles = 0.75 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    real = middles[rng.integers(8, size=points)] + 0.03 * rng.normal(size=(points, 2))
    made = middles[rng.integers(6, size=points)] + 0.1 * rng.normal(size=(points, 2))
    places = np.linspace(-1, 1, side)
    x, y = np.meshgrid(places, -places)
    latents = np.linspace(-1, 1, 11)
    steps = np.arange(step)
    parts: dict[str, Any] = {
        "step": step,
        "heat": 1 / (1 + np.exp(-4 * (np.abs(np.hypot(x, y) - 0.75) - 0.2))),
        "warped": 0.8 * np.stack(np.meshgrid(latents, latents**3), axis=-1),
        "real": real,
        "made": made,
        "slopes": real - made,
        "losses": {"discriminator": list(0.7 - 0.3 * 0.99**steps), "generator": list(0.7 + 0.5 * 0.99**steps)},
        "modes": (6, 8),
    }
    return PlaneView(**parts | changed)


def drawn(figure: Figure) -> np.ndarray:
    assert isinstance(figure, Figure)
    figure.savefig(page := io.BytesIO(), format="png")
    assert page.tell() > 1000
    return display._draw(figure, 1)


def part(figure: Figure, label: str) -> Any:
    found = [artist for artist in [*figure.artists, *figure.lines] if artist.get_label() == label]
    return found[-1] if found else None


def texts(figure: Figure) -> str:
    return " | ".join(text.get_text() for text in figure.texts)


# ---------------------------------------------------------------------- the scene


def test_points_are_where_their_numbers_say() -> None:
    view = a_view()
    figure = scene_plots.scene(view)
    real, made = part(figure, "real"), part(figure, "made")
    assert np.allclose(real.get_xydata(), view.real) and np.allclose(made.get_xydata(), view.made)
    assert (real.get_marker(), made.get_marker()) == ("o", "x") and real.get_markerfacecolor() == "none"
    page = real.get_transform().transform([[-1, -1], [1, 1]]) / figure.dpi * 100
    assert np.allclose(
        page,
        [
            [scene_plots.LEFT, scene_plots.BOTTOM],
            [scene_plots.LEFT + scene_plots.SIZE, scene_plots.BOTTOM + scene_plots.SIZE],
        ],
    )


def test_the_heat_map_is_the_right_way_up() -> None:
    """Fake at the upper left only: orange and striped there, blue at the other corners."""
    heat = np.zeros((41, 41))
    heat[:20, :20] = 1
    pixels = drawn(
        scene_plots.scene(
            a_view(heat=heat, real=np.zeros((1, 2)), made=np.zeros((1, 2)), slopes=np.zeros((1, 2))), warped=False
        )
    )
    top, left = side_plots.HEIGHT - scene_plots.BOTTOM - scene_plots.SIZE, scene_plots.LEFT
    corners = {}
    for name, row, column in (("fake", 25, 25), ("right", 25, 435), ("below", 435, 25), ("across", 435, 435)):
        corners[name] = (
            pixels[top + row : top + row + 40, left + column : left + column + 40].reshape(-1, 3).astype(int)
        )
    assert (corners["fake"][:, 0] > corners["fake"][:, 2] + 30).all()
    assert len(np.unique(corners["fake"], axis=0)) == 2, "a stripe differs in light, not only in colour"
    for name in ("right", "below", "across"):
        assert (corners[name][:, 2] > corners[name][:, 0] + 30).all() and len(np.unique(corners[name], axis=0)) == 1


def test_the_line_of_one_half_lies_where_the_judge_says_so() -> None:
    places = np.linspace(-1, 1, 41)
    heat = np.tile(1 / (1 + np.exp(-(places - 0.3))), (41, 1))
    (line,) = scene_plots.one_half(heat)
    assert np.allclose(line[:, 0], 0.3, atol=0.01) and np.ptp(line[:, 1]) == 2
    assert scene_plots.one_half(np.full((41, 41), 0.9)) == []
    heat = heat.T  # fake is below: row 0 is the top
    (line,) = scene_plots.one_half(heat)
    assert np.allclose(line[:, 1], -0.3, atol=0.01)


@pytest.mark.parametrize(("far", "span"), [(0.5, 0.5), (0.2, 0.25), (0.06, 0.1), (0.03, 0.05), (0.0, 0.02)])
def test_the_scale_follows_the_answers_and_is_written(far: float, span: float) -> None:
    heat = np.full((41, 41), 0.5) + np.linspace(-far, far, 41)
    assert scene_plots.span_of(heat) == span
    assert f"fake: {0.5 - span:g} … {0.5 + span:g}" in texts(scene_plots.scene(a_view(heat=heat)))


def test_shades_are_told_apart_without_colour() -> None:
    """Genuine and fake differ by stripes, and both kinds of points by their marks; both shades are light grounds."""
    picture = scene_plots.heat_picture(np.repeat([[0.0], [0.0], [1.0], [1.0]], 2, axis=1), 60, 100)
    assert len(np.unique(picture[:10].reshape(-1, 3), axis=0)) == 1
    assert len(np.unique(picture[-10:].reshape(-1, 3), axis=0)) == 2
    assert picture.min() > 120


def test_the_net_is_darker_where_it_was_pressed_together() -> None:
    figure = scene_plots.scene(a_view())
    cells = next(a for a in figure.artists if isinstance(a, PolyCollection) and len(a.get_paths()) == 100)
    strength = cells.get_facecolor()[:, 3].reshape(10, 10)
    assert strength[5, 5] > 2 * strength[0, 5]  # its rows are spaced by y ** 3
    lines = part(figure, "net")
    assert isinstance(lines, LineCollection) and len(lines.get_segments()) == 22
    assert (np.array(lines.get_linewidths()) > 1).sum() == 4


def test_arrows_point_along_the_slopes_and_the_longest_is_as_long_as_agreed() -> None:
    view = a_view()
    starts, moves = scene_plots.chosen_arrows(view.made, view.slopes)
    rows = [int(np.flatnonzero((view.made == start).all(axis=1))[0]) for start in starts]
    slopes = view.slopes[rows]
    cosine = (slopes * moves).sum(axis=1) / np.hypot(*slopes.T) / np.hypot(*moves.T)
    assert np.allclose(cosine, 1) and len(starts) <= scene_plots.ARROWS
    lengths = np.hypot(*moves.T)
    assert lengths.max() == pytest.approx(scene_plots.REACH)
    assert np.allclose((lengths / scene_plots.REACH) ** 2, np.hypot(*slopes.T) / np.hypot(*slopes.T).max())
    tip = side_plots.arrow(np.array([0.0, 0.0]), np.array([30.0, 0.0]))
    assert tip.shape == (7, 2) and tip[:, 0].max() == 30 and tip[3, 1] == 0


def test_arrows_and_net_can_be_left_out() -> None:
    full = scene_plots.scene(a_view())
    assert part(full, "pushes") is not None and part(full, "net") is not None
    assert part(scene_plots.scene(a_view(), arrows=False), "pushes") is None
    assert part(scene_plots.scene(a_view(), warped=False), "net") is None


@pytest.mark.parametrize(("modes", "said"), [((0, 8), "0 of 8"), ((8, 8), "8 of 8"), ((25, 25), "25 of 25")])
def test_modes_found_are_counted_in_marks(modes: tuple[int, int], said: str) -> None:
    figure = scene_plots.scene(a_view(modes=modes))
    assert f"modes found: {said}" in texts(figure)
    found, missed = part(figure, "found"), part(figure, "missed")
    assert (len(found.get_xdata()), len(missed.get_xdata())) == (modes[0], modes[1] - modes[0])
    assert missed.get_markerfacecolor() == "none" != found.get_markerfacecolor()
    drawn(figure)


def test_a_reality_without_modes_says_so() -> None:
    assert "no separate modes" in texts(scene_plots.scene(a_view(modes=None)))
    assert "modes" not in scene_plots.scene_words(a_view(modes=None))


def test_both_losses_have_their_own_line_and_number() -> None:
    view = a_view(step=3000)
    figure = scene_plots.scene(view)
    curves = [part(figure, name) for name in side_plots.PLAYERS]
    assert curves[0].get_linestyle() != curves[1].get_linestyle()
    assert all(len(curve.get_xdata()) == side_plots.BINS for curve in curves)
    assert "judge's loss 0.70" in texts(figure) and "3,000 steps" in texts(figure)


def test_a_long_curve_keeps_its_mean() -> None:
    values = np.random.default_rng(1).normal(size=1200)
    x, y = side_plots.thinned(values)
    assert y.mean() == pytest.approx(values.mean()) and (x[0], x[-1]) == (5.5, 1195.5)
    assert list(side_plots.thinned([3.0, 1.0])[1]) == [3, 1]


NAN_HEAT = np.full((41, 41), 0.5)
NAN_HEAT[3, 3] = np.nan
EXTREMES = {
    "nothing learnt": {"step": 0, "losses": {"discriminator": [], "generator": []}},
    "one step of one": {"step": 0, "losses": {"discriminator": [0.69], "generator": []}},
    "a huge loss": {"losses": {"discriminator": [1e5, 0.1], "generator": [3.0]}},
    "sure of all": {"heat": np.ones((41, 41))},
    "of nothing": {"heat": np.zeros((41, 41))},
    "undecided": {"heat": np.full((41, 41), 0.5)},
    "not a number": {"heat": NAN_HEAT},
    "all in one place": {"made": np.zeros((256, 2)), "slopes": np.zeros((256, 2)), "warped": np.zeros((11, 11, 2))},
    "all outside": {"made": np.full((256, 2), 7.0), "warped": np.full((11, 11, 2), 7.0)},
    "one point": {"made": np.zeros((1, 2)), "slopes": np.ones((1, 2)), "real": np.zeros((1, 2))},
    "sixteen modes": {"modes": (3, 16)},
}


@pytest.mark.parametrize("changed", EXTREMES.values(), ids=EXTREMES)
@pytest.mark.parametrize("stage", [0, 5])
def test_extremes_are_drawn_and_said(changed: dict[str, Any], stage: int) -> None:
    view = a_view(**changed)
    drawn(scene_plots.scene(view, stage=stage))
    words = scene_plots.scene_words(view, stage)
    assert len(words) > 60 and "nan" not in words and words.startswith(f"After step {view.step:,}")


def test_words_say_what_the_picture_shows() -> None:
    view = a_view()
    words = scene_plots.scene_words(view)
    for said in ("6 of 8 modes found", "Losses now: discriminator 0.70, generator 0.70", "of the pushes lead towards"):
        assert said in words
    assert f"{100 * (view.heat > 0.5).mean():.0f} % of the plane" in words
    assert f"takes {100 * view.believed:.0f} % of the made points" in words
    outside = a_view(made=np.concatenate([view.made[:-3], np.full((3, 2), 2.0)]))
    assert f"{(np.abs(outside.made) > 1).any(axis=1).sum()} made points lie outside" in scene_plots.scene_words(outside)
    assert "Nothing has been learnt yet" in scene_plots.scene_words(a_view(step=0, losses={}))


def test_slow_motion_brings_in_one_thing_after_the_other() -> None:
    seen = [scene_plots.scene(a_view(), stage=stage) for stage in range(6)]
    assert [part(figure, "made") is not None for figure in seen] == [True, False, True, True, True, True]
    assert [part(figure, "pushes") is not None for figure in seen] == [True, False, False, False, False, True]
    for stage, figure in enumerate(seen[1:], 1):
        assert f"{stage}  {SUB_STEPS[stage - 1]}" in texts(figure) and "judge's loss" not in texts(figure)
        bold = [text for text in figure.texts if text.get_text().endswith(SUB_STEPS[stage - 1])]
        assert [text.get_fontweight() for text in bold] == ["bold"] and "▶" in texts(figure)


@pytest.mark.parametrize("stage", [0, 3])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_words_leave_the_page_or_lie_on_others(stage: int, scale: float) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = scene_plots.scene(a_view(modes=(16, 25)), stage=stage)
    side_plots.key(page := side_plots.Page())
    for one in (figure, page.figure):
        one.dpi = 100 * scale
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [text.get_window_extent(renderer) for text in [*figure.texts, *page.figure.texts] if text.get_text()]
    for k, box in enumerate(boxes):
        assert box.x0 >= 0 and box.x1 <= 900 * scale and box.y0 >= 0 and box.y1 <= 560 * scale
        assert not [other for other in boxes[:k] if box.shrunk(0.98, 0.8).overlaps(other.shrunk(0.98, 0.8))]


# ---------------------------------------------------------------------- judges and forgers

SHARES = np.clip(0.5 + 0.1 * np.subtract.outer(np.arange(5), np.arange(5)) + 0.05, 0, 1)
STEPS = [50, 200, 500, 1000, 2000]


def test_the_matrix_has_its_numbers_and_frames_the_diagonal() -> None:
    figure = result_plots.matrix(SHARES, STEPS)
    ax = figure.axes[0]
    assert [text.get_text() for text in ax.texts] == [f"{100 * share:.0f} %" for share in SHARES.ravel()]
    centres = [(box.get_x() + box.get_width() / 2, box.get_y() + box.get_height() / 2) for box in ax.patches]
    assert np.allclose(centres, [(k, k) for k in range(5)])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("forger after step", "judge after step")
    drawn(figure)


def test_the_matrix_in_words() -> None:
    words = result_plots.words_of_matrix(SHARES, STEPS)
    assert "judge after step 2,000: forger after 50 95 %" in words
    assert "older forger in 75 %" in words and "own moment in 55 %" in words and "newer one in 35 %" in words
    assert "100 %" in result_plots.words_of_matrix([[1.0]], [3])


# ---------------------------------------------------------------------- two ways to ask


def test_what_an_answer_costs() -> None:
    labels, pairs = loss_plots.two_ways().axes
    real, made = labels.lines[0], labels.lines[1]
    x = real.get_xdata()
    assert np.allclose(real.get_ydata(), np.log(1 + np.exp(x))) and np.allclose(
        made.get_ydata(), np.log(1 + np.exp(-x))
    )
    assert np.allclose(pairs.lines[0].get_ydata() - pairs.lines[1].get_ydata(), -x), "one wins what the other loses"
    assert "Undecided costs 0.69" in loss_plots.two_ways_words()
    drawn(loss_plots.two_ways())


def test_losses_side_by_side() -> None:
    falling = list(np.linspace(2, 1, 500))
    both = {way: {"discriminator": falling, "generator": falling[::-1]} for way in loss_plots.WAYS}
    figure = loss_plots.losses(both)
    assert len(figure.axes) == 2 and len({ax.get_ylim() for ax in figure.axes}) == 1
    assert figure.axes[0].get_title(loc="left") == "labels: is this one fake?"
    words = loss_plots.losses_words(both)
    assert "discriminator from 1.95 to 1.05 (undecided is 1.39)" in words
    assert words.count("undecided is 0.69") == 3
    drawn(figure)
    for values in ([], [0.7]):
        drawn(loss_plots.losses({"pairs": {"discriminator": values, "generator": [0.7]}}))


# ---------------------------------------------------------------------- modes over time


def test_modes_over_time_show_every_run_and_the_mean() -> None:
    steps = [0, 500, 1000]
    runs = {"balanced": [[0, 4, 8], [0, 6, 7]], "collapse": [0, 2, 1]}
    figure = result_plots.modes_over_time(steps, runs)
    lines = [list(line.get_ydata()) for line in figure.axes[0].lines]
    assert lines[:4] == [[0, 4, 8], [0, 6, 7], [0, 5, 7.5], [0, 2, 1]]
    assert [text.get_text() for text in figure.axes[0].texts] == ["balanced: 7.5", "collapse: 1"]
    words = result_plots.modes_words(steps, runs)
    assert "balanced: 0 modes of 8 at step 0, 7.5 on average over 2 runs at step 1,000; at most 8" in words
    assert "collapse: 0 modes of 8 at step 0, 1 at step 1,000; at most 2" in words
    drawn(figure)
    drawn(result_plots.modes_over_time([0], {"one": [25]}, of=25))
    with pytest.raises(ValueError, match=r"3 moments"):
        result_plots.modes_over_time(steps, {"balanced": [1, 2]})
