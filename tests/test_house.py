"""The house is in order: one list of dependencies, a lock that covers it, licences, links."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import deepfake_lessons

PYTHONS = ("3.11", "3.12", "3.13")


@pytest.fixture(scope="session")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


# ---------------------------------------------------------------------- dependencies and the lock


def entries(lock: str) -> list[tuple[Requirement, list[str]]]:
    """The requirements of a lock, each with its hashes; anything else in it raises InvalidRequirement."""
    lines = [line for line in lock.splitlines() if not line.startswith("#")]
    whole = "\n".join(lines).replace("\\\n", " ").splitlines()
    split = (re.split(r"\s+--hash=", line.strip()) for line in whole if line.strip())
    return [(Requirement(first), hashes) for first, *hashes in split]


@pytest.fixture(scope="session")
def lock(root: Path) -> list[tuple[Requirement, list[str]]]:
    return entries((root / "requirements.lock").read_text(encoding="utf-8"))


def wanted(project: dict[str, Any]) -> list[Requirement]:
    """Every dependency that pyproject.toml names, its own extras apart."""
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    every = [Requirement(line) for line in project["dependencies"] + extras]
    return [requirement for requirement in every if requirement.name != project["name"]]


def test_lock_pins_and_hashes_every_line(lock: list[tuple[Requirement, list[str]]]) -> None:
    assert len(lock) > 100
    for requirement, hashes in lock:
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), f"{requirement} is not pinned"
        assert hashes, f"{requirement} has no hashes"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes)
        assert requirement.url is None


def test_lock_names_no_place(root: Path) -> None:
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted|^-|file:|[A-Z]:\\", text, flags=re.MULTILINE)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(("platform", "name"), [("linux", "posix"), ("win32", "nt"), ("darwin", "posix")])
def test_lock_answers_pyproject(
    python: str, platform: str, name: str, project: dict[str, Any], lock: list[tuple[Requirement, list[str]]]
) -> None:
    """On every system and Python the lock holds one version of each dependency, within the range of pyproject.toml."""
    system = {"linux": "Linux", "win32": "Windows", "darwin": "Darwin"}[platform]
    where = {
        "python_version": python,
        "python_full_version": f"{python}.8",
        "sys_platform": platform,
        "os_name": name,
        "platform_system": system,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    locked: dict[str, str] = {}
    for requirement, _ in lock:
        if requirement.marker is None or requirement.marker.evaluate(where):
            key = canonicalize_name(requirement.name)
            assert key not in locked, f"{key} stands twice for Python {python} on {system}"
            locked[key] = str(requirement.specifier).removeprefix("==")
    for requirement in wanted(project):
        version = locked.get(canonicalize_name(requirement.name))
        assert version and version in requirement.specifier, f"{requirement} is locked as {version}: run `make lock`"


def test_core_leaves_protocol_buffers_to_tensorflow(project: dict[str, Any]) -> None:
    assert "proto" + "buf" not in {canonicalize_name(requirement.name) for requirement in wanted(project)}


def test_conda_way_equals_pip_way(root: Path, project: dict[str, Any]) -> None:
    conda = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    python, *others = conda["dependencies"]
    name, _, versions = python.partition(" ")
    assert name == "python"
    assert SpecifierSet(versions) == SpecifierSet(project["requires-python"])
    assert others == ["pip", {"pip": ["-e .[lab]"]}], "packages stand in pyproject.toml and nowhere else"
    assert "lab" in project["optional-dependencies"]


def test_one_range_of_pythons(root: Path, project: dict[str, Any]) -> None:
    allowed = SpecifierSet(project["requires-python"])
    assert [python for python in (f"3.{minor}" for minor in range(9, 17)) if python in allowed] == list(PYTHONS)
    setup = (root / "tools/setup.sh").read_text(encoding="utf-8")
    assert "not (3, 11) <= sys.version_info[:2] < (3, 14)" in setup
    assert "Python 3.11, 3.12 or 3.13" in setup


def test_one_version(root: Path, project: dict[str, Any]) -> None:
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert deepfake_lessons.__version__ == project["version"] == citation["version"]
    assert f"## {project['version']}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


# ---------------------------------------------------------------------- files


def test_licences(root: Path, project: dict[str, Any]) -> None:
    for name in project["license-files"]:
        assert (root / name).is_file()
    code = (root / "LICENSE").read_text(encoding="utf-8")
    assert code.startswith("BSD 3-Clause License") and "the Deepfake Lessons authors" in code
    assert "CC BY 4.0" in (root / "LICENSE-CONTENT.md").read_text(encoding="utf-8")


def test_shipped_data_is_described_and_checked(root: Path) -> None:
    folder = root / "data"
    sums = {}
    for line in (folder / "CHECKSUMS").read_text(encoding="utf-8").splitlines():
        sha, _, name = line.partition("  ")
        sums[name] = sha
    about = (folder / "README.md").read_text(encoding="utf-8")
    shipped = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    named = set(sums) - {"README.md"}
    assert shipped - {"README.md", "CHECKSUMS", "MADE.json"} == named, "CHECKSUMS names exactly the files of data/"
    for name, sha in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha, f"data/{name} was changed"
        assert name == "README.md" or f"`{name}`" in about, f"data/README.md says nothing of {name}"


def test_no_private_paths_and_nothing_left_to_do(root: Path, tracked: list[Path]) -> None:
    # Written so that this file does not find itself.
    places = [f"/{top}/" for top in ("root", "home/[a-z]", "Users/[a-z]", "work", "opt/[a-z]")]
    pattern = re.compile("|".join([rf"(?<![\w.~-]){place}" for place in places] + [r"\b(?:TO" r"DO|FIX" r"ME)\b"]))
    wrong = []
    for path in tracked:
        if path.suffix in {".png", ".jpg", ".npy", ".npz", ".lock"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if found := pattern.search(line):
                wrong.append(f"{path.relative_to(root)}:{number}: {found[0]}")
    assert not wrong, "\n".join(wrong)


def test_links_lead_somewhere(root: Path, tracked: list[Path]) -> None:
    wrong = []
    for path in tracked:
        if path.suffix == ".md":
            for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
                if "://" not in target and not (path.parent / target).exists():
                    wrong.append(f"{path.relative_to(root)}: {target}")
    assert not wrong, "\n".join(wrong)


def test_readme_table_lists_the_lessons_there_are(root: Path, project: dict[str, Any]) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d\d) \| (.*?) \|.*\| (.*?) \|$", text, flags=re.MULTILINE)
    assert [number for number, _, _ in rows] == [f"{number:02d}" for number in range(1, 14)]
    built = {path.name[:2]: path for path in (root / "notebooks").glob("[0-9][0-9]_*.ipynb")}
    for number, title, state in rows:
        if number in built:
            assert f"](notebooks/{built[number].name})" in title, f"lesson {number} exists: link it in README.md"
            assert "coming" not in state
        else:
            assert "](" not in title and state == "coming", f"lesson {number} does not exist yet"


def test_readme_has_badges_once_there_is_an_address(root: Path) -> None:
    from tools.authoring.setup_cell import badge, repository

    text = (root / "README.md").read_text(encoding="utf-8")
    address = repository(root)
    assert address or "make wheel" in text
    for path in (root / "notebooks").glob("[0-9][0-9]_*.ipynb") if address else []:
        assert badge(address, path.stem) in text, f"README.md lacks the badge of {path.stem}"


def test_every_command_sets_up_what_is_missing(root: Path) -> None:
    lines = (root / "Makefile").read_text(encoding="utf-8").splitlines()
    commands = dict(re.findall(r"^([a-z-]+): +(.*)", "\n".join(lines), flags=re.MULTILINE))
    wanted = {"lab", "quick", "test", "lessons", "offline", "test-colab", "browser", "build", "wheel", "bench", "lock"}
    assert wanted <= set(commands)
    for name, recipe in commands.items():
        assert ";" in recipe, f"{name} is more than a line"
        assert recipe.startswith("setup ;") or name in {"help", "setup", "clean"}


def test_every_way_hides_the_solutions(root: Path) -> None:
    """The sources hold every solution: a learner's file browser shows them in none of the three ways."""
    hides = "--ContentsManager.hide_globs=source"
    assert hides in (root / "tools/lab.sh").read_text(encoding="utf-8")
    readme = (root / "README.md").read_text(encoding="utf-8").splitlines()
    starts = [line for line in readme if re.match(r"(\S+/python -m jupyterlab|jupyter lab)\b", line)]
    assert len(starts) == 2, "pip and conda"
    for line in starts:
        assert line.endswith(f" notebooks {hides}"), line
    assert (root / "notebooks" / "source").is_dir()


def test_hooks_and_workflows_are_ours(root: Path) -> None:
    hooks = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in hooks["repos"]] == ["local"]
    for path in (root / ".github/workflows").glob("*.yml"):
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
