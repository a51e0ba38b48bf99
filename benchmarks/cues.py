"""The five meters beside their bars: how often a tampered clip scores above an untouched one (AUC), and how fast.

Actors and sentences were not used while the meters were designed (those were seeds 110000-139999 and 210000-229999).
A meter that cannot judge a clip accuses nobody: it counts as the lowest score.

    python benchmarks/cues.py [SEED ...]         default 240000 250000 260000; exit status 1 if a bar is missed
    python benchmarks/cues.py --clips 20         fewer clips than 100 and 100, for a glance
    python benchmarks/cues.py --strengths        also AUC against strength, and every meter on every cue
    python benchmarks/cues.py --write            also benchmarks/results/cues.json
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("DEEPFAKE_LESSONS_CACHE", "off")  # thousands of frames that nobody will ask for again

import argparse
import platform
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np

from deepfake_lessons import cues, studio
from deepfake_lessons.course.build import to_bytes, write_whole

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "cues.json"
SEEDS = (240_000, 250_000, 260_000)
BARS = {"seam": 0.95, "shadow": 0.90, "lips": 0.95, "light": 0.95, "blink": 0.95}
STRENGTHS = (0.15, 0.3, 0.5, 0.75, 1.0)
SECONDS = {"blink": 12.0}  # else 3
TAMPERED, MEASURED = 1.0, 0.2  # CPU seconds for 48 frames of 64 pixels


def auc(untouched: Sequence[float], tampered: Sequence[float]) -> float:
    """Share of pairs in which the tampered clip scores higher; a tie counts half, no judgement lowest."""
    a, b = (np.nan_to_num(np.array(scores, float), nan=-np.inf) for scores in (untouched, tampered))
    return float(np.mean((b[:, None] > a) + 0.5 * (b[:, None] == a)))


def scores(order: tuple[int, str, float, float]) -> tuple[dict[str, float], float, float]:
    """The meters' scores of one actor's clip, and the CPU seconds of tampering and of measuring."""
    seed, cue, strength, seconds = order
    clip: studio.Clip = studio.film(studio.cast(1, seed)[0], seconds, seed=seed, workers=1)
    begun = time.process_time()
    if strength:
        clip = studio.tamper(clip, cue, strength, seed)
    tampered = time.process_time()
    found = {name: cue.score for name, cue in cues.measure(clip).items()}
    return found, tampered - begun, time.process_time() - tampered


def table(seed: int, clips: int, strengths: Sequence[float], pool: Executor) -> dict[str, dict[str, dict[str, float]]]:
    """cue -> strength -> meter -> AUC. Untouched clips are of other actors than tampered ones."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    plain: dict[float, list[dict[str, float]]] = {}
    for number, cue in enumerate(studio.CUES):
        seconds = SECONDS.get(cue, 3.0)
        if seconds not in plain:
            orders = [(seed + k, cue, 0.0, seconds) for k in range(clips)]
            plain[seconds] = [one for one, *_ in pool.map(scores, orders, chunksize=2)]
        found[cue] = {}
        for strength in strengths:
            orders = [(seed + 1000 * (number + 1) + k, cue, strength, seconds) for k in range(clips)]
            done = [one for one, *_ in pool.map(scores, orders, chunksize=2)]
            found[cue][f"{strength:g}"] = {
                meter: round(auc([one[meter] for one in plain[seconds]], [one[meter] for one in done]), 3)
                for meter in cues.METERS
            }
    return found


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and say whether every bar is met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", nargs="*", type=int, default=list(SEEDS))
    parser.add_argument("--clips", type=int, default=100)
    parser.add_argument("--strengths", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args(arguments)
    results = {}
    with ProcessPoolExecutor(asked.workers) as pool:
        for number, seed in enumerate(asked.seeds):
            strengths = STRENGTHS if asked.strengths and number == 0 else (1.0,)
            results[str(seed)] = table(seed, asked.clips, strengths, pool)
            print(f"seed {seed}, {asked.clips} + {asked.clips} clips; AUC of each meter")
            print("  tampered  strength " + "".join(f"{name:>9}" for name in cues.METERS))
            for cue, rows in results[str(seed)].items():
                for strength, row in rows.items():
                    print(f"  {cue:9} {strength:>8} " + "".join(f"{value:9.3f}" for value in row.values()), flush=True)
    spent = [scores((asked.seeds[0] + 900 + k, cue, 1.0, 3.0))[1:] for k in range(2) for cue in studio.CUES]
    tampering, measuring = (float(np.median(column)) for column in np.array(spent).T)
    slowest = float(np.max(np.array(spent)[:, 0]))
    print(f"tampering {tampering:.2f} CPU-s (slowest {slowest:.2f}), all five meters {measuring:.3f}")
    missed = [
        f"{cue} {rows['1'][cue]} at seed {seed}"
        for seed, every in results.items()
        for cue, rows in every.items()
        if rows["1"][cue] < BARS[cue]
    ]
    missed += [f"tampering {slowest:.2f} s"] if slowest > TAMPERED else []
    missed += [f"measuring {measuring:.2f} s"] if measuring > MEASURED else []
    print("below the bar: " + "; ".join(missed) if missed else "every bar is met")
    if asked.write:
        about = {"date": date.today().isoformat(), "python": platform.python_version(), "numpy": np.__version__,
                 "studio": studio.STUDIO_VERSION, "clips": asked.clips, "tampering_s": round(tampering, 3),
                 "measuring_s": round(measuring, 4)}  # fmt: skip
        write_whole(RESULTS, to_bytes({"about": about, "auc": results}))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
