"""Where a detector looks: occlusion maps, Grad-CAM, and the change that lowers its score fastest.

    heat = occlusion(lambda images: detector.scores(model, images), image)    # needs scores alone
    heat = grad_cam(model, image)                                             # needs the network
    direction = directed_change(model, image)

Positive heat speaks for "fake". Sources: Zeiler and Fergus 2014 (occlusion), Selvaraju et al. 2017 (Grad-CAM),
Goodfellow et al. 2015 (the sign of the gradient).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from scipy.ndimage import gaussian_filter


def occlusion(scores: Callable[[np.ndarray], Any], image: Any, side: int = 12, step: int = 4) -> np.ndarray:
    """Cover one square after the other with a blur of the picture: how much does the score fall?

    Args:
        scores: (N, S, S, 3) uint8 -> (N,) probabilities of fake.
        image: (S, S, 3) uint8.
        side: of the square, in pixels.
        step: pixels from one square to the next.

    Returns:
        (S, S) float: for each pixel the mean fall, as a logit, of the squares that covered it. Positive where the
        picture spoke for "fake".

    Raises:
        ValueError: another kind of picture, or squares that do not fit.
    """
    picture = _picture(image)
    size = len(picture)
    if not (1 <= step <= side <= size):
        raise ValueError(f"side={side}, step={step}: 1 <= step <= side <= {size} must hold")
    starts = sorted({*range(0, size - side + 1, step), size - side})
    covers = [(slice(top, top + side), slice(left, left + side)) for top in starts for left in starts]
    # Much blurred, the picture is a cover without an edge of its own colour.
    blurred = gaussian_filter(picture.astype(np.float32), (5, 5, 0)).round().astype(np.uint8)
    covered = np.repeat(picture[None], len(covers), axis=0)
    for one, cover in zip(covered, covers, strict=True):
        one[cover] = blurred[cover]
    said = np.clip(np.asarray(scores(np.concatenate([picture[None], covered])), float), 1e-6, 1 - 1e-6)
    logits = np.log(said / (1 - said))
    total, times = np.zeros((size, size)), np.zeros((size, size))
    for fall, cover in zip(logits[0] - logits[1:], covers, strict=True):
        total[cover] += fall
        times[cover] += 1
    return total / np.maximum(times, 1)


def grad_cam(model: keras.Model, image: Any, layer: int | str | None = None) -> np.ndarray:
    """The maps of one convolution, weighed by how much each one's mean moves the logit; what is negative is left out.

    Args:
        model: ends in one logit.
        image: (S, S, 3) uint8.
        layer: place or name of a layer with maps; default the last one.

    Returns:
        (S, S) float, 0 or more.

    Raises:
        ValueError: no such layer, or another kind of picture.
    """
    picture = _picture(image)
    chosen = _layer_with_maps(model, layer)
    maps = keras.Model(model.inputs[0], chosen.output)(picture[None].astype(np.float32), training=False)
    with tf.GradientTape() as tape:
        tape.watch(maps)
        logit = maps
        for behind in model.layers[model.layers.index(chosen) + 1 :]:
            at_rest = {"training": False} if isinstance(behind, keras.layers.BatchNormalization) else {}
            logit = behind(logit, **at_rest)
    weights = tf.reduce_mean(tape.gradient(logit, maps), axis=(1, 2), keepdims=True)
    heat = tf.nn.relu(tf.reduce_sum(weights * maps, axis=3))[..., None]
    return np.asarray(tf.image.resize(heat, picture.shape[:2], method="bilinear"))[0, :, :, 0].astype(float)


def directed_change(model: keras.Model, image: Any) -> np.ndarray:
    """The gradient of the logit by each pixel: the change of the picture that raises its score fastest.

    Args:
        model: ends in one logit.
        image: (S, S, 3) uint8 or float, 0 ... 255.

    Returns:
        (S, S, 3) float, logits for each grey level.
    """
    pixels = tf.Variable(np.asarray(image, np.float32)[None])
    with tf.GradientTape() as tape:
        logit = model(pixels, training=False)
    return np.asarray(tape.gradient(logit, pixels))[0].astype(float)


def points_at(heat: Any, region: Any) -> bool:
    """The pointing game (Zhang et al. 2016): whether the strongest point of the heat lies in the region.

    Args:
        heat: (S, S).
        region: (S, S), more than one half where something was forged.

    Raises:
        ValueError: shapes that differ.
    """
    heat, region = np.asarray(heat, float), np.asarray(region, float)
    if heat.shape != region.shape or heat.ndim != 2:
        raise ValueError(f"heat {heat.shape} and region {region.shape}: the same (S, S) is wanted")
    return bool(region.flat[int(heat.argmax())] > 0.5)


def agreement(one: Any, other: Any) -> float:
    """How far two maps agree: the correlation of their pixels' ranks (Spearman), -1 to 1; 0 where one is flat."""
    first, second = (np.argsort(np.argsort(np.asarray(heat, float).ravel())) for heat in (one, other))
    if any(np.ptp(np.asarray(heat, float)) == 0 for heat in (one, other)):
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def _layer_with_maps(model: keras.Model, layer: int | str | None) -> Any:
    with_maps = [one for one in model.layers if len(one.output.shape) == 4]
    if layer is None:
        return with_maps[-1]
    found = model.get_layer(layer) if isinstance(layer, str) else model.layers[layer]
    if found not in with_maps:
        names = ", ".join(one.name for one in with_maps)
        raise ValueError(f"layer {layer!r} has no maps (N, H, W, C); those that have: {names}")
    return found


def _picture(image: Any) -> np.ndarray:
    picture = np.asarray(image)
    if picture.ndim != 3 or picture.shape[2] != 3 or picture.shape[0] != picture.shape[1] or picture.dtype != np.uint8:
        raise ValueError(f"one square picture, uint8 (S, S, 3), is wanted; got {picture.dtype} {picture.shape}")
    return picture
