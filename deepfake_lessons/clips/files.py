"""The files that hold clips: told apart by their first bytes, read within limits, written whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from ..cache import write_whole
from .footage import CannotRead, Footage, _number, origin
from .npz import packed, read_npz


def read(path: str | Path, seconds: float | None = None) -> Footage:
    """Read a clip: .npz, or with the extra `video` .mp4, .webm, .mpg.

    Args:
        path: a file on this machine.
        seconds: read no more than the first so many; for videos.

    Raises:
        FileNotFoundError: there is no such file.
        CannotRead: damaged, mislabelled, too large, of another kind, or the extra is missing.
        ValueError: `seconds` is no number above 0.
    """
    place = Path(path)
    if not place.is_file():
        raise FileNotFoundError(f"there is no file {place.name!r}: read takes the path of a clip on this machine")
    if seconds is not None and (not _number(seconds) or not seconds > 0):
        raise ValueError(f"seconds={seconds!r}: a number above 0 is wanted, or None for all of it")
    with place.open("rb") as file:
        kind = sniffed(file.read(4096))
    named = _KINDS.get(place.suffix.lower(), "")
    if not named:
        raise CannotRead(f"{place.name!r} ends in {place.suffix!r}: clips end in {', '.join(sorted(_KINDS))}")
    if kind != named:
        held = f"holds {kind}" if kind else "holds something else, or is damaged"
        raise CannotRead(f"{place.name!r} is called {named}, but {held}: give it its right ending, or another file")
    if kind == "npz":
        if seconds is not None:
            raise ValueError("seconds=… is for videos: an .npz is read as a whole")
        return read_npz(place)
    from .video import read_video

    return read_video(place, kind, seconds)


def write(clip: Footage, path: str | Path) -> None:
    """Write a clip: .npz holds everything, .gif no sound; .mp4 and .webm, with the extra `video`, lose some detail.

    What was drawn says so in the file ("synthetic").

    Raises:
        ValueError: another ending, or a clip that the kind of file cannot hold.
        OSError: it cannot be written.
    """
    place = Path(path)
    if not isinstance(clip, Footage):
        raise TypeError(f"write wants a clip, as studio.film gives it, not {type(clip).__name__}")
    ending = place.suffix.lower()
    if ending == ".npz":
        content = packed(clip)
    elif ending == ".gif":
        content = _gif(clip)
    elif ending in (".mp4", ".webm"):
        from .video import video

        content = video(clip, ending[1:])
    else:
        raise ValueError(f"{place.name!r} ends in {ending!r}: clips are written as .npz, .gif, .mp4 or .webm")
    write_whole(place, content)


_KINDS = {".npz": "npz", ".mp4": "mp4", ".m4v": "mp4", ".mov": "mp4", ".webm": "webm", ".mpg": "mpg", ".mpeg": "mpg"}


def sniffed(head: bytes) -> str:
    """What the first bytes of a file say that it is: npz, mp4, webm, mpg, or another name; "" for the unknown."""
    if head[4:8] == b"ftyp":
        return "mp4"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "webm" if b"webm" in head[:64] else "Matroska"
    known = {
        b"PK\x03\x04": "npz", b"\x00\x00\x01\xba": "mpg", b"\x00\x00\x01\xb3": "mpg", b"GIF8": "a GIF picture",
        b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"RIFF": "RIFF (a sound, or AVI)",
        b"%PDF": "a PDF", b"<htm": "a web page", b"<!DO": "a web page",
    }  # fmt: skip
    return next((name for begin, name in known.items() if head.startswith(begin)), "")


# ---------------------------------------------------------------------- .gif


def _gif(clip: Footage) -> bytes:
    """A clip as a moving GIF: 256 colours, times in hundredths of a second, no sound."""
    from PIL import Image

    pictures = [Image.fromarray(frame).quantize(256, dither=Image.Dither.NONE) for frame in clip.frames]
    ends = np.rint(np.arange(len(clip) + 1) * 100 / clip.fps).astype(int)
    lasts = [int(max(2, step)) * 10 for step in np.diff(ends)]  # browsers show anything shorter for a tenth of a second
    buffer = io.BytesIO()
    pictures[0].save(
        buffer, "GIF", save_all=True, append_images=pictures[1:], duration=lasts, loop=0, comment=origin(clip.about)
    )
    return buffer.getvalue()
