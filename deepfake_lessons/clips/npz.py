"""Clips as .npz files: everything that a clip holds, bytes as they are. `clips.read` and `clips.write` are the way in.

Nothing is unpickled. What an array claims to be is judged before memory is asked for.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from .footage import MOST_BYTES, MOST_SAMPLES, CannotRead, Caption, Footage, fits

MOST_TRACKS = 200
MOST_WORDS = 100_000  # characters of what stands beside a clip

Array = np.ndarray


def packed(clip: Footage) -> bytes:
    """A clip as an .npz file; `np.load` opens it, without pickle."""
    beside = {
        "about": clip.about, "fps": clip.fps, "rate": clip.rate,
        "captions": [[one.start, one.end, one.words] for one in clip.captions],
    }  # fmt: skip
    text = json.dumps(beside, ensure_ascii=False)
    if len(text) > MOST_WORDS:
        raise ValueError(f"{len(text):,} characters beside the clip are too many: at most {MOST_WORDS:,}")
    arrays = {"frames": clip.frames, "sound": clip.sound, "about": np.frombuffer(text.encode(), np.uint8)}
    if clip.landmarks is not None:
        arrays["landmarks"] = clip.landmarks
    arrays |= {f"truth/{name}": values for name, values in clip.truth.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy")
            # pictures and sound hold noise, which nothing makes smaller
            entry.compress_type = zipfile.ZIP_STORED if name in ("frames", "sound") else zipfile.ZIP_DEFLATED
            with file.open(entry, "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)
    return buffer.getvalue()


def read_npz(place: Path) -> Footage:
    """Read a clip; see `clips.read`."""
    try:
        with zipfile.ZipFile(place) as file:
            return _from_zip(file)
    except CannotRead as error:
        raise CannotRead(f"{place.name!r} {error}") from None
    except Exception as error:  # zipfile and NumPy raise many kinds on bytes that are no file of theirs
        why = " ".join(str(error).split())[:120]
        raise CannotRead(f"{place.name!r} is damaged, or no clip ({why}): make or fetch it again") from None


def _from_zip(file: zipfile.ZipFile) -> Footage:
    names = [entry.filename for entry in file.infolist()]
    if len(names) > MOST_TRACKS or len(set(names)) != len(names):
        raise CannotRead(f"holds {len(names):,} arrays, some perhaps twice: this is no clip")
    for wanted in ("frames", "sound", "about"):
        if f"{wanted}.npy" not in names:
            raise CannotRead(f"holds no {wanted}: this is no clip, or one that something else has written")
    text = _array(file, "about", np.uint8, (None,), MOST_WORDS * 4).tobytes().decode()
    beside = json.loads(text)
    if not isinstance(beside, dict) or not isinstance(beside.get("about"), dict):
        raise CannotRead("says nothing about itself: this is no clip")
    shape, kind = _header(file, "frames")
    heard, _ = _header(file, "sound")
    try:
        fits(shape, kind, beside.get("fps"), heard, beside.get("rate"))
    except ValueError as error:
        raise CannotRead(f"cannot be read: {error}") from None
    count = shape[0]
    truth: dict[str, Array] = {}
    for name in names:
        if name.startswith("truth/") and name.endswith(".npy"):
            truth[name[6:-4]] = _array(file, name[:-4], None, (count,), count * 400)
    landmarks = None
    if "landmarks.npy" in names:
        landmarks = _array(file, "landmarks", np.float32, (count, 6, 2), count * 48)
    captions = tuple(Caption(float(start), float(end), str(words)) for start, end, words in beside.get("captions", []))
    return Footage(
        frames=_array(file, "frames", np.uint8, shape, MOST_BYTES),
        fps=float(beside["fps"]),
        sound=_array(file, "sound", np.float32, heard, MOST_SAMPLES * 4),
        rate=int(beside["rate"]),
        truth=truth,
        landmarks=landmarks,
        captions=captions,
        about=beside["about"],
    )


def _header(file: zipfile.ZipFile, name: str) -> tuple[tuple[int, ...], np.dtype]:
    """Shape and type that an array in a file claims to have."""
    with file.open(f"{name}.npy") as member:
        version = np.lib.format.read_magic(member)
        reader = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}.get(version)
        if reader is None:
            raise CannotRead(f"holds {name} in version {version} of .npy: 1.0 and 2.0 are read")
        shape, _, kind = reader(member)
    return shape, kind


def _array(file: zipfile.ZipFile, name: str, kind: Any, shape: tuple[int | None, ...], most: int) -> Array:
    """An array of a file, once its type, shape and bytes are what they may be."""
    claimed, held = _header(file, name)
    right = len(claimed) == len(shape) and all(b in (None, a) for a, b in zip(claimed, shape, strict=True))
    right = right and (held.kind in "fiubU" if kind is None else held == kind)
    if held.hasobject or not right:
        raise CannotRead(f"holds {name} as {claimed} of {held}: {shape} was wanted")
    size = math.prod(claimed) * held.itemsize
    if size > most or file.getinfo(f"{name}.npy").file_size > size + 20_000:
        raise CannotRead(f"holds {size:,} bytes of {name}: too many")
    with file.open(f"{name}.npy") as member:
        return np.asarray(np.lib.format.read_array(member, allow_pickle=False))
