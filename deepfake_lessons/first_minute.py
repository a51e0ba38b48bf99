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
_SEEN = (  # on the five portraits, in the order of the registry, and last on the astronaut's
    "An older woman with short grey hair and a cream cardigan, before a dark wall.",
    "A woman with long dark brown hair and a patterned top, before a plain grey wall.",
    "An old woman with white curls and a speckled blouse, in a room with a window and a framed picture.",
    "A young man with very short black hair and a wine-red T-shirt, before a pale wall.",
    "A man with tousled brown hair, a short beard and a dark blue hooded jacket, before a pale wall.",
    "A smiling woman with short light brown hair, in an orange suit with a wide metal ring at its neck.",
)


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
    real_people = _one_who_exists(seed) if real else None
    seen: list[str] = [""] * 6
    if real_people is not None:
        images, odd = real_people
        seen = [*_SEEN[:-1]]
        seen.insert(odd, _SEEN[-1])
        question = "One of these six people exists. Which one?"
        why = (
            "It is the astronaut Eileen Collins, photographed for NASA in 1999. The five others were drawn by a "
            "network; nobody with one of these faces was ever in front of a camera."
        )
    else:
        pictures, odd = one_among_invented(face, photograph, seed)
        images = np.array([enlarge(picture, SIDE) for picture in pictures])
        question = "One of these six does not belong. Which one?"
        why = (
            "It is the only photograph: single hairs, clear eyes. The five others were invented, each from twelve "
            "numbers; no camera took them."
        )
    sharp = [f"Neighbouring pixels differ by {sharpness(image):.1f} grey levels on average." for image in images]
    words = [f"{one} {two}".strip() for one, two in zip(seen, sharp, strict=True)]
    return {"images": images, "odd": odd, "question": question, "why": why, "words": words}


def _one_who_exists(seed: int) -> tuple[np.ndarray, int] | None:
    """The astronaut among five portraits of nobody, and her place; None where these pictures are not at hand."""
    try:
        portraits, astronaut = photos.load("portraits", size=SIDE), photos.astronaut(SIDE)
    except (OSError, ValueError, ImportError):  # a lesson's first minute is no place for an error
        return None
    odd = int(np.random.default_rng([seed, 71]).integers(6))  # a lot of its own: not the place of the drawn one
    return np.insert(portraits.images, odd, astronaut.images[0], axis=0), odd
