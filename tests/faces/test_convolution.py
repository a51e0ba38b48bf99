"""Convolution by hand and its twin beside SciPy's and Keras's; their pictures and words."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import correlate2d

from deepfake_lessons.faces import convolution_plots as plots
from deepfake_lessons.faces import spectrum_plots
from deepfake_lessons.faces.convolution import convolve, stamp

RNG = np.random.default_rng(1)


@pytest.mark.parametrize(
    ("height", "width", "size", "stride"), [(8, 8, 3, 1), (7, 9, 3, 2), (5, 5, 5, 1), (6, 8, 2, 3)]
)
def test_convolve_is_scipys_correlation(height: int, width: int, size: int, stride: int) -> None:
    picture, kernel = RNG.normal(size=(height, width)), RNG.normal(size=(size, size))
    assert np.allclose(convolve(picture, kernel, stride), correlate2d(picture, kernel, "valid")[::stride, ::stride])


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_same_is_as_large_as_the_picture(size: int) -> None:
    picture, kernel = RNG.normal(size=(7, 9)), RNG.normal(size=(size, size))
    out = convolve(picture, kernel, same=True)
    assert out.shape == picture.shape
    if size % 2:  # SciPy puts the odd zero of an even kernel before the picture, Keras after it
        assert np.allclose(out, correlate2d(picture, kernel, "same"))
    assert convolve(picture, kernel, 2, same=True).shape == (4, 5)


@pytest.mark.slow
@pytest.mark.parametrize(("size", "stride"), [(3, 1), (3, 2), (4, 2), (2, 1)])
def test_same_is_keras_padding(size: int, stride: int) -> None:
    import keras

    picture, kernel = RNG.normal(size=(7, 8)).astype(np.float32), RNG.normal(size=(size, size)).astype(np.float32)
    layer = keras.layers.Conv2D(1, size, stride, padding="same", use_bias=False)
    layer.build((None, 7, 8, 1))
    layer.set_weights([kernel[:, :, None, None]])
    theirs = keras.ops.convert_to_numpy(layer(picture[None, :, :, None]))[0, :, :, 0]
    assert np.allclose(convolve(picture, kernel, stride, same=True), theirs, atol=1e-5)


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_stamp_is_the_transpose_of_convolve(stride: int) -> None:
    """<convolve(x), y> = <x, stamp(y)> for every x and y: that is what "transposed" says."""
    kernel, y = RNG.normal(size=(3, 3)), RNG.normal(size=(3, 4))
    x = RNG.normal(size=((3 - 1) * stride + 3, (4 - 1) * stride + 3))
    assert (convolve(x, kernel, stride) * y).sum() == pytest.approx((x * stamp(y, kernel, stride)).sum())


@pytest.mark.slow
def test_both_are_keras_layers() -> None:
    import keras

    picture, kernel = RNG.normal(size=(8, 8)).astype(np.float32), RNG.normal(size=(3, 3)).astype(np.float32)
    for layer, ours in (
        (keras.layers.Conv2D(1, 3, use_bias=False), convolve(picture, kernel)),
        (keras.layers.Conv2DTranspose(1, 3, 2, use_bias=False), stamp(picture, kernel)),
    ):
        layer.build((None, 8, 8, 1))
        layer.set_weights([kernel[:, :, None, None]])
        theirs = keras.ops.convert_to_numpy(layer(picture[None, :, :, None]))[0, :, :, 0]
        assert np.allclose(theirs[: len(ours), : len(ours)], ours, atol=1e-5)


def test_overlapping_stamps_make_a_chessboard() -> None:
    assert set(np.unique(stamp(np.ones((4, 4)), np.ones((3, 3)), 2))) == {1, 2, 4}
    assert set(np.unique(stamp(np.ones((6, 6)), np.ones((4, 4)), 2)[2:-2, 2:-2])) == {4}  # as the lesson says


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: convolve(np.zeros((2, 8)), np.zeros((3, 3))), "at least 3 x 3"),
        (lambda: convolve(np.zeros((8, 8)), np.zeros((3, 2))), "square kernel"),
        (lambda: convolve(np.zeros((8, 8)), np.zeros((3, 3)), 0), "1 or more"),
        (lambda: stamp(np.zeros(4), np.zeros((3, 3))), r"numbers \(h, w\)"),
        (lambda: stamp(np.zeros((2, 2)), np.zeros((3, 3)), True), "1 or more"),
        (lambda: plots.at_work(np.zeros((8, 8)), np.ones((3, 3)), 36), "0 to 35"),
        (lambda: plots.words(np.zeros((8, 8)), np.ones((3, 3)), -1), "0 to 35"),
    ],
)
def test_what_is_refused(ask, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=words):
        ask()


@pytest.mark.parametrize("place", [0, 7, 35])
def test_the_kernel_at_work(place: int) -> None:
    picture, kernel = RNG.uniform(size=(8, 8)), RNG.normal(size=(3, 3))
    figure = plots.at_work(picture, kernel, place)
    assert len(figure.axes) == 3
    out = convolve(picture, kernel)
    said = plots.words(picture, kernel, place)
    assert f"{out.flat[place]:.2f}" in said and f"{place + 1} of 36 numbers" in said


def test_stamps_are_written_on_their_pixels() -> None:
    figure = plots.stamps(np.array([[1, 2], [2, 4]]))
    assert [text.get_text() for text in figure.axes[0].texts] == ["1", "2", "2", "4"]


def test_stamps_in_words() -> None:
    assert "1 on 1, 2 on 2, 4 on 1" in plots.stamps_words(np.array([[1, 2], [2, 4]]))


def test_gaps_of_spectra() -> None:
    genuine = {"a": np.zeros(10), "b": np.zeros(10)}
    made = {"a": np.r_[np.zeros(7), 1.0, -3.0, 2.0], "b": np.full(10, 0.5)}
    assert spectrum_plots.largest_gap(genuine["a"], made["a"]) == 3
    words = spectrum_plots.gaps_words(genuine, made)
    assert "a, the largest gap in the finer half is -3.0 decibels" in words and "b, the largest gap" in words
    assert len(spectrum_plots.gaps(genuine, made).axes[0].lines) == 3
