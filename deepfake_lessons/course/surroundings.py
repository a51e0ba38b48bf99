"""What surrounds a graded kernel: the environment that it sees, and the processes that it leaves behind."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import site
from pathlib import Path

import psutil

from . import fresh

_SEEN = re.compile(  # what Python, its compiled libraries and the operating system need; nothing that holds a secret
    r"PATH|LANG|LANGUAGE|LC_\w+|TZ|VIRTUAL_ENV|CONDA_PREFIX|LD_LIBRARY_PATH|DYLD_\w+"
    r"|PYTHON(PATH|HOME|UTF8|DONTWRITEBYTECODE|PYCACHEPREFIX|HASHSEED|WARNINGS)|PYDEVD_DISABLE_FILE_VALIDATION"
    r"|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|PROGRAMDATA|PROCESSOR_\w+|NUMBER_OF_PROCESSORS"
    r"|(OMP|MKL|OPENBLAS|NUMEXPR)_NUM_THREADS|CUDA_VISIBLE_DEVICES|TF_(CPP|ENABLE|USE|NUM|FORCE|XLA|GPU|DETERMINISTIC)_\w+|KERAS_BACKEND"
    r"|IPYTHONDIR",
    re.IGNORECASE,
)
_HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
_ROUNDS = 5  # of looking for processes: one may start another while we look


def environment(root: Path, private: Path) -> dict[str, str]:
    """The environment of a graded kernel: known names alone, and `home` and `tmp` made in its `private` folder."""
    seen = {name: value for name, value in fresh.environment(root, private).items() if _SEEN.fullmatch(name)}
    for name in ("home", "tmp"):
        (private / name).mkdir()
    seen |= dict.fromkeys(_HOMES, str(private / "home")) | dict.fromkeys(
        ("TMPDIR", "TEMP", "TMP"), str(private / "tmp")
    )
    seen["PYTHONUSERBASE"] = site.getuserbase()  # else what `pip install --user` brought is gone with the home
    seen["MPLCONFIGDIR"] = str(private / "home" / "matplotlib")
    _copy_font_list(private / "home" / "matplotlib")
    seen["DEEPFAKE_LESSONS_GRADING"] = "1"
    seen["DEEPFAKE_LESSONS_HOME"] = "off"  # no answers of an earlier run count, and none are written
    return seen


def _copy_font_list(folder: Path) -> None:
    """Spare each kernel the search for this machine's fonts, which takes seconds; without a list it still searches."""
    folder.mkdir()
    with contextlib.suppress(OSError, RuntimeError):
        home = Path.home()
        named = [os.environ.get("MPLCONFIGDIR"), os.environ.get("XDG_CACHE_HOME", home / ".cache") / Path("matplotlib")]
        for place in (*named, home / ".matplotlib"):
            for found in Path(place).glob("fontlist-*.json") if place else ():
                shutil.copy(found, folder)


def end_what_is_left(private: Path) -> None:
    """End every process that still carries this kernel's private folder in its environment, or works in it.

    A process that forked twice and began a session of its own is no child of anybody's, but it keeps these marks.
    """
    for _ in range(_ROUNDS):
        found = [process for process in psutil.process_iter() if _belongs(process, str(private))]
        for process in found:
            with contextlib.suppress(psutil.Error, OSError):
                process.kill()
        if not found:
            return
        psutil.wait_procs(found, timeout=1)


def _belongs(process: psutil.Process, folder: str) -> bool:
    if process.pid == os.getpid():
        return False
    with contextlib.suppress(Exception):  # another user's process, one that just ended, a system that does not tell
        if any(folder in value for value in process.environ().values()):
            return True
    with contextlib.suppress(Exception):
        return process.cwd().startswith(folder)
    return False
