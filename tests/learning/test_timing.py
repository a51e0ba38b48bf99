"""The hundred-million meter: its arithmetic and its words."""

from __future__ import annotations

import math

import numpy as np
import pytest

from deepfake_lessons.autodiff import Tensor
from deepfake_lessons.learning import timing

# ---------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 milliseconds"), (0.00002, "0.020 milliseconds"), (0.001, "1 millisecond"),
        (0.0015, "1.5 milliseconds"), (0.25, "250 milliseconds"), (1, "1 second"), (1.04, "1 second"),
        (1.26, "1.3 seconds"), (9.96, "10 seconds"), (42.4, "42 seconds"), (60, "1 minute"),
        (150, "2.5 minutes"), (3600, "1 hour"), (7200, "2 hours"), (86400, "1 day"), (10 * 86400, "10 days"),
        (365.25 * 86400, "1 year"), (1e11, "3,169 years"),
    ],
)  # fmt: skip
def test_durations_read_well(seconds: float, words: str) -> None:
    assert timing.in_words(seconds) == words


@pytest.mark.parametrize("seconds", [-1, math.nan, math.inf])
def test_what_is_no_duration(seconds: float) -> None:
    with pytest.raises(ValueError, match="no duration"):
        timing.in_words(seconds)


# ---------------------------------------------------------------------- the line carried on


def test_trying_grows_with_the_square() -> None:
    meter = timing.extrapolate([100, 1000], [0.001, 0.004], [0.002, 0.02], to=100_000)
    assert meter.trying == pytest.approx([0.1, 4.0])  # one look per parameter
    assert meter.backprop == pytest.approx([0.002, 0.02])
    assert meter.trying_there == pytest.approx(4.0 * 100**2)
    assert meter.backprop_there == pytest.approx(0.02 * 100)
    assert meter.trying_days == pytest.approx(40_000 / 86400)
    assert (
        meter.words == "One step for 100,000 parameters: by trying each of them 11 hours, by backpropagation 2 seconds."
    )


@pytest.mark.parametrize(
    ("sizes", "looks", "passes", "to", "words"),
    [
        ([], [], [], 10, "one of each"),
        ([1, 2], [0.1], [0.1, 0.2], 10, "one of each"),
        ([1, 2], [0.1, 0.2], [0.1], 10, "one of each"),
        ([10, 20], [0.1, 0.2], [0.1, 0.2], 19, "below the largest"),
        ([20, 10], [0.1, 0.2], [0.1, 0.2], 100, "rise"),
        ([10, 10], [0.1, 0.2], [0.1, 0.2], 100, "rise"),
        ([0, 10], [0.1, 0.2], [0.1, 0.2], 100, "above 0"),
    ],
)
def test_measurements_without_a_line(sizes, looks, passes, to: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        timing.extrapolate(sizes, looks, passes, to=to)


# ---------------------------------------------------------------------- measured times


def test_a_network_is_timed() -> None:
    times = timing.time_network(4, rounds=3)
    assert times.parameters == 64 * 4 + 4  # without biases
    assert 0 < times.forward < 1 and 0 < times.both < 1


def test_only_the_second_way_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    roots = []
    backward = Tensor.backward

    def counted(self: Tensor, *arguments: object) -> None:
        roots.append(self)
        return backward(self, *arguments)

    monkeypatch.setattr(Tensor, "backward", counted)
    timing.time_network(2, rounds=3)
    assert len(roots) == 1 + 3  # one to warm up
    assert all(np.size(root.data) == 1 and np.isfinite(root.data).all() for root in roots)


@pytest.mark.parametrize(("width", "rounds"), [(0, 3), (-1, 3), (4, 0)])
def test_networks_that_cannot_be_timed(width: int, rounds: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        timing.time_network(width, rounds=rounds)
