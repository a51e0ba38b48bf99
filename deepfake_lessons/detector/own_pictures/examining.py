"""Look at a picture of your own with the detector: `dl.examine("me.jpg")`.

It gives no probability. A detector that learnt from drawn actors has never been measured on pictures like yours, so a
number between 0 and 1 would promise what nobody knows. What can be said is beside whom its score falls.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from ...metrics.pairs import FAKE
from ...notebook import session
from .. import own_pictures
from . import Box, Picture, Pipeline, Reference
from .alike import is_grey

VERDICT = "This cannot show that a picture of somebody is real or fake."
OFF = (
    "examine is off: this notebook began with start(school=True), so that no pictures of people in the room are "
    "judged. Nothing was read. The rest of the lesson does not need it."
)
WHY = (
    "The detector learnt from drawn actors. Size, colour, light and compression move its score too, so each row "
    "compares like with like as far as it can, and rows are not to be compared with one another."
)
SIZE = 64
_ROWS, _COLUMNS = ("top", "middle", "bottom"), ("left", "centre", "right")


@dataclass(frozen=True, eq=False)
class Rank:
    """Where one face's score falls among the pictures of one set.

    Attributes:
        reference: the set.
        higher: how many of its pictures score lower than the face.
        equal: how many score the same.
        pipeline: what both were brought through before they were scored.
    """

    reference: Reference
    higher: int
    equal: int
    pipeline: Pipeline
    _others: np.ndarray
    _own: float

    def __str__(self) -> str:
        alike = f", level with {self.equal}" if self.equal else ""
        return f"higher than {self.higher} of {len(self._others)} {_ones(self.reference)}{alike}"


@dataclass(frozen=True, eq=False)
class Face:
    """One face of the picture.

    Attributes:
        image: (64, 64, 3) uint8.
        box: where it is.
        ranks: one for each set of references.
        heat: (h, w), where the detector looks; None if not asked for.
        notes: what is to be known of it, short sentences.
    """

    image: np.ndarray
    box: Box
    ranks: tuple[Rank, ...]
    heat: np.ndarray | None
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Examined:
    """What `examine` found; the last line of a cell shows it."""

    picture: Picture
    faces: tuple[Face, ...]

    def __str__(self) -> str:
        lines = [f"{self.picture!r}" + "".join(f"; {note}" for note in self.picture.notes if note != "without colour")]
        for number, face in enumerate(self.faces, start=1):
            lines.append(f"Face {number} of {len(self.faces)}, {_about(face)}. The detector's score is")
            lines += [f"  {rank}  ({_source(rank)})" for rank in face.ranks]
        return "\n".join([*lines, VERDICT, WHY])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from ...notebook.display import figure_html

        parts = [f"<p>{html.escape(str(self).splitlines()[0])}</p>"]
        for number, face in enumerate(self.faces, start=1):
            words = self.words(number)
            sources = " ".join(f"{rank.reference.name}: {rank.reference.source}." for rank in face.ranks)
            parts.append(figure_html(_drawn(face), words, f"{words} {sources}", scale=1.5))
        return "".join([*parts, f"<p><strong>{VERDICT}</strong> {WHY}</p>"])

    def words(self, number: int = 1) -> str:
        """The words of one face's picture, counted from 1."""
        face = self.faces[number - 1]
        heat = f" The detector looks most at the {_strongest(face.heat)} of it." if face.heat is not None else ""
        ranks = "; ".join(str(rank) for rank in face.ranks)
        return f"Face {number} of {len(self.faces)}, {_about(face)}.{heat} Its score is {ranks}."


def examine(
    source: Any,
    scores: Callable[[np.ndarray], Any] | None = None,
    heat: Callable[[np.ndarray], Any] | bool | None = None,
    references: Sequence[Reference] | None = None,
    finder: str = "auto",
) -> Examined | None:
    """Find the faces in a picture of your own, and say beside which known pictures the detector's scores fall.

        dl.examine("me.jpg")
        dl.examine("me.jpg", references=dl.detector.own_pictures.references(download=True))

    The picture stays in this notebook's memory: nothing is uploaded, and no file is written. `start(school=True)` turns
    this off.

    Args:
        source: path, bytes, PIL image or array, as in `read_picture`; faces from the front are found best.
        scores: (N, 64, 64, 3) uint8 -> (N,) from 0 to 1, larger for "fake"; default the detector of the course.
        heat: (64, 64, 3) uint8 -> (h, w), where the detector looks; default by occlusion; False for none.
        references: known pictures; default scikit-image's hundred faces, or more by `detector.own_pictures.references`.
        finder: "cascade", "mtcnn", or "auto" for the better one that is installed.

    Returns:
        what was found, shown as pictures with words; None where it is turned off.

    Raises:
        portraits.NoPicture: a ValueError; no picture, a damaged or too large one, or one without a face.
        TypeError: neither path nor bytes nor picture.
        ValueError: scores that are not (N,) numbers from 0 to 1; no references.
    """
    if session.SCHOOL:
        print(OFF)
        return None
    picture = own_pictures.read_picture(source)
    known = [*(own_pictures.references() if references is None else references)]
    if not known or not all(isinstance(one, Reference) for one in known):
        raise ValueError("references: a list of portraits.Reference is wanted, such as portraits.references() gives")
    found = own_pictures.crop_faces(picture, SIZE, finder)
    judge = scores if scores is not None else _detector()
    where = heat if callable(heat) else None if heat is False else _occlusion(judge)
    scored = _scorer(judge, known)
    faces = []
    for image, box, outside in zip(found.images, found.boxes, found.outside, strict=True):
        grey = is_grey(image)  # a grey face may stand in a picture with colours
        notes = [f"{box.side * own_pictures.WIDE.side:.0f} pixels", "grey" if grey else "in colour"]
        if outside > 0.02:
            notes.append(f"{100 * outside:.0f} % of the cut-out lies outside the picture, whose edge is repeated there")
        ranks = tuple(_rank(picture, box, grey, place, known, scored) for place in range(len(known)))
        map_ = None if where is None else np.asarray(where(image), dtype=float)
        faces.append(Face(image, box, ranks, map_, tuple(notes)))
    return Examined(picture, tuple(faces))


_Scorer = Callable[[np.ndarray | int, Pipeline], np.ndarray]


def _scorer(judge: Callable[[np.ndarray], Any], known: Sequence[Reference]) -> _Scorer:
    """Scores of pictures, or of a set by its place (kept for the next face), after a pipeline."""

    @cache
    def of_set(place: int, pipeline: Pipeline) -> np.ndarray:
        return _checked(judge, pipeline(known[place].images))

    def scored(images: np.ndarray | int, pipeline: Pipeline) -> np.ndarray:
        return of_set(images, pipeline) if isinstance(images, int) else _checked(judge, pipeline(images))

    return scored


def _rank(picture: Picture, box: Box, grey: bool, place: int, known: Sequence[Reference], scored: _Scorer) -> Rank:
    reference = known[place]
    there = reference.pipeline
    # Neither may have more pixels or more colour than the other, or the score would tell these apart.
    own_pixels = max(4, min(there.pixels, round(box.side * reference.view.side)))
    pipeline = Pipeline(own_pixels, grey or there.grey)
    cut = own_pictures.crop(picture.pixels, box, reference.view, own_pixels)
    own = float(scored(cut[None], pipeline)[0])
    others = scored(place, pipeline)
    return Rank(reference, int((others < own).sum()), int((others == own).sum()), pipeline, others, own)


def _checked(judge: Callable[[np.ndarray], Any], images: np.ndarray) -> np.ndarray:
    values = np.asarray(judge(images), dtype=float)
    if values.shape not in ((len(images),), (len(images), 1)):
        raise ValueError(f"scores(images) gave shape {values.shape} for {len(images)} pictures: one each is wanted")
    if not (np.isfinite(values).all() and values.min() >= 0 and values.max() <= 1):
        raise ValueError("scores(images) gave numbers outside 0 to 1: the probability of fake is wanted, not logits")
    return values.reshape(-1)


def _detector() -> Callable[[np.ndarray], Any]:
    from .. import network as detector

    model = detector.load()
    return lambda images: detector.ordered(model, images)


def _occlusion(judge: Callable[[np.ndarray], Any]) -> Callable[[np.ndarray], Any]:
    from .. import explain

    return lambda image: explain.occlusion(judge, image)


def _drawn(face: Face) -> Any:
    from .examined_plots import examined

    strips = []
    for rank in face.ranks:
        near = np.clip(np.append(rank._others, rank._own), 1e-6, 1 - 1e-6)
        at = np.log(near / (1 - near))  # the logit: probabilities near 0 and 1 would lie on top of one another
        title = f"{_short(str(rank))}\n{rank.reference.name}, {rank.pipeline}"
        strips.append((title, rank.reference.label, at[:-1], float(at[-1])))
    return examined(face.image, face.heat, strips)


def _short(words: str) -> str:
    return words[0].upper() + words[1:]


def _ones(reference: Reference) -> str:
    return "AI portraits" if reference.label == FAKE else "genuine ones"


def _source(rank: Rank) -> str:
    return f"{rank.reference.name}; both sides {rank.pipeline}"


def _about(face: Face) -> str:
    return ", ".join(face.notes)


def _strongest(heat: np.ndarray) -> str:
    """In words, which ninth of the face has most of the map."""
    strong = np.clip(heat, 0, None)
    ninths = [[part.mean() for part in np.array_split(band, 3, axis=1)] for band in np.array_split(strong, 3, axis=0)]
    row, column = divmod(int(np.argmax(ninths)), 3)
    return f"{_ROWS[row]} {_COLUMNS[column]}"
