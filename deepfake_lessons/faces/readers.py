"""Small networks that read face pictures, and their weights as plain arrays.

`features` (for the quality distance) and `attributes` (glasses, age, hair, skin tone) are two of them. Weights lie in
data/ as .npz without pickle, half precision.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from .. import cache

PIECE = 256  # pictures at a time, so that many need no more memory than few
PLACED = ((16, 1), (24, 2), (32, 2), (48, 2), (64, 2))  # channels and stride of a reader that knows where things are
ANYWHERE = ((24, 2), (48, 2), (64, 2), (64, 1), (64, 1))  # of one that takes any size: each number sees most of a face
_BYTES = 32 * 2**20


def build_reader(outputs: int, size: int | None = None) -> keras.Model:
    """Pictures (N, S, S, 3), 0 ... 255 -> (summary (N, ...), answers (N, outputs)).

    Args:
        outputs: how many answers, as logits or plain numbers.
        size: in pixels; the summary then knows where in the picture things are. None takes any size, and the summary
            is the mean over the picture.
    """
    pictures = keras.Input((size, size, 3))
    seen = keras.layers.Rescaling(1 / 127.5, offset=-1)(pictures)
    layers = ANYWHERE if size is None else PLACED
    for channels, stride in layers:
        seen = keras.layers.Conv2D(channels, 3, stride, padding="same")(seen)
        seen = keras.layers.LeakyReLU(0.1)(seen)
    if size is None:
        summary = keras.layers.GlobalAveragePooling2D()(seen)
    else:
        summary = keras.layers.Dense(64, activation="relu")(keras.layers.Flatten()(seen))
    return keras.Model(pictures, [summary, keras.layers.Dense(outputs)(summary)])


def read(network: Any, images: Any, which: int) -> np.ndarray:
    """What a reader says of pictures.

    Args:
        network: as `build_reader` makes it.
        images: (N, S, S, 3) uint8.
        which: 0 for the summary, 1 for the answers.

    Raises:
        ValueError: another shape or kind of picture.
    """
    images = np.asarray(images)
    if images.ndim != 4 or images.shape[-1] != 3 or images.dtype != np.uint8 or not len(images):
        raise ValueError(f"pictures are uint8 (N, S, S, 3) with N at least 1; got {images.dtype} {images.shape}")
    wanted = network.input_shape[1]
    if wanted not in (None, images.shape[1]):
        raise ValueError(f"this network reads pictures of {wanted} pixels; these have {images.shape[1]}")
    pieces = [np.asarray(network(images[k : k + PIECE])[which]) for k in range(0, len(images), PIECE)]
    return np.concatenate(pieces).astype(float)


def pack(weights: Sequence[np.ndarray]) -> bytes:
    """Weights as the content of an .npz file, in half precision."""
    stream = io.BytesIO()
    np.savez_compressed(stream, *[np.asarray(one, np.float16) for one in weights])
    return stream.getvalue()


def unpack(path: Path, shapes: Sequence[tuple[int, ...]]) -> list[np.ndarray]:
    """The weights of an .npz file as float32, if they have these shapes.

    Raises:
        ValueError: no such file, damaged or cut off, or the weights of another network; the message says which.
    """
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"there is no file {path.name}")
    if path.stat().st_size > _BYTES:
        raise ValueError(
            f"{path.name} has {path.stat().st_size:,} bytes: weights of this course have at most {_BYTES:,}"
        )
    wanted = sum(int(np.prod(shape)) for shape in shapes)
    try:
        with np.load(path, allow_pickle=False) as file:
            if len(file.files) != len(shapes):
                raise _Other(f"{len(file.files)} arrays, and {len(shapes)} are wanted")
            announced = sum(entry.file_size for entry in file.zip.infolist())
            if announced > 8 * wanted + 2**20:  # before anything of it is unpacked
                raise _Other(f"{announced:,} bytes, too many for {wanted:,} numbers")
            arrays = [file[f"arr_{k}"] for k in range(len(shapes))]
    except _Other as why:
        raise ValueError(f"{path.name} holds the weights of another network: {why}") from None
    except Exception as why:  # zipfile, zlib and NumPy each have their own words for it
        raise ValueError(f"{path.name} is damaged or cut off ({type(why).__name__}): take it anew") from None
    for place, (array, shape) in enumerate(zip(arrays, shapes, strict=True)):
        if array.shape != tuple(shape) or array.dtype.kind != "f":
            came = f"array {place} is {array.dtype} {array.shape}, and {tuple(shape)} is wanted"
            raise ValueError(f"{path.name} holds the weights of another network, or for another size: {came}")
        if not np.isfinite(array).all():
            raise ValueError(f"{path.name} holds numbers that are not finite (array {place}): take it anew")
    return [array.astype(np.float32) for array in arrays]


class _Other(Exception):
    """The file is whole and holds something else."""


def load(network: Any, path: Path) -> None:
    """Give a network the weights of a file, all or none.

    Raises:
        ValueError: as `unpack`.
    """
    network.set_weights(unpack(path, [weight.shape for weight in network.get_weights()]))


def load_shipped(network: Any, name: str) -> Any:
    """The network, with the weights that the course ships under this name.

    Raises:
        FileNotFoundError, ValueError: missing, damaged or for another network.
    """
    load(network, cache.shipped(name))
    return network


@functools.cache
def shipped(name: str, build: Callable[..., keras.Model], *numbers: int) -> keras.Model:
    """The network that `build(*numbers)` makes, with its shipped weights: loaded once, for all who ask.

    Raises:
        FileNotFoundError, ValueError: as `load_shipped`.
    """
    return load_shipped(build(*numbers), name)
