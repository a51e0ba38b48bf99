"""Artefacts such as "03.network": arrays in one .npz file with a record of whose they are, read with trust in nothing.

The file is what `numpy.savez` writes (arr_0, arr_1, ... and no compression), with record.json beside the arrays.
"""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from .answers import Damaged, Newer, is_date

VERSION = 1
BYTES = 64 * 2**20  # of all arrays together
ARRAYS = 500
RECORD = "record.json"
ENDING = ".npz"
KINDS = ("array", "list", "dict", "weights")
_NAME = re.compile(r"(\d\d)\.[a-z][a-z0-9_]{0,39}", re.ASCII)
_RECORD_BYTES = 2**17
_FRAME = 2**20  # bytes that a file may have besides its arrays


def lesson_of_artefact(name: Any) -> str:
    """The lesson that keeps an artefact: "03" for "03.network".

    Raises:
        ValueError: not such a name. No name can lead out of the folder.
    """
    found = _NAME.fullmatch(name) if isinstance(name, str) else None
    if not found:
        raise ValueError(f'{name!r:.60} is no name to keep something under; lesson and word are: "03.network"')
    return found[1]


def names_in(folder: Path) -> list[str]:
    """The artefacts that lie in a folder, sorted; [] where there is none."""
    try:
        return sorted(path.stem for path in folder.iterdir() if path.suffix == ENDING and _NAME.fullmatch(path.stem))
    except OSError:
        return []


def pack(name: str, value: Any, course: str) -> bytes:
    """The content of an artefact's file.

    Args:
        name: such as "03.network".
        value: an array, a list of arrays, a dict of arrays by text, or something with `get_weights` and `set_weights`
            (a Keras model). Types of numbers are kept as they are.
        course: the version of the course.

    Raises:
        ValueError: not such a name, not such a value, more than 500 arrays or 64 MiB.
    """
    lesson = lesson_of_artefact(name)
    kind, keys, arrays = _parts(name, value)
    if len(arrays) > ARRAYS or sum(array.nbytes for array in arrays) > BYTES:
        raise ValueError(f"{name} is too large to keep: {ARRAYS} arrays and {BYTES // 2**20} MiB at most")
    record = {"name": name, "lesson": lesson, "date": date.today().isoformat(), "course": course}
    text = json.dumps({"version": VERSION, **record, "kind": kind, "count": len(arrays), "keys": keys})
    if len(text) > _RECORD_BYTES:
        raise ValueError(f"the keys of {name} are too long: {_RECORD_BYTES} characters in all at most")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_member(RECORD), text)
        for place, array in enumerate(arrays):
            with archive.open(_member(f"arr_{place}.npy"), "w") as member:
                np.lib.format.write_array(member, array, allow_pickle=False)
    return stream.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name)  # dated 1980, so that equal arrays make equal files


def _parts(name: str, value: Any) -> tuple[str, list[str], list[np.ndarray]]:
    """Kind, keys (of a dict) and arrays of a value."""
    if callable(getattr(value, "get_weights", None)) and callable(getattr(value, "set_weights", None)):
        kind, keys, found = "weights", [], list(value.get_weights())
    elif isinstance(value, Mapping):
        kind, keys, found = "dict", list(value), list(value.values())
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        kind, keys, found = "list", [], list(value)
    else:
        kind, keys, found = "array", [], [value]
    if not all(isinstance(key, str) for key in keys):
        raise ValueError(f"{name} has keys that are no texts; keep a dict such as {{'first': array}}")
    arrays = []
    for one in found:
        if not isinstance(one, np.ndarray | np.number) or one.dtype.kind not in "biufc":
            what = f"an array of {one.dtype}" if isinstance(one, np.ndarray) else type(one).__name__
            raise ValueError(f"{name} holds {what}; arrays of numbers can be kept, such as array.astype('float32')")
        arrays.append(np.asarray(one, order="C"))
    return kind, keys, arrays


def unpack(content: bytes, name: str | None = None) -> tuple[dict[str, Any], Any]:
    """The record and the value in a file's content, which anybody may have written.

    Args:
        content: of the file.
        name: what it has to be, where that is known.

    Returns:
        (record, value): name, lesson, date, course and kind; an array, or a list or dict of arrays (of weights a list).

    Raises:
        Damaged: not such a file, too large, or another artefact.
        Newer: from a newer version of the course.
    """
    if len(content) > BYTES + _FRAME or not directory_is_small(content):
        raise Damaged("it is too large, or no .npz file of the course")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {info.filename: info for info in archive.infolist()}
            if len(members) > ARRAYS + 1 or any(info.compress_type != zipfile.ZIP_STORED for info in members.values()):
                raise Damaged("it has too many parts, or compressed ones")
            if sum(info.file_size for info in members.values()) > BYTES + _FRAME:
                raise Damaged("it is too large")
            record = _record(_bytes(archive, members[RECORD], _RECORD_BYTES), name)
            arrays = [
                _array(_bytes(archive, members[f"arr_{place}.npy"], BYTES + 4096)) for place in range(record["count"])
            ]
    except (Damaged, Newer):
        raise
    except Exception:  # a zip file and NumPy's header have many ways to be broken
        raise Damaged("it cannot be read") from None
    if record["kind"] == "dict":
        return record, dict(zip(record["keys"], arrays, strict=True))
    return record, arrays[0] if record["kind"] == "array" else arrays


def directory_is_small(content: bytes) -> bool:
    """Whether a zip file ends in a plain directory of few entries: reading one of millions would take a minute."""
    end = content[-22:]
    plain = len(end) == 22 and end.startswith(b"PK\5\6") and end.endswith(b"\0\0")  # without a comment
    if not plain or content[-42:-38] == b"PK\6\7":  # which would name another directory
        return False
    entries, size = struct.unpack("<HL", end[10:16])
    return entries <= ARRAYS + 1 and size <= 200 * (ARRAYS + 1)


def _bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    if info.file_size > most:
        raise Damaged("it is too large")
    with archive.open(info) as member:
        return member.read(info.file_size)


def _record(content: bytes, name: str | None) -> dict[str, Any]:
    record = json.loads(content.decode("utf-8"))
    version, count, keys = record["version"], record["count"], record["keys"]
    if type(version) is int and version > VERSION:
        raise Newer
    if name is not None and record["name"] != name:
        raise Damaged(f"it holds {record['name']!r:.60}")
    whole = (
        version == VERSION
        and record["lesson"] == lesson_of_artefact(record["name"])
        and is_date(record["date"])
        and record["kind"] in KINDS
        and type(count) is int
        and 0 <= count <= ARRAYS
        and (record["kind"] != "array" or count == 1)
        and len(keys) == len(set(keys)) == (count if record["kind"] == "dict" else 0)
        and all(isinstance(key, str) for key in keys)
    )
    if not whole:
        raise Damaged("its record is none of the course")
    return record


def _array(content: bytes) -> np.ndarray:
    """An array from the bytes of a .npy file whose header agrees with its size."""
    stream = io.BytesIO(content)
    version = np.lib.format.read_magic(stream)
    header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran, dtype = header(stream)
    size = int(np.prod(shape, dtype=object)) * dtype.itemsize
    if fortran or dtype.kind not in "biufc" or size != len(content) - stream.tell():
        raise Damaged("one of its arrays cannot be read")
    return np.frombuffer(content, dtype, offset=stream.tell()).reshape(shape).copy()
