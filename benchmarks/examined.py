"""Finding 08-C of lesson 08: what the shipped detector says of pictures that are not the studio's.

Portraits by two networks (StyleGAN2, Stable Diffusion 3) and photographs of people (Olivetti) lie beside the checkout,
in ../shared/data, on the maintainers' machines only; scikit-image's faces come with it. Of these pictures only scores
are kept. Setting and prediction are in notebooks/source/CLAIMS.md. Findings have no bar.

    python benchmarks/examined.py [--write]     prints; --write keeps benchmarks/results/examined.json
"""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from deepfake_lessons import studio
from deepfake_lessons.detector import own_pictures
from deepfake_lessons.detector.own_pictures import Pipeline, Reference, View, known
from deepfake_lessons.metrics.pairs import REAL, Rate
from tools.authoring import figures as kept

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "examined.json"
SHARED = ROOT.parent / "shared" / "data"
AI = {"StyleGAN2 (SFHQ)": "sfhq_tiles/*.png", "Stable Diffusion 3": "sd3_portraits/*.jpg"}
ORL = "Olivetti"
STUDIO = 200  # photographs of drawn actors
FINAL_ACTORS = 900_801  # their seed: nothing was trained on them
ROUNDS = 1000  # of the bootstrap

Judge = Callable[[np.ndarray], np.ndarray]


def shipped() -> Judge:
    """The shipped detector as a function of pictures."""
    detector = import_module("deepfake_lessons.detector")
    model = detector.load()
    return lambda images: np.asarray(detector.ordered(model, images), float).reshape(-1)


def own() -> np.ndarray:
    """Genuine photographs of the studio as the detector knows them, shot once more by the second camera."""
    moments = studio.portraits(STUDIO, seed=FINAL_ACTORS)
    shot = studio.photograph(studio.cast(STUDIO, seed=FINAL_ACTORS), frames=moments, size=64, seed=FINAL_ACTORS)
    rng = np.random.default_rng(FINAL_ACTORS)
    return np.array([studio.develop(image, studio.SECOND_SHOT, rng) for image in shot.images])


def faces(paths: Sequence[Path], views: Sequence[View]) -> list[np.ndarray]:
    """The largest face of each picture where one is found, (K, 64, 64, 3), once in each of these cuts."""
    cuts: list[list[np.ndarray]] = [[] for _ in views]
    for path in paths:
        picture = own_pictures.read_picture(path)
        boxes = own_pictures.find_faces(picture.pixels, "cascade")
        for cut, view in zip(cuts, views, strict=True):
            cut += [own_pictures.crop(picture.pixels, box, view) for box in boxes[:1]]
    return [np.array(cut) for cut in cuts]


def auc(genuine: np.ndarray, fakes: np.ndarray) -> str:
    """How often a fake scores above a genuine picture, with the interval by bootstrap."""
    from sklearn.metrics import roc_auc_score

    def one(there: np.ndarray, here: np.ndarray) -> float:
        truth = np.repeat([0, 1], [len(there), len(here)])
        return float(roc_auc_score(truth, np.concatenate([there, here])))

    rng = np.random.default_rng(1)
    draws = [one(rng.choice(genuine, len(genuine)), rng.choice(fakes, len(fakes))) for _ in range(ROUNDS)]
    low, high = np.quantile(draws, [0.025, 0.975])
    return f"{one(genuine, fakes):.3f} ({low:.3f}-{high:.3f})"


def above(scores: np.ndarray, line: float) -> str:
    return str(Rate(int((scores > line).sum()), len(scores)))


def measure(judge: Judge) -> list[dict[str, Any]]:
    """Faces found; shares above two lines, as they come; AI portraits against photographs in the same cut and grey."""
    at_home = judge(own())
    middle = float(np.median(at_home))
    said = [
        kept.figure("the studio's own genuine photographs: called fake (above 0.5)", above(at_home, 0.5)),
        kept.figure("median of their scores", round(middle, 4)),
    ]
    (small,) = own_pictures.references()
    olivetti = np.load(SHARED / "orl_faces" / "olivetti64.npz")["images"]
    people = {
        ORL: Reference(ORL, "", REAL, np.repeat(olivetti[..., None], 3, axis=3), known.SHOWN["olivetti"]),
        "scikit-image's faces": small,
    }
    views = [own_pictures.WIDE, *(one.view for one in people.values())]
    cuts = {}
    for name, pattern in AI.items():
        paths = sorted(SHARED.glob(pattern))
        cuts[name] = faces(paths, views)
        said.append(kept.figure(f"{name}: faces found by the cascade", str(Rate(len(cuts[name][0]), len(paths)))))
    as_they_come = {name: cut[0] for name, cut in cuts.items()}
    as_they_come |= {name: Pipeline()(one.images) for name, one in people.items()}
    for name, images in as_they_come.items():
        scores = judge(images)
        said.append(kept.figure(f"{name}, as they come: above the studio's median", above(scores, middle)))
        said.append(kept.figure(f"{name}, as they come: called fake (above 0.5)", above(scores, 0.5)))
    for place, (who, photographs) in enumerate(people.items(), start=1):
        alike = Pipeline(photographs.pipeline.pixels, grey=True)
        genuine = judge(alike(photographs.images))
        said.append(kept.figure(f"{who}, {alike}: called fake", above(genuine, 0.5)))
        for name, cut in cuts.items():
            fakes = judge(alike(cut[place]))
            said.append(kept.figure(f"{name} in the cut of {who}, {alike}: called fake", above(fakes, 0.5)))
            said.append(kept.figure(f"AUC, {name} against {who}, {alike}", auc(genuine, fakes)))
    return said


def main(arguments: Sequence[str]) -> int:
    """Measure and print, and keep the figures where asked to."""
    if not SHARED.is_dir():
        print(f"no pictures in ../{SHARED.relative_to(ROOT.parent)}: they lie on the maintainers' machines only")
        return 0
    figures = measure(shipped())
    status = kept.tell(figures)
    if "--write" in arguments:
        kept.write(RESULTS, "08-C", figures)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
