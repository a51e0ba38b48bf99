"""Findings 08-A, 08-B and 08-D of lesson 08: does dealing by frame leak, does a source give the answer away, and how
good is the best of twenty?

    python benchmarks/detector_findings.py leak|shortcut|chosen|all [--write]

Prints; --write keeps benchmarks/results/detector_findings.json, and all numbers by seed in data/detector_findings.npz.
Settings and predictions are in notebooks/source/CLAIMS.md. Findings have no bar. Real photographs and portraits by
networks lie in ../shared/data, on the maintainers' machines only; without them 08-B has its first set alone.
"""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import functools
import io
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers import leaks
from deepfake_lessons.cache import write_whole
from deepfake_lessons.detector import findings, shortcut
from deepfake_lessons.detector.own_pictures import Pipeline, Reference
from deepfake_lessons.metrics import one_line
from deepfake_lessons.metrics.pairs import FAKE, REAL, t_interval
from tools.authoring import figures as kept

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "detector_findings.json"
DATA = ROOT / "data" / findings.FILE
SEEDS = (1, 2, 3, 4, 5)  # of dealing and training
CREW, ACTORS, EACH = 806, 60, 4  # of the collection of forgeries: its seed, actors, photographs of each for each method
BUILT, BUILT_ACTORS, BUILT_EACH = 810, 48, 12  # added to each seed: every set built to leak has a cast of its own
DRAWN = 820  # added to each seed: the drawn faces of the shortcut
STEPS, FEW_STEPS = 600, 300
HALVES = (0.375, 0.125, 0.5)  # study, mock exam and exam of the shortcut
TRIES, SUBSET, SMALL, LARGE = 20, 30, 40, 400
STUDIO = "the studio"

Judge = Callable[[np.ndarray], np.ndarray]  # pictures -> True for fake
Figures = list[dict[str, Any]]
Arrays = dict[str, Any]


@functools.lru_cache(maxsize=1)
def collected() -> Any:
    """The collection of forgeries, of development actors."""
    return import_module("deepfake_lessons.detector.forgeries").collect(actors=ACTORS, seed=CREW, each=EACH)


def dealt(fakes: Any, seed: int) -> leaks.Piles:
    """The right way."""
    return import_module("deepfake_lessons.detector.forgeries").split(fakes, seed=seed)


def network(images: np.ndarray, labels: np.ndarray, piles: Sequence[np.ndarray], source: Any, steps: int,
            seed: int) -> Judge:  # fmt: skip
    """Lesson 08's detector, trained on the first of these piles, its weights chosen on the second."""
    detector, keras = import_module("deepfake_lessons.detector"), import_module("keras")
    keras.utils.set_random_seed(seed)
    model, (study, mock) = detector.build_detector(), piles[:2]
    known = None if source is None else source[study]
    detector.fit_detector(
        model, images[study], labels[study], images[mock], labels[mock], known, steps=steps, seed=seed
    )  # fmt: skip
    return lambda some: np.asarray(detector.scores(model, some)) > 0.5


def right(answers: np.ndarray, labels: np.ndarray) -> float:
    """Share of right answers."""
    return float((answers == (labels == FAKE)).mean())


def told(values: Any) -> str:
    """Mean, 95 % interval, each seed."""
    mean, low, high = t_interval(values)
    return f"{mean:.3f} ({low:.3f} to {high:.3f}); {each(values)}"


def each(values: Any) -> str:
    return ", ".join(f"{one:.3f}" for one in np.asarray(values))


def verdict(name: str, by_frame: Any, by_actor: Any) -> dict[str, Any]:
    """A leak with its interval, in words where it is none."""
    difference = np.asarray(by_frame) - np.asarray(by_actor)
    _, low, high = t_interval(difference)
    seen = "no leak to be seen here: " if low <= 0 <= high else ""
    return kept.figure(f"leak of {name}: right by frame minus by actor", seen + told(difference))


# ---------------------------------------------------------------------- 08-A


def leak() -> tuple[Figures, Arrays]:
    """The same pictures dealt by frame and by actor: a collection of forgeries, and a set built to leak."""
    drawn, drawn_exam = (np.zeros((len(findings.DEALT), len(SEEDS))) for _ in range(2))
    built, built_exam = np.zeros((len(findings.JUDGES), 2, len(SEEDS))), np.zeros((2, len(SEEDS)))
    fakes = collected()
    facts: Arrays = {}
    for column, seed in enumerate(SEEDS):
        for row, piles in enumerate(three_ways(fakes, seed)):
            judge = network(fakes.images, fakes.label, piles, fakes.source, STEPS, seed)
            drawn[row, column] = right(judge(fakes.images[piles[2]]), fakes.label[piles[2]])
            drawn_exam[row, column] = len(piles[2])
        some = leaks.built_to_leak(BUILT_ACTORS, BUILT_EACH, BUILT + seed)
        for row, piles in enumerate((leaks.by_frame(some, seed=seed), leaks.by_actor(some, seed=seed))):
            study, _, exam = piles
            judges = (
                lambda images, study=study, some=some: leaks.nearest(some.images[study], some.label[study], images),
                network(some.images, some.label, piles, None, FEW_STEPS, seed),
            )
            for place, judge in enumerate(judges):
                built[place, row, column] = right(judge(some.images[exam]), some.label[exam])
            built_exam[row, column] = len(exam)
            if seed == SEEDS[0] and row == 0:
                facts = of_report("A", some.actor, some.label, np.full(len(some.label), STUDIO), study, exam)
        print(f"seed {seed}: drawn {each(drawn[:, column])}; built {each(built[:, :, column].ravel())}", flush=True)
    figures = [
        kept.figure(f"forgeries dealt {name}: detector right", told(drawn[row]))
        for row, name in enumerate(findings.DEALT)
    ]
    figures += [verdict("forgeries", drawn[0], drawn[2]), verdict("forgeries, pairs together", drawn[1], drawn[2])]
    for place, judge_name in enumerate(findings.JUDGES):
        for row, name in enumerate(("by frame", "by actor")):
            what = f"built to leak, dealt {name}: {judge_name} right"
            figures.append(kept.figure(what, told(built[place, row])))
        figures.append(verdict(f"the set built to leak, {judge_name}", *built[place]))
    arrays = {"drawn": drawn, "built": built, "drawn_exam": drawn_exam, "built_exam": built_exam}
    return figures, arrays | facts


def three_ways(fakes: Any, seed: int) -> Iterator[leaks.Piles]:
    """Piles in the order of `detector.findings.DEALT`, all of the sizes that the right way gives."""
    by_actor = dealt(fakes, seed)
    study, mock, exam = (len(pile) / len(fakes.label) for pile in by_actor)
    yield leaks.by_frame(fakes, (study, mock, exam), seed)
    yield leaks.by_frame(fakes, (study, mock, exam), seed, pairs=True)
    yield by_actor


def of_report(name: str, person: np.ndarray, label: np.ndarray, archive: np.ndarray, study: np.ndarray,
              exam: np.ndarray) -> Arrays:  # fmt: skip
    """What `deepfake_lessons/detector/reports.py` may tell about the piles of a report."""
    values = person[study], person[exam], label[exam], archive[exam]
    return {f"{name}_{fact}": value for fact, value in zip(findings.FACTS, values, strict=True)}


# ---------------------------------------------------------------------- 08-B


def pairs_of_sources(seed: int) -> Iterator[tuple[str, shortcut.Sources, np.ndarray]]:
    """Name, pictures, and who is on each: the offline pair, then each network's portraits against Olivetti's people."""
    offline = shortcut.real_against_ai(seed=DRAWN + seed)
    yield "drawn faces against scikit-image's", offline, np.arange(len(offline))
    for name, genuine, people, fakes, cut in real_ones():
        count, rng = min(len(genuine.images), len(fakes)), np.random.default_rng(seed)
        here, there = (np.sort(rng.permutation(len(one))[:count]) for one in (people, fakes))
        ours = Pipeline()(genuine.images[here])
        both = shortcut.Sources(
            np.concatenate([ours, fakes[there]]),
            np.repeat([REAL, FAKE], count),
            np.repeat([genuine.name, name], count),
            np.concatenate([ours, cut[there]]),
            {genuine.name: genuine.pipeline, name: Reference(name, "", FAKE, fakes).pipeline},
        )
        yield f"{name} against {genuine.name}", both, np.concatenate([people[here], 1000 + there])


def real_ones() -> Iterator[tuple[str, Reference, np.ndarray, np.ndarray, np.ndarray]]:
    """Portraits by a network: their name, Olivetti's photographs and who is on each, the faces as they come and in
    the photographs' cut."""
    examined = import_module("examined")  # beside this file
    if not examined.SHARED.is_dir():
        print("real photographs are not here: the first set alone is measured", flush=True)
        return
    with np.load(examined.SHARED / "orl_faces" / "olivetti64.npz") as file:
        grey, people = file["images"], file["target"]
    view = examined.known.SHOWN["olivetti"]
    genuine = Reference(examined.ORL, "", REAL, np.repeat(grey[..., None], 3, axis=3), view)
    for name, pattern in examined.AI.items():
        if name not in _FOUND:
            _FOUND[name] = examined.faces(sorted(examined.SHARED.glob(pattern)), (examined.own_pictures.WIDE, view))
        yield name, genuine, people, *_FOUND[name]


_FOUND: dict[str, list[np.ndarray]] = {}  # faces are looked for once, not for each seed


def halves(label: np.ndarray, who: np.ndarray, seed: int) -> leaks.Piles:
    """Study and mock exam, together a half, and exam; nobody is on two of them."""
    return leaks.by_actor(leaks.Built(label, label, who), HALVES, seed)


def disguised(sources: shortcut.Sources) -> np.ndarray:
    """The fakes as the genuine source would have brought them: the same cut, pixels and colour, nothing else changed.

    A detector of faces says of them what it said before; a detector of sources calls them genuine.
    """
    genuine = sources.pipelines[str(sources.source[sources.label == REAL][0])]
    return genuine(sources.cut[sources.label == FAKE])


def shortcut_part() -> tuple[Figures, Arrays]:
    """How many are right before and after the sources are made alike, and what a disguise does."""
    rows: dict[str, dict[str, list[Any]]] = {}
    facts: Arrays = {}
    for seed in SEEDS:
        for name, sources, who in pairs_of_sources(seed):
            mine = rows.setdefault(name, {key: [] for key in (*_MEASURED, "caught", "exam", "numbers")})
            piles = halves(sources.label, who, seed)
            study, exam = np.concatenate(piles[:2]), piles[2]
            if not facts:
                facts = of_report("B", who, sources.label, sources.source, study, exam)
            measured = [of_stage(one, piles, seed) for one in (sources, shortcut.balanced(sources))]
            for key in (*_MEASURED, "numbers"):
                mine[key].append([one[key] for one in measured])
            fakes = exam[sources.label[exam] == FAKE]
            place = np.cumsum(sources.label == FAKE) - 1  # among the fakes
            judge, dressed = measured[0]["judge"], disguised(sources)
            mine["caught"].append([judge(sources.images[fakes]).mean(), judge(dressed[place[fakes]]).mean()])
            mine["exam"].append(len(exam))
            print(f"seed {seed}: {name}: caught {each(mine['caught'][-1])}", flush=True)
    arrays: Arrays = {"sets": np.array(list(rows)), "sets_exam": np.array([one["exam"] for one in rows.values()])}
    for key in (*_MEASURED, "caught"):
        arrays[key] = np.array([np.array(one[key]).T for one in rows.values()])
    figures = []
    for name, one in rows.items():
        for stage, words in enumerate(findings.STAGES):
            for key, what in _MEASURED.items():
                figures.append(kept.figure(f"{name}, {words}: {what} right", told(np.array(one[key])[:, stage])))
            for which in one["numbers"][0][stage]:
                values = [numbers[stage][which] for numbers in one["numbers"]]
                figures.append(kept.figure(f"{name}, {words}: {which} alone right", each(values)))
        for stage, words in enumerate(("as they come", "disguised")):
            figures.append(kept.figure(f"{name}: fakes caught, {words}", told(np.array(one["caught"])[:, stage])))
    return figures, arrays | facts


_MEASURED = {"one_number": "best number of the study pile", "pixels": "logistic regression", "network": "network"}


def of_stage(sources: shortcut.Sources, piles: leaks.Piles, seed: int) -> dict[str, Any]:
    """Right answers on the exam: one number, logistic regression, the network; and the network."""
    images, label, exam = sources.images, sources.label, piles[2]
    study = np.concatenate(piles[:2])
    numbers = shortcut.numbers(images)
    _, best = one_line.best_rule(numbers, label, study)
    judge = network(images, label, piles, None, FEW_STEPS, seed)
    return {
        "one_number": right(best[exam], label[exam]),
        "numbers": {
            name: right(one_line.answers(score, label, study)[exam], label[exam]) for name, score in numbers.items()
        },
        "pixels": right(leaks.on_pixels(images[study], label[study], images[exam]), label[exam]),
        "network": right(judge(images[exam]), label[exam]),
        "judge": judge,
    }


# ---------------------------------------------------------------------- 08-D


def chosen() -> tuple[Figures, Arrays]:
    """Twenty trainings on a few pictures each, on an exam of forty: the best of them there, and anew on another."""
    fakes = collected()
    facts: Arrays = {}
    small, large = (np.zeros((len(SEEDS), TRIES)) for _ in range(2))
    counts = [0, 0]
    for row, seed in enumerate(SEEDS):
        study, mock, exam = dealt(fakes, seed)
        rng = np.random.default_rng([seed, 64])
        first, fresh = (evenly(fakes.label, pile, many, rng) for pile, many in ((mock, SMALL), (exam, LARGE)))
        counts = [len(first), len(fresh)]
        for number in range(TRIES):
            few = evenly(fakes.label, study, SUBSET, np.random.default_rng([seed, number, 65]))
            both = np.concatenate([first, fresh])
            said = leaks.on_pixels(fakes.images[few], fakes.label[few], fakes.images[both])
            small[row, number] = right(said[: len(first)], fakes.label[first])
            large[row, number] = right(said[len(first) :], fakes.label[fresh])
        if not facts:
            # Faces of nobody are nobody twice.
            person = np.where(fakes.actor >= 0, fakes.actor, 1000 + np.arange(len(fakes.label)))
            facts = of_report("C", person, fakes.label, np.full(len(fakes.label), STUDIO), study, first)
    best = small.argmax(axis=1)
    rows = np.arange(len(SEEDS))
    figures = [
        kept.figure(f"best of {TRIES} on {counts[0]} pictures by which it was chosen", told(small[rows, best])),
        kept.figure(f"the same one on {counts[1]} fresh ones", told(large[rows, best])),
        kept.figure(f"mean of all {TRIES} on the {counts[0]}", told(small.mean(axis=1))),
        kept.figure(f"mean of all {TRIES} on the {counts[1]}", told(large.mean(axis=1))),
        kept.figure("gift of choosing: the best on the one minus the same on the other",
                    told(small[rows, best] - large[rows, best])),
    ]  # fmt: skip
    return figures, {"mock_exam": small, "fresh_exam": large, "chosen_exam": np.array(counts), **facts}


def evenly(labels: np.ndarray, pile: np.ndarray, many: int, rng: np.random.Generator) -> np.ndarray:
    """So many places of a pile by lot, half of them fakes; fewer where the pile has not as many."""
    kinds = [rng.permutation(pile[labels[pile] == kind])[: many // 2] for kind in (REAL, FAKE)]
    return np.concatenate([kind[: min(map(len, kinds))] for kind in kinds])


# ---------------------------------------------------------------------- keeping


def keep(arrays: Arrays) -> None:
    """Enter arrays into the data file; those of other parts stay as they are."""
    old: Arrays = {}
    if DATA.is_file():
        with np.load(DATA, allow_pickle=False) as file:
            old = {name: file[name] for name in file.files}
    types = {**dict.fromkeys(findings.SHARES, np.float32), **dict.fromkeys(findings.COUNTS, np.int32)}
    new = {name: np.asarray(value).astype(types.get(name, np.asarray(value).dtype)) for name, value in arrays.items()}
    stream = io.BytesIO()
    np.savez_compressed(stream, **{**old, **new, "seed": np.array(SEEDS)})
    write_whole(DATA, stream.getvalue())


PARTS = {"leak": leak, "shortcut": shortcut_part, "chosen": chosen}


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for."""
    asked = [one for one in arguments if not one.startswith("--")]
    parts = list(PARTS) if asked == ["all"] else asked
    if not parts or not set(parts) <= set(PARTS):
        print(__doc__, file=sys.stderr)
        return 2 if arguments else 0
    for part in parts:
        begun = time.perf_counter()
        figures, arrays = PARTS[part]()
        kept.tell(figures)
        print(f"{part}: {time.perf_counter() - begun:.0f} seconds", flush=True)
        if "--write" in arguments:
            kept.write(RESULTS, part, figures)
            keep(arrays)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
