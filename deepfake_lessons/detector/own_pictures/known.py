"""Pictures whose truth is known, to see beside which of them a learner's own picture falls."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ... import checks
from ...metrics.pairs import FAKE, REAL
from ...photos import NotFetched, faces_and_not_faces, load
from ...photos.folders import pictures_in
from ...photos.reading import NoPicture, is_grey, read_picture
from ...photos.sets import SETS
from .finding import SIZE, WIDE, View, crop, faces_of

MOST = 200  # pictures of each set
FOLDERS = {"genuine": REAL, "ai": FAKE}  # of a learner's folder
# How much of a face these two show, in sides of the box that the cascade finds in them.
SHOWN = {"lfw_subset": View(1.06, 0.5, 0.55), "olivetti": View(0.87, 0.5, 0.58)}


@dataclass(frozen=True)
class Pipeline:
    """What happens to pictures from different sources, in this order, so that they are compared like with like."""

    pixels: int = SIZE  # it is made so small, and large again
    grey: bool = False  # its colours are taken away
    blur: float = 0.0  # standard deviation, in pixels of the result; 0 for none
    quality: int = 0  # it is saved as JPEG of this quality, 1 to 95, and read again; 0 for not

    def __str__(self) -> str:
        parts = [f"{self.pixels} pixels", "grey" if self.grey else "in colour"]
        parts += [f"blur {self.blur:g}"] * (self.blur > 0) + [f"JPEG quality {self.quality}"] * (self.quality > 0)
        return ", ".join(parts)

    def __call__(self, images: Any) -> np.ndarray:
        """Pictures (N, S, S, 3) uint8 after it, (N, 64, 64, 3) uint8."""
        return np.array([self._one(one) for one in checks.pictures("images", images)])

    def _one(self, picture: np.ndarray) -> np.ndarray:
        from PIL import Image, ImageFilter

        image = Image.fromarray(np.ascontiguousarray(picture))
        for side in (self.pixels, SIZE):
            if side != image.width:
                how = Image.Resampling.LANCZOS if side < image.width else Image.Resampling.BICUBIC
                image = image.resize((side, side), how)
        if self.grey:
            image = image.convert("L").convert("RGB")
        if self.blur:
            image = image.filter(ImageFilter.GaussianBlur(self.blur))
        if self.quality:
            saved = io.BytesIO()
            image.save(saved, "JPEG", quality=self.quality)
            image = Image.open(saved, formats=("JPEG",)).convert("RGB")
        return np.asarray(image)


@dataclass(frozen=True, eq=False)
class Reference:
    """Faces of one source."""

    name: str
    source: str  # where it is from, a sentence without its stop
    label: int  # REAL, or FAKE for portraits by a network
    images: np.ndarray  # (N, S, S, 3) uint8
    view: View = WIDE  # how much around each face they show; a picture is compared in the same cut

    @property
    def pipeline(self) -> Pipeline:
        """What the detector sees of them: their pixels, 64 at most, and colour where they have it."""
        return Pipeline(min(self.images.shape[1], SIZE), is_grey(self.images))

    def __repr__(self) -> str:
        kind = "AI portraits" if self.label == FAKE else "genuine photographs"
        return f"{len(self.images)} {kind} ({self.name}; {self.pipeline})"


def references(folder: str | Path | None = None, download: bool = False, finder: str = "auto") -> list[Reference]:
    """What is at hand to compare a picture with: scikit-image's hundred genuine faces of 25 x 25 grey pixels, then the
    others, at most 200 of each.

        mine = dl.detector.own_pictures.references(folder="my_pictures")    # with the folders genuine and ai in it
        dl.examine("me.jpg", references=mine)

    Args:
        folder: with a folder `genuine` of photographs, a folder `ai` of portraits by a network, or both; the largest
            face of each picture is taken.
        download: True fetches two sets, once: Olivetti's faces (genuine, grey, a few MB) and a hundred CC0 portraits by
            Stable Diffusion 3 (2 MB). What cannot be fetched is left out, and that is said.
        finder: "cascade", "mtcnn" or "auto", for the faces.

    Raises:
        FileNotFoundError: no such folder, or neither `genuine` nor `ai` with faces in it.
    """
    faces = faces_and_not_faces()
    grey = np.rint(faces.images[faces.labels == REAL] * 255).astype(np.uint8)
    images = np.repeat(grey[..., None], 3, axis=3)
    found = [Reference("scikit-image's lfw_subset", faces.source, REAL, images, SHOWN["lfw_subset"])]
    if folder is not None:
        found += _own(Path(folder).expanduser(), finder)
    if download:
        for name in ("olivetti", "hundred_portraits"):
            try:
                pictures = load(name, download=True, size=SIZE if name == "olivetti" else 256).images
            except NotFetched as why:
                print(f"Left out: {SETS[name].title}. {why}")
                continue
            chosen = _spread(pictures)
            images = np.array(chosen) if name in SHOWN else _largest(chosen, finder)
            found.append(Reference(name, SETS[name].source, SETS[name].label, images, SHOWN.get(name, WIDE)))
    return found


def _own(place: Path, finder: str) -> list[Reference]:
    """The largest faces in a learner's folders `genuine` and `ai`."""
    found = []
    for name, label in FOLDERS.items():
        paths = list(pictures_in(place / name)) if (place / name).is_dir() else []
        if len(images := _largest(_spread(paths), finder)):
            found.append(Reference(f"your folder {name}", "a folder of your own", label, images))
    if not found:
        raise FileNotFoundError(
            f"{place} has no folder 'genuine' or 'ai' with pictures of faces in it: make one, and put pictures "
            "of which you know the truth into it"
        )
    return found


def _spread(pictures: Any) -> list[Any]:
    """At most `MOST`, from the whole: neighbours are often of the same person."""
    return [pictures[k] for k in np.linspace(0, len(pictures) - 1, min(MOST, len(pictures))).round().astype(int)]


def _largest(pictures: Any, finder: str) -> np.ndarray:
    """The largest face of each picture; pictures without one, or that cannot be read, are passed over."""
    images = []
    for source in pictures:
        with contextlib.suppress(NoPicture):
            picture = read_picture(source)
            images.append(crop(picture.pixels, faces_of(picture, finder)[0], size=SIZE))
    return np.array(images, np.uint8).reshape(-1, SIZE, SIZE, 3)
