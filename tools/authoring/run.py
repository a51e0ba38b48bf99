"""Run lessons from top to bottom in a fresh kernel, on copies, and say what every cell did wrong and what it cost."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deepfake_lessons.course import fresh

from . import offline, setup_cell
from .build import notebook, to_bytes
from .faults import faults, unseen
from .source import Lesson

BUDGETS = {1: 15, 2: 10, 3: 25, 4: 40, 5: 160, 6: 100, 7: 20, 8: 90, 9: 10, 10: 60, 11: 50, 12: 10, 13: 10}
CELL_TIMEOUT = 600  # seconds; a cell that takes longer is stopped and reported
TRAINS = re.compile(r"\.(fit|fit_detector|train|fresh_judge|moments)\(")  # by as many threads as there are cores
DRAWS = re.compile(r"\b(photograph|paste_face|ideal_swap|films|collect)\(")  # by as many processes as there are cores
ASKS = f"import sys\n{offline.ASKS}\nprint('tensorflow' in sys.modules, way_out)"


@dataclass(frozen=True)
class Place:
    """Another Python to run a lesson in than the one at work.

    Attributes:
        python: the interpreter of an environment that holds ipykernel.
        environment: from the kernel's usual variables to those it gets there.
        begins: code that the kernel runs before the first cell, unseen.
        asks: code that runs after the last cell and prints one line of JSON; it ends up in `Ran.said`.
    """

    python: Path
    environment: Callable[[dict[str, str]], dict[str, str]]
    begins: str
    asks: str


@dataclass
class Ran:
    """One run of one edition.

    Attributes:
        lesson: what was run.
        edition: LEARNER or INSTRUCTOR.
        notebook: the executed notebook (an nbformat node) with outputs and widget state.
        wall: seconds from the kernel's first cell to its last.
        cpu: CPU seconds of the kernel process and its children, its start included.
        counted: seconds as the curriculum counts them: `cpu`, half of it for cells that draw in parallel or, with
            Keras, train.
        tensorflow: whether the kernel had imported TensorFlow at the end; None where it could not be asked.
        network: whether there was a way out of this machine; None where it could not be asked.
        cells: counted seconds of each cell that ran, by cell id.
        asked_for: what cells asked the network for while it was off, by cell id.
        said: the answer to `Place.asks`; empty where there was none.
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
    asked_for: dict[str, list[str]] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        """What a report needs of the run, as plain JSON values."""
        kept = {name: round(getattr(self, name), 2) for name in ("wall", "cpu", "counted")}
        kept |= {"budget": budget(self.lesson)}
        seen = {"tensorflow": self.tensorflow, "network": self.network, "failures": self.failures}
        return {"lesson": self.lesson.slug, "edition": self.edition, **kept, **seen}


def budget(lesson: Lesson) -> int:
    """Seconds that the curriculum allows the lesson; its header may say otherwise."""
    return int(lesson.settings.get("budget") or BUDGETS.get(lesson.number, 0))


def kernel_environment(root: Path, private: Path) -> dict[str, str]:
    """The environment of a lesson's kernel: as `fresh.environment`, and what the offline guard needs where it is on."""
    environment = fresh.environment(root, private, offline.python_path())
    if offline.switched_on():
        environment[offline.REQUESTS] = str(private / "requests")
    return environment


def run_lesson(lesson: Lesson, edition: str, root: Path, skip_demo: bool = False, place: Place | None = None) -> Ran:
    """Run one edition on a copy in a temporary folder; every failing cell is reported, none stops the run.

    Args:
        lesson: what to run.
        edition: LEARNER or INSTRUCTOR.
        root: the checkout, for its library, its images and its repository address.
        skip_demo: leave out cells tagged demo, as the grader does.
        place: where the kernel runs; default this Python, with the checkout's library.
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
        environment = kernel_environment(root, private)
        if place:
            environment = place.environment(environment)
            startup = private / "ipython" / "profile_default" / "startup"
            startup.mkdir(parents=True)
            (startup / "begins.py").write_text(place.begins, encoding="utf-8")
        with open(private / "kernel.log", "w+b") as log:
            ended = -1
            try:
                ended = _in_kernel(ran, skipped, work, environment, log, place)
            except Exception as error:  # a kernel that died or hung: report it beside what the cells said
                ran.failures.append(f"{lesson.path.name}:1 the kernel stopped: {type(error).__name__}: {error}".strip())
            log.seek(0)
            noise = unseen(log.read(ended).decode(errors="replace"), ran.notebook)
            if noise:
                ran.failures.append(f"{lesson.path.name}:1 the kernel process wrote to stderr: {noise[-500:]}")
        # The temporary folder has another name each time, and a page to keep should not tell it.
        text, name = json.dumps(ran.notebook), json.dumps(str(private))[1:-1]
        ran.notebook = nbformat.from_dict(json.loads(text.replace(name, "...")))
    ran.failures += faults(lesson, edition, ran.notebook, skipped, ran.asked_for)
    if offline.switched_on() and ran.network:
        ran.failures.append(f"{lesson.path.name}:1 the network was to be off, and there was a way out of this machine")
    return ran


def _in_kernel(
    ran: Ran, skipped: Collection[str], work: Path, environment: dict[str, str], log: Any, place: Place | None
) -> int:
    """Run the cells and note in `ran` what they cost and said.

    Returns:
        How many bytes of the log were written until then. What a kernel writes while it shuts down is its own affair
        (ipykernel's issue 1155: now and then "Event loop is closed"), and no learner sees it.
    """
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
    client.km.kernel_spec_manager = fresh.specs(place.python if place else Path(sys.executable))
    if sys.platform == "linux":  # sockets as files: needs no network, not even the loopback one
        client.km.transport = "ipc"
        client.km.connection_file = str(work.parent / "k.json")
    client.reset_execution_trackers()
    refused = Path(environment.get(offline.REQUESTS, os.devnull))
    read = 0
    with client.setup_kernel(env=environment, stderr=log):
        provisioner: Any = client.km.provisioner
        process = psutil.Process(provisioner.pid)
        begun = before = time.perf_counter()
        spent = 0.0
        for index, cell in enumerate(ran.notebook.cells):
            if cell.cell_type != "code" or cell.id in skipped:
                continue
            client.execute_cell(cell, index, execution_count=client.code_cells_executed + 1)
            total = fresh.cpu_seconds(process)
            trains = not ran.lesson.numpy_only and TRAINS.search(cell.source)
            halved = trains or DRAWS.search(cell.source)
            ran.cells[cell.id] = (total - spent) / (2 if halved else 1)
            spent = total
            before = time.perf_counter()
            if refused.is_file() and (new := refused.read_text(encoding="utf-8").splitlines()[read:]):
                ran.asked_for[cell.id] = sorted(set(new))
                read += len(new)
        ran.wall, ran.cpu, ran.counted = before - begun, spent, sum(ran.cells.values())
        client.set_widgets_metadata()
        said = _ask(client, ASKS).split()
        if len(said) == 2:
            ran.tensorflow, ran.network = (word == "True" for word in said)
        if place:
            ran.said = json.loads(_ask(client, place.asks) or "{}")
        return os.fstat(log.fileno()).st_size


def _ask(client: Any, code: str) -> str:
    """What the kernel prints for some code that is no cell of the lesson; "" where it cannot answer."""
    import nbformat

    cell = nbformat.v4.new_code_cell(code)
    client.nb.cells.append(cell)  # nbclient wants every cell it runs to be in the notebook
    try:
        client.execute_cell(cell, len(client.nb.cells) - 1, store_history=False)
    finally:
        client.nb.cells.pop()
    return "".join(output.text for output in cell.outputs if output.get("name") == "stdout")
