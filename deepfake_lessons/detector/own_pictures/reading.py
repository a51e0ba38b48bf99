"""Read one picture of a learner's: a file, its bytes, a PIL image or an array; whatever else comes gets a clear answer.

Nothing is decoded before the header has said how large it is, only six formats are tried (Pillow knows others, some of
which start programs), nothing is fetched, and nothing is written.
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from .checking import ON_WHITE, PIXELS, SIDE, NoPicture, Picture, Work, of_array, ready, too_many

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
BYTES = 30 * 2**20  # of a file

_ORIENTATION = 0x0112  # the number of this note in EXIF
_STARTS = (  # how files begin that often come in place of pictures, for the message
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "an archive or a document (zip)"),
    (b"\x1f\x8b", "an archive (gzip)"),
    (b"%!PS", "a PostScript drawing"),
    (b"\x1aE\xdf\xa3", "a film (WebM)"),
    (b"version https://git-lfs", "a pointer of Git LFS to a picture that is not here"),
)


def read_picture(source: Any) -> Picture:
    """A picture, turned as the camera says, in three colours of eight bits.

    Args:
        source: the path of a PNG, JPEG, WebP, GIF, BMP or TIFF file of at most 30 MB and 64 million pixels; the bytes
            of one; a PIL image; or an array (H, W), (H, W, 1), (H, W, 3) or (H, W, 4): uint8, uint16, or numbers from 0
            to 1. Of several pictures in a file the first is taken.

    Raises:
        NoPicture: a ValueError; something that is no such picture, too large, damaged, all of one colour, or not there.
        TypeError: neither path nor bytes nor picture.
    """
    from PIL import Image

    if isinstance(source, Picture):
        return source
    if isinstance(source, str | Path):
        work = Work(_short(Path(source).name or str(source) or "an empty path"))
        pixels = _decoded(work, _bytes_of(source, work))
    elif isinstance(source, bytes | bytearray | memoryview):
        work = Work("these bytes")
        if memoryview(source).nbytes > BYTES:
            raise work.wrong(f"more than {BYTES // 2**20} MB. Save the picture smaller")
        pixels = _decoded(work, bytes(source))
    elif hasattr(source, "getexif") and hasattr(source, "convert"):
        work = Work("this PIL image")
        pixels = _safely(work, source)
    elif isinstance(source, np.ndarray) or hasattr(source, "__array__"):
        work = Work("this array")
        pixels = of_array(work, np.asarray(source))
        if max(pixels.shape[:2]) > SIDE:
            image = Image.fromarray(np.ascontiguousarray(pixels))
            pixels = np.asarray(_smaller(work, image, image.size))
    else:
        raise TypeError(
            f"a picture is wanted: the path of a file, its bytes, a PIL image or an array (H, W, 3); got "
            f"{type(source).__name__}{_hint(source)}"
        )
    return ready(work, pixels)


def _hint(source: Any) -> str:
    """What to do with something that is nearly a picture."""
    if isinstance(source, list | tuple):
        return ". Examine one picture after the other; of lists of numbers make np.array(..., dtype='uint8')"
    return ". Save the figure, and give the path of its file" if hasattr(source, "savefig") else ""


def _short(text: str, most: int = 60) -> str:
    text = "".join(sign if sign.isprintable() else "?" for sign in text)
    return text if len(text) <= most else f"{text[: most // 2 - 2]}...{text[-most // 2 + 1 :]}"


def _bytes_of(source: str | Path, work: Work) -> bytes:
    """What is in a file, whole. Pipes and devices, which may never end, are not opened."""
    text = str(source).strip()
    if "://" in text or text.startswith("data:"):
        raise work.wrong("this is an address, and nothing is fetched from the net. Save the picture, and give its path")
    try:
        path = Path(source).expanduser()
        if path.is_dir():
            raise work.wrong("this is a folder. Give the path of one picture in it")
        if not path.exists():
            raise work.wrong(f"there is no such file in {_short(str(Path(path.parent).absolute()))}. Check its name")
        if not path.is_file():
            raise work.wrong("this is no ordinary file. Give the path of a picture")
        if path.stat().st_size > BYTES:
            size = path.stat().st_size / 2**20
            raise work.wrong(f"{size:.0f} MB, and {BYTES // 2**20} MB are the most. Save the picture smaller")
        with path.open("rb") as file:
            return file.read(BYTES + 1)[:BYTES]
    except NoPicture:
        raise
    except (OSError, ValueError, RuntimeError) as error:  # no right to read it, a name that no system allows, no home
        why = getattr(error, "strerror", None) or str(error)
        raise work.wrong(f"it cannot be read ({why}). Check the name, or copy the file elsewhere") from None


def _decoded(work: Work, content: bytes) -> np.ndarray:
    from PIL import Image, UnidentifiedImageError

    if not content:
        raise work.wrong("the file is empty. Copy it again")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own about size and odd metadata; our answer follows
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                return _safely(work, picture, ours=True)
    except NoPicture:
        raise
    except Image.DecompressionBombError:
        raise work.wrong(too_many()) from None
    except UnidentifiedImageError:
        wanted = "PNG, JPEG, WebP, GIF, BMP or TIFF"
        raise work.wrong(f"this is {_what(content)}, not a picture as {wanted}. Save it as one of these") from None
    except Exception as error:  # a damaged header may raise nearly anything
        raise _damaged(work, error) from None


def _damaged(work: Work, error: Exception) -> NoPicture:
    why = " ".join(str(error).split())[:80] or type(error).__name__
    return work.wrong(f"damaged or cut off ({why}). Copy or save the picture again")


def _what(content: bytes) -> str:
    """What a file that is no picture seems to be."""
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content[4:8] == b"ftyp":
        return "a HEIC or AVIF photograph or a film" if content[8:12] != b"qt  " else "a film"
    for start, what in _STARTS:
        if content.startswith(start):
            return what
    if b"<svg" in head:
        return "an SVG drawing"
    if head.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    return "text" if b"\0" not in content[:512] and not any(one > 126 for one in content[:512]) else "something else"


def _safely(work: Work, picture: Any, ours: bool = False) -> np.ndarray:
    """The pixels of an opened PIL image, whatever may happen while it is decoded."""
    if picture.width * picture.height > PIXELS:  # known from the header; nothing is decoded yet
        raise work.wrong(too_many(picture.width * picture.height))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _converted(work, picture, ours)
    except NoPicture:
        raise
    except Exception as error:
        raise _damaged(work, error) from None


def _converted(work: Work, picture: Any, ours: bool) -> np.ndarray:
    from PIL import Image

    if getattr(picture, "is_animated", False):
        work.notes.append("the file holds several pictures, and the first is examined")
    size = picture.size
    if ours and picture.format == "JPEG":  # not where somebody else goes on with it
        picture.draft(None, (SIDE, SIDE))  # a JPEG can be decoded at a half or a quarter, in less time and memory
    picture.load()
    turn = _turn(picture)
    if picture.mode[0] in "IF":  # 16 bits and more
        picture = Image.fromarray(of_array(work, np.asarray(picture)))
    elif "A" in picture.mode or "transparency" in picture.info:
        layers = picture.convert("RGBA")
        if layers.getextrema()[3][0] < 255:
            work.notes.append(ON_WHITE)
        picture = Image.alpha_composite(Image.new("RGBA", layers.size, "white"), layers)
    picture = _smaller(work, picture.convert("RGB"), size)
    if turn is not None:
        picture = picture.transpose(turn)
        work.notes.append("turned as the camera noted")
    return np.asarray(picture)


def _turn(picture: Any) -> Any:
    """How to turn a picture that the camera took on its side; None for not at all. Damaged notes count as none."""
    from PIL.Image import Transpose

    ways: tuple[Transpose, ...]
    ways = (Transpose.FLIP_LEFT_RIGHT, Transpose.ROTATE_180, Transpose.FLIP_TOP_BOTTOM, Transpose.TRANSPOSE)
    ways += (Transpose.ROTATE_270, Transpose.TRANSVERSE, Transpose.ROTATE_90)
    try:
        return dict(enumerate(ways, start=2)).get(picture.getexif().get(_ORIENTATION))
    except Exception:  # notes of any camera, damaged in any way
        return None


def _smaller(work: Work, picture: Any, size: tuple[int, int]) -> Any:
    """A PIL image with sides of at most `SIDE`; `size` is what it had in the file."""
    from PIL import Image

    if max(picture.size) > SIDE:
        picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if picture.size != size:
        work.notes.append(f"made smaller, from {size[0]} x {size[1]} pixels")
    return picture
