"""Data files made from the studio's pictures: stale ones are found, and made again with checksum and version."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from deepfake_lessons.cache import read_checksums
from deepfake_lessons.studio.version import STUDIO_VERSION
from tools.authoring import pretrained
from tools.authoring.__main__ import main

WRITES = "import sys, pathlib; pathlib.Path('data', sys.argv[1]).write_text('by ' + sys.argv[1]); sys.exit({})"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with two scripts and an empty data folder."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "CHECKSUMS").touch()
    (tmp_path / "good.py").write_text(WRITES.format(0))
    (tmp_path / "bar_missed.py").write_text(WRITES.format(1))
    (tmp_path / "broken.py").write_text("raise SystemExit(3)")
    return tmp_path


def recipe(script: str, name: str = "table.npz") -> pretrained.Recipe:
    """Of a file that a script writes."""
    return pretrained.Recipe(name, (script, name), 1)


@pytest.mark.parametrize("script", ["good.py", "bar_missed.py"])
def test_what_is_not_there_is_made(root: Path, script: str) -> None:
    one = recipe(script)
    assert [why for _, why in pretrained.stale(root, [one])] == ["it is not there"]
    pretrained.make(root, one)
    assert pretrained.stale(root, [one]) == []
    made = root / "data" / "table.npz"
    assert read_checksums(root / "data") == {"table.npz": hashlib.sha256(made.read_bytes()).hexdigest()}
    about = json.loads((root / "data" / pretrained.MADE).read_text())
    assert about["table.npz"]["studio_version"] == STUDIO_VERSION


def test_what_another_studio_made_is_stale(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = recipe("good.py"), recipe("good.py", "other.npz")
    pretrained.make(root, first)
    monkeypatch.setattr(pretrained, "STUDIO_VERSION", STUDIO_VERSION + 1)
    pretrained.make(root, second)
    words = f"it was made with studio {STUDIO_VERSION}, and the studio is at {STUDIO_VERSION + 1}"
    assert pretrained.stale(root, [first, second]) == [(first, words)]
    assert list(read_checksums(root / "data")) == ["other.npz", "table.npz"]


def test_a_script_that_makes_nothing_leaves_all_as_it_was(root: Path) -> None:
    pretrained.make(root, recipe("good.py"))
    before = {path.name: path.read_bytes() for path in (root / "data").iterdir()}
    with pytest.raises(RuntimeError, match=r"broken.py table.npz ended with 3 and made no data/table.npz"):
        pretrained.make(root, recipe("broken.py"))
    assert {path.name: path.read_bytes() for path in (root / "data").iterdir()} == before


def test_the_files_of_this_checkout_are_of_this_studio(capsys: pytest.CaptureFixture[str]) -> None:
    here = Path(__file__).resolve().parents[2]
    assert all((here / one.command[0]).is_file() for one in pretrained.RECIPES)
    assert main(["pretrained", "--check"]) == 0, capsys.readouterr().out
    assert main(["pretrained", "faces.npz"]) == 2
    assert "data/faces.npz is not made here; there are: " in capsys.readouterr().err
