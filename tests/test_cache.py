"""Shipped files are found and checked before use."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from deepfake_lessons import cache

CONTENT = b"weights of a small network"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with two files; one of them in a folder of its own."""
    (tmp_path / "stored").mkdir()
    (tmp_path / "weights.h5").write_bytes(CONTENT)
    (tmp_path / "stored" / "more results.json").write_bytes(b"{}")
    lines = [
        "# sha256  name",
        "",
        f"{hashlib.sha256(CONTENT).hexdigest()}  weights.h5",
        f"{hashlib.sha256(b'{}').hexdigest()} *stored/more results.json",  # as sha256sum writes on Windows
    ]
    (tmp_path / cache.LIST).write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_a_whole_file_is_found(folder: Path, root: Path) -> None:
    assert cache.shipped("weights.h5", folder).read_bytes() == CONTENT
    assert cache.shipped("stored/more results.json", folder).read_bytes() == b"{}"
    assert cache.data_folder() == root / "data"
    for name in cache.read_checksums(cache.data_folder()):
        assert cache.shipped(name).is_file()


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT + b"\n", b"", CONTENT.replace(b"small", b"large")])
def test_a_damaged_file_is_refused(folder: Path, content: bytes) -> None:
    (folder / "weights.h5").write_bytes(content)
    with pytest.raises(ValueError, match=r"weights\.h5 is damaged.*install the course again"):
        cache.shipped("weights.h5", folder)


def test_a_file_that_is_gone_not_listed_or_outside_is_not_shipped(folder: Path) -> None:
    (folder / "own.h5").write_bytes(CONTENT)
    (folder.parent / "secret").write_bytes(CONTENT)
    (folder / "weights.h5").unlink()
    for name, told in {
        "weights.h5": r"weights\.h5.*is gone: install the course again",
        "own.h5": r"'own\.h5' is not shipped.*stored/more results\.json, weights\.h5",
        "../secret": "not shipped",
    }.items():
        with pytest.raises(FileNotFoundError, match=told):
            cache.shipped(name, folder)
    (folder / cache.LIST).write_bytes(b"")
    with pytest.raises(FileNotFoundError, match="there are: none"):
        cache.shipped("weights.h5", folder)


def test_a_folder_in_the_package_comes_first(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path_factory.mktemp("installed") / "deepfake_lessons"
    package.mkdir()
    monkeypatch.setattr(cache, "_PACKAGE", package)
    with pytest.raises(FileNotFoundError, match="data/ folder of the course is missing"):
        cache.shipped("weights.h5")
    folder.rename(package / "data")
    assert cache.shipped("weights.h5") == package / "data" / "weights.h5"


def test_a_line_of_progress_goes_when_all_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [100.0]
    monkeypatch.setattr(cache.time, "monotonic", lambda: now[0])
    line = cache.Progress("Drawing", 4)
    line.at(1)
    line.end(4)
    assert capsys.readouterr().out == "", "what takes less than a second is nothing to speak of"
    now[0] += 10
    line.at(2)
    said = capsys.readouterr().out
    assert said == "\rDrawing: 2 of 4, about 10 s left"
    line.end(4)
    assert capsys.readouterr().out == f"\r{' ' * (len(said) - 1)}\r"
    line.at(2)
    line.end(3)
    assert capsys.readouterr().out.rstrip(" \n").endswith("\rDrawing: 3 of 4.")


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def stop(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(cache.os, "replace", stop)
    with pytest.raises(OSError, match="disk full"):
        cache.write_whole(path, b"new")
    assert path.read_bytes() == b"old" and [one.name for one in tmp_path.iterdir()] == ["file"]
