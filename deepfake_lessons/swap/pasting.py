"""From photographs to aligned faces, and a decoder's faces back into the picture: colours, soft edge, camera, mark."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

import numpy as np

from .. import studio
from ..faces import alignment
from ..studio.tampering import feathered, laid_in

Taken = TypeVar("Taken", studio.Photographs, studio.Clip)
FEATHER = 1.5  # pixels, softness of the mask's edge
MARK = 3  # pixels on a side of the visible mark


class Draws(Protocol):
    """What `swap` needs of a model: `FaceSwap`, or `crowd.CrowdSwap`."""

    def as_other(self, faces: np.ndarray, to: str = "b") -> np.ndarray:
        """Aligned crops (N, 64, 64, 3) uint8 as the actor `to`."""


@dataclass(frozen=True, eq=False)
class Album:
    """Aligned faces of one actor.

    Attributes:
        faces: (N, 64, 64, 3) uint8.
        places: (N,) int, of the photographs that could be used.
        left_out: how many could not: turned too far, or not wholly in the picture.
    """

    faces: np.ndarray
    places: np.ndarray
    left_out: int


def album(photographs: studio.Photographs | studio.Clip) -> Album:
    """The aligned face of each photograph that can be used.

    Args:
        photographs: of the studio, of one actor.

    Raises:
        TypeError: anything but the studio's photographs or a clip of its: only drawn actors are swapped.
        ValueError: photographs of several actors.
    """
    images, landmarks = _drawn_only(photographs, "album")
    if isinstance(photographs, studio.Photographs):
        people = {photographs.actors[place].replace(glasses="none") for place in np.unique(photographs.actor)}
        if len(people) > 1:
            raise ValueError(f"an album is of one actor; these photographs show {len(people)}")
    fits = alignment.usable(landmarks, images.shape[1])
    places = np.flatnonzero(fits)
    faces = alignment.crops(images[places], landmarks[places]) if len(places) else np.zeros((0, 64, 64, 3), np.uint8)
    return Album(faces, places, int((~fits).sum()))


def swap(
    model: Draws, taken: Taken, to: str = "b", camera: studio.Camera | None = studio.SECOND_SHOT, seed: int = 0
) -> Taken:
    """The same photographs, or the same clip, with the face that one decoder draws.

    Each usable face is cropped, drawn anew as the actor `to`, moved towards the colours that it covers, laid in through
    a soft mask, shot once more by the camera, and marked: a small square of two colours in a corner, and the word
    "synthetic" in what is known of it. Faces that cannot be aligned stay as they are.

    Args:
        model: trained.
        taken: from `studio.photograph` or `studio.film`.
        to: "a" or "b".
        camera: that shoots last; None leaves that out, and the mark too, for scores alone.
        seed: of the camera's noise.

    Raises:
        TypeError: anything else than the studio's: only drawn actors are swapped.
        ValueError: no face can be used, or no such actor.
    """
    images, landmarks = _drawn_only(taken, "swap")
    fits = alignment.usable(landmarks, images.shape[1])
    if not fits.any():
        raise ValueError(
            f"none of {len(images)} faces can be swapped: they are turned too far, or eyes and mouth lie outside"
        )
    out = images.copy()
    drawn = model.as_other(alignment.crops(images[fits], landmarks[fits]), to)
    masks = taken.masks["inner"][fits]
    blends = np.array([feathered(mask, FEATHER) for mask in masks]) * (taken.masks["background"][fits] < 0.5)
    whole = np.ones(blends.shape, np.float32)
    laid = alignment.put_back(images[fits], drawn, whole, landmarks[fits])
    for place, over, blend in zip(np.flatnonzero(fits), laid, blends, strict=True):
        out[place] = laid_in(images[place], over, blend)
    if camera is not None:
        rng = np.random.default_rng([seed, 83])
        out = np.array([marked(studio.develop(one, camera, rng)) for one in out])
    if isinstance(taken, studio.Clip):
        return replace(taken, frames=out, about={**taken.about, "synthetic": True, "swapped": to})
    return replace(taken, images=out)


def marked(image: np.ndarray) -> np.ndarray:
    """A picture with the course's mark of a swap in its lower right corner: a magenta and a green square."""
    out = image.copy()
    out[-MARK - 1 : -1, -2 * MARK - 1 : -MARK - 1] = (220, 0, 220)
    out[-MARK - 1 : -1, -MARK - 1 : -1] = (0, 200, 80)
    return out


def is_marked(image: np.ndarray) -> bool:
    """Whether a picture carries the mark, also after a soft compression."""
    corner = np.asarray(image)[-MARK - 1 : -1, -2 * MARK - 1 : -1].astype(float)
    left, right = corner[:, :MARK].mean(axis=(0, 1)), corner[:, MARK:].mean(axis=(0, 1))
    return bool(min(left[0], left[2]) - left[1] > 60 and right[1] - right[0] > 60)


def _drawn_only(taken: Any, who: str) -> tuple[np.ndarray, np.ndarray]:
    """Pictures and landmarks, if they are the studio's."""
    if isinstance(taken, studio.Photographs):
        images = taken.images
    elif isinstance(taken, studio.Clip):
        images = taken.frames
    else:
        raise TypeError(
            f"{who} takes what studio.photograph or studio.film gives, not {type(taken).__name__}: in this course only "
            "drawn actors are swapped. Nobody's face is taken without being asked."
        )
    if images.ndim != 4 or taken.landmarks is None or len(taken.landmarks) != len(images):
        raise ValueError(f"{who} needs pictures of one size with the landmarks of each; got {images.shape}")
    return images, np.asarray(taken.landmarks)
