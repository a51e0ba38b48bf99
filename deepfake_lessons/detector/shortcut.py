"""A shortcut built on purpose: genuine pictures from one source, fakes from another, and the way back.

A network that is to tell photographs from AI portraits learns whatever tells them apart. Where all photographs are
small and grey and all portraits large and in colour, one look at the colour is enough, and nothing about faces is
learnt. `balanced` takes away what comes from the source: the same cut, the same pixels, no colour, one blur, one JPEG.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from .. import studio
from ..metrics import one_line
from ..metrics.pairs import FAKE, REAL
from .own_pictures import WIDE, Box, Pipeline, Reference, View, crop, references
from .own_pictures.finding import SIZE

BLUR, QUALITY = 0.8, 60  # of `balanced`: enough to cover the finest trace of an older JPEG
MOST = 200  # pictures of each kind
DRAWN = "the studio's drawn faces"
_EYES, _HEIGHT = 0.38, 0.41  # distance and height of the eyes in the finder's box, whose side is 1


@dataclass(frozen=True, eq=False)
class Sources:
    """Genuine pictures and fakes, each from a source of its own."""

    images: np.ndarray  # (N, 64, 64, 3) uint8, as they come
    label: np.ndarray  # (N,) int, REAL or FAKE
    source: np.ndarray  # (N,) str, where each is from
    cut: np.ndarray  # (N, 64, 64, 3) uint8, the same with as much of the face in each, as the genuine ones show
    pipelines: Mapping[str, Pipeline]  # source -> how many pixels and what colour it brings

    def __len__(self) -> int:
        return len(self.images)

    def __repr__(self) -> str:
        kinds = {REAL: "genuine", FAKE: "fake"}
        lines = [
            f"{int((self.source == name).sum())} {kinds[int(self.label[self.source == name][0])]}: {name} ({how})"
            for name, how in self.pipelines.items()
        ]
        return "\n".join(lines)


def real_against_ai(
    folder: str | Path | None = None, download: bool = False, seed: int = 1, finder: str = "auto"
) -> Sources:
    """Photographs of people against faces of nobody, as they come.

    Offline the photographs are scikit-image's faces (25 x 25 grey pixels), and the faces of nobody are drawn by the
    studio. With a folder or the network they are what `own_pictures.references` finds: the learner's `genuine` and
    `ai`, or Olivetti's faces and a hundred CC0 portraits. What is missing is taken from the offline ones.

    Args:
        folder, download, finder: as in `detector.own_pictures.references`.
        seed: of the drawn actors, and of which pictures are left out where there are too many.

    Returns:
        as many of each kind, 200 at most of each.

    Raises:
        FileNotFoundError: as in `detector.own_pictures.references`.
    """
    known = references(folder, download, finder)
    photographs = next((one for one in reversed(known) if one.label == REAL), known[0])
    portraits = next((one for one in reversed(known) if one.label == FAKE), None)
    view = photographs.view
    if portraits is None:
        fakes, cut, name = *_drawn(min(len(photographs.images), MOST), view, seed), DRAWN
    else:
        fakes, name = Pipeline()(portraits.images), portraits.name
        cut = fakes if view == portraits.view else _narrower(fakes, view)
    genuine = Pipeline()(photographs.images)
    count = min(len(genuine), len(fakes), MOST)
    rng = np.random.default_rng(seed)
    here, there = (np.sort(rng.permutation(len(one))[:count]) for one in (genuine, fakes))
    return Sources(
        np.concatenate([genuine[here], fakes[there]]),
        np.repeat([REAL, FAKE], count),
        np.repeat([photographs.name, name], count),
        np.concatenate([genuine[here], cut[there]]),
        {photographs.name: photographs.pipeline, name: Reference(name, "", FAKE, fakes).pipeline},
    )


def even(*pipelines: Pipeline) -> Pipeline:
    """The pipeline that makes pictures of these sources alike: the coarsest of them, a blur, and one JPEG last."""
    return Pipeline(
        min(one.pixels for one in pipelines),
        any(one.grey for one in pipelines),
        max(BLUR, *(one.blur for one in pipelines)),
        min(QUALITY, *(one.quality or QUALITY for one in pipelines)),
    )


def balanced(sources: Sources) -> Sources:
    """The same pictures after the same pipeline: as much of the face in each, as many pixels, no colour where one
    source has none, one blur, one JPEG. What still tells them apart is in the faces, or in something nobody thought of.
    """
    pipeline = even(*sources.pipelines.values())
    images = pipeline(sources.cut)
    return replace(sources, images=images, cut=images, pipelines=dict.fromkeys(sources.pipelines, pipeline))


def numbers(images: Any) -> dict[str, np.ndarray]:
    """Four numbers of each picture that tell of its source and not of a face.

    Args:
        images: (N, H, W, 3) uint8.

    Returns:
        name -> (N,): sharpness (mean difference of neighbouring pixels, grey levels), colour (mean distance of the
        strongest from the weakest of the three), fine detail (share of the spectrum beyond half of the highest
        frequency, a logarithm), brightness.
    """
    pixels = np.asarray(images, dtype=np.float32)
    if pixels.ndim != 4 or pixels.shape[3] != 3 or not len(pixels):
        raise ValueError(f"pictures (N, H, W, 3) are wanted, got {pixels.shape}")
    grey = pixels @ np.array([0.299, 0.587, 0.114], np.float32)
    # Faded towards the edges: there left does not fit to right, which would look like fine detail.
    faded = np.hanning(grey.shape[1])[:, None] * np.hanning(grey.shape[2])
    power = np.abs(np.fft.fft2((grey - grey.mean(axis=(1, 2), keepdims=True)) * faded)) ** 2
    rows, columns = (np.abs(np.fft.fftfreq(side)) for side in grey.shape[1:])
    fine = np.hypot(rows[:, None], columns[None]) > 0.25
    share = power[:, fine].sum(axis=1) / np.maximum(power.sum(axis=(1, 2)), 1e-9)
    return {
        "sharpness": one_line.numbers(grey)["mean difference of neighbours"],
        "colour": (pixels.max(axis=3) - pixels.min(axis=3)).mean(axis=(1, 2)),
        "fine detail": np.log10(np.maximum(share, 1e-9)),
        "brightness": grey.mean(axis=(1, 2)),
    }


def one_number(images: Any, labels: Any, seed: int = 1) -> dict[str, float]:
    """How many pictures each of `numbers` gets right, with a threshold from one half, counted on the other.

    Args:
        images: (N, H, W, 3) uint8.
        labels: (N,) 0 genuine, 1 fake.
        seed: of the halves.
    """
    truth = np.asarray(labels)
    order = np.random.default_rng(seed).permutation(len(truth))
    study, rest = order[: len(order) // 2], order[len(order) // 2 :]
    said = {name: one_line.answers(score, truth, study) for name, score in numbers(images).items()}
    return {name: float((answer == (truth == FAKE))[rest].mean()) for name, answer in said.items()}


def _drawn(count: int, view: View, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Photographs of drawn actors, whole and cut like the photographs of people."""
    moments = studio.portraits(count, seed=seed)
    shot = studio.photograph(studio.cast(count, seed=seed), frames=moments, size=SIZE, seed=seed)
    cuts = []
    for image, points in zip(shot.images, shot.landmarks, strict=True):
        eyes = points[:2].mean(axis=0)
        side = float(np.hypot(*(points[1] - points[0]))) / _EYES
        cuts.append(crop(image, Box(float(eyes[0]) - side / 2, float(eyes[1]) - _HEIGHT * side, side), view))
    return shot.images, np.array(cuts)


def _narrower(images: np.ndarray, view: View) -> np.ndarray:
    """Faces that are cut out with `WIDE` around them, cut again with less: where the box lies is known."""
    side = SIZE / WIDE.side
    box = Box(SIZE / 2 - WIDE.x * side, SIZE / 2 - WIDE.y * side, side)
    return np.array([crop(image, box, view) for image in images])
