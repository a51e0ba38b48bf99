"""The ideal swap: what a perfect face swap would have made of a photograph. It is the truth that swaps are scored
against, and only a studio has it.

A swap puts somebody's inner face into a picture; the head it sits on, and all that is around, stay.
"""

from __future__ import annotations

from typing import TypeVar

from .actors import Actor
from .film import Clip
from .photograph import Photographs, shoot

Taken = TypeVar("Taken", Photographs, Clip)

# Which knobs of an actor a swap brings along. Everything else stays as photographed: the outline of head and chin,
# ears, neck and shoulders, hair and beard (they reach beyond the inner face, and so stay whole), glasses and clothes,
# and the grain of skin, hair and cloth. The skin's tone comes along for the whole head, as a good swap leaves no edge.
INNER_FACE: dict[str, tuple[str, ...]] = {
    "eyes": ("eye_distance", "eye_width", "eye_opening", "eye_tilt", "lid_crease", "lashes", "iris"),
    "brows": ("brow_height", "brow_thickness", "brow_arch", "brow_ridge"),
    "nose": ("nose_length", "nose_width", "nose_projection", "nose_tip", "nose_bridge"),
    "mouth": ("mouth_height", "mouth_width", "lip_upper", "lip_lower", "cupid_bow", "lip_colour"),
    "cheeks": ("cheekbones", "cheek_fullness", "asymmetry"),
    "skin": ("skin", "undertone", "rosiness", "freckles", "age"),
}


def with_face(head: Actor, face: Actor) -> Actor:
    """The actor `head` with the inner face of the actor `face` (`INNER_FACE`)."""
    return head.replace(**{name: getattr(face, name) for names in INNER_FACE.values() for name in names})


def ideal_swap(taken: Taken, actor: Actor) -> Taken:
    """The same photographs, or the same clip, with another actor's inner face: same pose, expression, light, backdrop,
    hair, clothes and sound.

    Args:
        taken: from `studio.photograph` or `studio.film`.
        actor: whose face.

    Returns:
        as many photographs or frames in the same order, by the same camera with the same noise; its `.actors` (its
        `.actor`) are the mixed ones.

    Raises:
        TypeError: anything else than photographs or a clip, and an actor.
    """
    if not isinstance(taken, Photographs | Clip) or not isinstance(actor, Actor):
        given = f"{type(taken).__name__} and {type(actor).__name__}"
        raise TypeError(f"ideal_swap wants what studio.photograph or studio.film gives, and an actor; got {given}")
    if isinstance(taken, Clip):
        return taken.refilm(actor=with_face(taken.actor, actor))
    mixed = [with_face(one, actor) for one in taken.actors]
    seeds = [int(seed) for seed in taken.seeds]
    return shoot(mixed, taken.actor, taken.frames, seeds, taken.size, taken.camera)
