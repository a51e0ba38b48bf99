"""Simple detectors measure what they say, learn what is planted and nothing from shuffled labels; Meso4 is Meso4."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from deepfake_lessons import cues, studio
from deepfake_lessons.detector import baselines, stored
from deepfake_lessons.detector import peers as detector_peers


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


@pytest.mark.parametrize("fit", [baselines.on_pixels, baselines.on_energies])
def test_a_planted_difference_is_learnt_and_shuffled_labels_are_not(fit: Any) -> None:
    images, labels = planted(160, seed=3)
    others, truth = planted(200, seed=4)
    said = fit(images, labels)(others)
    assert said.shape == (200,) and ((said >= 0) & (said <= 1)).all()
    assert ((said > 0.5) == truth).mean() > 0.95
    shuffled = np.random.default_rng(5).permutation(labels)
    images = noise(160, seed=6)  # pictures that do not differ
    chance = fit(images, shuffled)(noise(200, seed=7)) > 0.5
    assert 0.36 < (chance == truth).mean() < 0.64  # four deviations of 200 coins


def test_pixels_are_averaged_to_32_a_side() -> None:
    images = noise(3, 70)
    small = baselines._small(images)
    assert small.shape == (3, 35 * 35 * 3)
    assert small[1, 3] == pytest.approx(images[1, :2, 2:4, 0].mean())
    assert baselines._small(images[:, :20, :20]).shape == (3, 20 * 20 * 3)


GOOD = noise(6, 16), np.array([0, 1, 0, 1, 0, 1])
BAD = {
    "float": (lambda x, y: (x / 255, y), "uint8 from 0 to 255 are wanted"),
    "grey": (lambda x, y: (x[..., 0], y), r"\(N, S, S, 3\)"),
    "oblong": (lambda x, y: (x[:, :8], y), "square"),
    "none": (lambda x, y: (x[:0], y[:0]), r"got uint8 \(0, 16, 16, 3\)"),
    "tiny": (lambda x, y: (x[:, :4, :4], y), "S 8 or more"),
    "few labels": (lambda x, y: (x, y[:5]), "one label, 0 genuine or 1 fake, for each of 6"),
    "labels of 2": (lambda x, y: (x, y + 1), "0 genuine or 1 fake"),
    "one class": (lambda x, y: (x, y * 0), "all 6 pictures are genuine"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("fit", [baselines.on_pixels, baselines.on_energies])
def test_what_cannot_be_learnt_from_is_refused(fit: Any, name: str) -> None:
    spoil, words = BAD[name]
    with pytest.raises(ValueError, match=words):
        fit(*spoil(*GOOD))


def test_pictures_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="16 x 16 pixels were learnt from"):
        baselines.on_energies(*GOOD)(noise(2, 32))


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


def test_two_meters_judge_a_still_and_three_never_do(stills: Pile) -> None:
    known = stills.method != "gan"
    for name, meter in cues.METERS.items():
        judged = [
            meter(baselines._Still(picture[None], points[None])).judged
            for picture, points in zip(stills.images[known], stills.landmarks[known], strict=True)
        ]
        assert any(judged) == (name in baselines.STILLS), name


def test_without_landmarks_a_meter_cannot_judge(stills: Pile) -> None:
    scores = baselines.meter_scores(stills)
    gan = stills.method == "gan"
    assert scores.shape == (18, 2) and np.isnan(scores[gan]).all()
    assert np.isfinite(scores[~gan]).mean() > 0.7
    with pytest.raises(ValueError, match=r"\(18, 6, 2\) is wanted"):
        baselines.meter_scores(replace(stills, landmarks=stills.landmarks[:3]))


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


# ---------------------------------------------------------------------- the table


def peers() -> detector_peers.Peers:
    rows = [("line", "exam", "genuine", 2, 10), ("line", "exam", "gan", 4, 5), ("line", "exam", "swap", 1, 5)]
    columns = dict(zip(detector_peers.ROWS, map(np.array, zip(*rows, strict=True)), strict=True))
    curve = {"curve": np.array(["Meso4"]), "seconds": np.array([2.5]), "steps": np.array([9]), "right": np.array([0.6])}
    return detector_peers.Peers(**columns, **curve)


def test_the_table_is_read_and_asked(tmp_path: Path) -> None:
    path = tmp_path / "peers.npz"
    np.savez(path, **vars(peers()))
    table = detector_peers.read(path)
    assert table.names == ["line"] and "line" in repr(table)
    assert str(table.caught("line")).startswith("5 of 10") and str(table.caught("line", "gan")).startswith("4 of 5")
    assert str(table.accused("line")).startswith("2 of 10") and str(table.correct("line")).startswith("13 of 20")
    with pytest.raises(ValueError, match="there are detectors line; piles exam; methods genuine, gan, swap"):
        table.caught("line", "lips")


def test_the_network_stands_beside_as_the_mean_of_its_trainings() -> None:
    method = np.tile(["genuine"] * 4 + ["gan"] * 3 + ["swap"] * 3, 2)
    score = np.tile([0.1, 0.9, 0.2, 0.3, 0.9, 0.8, 0.1, 0.7, 0.7, 0.7], 2)
    score[12] = 0.95  # the second training accuses one more: 1 and 2 of 4
    scores = stored.Scores(
        score, (method != "genuine").astype(int), method, np.zeros(20, int), np.full(20, "exam"), np.repeat([1, 2], 10)
    )
    found = peers().beside(scores, ["line"])
    assert list(found) == ["lesson 08's network", "line"]
    ours, line = found.values()
    assert list(ours) == list(line) == ["genuine accused", "gan", "swap"]
    assert (ours["gan"].k, ours["gan"].n, ours["swap"].k, ours["genuine accused"].n) == (2, 3, 3, 4)
    assert ours["genuine accused"].k in (1, 2) and line["genuine accused"] == peers().accused("line")
    with pytest.raises(ValueError, match="there are detectors line"):
        peers().beside(scores)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"k": np.array([2])}, "equally long"),
        ({"k": np.array([2, 9, 1])}, "not between 0 and n"),
        ({"right": np.array([[0.5]])}, "equally long"),
        ({"name": np.full(3, print, dtype=object)}, "holds no table"),  # would run code when read
    ],
)
def test_a_table_that_is_not_whole_is_refused(tmp_path: Path, changed: dict[str, Any], words: str) -> None:
    path = tmp_path / "peers.npz"
    np.savez(path, **(vars(peers()) | changed))
    with pytest.raises(ValueError, match=words):
        detector_peers.read(path)
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(ValueError, match=r"peers.npz holds no table"):
        detector_peers.read(path)


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
    with pytest.raises(ValueError, match="32 or more"):
        meso4.build_meso4(16)
    with pytest.raises(ValueError, match="below 1"):
        meso4.build_meso4(momentum=1)


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
    with pytest.raises(ValueError, match="seconds=0"):
        meso4.fit_meso4(model, images, labels, images, labels, seconds=0)
    with pytest.raises(ValueError, match="all 150 pictures are genuine"):
        meso4.fit_meso4(model, images, labels * 0, images, labels)
    with pytest.raises(ValueError, match=r"\(64, 64, 3\) pixels each"):
        meso4.scores(model, images[:, :32, :32])


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
