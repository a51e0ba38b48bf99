"""Two-dimensional "realities" that a small GAN can learn: points in the plane, where every one of them can be seen.

All lie within [-1, 1] x [-1, 1]. A reality that is made of separate clusters knows their middles, so that one can count
how many of them a forger has found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import checks

WITHIN = 4.0  # spreads around a mode's middle that count as this mode
LEAST = 0.02  # of the points must lie there for the mode to count as found


@dataclass(frozen=True, eq=False)
class Distribution:
    """Points that are drawn by lot.

    Attributes:
        name: in words.
        draw: (n, rng) -> (n, 2) points.
        modes: (K, 2) middles of the clusters; None where there are none.
        spread: standard deviation of a cluster.
    """

    name: str
    draw: Callable[[int, np.random.Generator], np.ndarray]
    modes: np.ndarray | None = None
    spread: float = 0.0

    def sample(self, n: int, seed: int) -> np.ndarray:
        """(n, 2) float32 points; the same seed gives the same points.

        Raises:
            ValueError: n or seed is negative or no whole number.
        """
        rng = np.random.default_rng(checks.whole("seed", seed, 0))
        return self.draw(checks.whole("n", n, 0), rng).astype(np.float32)

    def __repr__(self) -> str:
        return f"the distribution '{self.name}'" + (f" with {len(self.modes)} modes" if self.modes is not None else "")


REACH, SPREAD = 0.75, 0.03  # how far from the middle clusters lie, and their deviation


def _clusters(name: str, modes: np.ndarray, spread: float) -> Distribution:
    def draw(n: int, rng: np.random.Generator) -> np.ndarray:
        return modes[rng.integers(len(modes), size=n)] + rng.normal(0, spread, (n, 2))

    return Distribution(name, draw, modes, spread)


def ring(modes: int = 8) -> Distribution:
    """Clusters on a circle (Metz et al. 2017, "Unrolled generative adversarial networks", has eight)."""
    checks.whole("modes", modes)
    angles = 2 * np.pi * np.arange(modes) / modes
    return _clusters(f"ring of {modes}", REACH * np.stack([np.cos(angles), np.sin(angles)], axis=1), SPREAD)


def grid(side: int = 4) -> Distribution:
    """side x side clusters."""
    checks.whole("side", side)
    places = np.linspace(-REACH, REACH, side)
    return _clusters(f"grid of {side * side}", np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2), SPREAD)


def two_moons() -> Distribution:
    """Two half circles that reach into each other."""
    spread = 0.04

    def draw(n: int, rng: np.random.Generator) -> np.ndarray:
        angle, upper = rng.uniform(0, np.pi, n), rng.integers(2, size=n)
        side = 2 * upper - 1
        points = np.stack([0.5 * np.cos(angle) - 0.25 * side, side * (0.55 * np.sin(angle) - 0.15)], axis=1)
        return points + rng.normal(0, spread, (n, 2))

    return Distribution("two moons", draw, spread=spread)


def spiral() -> Distribution:
    """One line that winds outwards, one and a half times; its points are spread evenly along it."""
    turns, spread = 1.5, 0.02

    def draw(n: int, rng: np.random.Generator) -> np.ndarray:
        far = np.sqrt(rng.uniform(0.02, 1, n))
        angle = 2 * np.pi * turns * far
        return 0.85 * far[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1) + rng.normal(0, spread, (n, 2))

    return Distribution("spiral", draw, spread=spread)


def drawn(cells: Any, name: str = "your drawing") -> Distribution:
    """Points spread evenly over the chosen cells of a board.

    Args:
        cells: (R, C) True or False, or weights of 0 or more; row 0 is the top of the picture.
        name: in words.

    Raises:
        ValueError: no board, or no cell is chosen.
    """
    weights = np.asarray(cells, dtype=float)
    if weights.ndim != 2 or not weights.size or not np.isfinite(weights).all() or (weights < 0).any():
        raise ValueError(f"a board (rows, columns) of True and False is wanted; got shape {weights.shape}")
    if not weights.sum():
        raise ValueError("nothing is drawn yet: choose at least one cell of the board")
    rows, columns = weights.shape
    share = (weights / weights.sum()).ravel()

    def draw(n: int, rng: np.random.Generator) -> np.ndarray:
        cell = rng.choice(share.size, size=n, p=share)
        x = (cell % columns + rng.uniform(size=n)) / columns
        y = (cell // columns + rng.uniform(size=n)) / rows
        return 0.9 * np.stack([2 * x - 1, 1 - 2 * y], axis=1)

    return Distribution(name, draw)


DISTRIBUTIONS: dict[str, Callable[[], Distribution]] = {
    "ring of eight": ring,
    "grid": grid,
    "two moons": two_moons,
    "spiral": spiral,
}


def modes_found(points: Any, reality: Distribution) -> int:
    """How many of a reality's clusters have got points of a forger.

    A cluster is found when at least 2 % of the points lie within four spreads of its middle.

    Args:
        points: (N, 2).
        reality: one with modes.

    Raises:
        ValueError: a reality without modes, or points of another shape.
    """
    if reality.modes is None:
        raise ValueError(f"'{reality.name}' has no separate modes to count: take a ring or a grid")
    places = checked(points)
    near = np.linalg.norm(places[:, None] - reality.modes[None], axis=2) < WITHIN * reality.spread
    return int((near.mean(axis=0) >= LEAST).sum())


def checked(points: Any) -> np.ndarray:
    """Points as (N, 2) floats, N at least 1.

    Raises:
        ValueError: another shape, or numbers that are not finite.
    """
    places = np.asarray(points, dtype=float)
    if places.ndim != 2 or places.shape[1] != 2 or not len(places):
        raise ValueError(f"points in the plane have the shape (N, 2); got {places.shape}")
    if not np.isfinite(places).all():
        raise ValueError("some points are not finite numbers")
    return places
