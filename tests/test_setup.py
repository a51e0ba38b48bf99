"""The set-up command on machines that lack something: a Python that fits, its venv module, the network, an end.

Most run the real tools/setup.sh with a small script in Python's place, so that they take no time and need no network;
the slow ones use this Python.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="make and its set-up script are for Linux and macOS")

# Answers what setup.sh asks of a Python, as told by the file "said" beside it, and writes down what it was asked.
FAKE_PYTHON = """#!/bin/sh
said={said}
. "$said"
echo "$*" >>"$said.asked"
case "$*" in
    *'print("%d.%d"'*) echo "$version" ;;
    *'sys.exit(not'*) case "$version" in 3.11 | 3.12 | 3.13) ;; *) exit 1 ;; esac ;;
    *'import venv, ensurepip'*) exit "$no_venv" ;;
    *'-m venv'*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *'pip install'*) echo "$pip_says"; [ "$pip_exits" != hang ] || sleep 30; exit "$pip_exits" ;;
    *sysconfig*) echo .venv ;;
esac
"""
TOOLS = ("cat", "cksum", "cp", "date", "dirname", "grep", "mkdir", "mv", "rm", "sh", "sleep")


class Machine:
    """A machine with a copy of the course and nothing but a shell, and the Python that `says` describes."""

    def __init__(self, folder: Path, root: Path, **says: object) -> None:
        self.course = folder / "the course"  # a blank in the path, as in many a home folder
        (self.course / "tools").mkdir(parents=True)
        for name in ("requirements.lock", "pyproject.toml", "tools/setup.sh", "tools/jupyterlab_overrides.json"):
            shutil.copy(root / name, self.course / name)
        self.bin = folder / "bin"
        self.bin.mkdir()
        for tool in TOOLS:
            if found := shutil.which(tool):
                (self.bin / tool).symlink_to(found)
        self.said = folder / "said"
        self.environment = {"PATH": str(self.bin), "HOME": str(folder)}
        self.says(**says)
        if says.get("version"):
            self.python("python3")

    def python(self, name: str) -> Path:
        path = self.bin / name
        path.write_text(FAKE_PYTHON.format(said=self.said))
        path.chmod(0o755)
        return path

    def says(self, **says: object) -> None:
        settings = {"version": "3.12", "no_venv": 0, "pip_says": "", "pip_exits": 0} | says
        self.said.write_text("".join(f"{name}='{value}'\n" for name, value in settings.items()))

    def asked(self) -> str:
        file = self.said.with_name("said.asked")
        text = file.read_text() if file.exists() else ""
        file.unlink(missing_ok=True)
        return text

    def setup(self) -> subprocess.CompletedProcess[str]:
        command = ["sh", str(self.course / "tools/setup.sh")]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60)

    def fails_saying(self, *words: str) -> None:
        done = self.setup()
        assert done.returncode != 0
        assert done.stderr.count("\n") == 1 and done.stderr.endswith(".\n"), done.stderr
        assert all(word in done.stderr for word in words), done.stderr
        assert not (self.course / ".venv/.course-ready").exists()


@pytest.fixture
def machine(tmp_path: Path, root: Path) -> Machine:
    return Machine(tmp_path, root, version="3.12")


def test_sets_up_once(machine: Machine) -> None:
    first = machine.setup()
    assert first.returncode == 0 and first.stderr == ""
    asked = machine.asked()
    assert "--require-hashes" in asked and "--no-deps --no-build-isolation -e ." in asked and "compileall" in asked
    begin = time.perf_counter()
    second = machine.setup()
    assert time.perf_counter() - begin < 0.3 or os.getloadavg()[0] > 2
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert "pip" not in machine.asked()


@pytest.mark.parametrize(
    ("says", "told"),
    [
        *[({"version": old}, (f"found only {old}", "3.11, 3.12 or 3.13", "install")) for old in ("2.7", "3.9", "3.14")],
        ({}, ("found none", "install")),
        ({"version": "3.11", "no_venv": 1}, ("venv module", "python3.11-venv")),
    ],
)
def test_no_python_that_fits(says: dict, told: tuple[str, ...], tmp_path: Path, root: Path) -> None:
    Machine(tmp_path, root, **says).fails_saying(*told)


def test_python_named_by_hand(machine: Machine) -> None:
    machine.environment["PYTHON"] = "python3.99"
    machine.fails_saying("PYTHON=python3.99", "no Python that runs")


def test_a_shim_that_fails_is_passed_over(machine: Machine) -> None:
    (machine.bin / "python3").write_text("#!/bin/sh\nexit 127\n")
    machine.python("python3.13")
    assert machine.setup().returncode == 0


@pytest.mark.parametrize(
    ("pip", "told"),
    [
        ("WARNING: Retrying (Retry(total=0)) after connection broken by NewConnectionError", "connect to the internet"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "arrived altered"),
        ("ERROR: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: something nobody thought of", "build/setup.log"),
    ],
)
def test_pip_fails(pip: str, told: str, tmp_path: Path, root: Path) -> None:
    machine = Machine(tmp_path, root, version="3.12", pip_says=pip, pip_exits=1)
    machine.fails_saying(told)
    assert pip in (machine.course / "build/setup.log").read_text()


def test_what_stopped_half_way_is_made_anew(machine: Machine) -> None:
    machine.says(pip_exits=1)
    assert machine.setup().returncode != 0
    remains = machine.course / ".venv/half a package"
    remains.touch()
    machine.says(pip_exits=0)
    assert machine.setup().returncode == 0
    assert not remains.exists()


def test_killed_at_work_and_started_again(machine: Machine) -> None:
    machine.says(pip_exits="hang")
    command = ["sh", str(machine.course / "tools/setup.sh")]
    running = subprocess.Popen(command, env=machine.environment, stdout=subprocess.DEVNULL, start_new_session=True)
    while "pip install" not in (machine.asked() or "") and running.poll() is None:
        time.sleep(0.05)
    machine.fails_saying("Another set-up", str(running.pid))
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    machine.says()
    assert machine.setup().returncode == 0


def test_changed_lock_is_installed_in_place(machine: Machine) -> None:
    machine.setup()
    kept = machine.course / ".venv/a package"
    kept.touch()
    with open(machine.course / "requirements.lock", "a") as file:
        file.write("# changed\n")
    machine.asked()
    assert "up to date" in machine.setup().stdout
    assert kept.exists() and "-m venv" not in (asked := machine.asked()) and "--require-hashes" in asked


def test_moved_folder_is_set_up_anew(machine: Machine) -> None:
    machine.setup()
    machine.course = machine.course.rename(machine.course.with_name("elsewhere"))
    machine.asked()
    assert machine.setup().returncode == 0
    assert "-m venv" in machine.asked()


def test_an_environment_of_others_is_never_deleted(machine: Machine) -> None:
    own = machine.course / ".venv/thesis.txt"
    own.parent.mkdir()
    own.touch()
    machine.fails_saying("rename or delete it")
    assert own.exists()


def network_off() -> list[str]:
    """What to put before a command so that it has no network; empty where the system does not allow it."""
    prefix = ["unshare", "--map-root-user", "--net"]
    try:
        return prefix if subprocess.run([*prefix, "true"], capture_output=True).returncode == 0 else []
    except OSError:
        return []


@pytest.mark.slow
def test_real_python_without_network(tmp_path: Path, root: Path) -> None:
    machine = Machine(tmp_path, root)
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "VIRTUAL_ENV"))}
    # Without indexes of this machine and without what pip has stored, as on a fresh machine.
    machine.environment = {**keep, "PYTHON": sys.executable, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    prefix = network_off()
    if not prefix:
        machine.environment["PIP_INDEX_URL"] = "http://127.0.0.1:9/simple"
    command = [*prefix, "sh", str(machine.course / "tools/setup.sh")]
    done = subprocess.run(command, env=machine.environment, capture_output=True, text=True, timeout=300)
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1 and "connect to the internet" in done.stderr
    assert not (machine.course / ".venv/.course-ready").exists()
