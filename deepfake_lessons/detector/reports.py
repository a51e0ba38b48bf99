"""Three reports of detectors, each with a high number, and each with a way to cheat in it that nobody needs to mean.

    for report in dl.detector.reports.three(dl.detector.findings.stored()):
        print(report)                  # what it claims
        report.facts()                 # what a reader may ask for

All numbers are measured ones (`benchmarks/detector_findings.py`); `report.truth` tells what an honest repeat gave.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..metrics.pairs import FAKE
from .findings import FACTS, Findings

MOCK_EXAM, EXAM = "mock exam", "exam"


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """One report.

    Attributes:
        name: "A", "B" or "C".
        claims: what it says, a sentence.
        study_person: (N,) int, who is on the pictures that were studied. Where nobody knows names, each is somebody
            else.
        exam_person: (M,) int, who is on those of the exam.
        exam_label: (M,) int, 0 genuine, 1 fake.
        exam_archive: (M,) str, where each picture of the exam is from.
        tries: trainings of which the one reported is the best.
        chosen_on: "mock exam" or "exam": where the one reported was chosen.
        truth: what an honest repeat gave, and how it was done.
    """

    name: str
    claims: str
    study_person: np.ndarray
    exam_person: np.ndarray
    exam_label: np.ndarray
    exam_archive: np.ndarray
    tries: int
    chosen_on: str
    truth: str

    def facts(self) -> dict[str, Any]:
        """What a reader may ask for: study_person, exam_person, exam_label, exam_archive (copies), tries, chosen_on."""
        copies = {name: getattr(self, name).copy() for name in FACTS}
        return {**copies, "tries": self.tries, "chosen_on": self.chosen_on}

    def __repr__(self) -> str:
        return f"Report {self.name}: {self.claims}"


def three(stored: Findings) -> tuple[Report, Report, Report]:
    """The reports A, B and C, of the first seed.

    Args:
        stored: from `detector.findings.stored()`.
    """
    by_frame, by_actor = stored.built[1, :, 0]
    first = Report(
        "A",
        f"{_right(by_frame, stored.built_exam[0, 0])}. No picture of the exam was studied.",
        **stored.facts["A"],
        tries=1,
        chosen_on=MOCK_EXAM,
        truth="The same detector and the same pictures, dealt so that nobody is on two piles: "
        f"{_right(by_actor, stored.built_exam[1, 0])}.",
    )
    before, after = stored.network[0, :, 0]
    fakes = int((stored.facts["B"]["exam_label"] == FAKE).sum())
    dressed = round(float(stored.caught[0, 1, 0]) * fakes)
    second = Report(
        "B",
        f"{_right(before, stored.sets_exam[0, 0])}. Nobody on them was studied.",
        **stored.facts["B"],
        tries=1,
        chosen_on=MOCK_EXAM,
        truth=f"The same fakes with the pixels and colours of the other archive: {dressed} of {fakes} caught. Studied "
        f"and examined anew, all pictures of both archives made alike: {_right(after, stored.sets_exam[0, 0])}.",
    )
    best = int(stored.mock_exam[0].argmax())
    small, large = stored.chosen_exam
    third = Report(
        "C",
        f"{_right(stored.mock_exam[0, best], small)}. Nobody on them was studied.",
        **stored.facts["C"],
        tries=stored.mock_exam.shape[1],
        chosen_on=EXAM,
        truth="The same training on fresh pictures, by which nothing was chosen: "
        f"{_right(stored.fresh_exam[0, best], large)}.",
    )
    return first, second, third


def _right(share: float, count: int) -> str:
    """Such as "98 % right on 200 pictures"."""
    return f"{100 * share:.0f} % right on {count} pictures"
