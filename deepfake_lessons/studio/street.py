"""Street cameras: small, noisy, compressed, high up; drawn by lot from a list of what such cameras do."""

from __future__ import annotations

import numpy as np

from .camera import Camera

# What street cameras do: (effect, range, source), written before anything is trained; `street_camera` draws from it.
STREET: tuple[tuple[str, tuple[float, float], str], ...] = (
    (
        "detail",
        (0.3, 0.9),
        "IEC 62676-4:2014: observe, recognise, identify at 62.5, 125, 250 pixels a metre; a face 0.16 m wide has 10 to "
        "40 pixels, and about 38 of the 64 in a picture of ours",
    ),
    (
        "tilt",
        (0.1, 0.6),
        "Grgic et al. 2011, SCface: cameras at 2.25 m, people 4.2 to 1.0 m away: 7 to 31 degrees for eyes at 1.7 m",
    ),
    (
        "noise",
        (2.0, 10.0),
        "EMVA Standard 1288: a part of the noise that does not depend on light; amplification raises it at night",
    ),
    ("shot_noise", (1.0, 8.0), "EMVA Standard 1288: the variance of photon noise grows with the light"),
    ("quality", (15.0, 60.0), "ITU-T T.81 (JPEG): 8 x 8 blocks, coarser at low quality; our range"),
    (
        "motion",
        (0.0, 5.0),
        "Browning et al. 2006, J. Applied Physiology 100: people walk at about 1.4 m/s; in 1/50 s that is 28 mm, or "
        "7 pixels at 250 pixels a metre if straight across",
    ),
    (
        "fields",
        (0.0, 3.0),
        "ITU-R BT.601: 625- and 525-line pictures are two interlaced fields, taken one after the other",
    ),
    ("exposure", (-1.2, 0.6), "our range: cameras set themselves by the whole scene, not by the face"),
    ("blur", (0.4, 1.2), "our range: small, fixed lenses"),
    (
        "sodium",
        (0.0, 0.25),
        "NIST Atomic Spectra Database: the sodium D lines, 589.0 and 589.6 nm; share of cameras is ours",
    ),
    (
        "grey",
        (0.0, 0.25),
        "Grgic et al. 2011, SCface: two of five cameras in infrared night vision, without colour; share is ours",
    ),
)


def street_camera(seed: int) -> Camera:
    """A street camera drawn by lot from `STREET`; the same seed gives the same camera.

    Raises:
        ValueError: the seed is negative or no whole number.
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"street_camera(seed={seed!r}): a whole number, 0 or more, is wanted")
    rng = np.random.default_rng([int(seed), 31])
    drawn = {effect: float(rng.uniform(*span)) for effect, span, _ in STREET}
    sodium, grey = (span[1] for effect, span, _ in STREET if effect in ("sodium", "grey"))
    lot = float(rng.uniform())
    light = "sodium" if lot < sodium else "grey" if lot < sodium + grey else "day"
    moving, interlaced = rng.uniform() < 0.5, rng.uniform() < 0.3
    return Camera(
        exposure=drawn["exposure"],
        warmth=float(rng.uniform(-0.6, 0.6)),
        blur=drawn["blur"],
        noise=drawn["noise"],
        shot_noise=drawn["shot_noise"],
        quality=round(drawn["quality"]),
        detail=drawn["detail"],
        motion=drawn["motion"] if moving else 0.0,
        motion_angle=float(rng.uniform(-0.5, 0.5)),
        tilt=drawn["tilt"],
        fields=drawn["fields"] if interlaced else 0.0,
        light=light,
    )
