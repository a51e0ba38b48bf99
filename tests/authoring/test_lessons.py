"""Lessons run from top to bottom, say what they should, and nbval can fail.

The first half shows on a small lesson that the tools find what they are for. The second half runs the real lessons with
the network cut off: the learner's editions whole, the instructor's without their demo cells, as the grader runs them.
nbval compares both runs with tests/expected. Cheap lessons run once more and must show the same; `make lessons` runs
every lesson twice, and the instructor's editions whole.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from course_fixture import checkout, edit, real_lessons

from deepfake_lessons.cache import write_whole
from tools.authoring import build, expected, faults, offline, replay, report, run
from tools.authoring.__main__ import main
from tools.authoring.build import EDITIONS, INSTRUCTOR, LEARNER
from tools.authoring.page import html_page, still
from tools.authoring.source import Lesson, find_root, parse, sources
from tools.authoring.twice import again, differences

ROOT = find_root()
REAL = real_lessons()
REAL_EDITIONS = [
    pytest.param(lesson, edition, id=f"{lesson.slug}-{edition}") for lesson in REAL for edition in EDITIONS
]
REMOTE = re.compile(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE)
CHEAP = 40  # seconds that a lesson may take to be run twice
slow = pytest.mark.slow


def lesson_of(root: Path) -> Lesson:
    return parse(sources(root)[0])


# --- the tools, on a small lesson ---


@pytest.fixture(scope="module")
def small_runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, run.Ran]]:
    """A checkout with one lesson, its reference outputs, and the runs that made them."""
    root = checkout(tmp_path_factory.mktemp("small"))
    build.write(root)
    runs = {}
    for edition in EDITIONS:
        runs[edition] = run.run_lesson(lesson_of(root), edition, root, skip_demo=edition == INSTRUCTOR)
        assert expected.save(root, runs[edition]) == (True, [])
    return root, runs


@pytest.fixture
def small(small_runs: tuple[Path, dict[str, run.Ran]], tmp_path: Path) -> Path:
    """A copy of that checkout, to spoil."""
    return Path(shutil.copytree(small_runs[0], tmp_path / "small"))


def compared(root: Path, ran: run.Ran, spoil: str = "") -> expected.Compared:
    """nbval's verdict on a run that has been made; `spoil` is a cell of the run to leave unexecuted."""
    node = json.loads(build.to_bytes(ran.notebook))
    for cell in node["cells"]:
        if cell["id"] == spoil:
            cell["execution_count"] = None
    executed = root / "executed.ipynb"
    executed.write_bytes(build.to_bytes(node))
    return expected.nbval(root, expected.copy_for_nbval(root, lesson_of(root), ran.edition), executed)


def spoil_expected(root: Path, edition: str, old: str, new: str) -> None:
    path = expected.expected_path(root, lesson_of(root), edition)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@slow
def test_a_good_lesson_runs_in_both_editions(small_runs: tuple[Path, dict[str, run.Ran]]) -> None:
    root, runs = small_runs
    for ran in runs.values():
        assert ran.failures == [] and ran.tensorflow is False
        assert ran.wall > 0 and ran.cpu > 0 and ran.counted == pytest.approx(ran.cpu)
    assert expected.load(root, lesson_of(root), LEARNER)["scores"] == "mean 3.00\nlargest 6.0\n"
    table = report.table(list(runs.values())).splitlines()
    assert [row.split()[:2] for row in table[1:4:2]] == [["90_small", "learner"], ["90_small", "instructor"]]
    assert re.match(r" +dearest cells: line \d+ [\d.]+ s, line", table[2])


@slow
def test_nbval_passes_an_unspoilt_lesson(small: Path, small_runs: tuple[Path, dict[str, run.Ran]]) -> None:
    for edition, ran in small_runs[1].items():
        assert expected.problems(small, ran.lesson, edition) == []
        cells = [cell for cell in build.edition_cells(ran.lesson, edition) if cell.is_code]
        skipped = sum(cell.has("demo") for cell in cells) if edition == INSTRUCTOR else 0
        done = compared(small, ran)
        assert (done.failed, done.skipped, done.passed) == (0, skipped, len(cells) - skipped), done.report
    assert compared(small, small_runs[1][LEARNER], spoil="scores").failed == 1, "a cell that did not run is no pass"


@slow
def test_first_proof_a_changed_number_fails(small: Path, small_runs: tuple[Path, dict[str, run.Ran]]) -> None:
    spoil_expected(small, LEARNER, "mean 3.00", "mean 3.01")
    assert expected.problems(small, lesson_of(small), LEARNER) == []  # nothing but nbval can notice
    done = compared(small, small_runs[1][LEARNER])
    assert done.failed == 1 and "mean 3.01" in done.report


def test_an_error_in_a_replayed_run_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = [{"output_type": "error", "ename": "E", "evalue": "e", "traceback": ["t"]}]
    cell = {"cell_type": "code", "source": ["a\n", "b"], "execution_count": 1, "outputs": outputs}
    (tmp_path / "run.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    monkeypatch.setenv(replay.VARIABLE, str(tmp_path / "run.ipynb"))
    kernel = replay.Replay("python3")
    kernel.execute_cell_input("a\nb")
    kinds = [kernel.get_message("iopub")["msg_type"] for _ in range(2)]
    assert kinds == ["error", "status"]
    with pytest.raises(RuntimeError, match="did not execute this cell"):
        kernel.execute_cell_input("c")


@slow
def test_second_proof_a_wrong_reference_solution_fails(small: Path) -> None:
    edit(small, "    return 2 * x", "    return 2 + x")
    ran = run.run_lesson(lesson_of(small), INSTRUCTOR, small, skip_demo=True)
    done = compared(small, ran)
    assert done.failed == 1 and "6 wanted, 5 came" in done.report
    (failure,) = ran.failures
    assert re.match(r"90_small\.py:\d+ cell check-90-1: .* should say 'public checks passed", failure)
    before = expected.load(small, lesson_of(small), INSTRUCTOR)
    assert expected.save(small, ran) == (False, [failure]), "a wrong solution does not become the reference"
    assert expected.load(small, lesson_of(small), INSTRUCTOR) == before


@slow
def test_third_proof_a_deleted_expected_file_fails(small: Path, small_runs: tuple[Path, dict[str, run.Ran]]) -> None:
    expected.expected_path(small, lesson_of(small), INSTRUCTOR).unlink()
    (problem,) = expected.problems(small, lesson_of(small), INSTRUCTOR)
    assert problem == (
        "tests/expected/90_small.instructor.json is missing; run: python -m tools.authoring build --expected"
    )
    assert compared(small, small_runs[1][INSTRUCTOR]).failed == 4, "every compared cell: two numbers and two checks"


def test_a_missing_entry_a_stray_entry_and_an_unpassed_check_are_reported(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    passed = "90.1 public checks passed (2 of 2); hidden ones run at grading\n"
    entries = {"check-90-1": passed, "check-90-2": "90.2 not yet: 6 wanted, 5 came\n", "gone": "1\n"}
    path = expected.expected_path(root, lesson_of(root), INSTRUCTOR)
    write_whole(path, build.to_bytes(entries))
    found = "\n".join(expected.problems(root, lesson_of(root), INSTRUCTOR))
    assert re.search(
        r"90_small\.py:\d+ cell scores has no entry in tests/expected/90_small\.instructor\.json; run: ", found
    )
    assert "no cell 'gone' in the instructor's edition; run: " in found
    assert "cell check-90-2 should say 'public checks passed (n of n)', it says '90.2 not yet" in found
    assert len(found.splitlines()) == 4  # the fourth: the other compared cell without an entry
    entries["check-90-1"] = passed.replace("2 of 2", "1 of 2")
    write_whole(path, build.to_bytes(entries))
    assert "check-90-1 should say" in "\n".join(expected.problems(root, lesson_of(root), INSTRUCTOR))


FAULTS = {
    "ValueError: no such number": 'raise ValueError("no such number")',
    "wrote to stderr: careful": 'import sys\nprint("careful", file=sys.stderr)',
    "wrote to stderr: from below": 'import os\nos.write(2, b"from below")\nimport time; time.sleep(0.2)',
    "DeprecationWarning: old": 'import warnings\nwarnings.warn("old", DeprecationWarning, stacklevel=1)',
    "shows a warning: RuntimeWarning": 'print("RuntimeWarning: overflow")',
    "shows an image without alt text (x.png)": "from IPython.display import HTML\nHTML('<p>Look: <img src=x.png></p>')",
    "shows an image whose alt text says too little: 'loss'": (
        "import ipywidgets\nipywidgets.VBox([ipywidgets.HTML('<img alt=loss src=x.png>')])"
    ),
    "shows a picture without words (image/png)": 'display({"image/png": "iVBORw0KGgo="}, raw=True)',
    "should say 'not attempted yet'": '# %% tags=["check"]\nprint("90.9 cannot be checked")  # check("90.9")',
}


@slow
def test_every_fault_of_a_run_is_reported_with_its_line_and_cell(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    planted = "".join(f"\n{'' if cell.startswith('# %%') else '# %%'}\n{cell}\n" for cell in FAULTS.values())
    path = edit(root, "\n# %% [markdown]\n# ## What next", f"{planted}\n# %% [markdown]\n# ## What next")
    ran = run.run_lesson(lesson_of(root), LEARNER, root)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(ran.failures) == len(FAULTS), ran.failures
    for failure, (message, cell) in zip(ran.failures, FAULTS.items(), strict=True):
        assert message in failure
        first = next(line for line in cell.splitlines() if not line.startswith("# %%"))
        assert lines[int(failure.split(":")[1].split()[0]) - 1] == first
    build.write(root)
    assert expected.save(root, ran)[0] is False


def test_a_picture_with_words_is_found_wherever_it_is_shown() -> None:
    words = "three bars that grow from left to right"
    page = f'<figure><img src="a.png" alt="{words}"></figure>'
    state = {
        "box": {"model_name": "VBoxModel", "state": {"children": ["IPY_MODEL_a", "IPY_MODEL_b"]}},
        "a": {"model_name": "HTMLModel", "state": {"value": page}},
        "b": {"model_name": "ImageModel", "state": {}},
    }
    view = {"data": {"application/vnd.jupyter.widget-view+json": {"model_id": "box"}}}
    outputs = [{"text": page}, {"data": {"text/html": page, "text/plain": "<img>"}}, view]
    assert list(faults.shown(outputs, state)) == [("text/html", page), ("text/html", page), ("image/png", "")]
    assert faults.Images(page).found == [(words, "a.png")]
    assert faults.Images("<IMG SRC='b.png'><svg></svg><img alt>").found == [("", "b.png"), ("", "")]


@slow
def test_a_kernel_that_dies_and_tensorflow_are_noticed_and_pictures_are_not_compared(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / "tensorflow.py").write_text("", encoding="utf-8")
    edit(root, "step_1 = 1", "import tensorflow")
    edit(root, '# %% tags=["demo", "moment"]', '# %% tags=["demo", "moment", "nbval-check-output"]')
    ran = run.run_lesson(lesson_of(root), LEARNER, root)
    assert ran.tensorflow is True and ran.failures == []
    changed, refused = expected.save(root, ran)
    assert not changed and "shows text/plain, text/html; compare text only: print it" in refused[0]
    edit(root, "import tensorflow", "import os\nos._exit(3)")
    ran = run.run_lesson(lesson_of(root), LEARNER, root)
    assert any("the kernel stopped" in failure for failure in ran.failures) and ran.tensorflow is None


@slow
def test_the_page_needs_no_network_and_no_script(small_runs: tuple[Path, dict[str, run.Ran]]) -> None:
    node = small_runs[1][LEARNER].notebook
    node.cells[0].source += "\n\n![Open in Colab](https://example.org/badge.svg) and $x^2$"
    page = html_page(node)
    assert not REMOTE.search(page) and "<script" not in page
    assert "Open in Colab" in page and "$x^2$" in page
    for words in ["height: 3", "colour: red | [blue]", "[x] dots", 'alt="three bars that grow with the slider"']:
        assert words in page
    assert "widgets" in node.metadata, "the notebook itself is left as it was"


def test_a_widget_is_shown_as_it_stood() -> None:
    def widget(kind: str, **values: object) -> dict:
        return {"model_name": f"{kind}Model", "state": values}

    state = {
        "box": widget("VBox", children=[f"IPY_MODEL_{name}" for name in "abcdef"]),
        "a": widget("IntRangeSlider", description="between:", value=[1, 2]),
        "b": widget("FloatSlider", description="rate <1>", value=0.30000000000000004),
        "c": widget("SelectMultiple", description="pick", _options_labels=["x", "y", "z"], index=[0, 2]),
        "d": widget("Button", description="Lock"),
        "e": widget("HTML", value="<b>7</b>"),
        "f": widget("Play", description="", value=3),
    }
    assert still("box", state) == (
        '<div class="widget-still"><div><code>between: 1 to 2</code></div><div><code>rate &lt;1&gt;: 0.3</code></div>'
        "<div><code>pick: [x] | y | [z]</code></div><div><code>[Lock]</code></div><div><b>7</b></div></div>"
    )
    assert still("unknown", state) == ""


@slow
def test_the_commands_run_and_report(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small)
    kept, out = tmp_path / "report.json", tmp_path / "pages"
    call = ["lessons", "90", "--edition", "instructor", "--out", str(out), "--report", str(kept)]
    assert main(call) == 0
    text = kept.read_text(encoding="utf-8")
    whole = json.loads(text)
    (entry,) = whole["runs"]
    assert (entry["lesson"], entry["edition"], entry["failures"]) == ("90_small", "instructor", [])
    assert entry["budget"] == 10 and 0 < entry["counted"] <= entry["cpu"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", whole["date"]) and whole["network"] == "on"
    assert set(whole["machine"]) == {"processor", "cores", "memory_gb", "system"} and all(whole["machine"].values())
    assert whole["load_before"] is None or whole["load_before"] >= 0
    assert whole["versions"]["python"] == platform.python_version() and "numpy" in whole["versions"]
    for private in (platform.node(), str(Path.home()), str(tmp_path)):
        assert len(private) < 4 or private not in text, "a report to keep names no host and no folder"
    assert sorted(path.name for path in out.iterdir()) == ["90_small.instructor.html", "90_small.instructor.ipynb"]
    assert entry["network"] is not None
    edit(small, "scores.mean():.2f", "scores.mean():.1f")
    assert main(["build", "--expected", "90"]) == 0
    assert "wrote: tests/expected/90_small.learner.json" in capfd.readouterr().out
    assert expected.load(small, lesson_of(small), INSTRUCTOR)["scores"] == "mean 3.0\nlargest 6.0\n"


REACH_OUT = {
    "an address": "socket.create_connection(('192.0.2.1', 80), 2)",
    "version 6": "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
    "a name": "socket.getaddrinfo('example.org', 80)",
    "a datagram": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 80))",
    "a page": "import urllib.request; urllib.request.urlopen('http://example.org')",
}


def forbid_namespaces(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that forbids them, or on Windows."""
    monkeypatch.setattr(offline, "namespace", lambda: [])


@pytest.mark.parametrize("forbidden", [False, True], ids=["as here", "guard"])
@pytest.mark.parametrize("code", REACH_OUT.values(), ids=REACH_OUT)
def test_cut_off_means_cut_off(code: str, forbidden: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if forbidden:
        forbid_namespaces(monkeypatch)
    prefix, environment = offline.cut_off()
    assert not (forbidden and prefix)
    if prefix:
        del environment[offline.SWITCH]  # the namespace does it by itself
    monkeypatch.setattr(os, "environ", environment)
    environment = run.kernel_environment(ROOT, tmp_path)
    command = [*prefix, sys.executable, "-c", f"import socket; {code}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode and re.search("unreachable|resolution|not known|Cannot assign", done.stderr), done.stderr


def test_the_guard_lets_this_machine_talk_to_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(offline.SWITCH, "1")
    talk = (
        "import socket\nwith socket.create_server(('127.0.0.1', 0)) as server:\n"
        "    socket.create_connection(('localhost', server.getsockname()[1]), 5).close()\n"
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 9))\n"
    )
    environment = run.kernel_environment(ROOT, tmp_path)
    subprocess.run([sys.executable, "-c", talk], env=environment, check=True)
    assert "no_network" not in os.pathsep.join(sys.path), "nothing but the kernel is cut off"


REQUESTS = """
# %%
import urllib.request
urllib.request.urlopen("http://example.org", timeout=5)

# %%
import contextlib, socket
with contextlib.suppress(OSError):
    socket.create_connection(("192.0.2.7", 80), 5)
"""


@slow
@pytest.mark.parametrize("forbidden", [False, True], ids=["as here", "guard"])
def test_a_request_to_the_network_is_a_fault(
    forbidden: bool, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Also one whose refusal is swallowed; and none of them waits."""
    if forbidden:
        forbid_namespaces(monkeypatch)
    monkeypatch.chdir(small)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    # The tools are this checkout's and the lesson is the small one's: its stand-in library must not be found first.
    (small / "deepfake_lessons").rename(small / "library")
    edit(small, "\n# %% [markdown]\n# ## What next", f"{REQUESTS}\n# %% [markdown]\n# ## What next")
    kept = tmp_path / "report.json"
    call = ["lessons", "--edition", "learner", "--offline", "--out", str(tmp_path), "--report", str(kept)]
    assert main(call) == 1
    said = json.loads(kept.read_text(encoding="utf-8"))
    (entry,) = said["runs"]
    printed = capfd.readouterr()
    assert said["network"] == "off" and entry["network"] is False, printed
    assert "the network was off" not in printed.out, "it was, but somebody asked for it"
    faults = "\n".join(entry["failures"])
    assert re.search(r"URLError: .*(unreachable|resolution|not known)", faults)
    assert re.findall(r"asked the network for (\S+)", faults) == ["example.org", "192.0.2.7"]


@slow
def test_a_way_out_of_an_offline_run_is_a_fault(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(offline.SWITCH, "1")
    monkeypatch.setattr(run, "ASKS", "print(False, True)")
    ran = run.run_lesson(lesson_of(small), LEARNER, small)
    assert ran.failures == ["90_small.py:1 the network was to be off, and there was a way out of this machine"]


# Each shows something else at every run; the words that tell of it, None where nobody minds.
UNLIKE: dict[str, str | None] = {
    "# %%\nprint(np.random.default_rng().normal())": "prints '",
    "# %%\nnp.random.default_rng().normal()": "prints '",
    "# %%\nfor line in ['', '\\rhalf', '\\rall', '\\r   \\r'][np.random.default_rng().integers(3) :]:\n"
    "    print(line, end='')": None,  # how far something is
    '# %% tags=["timed"]\nimport time\nprint(time.perf_counter())': None,
    '# %% tags=["trained"]\nprint(f"right in {np.random.default_rng().uniform(0, 99):.1f} %")': None,
    '# %% tags=["trained"]\nprint("".join(np.random.default_rng().choice(list("abcdefgh"), 9)))': "prints '",
    '# %%\ndl.show(0, alt=f"a number that is no other: {np.random.default_rng().normal()}")': "other words",
    '# %%\nimage = f\'<img alt="grey noise without any order" src="data:,{np.random.default_rng().normal()}">\'\n'
    "from IPython.display import HTML\nHTML(image)": "another picture",
    "# %%\nimport ipywidgets\nslider = ipywidgets.FloatSlider()\ndisplay(slider)\n"
    "slider.value = np.random.default_rng().uniform(1, 99)": "widgets that stand otherwise",
}


@slow
def test_what_differs_between_two_runs_is_found(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    planted = "".join(f"\n{cell}\n" for cell in UNLIKE)
    path = edit(root, "\n# %% [markdown]\n# ## What next", f"{planted}\n# %% [markdown]\n# ## What next")
    lesson = lesson_of(root)
    one, other = (run.run_lesson(lesson, LEARNER, root).notebook for _ in range(2))
    found = differences(lesson, one, other)
    told = [(words, cell) for cell, words in UNLIKE.items() if words]
    assert len(found) == len(told), found
    lines = path.read_text(encoding="utf-8").splitlines()
    for difference, (words, cell) in zip(found, told, strict=True):
        assert words in difference
        assert lines[int(difference.split(":")[1].split()[0]) - 1] == cell.splitlines()[1]
    assert differences(lesson, one, one) == []
    scores = one.cells[[cell.id for cell in one.cells].index("scores")]
    (whole,) = scores.outputs
    pieces = [{**whole, "text": part} for part in whole.text.splitlines(keepends=True)]
    scores.outputs = [nbformat.from_dict(piece) for piece in pieces]
    assert len(pieces) == 2 and len(differences(lesson, one, other)) == len(told), "pieces of one text are one text"
    scores.outputs = []
    assert any("cell scores: 0 outputs, then 1" in difference for difference in differences(lesson, one, other))


def test_curriculum_budgets() -> None:
    assert sum(run.BUDGETS.values()) == 600 and set(run.BUDGETS) == set(range(1, 14))
    for lesson in REAL:
        assert run.budget(lesson) == run.BUDGETS[lesson.number], (
            f"{lesson.path.name}: '# budget' differs from the curriculum"
        )


# --- the real lessons ---


@pytest.fixture(scope="module")
def real_runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[tuple[str, str], dict]]:
    """Every lesson in both editions, the instructor's without demo cells, in one process that has no network."""
    folder = tmp_path_factory.mktemp("lessons")
    command = [sys.executable, "-m", "tools.authoring", "lessons", "--offline", "--without-demo"]
    command += ["--out", str(folder), "--report", str(folder / "report.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    print(done.stdout, done.stderr)
    assert (folder / "report.json").is_file(), f"the runner itself failed:\n{done.stdout}\n{done.stderr}"
    assert "the network was off: no run found a way out" in done.stdout
    entries = json.loads((folder / "report.json").read_text(encoding="utf-8"))["runs"]
    return folder, {(entry["lesson"], entry["edition"]): entry for entry in entries}


Runs = tuple[Path, dict[tuple[str, str], dict]]


@slow
@pytest.mark.parametrize(("lesson", "edition"), REAL_EDITIONS)
def test_a_lesson_runs_from_top_to_bottom(real_runs: Runs, lesson: Lesson, edition: str) -> None:
    """With the network off, without TensorFlow where it is a NumPy lesson, and as a page that needs no network."""
    ran = real_runs[1][lesson.slug, edition]
    assert "\n".join(ran["failures"]) == "" and ran["network"] is False
    assert ran["tensorflow"] is not None and not (lesson.numpy_only and ran["tensorflow"])
    page = (real_runs[0] / f"{lesson.slug}.{edition}.html").read_text(encoding="utf-8")
    assert not REMOTE.search(page) and "<script" not in page and lesson.title in page


@pytest.mark.parametrize(("lesson", "edition"), REAL_EDITIONS)
def test_reference_outputs_fit_the_lesson(lesson: Lesson, edition: str) -> None:
    assert "\n".join(expected.problems(ROOT, lesson, edition)) == ""


@slow
@pytest.mark.parametrize(("lesson", "edition"), REAL_EDITIONS)
def test_nbval_finds_the_reference_outputs(real_runs: Runs, lesson: Lesson, edition: str) -> None:
    executed = real_runs[0] / f"{lesson.slug}.{edition}.ipynb"
    done = expected.nbval(ROOT, expected.copy_for_nbval(ROOT, lesson, edition), executed)
    cells = [cell for cell in build.edition_cells(lesson, edition) if cell.is_code]
    skipped = sum(cell.has("demo") for cell in cells) if edition == INSTRUCTOR else 0
    assert (done.failed, done.skipped, done.passed) == (0, skipped, len(cells) - skipped), done.report


@slow
@pytest.mark.parametrize("lesson", [one for one in REAL if run.budget(one) <= CHEAP], ids=lambda lesson: lesson.slug)
def test_two_runs_of_a_lesson_show_the_same(real_runs: Runs, lesson: Lesson) -> None:
    first = nbformat.read(real_runs[0] / f"{lesson.slug}.{LEARNER}.ipynb", as_version=4)
    assert "\n".join(again(lesson, first, ROOT)) == ""
