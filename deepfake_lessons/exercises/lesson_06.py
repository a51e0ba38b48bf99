"""Checks of lesson 06: wiring of a swap, error in a region, the best mix of photographs, mouths for a dubbing."""

from __future__ import annotations

import numpy as np

from .framework import exercise, expect
from .learner import Learner


@exercise(
    "6.1",
    "The encoder is the same for both; what differs is who draws.",
    "The decoder is chosen by `to`, not by who is in the picture.",
    points=2,
)
def wire(learner: Learner) -> None:
    for face, to in (("a smiling", "b"), ("b asleep", "b"), ("b asleep", "a"), ("a smiling", "a")):
        other = "a" if to == "b" else "b"
        mistakes = {
            "That is the other decoder: `to` says who is wanted.": f"{other} draws code({face})",
            "The decoder got the face itself; it draws from the encoder's numbers.": f"{to} draws {face}",
            "Those are the encoder's numbers; a decoder makes a face of them.": f"code({face})",
        }
        hint = "Face, encoder, then the decoder of the person who is wanted."
        expect(learner.probe("wiring", "wire", face, to), f"{to} draws code({face})", mistakes, hint)


@exercise(
    "6.2",
    "Cut the box out of both pictures first: picture[top:bottom, left:right].",
    "Bytes cannot go below 0: turn them into float before you subtract.",
    points=2,
)
def region_error(learner: Learner) -> None:
    for size, edges in ((12, (2, 7, 3, 11)), (16, (8, 14, 0, 5))):
        top, bottom, left, right = edges
        box = slice(top, bottom), slice(left, right)
        ideal = learner.rng.integers(40, 200, (size, size, 3)).astype(np.uint8)
        swapped = np.clip(ideal + learner.rng.integers(-38, 39, ideal.shape), 0, 255).astype(np.uint8)
        one, two = (picture[box].astype(float) for picture in (swapped, ideal))
        whole = np.abs(swapped.astype(float) - ideal).mean()
        exchanged = np.abs(swapped.astype(float) - ideal)[left:right, top:bottom].mean()
        went_round = float((swapped[box] - ideal[box]).mean())
        mistakes = {
            "Bytes went round: 200 - 210 is 246 in uint8. Turn them into float first.": went_round,
            "That is the error of the whole picture; cut out the box.": float(whole),
            "Rows come first: picture[top:bottom, left:right].": float(exchanged),
            "Errors above and below cancelled out: take absolute values.": float((one - two).mean()),
            "That is the mean squared error; the absolute one is wanted.": float(((one - two) ** 2).mean()),
            "That is the sum; the mean is wanted.": float(np.abs(one - two).sum()),
        }
        expect(learner("region_error", swapped, ideal, *edges), float(np.abs(one - two).mean()), mistakes, within=1e-6)


@exercise(
    "6.3",
    "The film's error: worn times the error with glasses, plus the rest times the error without.",
    "Of these K numbers the place of the smallest is np.argmin; the answer is the share at that place.",
    points=2,
)
def best_mix(learner: Learner) -> None:
    shares = np.array([0.05, 0.15, 0.3, 0.5, 0.8])
    for worn in (0.12, 0.3, 0.8):
        with_ = np.array([40.0, 27.0, 20.0, 15.0, 14.3]) + learner.rng.uniform(-0.2, 0.2, 5).round(1)
        without = np.array([10.0, 11.0, 13.5, 17.0, 27.0]) + learner.rng.uniform(-0.2, 0.2, 5).round(1)
        mean = worn * with_ + (1 - worn) * without
        place = int(np.argmin(mean))
        exchanged = float(shares[np.argmin((1 - worn) * with_ + worn * without)])
        mistakes = {
            "That is the place in the list; the share at that place is wanted.": float(place),
            "That is the smallest error; the share that gives it is wanted.": float(mean[place]),
            "Both weights are exchanged: `worn` belongs to the error with glasses.": exchanged,
            "That looks at the frames with glasses alone.": float(shares[np.argmin(with_)]),
            "That looks at the frames without glasses alone.": float(shares[np.argmin(without)]),
        }
        expect(learner("best_mix", shares, with_, without, worn), float(shares[place]), mistakes)


@exercise(
    "6.4",
    "For one wanted opening: np.abs(available - one).argmin().",
    "For all at once: a table of differences, wanted[:, None] - available[None], and argmin along axis 1.",
)
def nearest_mouths(learner: Learner) -> None:
    for count, frames in ((9, 5), (14, 8)):
        available = learner.rng.permutation(np.linspace(0, 0.8, count).round(3))
        low = learner.rng.uniform(0, 0.3, frames // 2)
        high = learner.rng.uniform(0.5, 0.8, frames - frames // 2)
        wanted = learner.rng.permutation(np.concatenate([low, high])).round(3)
        apart = wanted[:, None] - available[None]
        table = np.abs(apart)
        mistakes = {
            "Those are places in `wanted`; those in `available` are asked for.": table.argmin(axis=0),
            "Those are the openings themselves; their places are wanted.": available[table.argmin(axis=1)],
            "Those are the farthest ones.": table.argmax(axis=1),
            "Without absolute values the smallest difference is the most negative one.": apart.argmin(axis=1),
        }
        expect(learner("nearest_mouths", wanted, available), table.argmin(axis=1), mistakes)
