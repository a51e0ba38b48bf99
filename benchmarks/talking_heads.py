"""Finding 07-C of lesson 07: the five meters on six real talking heads, with their own sound and with a wrong one.

The clips (GRID corpus) lie beside the checkout, in ../shared/data/video_grid, on the maintainers' machines only.
Nothing of their pictures is kept: only scores, and what the meters say. Setting and prediction are in
notebooks/source/CLAIMS.md. Findings have no bar. Reading them wants the extra `video`.

    python benchmarks/talking_heads.py [--write]     a table for each clip; --write keeps results/talking_heads.json
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["DEEPFAKE_LESSONS_CACHE"] = "off"  # sixty clips that nobody will ask for again

import argparse
import contextlib
import io
import platform
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from deepfake_lessons import clips, cues, studio
from deepfake_lessons.cache import write_whole
from tools.authoring.build import to_bytes

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "talking_heads.json"
FOLDER = ROOT.parent / "shared" / "data" / "video_grid"
ACTORS, FIRST = 60, 300_000  # development actors
LATE = 12  # frames
FOUND, KNOWN = "landmarks found", "landmarks known"
SOUNDS = ("own sound", f"sound {LATE} frames late", "another clip's sound")


def lines() -> dict[str, dict[str, float]]:
    """Each meter's alarm line, the 95th percentile of drawn actors, with landmarks known and with landmarks found."""
    scores: dict[str, list[list[float]]] = {KNOWN: [], FOUND: []}
    for seed in range(FIRST, FIRST + ACTORS):
        with contextlib.redirect_stdout(io.StringIO()):  # nobody waits for this one clip
            clip: Any = studio.film(studio.cast(1, seed)[0], 3, seed=seed, workers=1)
        stranger = clips.Footage(clip.frames, clip.fps, clip.sound, clip.rate)
        for how, one in ((KNOWN, clip), (FOUND, stranger)):
            scores[how].append([cue.score for cue in cues.measure(one).values()])
    return {
        how: dict(zip(cues.METERS, np.nanquantile(rows, 0.95, axis=0).tolist(), strict=True))
        for how, rows in scores.items()
    }


def late(clip: clips.Footage) -> clips.Footage:
    """The clip with its sound `LATE` frames late; what is left over at the end comes first."""
    return replace(clip, sound=np.roll(clip.sound, round(LATE / clip.fps * clip.rate)))


def report(heads: dict[str, clips.Footage]) -> list[tuple[str, str, cues.Cue]]:
    """What every meter says of every clip: (clip, what was asked, answer)."""
    rows = []
    names = list(heads)
    for number, (name, clip) in enumerate(heads.items()):
        found = cues.measure(clip)
        other = heads[names[(number + 1) % len(names)]]
        wrong = (clip, late(clip), replace(clip, sound=other.sound, rate=other.rate))
        for what, one in zip(SOUNDS, wrong, strict=True):
            rows.append((name, f"lips, {what}", found["lips"] if one is clip else cues.lips.measure(one)))
        rows += [(name, meter, cue) for meter, cue in found.items() if meter != "lips"]
    return rows


def figures(rows: Sequence[tuple[str, str, cues.Cue]], alarm: dict[str, dict[str, float]]) -> list[dict[str, Any]]:
    """Scores, counts, and the lines beside which they are to be seen."""
    out: list[dict[str, Any]] = []
    for how, of_each in alarm.items():
        out += [_line(f"alarm line of {meter}, {how}", line) for meter, line in of_each.items()]
    for name, asked, cue in rows:
        out.append(_line(f"{name}: {asked}", cue.score if cue.judged else cue.words))
    lips = {asked: [cue.score for _, of, cue in rows if of == f"lips, {asked}"] for asked in SOUNDS}
    for asked in SOUNDS[1:]:
        pairs = [(a, b) for a, b in zip(lips[SOUNDS[0]], lips[asked], strict=True) if np.isfinite(a) and np.isfinite(b)]
        better = sum(a < b for a, b in pairs)
        out.append(_line(f"own sound scores better than {asked}", f"{better} of {len(pairs)}"))
    for how, of_each in alarm.items():
        for meter, line in of_each.items():
            own = [cue for _, of, cue in rows if of in (meter, f"{meter}, {SOUNDS[0]}")]
            accused, judged = sum(cue.judged and cue.score > line for cue in own), sum(cue.judged for cue in own)
            told = f"{accused} of {judged}, {len(own) - judged} not judged"
            out.append(_line(f"accused by {meter}, {how}", told))
    return out


def _line(what: str, measured: float | str) -> dict[str, Any]:
    return {"what": what, "measured": measured, "bar": ""}


def main(arguments: Sequence[str]) -> int:
    """Measure, print a table for each clip, and keep the figures where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/talking_heads.json")
    asked = parser.parse_args(arguments)
    paths = sorted(FOLDER.glob("*.mpg"))
    if not paths:
        print(f"there are no clips in ../{FOLDER.relative_to(ROOT.parent)}: they lie on the maintainers' machines only")
        return 0
    try:
        heads = {path.stem: clips.read(path) for path in paths}
    except clips.CannotRead as error:
        print(f"the talking heads cannot be read: {error}")
        return 0
    alarm = lines()
    rows = report(heads)
    last = ""
    for name, what, cue in rows:
        if name != last:
            print(f"\n{name}: {heads[name]!r}")
        last = name
        meter = what.split(",")[0]
        beyond = [how for how in alarm if cue.judged and cue.score > alarm[how][meter]]
        said = f"{cue.score:7.2f}" if cue.judged else "      -"
        print(f"  {what:26} {said}  {'accused (' + ', '.join(beyond) + '): ' if beyond else ''}{cue.words}")
    told = figures(rows, alarm)
    print()
    for one in told[: 2 * len(cues.METERS)] + told[2 * len(cues.METERS) + len(rows) :]:
        value = one["measured"]
        print(f"{one['what']:50} {value if isinstance(value, str) else f'{value:.3g}'}")
    if asked.write:
        machine = {"processor": platform.machine(), "system": platform.system(), "cores": os.cpu_count()}
        about = {"date": date.today().isoformat(), "machine": machine | {"python": platform.python_version()}}
        write_whole(RESULTS, to_bytes(about | {"studio_version": studio.STUDIO_VERSION, "figures": told}))
        print(f"{RESULTS.relative_to(ROOT)} is written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
