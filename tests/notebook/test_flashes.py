"""Nothing that a clip's player shows flashes more than three times in any second (WCAG 2.2, success criterion 2.3.1).

A flash is a pair of opposing changes of relative luminance by a tenth of white or more, the darker side below 0.8.
It is measured in what the page holds: the player's own sheet of frames, at the player's own pace. Asked are the mean of
the picture, and each pixel: those that flash too often may nowhere make up a connected quarter of the picture.
"""

from __future__ import annotations

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from deepfake_lessons import studio
from deepfake_lessons.clips.footage import Footage
from deepfake_lessons.notebook import player
from deepfake_lessons.studio import tricks_drawing

CHANGE, DARKER = 0.1, 0.8  # relative luminance
MOST, AREA = 3, 0.25  # flashes a second, share of the picture
OURS = 0.05  # share that the studio's clips keep to: an inner face is a fifth of the picture, and pages are enlarged


def shown(page: str) -> tuple[np.ndarray, float]:
    """The frames (T, H, W, 3) that a page's player shows, and how many of them in a second of the viewer's."""
    script = page.split("<script>", 1)[1]
    data = json.loads(script[script.index("{", script.rindex("querySelector(")) : script.rindex(")")])
    sheet = np.asarray(Image.open(io.BytesIO(base64.b64decode(data["sheet"]))))
    high, wide = data["high"], data["wide"]
    corners = [divmod(number, data["columns"]) for number in range(data["count"])]
    frames = [sheet[row * high : (row + 1) * high, column * wide : (column + 1) * wide] for row, column in corners]
    return np.array(frames), data["fps"] * data["speed"]


def luminance(frames: np.ndarray) -> np.ndarray:
    """Relative luminance (T, H, W) of sRGB pictures, 0 black, 1 white."""
    value = frames.astype(np.float32) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722], np.float32))


def changes(light: np.ndarray) -> np.ndarray:
    """Where light (T, ...) has risen or fallen by `CHANGE` since it last turned, the other way than before; bool."""
    low = high = light[0]
    way, found = np.zeros(light.shape[1:], int), []
    for now in light:
        rises = (way != 1) & (now - low >= CHANGE) & (low < DARKER)
        falls = (way != -1) & (high - now >= CHANGE) & (now < DARKER)
        turned = rises | falls
        way = np.where(rises, 1, np.where(falls, -1, way))
        low, high = np.where(turned, now, np.minimum(low, now)), np.where(turned, now, np.maximum(high, now))
        found.append(turned)
    return np.array(found)


def most_flashes(light: np.ndarray, fps: float) -> np.ndarray:
    """Flashes in each second, from each frame on: (K, ...)."""
    second = max(1, round(fps))
    found = changes(light)
    sums = np.concatenate([np.zeros_like(found[:1], int), np.cumsum(found, axis=0)])
    second = min(second, len(found))
    return np.asarray((sums[second:] - sums[:-second]) / 2)


def flashing(page: str) -> tuple[float, float]:
    """The most flashes of the mean in any second, and the largest connected share of the picture with too many."""
    frames, fps = shown(page)
    light = luminance(frames)
    area = 0.0
    for too_many in most_flashes(light, fps) > MOST:
        regions = ndimage.label(too_many)[0]
        area = max(area, float(np.bincount(regions.ravel())[1:].max(initial=0)) / regions.size)
    return float(most_flashes(light.mean(axis=(1, 2)), fps).max()), area


def safe(page: str, most: float = AREA) -> bool:
    mean, area = flashing(page)
    return mean <= MOST and area < most


# ---------------------------------------------------------------------- planted


def flicker(hertz: float, share: float = 1.0, low: int = 100, high: int = 190, fps: float = 16) -> Footage:
    """Two seconds of grey of which a share goes on and off."""
    on = np.floor(np.arange(round(2 * fps)) / fps * hertz * 2 + 1e-9) % 2 == 1
    frames = np.full((len(on), 32, 32, 3), low, np.uint8)
    frames[on, : round(32 * share)] = high
    return Footage(frames, fps, np.zeros(0, np.float32), 16_000)


@pytest.mark.parametrize(
    ("clip", "speed", "fine"),
    [
        (flicker(8), 1.0, False),
        (flicker(4), 1.0, False),
        (flicker(8, share=0.3), 1.0, False),
        (flicker(8, low=150, high=175), 1.0, False),
        (flicker(8, share=0.2), 1.0, True),
        (flicker(8, low=100, high=120), 1.0, True),
        (flicker(8, low=235, high=255), 1.0, True),
        (flicker(2), 1.0, True),
        (flicker(8), 0.25, True),
        (flicker(6, fps=24), 0.5, True),
        (flicker(0.1), 1.0, True),
    ],
    ids=["8 Hz", "4 Hz", "a third", "weak", "a fifth", "too weak", "all bright", "2 Hz", "slowed", "3 Hz", "still"],
)
def test_planted_flicker(clip: Footage, speed: float, fine: bool) -> None:
    assert safe(player.clip_html(clip, "A planted flicker of a grey square.", speed=speed)) == fine


def test_flashes_are_counted() -> None:
    page = player.clip_html(flicker(8), "A planted flicker of a grey square.")
    frames, fps = shown(page)
    assert frames.shape == (32, 32, 32, 3) and fps == 16
    mean, area = flashing(page)
    assert mean == 8 and area == 1


# ---------------------------------------------------------------------- what the studio makes


def filmed(seed: int) -> studio.Clip:
    return studio.film(studio.cast(1, seed)[0], 2, seed=seed, workers=1)


@pytest.mark.parametrize("seed", [11, 12, 13, 14])
def test_a_wandering_light_is_no_flashing_light(seed: int) -> None:
    """Also mirrored, over a sharpened face, and with one blink upon another, all at full strength."""
    broken = studio.tamper(filmed(seed), "light", 1.0, seed)
    assert safe(player.clip_html(broken), OURS)
    for cue, kind in (("shadow", None), ("seam", "sharp face"), ("blink", "fast")):
        broken = studio.tamper(broken, cue, 1.0, seed, kind=kind)
    assert safe(player.clip_html(broken), OURS)


def test_a_light_that_wandered_too_fast_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tricks_drawing, "WANDER", (6.0, 8.0))
    assert not safe(player.clip_html(studio.tamper(filmed(11), "light", 1.0, 11)), OURS)


@pytest.mark.parametrize("kind", studio.KINDS["blink"])
@pytest.mark.parametrize("seed", [15, 16])
def test_blinks_do_not_flash(kind: str, seed: int) -> None:
    broken = studio.tamper(filmed(seed), "blink", 1.0, seed, kind=kind)
    assert safe(player.clip_html(broken), OURS)


@pytest.mark.parametrize("seed", [17, 18])
def test_a_flickering_lamp_does_not_flash_too_often(seed: int) -> None:
    assert safe(player.clip_html(studio.twin(filmed(seed), "flickering lamp")), OURS)
