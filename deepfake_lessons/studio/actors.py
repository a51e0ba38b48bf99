"""The cast: an actor is about sixty numbers and words, and nobody's likeness.

Lengths are in head units: the frame of an upright portrait is 1.85 units high, a face about 0.95 wide and 1.3 high,
the eyes stand at height 0, the chin near -0.67. "Left" and "right" are always as the viewer sees them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .knobs import Knobs, choice, draw, number, whole

HAIR = (
    "bald", "buzz", "short", "side_part", "quiff", "fringe", "bob", "long", "centre_part", "curly", "afro", "tied",
    "headscarf",
)  # fmt: skip
HAIR_COLOURS = ("black", "dark", "brown", "chestnut", "auburn", "ginger", "honey", "blond", "dyed")
IRISES = ("dark", "brown", "hazel", "green", "blue", "grey")
BEARDS = ("none", "stubble", "moustache", "goatee", "short", "full")
GLASSES = ("none", "round", "square", "wide", "thin")
CLOTHES = ("crew", "vneck", "shirt", "turtleneck", "jacket", "hoodie")
PATTERNS = ("plain", "stripes", "bars", "check", "dots", "knit")
BANDS = 6  # of skin tone, lightest first; results are given for each of them


@dataclass(frozen=True)
class Actor(Knobs):
    """One drawn person. Every knob says its range and unit in the table `knobs.rows(Actor)`.

    Raises:
        ValueError: a knob outside its range, named together with the range.
    """

    # head
    head_width: float = number(0.475, 0.43, 0.52, "head units", "half width of the head at the eyes")
    skull_height: float = number(0.62, 0.57, 0.68, "head units", "from the eyes up to the crown")
    face_length: float = number(0.665, 0.6, 0.73, "head units", "from the eyes down to the chin")
    head_depth: float = number(0.54, 0.49, 0.6, "head units", "half depth from nose root to the back of the head")
    jaw_taper: float = number(0.14, 0.04, 0.28, "share", "how much narrower the jaw is than the eyes' level")
    jaw_squareness: float = number(2.9, 2.3, 3.9, "exponent", "round (2.3) to square (3.9) jaw")
    chin: float = number(0.5, 0, 1, "share", "how far the chin comes forward")
    chin_width: float = number(0.5, 0, 1, "share", "pointed (0) to broad (1) chin")
    cheekbones: float = number(0.5, 0, 1, "share", "height of the cheekbones' relief")
    cheek_fullness: float = number(0.5, 0, 1, "share", "hollow (0) to round (1) cheeks")
    brow_ridge: float = number(0.4, 0, 1, "share", "relief above the eyes")
    # eyes and brows
    eye_distance: float = number(0.197, 0.18, 0.214, "head units", "from the middle of the face to an eye")
    eye_width: float = number(0.113, 0.1, 0.126, "head units", "half width of an eye")
    eye_opening: float = number(0.5, 0, 1, "share", "narrow (0) to wide (1)")
    eye_tilt: float = number(0.04, -0.12, 0.22, "radians", "outer corner up is positive")
    lid_crease: float = number(0.55, 0, 1, "share", "smooth upper lid (0) to a deep crease (1)")
    lashes: float = number(0.4, 0, 1, "share", "strength of the lash line")
    iris: str = choice("brown", IRISES, "colour of the iris")
    brow_height: float = number(0.145, 0.122, 0.17, "head units", "of the brows above the eyes")
    brow_thickness: float = number(0.5, 0, 1, "share", "thin to thick brows")
    brow_arch: float = number(0.45, 0, 1, "share", "straight to arched brows")
    # nose
    nose_length: float = number(0.27, 0.235, 0.31, "head units", "from the eyes down to the tip")
    nose_width: float = number(0.5, 0, 1, "share", "narrow to wide wings")
    nose_projection: float = number(0.5, 0, 1, "share", "flat to prominent")
    nose_tip: float = number(0.5, 0, 1, "share", "fine to bulbous tip")
    nose_bridge: float = number(0.5, 0, 1, "share", "low to high bridge")
    # mouth
    mouth_height: float = number(-0.435, -0.465, -0.4, "head units", "level of the lips' line")
    mouth_width: float = number(0.178, 0.15, 0.206, "head units", "half width of the mouth at rest")
    lip_upper: float = number(0.45, 0, 1, "share", "thin to full upper lip")
    lip_lower: float = number(0.5, 0, 1, "share", "thin to full lower lip")
    cupid_bow: float = number(0.5, 0, 1, "share", "flat to marked bow of the upper lip")
    lip_colour: float = number(0.25, 0, 1, "share", "natural lips (0) to lipstick (1)")
    # ears, neck, shoulders
    ear_size: float = number(0.5, 0, 1, "share", "small to large ears")
    ear_flare: float = number(0.4, 0, 1, "share", "close to the head (0) or standing out (1)")
    neck_width: float = number(0.27, 0.22, 0.33, "head units", "half width of the neck")
    shoulders: float = number(0.9, 0.74, 1.1, "head units", "half width of the shoulders")
    # skin and age
    skin: float = number(0.4, 0, 1, "share", "skin tone, lightest (0) to darkest (1)")
    undertone: float = number(0, -1, 1, "share", "cool and rosy (-1) to warm and golden (1)")
    rosiness: float = number(0.4, 0, 1, "share", "redness of cheeks and nose")
    freckles: float = number(0, 0, 1, "share", "none to many")
    age: float = number(0.3, 0, 1, "share", "young adult (0, about 20 years) to old (1, about 85)")
    # hair
    hair: str = choice("short", HAIR, "hair style")
    hair_colour: str = choice("brown", HAIR_COLOURS, "colour before any grey")
    dye: float = number(0, 0, 1, "turn", "hue of dyed hair, where hair_colour is 'dyed'")
    grey: float = number(0, 0, 1, "share", "of grey hair")
    volume: float = number(0.5, 0, 1, "share", "flat to voluminous hair")
    wave: float = number(0.3, 0, 1, "share", "straight to wavy strands")
    hair_length: float = number(0.5, 0, 1, "share", "of what the style allows")
    hairline: float = number(0.3, 0, 1, "share", "low (0) to receding (1)")
    parting: float = number(0.5, 0, 1, "share", "parting on the left (0) or on the right (1)")
    beard: str = choice("none", BEARDS, "beard style")
    beard_density: float = number(0.7, 0.2, 1, "share", "sparse to dense")
    # what is worn
    glasses: str = choice("none", GLASSES, "shape of the glasses")
    glasses_shade: float = number(0.2, 0, 1, "share", "dark frames (0) to light or golden ones (1)")
    clothes: str = choice("crew", CLOTHES, "neckline")
    pattern: str = choice("plain", PATTERNS, "pattern of the cloth")
    cloth_hue: float = number(0.6, 0, 1, "turn", "hue of the cloth: 0 red, 1/3 green, 2/3 blue")
    cloth_saturation: float = number(0.4, 0, 0.85, "share", "grey to colourful cloth")
    cloth_value: float = number(0.4, 0.05, 0.9, "share", "dark to light cloth")
    accent_hue: float = number(0.1, 0, 1, "turn", "hue of pattern, collar or headscarf")
    accent_value: float = number(0.6, 0.1, 0.9, "share", "dark to light accent")
    # what makes two actors with equal knobs different
    asymmetry: float = number(0.0, -1, 1, "share", "which half of the face is a little larger and higher")
    texture_seed: int = whole(0, "noise of skin, hair and cloth")
    seed: int = whole(0, "of the cast the actor came from")
    index: int = whole(0, "place in that cast")

    @property
    def id(self) -> str:
        """Seed and place in the cast, such as "1-0007"."""
        return f"{self.seed}-{self.index:04d}"

    @property
    def skin_band(self) -> int:
        """The band of skin tone, 0 (lightest) to 5 (darkest): sixths of the range of `skin`."""
        return min(int(self.skin * BANDS), BANDS - 1)

    @property
    def years(self) -> int:
        """The age in years that `age` stands for: 20 to 85."""
        return round(20 + 65 * self.age)


def cast(n: int, seed: int) -> list[Actor]:
    """Draw a cast by lot.

    The k-th actor depends on `seed` and k alone, so a longer cast begins with the shorter one. Every six in a row hold
    one actor of each band of skin tone.

    Args:
        n: how many, 0 or more.
        seed: 0 or more. Seeds from 900000 on are kept for final figures.

    Raises:
        ValueError: n or seed is negative or no whole number.
    """
    for name, value in (("n", n), ("seed", seed)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
            raise ValueError(f"cast({name}={value!r}): a whole number, 0 or more, is wanted")
    return [_audition(int(seed), index) for index in range(int(n))]


def _audition(seed: int, index: int) -> Actor:
    """The actor at one place of a cast."""
    rng = np.random.default_rng([seed, index])
    bands = np.random.default_rng([seed, index // BANDS, 77]).permutation(BANDS)
    skin = float((bands[index % BANDS] + rng.uniform(0.02, 0.98)) / BANDS)
    soft = rng.uniform()  # a leaning, 0 rugged to 1 delicate, that ties looks together; nothing is excluded by it
    age = float(rng.beta(1.1, 1.5))
    look: dict[str, object] = {"skin": skin, "age": age, "seed": seed, "index": index}
    leaning = {
        "jaw_taper": 0.1 + 0.1 * soft, "jaw_squareness": 3.2 - 0.65 * soft, "brow_ridge": 0.65 - 0.5 * soft,
        "chin_width": 0.75 - 0.5 * soft, "eye_opening": 0.42 + 0.22 * soft - 0.12 * age, "lashes": 0.12 + 0.62 * soft,
        "brow_thickness": 0.75 - 0.45 * soft, "brow_arch": 0.25 + 0.4 * soft,
        "lip_upper": 0.3 + 0.35 * soft - 0.2 * age, "lip_lower": 0.35 + 0.35 * soft - 0.15 * age,
        "lip_colour": 0.04 + 0.42 * soft, "neck_width": 0.3 - 0.06 * soft,
        "shoulders": 0.99 - 0.17 * soft, "head_width": 0.482 - 0.014 * soft, "nose_width": 0.42 + 0.25 * (skin - 0.4),
        "cheek_fullness": 0.5 - 0.15 * age, "ear_size": 0.35 + 0.35 * age,
    }  # fmt: skip
    bells = (
        "head_width skull_height face_length head_depth jaw_taper jaw_squareness chin chin_width cheekbones "
        "cheek_fullness brow_ridge eye_distance eye_width eye_opening eye_tilt lid_crease lashes brow_height "
        "brow_thickness brow_arch nose_length nose_width nose_projection nose_tip nose_bridge mouth_height mouth_width "
        "lip_upper lip_lower cupid_bow lip_colour ear_size ear_flare neck_width shoulders undertone rosiness volume "
        "beard_density asymmetry"
    )
    for name in bells.split():
        look[name] = draw(Actor, name, rng, 0.2, leaning.get(name))
    for name in ("wave", "hair_length", "parting", "dye", "glasses_shade", "cloth_hue", "accent_hue"):
        look[name] = float(rng.uniform())
    look["cloth_saturation"] = float(0.75 * rng.beta(1.2, 1.6))
    look["cloth_value"] = float(rng.uniform(0.08, 0.85))
    look["accent_value"] = float(rng.uniform(0.2, 0.88))
    look["freckles"] = float(rng.uniform(0.3, 1)) if rng.uniform() < 0.3 * (1 - skin) else 0.0
    look["texture_seed"] = int(rng.integers(2**31 - 1))
    look.update(_looks(rng, soft, age, skin))
    return Actor(**look)  # type: ignore[arg-type]


def _looks(rng: np.random.Generator, soft: float, age: float, skin: float) -> dict[str, object]:
    """Hair, beard, eyes and wardrobe: words drawn with shares that lean on a few facts of the actor."""

    def lot(options: tuple[str, ...], **shares: float) -> str:
        weights = np.array([shares.get(option, 0.0) for option in options])
        return str(rng.choice(options, p=weights / weights.sum()))

    rugged = 1 - soft
    hair = lot(
        HAIR, bald=0.35 * rugged * (0.3 + age), buzz=0.5 * rugged, short=0.9 * rugged + 0.08,
        side_part=0.7 * rugged + 0.1, quiff=0.55 * rugged * (1.2 - age), fringe=0.5 * soft * (1.2 - age) + 0.08,
        bob=0.6 * soft, long=0.6 * soft + 0.05, centre_part=0.6 * soft + 0.08, curly=0.35 + 0.1 * soft,
        afro=0.12 + 0.35 * skin, tied=0.5 * soft + 0.05, headscarf=0.42 * soft,
    )  # fmt: skip
    dark = 0.25 + 0.75 * skin
    colour = lot(
        HAIR_COLOURS, black=1.6 * dark, dark=1.0 * dark + 0.2, brown=0.75, chestnut=0.5, auburn=0.3,
        ginger=0.34 * (1 - skin), honey=0.45 * (1 - skin), blond=0.55 * (1 - skin), dyed=0.14 * (1.1 - age),
    )  # fmt: skip
    iris = lot(
        IRISES, dark=0.3 + 1.2 * skin, brown=0.6 + 0.6 * skin, hazel=0.35, green=0.3 * (1 - skin),
        blue=0.7 * (1 - skin), grey=0.25 * (1 - skin),
    )  # fmt: skip
    bearded = rng.uniform() < 0.62 * float(np.clip(2.2 * rugged - 0.7, 0, 1))
    bearded = bearded and hair not in ("headscarf", "tied", "bob", "fringe")
    beard = lot(BEARDS, stubble=0.3, moustache=0.12, goatee=0.2, short=0.32, full=0.26) if bearded else "none"
    grey = float(np.clip(rng.normal(1.9 * age - 0.9, 0.26), 0, 1))
    return {
        "hair": hair,
        "hair_colour": colour,
        "iris": iris,
        "beard": beard,
        "grey": grey,
        "hairline": float(np.clip(rng.normal(0.25 + 0.45 * age * rugged, 0.17), 0, 1)),
        "glasses": lot(GLASSES, none=2.6 - 1.2 * age, round=0.3, square=0.35, wide=0.25, thin=0.3),
        "clothes": lot(CLOTHES, crew=0.3, vneck=0.2, shirt=0.28, turtleneck=0.16, jacket=0.24, hoodie=0.16),
        "pattern": lot(PATTERNS, plain=0.4, stripes=0.14, bars=0.1, check=0.14, dots=0.08, knit=0.16),
    }
