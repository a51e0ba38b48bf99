"""Checks of lesson 08: dealing piles, when training ends, cheating in a report, the region of evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .framework import exercise, expect
from .learner import Learner

# ---------------------------------------------------------------------- 8.1


def _known(numbers: np.ndarray) -> np.ndarray:
    return numbers[numbers >= 0]


def _study(actor: np.ndarray, face: np.ndarray, source: np.ndarray, exam: np.ndarray) -> tuple[np.ndarray, dict]:
    """What may be studied, and what usual mistakes make of it."""
    bodies, faces, nobody = _known(actor[exam]), _known(face[exam]), np.array([], int)
    people, photographs = np.concatenate([bodies, faces]), _known(source[exam])

    def free(of_bodies: Any, of_faces: Any, of_sources: Any = photographs, itself: bool = True) -> np.ndarray:
        out = np.isin(actor, of_bodies) | np.isin(face, of_faces) | np.isin(source, of_sources)
        return ~(out | (np.isin(np.arange(len(actor)), exam) & itself))

    right = free(people, people)
    with_nobody = np.concatenate([actor[exam], face[exam]])
    alone, lent = free(bodies, nobody, nobody), free(bodies, bodies)
    anybody, any_photograph = free(with_nobody, with_nobody, source[exam]), free(people, people, source[exam])
    return right, {
        "That leaves out the exam's own pictures alone. Other pictures of the same people, or from the same "
        "photographs, would be studied.": free(nobody, nobody, nobody),
        "Bodies alone were compared. A swap shows a second person, and a photograph may be on both piles too.": alone,
        "The faces are missing: a swap shows two people, and neither of them may be in the exam.": free(bodies, nobody),
        "Bodies were compared with bodies and faces with faces. Whoever is a body in one picture may be a face in "
        "another: put all people of the exam into one list.": free(bodies, faces),
        "You look for the exam's people among the bodies; look for them among the faces, too.": free(people, nobody),
        "Those are the bodies of the exam. Whoever lends a face to an exam picture is in the exam, too.": lent,
        "The photographs are missing: what was made from a photograph of the exam may not be studied, whoever "
        "it shows.": free(people, people, nobody),
        "-1 is nobody: it stands for no person whom two pictures could share, and forbids nothing.": anybody,
        "-1 is no photograph: the faces of nobody come from none, and so share none.": any_photograph,
        "A picture of the exam is never studied, even if it shows nobody.": free(people, people, itself=False),
        "That is the other way round: True is wanted where a picture may be studied.": ~right,
        "Those are the places; True or False is wanted for each picture.": np.flatnonzero(right),
    }


# Body, face and photograph of each picture. The first so many are the exam.
_Pictures = tuple[int, list[tuple[int, int, int]]]
_A_SWAP: _Pictures = 1, [(0, 1, 0), (0, 0, 1), (1, 1, 2), (2, 0, 3), (3, 1, 4), (-1, -1, 0), (4, 4, 5), (5, 6, 6)]
_NOBODY: _Pictures = 2, [(-1, -1, -1), (0, -1, 0), (-1, -1, -1), (0, 0, 1), (1, -1, 2), (2, 2, 0), (3, 3, 3), (1, 0, 4)]


def _dealt(learner: Learner, many: int, rows: list[tuple[int, int, int]]) -> tuple[np.ndarray, ...]:
    """These pictures in any order, people and photographs under other numbers: actor, face, source, exam."""
    people, photographs = (np.append(learner.rng.permutation(20)[:9], -1) for _ in range(2))
    order = learner.rng.permutation(len(rows))
    bodies, faces, sources = np.array(rows)[order].T
    return people[bodies], people[faces], photographs[sources], learner.rng.permutation(np.flatnonzero(order < many))


def _crowd(learner: Learner) -> tuple[np.ndarray, ...]:
    """Two dozen pictures by lot, so that every usual mistake shows."""
    while True:
        actor = learner.rng.integers(0, 16, 24)
        face = np.where(learner.rng.random(24) < 0.4, learner.rng.integers(-1, 16, 24), actor)
        source = learner.rng.integers(0, 24, 24)
        exam = learner.rng.permutation(24)[:4]
        dreamt = np.append(learner.rng.permutation(24)[:3], exam[0])
        for column in (actor, face, source):
            column[dreamt] = -1
        right, mistakes = _study(actor, face, source, exam)
        if len({one.tobytes() for one in (right, *mistakes.values())}) == 1 + len(mistakes):
            return actor, face, source, exam


@exercise(
    "8.1",
    "Make two lists of the exam: everybody whom it shows, as body or as face, and its photographs. Take -1 out of "
    "both.",
    "np.isin(actor, people) says of each picture whether its body is one of these people. Ask the same of `face`, "
    "and of `source` with the photographs; the exam's own places stay out as well.",
    points=3,
)
def may_study(learner: Learner) -> None:
    for case in (_dealt(learner, *_A_SWAP), _dealt(learner, *_NOBODY), _crowd(learner)):
        hint = (
            "A picture stays out if its body or its face is anybody whom the exam shows, if its photograph is in the "
            "exam, or if it is an exam picture itself."
        )
        expect(learner("may_study", *case), *_study(*case), hint, flags=True)


# ---------------------------------------------------------------------- 8.2

_END_HINTS = {
    "all": "That is the lowest of all, with training to the very end. Training ends where patience runs out; what "
    "would have come after that, nobody knows.",
    "later": "That lower value comes after the end of training: nobody saw it. The best is the lowest up to there.",
    "kept last": "Those are the weights of the last check. Kept are those of the best one.",
    "at best": "That is where the best check is. Training went on: it takes `patience` more checks to see that nothing "
    "better comes.",
    "longer": "That waits one check too long: training ends at the check that makes it `patience` in a row.",
    "at once": "That ends at the first check that is no better; it takes `patience` of them in a row.",
    "rising": "Compare with the best so far, not with the check before: lower than the last one may still be no better "
    "than the best.",
    "total": "Whenever a check is better than all before it, the count begins anew: `patience` in a row.",
    "equal": "Equal is not better: it counts against patience, and of equal ones the first is kept.",
    "swapped": "These are the right two, in the other order: first the best, then the last.",
    "from 1": "Places are counted from 0.",
    "value": "That is the surprise at the best check; its place is wanted.",
    "beyond": "Patience did not run out here: training ended with the last check, whose place is len(surprise) - 1.",
}


def _walk(
    surprise: np.ndarray, patience: int, rising: bool = False, total: bool = False, equal: bool = False
) -> tuple[int, int]:
    """The best check and the last one. `rising`, `total`, `equal`: as who counts rises, never anew, equal as better."""
    best = waited = last = 0
    for last in range(1, len(surprise)):
        better = surprise[last] < surprise[best] or (equal and surprise[last] == surprise[best])
        best = last if better else best
        against = surprise[last] > surprise[last - 1] if rising else not better
        waited = waited + 1 if against else waited if total else 0
        if waited == patience:
            break
    return best, last


def _end_ways(surprise: np.ndarray, patience: int) -> dict[str, tuple[float, float]]:
    """Where training ends, and what usual mistakes make of it."""
    best, last = _walk(surprise, patience)
    lowest = int(np.argmin(surprise))
    return {
        "right": (best, last),
        "all": (lowest, len(surprise) - 1),
        "later": (lowest, last),
        "kept last": (last, last),
        "at best": (best, best),
        "longer": _walk(surprise, patience + 1),
        "at once": _walk(surprise, 1),
        "rising": _walk(surprise, patience, rising=True),
        "total": _walk(surprise, patience, total=True),
        "equal": _walk(surprise, patience, equal=True),
        "swapped": (last, best),
        "from 1": (best + 1, last + 1),
        "value": (float(surprise[best]), last),
        "beyond": (best, best + patience),
    }


def _training(learner: Learner, checks: int, patience: int, apart: set[str]) -> tuple[np.ndarray, dict[str, Any]]:
    """Surprise at each check, so that the mistakes in `apart` give answers of their own, and those that other cases
    are made for the right one."""
    while True:
        surprise = (0.75 - 0.3 * np.linspace(0, 1, checks) + learner.rng.uniform(-0.2, 0.2, checks)).round(2)
        if "equal" in apart:
            one, two = np.sort(learner.rng.permutation(checks)[:2])
            surprise[two] = surprise[one]
        ways = _end_ways(surprise, patience)
        asked = [ways[name] for name in ("right", *sorted(apart))]
        others = {ways[name] for name in {"total", "equal", "beyond"} - apart}
        if ways["right"][0] and all(asked.count(way) == 1 for way in asked) and others <= {ways["right"]}:
            return surprise, ways


_PLAIN = {"all", "later", "kept last", "at best", "longer", "at once", "rising", "swapped", "from 1"}


@exercise(
    "8.2",
    "Go from check to check with a loop, and remember the place of the best so far.",
    "At each check: if surprise[last] < surprise[best], then best = last. If last - best has reached `patience`, "
    "training ends here.",
    points=3,
)
def stop_early(learner: Learner) -> None:
    cases: list[tuple[int, int, set[str]]] = [
        (10, 2, _PLAIN),
        (10, 2, {"total", "equal", "later"}),
        (8, 4, {"beyond", "kept last", "at best", "at once"}),
        (int(learner.rng.integers(15, 21)), 3, _PLAIN | {"total", "equal"}),
    ]
    for checks, patience, apart in cases:
        surprise, ways = _training(learner, checks, patience, apart)
        right = ways.pop("right")
        first = sorted(ways, key=lambda name: name not in apart)  # the mistakes this case is made for come first
        shown = ", ".join(f"{one:g}" for one in surprise)
        hint = "Two places: of the lowest surprise up to the end of training, and of the check after which it ended."
        answer = learner.ask("stop_early", (surprise, patience), asked=f"stop_early([{shown}], {patience})")
        expect(answer, right, {_END_HINTS[name]: ways[name] for name in first}, hint)


# ---------------------------------------------------------------------- 8.3

_ARCHIVES = ("press", "family", "web", "library", "studio", "school")
_NOT_SO = {
    "people": "Nobody is on both piles: no number stands in `study_person` and in `exam_person`.",
    "archive": "An archive that holds genuine pictures and fakes does not tell them apart, and here is one.",
    "chosen": "Chosen on the exam means both: several tries, and the exam said which is the best.",
}
_BUT = {  # what is said of a report if it is mistaken for another
    "shared": "One person is on both piles, and one is enough: a number of `exam_person` is in `study_person`.",
    "two archives": "One archive holds all genuine pictures, the other all fakes: its name gives the answer away.",
    "three archives": "Each of the three archives holds one kind only: its name gives the answer away.",
    "chosen": "There were {} tries, and the exam said which is the best: then it is a mock exam.",
    "mock exam": "The best of several tries was chosen on the mock exam; that is what it is for.",
    "one try": "There was one try only, so nothing was chosen.",
    "one archive": "There is one archive, and it holds both kinds: its name tells nothing.",
    "partly": "Two of the three archives hold both kinds: there the name alone does not tell.",
}


def _report(learner: Learner, **changed: Any) -> dict[str, Any]:
    """A fair report, but for what is changed: twelve people in the exam, a genuine picture and a fake of each, and of
    two archives; one try."""
    people = learner.rng.permutation(60)
    order = learner.rng.permutation(24)
    report: dict[str, Any] = {
        "study_person": learner.rng.permutation(np.repeat(people[12:48], 2)),
        "exam_person": np.repeat(people[:12], 2),
        "exam_label": np.tile([0, 1], 12),
        "exam_archive": np.repeat(np.resize(_names(learner, 2), 12), 2),
        "tries": 1,
        "chosen_on": "mock exam",
    } | changed
    return {key: one[order] if key.startswith("exam_") else one for key, one in report.items()}


def _names(learner: Learner, many: int) -> np.ndarray:
    return learner.rng.permutation(_ARCHIVES)[:many]


def _shared(learner: Learner) -> dict[str, Any]:
    """A fair report but for one person of the exam, who is on the study pile, too."""
    report = _report(learner)
    report["study_person"][learner.rng.integers(72)] = learner.rng.choice(report["exam_person"])
    return report


def _of_archives(learner: Learner, many: int) -> dict[str, Any]:
    """A report in which each archive holds one kind: the first genuine pictures, the others fakes."""
    names = _names(learner, many)
    places = np.tile([0, 1], 12)
    places[1::2] = np.resize(np.arange(1, many), 12)
    return _report(learner, exam_archive=names[places])


def _partly(learner: Learner) -> dict[str, Any]:
    """A fair report of three archives, two of which hold both kinds; the third gave a few genuine pictures."""
    names = _names(learner, 3)
    places = np.repeat(np.resize([0, 1], 12), 2)
    places[[0, 2, 4]] = 2
    return _report(learner, exam_archive=names[places])


@exercise(
    "8.3",
    "Ask three questions, one after the other: is anybody on both piles? Does each archive hold one kind only? "
    "Were there several tries, with the best chosen on the exam?",
    "np.isin(exam_person, study_person).any() answers the first. For the second make two sets, the archives of the "
    "genuine pictures and those of the fakes: do they have a name in common?",
    points=3,
)
def cheating(learner: Learner) -> None:
    tries = int(learner.rng.integers(3, 30))
    cases = [  # the report, the right word, a wrong one, and what is said to it
        (_report(learner), "fair", "", ""),
        (_shared(learner), "people", "fair", "shared"),
        (_of_archives(learner, 2), "archive", "fair", "two archives"),
        (_of_archives(learner, 3), "archive", "fair", "three archives"),
        (_report(learner, tries=tries, chosen_on="exam"), "chosen", "fair", "chosen"),
        (_report(learner, tries=tries + 1), "fair", "chosen", "mock exam"),
        (_report(learner, chosen_on="exam"), "fair", "chosen", "one try"),
        (_report(learner, exam_archive=np.repeat(_names(learner, 1), 24)), "fair", "archive", "one archive"),
        (_partly(learner), "fair", "archive", "partly"),
    ]
    for place in [0, *(1 + learner.rng.permutation(len(cases) - 1))]:
        report, right, wrong, but = cases[place]
        said = _NOT_SO | ({wrong: _BUT[but].format(tries)} if wrong else {})
        mistakes = {hint: word for word, hint in said.items()}
        hint = 'One of four words is wanted: "people", "archive", "chosen" or "fair".'
        expect(learner("cheating", report), right, mistakes, hint, loose=True)


# ---------------------------------------------------------------------- 8.4

_SIDE = 16


def _regions(learner: Learner) -> dict[str, np.ndarray]:
    """Parts of a portrait, small ones and large ones, without overlap, a little to one side and in any order."""
    boxes = {
        "eyes": [(6, 8, 3, 6), (6, 8, 10, 13)],
        "nose": [(8, 10, 7, 9)],
        "mouth": [(11, 13, 5, 11)],
        "hair": [(1, 4, 2, 14)],
        "skin": [(4, 14, 2, 14)],
        "wall": [(0, _SIDE, 0, _SIDE)],
    }
    free, found = np.ones((_SIDE, _SIDE), bool), {}
    for name, parts in boxes.items():
        mask = np.zeros_like(free)
        for top, bottom, left, right in parts:
            mask[top:bottom, left:right] = True
        found[name] = mask & free
        free &= ~mask
    aside = tuple(learner.rng.integers(-1, 2, 2).tolist())
    return {name: np.roll(found[name], aside, (0, 1)) for name in learner.rng.permutation(list(found)).tolist()}


_MISTAKEN: dict[str, Callable[[np.ndarray], Any]] = {
    "That region has the largest sum: it wins by being big. Divide by its number of pixels.": np.sum,
    "That region holds the hottest single pixel, and one pixel may be chance. Take the mean.": np.max,
    "That region has the lowest mean. The highest one is wanted, its sign included.": lambda part: -np.mean(part),
    "That region has the highest median; the mean is wanted.": np.median,
}


def _largest(parts: dict[str, np.ndarray], measure: Callable[[np.ndarray], Any]) -> str:
    return max(parts, key=lambda name: float(measure(parts[name])))


def _lit(learner: Learner, regions: dict[str, np.ndarray], said: set[str]) -> tuple[np.ndarray, str, dict[str, Any]]:
    """Heat in which the mean and each of `_MISTAKEN` is largest in a region of its own; the mean not in `said`."""
    while True:
        small = learner.rng.permutation(["eyes", "nose", "mouth", "hair"]).tolist()
        large = learner.rng.permutation(["skin", "wall"]).tolist()
        hottest, lowest = learner.rng.permutation([small[2], small[3], large[0]]).tolist()[:2]
        heat = learner.rng.normal(0, 0.05, (_SIDE, _SIDE))
        for name, level in {lowest: -0.5, small[1]: 0.32, large[1]: 0.25}.items():
            heat[regions[name]] += level + learner.rng.uniform(-0.03, 0.03)
        inside = np.argwhere(regions[small[0]])  # a quarter of it very hot: high on average, but most of it is not
        heat[regions[small[0]]] += 0.12
        heat[tuple(learner.rng.permutation(inside)[: max(1, len(inside) // 4)].T)] += 1.6
        heat[tuple(learner.rng.permutation(np.argwhere(regions[hottest]))[0])] += 3.0
        heat = heat.round(2)
        parts = {name: heat[mask] for name, mask in regions.items()}
        right = _largest(parts, np.mean)
        mistakes = {hint: _largest(parts, measure) for hint, measure in _MISTAKEN.items()}
        if len({right, *mistakes.values()}) == 1 + len(mistakes) and right not in said:
            return heat, right, mistakes


@exercise(
    "8.4",
    "heat[mask] are the heats inside one region, whatever its shape. Their mean is one number for each region.",
    "max(regions, key=...) gives the name for which a function of the name is largest.",
    points=2,
)
def evidence_in(learner: Learner) -> None:
    said: set[str] = set()
    for _ in range(3):
        regions = _regions(learner)
        heat, right, mistakes = _lit(learner, regions, said)
        said.add(right)
        mistakes["That is how hot the region is; its name is wanted."] = float(heat[regions[right]].mean())
        hint = "For each region the mean of heat[mask]; the name of the region where it is highest."
        expect(learner("evidence_in", heat, regions), right, mistakes, hint, loose=True)
