"""The browser: Chromium or Chrome as the system has it, headless, with nothing but this machine to talk to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLE = "CHROMIUM"  # the environment variable that names a browser
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Every name and address but those of this machine leads nowhere: also for websockets and for the browser's own wishes.
NOWHERE = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
WORDS = (
    *("--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    f"--host-resolver-rules={NOWHERE}",
)


class CannotVisit(RuntimeError):
    """No visit can begin: one sentence that says what is missing and what to do."""


def find() -> str:
    """The path of the browser: what CHROMIUM names, else the first of `NAMES` that is installed.

    Raises:
        CannotVisit: there is none.
    """
    if named := os.environ.get(VARIABLE):
        if found := shutil.which(named):
            return found
        raise CannotVisit(f"{VARIABLE}={named} is no program: name a Chromium or Chrome, or unset it.")
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise CannotVisit(
        "There is no Chromium here: install it (Debian and Ubuntu: sudo apt install chromium), "
        f"or name a Chromium or Chrome with {VARIABLE}=/path/to/it."
    )


def why_not() -> str:
    """Why no browser can be used here, in one sentence; "" where one can."""
    if not find_spec("playwright"):
        return "The package playwright, which drives the browser, is missing: run 'make setup'."
    try:
        find()
    except CannotVisit as reason:
        return str(reason)
    return ""


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser that runs as long as the `with` block.

    Raises:
        CannotVisit: there is no browser, or it does not start.
    """
    if reason := why_not():
        raise CannotVisit(reason)
    from playwright.sync_api import Error, sync_playwright

    words = list(WORDS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--no-sandbox")  # Chromium refuses to start for root with it (a container, most often)
    path = find()
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=path, args=words, timeout=60_000)
        except Error as error:
            said = error.message.strip().splitlines()[0]
            raise CannotVisit(f"The browser {path} does not start: {said}") from None
        try:
            yield opened
        finally:
            opened.close()
