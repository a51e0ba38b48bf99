"""The detector's peers: lines through pixels and meters, Meso4, and the benchmark that measures them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from benchmarks.peers import baselines
from deepfake_lessons import studio
from deepfake_lessons.detector import stored


@dataclass
class Pile:
    """As much of `detector.forgeries.Forgeries` as simple detectors look at."""

    images: np.ndarray
    label: np.ndarray
    method: np.ndarray
    landmarks: np.ndarray


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


# ---------------------------------------------------------------------- pixels


def test_a_planted_difference_is_learnt() -> None:
    others, truth = planted(200, seed=4)
    said = baselines.on_pixels(*planted(160, seed=3))(others)
    assert ((said > 0.5) == truth).mean() > 0.95


def test_pixels_are_averaged_to_32_a_side() -> None:
    images = noise(3, 70)
    small = baselines.small(images)
    assert small.shape == (3, 35 * 35 * 3) and small.dtype == np.float32
    assert small[1, 3] == pytest.approx(images[1, :2, 2:4, 0].mean())
    assert baselines.small(images[:, :20, :20]).shape == (3, 20 * 20 * 3)


# ---------------------------------------------------------------------- meters


@pytest.fixture(scope="module")
def stills() -> Pile:
    """Photographs of eight actors, each beside one whose inner face is in another light; and two faces of nobody."""
    images, landmarks, method = [], [], []
    moments = studio.portraits(8, seed=3)
    for place, (actor, moment) in enumerate(zip(studio.cast(8, seed=3), moments, strict=True)):
        clip = studio.film(actor, 1 / 16, seed=place, moment=moment)
        for one, name in ((clip, "genuine"), (studio.tamper(clip, "shadow", 1.0, seed=place), "shadow")):
            images.append(one.frames[0])
            landmarks.append(one.landmarks[0])
            method.append(name)
    images += list(noise(2))
    landmarks += [np.full((6, 2), np.nan)] * 2
    named = np.array([*method, "gan", "gan"])
    return Pile(np.array(images), (named != "genuine").astype(int), named, np.array(landmarks, np.float32))


def test_without_landmarks_a_meter_cannot_judge(stills: Pile) -> None:
    scores = baselines.meter_scores(stills)
    gan = stills.method == "gan"
    assert scores.shape == (18, 2) and np.isnan(scores[gan]).all()
    assert np.isfinite(scores[~gan]).mean() > 0.7


def test_meters_learn_shadows_and_do_not_know_who_lacks_landmarks(stills: Pile) -> None:
    says = baselines.on_meters(stills)
    said = says(stills)
    shadows, genuine, gan = (said[stills.method == name] for name in ("shadow", "genuine", "gan"))
    assert shadows.mean() > genuine.mean() + 0.3
    assert np.ptp(gan) == 0  # both are as usual
    # Somebody whose landmarks are not handed over looks usual too, genuine or not.
    blind = says(replace(stills, landmarks=np.full_like(stills.landmarks, np.nan)))
    assert blind == pytest.approx(gan[0])
    assert gan[0] < np.median(shadows)


def test_faces_that_are_looked_for_need_no_landmarks(stills: Pile) -> None:
    hidden = replace(stills, landmarks=np.full_like(stills.landmarks, np.nan))
    scores = baselines.meter_scores(hidden, found=True)
    assert np.isfinite(scores[:16]).any() and np.isnan(scores[16:]).all()  # nobody's face is in noise


# ---------------------------------------------------------------------- Meso4


@pytest.mark.slow  # TensorFlow
def test_meso4_has_the_published_layers() -> None:
    from benchmarks.peers import meso4

    model = meso4.build_meso4(256)
    learnt = sum(int(np.prod(one.shape)) for one in model.trainable_variables)
    assert learnt == 27_977  # Afchar and others 2018, section III-A
    small = meso4.build_meso4()
    assert small.count_params() == 12_713 and small.output_shape == (None, 1)
    assert [type(one).__name__ for one in small.layers] == (
        ["Rescaling"] + ["Conv2D", "BatchNormalization", "MaxPooling2D"] * 4
        + ["Flatten", "Dropout", "Dense", "LeakyReLU", "Dropout", "Dense"]
    )  # fmt: skip


@pytest.mark.slow
def test_meso4_learns_and_keeps_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    import keras

    from benchmarks.peers import meso4

    keras.utils.set_random_seed(1)
    model = meso4.build_meso4(momentum=0.9)
    images, labels = planted(150, seed=3)
    before, ticks = model.get_weights(), itertools.count()
    monkeypatch.setattr(meso4.time, "process_time", lambda: next(ticks) / 16)  # a busy machine takes no steps away
    curve = meso4.fit_meso4(model, images[:100], labels[:100], images[100:], labels[100:], seconds=2.5, seed=2)
    assert curve.seconds == sorted(curve.seconds) and curve.seconds[-1] == 2.5
    assert len(curve.seconds) == len(curve.right) == len(curve.steps) == meso4.EXAMS and curve.steps[-1] == 80
    assert curve.best == int(np.argmax(curve.right)) and curve.right[curve.best] > 0.9
    said = meso4.scores(model, images[100:])
    assert ((said > 0.5) == labels[100:]).mean() == pytest.approx(curve.right[curve.best])
    assert any((one != other).any() for one, other in zip(before, model.get_weights(), strict=True))


@pytest.mark.slow
def test_changes_are_slight_and_each_picture_has_its_own() -> None:
    import tensorflow as tf

    from benchmarks.peers import meso4

    ramp = np.tile(np.linspace(40, 200, 64)[:, None, None], (1, 64, 3))  # darker above: a mirror leaves it
    shown = tf.constant(np.tile(ramp, (20, 1, 1, 1)), tf.float32)
    moved = np.asarray(meso4._changed(shown, np.random.default_rng(4)))
    assert moved.shape == (20, 64, 64, 3) and moved.min() >= 0 and moved.max() <= 255
    assert len(np.unique(moved[:, 32, 32, 0])) == 20
    assert np.abs(moved[:, 30:34, 30:34] - ramp[30:34, 30:34]).max() < 255 * meso4._BRIGHT + 4
    corner = np.zeros((40, 64, 64, 3), np.float32)
    corner[:, 20:28, 8:16] = 200
    sides = np.asarray(meso4._changed(tf.constant(corner), np.random.default_rng(4)))[..., 0]
    left = sides[:, :, :32].max(axis=(1, 2)) > sides[:, :, 32:].max(axis=(1, 2)) + 50
    right = sides[:, :, 32:].max(axis=(1, 2)) > sides[:, :, :32].max(axis=(1, 2)) + 50
    assert (left | right).all() and 8 < left.sum() < 32


# ---------------------------------------------------------------------- the benchmark


@pytest.fixture
def bench(root: Path, monkeypatch: pytest.MonkeyPatch, bench_of: Callable[[str], ModuleType]) -> ModuleType:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    return bench_of("detector_peers")


@pytest.mark.slow
def test_the_benchmark_measures_every_detector_on_every_exam(
    bench: ModuleType, stills: Pile, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deepfake_lessons.detector import forgeries

    many = len(stills.images)
    places, strength = np.arange(many), np.ones(many, np.float32)
    whole = forgeries.Forgeries(
        stills.images, stills.label, stills.method, strength, places, places, places, stills.landmarks, ()
    )
    piles = {"exam": whole, "another": whole}
    table, took = bench.measured(whole, whole, piles, seconds=0.2)
    assert table.names == [*bench.simple(), "Meso4", "Meso4, eased"] == list(took)
    assert set(table.pile) == {"mock exam", *piles}
    assert table.caught("pixels", "gan").n == 2 and table.accused("Meso4", "another").n == 8
    assert set(table.curve) == {"Meso4", "Meso4, eased"}

    perfect = stored.Scores(
        whole.label.astype(np.float32), whole.label, whole.method, places, np.full(many, "exam"), np.ones(many, int)
    )
    monkeypatch.setattr(stored, "load", lambda: perfect)
    lines = {one["what"]: one for one in bench.figures(table, took, piles)}
    below = lines["exam: points below the detector's worst training, meters"]
    assert below["bar"] == ">= 3" and below["measured"] == pytest.approx(
        100 - 100 * table.correct("meters").share, abs=0.05
    )
    assert not any("another: points" in what for what in lines)  # no scores are kept of that pile

    written: list[str] = []
    monkeypatch.setattr(bench.bench, "collected", lambda which: whole)
    monkeypatch.setattr(bench, "measured", lambda *_: (table, took))
    monkeypatch.setattr(bench, "write_whole", lambda path, content: written.append(path.name))
    monkeypatch.setattr(bench.pretrained, "record", lambda root, name: written.append(name))
    monkeypatch.setattr(bench.kept, "write", lambda path, part, lines: written.append(path.name))
    assert bench.main([]) == 0 and bench.main(["scores"]) == 2
    bench.main(["development", "--write"])
    assert not written
    bench.main(["run", "--write"])
    assert written == ["detector_peers.npz", "detector_peers.npz", "detector_peers.json"]
