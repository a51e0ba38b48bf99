"""A line through roughness measures what it says, learns what is planted and nothing from shuffled labels."""

from __future__ import annotations

import numpy as np
import pytest

from deepfake_lessons.detector import baselines


def noise(many: int, side: int = 64, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(60, 200, (many, side, side, 3)).astype(np.uint8)


def planted(many: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Noise; fakes are a little brighter in the middle and a little softer all over."""
    images, labels = noise(many, seed=seed).astype(float), np.arange(many) % 2
    fakes = images[labels == 1]
    fakes = (3 * fakes + np.roll(fakes, 1, axis=2)) / 4
    fakes[:, 16:48, 16:48] += 12
    images[labels == 1] = fakes
    return images.astype(np.uint8), labels


# ---------------------------------------------------------------------- energies


def test_a_flat_picture_has_the_lowest_energies_and_a_sharpened_one_more() -> None:
    flat = np.full((1, 16, 16, 3), 77, np.uint8)
    picture = np.clip(np.random.default_rng(2).normal(128, 20, (1, 64, 64, 3)), 0, 255)
    soft = (picture + np.roll(picture, 1, 1) + np.roll(picture, 1, 2) + np.roll(picture, (1, 1), (1, 2))) / 4
    sharp = np.clip(2 * picture - soft, 0, 255)
    lowest = baselines.energies(flat)
    less, more, most = (baselines.energies(one.astype(np.uint8)) for one in (soft, picture, sharp))
    assert lowest.shape == (1, 18) == (1, len(baselines.ENERGIES))
    assert lowest == pytest.approx(np.log(0.1))
    assert (lowest < less).all() and (less < more).all() and (more < most).all()


def test_residuals_are_those_of_convolution() -> None:
    """Against scipy, every kernel and colour."""
    from scipy.signal import correlate2d

    image = noise(1, 20)[0]
    found = baselines.energies(image[None])[0]
    for place, kernel in enumerate(baselines._RESIDUALS.values()):
        assert kernel.sum() == pytest.approx(0)
        for colour in range(3):
            wanted = np.log(np.mean(correlate2d(image[..., colour].astype(float), kernel, "valid") ** 2) + 0.1)
            assert found[3 * place + colour] == pytest.approx(wanted, rel=1e-4)


def test_only_second_differences_are_blind_to_a_slope() -> None:
    slope = np.tile(np.arange(0, 128, 4, dtype=np.uint8)[None, None, :, None], (1, 32, 1, 3))
    found = dict(zip(baselines.ENERGIES, baselines.energies(slope)[0], strict=True))
    assert found["first, across, red"] == pytest.approx(np.log(16 + 0.1))
    assert [name for name, value in found.items() if value > -2] == [
        f"first, across, {colour}" for colour in ("red", "green", "blue")
    ]


def test_many_pictures_are_measured_as_each() -> None:
    images = noise(300, 8)
    assert np.array_equal(baselines.energies(images)[[0, 260]], baselines.energies(images[[0, 260]]))


# ---------------------------------------------------------------------- logistic regression


def test_a_planted_difference_is_learnt_and_shuffled_labels_are_not() -> None:
    fit = baselines.on_energies
    images, labels = planted(160, seed=3)
    others, truth = planted(200, seed=4)
    said = fit(images, labels)(others)
    assert said.shape == (200,) and ((said >= 0) & (said <= 1)).all()
    assert ((said > 0.5) == truth).mean() > 0.95
    shuffled = np.random.default_rng(5).permutation(labels)
    images = noise(160, seed=6)  # pictures that do not differ
    chance = fit(images, shuffled)(noise(200, seed=7)) > 0.5
    assert 0.36 < (chance == truth).mean() < 0.64  # four deviations of 200 coins


GOOD = noise(6, 16), np.array([0, 1, 0, 1, 0, 1])
BAD = {
    "float": (lambda x, y: (x / 255, y), "uint8 from 0 to 255 is wanted"),
    "grey": (lambda x, y: (x[..., 0], y), r"pictures \(N, H, W, 3\) are wanted"),
    "few labels": (lambda x, y: (x, y[:5]), r"labels of shape \(5,\): 6 is wanted"),
    "one class": (lambda x, y: (x, y * 0), "all 6 pictures are genuine"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_learnt_from_is_refused(name: str) -> None:
    spoil, words = BAD[name]
    with pytest.raises(ValueError, match=words):
        baselines.on_energies(*spoil(*GOOD))


def test_pictures_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="16 x 16 pixels were learnt from"):
        baselines.on_energies(*GOOD)(noise(2, 32))
