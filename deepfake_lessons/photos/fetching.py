"""Fetch a file once: over https, within limits, checked, whole or not at all."""

from __future__ import annotations

import hashlib
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from ..cache import Progress, write_whole
from .records import File

SCHEME = "https://"  # nothing else is fetched
_PIECE = 2**16  # bytes
_SILENCE = 10.0  # seconds that a server may say nothing


class NotFetched(OSError):
    """A file could not be fetched; the message is one sentence, and nothing was left behind."""


class _OnlyHttps(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        with fp:
            _check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(file: File, path: Path) -> None:
    """Fetch a file to `path`, whose folder is made, unless it is there already and right.

    Raises:
        NotFetched: no network, too slow, too large, or not the right file. What was at `path` before stays.
    """
    if is_right(path, file):
        return
    _check(file.url)
    try:
        content = _read(file)
    except NotFetched:
        raise
    except Exception as error:  # whatever a network may bring
        why = " ".join(str(getattr(error, "reason", None) or error).split())[:100] or type(error).__name__
        if isinstance(error, urllib.error.HTTPError):
            error.close()  # it holds the connection
            raise NotFetched(f"{file.url} could not be fetched: the server answers {error.code} ({why})") from None
        raise NotFetched(f"{file.url} could not be fetched ({why}): is there a network?") from None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise NotFetched(f"{file.url} is not the file that the course knows (its checksum differs): it was not kept")
    try:
        write_whole(path, content)
    except OSError as error:
        raise NotFetched(f"{path} cannot be written ({error.strerror or type(error).__name__})") from None


def is_right(path: Path, file: File) -> bool:
    """Whether the file is there and has its checksum."""
    try:
        with path.open("rb") as there:
            return hashlib.file_digest(there, "sha256").hexdigest() == file.sha256
    except OSError:
        return False


def _read(file: File) -> bytes:
    """What an address holds."""
    until = time.monotonic() + file.seconds
    content = bytearray()
    with _open(file.url, min(_SILENCE, file.seconds)) as answer:
        length = int(answer.headers.get("Content-Length") or 0)
        line = Progress(f"Fetching {file.name}, kB", (length or file.most) // 1000)
        while piece := answer.read1(_PIECE):
            content += piece
            if len(content) > file.most:
                raise NotFetched(f"{file.url} is larger than the {file.most:,} bytes that it may have")
            if time.monotonic() > until:
                raise NotFetched(f"{file.url} did not come within {file.seconds:.0f} s: try again where it is faster")
            line.at(len(content) // 1000)
    if len(content) < length:
        raise EOFError(f"it broke off after {len(content):,} of {length:,} bytes")
    line.total = len(content) // 1000
    line.end(line.total)
    return bytes(content)


def _open(url: str, seconds: float) -> Any:
    request = urllib.request.Request(url, headers={"User-Agent": "deepfake-lessons"})
    return urllib.request.build_opener(_OnlyHttps).open(request, timeout=seconds)


def _check(url: str) -> None:
    if not url.lower().startswith(SCHEME):
        raise NotFetched(f"{url:.100} is no https address: nothing else is fetched")
