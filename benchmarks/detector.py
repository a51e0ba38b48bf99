"""Lesson 08's detector on development actors: five trainings, each method, each skin-tone band; its scores are kept.

    python benchmarks/detector.py scores --write    data/detector.npz, data/detector_scores.npz, results/detector.json

The exam on final actors is not part of this yet: it is opened when the detector is tuned.
"""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import io
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from deepfake_lessons import detector, forgeries, metrics, reading
from deepfake_lessons.course import figures as kept
from deepfake_lessons.course.build import write_whole

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "detector.json"
SEEDS = (1, 2, 3, 4, 5)
STUDY = ((801, 480, 1),)  # seed of the crew, actors, photographs of each for each method: many actors, few of each
MOCK, EXAM = (802, 100, 1), (804, 100, 1)
BAR, WORST, SECONDS = ">= 0.95", ">= 0.9", "<= 30"


def study() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Images, labels and sources of the study pile; sources of several crews are kept apart."""
    crews = [_collected(one) for one in STUDY]
    sources = [np.where(one.source >= 0, one.source + place * 1_000_000, -1) for place, one in enumerate(crews)]
    return (
        np.concatenate([one.images for one in crews]),
        np.concatenate([one.label for one in crews]),
        np.concatenate(sources),
    )


def _collected(which: tuple[int, int, int]) -> forgeries.Forgeries:
    seed, actors, each = which
    return forgeries.collect(actors=actors, seed=seed, each=each)


def bands(pile: forgeries.Forgeries) -> np.ndarray:
    """(N,) the skin-tone band of whoever is shown, 0 lightest to 5 darkest; -1 where nobody is."""
    of_actors = np.array([one.skin_band for one in pile.actors])
    return np.where(pile.actor >= 0, of_actors[pile.actor], -1)


def scores() -> list[dict[str, Any]]:
    """Train five times, keep what each says of mock exam and exam."""
    images, labels, sources = study()
    piles = {"mock exam": _collected(MOCK), "exam": _collected(EXAM)}
    columns: dict[str, list[Any]] = {name: [] for name in ("score", "label", "method", "band", "pile", "seed")}
    right, worst, seconds = [], [], []
    by_method: dict[str, list[bool]] = {}
    for seed in SEEDS:
        model, mock = detector.build_detector(), piles["mock exam"]
        begun = time.process_time()
        fitted = detector.fit_detector(model, images, labels, mock.images, mock.label, sources, seed=seed)
        seconds.append((time.process_time() - begun) / 2)
        if seed == SEEDS[0]:
            write_whole(ROOT / "data" / detector.NAME, reading.pack(model.get_weights()))
        for name, pile in piles.items():
            said = detector.scores(model, pile.images)
            for column, values in (("score", said), ("label", pile.label), ("method", pile.method),
                                   ("band", bands(pile))):  # fmt: skip
                columns[column].append(values)
            columns["pile"].append(np.full(len(pile), name))
            columns["seed"].append(np.full(len(pile), seed))
        fakes = {name: (said > 0.5)[pile.method == name] for name in forgeries.METHODS}
        right.append(metrics.accuracy(said > 0.5, pile.label).share)
        worst.append(min(caught.mean() for caught in fakes.values()))
        for name, caught in fakes.items():
            by_method.setdefault(name, []).extend(caught.tolist())
        print(seed, fitted, f"exam {right[-1]:.3f}, worst {worst[-1]:.3f}", flush=True)
    _write_scores({name: np.concatenate(parts) for name, parts in columns.items()})
    figures = [
        kept.figure("development exam: share right, the worst of five seeds", round(min(right), 3), BAR),
        kept.figure("development exam: share right, each seed", [round(one, 3) for one in right]),
        kept.figure("development exam: worst method caught, worst seed", round(float(min(worst)), 3), WORST),
        kept.figure("two-core seconds, the most", round(max(seconds), 1), SECONDS),
    ]
    for name, caught in by_method.items():
        figures.append(kept.figure(f"caught, {name}", str(metrics.Rate(int(np.sum(caught)), len(caught)))))
    return figures


def _write_scores(columns: dict[str, np.ndarray]) -> None:
    types = {"score": np.float32, "label": np.int8, "band": np.int8, "seed": np.int16}
    arrays: dict[str, Any] = {name: values.astype(types.get(name, values.dtype)) for name, values in columns.items()}
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    write_whole(ROOT / "data" / "detector_scores.npz", stream.getvalue())


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for."""
    if [one for one in arguments if not one.startswith("--")] != ["scores"]:
        print(__doc__, file=sys.stderr)
        return 2 if arguments else 0
    figures = scores()
    if "--write" in arguments:
        kept.write(RESULTS, "scores", figures)
    return kept.tell(figures)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
