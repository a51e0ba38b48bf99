"""Checks of lesson 05: a training step from its parts, a latent direction, copies, the quality of two checkpoints."""

from __future__ import annotations

import numpy as np

from .framework import exercise, expect
from .learner import Learner


@exercise(
    "5.1",
    "First the judge learns, from photographs and made faces; then the forger, from the judge that has learnt.",
    "made = generate(); judge = teach_judge(judge, photographs, made); then the forger with this new judge.",
    points=2,
)
def training_step(learner: Learner) -> None:
    for judge, forger, photographs in (("J0", "F0", "P"), ("J7", "F7", "Q")):
        made = f"faces({forger})"
        taught, early = f"judge({judge},{photographs},{made})", f"forger({forger},{judge})"
        late = f"judge({judge},{photographs},faces({early}))"
        mistakes = {
            "The forger learnt from the judge of before; here it hears the judge that has learnt.": [taught, early],
            "The judge was shown the faces of the forger that had learnt already: it comes first.": [late, early],
            "First the judge, then the forger, as a pair.": [f"forger({forger},{taught})", taught],
            "The judge learnt, and the forger stayed as it was.": [taught, forger],
        }
        answer = learner.probe("one_step", "training_step", judge, forger, photographs)
        expect(answer, [taught, f"forger({forger},{taught})"], mistakes)


@exercise(
    "5.3",
    "Where do the faces with the attribute lie on average, and where those without?",
    "The direction leads from the second mean to the first. Divide it by its own length, np.linalg.norm.",
    points=2,
)
def latent_direction(learner: Learner) -> None:
    for count, size in ((9, 3), (14, 5)):
        latents = learner.rng.normal(0, 1, (count, size)).round(2)
        has = learner.rng.permutation([True] * (count // 3) + [False] * (count - count // 3))
        latents[has] += learner.rng.uniform(0.3, 0.9, size).round(2)
        centre = latents[has].mean(axis=0)
        apart = centre - latents[~has].mean(axis=0)
        unit = apart / np.linalg.norm(apart)
        of_length_1 = centre / np.linalg.norm(centre)
        sums = latents[has].sum(axis=0) - latents[~has].sum(axis=0)
        mistakes = {
            "That leads away from the attribute: with minus without, not the other way round.": -unit,
            "It points the right way; its length should be 1.": apart,
            "That is where faces with the attribute lie; take away where those without it lie.": centre,
            "That is where faces with it lie, at length 1; take away where those without it lie.": of_length_1,
            "Take the means, not the sums: there are more faces without it than with it.": sums,
        }
        expect(learner("latent_direction", latents, has), unit, mistakes, within=1e-6)


@exercise(
    "5.4",
    "How near do photographs that nobody studied come to a studied one? That is what is usual without copying.",
    "The line is np.quantile(held_out, share): a face nearer than that is suspicious.",
    points=2,
)
def copies(learner: Learner) -> None:
    for count, share in ((40, 0.05), (60, 0.1)):
        held_out = learner.rng.uniform(20, 40, count).round(1)
        faces = learner.rng.uniform(24, 44, 25).round(1)
        near = int(learner.rng.integers(5, 9))
        faces[:near] = np.linspace(2, 15, near).round(1)
        line = np.quantile(held_out, share)
        own = faces < np.quantile(faces, share)
        mistakes = {
            "That marks the faces that are far away; copies are near.": faces > line,
            "Nearer than the mean is quite usual: the line is the quantile.": faces < held_out.mean(),
            "That is the quantile of the faces themselves, so some are always called copies.": own,
            "True or False for each face is wanted, not how many.": int((faces < line).sum()),
        }
        expect(learner("copies", faces, held_out, share), faces < line, mistakes, flags=True)


@exercise(
    "5.2", "Smaller is better; but is it surely smaller?", 'Where the intervals overlap, the answer is "cannot tell".'
)
def better(learner: Learner) -> None:
    def interval(low: float) -> tuple[float, float]:
        return round(low, 2), round(low + float(learner.rng.uniform(0.1, 0.3)), 2)

    for shift in (0.6, 0.05, -0.6, -0.04):
        first = interval(1.0)
        second = interval(1.0 + shift)
        if first[1] < second[0]:
            right, hint = "first", "All of the first interval lies below the second, and smaller is better."
        elif second[1] < first[0]:
            right, hint = "second", "All of the second interval lies below the first, and smaller is better."
        else:
            right, hint = "cannot tell", "These intervals overlap: the smaller number may be luck."
        expect(learner("better", first, second), right, hint=hint, loose=True)
