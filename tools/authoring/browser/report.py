"""What visits saw: a line to read, and JSON with date, machine and versions to keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from .. import report
from ..build import to_bytes
from .visit import Visit

PACKAGES = (*report.PACKAGES, "jupyterlab", "jupyter_server", "playwright")


def line(seen: Visit) -> str:
    """One visit in one line."""
    counts = {"cell": seen.cells, "picture": seen.pictures, "control": seen.controls, "exercise": seen.exercises}
    counted = ", ".join(_several(count, name) for name, count in counts.items())
    spent = f"{seen.beyond:.0f} s beyond {seen.running:.0f} s of running"
    return f"{seen.lesson.key}: {counted}, {spent}; {_several(len(seen.faults), 'fault')}"


def as_json(visits: Iterable[Visit]) -> bytes:
    """A report to keep: names no host, no user and no folder."""
    visits = list(visits)
    versions = report.versions(PACKAGES) | {"browser": visits[0].browser if visits else ""}
    head = {"date": date.today().isoformat(), "machine": report.machine(), "versions": versions}
    return to_bytes({**head, "visits": [_summary(seen) for seen in visits]})


def _summary(seen: Visit) -> dict[str, Any]:
    counted = {name: getattr(seen, name) for name in ("cells", "pictures", "controls", "exercises", "faults")}
    seconds = {"running": round(seen.running, 1), "beyond": round(seen.beyond, 1)}
    return {"lesson": seen.lesson.slug, **counted, **seconds}


def _several(count: int, name: str) -> str:
    """ "no fault", "1 fault", "2 faults"."""
    return f"{count or 'no'} {name}{'s' if count > 1 else ''}"
