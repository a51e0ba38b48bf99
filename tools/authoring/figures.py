"""Measured figures, as benchmarks/results/*.json keep them: what, how much, the bar, when and on which machine."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from deepfake_lessons.cache import write_whole

from .build import to_bytes


def figure(what: str, measured: Any, bar: str | None = None) -> dict[str, Any]:
    """One line of a result: `bar` such as "<= 0.2"; None for a finding, which has none."""
    return {"what": what, "measured": measured, "bar": bar}


def met(one: dict[str, Any]) -> bool:
    """Whether a figure keeps to its bar; True where there is none.

    Raises:
        ValueError: a bar that is neither ">= number" nor "<= number".
    """
    if one["bar"] is None:
        return True
    sign, edge = one["bar"].split()
    if sign not in (">=", "<="):
        raise ValueError(f"bar {one['bar']!r}: '>= number' or '<= number' is wanted")
    return bool(one["measured"] >= float(edge)) if sign == ">=" else bool(one["measured"] <= float(edge))


def tell(figures: Sequence[dict[str, Any]]) -> int:
    """Print figures beside their bars. Gives back an exit status: 1 where a bar is missed."""
    missed = 0
    for one in figures:
        value = f"{one['measured']:.3g}" if isinstance(one["measured"], float) else str(one["measured"])
        words = "" if one["bar"] is None else f" (bar {one['bar']}{'' if met(one) else ', MISSED'})"
        print(f"{one['what']}: {value}{words}", flush=True)
        missed += not met(one)
    return 1 if missed else 0


def write(path: Path, part: str, figures: Sequence[dict[str, Any]]) -> None:
    """Enter one part of a benchmark's figures into its file; other parts stay as they are, each with its own date."""
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    machine = {"processor": platform.machine(), "system": platform.system(), "cores": os.cpu_count()}
    about = {"date": date.today().isoformat(), "machine": machine | {"python": platform.python_version()}}
    others = [one for one in kept.get("figures", []) if one.get("part") != part]
    mine = [{**one, "part": part, "date": about["date"]} for one in figures]
    write_whole(path, to_bytes(kept | about | {"figures": others + mine}))
