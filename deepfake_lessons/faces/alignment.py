"""Aligned crops: faces turned, shifted and scaled so that eyes and mouth are always in the same places, and back.

A network that meets every face in the same place has one thing less to learn. The transform is the similarity (turn,
scale, shift) that brings eyes and mouth corners nearest to their places (Umeyama 1991, without mirroring).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.ndimage import map_coordinates

SIZE = 64  # of a crop, in pixels
# Where a crop has its landmarks (x, y), as shares of its size: eye on the left, on the right, mouth corners.
PLACES = np.array([[0.28, 0.40], [0.72, 0.40], [0.33, 0.81], [0.67, 0.81]])
USED = (0, 1, 3, 4)  # which of the studio's six landmarks these are
EYES, MOUTH, FACE = (
    (0.10, 0.31, 0.90, 0.50),
    (0.25, 0.69, 0.75, 0.94),
    (0.05, 0.12, 0.95, 1.00),
)  # left, top, right, bottom
MOST_TURNED = 0.35  # eyes nearer together than this share of the usual distance: the face looks away


def matrices(landmarks: Any, size: int = SIZE) -> np.ndarray:
    """From places in a crop to places in the picture, for each picture.

    Args:
        landmarks: (N, 6, 2) pixels (x, y), as the studio gives them.
        size: of the crop.

    Returns:
        (N, 2, 3): picture = matrix @ (x, y, 1) of the crop.

    Raises:
        ValueError: another shape, or landmarks that are not finite.
    """
    points = np.asarray(landmarks, dtype=float)
    if points.ndim != 3 or points.shape[1:] != (6, 2):
        raise ValueError(
            f"landmarks (N, 6, 2) are wanted, as studio photographs and clips have them; got {points.shape}"
        )
    if not np.isfinite(points).all():
        raise ValueError("landmarks are missing (not finite) in some pictures: crops need eyes and mouth corners")
    there, here = points[:, USED], PLACES * size - 0.5
    to, of = there - there.mean(axis=1, keepdims=True), here - here.mean(axis=0)
    # In complex numbers a similarity is one factor: its length scales, its angle turns.
    factor = (np.conj(of @ (1, 1j)) * (to @ (1, 1j))).sum(axis=1) / (of**2).sum()
    turn = np.stack([np.stack([factor.real, -factor.imag], 1), np.stack([factor.imag, factor.real], 1)], 1)
    shift = there.mean(axis=1) - (turn @ here.mean(axis=0))
    return np.concatenate([turn, shift[:, :, None]], axis=2)


def usable(landmarks: Any, size: int) -> np.ndarray:
    """Which faces can be cropped: turned not too far, eyes and mouth inside a picture of this size; (N,) bool."""
    points = np.asarray(landmarks, dtype=float)
    matrix = matrices(points)
    scale = np.hypot(matrix[:, 0, 0], matrix[:, 1, 0])
    apart = np.linalg.norm(points[:, 1] - points[:, 0], axis=1) / (scale * SIZE * (PLACES[1, 0] - PLACES[0, 0]))
    inside = ((points[:, USED] >= 0) & (points[:, USED] <= size - 1)).all(axis=(1, 2))
    return inside & (apart > 1 - MOST_TURNED)


def crops(images: Any, landmarks: Any, size: int = SIZE) -> np.ndarray:
    """The aligned face of each picture, (N, size, size, C) of the pictures' type.

    Args:
        images: (N, H, W, C) uint8, or masks (N, H, W, 1) float.
        landmarks: (N, 6, 2) pixels.
        size: of the crops.
    """
    images = np.asarray(images)
    if images.ndim != 4 or len(images) != len(np.asarray(landmarks)):
        raise ValueError(f"pictures (N, H, W, C) with landmarks for each are wanted; got {images.shape}")
    return np.array(
        [_taken(image, matrix, (size, size)) for image, matrix in zip(images, matrices(landmarks, size), strict=True)]
    )


def put_back(images: Any, faces: Any, blends: Any, landmarks: Any) -> np.ndarray:
    """Crops laid back into their pictures.

    Args:
        images: (N, H, W, 3) uint8.
        faces: (N, S, S, 3) uint8, crops.
        blends: (N, H, W), 0 ... 1, how much of each picture's pixel the crop gives; outside the crop it gives nothing.
        landmarks: (N, 6, 2) pixels.

    Returns:
        (N, H, W, 3) uint8.
    """
    images, faces, blends = np.asarray(images), np.asarray(faces), np.asarray(blends, dtype=np.float32)
    out = np.empty_like(images)
    for k, (image, face, matrix) in enumerate(zip(images, faces, matrices(landmarks, faces.shape[1]), strict=True)):
        back = inverse(matrix)
        whole = np.concatenate([face.astype(np.float32), np.full((*face.shape[:2], 1), 255, np.float32)], axis=2)
        seen = _taken(whole, back, image.shape[:2], outside=0.0)
        blend = (blends[k] * seen[:, :, 3] / 255)[:, :, None]
        shown = seen[:, :, :3] / np.maximum(seen[:, :, 3:] / 255, 1e-3)
        out[k] = np.clip(np.rint(image + blend * (shown - image)), 0, 255).astype(np.uint8)
    return out


def inverse(matrix: np.ndarray) -> np.ndarray:
    """The way back of one transform (2, 3)."""
    turn = np.linalg.inv(matrix[:, :2])
    return np.concatenate([turn, (-turn @ matrix[:, 2])[:, None]], axis=1)


def _taken(image: np.ndarray, matrix: np.ndarray, shape: tuple[int, int], outside: float | None = None) -> np.ndarray:
    rows, columns = np.indices(shape, dtype=float)
    x = matrix[0, 0] * columns + matrix[0, 1] * rows + matrix[0, 2]
    y = matrix[1, 0] * columns + matrix[1, 1] * rows + matrix[1, 2]
    how = {"mode": "nearest"} if outside is None else {"mode": "constant", "cval": outside}
    taken = np.stack(
        [map_coordinates(image[:, :, c].astype(np.float32), [y, x], order=1, **how) for c in range(image.shape[2])], 2
    )
    return np.clip(np.rint(taken), 0, 255).astype(np.uint8) if image.dtype == np.uint8 else taken.astype(np.float32)


def box(name: str, size: int = SIZE) -> tuple[slice, slice]:
    """Rows and columns of the "eyes", "mouth" or "face" box in a crop.

    Raises:
        ValueError: another name.
    """
    boxes = {"eyes": EYES, "mouth": MOUTH, "face": FACE}
    if name not in boxes:
        raise ValueError(f"no box {name!r}: there are {', '.join(boxes)}")
    left, top, right, bottom = (round(share * size) for share in boxes[name])
    return slice(top, bottom), slice(left, right)


def importance(size: int = SIZE, eyes_and_mouth: float = 6.0) -> np.ndarray:
    """How much a pixel's error counts in training: 1, and more in the eye and mouth boxes; (size, size, 1) float32."""
    weight = np.ones((size, size, 1), np.float32)
    for name in ("eyes", "mouth"):
        weight[box(name, size)] = eyes_and_mouth
    return weight / weight.mean()


def jittered(landmarks: Any, rng: np.random.Generator, far: float = 0.02) -> np.ndarray:
    """Landmarks as a finder would give them that errs a little: shifted, turned and scaled by lot, a face as a whole.

    Args:
        landmarks: (N, 6, 2) pixels.
        rng: of the lots.
        far: standard deviation of the shift, as a share of the distance of the eyes times three.
    """
    points = np.asarray(landmarks, dtype=float)
    middle = points.mean(axis=1, keepdims=True)
    reach = 3 * np.linalg.norm(points[:, 1] - points[:, 0], axis=1)[:, None, None]
    factor = np.exp(rng.normal(0, far, len(points)) + 1j * rng.normal(0, far, len(points)))
    turned = ((points - middle) @ (1, 1j)) * factor[:, None]
    return np.stack([turned.real, turned.imag], axis=2) + middle + reach * rng.normal(0, far, (len(points), 1, 2))
