"""Lesson 01's entry test: clips and stills by turns, with words for each, and afterwards where to have looked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..clips import description
from ..drawing.sheets import enlarge, sheet
from ..metrics.pairs import FAKE
from ..notebook.quiz import where_to_look
from ..photos.description import measure

SIDE = 300  # page pixels of a still


def by_turns(
    clips: Sequence[Any], clip_labels: Any, stills: np.ndarray, still_labels: Any, originals: Any, blend: np.ndarray
) -> dict[str, Any]:
    """A clip, a still, a clip ...: what `dl.notebook.quiz.quiz` asks, and says.

    Args:
        clips: N clips of the studio, some tampered with.
        clip_labels: (N,) REAL = 0 or FAKE = 1.
        stills: (N, S, S, 3) uint8, as they are shown.
        still_labels: (N,) likewise.
        originals: N `Photographs`, from which the stills were made, with their masks.
        blend: (N, S, S) 0 ... 1: how much of each pixel is another actor's, in a forged still.

    Returns:
        arguments for `notebook.quiz.quiz`: images, labels, words, why, look.

    Raises:
        ValueError: other numbers of one than of another.
    """
    counts = [len(one) for one in (clips, clip_labels, stills, still_labels, originals.images, blend)]
    if len(set(counts)) != 1:
        raise ValueError(f"clips, labels, stills, labels, originals and blends are {counts}: give as many of each")
    inner, skin = originals.masks["inner"], originals.masks["face"]
    images: list[Any] = []
    words: list[str] = []
    why: list[str] = []
    for place, (clip, still) in enumerate(zip(clips, stills, strict=True)):
        images += [clip, enlarge(still, SIDE)]
        words += [description.measured(clip), measure(still, inner[place], skin[place]).words()]
        laid = "Another actor's inner face was laid in; the white region shows where. Look along its edge."
        why += [description.done(clip), laid if still_labels[place] == FAKE else "It is as it was photographed."]

    def look(place: int) -> tuple[Any, str]:
        number = place // 2
        if place % 2 == 0:
            return where_to_look(clips[number])
        pictures, titles = [originals.images[number], stills[number]], ["photographed", "shown"]
        alt = "The photograph as it was taken, and beside it the still as it was shown."
        if still_labels[number] == FAKE:
            pictures.append(np.repeat(np.rint(255 * blend[number][..., None]).astype(np.uint8), 3, axis=2))
            titles.append("laid in")
            alt += " At the right, white from brows to lower lip, the region of the other actor's face."
        return sheet(np.array(pictures), titles, columns=len(pictures), side=150), alt

    labels = np.stack([clip_labels, still_labels], axis=1).ravel()
    return {"images": images, "labels": labels, "words": words, "why": why, "look": look}
