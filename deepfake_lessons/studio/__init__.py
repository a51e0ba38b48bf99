"""The film studio: drawn actors, nobody's likeness, and the truth of every frame known.

    from deepfake_lessons import studio
    actor = studio.cast(1, seed=1)[0]
    drawing = studio.render(actor, studio.Frame(smile=0.8), size=64)
    photograph = studio.develop(drawing.linear, studio.CINEMA, np.random.default_rng(1))

`actors` (who), `frames` (the moment), `render` (the picture in linear light), `camera` (what becomes of it).
"""

from __future__ import annotations

from .actors import Actor, cast
from .camera import CINEMA, SECOND_SHOT, Camera, develop, street_camera
from .frames import Frame, draw_frames
from .render import LANDMARKS, SIZES, Drawing, render

__all__ = [
    "CINEMA",
    "LANDMARKS",
    "SECOND_SHOT",
    "SIZES",
    "Actor",
    "Camera",
    "Drawing",
    "Frame",
    "cast",
    "develop",
    "draw_frames",
    "render",
    "street_camera",
]
