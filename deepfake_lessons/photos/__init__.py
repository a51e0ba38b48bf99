"""Real photographs, each set with its source, its licence and what is known about consent.

Two sets come with scikit-image and need no network: `faces_and_not_faces` and `astronaut`. The others of the registry
`SETS` are fetched by `load`, once and only if asked; `load_folder` reads a folder of the learner's. `split` and
`split_by_person` deal pictures onto study, mock exam and exam.
"""

from __future__ import annotations

from . import description
from .dealing import NEAR_COPY, near_copies, split, split_by_person
from .faces import astronaut, faces_and_not_faces
from .fetching import NotFetched
from .loading import load, load_folder
from .records import Entry, Photos
from .sets import SETS, about

__all__ = [
    "NEAR_COPY",
    "SETS",
    "Entry",
    "NotFetched",
    "Photos",
    "about",
    "astronaut",
    "description",
    "faces_and_not_faces",
    "load",
    "load_folder",
    "near_copies",
    "split",
    "split_by_person",
]
