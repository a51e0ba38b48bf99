"""The film studio beside its bars: is it a face, how varied, how natural, how fast, and the same each time?

The detector is MTCNN, trained on photographs (the package `mtcnn`, which brings its weights), a face where it says so
with more than 0.9. Variety and spectrum are computed for `sfhq_tiles` by the same code, where that folder of AI
portraits lies beside the checkout (`../shared/data`). Nobody is filtered out.

    python benchmarks/studio.py [SEED ...]   default 11 12 13, development seeds; exit status 1 if a bar is missed
    python benchmarks/studio.py --final      actors that nobody looked at before: run once, kept beside the others

Writes benchmarks/results/studio.json.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core is what the bar is about; set before NumPy loads
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import importlib.metadata
import json
import platform
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from deepfake_lessons import studio
from deepfake_lessons.cache import write_whole
from deepfake_lessons.metrics.pairs import Rate
from tools.authoring.build import to_bytes

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "studio.json"
TILES = ROOT.parent / "shared" / "data" / "sfhq_tiles"
PEOPLE, TILED = 200, 183
FINAL_SEEDS = [900_011, 900_012, 900_013]
GREY = np.array([0.299, 0.587, 0.114])


def photographs(seed: int, size: int) -> tuple[list[studio.Actor], np.ndarray, float]:
    """People of one cast, a picture of each by CINEMA, and the CPU seconds that one took."""
    actors, frames = studio.cast(PEOPLE, seed), studio.draw_frames(PEOPLE, seed)
    rng = np.random.default_rng(seed)
    studio.develop(studio.render(actors[0], frames[0], size).linear, studio.CINEMA, rng)
    begun = time.process_time()
    taken = [
        studio.develop(studio.render(actor, frame, size).linear, studio.CINEMA, rng)
        for actor, frame in zip(actors, frames, strict=True)
    ]
    return actors, np.stack(taken), (time.process_time() - begun) / PEOPLE


def found(images: np.ndarray) -> np.ndarray:
    """Whether MTCNN finds a face in each picture (N, S, S, 3), at its own size, with more than 0.9."""
    from mtcnn import MTCNN

    detector = MTCNN()
    return np.array([any(face["confidence"] > 0.9 for face in detector.detect_faces(image)) for image in images])


def components(images: np.ndarray, share: float = 0.9) -> int:
    """Principal components for this share of the grey variance, after a blur of one pixel (noise does not count)."""
    grey = np.stack([gaussian_filter(image @ GREY, 1) for image in images]).reshape(len(images), -1)
    power = np.linalg.svd(grey - grey.mean(0), compute_uv=False) ** 2
    return int(np.searchsorted(np.cumsum(power) / power.sum(), share) + 1)


def slope(images: np.ndarray) -> float:
    """Slope of the log of the mean power spectrum over the log of frequency, between 2 and half the width."""
    grey, width = images @ GREY, images.shape[1]
    window = np.hanning(width)[:, None] * np.hanning(width)
    power = (np.abs(np.fft.fft2((grey - grey.mean((1, 2), keepdims=True)) * window)) ** 2).mean(0)
    frequency = np.hypot(np.fft.fftfreq(width)[:, None], np.fft.fftfreq(width)) * width
    rings = np.arange(2, width // 2)
    mean = [power[(frequency >= ring - 0.5) & (frequency < ring + 0.5)].mean() for ring in rings]
    return float(np.polyfit(np.log(rings), np.log(mean), 1)[0])


def tiles() -> np.ndarray | None:
    """The AI portraits at 64 pixels, None where there are none."""
    paths = sorted(TILES.glob("*.png"))
    if not paths:
        return None
    small = [Image.open(one).convert("RGB").resize((64, 64), Image.Resampling.BOX) for one in paths]
    return np.stack([np.asarray(image) for image in small])


Bands = dict[int, list[Rate]]  # size -> faces found, of how many, for skin-tone bands 0 to 5


def measure(seed: int, portraits: np.ndarray | None, by_band: Bands) -> list[tuple[str, float, str, float | None]]:
    """Every figure of one seed: what, measured, sense of the bar, bar. Adds the faces found to `by_band`."""
    figures: list[tuple[str, float, str, float | None]] = []
    for size, bar in ((64, 0.95), (128, 0.97)):
        actors, images, seconds = photographs(seed, size)
        bands = np.array([actor.skin_band for actor in actors])
        faces = found(images)
        figures.append((f"share of faces found at {size} px", float(faces.mean()), ">=", bar))
        shares = [float(faces[bands == band].mean()) for band in range(6)]
        rates = [Rate(int(faces[bands == band].sum()), int((bands == band).sum())) for band in range(6)]
        before = by_band.get(size, [Rate(0, 0)] * 6)
        by_band[size] = [Rate(a.k + b.k, a.n + b.n) for a, b in zip(before, rates, strict=True)]
        print(f"    seed {seed}, {size} px, skin bands: " + "; ".join(map(str, rates)))
        figures.append((f"worst skin band under the best at {size} px", max(shares) - min(shares), "<=", 0.10))
        if size == 64:
            figures.append(("pictures a CPU-second at 64 px, camera included", 1 / seconds, ">=", 100))
            own = components(images[:TILED])
            bar_variety = components(portraits[:TILED]) if portraits is not None else 22  # the study's figure
            figures.append(("components for 90 % of the variance", own, ">=", bar_variety))
            figures.append(("slope of the spectrum, at least", slope(images), ">=", -3.1))
            figures.append(("slope of the spectrum, at most", slope(images), "<=", -2.6))
            differ = (photographs(seed, 64)[1] != images).any((1, 2, 3)).sum()
            figures.append(("pictures that differ when drawn again", float(differ), "<=", 0))
    if portraits is not None:
        figures.append(("slope of the spectrum of sfhq_tiles", slope(portraits), "", None))
        figures.append(("share of sfhq_tiles found at 64 px", float(found(portraits).mean()), "", None))
    return figures


def looks(actors: Sequence[studio.Actor]) -> dict[str, dict[str, float]]:
    """How often each look occurs, in shares."""
    words = {
        "hair": [actor.hair for actor in actors],
        "beard": [actor.beard for actor in actors],
        "glasses": [actor.glasses for actor in actors],
        "skin band": [str(actor.skin_band) for actor in actors],
        "age": [f"{20 + 15 * min(int((actor.years - 20) / 15), 3)}+" for actor in actors],
    }
    return {
        name: {key: round(count / len(actors), 3) for key, count in sorted(Counter(values).items())}
        for name, values in words.items()
    }


def compare(seeds: Sequence[int]) -> tuple[dict, int]:
    """Measure all seeds, print each figure beside its bar; what to keep, and how many bars were missed."""
    portraits = tiles()
    if portraits is None:
        print("no sfhq_tiles beside this checkout: variety is held against the figure of the study")
    by_band: Bands = {}
    by_seed = {seed: measure(seed, portraits, by_band) for seed in seeds}
    missed, kept = 0, []
    for place, (what, _, sense, bar) in enumerate(by_seed[seeds[0]]):
        values = [by_seed[seed][place][1] for seed in seeds]
        middle = float(np.median(values))
        holds = bar is None or (middle >= bar if sense == ">=" else middle <= bar)
        missed += not holds
        beside = f"bar {sense} {bar:<6g} {'holds' if holds else 'MISSED'}" if bar is not None else "no bar"
        print(f"  {what:48} {middle:8.3g}  ({min(values):.3g} to {max(values):.3g})  {beside}")
        words = f"{sense} {bar:g}" if sense else None
        kept.append({"what": what, "measured": middle, "each seed": values, "bar": words})
    bands = {f"faces found at {size} px, skin bands 0 to 5": list(map(str, by_band[size])) for size in by_band}
    for name, rates in bands.items():
        print(f"  {name}: {'; '.join(rates)}")
    return {"date": date.today().isoformat(), "seeds": list(seeds), "figures": kept, **bands}, missed


def main() -> int:
    last = "--final" in sys.argv[1:]
    seeds = FINAL_SEEDS if last else [int(word) for word in sys.argv[1:]] or [11, 12, 13]
    result, missed = compare(seeds)
    packages = {name: importlib.metadata.version(name) for name in ("numpy", "pillow", "mtcnn")}
    machine = {"processor": platform.machine(), "system": platform.system(), "cores": os.cpu_count()}
    result["machine"] = machine | {"python": platform.python_version()} | packages
    result["studio_version"] = studio.STUDIO_VERSION
    before = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    if last:
        before["final actors"] = [*before.get("final actors", []), result]
        result = before
    else:
        shares = looks(studio.cast(600, seeds[0]))
        for name, share in shares.items():
            print(f"  {name}: " + ", ".join(f"{key} {100 * value:.0f} %" for key, value in share.items()))
        result["shares of looks in a cast of 600"] = shares
        result["final actors"] = before.get("final actors", [])
    write_whole(RESULTS, to_bytes(result))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
