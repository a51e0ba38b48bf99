"""Find faces by scikit-image's cascade, or by the package `mtcnn` (the extra `faces`), and cut them out like the
studio's photographs.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from ... import checks
from ...cues.finding import cascade
from ...photos.reading import NoPicture, Picture

MOST = 12  # faces of one picture: the largest
SIZE = 64  # pixels of a cut-out face, as the detector knows them

_WINDOW = 24  # pixels: the smallest face that the cascade knows
_PAD = 0.25  # of the shorter side, laid around the picture by repeating its edge: else faces that fill it are missed
# First for large faces, then for all: pixels of the shorter side that is looked at; smallest face, as a share of it.
_LOOKS = ((140, 0.3), (480, 0.0))
_AGREE = 3  # windows that must agree on a face
_LARGER = 1.5  # times a picture is made larger for the second look, at the most
_LONG = 3.0  # sides: longer pictures are looked at smaller, so that the time has a limit
_SURE = 0.9  # of mtcnn
_MTCNN_SIDE = 1024  # pixels of the longer side that mtcnn looks at
# In a box of the cascade, whose side is 1: distance of the eyes, from eyes to mouth, height of the eyes.
_EYES, _MOUTH, _HEIGHT = 0.38, 0.39, 0.41


@dataclass(frozen=True)
class Box:
    """Where a face is, in pixels: a square from brows to chin, as the cascade gives it."""

    left: float
    top: float
    side: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.side / 2, self.top + self.side / 2


@dataclass(frozen=True)
class View:
    """How much around a face is cut out, in sides of its box: x and y are the middle, from its upper left corner."""

    side: float
    x: float = 0.5
    y: float = 0.5


# Head with hair and a bit of wall, as in the studio: there the eyes are .265 of a picture apart, at .463 of its height.
WIDE = View(_EYES / 0.265, y=_HEIGHT + (0.5 - 0.463) * _EYES / 0.265)


def chosen(finder: str = "auto") -> str:
    """Which finder will look: "auto" is "mtcnn" where it is installed, else "cascade"."""
    checks.choice("finder", finder, ("auto", "cascade", "mtcnn"))
    there = find_spec("mtcnn") is not None
    if finder == "mtcnn" and not there:
        raise ImportError('the finder "mtcnn" is not installed: pip install "deepfake-lessons[faces]", or "cascade"')
    return ("mtcnn" if there else "cascade") if finder == "auto" else finder


def find_faces(pixels: np.ndarray, finder: str = "auto") -> list[Box]:
    """Where the faces of a picture (H, W, 3) uint8 are, the largest first, at most twelve. Faces from the side, in the
    dark or turned over are often missed, and now and then something is found that is no face.
    """
    boxes = _by_mtcnn(pixels) if chosen(finder) == "mtcnn" else _by_cascade(pixels)
    kept: list[Box] = []  # without those that lie in another or share a third with it: they are parts of that face
    for box in sorted(boxes, key=lambda one: -one.side):
        if all(_inside(box, other.left, other.top, other.side, other.side) <= 1 / 3 for other in kept):
            kept.append(box)
    return kept[:MOST]


def faces_of(picture: Picture, finder: str = "auto") -> list[Box]:
    """As `find_faces`; NoPicture where there is none."""
    boxes = find_faces(picture.pixels, finder)
    if not boxes:
        raise NoPicture(
            f"{picture.name}: no face is found. One from the front, in good light and at least {_WINDOW} pixels wide "
            "is found best; the finder misses some, and that says nothing about the picture"
        )
    return boxes


def crop(pixels: np.ndarray, box: Box, view: View = WIDE, size: int = SIZE) -> np.ndarray:
    """One face, (size, size, 3) uint8. Where the picture ends, its edge is repeated."""
    from PIL import Image

    region = _region(box, view)
    left, top, side = region.left, region.top, region.side
    margin = max(0, math.ceil(max(-left, -top, left + side - pixels.shape[1], top + side - pixels.shape[0]))) + 1
    first, last = (max(0, math.floor(at) - 2) for at in (left, top))
    part = pixels[last : math.ceil(top + side) + 2, first : math.ceil(left + side) + 2]
    padded = np.pad(part, ((margin, margin), (margin, margin), (0, 0)), mode="edge")
    corner = left - first + margin, top - last + margin
    where = (*corner, corner[0] + side, corner[1] + side)
    how = Image.Resampling.LANCZOS if side >= size else Image.Resampling.BICUBIC
    return np.array(Image.fromarray(padded).resize((size, size), how, box=where))


def _region(box: Box, view: View) -> Box:
    """What is cut out."""
    side = max(view.side * box.side, 2.0)
    return Box(box.left + view.x * box.side - side / 2, box.top + view.y * box.side - side / 2, side)


def outside(pixels: np.ndarray, box: Box) -> float:
    """Which share of a cut-out lies outside the picture; there its edge is repeated."""
    return max(0.0, round(1 - _inside(_region(box, WIDE), 0, 0, pixels.shape[1], pixels.shape[0]), 6))


def _inside(box: Box, left: float, top: float, wide: float, high: float) -> float:
    """Which share of a square lies in a rectangle."""
    across = min(box.left + box.side, left + wide) - max(box.left, left)
    down = min(box.top + box.side, top + high) - max(box.top, top)
    return max(0.0, across) * max(0.0, down) / box.side**2


def _by_cascade(pixels: np.ndarray) -> list[Box]:
    high, wide = pixels.shape[:2]
    shorter = min(high, wide)
    pad = round(_PAD * shorter)
    found: list[Box] = []
    for look, least in _LOOKS:
        scale = min(look / shorter, _LONG * look / max(high, wide))
        if not least:
            scale = min(scale, _LARGER)
        small = _scaled(pixels, scale)
        edge = round(pad * scale)
        boxes = [
            Box((left - edge) / scale, (top - edge) / scale, side / scale)
            for left, top, side in _windows(small, edge, round(least * min(small.shape[:2])))
        ]
        # Small windows are many, and so are those that only look like a face at one size: they are looked at once more.
        found += boxes if least else [box for box in boxes if _again(pixels, box)]
    return [one for one in found if 0 <= one.middle[0] < wide and 0 <= one.middle[1] < high]


def _scaled(pixels: np.ndarray, scale: float) -> np.ndarray:
    from PIL import Image

    size = max(round(pixels.shape[1] * scale), 1), max(round(pixels.shape[0] * scale), 1)
    how = Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.LANCZOS
    return np.asarray(Image.fromarray(pixels).resize(size, how))


def _windows(pixels: np.ndarray, edge: int, smallest: int) -> list[tuple[int, int, int]]:
    """Left, top and side of what the cascade finds in a picture framed by its own edge, in pixels of the whole."""
    framed = np.pad(pixels, ((edge, edge), (edge, edge), (0, 0)), mode="edge")
    smallest, side = max(_WINDOW, smallest), min(framed.shape[:2])
    boxes = cascade().detect_multi_scale(
        img=framed, scale_factor=1.1, step_ratio=1.5, min_size=(smallest, smallest), max_size=(side, side),
        min_neighbor_number=_AGREE,
    )  # fmt: skip
    return sorted((one["c"], one["r"], one["width"]) for one in boxes)


def _again(pixels: np.ndarray, box: Box) -> bool:
    """Whether a face that was found is found again in a picture of it alone, 140 pixels wide."""
    middle = 70 + 20
    windows = _windows(crop(pixels, box, View(2.0), 140), 20, 45)
    return any(max(abs(left + side / 2 - middle), abs(top + side / 2 - middle)) < 20 for left, top, side in windows)


@lru_cache(maxsize=1)
def _mtcnn() -> Any:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow's start-up lines are no news for a learner
    from mtcnn import MTCNN

    return MTCNN()


def _by_mtcnn(pixels: np.ndarray) -> list[Box]:
    """The faces that mtcnn is sure of, as the cascade would box them."""
    scale = min(1.0, _MTCNN_SIDE / max(pixels.shape[:2]))
    boxes = []
    for face in _mtcnn().detect_faces(_scaled(pixels, scale) if scale < 1 else pixels):
        points = {name: np.asarray(at, float) / scale for name, at in face["keypoints"].items()}
        eyes = (points["left_eye"] + points["right_eye"]) / 2
        mouth = (points["mouth_left"] + points["mouth_right"]) / 2
        apart = float(np.linalg.norm(points["right_eye"] - points["left_eye"]))
        side = max(apart / _EYES, float(np.linalg.norm(mouth - eyes)) / _MOUTH)  # the larger: the head may be turned
        if face["confidence"] > _SURE and side >= 8:
            boxes.append(Box(float(eyes[0]) - side / 2, float(eyes[1]) - _HEIGHT * side, side))
    return boxes
