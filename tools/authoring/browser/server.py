"""A JupyterLab of its own for one visit: a copy of the notebooks, empty folders, a free port, and an end."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deepfake_lessons.course import surroundings

from .. import offline
from .chromium import CannotVisit

START = 120  # seconds until JupyterLab must be up
STOP = 10  # seconds it gets to end by itself
COMMAND = (sys.executable, "-m", "jupyterlab")
SETTINGS = (
    *("--no-browser", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"),  # port 0: the system gives a free one
    *("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"),
)
# Every kernel of this server loads the guard: what Python code asks of the network is refused and written down.
GUARD = """\
import importlib.util as _util
_spec = _util.spec_from_file_location("no_network", {guard!r})
_spec.loader.exec_module(_util.module_from_spec(_spec))
del _util, _spec
"""


@dataclass(frozen=True)
class Server:
    """A JupyterLab that is up.

    Attributes:
        address: "http://127.0.0.1:PORT".
        token: what the first address must carry; another one for every server.
        folder: everything of it; `folder`/notebooks is what it serves.
    """

    address: str
    token: str
    folder: Path

    def notebook(self, name: str) -> str:
        """The address that opens a notebook in JupyterLab."""
        return f"{self.address}/lab/tree/{name}?token={self.token}"

    def asked_for(self) -> list[str]:
        """Names and addresses that kernels asked the network for; all were refused."""
        file = self.folder / "requests"
        return sorted(set(file.read_text(encoding="utf-8").splitlines())) if file.is_file() else []


@contextmanager
def jupyterlab(root: Path, start: float = START) -> Iterator[Server]:
    """JupyterLab on a copy of `root`/notebooks, as a learner meets it on the first day. Always stopped at the end.

    Args:
        root: the checkout, for its notebooks and its library.
        start: seconds until it must be up.

    Raises:
        CannotVisit: it did not come up.
    """
    # A short path: sockets may lie in it, and their names may not exceed about 100 characters.
    with tempfile.TemporaryDirectory(prefix="dl-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        left_out = shutil.ignore_patterns("source", "__pycache__", "my_work", ".*")
        shutil.copytree(root / "notebooks", folder / "notebooks", ignore=left_out)
        token = secrets.token_hex(16)
        words = [*COMMAND, *SETTINGS, f"--ServerApp.root_dir={folder / 'notebooks'}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            words.append("--allow-root")  # Jupyter refuses to start for root unless told that it may
        environment = _environment(root, folder, token)
        with open(folder / "server.log", "wb") as log:
            process = subprocess.Popen(
                words,
                env=environment,
                cwd=folder / "notebooks",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            yield Server(_address(process, folder, start), token, folder)
        finally:
            process.terminate()  # it stops its kernels, then itself
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP)
            process.kill()
            process.wait()
            surroundings.end_what_is_left(folder)


def _environment(root: Path, folder: Path, token: str) -> dict[str, str]:
    """An environment that knows nothing of the user's own Jupyter, and writes only into `folder`."""
    environment = surroundings.environment(root, folder)
    del environment["DEEPFAKE_LESSONS_GRADING"]
    del environment["DEEPFAKE_LESSONS_HOME"]  # a learner's own work lies beside the notebook: here, beside the copy
    for kind in ("CONFIG", "DATA", "RUNTIME"):
        environment[f"JUPYTER_{kind}_DIR"] = str(folder / "jupyter" / kind.lower())
    for kind in ("WORKSPACES", "SETTINGS"):
        environment[f"JUPYTERLAB_{kind}_DIR"] = str(folder / "jupyter" / kind.lower())
    environment["JUPYTER_TOKEN"] = token  # not on the command line, where every user of the machine could read it
    environment[offline.REQUESTS] = str(folder / "requests")
    startup = folder / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    guard = GUARD.format(guard=str(offline.GUARD / "sitecustomize.py"))
    (startup / "guard.py").write_text(guard, encoding="utf-8")
    return environment


def _address(process: subprocess.Popen, folder: Path, start: float) -> str:
    """Wait for the file in which a Jupyter server tells its port; it is written once the port is open."""
    until = time.monotonic() + start
    while process.poll() is None and time.monotonic() < until:
        for file in (folder / "jupyter" / "runtime").glob("jpserver-*.json"):
            with contextlib.suppress(ValueError, KeyError):  # half written
                return f"http://127.0.0.1:{json.loads(file.read_text(encoding='utf-8'))['port']}"
        time.sleep(0.1)
    ended = "ended at once" if process.poll() is not None else f"did not come up within {start:g} seconds"
    said = (folder / "server.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    last = f"; its last words: {said[-1].strip()[-300:]}" if said else ", and said nothing"
    raise CannotVisit(f"JupyterLab {ended}{last}")
