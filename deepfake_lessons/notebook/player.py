"""Show a clip: a player with sound, and its still twin, a film strip with words.

The page gets the strip as a picture, which is seen everywhere, also where scripts may not run. A small script
(display_clips.js) builds the player above it: all frames on one JPEG, the sound as a WAV, both inside the page, so that
JupyterLab, Colab and VS Code need nothing more. It starts only when asked.

Inside a control (`widgets.HTML`) pages run no scripts: there `item_html` leaves the player's parts on the page, and a
script that `send_player` has sent before builds it.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import struct
import sys
from pathlib import Path
from typing import Any

import numpy as np

from ..clips.footage import Footage
from .display import _in_notebook, _one_line, figure_html

SCRIPT = Path(__file__).with_suffix(".js")
_SIDE = 256  # drawn pixels of a frame, at most; larger ones are shrunk
_SHEET = 24_000_000  # pixels of all frames together; of longer clips every second, third ... frame is played


def play(clip: Footage, alt: str | None = None, caption: str = "", speed: float = 1.0) -> None:
    """Show a clip with sound, a pause button, captions and a film strip.

    Args:
        clip: from `studio.film` or `clips.read`.
        alt: what it shows, for those who do not see it, at least 20 characters; default `describe(clip)`.
        caption: one sentence under it.
        speed: 0.1 to 1; what flickers is shown slowed, so that nothing flashes more than three times a second.

    Raises:
        TypeError: no clip.
        ValueError: words that are too short, or another speed.
    """
    page = clip_html(clip, alt, caption, speed)
    if _in_notebook():
        from IPython.display import display

        display({"text/html": page, "text/plain": f"[clip] {_words(clip, alt)}"}, raw=True)
    else:
        print(f"[clip] {_one_line(caption)} ({_words(clip, alt)})" if caption else f"[clip] {_words(clip, alt)}")


def clip_html(clip: Footage, alt: str | None = None, caption: str = "", speed: float = 1.0) -> str:
    """The HTML that `play` displays; arguments as there."""
    if not isinstance(clip, Footage):
        raise TypeError(f"play wants a clip, as studio.film gives it, not {type(clip).__name__}")
    if isinstance(speed, bool) or not isinstance(speed, int | float) or not 0.1 <= speed <= 1:
        raise ValueError(f"speed={speed!r}: 0.1 to 1 is wanted; 1 is as it was filmed")
    still, about = _parts(clip, alt, caption, speed)
    data = json.dumps(about).replace("<", "\\u003c")  # no text of a clip may end the script
    own = hashlib.sha256(data.encode()).hexdigest()[:8]  # no lot: two runs of a notebook show the same
    place = f"document.querySelector('[data-dl-player=\"{own}\"]:not([data-built])')"  # a clip may be shown twice
    script = SCRIPT.read_text(encoding="utf-8")
    return f'<div data-dl-player="{own}">{still}</div><script>{script}\ndeepfakeLessonsClip({place}, {data});</script>'


def item_html(item: Any, alt: str, caption: str = "") -> str:
    """The HTML of a picture or a clip for a control; of a clip the film strip, and what `send_player` builds of it.

    Args:
        item: a clip, or what `show` takes.
        alt: what it shows, at least 20 characters.
        caption: one sentence under it.
    """
    if not isinstance(item, Footage):
        return figure_html(item, alt, caption)
    still, about = _parts(item, alt, caption, 1.0)
    return f'<div data-dl-clip="{html.escape(json.dumps(about))}">{still}</div>'


def send_player() -> None:
    """Send the player to the page of the cell that runs now, before a control shows clips; plain Python has none."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None or not getattr(shell, "kernel", None):
        return
    from IPython.display import display

    script = SCRIPT.read_text(encoding="utf-8")
    display({"application/javascript": f"{script}\ndeepfakeLessonsClips();", "text/plain": ""}, raw=True)


def _parts(clip: Footage, alt: str | None, caption: str, speed: float) -> tuple[str, dict[str, Any]]:
    """The still twin as HTML, and everything that the player needs."""
    from ..drawing.filmstrip import filmstrip

    words = _words(clip, alt)
    strip = filmstrip(clip.frames, clip.fps, clip.sound, clip.rate, clip.captions)
    still = figure_html(strip, words, caption)
    about = {**_sheet(clip), "sound": _wav(clip), "words": words, "speed": speed, "seconds": clip.seconds}
    about["captions"] = [[one.start, one.end, one.words] for one in clip.captions]
    return f"<details open><summary>The clip as a film strip</summary>{still}</details>", about


def describe(clip: Footage) -> str:
    """What a clip shows, in words, from what is known of it."""
    words = f"A clip of {clip.seconds:.3g} seconds. "
    if clip.about.get("synthetic"):
        words += "A drawn person speaks to the camera. "
    if clip.captions:
        words += f"Said is: {clip.words} "
    elif len(clip.sound):
        words += "It has sound. "
    times = np.arange(len(clip)) / clip.fps
    # What is said, not what is seen: lips that were tampered with may not close at an m.
    for name, high, said in (("blink_left", 0.8, "The eyes are shut"), ("lip_closure", 0.9, "An m, b or p is said")):
        if name in clip.truth:
            at = np.flatnonzero(np.diff((clip.truth[name] > high).astype(int), prepend=0) == 1)
            shown = ", ".join(f"{time:.1f}" for time in times[at[:8]])
            more = " and later again" if len(at) > 8 else ""
            words += f"{said} at {shown} s{more}. " if len(at) else f"{said} at no time. "
    return words.strip()


def _words(clip: Footage, alt: str | None) -> str:
    return _one_line(alt) if isinstance(alt, str) else describe(clip)


def _sheet(clip: Footage) -> dict[str, Any]:
    """All frames on one JPEG, and how to find them there."""
    from PIL import Image

    high, wide = clip.frames.shape[1:3]
    shrink = min(1.0, _SIDE / max(high, wide))
    size = (max(1, round(wide * shrink)), max(1, round(high * shrink)))
    every = max(1, -(-len(clip) * size[0] * size[1] // _SHEET))
    chosen = clip.frames[::every]
    columns = int(np.ceil(np.sqrt(len(chosen))))
    sheet = Image.new("RGB", (columns * size[0], -(-len(chosen) // columns) * size[1]))
    for number, frame in enumerate(chosen):
        picture = Image.fromarray(frame)
        picture = picture.resize(size, Image.Resampling.LANCZOS) if picture.size != size else picture
        sheet.paste(picture, (number % columns * size[0], number // columns * size[1]))
    buffer = io.BytesIO()
    sheet.save(buffer, "JPEG", quality=92, subsampling=0)
    return {
        "sheet": base64.b64encode(buffer.getvalue()).decode(), "columns": columns, "count": len(chosen),
        "wide": size[0], "high": size[1], "fps": clip.fps / every,
    }  # fmt: skip


def _wav(clip: Footage) -> str:
    """The sound as a WAV of 16 bits, in base64; "" for none."""
    if not len(clip.sound):
        return ""
    samples = np.rint(np.clip(clip.sound, -1, 1) * 32767).astype("<i2").tobytes()
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(samples), b"WAVE", b"fmt ", 16, 1, 1, clip.rate, 2 * clip.rate, 2, 16,
        b"data", len(samples),
    )  # fmt: skip
    return base64.b64encode(head + samples).decode()
