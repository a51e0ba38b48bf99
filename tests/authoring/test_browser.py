"""Visits in a real browser: each fault that they are for is planted once and found, and the real lessons have none.

Without Chromium these tests are skipped, and say how to get one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest
from course_fixture import checkout, real_lessons

from deepfake_lessons.cache import write_whole
from tools.authoring import build
from tools.authoring.__main__ import main
from tools.authoring.browser import answers, chromium, report, server
from tools.authoring.browser.chromium import CannotVisit
from tools.authoring.browser.visit import Visit, visit
from tools.authoring.source import Lesson, find_root, parse, sources
from tools.authoring.touched import touched

ROOT = find_root()
REAL = real_lessons()
VISITED, LEFT = touched(ROOT, REAL)
slow = pytest.mark.slow
needs_browser = pytest.mark.skipif(bool(chromium.why_not()), reason=chromium.why_not())

CLEAN = '''\
# lesson: numpy

# %% [markdown]
# # Lesson 02: A small lesson
#
# For tests.

# %% tags=["setup"]
import ipywidgets as widgets
import numpy as np
from IPython.display import HTML, Javascript, display

import deepfake_lessons as dl

dl.start(seed=1)

# %%
dl.guess("02 small", "How many are there?", low=0, high=9)

# %%
dl.guess("02 kind", "Which kind is it?", options=["round", "square"])

# %%
grey = np.full((8, 8), 0.5)
dl.show(grey, alt="a grey square that is the same everywhere")


# %% id="explorer"
def shade(level, kind, turned, again):
    value = np.full((60, 200), level / 10)
    value[:, ::2] *= (0.5 if kind == "dark" else 1.0) * (0.9 if turned else 1.0)
    return value, f"level {level}, {kind}, {turned}, {again}"


dl.explore(
    shade, alt="a field of grey stripes:", level=(0, 10, 1, 10), kind=["light", "dark"], turned=True, again=0,
    buttons={"Fewer": lambda values: {"again": max(0, values["again"] - 1)},
             "More": lambda values: {"again": values["again"] + 1}},
)

# %%
field, told = widgets.FloatText(description="how much"), widgets.HTML("nothing yet")
field.observe(lambda change: setattr(told, "value", f"now {change.new}"), names="value")
widgets.VBox([field, told])

# %% tags=["exercise"]
def one_step(weights, slopes, learning_rate):
    """The weights after one step."""
    ### BEGIN SOLUTION
    return weights - learning_rate * slopes
    ### END SOLUTION


# %% tags=["check"]
dl.check("2.2")

# %%
dl.recall("2.r1")

# %% [markdown]
# ## What next
#
# Nothing.
'''
DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
# What a visit must find: a cell (or several) with a fault, and words of the line that tells it.
FAULTS = {
    "an image without alt": (f"display(HTML('<img src=\"{DOT}\">'))", "shows an image without alt text"),
    "words too few": (f'display(HTML(\'<img alt="a dot" src="{DOT}">\'))', "whose alt text says too little: 'a dot'"),
    "a broken image": (
        'display(HTML(\'<img alt="a picture that was lost on its way" src="images/lost.png">\'))',
        "shows an image that does not load",
    ),
    "a dead slider": (
        'dl.explore(lambda far: (grey, "always the same grey"), alt="a grey square", far=(0, 9, 1, 3))',
        "the slider 'far' moves, but changes nothing",
    ),
    "a dead button": ('widgets.Button(description="Press me")', "the button 'Press me' changes nothing"),
    "a control without a name": (
        "box, heard = widgets.Checkbox(indent=False), widgets.HTML()\n"
        'box.observe(lambda change: setattr(heard, "value", f"it is {change.new}"), names="value")\n'
        "widgets.VBox([box, heard])",
        "a check box has no name for a screen reader",
    ),
    "out of Tab's reach": (
        'display(HTML(\'<button tabindex="-1" onclick="this.textContent += 1">Count</button>\'))',
        "the button 'Count' cannot be reached with Tab",
    ),
    "no read-out": (
        'dl.explore(lambda level: np.full((60, 60), level / 10), alt="a square of one grey", level=(0, 9, 1, 3))',
        "has a picture with controls, and no text read-out beside it",
    ),
    "cut off": ("display(HTML('<div style=\"width:2000px\">too wide</div>'))", "is cut off at 1280 pixels"),
    "broken words": (
        "display(HTML('<pre style=\"word-break:break-all !important\">' + 'wonderful ' * 60 + '</pre>'))",
        "breaks printed lines inside words: wonderful",
    ),
    "a picture from elsewhere": (
        'display(HTML(\'<img alt="a picture on another machine" src="https://example.org/x.png">\'))',
        "a request wanted to leave this machine: https://example.org/x.png",
    ),
    "a websocket": (
        "display(Javascript('new WebSocket(\"wss://example.org/talk\")'))",
        "a websocket wanted to leave this machine: wss://example.org/talk",
    ),
    "a request from Python": (
        "import socket\ntry:\n    socket.create_connection(('example.net', 80), 1)\nexcept OSError:\n    pass",
        "a cell asked the network for example.net",
    ),
    "a console error": ("display(Javascript('console.error(\"planted here\")'))", "console error: planted here"),
    "stderr": ('import sys\nprint("careful", file=sys.stderr)', "wrote to stderr: careful"),
    "a notice": (
        'display(Javascript(\'document.body.insertAdjacentHTML("beforeend", '
        '"<p class=Toastify__toast>There is news</p>")\'))',
        "JupyterLab announces: There is news",
    ),
    "a check that never answers": (
        '# %% tags=["exercise"]\n### BEGIN SOLUTION\nready = True\n### END SOLUTION\n\n'
        '# %% tags=["check"]\nprint("2.9 is asleep")  # check("2.9")\n',
        "after a right answer the check says '2.9 is asleep'",
    ),
    "an error": ('raise ValueError("planted")', "shows an error: ValueError: planted"),  # the last: it ends the run
}


def lesson_with(folder: Path, text: str) -> tuple[Path, Lesson]:
    """A checkout with one lesson and its notebook; its kernel takes the real library."""
    root = checkout(folder, text, "02_small.py")
    shutil.rmtree(root / "deepfake_lessons")
    lesson = parse(sources(root)[0])
    notebook = build.to_bytes(build.notebook(lesson, build.LEARNER))
    write_whole(root / "notebooks" / "02_small.ipynb", notebook)
    return root, lesson


def visited(folder: Path, text: str) -> Visit:
    root, lesson = lesson_with(folder, text)
    return visit(lesson, root, folder / "out")


def after_setup(*cells: str) -> str:
    """The clean lesson with cells put in after the one that shows a grey square."""
    mark = '\n\n# %% id="explorer"'
    planted = "".join(f"\n# %%\n{cell}\n" for cell in cells)
    assert mark in CLEAN
    return CLEAN.replace(mark, f"\n{planted}{mark}", 1)


# --- a lesson without a fault, and each fault ---


@slow
@needs_browser
def test_a_clean_lesson_has_no_fault(tmp_path: Path) -> None:
    seen = visited(tmp_path, CLEAN)
    assert seen.faults == []
    assert (seen.cells, seen.pictures, seen.exercises) == (9, 2, 1)
    assert seen.controls == 13, "slider, lock; list, lock; slider, list, box, two buttons; field; three answers"
    assert re.fullmatch(
        r"02: 9 cells, 2 pictures, 13 controls, 1 exercise, \d+ s beyond \d+ s of running; no fault", report.line(seen)
    )
    shot = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"first.png", "cell-05-picture.png", "cell-06-0-before.png", "cell-06-1-level.png"} <= shot
    assert "trace.zip" not in shot, "a trace is kept of a visit that found something"
    told = json.loads(report.as_json([seen]))
    assert told["date"] and told["machine"]["cores"] and {"jupyterlab", "browser"} <= set(told["versions"])
    assert told["visits"][0]["controls"] == 13 and str(tmp_path) not in json.dumps(told)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Visit, Path]:
    """One visit of a lesson with every fault that does not end it, each in cells of its own."""
    folder = tmp_path_factory.mktemp("spoilt")
    cells = [code if code.startswith("# %%") else f"# %%\n{code}\n" for code, _ in FAULTS.values()]
    end = "# %% [markdown]\n# ## What next"
    assert end in CLEAN
    return visited(folder, CLEAN.replace(end, "\n".join([*cells, end]))), folder


@slow
@needs_browser
@pytest.mark.parametrize(("code", "words"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(spoilt: tuple[Visit, Path], code: str, words: str) -> None:
    # (A picture from elsewhere was refused, so it does not load either.)
    found = [fault for fault in spoilt[0].faults if words in fault and "load (https" not in fault]
    assert len(found) == 1, "\n".join(spoilt[0].faults)
    assert re.match(r"02_small\.py:\d+( cell [\w-]+)?: ", found[0])


@slow
@needs_browser
def test_nothing_else_is_found_and_a_trace_is_kept(spoilt: tuple[Visit, Path]) -> None:
    known = [words for _, words in FAULTS.values()]
    known += ["after a wrong answer the check says '2.9"]  # follow from others
    known += ["console error: Failed to load resource: the server responded with a status of 404"]  # the lost image
    others = [fault for fault in spoilt[0].faults if not any(words in fault for words in known)]
    assert others == []
    assert {"trace.zip", "server.log", "last.png"} <= {path.name for path in (spoilt[1] / "out").iterdir()}


ENDS = {
    "a kernel that dies": ("import os, time\ntime.sleep(1)\nos._exit(3)", "the kernel died, and JupyterLab"),
    "a cell that asks": ('input("your name? ")', "a cell waits for typed input"),
    "a cell that never ends": ("while True:\n    pass", "the kernel did not rest within"),
}


@slow
@needs_browser
@pytest.mark.parametrize(("code", "words"), ENDS.values(), ids=ENDS)
def test_what_ends_a_visit_is_told_with_its_cell(
    code: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.authoring.browser.page.RUN", 10)
    seen = visited(tmp_path, after_setup(code))
    line = seen.lesson.path.read_text(encoding="utf-8").splitlines().index(code.splitlines()[0]) + 1
    (found,) = [fault for fault in seen.faults if words in fault]
    assert found.startswith(f"02_small.py:{line} cell "), seen.faults
    assert len(seen.faults) == 1, seen.faults


@slow
@needs_browser
def test_a_question_of_jupyterlab_is_a_fault(tmp_path: Path) -> None:
    root, lesson = lesson_with(tmp_path, CLEAN)
    path = root / "notebooks" / "02_small.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    other = {"name": "other", "display_name": "Other", "language": "other"}  # JupyterLab has none for it, and asks
    notebook["metadata"] = {"kernelspec": other, "language_info": {"name": "other"}}
    path.write_bytes(build.to_bytes(notebook))
    seen = visit(lesson, root, tmp_path / "out")
    assert len(seen.faults) == 1 and "JupyterLab asks: Select Kernel" in seen.faults[0], seen.faults


# --- nothing to visit with ---


def test_no_browser_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert "sudo apt install chromium" in chromium.why_not()
    assert main(["browser", "02", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"{chromium.why_not()}\n"
    monkeypatch.setenv("CHROMIUM", "no-such-program")
    assert chromium.why_not() == "CHROMIUM=no-such-program is no program: name a Chromium or Chrome, or unset it."
    monkeypatch.setattr(chromium, "find_spec", lambda name: None)
    assert "run 'make setup'" in chromium.why_not()


@needs_browser
@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for a browser")
def test_a_browser_that_does_not_start_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(broken))
    with pytest.raises(CannotVisit, match=r"does not start: \S") as told, chromium.browser():
        pass
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys; sys.exit('no room left')", "JupyterLab ended at once; its last words: no room left"),
        ("import time; time.sleep(60)", "JupyterLab did not come up within 2 seconds, and said nothing"),
    ],
)
def test_no_jupyterlab_is_one_sentence_and_leaves_nothing(
    code: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "COMMAND", (sys.executable, "-c", code))
    root, _ = lesson_with(tmp_path, CLEAN)
    with pytest.raises(CannotVisit) as told, server.jupyterlab(root, start=2):
        pass
    assert str(told.value) == words
    assert not psutil.Process().children(recursive=True)


def test_a_lesson_that_was_not_built_is_one_sentence(tmp_path: Path) -> None:
    root, lesson = lesson_with(tmp_path, CLEAN)
    (root / "notebooks" / "02_small.ipynb").unlink()
    with pytest.raises(CannotVisit, match=r"There is no notebook 02_small\.ipynb that can be read: run 'make build'"):
        visit(lesson, root, tmp_path / "out")


@slow
def test_two_servers_at_once_and_an_end(tmp_path: Path) -> None:
    root, _ = lesson_with(tmp_path, CLEAN)
    with server.jupyterlab(root) as one, server.jupyterlab(root) as other:
        assert one.address != other.address and one.token != other.token
        folders = [one.folder, other.folder]
        assert sorted(path.name for path in (one.folder / "notebooks").iterdir()) == ["02_small.ipynb"]
    assert not any(folder.exists() for folder in folders)
    assert not psutil.Process().children(recursive=True)


@slow
@pytest.mark.skipif(not (ROOT / ".venv" / "bin" / "python").exists(), reason="make lab needs .venv (make setup)")
def test_make_lab_says_that_a_port_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        places = {f"JUPYTER_{kind}_DIR": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
        command = ["sh", "tools/lab.sh", "--no-browser", "--port", str(port)]
        lab = subprocess.Popen(command, cwd=ROOT, env=os.environ | places, stderr=subprocess.PIPE, text=True)
        stop = threading.Timer(120, lab.kill)
        stop.start()
        try:
            assert lab.stderr is not None
            said = lab.stderr.readline()
            assert said == (
                f"Port {port} cannot be had: JupyterLab takes the next free one, and prints its address below.\n"
            )
            address = next((line for line in lab.stderr if re.search(r"http://127\.0\.0\.1:\d+/lab", line)), "")
            assert address and f":{port}/" not in address
        finally:
            stop.cancel()
            lab.terminate()
            lab.communicate(timeout=60)


# --- the answers that a visit types ---


def test_every_exercise_has_a_wrong_and_a_right_answer() -> None:
    for lesson in REAL:
        typed = answers.answers(lesson, ROOT)
        assert [one.exercise for one in typed] == [cell.exercise for cell in lesson.cells if cell.has("exercise")]
        for one in typed:
            assert one.wrong != one.right and one.hint and "SOLUTION" not in one.right


def test_an_answer_of_nothing_is_never_right() -> None:
    source = "def f(x):\n    if x:\n        return 1\n    return 2\n\n\nlow, high = 1, 2\nword: str = 'a'\nn = 3"
    names: dict = {}
    exec(answers.nothing(source), names)
    assert names["f"](0) is names["f"](1) is names["low"] is names["high"] is names["word"] is names["n"] is None


# --- the real lessons ---


@pytest.mark.skipif(bool(LEFT), reason=LEFT)
def test_no_touched_lesson_is_left_to_make_browser() -> None:
    """Skipped, with the command to run, where `make test` does not visit all that was touched since the last tour."""


@slow
@needs_browser
@pytest.mark.parametrize("lesson", VISITED, ids=lambda lesson: lesson.slug)
def test_a_touched_lesson_works_in_a_browser(lesson: Lesson) -> None:
    out = ROOT / "build" / "browser" / lesson.key
    seen = visit(lesson, ROOT, out)
    write_whole(out / "report.json", report.as_json([seen]))
    print(report.line(seen))
    assert "\n".join(seen.faults) == ""
    assert seen.exercises == sum(cell.has("exercise") for cell in lesson.cells)
