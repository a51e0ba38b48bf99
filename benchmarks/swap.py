"""Lesson 06's swaps: quality against the ideal swap, what glasses do, how deep a fake blinks, the frontier.

    python benchmarks/swap.py tune              the quality run on development pairs
    python benchmarks/swap.py quality --final   bars on three final pairs, once, and finding 06-A (CLAIMS.md)
    python benchmarks/swap.py blinks --write    06-B: 25 trainings, data/swap_blinks.npz; goes on where it was stopped
    python benchmarks/swap.py glasses --write   06-C: 15 trainings, data/swap_glasses.npz; likewise

Writes benchmarks/results/swap.json.
"""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import io
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from deepfake_lessons import swap
from deepfake_lessons.cache import write_whole
from deepfake_lessons.faces import alignment, expression, identity
from deepfake_lessons.swap import scores, studies, trials
from tools.authoring import figures as kept
from tools.authoring.build import to_bytes

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "swap.json"
PARTS = ROOT / "build" / "bench_swap"
STEPS = 1200  # of the quality run
TUNED_ON = (71, 72, 73)
FINAL_PAIRS = (900_601, 900_602, 900_603)
FINAL_SEED = 900_611  # of their photographs and trainings
LESSON_PAIR = 69  # of lesson 06
SEEDS = {"blink": (1, 2, 3, 4, 5), "glasses": (1, 2, 3)}


def measured(seed: int, steps: int, training_seed: int) -> dict[str, Any]:
    """One pair: the bars' numbers, and the errors before and after glasses."""
    two = trials.pair(seed)
    faces_a, faces_b = trials.albums(two, seed=training_seed)
    model = swap.FaceSwap(seed=training_seed)
    begun, clock = time.process_time(), time.monotonic()
    swap.train(model, faces_a, faces_b, steps, training_seed)
    spent, waited = time.process_time() - begun, time.monotonic() - clock
    bare = trials.exam_photographs(two, 200, seed=training_seed + 900)
    drawn, best = scores.drawn_and_ideal(model, bare, two.b)
    said = swap.score(drawn, best)
    source = alignment.crops(bare.images, bare.landmarks)
    plain = trials.exam_photographs(two, 60, closed=studies.CLOSED, seed=training_seed + 901)
    before = trials.region_errors(*scores.drawn_and_ideal(model, plain, two.b))
    after = trials.region_errors(*scores.drawn_and_ideal(model, trials.glasses_on(plain, two), two.b))
    return {
        "two-core seconds": spent / 2,
        "seconds": waited,
        **{f"psnr {name}": said.psnr[name] for name in scores.BOXES},
        **{f"ssim {name}": said.ssim[name] for name in scores.BOXES},
        **{f"followed {name}": value for name, value in expression.followed(drawn, expression.truth(bare)).items()},
        "as b": float(identity.resembles_b(drawn, faces_a, faces_b).mean()),
        "source as b": float(identity.resembles_b(source, faces_a, faces_b).mean()),
        "ideal as b": float(identity.resembles_b(best, faces_a, faces_b).mean()),
        **{f"glasses {name}": [round(before[name], 2), round(after[name], 2)] for name in scores.BOXES},
    }


def blink_trial(two: trials.Pair, closed: float, steps: int = trials.STEPS, seed: int = 1) -> Any:
    """Train on a share of closed eyes in b's photographs; (the swap, its blink depth)."""
    model = swap.FaceSwap(seed=seed)
    swap.train(model, *trials.albums(two, closed=closed, seed=seed), steps, seed)
    return model, trials.measured_blink(model, two)


def glasses_trial(two: trials.Pair, glasses: float, steps: int = trials.STEPS, seed: int = 1) -> Any:
    """Train on a share of photographs with glasses in both albums; (the swap, (error with, error without))."""
    model = swap.FaceSwap(seed=seed)
    swap.train(model, *trials.albums(two, glasses=glasses, seed=seed), steps, seed)
    return model, trials.measured_glasses(model, two)


BARS = {"psnr eyes": ">= 24", "psnr mouth": ">= 24", "followed jaw": ">= 0.9", "followed smile": ">= 0.7",
        "followed blink": ">= 0.7", "as b": ">= 0.95", "two-core seconds": "<= 60"}  # fmt: skip


def quality(seeds: Sequence[int], training_seed: int) -> list[dict[str, Any]]:
    """The bars, by the worst of the pairs."""
    several = []
    for seed in seeds:
        several.append(measured(seed, STEPS, training_seed))
        print(seed, {name: np.round(value, 3).tolist() for name, value in several[-1].items()}, flush=True)
    said = []
    for name in several[0]:
        values = [one[name] for one in several]
        if name in BARS:
            worst = max(values) if BARS[name].startswith("<") else min(values)
            said.append(kept.figure(f"{name}, worst of {len(seeds)} pairs", round(worst, 3), BARS[name]))
        shown = [one if isinstance(one, list) else round(one, 3) for one in values]
        said.append(kept.figure(f"{name}, each pair", "; ".join(map(str, shown))))
    return said


def cloud(what: str) -> list[dict[str, Any]]:
    """Every trial of one kind, kept as it is done; the data file at the end."""
    two, rows = trials.pair(LESSON_PAIR), []
    PARTS.mkdir(parents=True, exist_ok=True)
    for seed in SEEDS[what]:
        for share in trials.SHARES[what]:
            path = PARTS / f"{what}_{share}_{seed}.json"
            if not path.is_file():
                run = blink_trial if what == "blink" else glasses_trial
                _, value = run(two, share, seed=seed)
                write_whole(path, to_bytes(list(np.atleast_1d(value).astype(float))))
                print(what, share, seed, path.read_text().split(), flush=True)
            rows.append((share, seed, json.loads(path.read_text())))
    stream = io.BytesIO()
    columns = dict(zip(("share", "seed", "values"), map(np.array, zip(*rows, strict=True)), strict=True))
    np.savez_compressed(stream, allow_pickle=False, **columns, steps=np.array(trials.STEPS))
    write_whole(ROOT / "data" / trials.FILES[what], stream.getvalue())
    table = np.array([value for _, _, value in rows])
    said = []
    for share in trials.SHARES[what]:
        values = table[[one == share for one, _, _ in rows]]
        for column, name in enumerate(("depth",) if what == "blink" else ("error with", "error without")):
            mean, spread = values[:, column].mean(), values[:, column].std(ddof=1)
            said.append(kept.figure(f"{what}, share {share:g}: {name}, mean and standard deviation",
                                    f"{mean:.3f}; {spread:.3f}"))  # fmt: skip
    return said


PARTS_OF: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "tune": lambda: quality(TUNED_ON, 1),
    "quality": lambda: quality(FINAL_PAIRS, FINAL_SEED),
    "blinks": lambda: cloud("blink"),
    "glasses": lambda: cloud("glasses"),
}


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for."""
    asked = [one for one in arguments if not one.startswith("--")]
    if len(asked) != 1 or asked[0] not in PARTS_OF:
        print(__doc__, file=sys.stderr)
        return 2 if asked else 0
    if asked[0] == "quality" and "--final" not in arguments:
        print("Final pairs are measured once, when all is tuned: add --final.", file=sys.stderr)
        return 2
    figures = PARTS_OF[asked[0]]()
    if "--write" in arguments or "--final" in arguments:
        kept.write(RESULTS, asked[0], figures)
    return kept.tell(figures)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
