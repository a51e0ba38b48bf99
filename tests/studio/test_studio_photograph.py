"""Photographs: each depends on its own actor, frame, camera and seed alone; kept on the disk, whole or drawn again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import studio_reference
from hypothesis import given, settings
from hypothesis import strategies as st

from deepfake_lessons import studio
from deepfake_lessons.studio import archive, darkroom, ideal
from deepfake_lessons.studio.frames import Frame
from deepfake_lessons.studio.photograph import FEW, Photographs, photograph

CREW = studio.cast(6, seed=31)
MANY = 18  # more than FEW: worth a file
SHELF: Photographs
SOME: Photographs


@pytest.fixture(scope="module", autouse=True)
def _taken() -> None:
    global SHELF, SOME
    SHELF, SOME = photograph(CREW, 2, 32, seed=6), photograph(CREW, 5, 32, seed=5, workers=1)


def same(one: Photographs, other: Photographs) -> bool:
    """Whether two sets hold the same pictures with the same truth, byte for byte."""
    arrays = ("images", "landmarks", "seeds")
    return (
        all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)
        and np.array_equal(one.masks.layers, other.masks.layers)
        and all(np.array_equal(one.truth[name], other.truth[name]) for name in one.truth)
    )


@pytest.fixture
def kept(small: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which pictures are kept during a test."""
    monkeypatch.setenv("DEEPFAKE_LESSONS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(archive, "_SAID", set())
    return tmp_path / "cache" / "studio"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders of eight pictures at 32 pixels, so that few pictures are many orders."""
    monkeypatch.setattr(darkroom, "PIECE", 8 * 32)


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[darkroom.Order]:
    """The orders that were drawn since the test began, all in this process."""
    orders: list[darkroom.Order] = []
    monkeypatch.setattr(darkroom, "ALONE", 10**6)
    draw = darkroom.draw
    monkeypatch.setattr(darkroom, "draw", lambda order: (orders.append(order), draw(order))[1])
    return orders


# ---------------------------------------------------------------------- what comes out


def test_what_comes_out() -> None:
    taken = photograph(CREW[:3], n_each=2, size=32, seed=4)
    assert len(taken) == 6 and taken.images.shape == (6, 32, 32, 3) and taken.images.dtype == np.uint8
    assert taken.actor.tolist() == [0, 0, 1, 1, 2, 2] and taken.actors == tuple(CREW[:3])
    assert set(taken.truth) == {knob.name for knob in fields(Frame)}
    assert all(values.shape == (6,) for values in taken.truth.values())
    assert taken.truth["yaw"].dtype == float and taken.truth["backdrop"].dtype.kind == "U"
    assert set(taken.masks) == {"face", "inner", "hair", "background"} and len(taken.masks) == 4
    for mask in taken.masks.values():
        assert mask.shape == (6, 32, 32) and mask.dtype == np.float32
        assert mask.min() >= 0 and mask.max() <= 1
    assert taken.landmarks.shape == (6, 6, 2) and taken.landmarks.dtype == np.float32
    assert len({image.tobytes() for image in taken.images}) == 6
    assert repr(taken).startswith("6 photographs of 3 actors, 32 x 32 pixels")
    with pytest.raises(KeyError, match="no mask 'nose': there are face, inner, hair, background"):
        taken.masks["nose"]


def test_it_is_what_render_and_develop_give() -> None:
    frame = Frame(smile=0.9, yaw=0.3)
    taken = photograph(CREW[2], frames=frame, seed=8)
    drawing = studio.render(CREW[2], frame, 64)
    by_hand = studio.develop(drawing.linear, studio.CINEMA, np.random.default_rng(int(taken.seeds[0])))
    assert np.array_equal(taken.images[0], by_hand)
    assert np.array_equal(taken.landmarks[0], drawing.landmarks)
    assert np.abs(taken.masks["inner"][0] - drawing.masks["inner"]).max() <= 0.5 / 255 + 1e-6
    assert taken.frames == [frame]


def test_frames_for_all_for_each_and_one_by_one() -> None:
    smile, frown = Frame(smile=0.9), Frame(smile=-0.4)
    assert set(photograph(CREW[:2], 3, 32, frames=smile).truth["smile"]) == {0.9}
    each = photograph(CREW[:3], 2, 32, frames=[smile, frown])
    assert each.truth["smile"].tolist() == [0.9, -0.4] * 3
    own = photograph(CREW[:2], 1, 32, frames=[smile, frown])
    assert own.truth["smile"].tolist() == [0.9, -0.4]


def test_the_same_moments_for_a_changed_actor() -> None:
    young, old = (photograph(CREW[1].replace(age=age), 2, 32, seed=3) for age in (0.1, 0.9))
    assert young.frames == old.frames and not np.array_equal(young.images, old.images)


def test_no_actors_or_no_pictures_are_no_fault() -> None:
    for none in (photograph([], 3), photograph(CREW, 0)):
        assert len(none) == 0 and none.images.shape == (0, 64, 64, 3) and none.masks["face"].shape == (0, 64, 64)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"n_each": -1}, "n_each=-1.*whole number, 0 or more"),
        ({"seed": -1}, "seed=-1"),
        ({"size": 65}, "size=65.*32, 48, 64, 128"),
        ({"size": "64"}, "32, 48, 64, 128"),
        ({"workers": 0}, "workers=0.*1 or more"),
        ({"frames": [Frame()] * 4}, "4 frames for 6 actors with n_each=1: give 6"),
        ({"n_each": 40_000, "size": 128, "frames": Frame()}, "do not fit into 4 GiB"),
    ],
)
def test_bad_numbers_are_refused(arguments: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        photograph(CREW, **arguments)


@pytest.mark.parametrize(
    ("actors", "arguments", "words"),
    [
        (["Anna"], {}, "wants actors.*one of these is str"),
        (CREW, {"frames": ["smile"] * 6}, "frames: studio.Frame is wanted"),
        (CREW, {"camera": "CINEMA"}, "camera='CINEMA': a camera is wanted"),
    ],
)
def test_strangers_are_refused(actors, arguments: dict, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        photograph(actors, **arguments)


# ---------------------------------------------------------------------- choosing among them


@given(
    st.one_of(
        st.slices(12),
        st.lists(st.booleans(), min_size=12, max_size=12).map(np.array),
        st.lists(st.integers(-12, 11), max_size=15),
    )
)
def test_choosing_keeps_everything_together(which) -> None:
    places = np.arange(12)[which if not isinstance(which, list) or which else []].astype(int) if len_of(which) else []
    chosen = SHELF[which]
    assert len(chosen) == len(places)
    for number, place in enumerate(places):
        assert np.array_equal(chosen.images[number], SHELF.images[place])
        assert chosen.actors[chosen.actor[number]] == SHELF.actors[SHELF.actor[place]]
        assert chosen.truth["yaw"][number] == SHELF.truth["yaw"][place]
        assert np.array_equal(chosen.masks.layers[:, number], SHELF.masks.layers[:, place])
        assert np.array_equal(chosen.landmarks[number], SHELF.landmarks[place])


def len_of(which) -> int:
    return 1 if isinstance(which, slice) else len(which)


def test_one_place_is_a_set_of_one() -> None:
    assert len(SHELF[3]) == 1 and np.array_equal(SHELF[3].images[0], SHELF.images[3])
    assert [one.actor[0] for one in SHELF] == SHELF.actor.tolist()
    with pytest.raises(IndexError):
        SHELF[12]
    with pytest.raises(IndexError):
        SHELF[np.zeros((2, 2), int)]


# ---------------------------------------------------------------------- a picture depends on itself alone


@settings(max_examples=10)
@given(st.permutations(range(6)), st.integers(1, 2))
def test_neither_order_nor_number_matters(order: list[int], n_each: int) -> None:
    part = photograph([CREW[k] for k in order[:2]], n_each, 32, seed=5)
    for number, k in enumerate(order[:2]):
        assert same(part[part.actor == number], SOME[SOME.actor == k][:n_each])


def test_another_seed_gives_other_pictures() -> None:
    assert not same(photograph(CREW, size=32, seed=1), photograph(CREW, size=32, seed=2))


@pytest.mark.usefixtures("small")
def test_the_number_of_workers_does_not_matter() -> None:
    assert same(SOME, photograph(CREW, 5, 32, seed=5, workers=3))


def test_few_are_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "joblib.externals", None)
    photograph(CREW, 5, 32)


# ---------------------------------------------------------------------- executors and helpers, also those that fail


class Tired(Executor):
    """Draws so many orders, and then is closed, broken, faulty or silent."""

    def __init__(self, orders: int, end: str) -> None:
        self.left, self.end = orders, end
        self.given: list[Future[Any]] = []

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **more: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.left -= 1
        if self.left >= 0:
            future.set_result(work(*arguments, **more))
        elif self.end == "closed":
            raise RuntimeError("cannot schedule new futures after shutdown")
        elif self.end == "broken":
            future.set_exception(BrokenProcessPool("a process was ended"))
        elif self.end == "faulty":
            future.set_exception(MemoryError("no memory is left"))
        self.given.append(future)
        return future


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("end", ["", "closed", "broken", "silent"])
def test_any_executor_draws_and_what_it_leaves_is_drawn_here(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(darkroom, "PATIENCE", 0.05 if end == "silent" else 60)
    with Tired(1, end) if end else ThreadPoolExecutor(2) as executor, darkroom.hired(executor):
        assert same(SOME, photograph(CREW, 5, 32, seed=5))
    if isinstance(executor, Tired):
        assert executor.left < 0 and all(future.done() for future in executor.given), "nobody goes on drawing"


@pytest.mark.usefixtures("small")
def test_a_fault_in_drawing_is_told() -> None:
    silent = Tired(0, "faulty")
    with pytest.raises(MemoryError, match="no memory is left"), darkroom.hired(silent):
        photograph(CREW, 5, 32, seed=5)
    assert all(future.done() for future in silent.given)


def fails_elsewhere(order: tuple[int, str, int]) -> int:
    """Done by the process of that number alone; another one ends or hangs."""
    process, how, number = order
    if os.getpid() != process:
        os._exit(3) if how == "ends" else time.sleep(600)
    return number


@pytest.mark.parametrize("how", ["ends", "hangs"])
def test_a_helper_that_fails_is_not_waited_for(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(darkroom, "PATIENCE", 60 if how == "ends" else 0.5)
    orders = [(os.getpid(), how, number) for number in range(6)]
    assert sorted(darkroom.drawn(orders, 3, fails_elsewhere)) == [(number, number) for number in range(6)]


@pytest.mark.slow
def test_after_tensorflow_and_without_a_guarded_script(tmp_path: Path, root: Path) -> None:
    """A script without `if __name__ == "__main__"`, as learners write them, with TensorFlow loaded."""
    script = tmp_path / "mine.py"
    script.write_text(
        "import tensorflow\nfrom deepfake_lessons import studio\nprint('begun')\n"
        "taken = studio.photograph(studio.cast(6, 31), 30, 32, seed=5, workers=2)\nprint(taken.images.sum())\n"
    )
    done = subprocess.run(
        [sys.executable, script], env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True,
        timeout=300, check=True,
    )  # fmt: skip
    words = [line for line in done.stdout.split() if line == "begun" or line.isdigit()]
    assert words[0] == "begun" and words.count("begun") == 1
    assert int(words[-1]) == photograph(CREW, 30, 32, seed=5, workers=1).images.sum()


# ---------------------------------------------------------------------- kept on the disk


def test_what_was_drawn_is_not_drawn_again(kept: Path, drawings: list[darkroom.Order]) -> None:
    first = photograph(CREW[:2], MANY, 32, workers=1)
    count = len(drawings)
    again = photograph(CREW[:2], MANY, 32, workers=1)
    assert count and len(drawings) == count and same(first, again)
    assert len(list(kept.iterdir())) == count
    photograph(CREW[:2], MANY, 32, seed=1, workers=1)
    assert len(drawings) == 2 * count


def test_a_few_are_not_worth_a_file(kept: Path) -> None:
    photograph(CREW, FEW // len(CREW), 32)
    assert not kept.exists()


def test_another_version_or_camera_is_drawn_anew(
    kept: Path, drawings: list[darkroom.Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    photograph(CREW[0], MANY, 32)
    photograph(CREW[0], MANY, 32, camera=studio.SECOND_SHOT)
    assert len(drawings) == 6
    monkeypatch.setattr(sys.modules[photograph.__module__], "STUDIO_VERSION", 10**6)
    photograph(CREW[0], MANY, 32)
    assert len(drawings) == 9


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda whole: whole[:-100],
        lambda whole: b"",
        lambda whole: whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:],
        lambda whole: bytes(32) + whole[32:],
    ],
)
def test_a_damaged_file_is_drawn_again(
    spoilt: Callable[[bytes], bytes], kept: Path, drawings: list[darkroom.Order]
) -> None:
    first = photograph(CREW[0], MANY, 32)
    file = sorted(kept.iterdir())[0]
    whole = file.read_bytes()
    file.write_bytes(spoilt(whole))
    assert same(first, photograph(CREW[0], MANY, 32))
    assert len(drawings) == 4 and file.read_bytes() == whole


def test_a_folder_that_cannot_be_written_costs_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("DEEPFAKE_LESSONS_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(archive, "_SAID", set())
    for _ in range(2):
        assert len(photograph(CREW[0], MANY, 32)) == MANY
    out = capsys.readouterr().out
    assert out.count("Drawn pictures are not kept") == 1 and out.count("\n") == 1 and "next time" in out


def test_off_means_off(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    monkeypatch.setenv("DEEPFAKE_LESSONS_CACHE", "off")
    monkeypatch.setenv("HOME", str(tmp_path))
    photograph(CREW[0], MANY, 32)
    assert not list(tmp_path.iterdir()) and capsys.readouterr().out == ""


def test_the_longest_unused_files_go_first(tmp_path: Path) -> None:
    kept = {"images": np.zeros(100, np.uint8)}
    store = archive.Archive(tmp_path, most=3 * (32 + len(archive.packed(kept))))
    now = time.time()
    for age, key in enumerate(("new", "middle", "old", "oldest")):
        store.put(key, kept)
        os.utime(tmp_path / f"{key}{archive.ENDING}", (now - 1000 * age, now - 1000 * age))
    (tmp_path / ".left.part").write_bytes(b"")
    os.utime(tmp_path / ".left.part", (now - 10**6, now - 10**6))
    (tmp_path / "mine.txt").write_text("not of the archive")
    assert store.get("oldest")  # used just now, so it is not the one to go
    store.tidy()
    assert {path.stem for path in tmp_path.iterdir()} == {"new", "middle", "oldest", "mine"}
    assert store.get("old") is None


def test_an_interruption_keeps_what_is_done(
    kept: Path, drawings: list[darkroom.Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = darkroom.draw

    def interrupted(order: darkroom.Order) -> darkroom.Pictures:
        if len(drawings) == 2:  # done
            raise KeyboardInterrupt
        return draw(order)

    with monkeypatch.context() as patch:
        patch.setattr(darkroom, "draw", interrupted)
        with pytest.raises(KeyboardInterrupt):
            photograph(CREW, 6, 32, workers=1)
    assert len(list(kept.iterdir())) == 2 and all(path.suffix == archive.ENDING for path in kept.iterdir())
    photograph(CREW, 6, 32, workers=1)
    assert len(drawings) == -(-36 // 8)  # the two that were done are not done again


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a child process")
def test_ctrl_c_ends_helpers_too(tmp_path: Path, root: Path) -> None:
    script = "from deepfake_lessons import studio\nstudio.photograph(studio.cast(60, 1), 100, 32, workers=2)"
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(root), "DEEPFAKE_LESSONS_CACHE": str(tmp_path)},
    )  # fmt: skip
    until = time.monotonic() + 60
    while len(list(tmp_path.glob(f"studio/*{archive.ENDING}"))) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode != 0 and "KeyboardInterrupt" in errors
    store = archive.Archive(tmp_path / "studio")
    files = list(tmp_path.glob(f"studio/*{archive.ENDING}"))
    assert files and all(store.get(path.stem) for path in files)
    while time.monotonic() < until:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        pytest.fail("a helper is still there")


def test_an_order_s_text_says_everything_and_nothing_else() -> None:
    frames, crew = studio.draw_frames(3, 1), [CREW[0], CREW[1], CREW[0]]
    orders = [
        darkroom.Order(32, studio.CINEMA, crew, frames, [1, 2, 3]),
        darkroom.Order(64, studio.CINEMA, crew, frames, [1, 2, 3]),
        darkroom.Order(32, studio.SECOND_SHOT, crew, frames, [1, 2, 3]),
        darkroom.Order(32, studio.CINEMA, crew[::-1], frames[::-1], [1, 2, 3]),
        darkroom.Order(32, studio.CINEMA, crew, frames, [1, 2, 4]),
    ]
    assert len({order.text() for order in orders}) == 5
    again = darkroom.Order(32, studio.CINEMA, list(crew), tuple(frames), np.array([1, 2, 3]))
    assert again.text() == orders[0].text()
    whole = json.loads(again.text())
    assert whole["who"] == [0, 1, 0] and len(whole["actors"]) == 2 and Frame(**whole["frames"][2]) == frames[2]


# ---------------------------------------------------------------------- the ideal swap


def test_the_inner_face_is_a_part_of_an_actor() -> None:
    names = [name for names in ideal.INNER_FACE.values() for name in names]
    assert len(names) == len(set(names)) and set(names) < {knob.name for knob in fields(studio.Actor)}
    assert not {"hair", "glasses", "clothes", "head_width", "jaw_taper", "ear_size", "texture_seed"} & set(names)
    mixed = ideal.with_face(CREW[0], CREW[1])
    for knob in fields(studio.Actor):
        assert getattr(mixed, knob.name) == getattr(CREW[knob.name in names], knob.name)


def test_the_ideal_swap_changes_the_face_and_nothing_around() -> None:
    crew = [actor.replace(skin=0.4, undertone=0.0, glasses="none", beard="none") for actor in CREW]
    taken = photograph(crew[1:], 2, 64, seed=12, camera=studio.CINEMA.replace(quality=0))
    swapped = studio.ideal_swap(taken, crew[0])
    assert swapped.frames == taken.frames and np.array_equal(swapped.actor, taken.actor)
    change = np.abs(swapped.images.astype(int) - taken.images).mean(axis=3)
    inner, away = taken.masks["inner"] > 0.9, taken.masks["background"] > 0.99
    for k in range(len(taken)):
        assert change[k][inner[k]].mean() > 4 * change[k][away[k]].mean() + 2
    assert change[away].mean() < 0.5


def test_one_s_own_face_changes_nothing() -> None:
    taken = photograph(CREW[3], 2, 32, seed=1)
    assert same(taken, studio.ideal_swap(taken, CREW[3]))


def test_the_ideal_swap_of_a_clip_keeps_all_but_the_face() -> None:
    clip = studio.film(CREW[1], 0.5, size=32, seed=2)
    swapped = studio.ideal_swap(clip, CREW[4])
    assert np.array_equal(swapped.sound, clip.sound) and swapped.moments == clip.moments
    assert swapped.actor == ideal.with_face(CREW[1], CREW[4]) and not np.array_equal(swapped.frames, clip.frames)
    assert np.array_equal(studio.ideal_swap(clip, CREW[1]).frames, clip.frames)


def test_swaps_want_photographs_and_an_actor() -> None:
    with pytest.raises(TypeError, match=r"wants what studio\.photograph or.*got ndarray and Actor"):
        studio.ideal_swap(SHELF.images, CREW[0])  # type: ignore[arg-type]


# ---------------------------------------------------------------------- the version


def test_the_reference_pictures_are_those_of_this_version() -> None:
    """Another machine may differ by a grey level before JPEG, and by half a level on average after it."""
    stored, version = studio_reference.read()
    mend = "raise STUDIO_VERSION in studio/version.py and run python tests/support/studio_reference.py"
    assert version == studio.STUDIO_VERSION, f"the reference pictures are of version {version}: {mend}"
    difference = np.abs(studio_reference.draw().astype(int) - stored)
    assert difference[0].max() <= 1, f"pictures changed, by up to {difference[0].max()} grey levels: {mend}"
    assert difference[1:].mean(axis=(1, 2, 3, 4)).max() <= 0.5, f"the cameras' pictures changed: {mend}"


def test_masks_and_landmarks_lie_where_a_camera_from_above_sees_them() -> None:
    actors, tilt = studio.cast(2, 8), 0.6
    plain = studio.Camera(noise=0, shot_noise=0, quality=0, blur=0)
    straight, above = (
        studio.photograph(actors, 3, camera=camera, workers=1) for camera in (plain, plain.replace(tilt=tilt))
    )
    height = (straight.landmarks[..., 1] - 32) * np.cos(tilt) + 32
    assert np.allclose(above.landmarks[..., 1], height, atol=1e-4)
    assert np.array_equal(above.landmarks[..., 0], straight.landmarks[..., 0])
    # and so do the pictures: each row shows what stood where the squeezing takes it from
    rows = np.arange(64) + 0.5
    came = (rows - 32) / np.cos(tilt) + 32
    for one, other in zip(straight.images, above.images, strict=True):
        foretold = [np.interp(came, rows, column) for column in one.mean(axis=2).T]
        assert np.abs(np.array(foretold).T - other.mean(axis=2)).mean() < 3
        assert np.abs(one.mean(axis=2) - other.mean(axis=2)).mean() > 5
    covered = [taken.masks["face"].sum(axis=(1, 2)) for taken in (straight, above)]
    assert np.allclose(covered[1] / covered[0], np.cos(tilt), atol=0.04)
