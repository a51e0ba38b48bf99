"""One picture: whatever comes is read, or refused in words; folders and examine read with the same reader."""

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

from deepfake_lessons.photos import reading
from deepfake_lessons.photos.reading import NoPicture, read_picture

RNG = np.random.default_rng(1)
COLOURS = RNG.integers(0, 256, (40, 60, 3)).astype(np.uint8)


def saved(how: str = "PNG", image: Any = None, **options: Any) -> bytes:
    """A picture file's bytes."""
    file = io.BytesIO()
    (image or Image.fromarray(COLOURS)).save(file, how, **options)
    return file.getvalue()


# ---------------------------------------------------------------------- what is read


@pytest.mark.parametrize("how", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_six_formats(how: str, tmp_path: Path) -> None:
    path = tmp_path / "me.picture"  # the ending does not count
    path.write_bytes(saved(how))
    for source in (path, str(path), path.read_bytes(), bytearray(path.read_bytes()), memoryview(path.read_bytes())):
        picture = read_picture(source)
        assert picture.pixels.shape == (40, 60, 3) and picture.pixels.dtype == np.uint8 and not picture.grey
        assert picture.notes == ()
        if how in ("PNG", "BMP", "TIFF"):
            assert np.array_equal(picture.pixels, COLOURS)


@pytest.mark.parametrize("how", ["PPM", "ICO", "PDF", "EPS", "SGI", "TGA", "PCX"])
def test_no_seventh(how: str) -> None:
    with pytest.raises(NoPicture, match=r"these bytes: this is .*, not a picture as PNG, JPEG, WebP, GIF, BMP or TIFF"):
        read_picture(saved(how))


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
        read_picture(tmp_path / "me.png")


@pytest.mark.parametrize("how", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_cut_off_anywhere(how: str) -> None:
    whole = saved(how)
    for share in (0.05, 0.3, 0.6, 0.9):
        try:
            read_picture(whole[: int(share * len(whole))])
        except NoPicture as answer:
            assert len(str(answer)) < 200
        else:
            assert how in ("GIF", "WEBP", "TIFF", "JPEG"), "what is missing must be said"
    with pytest.raises(NoPicture, match="these bytes: damaged or cut off"):
        read_picture(saved("JPEG")[:-900])
    with pytest.raises(NoPicture, match="the file is empty"):
        read_picture(b"")


def test_damaged_bytes_get_an_answer() -> None:
    for how in reading.FORMATS:
        whole = np.frombuffer(saved(how), np.uint8)
        for seed in range(12):
            rng = np.random.default_rng(seed)
            damaged = whole.copy()
            damaged[rng.integers(0, min(len(whole), 200), 4)] = rng.integers(0, 256, 4)
            try:
                read_picture(damaged.tobytes())
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
        read_picture(header(*size))
    assert time.perf_counter() - begun < 2


def test_pillow_without_its_own_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    with pytest.raises(NoPicture, match="200 million pixels"):
        read_picture(header(20_000, 10_000))


@pytest.mark.slow
def test_the_largest_picture_takes_bounded_memory(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    Image.new("L", (8000, 8000), 90).save(tmp_path / "large.png")
    with Image.open(tmp_path / "large.png") as large:
        large.paste(200, (0, 0, 4000, 4000))
        large.convert("RGB").save(tmp_path / "large.jpg")
    code = (
        "import resource, sys; from deepfake_lessons.photos import reading\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "picture = reading.read_picture(sys.argv[1])\n"
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
        read_picture(tmp_path / "large.png")
    with pytest.raises(NoPicture, match="more than 30 MB"):
        read_picture(bytes(reading.BYTES + 1))


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
        read_picture(path)
    assert len(str(answer.value)) < 400 and "\0" not in str(answer.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "me.png")
    with pytest.raises(NoPicture, match="no ordinary file"):
        read_picture(tmp_path / "me.png")


@pytest.mark.parametrize("source", [None, 3, ["me.png"], [COLOURS, COLOURS], {"path": "me.png"}, object()])
def test_what_is_no_source(source: Any) -> None:
    with pytest.raises(TypeError, match="a picture is wanted: the path of a file"):
        read_picture(source)


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
        read_picture(array)


@pytest.mark.parametrize("kind", [object, str, bool, complex, "datetime64[s]"])
def test_arrays_of_other_things(kind: Any) -> None:
    with pytest.raises(TypeError, match="an array of numbers"):
        read_picture(np.zeros((40, 40, 3)).astype(kind))


def test_arrays_of_every_kind_of_number() -> None:
    for array in (COLOURS, COLOURS / 255.0, COLOURS.astype(np.int64), COLOURS.astype(np.uint16) * 257):
        assert np.array_equal(read_picture(array).pixels, COLOURS)
    assert "16 bits" in read_picture(COLOURS.astype(np.uint16) * 257).notes[0]
    grey = read_picture(COLOURS[..., 0])
    assert grey.grey and np.array_equal(grey.pixels[..., 2], COLOURS[..., 0]) and "without colour" in grey.notes
    assert np.array_equal(read_picture(COLOURS[..., :1]).pixels, grey.pixels)
    clear = np.dstack([COLOURS, np.zeros((40, 60), np.uint8)])
    clear[:20, :, 3] = 255
    on_white = read_picture(clear)
    assert (on_white.pixels[20:] == 255).all() and np.array_equal(on_white.pixels[:20], COLOURS[:20])
    assert "transparent parts are laid on white" in on_white.notes


def test_pictures_of_every_mode() -> None:
    image = Image.fromarray(COLOURS)
    for mode in ("1", "L", "P", "RGB", "CMYK", "YCbCr", "HSV"):
        assert read_picture(image.convert(mode)).pixels.shape == (40, 60, 3)
    for mode in ("LA", "RGBA", "PA"):
        assert read_picture(image.convert(mode)).notes in ((), ("without colour",))
    deep = Image.fromarray(COLOURS[..., 0].astype(np.uint16) * 257)
    for content in (saved("PNG", deep), saved("TIFF", deep)):
        picture = read_picture(content)
        assert np.array_equal(picture.pixels[..., 0], COLOURS[..., 0]) and "16 bits" in picture.notes[0]
    missing = Image.fromarray(np.full((40, 40), np.nan, np.float32))
    with pytest.raises(NoPicture, match="missing or infinite"):
        read_picture(saved("TIFF", missing))


def test_a_palette_with_a_transparent_colour_lies_on_white() -> None:
    palette = Image.fromarray(COLOURS).convert("P")
    picture = read_picture(saved("PNG", palette, transparency=int(np.asarray(palette)[0, 0])))
    assert "transparent parts are laid on white" in picture.notes and (picture.pixels[0, 0] == 255).all()


def test_the_first_of_several() -> None:
    frames = [Image.fromarray(np.roll(COLOURS, k, axis=1)) for k in range(3)]
    for how in ("GIF", "PNG", "WEBP", "TIFF"):
        content = saved(how, frames[0], save_all=True, append_images=frames[1:])
        picture = read_picture(content)
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
    picture = read_picture(content)
    assert np.array_equal(picture.pixels, wanted)
    assert ("turned as the camera noted" in picture.notes) == (way > 1)


def test_damaged_notes_of_the_camera_turn_nothing() -> None:
    picture = read_picture(saved("JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"))
    assert picture.pixels.shape == (40, 60, 3)


def test_large_pictures_are_made_smaller_and_that_is_said() -> None:
    large = Image.fromarray(COLOURS).resize((4200, 1000))
    for source in (saved("JPEG", large), saved("PNG", large), large, np.asarray(large)):
        picture = read_picture(source)
        assert max(picture.pixels.shape) <= reading.SIDE and picture.notes == ("made smaller, from 4200 x 1000 pixels",)


def test_the_learners_own_image_stays_as_it_was() -> None:
    large = Image.fromarray(COLOURS).resize((4200, 1000))
    with Image.open(io.BytesIO(saved("JPEG", large))) as opened:
        read_picture(opened)
        assert opened.size == (4200, 1000) and opened.mode == "RGB"
    read_picture(large)
    assert large.size == (4200, 1000)
    array = np.asarray(large).copy()
    read_picture(array)
    assert np.array_equal(array, np.asarray(large))


def test_pictures_that_were_read_are_taken_as_they_are() -> None:
    picture = read_picture(COLOURS)
    assert read_picture(picture) is picture
    assert repr(picture) == "this array: 60 x 40 pixels, in colour"
