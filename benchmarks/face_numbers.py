"""Findings 01-C and 01-E of lesson 01: error against photographs studied for five actors, and what measurements tell.

Settings and predictions are in notebooks/source/CLAIMS.md. `python benchmarks/face_numbers.py` writes
benchmarks/results/face_numbers.json. Findings have no bar.
"""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from deepfake_lessons import metrics, studio
from deepfake_lessons.cache import write_whole
from deepfake_lessons.faces.eigenfaces import learn_face
from deepfake_lessons.photos import description
from tools.authoring.build import to_bytes

RESULTS = Path(__file__).resolve().parent / "results" / "face_numbers.json"
COUNTS = (13, 25, 50, 100, 200, 500)


def of_one_actor(place: int) -> np.ndarray:
    """Errors on own and new photographs, (deals, 2, counts), for one actor's sitting."""
    actor = studio.cast(8, seed=1)[place]
    images = studio.photograph([actor], n_each=600, frames=studio.sitting(600, seed=place), seed=place).images
    deals = []
    for seed in range(1, 6):
        order = np.random.default_rng(seed).permutation(600)
        aside, others = images[order[:100]], images[order[100:]]
        learnt = [learn_face(others[:count]) for count in COUNTS]
        own = [face.error(others[:count]) for face, count in zip(learnt, COUNTS, strict=True)]
        deals.append((own, [face.error(aside) for face in learnt]))
    return np.array(deals)


def measurements(seed: int, pairs: int = 200) -> dict[str, metrics.Rate]:
    """Right answers of a threshold on each number, chosen on every other pair of stills and counted on the rest."""
    shot = studio.photograph(studio.cast(2 * pairs, seed=seed), seed=seed)
    rng = np.random.default_rng(seed)
    others = [one.replace(glasses="none") for one in studio.cast(60, seed=seed + 1)]
    colour, soft = list(rng.uniform(0.3, 1, 2 * pairs)), list(rng.uniform(0.7, 2, 2 * pairs))
    pasted = studio.tampering.paste_face(shot, others, colour, soft, seed=seed)
    forged = np.arange(2 * pairs) % 2 == 1
    images = np.where(forged[:, None, None, None], pasted.images, shot.images)
    found = []
    for place, image in enumerate(images):
        still = studio.develop(image, studio.SECOND_SHOT, np.random.default_rng(place))
        found.append(description.measure(still, shot.masks["inner"][place], shot.masks["face"][place]))
    study = np.arange(2 * pairs) // 2 % 2 == 0
    both = np.array([(one.brighter, one.tint) for one in found])
    usual, spread = (number(both[study & ~forged], axis=0) for number in (np.median, np.std))
    numbers = {
        "brightness across the edge": np.abs(both[:, 0] - usual[0]),
        "tint across the edge": both[:, 1],
        "the two together": (np.abs(both - usual) / spread).sum(axis=1),
        "sharpness": [one.sharpness for one in found],
        "side of the light": [abs(one.light_inside - one.light_outside) for one in found],
    }
    rates = {}
    for name, values in numbers.items():
        scores = np.array(values)
        cut, direction, _ = metrics.best_threshold(scores[study], forged[study].astype(int))
        rates[name] = metrics.accuracy(direction * scores[~study] > direction * cut, forged[~study].astype(int))
    return rates


def main() -> None:
    figures: list[dict[str, Any]] = []

    def keep(what: str, value: float) -> None:
        figures.append({"what": what, "measured": round(value, 3), "bar": None})

    print("error in grey levels, own / new, mean of five deals; studied:", *COUNTS)
    for place in range(3, 8):
        means = of_one_actor(place).mean(axis=0)
        print(f"actor {place}:", "  ".join(f"{own:.1f} / {new:.1f}" for own, new in means.T))
        for count, (own, new) in zip(COUNTS, means.T, strict=True):
            keep(f"actor {place}, {count} studied: error on own photographs, grey levels", float(own))
            keep(f"actor {place}, {count} studied: error on new photographs, grey levels", float(new))
    for name, rate in measurements(seed=61).items():
        print(f"{name}: right on {rate}")
        keep(f"{name}: share of {rate.n} stills right", rate.share)
    machine = {"processor": platform.machine(), "system": platform.system(), "cores": os.cpu_count()}
    about = {"date": date.today().isoformat(), "machine": machine | {"python": platform.python_version()}}
    write_whole(RESULTS, to_bytes(about | {"studio_version": studio.STUDIO_VERSION, "figures": figures}))


if __name__ == "__main__":
    main()
