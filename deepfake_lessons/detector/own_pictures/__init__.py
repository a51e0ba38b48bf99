"""A learner's own pictures: their faces found and cut out, and photographs to compare them with."""

from __future__ import annotations

from ...photos.reading import NoPicture, read_picture
from .finding import WIDE, Box, View, crop, faces_of, find_faces
from .known import Pipeline, Reference, references

__all__ = [
    "WIDE",
    "Box",
    "NoPicture",
    "Pipeline",
    "Reference",
    "View",
    "crop",
    "faces_of",
    "find_faces",
    "read_picture",
    "references",
]
