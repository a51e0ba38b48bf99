"""Lesson 01's first minute: one of six pictures does not belong.

With five portraits of nobody at hand (`photos.load("portraits", download=True)`, once), one of the six people exists:
the astronaut. Without them, one photograph of a drawn actor stands among five pictures invented from a few numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import photos
from .evidence import sharpness
from .face_numbers import FaceNumbers
from .face_numbers import six as one_among_invented
from .plots.faces import enlarge

SIDE = 180  # page pixels of a picture


def six(face: FaceNumbers, photograph: np.ndarray, seed: int = 1, real: bool = True) -> dict[str, Any]:
    """Six pictures and what to say about them.

    Args:
        face: what was learnt from photographs of a drawn actor.
        photograph: (S, S, 3) uint8, a photograph of this actor that was not studied.
        seed: of what is invented, and of the odd one's place.
        real: False leaves portraits aside, also if they are at hand.

    Returns:
        arguments for `quiz.one_of_six`: images, odd, question, why, words.
    """
    images: Any
    try:
        portraits = photos.load("portraits", size=SIDE) if real else None
    except (FileNotFoundError, photos.NotFetched):
        portraits = None
    if portraits is not None and len(portraits.images) >= 5:
        odd = int(np.random.default_rng([seed, 61]).integers(6))
        images = np.insert(portraits.images[:5], odd, photos.astronaut(SIDE).images[0], axis=0)
        question = "One of these six people exists. Which one?"
        why = (
            "It is the astronaut Eileen Collins, photographed for NASA in 1999. The five others were drawn by a network; "
            "nobody with one of these faces was ever in front of a camera."
        )
    else:
        pictures, odd = one_among_invented(face, photograph, seed)
        images = [enlarge(picture, SIDE) for picture in pictures]
        question = "One of these six does not belong. Which one?"
        why = "It is the only photograph. The five others were invented, each from twelve numbers; no camera took them."
    words = [f"Neighbouring pixels differ by {sharpness(image):.1f} grey levels on average." for image in images]
    return {"images": images, "odd": odd, "question": question, "why": why, "words": words}
