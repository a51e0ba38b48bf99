"""An environment with Colab's versions, and the wheel to install into it: the oldest that the course runs with.

It lies in build/colab/venv, is made once and kept until tests/constraints-colab.txt, its Python or this file changes.
Nothing of it comes from the checkout: the course gets there as in Colab, by the set-up cell of the first lesson. What a
lesson must show there is in `colab_kernel`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deepfake_lessons.cache import write_whole

CONSTRAINTS = Path("tests/constraints-colab.txt")
FOLDER = Path("build/colab")
PYTHONS = ("3.13", "3.12", "3.11")  # Colab's own first
KERNEL = ("ipython", "ipykernel")  # Colab has them; the course's core does not ask for them
NO_NETWORK = ("Retrying (", "ConnectionError", "Could not fetch URL", "name resolution", "Network is unreachable")
_MAKE, _BUILD, _ASK = 3600, 300, 60  # seconds that a step may take
_OTHERS = ("TARGET", "PREFIX", "ROOT", "CONSTRAINT", "REQUIREMENT", "DRY_RUN", "REQUIRE_HASHES", "USER")


class CannotRun(RuntimeError):
    """Why there is no environment or no wheel, in one sentence."""


def find_python() -> tuple[Path, str]:
    """The Python nearest to Colab's on this machine, with its version such as "3.13".

    Looked for on the PATH, among pyenv's, and at the Python at work.

    Raises:
        CannotRun: none that can make environments.
    """
    code = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"
    for version in PYTHONS:
        pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"), reverse=True)
        for python in filter(None, [shutil.which(f"python{version}"), *map(str, pyenv), sys.executable]):
            with contextlib.suppress(OSError, subprocess.SubprocessError):  # a pyenv shim exists, and fails when run
                done = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, timeout=_ASK)
                if done.returncode == 0 and done.stdout.strip() == version:
                    return Path(python), version
    raise CannotRun(
        "Colab runs Python 3.13, and neither that nor 3.12 or 3.11 with its venv module is on this machine: "
        "install one of them (python.org has them for every system), then run the command again."
    )


def pins(root: Path) -> dict[str, str]:
    """The versions that tests/constraints-colab.txt names for this machine's Pythons, by package."""
    lines = (root / CONSTRAINTS).read_text(encoding="utf-8").splitlines()
    found = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    return {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in found}


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Hold the environment while it is made and used: the package comes and goes in it.

    Raises:
        CannotRun: another command holds it.
    """
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    with open(root / FOLDER / "in_use", "w") as lock:
        with contextlib.suppress(ImportError):  # Windows has no fcntl
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # let go by the system when this process ends
            except OSError:
                raise CannotRun("Another command is at work in build/colab: wait until it is done.") from None
        yield


def interpreter(root: Path) -> Path:
    """The environment's Python, whether it is there or not."""
    folder = root / FOLDER / "venv"
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def ready(root: Path) -> bool:
    """Whether an environment is there that was finished, and made from what would make it today."""
    with contextlib.suppress(CannotRun, OSError):
        made_from = (root / FOLDER / "venv" / "made_from").read_text(encoding="utf-8")
        return interpreter(root).exists() and made_from == _content(root, *find_python())
    return False


def _content(root: Path, python: Path, version: str) -> str:
    files = (root / CONSTRAINTS).read_bytes() + Path(__file__).read_bytes() + repr(_core(root)).encode()
    return f"{hashlib.sha256(files).hexdigest()} with Python {version}, {python}, in {root.resolve()}"


def _core(root: Path) -> list[str]:
    with open(root / "pyproject.toml", "rb") as file:
        return tomllib.load(file)["project"]["dependencies"]


def make(root: Path) -> Path:
    """The environment's Python; makes the environment where it is missing or out of date.

    Raises:
        CannotRun: no Python, no network, or packages that do not fit.
    """
    python, version = find_python()
    if ready(root):
        return interpreter(root)
    folder = root / FOLDER / "venv"
    print(f"Making build/colab/venv with Python {version} and Colab's packages: once, some minutes", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    with open(root / FOLDER / "pip.log", "w", encoding="utf-8") as log:
        new = str(interpreter(root))
        pip = [new, "-I", "-m", "pip", "install", "--progress-bar", "off", "--retries", "3"]
        steps = [
            [str(python), "-I", "-m", "venv", str(folder)],
            [*pip, "-c", str(root / CONSTRAINTS), *_core(root), *KERNEL],
            # matplotlib lists the machine's fonts once, and would say so in the first lesson
            [new, "-I", "-c", "import matplotlib.font_manager"],
        ]
        try:
            for step in steps:
                subprocess.run(step, stdout=log, stderr=log, check=True, timeout=_MAKE, env=pip_environment())
        except (OSError, subprocess.SubprocessError) as error:
            raise CannotRun(_why(root)) from error
    if extra := {name: v for name, v in installed(root).items() if pins(root).get(name) != v}:
        named = ", ".join(f"{name}=={number}" for name, number in sorted(extra.items()))
        raise CannotRun(f"Packages came in that {CONSTRAINTS.as_posix()} does not pin ({named}): add them there.")
    write_whole(folder / "made_from", _content(root, python, version).encode())
    return interpreter(root)


def _why(root: Path) -> str:
    log = (root / FOLDER / "pip.log").read_text(encoding="utf-8", errors="replace")
    where = f"{FOLDER.as_posix()}/pip.log"
    if "No space left" in log:
        return "The disk is full: Colab's packages need about 3 GB, so make room and run the command again."
    if any(words in log for words in NO_NETWORK):
        return (
            "The environment with Colab's versions is not made yet and its packages could not be fetched: connect to "
            f"the internet and run the command again (pip's own words are in {where})."
        )
    return f"The environment with Colab's versions could not be made: the reason is at the end of {where}."


def pip_environment() -> dict[str, str]:
    """This process's variables without those that would send pip's packages elsewhere."""
    others = {f"PIP_{name}" for name in _OTHERS} | {"PYTHONPATH", "PYTHONHOME"}
    kept = {name: value for name, value in os.environ.items() if name not in others}
    return {**kept, "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONNOUSERSITE": "1"}


def installed(root: Path) -> dict[str, str]:
    """What the environment holds, pip and the course apart: package -> version."""
    command = [str(interpreter(root)), "-I", "-m", "pip", "list", "--format=json"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=_ASK, env=pip_environment())
    listed = {canonicalize_name(one["name"]): one["version"] for one in json.loads(done.stdout)}
    return {name: version for name, version in listed.items() if name not in {"pip", "deepfake-lessons"}}


def without_the_course(root: Path) -> None:
    """Take the course out of the environment, so that the next lesson's set-up cell has to install it.

    Raises:
        CannotRun: pip does not run any more.
    """
    command = [str(interpreter(root)), "-I", "-m", "pip", "uninstall", "-y", "-q", "deepfake-lessons"]
    try:
        subprocess.run(command, capture_output=True, check=True, timeout=_BUILD, env=pip_environment())
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotRun("The environment in build/colab/venv is damaged: delete that folder and try again.") from error


@contextlib.contextmanager
def wheel(root: Path) -> Iterator[Path]:
    """Build the wheel of a checkout; it lies in a temporary folder.

    Raises:
        CannotRun: it could not be built.
    """
    with tempfile.TemporaryDirectory(prefix="dl-", ignore_cleanup_errors=True) as folder:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        try:
            subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=_BUILD)
        except subprocess.CalledProcessError as error:
            last = (error.stderr.strip().splitlines() or ["no reason was given"])[-1]
            raise CannotRun(f"The wheel of the course could not be built: {last}") from error
        except subprocess.TimeoutExpired as error:
            raise CannotRun(f"The wheel of the course was not built within {_BUILD} seconds.") from error
        yield next(Path(folder).glob("*.whl"))
