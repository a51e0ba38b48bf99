"""The film studio: drawn actors, nobody's likeness, and the truth of every frame known.

    from deepfake_lessons import studio
    actor = studio.cast(1, seed=1)[0]
    drawing = studio.render(actor, studio.Frame(smile=0.8), size=64)
    photograph = studio.develop(drawing.linear, studio.CINEMA, np.random.default_rng(1))

`actors` (who), `frames` (the moment), `render` (the picture in linear light), `camera` (what becomes of it),
`photograph` (many at once, with their truth), `ideal` (the same with another's face), `film` (clips with sound),
`tricks` (the same with something wrong), `twins` (genuine, and suspicious all the same).
"""

from __future__ import annotations

from . import tampering
from .actors import Actor, cast
from .camera import CINEMA, SECOND_SHOT, Camera, develop
from .film import Clip, film, films
from .frames import Frame, draw_frames, portraits
from .ideal import ideal_swap
from .photograph import Photographs, photograph
from .render import LANDMARKS, SIZES, Drawing, render
from .sittings import sitting
from .street import street_camera
from .tricks import CUES, KINDS, Tampered, tamper
from .twins import TWINS, twin
from .version import STUDIO_VERSION

__all__ = [
    "CINEMA",
    "CUES",
    "KINDS",
    "LANDMARKS",
    "SECOND_SHOT",
    "SIZES",
    "STUDIO_VERSION",
    "TWINS",
    "Actor",
    "Camera",
    "Clip",
    "Drawing",
    "Frame",
    "Photographs",
    "Tampered",
    "cast",
    "develop",
    "draw_frames",
    "film",
    "films",
    "ideal_swap",
    "photograph",
    "portraits",
    "render",
    "sitting",
    "street_camera",
    "tamper",
    "tampering",
    "twin",
]
