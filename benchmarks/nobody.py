"""Lesson 05's faces of nobody: found by a detector of faces, per skin-tone band, directions, speed, and two findings.

    python benchmarks/nobody.py lesson --write      three trainings as in the lesson
    python benchmarks/nobody.py shipped --write     the shipped generator of 64 pixels
    python benchmarks/nobody.py findings --final    05-A and 05-B, once, on final actors (CLAIMS.md)

Faces are found by MTCNN (the package `mtcnn`, which brings its weights), trained on photographs, with more than 0.9.
Nobody is filtered out. Writes benchmarks/results/nobody.json.
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

from benchmarks.peers import fresh_judge
from deepfake_lessons import studio
from deepfake_lessons.faces import attributes, features, gan, generators, quality
from deepfake_lessons.faces.spectrum_plots import largest_gap
from deepfake_lessons.metrics.pairs import Rate, mean_interval
from tools.authoring import figures as kept

RESULTS = Path(__file__).resolve().parent / "results" / "nobody.json"
SEEDS = (1, 2, 3)
STEPS = 1700  # of lesson 05
FACES = 200
FINAL_ACTORS = 900_501
FINAL_JUDGES = 900_511  # and the nine after it
JUDGES = 10


def photographs(count: int, seed: int) -> np.ndarray:
    """Of so many actors, one each, lined up, 64 pixels."""
    frames = studio.portraits(count, seed=seed)
    return studio.photograph(studio.cast(count, seed=seed), frames=frames, size=64, seed=seed).images


def found(images: np.ndarray) -> np.ndarray:
    """Whether MTCNN finds a face in each picture with more than 0.9."""
    from mtcnn import MTCNN

    detector = MTCNN()
    return np.array([any(face["confidence"] > 0.9 for face in detector.detect_faces(image)) for image in images])


def by_band(name: str, images: np.ndarray, seen: np.ndarray) -> list[dict[str, Any]]:
    """How many are found in each band of skin tone, as the attribute network reads it."""
    bands = attributes.skin_bands(images)
    rates = [Rate(int(seen[bands == band].sum()), int((bands == band).sum())) for band in range(attributes.BANDS)]
    return [kept.figure(f"{name}: faces found, skin bands 0 to 5", "; ".join(str(rate) for rate in rates))]


def lesson() -> list[dict[str, Any]]:
    """Three trainings of lesson 05: what MTCNN finds, and what the live picture costs."""
    from deepfake_lessons.faces import live

    studied, aside = photographs(2000, seed=5), photographs(500, seed=6)
    genuine = features.features(aside)
    shares, costs, distances, all_faces = [], [], [], []
    for seed in SEEDS:
        made = gan.GAN(64, seed=seed)
        watched = live.LiveFaces(made, STEPS, aside)
        gan.train(made, studied, STEPS, seed=seed, callbacks=[watched])
        faces = made.draw(made.latent(FACES, seed=70 + seed))
        all_faces.append(faces)
        shares.append(float(found(faces).mean()))
        costs.append(watched.spent / watched.seconds)
        crowd = features.features(made.draw(made.latent(1000, seed=80 + seed)))
        distances.append(round(quality.quality_distance(genuine, crowd).value, 3))
    pooled = np.concatenate(all_faces)
    return [
        kept.figure("two minutes: share of 200 faces found, each seed", [round(one, 3) for one in shares]),
        kept.figure("two minutes: share of 200 faces found, the worst of three seeds", min(shares), ">= 0.5"),
        *by_band("two minutes, three seeds", pooled, found(pooled)),
        kept.figure("two minutes: quality distance, each seed", distances),
        kept.figure("live picture: share of the training's time, the worst", round(max(costs), 4), "<= 0.03"),
    ]


def shipped() -> list[dict[str, Any]]:
    """The shipped generator: found, per band, directions, speed."""
    generator = generators.shipped(64)
    faces = generator.draw(generator.latent(FACES, seed=71))
    said = [kept.figure("shipped: share of 200 faces found", float(found(faces).mean()), ">= 0.85")]
    many = generator.draw(generator.latent(1200, seed=72))
    seen, bands = found(many), attributes.skin_bands(many)
    shares = [float(seen[bands == band].mean()) for band in range(attributes.BANDS)]
    said += by_band("shipped, 1,200 faces", many, seen)
    said.append(kept.figure("shipped: worst band under the best", round(max(shares) - min(shares), 3), "<= 0.1"))
    genuine = features.features(photographs(500, seed=6))
    crowd = features.features(generator.draw(generator.latent(1000, seed=73)))
    said.append(kept.figure("shipped: quality distance", str(quality.quality_distance(genuine, crowd))))
    latents = generator.latent(2000, seed=11)
    known = attributes.attributes(generator.draw(latents))
    fresh = generator.latent(600, seed=12)
    before = attributes.attributes(generator.draw(fresh))
    for name, has in known.items():
        without = fresh[before[name] < 0.5][:100]
        moved = generator.draw(without + 3 * generators.direction(latents, has > 0.5))
        changed = int((attributes.attributes(moved)[name] > 0.5).sum())
        said.append(kept.figure(f"direction '{name}': faces of 100 that change", changed, ">= 90"))
    one = generator.latent(1, seed=1)
    quick = fastest(lambda: generator.draw(one), 200)
    slow = fastest(lambda: generator.network.predict(one, verbose=0), 15)
    said.append(kept.figure("a new face, ms in the kernel", round(1000 * quick, 2), "<= 10"))
    said.append(kept.figure("times faster than predict()", round(slow / quick, 1), ">= 20"))
    return said


def fastest(draw: Callable[[], Any], rounds: int) -> float:
    """Seconds: the median of some calls after one to warm up."""
    draw()
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        draw()
        times.append(time.perf_counter() - begun)
    return float(np.median(times))


def findings() -> list[dict[str, Any]]:
    """05-A and 05-B on final actors."""
    generator = generators.shipped(64)
    genuine = photographs(2000, seed=FINAL_ACTORS)
    rates = []
    for number in range(JUDGES):
        seed = FINAL_JUDGES + number
        made = generator.draw(generator.latent(2000, seed=seed))
        rates.append(fresh_judge.fresh_judge(again(genuine, seed), again(made, seed + 50), seed=seed).share)
        print(f"judge {number + 1} of {JUDGES}: {rates[-1]:.3f}", flush=True)
    mean, low, high = mean_interval(rates)
    said = [
        kept.figure("05-A fresh judges: share right, each seed", [round(one, 3) for one in rates]),
        kept.figure("05-A mean and interval", [round(one, 3) for one in (mean, low, high)]),
    ]
    studied = photographs(6000, seed=503)[:2000]  # the first third of what it learnt from
    faces = generator.draw(generator.latent(300, seed=FINAL_JUDGES))
    near, usual = quality.nearest(faces, studied)[1], quality.nearest(genuine, studied)[1]
    line = np.quantile(usual, 0.01)
    said.append(
        kept.figure(
            "05-B faces nearer to a studied photograph than 99 % of others", str(Rate(int((near < line).sum()), 300))
        )
    )
    said.append(
        kept.figure(
            "05-B median distance, faces and held-out photographs",
            [round(float(np.median(one)), 1) for one in (near, usual)],
        )
    )
    crowd = generator.draw(generator.latent(1000, seed=FINAL_JUDGES + 1))
    before = largest_gap(quality.mean_spectrum(genuine[:1000]), quality.mean_spectrum(crowd))
    shot = again(genuine[:1000], 1), again(crowd, 2)
    after = largest_gap(quality.mean_spectrum(shot[0]), quality.mean_spectrum(shot[1]))
    said.append(
        kept.figure(
            "05-B largest gap of the spectra, dB: as generated, shot once more", [round(before, 2), round(after, 2)]
        )
    )
    return said


def again(images: np.ndarray, seed: int) -> np.ndarray:
    """Every picture shot once more by the second camera."""
    rng = np.random.default_rng(seed)
    return np.array([studio.develop(one, studio.SECOND_SHOT, rng) for one in images])


PARTS = {"lesson": lesson, "shipped": shipped, "findings": findings}


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and say whether every bar is met."""
    asked = [one for one in arguments if not one.startswith("--")]
    if unknown := [one for one in asked if one not in PARTS]:
        print(f"no part {', '.join(unknown)}: there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    if not asked:
        print(__doc__)
        return 0
    if "findings" in asked and "--final" not in arguments:
        print("findings use final actors and are run once: add --final", file=sys.stderr)
        return 2
    status = 0
    for part in asked:
        figures = PARTS[part]()
        status |= kept.tell(figures)
        if "--write" in arguments or "--final" in arguments:
            kept.write(RESULTS, part, figures)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
