"""Read one picture of a learner's: a file, its bytes, a PIL image or an array; whatever else comes gets a clear answer.

Nothing is decoded before the header has said how large it is, only six formats are tried (Pillow knows others, some of
which start programs), nothing is fetched, and nothing is written.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
BYTES = 30 * 2**20  # of a file
PIXELS = 64_000_000  # of a picture: what a telephone of today takes at the most, and at once in a laptop's memory
SIDE = 2048  # pixels of the longer side that we go on with
LEAST = 24  # pixels of the shorter side: no smaller face is found
FLAT = 8  # grey levels: a picture whose brightest and darkest pixel differ by less shows nothing
GREY = 6  # grey levels by which the three colours may differ in a picture that is called grey

_ON_WHITE = "transparent parts are laid on white"
_ORIENTATION = 0x0112  # the number of this note in EXIF
_STARTS = (  # how files begin that often come in place of pictures, for the message
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "an archive or a document (zip)"),
    (b"\x1f\x8b", "an archive (gzip)"),
    (b"%!PS", "a PostScript drawing"),
    (b"\x1aE\xdf\xa3", "a film (WebM)"),
    (b"version https://git-lfs", "a pointer of Git LFS to a picture that is not here"),
)


class NoPicture(ValueError):
    """What came is no picture that can be read; the message says what it is, what is wanted, and what to do."""


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture, ready to be looked at."""

    pixels: np.ndarray  # (H, W, 3) uint8, the longer side 2,048 at most
    name: str  # of the file, or what it was
    notes: tuple[str, ...] = ()  # what was done to it, each a short sentence

    @property
    def grey(self) -> bool:
        """Whether it has no colour."""
        return is_grey(self.pixels)

    def __repr__(self) -> str:
        high, wide = self.pixels.shape[:2]
        return f"{self.name}: {wide} x {high} pixels, {'grey' if self.grey else 'in colour'}"


def is_grey(images: np.ndarray) -> bool:
    """Whether no pixel of (..., 3) uint8 has colours that differ by more than a few grey levels."""
    return int((images.max(axis=-1) - images.min(axis=-1)).max()) <= GREY


def read_picture(source: Any) -> Picture:
    """A picture that may show a face, turned as the camera says, in three colours of eight bits.

    Args:
        source: the path of a PNG, JPEG, WebP, GIF, BMP or TIFF file of at most 30 MB and 64 million pixels; the bytes
            of one; a PIL image; or an array (H, W), (H, W, 1), (H, W, 3) or (H, W, 4): uint8, uint16, or numbers from 0
            to 1. Of several pictures in a file the first is taken.

    Raises:
        NoPicture: a ValueError; something that is no such picture, too large, damaged, all of one colour, or not there.
        TypeError: neither path nor bytes nor picture.
    """
    picture = decoded(source)
    high, wide = picture.pixels.shape[:2]
    if min(high, wide) < LEAST:
        raise NoPicture(f"{picture.name}: {wide} x {high} pixels: no face fits into less than {LEAST}. "
                        "Take a larger picture")  # fmt: skip
    if int(picture.pixels.max()) - int(picture.pixels.min()) < FLAT:
        raise NoPicture(f"{picture.name}: all of one colour. Take a picture that shows something")
    return picture


def decoded(source: Any) -> Picture:
    """As `read_picture`, whatever is in the picture and however small it is."""
    if isinstance(source, Picture):
        return source
    notes: list[str] = []
    name = _name_of(source)
    try:
        if isinstance(source, str | Path):
            pixels = _of_bytes(_content(source), notes)
        elif isinstance(source, bytes | bytearray | memoryview):
            if memoryview(source).nbytes > BYTES:
                raise NoPicture(f"more than {BYTES // 2**20} MB. Save the picture smaller")
            pixels = _of_bytes(bytes(source), notes)
        elif hasattr(source, "getexif"):
            pixels = _of_pil(source, notes)
        else:
            pixels = _of_array(np.asarray(source), notes)
            if max(pixels.shape[:2]) > SIDE:
                from PIL import Image

                pixels = np.asarray(_smaller(Image.fromarray(pixels), pixels.shape[1::-1], notes))
    except NoPicture as answer:
        raise NoPicture(f"{name}: {answer}") from None
    if is_grey(pixels):
        notes.append("without colour")
    return Picture(np.ascontiguousarray(pixels), name, tuple(notes))


def _name_of(source: Any) -> str:
    """What a message calls it; refuses what is no source at all."""
    if isinstance(source, str | Path):
        return _short(Path(source).name or str(source) or "an empty path")
    if isinstance(source, bytes | bytearray | memoryview):
        return "these bytes"
    if hasattr(source, "getexif") and hasattr(source, "convert"):
        return "this PIL image"
    if hasattr(source, "__array__"):
        return "this array"
    hint = ". Save the figure, and give the path of its file" if hasattr(source, "savefig") else ""
    if isinstance(source, list | tuple):
        hint = ". Examine one picture after the other; of lists of numbers make np.array(..., dtype='uint8')"
    raise TypeError(
        f"a picture is wanted: the path of a file, its bytes, a PIL image or an array (H, W, 3); got "
        f"{type(source).__name__}{hint}"
    )


def _short(text: str, most: int = 60) -> str:
    text = "".join(sign if sign.isprintable() else "?" for sign in text)
    return text if len(text) <= most else f"{text[: most // 2 - 2]}...{text[-most // 2 + 1 :]}"


def _content(source: str | Path) -> bytes:
    """What is in a file, whole. Pipes and devices, which may never end, are not opened."""
    text = str(source).strip()
    if "://" in text or text.startswith("data:"):
        raise NoPicture("this is an address, and nothing is fetched from the net. Save the picture, and give its path")
    try:
        path = Path(source).expanduser()
        if path.is_dir():
            raise NoPicture("this is a folder. Give the path of one picture in it")
        if not path.exists():
            raise NoPicture(f"there is no such file in {_short(str(path.parent.absolute()))}. Check its name")
        if not path.is_file():
            raise NoPicture("this is no ordinary file. Give the path of a picture")
        size = path.stat().st_size
        if size > BYTES:
            raise NoPicture(f"{size / 2**20:.0f} MB, and {BYTES // 2**20} MB are the most. Save the picture smaller")
        return path.read_bytes()
    except NoPicture:
        raise
    except (OSError, ValueError, RuntimeError) as error:  # no right to read it, a name that no system allows, no home
        why = getattr(error, "strerror", None) or str(error)
        raise NoPicture(f"it cannot be read ({why}). Check the name, or copy the file elsewhere") from None


def _too_many(count: int | None = None) -> NoPicture:
    size = f"{count / 1e6:,.0f} million" if count else "far too many"
    return NoPicture(f"{size} pixels, and {PIXELS // 1_000_000} million are the most. Save the picture smaller")


def _damaged(error: Exception) -> NoPicture:
    why = " ".join(str(error).split())[:80] or type(error).__name__
    return NoPicture(f"damaged or cut off ({why}). Copy or save the picture again")


def _of_bytes(content: bytes, notes: list[str]) -> np.ndarray:
    from PIL import Image, UnidentifiedImageError

    if not content:
        raise NoPicture("the file is empty. Copy it again")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own about size and odd metadata; our answer follows
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                return _of_pil(picture, notes, ours=True)
    except NoPicture:
        raise
    except Image.DecompressionBombError:
        raise _too_many() from None
    except UnidentifiedImageError:
        wanted = "PNG, JPEG, WebP, GIF, BMP or TIFF"
        raise NoPicture(f"this is {_what(content)}, not a picture as {wanted}. Save it as one of these") from None
    except Exception as error:  # a damaged header may raise nearly anything
        raise _damaged(error) from None


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


def _of_pil(picture: Any, notes: list[str], ours: bool = False) -> np.ndarray:
    """The pixels of an opened PIL image, whatever may happen while it is decoded."""
    if picture.width * picture.height > PIXELS:  # known from the header; nothing is decoded yet
        raise _too_many(picture.width * picture.height)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _converted(picture, notes, ours)
    except NoPicture:
        raise
    except Exception as error:
        raise _damaged(error) from None


def _converted(picture: Any, notes: list[str], ours: bool) -> np.ndarray:
    from PIL import Image, ImageOps

    if getattr(picture, "is_animated", False):
        notes.append("the file holds several pictures, and the first is examined")
    size = picture.size
    if ours and picture.format == "JPEG":  # not where somebody else goes on with it
        picture.draft(None, (SIDE, SIDE))  # a JPEG can be decoded at a half or a quarter, in less time and memory
    picture.load()
    try:
        way = picture.getexif().get(_ORIENTATION)  # how the camera was held, 1 to 8
    except Exception:  # notes of any camera, damaged in any way
        way = None
    if picture.mode[0] in "IF":  # 16 bits and more
        picture = Image.fromarray(_of_array(np.asarray(picture), notes))
    elif "A" in picture.mode or "transparency" in picture.info:
        layers = picture.convert("RGBA")
        if layers.getextrema()[3][0] < 255:
            notes.append(_ON_WHITE)
        picture = Image.alpha_composite(Image.new("RGBA", layers.size, "white"), layers)
    small = Image.fromarray(np.asarray(_smaller(picture.convert("RGB"), size, notes)))  # without the camera's notes
    if way in range(2, 9):
        small.getexif()[_ORIENTATION] = way
        small = ImageOps.exif_transpose(small)
        notes.append("turned as the camera noted")
    return np.asarray(small)


def _smaller(picture: Any, size: tuple[int, ...], notes: list[str]) -> Any:
    """A PIL image with sides of at most `SIDE`; `size` is what it had in the file."""
    if max(picture.size) > SIDE:
        picture = picture.copy()  # thumbnail works in place, and this may be the learner's own
        picture.thumbnail((SIDE, SIDE), 1, reducing_gap=2.0)  # 1 is Lanczos
    if picture.size != tuple(size):
        notes.append(f"made smaller, from {size[0]} x {size[1]} pixels")
    return picture


def _of_array(values: np.ndarray, notes: list[str]) -> np.ndarray:
    """An array of pixels as (H, W, 3) uint8."""
    got = f"shape {values.shape}, {values.dtype}"
    if values.dtype.kind not in "uif" or values.dtype.itemsize > 8:
        raise TypeError(f"an array of numbers (H, W, 3) is wanted, such as uint8; got {got}")
    if values.ndim == 4:
        raise NoPicture(f"{got}: these are several pictures. Examine one, such as images[0]")
    if values.ndim == 3 and values.shape[0] in (1, 3, 4) and values.shape[2] not in (1, 3, 4):
        raise NoPicture(f"{got}: the colours come last. Write np.moveaxis(picture, 0, -1)")
    if values.ndim not in (2, 3) or (values.ndim == 3 and values.shape[2] not in (1, 3, 4)) or not values.size:
        raise NoPicture(f"{got}: a picture has the shape (H, W), (H, W, 3) or (H, W, 4)")
    if values.shape[0] * values.shape[1] > PIXELS:
        raise _too_many(values.shape[0] * values.shape[1])
    pixels = _eight_bits(values, got, notes)
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        pixels = np.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, axis=2)
    if pixels.shape[2] == 4:
        opaque = pixels[..., 3:].astype(np.float32) / 255
        if opaque.min() < 1:
            notes.append(_ON_WHITE)
        pixels = np.rint(255 + opaque * (pixels[..., :3].astype(np.float32) - 255)).astype(np.uint8)
    return np.ascontiguousarray(pixels)


def _eight_bits(values: np.ndarray, got: str, notes: list[str]) -> np.ndarray:
    if values.dtype == np.uint8:
        return values
    low, high = values.min(), values.max()
    if not np.isfinite(low) or not np.isfinite(high):
        missing = int((~np.isfinite(values)).sum())
        raise NoPicture(f"{got}: {missing:,} numbers are missing or infinite. Replace them, or take another picture")
    if values.dtype.kind == "f":
        if low < 0 or high > 1:
            raise NoPicture(
                f"{got}, numbers from {low:.3g} to {high:.3g}: they must lie between 0 and 1. "
                "For 0 to 255 write picture.astype('uint8')"
            )
        return np.rint(values * 255).astype(np.uint8)
    if low < 0 or high > 65535:
        raise NoPicture(f"{got}, numbers from {low} to {high}: 0 to 255 are wanted, or 0 to 65535 of 16 bits")
    if values.dtype.itemsize == 2 or high > 255:
        notes.append("made of 16 bits a colour to 8")
        return np.asarray(values // 257).astype(np.uint8)
    return values.astype(np.uint8)
