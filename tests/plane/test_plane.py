"""The GAN in the plane: who moves when, what slopes and losses are, how five parts make a step, modes and judges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from deepfake_lessons.plane import distributions
from deepfake_lessons.plane.view import SUB_STEPS

pytestmark = pytest.mark.slow  # TensorFlow


@pytest.fixture
def make() -> Any:
    """A small GAN on the ring of eight, or as asked."""
    from deepfake_lessons.plane.gan import PlaneGAN

    return lambda reality=None, *asked, hidden=16, **more: PlaneGAN(
        distributions.ring() if reality is None else reality, *asked, hidden=hidden, **more
    )


@pytest.fixture
def gan(make: Any) -> Any:
    return make()


def weights(network: Any) -> list[np.ndarray]:
    return [one.copy() for one in network.get_weights()]


def same(one: list[np.ndarray], two: list[np.ndarray], within: float = 0.0) -> bool:
    return all(np.abs(a - b).max() <= within for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize("loss", ["pairs", "labels"])
def test_each_step_moves_one_network(make: Any, loss: str) -> None:
    gan = make(None, loss)
    forger, judge = weights(gan.generator), weights(gan.discriminator)
    gan.step_discriminator()
    assert same(weights(gan.generator), forger) and not same(weights(gan.discriminator), judge)
    judge = weights(gan.discriminator)
    gan.step_generator()
    assert not same(weights(gan.generator), forger) and same(weights(gan.discriminator), judge)


@pytest.mark.parametrize("loss", ["pairs", "labels"])
def test_losses_are_keras_cross_entropies(loss: str) -> None:
    import keras

    from deepfake_lessons.plane.gan import d_loss, g_loss

    real, made = np.random.default_rng(1).normal(size=(2, 9, 1)).astype(np.float32)
    entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    ones, zeros = np.ones((9, 1)), np.zeros((9, 1))
    if loss == "labels":  # fake is 1
        judge, forger = entropy(zeros, real) + entropy(ones, made), entropy(zeros, made)
    else:
        judge, forger = entropy(ones, made - real), entropy(zeros, made - real)
    assert float(d_loss(real, made, loss)) == pytest.approx(float(judge), rel=1e-5)
    assert float(g_loss(real, made, loss)) == pytest.approx(float(forger), rel=1e-5)


def test_slopes_are_those_of_finite_differences(gan: Any) -> None:
    gan.train(20)
    points, step = gan.generate(5), 1e-3
    for axis in (0, 1):
        shift = np.zeros(2)
        shift[axis] = step
        down = np.subtract(gan._logits(points - shift), gan._logits(points + shift))
        assert np.allclose(gan.slopes(points)[:, axis], down / (2 * step), atol=0.05)


def test_the_judge_learns_what_is_fake(make: Any) -> None:
    for loss in ("pairs", "labels"):
        gan = make(None, loss, hidden=32)
        for _ in range(60):
            gan.step_discriminator()
        real, made = gan.judge(gan.reality.sample(500, 1)).mean(), gan.judge(gan.generate(500)).mean()
        assert made > 0.5 > real, loss


@pytest.mark.parametrize("recipe", ["balanced", "collapse"])
def test_five_parts_are_one_step(make: Any, recipe: str) -> None:
    whole, slow = (make(seed=4, recipe=recipe) for _ in range(2))
    whole.step()
    parts = list(slow.sub_steps())
    assert [one.name for one in parts] == list(SUB_STEPS)
    assert same(weights(whole.generator), weights(slow.generator), 1e-6)
    assert same(weights(whole.discriminator), weights(slow.discriminator), 1e-6)
    assert slow.steps == 1 and parts[0].made is None and parts[4].slopes.shape == (128, 2)


@pytest.mark.parametrize("turns", [1, 3])
def test_a_step_gives_the_forger_the_turns_of_its_recipe(make: Any, turns: int) -> None:
    from deepfake_lessons.plane.gan import Recipe

    gan = make(recipe=Recipe(forger_steps=turns))
    gan.step()
    gan.train(2)
    list(gan.sub_steps())
    assert int(gan._d.iterations) == 4 == gan.steps == len(gan.losses["generator"])
    assert int(gan._g.iterations) == 4 * turns


def test_many_gans_warn_of_nothing(make: Any, caplog: pytest.LogCaptureFixture) -> None:
    """TensorFlow speaks of "retracing" where functions are compiled again and again; learners would read it."""
    import tensorflow as tf

    logger, level = tf.get_logger(), tf.get_logger().level
    logger.addHandler(caplog.handler)
    logger.setLevel("WARNING")  # `dl.start` hides these from learners; here they must be seen
    try:
        for seed in range(1, 8):
            gan = make(seed=seed, hidden=8)
            gan.train(2)
            gan.step()
            gan.generate(20 + seed)
            gan.judge(gan.slopes(gan.generate(5)))
    finally:
        logger.removeHandler(caplog.handler)
        logger.setLevel(level)
    assert "retracing" not in caplog.text


def test_it_is_repeated_exactly_and_taken_up_again(make: Any) -> None:
    one, two, other = (make(distributions.two_moons(), seed=seed) for seed in (1, 1, 2))
    for gan in (one, two, other):
        gan.train(30)
    assert np.allclose(one.generate(9), two.generate(9), atol=1e-5)
    assert not np.allclose(one.generate(9), other.generate(9), atol=1e-2)
    kept = one.snapshot()
    one.train(30)
    assert not same(weights(one.generator), kept.generator)
    one.restore(kept)
    assert same(weights(one.generator), kept.generator) and one.steps == 30 and len(one.losses["generator"]) == 30


def test_a_view_holds_what_is_drawn(gan: Any) -> None:
    gan.train(5)
    view = gan.view()
    assert view.heat.shape == (41, 41) and 0 <= view.heat.min() <= view.heat.max() <= 1
    assert view.warped.shape == (17, 17, 2) and view.made.shape == view.slopes.shape == view.real.shape == (256, 2)
    assert view.modes is not None and view.modes[1] == 8 and view.step == 5
    corner = gan.judge(np.array([[-1.0, 1.0]]))[0]
    assert view.heat[0, 0] == pytest.approx(corner, abs=1e-5)  # row 0 is the top
    assert 0 <= view.believed <= 1


def test_balanced_finds_modes_and_collapse_does_not(make: Any) -> None:
    found = {}
    for recipe, loss, steps in (("balanced", "pairs", 800), ("collapse", "labels", 300)):
        gan = make(None, loss, seed=11, recipe=recipe, hidden=64)
        gan.train(steps)
        found[recipe] = distributions.modes_found(gan.generate(2000), gan.reality)
    assert found["balanced"] >= 6 and found["collapse"] <= 2


def test_nan_is_told_with_its_step(gan: Any) -> None:
    from deepfake_lessons.training import Diverged

    gan.train(3)
    bias = gan.discriminator.trainable_variables[-1]
    bias.assign(bias * np.nan)
    with pytest.raises(Diverged, match="step 4: the loss of the discriminator is nan"):
        gan.train(2)


def test_what_is_refused(make: Any, gan: Any) -> None:
    with pytest.raises(ValueError, match="one of pairs, labels"):
        make(None, "hinge")
    with pytest.raises(ValueError, match="one of balanced, collapse"):
        make(recipe="wild")
    with pytest.raises(TypeError, match=r"such as distributions.ring\(\); got ndarray"):
        make(np.zeros((3, 2)))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="1 or more"):
        gan.train(0)
    with pytest.raises(ValueError, match=r"shape \(N, 2\)"):
        gan.judge(np.zeros((3, 3)))


# ---------------------------------------------------------------------- judges


def test_the_best_line_is_found() -> None:
    from deepfake_lessons.plane.judges import best_line

    real, made = np.array([0.1, 0.2, 0.3]), np.array([0.25, 0.8, 0.9])
    line = best_line(real, made)
    assert ((made > line).sum(), (real <= line).sum()) in {(2, 3), (3, 2)}


def test_every_judge_meets_every_forger(gan: Any) -> None:
    from deepfake_lessons.plane import judges

    kept = judges.moments(gan, (1, 40, 80))
    before = weights(gan.generator)
    shares = judges.judges_and_forgers(gan, kept)
    assert shares.shape == (3, 3) and 0 <= shares.min() <= shares.max() <= 1
    assert (np.diag(shares) >= 0.5).all()  # the line suits the own forger best
    assert same(weights(gan.generator), before)
    with pytest.raises(ValueError, match="rising numbers"):
        judges.moments(gan, (90, 85))


def test_a_fresh_judge_sees_what_can_be_seen_and_no_more() -> None:
    from deepfake_lessons.plane import judges

    ring, moons = distributions.ring(), distributions.two_moons()
    easy = judges.fresh_judge(ring, moons.sample, hidden=32, steps=300)
    twin = judges.fresh_judge(ring, lambda n, seed: ring.sample(n, seed + 50_000), hidden=32, steps=300)
    assert easy.share > 0.9
    assert 0.45 < twin.share < 0.55
    assert easy.n == 4000
