"""Show a picture together with its words.

Alternative text on a notebook's PNG output reaches nobody (JupyterLab and nbconvert drop it); an HTML `<img alt>`
arrives everywhere. So every picture of the course goes through `show`, which asks for the words.
"""

from __future__ import annotations

import base64
import html
import io
import sys
import warnings
from typing import Any

import numpy as np

SHORTEST_ALT = 20  # characters: shorter "words" name a picture ("plot of loss") and do not describe it
SCALE = 1.5  # drawn pixels per page pixel in `show`: crisp on fine screens; explorers use 1 for speed
_SMALL_SIDE = 240  # page pixels: smaller pictures are enlarged by a whole factor, with their pixels left visible


def show(picture: Any, alt: str, caption: str | None = None) -> None:
    """Show a picture with its words.

    In a notebook it becomes an HTML figure, no wider than the page. In plain Python there is no page, so the words
    are printed instead.

    Args:
        picture: a matplotlib `Figure`; a PIL image; or an array (H, W), (H, W, 3) or (H, W, 4), uint8 or numbers
            between 0 and 1. Small pictures are enlarged by a whole factor.
        alt: what the picture shows, for those who do not see it; at least 20 characters. Say what a sighted
            reader would notice: not "loss curve" but "the loss falls from 0.7 to 0.1 within 20 steps".
        caption: one sentence under the picture; default the words of `alt`.

    Raises:
        ValueError: no words, too few words, or an array that is not a picture.
        TypeError: something that is not a picture.
    """
    words = _checked(alt)
    page = figure_html(picture, words, caption, scale=SCALE)
    if _in_notebook():
        from IPython.display import display

        # The plain-text side is what a terminal prints and what tests compare.
        display({"text/html": page, "text/plain": f"[picture] {words}"}, raw=True)
    else:
        print(f"[picture] {words}" if caption is None else f"[picture] {_one_line(caption)} ({words})")


def figure_html(picture: Any, alt: str, caption: str | None = None, scale: float = 1.0) -> str:
    """The HTML `<figure>` that `show` displays and explorers redraw.

    Args:
        picture: as in `show`.
        alt: the words; escaped here.
        caption: escaped here; None repeats `alt` (hidden from screen readers, which have read it already); "" is none.
        scale: drawn pixels per page pixel, for a matplotlib figure.
    """
    data, width, height = png(picture, scale)
    words = _checked(alt)
    source = base64.b64encode(data).decode("ascii")
    image = (
        f'<img alt="{html.escape(words)}" width="{width}" height="{height}" '
        f'style="max-width:100%;height:auto" src="data:image/png;base64,{source}">'
    )
    below = ""
    if caption is None:
        below = f'<figcaption aria-hidden="true" style="{_CAPTION}">{html.escape(words)}</figcaption>'
    elif caption:
        below = f'<figcaption style="{_CAPTION}">{html.escape(_one_line(caption))}</figcaption>'
    return f'<figure style="margin:0.5em 0;max-width:100%">{image}{below}</figure>'


_CAPTION = "font-size:0.9em;max-width:45em;margin-top:0.3em"


def png(picture: Any, scale: float = 1.0) -> tuple[bytes, int, int]:
    """A picture as PNG bytes, with its width and height on the page in pixels.

    Args:
        picture: as in `show`.
        scale: drawn pixels per page pixel, for a matplotlib figure.
    """
    from PIL import Image

    if hasattr(picture, "savefig"):
        pixels = _draw(picture, scale)
        image = Image.fromarray(pixels)
        width, height = round(image.width / scale), round(image.height / scale)
    else:
        image = picture if hasattr(picture, "convert") else Image.fromarray(_as_uint8(picture))
        if image.mode not in ("L", "RGB", "RGBA"):
            image = image.convert("RGB")
        factor = _SMALL_SIDE // max(image.size)
        if factor > 1:
            image = image.resize((image.width * factor, image.height * factor), Image.Resampling.NEAREST)
        width, height = image.size
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=3)  # higher levels save a tenth of the bytes for several times the time
    return buffer.getvalue(), width, height


def _draw(figure: Any, scale: float) -> np.ndarray:
    """Draw a figure once, and leave it as it was. `Figure.savefig` lays it out twice and is a third slower."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    before, dpi = figure.canvas, figure.dpi
    try:
        figure.dpi = 100 * scale
        canvas = FigureCanvasAgg(figure)
        with warnings.catch_warnings():  # about seconds that a legend's place took: no news for a reader
            warnings.filterwarnings("ignore", "Creating legend with loc")
            canvas.draw()
        return np.array(canvas.buffer_rgba())[..., :3]
    finally:
        figure.set_canvas(before)
        figure.dpi = dpi


def _as_uint8(picture: Any) -> np.ndarray:
    """An array as uint8 picture values, or an error that says what came."""
    try:
        pixels = np.asarray(picture)
    except Exception:
        pixels = np.empty(0, dtype=object)
    if pixels.dtype.kind not in "buif":
        raise TypeError(
            f"show got {type(picture).__name__}; it wants a matplotlib Figure, a PIL image or an array of pixels. "
            "If you drew with plt, pass the figure: fig, ax = plt.subplots()"
        )
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[..., 0]
    if pixels.size == 0 or pixels.ndim not in (2, 3) or (pixels.ndim == 3 and pixels.shape[2] not in (3, 4)):
        raise ValueError(f"an array of shape {pixels.shape} is not a picture: (H, W), (H, W, 3) or (H, W, 4) is")
    if pixels.dtype == np.uint8:
        return np.ascontiguousarray(pixels)
    low, high = pixels.min(), pixels.max()
    if not (low >= 0 and high <= 1):  # also true when a value is NaN
        raise ValueError(
            f"pixels of type {pixels.dtype} from {low:.3g} to {high:.3g}; they must be uint8 (0 to 255) or lie "
            "between 0 and 1. To convert 0..255 write pixels.astype(np.uint8)"
        )
    return np.rint(pixels * 255.0).astype(np.uint8)


def _checked(alt: str) -> str:
    words = _one_line(alt) if isinstance(alt, str) else ""
    if len(words) < SHORTEST_ALT:
        raise ValueError(
            f"alt={alt!r} does not describe the picture: write at least {SHORTEST_ALT} characters that say what a "
            'reader sees, such as alt="the loss falls from 0.7 to 0.1 within 20 steps"'
        )
    return words


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")  # when nobody has loaded IPython, there is no notebook
    return ipython is not None and ipython.get_ipython() is not None
