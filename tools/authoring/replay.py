"""Let nbval compare a run that has been made already: a pytest plugin that stands alone, copied to where it is needed.

A lesson's run costs up to minutes, and nbval would make it once more only to compare text. Here the place of its kernel
is taken by the outputs of the notebook that the environment variable DEEPFAKE_LESSONS_REPLAY names; what nbval
asserts is the same. A cell that the run did not hold is an error, never a pass.
"""

from __future__ import annotations

import json
import os
from collections import deque
from pathlib import Path
from queue import Empty
from typing import Any

PLUGIN = "nbval_replay"  # its name there
VARIABLE = "DEEPFAKE_LESSONS_REPLAY"


class Replay:
    """Answers like `nbval.kernel.RunningKernel`, from an executed notebook."""

    language = "python"

    def __init__(self, kernel_name: str, cwd: str | None = None, startup_timeout: float = 60) -> None:
        cells = json.loads(Path(os.environ[VARIABLE]).read_text(encoding="utf-8"))["cells"]
        self._cells = [cell for cell in cells if cell["cell_type"] == "code"]
        self._messages: deque[dict[str, Any]] = deque()

    def execute_cell_input(self, cell_input: str, allow_stdin: bool | None = None) -> str:
        """Go on to this cell in the run; nbval passes over those that it skips."""
        ahead = [number for number, cell in enumerate(self._cells) if "".join(cell["source"]) == cell_input]
        if not ahead or self._cells[ahead[0]].get("execution_count") is None:
            raise RuntimeError(f"the run to compare did not execute this cell:\n{cell_input}")
        cell = self._cells[ahead[0]]
        del self._cells[: ahead[0] + 1]
        for output in cell["outputs"]:
            content = {key: _joined(value) if key in {"text", "data"} else value for key, value in output.items()}
            self._say(output["output_type"], content)
        self._say("status", {"execution_state": "idle"})
        return "replay"

    def _say(self, kind: str, content: dict[str, Any]) -> None:
        self._messages.append({"msg_type": kind, "content": content, "parent_header": {"msg_id": "replay"}})

    def await_reply(self, msg_id: str, timeout: float | None = None) -> None:
        """The run is over: no reply has to be waited for."""

    def get_message(self, stream: str, timeout: float | None = None) -> dict[str, Any]:
        if not self._messages:
            raise Empty
        return self._messages.popleft()

    def await_idle(self, parent_id: str, timeout: float) -> None:
        self._messages.clear()

    def is_alive(self) -> bool:
        return True

    def interrupt(self) -> None:
        """Nothing runs."""

    stop = interrupt


def _joined(text: Any) -> Any:
    """Text as messages carry it; notebooks may hold it as a list of lines."""
    if isinstance(text, dict):
        return {key: _joined(value) for key, value in text.items()}
    return "".join(text) if isinstance(text, list) else text


def pytest_configure() -> None:
    """Put the replay in the kernel's place."""
    import nbval.plugin

    nbval.plugin.RunningKernel = Replay
