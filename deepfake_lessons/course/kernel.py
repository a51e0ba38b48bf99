"""One fresh kernel for one hand-in: run a cell within limits, ask for values, leave nothing behind.

No output is listened to: points come from values, so a gigabyte of prints reaches nobody and costs us nothing.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

import numpy as np
import psutil
import zmq
from jupyter_client import KernelManager

from ..exercises import exchange, values
from ..exercises.learner import Unreachable
from . import surroundings
from .fresh import cpu_seconds, specs

_ROOT = Path(__file__).resolve().parents[2]  # what holds the package, in a checkout and installed
_SIDE = "deepfake_lessons.exercises.kernel_side"
_MESSAGE_BYTES = 16 * 2**20
_POLL = 0.1
_AWAKE = 0.3  # CPU seconds within Limits.idle that show a kernel at work
BROKE = "the notebook broke the kernel it ran in"


@dataclass(frozen=True)
class Limits:
    """Seconds that a hand-in may take."""

    cell_cpu: float = 60  # of computing for one cell
    cell_wall: float = 300  # by the clock, for cells that wait
    all_cpu: float = 600  # of computing for all that one kernel runs
    start: float = 120  # by the clock, for a kernel to come up
    idle: float = 30  # by the clock, for a cell that neither computes nor ends: its kernel cannot reply any more
    grace: float = 3  # between an interrupt and the end of the kernel


@dataclass(frozen=True)
class Ended:
    """How a piece of code ended: `state` "ok", "error", "stopped" (over its limit) or "died" (the kernel is gone)."""

    state: str
    error: str = ""
    text: str = ""


class NoKernel(Unreachable):
    """A kernel did not come up, or there is none any more."""


class Kernel:
    """A kernel in a temporary folder of its own, for a `with` statement, which raises NoKernel if none comes up."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.alive, self.cpu_before, self._asked = limits, False, 0.0, 0
        # A short path: the kernel's sockets lie in it, and their names may not exceed about 100 characters.
        self._folder = tempfile.TemporaryDirectory(prefix="dl-", ignore_cleanup_errors=True)
        self._context: Any = zmq.Context()
        self._context.setsockopt(zmq.MAXMSGSIZE, _MESSAGE_BYTES)  # for every socket made from it
        self._context.setsockopt(zmq.LINGER, 0)

    def __enter__(self) -> Kernel:
        private = Path(self._folder.name)
        for name in ("work", "values"):
            (private / name).mkdir()
        self._manager = KernelManager(kernel_spec_manager=specs(Path(sys.executable)), context=self._context)
        self._manager.connection_file = str(private / "k.json")
        if sys.platform == "linux":  # sockets as files: no port that somebody else might listen to
            self._manager.transport = "ipc"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        try:
            environment = surroundings.environment(_ROOT, private)
            self._manager.start_kernel(env=environment, cwd=str(private / "work"), **quiet)
            provisioner: Any = self._manager.provisioner
            self._process = psutil.Process(provisioner.pid)
            self._client = self._manager.blocking_client()
            self._client.start_channels(shell=True, iopub=False, stdin=False, hb=False, control=False)
            self.alive = True
            ended = self._wait(self._client.kernel_info(), self.limits.start, self.limits.start, self.limits.start)
            if ended.state == "ok":
                ended = self.run(f"__import__({_SIDE!r}, fromlist=['stay']).stay()")
        except BaseException as error:
            self.__exit__()
            if not isinstance(error, Exception):
                raise
            raise NoKernel(f"no kernel came up ({type(error).__name__})") from error
        if ended.state != "ok":
            self.__exit__()
            raise NoKernel(f"no kernel came up ({ended.error or ended.state})")
        return self

    def __exit__(self, *_: object) -> None:
        self._kill()
        surroundings.end_what_is_left(Path(self._folder.name))
        self._context.destroy(linger=0)
        self._folder.cleanup()

    def run(self, code: str, wall: float | None = None) -> Ended:
        """Run code within the limits of a cell (or `wall` seconds by the clock)."""
        if not self.alive:
            return Ended("died")
        message = self._client.execute(code, silent=False, store_history=False, allow_stdin=False, stop_on_error=False)
        cpu = min(self.limits.cell_cpu, self.limits.all_cpu - self.cpu())
        return self._wait(message, cpu, wall or self.limits.cell_wall, self.limits.idle)

    def send(self, request: dict, arrays: list[np.ndarray]) -> tuple[dict, list[np.ndarray]]:
        """Carry a check's question to the kernel and the reply back; NoKernel where the question could not be put.

        The kernel limits the call itself, as the notebook does; we only step in where it cannot.
        """
        name, seconds = request["name"], float(request["seconds"])
        self._asked += 1
        folder = Path(self._folder.name) / "values"
        if not self.alive:
            return {"state": "died", "name": name}, []
        try:
            folder.mkdir(exist_ok=True)  # a hand-in may have removed it
            exchange.write(folder, f"request{self._asked}", request, arrays)
        except OSError as error:
            raise NoKernel(BROKE) from error
        code = f"__import__('sys').modules[{_SIDE!r}].serve({str(folder)!r}, {self._asked})"
        message = self._client.execute(code, silent=True, store_history=False, allow_stdin=False, stop_on_error=False)
        grace = 2 + self.limits.grace
        wall = 3 * seconds + grace
        ended = self._wait(message, seconds + grace, wall, wall)
        if ended.state == "stopped":
            self._kill()
            return {"state": "too long", "seconds": seconds, "name": name}, []
        if ended.state == "died":
            return {"state": "died", "name": name}, []
        try:
            return exchange.read(folder, f"reply{self._asked}")
        except values.Malformed:
            return {"state": "unreadable", "name": name}, []

    def cpu(self) -> float:
        """CPU seconds so far, of the kernel and its children."""
        if self.alive:
            with contextlib.suppress(psutil.Error):
                self.cpu_before = max(self.cpu_before, cpu_seconds(self._process))
        return self.cpu_before

    def _wait(self, message: str, cpu: float, wall: float, idle: float) -> Ended:
        """Wait for the reply to a message; past a limit interrupt, then kill."""
        begun, cpu_begun = time.monotonic(), self.cpu()
        awake, cpu_awake = begun, cpu_begun  # when it was last seen to compute
        interrupted: float | None = None
        while True:
            try:
                reply = self._client.get_shell_msg(timeout=_POLL)
            except Empty:
                reply = None
            except Exception:  # not a message of the protocol: whoever sent it, wait for a real one
                time.sleep(_POLL)
                reply = None
            if reply is not None and reply.get("parent_header", {}).get("msg_id") == message:
                content = reply.get("content", {})
                state = "stopped" if interrupted else "ok" if content.get("status") == "ok" else "error"
                return Ended(state, self._words(content.get("ename", ""))[:100], self._words(content.get("evalue", "")))
            now, spent = time.monotonic(), self.cpu() - cpu_begun
            if spent + cpu_begun - cpu_awake > _AWAKE:
                awake, cpu_awake = now, spent + cpu_begun
            if not self._manager.is_alive():
                self._kill()
                return Ended("died")
            if interrupted and now - interrupted > self.limits.grace:
                self._kill()
                return Ended("stopped")
            if not interrupted and (spent > cpu or now - begun > wall or now - awake > idle):
                interrupted = now
                with contextlib.suppress(Exception):
                    self._manager.interrupt_kernel()

    def _words(self, text: Any) -> str:
        """An error's words without the place of this kernel's folder, which is another one each time."""
        return str(text)[:4000].replace(self._folder.name, "...")[:1000]

    def _kill(self) -> None:
        """End the kernel and every process it started and still holds."""
        if not self.alive:
            return
        self.cpu()
        self.alive = False
        children: list[psutil.Process] = []
        with contextlib.suppress(psutil.Error):
            children = self._process.children(recursive=True)
        self._client.stop_channels()
        with contextlib.suppress(Exception):
            self._manager.shutdown_kernel(now=True)
        for process in [*children, self._process]:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(children, timeout=2)
        with contextlib.suppress(OSError):
            os.remove(self._manager.connection_file)
