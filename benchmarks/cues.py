"""The five meters beside their bars: how often a tampered clip scores above an untouched one (AUC), and how fast.

Makes three files of data/, the scores of some ten thousand clips, which lesson 07 reads with `cues.stored()`. Nobody
looked at these actors and sentences while the meters were designed; a run is made once. A meter that cannot judge a
clip accuses nobody: it counts as the lowest score.

    python benchmarks/cues.py                  print the tables of what data/ has
    python benchmarks/cues.py auc --write      tampered clips beside untouched ones: data/meters.npz
    python benchmarks/cues.py groups --write   untouched clips of twelve groups: data/accused.npz
    python benchmarks/cues.py blinks --write   untouched clips of 12 s of three groups: data/accused_blinks.npz
    python benchmarks/cues.py --glance         development actors, 12 clips of each kind; nothing is kept

Every clip's scores are kept in build/ as they come, so the run can be interrupted and goes on where it was.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["DEEPFAKE_LESSONS_CACHE"] = "off"  # a million frames that nobody will ask for again

import argparse
import contextlib
import hashlib
import io
import json
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from deepfake_lessons import cues, studio
from deepfake_lessons.cache import write_whole
from deepfake_lessons.cues.stored import FILES, read
from deepfake_lessons.metrics.pairs import Rate
from deepfake_lessons.studio.actors import BANDS, BEARDS, GLASSES
from tools.authoring.build import to_bytes

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "cues.json"
KEPT = ROOT / "build" / "cues"
FINAL_BLOCKS = (910_000, 920_000, 930_000)  # first seeds of the runs for AUC
FINAL_GROUPS = 940_000  # and of the clips for false alarms
GLANCE = 110_000
BARS = {"seam": 0.95, "shadow": 0.90, "lips": 0.95, "light": 0.95, "blink": 0.95}
STRENGTHS = (0.25, 0.5, 0.75, 1.0)  # in the first run; in the others 1
EACH, ACCUSED = 100, 500  # clips for each AUC, and in each group
SHORT, LONG, CUT = 3.0, 12.0, 8.0  # seconds; blinks are judged on long clips, and on their first 8 s
SPEEDS = {"a clip": 0.5, "tampering": 1.0, "all five meters": 0.2}  # CPU seconds for 48 frames of 64 pixels, with sound
LOOKS: dict[str, dict[str, tuple[str, ...]]] = {  # group -> what an actor gets, by turns
    "glasses": {"glasses": tuple(one for one in GLASSES if one != "none")},
    "beards": {"beard": tuple(one for one in BEARDS if one != "none")},
    "headscarves": {"hair": ("headscarf",)},
}
GROUPS = ("fresh", *LOOKS, *(f"skin {band + 1}" for band in range(BANDS)), "portrait lens", "street cameras")


NO_METERS = {"__init__.py", "readings.py", "stored.py"}  # of cues/: they change no score
BLINKERS = ("fresh", "glasses", "street cameras")  # groups that are also judged on long clips


@dataclass(frozen=True)
class Job:
    """One actor's clip: untouched, or tampered with at each of some strengths."""

    block: int
    group: str
    actor: int
    seconds: float
    cue: str = ""
    strengths: tuple[float, ...] = (0.0,)


def measured(job: Job) -> list[dict[str, Any]]:
    """A row for each strength, and for each length of clip that is judged."""
    actor = _dressed(studio.cast(1, job.actor)[0], job)
    camera = studio.street_camera(job.actor) if job.group == "street cameras" else studio.CINEMA
    with contextlib.redirect_stdout(io.StringIO()):  # nobody waits for this one clip
        clip: Any = studio.film(actor, job.seconds, camera=camera, seed=job.actor, workers=1)
    if job.group == "portrait lens":
        clip = studio.twin(clip, "portrait lens")
    rows = []
    for strength in job.strengths:
        done = studio.tamper(clip, job.cue, strength, job.actor) if strength else clip
        for seconds in (job.seconds, CUT) if job.seconds == LONG else (job.seconds,):
            found = cues.measure(_first(done, seconds))
            kind = done.tricks[-1].kind if isinstance(done, studio.Tampered) else ""
            rows.append(
                {"block": job.block, "group": job.group, "actor": job.actor, "cue": job.cue, "kind": kind,
                 "strength": strength, "seconds": seconds,
                 "scores": [float(np.float32(found[name].score)) for name in cues.METERS]}
            )  # fmt: skip
    return rows


def _dressed(actor: studio.Actor, job: Job) -> studio.Actor:
    """The actor as the group wants it; the other knobs stay."""
    rng = np.random.default_rng([job.actor, 5])
    if job.group in LOOKS:
        return actor.replace(**{knob: str(rng.choice(ways)) for knob, ways in LOOKS[job.group].items()})
    if job.group.startswith("skin "):
        return actor.replace(skin=(int(job.group[5:]) - 1 + float(rng.uniform(0.02, 0.98))) / BANDS)
    return actor


def _first(clip: studio.Clip, seconds: float) -> studio.Clip:
    """The beginning of a clip, as a meter sees it."""
    count = round(seconds * clip.fps)
    if count >= len(clip):
        return clip
    assert clip.landmarks is not None
    sound = clip.sound[: round(seconds * clip.rate)]
    return replace(clip, frames=clip.frames[:count], sound=sound, landmarks=clip.landmarks[:count],
                   truth={}, captions=())  # fmt: skip


def jobs(part: str, blocks: Sequence[int], each: int, accused: int) -> Iterator[Job]:
    """What there is to film for "auc", "groups" or "blinks"."""
    if part != "auc":
        for number, group in enumerate(GROUPS):
            for k in range(accused if part == "groups" or group in BLINKERS else 0):
                yield Job(FINAL_GROUPS, group, FINAL_GROUPS + 1000 * number + k, SHORT if part == "groups" else LONG)
        return
    for number, block in enumerate(blocks):
        strengths = STRENGTHS if number == 0 else (1.0,)
        for k in range(each):
            yield Job(block, "fresh", block + k, SHORT)
            yield Job(block, "fresh", block + k, LONG)
        for turn, cue in enumerate(studio.CUES, 1):
            for k in range(each):
                actor = block + 1000 * turn + k
                yield Job(block, "fresh", actor, LONG if cue == "blink" else SHORT, cue, strengths)


def version(part: str) -> str:
    """Of what scores depend on: the studio's number, the text of the meters, and for "auc" that of the tricks."""
    texts = sorted(path for path in Path(cues.__file__).parent.glob("*.py") if path.name not in NO_METERS)
    texts += sorted(Path(studio.__file__).parent.glob("tricks*.py")) if part == "auc" else []
    lines = b"".join(path.read_bytes() for path in texts)
    return f"{studio.STUDIO_VERSION}-{hashlib.sha256(lines).hexdigest()[:12]}"


def collect(todo: Sequence[Job], pool: Executor, kept: Path | None) -> list[dict[str, Any]]:
    """The rows of all jobs; those in the file `kept` are not measured again, new ones are added to it as they come."""
    known: dict[str, list[dict[str, Any]]] = {}
    if kept and kept.is_file():
        for line in kept.read_text(encoding="utf-8").splitlines():
            with contextlib.suppress(ValueError):  # the last line of a run that was stopped
                one = json.loads(line)
                known[one["job"]] = one["rows"]
    names = {job: json.dumps(asdict(job), sort_keys=True) for job in todo}
    waiting = iter([job for job in todo if names[job] not in known])
    total, begun, said, fresh = sum(names[job] not in known for job in todo), time.monotonic(), 0.0, 0
    file = kept.open("a", encoding="utf-8") if kept else contextlib.nullcontext()
    with file as out:
        running = {pool.submit(measured, job): job for job in islice(waiting, 16)}
        while running:
            future = next(as_completed(running))
            job = running.pop(future)
            known[names[job]] = rows = future.result()
            if out:
                out.write(json.dumps({"job": names[job], "rows": rows}) + "\n")
                out.flush()
            running |= {pool.submit(measured, new): new for new in islice(waiting, 1)}
            fresh += 1
            if time.monotonic() - said > 20:
                said = time.monotonic()
                left = (said - begun) / fresh * (total - fresh)
                print(f"  {fresh:,} of {total:,} clips, about {left / 60:.0f} min left", file=sys.stderr, flush=True)
    return [row for job in todo for row in known[names[job]]]


def auc(untouched: Sequence[float], tampered: Sequence[float]) -> float:
    """Share of pairs in which the tampered clip scores higher; a tie counts half, no judgement lowest."""
    a, b = (np.nan_to_num(np.array(scores, float), nan=-np.inf) for scores in (untouched, tampered))
    return float(np.mean((b[:, None] > a) + 0.5 * (b[:, None] == a)))


def table(rows: Sequence[dict[str, Any]], block: int) -> list[tuple[str, float, float, list[float]]]:
    """(cue, seconds, strength, AUC of each meter), a line for each kind of tampered clip of one run."""
    mine = [row for row in rows if row["block"] == block]
    kinds = dict.fromkeys((row["cue"], row["seconds"], row["strength"]) for row in mine if row["cue"])
    lines = []
    for cue, seconds, strength in kinds:
        plain = np.array([row["scores"] for row in mine if not row["cue"] and row["seconds"] == seconds])
        of_this = (cue, seconds, strength)
        done = np.array([row["scores"] for row in mine if (row["cue"], row["seconds"], row["strength"]) == of_this])
        lines.append((*of_this, [auc(a, b) for a, b in zip(plain.T, done.T, strict=True)]))
    return lines


def tell(rows: Sequence[dict[str, Any]], blocks: Sequence[int]) -> tuple[dict[str, Any], list[str]]:
    """Print every table beside its bar; returns the figures, and what lies below a bar."""
    figures: dict[str, Any] = {}
    missed: list[str] = []
    for block in blocks:
        if not (lines := table(rows, block)):
            continue
        print(f"run {block}: AUC of each meter")
        print("  tampered  s    strength " + "".join(f"{name:>9}" for name in cues.METERS))
        for cue, seconds, strength, values in lines:
            print(f"  {cue:9} {seconds:<4g} {strength:>8g} " + "".join(f"{value:9.3f}" for value in values))
            own = dict(zip(cues.METERS, values, strict=True))[cue]
            figures[f"AUC, {cue} at {strength:g}, {seconds:g} s, run {block}"] = round(own, 3)
            if strength == 1 and seconds != CUT and own < BARS[cue]:
                missed.append(f"{cue} {own:.3f} in run {block}")
        mine = [row for row in rows if row["block"] == block and row["cue"] == "blink" and row["seconds"] == CUT]
        print(f"  blink clips whose blinks are left out: {sum(row['kind'] == 'none' for row in mine)} of {len(mine)}")
    return figures | accused(rows, blocks), missed


def speed(actors: int = 8) -> tuple[dict[str, Any], list[str]]:
    """CPU seconds of a clip, of tampering (any of the five) and of measuring; median over actors who serve tuning.

    One process, nothing kept from an earlier call; the figures mean something on a quiet machine alone.
    """
    spent: dict[str, list[float]] = {what: [] for what in SPEEDS}
    for number, actor in enumerate(studio.cast(actors, GLANCE)):
        with contextlib.redirect_stdout(io.StringIO()):
            begun = time.process_time()
            clip: Any = studio.film(actor, SHORT, seed=number, workers=1)
            spent["a clip"].append(time.process_time() - begun)
            for cue in cues.METERS:
                begun = time.process_time()
                done = studio.tamper(clip, cue, 1.0, number)
                spent["tampering"].append(time.process_time() - begun)
                begun = time.process_time()
                cues.measure(done)
                spent["all five meters"].append(time.process_time() - begun)
    figures = {f"{what}, CPU-s": round(float(np.median(values)), 3) for what, values in spent.items()}
    for what, values in spent.items():
        print(f"{what}: {np.median(values):.2f} CPU-s ({min(values):.2f} to {max(values):.2f}; bar {SPEEDS[what]:g})")
    slow = [f"{what} {value:.2f} s" for what in SPEEDS if (value := np.median(spent[what])) > SPEEDS[what]]
    return figures, slow


def accused(rows: Sequence[dict[str, Any]], blocks: Sequence[int]) -> dict[str, str]:
    """Print how many genuine clips of each group lie above each meter's 5 % threshold, which other clips gave."""
    figures = {}
    plain = [row for row in rows if not row["cue"]]
    for seconds in (SHORT, CUT, LONG):
        usual = [row["scores"] for row in plain if row["block"] in blocks and row["seconds"] == seconds]
        if not usual:
            continue
        edge = np.add(*cues.readings.scale(np.array(usual, float)))  # the alarm line of lesson 07
        here = [row for row in plain if row["block"] == FINAL_GROUPS and row["seconds"] == seconds]
        for group in dict.fromkeys(row["group"] for row in here):
            mine = np.array([row["scores"] for row in here if row["group"] == group], float)
            for name, column, at in zip(cues.METERS, mine.T, edge, strict=True):
                rate = Rate(int((column > at).sum()), len(column))  # who cannot be judged is not accused
                figures[f"accused by the {name} meter, {group}, {seconds:g} s"] = str(rate)
            print(f"  accused at {seconds:g} s, {group}: " + "; ".join(
                f"{name} {figures[f'accused by the {name} meter, {group}, {seconds:g} s']}" for name in cues.METERS
            ))  # fmt: skip
    return figures


def as_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of data/."""
    table = read(path)
    names = ("block", "group", "actor", "cue", "kind", "strength", "seconds", "scores")
    columns = [getattr(table, one).tolist() for one in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def as_file(rows: Sequence[dict[str, Any]]) -> bytes:
    """Rows as an .npz file: columns as in `cues.Stored`."""
    about = {"date": date.today().isoformat(), "meters": list(cues.METERS), "studio_version": studio.STUDIO_VERSION,
             "made_by": "benchmarks/cues.py"}  # fmt: skip
    kinds: dict[str, Any] = {"cue": str, "kind": str, "group": str, "strength": np.float32, "seconds": np.float32,
             "block": np.int64, "actor": np.int64, "scores": np.float32}  # fmt: skip
    columns: dict[str, Any] = {name: np.array([row[name] for row in rows], kind) for name, kind in kinds.items()}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, about=np.array(json.dumps(about)), **columns)
    return buffer.getvalue()


def _bar(what: str) -> str:
    """The bar of a figure, in words; "" for a finding."""
    for cue, least in BARS.items():
        if what.startswith(f"AUC, {cue} at 1,") and f"{CUT:g} s" not in what:
            return f">= {least:g}"
    return {f"{what}, CPU-s": f"<= {bar:g}" for what, bar in SPEEDS.items()}.get(what, "")


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and say whether every bar is met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*FILES, []], help="what is measured")
    parser.add_argument("--glance", action="store_true", help="development actors, 12 clips of each kind")
    parser.add_argument("--write", action="store_true", help="write data/ and benchmarks/results/cues.json")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args(arguments)
    blocks = (GLANCE,) if asked.glance else FINAL_BLOCKS
    rows: list[dict[str, Any]] = []
    with ProcessPoolExecutor(asked.workers) as pool:
        if asked.glance:
            rows = collect(list(jobs("auc", blocks, 12, 0)), pool, None)
        else:
            KEPT.mkdir(parents=True, exist_ok=True)
            for part, name in FILES.items():
                path = ROOT / "data" / name
                if part in asked.parts:
                    kept = KEPT / f"{part}-{version(part)}.jsonl"
                    mine = collect(list(jobs(part, blocks, EACH, ACCUSED)), pool, kept)
                    rows += mine
                    if asked.write:
                        write_whole(path, as_file(mine))
                elif path.is_file():
                    rows += as_rows(path)
    figures, missed = tell(rows, blocks)
    if asked.write or asked.glance:
        fast, slow = speed()
        figures, missed = fast | figures, missed + slow
    print("below the bar: " + "; ".join(missed) if missed else "every bar is met")
    if asked.write and not asked.glance:
        machine = {"processor": platform.machine(), "system": platform.system(), "cores": os.cpu_count()}
        about = {"date": date.today().isoformat(), "machine": machine | {"python": platform.python_version()}}
        told = [{"what": what, "measured": value, "bar": _bar(what)} for what, value in figures.items()]
        write_whole(RESULTS, to_bytes(about | {"figures": told, "missed": missed}))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
