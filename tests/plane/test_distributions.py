"""Realities in the plane: inside their square, the same for a seed, modes counted as a person would."""

from __future__ import annotations

import numpy as np
import pytest

from deepfake_lessons.plane import distributions
from deepfake_lessons.plane.distributions import DISTRIBUTIONS, drawn, grid, modes_found, ring, two_moons
from deepfake_lessons.plane.view import board


@pytest.mark.parametrize("make", DISTRIBUTIONS.values(), ids=DISTRIBUTIONS)
def test_points_lie_in_the_square_and_depend_on_the_seed(make) -> None:  # type: ignore[no-untyped-def]
    reality = make()
    points = reality.sample(2000, seed=1)
    assert points.shape == (2000, 2) and points.dtype == np.float32
    assert np.abs(points).max() <= 1.05
    assert (points == make().sample(2000, seed=1)).all() and (points != reality.sample(2000, seed=2)).any()
    assert points.std(axis=0).min() > 0.2
    assert len(reality.sample(0, seed=1)) == 0


def test_every_cluster_gets_its_share() -> None:
    for reality in (ring(), grid(3)):
        points = reality.sample(8000, seed=1)
        near = np.linalg.norm(points[:, None] - reality.modes[None], axis=2).argmin(axis=1)
        shares = np.bincount(near, minlength=len(reality.modes)) / len(points)
        assert np.allclose(shares, 1 / len(reality.modes), rtol=0.15)
        assert modes_found(points, reality) == len(reality.modes)


def test_modes_are_counted() -> None:
    reality = ring()
    some = np.concatenate([np.repeat(reality.modes[:3], 50, axis=0), np.zeros((20, 2))])
    assert modes_found(some, reality) == 3
    stray = np.concatenate([some, reality.modes[5:6]])  # one point of 171 is no mode
    assert modes_found(stray, reality) == 3
    assert modes_found(np.zeros((10, 2)), reality) == 0


def test_a_drawing_is_upright() -> None:
    cells = np.zeros((4, 4), bool)
    cells[0, 3] = True  # above, at the right
    points = drawn(cells).sample(500, seed=1)
    assert (points[:, 0] > 0.4).all() and (points[:, 1] > 0.4).all()


def test_the_board_begins_at_the_top_left() -> None:
    places = board(5)
    assert places.shape == (25, 2)
    assert places[0].tolist() == [-1, 1] and places[-1].tolist() == [1, -1] and places[4].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: drawn(np.zeros((9, 9), bool)), "nothing is drawn yet"),
        (lambda: drawn([1, 2, 3]), "a board"),
        (lambda: drawn([[1, -1]]), "a board"),
        (lambda: ring(modes=0), "modes=0: a whole number, 1 or more"),
        (lambda: grid(0), "side=0: a whole number, 1 or more"),
        (lambda: ring().sample(-1, 1), "0 or more"),
        (lambda: ring().sample(5, True), "0 or more"),
        (lambda: modes_found(np.zeros((5, 2)), two_moons()), "no separate modes"),
        (lambda: modes_found(np.zeros((5, 3)), ring()), r"shape \(N, 2\)"),
        (lambda: modes_found(np.zeros((0, 2)), ring()), r"shape \(N, 2\)"),
        (lambda: distributions.checked([[np.nan, 0]]), "not finite"),
    ],
)
def test_what_is_refused(ask, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=words):
        ask()
