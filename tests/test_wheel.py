"""The wheel holds what runs, nothing else, and finds its data where no checkout is."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path


def wheel(source: Path, folder: Path) -> Path:
    """Build the wheel of the checkout `source` into `folder`."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_wheel_holds_all_that_runs_and_nothing_else(root: Path, tracked: list[Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel(root, tmp_path)) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    names = [path.relative_to(root).as_posix() for path in tracked]
    package = {name for name in names if name.startswith("deepfake_lessons/")}
    data = {f"deepfake_lessons/{name}" for name in names if name.startswith("data/")}
    assert {"deepfake_lessons/exercises/recall.toml", "deepfake_lessons/data/CHECKSUMS"} <= inside
    assert inside == package | data


def test_nothing_of_the_authors_work_is_in_the_wheel(root: Path) -> None:
    """Neither their tools nor what only these use; nbclient is the grader's, which an instructor asks for."""
    others = "tools|benchmarks|tests|playwright|jupytext|nbval|hatchling|pytest"
    authors = re.compile(rf"^\s*(?:from|import) +(?:{others})\b", re.MULTILINE)
    for path in (root / "deepfake_lessons").rglob("*.py"):
        assert not (found := authors.search(text := path.read_text(encoding="utf-8"))), f"{path.name}: {found}"
        assert "nbclient" not in text or path.is_relative_to(root / "deepfake_lessons" / "course"), path.name


def test_wheel_finds_its_data_without_the_checkout(root: Path, tmp_path: Path) -> None:
    copy, installed = tmp_path / "copy", tmp_path / "installed"
    for name in ("deepfake_lessons", "data"):
        shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT.md"):
        shutil.copy(root / name, copy)
    (copy / "data/proof.txt").write_bytes(b"here")
    with open(copy / "data/CHECKSUMS", "a", encoding="utf-8") as file:
        file.write(f"{hashlib.sha256(b'here').hexdigest()}  proof.txt\n")
    with zipfile.ZipFile(wheel(copy, tmp_path)) as archive:
        archive.extractall(installed)
    shutil.rmtree(copy)
    code = "from deepfake_lessons import cache; print(cache.shipped('proof.txt').read_text())"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=installed, env=environment, capture_output=True, text=True)
    assert done.stdout == "here\n", done.stderr
