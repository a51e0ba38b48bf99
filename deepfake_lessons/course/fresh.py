"""A fresh kernel: which Python it is, what it sees of this machine, and what it has cost."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def environment(root: Path, private: Path, first: Sequence[str] = ()) -> dict[str, str]:
    """The environment of a kernel: this checkout's library, and a learner's folder that nobody else writes into."""
    # A kernel that sees pytest's variables no longer shows what C++ code writes to stderr, as it does for learners.
    seen = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    paths = [*first, seen.get("PYTHONPATH", ""), str(root)]
    seen["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    seen["IPYTHONDIR"] = str(private / "ipython")
    seen["DEEPFAKE_LESSONS_HOME"] = str(private / "learner")
    seen["DEEPFAKE_LESSONS_CACHE"] = str(private / "cache")  # empty, as at a learner's first run
    seen["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # the debugger's remark on frozen modules is no lesson's stderr
    seen.pop("DEEPFAKE_LESSONS_SOLUTIONS", None)
    return seen


def specs(python: Path) -> Any:
    """Kernels that are always `python`, whatever is installed here and whatever a notebook asks for."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

    words = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}", "--HistoryManager.enabled=False"]

    class Always(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            return KernelSpec(argv=words, display_name="Python 3", language="python")

    return Always()


def cpu_seconds(process: Any) -> float:
    """CPU seconds of a process, of its children that have ended, and of those still there."""
    import psutil

    seconds = 0.0
    for one in [process, *process.children(recursive=True)]:
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        ended = getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
        seconds += times.user + times.system + (ended if one is process else 0.0)
    return seconds
