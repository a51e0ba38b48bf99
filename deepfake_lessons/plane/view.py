"""What can be seen of a GAN in the plane at one moment: arrays, so that plots need to know of no network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

HEAT, WARPED = 41, 17  # points on a side of the heat map and of the warped grid
SUB_STEPS = ("draw noise", "make points", "judge both", "the judge learns", "the forger learns")  # of one step


@dataclass(frozen=True, eq=False)
class PlaneView:
    """One moment.

    Attributes:
        step: full steps done.
        heat: (G, G) probability of fake on a regular grid over [-1, 1]^2; row 0 is the top.
        warped: (L, L, 2) where the generator puts a regular grid of its noise.
        real: (N, 2) points of reality.
        made: (M, 2) points of the forger.
        slopes: (M, 2) where the judge's slope pushes each made point.
        losses: "discriminator" and "generator" -> the losses so far.
        modes: (found, of how many), or None where reality has no modes.
        said: what happened last, in words; "" for nothing.
    """

    step: int
    heat: np.ndarray
    warped: np.ndarray
    real: np.ndarray
    made: np.ndarray
    slopes: np.ndarray
    losses: dict[str, list[float]]
    modes: tuple[int, int] | None
    said: str = ""

    @property
    def believed(self) -> float:
        """The share of made points that the judge takes for genuine, 0 ... 1; nan where there are none."""
        if not len(self.made):
            return float("nan")
        side = len(self.heat)
        columns = np.clip(np.rint((self.made[:, 0] + 1) / 2 * (side - 1)), 0, side - 1).astype(int)
        rows = np.clip(np.rint((1 - self.made[:, 1]) / 2 * (side - 1)), 0, side - 1).astype(int)
        return float((self.heat[rows, columns] <= 0.5).mean())


def board(side: int = HEAT) -> np.ndarray:
    """(side * side, 2) float32 places of the heat map, row by row from the top."""
    places = np.linspace(-1, 1, side, dtype=np.float32)
    x, y = np.meshgrid(places, places[::-1])
    return np.stack([x.ravel(), y.ravel()], axis=1)
