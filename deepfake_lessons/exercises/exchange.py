"""Messages between the grader and a kernel: JSON and .npy files in a folder, read with trust in nothing."""

from __future__ import annotations

import io
import json
import os
import stat
from pathlib import Path

import numpy as np

from . import values

JSON_BYTES = 32 * 2**20


def write(folder: Path, stem: str, message: dict, arrays: list[np.ndarray]) -> None:
    """Write a message as STEM.json and STEM.0.npy, STEM.1.npy ...; the JSON comes last, and whole."""
    for place, array in enumerate(arrays):
        np.save(folder / f"{stem}.{place}.npy", array, allow_pickle=False)
    unfinished = folder / f"{stem}.part"
    unfinished.write_text(json.dumps({"message": message, "arrays": len(arrays)}), encoding="ascii")
    os.replace(unfinished, folder / f"{stem}.json")


def read(folder: Path, stem: str) -> tuple[dict, list[np.ndarray]]:
    """Read what `write` wrote, trusting nothing; Malformed where it is missing, too large, or not a message."""
    try:
        whole = json.loads(_bytes(folder / f"{stem}.json", JSON_BYTES))
        message, count = whole["message"], whole["arrays"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise values.Malformed("the answer is not a message") from None
    if type(message) is not dict or type(count) is not int or not 0 <= count <= values.ARRAYS:
        raise values.Malformed("the answer is not a message")
    arrays, left = [], values.ARRAY_BYTES
    for place in range(count):
        arrays.append(_array(_bytes(folder / f"{stem}.{place}.npy", left + 4096)))
        left -= arrays[-1].nbytes
    return message, arrays


def _array(content: bytes) -> np.ndarray:
    """An array from the bytes of a .npy file whose header agrees with its size."""
    stream = io.BytesIO(content)
    try:
        version = np.lib.format.read_magic(stream)
        header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, fortran, dtype = header(stream)
        size = int(np.prod(shape, dtype=object)) * dtype.itemsize
        if fortran or dtype.kind not in "biufcU" or size != len(content) - stream.tell():
            raise ValueError("a header that does not fit")
        return np.frombuffer(content, dtype, offset=stream.tell()).reshape(shape)
    except Exception:  # NumPy reads the header with Python's own parser, which has many ways to refuse
        raise values.Malformed("an array that cannot be read") from None


def _bytes(path: Path, most: int) -> bytes:
    """The bytes of a plain file: no link, no pipe, not too large."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):  # which of them exist depends on the system
        flags |= getattr(os, name, 0)
    try:
        handle = os.open(path, flags)
    except OSError:
        raise values.Malformed("no answer came back") from None
    with os.fdopen(handle, "rb") as stream:
        about = os.fstat(stream.fileno())
        if not stat.S_ISREG(about.st_mode) or about.st_size > most:
            raise values.Malformed("the answer is too large" if about.st_size > most else "the answer is no plain file")
        content = stream.read(most + 1)
    if len(content) > most:
        raise values.Malformed("the answer is too large")
    return content
