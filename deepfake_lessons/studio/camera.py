"""Cameras: what becomes of linear light on its way to a file. They come last, after any tampering, and treat real and
forged pictures alike: otherwise a detector learns the camera.

The order is that of a real one: geometry, movement, sensor size, exposure and colour, soft shoulder, gamma (IEC
61966-2-1), lens blur, noise (growing with the light, EMVA 1288), compression (JPEG, ITU-T T.81).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from PIL import Image

from .knobs import Knobs, choice, number, whole
from .stage import Array, averaging, bell

LIGHTS = ("day", "sodium", "grey")


@dataclass(frozen=True)
class Camera(Knobs):
    """One camera. Units and ranges: `knobs.rows(Camera)`; lengths in picture pixels are meant for a picture of 64.

    Raises:
        ValueError: a knob outside its range, named together with the range.
    """

    exposure: float = number(0.0, -3, 3, "stops", "brighter or darker")
    warmth: float = number(0.0, -1, 1, "share", "colour cast: bluish (-1) to reddish (1)")
    shoulder: float = number(
        0.7, 0.3, 1, "share", "above this light, highlights are bent softly towards white; 1 cuts them"
    )
    blur: float = number(0.26, 0, 3, "pixels of 64", "standard deviation of the lens's blur")
    noise: float = number(1.0, 0, 30, "grey levels", "deviation of the noise in the dark")
    shot_noise: float = number(0.6, 0, 20, "grey levels", "what light adds to it at white")
    quality: int = whole(92, "JPEG quality; 0 for no compression", high=100)
    detail: float = number(1.0, 0.2, 1, "share", "width of the sensor's picture before it is enlarged")
    motion: float = number(0.0, 0, 8, "pixels of 64", "length of the blur by movement")
    motion_angle: float = number(0.0, -1.6, 1.6, "radians", "its direction")
    tilt: float = number(0.0, 0, 0.8, "radians", "looking down from above: heights shrink by its cosine")
    fields: float = number(0.0, 0, 6, "pixels of 64", "interlacing: how far odd lines are shifted against even ones")
    light: str = choice("day", LIGHTS, "colour, orange sodium light, or grey night vision")


_STEPS = 4095  # of the tone curve's table for every unit of its argument, the square root of light
_BRIGHTEST = 4  # square root of the light at which the table ends
_CHANCES = 4096  # steps of the bell curve's table

CINEMA = Camera()
SECOND_SHOT = Camera(shoulder=1.0, blur=0.0, noise=2.0, shot_noise=0.0, quality=85)


def develop(picture: Array, camera: Camera, rng: np.random.Generator) -> Array:
    """Photograph a picture.

    Args:
        picture: (S, S, 3), S from 8 to 1024: linear light as floating point (`render(...).linear`), 0 black, 1 white;
            or an sRGB picture as uint8, which is shot once more.
        camera: the camera.
        rng: where its noise comes from. The same state gives the same bytes.

    Returns:
        (S, S, 3) uint8, sRGB.

    Raises:
        ValueError: another shape or type, or values that are no numbers.
    """
    image = _opened(picture)
    size = image.shape[1]
    unit = size / 64
    if camera.tilt:
        image = _squeezed(size, float(np.cos(camera.tilt))) @ image
    if camera.motion > 0.05:
        image = _moved(image, camera.motion * unit, camera.motion_angle)
    sensor = max(8, round(size * camera.detail))
    if sensor < size:
        down = averaging(sensor, size)
        image = down @ image @ down.T
    image = _toned(image, camera)  # in grey levels from here on
    blur = camera.blur * unit * sensor / size
    if blur > 0.05:
        spread = _spread(sensor, round(blur, 3))
        image = spread @ image @ spread.T
    if camera.fields > 0.05:
        image[:, 1::2] = np.roll(image[:, 1::2], max(1, round(camera.fields * unit * sensor / size)), axis=2)
    if camera.noise or camera.shot_noise:
        light = (image[0] + image[1] + image[2]) * (1 / 3 / 255)
        deviation = np.sqrt(camera.noise**2 + camera.shot_noise**2 * np.maximum(light, 0)) * 0.75
        # chance of a pixel's own and as much again that its three colours share
        own = _bell_curve().take(rng.integers(_CHANCES, size=image.shape, dtype=np.uint16), mode="clip")
        own += (own[0] + own[1] + own[2]) * (1 / 3)
        own *= deviation
        image = image + own
        if camera.light == "grey":
            image = np.broadcast_to(image.mean(axis=0), image.shape)
    done = (image.transpose(1, 2, 0) + np.float32(0.5)).clip(0, 255).astype(np.uint8)
    done = _compressed(np.ascontiguousarray(done), camera.quality)
    if sensor < size:
        done = np.asarray(Image.fromarray(done).resize((size, size), Image.Resampling.BILINEAR))
    return done


def _opened(picture: Array) -> Array:
    """The picture as three planes of linear light, float32."""
    picture = np.asarray(picture)
    shape = picture.shape
    if len(shape) != 3 or shape[0] != shape[1] or shape[2] != 3 or not 8 <= shape[0] <= 1024:
        raise ValueError(
            f"a camera takes a square colour picture (S, S, 3), S from 8 to 1024; this one has shape {shape}"
        )
    if picture.dtype == np.uint8:
        value = picture.transpose(2, 0, 1).astype(np.float32) * np.float32(1 / 255)
        return np.where(value <= 0.04045, value * (1 / 12.92), ((value + 0.055) * (1 / 1.055)) ** 2.4)
    if picture.dtype.kind != "f" or not np.isfinite(picture).all():
        raise ValueError("a camera takes linear light as finite floating point numbers, or a finished picture as uint8")
    return np.maximum(picture.transpose(2, 0, 1).astype(np.float32), 0)


def _toned(image: Array, camera: Camera) -> Array:
    """Exposure, the light's colour, colour cast, shoulder and gamma: linear light to grey levels 0 ... 255."""
    gain = 2.0**camera.exposure
    if camera.light != "day":
        weights = (0.45, 0.5, 0.05) if camera.light == "sodium" else (0.5, 0.35, 0.15)
        grey = sum(weight * image[c] for c, weight in enumerate(weights))
        shares = (1.15, 0.62, 0.1) if camera.light == "sodium" else (1.0, 1.0, 1.0)
        # sodium lamps of today leave a little of the other colours
        rest = 0.12 if camera.light == "sodium" else 0.0
        image = grey + rest * (image - grey)
    else:
        shares = (1 + 0.22 * camera.warmth, 1.0, 1 - 0.22 * camera.warmth)
    image = np.sqrt(image)
    image *= np.array([_STEPS * (gain * share) ** 0.5 for share in shares], np.float32)[:, None, None]
    image += np.float32(0.5)
    return _curve(camera.shoulder).take(image.astype(np.intp), mode="clip")


@lru_cache(maxsize=64)
def _curve(knee: float) -> Array:
    """Shoulder and gamma as one table over the square root of light, where they are nearly straight: right to a tenth
    of a grey level. What is brighter than the table's end looks like the end."""
    light = (np.arange(_BRIGHTEST * _STEPS + 1) / _STEPS) ** 2
    room = 1 - knee
    over = np.maximum(light - knee, 0)
    light = np.minimum(light, knee) + (over * room / (over + room) if room else 0)
    return (255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)).astype(np.float32)


@lru_cache(maxsize=1)
def _bell_curve() -> Array:
    """The normal distribution as a table, equally likely entries of it: quicker than to draw from it."""
    return np.array([NormalDist().inv_cdf((k + 0.5) / _CHANCES) for k in range(_CHANCES)], np.float32)


@lru_cache(maxsize=64)
def _spread(size: int, width: float) -> Array:
    """A matrix (size, size) that blurs along one axis by a Gaussian of `width` pixels; its rows add up to 1."""
    at = np.arange(size)
    weight = bell(at[:, None] - at, 2**0.5 * width)
    return (weight / weight.sum(axis=1, keepdims=True)).astype(np.float32)


def in_picture(layers: Array, landmarks: Array, camera: Camera) -> tuple[Array, Array]:
    """Where masks and landmarks of a drawing lie in the camera's picture: one that looks down shrinks heights.

    Args:
        layers: (..., S, S) uint8 masks.
        landmarks: (..., 2) pixels from the upper left corner.
        camera: that took it. Its other effects move nothing by more than a pixel or two, and are left out.
    """
    if not camera.tilt:
        return layers, landmarks
    size, share = layers.shape[-1], float(np.cos(camera.tilt))
    height = (landmarks[..., 1] - size / 2) * share + size / 2
    moved = np.stack([landmarks[..., 0], height], axis=-1).astype(landmarks.dtype)
    squeezed, flat, down = np.empty_like(layers), layers.reshape(-1, size, size), _squeezed(size, share)
    for first in range(0, len(flat), 1024):  # a few thousand pictures as floats would fill the memory
        part = slice(first, first + 1024)
        squeezed.reshape(-1, size, size)[part] = np.rint(down @ flat[part].astype(np.float32))
    return squeezed, moved


@lru_cache(maxsize=64)
def _squeezed(size: int, share: float) -> Array:
    """A matrix (size, size) that shrinks heights to `share` about the middle; what is missing repeats the edge."""
    at = np.clip((np.arange(size) - (size - 1) / 2) / share + (size - 1) / 2, 0, size - 1)
    return np.maximum(0, 1 - np.abs(at[:, None] - np.arange(size))).astype(np.float32)


def _moved(image: Array, length: float, angle: float) -> Array:
    """Movement blur: the mean of pictures shifted along a line of so many pixels, edges repeated."""
    steps = max(2, round(length) + 1)
    total, size = np.zeros_like(image), image.shape[1]
    at = np.arange(size)
    for share in np.linspace(-0.5, 0.5, steps):
        across, down = round(length * share * np.cos(angle)), round(length * share * np.sin(angle))
        rows, columns = np.clip(at + down, 0, size - 1), np.clip(at + across, 0, size - 1)
        total += image.take(rows, axis=1).take(columns, axis=2)
    return total * np.float32(1 / steps)


def _compressed(image: Array, quality: int) -> Array:
    """Through JPEG and back; full colour resolution from quality 85 on, half below, as usual."""
    if not quality:
        return image
    store = io.BytesIO()
    Image.fromarray(image).save(store, "JPEG", quality=quality, subsampling=0 if quality >= 85 else 2)
    return np.array(Image.open(store))
