"""The reference pictures of the studio: drawn here, stored in tests/expected, compared by test_studio_photograph.py.

python tests/support/studio_reference.py    writes them anew; raise STUDIO_VERSION first, if a release held others
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, PngImagePlugin

from deepfake_lessons import studio

FILE = Path(__file__).parents[1] / "expected" / "studio_reference.png"
PLAIN = studio.CINEMA.replace(noise=0.0, shot_noise=0.0, quality=0)
SHOTS = (  # camera, size: without JPEG and noise, with both, and from the street
    (PLAIN, 64),
    (studio.CINEMA, 64),
    (studio.street_camera(1), 64),
)


def draw() -> np.ndarray:
    """Three rows, one for each camera, of eight actors: (3, 8, 64, 64, 3) uint8."""
    actors = studio.cast(8, seed=3)
    return np.stack([studio.photograph(actors, size=size, camera=camera, seed=3).images for camera, size in SHOTS])


def write() -> None:
    rows = draw()
    sheet = rows.transpose(0, 2, 1, 3, 4).reshape(3 * 64, 8 * 64, 3)
    about = PngImagePlugin.PngInfo()
    about.add_text("studio_version", str(studio.STUDIO_VERSION))
    Image.fromarray(sheet).save(FILE, pnginfo=about, optimize=True)


def read() -> tuple[np.ndarray, int]:
    """The stored pictures, as `draw` gives them, and the version that they are of."""
    with Image.open(FILE) as image:
        version = int(image.text["studio_version"])  # type: ignore[attr-defined]
        sheet = np.asarray(image.convert("RGB"))
    return sheet.reshape(3, 64, 8, 64, 3).transpose(0, 2, 1, 3, 4), version


if __name__ == "__main__":
    write()
    print(f"wrote {FILE.name}, studio version {studio.STUDIO_VERSION}, {FILE.stat().st_size:,} bytes")
