"""The GAN of faces: shapes, who moves in which step, what an interruption keeps, what bad input is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.slow  # TensorFlow


@pytest.fixture(scope="module")
def photographs() -> np.ndarray:
    from deepfake_lessons import studio

    return studio.photograph(studio.cast(48, seed=63), frames=studio.portraits(48, seed=63), size=32, seed=63).images


@pytest.fixture
def small() -> Any:
    from deepfake_lessons.faces import gan

    return gan.GAN(32, seed=1, width=4)


def weights(network: Any) -> list[np.ndarray]:
    return [one.copy() for one in network.get_weights()]


def moved(network: Any, before: list[np.ndarray]) -> bool:
    return any(not np.array_equal(one, two) for one, two in zip(network.get_weights(), before, strict=True))


@pytest.mark.parametrize("size", [32, 64])
def test_shapes(size: int) -> None:
    from deepfake_lessons.faces import gan

    generator, discriminator = gan.build_generator(size), gan.build_discriminator(size)
    pictures = generator(np.zeros((2, gan.LATENT_DIM), np.float32))
    assert pictures.shape == (2, size, size, 3)
    assert discriminator(pictures).shape == (2, 1)
    made = gan.GAN(size, seed=1)
    faces = made.draw(made.latent(300, seed=2))
    assert faces.shape == (300, size, size, 3)
    assert faces.dtype == np.uint8


def test_the_pair_loss_is_cross_entropy_of_the_difference() -> None:
    import keras

    from deepfake_lessons.faces import gan

    rng = np.random.default_rng(1)
    genuine, fake = rng.normal(size=(2, 7, 1)).astype(np.float32)
    asked = keras.losses.BinaryCrossentropy(from_logits=True)(np.ones((7, 1)), fake - genuine)
    assert float(gan.pair_loss(genuine, fake)) == pytest.approx(float(asked), rel=1e-5)
    assert float(gan.pair_loss(genuine, fake)) != pytest.approx(float(gan.pair_loss(fake, genuine)))


def test_the_penalty_is_the_squared_slope() -> None:
    from deepfake_lessons.faces import gan

    made = gan.GAN(32, seed=1, width=2)
    pictures = np.random.default_rng(1).uniform(-1, 1, (2, 32, 32, 3)).astype(np.float64)
    total, step = 0.0, 1e-2
    rng = np.random.default_rng(2)
    directions = [rng.normal(size=pictures.shape[1:]) for _ in range(400)]
    for direction in directions:  # the mean squared slope along random directions is the squared length of the slope
        up, down = (np.asarray(made.discriminator(pictures + sign * step * direction)) for sign in (1, -1))
        total += (((up - down) / (2 * step)) ** 2).mean() / len(directions)
    import tensorflow as tf

    found = float(made._steepness(tf.constant(pictures, tf.float32)))
    assert found == pytest.approx(total, rel=0.25)


@pytest.mark.parametrize("step", [0, 1])  # with the penalty and without
def test_the_judge_stands_still_while_the_forger_learns(small: Any, photographs: np.ndarray, step: int) -> None:
    import tensorflow as tf

    real = tf.cast(photographs[:16], tf.float32) / 127.5 - 1
    small.steps.assign(step)
    small.g_optimizer.learning_rate.assign(0.0)
    forger, judge = weights(small.generator), weights(small.discriminator)
    small.train_step(real)
    assert moved(small.discriminator, judge)
    assert not moved(small.generator, forger)

    small.g_optimizer.learning_rate.assign(1e-3)
    small.d_optimizer.learning_rate.assign(0.0)
    forger, judge = weights(small.generator), weights(small.discriminator)
    small.train_step(real)
    assert moved(small.generator, forger)
    assert not moved(small.discriminator, judge)


def test_a_step_goes_downhill_for_each(photographs: np.ndarray) -> None:
    import tensorflow as tf

    from deepfake_lessons.faces import gan

    real = tf.cast(photographs[:16], tf.float32) / 127.5 - 1
    judged = gan.GAN(32, seed=3, width=4)
    judged.g_optimizer.learning_rate.assign(0.0)
    losses = [float(judged.train_step(real)["discriminator"]) for _ in range(40)]
    assert np.mean(losses[-5:]) < np.mean(losses[:5]) - 0.1
    judged.g_optimizer.learning_rate.assign(1e-3)
    judged.d_optimizer.learning_rate.assign(0.0)
    losses = [float(judged.train_step(real)["generator"]) for _ in range(40)]
    assert np.mean(losses[-5:]) < np.mean(losses[:5]) - 0.1


def test_the_average_follows_slowly(small: Any, photographs: np.ndarray) -> None:
    from deepfake_lessons.faces import gan

    before = weights(small.averaged)
    gan.train(small, photographs, steps=3)
    gone = sum(np.abs(one - two).sum() for one, two in zip(small.averaged.get_weights(), before, strict=True))
    ahead = sum(np.abs(one - two).sum() for one, two in zip(small.generator.get_weights(), before, strict=True))
    assert 0 < gone < ahead / 10


def test_same_seed_same_faces(photographs: np.ndarray) -> None:
    from deepfake_lessons.faces import gan

    faces = []
    for seed in (1, 1, 2):
        made = gan.GAN(32, seed=seed, width=4)
        gan.train(made, photographs, steps=6, seed=seed)
        faces.append(made.draw(made.latent(4, seed=9)).astype(int))
    assert np.abs(faces[0] - faces[1]).max() <= 1
    assert np.abs(faces[0] - faces[2]).max() > 5


def test_rates_fall_in_the_second_half_and_come_back(small: Any, photographs: np.ndarray) -> None:
    import keras

    from deepfake_lessons.faces import gan

    class Notes(keras.callbacks.Callback):
        def __init__(self) -> None:
            super().__init__()
            self.rates: list[float] = []

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            self.rates.append(float(self.model.g_optimizer.learning_rate))

    losses = gan.train(small, photographs, steps=10, callbacks=[notes := Notes()])
    assert np.allclose(notes.rates[:5], 1e-3)
    assert all(one > two > 0 for one, two in zip(notes.rates[5:], notes.rates[6:], strict=False))
    assert float(small.g_optimizer.learning_rate) == pytest.approx(1e-3)
    assert {name: len(values) for name, values in losses.items()} == {"discriminator": 10, "generator": 10}


@pytest.mark.parametrize("how", ["interrupt", "stop"])
def test_an_interruption_keeps_what_was_learnt(small: Any, photographs: np.ndarray, how: str, capsys: Any) -> None:
    import keras

    from deepfake_lessons.faces import gan

    class Ends(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            if batch == 3:
                if how == "interrupt":
                    raise KeyboardInterrupt
                self.model.stop_training = True

    before = weights(small.averaged)
    losses = gan.train(small, photographs, steps=50, callbacks=[Ends()])
    assert len(losses["generator"]) == 4
    assert "Stopped after 4 of 50 steps" in capsys.readouterr().out
    assert moved(small.averaged, before)
    again = gan.train(small, photographs, steps=2)  # and it can go on
    assert len(again["generator"]) == 2


def test_nan_is_told_with_its_step(small: Any, photographs: np.ndarray) -> None:
    import keras

    from deepfake_lessons.faces import gan
    from deepfake_lessons.training import Diverged

    class Spoils(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            if batch == 1:
                bias = self.model.discriminator.weights[-1]
                bias.assign(bias * np.nan)

    with pytest.raises(Diverged, match=r"step 3: the loss of the discriminator is nan"):
        gan.train(small, photographs, steps=5, callbacks=[Spoils()])


@pytest.mark.parametrize(
    ("images", "words"),
    [
        (np.zeros((20, 64, 64, 3), np.uint8), r"pictures \(N, 32, 32, 3\); these have the shape \(20, 64"),
        (np.zeros((20, 32, 32), np.uint8), r"these have the shape \(20, 32, 32\)"),
        (np.zeros((20, 32, 32, 3)), "photographs are uint8"),
        (np.zeros((1, 32, 32, 3), np.uint8), "1 photographs: at least 16"),
    ],
)
def test_bad_photographs_are_refused(small: Any, images: np.ndarray, words: str) -> None:
    from deepfake_lessons.faces import gan

    with pytest.raises(ValueError, match=words):
        gan.train(small, images, steps=1)


def test_bad_numbers_are_refused(small: Any, photographs: np.ndarray) -> None:
    from deepfake_lessons.faces import gan

    with pytest.raises(ValueError, match="faces are 32 or 64 pixels"):
        gan.GAN(48)
    with pytest.raises(ValueError, match="a whole number, 1 or more"):
        gan.train(small, photographs, steps=0)
    with pytest.raises(ValueError, match=r"latents \(N, 64\) are wanted"):
        small.draw(np.zeros((2, 3)))
    with pytest.raises(ValueError, match="no latents came"):
        small.draw(np.zeros((0, 64)))


# ---------------------------------------------------------------------- generators


def test_weights_of_something_else_are_refused() -> None:
    from deepfake_lessons.faces import gan, generators

    with pytest.raises(ValueError, match="not of a generator for 64 pixels"):
        generators.Generator(gan.build_generator(32).get_weights(), 64)
    with pytest.raises(ValueError, match="or a discriminator"):
        generators.Generator(gan.build_discriminator(32).get_weights(), 32)


def test_a_face_is_drawn_many_times_faster_than_by_predict() -> None:
    import time

    from deepfake_lessons.faces import generators

    generator = generators.shipped(64)
    latents = generator.latent(1, seed=1)

    def fastest(draw: Any, rounds: int) -> float:
        draw()
        times = []
        for _ in range(rounds):
            begun = time.perf_counter()
            draw()
            times.append(time.perf_counter() - begun)
        return min(times)

    slow = fastest(lambda: generator.network.predict(latents, verbose=0), 5)
    quick = fastest(lambda: generator.draw(latents), 60)
    assert slow > 8 * quick  # 20 and more on a quiet machine: benchmarks/nobody.py


@pytest.mark.parametrize("size", [32, 64])
def test_the_shipped_ones_beat_a_newborn(size: int) -> None:
    from deepfake_lessons import studio
    from deepfake_lessons.faces import gan, generators
    from deepfake_lessons.faces.features import features
    from deepfake_lessons.faces.quality import quality_distance

    frames = studio.portraits(200, seed=64)
    genuine = features(studio.photograph(studio.cast(200, seed=64), frames=frames, size=size, seed=64).images)
    trained, newborn = generators.shipped(size), gan.GAN(size, seed=1)
    distances = [quality_distance(genuine, features(one.draw(one.latent(200, seed=1)))) for one in (trained, newborn)]
    assert distances[0].high < distances[1].low / 4
    assert trained.whose == "the shipped one"


def test_a_direction_leads_to_those_who_have_it() -> None:
    from deepfake_lessons.faces.generators import direction

    rng = np.random.default_rng(1)
    latents = rng.normal(size=(500, 8))
    has = latents @ np.eye(8)[2] + 0.3 * rng.normal(size=500) > 0.2
    way = direction(latents, has)
    assert np.linalg.norm(way) == pytest.approx(1) and way[2] > 0.9
    with pytest.raises(ValueError, match="500 of 500 faces have it"):
        direction(latents, np.ones(500, bool))
    with pytest.raises(ValueError, match="one True or False for each row"):
        direction(latents, has[:7])


def test_a_fresh_judge_of_pictures(photographs: np.ndarray) -> None:
    from benchmarks.peers.fresh_judge import fresh_judge

    brighter = np.clip(photographs.astype(int) + 40, 0, 255).astype(np.uint8)
    seen = fresh_judge(photographs, brighter, steps=60)
    assert seen.n == 24 and seen.share > 0.7
    with pytest.raises(ValueError, match="as many of each"):
        fresh_judge(photographs, brighter[:20])
    with pytest.raises(ValueError, match="pictures"):
        fresh_judge(photographs[:, :, :, 0], brighter)


def test_the_same_code_learns_from_portraits_of_nobody(small: Any, shared_data: Path) -> None:
    """The second set of lesson 05: a folder of CC0 portraits that a network drew, one argument."""
    from deepfake_lessons import photos
    from deepfake_lessons.faces import gan
    from deepfake_lessons.metrics import pairs as metrics

    portraits = photos.load_folder(shared_data / "sd3_portraits", label=metrics.FAKE, size=32, most=40)
    losses = gan.train(small, portraits.images, steps=3, seed=1)
    assert len(portraits.images) == 40 and np.isfinite(losses["generator"]).all() and len(losses["generator"]) == 3
