"""Look at a picture of your own with the detector: `dl.examine("me.jpg")` says beside whom its score falls.

It gives no probability: on pictures like yours a detector that learnt from drawn actors has never been measured.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np

from ...metrics.pairs import FAKE
from ...notebook import session
from ...photos.reading import Picture, is_grey, read_picture
from .finding import WIDE, Box, crop, faces_of, outside
from .known import Pipeline, Reference
from .known import references as at_hand

VERDICT = "This cannot show that a picture of somebody is real or fake."
OFF = (
    "examine is off: this notebook began with start(school=True), so that no pictures of people in the room are "
    "judged. Nothing was read. The rest of the lesson does not need it."
)
WHY = (
    "The detector learnt from drawn actors. Size, colour, light and compression move its score too, so each row "
    "compares like with like as far as it can, and rows are not to be compared with one another."
)


@dataclass(frozen=True, eq=False)
class Rank:
    """One face's score, `higher` than so many of a set, `equal` to so many, after both went through `pipeline`."""

    reference: Reference
    higher: int
    equal: int
    pipeline: Pipeline
    _others: np.ndarray
    _own: float

    def __str__(self) -> str:
        alike = f", level with {self.equal}" if self.equal else ""
        ones = "AI portraits" if self.reference.label == FAKE else "genuine ones"
        return f"higher than {self.higher} of {len(self._others)} {ones}{alike}"


@dataclass(frozen=True, eq=False)
class Face:
    """One face of the picture, with a rank for each set of references."""

    image: np.ndarray  # (64, 64, 3) uint8
    box: Box
    ranks: tuple[Rank, ...]
    heat: np.ndarray | None  # (h, w), where the detector looks
    about: str


@dataclass(frozen=True, eq=False)
class Examined:
    """What `examine` found; the last line of a cell shows it."""

    picture: Picture
    faces: tuple[Face, ...]

    def __str__(self) -> str:
        lines = [f"{self.picture!r}" + "".join(f"; {note}" for note in self.picture.notes if note != "without colour")]
        for number, face in enumerate(self.faces, start=1):
            lines.append(f"Face {number} of {len(self.faces)}, {face.about}. The detector's score is")
            lines += [f"  {rank}  ({rank.reference.name}; both sides {rank.pipeline})" for rank in face.ranks]
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
        return f"Face {number} of {len(self.faces)}, {face.about}.{heat} Its score is {ranks}."


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

    Nothing is uploaded, and no file is written. `start(school=True)` turns this off.

    Args:
        source: path, bytes, PIL image or array, as in `read_picture`; faces from the front are found best.
        scores: (N, 64, 64, 3) uint8 -> (N,) from 0 to 1, larger for "fake"; default the detector of the course.
        heat: (64, 64, 3) uint8 -> (h, w), where the detector looks; default by occlusion; False for none.
        references: known pictures; default scikit-image's hundred faces, or more by `detector.own_pictures.references`.
        finder: "cascade", "mtcnn", or "auto" for the better one that is installed.

    Returns:
        what was found, shown as pictures with words; None where it is turned off.

    Raises:
        ValueError: no picture, one without a face; scores that are not (N,) numbers from 0 to 1; no references.
        TypeError: neither path nor bytes nor picture.
    """
    if session.SCHOOL:
        print(OFF)
        return None
    picture = read_picture(source)
    known = [*(at_hand() if references is None else references)]
    if not known or not all(isinstance(one, Reference) for one in known):
        raise ValueError(
            "references: a list of own_pictures.Reference is wanted, such as own_pictures.references() gives"
        )
    boxes = faces_of(picture, finder)
    judge = scores if scores is not None else _detector()
    where = heat if callable(heat) else None if heat is False else _occlusion(judge)

    @cache  # for the next face
    def scores_of(place: int, pipeline: Pipeline) -> np.ndarray:
        return _checked(judge, pipeline(known[place].images))

    def rank(box: Box, grey: bool, place: int) -> Rank:
        reference = known[place]
        there, view = reference.pipeline, reference.view
        # Neither may have more pixels or more colour than the other, or the score would tell these apart.
        pixels = max(4, min(there.pixels, round(box.side * view.side)))
        pipeline = Pipeline(pixels, grey or there.grey)
        own = float(_checked(judge, pipeline(crop(picture.pixels, box, view, pixels)[None]))[0])
        others = scores_of(place, pipeline)
        return Rank(reference, int((others < own).sum()), int((others == own).sum()), pipeline, others, own)

    faces = []
    for box in boxes:
        image = crop(picture.pixels, box)
        grey = is_grey(image)  # a grey face may stand in a picture with colours
        about = f"{box.side * WIDE.side:.0f} pixels, {'grey' if grey else 'in colour'}"
        if (share := outside(picture.pixels, box)) > 0.02:
            about += f", {100 * share:.0f} % of the cut-out lies outside the picture, whose edge is repeated there"
        ranks = tuple(rank(box, grey, place) for place in range(len(known)))
        faces.append(Face(image, box, ranks, None if where is None else np.asarray(where(image), dtype=float), about))
    return Examined(picture, tuple(faces))


def _checked(judge: Callable[[np.ndarray], Any], images: np.ndarray) -> np.ndarray:
    """The scores of a learner's detector, (N,)."""
    values = np.asarray(judge(images), dtype=float)
    if values.shape not in ((len(images),), (len(images), 1)):
        raise ValueError(f"scores(images) gave shape {values.shape} for {len(images)} pictures: one each is wanted")
    if not (np.isfinite(values).all() and values.min() >= 0 and values.max() <= 1):
        raise ValueError("scores(images) gave numbers outside 0 to 1: the probability of fake is wanted, not logits")
    return values.reshape(-1)


def _detector() -> Callable[[np.ndarray], Any]:
    from .. import network  # here: a learner's own scores need no TensorFlow

    return partial(network.ordered, network.load())


def _occlusion(judge: Callable[[np.ndarray], Any]) -> Callable[[np.ndarray], Any]:
    from .. import explain

    return partial(explain.occlusion, judge)


def _drawn(face: Face) -> Any:
    """One face as a figure; its strips are logits, as probabilities near 0 and 1 would lie on top of one another."""
    from .examined_plots import examined

    strips = []
    for rank in face.ranks:
        near = np.clip(np.append(rank._others, rank._own), 1e-6, 1 - 1e-6)
        at = np.log(near / (1 - near))
        words = str(rank)
        title = f"{words[0].upper()}{words[1:]}\n{rank.reference.name}, {rank.pipeline}"
        strips.append((title, rank.reference.label, at[:-1], float(at[-1])))
    return examined(face.image, face.heat, strips)


def _strongest(heat: np.ndarray) -> str:
    """In words, which ninth of the face has most of the map."""
    bands = np.array_split(np.clip(heat, 0, None), 3, axis=0)
    ninths = [part.mean() for band in bands for part in np.array_split(band, 3, axis=1)]
    row, column = divmod(int(np.argmax(ninths)), 3)
    return f"{('top', 'middle', 'bottom')[row]} {('left', 'centre', 'right')[column]}"
