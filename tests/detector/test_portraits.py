"""A learner's own picture: whatever comes is read, or refused in words; faces are found and cut like the studio's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from deepfake_lessons import photos, studio
from deepfake_lessons.detector import own_pictures
from deepfake_lessons.detector.own_pictures import NoPicture, Pipeline, finding, known
from deepfake_lessons.metrics.pairs import FAKE, REAL

RNG = np.random.default_rng(1)
COLOURS = RNG.integers(0, 256, (40, 60, 3)).astype(np.uint8)


def astronaut() -> np.ndarray:
    return np.asarray(pytest.importorskip("skimage.data").astronaut())


# ---------------------------------------------------------------------- faces


def test_the_astronauts_face() -> None:
    picture = own_pictures.read_picture(astronaut())
    (box,) = own_pictures.faces_of(picture, "cascade")
    assert own_pictures.crop(picture.pixels, box).shape == (64, 64, 3)
    x, y = box.middle
    assert 200 < x < 245 and 95 < y < 140 and 85 < box.side < 120
    assert finding.outside(picture.pixels, box) == 0


def test_several_faces_the_largest_first() -> None:
    one = astronaut()[:256, 96:352]
    small = np.asarray(Image.fromarray(one).resize((160, 160)))
    page = np.full((256, 416, 3), 120, np.uint8)
    page[:, :256], page[40:200, 256:] = one, small
    boxes = own_pictures.find_faces(page, "cascade")
    assert len(boxes) == 2 and boxes[0].side > boxes[1].side
    assert boxes[0].middle[0] < 256 < boxes[1].middle[0]


def test_no_more_than_twelve() -> None:
    small = np.asarray(Image.fromarray(astronaut()[:256, 96:352]).resize((110, 110)))
    assert len(own_pictures.find_faces(np.tile(small, (4, 5, 1)), "cascade")) <= finding.MOST


def test_the_middle_cuts_are_those_of_the_studio() -> None:
    """Eyes lie where the studio's photographs have them: in other pictures, larger and with room around."""
    shot = studio.photograph(studio.cast(8, seed=3), frames=studio.portraits(8, seed=3), size=64, seed=3)
    there, found = [], 0
    for image, points in zip(shot.images, shot.landmarks, strict=True):
        page = np.pad(image, ((30, 30), (30, 30), (0, 0)), mode="edge")
        boxes = own_pictures.find_faces(page, "cascade")
        if not boxes:
            continue
        found += 1
        side = own_pictures.WIDE.side * boxes[0].side
        corner = np.array(boxes[0].middle) - boxes[0].side / 2
        corner = corner + np.array([own_pictures.WIDE.x, own_pictures.WIDE.y]) * boxes[0].side - side / 2
        eyes = (points[:2] + 30 - corner) / side
        there.append([*eyes.mean(axis=0), np.linalg.norm(eyes[1] - eyes[0])])
    assert found >= 6
    assert np.allclose(np.median(there, axis=0), [0.49, 0.463, 0.265], atol=0.05)


@pytest.mark.parametrize("name", ["coffee", "brick", "coins", "grass"])
def test_where_there_is_no_face(name: str) -> None:
    pixels = own_pictures.read_picture(getattr(pytest.importorskip("skimage.data"), name)())
    with pytest.raises(NoPicture, match=r"this array: no face is found\. .* that says nothing about the picture"):
        own_pictures.faces_of(pixels, "cascade")


@pytest.mark.parametrize("shape", [(200, 200), (24, 2048), (2048, 24), (30, 40), (24, 24)])
def test_noise_thin_and_small_pictures_show_no_face(shape: tuple[int, int]) -> None:
    assert own_pictures.find_faces(RNG.integers(0, 256, (*shape, 3)).astype(np.uint8), "cascade") == []


def test_finders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "find_spec", lambda name: None)
    assert finding.chosen() == "cascade"
    with pytest.raises(ImportError, match="not installed: pip install"):
        finding.chosen("mtcnn")
    monkeypatch.setattr(finding, "find_spec", lambda name: object())
    assert finding.chosen() == "mtcnn" and finding.chosen("cascade") == "cascade"
    with pytest.raises(ValueError, match="auto, cascade, mtcnn"):
        finding.chosen("opencv")


def test_mtcnns_eyes_and_mouth_give_the_same_box(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in says where eyes and mouth are; the box is the one that the cascade would give."""
    points = {"left_eye": (81, 82), "right_eye": (119, 82), "nose": (100, 100)}
    points |= {"mouth_left": (85, 121), "mouth_right": (115, 121)}
    seen = []

    class Finder:
        def detect_faces(self, pixels: np.ndarray) -> list[dict[str, Any]]:
            seen.append(pixels.shape)
            return [{"confidence": c, "keypoints": points} for c in (0.99, 0.5)]

    monkeypatch.setattr(finding, "_mtcnn", Finder)
    monkeypatch.setattr(finding, "find_spec", lambda name: object())
    (box,) = own_pictures.find_faces(np.zeros((200, 300, 3), np.uint8))
    assert (box.left, box.top, box.side) == pytest.approx((50, 41, 100))
    (box,) = own_pictures.find_faces(np.zeros((200, 2048, 3), np.uint8), "mtcnn")
    assert seen[-1] == (100, 1024, 3) and box.side == pytest.approx(200)


def test_a_cut_beyond_the_edge_repeats_it() -> None:
    image = np.tile(np.arange(100, dtype=np.uint8)[None, :, None], (100, 1, 3))
    cut = own_pictures.crop(image, own_pictures.Box(80, 40, 20), own_pictures.View(2.0), size=40)
    assert cut.shape == (40, 40, 3) and (cut[:, 31:] >= 98).all() and abs(int(cut[20, 2, 0]) - 72) <= 2
    whole = own_pictures.crop(image, own_pictures.Box(0, 0, 100), own_pictures.View(1.0), size=100)
    assert np.array_equal(whole, image)


def test_faces_in_real_pictures(shared_data: Path) -> None:
    paths = sorted((shared_data / "sd3_portraits").glob("*.jpg"))[::25]
    tiles = sorted((shared_data / "sfhq_tiles").glob("*.png"))[::45]
    for some in (paths, tiles):
        found = [bool(own_pictures.find_faces(own_pictures.read_picture(path).pixels, "cascade")) for path in some]
        assert sum(found) >= len(found) - 1


# ---------------------------------------------------------------------- like with like


def test_a_pipeline_does_what_it_says() -> None:
    images = RNG.integers(0, 256, (3, 64, 64, 3)).astype(np.uint8)
    assert np.array_equal(Pipeline()(images), images)
    grey = Pipeline(grey=True)(images)
    assert (grey == grey[..., :1]).all()
    assert Pipeline(16)(images).std() < images.std() / 2
    assert Pipeline(25)(images[:, :25, :25]).shape == (3, 64, 64, 3)
    assert Pipeline(blur=2)(images).std() < images.std() / 2
    saved_once = Pipeline(quality=20)(images)
    assert not np.array_equal(saved_once, images)
    assert str(Pipeline(25, True, 0.8, 60)) == "25 pixels, grey, blur 0.8, JPEG quality 60"


# ---------------------------------------------------------------------- known pictures


def test_offline_there_are_a_hundred_small_grey_faces() -> None:
    (faces,) = own_pictures.references()
    assert faces.images.shape == (100, 25, 25, 3) and faces.label == REAL
    assert faces.pipeline == Pipeline(25, grey=True)
    assert repr(faces) == "100 genuine photographs (scikit-image's lfw_subset; 25 pixels, grey)"


def test_a_folder_of_ones_own(tmp_path: Path) -> None:
    for name in ("genuine", "ai"):
        (tmp_path / name).mkdir()
    face = Image.fromarray(astronaut()[:256, 96:352])
    face.save(tmp_path / "genuine" / "a.png")
    face.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(tmp_path / "genuine" / "b.png")
    Image.fromarray(COLOURS).save(tmp_path / "ai" / "nobody.png")
    (tmp_path / "ai" / "damaged.png").write_bytes(b"x")
    _, own = own_pictures.references(tmp_path, finder="cascade")
    assert own.images.shape == (2, 64, 64, 3) and own.label == REAL and own.name == "your folder genuine"
    face.save(tmp_path / "ai" / "c.png")
    assert own_pictures.references(tmp_path, finder="cascade")[2].label == FAKE
    with pytest.raises(FileNotFoundError, match="no folder 'genuine' or 'ai' with pictures"):
        own_pictures.references(tmp_path / "genuine", finder="cascade")


def test_the_network_brings_two_sets_or_says_why_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def stand_in(name: str, download: bool, size: int) -> photos.Photos:
        asked.append((name, download, size))
        if name == "hundred_portraits":
            raise photos.NotFetched("no network")
        return photos.SETS[name].photos(RNG.integers(0, 256, (400, 64, 64, 3)).astype(np.uint8))

    monkeypatch.setattr(known, "load", stand_in)
    _, olivetti = own_pictures.references(download=True)
    assert asked == [("olivetti", True, 64), ("hundred_portraits", True, 256)]
    assert len(olivetti.images) == 200 and olivetti.view != own_pictures.WIDE
    assert "Left out: a hundred portraits" in capsys.readouterr().out
