"""A learner's own pictures: read with limits, their faces found and cut out, and photographs to compare them with."""

from __future__ import annotations

from .alike import Pipeline, coarsest
from .checking import NoPicture, Picture
from .finding import WIDE, Box, Faces, View, crop, crop_faces, find_faces
from .known import Reference, references
from .reading import FORMATS, read_picture

__all__ = [
    "FORMATS",
    "WIDE",
    "Box",
    "Faces",
    "NoPicture",
    "Picture",
    "Pipeline",
    "Reference",
    "View",
    "coarsest",
    "crop",
    "crop_faces",
    "find_faces",
    "read_picture",
    "references",
]
