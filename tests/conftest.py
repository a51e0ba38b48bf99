"""What all tests share: where things are, and what to say when something is not there."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[1]

# Real photographs, clips and speech for checks, beside the checkout on the maintainers' machines. This is the one place
# that names the folder; a clone without it passes, and says which tests it left out.
SHARED = ROOT.parent / "shared" / "data"

# A test that calls `start` opens no folder in the checkout; those about the folder name one of their own.
os.environ["DEEPFAKE_LESSONS_HOME"] = "off"

# Nor are pictures kept from one test to the next, in a folder of whoever runs them.
os.environ["DEEPFAKE_LESSONS_CACHE"] = "off"

# A busy machine may take ten times as long as a quiet one: time is no failure.
hypothesis.settings.register_profile("course", deadline=None)
hypothesis.settings.load_profile("course")


def pytest_configure() -> None:
    """Ctrl-C ends endless loops: give it back to a suite that was started in the background, where it is ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def bench_of(root: Path) -> Callable[[str], ModuleType]:
    """Name -> that script of benchmarks/, as a module of its own."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"bench_{name}", root / "benchmarks" / f"{name}.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture(scope="session")
def tracked(root: Path) -> list[Path]:
    """The files that are or would be committed."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout, or git is missing")
    return [root / name for name in done.stdout.split("\0") if name and (root / name).is_file()]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data for checks; the test is skipped, and says so, where there is none."""
    if not SHARED.is_dir():
        pytest.skip(f"no real data for checks beside this checkout ({SHARED.relative_to(ROOT.parent)} is missing)")
    return SHARED
