"""`course build`: the same bytes every time, stubs by two rules, stable ids, and drift that is noticed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from course_fixture import GOOD_LESSON, checkout, edit

from tools.authoring import build, setup_cell
from tools.authoring.__main__ import main
from tools.authoring.solutions import RegionError, reference, stub
from tools.authoring.source import Lesson, SourceError, find_root, parse, sources

NOTEBOOK = Path("notebooks/90_small.ipynb")
INSTRUCTORS = Path("build/instructor/90_small.ipynb")
ADDRESS = "https://github.com/owner/course"


def read(root: Path) -> Lesson:
    return parse(sources(root)[0])


def cells_by_id(root: Path, path: Path = NOTEBOOK) -> dict[str, dict]:
    return {cell["id"]: cell for cell in json.loads((root / path).read_text(encoding="utf-8"))["cells"]}


# --- reading sources ---


def test_a_source_is_read_with_lines_and_ids(tmp_path: Path) -> None:
    lesson = read(checkout(tmp_path))
    assert (lesson.number, lesson.key, lesson.slug, lesson.title) == (90, "90", "90_small", "A small lesson")
    assert lesson.numpy_only and lesson.settings["budget"] == "10"
    lines = GOOD_LESSON.splitlines()
    for cell in lesson.cells:
        first = cell.source.split("\n")[0]
        assert lines[cell.line - 1].removeprefix("# " if cell.kind == "markdown" else "") == first
    names = {cell.id: cell for cell in lesson.cells}
    assert {"setup", "scores", "ex-90-1", "check-90-1", "ex-90-2", "check-90-2"} <= set(names)
    assert names["ex-90-2"].exercise == names["check-90-2"].exercise == "90.2"


def test_forms_that_editors_and_authors_may_use(tmp_path: Path) -> None:
    """A mark before UTF-8, a Markdown cell as a string, and comments that look like shell commands."""
    root = checkout(tmp_path)
    edit(root, "step_1 = 1", "# cat pictures are nice\n# %matplotlib inline\nstep_1 = 1")
    path = edit(root, "# %% [markdown]\n# ## Run", '# %% [markdown]\n"""\n## Run\n\nNow.\n"""')
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    lesson = read(root)
    assert lesson.settings["lesson"] == "numpy"
    assert any(cell.source.startswith("# cat pictures are nice\n# %matplotlib") for cell in lesson.cells)
    (cell,) = (cell for cell in lesson.cells if cell.source.startswith("## Run"))
    assert cell.source == "## Run\n\nNow." and lines[cell.line - 1] == "## Run"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("lesson.py", "# %%\n", "is no lesson's name"),
        ("90_small.py", "# no cell\n", "there is no cell"),
        ("90_small.py", "import os\n# %%\nx = 1\n", "above the first cell"),
        ("90_small.py", '# %% tags=["a"] [markdown]\n# x\n', "cannot be read"),
        ("90_small.py", "# %%\nx = '''\n# %% no cell\n'''\n", "cell headers"),
    ],
)
def test_a_source_that_cannot_be_read_says_where_and_what_to_do(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=rf"{name}:\d+: .*{message}.*; "):
        parse(path)


def test_a_source_that_is_not_utf8_is_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(checkout(tmp_path))
    sources(tmp_path)[0].write_bytes(b"# lesson: numpy\n# %%\nx = 1  # \xe9\n")
    assert main(["build"]) == main(["lint"]) == 1
    said, told = capsys.readouterr(), "90_small.py:3: the byte 0xe9 is not UTF-8; save the file as UTF-8"
    assert told in said.err and told in said.out


# --- stubs ---


@pytest.mark.parametrize(
    ("solution", "left"),
    [
        ("return 1", "return ...  # your turn"),
        ("a = 1\nreturn a", "return ...  # your turn"),
        ("if x:\n    return 1\nreturn 2", "return ...  # your turn"),
        ("a = 1", "a = ...  # your turn"),
        ("a, (b, *c) = x\nprint(a)\nd: int = 2\na = 3", "\n".join(f"{n} = ...  # your turn" for n in "abcd")),
        ("a = b = 1\nfor i in a:\n    z = 1", "a = ...  # your turn\nb = ...  # your turn"),
        ("a = '''\n### text\n'''", "a = ...  # your turn"),
    ],
)
@pytest.mark.parametrize("indent", ["", "    "])
def test_a_solution_becomes_a_stub_by_two_rules(solution: str, left: str, indent: str) -> None:
    marked = f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"

    def shift(text: str) -> str:
        return "\n".join(indent + line for line in text.split("\n"))

    assert stub(f"before\n{shift(marked)}\nafter") == f"before\n{shift(left)}\nafter"
    if not left.startswith("return"):  # several solutions in one cell
        assert stub(f"{marked}\n{marked}") == f"{left}\n{left}"
    assert reference(f"before\n{shift(marked)}\nafter") == f"before\n{shift(solution)}\nafter"


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("def one():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n\ndef two():\n    return 2", 5),
        ("### BEGIN SOLUTION\na = 1\n### END SOLUTION\nb = 2", 3),
        ("### BEGIN SOLUTION\na = 1\n### END SOLUTION\nfor i in range(a):\n    b = i", 3),
        ("class A:\n    def one(self):\n        return 1", 1),
    ],
)
def test_an_answer_outside_the_marks_never_reaches_a_learner(tmp_path: Path, cell: str, line: int) -> None:
    with pytest.raises(RegionError, match=r"learners would get it solved; .*or write '# given'") as caught:
        stub(cell)
    assert caught.value.offset == line
    assert "### " not in reference(cell), "the instructor may have it"
    root = checkout(tmp_path)
    edit(root, "def double(x):", f"{cell}\n\ndef double(x):")
    with pytest.raises(SourceError, match=r"90_small\.py:\d+: .* learners would get it solved"):
        build.write(root)


@pytest.mark.parametrize(
    "solution", ["print(1)", "self.grad = 1", "x[0] = 1", "if x:\n    return 1", "def f():\n    return 1", ""]
)
def test_a_solution_that_fits_neither_rule_is_refused(solution: str) -> None:
    with pytest.raises(RegionError, match="fits neither rule"):
        stub(f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION")


# --- notebooks ---


def test_the_learners_edition(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    build.write(root)
    node = nbformat.read(root / NOTEBOOK, as_version=nbformat.NO_CONVERT)
    nbformat.validate(node)
    assert (node.nbformat, node.nbformat_minor) == (4, 5)
    assert node.metadata.kernelspec == {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    assert node.metadata.colab == {"toc_visible": True} and "widgets" not in node.metadata
    assert len({cell.id for cell in node.cells}) == len(node.cells)
    for cell in node.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None
        assert "SOLUTION" not in cell.source and "notes" not in cell.metadata.get("tags", [])
    assert node.cells[0].source.startswith("# Lesson 90: A small lesson\n")
    text = (root / NOTEBOOK).read_text(encoding="utf-8")
    assert "return ...  # your turn" in text and "2 * x" not in text
    assert nbformat.writes(node) == text.rstrip("\n"), "nbformat writes the same text: saving changes no line"


def test_ids_stay_when_other_cells_come(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    build.write(root)
    before = set(cells_by_id(root))
    run = "# %% [markdown]\n# ## Run"
    edit(root, run, f"# %%\nnew = 1\n\n# %% [markdown]\n# A new text.\n\n{run}")
    build.write(root)
    after = set(cells_by_id(root))
    assert before < after and len(after - before) == 2


def test_the_instructors_edition_and_the_two_json_files(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    build.write(root)
    cells = cells_by_id(root, INSTRUCTORS)
    assert "".join(cells["ex-90-1"]["source"]).endswith("    return 2 * x")
    assert any("notes" in cell["metadata"].get("tags", []) for cell in cells.values())
    assert set(cells_by_id(root)) < set(cells)
    references = json.loads((root / build.SOLUTIONS).read_text(encoding="utf-8"))
    assert set(references) == {"90.1", "90.2"} and "return 2 * x" in references["90.1"]
    entry = json.loads((root / build.MANIFEST).read_text(encoding="utf-8"))["lessons"]["90"]
    assert entry["title"] == "A small lesson" and entry["exercises"] == ["90.1", "90.2"]
    demos = [cell for cell in cells_by_id(root).values() if "demo" in cell["metadata"].get("tags", [])]
    assert entry["demo"] == [build.demo_hash("".join(cell["source"])) for cell in demos] and len(demos) == 2


def test_building_is_the_same_in_another_process(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    build.write(root)
    first = {path: (root / path).read_bytes() for path in [NOTEBOOK, INSTRUCTORS, build.MANIFEST, build.SOLUTIONS]}
    for path in first:
        (root / path).unlink()
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(find_root()), "LC_ALL": "C"}
    command = f"from pathlib import Path; from tools.authoring import build; build.write(Path({str(root)!r}))"
    subprocess.run([sys.executable, "-c", command], env=environment, check=True, cwd=tmp_path.parent)
    assert first == {path: (root / path).read_bytes() for path in first}


# --- writing, drift, stale notebooks ---


def test_drift_names_the_command_and_a_second_build_touches_nothing(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    assert all("is missing; run: python -m tools.authoring build" in line for line in build.drift(root))
    assert len(build.write(root)) == 4
    assert build.write(root) == [] and build.drift(root) == []
    assert not [path for path in root.rglob(".*") if path.is_file()], "no temporary file is left"
    edit(root, "# Nothing.", "# Something.")
    (line,) = build.drift(root)
    assert line.startswith("notebooks/90_small.ipynb") and line.endswith("run: python -m tools.authoring build")
    build.write(root)
    saved = json.loads((root / NOTEBOOK).read_text(encoding="utf-8"))
    saved["cells"][1]["execution_count"] = 1
    (root / NOTEBOOK).write_text(json.dumps(saved), encoding="utf-8")
    assert len(build.drift(root)) == 1


def test_a_notebook_goes_with_its_source_but_only_a_generated_one(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    build.write(root)
    (root / "notebooks" / "scratch.ipynb").write_text("{}", encoding="utf-8")
    sources(root)[0].rename(root / "notebooks" / "source" / "90_renamed.py")
    assert any("90_small.ipynb has no source any more" in line for line in build.drift(root))
    assert "removed notebooks/90_small.ipynb: its source is gone and it was generated" in build.write(root)
    assert sorted(path.name for path in (root / "notebooks").glob("*.ipynb")) == ["90_renamed.ipynb", "scratch.ipynb"]


def test_a_faulty_source_leaves_everything_as_it_was(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    build.write(root)
    before = (root / NOTEBOOK).read_bytes()
    edit(root, "# Nothing.", "# Something.")
    edit(root, "    return 2 * x", "    print(x)")
    with pytest.raises(SourceError, match=r"90_small\.py:\d+: this solution fits neither rule"):
        build.write(root)
    assert (root / NOTEBOOK).read_bytes() == before


# --- the set-up cell and the badge ---


def run_setup(tmp_path: Path, address: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up cell where the library is not installed and pip is a stand-in that says what it was given."""
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip" / "__init__.py").write_text("")
    (tmp_path / "pip" / "__main__.py").write_text("import sys; print(sys.argv[1:]); sys.exit('bad' in sys.argv[-1])")
    cell = setup_cell.setup_source("import deepfake_lessons as dl\n\ndl.start(seed=1)", address)
    script = (
        "import importlib.util\nfind = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name: None if name == 'deepfake_lessons' else find(name)\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        f"InteractiveShell.instance(history_load_length=0, colors='NoColor').run_cell({cell!r})\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "IPYTHONDIR": str(tmp_path), **variables}
    return subprocess.run([sys.executable, "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("address", "wheel", "told"),
    [
        ("", "", setup_cell.SENTENCE),
        (ADDRESS, "/here/course.whl", str(["install", "--no-deps", "-q", "/here/course.whl"])),
        (ADDRESS, "", str(["install", "--no-deps", "-q", f"git+{ADDRESS}"])),
        ("", "bad.whl", "pip could not install bad.whl: check the network, then run this cell again."),
    ],
)
def test_the_setup_cell_installs_the_library_alone_or_says_why_not(
    tmp_path: Path, address: str, wheel: str, told: str
) -> None:
    done = run_setup(tmp_path, address, DEEPFAKE_LESSONS_WHEEL=wheel)
    assert told in done.stdout
    if not told.startswith("["):  # after an installation by a stand-in there is nothing to import
        assert "Traceback" not in done.stdout + done.stderr


def test_the_setup_cell_is_short_and_keeps_the_lessons_lines(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    build.write(root)
    text = "".join(cells_by_id(root)["setup"]["source"])
    assert text.endswith("import numpy as np\n\nimport deepfake_lessons as dl\n\ndl.start(seed=1)")
    assert len(setup_cell.setup_source("").strip().splitlines()) <= 15
    compile(text, "set-up", "exec")


@pytest.mark.parametrize(
    ("address", "has_badge", "origin"),
    [
        ("", False, ""),
        (ADDRESS, True, f"git+{ADDRESS}"),
        (f"{ADDRESS}.git/", True, f"git+{ADDRESS}.git"),
        ("https://example.org/course.whl", False, "https://example.org/course.whl"),
        ("https://example.org/owner/course", False, "git+https://example.org/owner/course"),
    ],
)
def test_badge_and_origin_come_from_pyproject(tmp_path: Path, address: str, has_badge: bool, origin: str) -> None:
    root = checkout(tmp_path, address=address)
    build.write(root)
    first = "".join(next(iter(cells_by_id(root).values()))["source"])
    target = "https://colab.research.google.com/github/owner/course/blob/main/notebooks/90_small.ipynb"
    assert (target in first) == has_badge and first.startswith("# Lesson 90: A small lesson\n")
    assert f'or "{origin}"' in "".join(cells_by_id(root)["setup"]["source"])


# --- the command ---


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    root = checkout(tmp_path)
    monkeypatch.chdir(root / "notebooks")
    assert main(["build", "--check"]) == 1
    assert main(["build"]) == 0 and main(["build", "--check"]) == 0
    assert main(["build", "02"]) == 2
    capsys.readouterr()
    edit(root, "    ### END SOLUTION\n", "")
    assert main(["build"]) == 1
    assert "a solution begins and does not end; add a line" in capsys.readouterr().err
    assert main(["lessons", "77"]) == 1


def test_the_committed_notebooks_are_what_their_sources_give() -> None:
    assert "\n".join(build.drift(find_root())) == ""
