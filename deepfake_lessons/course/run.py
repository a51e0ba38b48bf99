"""Run lessons from top to bottom in a fresh kernel, on copies, and say what every cell did wrong and what it cost."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import offline, setup_cell
from .build import EDITIONS, INSTRUCTOR, LEARNER, notebook, to_bytes
from .source import Lesson

BUDGETS = {1: 15, 2: 10, 3: 25, 4: 40, 5: 160, 6: 100, 7: 20, 8: 90, 9: 10, 10: 60, 11: 50, 12: 10, 13: 10}
CELL_TIMEOUT = 600  # seconds; a cell that takes longer is stopped and reported
WARNING = re.compile(r"\b[A-Za-z]*Warning\b")
TRAINS = re.compile(r"\.fit\(")
ASKS = f"import sys\n{offline.ASKS}\nprint('tensorflow' in sys.modules, way_out)"
CHECK_SAYS = {
    LEARNER: (re.compile(r"\S+ not attempted yet"), "not attempted yet"),
    INSTRUCTOR: (re.compile(r"\S+ public checks passed \((\d+) of \1\)"), "public checks passed (n of n)"),
}


@dataclass
class Ran:
    """One run of one edition.

    Attributes:
        lesson: what was run.
        edition: LEARNER or INSTRUCTOR.
        notebook: the executed notebook (an nbformat node) with outputs and widget state.
        wall: seconds from the kernel's first cell to its last.
        cpu: CPU seconds of the kernel process and its children, its start included.
        counted: seconds as the curriculum counts them: `cpu`, in lessons with Keras half of it for cells that train.
        tensorflow: whether the kernel had imported TensorFlow at the end; None where it could not be asked.
        network: whether there was a way out of this machine; None where it could not be asked.
        cells: counted seconds of each cell that ran, by cell id.
        failures: one line each, with source file, line and cell id; empty when all went well.
    """

    lesson: Lesson
    edition: str
    notebook: Any
    wall: float = 0.0
    cpu: float = 0.0
    counted: float = 0.0
    tensorflow: bool | None = None
    network: bool | None = None
    cells: dict[str, float] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        """What a report needs of the run, as plain JSON values."""
        kept = {"edition": self.edition, "wall": self.wall, "cpu": self.cpu, "counted": self.counted}
        seen = {"tensorflow": self.tensorflow, "network": self.network, "failures": self.failures}
        return {"lesson": self.lesson.slug, **kept, **seen}


def budget(lesson: Lesson) -> int:
    """Seconds that the curriculum allows the lesson; its header may say otherwise."""
    return int(lesson.settings.get("budget") or BUDGETS.get(lesson.number, 0))


def kernel_environment(root: Path, private: Path) -> dict[str, str]:
    """The environment of a kernel: this checkout's library, and a learner's folder that nobody else writes into."""
    # A kernel that sees pytest's variables no longer shows what C++ code writes to stderr, as it does for learners.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    paths = [*offline.python_path(), environment.get("PYTHONPATH", ""), str(root)]
    environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    environment["IPYTHONDIR"] = str(private / "ipython")
    environment["DEEPFAKE_LESSONS_HOME"] = str(private / "learner")
    environment["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # the debugger's remark on frozen modules is no lesson's stderr
    environment.pop("DEEPFAKE_LESSONS_SOLUTIONS", None)
    return environment


def run_lesson(lesson: Lesson, edition: str, root: Path, skip_demo: bool = False) -> Ran:
    """Run one edition on a copy in a temporary folder; every failing cell is reported, none stops the run.

    Args:
        lesson: what to run.
        edition: LEARNER or INSTRUCTOR.
        root: the checkout, for its library, its images and its repository address.
        skip_demo: leave out cells tagged demo, as the grader does.
    """
    import nbformat

    node = nbformat.reads(to_bytes(notebook(lesson, edition, setup_cell.repository(root))).decode(), as_version=4)
    ran = Ran(lesson, edition, node)
    skipped = {cell.id for cell in lesson.cells if cell.has("demo")} if skip_demo else set()
    # A short path: the kernel's sockets lie in it, and their names may not exceed about 100 characters.
    with tempfile.TemporaryDirectory(prefix="dl-", ignore_cleanup_errors=True) as folder:
        private = Path(folder)
        work = private / "notebooks"
        work.mkdir()
        if (root / "notebooks" / "images").is_dir():
            shutil.copytree(root / "notebooks" / "images", work / "images")
        with open(private / "kernel.log", "w+b") as log:
            try:
                _in_kernel(ran, skipped, work, kernel_environment(root, private), log)
            except Exception as error:  # a kernel that died or hung: report it beside what the cells said
                ran.failures.append(f"{lesson.path.name}:1 the kernel stopped: {type(error).__name__}: {error}".strip())
            log.seek(0)
            noise = _unseen(log.read().decode(errors="replace"), ran)
            if noise:
                ran.failures.append(f"{lesson.path.name}:1 the kernel process wrote to stderr: {noise[-500:]}")
    ran.failures += _faults(ran, skipped)
    return ran


def _in_kernel(ran: Ran, skipped: Collection[str], work: Path, environment: dict[str, str], log: Any) -> None:
    import nbformat
    import psutil
    from nbclient import NotebookClient

    client = NotebookClient(
        ran.notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        allow_errors=True,  # go on, so that one run reports every fault
        store_widget_state=True,
        resources={"metadata": {"path": str(work)}},
    )
    client.km = client.create_kernel_manager()
    if sys.platform == "linux":  # sockets as files: needs no network, not even the loopback one
        client.km.transport = "ipc"
        client.km.connection_file = str(work.parent / "k.json")
    client.reset_execution_trackers()
    with client.setup_kernel(env=environment, stderr=log):
        provisioner: Any = client.km.provisioner
        process = psutil.Process(provisioner.pid)
        begun = before = time.perf_counter()
        spent = 0.0
        for index, cell in enumerate(ran.notebook.cells):
            if cell.cell_type != "code" or cell.id in skipped:
                continue
            client.execute_cell(cell, index, execution_count=client.code_cells_executed + 1)
            total = _cpu(process)
            halved = not ran.lesson.numpy_only and TRAINS.search(cell.source)
            ran.cells[cell.id] = (total - spent) / (2 if halved else 1)
            spent = total
            before = time.perf_counter()
        ran.wall, ran.cpu, ran.counted = before - begun, spent, sum(ran.cells.values())
        client.set_widgets_metadata()
        asked = nbformat.v4.new_code_cell(ASKS)
        ran.notebook.cells.append(asked)  # nbclient wants every cell it runs to be in the notebook
        try:
            client.execute_cell(asked, len(ran.notebook.cells) - 1, store_history=False)
            said = "".join(output.get("text", "") for output in asked.outputs).split()
            ran.tensorflow, ran.network = (word == "True" for word in said)
        finally:
            ran.notebook.cells.pop()


def _unseen(log: str, ran: Ran) -> str:
    """Lines of the kernel's own stderr that no cell shows (a kernel shows them in the cell and passes them on)."""
    outputs = [output for cell in ran.notebook.cells for output in cell.get("outputs", [])]
    seen = "".join(output.text for output in outputs if output.get("name") == "stderr")
    return "\n".join(line for line in log.splitlines() if line.strip() and line.strip() not in seen)


def _cpu(process: Any) -> float:
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


def _faults(ran: Ran, skipped: Collection[str]) -> list[str]:
    """What the outputs show that a lesson may not: errors, stderr, warnings, and checks that say the wrong thing."""
    found = []
    cells = {cell.id: cell for cell in ran.lesson.cells}
    for cell in ran.notebook.cells:
        if cell.cell_type != "code" or cell.id in skipped or cell.execution_count is None:
            continue
        source = cells[cell.id]
        where = f"{ran.lesson.path.name}:{source.line} cell {cell.id}"
        said = ""
        for output in cell.outputs:
            text = output.get("text", "") or output.get("data", {}).get("text/plain", "")
            if output.output_type == "error":
                found.append(f"{where}: {output.ename}: {output.evalue}".strip())
                continue
            if output.get("name") == "stderr":
                found.append(f"{where}: wrote to stderr: {text.strip()[-300:]}")
            elif WARNING.search(text):
                found.append(f"{where}: shows a warning: {text.strip()[:300]}")
            said += text
        pattern, wanted = CHECK_SAYS[ran.edition]
        if source.has("check") and not pattern.match(said.strip()):
            found.append(f"{where}: the {ran.edition}'s check should say '{wanted}', it says {said.strip()[:300]!r}")
    return found


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
    rows.append("counted: CPU seconds with the kernel's start; with Keras, half of what cells with .fit( took")
    return "\n".join(rows)
