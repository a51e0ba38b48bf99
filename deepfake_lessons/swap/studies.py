"""The photographs from which a swap learns: how many show closed eyes, and how many show glasses, is for the learner
to choose."""

from __future__ import annotations

import numpy as np

from .. import studio

PHOTOGRAPHS = 400  # of each actor
CLOSED = 0.08  # the usual share of photographs with closed eyes
# The studio in which photographs and films of this lesson are shot. A swap whose photographs come from anywhere learns
# walls and lamps first, and expressions minutes later.
STAGE = studio.Frame(
    backdrop="plain", backdrop_hue=0.58, backdrop_value=0.5, light_x=-0.3, light_y=0.55, softness=0.7, ambient=0.55,
    zoom=1.2,
)  # fmt: skip


def lively_frames(n: int, closed: float = CLOSED, seed: int = 1) -> list[studio.Frame]:
    """Moments of somebody in one studio, before one wall, who talks, smiles, looks about and blinks; the head turns a
    little and the key light walks from side to side.

    Args:
        n: how many.
        closed: the share with closed eyes (three quarters or more), exactly, to the nearest whole number.
        seed: 0 or more.

    Raises:
        ValueError: a share outside 0 to 1.
    """
    if not 0 <= closed <= 1:
        raise ValueError(f"closed={closed!r}: a share from 0 to 1 is wanted")
    rng = np.random.default_rng([seed, 91])
    shut = rng.permutation(n) < round(closed * n)
    frames = []
    for place in range(n):
        smile = float(rng.uniform(-0.2, 1))
        jaw = float(rng.uniform(0.1, 0.8)) if rng.uniform() < 0.5 else 0.0
        lid = float(rng.uniform(0.75, 1)) if shut[place] else float(rng.uniform(0, 0.2))
        frames.append(
            STAGE.replace(
                smile=smile, jaw=jaw, teeth=float(rng.uniform(0, 1)) * max(0.0, smile), blink_left=lid, blink_right=lid,
                gaze_x=_bell(rng, 0.3), gaze_y=_bell(rng, 0.15), brow_raise=_bell(rng, 0.25), yaw=_bell(rng, 0.12),
                pitch=_bell(rng, 0.07), roll=_bell(rng, 0.05), light_x=float(rng.uniform(-0.7, 0.7)),
            )
        )  # fmt: skip
    return frames


def _bell(rng: np.random.Generator, spread: float) -> float:
    """By lot around 0, never farther than two and a half times the spread."""
    return float(np.clip(rng.normal(0, spread), -2.5 * spread, 2.5 * spread))


def study(
    actor: studio.Actor, n: int = PHOTOGRAPHS, closed: float = CLOSED, glasses: float = 0.0, seed: int = 1
) -> studio.Photographs:
    """Photographs of one actor, 64 pixels, of which a share wears glasses.

    Args:
        actor: who; takes off any glasses for the others.
        n: how many.
        closed: share with closed eyes.
        glasses: share with glasses.
        seed: of the moments and of who wears them when.

    Raises:
        ValueError: a share outside 0 to 1, or n below 1.
    """
    if not 0 <= glasses <= 1:
        raise ValueError(f"glasses={glasses!r}: a share from 0 to 1 is wanted")
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
        raise ValueError(f"n={n!r}: a whole number of photographs, 1 or more, is wanted")
    frames, wearing = lively_frames(int(n), closed, seed), round(glasses * n)
    bare = actor.replace(glasses="none")
    worn = bare.replace(glasses=actor.glasses if actor.glasses != "none" else "square")
    taken = studio.photograph(bare, int(n) - wearing, frames=frames[wearing:], seed=seed)
    if not wearing:
        return taken
    return taken + studio.photograph(worn, wearing, frames=frames[:wearing], seed=seed)
