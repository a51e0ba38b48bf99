"""Lesson 04's GAN in the plane: collapse on demand, judges and forgers, fresh judges, a step to its picture.

    python benchmarks/plane.py [collapse] [matrix] [fresh] [speed] [--write]

`matrix` and `fresh` are the findings 04-A and 04-B; their predictions are in notebooks/source/CLAIMS.md. Development
seeds 1 to 10. Writes benchmarks/results/plane.json.
"""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from deepfake_lessons import metrics
from deepfake_lessons.plane import distributions, judges
from deepfake_lessons.plane.gan import PlaneGAN
from tools.authoring import figures as kept

RESULTS = Path(__file__).resolve().parent / "results" / "plane.json"
SEEDS = range(1, 11)
STEPS = {"balanced": 800, "collapse": 300}
MOMENTS = (25, 100, 300, 800, 2000)
FINISHED = 2000
LARGE = 220  # hidden units: ten times the parameters of 64


def collapse() -> list[dict[str, Any]]:
    """Modes of the ring found by both recipes."""
    found = {}
    for recipe, loss in (("balanced", "pairs"), ("collapse", "labels")):
        counts = []
        for seed in SEEDS:
            gan = PlaneGAN(distributions.ring(), loss, seed, recipe)
            gan.train(STEPS[recipe])
            counts.append(distributions.modes_found(gan.generate(2000, seed=9), gan.reality))
        found[recipe] = counts
    return [
        kept.figure(
            "balanced: seeds of ten with at least 6 of 8 modes", sum(n >= 6 for n in found["balanced"]), ">= 9"
        ),
        kept.figure("collapse: seeds of ten with at most 2 of 8 modes", sum(n <= 2 for n in found["collapse"]), ">= 9"),
        kept.figure("balanced: modes found, each seed", found["balanced"]),
        kept.figure("collapse: modes found, each seed", found["collapse"]),
    ]


def matrix() -> list[dict[str, Any]]:
    """Finding 04-A."""
    shares, losses = [], []
    for seed in SEEDS:
        gan = PlaneGAN(distributions.ring(), "pairs", seed)
        moments = judges.moments(gan, MOMENTS)
        shares.append(judges.judges_and_forgers(gan, moments))
        losses.append([[np.mean(one.losses[who][-20:]) for one in moments] for who in ("discriminator", "generator")])
    mean, several = np.mean(shares, axis=0), np.array(shares)
    said = [
        kept.figure(f"judge of step {one}: share right about the forgers of steps {', '.join(map(str, MOMENTS))}",
                    [round(float(value), 2) for value in row])
        for one, row in zip(MOMENTS, mean, strict=True)
    ]  # fmt: skip
    for who, values in zip(("judge", "forger"), np.mean(losses, axis=0), strict=True):
        said.append(kept.figure(f"loss of the {who} at these steps", [round(float(value), 2) for value in values]))
    said += [
        kept.figure("seeds of ten in which the last judge is right about the first forger in 90 % or more",
                    int((several[:, -1, 0] >= 0.9).sum())),
        kept.figure("seeds of ten in which the first judge does better on the first forger than on the last",
                    int((several[:, 0, 0] > several[:, 0, -1]).sum())),
        kept.figure("seeds of ten in which the last judge does better on the last forger than the first judge does",
                    int((several[:, -1, -1] > several[:, 0, -1]).sum())),
    ]  # fmt: skip
    return said


def fresh() -> list[dict[str, Any]]:
    """Finding 04-B."""
    shares: dict[str, list[float]] = {"in office": [], "fresh, of the same size": [], "fresh, ten times larger": []}
    for seed in SEEDS:
        gan = PlaneGAN(distributions.ring(), "pairs", seed)
        gan.train(FINISHED)
        shares["in office"].append(float(judges.judges_and_forgers(gan, [gan.snapshot()])[0, 0]))
        for name, hidden in (("fresh, of the same size", 64), ("fresh, ten times larger", LARGE)):
            shares[name].append(judges.fresh_judge(gan.reality, gan.generate, hidden, seed=seed).share)
    said = []
    for name, values in shares.items():
        mean, low, high = metrics.mean_interval(values)
        said.append(kept.figure(f"judge {name}: share right, mean of ten seeds", round(mean, 3)))
        said.append(kept.figure(f"judge {name}: interval of the mean", [round(low, 3), round(high, 3)]))
        said.append(kept.figure(f"judge {name}: each seed", [round(value, 2) for value in values]))
    return said


def speed() -> list[dict[str, Any]]:
    """From a press on "step both" to its picture as PNG, in milliseconds; the median of twenty."""
    from deepfake_lessons.notebook import display
    from deepfake_lessons.plane import scene_plots as plots

    gan, times = PlaneGAN(distributions.ring()), []
    for _ in range(23):
        begun = time.perf_counter()
        gan.step()
        display.png(plots.scene(gan.view()))
        times.append(1000 * (time.perf_counter() - begun))
    return [kept.figure("from a step to its picture, ms", round(float(np.median(times[3:])), 1), "<= 150")]


PARTS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "collapse": collapse, "matrix": matrix, "fresh": fresh, "speed": speed,
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and say whether every bar is met."""
    asked = [one for one in arguments if one != "--write"] or list(PARTS)
    if unknown := [one for one in asked if one not in PARTS]:
        print(f"no part {', '.join(unknown)}: there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    status = 0
    for part in asked:
        figures = PARTS[part]()
        status |= kept.tell(figures)
        if "--write" in arguments:
            kept.write(RESULTS, part, figures)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
