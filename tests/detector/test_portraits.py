"""A learner's own picture: whatever comes is read, or refused in words; faces are found and cut like the studio's."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from deepfake_lessons import photos, studio
from deepfake_lessons.detector import own_pictures
from deepfake_lessons.detector.own_pictures import NoPicture, Pipeline, checking, finding, known, reading
from deepfake_lessons.metrics.pairs import FAKE, REAL

RNG = np.random.default_rng(1)
COLOURS = RNG.integers(0, 256, (40, 60, 3)).astype(np.uint8)


def saved(how: str = "PNG", image: Any = None, **options: Any) -> bytes:
    """A picture file's bytes."""
    file = io.BytesIO()
    (image or Image.fromarray(COLOURS)).save(file, how, **options)
    return file.getvalue()


def astronaut() -> np.ndarray:
    return np.asarray(pytest.importorskip("skimage.data").astronaut())


# ---------------------------------------------------------------------- what is read


@pytest.mark.parametrize("how", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_six_formats(how: str, tmp_path: Path) -> None:
    path = tmp_path / "me.picture"  # the ending does not count
    path.write_bytes(saved(how))
    for source in (path, str(path), path.read_bytes(), bytearray(path.read_bytes()), memoryview(path.read_bytes())):
        picture = own_pictures.read_picture(source)
        assert picture.pixels.shape == (40, 60, 3) and picture.pixels.dtype == np.uint8 and not picture.grey
        assert picture.notes == ()
        if how in ("PNG", "BMP", "TIFF"):
            assert np.array_equal(picture.pixels, COLOURS)


@pytest.mark.parametrize("how", ["PPM", "ICO", "PDF", "EPS", "SGI", "TGA", "PCX"])
def test_no_seventh(how: str) -> None:
    with pytest.raises(NoPicture, match=r"these bytes: this is .*, not a picture as PNG, JPEG, WebP, GIF, BMP or TIFF"):
        own_pictures.read_picture(saved(how))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b'<?xml version="1.0"?>\n<svg xmlns="x"><script>alert(1)</script></svg>', "an SVG drawing"),
        (b"\n  <svg width='9'/>", "an SVG drawing"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIC or AVIF photograph"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04....", "an archive"),
        (b"%!PS-Adobe-3.0 EPSF", "a PostScript drawing"),
        (b"hello", "text"),
        (bytes(range(200)), "something else"),
        (b"GIF", "text"),
    ],
)
def test_what_only_calls_itself_a_picture(content: bytes, what: str, tmp_path: Path) -> None:
    (tmp_path / "me.png").write_bytes(content)
    with pytest.raises(NoPicture, match=f"me.png: this is {what}.*Save it as one of these"):
        own_pictures.read_picture(tmp_path / "me.png")


@pytest.mark.parametrize("how", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_cut_off_anywhere(how: str) -> None:
    whole = saved(how)
    for share in (0.05, 0.3, 0.6, 0.9):
        try:
            own_pictures.read_picture(whole[: int(share * len(whole))])
        except NoPicture as answer:
            assert len(str(answer)) < 200
        else:
            assert how in ("GIF", "WEBP", "TIFF", "JPEG"), "what is missing must be said"
    with pytest.raises(NoPicture, match="these bytes: damaged or cut off"):
        own_pictures.read_picture(saved("JPEG")[:-900])
    with pytest.raises(NoPicture, match="the file is empty"):
        own_pictures.read_picture(b"")


def test_damaged_bytes_get_an_answer() -> None:
    for how in reading.FORMATS:
        whole = np.frombuffer(saved(how), np.uint8)
        for seed in range(12):
            rng = np.random.default_rng(seed)
            damaged = whole.copy()
            damaged[rng.integers(0, min(len(whole), 200), 4)] = rng.integers(0, 256, 4)
            try:
                own_pictures.read_picture(damaged.tobytes())
            except NoPicture as answer:
                assert "these bytes: " in str(answer)


def header(wide: int, high: int) -> bytes:
    """A PNG of so many pixels of which only the header is there."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    data = b"IDAT" + zlib.compress(b"\0" * 100)
    return start + struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


@pytest.mark.parametrize("size", [(20_000, 10_000), (9_000, 9_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_by_the_header(size: tuple[int, int]) -> None:
    begun = time.perf_counter()
    with pytest.raises(NoPicture, match=r"pixels, and 64 million are the most. Save the picture smaller"):
        own_pictures.read_picture(header(*size))
    assert time.perf_counter() - begun < 2


def test_pillow_without_its_own_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    with pytest.raises(NoPicture, match="200 million pixels"):
        own_pictures.read_picture(header(20_000, 10_000))


@pytest.mark.slow
def test_the_largest_picture_takes_bounded_memory(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    Image.new("L", (8000, 8000), 90).save(tmp_path / "large.png")
    with Image.open(tmp_path / "large.png") as large:
        large.paste(200, (0, 0, 4000, 4000))
        large.convert("RGB").save(tmp_path / "large.jpg")
    code = (
        "import resource, sys; from deepfake_lessons.detector import own_pictures as portraits\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "picture = portraits.read_picture(sys.argv[1])\n"
        "print(max(picture.pixels.shape), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "large.jpg")], capture_output=True, text=True, check=True
    )
    side, kilobytes = map(int, done.stdout.split())
    assert side == reading.SIDE and kilobytes < 300_000


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate(reading.BYTES + 1)
    with pytest.raises(NoPicture, match=r"large.png: 30 MB, and 30 MB are the most"):
        own_pictures.read_picture(tmp_path / "large.png")
    with pytest.raises(NoPicture, match="more than 30 MB"):
        own_pictures.read_picture(bytes(reading.BYTES + 1))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("nobody.png", "nobody.png: there is no such file in .* Check its name"),
        ("", "an empty path: this is a folder"),
        (".", "this is a folder. Give the path of one picture in it"),
        ("https://example.org/me.png", "this is an address, and nothing is fetched"),
        ("data:image/png;base64,AAAA", "this is an address"),
        ("a\0b.png", "there is no such file|cannot be read"),
        ("x" * 5000, "there is no such file|cannot be read"),
        ("~nobody_of_this_name/me.png", "there is no such file|cannot be read"),
    ],
)
def test_paths_that_lead_nowhere(path: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoPicture, match=words) as answer:
        own_pictures.read_picture(path)
    assert len(str(answer.value)) < 400 and "\0" not in str(answer.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "me.png")
    with pytest.raises(NoPicture, match="no ordinary file"):
        own_pictures.read_picture(tmp_path / "me.png")


@pytest.mark.parametrize("source", [None, 3, ["me.png"], [COLOURS, COLOURS], {"path": "me.png"}, object()])
def test_what_is_no_source(source: Any) -> None:
    with pytest.raises(TypeError, match="a picture is wanted: the path of a file"):
        own_pictures.read_picture(source)


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.full((40, 40, 3), np.nan), "4,800 numbers are missing or infinite"),
        (np.where(np.arange(1600).reshape(40, 40) == 7, np.inf, 0.5), "1 numbers are missing"),
        (np.zeros((40, 40, 3), np.uint8), "all of one colour"),
        (np.full((40, 40), 0.5), "all of one colour"),
        (np.zeros((5, 40, 40, 3), np.uint8), r"several pictures. Examine one, such as images\[0\]"),
        (np.zeros((3, 40, 40), np.uint8), "the colours come last"),
        (np.zeros((40, 40, 2), np.uint8), r"a picture has the shape \(H, W\)"),
        (np.zeros((40,), np.uint8), r"a picture has the shape"),
        (np.zeros((0, 40, 3), np.uint8), r"a picture has the shape"),
        (COLOURS.astype(float), "they must lie between 0 and 1"),
        (COLOURS.astype(int) - 300, "0 to 255 are wanted"),
        (COLOURS[:20], "no face fits into less than 24"),
        (np.broadcast_to(np.uint8(3), (20_000, 10_000)), "200 million pixels"),
    ],
)
def test_arrays_that_are_no_picture(array: np.ndarray, words: str) -> None:
    with pytest.raises(NoPicture, match=words):
        own_pictures.read_picture(array)


@pytest.mark.parametrize("kind", [object, str, bool, complex, "datetime64[s]"])
def test_arrays_of_other_things(kind: Any) -> None:
    with pytest.raises(TypeError, match="an array of numbers"):
        own_pictures.read_picture(np.zeros((40, 40, 3)).astype(kind))


def test_arrays_of_every_kind_of_number() -> None:
    for array in (COLOURS, COLOURS / 255.0, COLOURS.astype(np.int64), COLOURS.astype(np.uint16) * 257):
        assert np.array_equal(own_pictures.read_picture(array).pixels, COLOURS)
    assert "16 bits" in own_pictures.read_picture(COLOURS.astype(np.uint16) * 257).notes[0]
    grey = own_pictures.read_picture(COLOURS[..., 0])
    assert grey.grey and np.array_equal(grey.pixels[..., 2], COLOURS[..., 0]) and "without colour" in grey.notes
    assert np.array_equal(own_pictures.read_picture(COLOURS[..., :1]).pixels, grey.pixels)
    clear = np.dstack([COLOURS, np.zeros((40, 60), np.uint8)])
    clear[:20, :, 3] = 255
    on_white = own_pictures.read_picture(clear)
    assert (on_white.pixels[20:] == 255).all() and np.array_equal(on_white.pixels[:20], COLOURS[:20])
    assert "transparent parts are laid on white" in on_white.notes


def test_pictures_of_every_mode() -> None:
    image = Image.fromarray(COLOURS)
    for mode in ("1", "L", "P", "RGB", "CMYK", "YCbCr", "HSV"):
        assert own_pictures.read_picture(image.convert(mode)).pixels.shape == (40, 60, 3)
    for mode in ("LA", "RGBA", "PA"):
        assert own_pictures.read_picture(image.convert(mode)).notes in ((), ("without colour",))
    deep = Image.fromarray(COLOURS[..., 0].astype(np.uint16) * 257)
    for content in (saved("PNG", deep), saved("TIFF", deep)):
        picture = own_pictures.read_picture(content)
        assert np.array_equal(picture.pixels[..., 0], COLOURS[..., 0]) and "16 bits" in picture.notes[0]
    missing = Image.fromarray(np.full((40, 40), np.nan, np.float32))
    with pytest.raises(NoPicture, match="missing or infinite"):
        own_pictures.read_picture(saved("TIFF", missing))


def test_a_palette_with_a_transparent_colour_lies_on_white() -> None:
    palette = Image.fromarray(COLOURS).convert("P")
    picture = own_pictures.read_picture(saved("PNG", palette, transparency=int(np.asarray(palette)[0, 0])))
    assert "transparent parts are laid on white" in picture.notes and (picture.pixels[0, 0] == 255).all()


def test_the_first_of_several() -> None:
    frames = [Image.fromarray(np.roll(COLOURS, k, axis=1)) for k in range(3)]
    for how in ("GIF", "PNG", "WEBP", "TIFF"):
        content = saved(how, frames[0], save_all=True, append_images=frames[1:])
        picture = own_pictures.read_picture(content)
        assert picture.notes == ("the file holds several pictures, and the first is examined",), how
    assert np.array_equal(picture.pixels, COLOURS)


@pytest.mark.parametrize("way", range(1, 9))
def test_turned_as_the_camera_noted(way: int) -> None:
    from PIL import ImageOps

    image = Image.fromarray(COLOURS)
    exif = image.getexif()
    exif[0x0112] = way
    content = saved("PNG", image, exif=exif)
    with Image.open(io.BytesIO(content)) as opened:
        wanted = np.asarray(ImageOps.exif_transpose(opened))
    picture = own_pictures.read_picture(content)
    assert np.array_equal(picture.pixels, wanted)
    assert ("turned as the camera noted" in picture.notes) == (way > 1)


def test_damaged_notes_of_the_camera_turn_nothing() -> None:
    picture = own_pictures.read_picture(saved("JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"))
    assert picture.pixels.shape == (40, 60, 3)


def test_large_pictures_are_made_smaller_and_that_is_said() -> None:
    large = Image.fromarray(COLOURS).resize((4200, 1000))
    for source in (saved("JPEG", large), saved("PNG", large), large, np.asarray(large)):
        picture = own_pictures.read_picture(source)
        assert max(picture.pixels.shape) <= checking.SIDE and picture.notes == (
            "made smaller, from 4200 x 1000 pixels",
        )


def test_the_learners_own_image_stays_as_it_was() -> None:
    large = Image.fromarray(COLOURS).resize((4200, 1000))
    with Image.open(io.BytesIO(saved("JPEG", large))) as opened:
        own_pictures.read_picture(opened)
        assert opened.size == (4200, 1000) and opened.mode == "RGB"
    own_pictures.read_picture(large)
    assert large.size == (4200, 1000)
    array = np.asarray(large).copy()
    own_pictures.read_picture(array)
    assert np.array_equal(array, np.asarray(large))


def test_pictures_that_were_read_are_taken_as_they_are() -> None:
    picture = own_pictures.read_picture(COLOURS)
    assert own_pictures.read_picture(picture) is picture
    assert repr(picture) == "this array: 60 x 40 pixels, in colour"


# ---------------------------------------------------------------------- faces


def test_the_astronauts_face() -> None:
    faces = own_pictures.crop_faces(astronaut(), finder="cascade")
    assert len(faces) == 1 and faces.images.shape == (1, 64, 64, 3)
    (box,) = faces.boxes
    x, y = box.middle
    assert 200 < x < 245 and 95 < y < 140 and 85 < box.side < 120
    assert faces.outside[0] == 0


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
        own_pictures.crop_faces(pixels, finder="cascade")


def test_noise_and_stripes_show_no_face() -> None:
    stripes = np.broadcast_to(np.uint8(40) * (np.arange(200, dtype=np.uint8) % 5)[None, :, None], (200, 200, 3))
    for pixels in (RNG.integers(0, 256, (200, 200, 3)).astype(np.uint8), np.ascontiguousarray(stripes)):
        assert own_pictures.find_faces(pixels, "cascade") == []


@pytest.mark.parametrize("shape", [(24, 2048), (2048, 24), (30, 40), (24, 24)])
def test_thin_and_small_pictures(shape: tuple[int, int]) -> None:
    assert own_pictures.find_faces(RNG.integers(0, 256, (*shape, 3)).astype(np.uint8), "cascade") == []


def test_other_arrays_have_no_faces() -> None:
    for wrong in (COLOURS / 255, COLOURS[..., 0], COLOURS[:10]):
        with pytest.raises(ValueError, match="read_picture makes one"):
            own_pictures.find_faces(wrong, "cascade")


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
        found = [bool(own_pictures.find_faces(own_pictures.read_picture(path), "cascade")) for path in some]
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


@pytest.mark.parametrize("wrong", [{"pixels": 3}, {"pixels": 1000}, {"blur": -1}, {"quality": 99}])
def test_pipelines_that_make_no_sense(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="are wanted"):
        Pipeline(**wrong)


@pytest.mark.parametrize("wrong", [COLOURS, COLOURS[None], np.zeros((1, 64, 64, 3))])
def test_pictures_that_no_pipeline_takes(wrong: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"pictures \(N, S, S, 3\) of uint8"):
        Pipeline()(wrong)


def test_the_coarsest() -> None:
    some = Pipeline(25, quality=0), Pipeline(64, grey=True, blur=1, quality=80), Pipeline(quality=50)
    assert own_pictures.coarsest(*some) == Pipeline(25, True, 1, 50)
    with pytest.raises(ValueError, match="no pipelines"):
        own_pictures.coarsest()


# ---------------------------------------------------------------------- known pictures


def test_offline_there_are_a_hundred_small_grey_faces() -> None:
    (faces,) = own_pictures.references()
    assert faces.images.shape == (100, 25, 25, 3) and faces.label == REAL and faces.kind == "genuine photographs"
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


def test_references_that_are_none() -> None:
    with pytest.raises(ValueError, match=r"images \(N, S, S, 3\)"):
        own_pictures.Reference("x", "y", REAL, COLOURS)
    with pytest.raises(ValueError, match="0 \\(genuine\\) or 1"):
        own_pictures.Reference("x", "y", 3, np.zeros((1, 64, 64, 3), np.uint8))
