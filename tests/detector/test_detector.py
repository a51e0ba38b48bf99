"""The detector learns, keeps the best weights, refuses what it cannot learn from; maps of where it looks are right."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.slow  # TensorFlow


@pytest.fixture(scope="module")
def pile() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pictures of noise; in the fakes a square in the middle is smoother. Each fake is made from a genuine one."""
    rng = np.random.default_rng(1)
    genuine = rng.integers(60, 200, (80, 64, 64, 3)).astype(np.uint8)
    fakes = genuine.copy()
    square = fakes[:, 24:40, 24:40]
    fakes[:, 24:40, 24:40] = (0.5 * square + 0.5 * square.mean(axis=(1, 2), keepdims=True)).astype(np.uint8)
    return np.concatenate([genuine, fakes]), np.repeat([0, 1], 80), np.tile(np.arange(80), 2)


@pytest.fixture(scope="module")
def taught(pile: tuple[np.ndarray, np.ndarray, np.ndarray]) -> tuple[Any, Any, list[Any]]:
    import keras

    from deepfake_lessons.detector import network as detector

    keras.utils.set_random_seed(3)
    model, told = detector.build_detector(), []
    images, labels, source = pile
    study = source < 60
    fitted = detector.fit_detector(
        model, images[study], labels[study], images[~study], labels[~study], source[study], steps=48,
        callback=lambda step, _: told.append((step, model.get_weights())),
    )  # fmt: skip
    return model, fitted, told


def test_it_is_small() -> None:
    from deepfake_lessons.detector import network as detector

    assert detector.build_detector().count_params() <= 50_000
    with pytest.raises(ValueError, match="16 or more"):
        detector.build_detector(8)


def test_it_learns_and_keeps_the_best(pile: Any, taught: Any) -> None:
    from deepfake_lessons.detector import network as detector

    model, fitted, told = taught
    images, labels, source = pile
    said = detector.scores(model, images[source >= 60])
    assert ((said > 0.5) == labels[source >= 60]).mean() > 0.9
    assert [step for step, _ in told] == fitted.checks and fitted.steps == 48 and len(told) == detector.CHECKS
    assert fitted.best == fitted.checks[int(np.argmin(fitted.cross_entropy))]
    best = dict(told)[fitted.best]
    assert all((one == two).all() for one, two in zip(model.get_weights()[:-1], best[:-1], strict=True))


def test_the_last_bias_makes_both_kinds_of_errors_alike(pile: Any) -> None:
    import keras

    from deepfake_lessons.detector import network as detector

    keras.utils.set_random_seed(3)
    model = detector.build_detector()
    images, labels, _ = pile
    model.layers[-1].bias.assign([7.0])  # a newborn that calls everything fake
    detector._even(model, images, labels)
    said = detector.scores(model, images) > 0.5
    accused, missed = said[labels == 0].mean(), (~said)[labels == 1].mean()
    assert abs(accused - missed) < 0.05 and 0.05 < said.mean() < 0.95


def test_nothing_of_mock_exam_or_exam_reaches_training(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dealt as in lesson 08: what is on the two other piles carries a marker, and training is shown none of it."""
    from deepfake_lessons import studio
    from deepfake_lessons.detector import forgeries
    from deepfake_lessons.detector import network as detector

    rng, many = np.random.default_rng(5), 240
    genuine = rng.integers(60, 200, (many, 64, 64, 3)).astype(np.uint8)
    who = np.arange(many) // 10
    fakes = forgeries.Forgeries(
        images=np.concatenate([genuine, 255 - genuine]), label=np.repeat([0, 1], many),
        method=np.repeat(["genuine", "swap"], many), strength=np.zeros(2 * many, np.float32), actor=np.tile(who, 2),
        face=np.concatenate([who, who // 4 * 4 + (who + 1) % 4]), source=np.tile(np.arange(many), 2),
        landmarks=np.full((2 * many, 6, 2), np.nan, np.float32), actors=tuple(studio.cast(24, 1)),
    )  # fmt: skip
    study, mock, exam = forgeries.split(fakes)
    assert len(mock) and len(exam)
    for pile in (mock, exam):
        fakes.images[pile, :, :, 0] = 255  # the marker
    shown: list[np.ndarray] = []
    whole = detector._moved
    monkeypatch.setattr(detector, "_moved", lambda some, rng: shown.append(whole(some, rng)) or shown[-1])
    some, check = fakes[study], fakes[mock]
    detector.fit_detector(
        detector.build_detector(), some.images, some.label, check.images, check.label, some.source, steps=6
    )
    seen = np.concatenate(shown)
    assert len(seen) == 6 * detector.BATCH and not (seen[..., 0] == 255).all(axis=(1, 2)).any()
    assert (fakes.images[exam, :, :, 0] == 255).all(), "the marker would have been seen"


def test_partners_lie_beside_each_other(pile: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from deepfake_lessons.detector import network as detector

    images, labels, source = pile
    shown: list[np.ndarray] = []
    monkeypatch.setattr(detector, "_moved", lambda some, rng: shown.append(some) or some)
    detector.fit_detector(detector.build_detector(), images, labels, images, labels, source, steps=1, seed=2)
    genuine, fakes = np.split(shown[0].astype(int), 2)
    assert (genuine[:, :20] == fakes[:, :20]).all() and (genuine != fakes).any()


def test_exchanged_labels_are_told(pile: Any, capsys: pytest.CaptureFixture[str]) -> None:
    import keras

    from deepfake_lessons.detector import network as detector

    keras.utils.set_random_seed(3)
    images, labels, source = pile
    mock = source >= 60
    detector.fit_detector(
        detector.build_detector(), images[~mock], labels[~mock], images[mock], 1 - labels[mock], source[~mock],
        steps=48, patience=99,
    )  # fmt: skip
    assert "other way round" in capsys.readouterr().out


BAD = {
    "one class": (lambda x, y: (x, y * 0), "all 160 pictures are genuine"),
    "NaN": (lambda x, y: (x.astype(float) * np.nan, y), "not finite"),
    "float": (lambda x, y: (x / 255, y), "uint8 from 0 to 255"),
    "constant": (lambda x, y: (x * 0, y), "160 pictures have one tone"),
    "size": (lambda x, y: (x[:, :32, :32], y), r"\(N, 64, 64, 3\) are wanted"),
    "grey": (lambda x, y: (x[..., 0], y), "grey .* repeat the channel"),
    "labels": (lambda x, y: (x, y[:5]), r"labels of shape \(5,\): 160 is wanted"),
    "labels of 2": (lambda x, y: (x, y + 1), r"labels must be 0 \(genuine\) or 1"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_learnt_from_is_refused(name: str, pile: Any) -> None:
    from deepfake_lessons.detector import network as detector

    spoil, words = BAD[name]
    images, labels = spoil(*pile[:2])
    with pytest.raises(ValueError, match=words):
        detector.fit_detector(detector.build_detector(), images, labels, *pile[:2], steps=1)


def test_other_steps_and_sources_are_refused(pile: Any) -> None:
    from deepfake_lessons.detector import network as detector

    with pytest.raises(ValueError, match="steps=0"):
        detector.fit_detector(detector.build_detector(), *pile[:2], *pile[:2], steps=0)
    with pytest.raises(ValueError, match="source of shape"):
        detector.fit_detector(detector.build_detector(), *pile[:2], *pile[:2], source=[1], steps=1)


def test_shipped_weights_load_and_damaged_ones_do_not(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deepfake_lessons import cache
    from deepfake_lessons.detector import network as detector
    from deepfake_lessons.faces import readers

    model, again = detector.load(), detector.build_detector()
    images = np.random.default_rng(5).integers(0, 256, (3, 64, 64, 3)).astype(np.uint8)
    again.set_weights(model.get_weights())
    assert np.allclose(detector.scores(model, images), detector.scores(again, images))
    whole = (root / "data" / detector.NAME).read_bytes()
    tampered, cut_off = whole[:-400] + bytes([whole[-400] ^ 1]) + whole[-399:], whole[: len(whole) // 2]
    shutil.copy(root / "data" / "CHECKSUMS", tmp_path)
    monkeypatch.setattr(cache, "data_folder", lambda: tmp_path)
    for content in (tampered, cut_off):
        (tmp_path / detector.NAME).write_bytes(content)
        with pytest.raises(ValueError, match="checksum differs"):
            detector.load()
    other = tmp_path / "other.npz"
    other.write_bytes(readers.pack(model.get_weights()[:-1]))
    with pytest.raises(ValueError, match="another network"):
        readers.load(again, other)


# --- where it looks ---


def test_occlusion_points_at_what_decides() -> None:
    from deepfake_lessons.detector import explain

    image = np.full((64, 64, 3), 90, np.uint8)
    image[40:48, 8:16] = 250

    def scores(images: np.ndarray) -> np.ndarray:
        return 0.1 + 0.8 * (images[:, 40:48, 8:16].max(axis=(1, 2, 3)) / 255.0)

    heat = explain.occlusion(scores, image)
    region = np.zeros((64, 64))
    region[36:52, 4:20] = 1
    assert heat.shape == (64, 64) and explain.points_at(heat, region)
    assert abs(heat[:20, 40:]).max() < 1e-9
    with pytest.raises(ValueError, match="step"):
        explain.occlusion(scores, image, side=4, step=8)
    with pytest.raises(ValueError, match="one square picture"):
        explain.occlusion(scores, image[:, :, 0])


def test_the_directed_change_is_the_slope(taught: Any, pile: Any) -> None:
    """Against finite differences: a small step along the slope moves the logit by the slope's length squared."""
    from deepfake_lessons.detector import explain

    model, image = taught[0], pile[0][100].astype(np.float32)
    slope = explain.directed_change(model, image)
    along = slope / np.linalg.norm(slope)
    far = 0.05
    ends = np.stack([image - far * along, image + far * along]).astype(np.float32)
    low, high = np.asarray(model(ends, training=False))[:, 0]
    assert (high - low) / (2 * far) == pytest.approx(np.linalg.norm(slope), rel=0.1)


def test_grad_cam_against_finite_differences(taught: Any, pile: Any) -> None:
    import keras

    from deepfake_lessons.detector import explain

    model, image = taught[0], pile[0][100]
    chosen = [one for one in model.layers if len(one.output.shape) == 4][-1]
    maps = np.asarray(keras.Model(model.inputs[0], chosen.output)(image[None].astype(np.float32), training=False))
    behind = model.layers[model.layers.index(chosen) + 1 :]

    def logit(some: np.ndarray) -> float:
        for layer in behind:
            some = layer(some)
        return float(np.asarray(some)[0, 0])

    step, weights = 1e-2, []
    for channel in range(maps.shape[-1]):
        up, down = maps.copy(), maps.copy()
        up[..., channel] += step
        down[..., channel] -= step
        weights.append((logit(up) - logit(down)) / (2 * step) / np.prod(maps.shape[1:3]))
    coarse = np.maximum((maps[0] * np.array(weights)).sum(axis=2), 0)
    heat = explain.grad_cam(model, image)
    wanted = np.asarray(keras.ops.image.resize(coarse[..., None], (64, 64), interpolation="bilinear"))[..., 0]
    assert coarse.max() > 0 and heat.shape == (64, 64) and heat.min() >= 0
    assert np.abs(heat - wanted).max() < 0.05 * wanted.max()
    with pytest.raises(ValueError, match="no maps"):
        explain.grad_cam(model, image, layer=-1)


def test_agreement_and_pointing() -> None:
    from deepfake_lessons.detector import explain

    ramp = np.arange(16.0).reshape(4, 4)
    assert explain.agreement(ramp, ramp**3) == pytest.approx(1) and explain.agreement(ramp, -ramp) == pytest.approx(-1)
    assert explain.agreement(ramp, ramp * 0) == 0
    with pytest.raises(ValueError, match="the same"):
        explain.points_at(ramp, ramp[:2])


def test_what_is_drawn_often_is_shown_often(pile: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from deepfake_lessons.detector import network as detector

    images, labels, source = pile
    marked = images.copy()
    marked[-8:, :, :, 0] = 255  # eight fakes that can be told
    shown: list[np.ndarray] = []
    monkeypatch.setattr(detector, "_moved", lambda some, rng: shown.append(some) or some)
    often = np.where(np.arange(len(labels)) >= len(labels) - 8, 9.0, 1.0)
    model = detector.build_detector()
    detector.fit_detector(model, marked, labels, images, labels, source, often, steps=6, seed=2)
    fakes = np.concatenate([some[len(some) // 2 :] for some in shown])
    assert 0.4 < (fakes[:, :, :, 0] == 255).all(axis=(1, 2)).mean() < 0.6  # 72 of 144 draws
    assert detector.how_often(["gan", "genuine", "swap"]).tolist() == [1.3, 1.0, 0.4]
    for wrong in (often[:5], -often, often * 0, often * np.nan):
        with pytest.raises(ValueError, match="often"):
            detector.fit_detector(model, images, labels, images, labels, source, wrong, steps=1)


def test_a_picture_and_its_mirror_image_get_the_same_score(taught: Any, pile: Any) -> None:
    from deepfake_lessons.detector import network as detector

    some = pile[0][:6]
    assert detector.scores(taught[0], some) == pytest.approx(detector.scores(taught[0], some[:, :, ::-1]), abs=1e-5)


def test_ordered_keeps_the_order_where_scores_have_run_out_of_digits(taught: Any, pile: Any) -> None:
    from deepfake_lessons.detector import network as detector

    model, some = taught[0], pile[0][::20]
    weights = model.get_weights()
    said, order = detector.scores(model, some), detector.ordered(model, some)
    assert ((said > 0.5) == (order > 0.5)).all() and (np.argsort(said) == np.argsort(order)).all()
    try:
        model.layers[-1].bias.assign_add([60.0])
        assert len(np.unique(detector.scores(model, some))) == 1 < len(np.unique(detector.ordered(model, some)))
    finally:
        model.set_weights(weights)
