"""A convolution by hand, and its stamping twin: what `Conv2D` and `Conv2DTranspose` do, in a few lines of NumPy.

As in every deep-learning library, the kernel is not turned round (a mathematician would say cross-correlation).
"""

from __future__ import annotations

from typing import Any

import numpy as np


def convolve(picture: Any, kernel: Any, stride: int = 1, same: bool = False) -> np.ndarray:
    """Slide a small kernel over a picture; at each place multiply, add up, write down one number.

    Args:
        picture: (H, W).
        kernel: (K, K), K at most H and W.
        stride: steps of the slide, 1 or more.
        same: True puts zeros around the picture first, so that stride 1 gives as many numbers as it has pixels.

    Returns:
        ((H - K) // stride + 1, (W - K) // stride + 1): where the whole kernel fits ("valid"); with `same`
        (ceil(H / stride), ceil(W / stride)), as Keras's `padding="same"`.

    Raises:
        ValueError: other shapes, or a stride below 1.
    """
    picture, kernel = _checked(picture, kernel, stride)
    size = len(kernel)
    if same:
        picture = np.pad(picture, [_zeros(side, size, stride) for side in picture.shape])
    rows = range(0, picture.shape[0] - size + 1, stride)
    columns = range(0, picture.shape[1] - size + 1, stride)
    return np.array([[(picture[r : r + size, c : c + size] * kernel).sum() for c in columns] for r in rows])


def stamp(numbers: Any, kernel: Any, stride: int = 2) -> np.ndarray:
    """The twin: for each number press the kernel like a stamp, that strongly, a stride further each time; stamps that
    overlap add up.

    Args:
        numbers: (h, w).
        kernel: (K, K).
        stride: how far apart the stamps are, 1 or more.

    Returns:
        ((h - 1) * stride + K, (w - 1) * stride + K).

    Raises:
        ValueError: other shapes, or a stride below 1.
    """
    numbers = np.asarray(numbers, dtype=float)
    if numbers.ndim != 2 or not numbers.size:
        raise ValueError(f"numbers (h, w) are wanted, got shape {numbers.shape}")
    _, kernel = _checked(np.zeros((99, 99)), kernel, stride)
    size = len(kernel)
    out = np.zeros(((numbers.shape[0] - 1) * stride + size, (numbers.shape[1] - 1) * stride + size))
    for (row, column), number in np.ndenumerate(numbers):
        out[row * stride : row * stride + size, column * stride : column * stride + size] += number * kernel
    return out


def _zeros(side: int, size: int, stride: int) -> tuple[int, int]:
    """How many zeros go before and after a side; an odd one goes after, as in Keras."""
    missing = max((-(-side // stride) - 1) * stride + size - side, 0)
    return missing // 2, missing - missing // 2


def _checked(picture: Any, kernel: Any, stride: int) -> tuple[np.ndarray, np.ndarray]:
    picture, kernel = np.asarray(picture, dtype=float), np.asarray(kernel, dtype=float)
    if kernel.ndim != 2 or kernel.shape[0] != kernel.shape[1] or not kernel.size:
        raise ValueError(f"a square kernel (K, K) is wanted, got shape {kernel.shape}")
    if picture.ndim != 2 or min(picture.shape) < len(kernel):
        raise ValueError(f"a picture (H, W) of at least {len(kernel)} x {len(kernel)} is wanted, got {picture.shape}")
    if isinstance(stride, bool) or not isinstance(stride, int | np.integer) or stride < 1:
        raise ValueError(f"stride={stride!r}: a whole number, 1 or more, is wanted")
    return picture, kernel
