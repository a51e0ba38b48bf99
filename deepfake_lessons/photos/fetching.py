"""Fetch a file once: over https, within limits, checked, whole or not at all."""

from __future__ import annotations

import hashlib
import queue
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..cache import Progress, write_whole
from .records import File

SCHEME = "https://"  # nothing else is fetched
_PIECE = 2**16  # bytes
_BEAT = 0.5  # seconds: how long Ctrl-C may have to wait


class NotFetched(OSError):
    """A file could not be fetched; the message is one sentence, and nothing was left behind."""


class _OnlyHttps(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        try:
            _check(newurl)
        except NotFetched:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(file: File, path: Path) -> Path:
    """Fetch a file unless it is there already and right.

    Args:
        file: address, checksum and limits.
        path: where it is to lie; its folder is made.

    Returns:
        `path`.

    Raises:
        NotFetched: no network, too slow, too large, or not the right file. What was at `path` before stays.
    """
    if is_right(path, file):
        return path
    content = _read(file)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise NotFetched(f"{file.url} is not the file that the course knows (its checksum differs): it was not kept")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise NotFetched(f"{path} cannot be written ({error.strerror or type(error).__name__})") from None
    return path


def is_right(path: Path, file: File) -> bool:
    """Whether the file is there and has its checksum."""
    try:
        if path.stat().st_size > file.most:
            return False
        with path.open("rb") as there:
            return hashlib.file_digest(there, "sha256").hexdigest() == file.sha256
    except OSError:
        return False


def _read(file: File) -> bytes:
    """What an address holds.

    A thread of its own reads, for there is no other way to keep the time: looking up a name knows no limit, and a
    server that sends a byte now and then would hold a reader for hours. If it is given up, nothing it brings is used.
    """
    _check(file.url)
    until = time.monotonic() + file.seconds
    pieces: queue.SimpleQueue[Any] = queue.SimpleQueue()  # the length, then bytes, then b"", or what went wrong
    enough = threading.Event()
    threading.Thread(target=_bring, args=(file, pieces.put, enough), daemon=True).start()
    content, line = bytearray(), Progress(f"Fetching {file.name}, kB", file.most // 1000)
    try:
        while True:
            try:
                piece = pieces.get(timeout=_BEAT)
            except queue.Empty:
                piece = None
            if isinstance(piece, Exception):
                raise _sentence(file.url, piece)
            if piece == b"":
                line.total = len(content) // 1000
                line.end(line.total)
                return bytes(content)
            if isinstance(piece, int):
                line.total = piece // 1000
            content += piece if isinstance(piece, bytes) else b""
            if len(content) > file.most:
                raise NotFetched(f"{file.url} is larger than the {file.most:,} bytes that it may have")
            if time.monotonic() > until:
                raise NotFetched(f"{file.url} did not come within {file.seconds:.0f} s: try again where it is faster")
            line.at(len(content) // 1000)
    finally:
        enough.set()


def _bring(file: File, put: Callable[[Any], None], enough: threading.Event) -> None:
    """Read an address piece by piece, for `_read`."""
    try:
        with _open(file.url, file.seconds) as answer:
            length = answer.headers.get("Content-Length")
            put(int(length) if length else file.most)
            got = 0
            while not enough.is_set() and (piece := answer.read1(_PIECE)):
                got += len(piece)
                put(piece)
            if length and got < int(length):
                raise EOFError(f"it broke off after {got:,} of {int(length):,} bytes")
        put(b"")
    except Exception as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()  # it holds the connection
        put(error)


def _open(url: str, seconds: float) -> Any:
    request = urllib.request.Request(url, headers={"User-Agent": "deepfake-lessons"})
    return urllib.request.build_opener(_OnlyHttps).open(request, timeout=seconds)


def _sentence(url: str, error: Exception) -> NotFetched:
    """What went wrong, in one sentence."""
    if isinstance(error, NotFetched):
        return error
    why = " ".join(str(getattr(error, "reason", None) or error).split())[:100] or type(error).__name__
    if isinstance(error, urllib.error.HTTPError):
        return NotFetched(f"{url} could not be fetched: the server answers {error.code} ({why})")
    return NotFetched(f"{url} could not be fetched ({why}): is there a network?")


def _check(url: str) -> None:
    if not url.lower().startswith(SCHEME):
        raise NotFetched(f"{url:.100} is no https address: nothing else is fetched")
