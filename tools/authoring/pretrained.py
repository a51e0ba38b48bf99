"""Data files that are made from the studio's pictures: which are stale, and how each is made again.

A file remembers in `data/MADE.json` with which studio version it was made, and when. It is stale where the studio
draws otherwise by now. Each is made by a script of its own, which goes on where it was interrupted.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from deepfake_lessons.cache import LIST, read_checksums, write_whole
from deepfake_lessons.studio.version import STUDIO_VERSION

from .build import to_bytes

MADE = "MADE.json"


@dataclass(frozen=True)
class Recipe:
    """How a data file is made.

    Attributes:
        name: of the file in data/.
        command: a script of the checkout and its arguments; it writes the file.
        minutes: about how long it takes on two quiet cores.
    """

    name: str
    command: tuple[str, ...]
    minutes: int


RECIPES: tuple[Recipe, ...] = (  # in this order: later ones may need earlier ones
    Recipe("meters.npz", ("benchmarks/cues.py", "auc", "--write"), 25),
    Recipe("accused.npz", ("benchmarks/cues.py", "groups", "--write"), 40),
    Recipe("accused_blinks.npz", ("benchmarks/cues.py", "blinks", "--write"), 40),
    Recipe("features.npz", ("tools/train_networks.py", "features"), 4),
    Recipe("attributes.npz", ("tools/train_networks.py", "attributes"), 6),
    Recipe("generator_64.npz", ("tools/train_networks.py", "generator", "64"), 25),
    Recipe("generator_32.npz", ("tools/train_networks.py", "generator", "32"), 10),
    Recipe("faces_of_nobody.png", ("tools/train_networks.py", "pictures"), 1),
    Recipe("expression.npz", ("tools/train_networks.py", "expression"), 6),
    Recipe("identity.npz", ("tools/train_networks.py", "identity"), 8),
    Recipe("crowd_swap.npz", ("tools/train_networks.py", "crowd"), 10),
    Recipe("swap_blinks.npz", ("benchmarks/swap.py", "blinks", "--write"), 25),
    Recipe("swap_glasses.npz", ("benchmarks/swap.py", "glasses", "--write"), 15),
    Recipe("detector.npz", ("benchmarks/detector.py", "scores", "--write"), 6),
    Recipe("detector_scores.npz", ("benchmarks/detector.py", "scores", "--write"), 6),
    Recipe("detector_peers.npz", ("benchmarks/detector_peers.py", "run", "--write"), 12),
    Recipe("detector_findings.npz", ("benchmarks/detector_findings.py", "all", "--write"), 20),
)


def stale(root: Path, recipes: Sequence[Recipe] = RECIPES) -> list[tuple[Recipe, str]]:
    """What has to be made (again), and why.

    Args:
        root: the checkout.
        recipes: of which files.
    """
    folder = root / "data"
    path = folder / MADE
    made = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    listed = read_checksums(folder)
    found = []
    for recipe in recipes:
        version = made.get(recipe.name, {}).get("studio_version")
        if not (folder / recipe.name).is_file() or recipe.name not in listed:
            found.append((recipe, "it is not there"))
        elif version != STUDIO_VERSION:
            found.append((recipe, f"it was made with studio {version}, and the studio is at {STUDIO_VERSION}"))
    return found


def make(root: Path, recipe: Recipe) -> None:
    """Run a recipe, and write down checksum, studio version and date of what it made, other recipes' files of the same
    command included.

    Raises:
        RuntimeError: the script failed, or made no such file.
    """
    names = {recipe.name} | {one.name for one in RECIPES if one.command == recipe.command}
    before = {name: _written(root, name) for name in names}
    done = subprocess.run([sys.executable, *recipe.command], cwd=root)
    new = sorted(name for name in names if _written(root, name) != before[name])
    if recipe.name not in new:  # a bar that was missed is no reason to keep the old
        raise RuntimeError(f"{' '.join(recipe.command)} ended with {done.returncode} and made no data/{recipe.name}")
    for name in new:
        record(root, name)


def _written(root: Path, name: str) -> int:
    """When a file of data/ was written, in nanoseconds; 0 where there is none."""
    path = root / "data" / name
    return path.stat().st_mtime_ns if path.is_file() else 0


def record(root: Path, name: str) -> None:
    """Enter a new file of data/ into CHECKSUMS and MADE.json."""
    folder = root / "data"
    listed = read_checksums(folder) | {name: hashlib.sha256((folder / name).read_bytes()).hexdigest()}
    lines = "".join(f"{checksum}  {one}\n" for one, checksum in sorted(listed.items()))
    path = folder / MADE
    made = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    made[name] = {"studio_version": STUDIO_VERSION, "date": date.today().isoformat()}
    write_whole(path, to_bytes(made))
    write_whole(folder / LIST, lines.encode())
