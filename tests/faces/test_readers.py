"""Readers of faces and their weights: what is shipped, and what happens to a file that is not as it should be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.slow  # TensorFlow

SHAPES = [(4, 3), (3,)]


@pytest.fixture
def weights() -> list[np.ndarray]:
    rng = np.random.default_rng(1)
    return [rng.normal(size=shape).astype(np.float32) for shape in SHAPES]


def test_weights_come_back(weights: list[np.ndarray], tmp_path: Path) -> None:
    from deepfake_lessons.faces import readers

    path = tmp_path / "weights.npz"
    path.write_bytes(readers.pack(weights))
    again = readers.unpack(path, SHAPES)
    assert all(
        one.dtype == np.float32 and np.allclose(one, two, atol=2e-3) for one, two in zip(again, weights, strict=True)
    )


def test_files_that_are_not_as_they_should_be(weights: list[np.ndarray], tmp_path: Path) -> None:
    from deepfake_lessons.faces import readers

    whole, path = readers.pack(weights), tmp_path / "weights.npz"

    def refused(content: bytes, shapes: list, words: str) -> None:
        path.write_bytes(content)
        with pytest.raises(ValueError, match=words):
            readers.unpack(path, shapes)

    refused(whole[: len(whole) // 2], SHAPES, "damaged or cut off")
    refused(b"", SHAPES, "damaged or cut off")
    refused(whole, [(4, 3), (4,)], r"another size: array 1 is float16 \(3,\), and \(4,\) is wanted")
    refused(whole, [(4, 3)], "another network: 2 arrays, and 1 are wanted")
    refused(readers.pack([weights[0] * np.nan, weights[1]]), SHAPES, "not finite")
    refused(readers.pack([np.zeros((2000, 2000)), weights[1]]), SHAPES, "too many for 15 numbers")
    damaged = bytearray(whole)
    damaged[len(whole) // 3] ^= 255
    path.write_bytes(bytes(damaged))
    try:  # a flipped bit may hit what nobody reads; what is read must be whole
        again = readers.unpack(path, SHAPES)
        assert all(np.isfinite(one).all() for one in again)
    except ValueError as why:
        assert "weights.npz" in str(why)
    with pytest.raises(ValueError, match="there is no file"):
        readers.unpack(tmp_path / "nothing.npz", SHAPES)


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    from deepfake_lessons.faces import readers

    path = tmp_path / "weights.npz"
    np.savez(path, np.array([{"a": 1}], dtype=object), np.zeros(3))
    with pytest.raises(ValueError, match="damaged or cut off"):
        readers.unpack(path, [(1,), (3,)])


def test_features_see_what_was_done_to_a_picture() -> None:
    from scipy.ndimage import gaussian_filter

    from deepfake_lessons import studio
    from deepfake_lessons.faces.features import FEATURES, features
    from deepfake_lessons.faces.quality import quality_distance

    shots = studio.photograph(studio.cast(320, seed=61), frames=studio.portraits(320, seed=61), size=32, seed=61).images
    genuine, others = features(shots[:160]), features(shots[160:])
    assert genuine.shape == (160, FEATURES)
    soft = gaussian_filter(shots[160:].astype(float), (0, 1, 1, 0)).astype(np.uint8)
    same, blurred = quality_distance(genuine, others), quality_distance(genuine, features(soft))
    assert blurred.low > same.high


def test_attributes_are_read_on_other_actors() -> None:
    from deepfake_lessons import studio
    from deepfake_lessons.faces.attributes import ATTRIBUTES, attributes, skin_bands, truth

    shots = studio.photograph(studio.cast(300, seed=62), frames=studio.portraits(300, seed=62), size=64, seed=62)
    said, real = attributes(shots.images), truth(shots)
    for place, name in enumerate(ATTRIBUTES):
        right = ((said[name] > 0.5) == (real[:, place] > 0.5)).mean()
        lazy = max(real[:, place].mean(), 1 - real[:, place].mean())
        assert right > lazy + 0.05, f"{name}: {right:.2f} right, and {lazy:.2f} by always saying the same"
    bands = np.array([shots.actors[k].skin_band for k in shots.actor])
    assert (np.abs(skin_bands(shots.images) - bands) <= 1).mean() > 0.9


def test_pictures_of_another_kind_are_refused() -> None:
    from deepfake_lessons.faces.attributes import attributes
    from deepfake_lessons.faces.features import features

    with pytest.raises(ValueError, match="pictures are uint8"):
        features(np.zeros((2, 32, 32, 3)))
    with pytest.raises(ValueError, match="reads pictures of 64 pixels; these have 32"):
        attributes(np.zeros((2, 32, 32, 3), np.uint8))
