"""What a lesson made is kept for later ones, whoever made it, and a file from anywhere is trusted in nothing."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tracemalloc
import types
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import deepfake_lessons as dl
from deepfake_lessons import cache
from deepfake_lessons.notebook.own_work import artefacts, folder
from deepfake_lessons.notebook.own_work.answers import Damaged, Newer
from deepfake_lessons.notebook.session import MEMORY

TODAY = date.today().isoformat()
ARRAYS = [np.arange(6, dtype=np.float32).reshape(2, 3), np.array(0.1), np.zeros((0, 4), np.int8), np.array([True])]


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An open folder, not on the disk yet."""
    monkeypatch.chdir(tmp_path)
    MEMORY.forget()
    MEMORY.open(tmp_path / "my_work")
    yield tmp_path / "my_work"
    MEMORY.forget()


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a shipped file that holds the array [7.]."""
    data = tmp_path / "data"
    data.mkdir()
    content = artefacts.pack("03.network", np.array([7.0]), "1.0")
    (data / "network.npz").write_bytes(content)
    (data / cache.LIST).write_text(f"{hashlib.sha256(content).hexdigest()}  network.npz\n", encoding="utf-8")
    monkeypatch.setattr(cache, "data_folder", lambda: data)
    return "network.npz"


class Model:
    """What `keep` asks of a Keras model."""

    def __init__(self, weights: list[np.ndarray]) -> None:
        self.weights = weights

    def get_weights(self) -> list[np.ndarray]:
        return self.weights

    def set_weights(self, weights: list[np.ndarray]) -> None:
        self.weights = weights


def same(found: np.ndarray, wanted: np.ndarray) -> bool:
    return found.dtype == wanted.dtype and found.shape == wanted.shape and bool((found == wanted).all())


# ---------------------------------------------------------------------- round trips


@pytest.mark.parametrize("array", [*ARRAYS, np.arange(6.0).reshape(2, 3).T, np.arange(9)[::2], np.array([1j])])
def test_an_array_comes_back(array: np.ndarray, work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dl.keep("03.network", array)
    assert capsys.readouterr().out == "Kept 03.network in my_work.\n"
    found = dl.kept("03.network")
    assert same(found, array) and found.flags.writeable
    assert capsys.readouterr().out == f"Using yours of lesson 03 (kept on {TODAY}).\n"
    assert sorted(path.name for path in work.iterdir()) == [".lock", "03.network.npz"]


def test_lists_and_dicts_come_back() -> None:
    dl.keep("03.network", ARRAYS)
    found = dl.kept("03.network")
    assert isinstance(found, list) and all(map(same, found, ARRAYS)) and len(found) == 4
    table = {"first/layer": ARRAYS[0], "../bias": ARRAYS[1], "": ARRAYS[2]}
    dl.keep("05.generator", table)
    found = dl.kept("05.generator")
    assert list(found) == list(table) and all(same(found[key], table[key]) for key in table)
    dl.keep("05.nothing", [])
    assert dl.kept("05.nothing") == []


def test_a_models_weights_come_back_as_a_list() -> None:
    dl.keep("05.generator", Model(ARRAYS[:2]))
    other = Model([])
    other.set_weights(dl.kept("05.generator"))
    assert all(map(same, other.weights, ARRAYS[:2])) and len(other.weights) == 2


def test_numpy_reads_it_too(work: Path) -> None:
    dl.keep("03.network", ARRAYS)
    with np.load(work / "03.network.npz", allow_pickle=False) as found:
        assert all(same(found[f"arr_{place}"], array) for place, array in enumerate(ARRAYS))
        record = json.loads(found["record.json"])
    known = {"name": "03.network", "lesson": "03", "date": TODAY, "course": dl.__version__, "kind": "list"}
    assert {key: record[key] for key in known} == known


def test_start_names_what_is_kept(monkeypatch: pytest.MonkeyPatch, work: Path, capsys) -> None:
    dl.keep("03.network", ARRAYS)
    MEMORY.put("recall", "3.r1", 0)
    MEMORY.forget()
    monkeypatch.setenv(folder.HOME, str(work))
    monkeypatch.setattr("deepfake_lessons.notebook.session._one_thread", lambda: None)
    capsys.readouterr()
    dl.start()
    assert "Your work: my_work, 1 answer of lesson 03; kept: 03.network." in capsys.readouterr().out
    dl.carry()
    assert "1 answer of lesson 03; kept: 03.network. The next" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name", ["network", "3.network", "03.", "03.Network", "03.a/b", "../03.a", "03.a.b", "03.a\n", "", None, "٠٣.a"]
)
def test_what_is_no_name(name: Any, work: Path) -> None:
    for call in (lambda: dl.keep(name, ARRAYS), lambda: dl.kept(name), lambda: dl.download(name)):
        with pytest.raises(ValueError, match="is no name to keep something under"):
            call()
    with pytest.raises(ValueError):
        dl.forget("03", name)
    assert not work.exists()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.array([None]), "an array of object"),
        (np.array(["a"]), "an array of <U1"),
        (np.zeros(2, [("a", "f4")]), "an array of"),
        ([1.0, 2.0], "holds float"),
        ("text", "holds str"),
        (None, "holds NoneType"),
        ({1: ARRAYS[0]}, "keys that are no texts"),
        ([np.zeros(1)] * (artefacts.ARRAYS + 1), "too large to keep: 500 arrays and 64 MiB at most"),
        (np.zeros(artefacts.BYTES + 1, np.int8), "too large to keep"),
        ({"x" * 200_000: ARRAYS[0]}, "keys of 03.network are too long"),
    ],
)
def test_what_cannot_be_kept(value: Any, words: str, work: Path) -> None:
    with pytest.raises(ValueError, match=words):
        dl.keep("03.network", value)
    assert not work.exists()


# ---------------------------------------------------------------------- whose work it is


def test_the_shipped_ones_where_there_are_none_of_yours(shipped: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert same(dl.kept("03.network", shipped=shipped), np.array([7.0]))
    assert capsys.readouterr().out == "Using the shipped ones.\n"
    dl.keep("03.network", np.array([1.0]))
    assert same(dl.kept("03.network", shipped=shipped), np.array([1.0]))
    assert "Using yours of lesson 03" in capsys.readouterr().out


def test_neither_yours_nor_shipped(shipped: str) -> None:
    dl.keep("02.race", np.zeros(1))
    with pytest.raises(FileNotFoundError) as told:
        dl.kept("05.generator")
    said = "There is no 05.generator of yours yet: lesson 05 makes it. Kept so far: 02.race."
    assert str(told.value) == said and told.value._render_traceback_() == [said]
    with pytest.raises(FileNotFoundError, match=r"'none\.npz' is not shipped"):
        dl.kept("05.generator", shipped="none.npz")


def test_without_a_folder_it_lasts_as_long_as_the_kernel(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    MEMORY.forget()
    dl.keep("03.network", ARRAYS)
    dl.keep("03.network", ARRAYS[:1])
    assert capsys.readouterr().out == 2 * "Kept 03.network in memory only: it ends with the kernel.\n"
    assert len(dl.kept("03.network")) == 1
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileNotFoundError, match="in memory only"):
        dl.download("03.network")


# ---------------------------------------------------------------------- overwritten, stopped, damaged


def test_the_one_before_stays(work: Path) -> None:
    for number in (1, 2, 3, 3):  # the last cell is run twice
        dl.keep("03.network", np.array([number]))
    assert dl.kept("03.network") == 3
    before = (work / "03.network.before.npz").read_bytes()
    assert artefacts.unpack(before, "03.network")[1] == 2


@pytest.mark.parametrize("function", ["replace", "fsync"])
def test_stopped_in_the_middle_the_old_one_is_whole(
    function: str, work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dl.keep("03.network", np.array([1]))
    before = (work / "03.network.npz").read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(folder.os, function, full)
        dl.keep("03.network", np.array([2]))
    assert "cannot be written (No space left on device)" in capsys.readouterr().out
    assert sorted(path.name for path in work.iterdir()) == [".lock", "03.network.npz"]
    assert (work / "03.network.npz").read_bytes() == before


def forged(record: dict[str, Any] | None = None, members: dict[str, bytes] | None = None, how: int = 0) -> bytes:
    """A file as somebody else may have written it; `record` and `members` change what `keep` writes."""
    with zipfile.ZipFile(io.BytesIO(artefacts.pack("03.network", [np.array([1.0])], "1.0"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["record.json"] = json.dumps({**json.loads(parts["record.json"]), **(record or {})}).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as archive:
        for name, content in {**parts, **(members or {})}.items():
            archive.writestr(name, content)
    return stream.getvalue()


def npy(shape: tuple[int, ...], dtype: str = "<f8", content: bytes = b"") -> bytes:
    """A .npy file whose header may promise what does not follow."""
    stream = io.BytesIO()
    np.lib.format.write_array_header_1_0(stream, {"descr": dtype, "fortran_order": False, "shape": shape})
    return stream.getvalue() + content


def pickled() -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.array([print]), allow_pickle=True)
    return stream.getvalue()


GOOD = forged()
DAMAGE = {
    "empty": b"",
    "no zip": b"PK" * 100,
    "cut off": GOOD[:-1],
    "cut in the middle": GOOD[: len(GOOD) // 2],
    "something behind": GOOD + b"x",
    "a comment": GOOD[:-2] + b"\1\0x",
    "no record": GOOD.replace(b"record.json", b"rec0rd.json"),
    "a record of another kind": forged(members={"record.json": b"[]"}),
    "a record that is no JSON": forged(members={"record.json": b"{"}),
    "a large record": forged(members={"record.json": b" " * 200_000}),
    "a deep record": forged(members={"record.json": b"[" * 100_000}),
    "another name": forged({"name": "03.other"}),
    "another lesson": forged({"lesson": "04"}),
    "a day that is none": forged({"date": "2026-02-30"}),
    "an unknown kind": forged({"kind": "pickle"}),
    "an array too few": forged({"count": 2}),
    "a count that is none": forged({"count": True}),
    "a count below none": forged({"count": -1}),
    "keys of a list": forged({"keys": ["a"]}),
    "one key twice": forged({"kind": "dict", "count": 2, "keys": ["a", "a"]}),
    "a pickle": forged(members={"arr_0.npy": pickled()}),
    "objects": forged(members={"arr_0.npy": npy((1,), "|O", bytes(8))}),
    "a shape too large": forged(members={"arr_0.npy": npy((10**12,))}),
    "a shape larger than any": forged(members={"arr_0.npy": npy((2**40, 2**40))}),
    "a shape below none": forged(members={"arr_0.npy": npy((-1,))}),
    "compressed": forged(how=zipfile.ZIP_DEFLATED),
    "a bomb": forged(members={"arr_0.npy": npy((50_000_000,), "|i1", bytes(50_000_000))}, how=zipfile.ZIP_DEFLATED),
    "too many parts": forged(members={f"{number}.npy": b"" for number in range(600)}),
    "a changed byte": GOOD.replace(np.array([1.0]).tobytes(), np.array([2.0]).tobytes()),
}


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_one_is_kept_aside_and_the_shipped_one_used(
    content: bytes, shipped: str, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work.mkdir()
    (work / "03.network.npz").write_bytes(content)
    tracemalloc.start()
    try:
        assert same(dl.kept("03.network", shipped=shipped), np.array([7.0]))
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()
    damaged, using = capsys.readouterr().out.splitlines()
    assert damaged.startswith("Your 03.network is damaged (")
    assert damaged.endswith(f"it is kept as 03.network.damaged-{TODAY}.npz.") and using == "Using the shipped ones."
    assert (work / f"03.network.damaged-{TODAY}.npz").read_bytes() == content


@pytest.mark.parametrize(
    "end",
    [
        b"PK\5\6" + bytes(4) + b"\xff\xff\xff\xff" + b"\0\0\0\4" + bytes(6),  # 65,535 entries in 64 MiB
        b"PK\5\6" + bytes(4) + b"\1\0\1\0" + b"\0\0\0\4" + bytes(6),
        b"PK\5\6" + bytes(16) + b"\1\0",  # a comment, before which another directory may be named
        b"PK\6\7" + bytes(16) + b"PK\5\6" + bytes(18),  # a second, larger directory
    ],
)
def test_a_directory_that_would_take_a_minute_is_not_read(end: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(Damaged, match="too large"):
        artefacts.unpack(bytes(1000) + end)


def test_too_large_a_file(monkeypatch: pytest.MonkeyPatch, work: Path) -> None:
    dl.keep("03.network", np.zeros(1000))
    monkeypatch.setattr(artefacts, "BYTES", 4000)
    monkeypatch.setattr(artefacts, "_FRAME", 3000)
    with pytest.raises(Damaged, match="too large"):
        artefacts.unpack((work / "03.network.npz").read_bytes())
    monkeypatch.setattr(artefacts, "_FRAME", 4200)  # the file's size may pass, its array's may not
    with pytest.raises(Damaged, match="too large"):
        artefacts.unpack((work / "03.network.npz").read_bytes())


def test_a_newer_courses_one_is_left_alone(shipped: str, work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work.mkdir()
    (work / "03.network.npz").write_bytes(forged({"version": 2}))
    dl.kept("03.network", shipped=shipped)
    said = capsys.readouterr().out
    assert "Your 03.network comes from a newer version of the course and is left as it is." in said
    assert [path.name for path in work.iterdir()] == ["03.network.npz"]


@given(st.data())
def test_whatever_lies_in_a_file(data: st.DataObject) -> None:
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        record, value = artefacts.unpack(bytes(content), "03.network")
    except (Damaged, Newer):
        return
    assert record["lesson"] == "03" and all(array.dtype.kind in "biufc" for array in value)


# ---------------------------------------------------------------------- forget, download, upload


def test_forget_takes_an_artefact_that_is_named(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dl.keep("03.network", ARRAYS)
    MEMORY.put("recall", "3.r1", 0)
    dl.forget("03")
    assert (work / "03.network.npz").is_file()
    capsys.readouterr()
    dl.forget("03", "03.network")
    assert f"(03.network now in 03.network.aside-{TODAY}.npz)" in capsys.readouterr().out
    assert not (work / "03.network.npz").exists()
    with pytest.raises(FileNotFoundError):
        dl.kept("03.network")


def test_elsewhere_download_says_where_the_file_lies(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FileNotFoundError, match=r"03\.network is not there: lesson 03 makes it"):
        dl.download("03.network")
    dl.keep("03.network", ARRAYS)
    dl.download("03.network")
    assert f"03.network lies in {work / '03.network.npz'}." in capsys.readouterr().out
    dl.upload()
    assert capsys.readouterr().out == f"Put the file into the folder {work}, under the name it had.\n"


@pytest.fixture
def colab(monkeypatch: pytest.MonkeyPatch) -> types.SimpleNamespace:
    """Stands in for Google Colab: `downloaded` holds what went to the learner, `chosen` what the learner chooses."""
    files = types.ModuleType("google.colab.files")
    state = types.SimpleNamespace(downloaded={}, chosen={})
    files.download = lambda path: state.downloaded.update({Path(path).name: Path(path).read_bytes()})  # type: ignore
    files.upload = lambda: state.chosen  # type: ignore
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    monkeypatch.setitem(sys.modules, "google.colab.files", files)
    return state


def test_a_file_travels_through_colab(
    colab: types.SimpleNamespace, work: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dl.keep("03.network", ARRAYS)
    dl.download("03.network")
    MEMORY.forget()
    MEMORY.open(tmp_path / "another machine")
    colab.chosen = {"03.network (1).npz": colab.downloaded["03.network.npz"]}  # as browsers name a second copy
    capsys.readouterr()
    dl.upload()
    assert capsys.readouterr().out == f"Taken in: 03.network (kept on {TODAY}).\n"
    assert all(map(same, dl.kept("03.network"), ARRAYS))
    assert (tmp_path / "another machine" / "03.network.npz").is_file()


def test_what_was_there_before_an_upload_stays(colab: types.SimpleNamespace, work: Path) -> None:
    for number in (1, 2, 3):
        colab.chosen = {"x.npz": artefacts.pack("03.network", np.array([number]), "1.0")}
        dl.upload()
    kept = {path.name: artefacts.unpack(path.read_bytes())[1][0] for path in work.glob("*.npz")}
    stem = f"03.network.older-{TODAY}"
    assert kept == {"03.network.npz": 3, f"{stem}.npz": 1, f"{stem}-2.npz": 2}


def test_an_upload_is_looked_at(colab: types.SimpleNamespace, work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    colab.chosen = {"a.npz": b"no such file", "b.npz": forged({"version": 2}), "c.npz": forged({"name": "../../c"})}
    dl.upload()
    first, second, third = capsys.readouterr().out.splitlines()
    assert first == "a.npz was not taken in: it is too large, or no .npz file of the course."
    assert second == "b.npz was not taken in: it comes from a newer version of the course."
    assert third.startswith("c.npz was not taken in")
    assert not work.exists()
    colab.chosen = {}
    dl.upload()
    assert capsys.readouterr().out == "No file was chosen.\n"


@pytest.mark.slow
def test_a_keras_models_weights_travel(work: Path) -> None:
    import keras

    def model() -> Any:
        return keras.Sequential([keras.Input((3,)), keras.layers.Dense(4), keras.layers.Dense(1)])

    mine, other = model(), model()
    dl.keep("05.generator", mine)
    other.set_weights(dl.kept("05.generator"))
    assert all(map(same, other.get_weights(), mine.get_weights()))
    assert all(weight.dtype == np.float32 for weight in dl.kept("05.generator"))
