"""Fetch a file once: over https, within limits, checked, whole or not at all."""

from __future__ import annotations

import hashlib
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from ..cache import write_whole

SECONDS = 60.0  # for one file, and half of it for any single answer
_PIECE = 2**16


class NotFetched(OSError):
    """A file could not be fetched; the message is one sentence, and nothing was left behind."""


class _OnlyHttps(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        _check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(url: str, path: Path, sha256: str, most: int, seconds: float = SECONDS) -> Path:
    """Fetch a file unless it is there already and right.

    Args:
        url: https only, after redirections too.
        path: where it is to lie; its folder is made.
        sha256: of the right file, in hexadecimal.
        most: bytes that it may have.
        seconds: for all of it.

    Returns:
        `path`.

    Raises:
        NotFetched: no network, too slow, too large, or not the right file. What was at `path` before stays.
    """
    if is_right(path, sha256, most):
        return path
    content = _read(url, most, seconds)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotFetched(f"{url} is not the file that the course knows (its checksum differs): it was not kept")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise NotFetched(f"{path} cannot be written ({error.strerror or type(error).__name__})") from None
    return path


def is_right(path: Path, sha256: str, most: int) -> bool:
    """Whether the file is there and has this checksum."""
    try:
        return path.stat().st_size <= most and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def _read(url: str, most: int, seconds: float) -> bytes:
    """What an address holds."""
    _check(url)
    until = time.monotonic() + seconds
    content = bytearray()
    try:
        with _open(url, seconds / 2) as answer:
            while piece := answer.read(_PIECE):
                content += piece
                if len(content) > most:
                    raise NotFetched(f"{url} is larger than the {most:,} bytes that it should have")
                if time.monotonic() > until:
                    raise NotFetched(f"{url} did not come within {seconds:.0f} s")
    except NotFetched:
        raise
    except (OSError, ValueError, EOFError) as error:  # no network, refused, cut off
        why = getattr(error, "reason", None) or error
        raise NotFetched(f"{url} could not be fetched ({why}): is there a network?") from None
    return bytes(content)


def _open(url: str, seconds: float) -> Any:
    request = urllib.request.Request(url, headers={"User-Agent": "deepfake-lessons"})
    return urllib.request.build_opener(_OnlyHttps).open(request, timeout=seconds)


def _check(url: str) -> None:
    if not url.lower().startswith("https://"):
        raise NotFetched(f"{url:.100} is no https address: nothing else is fetched")
