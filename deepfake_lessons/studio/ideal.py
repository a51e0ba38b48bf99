"""The ideal swap: what a perfect face swap would have made of a photograph. It is the truth that swaps are scored
against, and only a studio has it.

A swap puts somebody's inner face into a picture; the head it sits on, and all that is around, stay.
"""

from __future__ import annotations

from .actors import Actor
from .photograph import Photographs, shoot

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


def ideal_swap(photographs: Photographs, actor: Actor) -> Photographs:
    """The same photographs with another actor's inner face: same pose, expression, light, backdrop, hair and clothes.

    Args:
        photographs: from `studio.photograph`.
        actor: whose face.

    Returns:
        as many photographs in the same order, taken by the same camera with the same noise; `.actors` are the mixed
        ones.

    Raises:
        TypeError: anything else than photographs and an actor.
    """
    if not isinstance(photographs, Photographs) or not isinstance(actor, Actor):
        given = f"{type(photographs).__name__} and {type(actor).__name__}"
        raise TypeError(f"ideal_swap wants photographs, as studio.photograph gives them, and an actor; got {given}")
    mixed = [with_face(one, actor) for one in photographs.actors]
    seeds = [int(seed) for seed in photographs.seeds]
    return shoot(mixed, photographs.actor, photographs.frames, seeds, photographs.size, photographs.camera)
