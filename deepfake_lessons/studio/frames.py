"""One moment before the camera: how the head is held, what the face does, the light, what stands behind.

"Left" and "right" are always as the viewer sees them: `blink_left` shuts the eye on the left of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .knobs import Knobs, choice, draw, number, whole

BACKDROPS = ("plain", "gradient", "blobs", "room", "street", "foliage", "horizon", "curtain", "wall")


@dataclass(frozen=True)
class Frame(Knobs):
    """Everything about a picture that is not the actor. Units and ranges: `knobs.rows(Frame)`.

    Raises:
        ValueError: a knob outside its range, named together with the range.
    """

    # how the head is held, and where it is in the picture
    yaw: float = number(0.0, -0.6, 0.6, "radians", "nose to the right of the picture is positive")
    pitch: float = number(0.0, -0.35, 0.35, "radians", "looking up is positive")
    roll: float = number(0.0, -0.4, 0.4, "radians", "tilting to the left of the picture is positive")
    shift_x: float = number(0.0, -0.25, 0.25, "head units", "to the right")
    shift_y: float = number(0.0, -0.2, 0.2, "head units", "up")
    zoom: float = number(1.0, 0.72, 1.35, "factor", "size of the head in the picture")
    # what the face does
    smile: float = number(0.45, -0.5, 1, "share", "corners down (-0.5) to a broad smile (1)")
    jaw: float = number(0.0, 0, 1, "share", "closed to wide open")
    spread: float = number(0.0, -1, 1, "share", "rounded lips (-1) to spread lips (1)")
    teeth: float = number(0.0, 0, 1, "share", "how far the upper teeth show")
    brow_raise: float = number(0.0, -0.7, 1, "share", "lowered to raised brows")
    blink_left: float = number(0.0, 0, 1, "share", "of the eye on the left of the picture, open to shut")
    blink_right: float = number(0.0, 0, 1, "share", "of the eye on the right of the picture, open to shut")
    gaze_x: float = number(0.0, -1, 1, "share", "looking to the left or right of the picture")
    gaze_y: float = number(0.0, -1, 1, "share", "looking down or up")
    # light
    light_x: float = number(-0.5, -1.4, 1.4, "radians", "key light from the left (negative) or right of the picture")
    light_y: float = number(0.55, 0, 1.2, "radians", "height of the key light")
    light_warmth: float = number(0.1, -1, 1, "share", "cool to warm key light")
    light_power: float = number(1.0, 0.5, 1.5, "factor", "strength of the key light")
    ambient: float = number(0.5, 0.12, 1, "share", "light from all around")
    softness: float = number(0.5, 0, 1, "share", "hard sun (0) to overcast sky (1)")
    # behind
    backdrop: str = choice("gradient", BACKDROPS, "what stands behind")
    backdrop_hue: float = number(0.6, 0, 1, "turn", "its colour")
    backdrop_saturation: float = number(0.25, 0, 0.8, "share", "its colourfulness")
    backdrop_value: float = number(0.45, 0.05, 0.95, "share", "dark to light")
    backdrop_hue_2: float = number(0.1, 0, 1, "turn", "its second colour")
    backdrop_contrast: float = number(0.5, 0, 1, "share", "how lively it is")
    backdrop_seed: int = whole(0, "its texture")


def draw_frames(n: int, seed: int) -> list[Frame]:
    """Moments of a portrait sitting, by lot; the k-th depends on `seed` and k alone.

    Args:
        n: how many, 0 or more.
        seed: 0 or more.

    Raises:
        ValueError: n or seed is negative or no whole number.
    """
    return _drawn("draw_frames", n, seed)


# How much of each turn and shift is left when faces are lined up, and what may stand behind them.
_LINED_UP = {"yaw": 0.35, "pitch": 0.5, "roll": 0.2, "shift_x": 0.2, "shift_y": 0.3}
_CLOSER, _ZOOM_LEFT = 1.17, 0.3
_QUIET_BACKDROPS = BACKDROPS[:2]


def portraits(n: int, seed: int) -> list[Frame]:
    """The moments of `draw_frames`, lined up: eyes about level and in place, close up, one size, a quiet backdrop.

    Collections of faces from which networks learn to dream faces are lined up so, by turning, shifting and cutting
    each photograph (Karras et al. 2019, "A style-based generator architecture", appendix on FFHQ). Expression and
    light stay as they were drawn by lot.

    Args:
        n: how many, 0 or more.
        seed: 0 or more.

    Raises:
        ValueError: n or seed is negative or no whole number.
    """
    return [_lined_up(frame) for frame in _drawn("portraits", n, seed)]


def _lined_up(frame: Frame) -> Frame:
    left = {name: share * getattr(frame, name) for name, share in _LINED_UP.items()}
    left["zoom"] = _CLOSER + _ZOOM_LEFT * (frame.zoom - 1)
    return frame.replace(**left, backdrop=_QUIET_BACKDROPS[frame.backdrop_seed % len(_QUIET_BACKDROPS)])


def _drawn(who: str, n: int, seed: int) -> list[Frame]:
    for name, value in (("n", n), ("seed", seed)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
            raise ValueError(f"{who}({name}={value!r}): a whole number, 0 or more, is wanted")
    return [_moment(np.random.default_rng([int(seed), index, 5])) for index in range(int(n))]


def _moment(rng: np.random.Generator) -> Frame:
    """One frame by lot."""
    bells = {
        "yaw": 0.21, "pitch": 0.15, "roll": 0.13, "shift_x": 0.17, "shift_y": 0.16, "zoom": 0.18, "smile": 0.22,
        "spread": 0.1, "brow_raise": 0.14, "gaze_x": 0.16, "gaze_y": 0.1, "light_y": 0.16,
        "light_warmth": 0.2, "light_power": 0.2, "ambient": 0.2, "backdrop_saturation": 0.25,
    }  # fmt: skip
    turned: dict[str, object] = {name: draw(Frame, name, rng, spread) for name, spread in bells.items()}
    for name in ("shift_x", "shift_y"):  # a face that fills the picture stays in it
        turned[name] = float(turned[name]) * min(1.0, float(turned["zoom"]) ** -3)  # type: ignore[arg-type]
    side = 1 if rng.uniform() < 0.5 else -1
    turned["light_x"] = float(np.clip(side * rng.gamma(4, 0.16), -1.4, 1.4))
    turned["softness"] = float(rng.uniform(0.1, 0.95))
    speaks = rng.uniform()
    smile = float(turned["smile"])  # type: ignore[arg-type]
    turned["jaw"] = float(rng.uniform(0.05, 0.5)) if speaks < 0.3 else 0.0
    turned["teeth"] = float(rng.uniform(0.5, 1)) * min(1.0, max(0.0, 1.6 * smile)) if rng.uniform() < 0.6 else 0.0
    narrowed = float(rng.uniform(0, 0.15))
    turned["blink_left"] = turned["blink_right"] = narrowed
    if rng.uniform() < 0.03:
        turned["blink_left"] = turned["blink_right"] = float(rng.uniform(0.7, 1))
    turned["backdrop"] = str(rng.choice(BACKDROPS))
    for name in ("backdrop_hue", "backdrop_hue_2", "backdrop_contrast"):
        turned[name] = float(rng.uniform())
    turned["backdrop_value"] = float(rng.uniform(0.08, 0.9))
    turned["backdrop_seed"] = int(rng.integers(2**31 - 1))
    return Frame(**turned)  # type: ignore[arg-type]
