"""The picture and the words of what a page shows, for the tests of several rooms."""

from __future__ import annotations

import base64
import html
import io
import re

from PIL import Image

from deepfake_lessons.notebook.explorer import Explorer


def drawn(page: str) -> Image.Image:
    """The picture inside an HTML figure."""
    found = re.search(r'src="data:image/png;base64,([^"]+)"', page)
    assert found, page
    return Image.open(io.BytesIO(base64.b64decode(found[1])))


def alt(page: str) -> str:
    """The words inside an HTML figure, as a reader gets them."""
    found = re.search(r'<img alt="([^"]*)"', page)
    assert found, page
    return html.unescape(found[1])


def assert_drawn(shown: Explorer) -> None:
    """A picture with words is on the page, and no sentence about a failure."""
    assert 'role="alert"' not in shown.image.value + shown.text.value, shown.image.value + shown.text.value
    assert drawn(shown.image.value).size > (1, 1)
    assert len(alt(shown.image.value)) >= 20
