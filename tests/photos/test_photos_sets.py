"""The registry of real sets: what is said of each, folders of the learner's, and downloads that leave nothing behind.

No test asks the network: a server on this machine stands in, and files made here stand in for the true ones.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy.io import savemat

from deepfake_lessons import cache, photos
from deepfake_lessons.metrics.pairs import FAKE, REAL
from deepfake_lessons.photos import fetching, folders
from deepfake_lessons.photos.records import File

RNG = np.random.default_rng(1)


def picture(path: Path, size: tuple[int, int] = (40, 30), colour: int | None = None, **how: object) -> Path:
    """A picture file of random pixels, or of one grey."""
    wide, high = size
    pixels = RNG.integers(0, 256, (high, wide, 3)) if colour is None else np.full((high, wide, 3), colour)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels.astype(np.uint8)).save(path, **how)
    return path


def everything_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


# ---------------------------------------------------------------------- the registry


def test_the_sets_that_the_course_speaks_of() -> None:
    portraits = {"portraits", "hundred_portraits"}
    assert set(photos.SETS) == portraits | {"lfw_subset", "astronaut", "olivetti", "grid"}
    assert {name for name, entry in photos.SETS.items() if entry.offline} == {"lfw_subset", "astronaut"}
    assert {name for name, entry in photos.SETS.items() if entry.label == FAKE} == portraits


@pytest.mark.parametrize("name", photos.SETS)
def test_each_set_says_where_it_is_from_and_what_vouches_for_it(name: str) -> None:
    entry = photos.SETS[name]
    for text in (entry.title, entry.source, entry.licence, entry.consent, entry.how):
        assert len(text) >= 3
    about = photos.about(name)
    assert all(text in about for text in (entry.title, entry.source, entry.licence, entry.checked))
    assert entry.consent[1:] in about and "Were these people asked?" in about
    checksums = [file.sha256 for file in entry.files] + [entry.pixels] * bool(entry.pixels)
    assert all(re.fullmatch("[0-9a-f]{64}", checksum) for checksum in checksums)
    assert ("SHA-256" in entry.checked) == bool(checksums)  # nobody vouches for a folder of the learner's
    assert checksums or "nothing" in entry.checked
    for file in entry.files:
        assert file.url.startswith("https://") and Path(file.name).name == file.name and file.seconds > 0


def test_the_checksum_is_that_of_scikit_learn() -> None:
    theirs = pytest.importorskip("sklearn.datasets._olivetti_faces").FACES
    (ours,) = photos.SETS["olivetti"].files
    assert (ours.name, ours.url, ours.sha256) == (theirs.filename, theirs.url, theirs.checksum)


def test_the_offline_sets_come_without_anything() -> None:
    assert photos.load("lfw_subset").images.shape == (186, 25, 25)
    portrait = photos.load("astronaut", size=512)
    assert portrait.images.shape == (1, 256, 256, 3) and portrait.images.dtype == np.uint8
    assert portrait.labels.tolist() == [REAL] and list(portrait.people) == ["Eileen Collins"]
    assert portrait.licence == photos.SETS["astronaut"].licence and "people: 1" in repr(portrait)


def test_another_astronaut_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from skimage.data import astronaut

    changed = astronaut().copy()
    changed[5, 5, 0] ^= 1
    monkeypatch.setattr("skimage.data.astronaut", lambda: changed)
    with pytest.raises(ValueError, match=r"not what the course was made with.*requirements\.lock"):
        photos.astronaut()


@pytest.mark.parametrize("name", ["faces", "", None, ["lfw"]])
def test_an_unknown_set_names_those_there_are(name: object) -> None:
    for ask in (photos.load, photos.about):
        with pytest.raises(KeyError, match=r"no set is called.*lfw_subset, astronaut"):
            ask(name)


@pytest.mark.parametrize("wrong", [{"size": 15}, {"size": 513}, {"size": 64.0}, {"size": "64"}, {"most": 0}])
@pytest.mark.parametrize("name", ["astronaut", "portraits"])
def test_sizes_that_make_no_sense(name: str, wrong: dict) -> None:
    with pytest.raises(ValueError, match="16 to 512 pixels and at least one picture"):
        photos.load(name, **wrong)
    with pytest.raises(ValueError, match="16 to"):
        photos.astronaut(300)


@pytest.mark.parametrize("name", ["portraits", "olivetti"])
def test_what_is_not_here_says_how_to_get_it_and_asks_no_network(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_open", lambda *_: pytest.fail("the network was asked"))
    with pytest.raises(FileNotFoundError) as refused:
        photos.load(name)
    assert photos.SETS[name].how in str(refused.value)


def test_clips_are_no_photographs() -> None:
    with pytest.raises(ValueError, match=r"GRID holds clips.*photos\.load_folder"):
        photos.load("grid")


# ---------------------------------------------------------------------- folders


def test_a_folder_for_each_person(tmp_path: Path) -> None:
    for name in ("bea/2.png", "bea/1.jpg", "anna/old/a.webp", "anna/b.PNG", "carl/x.bmp", "carl/y.png"):
        picture(tmp_path / name)
    (tmp_path / "anna" / "notes.txt").write_text("no picture", encoding="utf-8")
    mine = photos.load_folder(tmp_path, label=REAL, size=32)
    assert mine.images.shape == (6, 32, 32, 3) and mine.images.dtype == np.uint8
    assert mine.people is not None and sorted(mine.people) == ["anna", "anna", "bea", "bea", "carl", "carl"]
    assert mine.labels.tolist() == [REAL] * 6 and mine.kept.tolist() == list(range(6)) and mine.dropped == 0
    assert "people: 3" in repr(mine) and "only you know" in mine.licence
    first = photos.load_folder(tmp_path, label=FAKE, size=32, most=2)
    assert first.labels.tolist() == [FAKE, FAKE] and (first.images == mine.images[:2]).all()


def test_nobody_is_known_where_pictures_lie_about(tmp_path: Path) -> None:
    picture(tmp_path / "anna" / "1.png")
    picture(tmp_path / "2.png")
    assert photos.load_folder(tmp_path, label=REAL).people is None


@pytest.mark.parametrize("label", [2, -1, None, "0", 0.5])
def test_a_label_is_genuine_or_fake(tmp_path: Path, label: object) -> None:
    with pytest.raises(ValueError, match="genuine"):
        photos.load_folder(tmp_path, label=label)


def test_the_middle_square_is_kept(tmp_path: Path) -> None:
    pixels = np.zeros((40, 80, 3), dtype=np.uint8)
    pixels[:, 20:60] = 200
    Image.fromarray(pixels).save(tmp_path / "wide.png")
    assert (photos.load_folder(tmp_path, REAL).images == 200).all()


def test_links_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    outside = picture(tmp_path / "outside" / "secret.png", colour=9)
    here = picture(tmp_path / "here" / "a.png", colour=200).parent
    picture(here / ".ipynb_checkpoints" / "a.png")
    (here / "._a.png").write_bytes(b"left by another system")
    try:
        (here / "b.png").symlink_to(outside)
        (here / "folder").symlink_to(outside.parent, target_is_directory=True)
    except OSError:
        pytest.skip("links may not be made here")
    assert (photos.load_folder(here, REAL).images == 200).all()
    assert len(photos.load_folder(here, REAL).images) == 1


def test_a_bad_file_is_named_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(picture(tmp_path / "good.png", (200, 200)).read_bytes()[:5000])
    with pytest.raises(ValueError, match=r"^bad\.png: damaged or cut off .*Copy or save the picture again$"):
        photos.load_folder(tmp_path, REAL)


def test_the_ending_decides_what_is_a_picture(tmp_path: Path) -> None:
    picture(tmp_path / "a.png").rename(tmp_path / "a.txt")
    with pytest.raises(FileNotFoundError, match=r"no pictures \(\.jpg"):
        photos.load_folder(tmp_path, REAL)
    picture(tmp_path / "b.png").rename(tmp_path / "b.jpg")  # a camera's mistake: what is inside counts
    assert len(photos.load_folder(tmp_path, REAL).images) == 1


def test_empty_and_missing_folders(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no pictures"):
        photos.load_folder(tmp_path, REAL)
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        photos.load_folder(tmp_path / "gone", REAL)
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        photos.load_folder(picture(tmp_path / "a.png"), REAL)


def test_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        picture(tmp_path / f"{number:02d}.png")
    assert len(photos.load_folder(tmp_path, REAL, most=5).images) == 5
    monkeypatch.setattr(folders, "MEMORY", 12 * 64 * 64 * 3 - 1)
    with pytest.raises(ValueError, match=r"12 pictures of 64 pixels need .* GB: ask for fewer \(most=\)"):
        photos.load_folder(tmp_path, REAL)
    assert len(photos.load_folder(tmp_path, REAL, size=32).images) == 12
    monkeypatch.setattr(folders, "LOOKED_AT", 10)
    with pytest.raises(ValueError, match="holds more than 10 files"):
        photos.load_folder(tmp_path, REAL)


def test_a_pipe_is_no_picture(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes on this system")
    os.mkfifo(tmp_path / "a.png")  # to read it would wait for ever
    with pytest.raises(FileNotFoundError, match="no pictures"):
        photos.load_folder(tmp_path, REAL)


# ---------------------------------------------------------------------- nobody on two piles


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("count", [3, 4, 10, 41])
def test_nobody_lies_on_two_piles(count: int, seed: int) -> None:
    people = np.random.default_rng(seed).permutation(np.repeat(np.arange(count), 1 + np.arange(count) % 5))
    piles = photos.split_by_person([f"person {one}" for one in people], seed=seed)
    assert sorted(np.concatenate(piles).tolist()) == list(range(len(people)))
    groups = [set(people[pile]) for pile in piles]
    assert all(groups) and sum(map(len, groups)) == count
    if count >= 10:
        assert abs(len(groups[0]) - 0.6 * count) <= 1
    again = photos.split_by_person([f"person {one}" for one in people], seed=seed)
    assert all((one == two).all() for one, two in zip(piles, again, strict=True))


@pytest.mark.parametrize("people", [None, "anna", [["a", "b"], ["c", "d"]]])
def test_people_nobody_knows(people: object) -> None:
    with pytest.raises(ValueError, match=r"not known who is on which picture.*photos\.split"):
        photos.split_by_person(people)


def test_too_few_people_and_wrong_shares() -> None:
    with pytest.raises(ValueError, match="pictures of 2 people cannot lie on three piles"):
        photos.split_by_person(["a", "a", "b"])
    nan = float("nan")
    for shares in (
        (0.5, 0.5),
        (0.25,) * 4,
        (nan,) * 3,
        (0.5, nan, 0.5),
        (0.5,) * 3,
        (1.0, 0.0, 0.0),
        (1.2, -0.1, -0.1),
    ):
        for deal in (photos.split, photos.split_by_person):
            with pytest.raises(ValueError, match="add up to 1"):
                deal([0, 1, 2], shares=shares)


# ---------------------------------------------------------------------- the real folders, where they are


def test_clips_in_a_folder_are_no_pictures(shared_data: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no pictures"):
        photos.load_folder(shared_data / "video_grid", REAL)


def test_the_five_portraits_are_the_ones_of_the_registry(shared_data: Path) -> None:
    for file in photos.SETS["portraits"].files:
        kind, size, number = file.name.removesuffix(".jpg").split("_")
        there = shared_data / "sd3_portraits" / f"{kind}_{int(number):03d}_{size}.jpg"
        assert fetching.is_right(there, file)


# ---------------------------------------------------------------------- downloads, from a server on this machine


OK = b"HTTP/1.0 200 OK\r\n"


def raw(head: bytes, body: bytes = b"", times: int = 1, pause: float = 0.0) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer byte for byte: a head, then a body so many times with a pause after each."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        with contextlib.suppress(OSError):  # whoever asked has heard enough
            handler.wfile.write(head)
            for _ in range(times):
                handler.wfile.write(body)
                time.sleep(pause)

    return answer


def to(where: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return raw(f"HTTP/1.0 302 Found\r\nLocation: {where}\r\n\r\n".encode())


class Stand(BaseHTTPRequestHandler):
    """Answers with what the test put into `files`: bytes, or a function of the handler."""

    files: dict[str, bytes | Callable[[BaseHTTPRequestHandler], None]]
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        content = self.files.get(self.path, raw(b"HTTP/1.0 404 Not Found\r\n\r\n"))
        answer = content if callable(content) else raw(OK + b"Content-Length: %d\r\n\r\n" % len(content), content)
        answer(self)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Stand]]:
    """A server; its address counts as the one that may be fetched from, so that "localhost" is another scheme."""
    handler = type("Handler", (Stand,), {"files": {}, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads, server.block_on_close = True, False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    handler.base = f"http://127.0.0.1:{server.server_port}"
    handler.elsewhere = f"http://localhost:{server.server_port}"
    monkeypatch.setattr(fetching, "SCHEME", "http://127.0.0.1")
    monkeypatch.setenv("no_proxy", "*")
    yield handler
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The learner's cache."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(cache.HOME, str(folder))
    return folder


GOOD = b"the right file " * 5000


def a_file(stand: type[Stand], content: bytes = GOOD, **other: object) -> File:
    right = File(f"{stand.base}/file", "file", hashlib.sha256(content).hexdigest(), len(content) + 1000, 20.0)
    return replace(right, **other)


# A byte now and then: no single wait is long, and the whole would last for ever.
DRIPPING = raw(OK + b"\r\n", b"x", times=600, pause=0.05)


def test_a_file_is_fetched_once(stand: type[Stand], home: Path) -> None:
    stand.files["/file"] = GOOD
    path = home / "photos" / "file"
    for _ in range(2):
        fetching.fetch(a_file(stand), path)
    assert path.read_bytes() == GOOD and stand.asked == ["/file"]
    assert everything_in(home) == ["photos", "photos/file"]
    path.write_bytes(b"damaged since")
    fetching.fetch(a_file(stand), path)
    assert path.read_bytes() == GOOD


def test_a_redirect_within_what_is_allowed_is_followed(stand: type[Stand], home: Path) -> None:
    stand.files |= {"/file": to("/moved"), "/moved": GOOD}
    fetching.fetch(a_file(stand), home / "file")
    assert (home / "file").read_bytes() == GOOD


FAILURES = {
    "cut off": (raw(OK + b"Content-Length: %d\r\n\r\n" % len(GOOD), GOOD[: len(GOOD) // 2]), {}, "broke off after"),
    "broken chunks": (
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"ffff\r\nbut no such length"),
        {},
        "could not be fetched",
    ),
    "no http": (raw(b"gibberish\r\n\r\n"), {}, "could not be fetched"),
    "another file": (b"another file", {}, "its checksum differs"),
    "nothing": (b"", {}, "its checksum differs"),
    "too large, said so": (GOOD, {"most": 1000}, "larger than the 1,000 bytes"),
    "too large, without end": (raw(OK + b"\r\n", bytes(2**16), times=10_000), {}, "larger than"),
    "too slow": (DRIPPING, {"seconds": 0.7}, "did not come within"),
    "silent": (raw(b"", pause=5), {"seconds": 0.7}, "timed out"),
    "gone": (None, {}, "answers 404"),
    "to http": ("elsewhere", {}, "is no https address"),
    "to a file": (to("file:///etc/hostname"), {}, "answers 302|is no https address"),
    "in a circle": (to("/file"), {}, "could not be fetched|answers 302"),
}


@pytest.mark.parametrize("old", [None, b"what was there before"], ids=["empty", "old file"])
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failed_download_leaves_nothing_behind(
    stand: type[Stand], home: Path, failure: str, old: bytes | None
) -> None:
    answer, changes, words = FAILURES[failure]
    if answer is not None:
        stand.files["/file"] = to(f"{stand.elsewhere}/right") if answer == "elsewhere" else answer
    stand.files["/right"] = GOOD
    path = home / "file"
    if old is not None:
        home.mkdir()
        path.write_bytes(old)
    with pytest.raises(photos.NotFetched, match=words) as refused:
        fetching.fetch(a_file(stand, **changes), path)
    assert "\n" not in str(refused.value) and "/right" not in stand.asked
    assert (everything_in(home) == ["file"] and path.read_bytes() == old) if old else not home.exists()


@pytest.mark.parametrize("url", ["http://127.0.0.1/file", "file:///etc/hostname", "ftp://127.0.0.1/f", "data:,x", ""])
def test_only_https_is_asked_at_all(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_open", lambda *_: pytest.fail("it was asked"))
    with pytest.raises(photos.NotFetched, match="no https address"):
        fetching.fetch(File(url, "file", "0" * 64, 1000), tmp_path / "file")
    assert everything_in(tmp_path) == []


def test_where_nothing_can_be_written(stand: type[Stand], tmp_path: Path) -> None:
    stand.files["/file"] = GOOD
    (tmp_path / "taken").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(photos.NotFetched, match="cannot be written"):
        fetching.fetch(a_file(stand), tmp_path / "taken" / "file")
    (tmp_path / "folder").mkdir()
    with pytest.raises(photos.NotFetched, match="cannot be written"):
        fetching.fetch(a_file(stand), tmp_path / "folder")
    assert everything_in(tmp_path) == ["folder", "taken"]


def test_an_interrupted_download_leaves_nothing_behind(
    stand: type[Stand], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.files["/file"] = DRIPPING

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cache.Progress, "at", interrupt)
    with pytest.raises(KeyboardInterrupt):
        fetching.fetch(a_file(stand), home / "file")
    assert not home.exists()


# ---------------------------------------------------------------------- whole sets


def entry_from(stand: type[Stand], monkeypatch: pytest.MonkeyPatch, name: str, contents: list[bytes]) -> None:
    """Let a set of the registry come from the server here, with these files in place of the true ones."""
    old = photos.SETS[name]
    new = []
    for number, (file, content) in enumerate(zip(old.files, contents, strict=True)):
        stand.files[f"/{name}/{number}"] = content
        sha256 = hashlib.sha256(content).hexdigest()
        new.append(replace(file, url=f"{stand.base}/{name}/{number}", sha256=sha256))
    monkeypatch.setitem(photos.SETS, name, replace(old, files=tuple(new)))


def jpeg(seed: int, side: int = 250) -> bytes:
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(0, 255, (5, 5, 3)).astype(np.uint8))
    buffer = io.BytesIO()
    small.resize((side, side)).save(buffer, "JPEG")
    return buffer.getvalue()


def test_portraits_are_fetched_when_asked_and_kept(
    stand: type[Stand], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry_from(stand, monkeypatch, "portraits", [jpeg(seed) for seed in range(5)])
    with pytest.raises(FileNotFoundError, match="download=True"):
        photos.load("portraits")
    assert stand.asked == []
    loaded = photos.load("portraits", download=True, size=100)
    assert loaded.images.shape == (5, 100, 100, 3) and (loaded.labels == FAKE).all() and len(stand.asked) == 5
    assert (photos.load("portraits", size=100).images == loaded.images).all() and len(stand.asked) == 5
    assert len(photos.load("portraits", most=2).images) == 2
    damaged = home / "photos" / "portraits" / "female_256_36.jpg"
    damaged.write_bytes(b"damaged since")
    with pytest.raises(FileNotFoundError, match=r"female_256_36\.jpg is not the one that the course knows"):
        photos.load("portraits")
    photos.load("portraits", download=True)
    assert len(stand.asked) == 6


def test_where_nothing_is_kept_it_is_fetched_for_the_moment(
    stand: type[Stand], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = tmp_path / "moment"
    moment.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(moment))
    entry_from(stand, monkeypatch, "portraits", [jpeg(seed) for seed in range(5)])
    assert len(photos.load("portraits", download=True).images) == 5
    assert everything_in(moment) == []


def olivetti_file(**arrays: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    savemat(buffer, arrays, do_compression=True)
    return buffer.getvalue()


def test_olivetti(stand: type[Stand], home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faces = np.repeat(RNG.integers(0, 256, (400, 64, 8)), 8, axis=2).astype(np.uint8)
    columns = faces.transpose(0, 2, 1).reshape(400, -1).T  # as the file has them: columns of pixels, one face each
    content = olivetti_file(faces=columns, people=np.array(["never read"], dtype=object))
    entry_from(stand, monkeypatch, "olivetti", [content])
    loaded = photos.load("olivetti", download=True)
    assert loaded.images.shape == (400, 64, 64, 3) and (loaded.images == faces[..., None]).all()
    assert loaded.people is not None and np.bincount(loaded.people).tolist() == [10] * 40
    piles = photos.split_by_person(loaded.people)
    assert [len(set(loaded.people[pile])) for pile in piles] == [24, 8, 8]
    assert photos.load("olivetti", most=15, size=32).images.shape == (15, 32, 32, 3)


def test_nothing_here_reads_pickle(root: Path) -> None:
    for path in (root / "deepfake_lessons" / "photos").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"import (pickle|joblib)|allow_pickle=True|fetch_(lfw|olivetti)|extractall", text), path
