"""Answers travel: from kernel to kernel through a folder, from machine to machine in one zip."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import subprocess
import sys
import time
import types
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import deepfake_lessons as dl
from deepfake_lessons.notebook.own_work import answers as plain
from deepfake_lessons.notebook.own_work import artefacts, carrying, folder
from deepfake_lessons.notebook.own_work.folder import Folder
from deepfake_lessons.notebook.own_work.memory import Memory
from deepfake_lessons.notebook.session import MEMORY

TODAY = date.today().isoformat()
EXAM = {"opened": "2026-11-22", "caught": [17, 17], "accused": [0, 20]}
ANSWERS: plain.Answers = {
    ("guess", "02 twenty moves"): 0.12,
    ("guess", "03 newborns"): 6,
    ("guess", "03 whose"): "nobody's “face”",
    ("recall", "2.r1"): 0,
    ("recall", "3.r1"): 2,
    ("exam", "03 faces"): EXAM,
    ("try", "3.1"): [1, 2.5, None, True, {"hints": ["a\nb"]}],
}
WORK = pytest.mark.usefixtures("work")


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    MEMORY.forget()
    yield
    MEMORY.forget()


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An open folder, not on the disk yet."""
    monkeypatch.chdir(tmp_path)
    MEMORY.open(tmp_path / "my_work")
    return tmp_path / "my_work"


def restart(path: Path) -> None:
    """What a new kernel does."""
    MEMORY.forget()
    MEMORY.open(path)


def names(path: Path) -> list[str]:
    """What a learner sees in the folder."""
    return sorted(one.name for one in path.iterdir() if not one.name.startswith("."))


# ---------------------------------------------------------------------- the file


def test_answers_come_back_as_they_were(work: Path) -> None:
    MEMORY.add(ANSWERS)
    restart(work)
    assert MEMORY.all() == ANSWERS
    assert names(work) == ["answers.json"]


def test_people_can_read_the_file(work: Path) -> None:
    MEMORY.add(dict(reversed(ANSWERS.items())))
    text = (work / "answers.json").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert "You may delete this file" in lines[1] and "No names" in lines[1] and "version" in lines[2]
    assert '   "03 whose": "nobody\'s “face”"' in lines and text.endswith("}\n")
    keys = [line.strip() for line in lines if line.startswith("  ") and not line.startswith("   ")]
    assert keys == ['"exam": {', "},", '"guess": {', "},", '"recall": {', "},", '"try": {', "}"]


def test_the_folder_comes_with_the_first_answer(work: Path) -> None:
    assert not work.exists()
    assert MEMORY.get("guess", "02 twenty moves") is None
    assert not work.exists()
    MEMORY.put("guess", "02 twenty moves", 0.1)
    assert names(work) == ["answers.json"]


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("guess", "02 a", float("nan")),
        ("guess", "02 a", float("inf")),
        ("guess", "02 a", 10**19),
        ("guess", "02 a", True),
        ("guess", "02 a", None),
        ("guess", "02 a", [1]),
        ("guess", "02 a", "x" * 201),
        ("guess", "02 a", "a\x1b[2J"),
        ("guess", "", 1),
        ("guess", "x" * 101, 1),
        ("guess", "02\na", 1),
        ("Guess", "02 a", 1),
        ("recall", "2.r1", "1"),
        ("recall", "2.r1", -1),
        ("recall", "2.r1", 1.0),
        ("exam", "03 faces", {**EXAM, "opened": "2026-13-01"}),
        ("exam", "03 faces", {**EXAM, "opened": "20261122"}),
        ("exam", "03 faces", {**EXAM, "caught": [18, 17]}),
        ("exam", "03 faces", {**EXAM, "caught": [1, 2, 3]}),
        ("exam", "03 faces", {**EXAM, "more": 1}),
        ("exam", "03 faces", ("2026-11-22", 3)),
        ("try", "3.1", {1: 2}),
        ("try", "3.1", {"a": {1, 2}}),
        ("try", "3.1", "\ud800"),
        ("try", "3.1", [[[[[1]]]]]),
        ("try", "3.1", ["x" * 3000] * 2),
    ],
)
@WORK
def test_what_cannot_be_kept(kind: str, key: str, value: Any) -> None:
    with pytest.raises(ValueError):
        MEMORY.add({("guess", "02 good"): 1, (kind, key): value})
    assert MEMORY.all() == {}


# ---------------------------------------------------------------------- two notebooks


def test_notebooks_see_each_other(work: Path) -> None:
    other = Memory()
    other.open(work)
    MEMORY.put("guess", "02 a", 1)
    assert other.put("guess", "02 a", 2) == 1  # the first answer wins
    assert other.put("guess", "02 b", 3) == 3
    assert MEMORY.get("guess", "02 b") == 3


def test_the_first_answer_wins_also_a_moment_before_the_second(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Memory()
    other.open(work)
    other.put("guess", "02 a", 1)
    monkeypatch.setattr(Folder, "changed", lambda self: None)  # as if the other had written after the last look
    assert MEMORY.put("guess", "02 a", 2) == 1
    assert MEMORY.get("guess", "02 a") == 1


WRITER = """
import sys, time
from pathlib import Path
from deepfake_lessons.notebook.own_work.memory import Memory

me, place = sys.argv[1], Path(sys.argv[2])
memory = Memory()
memory.open(place / "my_work")
(place / f"ready{me}").touch()
until = time.monotonic() + 60
while not (place / "go").exists() and time.monotonic() < until:
    time.sleep(0.001)
for number in range(60):
    memory.put("guess", f"02 {me} {number}", number)
    memory.put("guess", f"02 both {number}", f"of {me}")
print(len(memory.all()), memory.save())
"""


def test_two_kernels_writing_at_once_lose_nothing(root: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", WRITER]
    kernels = [
        subprocess.Popen([*command, me, str(tmp_path)], env=environment, stdout=subprocess.PIPE, text=True)
        for me in ("a", "b")
    ]
    until = time.monotonic() + 120
    while len(list(tmp_path.glob("ready?"))) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    (tmp_path / "go").touch()
    said = [kernel.communicate(timeout=120)[0].splitlines() for kernel in kernels]
    assert [len(lines) for lines in said] == [1, 1] and all(lines[0].endswith("True") for lines in said)
    MEMORY.open(tmp_path / "my_work")
    found = MEMORY.all()
    wanted = {("guess", f"02 {who} {number}") for who in ("a", "b", "both") for number in range(60)}
    assert set(found) == wanted
    assert all(found["guess", f"02 {me} {number}"] == number for me in "ab" for number in range(60))


HOLDER = """
import sys, time
from pathlib import Path
from deepfake_lessons.notebook.own_work.folder import Folder

with Folder(Path(sys.argv[1])).locked():
    print("held", flush=True)
    time.sleep(120)
"""


def test_a_busy_folder_waits_for_nobody_for_ever(
    root: Path, work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What another kernel holds up stays in memory; when that kernel is killed, the lock is free at once."""
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", HOLDER, str(work)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout is not None and holder.stdout.readline() == "held\n"
            monkeypatch.setattr(folder, "WAIT", 0.1)
            assert MEMORY.put("guess", "02 a", 1) == 1
            assert MEMORY.put("guess", "02 b", 2) == 2
            assert capsys.readouterr().out.count("my_work is busy") == 1
        finally:
            holder.kill()
    MEMORY.put("guess", "02 c", 3)
    restart(work)
    assert MEMORY.all() == {("guess", "02 a"): 1, ("guess", "02 b"): 2, ("guess", "02 c"): 3}


def test_a_deleted_folder_forgets(work: Path) -> None:
    MEMORY.add(ANSWERS)
    for path in work.iterdir():
        path.unlink()
    work.rmdir()
    assert MEMORY.all() == {}
    MEMORY.put("guess", "02 new", 1)
    restart(work)
    assert MEMORY.all() == {("guess", "02 new"): 1}


# ---------------------------------------------------------------------- killed, full, damaged


@pytest.mark.parametrize("function", ["replace", "fsync"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_stopped_in_the_middle_the_old_file_is_whole(
    function: str, error: BaseException, work: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    MEMORY.put("guess", "02 a", 1)
    before = (work / "answers.json").read_bytes()

    def stop(*_: Any) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(folder.os, function, stop)
        if isinstance(error, OSError):
            assert MEMORY.put("guess", "02 b", 2) == 2
            said = capsys.readouterr().out
            assert said == (
                "Your work stays in memory and ends with the kernel: my_work cannot be written "
                "(No space left on device).\n"
            )
        else:
            with pytest.raises(KeyboardInterrupt):
                MEMORY.put("guess", "02 b", 2)
    assert (work / "answers.json").read_bytes() == before
    assert names(work) == ["answers.json"] and sorted(os.listdir(work)) == [".lock", "answers.json"]
    MEMORY.put("guess", "02 c", 3)  # and the next one writes both
    restart(work)
    assert set(MEMORY.all()) == {("guess", f"02 {key}") for key in "abc"}


def test_what_a_killed_kernel_left_is_no_hindrance(work: Path) -> None:
    MEMORY.put("guess", "02 a", 1)
    (work / ".answers.json.x1.part").write_bytes(b'{"about": "half')
    MEMORY.put("guess", "02 b", 2)
    assert sorted(os.listdir(work)) == [".lock", "answers.json"]


def text_of(answers: Any, version: Any = 1) -> bytes:
    return json.dumps({"version": version, "answers": answers}).encode()


DAMAGE = {
    "not JSON": b'{"version": 1, "answers": {',
    "not UTF-8": b"\xff\xfe\x00",
    "empty": b"",
    "another shape": b"[1, 2, 3]",
    "no version": b'{"answers": {}}',
    "answers of another shape": text_of([1, 2]),
    "a value that is no answer": text_of({"guess": {"02 a": float("nan")}}),
    "an exam with another result": text_of({"exam": {"03 faces": {"opened": "2026-11-22"}}}),
    "too large": b" " * (plain.BYTES + 1),
    "too many": text_of({"guess": {f"02 {number}": 1 for number in range(plain.MOST + 1)}}),
    "too deep": b'{"version": 1, "answers": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "a number without end": b'{"version": 1, "answers": {"guess": {"a": ' + b"9" * 10_000 + b"}}}",
}


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_kept_aside_and_the_lesson_goes_on(
    content: bytes, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work.mkdir()
    (work / "answers.json").write_bytes(content)
    restart(work)
    said = capsys.readouterr().out
    assert said.count("\n") == 1 and said.startswith("my_work/answers.json is damaged (it ")
    assert f"it is kept as answers.damaged-{TODAY}.json" in said
    assert (work / f"answers.damaged-{TODAY}.json").read_bytes() == content
    MEMORY.put("guess", "02 a", 1)
    restart(work)
    assert MEMORY.all() == {("guess", "02 a"): 1}
    assert capsys.readouterr().out == ""


def test_damaged_twice_a_day(work: Path) -> None:
    for content in (b"one", b"two", b"three"):
        MEMORY.put("guess", "02 a", 1)
        (work / "answers.json").write_bytes(content)
        restart(work)
    kept = {name: (work / name).read_bytes() for name in names(work)}
    stem = f"answers.damaged-{TODAY}"
    assert kept == {f"{stem}.json": b"one", f"{stem}-2.json": b"two", f"{stem}-3.json": b"three"}


def test_damaged_while_a_lesson_runs_nothing_known_is_lost(work: Path) -> None:
    MEMORY.add(ANSWERS)
    (work / "answers.json").write_bytes(b"spoilt")
    assert MEMORY.all() == ANSWERS
    MEMORY.put("guess", "02 new", 1)
    restart(work)
    assert MEMORY.all() == {**ANSWERS, ("guess", "02 new"): 1}
    assert (work / f"answers.damaged-{TODAY}.json").read_bytes() == b"spoilt"


def test_something_else_in_the_place_of_the_file(work: Path) -> None:
    (work / "answers.json").mkdir(parents=True)
    restart(work)
    MEMORY.put("guess", "02 a", 1)
    assert names(work) == [f"answers.damaged-{TODAY}.json", "answers.json"]


def test_a_newer_courses_file_is_left_alone(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work.mkdir()
    content = text_of({"guess": {"02 a": {"of": "another kind"}}}, version=2)
    (work / "answers.json").write_bytes(content)
    restart(work)
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "my_work/answers.json comes from a newer version of the course and is left as it is" in said
    assert MEMORY.put("guess", "02 a", 1) == 1
    assert names(work) == ["answers.json"] and (work / "answers.json").read_bytes() == content


def test_a_newer_course_beside_this_one(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    MEMORY.put("guess", "02 a", 1)
    (work / "answers.json").write_bytes(text_of({}, version=2))
    assert MEMORY.put("guess", "02 b", 2) == 2
    assert "newer version" in capsys.readouterr().out and MEMORY.get("guess", "02 a") == 1
    assert (work / "answers.json").read_bytes() == text_of({}, version=2)


def test_a_full_folder_says_so(work: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(folder, "MOST", 2)
    MEMORY.put("guess", "02 a", 1)
    MEMORY.put("guess", "02 b", 1)
    assert MEMORY.put("guess", "02 c", 1) == 1
    assert "my_work is full" in capsys.readouterr().out
    restart(work)
    assert len(MEMORY.all()) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["guess", "exam", "02 a"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()) | JSON.map(text_of))
def test_whatever_lies_in_the_file(content: bytes) -> None:
    try:
        found = plain.from_bytes(content)
    except (plain.Damaged, plain.Newer):
        return
    assert plain.from_bytes(plain.to_bytes(found)) == found


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_whatever_lies_in_the_file_the_lesson_goes_on(content: bytes, work: Path) -> None:
    work.mkdir(exist_ok=True)
    (work / "answers.json").write_bytes(content)
    restart(work)
    MEMORY.put("guess", "02 a", 1)
    restart(work)
    assert MEMORY.get("guess", "02 a") == 1


# ---------------------------------------------------------------------- a lesson begun anew


def test_forget_begins_one_lesson_anew(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    MEMORY.add(ANSWERS)
    other = Memory()
    other.open(work)
    dl.forget("03")
    said = capsys.readouterr().out
    assert f"Lesson 03 begins anew (5 answers now in answers.lesson-03-{TODAY}.json)" in said
    left = {("guess", "02 twenty moves"): 0.12, ("recall", "2.r1"): 0}
    assert MEMORY.all() == left
    other.put("guess", "02 more", 1)  # a notebook still open brings nothing back
    restart(work)
    assert MEMORY.all() == {**left, ("guess", "02 more"): 1}
    aside = plain.from_bytes((work / f"answers.lesson-03-{TODAY}.json").read_bytes())
    assert {**aside, **left} == ANSWERS


@WORK
@pytest.mark.parametrize("lesson", ["03", "3", 3, " 03 "])
def test_a_lessons_number_as_people_write_it(lesson: Any) -> None:
    MEMORY.add(ANSWERS)
    dl.forget(lesson)
    assert len(MEMORY.all()) == 2


@pytest.mark.parametrize("lesson", ["", "0", "003", "lesson 3", "../3", None, 3.0, -3, True, "3" * 5000])
def test_what_is_no_lesson(lesson: Any) -> None:
    MEMORY.add(ANSWERS)
    with pytest.raises(ValueError, match="the number of a lesson is wanted"):
        dl.forget(lesson)
    assert MEMORY.all() == ANSWERS


def test_nothing_to_forget(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dl.forget("05")
    assert capsys.readouterr().out == "There is nothing of lesson 05 to forget.\n"
    assert not work.exists()


def test_forget_without_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    MEMORY.add(ANSWERS)
    dl.forget("02")
    assert "Lesson 02 begins anew (2 answers forgotten)" in capsys.readouterr().out
    assert len(MEMORY.all()) == 5


def test_forget_that_cannot_write_changes_nothing(work: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    MEMORY.add(ANSWERS)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(folder.os, "fsync", full)
        dl.forget("03")
    assert "Lesson 03 stays as it is" in capsys.readouterr().out
    assert MEMORY.all() == ANSWERS and names(work) == ["answers.json"]


def test_forget_leaves_what_is_not_on_the_disk_yet(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    MEMORY.add(ANSWERS)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(folder.os, "fsync", full)
        MEMORY.put("guess", "02 late", 1)
        MEMORY.put("guess", "03 late", 1)
    dl.forget("03")
    assert MEMORY.get("guess", "02 late") == 1 and MEMORY.get("guess", "03 late") is None
    MEMORY.save()
    restart(work)
    assert MEMORY.get("guess", "02 late") == 1 and MEMORY.get("guess", "03 late") is None


# ---------------------------------------------------------------------- one file that travels


def zipped(parts: dict[str, bytes], kind: int = zipfile.ZIP_STORED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


NETWORK = np.arange(6.0).reshape(2, 3)
KEPT = artefacts.pack("03.network", NETWORK, "0.1.0")
GOOD = zipped({"answers.json": plain.to_bytes(ANSWERS), "03.network.npz": KEPT})


def test_a_zip_brings_everything_along(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    MEMORY.add(ANSWERS)
    dl.keep("03.network", NETWORK)
    capsys.readouterr()
    dl.carry()
    lies, travels = capsys.readouterr().out.splitlines()
    assert lies.startswith("Your work lies in my_work: 7 answers of lessons 02 and 03; kept: 03.network.")
    assert 'dl.carry_in("my_work.zip")' in travels
    first = (work.parent / "my_work.zip").read_bytes()
    dl.carry()
    assert (work.parent / "my_work.zip").read_bytes() == first, "equal work makes equal files"
    (work.parent / "other").mkdir()
    restart(work.parent / "other" / "machine")
    MEMORY.put("guess", "03 newborns", 20)
    dl.keep("03.network", NETWORK + 1)
    capsys.readouterr()
    dl.carry_in("my_work.zip")
    said = capsys.readouterr().out.splitlines()
    assert said == ["6 answers taken in, 1 was here already.", f"Taken in: 03.network (kept on {TODAY})."]
    assert MEMORY.all() == {**ANSWERS, ("guess", "03 newborns"): 20}, "the first answer wins"
    np.testing.assert_array_equal(dl.kept("03.network"), NETWORK)
    assert f"03.network.older-{TODAY}.npz" in names(work.parent / "other" / "machine"), "what it replaced stays"
    capsys.readouterr()
    dl.carry_in("my_work.zip")
    assert capsys.readouterr().out.startswith("0 answers taken in, 7 were here already.")


NEWER = plain.to_bytes(ANSWERS).replace(b'"version": 1', b'"version": 2')
BAD_ZIPS = {
    "nothing": (b"", "too large, or no zip"),
    "a picture": (b"\x89PNG" + bytes(100), "too large, or no zip"),
    "cut off": (GOOD[:-30], "too large, or no zip"),
    "no answers": (zipped({"03.network.npz": KEPT}), "answers.json must be in it"),
    "another name": (zipped({"answers.json": plain.to_bytes({}), "../x.npz": KEPT}), "cannot be read"),
    "a script": (zipped({"answers.json": plain.to_bytes({}), "run.py": b"1"}), "cannot be read"),
    "damaged answers": (zipped({"answers.json": b"{"}), "it is not JSON"),
    "another artefact": (zipped({"answers.json": plain.to_bytes({}), "04.a.npz": KEPT}), "it holds '03.network'"),
    "no artefact": (zipped({"answers.json": plain.to_bytes({}), "04.a.npz": b"PK"}), "it is too large, or no .npz"),
    "a bomb": (zipped({"answers.json": bytes(10**6)}, zipfile.ZIP_DEFLATED), "something in it is compressed"),
    "many": (zipped({"answers.json": b""} | {f"03.a{n}.npz": b"" for n in range(50)}), "40 files at most"),
    "a wrong byte": (GOOD.replace(b"02 twenty", b"02 twenti"), "cannot be read"),
    "a newer course": (zipped({"answers.json": NEWER}), "comes from a newer version"),
}


@pytest.mark.parametrize(("content", "words"), BAD_ZIPS.values(), ids=BAD_ZIPS)
def test_a_bad_zip_says_what_is_wrong_and_changes_nothing(content: bytes, words: str, work: Path) -> None:
    MEMORY.put("guess", "02 a", 1)
    before = names(work)
    file = work.parent / "bad.zip"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=re.escape(words)) as told:
        dl.carry_in(file)
    assert "bad.zip" in str(told.value) and told.value._render_traceback_() == [str(told.value)]
    assert MEMORY.all() == {("guess", "02 a"): 1} and names(work) == before and file.read_bytes() == content


def test_a_directory_that_lies_about_sizes(work: Path) -> None:
    lie = GOOD.replace(struct.pack("<L", len(KEPT)), struct.pack("<L", 2**31))
    assert lie != GOOD
    (work.parent / "lie.zip").write_bytes(lie)
    with pytest.raises(ValueError, match="compressed, or larger than the zip"):
        dl.carry_in("lie.zip")


def test_no_file_and_a_file_that_is_too_large(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dl.carry_in()
    assert "takes the path of the zip" in capsys.readouterr().out
    with pytest.raises(ValueError, match=r"none\.zip cannot be read"):
        dl.carry_in("none.zip")
    monkeypatch.setattr(carrying, "MOST_BYTES", 10)
    (work.parent / "large.zip").write_bytes(GOOD)
    with pytest.raises(ValueError, match="it is no zip of dl"):
        dl.carry_in("large.zip")


@given(content=st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(content=GOOD[:-1])
def test_whatever_is_given_as_a_zip(content: bytes, work: Path) -> None:
    work.parent.joinpath("any.zip").write_bytes(content)
    with pytest.raises(carrying.CannotTakeIn):
        dl.carry_in("any.zip")


KEYS = st.from_regex(r"(0[1-9]|1[0-3]) [a-z ]{1,20}", fullmatch=True)
VALUES = {
    "guess": st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False) | st.just("nobody’s"),
    "recall": st.integers(0, 9),
    "try": st.lists(st.integers(0, 9) | st.text("ab\n", max_size=9), max_size=5),
}


@given(st.fixed_dictionaries({kind: st.dictionaries(KEYS, values, max_size=9) for kind, values in VALUES.items()}))
def test_answers_survive_the_file(tables: dict[str, Any]) -> None:
    answers = plain.flat(tables)
    assert plain.from_bytes(plain.to_bytes(answers)) == answers


# ---------------------------------------------------------------------- the end of a lesson, and Colab


def test_the_end_of_a_lesson(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dl.carry()
    assert capsys.readouterr().out == "No answers yet. What you guess and answer is kept in my_work.\n"
    assert not work.exists()
    MEMORY.add(ANSWERS)
    dl.carry()
    wanted = "Your work lies in my_work: 7 answers of lessons 02 and 03. The next lesson finds it by itself."
    assert capsys.readouterr().out.splitlines()[0] == wanted


def test_the_end_of_a_lesson_where_nothing_can_be_kept(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    MEMORY.add(ANSWERS)
    dl.carry()
    assert "in memory only" in capsys.readouterr().out and not list(tmp_path.iterdir())


@pytest.fixture
def colab(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """Stands in for Google Colab: what is downloaded is what an upload then brings."""
    module, files = types.ModuleType("google.colab"), types.ModuleType("google.colab.files")
    files.brought = {}  # type: ignore[attr-defined]
    files.download = lambda path: files.brought.update({Path(path).name: Path(path).read_bytes()})  # type: ignore
    files.upload = lambda: files.brought  # type: ignore[attr-defined]
    for one in (module, files):
        monkeypatch.setitem(sys.modules, one.__name__, one)
    return files


def test_a_zip_in_colab(work: Path, colab: Any, monkeypatch, capsys: pytest.CaptureFixture[str]) -> None:
    dl.carry()
    assert capsys.readouterr().out.startswith("No answers yet") and not colab.brought
    MEMORY.add(ANSWERS)
    dl.carry()
    said = capsys.readouterr().out
    assert (
        "7 answers of lessons 02 and 03" in said and "dl.carry_in()" in said and set(colab.brought) == {"my_work.zip"}
    )
    monkeypatch.setenv(folder.HOME, str(work.parent / "new machine"))
    monkeypatch.setattr("deepfake_lessons.notebook.session._one_thread", lambda: None)
    MEMORY.forget()
    dl.start()
    assert "dl.carry_in() asks for it" in capsys.readouterr().out
    dl.carry_in()
    assert MEMORY.all() == ANSWERS and "7 answers taken in." in capsys.readouterr().out
    colab.brought = {"my_work.zip": GOOD[:-30]}
    with pytest.raises(ValueError, match="is kept in"):
        dl.carry_in()
    (aside,) = (work.parent / "new machine").glob("carried.not-taken-*.zip")
    assert aside.read_bytes() == GOOD[:-30]
    colab.brought = {}
    dl.carry_in()
    assert "No file was chosen" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["2.r1"], "1 answer of lesson 02"),
        (["2.r1", "13.r2", "03 a"], "3 answers of lessons 02, 03 and 13"),
        (["mine"], "1 answer"),
        (["mine", "2.r1"], "2 answers of lesson 02"),
        (["2026 a"], "1 answer"),
    ],
)
def test_answers_in_words(keys: list[str], words: str) -> None:
    assert plain.counted({("try", key): 0 for key in keys}) == words


def test_the_grader_keeps_nothing(root: Path, tmp_path: Path) -> None:
    """A hand-in's answers neither come from a folder nor go into one."""
    from deepfake_lessons.course.surroundings import environment

    private = tmp_path / "private"
    private.mkdir()
    code = "import deepfake_lessons as dl; dl.start(); dl.guess('02 a', 'How many?', answer=3)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(root, private), capture_output=True, text=True
    )
    assert "DEEPFAKE_LESSONS_HOME is off" in done.stdout, done.stderr
    assert not [path for path in tmp_path.rglob("*") if path.name in {"my_work", "answers.json", "learner"}]
