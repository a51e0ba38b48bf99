"""What a learner waits for before the first lesson: set-up, JupyterLab, the first import.

In a copy of this checkout, so that nothing made here before helps. Needs the network, a few minutes and 3 GB.
There is no bar: the figures go to the page "how long things take" (HOW_LONG.md, by `course pages`).

    python benchmarks/start.py           prints the seconds and writes benchmarks/results/start.json
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date
from pathlib import Path

from deepfake_lessons.cache import write_whole
from tools.authoring.build import to_bytes
from tools.authoring.report import machine, versions

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "start.json"
PORT, PATIENCE = 8931, 120


def copy(to: Path) -> None:
    """The files that a clone would bring."""
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, names.stdout.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


def seconds(command: list[str], folder: Path) -> float:
    """Wall seconds of a command that must succeed."""
    begun = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {(done.stderr or done.stdout).strip()[-500:]}")
    return time.perf_counter() - begun


def until_jupyterlab_answers(folder: Path) -> float:
    """Wall seconds from `make lab` to the first answer of the server."""
    token = secrets.token_hex(8)
    arguments = f"--no-browser --port={PORT} --IdentityProvider.token={token}"
    begun = time.perf_counter()
    process = subprocess.Popen(
        ["make", "lab", f"LAB_ARGS={arguments}"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while time.perf_counter() - begun < PATIENCE:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api?token={token}", timeout=5):
                    return time.perf_counter() - begun
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"JupyterLab did not answer within {PATIENCE} seconds")
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=30)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="start-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        copy(folder)
        python = str(folder / ".venv" / "bin" / "python")
        start = "import deepfake_lessons as dl; dl.start(seed=1{})"
        plain, keras = ([python, "-c", start.format(more)] for more in ("", ", keras=True"))
        steps = [
            ("set-up, once", lambda: seconds(["make", "setup"], folder)),
            ("set-up, when all is there", lambda: seconds(["make", "setup"], folder)),
            ("make lab until JupyterLab answers", lambda: until_jupyterlab_answers(folder)),
            ("first cell of a NumPy lesson", lambda: seconds(plain, folder)),
            ("first cell with Keras, first time", lambda: seconds(keras, folder)),
            ("first cell with Keras, second time", lambda: seconds(keras, folder)),
        ]
        figures = []
        for what, measure in steps:
            took = measure()
            print(f"  {what:36} {took:8.1f} s", flush=True)
            figures.append({"what": what, "seconds": round(took, 2)})
        size = sum(path.lstat().st_size for path in (folder / ".venv").rglob("*") if not path.is_dir())
    result = {
        "date": date.today().isoformat(),
        "machine": machine(),
        "versions": versions(),
        "figures": figures,
        "gigabytes of .venv": round(size / 1e9, 2),
    }
    write_whole(RESULTS, to_bytes(json.loads(json.dumps(result))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
