"""`examine`: no probability, beside whom the score falls, nothing uploaded, nothing kept, off at school."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import deepfake_lessons as dl
from deepfake_lessons.detector import own_pictures
from deepfake_lessons.detector.own_pictures import examining
from deepfake_lessons.detector.own_pictures.examined_plots import examined as drawn
from deepfake_lessons.metrics.pairs import FAKE, REAL
from deepfake_lessons.notebook import session

WATCHED: list[str] = []
_WATCHING = [False]
REACHES = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess", "os.mkdir", "tempfile")


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if not _WATCHING[0]:
        return
    if event == "open":
        path, mode, flags = arguments
        if set(mode) & set("wax+") if isinstance(mode, str) else flags & 3:  # os.open has flags alone
            WATCHED.append(f"{event} {path}")
    elif event.startswith(REACHES):
        WATCHED.append(event)


sys.addaudithook(_watch)


@pytest.fixture
def watched() -> Iterator[list[str]]:
    """Whatever opens a file for writing, or reaches for the network, while a test runs."""
    WATCHED.clear()
    _WATCHING[0] = True
    yield WATCHED
    _WATCHING[0] = False


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "SCHOOL", False)


@pytest.fixture(scope="module")
def astronaut() -> np.ndarray:
    return np.asarray(pytest.importorskip("skimage.data").astronaut())


def brightness(images: np.ndarray) -> np.ndarray:
    """A detector that calls bright pictures fake."""
    assert images.shape[1:] == (64, 64, 3) and images.dtype == np.uint8
    return images.mean(axis=(1, 2, 3)) / 255


def mouth(image: np.ndarray) -> np.ndarray:
    """A heat map that is strongest at the bottom."""
    return np.repeat(np.linspace(0, 1, 64)[:, None], 64, axis=1) * (np.abs(np.arange(64) - 32) < 12)


def look(source: Any, **options: Any) -> examining.Examined:
    found = dl.examine(source, **{"scores": brightness, "heat": mouth, "finder": "cascade"} | options)
    assert found is not None
    return found


def shades(*levels: int, label: int = REAL, side: int = 64) -> own_pictures.Reference:
    """A set of flat grey pictures, one of each level."""
    images = np.array([np.full((side, side, 3), level) for level in levels], np.uint8)
    return own_pictures.Reference("shades", "made here", label, images)


def coloured() -> own_pictures.Reference:
    """Three red pictures, called AI portraits."""
    return own_pictures.Reference("colours", "made here", FAKE, np.tile(np.uint8([200, 0, 0]), (3, 64, 64, 1)))


# ---------------------------------------------------------------------- what is said


def test_where_the_score_falls(astronaut: np.ndarray) -> None:
    (box,) = own_pictures.find_faces(astronaut, "cascade")
    face = own_pictures.crop(astronaut, box)[None]
    own = float(brightness(own_pictures.Pipeline(grey=True)(face))[0]) * 255
    known = [shades(0, 1, round(own) - 3, 255), shades(round(own) + 3, 250, label=FAKE)]
    found = look(astronaut, references=known)
    first, second = found.faces[0].ranks
    assert (first.higher, second.higher) == (3, 0)
    assert str(first) == "higher than 3 of 4 genuine ones" and str(second) == "higher than 0 of 2 AI portraits"


def test_offline_the_hundred_faces_of_scikit_image(astronaut: np.ndarray) -> None:
    found = look(astronaut)
    (face,) = found.faces
    (rank,) = face.ranks
    assert rank.pipeline == own_pictures.Pipeline(25, grey=True), "like with like"
    assert re.search(r"higher than \d+ of 100 genuine ones.*lfw_subset; both sides 25 pixels, grey", str(found))
    assert 0 <= rank.higher <= 100


def test_the_sentence_that_must_not_be_missing(astronaut: np.ndarray) -> None:
    found = look(astronaut)
    sentence = "This cannot show that a picture of somebody is real or fake."
    assert sentence in str(found) and sentence in repr(found) and sentence in found._repr_html_()


def test_no_probability_anywhere(astronaut: np.ndarray) -> None:
    seen: list[float] = []

    def odd(images: np.ndarray) -> np.ndarray:
        seen.extend(values := 0.123456 + 0.7 * brightness(images))
        return np.asarray(values)

    found = look(astronaut, scores=odd)
    html = re.sub(r'(src|style|width|height)="[^"]*"', "", found._repr_html_())
    for text in (str(found), html):
        text = text.replace("Huang et al. 2007", "")
        assert not re.search(r"\d\s*%|0\.\d|probability of", text), text
    public = {name for face in found.faces for rank in face.ranks for name in vars(rank) if not name.startswith("_")}
    assert public == {"reference", "higher", "equal", "pipeline"}


def test_equal_scores_are_said(astronaut: np.ndarray) -> None:
    (rank,) = look(astronaut, scores=lambda images: np.full(len(images), 0.5)).faces[0].ranks
    assert rank.higher == 0 and str(rank) == "higher than 0 of 100 genuine ones, level with 100"


def test_each_face_has_its_row(astronaut: np.ndarray) -> None:
    one = astronaut[:256, 96:352]
    page = np.concatenate([one, one[:, ::-1]], axis=1)
    calls = []

    def counted(images: np.ndarray) -> np.ndarray:
        calls.append(len(images))
        return brightness(images)

    found = look(page, scores=counted)
    assert len(found.faces) == 2 and str(found).count("of 2, ") == 2
    assert found._repr_html_().count("<img ") == 2
    assert calls.count(100) == 1, "known pictures are scored once"


def test_a_grey_face_among_colours_is_compared_in_grey(astronaut: np.ndarray) -> None:
    one = astronaut[:256, 96:352]
    grey = np.asarray(Image.fromarray(one[:, ::-1]).resize((180, 180)).convert("L").convert("RGB"))
    page = np.full((256, 470, 3), 150, np.uint8)
    page[:, :256], page[40:220, 270:450] = one, grey
    large, small = look(page, references=[shades(10, 200), coloured()]).faces
    assert "in colour" in large.about and "grey" in small.about
    assert [face.ranks[1].pipeline.grey for face in (large, small)] == [False, True]


def test_a_small_face_is_compared_small(astronaut: np.ndarray) -> None:
    small = np.asarray(Image.fromarray(astronaut[:256, 96:352]).resize((80, 80)))
    (face,) = look(small, references=[shades(10, 200)]).faces
    assert 30 < face.ranks[0].pipeline.pixels < 64


def test_a_face_at_the_edge_is_said_to_be(astronaut: np.ndarray) -> None:
    found = look(astronaut[50:190, 160:290])
    assert "of the cut-out lies outside the picture, whose edge is repeated there" in str(found)


def test_what_was_done_to_the_picture_is_said(astronaut: np.ndarray) -> None:
    clear = np.dstack([astronaut, np.full(astronaut.shape[:2], 255, np.uint8)])
    clear[:10, :10, 3] = 0
    assert "transparent parts are laid on white" in str(look(clear)).splitlines()[0]


# ---------------------------------------------------------------------- how it looks


def test_the_picture_has_words(astronaut: np.ndarray) -> None:
    found = look(astronaut)
    html = found._repr_html_()
    (alt,) = re.findall(r'alt="([^"]+)"', html)
    assert "The detector looks most at the bottom centre of it" in alt and "higher than" in alt
    assert found.words() == alt.replace("&#x27;", "'")


def test_without_heat(astronaut: np.ndarray) -> None:
    found = look(astronaut, heat=False)
    assert found.faces[0].heat is None and "looks most" not in found.words() and "<img " in found._repr_html_()


@pytest.mark.parametrize("count", [0, 1, 4])
def test_any_number_of_strips(count: int) -> None:
    strips = [("words", place % 2, np.linspace(-3, 3, 50), 9.0) for place in range(count)]
    figure = drawn(np.zeros((64, 64, 3), np.uint8), np.zeros((8, 8)), strips)
    assert len(figure.axes) == 2 + count
    texts = " ".join(text.get_text() for ax in figure.axes for text in ax.texts)
    assert not count or ("more like genuine" in texts and "more like fake" in texts)
    assert all(not ax.get_xticks().size for ax in figure.axes), "an axis with numbers would be a probability"


def test_strips_where_all_is_the_same_and_maps_that_are_none() -> None:
    drawn(np.zeros((64, 64, 3), np.uint8), None, [("words", FAKE, np.zeros(3), 0.0)])
    for wrong in (np.full((4, 4), np.nan), np.zeros(3), np.zeros((0, 4))):
        with pytest.raises(ValueError, match="heat map"):
            drawn(np.zeros((64, 64, 3), np.uint8), wrong, [])


# ---------------------------------------------------------------------- what is refused


def test_off_at_school(
    astronaut: np.ndarray, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(session, "SCHOOL", True)
    monkeypatch.setattr(examining, "read_picture", lambda source: pytest.fail("nothing is read"))
    assert dl.examine(astronaut, scores=brightness) is None
    said = capsys.readouterr().out
    assert "examine is off" in said and "start(school=True)" in said and "Nothing was read" in said


def test_start_says_that_it_is_off(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(session, "_one_thread", lambda: None)
    dl.start(school=True)
    assert "School: dl.examine is off." in capsys.readouterr().out.splitlines()[0]
    dl.start()
    assert "School" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        (lambda images: np.zeros(3), r"shape \(3,\) for"),
        (lambda images: np.full(len(images), 4.0), "not logits"),
        (lambda images: np.full(len(images), np.nan), "outside 0 to 1"),
        (lambda images: 0.5, r"shape \(\) for"),
    ],
)
def test_scores_that_are_none(astronaut: np.ndarray, scores: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        look(astronaut, scores=scores)


def test_scores_in_a_column_and_at_the_very_ends_are_taken(astronaut: np.ndarray) -> None:
    found = look(astronaut, scores=lambda images: (brightness(images) > 0.4).astype(float)[:, None])
    assert "<img " in found._repr_html_()


@pytest.mark.parametrize("known", [[], ["lfw"], [np.zeros((3, 64, 64, 3))]])
def test_references_that_are_none(astronaut: np.ndarray, known: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"a list of own_pictures\.Reference"):
        look(astronaut, references=known)


def test_bad_input_is_answered_before_a_detector_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "_detector", lambda: pytest.fail("nothing to be judged"))
    (tmp_path / "me.png").write_bytes(b"<svg/>")
    noise = np.random.default_rng(1).integers(0, 256, (99, 99, 3)).astype(np.uint8)
    for source in (tmp_path, tmp_path / "me.png", tmp_path / "nobody.png", np.zeros((99, 99, 3)), noise):
        with pytest.raises(own_pictures.NoPicture):
            dl.examine(source, finder="cascade")
    with pytest.raises(TypeError):
        dl.examine(None)


# ---------------------------------------------------------------------- the detector of the course


@pytest.mark.slow
def test_the_detector_of_the_course_is_asked(astronaut: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    from deepfake_lessons.detector import explain, network

    def ordered(model: str, images: np.ndarray) -> np.ndarray:
        assert model == "the model"
        return brightness(images)

    monkeypatch.setattr(network, "load", lambda: "the model")
    monkeypatch.setattr(network, "ordered", ordered)
    monkeypatch.setattr(explain, "occlusion", lambda score, image: mouth(image) * score(image[None])[0])
    found = dl.examine(astronaut, finder="cascade")
    assert found is not None and found.faces[0].heat is not None


# ---------------------------------------------------------------------- nothing uploaded, nothing kept


def test_nothing_is_uploaded_or_kept(
    astronaut: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, watched: list[str]
) -> None:
    _WATCHING[0] = False
    path = tmp_path / "me.png"
    Image.fromarray(astronaut).save(path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEEPFAKE_LESSONS_CACHE", str(tmp_path / "cache"))
    before = path.read_bytes(), path.stat().st_mtime_ns
    _WATCHING[0] = True
    found = look(path)
    page = found._repr_html_() + str(found)
    _WATCHING[0] = False
    ours = [event for event in watched if not re.search(r"__pycache__|\.pyc|matplotlib|fontlist|/dev/null", event)]
    assert ours == [] and page
    assert [one.name for one in tmp_path.iterdir()] == ["me.png"]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_the_watch_sees_what_is_written(tmp_path: Path, watched: list[str]) -> None:
    (tmp_path / "kept.png").write_bytes(b"x")
    assert any("kept.png" in event for event in watched)


def test_real_portraits(shared_data: Path) -> None:
    paths = sorted((shared_data / "sd3_portraits").glob("*.jpg"))[:4]
    for path in paths:
        found = look(path)
        assert path.name in str(found) and len(found.faces) == 1


# ---------------------------------------------------------------------- benchmarks/examined.py


@pytest.fixture
def bench(bench_of: Any) -> Any:
    return bench_of("examined")


def test_the_benchmark_says_where_its_pictures_are_missing(
    bench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "ROOT", tmp_path / "main")
    monkeypatch.setattr(bench, "SHARED", tmp_path / "shared" / "data")
    assert bench.main([]) == 0
    assert "no pictures in ../shared" in capsys.readouterr().out


def test_the_benchmark_counts(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "ROUNDS", 50)
    rng = np.random.default_rng(1)
    assert bench.auc(np.arange(5.0), np.arange(5.0) + 5) == "1.000 (1.000-1.000)"
    assert bench.auc(np.zeros(30), np.zeros(20)).startswith("0.500 ")
    value, low, high = map(float, re.findall(r"\d\.\d+", bench.auc(rng.normal(0, 1, 80), rng.normal(0.5, 1, 80))))
    assert low < value < high
    assert bench.above(np.array([0.1, 0.6, 0.7]), 0.5).startswith("2 of 3")
