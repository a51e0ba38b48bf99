"""What stands beside lesson 08's detector, on its own piles: simple detectors, and Meso4 with its curve.

    python benchmarks/detector_peers.py development    on development actors; nothing is kept
    python benchmarks/detector_peers.py run --write    on final actors, opened once: data/detector_peers.npz,
                                                       results/detector_peers.json

Meso4 comes as published, and eased (the pictures as they are, faster averages), which shows how far it could come in
the same time. Piles are those of detector.py. Run it after `detector.py scores --write`, for the simple ones are set
beside the scores that this keeps.
"""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import io
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import detector as bench  # benchmarks/detector.py: this script's neighbour
import keras
import numpy as np

from benchmarks.peers import baselines, meso4
from deepfake_lessons import metrics
from deepfake_lessons.cache import write_whole
from deepfake_lessons.detector import forgeries, stored
from deepfake_lessons.detector import peers as detector_peers
from deepfake_lessons.detector.baselines import on_energies
from tools.authoring import figures as kept
from tools.authoring import pretrained

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "detector_peers.json"
SECONDS, SEED = 60.0, 1  # of two cores for each Meso4; one seed: what else is here leaves nothing to chance
SIMPLE = "points below the detector"
BAR = ">= 3"  # percentage points on the mixture
Says = Callable[[forgeries.Forgeries], np.ndarray]


def simple() -> dict[str, Callable[[forgeries.Forgeries], Says]]:
    """Name -> what learns from a study pile and gives back who answers."""

    def on_images(fit: Callable[[Any, Any], Any]) -> Callable[[forgeries.Forgeries], Says]:
        def learn(pile: forgeries.Forgeries) -> Says:
            says = fit(pile.images, pile.label)
            return lambda some: says(some.images)

        return learn

    return {
        "pixels": on_images(baselines.on_pixels),
        "high-pass energies": on_images(on_energies),
        "meters": baselines.on_meters,
        "meters, faces found": lambda pile: baselines.on_meters(pile, found=True),
    }


def meso4_on(
    pile: forgeries.Forgeries, mock: forgeries.Forgeries, eased: bool, seconds: float
) -> tuple[Says, meso4.Curve]:
    """A trained Meso4 and its curve. Eased: pictures stay as they are, and its averages follow ten times as fast."""
    keras.utils.set_random_seed(SEED)
    model = meso4.build_meso4(pile.images.shape[1], momentum=0.9 if eased else 0.99)
    curve = meso4.fit_meso4(
        model, pile.images, pile.label, mock.images, mock.label, seconds=seconds, seed=SEED, changed=not eased
    )
    return lambda some: meso4.scores(model, some.images), curve


def rows(name: str, pile_name: str, pile: forgeries.Forgeries, said: np.ndarray) -> list[tuple[Any, ...]]:
    """Of each method, and of genuine pictures: how many were called fake, of how many."""
    found = []
    for method in ("genuine", *forgeries.METHODS):
        if many := int((some := pile.method == method).sum()):
            found.append((name, pile_name, method, int((said[some] > 0.5).sum()), many))
    return found


def measured(
    pile: forgeries.Forgeries, mock: forgeries.Forgeries, piles: dict[str, forgeries.Forgeries], seconds: float
) -> tuple[detector_peers.Peers, dict[str, float]]:
    """Everything, on piles: the table, and how many seconds of two cores each detector took to learn."""
    table: list[tuple[Any, ...]] = []
    curves: list[tuple[Any, ...]] = []
    took: dict[str, float] = {}
    answering: dict[str, Says] = {}
    for name, learn in simple().items():
        begun = time.process_time()
        answering[name] = learn(pile)
        took[name] = (time.process_time() - begun) / 2
        print(f"{name}: learnt", flush=True)
    for name, eased in (("Meso4", False), ("Meso4, eased", True)):
        answering[name], curve = meso4_on(pile, mock, eased, seconds)
        took[name] = curve.seconds[-1]
        curves += zip([name] * len(curve.steps), curve.seconds, curve.steps, curve.right, strict=True)
        print(f"{name}: {curve}", flush=True)
    for name, says in answering.items():
        for pile_name, some in {"mock exam": mock, **piles}.items():
            table += rows(name, pile_name, some, says(some))
    columns = dict(zip(detector_peers.ROWS, map(np.array, zip(*table, strict=True)), strict=True))
    columns |= dict(zip(detector_peers.CURVES, map(np.array, zip(*curves, strict=True)), strict=True))
    return detector_peers.Peers(**columns), took


def detector_right(pile_name: str, pile: forgeries.Forgeries) -> float | None:
    """Share right of the detector's worst training on this very pile, as its scores are kept; None if they are not."""
    try:
        table = stored.load()
        chosen = [table.where(pile=pile_name, seed=seed) for seed in np.unique(table.seed)]
    except (FileNotFoundError, ValueError):
        return None
    if any(not np.array_equal(table.label[some], pile.label) for some in chosen):
        return None
    return min(metrics.accuracy(table.score[some] > 0.5, table.label[some]).share for some in chosen)


def figures(
    peers: detector_peers.Peers, took: dict[str, float], piles: dict[str, forgeries.Forgeries]
) -> list[dict[str, Any]]:
    """The lines of the results: each detector on each exam, and how far the simple ones stay below."""
    found = []
    for pile_name, pile in piles.items():
        ours = detector_right(pile_name, pile)
        for name in peers.names:
            right = peers.correct(name, pile_name)
            found.append(kept.figure(f"{pile_name}: share right, {name}", round(right.share, 3)))
            if ours is not None and name in simple():
                below = round(100 * (ours - right.share), 1)
                found.append(kept.figure(f"{pile_name}: {SIMPLE}'s worst training, {name}", below, BAR))
            found.append(kept.figure(f"{pile_name}: accused, {name}", str(peers.accused(name, pile_name))))
            for method in [one for one in forgeries.METHODS if one in pile.method]:
                caught = peers.caught(name, method, pile_name)
                found.append(kept.figure(f"{pile_name}: caught by {name}, {method}", str(caught)))
        if ours is None:
            print(f"{pile_name}: no scores of the detector are kept of this very pile, so nothing is set beside it")
    for name, seconds in took.items():
        found.append(kept.figure(f"two-core seconds to learn, {name}", round(seconds, 1)))
    return found


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for."""
    asked = [one for one in arguments if not one.startswith("--")]
    if asked not in (["development"], ["run"]):
        print(__doc__, file=sys.stderr)
        return 2 if arguments else 0
    final = asked == ["run"]
    piles = {"exam": bench.collected(bench.FINAL if final else bench.DEVELOPMENT)}
    peers, took = measured(bench.collected(bench.STUDY), bench.collected(bench.MOCK), piles, SECONDS)
    lines = figures(peers, took, piles)
    if final and "--write" in arguments:
        stream = io.BytesIO()
        np.savez_compressed(stream, allow_pickle=False, **vars(peers))
        write_whole(ROOT / "data" / detector_peers.FILE, stream.getvalue())
        pretrained.record(ROOT, detector_peers.FILE)
        kept.write(RESULTS, "run", lines)
    return kept.tell(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
