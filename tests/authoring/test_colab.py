"""The proof with Colab's versions: its environment is made once and says in a sentence why it cannot be made, and each
fault that it is for is found.

The slow half needs the environment that `make test-colab` makes (build/colab/venv), and is skipped where there is none.
It plants faults in a small lesson; the real lessons are run by `make test-colab` itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from deepfake_lessons import cache
from deepfake_lessons.cache import write_whole
from tools.authoring import build, colab, colab_kernel
from tools.authoring.__main__ import main
from tools.authoring.build import LEARNER
from tools.authoring.run import Ran
from tools.authoring.source import parse, sources

# ---------------------------------------------------------------------- the list of versions


def test_colabs_list_is_exact_and_the_oldest_and_the_lock_the_newest() -> None:
    text = (ROOT / colab.CONSTRAINTS).read_text(encoding="utf-8")
    assert "as in August 2026" in text.splitlines()[0]
    lines = [Requirement(line) for line in text.splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"==[^*,]+", str(line.specifier)) for line in lines)
    pinned = colab.pins(ROOT)
    assert len(pinned) == len(lines), "no name stands twice"
    assert pinned["ipywidgets"] == "7.7.1" and pinned["ipython"] == "7.34.0"
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    newest: dict[str, Version] = {}
    for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", lock, flags=re.MULTILINE):
        newest[canonicalize_name(name)] = max(Version(version), newest.get(canonicalize_name(name), Version("0")))
    core = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    for requirement in map(Requirement, core):
        name = canonicalize_name(requirement.name)
        assert pinned[name] in requirement.specifier, f"Colab's {name} {pinned[name]} is not allowed by {requirement}"
        assert Version(pinned[name]) <= newest[name], f"{name} in the lock is older than Colab's"


# ---------------------------------------------------------------------- the environment

# Stands in for Python: makes "environments" that hold itself, and answers pip as the file `said` beside it tells.
FAKE_PYTHON = """#!/bin/sh
. {said}
echo "$*" >>{said}.asked
case "$*" in
    *'-m venv'*) for last; do :; done; mkdir -p "$last/bin" && cp "$0" "$last/bin/python" ;;
    *'pip install'*) echo "$pip_says"; exit "$pip_exits" ;;
    *'pip list'*) echo "$pip_lists" ;;
esac
"""


class Machine:
    """A course without lessons, on a machine whose Python is `FAKE_PYTHON`."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.said, python = folder / "course", folder / "said", folder / "python3.13"
        (self.root / "tests").mkdir(parents=True)
        for name in ("pyproject.toml", colab.CONSTRAINTS):
            shutil.copy(ROOT / name, self.root / name)
        (self.root / colab.FOLDER).mkdir(parents=True)
        python.write_text(FAKE_PYTHON.format(said=self.said))
        python.chmod(0o755)
        monkeypatch.setattr(colab, "find_python", lambda: (python, "3.13"))
        self.says()

    def says(self, **says: object) -> None:
        settings = {"pip_says": "", "pip_exits": 0, "pip_lists": "[]"} | says
        self.said.write_text("".join(f"{name}='{value}'\n" for name, value in settings.items()))

    def asked(self) -> str:
        file = self.said.with_name("said.asked")
        text = file.read_text() if file.exists() else ""
        file.unlink(missing_ok=True)
        return text


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    if os.name == "nt":
        pytest.skip("the stand-in for Python is a shell script")
    return Machine(tmp_path, monkeypatch)


def one_sentence(error: pytest.ExceptionInfo[colab.CannotRun]) -> str:
    said = str(error.value)
    assert said.endswith(".") and "\n" not in said
    return said


@pytest.mark.parametrize("changed", [colab.CONSTRAINTS, Path("pyproject.toml")])
def test_the_environment_is_kept_until_its_versions_change(changed: Path, machine: Machine) -> None:
    python = colab.make(machine.root)
    asked = machine.asked()
    assert f"-c {machine.root / colab.CONSTRAINTS} tensorflow>=2.20,<2.22 keras" in asked
    assert asked.rstrip().splitlines()[1].endswith("ipython ipykernel")
    assert colab.ready(machine.root) and colab.make(machine.root) == python
    assert machine.asked() == "", "nothing is asked of pip a second time"
    file = machine.root / changed
    file.write_text(file.read_text().replace("keras", "keras-old", 1).replace('"keras>', '"keras-old>'))
    assert not colab.ready(machine.root)
    colab.make(machine.root)
    assert "-m venv" in machine.asked()


@pytest.mark.parametrize(
    ("pip", "told"),
    [
        ("WARNING: Retrying (Retry(total=0)) after connection broken by NewConnectionError", "connect to the internet"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: something nobody thought of", "build/colab/pip.log"),
    ],
)
def test_an_environment_that_cannot_be_made_is_one_sentence(pip: str, told: str, machine: Machine) -> None:
    machine.says(pip_says=pip, pip_exits=1)
    with pytest.raises(colab.CannotRun) as error:
        colab.make(machine.root)
    assert told in one_sentence(error) and not colab.ready(machine.root)
    machine.says()
    colab.make(machine.root)
    assert colab.ready(machine.root), "what stopped half-way is made anew"


def test_a_package_that_is_not_pinned_is_named(machine: Machine) -> None:
    machine.says(pip_lists=json.dumps([{"name": "New_One", "version": "1.2"}, {"name": "pip", "version": "26"}]))
    with pytest.raises(colab.CannotRun) as error:
        colab.make(machine.root)
    assert "(new-one==1.2): add them" in one_sentence(error) and not colab.ready(machine.root)


def test_the_python_nearest_to_colabs_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    python, version = colab.find_python()
    assert version in colab.PYTHONS and python.is_file()
    monkeypatch.setattr(colab, "PYTHONS", ("3.99",))
    with pytest.raises(colab.CannotRun) as error:
        colab.find_python()
    assert "3.13" in one_sentence(error) and "install one" in one_sentence(error)


def test_two_commands_do_not_share_the_environment(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="Windows has no such lock")
    with colab.alone(tmp_path), pytest.raises(colab.CannotRun) as error, colab.alone(tmp_path):
        pass
    assert "wait" in one_sentence(error)
    with colab.alone(tmp_path):
        pass


def test_a_wheel_that_cannot_be_built_is_one_sentence(machine: Machine) -> None:
    with pytest.raises(colab.CannotRun, match=r"could not be built: .*README") as error, colab.wheel(machine.root):
        pass
    assert "\n" not in str(error.value)


def test_the_command_says_it_in_one_sentence(machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    (machine.root / "notebooks" / "source").mkdir(parents=True)
    (machine.root / "notebooks" / "source" / "91_planted.py").write_text(LESSON)
    for name in ("README.md", "LICENSE", "LICENSE-CONTENT.md", "deepfake_lessons/__init__.py", "data/CHECKSUMS"):
        (machine.root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, machine.root / name)
    monkeypatch.chdir(machine.root)
    machine.says(pip_says="Retrying (", pip_exits=1)
    assert main(["colab"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "connect to the internet" in said
    assert main(["colab", "7"]) == 1
    assert "no source of lesson 07; there are: 91" in capsys.readouterr().err


# ---------------------------------------------------------------------- planted faults, with Colab's versions

LESSON = """\
# lesson: numpy

# %% [markdown]
# # Lesson 91: A lesson with faults

# %% tags=["setup"]
import deepfake_lessons as dl

dl.start(seed=1)

# %%
dl.guess("91 mean", "The mean of the scores", low=0, high=9)

# %%
dl.recall("2.r1")

# %%
dl.explore(lambda height: [[height / 9]], alt="a square that grows lighter with its height", height=(0, 9, 1, 3))

# %% tags=["nbval-check-output"] id="number"
print(f"{1 / 3:.2f}")
"""
SLIDER = "import ipywidgets\nslider = ipywidgets.IntSlider(description='height')\n"
FAULTS = {
    "module 'ipywidgets' has no attribute 'TagsInput'": "import ipywidgets\nipywidgets.TagsInput()",
    "Passing unrecognized arguments to super(IntSlider).__init__(tooltip='how high')": (
        "import ipywidgets\nipywidgets.IntSlider(description='height', tooltip='how high')"
    ),
    "Passing unrecognized arguments to super(Layout).__init__(gap='3px')": (
        "import ipywidgets\nipywidgets.VBox([], layout=ipywidgets.Layout(gap='3px'))"
    ),
    "ValueError: no such number": 'raise ValueError("no such number")',
    "shows an image without alt text": "import ipywidgets\nipywidgets.HTML('<img src=x.png>')",
    "0 of its 1 controls reached the page": 'kept = dl.guess("91 more", "How many more?", low=0, high=9)',
    "reviewed as '0.3\\n', here it is '0.33\\n'": 'print("see the first cell with a number")',
    "sets FloatSlider.tooltip, which ipywidgets 7.7.1 does not have": (
        "import ipywidgets\nlate = ipywidgets.FloatSlider(description='depth')\nlate.tooltip = 'how deep'"
    ),
    "sets Layout.gap, which ipywidgets 7.7.1 does not have": "import ipywidgets\nipywidgets.VBox().layout.gap = '3px'",
    "a widget of anywidget 0.9, which Colab's front end does not have": (
        "import ipywidgets, traitlets\n"
        "class Other(ipywidgets.DOMWidget):\n"
        "    _model_module = traitlets.Unicode('anywidget').tag(sync=True)\n"
        "    _model_module_version = traitlets.Unicode('0.9').tag(sync=True)\n"
        "Other()"
    ),
}


@pytest.fixture(scope="module")
def python() -> Iterator[Path]:
    """The environment's Python, held for these tests."""
    if not colab.ready(ROOT):
        pytest.skip("there is no environment with Colab's versions here, or an old one: `make test-colab` makes it")
    try:
        with colab.alone(ROOT):
            yield colab.interpreter(ROOT)
            colab.without_the_course(ROOT)
    except colab.CannotRun as busy:
        pytest.skip(str(busy))


@pytest.fixture(scope="module")
def wheel() -> Iterator[Path]:
    with colab.wheel(ROOT) as built:
        yield built


def plant(folder: Path, *cells: str) -> Path:
    """A checkout that holds nothing but the small lesson, with further cells."""
    (folder / "notebooks" / "source").mkdir(parents=True)
    (folder / "pyproject.toml").write_text('[project]\nname = "small"\n', encoding="utf-8")
    text = LESSON + "".join(f"\n# %%\n{cell}\n" for cell in cells)
    (folder / "notebooks" / "source" / "91_planted.py").write_text(text, encoding="utf-8")
    return folder


def run(root: Path, python: Path, wheel: Path | str) -> Ran:
    colab.without_the_course(ROOT)
    return colab_kernel.run(parse(sources(root)[0]), LEARNER, root, colab_kernel.place(python, Path(wheel)))


@pytest.mark.slow
def test_a_good_lesson_passes_and_installs_the_wheel_itself(python: Path, wheel: Path, tmp_path: Path) -> None:
    ran = run(plant(tmp_path), python, wheel)
    assert ran.failures == []
    site = python.parents[1].resolve()
    assert Path(ran.said["file"]).resolve().is_relative_to(site) and "site-packages" in ran.said["file"]
    assert Path(ran.said["data"]).name == "data" and Path(ran.said["data"]).resolve().is_relative_to(site)
    assert len(ran.said["shipped"]) == len(cache.read_checksums(ROOT / "data"))
    pinned = colab.pins(ROOT)
    packages = {name: version for name, version in ran.said["versions"].items() if name != "python"}
    assert packages == {name: pinned[name] for name in packages} and "tensorflow" in packages
    assert ran.said["versions"]["python"].rpartition(".")[0] in colab.PYTHONS


@pytest.mark.slow
def test_every_planted_fault_is_found(python: Path, wheel: Path, tmp_path: Path) -> None:
    root = plant(tmp_path, *FAULTS.values())
    path = root / "tests" / "expected" / "91_planted.learner.json"
    write_whole(path, build.to_bytes({"number": "0.3\n"}))
    ran = run(root, python, wheel)
    for message in FAULTS:
        assert sum(message in failure for failure in ran.failures) == 1, (message, ran.failures)
    assert len(ran.failures) == len(FAULTS)


@pytest.mark.slow
def test_a_notebook_that_is_not_what_its_source_gives_is_found(python: Path, wheel: Path, tmp_path: Path) -> None:
    root = plant(tmp_path)
    build.write(root)
    committed = root / "notebooks" / "91_planted.ipynb"
    committed.write_text(committed.read_text(encoding="utf-8").replace("{1 / 3:.2f}", "{1 / 4:.2f}"), encoding="utf-8")
    assert run(root, python, wheel).failures == [
        "91_planted.py:1 the notebook that learners open is another one: run make build"
    ]


@pytest.mark.slow
def test_without_the_wheel_nothing_of_the_course_is_there(python: Path, tmp_path: Path) -> None:
    ran = run(plant(tmp_path), python, "no/such.whl")
    assert any("CannotInstall: pip could not install no/such.whl" in failure for failure in ran.failures)
    assert any("not whole: ModuleNotFoundError" in failure for failure in ran.failures)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of this checkout that ships one file more, to spoil before its wheel is built."""
    source = tmp_path / "source"
    for name in ("deepfake_lessons", "data"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT.md"):
        shutil.copy(ROOT / name, source)
    (source / "data/proof.txt").write_bytes(b"here")
    with open(source / "data/CHECKSUMS", "a", encoding="utf-8") as file:
        file.write(f"{hashlib.sha256(b'here').hexdigest()}  proof.txt\n")
    return source


@pytest.mark.slow
def test_what_the_wheel_lacks_is_found(python: Path, copy: Path, tmp_path: Path) -> None:
    """A data file of a module; then all shipped data."""
    questions = copy / "deepfake_lessons/exercises/recall.toml"
    content = questions.read_bytes()
    questions.unlink()
    with colab.wheel(copy) as wheel:
        ran = run(plant(tmp_path / "first"), python, wheel)
    assert len(ran.failures) == 1 and re.search(r"FileNotFoundError: .*recall\.toml", ran.failures[0])
    assert "proof.txt" in [Path(name).name for name in ran.said["shipped"]], "what is there is found"
    questions.write_bytes(content)
    settings = (copy / "pyproject.toml").read_text(encoding="utf-8")
    packed = '[tool.hatch.build.targets.wheel.force-include]\n"data"'
    assert packed in settings
    (copy / "pyproject.toml").write_text(settings.replace(packed, packed.replace("data", "README.md")), "utf-8")
    with colab.wheel(copy) as wheel:
        failures = run(plant(tmp_path / "lesson"), python, wheel).failures
    assert len(failures) == 1 and "is not whole: FileNotFoundError: the data/ folder" in failures[0], failures
