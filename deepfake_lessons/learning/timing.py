"""The hundred-million meter of lesson 02: what one step of learning costs in two ways, timed here.

Trying (a finite difference for every parameter) needs one look at the loss per parameter. Backpropagation needs one
pass forward and one back for all parameters together.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..autodiff import Tensor

INPUTS, EXAMPLES = 64, 64
_UNITS = (
    (365.25 * 86400, "years"), (86400, "days"), (3600, "hours"), (60, "minutes"), (1, "seconds"),
    (1e-3, "milliseconds"),
)  # fmt: skip


@dataclass(frozen=True)
class Times:
    """Seconds for one network: `forward` for one look at the loss, `both` for forward and back."""

    parameters: int
    forward: float
    both: float


@dataclass(frozen=True)
class Meter:
    """Measured times of one step and where their straight continuation ends.

    `parameters`, `trying` and `backprop` are arrays of equal length (seconds for one step); `to` is the number of
    parameters asked about, `trying_there` and `backprop_there` the seconds carried on to it.
    """

    parameters: np.ndarray
    trying: np.ndarray
    backprop: np.ndarray
    to: int
    trying_there: float
    backprop_there: float

    @property
    def trying_days(self) -> float:
        return self.trying_there / 86400

    @property
    def words(self) -> str:
        return (
            f"One step for {self.to:,d} parameters: by trying each of them {in_words(self.trying_there)}, "
            f"by backpropagation {in_words(self.backprop_there)}."
        )


def time_network(width: int, rounds: int = 7) -> Times:
    """Time one look at the loss and one pass forward and back of a network with `width` hidden units.

    The network has 64 inputs, one hidden layer of tanh units and one output; 64 examples of random numbers.

    Args:
        width: hidden units, at least 1.
        rounds: repetitions; the median is returned, since other programs disturb single ones.

    Raises:
        ValueError: `width` or `rounds` below 1.
    """
    if width < 1 or rounds < 1:
        raise ValueError(f"width={width}, rounds={rounds}: both must be at least 1")
    rng = np.random.default_rng(1)
    examples, targets = rng.normal(size=(EXAMPLES, INPUTS)), rng.normal(size=(EXAMPLES, 1))
    first = Tensor(rng.normal(0, 1 / 8, (INPUTS, width)))
    second = Tensor(rng.normal(0, 1 / np.sqrt(width), (width, 1)))

    def look() -> float:
        return float(np.mean((np.tanh(examples @ first.data) @ second.data - targets) ** 2))

    def forward_and_back() -> None:
        first.grad, second.grad = np.zeros_like(first.data), np.zeros_like(second.data)
        (((examples @ first).tanh() @ second - targets) ** 2).mean().backward()

    return Times(width * (INPUTS + 1), _median_seconds(look, rounds), _median_seconds(forward_and_back, rounds))


def extrapolate(
    parameters: Sequence[int], look: Sequence[float], both: Sequence[float], to: int = 100_000_000
) -> Meter:
    """Carry measured times on to a larger number of parameters, in a straight line from the largest network measured.

    Args:
        parameters: numbers of parameters measured, rising.
        look: seconds of one look at the loss for each.
        both: seconds of one pass forward and back for each.
        to: the number of parameters asked about; at least the largest measured.

    Returns:
        a Meter. Trying costs one look per parameter, and a look costs in proportion to the parameters: the square.

    Raises:
        ValueError: lengths that differ, sizes that do not rise, or `to` below what was measured.
    """
    sizes, looks, boths = (np.asarray(values, dtype=float) for values in (parameters, look, both))
    if not len(sizes) == len(looks) == len(boths) > 0:
        raise ValueError(
            f"{len(sizes)} sizes, {len(looks)} looks, {len(boths)} passes: one of each per network is needed"
        )
    if sizes[0] <= 0 or (np.diff(sizes) <= 0).any():
        raise ValueError(
            f"numbers of parameters {sizes.tolist()} must be above 0 and rise: the line starts at the last"
        )
    if to < sizes[-1]:
        raise ValueError(f"to={to:,d} lies below the largest network measured ({sizes[-1]:,.0f} parameters)")
    growth = to / sizes[-1]
    return Meter(sizes, sizes * looks, boths, to, sizes[-1] * looks[-1] * growth**2, boths[-1] * growth)


def in_words(seconds: float) -> str:
    """A duration with two digits or more and a fitting unit: in_words(7200) is "2 hours".

    Raises:
        ValueError: a negative or infinite duration.
    """
    if not 0 <= seconds < float("inf"):
        raise ValueError(f"{seconds} seconds is no duration: a finite number from 0 on is wanted")
    size, unit = next(((size, unit) for size, unit in _UNITS if seconds >= size), _UNITS[-1])
    amount = seconds / size
    digits = max(0, 1 - int(np.floor(np.log10(amount)))) if amount > 0 else 0
    text = f"{round(amount, digits):,.{digits if amount < 10 else 0}f}".removesuffix(".0")
    return f"{text} {unit.removesuffix('s') if text == '1' else unit}"


def _median_seconds(work, rounds: int) -> float:  # type: ignore[no-untyped-def]
    work()  # the first call pays for memory that later ones find ready
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return float(np.median(times))
