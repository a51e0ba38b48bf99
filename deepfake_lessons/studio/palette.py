"""Colours in linear light: skin, hair, irises, cloth; and the two conversions between linear light and sRGB."""

from __future__ import annotations

import colorsys
from functools import lru_cache

import numpy as np

from .actors import Actor
from .stage import Array

# Skin from light to dark, sRGB; the actor's tone reads between them, his undertone tints.
_SKIN = np.array(
    [
        (246, 214, 194), (240, 200, 172), (229, 178, 144), (205, 146, 109), (172, 112, 78), (134, 84, 58),
        (102, 64, 46), (78, 50, 38),
    ]
)  # fmt: skip
_HAIR = {
    "black": (24, 21, 22), "dark": (44, 32, 27), "brown": (78, 52, 37), "chestnut": (104, 62, 38),
    "auburn": (122, 56, 32), "ginger": (186, 94, 42), "honey": (170, 120, 66), "blond": (222, 184, 118),
}  # fmt: skip
_IRIS = {
    "dark": (48, 30, 20), "brown": (92, 54, 28), "hazel": (118, 86, 40), "green": (84, 112, 66), "blue": (70, 116, 160),
    "grey": (112, 126, 138),
}  # fmt: skip


def linear(srgb: Array) -> Array:
    """sRGB 0 ... 255 to linear light 0 ... 1 (IEC 61966-2-1)."""
    value = np.asarray(srgb, np.float32) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _light(value: float) -> float:
    """One sRGB value 0 ... 1 in linear light."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


_SKIN_LIGHT, _HAIR_LIGHT, _IRIS_LIGHT = (
    linear(_SKIN),
    *({k: linear(np.array(v)) for k, v in d.items()} for d in (_HAIR, _IRIS)),
)
_SILVER = linear(np.array((204, 202, 200)))


def paint(hue: float, saturation: float, value: float) -> Array:
    """A paint by hue, saturation and value, each 0 ... 1, in linear light (3,)."""
    return np.array([_light(v) for v in colorsys.hsv_to_rgb(hue % 1.0, saturation, value)], np.float32)


@lru_cache(maxsize=1024)
def _tone(skin: float, undertone: float) -> Array:
    place = skin * (len(_SKIN) - 1)
    first = min(int(place), len(_SKIN) - 2)
    tone = _SKIN_LIGHT[first] + np.float32(place - first) * (_SKIN_LIGHT[first + 1] - _SKIN_LIGHT[first])
    return tone * np.array([1.0, 1 + 0.035 * undertone, 1 - 0.13 * undertone], np.float32)


def skin(actor: Actor) -> Array:
    """The actor's skin (3,) in linear light."""
    return _tone(actor.skin, actor.undertone)


def hair(actor: Actor) -> Array:
    """The actor's hair (3,) in linear light, grey mixed in."""
    own = paint(actor.dye, 0.7, 0.55) if actor.hair_colour == "dyed" else _HAIR_LIGHT[actor.hair_colour]
    share = np.float32(actor.grey**1.3)
    return own + share * (_SILVER - own)


def iris(actor: Actor) -> Array:
    """The actor's iris (3,) in linear light."""
    return _IRIS_LIGHT[actor.iris]


def luminance(colour: Array) -> float:
    """Relative luminance of a linear colour (3,) (ITU-R BT.709)."""
    red, green, blue = colour.tolist()
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
