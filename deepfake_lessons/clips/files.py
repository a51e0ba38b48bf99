"""The files that hold clips: told apart by their first bytes, read within limits, written whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from .. import checks
from ..cache import write_whole
from .footage import CannotRead, Footage, origin


def read(path: str | Path, seconds: float | None = None) -> Footage:
    """Read a clip: .mp4, .webm or .mpg, through PyAV, which the extra `video` installs.

    Args:
        path: a file on this machine.
        seconds: read no more than the first so many.

    Raises:
        FileNotFoundError: there is no such file.
        CannotRead: damaged, mislabelled, too large, of another kind, or the extra is missing.
        ValueError: `seconds` is no number above 0.
    """
    place = Path(path)
    if not place.is_file():
        raise FileNotFoundError(f"there is no file {place.name!r}: read takes the path of a clip on this machine")
    if seconds is not None:
        checks.number("seconds", seconds, 1e-9, what="a number above 0, or None for all of it,")
    with place.open("rb") as file:
        kind = sniffed(file.read(4096))
    named = _KINDS.get(place.suffix.lower(), "")
    if not named:
        raise CannotRead(f"{place.name!r} ends in {place.suffix!r}: clips end in {', '.join(sorted(_KINDS))}")
    if kind != named:
        held = f"holds {kind}" if kind else "holds something else, or is damaged"
        raise CannotRead(f"{place.name!r} is called {named}, but {held}: give it its right ending, or another file")
    from .video import read_video

    return read_video(place, kind, seconds)


def save(clip: Footage, path: str | Path) -> None:
    """Save a clip for people to look at: .gif without sound, or with the extra `video` .mp4; both lose some detail.

    What was drawn says so in the file ("synthetic").

    Raises:
        TypeError, ValueError: no clip, another ending, or pictures too small for a video.
        OSError: it cannot be written.
    """
    place = Path(path)
    if not isinstance(clip, Footage):
        raise TypeError(f"save wants a clip, as studio.film gives it, not {type(clip).__name__}")
    if (ending := place.suffix.lower()) == ".gif":
        content = _gif(clip)
    elif ending == ".mp4":
        from .video import video

        content = video(clip)
    else:
        raise ValueError(f"{place.name!r} ends in {ending!r}: clips are saved as .gif or .mp4")
    write_whole(place, content)


_KINDS = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mp4", ".webm": "webm", ".mpg": "mpg", ".mpeg": "mpg"}


def sniffed(head: bytes) -> str:
    """What the first bytes of a file say that it is: mp4, webm, mpg, or another name; "" for the unknown."""
    if head[4:8] == b"ftyp":
        return "mp4"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "webm" if b"webm" in head[:64] else "Matroska"
    known = {
        b"\x00\x00\x01\xba": "mpg", b"\x00\x00\x01\xb3": "mpg", b"GIF8": "a GIF picture",
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
