"""The smallest grader: fair points for whatever is handed in, and the verdicts of the notebook's own checks."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from kernels import one_kernel
from odd_answers import KINDS

from deepfake_lessons.course import __main__ as command_line
from deepfake_lessons.course import grade as grader
from deepfake_lessons.course import handed_in
from deepfake_lessons.course import job as jobs
from deepfake_lessons.course.grade import grade, notebooks, table
from deepfake_lessons.course.job import Row, job
from deepfake_lessons.course.kernel import Limits
from deepfake_lessons.exercises import framework, kernel_side, notebook
from deepfake_lessons.exercises.framework import exercise, expect
from deepfake_lessons.exercises.learner import Learner

ROOT = Path(__file__).resolve().parents[2]
SHORT = Limits(cell_cpu=3, cell_wall=10, grace=1)
GOOD = "import numpy as np\ndef scale(x, k): return x * k"


@pytest.fixture(autouse=True)
def lesson_99(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A lesson of two exercises, and a private place for temporary files, which must be empty afterwards."""
    monkeypatch.setattr(framework, "_parts", {})
    monkeypatch.setattr(jobs, "demo_cells", lambda lesson: frozenset())

    @exercise("99.1", points=2)
    def scale(learner: Learner) -> None:
        x = learner.rng.uniform(1, 2, 3).round(2)
        expect(learner.ask("scale", [x, 2.0], seconds=2), x * 2, mistakes={"Multiply, do not add.": x + 2})

    @exercise("99.2", points=1)
    def share(learner: Learner) -> None:
        expect(learner.value("share"), 0.25)

    tmp_path_factory.getbasetemp()  # pytest's own folder, made before
    # A short path: sockets lie in it.
    with tempfile.TemporaryDirectory(prefix="t") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield
        assert os.listdir(folder) == []


def link(path: Path, target: Path) -> None:
    try:
        path.symlink_to(target)
    except (OSError, NotImplementedError):
        pytest.skip("this system lets nobody make symbolic links without a privilege")


def graded(*words: str) -> int:
    """The command `grade`, in this process, where lesson 99 is known."""
    return command_line.main(["grade", *words])


def rows_of(folder: Path) -> list[dict[str, str]]:
    with open(folder / "grades.csv", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def notebook_bytes(*sources: str, title: str = "# Lesson 99: a test") -> bytes:
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "metadata": {}, "source": title}]
    for source in sources:
        cells.append({"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None})
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


# ---------------------------------------------------------------------- reading what was handed in


def test_reads_formats_byte_order_marks_and_halves_of_characters() -> None:
    plain = notebook_bytes("x = 1\r\n", "y = 2")
    expected = handed_in.HandedIn("99", ("x = 1\n", "y = 2"))
    assert handed_in.read(plain) == handed_in.read(b"\xef\xbb\xbf" + plain) == expected
    lines = json.loads(plain)
    lines["cells"][1]["source"] = ["x = ", "1\n"]
    assert handed_in.read(json.dumps(lines).encode()) == expected
    cells = [
        {"cell_type": "heading", "level": 1, "source": "# Lesson 99"},
        {"cell_type": "code", "input": ["x = 1\n"], "language": "python"},
        {"cell_type": "code", "input": "y = 2"},
    ]
    assert handed_in.read(untitled(*cells)) == expected
    assert handed_in.read(notebook_bytes("x = 1").replace(b"x = 1", b"x = '\\ud800'")).cells == ("x = '?'",)


def untitled(*cells: dict[str, Any]) -> bytes:
    return json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}).encode()


@pytest.mark.parametrize(
    ("content", "lesson"),
    [
        (notebook_bytes(title="# lesson 2: x\n# Lesson 03"), "02"),
        (notebook_bytes("dl.check('3.1')", title="My name is Ann.\n\n# Lesson 02: learning"), "02"),
        (
            untitled(
                {"cell_type": "markdown", "source": "I am Ann"}, {"cell_type": "markdown", "source": "# Lesson 03"}
            ),
            "03",
        ),
        (untitled({"cell_type": "heading", "level": 1, "source": "Lesson 2: learning"}), "02"),
        (notebook_bytes("dl.check('3.1')", 'check( "3.2")', "check('2.1')", title="gone"), "03"),
        (notebook_bytes("def one_step(w, s, r): return w", "def my(): pass", title="Ann"), "02"),
        (notebook_bytes("def one_step(:", "def lazy_accuracy(t):", "def says_true(", title=""), "03"),
    ],
)
def test_the_lesson_is_told_by_a_title_anywhere_or_by_checks_or_by_names(content: bytes, lesson: str) -> None:
    assert handed_in.read(content).lesson == lesson


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "no notebook"),
        (b"3", "no notebook"),
        (b'{"cells": 3}', "nobody can tell the lesson"),
        (b'{"worksheets": 3}', "no notebook"),
        (b'{"cells": [3, {}, {"cell_type": "code", "source": 3}, {"cell_type": ["code"]}]}', "nobody can tell"),
        (notebook_bytes(title="hello"), "nobody can tell"),
        (notebook_bytes("def one_step(w, s, r): return w", "def says_true(p): return p", title=""), "nobody can tell"),
        (notebook_bytes(title="# Lesson 98"), "lesson 98 has no exercises here"),
    ],
)
def test_what_cannot_be_graded_has_no_points_and_a_reason(content: bytes, words: str) -> None:
    row = job(content, "eve.ipynb")
    assert row.status.startswith("cannot be graded: ")
    assert words in row.status
    assert (row.points, row.total, row.learner) == ({}, None, "eve")
    assert row.sha256 == hashlib.sha256(content).hexdigest()


# ---------------------------------------------------------------------- the table


def test_the_table() -> None:
    rows = [
        Row("a/=eve.ipynb", "99", {"99.1": 2, "99.10": 0.5, "99.2": 0}, {}, "-1; all right", 1.234, "ab"),
        Row("=b.ipynb", "02", {"2.1": None, "2.2": 1}, {}, "2.1 could not be graded", 0, "cd"),
        Row("c.ipynb", status="cannot be graded: empty"),
    ]
    lines = list(csv.DictReader(io.StringIO(table(rows))))
    assert list(lines[0])[:8] == ["file", "lesson", "learner", "2.1", "2.2", "99.1", "99.2", "99.10"]
    assert list(lines[0])[8:] == ["total", "status", "CPU seconds", "sha256"]
    assert (lines[0]["learner"], lines[0]["status"], lines[0]["total"]) == ("'=eve", "'-1; all right", "2.5")
    assert (lines[0]["99.2"], lines[0]["2.1"], lines[0]["CPU seconds"]) == ("0", "", "1.2")
    assert (lines[1]["file"], lines[1]["2.1"], lines[1]["2.2"], lines[1]["total"]) == ("'=b.ipynb", "", "1", "")
    assert lines[2]["total"] == ""


def test_files_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.ipynb", "x/a.ipynb", "x/.ipynb_checkpoints/a.ipynb", "notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "C.IPYNB").touch()
    (tmp_path / "folder.ipynb").mkdir()
    assert sorted(name for name, _ in notebooks(tmp_path)) == ["C.IPYNB", "b.ipynb", "x/a.ipynb"]
    assert notebooks(tmp_path / "b.ipynb") == [("b.ipynb", tmp_path / "b.ipynb")]


def test_links_get_a_row(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "outside.ipynb").write_bytes(b"rubbish")
    link(tmp_path / "in" / "link.ipynb", tmp_path / "outside.ipynb")
    link(tmp_path / "in" / "folder", tmp_path)
    rows = list(grade(notebooks(tmp_path / "in")))
    assert [(row.file, row.status) for row in rows] == [
        ("folder", "cannot be graded: a link"),
        ("link.ipynb", "cannot be graded: a link"),
    ]
    assert "not JSON" in next(grade(notebooks(tmp_path / "in" / "link.ipynb"))).status  # named, so it is meant


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
@pytest.mark.parametrize("named", [True, False])
def test_pipes_get_a_row(tmp_path: Path, named: bool) -> None:
    os.mkfifo(tmp_path / "pipe.ipynb")
    with ThreadPoolExecutor(1) as pool:
        files = notebooks(tmp_path / "pipe.ipynb" if named else tmp_path)
        waiting = pool.submit(lambda: list(grade(files)))
        try:
            rows = waiting.result(timeout=20)
        except TimeoutError:  # let the reader go, or the test would hang with it
            os.close(os.open(tmp_path / "pipe.ipynb", os.O_WRONLY | os.O_NONBLOCK))
            raise
    assert [row.status for row in rows] == ["cannot be graded: no regular file"]


def test_every_file_gives_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.ipynb").touch()
    rows = list(grade([("gone.ipynb", tmp_path / "gone.ipynb"), ("empty.ipynb", tmp_path / "empty.ipynb")]))
    assert [row.file for row in rows] == ["gone.ipynb", "empty.ipynb"]
    assert "No such file" in rows[0].status
    monkeypatch.setattr(jobs, "_Run", None)
    assert job(notebook_bytes("")).status == "cannot be graded: the grader stopped (TypeError)"
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "job.py" in said


# ---------------------------------------------------------------------- the command


def rubbish(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for name in names or ("a.ipynb", "b.ipynb"):
        (folder / name).write_bytes(b"rubbish")
    return folder


def test_a_secret_is_drawn_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = rubbish(tmp_path / "in")
    drawn = []
    for out in (tmp_path / "one", tmp_path / "two"):
        assert graded(str(folder), "--out", str(out)) == 0
        about = json.loads((out / "grading.json").read_text())
        assert about["secret"] in capsys.readouterr().out
        assert about["secret was"] == "drawn"
        drawn.append(about["secret"])
    assert drawn[0] != drawn[1]
    assert len(drawn[0]) == 16


@pytest.mark.parametrize("way", ["--secret", "--secret-file", "--secret-env"])
def test_a_secret_that_is_given_is_not_told(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    used: list[str] = []
    monkeypatch.setattr(grader, "job", lambda content, name, secret: used.append(secret) or Row(name))
    (tmp_path / "secret.txt").write_text("tulip\n")
    monkeypatch.setenv("WORD", "tulip")
    value = {"--secret": "tulip", "--secret-file": str(tmp_path / "secret.txt"), "--secret-env": "WORD"}[way]
    assert graded(str(rubbish(tmp_path / "in", "a.ipynb")), "--out", str(tmp_path / "out"), way, value) == 0
    assert used == ["tulip"]
    assert json.loads((tmp_path / "out/grading.json").read_text())["secret"] is None
    assert "tulip" not in capsys.readouterr().out
    assert way != "--secret-env" or "WORD" not in os.environ


def test_a_secret_that_is_missing_stops_before_any_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = rubbish(tmp_path / "in")
    (tmp_path / "empty").touch()
    for words in (
        ["--secret-file", str(tmp_path / "gone")],
        ["--secret-file", str(tmp_path / "empty")],
        ["--secret-env", "NO_SUCH_WORD"],
    ):
        assert graded(str(folder), "--out", str(tmp_path / "out"), *words) == 2
        assert "secret" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_table_of_the_shown_cases_earns_nothing(tmp_path: Path) -> None:
    shown: dict[str, list[float]] = {}
    names: dict[str, Any] = {}
    exec(GOOD, names)

    def listens(request: dict, arrays: list[np.ndarray]) -> Any:
        shown[repr(arrays[0].tolist())] = (arrays[0] * 2).tolist()
        return kernel_side.answer(names, request, arrays)

    framework.run("99.1", listens)
    lookup = notebook_bytes(f"shown = {shown}\ndef scale(x, k): return shown[repr(x.tolist())]")
    assert job(lookup).points["99.1"] == 2
    (tmp_path / "in.ipynb").write_bytes(lookup)
    assert graded(str(tmp_path / "in.ipynb"), "--out", str(tmp_path / "out")) == 0
    assert rows_of(tmp_path / "out")[0]["99.1"] == "0"


def test_names_that_the_terminal_cannot_show(tmp_path: Path) -> None:
    folder = rubbish(tmp_path / "in", "Анна.ipynb")
    command = [sys.executable, "-m", "deepfake_lessons.course", "grade", str(folder), "--out", str(tmp_path / "out")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, env=environment, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert rows_of(tmp_path / "out")[0]["file"] == "Анна.ipynb"


def test_ctrl_c_keeps_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stops(content: bytes, name: str, secret: str) -> Row:
        if name == "b.ipynb":
            raise KeyboardInterrupt
        return Row(name, "99", {"99.1": 2.0}, {"99.1": 2.0}, "99.1 right")

    monkeypatch.setattr(grader, "job", stops)
    folder = rubbish(tmp_path / "in", "a.ipynb", "b.ipynb", "c.ipynb")
    assert graded(str(folder), "--out", str(tmp_path / "out")) == 130
    assert [(row["file"], row["total"]) for row in rows_of(tmp_path / "out")] == [
        ("a.ipynb", "2"),
        ("b.ipynb", ""),
        ("c.ipynb", ""),
    ]
    assert "stopped by Ctrl-C" in rows_of(tmp_path / "out")[2]["status"]
    assert capsys.readouterr().err == "Stopped by Ctrl-C: 1 of 3 are graded.\n"


def test_a_place_that_cannot_be_written_is_found_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(grader, "job", lambda *_: pytest.fail("graded in vain"))
    folder = rubbish(tmp_path / "in")
    (tmp_path / "file").touch()
    (tmp_path / "taken" / "grades.csv").mkdir(parents=True)
    places = {tmp_path / "file": "it is a file", tmp_path / "file" / "x": "", tmp_path / "taken": "grades.csv"}
    if os.path.isdir("/proc/self"):
        places[Path("/proc/self/nothing")] = ""  # refuses even the superuser
    for place, words in places.items():
        assert graded(str(folder), "--out", str(place)) == 2
        said = capsys.readouterr().err
        assert said.startswith(f"The grades cannot go to {place}: ")
        assert words in said


def test_grades_that_cannot_be_written_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(path: Path, content: bytes) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(grader, "write_whole", full)
    assert graded(str(rubbish(tmp_path / "in")), "--out", str(tmp_path / "out")) == 1
    told = capsys.readouterr()
    assert "No space left" in told.err
    assert "file,lesson,learner" in told.out


# ---------------------------------------------------------------------- grading


@pytest.mark.slow
def test_right_wrong_half_and_untouched() -> None:
    right = job(notebook_bytes(GOOD, "share = 1 / 4"), "ann.ipynb", secret="s")
    assert (right.points, right.total, right.out_of) == ({"99.1": 2, "99.2": 1}, 3, {"99.1": 2, "99.2": 1})
    assert (right.learner, right.lesson, right.status) == ("ann", "99", "99.1, 99.2 right")
    assert 0 < right.cpu < 30
    half = job(notebook_bytes("def scale(x, k): return x + k", "share = 1 / 4"))
    assert (half.points, half.status) == ({"99.1": 0, "99.2": 1}, "99.2 right; 99.1 not yet right")
    assert half.messages["99.1"].endswith("Hint: Multiply, do not add.")
    stub = job(notebook_bytes("def scale(x, k): return ...  # your turn", "share = ...", "dl.check('99.1')"))
    assert stub.points == {"99.1": 0, "99.2": 0}
    assert stub.status == ("99.1, 99.2 not attempted; code cell 3 stopped with NameError: name 'dl' is not defined")


@pytest.mark.slow
def test_the_last_definition_counts_and_failing_cells_stop_nothing() -> None:
    row = job(
        notebook_bytes(
            "def scale(x, k): return None",
            "1 / 0",
            "def broken(:",
            "input('name?')",
            "import sys; sys.exit(3)",
            "raise KeyboardInterrupt",
            "print('x' * 10**7)",
            "import os, sys; sys.stdout = open(os.devnull, 'w')",
            "share = 0.5",
            GOOD.partition("\n")[2],
            "share = 0.25",
        ),
        limits=SHORT,
    )
    assert row.points["99.2"] == 1
    assert "code cell 2 stopped with ZeroDivisionError" in row.status
    assert "more cells stopped" in row.status


@pytest.mark.slow
def test_demo_cells_are_skipped_by_their_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    demo = "share = 0.5\n1 / 0"
    monkeypatch.setattr(jobs, "demo_cells", lambda lesson: frozenset({jobs.demo_hash(demo)} if lesson == "99" else ()))
    row = job(notebook_bytes("share = 0.25", f"\n{demo}  \n".replace("\n", "\r\n")))
    assert (row.points["99.2"], "ZeroDivision" in row.status) == (1, False)
    assert job(notebook_bytes("share = 0.25", f"{demo}  # changed")).points["99.2"] == 0


@pytest.mark.slow
def test_runaways_lose_only_what_they_did() -> None:
    row = job(notebook_bytes("while True: pass", GOOD, "share = 0.25"), limits=SHORT)
    assert (row.total, row.status) == (3, "99.1, 99.2 right; code cell 1 did not end in time and was stopped")
    stubborn = "import time\nwhile True:\n  try:\n    time.sleep(9)\n  except BaseException: pass"
    row = job(notebook_bytes(GOOD, stubborn, "share = 0.25"), limits=Limits(cell_wall=2, grace=1))
    assert (row.total, "code cell 2 did not end in time" in row.status) == (3, True)
    row = job(notebook_bytes(GOOD, "import os; os._exit(0)", "import os; os.abort()", "share = 0.25"), limits=SHORT)
    assert row.total == 3
    assert "code cell 2 ended its kernel and was left out; code cell 3 ended its kernel" in row.status
    row = job(notebook_bytes(*["import os; os._exit(0)"] * 9, "share = 0.25"), limits=SHORT)
    assert (row.points, row.total) == ({"99.1": None, "99.2": None}, None)
    assert "could not be graded: the kernel was lost too often" in row.status


@pytest.mark.slow
def test_functions_that_end_or_block_the_kernel() -> None:
    row = job(notebook_bytes("def scale(x, k):\n  import os; os._exit(0)", "share = 0.25"), limits=SHORT)
    assert row.points == {"99.1": 0, "99.2": 1}
    assert "ended the whole program" in row.messages["99.1"]
    stubborn = """
def scale(x, k):
    import signal, time
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try: time.sleep(1)
        except BaseException: pass
"""
    row = job(notebook_bytes(stubborn, "share = 0.25"), limits=SHORT)
    assert row.points == {"99.1": 0, "99.2": 1}
    assert "did not end within 2 seconds" in row.messages["99.1"]


_SLEEPS = "[sys.executable, '-c', 'import time; time.sleep(567)']"
PROCESSES = {
    "children": f"for _ in range(3): subprocess.Popen({_SLEEPS})",
    "sessions of their own": f"for _ in range(3): subprocess.Popen({_SLEEPS}, start_new_session=True)",
    "of a kernel that is gone": f"subprocess.Popen({_SLEEPS}, start_new_session=True)\nimport os; os._exit(0)",
    "daemons": f"""import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.chdir('/')
        os.execv(sys.executable, {_SLEEPS})
    os._exit(0)
os.wait()""",
    "without an environment": f"subprocess.Popen({_SLEEPS}, start_new_session=True, env={{}})\nimport os; os._exit(0)",
}


@pytest.mark.slow
@pytest.mark.parametrize("source", PROCESSES.values(), ids=list(PROCESSES))
def test_no_process_is_left(source: str) -> None:
    if "os.fork" in source and not hasattr(os, "fork"):
        pytest.skip("processes cannot fork here")
    import psutil

    before = {process.pid for process in psutil.process_iter()}
    mark = f"567.{os.getpid()}"  # told apart from what another run of these tests starts
    source = source.replace("567", mark)
    row = job(notebook_bytes(f"import subprocess, sys\n{source}", "share = 0.25"), limits=SHORT)
    assert row.points["99.2"] == 1, row.status
    left = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.pid not in before and process.status() != psutil.STATUS_ZOMBIE:
                left.append(process.cmdline())
    assert not [words for words in left if any(mark in word or tempfile.gettempdir() in word for word in words)]


BREAKING = {
    "patched checker": "import deepfake_lessons.exercises.kernel_side as k\n"
    "k.answer = lambda *a: ({'state': 'ok', 'value': {'list': [[[]]]}}, [])",
    "reads what is expected": "import deepfake_lessons.exercises.expecting as e\ne.expect = lambda *a, **k: None\n"
    "import deepfake_lessons.exercises.framework as f\nf.run = None\nshare = 3\ndef scale(x, k): return x",
    "no imports": "import builtins; builtins.__import__ = None",
    "no answer": "import deepfake_lessons.exercises.kernel_side as k\nk.serve = lambda *a: None",
}
HOSTILE = {
    "equal to everything": "class All:\n  def __eq__(s, o): return True\n  def __sub__(s, o): return 0\n"
    "def scale(x, k): return All()\nshare = All()",
    "float of its own": "class Half(float):\n  def __eq__(s, o): return True\n  __hash__ = None\nshare = Half(7)",
    "array of its own": "import numpy as np\nclass A(np.ndarray):\n  def __eq__(s, o): return True\n"
    "def scale(x, k): return x.view(A)",
    "huge answer": "import numpy as np\nshare = [np.zeros(10**6)] * 1000\ndef scale(x, k): return 'x' * 10**8",
    "pickle": "class P:\n  def __reduce__(s): return (print, ('ran',))\nshare = P()\nimport numpy as np\n"
    "def scale(x, k): return np.array([P()], dtype=object)",
    "liar": "class L:\n  def __getattr__(s, n): raise SystemExit\n  @property\n  def __class__(s): raise SystemExit\n"
    "  def __call__(s, *a): raise SystemExit\n  def __repr__(s): raise SystemExit\nshare = L()\nscale = L()",
    "huge error": "def scale(x, k): raise ValueError('x' * 10**8)",
    "odd error": "class E(Exception):\n  def __str__(s): return type('S', (str,), {'__getitem__': lambda *a: 1})('x')\n"
    "def scale(x, k): raise E",
}


BREAKS = ["import sys; sys.stdout = None", "import json; json.dumps = None"]


@pytest.mark.slow
@pytest.mark.parametrize("breaks", BREAKS)
def test_a_cell_that_takes_the_kernel_apart_is_left_out(breaks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot reply any more, and computes nothing: that is seen long before the limit of a cell that waits."""
    monkeypatch.setattr(jobs, "ANSWERS", 2)
    begun = time.monotonic()
    row = job(notebook_bytes(GOOD, breaks, "share = 0.25"), limits=Limits(idle=2, grace=1))
    assert row.total == 3
    assert "code cell 2 " in row.status
    assert "was left out" in row.status or "was stopped" in row.status
    assert time.monotonic() - begun < 60


@pytest.mark.slow
def test_leaving_a_cell_costs_nothing() -> None:
    """`exit()` ends ipykernel a moment after its reply, when somebody's function would be blamed."""
    slow = "import time\ndef scale(x, k):\n    time.sleep(0.3)\n    return x * k"
    for leave in ("exit()", "quit", "get_ipython().kernel.do_shutdown(True)", "import sys; sys.exit()"):
        row = job(notebook_bytes(slow, "share = 0.25", leave), limits=SHORT)
        assert row.total == 3, (leave, row.status)


@pytest.mark.slow
def test_a_kernel_that_dies_once_is_nobodys_fault(tmp_path: Path) -> None:
    flag = str(tmp_path / "flag")
    once = f"""
import os
def scale(x, k):
    if not os.path.exists({flag!r}):
        open({flag!r}, 'w').close()
        os._exit(0)
    return x * k
"""
    row = job(notebook_bytes(once, "share = 0.25"), limits=SHORT)
    assert (row.total, row.status) == (3, "99.1, 99.2 right")
    late = "import os, threading\ndef scale(x, k):\n  threading.Timer(0.05, os._exit, [0]).start()\n  return x * k"
    row = job(notebook_bytes(late, "share = 0.25"), limits=SHORT)
    assert row.points["99.2"] == 1


@pytest.mark.slow
@pytest.mark.parametrize("ends", ["import os; os._exit(0)", BREAKS[1]])
@pytest.mark.parametrize("first", [True, False])
def test_a_part_that_ends_the_kernel_costs_its_own_points_only(ends: str, first: bool) -> None:
    @exercise("99.1", points=4)
    def shift(learner: Learner) -> None:
        expect(learner.ask("shift", [1.0], seconds=1), 2.0)

    bad, good = ("scale(x, k)", "shift(x)") if first else ("shift(x)", "scale(x, k)")
    sources = f"def {bad}:\n    {ends}", f"def {good}: return {'x + 1' if first else 'x * k'}"
    row = job(notebook_bytes(*sources, "share = 0.25"), limits=SHORT)
    assert row.points == {"99.1": 4 if first else 2, "99.2": 1}
    assert row.total is not None
    assert row.messages["99.1"].startswith(f"99.1 not yet: {bad[:5]}(")


@pytest.mark.slow
def test_a_folder_that_was_removed_is_no_way_out() -> None:
    removes = "import os, shutil; shutil.rmtree(os.path.join(os.getcwd(), '..', 'values'))"
    assert job(notebook_bytes(GOOD, removes, "share = 0.5"), limits=SHORT).points == {"99.1": 2, "99.2": 0}
    blocks = f"{removes}; open(os.path.join(os.getcwd(), '..', 'values'), 'w').close()"
    row = job(notebook_bytes(GOOD, blocks, "share = 0.25", "import os; open(os.getcwd() + '/gone')"), limits=SHORT)
    assert row.total is None
    assert "the notebook broke the kernel it ran in" in row.status
    assert "No such file or directory: '.../work/gone'" in row.status
    assert tempfile.gettempdir() not in row.status + str(row.messages)


@pytest.mark.slow
def test_the_kernel_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_TOKEN", "tulip")
    monkeypatch.setenv("TF_VAR_password", "tulip")
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "3")
    looks = """
import os, tempfile
found = 'tulip' in str(dict(os.environ))
home = os.path.expanduser('~')
private = os.path.dirname(os.getcwd())
share = 0.25 if not found and home.startswith(private) and tempfile.gettempdir().startswith(private) else 1
share = share if os.environ['TF_CPP_MIN_LOG_LEVEL'] == '3' and os.environ['PATH'] else 2
"""
    row = job(notebook_bytes(looks), secret="tulip")
    assert row.points["99.2"] == 1, row.messages


@pytest.mark.slow
@pytest.mark.parametrize("name", BREAKING)
def test_notebooks_that_break_the_kernel_earn_nothing(name: str) -> None:
    row = job(notebook_bytes(BREAKING[name]), limits=SHORT)
    assert row.points == {"99.1": 0, "99.2": 0}, row.status


@pytest.mark.slow
def test_hostile_answers_earn_nothing() -> None:
    with one_kernel(framework.plan("99"), SHORT) as ask:
        for name, source in HOSTILE.items():
            assert [ask(source, one).points for one in ("99.1", "99.2")] == [0, 0], name
        assert [ask(f"{GOOD}\nshare = 0.25", one).points for one in ("99.1", "99.2")] == [2, 1]


RIGHT = ["return x / 2", "print('hello'); return x / 2", "return np.float32(x / 2)"]
MORE = """return ...
print('hello'); return x
return {1, 2}
return np
return b'x'
return '\\ud800'
return [x] * 3000
return [1, 2] * 10**6
return np.broadcast_to(1.0, (10**6, 10**6))""".splitlines()


@pytest.mark.slow
def test_notebook_and_grader_give_the_same_verdicts() -> None:
    """All bodies in one notebook, as exercises 98.1, 98.2 ...: word for word what the notebook's check says."""
    sources = ["import numpy as np", "def half(x): raise RecursionError"]
    for place, body in enumerate([*RIGHT, *MORE, "\n    while True: pass", *KINDS], 1):
        sources.append(f"def f{place}(x): {body.replace('half', f'f{place}')}")

        @exercise(f"98.{place}")
        def asks(learner: Learner, place: int = place) -> None:
            expect(learner.ask(f"f{place}", [3.0], seconds=1), 1.5, mistakes={"Divide.": 3.0})

        framework._parts[f"98.{place}"][0].check.__qualname__ = f"asks{place}"
    row = job(notebook_bytes(*sources, title="# Lesson 98"), secret="s")
    names: dict[str, Any] = {}
    exec("\n".join(sources), names)
    here = {one: notebook.verdict(one, names, "s") for one in row.points}
    assert len(here) == len(sources) - 2
    assert row.messages == {one: result.message for one, result in here.items()}
    assert row.points == {one: result.points for one, result in here.items()}
    assert row.total == len(RIGHT)
    assert np.isfinite(row.cpu)


@pytest.mark.slow
def test_the_command(tmp_path: Path) -> None:
    """Lesson 02 as it is handed out, and rubbish beside it: a row each, exit status 0, no file but two."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "=cmd.ipynb").write_bytes((ROOT / "notebooks/02_learning_from_mistakes.ipynb").read_bytes())
    (folder / "rubbish.ipynb").write_bytes(b"rubbish")
    command = [sys.executable, "-m", "deepfake_lessons.course", "grade", str(folder), "--out", str(tmp_path / "out")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*command, "--secret", "s"], capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(grader.UNBOXED)
    with open(tmp_path / "out" / "grades.csv", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["file"] for row in rows] == ["'=cmd.ipynb", "rubbish.ipynb"]
    assert (rows[0]["lesson"], rows[0]["total"], rows[0]["2.1"]) == ("02", "0", "0")
    assert rows[0]["status"].endswith("not attempted")
    assert (rows[1]["total"], rows[1]["status"]) == ("", "cannot be graded: the file is not JSON, so it is no notebook")
    assert sorted(os.listdir(tmp_path / "out")) == ["grades.csv", "grading.json"]
    nothing = subprocess.run(
        [*command[:4], str(tmp_path / "none"), "--out", "x"], capture_output=True, text=True, env=environment
    )
    assert (nothing.returncode, "There is no notebook" in nothing.stderr) == (2, True)
