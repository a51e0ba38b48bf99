"""The quality distance beside closed forms, the nearest photograph beside a plain search, the mean spectrum."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import linalg

from deepfake_lessons.faces.quality import Distance, mean_spectrum, nearest, quality_distance


def crowd(count: int, seed: int, shift: float = 0.0, spread: float = 1.0) -> np.ndarray:
    """Correlated normal features."""
    rng = np.random.default_rng(seed)
    mixing = np.random.default_rng(0).normal(size=(8, 8))
    return spread * (rng.normal(size=(count, 8)) @ mixing) + shift


def test_it_is_the_frechet_distance_over_the_trace() -> None:
    genuine, made = crowd(600, 1), crowd(600, 2, shift=0.7, spread=1.3)
    one, two = np.cov(genuine, rowvar=False), np.cov(made, rowvar=False)
    mixed = np.trace(linalg.sqrtm(one @ two).real)
    apart = ((genuine.mean(0) - made.mean(0)) ** 2).sum() + np.trace(one) + np.trace(two) - 2 * mixed
    assert quality_distance(genuine, made).value == pytest.approx(apart / np.trace(one), rel=1e-3)


def test_the_same_crowd_is_near_and_a_worse_one_farther() -> None:
    genuine = crowd(800, 1)
    same, near, far = (quality_distance(genuine, crowd(800, 2, shift)) for shift in (0, 1, 3))
    assert same.value < 0.05 < near.value < far.value
    assert near.high < far.low


def test_scale_of_the_features_does_not_matter() -> None:
    genuine, made = crowd(300, 1), crowd(300, 2, 0.5)
    assert quality_distance(7 * genuine, 7 * made).value == pytest.approx(quality_distance(genuine, made).value)


def test_the_interval_holds_what_other_draws_give() -> None:
    genuine = crowd(1000, 1)
    truth = np.mean([quality_distance(genuine, crowd(300, seed, 0.6)).value for seed in range(100, 140)])
    intervals = [quality_distance(genuine, crowd(300, seed, 0.6)) for seed in range(2, 42)]
    held = sum(one.low <= truth <= one.high for one in intervals)
    assert held >= 32, f"{held} of 40 intervals hold the mean"
    assert np.mean([one.high - one.low for one in intervals]) < truth


def test_more_pictures_make_the_interval_narrower() -> None:
    genuine = crowd(1000, 1)
    few, many = (quality_distance(genuine, crowd(count, 2, 0.6)) for count in (60, 2000))
    assert many.high - many.low < (few.high - few.low) / 2


def test_it_reads_like_a_number_with_its_interval() -> None:
    assert str(Distance(0.641, 0.58, 0.713)) == "0.64 (0.58-0.71)"
    assert str(Distance(18.87, 18.4, 19.3)) == "19 (18-19)"


@pytest.mark.parametrize(
    ("genuine", "made", "words"),
    [
        (np.zeros(5), np.zeros((20, 4)), "one row of features a picture"),
        (np.zeros((20, 4)), np.zeros((7, 4)), "7 made pictures are too few for 4 features: take 8"),
        (np.zeros((20, 4)), np.zeros((20, 5)), "4 numbers each, made ones 5"),
        (np.full((20, 4), np.nan), np.zeros((20, 4)), "not finite"),
    ],
)
def test_bad_features_are_refused(genuine: np.ndarray, made: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        quality_distance(genuine, made)


# ---------------------------------------------------------------------- nearest


def pictures(count: int, seed: int, size: int = 8) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, size, size, 3), dtype=np.uint8)


def test_a_copy_is_found_also_in_the_mirror() -> None:
    photographs = pictures(700, 1)
    which, apart = nearest(np.stack([photographs[650], photographs[3][:, ::-1]]), photographs)
    assert which.tolist() == [650, 3]
    assert np.allclose(apart, 0, atol=0.5)


def test_nearest_is_what_a_plain_search_finds() -> None:
    faces, photographs = pictures(5, 2), pictures(20, 3)
    which, apart = nearest(faces, photographs)
    for k, face in enumerate(faces):
        all_of_them = [
            min(np.sqrt(((face - turned.astype(float)) ** 2).mean()) for turned in (one, one[:, ::-1]))
            for one in photographs
        ]
        assert which[k] == np.argmin(all_of_them)
        assert apart[k] == pytest.approx(min(all_of_them), rel=1e-3)


@pytest.mark.parametrize(
    ("faces", "photographs", "words"),
    [
        (pictures(0, 1), pictures(2, 1), "faces: uint8 pictures"),
        (pictures(2, 1) / 255, pictures(2, 1), "faces: uint8 pictures"),
        (pictures(2, 1, 8), pictures(2, 1, 16), "one size is wanted"),
    ],
)
def test_nearest_refuses(faces: np.ndarray, photographs: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        nearest(faces, photographs)


# ---------------------------------------------------------------------- spectrum


def test_a_wave_stands_in_its_ring() -> None:
    wave = 128 + 60 * np.sin(2 * np.pi * 6 * np.arange(32) / 32)
    image = np.broadcast_to(wave[None, None, :, None], (1, 32, 32, 3))
    spectrum = mean_spectrum(image)
    assert spectrum.shape == (16,)
    assert spectrum.argmax() == 6
    assert spectrum[6] > spectrum[12] + 30


def test_blur_takes_what_is_fine() -> None:
    from scipy.ndimage import gaussian_filter

    sharp = pictures(20, 1, 32)
    soft = gaussian_filter(sharp.astype(float), (0, 1.5, 1.5, 0))
    drop = mean_spectrum(sharp) - mean_spectrum(soft)
    assert drop[14] > 10 > drop[2]


def test_a_strip_is_no_picture() -> None:
    with pytest.raises(ValueError, match="square pictures"):
        mean_spectrum(np.zeros((2, 8, 4, 3)))
