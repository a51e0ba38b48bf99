"""What runs cost and found: as a table to read, and as JSON with date, machine and versions to keep."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

from .build import EDITIONS, to_bytes
from .run import Ran, budget

PACKAGES = (
    *("tensorflow", "keras", "numpy", "scipy", "scikit-learn", "scikit-image", "matplotlib", "pillow"),
    *("ipywidgets", "ipython", "ipykernel"),
)


def table(runs: list[Ran]) -> str:
    """Seconds of each run, and the sum for each edition, as plain text."""
    rows = [f"{'lesson':34} {'edition':11} {'wall s':>8} {'CPU s':>8} {'counted':>8} {'budget':>7}  result"]
    for ran in runs:
        figures = f"{ran.wall:8.1f} {ran.cpu:8.1f} {ran.counted:8.1f} {budget(ran.lesson):7d}"
        result = f"{len(ran.failures)} faults" if ran.failures else "ok"
        rows.append(f"{ran.lesson.slug[:34]:34} {ran.edition:11} {figures}  {result}")
        lines = {cell.id: cell.line for cell in ran.lesson.cells}
        dearest = sorted(ran.cells.items(), key=lambda item: -item[1])[:4]
        rows.append("    dearest cells: " + ", ".join(f"line {lines[name]} {cost:.1f} s" for name, cost in dearest))
    for edition in EDITIONS:
        if len(mine := [ran for ran in runs if ran.edition == edition]) > 1:
            sums = [sum(getattr(ran, name) for ran in mine) for name in ("wall", "cpu", "counted")]
            rows.append(
                f"{'all':34} {edition:11} "
                + " ".join(f"{value:8.1f}" for value in sums)
                + f" {sum(budget(ran.lesson) for ran in mine):7d}"
            )
    half = "half of what cells took that draw in parallel or, with Keras, train"
    rows.append(f"counted: CPU seconds with the kernel's start; {half}")
    return "\n".join(rows)


def as_json(runs: Iterable[Ran], versions: dict[str, str], network: str, load: float | None = None) -> bytes:
    """A report to keep: names no host, no user and no folder.

    Args:
        runs: what ran.
        versions: of Python and packages; see `versions`.
        network: "on" or "off", as it was meant to be; each run says what it found.
        load: what `load` said before the runs.
    """
    head = {"date": date.today().isoformat(), "machine": machine(), "versions": versions, "network": network}
    return to_bytes({**head, "load_before": load, "runs": [ran.summary() for ran in runs]})


def versions(packages: Iterable[str] = PACKAGES) -> dict[str, str]:
    """The versions of this Python and of packages it has, by name."""
    found = {"python": platform.python_version()}
    for name in packages:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def machine() -> dict[str, Any]:
    """This machine in words: processor, cores that we may use, memory in GB, system."""
    import psutil

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = round(psutil.virtual_memory().total / 2**30)
    return {"processor": _processor(), "cores": cores, "memory_gb": memory, "system": platform.system()}


def load() -> float | None:
    """How many processes wanted a core in the last minute; with others at work, seconds by the clock mean little."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def _processor() -> str:
    """The processor's model name, or its kind where the system does not tell."""
    try:
        if platform.system() == "Linux":
            lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
        if platform.system() == "Darwin":
            command = ["sysctl", "-n", "machdep.cpu.brand_string"]
            return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout.strip()
    except (OSError, StopIteration, subprocess.SubprocessError):
        pass
    return platform.processor() or platform.machine()
