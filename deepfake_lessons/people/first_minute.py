"""Lesson 01's first minute: one of six pictures does not belong.

With five portraits of nobody at hand (`photos.load("portraits", download=True)`, once), one of the six people exists:
the astronaut. Without them, one photograph of a drawn actor stands among five faces that the generator of lesson 05
dreamt. These five are shipped as pictures, so that a NumPy lesson needs no network to show them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image

from .. import cache, photos
from ..drawing.sheets import enlarge
from ..photos.description import sharpness
from ..studio import SECOND_SHOT, cast, develop, portraits
from ..studio import photograph as shot

SIDE = 180  # page pixels of a picture
NOBODY = "faces_of_nobody.png"  # five faces side by side, 64 pixels each
_SEEN = (  # on the five portraits, in the order of the registry, and last on the astronaut's
    "An older woman with short grey hair and a cream cardigan, before a dark wall.",
    "A woman with long dark brown hair and a patterned top, before a plain grey wall.",
    "An old woman with white curls and a speckled blouse, in a room with a window and a framed picture.",
    "A young man with very short black hair and a wine-red T-shirt, before a pale wall.",
    "A man with tousled brown hair, a short beard and a dark blue hooded jacket, before a pale wall.",
    "A smiling woman with short light brown hair, in an orange suit with a wide metal ring at its neck.",
)

_DREAMT = (  # on the five shipped faces, and last on the actor's photograph
    "A reddish brown face with faint glasses and a short beard; yellow and green glow at its edges.",
    "A brown face with short fair hair, pale glasses and a wide mouth that shows its teeth.",
    "A light face with white hair that hangs down on the right alone.",
    "A light face with a brown fringe and dark square glasses; its hair is long on the right alone.",
    "A light brown face with very short grey hair and thin glasses, one bow of which is missing.",
    "A light face with a brown bob that ends at the jaw on both sides, and the collar of a blue sweater.",
)


def six(seed: int = 1, real: bool = True) -> dict[str, Any]:
    """Six pictures and what to say about them.

    Args:
        seed: of the odd one's place and of the camera's noise.
        real: False leaves portraits aside, also if they are at hand.

    Returns:
        arguments for `notebook.quiz.one_of_six`: images, odd, question, why, words.

    Raises:
        FileNotFoundError, ValueError: the five pictures are not where the course keeps them, or damaged.
    """
    real_people = _one_who_exists(seed) if real else None
    if real_people is not None:
        (images, odd), lines = real_people, _SEEN
        question = "One of these six people exists. Which one?"
        why = (
            "It is the astronaut Eileen Collins, photographed for NASA in 1999. The five others were drawn by a "
            "network; nobody with one of these faces was ever in front of a camera."
        )
    else:
        pictures, odd = _one_who_was_photographed(seed)
        images, lines = np.array([enlarge(picture, SIDE) for picture in pictures]), _DREAMT
        question = "One of these six does not belong. Which one?"
        why = (
            "It is the only photograph: an actor of this course's film studio sat for it. The five others were dreamt "
            "by a network; no camera took them, and nobody sat."
        )
    words = [
        f"{line} Neighbouring pixels differ by {sharpness(image):.1f} grey levels on average."
        for line, image in zip((*lines[:odd], lines[-1], *lines[odd:-1]), images, strict=True)
    ]
    return {"images": images, "odd": odd, "question": question, "why": why, "words": words}


def faces_of_nobody() -> np.ndarray:
    """Five faces that the shipped generator dreamt, (5, 64, 64, 3) uint8.

    Raises:
        FileNotFoundError, ValueError: the picture is gone or damaged.
    """
    with Image.open(cache.shipped(NOBODY)) as picture:
        strip = np.asarray(picture.convert("RGB"))
    return np.array(np.split(strip, strip.shape[1] // strip.shape[0], axis=1))


def _one_who_was_photographed(seed: int) -> tuple[np.ndarray, int]:
    """The photograph among five dreamt faces, all shot once more by one camera, and its place."""
    actor = cast(8, seed=1)[7]
    photograph = shot(actor, frames=portraits(1, seed=3), seed=3).images[0]
    dreamt = faces_of_nobody()
    odd = int(np.random.default_rng([seed, 61]).integers(6))
    rng = np.random.default_rng([seed, 67])
    return np.array([develop(one, SECOND_SHOT, rng) for one in np.insert(dreamt, odd, photograph, axis=0)]), odd


def _one_who_exists(seed: int) -> tuple[np.ndarray, int] | None:
    """The astronaut among five portraits of nobody, and her place; None where these pictures are not at hand."""
    try:
        portraits, astronaut = photos.load("portraits", size=SIDE), photos.astronaut(SIDE)
    except (OSError, ValueError, ImportError):  # a lesson's first minute is no place for an error
        return None
    odd = int(np.random.default_rng([seed, 71]).integers(6))  # a lot of its own: not the place of the drawn one
    return np.insert(portraits.images, odd, astronaut.images[0], axis=0), odd
