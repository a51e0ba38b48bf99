"""A GAN in the plane, where everything can be seen: two small networks, two ways to ask, one step at a time.

    gan = PlaneGAN(distributions.ring(), loss="pairs", seed=1)
    gan.step_discriminator(); gan.step_generator(); gan.train(500); gan.view()

A positive logit means fake. "labels" asks about each point "is this one fake?" (Goodfellow et al. 2014, with the
generator's loss that does not saturate); "pairs" asks "which of these two is the fake?" (Jolicoeur-Martineau 2019).
The balanced recipe adds a penalty on the judge's slopes (Mescheder et al. 2018; Huang et al. 2025).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from .. import checks
from ..training import Diverged
from .distributions import Distribution, checked, modes_found
from .view import HEAT, SUB_STEPS, WARPED, PlaneView, board

LATENT_DIM = 2
BATCH = 128
SHOWN = 256  # points of each kind in a view
LOSSES = ("pairs", "labels")


@dataclass(frozen=True)
class Recipe:
    """How the two take turns.

    Attributes:
        penalty: strength of the penalty on the judge's slopes.
        judge_rate, forger_rate: learning rates.
        forger_steps: steps of the forger after each of the judge.
    """

    penalty: float = 0.05
    judge_rate: float = 4e-3
    forger_rate: float = 1.5e-3
    forger_steps: int = 1


RECIPES = {"balanced": Recipe(), "collapse": Recipe(penalty=0.0, judge_rate=5e-4, forger_rate=1e-2, forger_steps=5)}


def build_generator(hidden: int = 64) -> keras.Model:
    """Noise (N, 2) -> points (N, 2)."""
    return _network(LATENT_DIM, hidden, 2, "generator")


def build_discriminator(hidden: int = 64) -> keras.Model:
    """Points (N, 2) -> logits (N, 1), positive for fake."""
    return _network(2, hidden, 1, "discriminator")


def _network(inputs: int, hidden: int, outputs: int, name: str) -> keras.Model:
    layers = [keras.Input((inputs,))]
    for _ in range(2):
        layers += [keras.layers.Dense(hidden), keras.layers.LeakyReLU(0.2)]
    return keras.Sequential([*layers, keras.layers.Dense(outputs)], name=name)


def d_loss(real_logits: Any, made_logits: Any, loss: str = "pairs") -> Any:
    """The judge's mean surprise; logits (N, 1), positive for fake."""
    if loss == "pairs":
        return tf.reduce_mean(tf.nn.softplus(real_logits - made_logits))
    return tf.reduce_mean(tf.nn.softplus(real_logits)) + tf.reduce_mean(tf.nn.softplus(-made_logits))


def g_loss(real_logits: Any, made_logits: Any, loss: str = "pairs") -> Any:
    """The forger's: as the judge's would be if made points were the genuine ones."""
    if loss == "pairs":
        return tf.reduce_mean(tf.nn.softplus(made_logits - real_logits))
    return tf.reduce_mean(tf.nn.softplus(made_logits))


def _compiled(work: Callable[..., Any], *shapes: tuple[int | None, ...]) -> Callable[..., Any]:
    """`work` for arrays of these shapes, compiled at its first call.

    A tf.function at a method counts the calls of all GANs together, and warns a learner who has five of "retracing".
    """
    made: list[Any] = []

    def call(*arrays: Any) -> Any:
        if not made:
            kinds = [tf.TensorSpec(shape, tf.float32) for shape in shapes]
            made.append(tf.function(work).get_concrete_function(*kinds))
        return made[0](*(tf.convert_to_tensor(one, tf.float32) for one in arrays))

    return call


@dataclass(frozen=True, eq=False)
class SubStep:
    """One of the five parts of a step.

    Attributes:
        name: in a few words.
        words: what happened.
        made: (N, 2) the forger's points, None before there are any.
        slopes: (N, 2) the pushes on them, None before they are known.
    """

    name: str
    words: str
    made: np.ndarray | None = None
    slopes: np.ndarray | None = None


@dataclass
class Snapshot:
    """Both networks at one moment.

    Attributes:
        step: full steps done.
        generator, discriminator: their weights.
    """

    step: int
    generator: list[np.ndarray]
    discriminator: list[np.ndarray]
    losses: dict[str, list[float]] = field(default_factory=dict)


class PlaneGAN:
    """A forger and a judge in the plane.

    Args:
        reality: what is to be learnt.
        loss: "pairs" or "labels".
        seed: of first weights, noise and order.
        recipe: "balanced", "collapse", or a `Recipe`.
        hidden: units in each of the two hidden layers of both.

    Raises:
        ValueError: another loss or recipe.
        TypeError: a reality that is none.
    """

    def __init__(
        self,
        reality: Distribution,
        loss: str = "pairs",
        seed: int = 1,
        recipe: str | Recipe = "balanced",
        hidden: int = 64,
    ) -> None:
        if not isinstance(reality, Distribution):
            raise TypeError(f"a distribution is wanted, such as distributions.ring(); got {type(reality).__name__}")
        checks.choice("loss", loss, LOSSES)
        if not isinstance(recipe, Recipe):
            recipe = RECIPES[checks.choice("recipe", recipe, RECIPES)]
        keras.utils.set_random_seed(seed)
        self.reality, self.loss, self.seed, self.recipe = reality, loss, seed, recipe
        self.generator, self.discriminator = build_generator(hidden), build_discriminator(hidden)
        self._g = keras.optimizers.Adam(recipe.forger_rate, beta_1=0.0, beta_2=0.99)
        self._d = keras.optimizers.Adam(recipe.judge_rate, beta_1=0.0, beta_2=0.99)
        self._g.build(self.generator.trainable_variables)
        self._d.build(self.discriminator.trainable_variables)
        points = (None, 2)
        self._train_d = _compiled(self._discriminator_learns, points, points)
        self._train_g = _compiled(self._generator_learns, points, points)
        self._generated = _compiled(self.generator, points)
        self._logits = _compiled(lambda given: self.discriminator(given)[:, 0], points)
        self._pushes = _compiled(lambda given: -self._gradient(given), points)
        self._rng, self._batches = np.random.default_rng([seed, 17]), 0
        self.steps, self.losses = 0, {"discriminator": [], "generator": []}  # type: ignore[var-annotated]

    # ------------------------------------------------------------------ steps

    def step_discriminator(self) -> float:
        """The judge learns from one batch; the forger stays as it is. Gives back the judge's loss."""
        return self._noted("discriminator", float(self._train_d(self._real(), self._noise())))

    def step_generator(self) -> float:
        """The forger learns; the judge stays as it is. Gives back the forger's loss."""
        return self._noted("generator", float(self._train_g(self._real(), self._noise())))

    def step(self) -> tuple[float, float]:
        """Both, the judge first; the forger as often as the recipe says."""
        judged = self.step_discriminator()
        self._ahead()
        forged = self.step_generator()
        self.steps += 1
        return judged, forged

    def _ahead(self) -> None:
        """The forger's steps before its last one, where the recipe has more than one; `train` notes the last alone."""
        for _ in range(self.recipe.forger_steps - 1):
            self._train_g(self._real(), self._noise())

    def sub_steps(self) -> Iterator[SubStep]:
        """The five parts of one step, one at a time; going through all of them is `step()`."""
        real, noise = self._real(), self._noise()
        yield SubStep(SUB_STEPS[0], f"{len(noise)} pairs of random numbers are drawn, for {len(noise)} forged points.")
        made = np.asarray(self.generator(noise))
        yield SubStep(SUB_STEPS[1], "The generator turns each pair of numbers into a point.", made)
        caught, accused = ((self.judge(points) > 0.5).mean() for points in (made, real))
        said = f"The judge calls {100 * caught:.0f} % of the forged points fake, {100 * accused:.0f} % of the genuine."
        yield SubStep(SUB_STEPS[2], said, made)
        loss = self._noted("discriminator", float(self._train_d(real, noise)))
        said = f"Its surprise was {loss:.2f}; backpropagation says how to change its weights. The forger's stay."
        yield SubStep(SUB_STEPS[3], said, made)
        self._ahead()
        real, noise = self._real(), self._noise()
        made = np.asarray(self.generator(noise))
        slopes = self.slopes(made)
        loss = self._noted("generator", float(self._train_g(real, noise)))
        self.steps += 1
        said = f"The arrows are all that the forger hears: the judge's slope at its points. Its loss was {loss:.2f}."
        yield SubStep(SUB_STEPS[4], said, made, slopes)

    def train(self, steps: int) -> None:
        """Many full steps, the same as `step()` so many times.

        (A loop inside one compiled function is four times faster, and not repeatable: two of its steps may overlap.)

        Raises:
            ValueError: steps below 1.
            Diverged: a loss is no number any more; the message says at which step.
        """
        for _ in range(checks.whole("steps", steps)):
            self.step()

    def _noted(self, who: str, loss: float) -> float:
        if not np.isfinite(loss):
            raise Diverged(
                f"step {len(self.losses[who]) + 1}: the loss of the {who} is {loss}, no number any more. Begin anew "
                "with a smaller learning rate; these weights are spoilt."
            )
        self.losses[who].append(loss)
        return loss

    def _real(self) -> np.ndarray:
        """The next batch of points of reality."""
        self._batches += 1
        seed = int(np.random.default_rng([self.seed, self._batches]).integers(2**31))
        return self.reality.sample(BATCH, seed)

    def _noise(self) -> np.ndarray:
        return self._rng.uniform(-1, 1, (BATCH, LATENT_DIM)).astype(np.float32)

    def _discriminator_learns(self, real: Any, noise: Any) -> Any:
        made = self.generator(noise)
        with tf.GradientTape() as tape:
            loss = total = d_loss(self.discriminator(real), self.discriminator(made), self.loss)
            if self.recipe.penalty:
                total = loss + self.recipe.penalty / 2 * (self._steepness(real) + self._steepness(made))
        weights = self.discriminator.trainable_variables
        self._d.apply(tape.gradient(total, weights), weights)
        return loss

    def _generator_learns(self, real: Any, noise: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = g_loss(self.discriminator(real), self.discriminator(self.generator(noise)), self.loss)
        weights = self.generator.trainable_variables
        self._g.apply(tape.gradient(loss, weights), weights)
        return loss

    def _steepness(self, points: Any) -> Any:
        """The mean squared slope of the judge's logit."""
        return tf.reduce_mean(tf.reduce_sum(self._gradient(points) ** 2, axis=1))

    def _gradient(self, points: Any) -> Any:
        """Of the judge's logit, by its point; (N, 2)."""
        with tf.GradientTape() as tape:
            tape.watch(points)
            logits = self.discriminator(points)
        return tape.gradient(logits, points)

    # ------------------------------------------------------------------ what can be seen

    def generate(self, n: int, seed: int = 1) -> np.ndarray:
        """(n, 2) forged points."""
        return self.warp(np.random.default_rng([seed, 19]).uniform(-1, 1, (n, LATENT_DIM)))

    def warp(self, latents: Any) -> np.ndarray:
        """Where the forger puts noise (N, 2) of -1 ... 1; (N, 2)."""
        return np.asarray(self._generated(checked(latents)))

    def judge(self, points: Any) -> np.ndarray:
        """The probability of fake for points (N, 2); (N,).

        Of a judge of pairs only differences of logits mean anything: it has no line of its own between genuine and
        fake. One half is put half-way between its mean logits for genuine and for forged points.
        """
        logits = np.asarray(self._logits(checked(points)), float)
        return 1 / (1 + np.exp(-(logits - self._middle())))

    def _middle(self) -> float:
        if self.loss != "pairs":
            return 0.0
        seen = self.reality.sample(512, seed=3), self.generate(512, seed=3)
        return float(np.mean([np.asarray(self._logits(one)).mean() for one in seen]))

    def slopes(self, points: Any) -> np.ndarray:
        """Where the judge's slope pushes forged points (N, 2): the direction in which each would look more genuine."""
        return np.asarray(self._pushes(checked(points)))

    def view(self, seed: int = 0, said: str = "") -> PlaneView:
        """Everything that is drawn of this moment."""
        made = self.generate(SHOWN, seed)
        modes = None
        if self.reality.modes is not None:
            modes = modes_found(self.generate(1000, seed + 1), self.reality), len(self.reality.modes)
        side = np.linspace(-1, 1, WARPED)
        lattice = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
        return PlaneView(
            step=self.steps, heat=self.judge(board()).reshape(HEAT, HEAT),
            warped=self.warp(lattice).reshape(WARPED, WARPED, 2), real=self.reality.sample(SHOWN, seed),
            made=made, slopes=self.slopes(made),
            losses={name: list(values) for name, values in self.losses.items()}, modes=modes, said=said,
        )  # fmt: skip

    def snapshot(self) -> Snapshot:
        """Both networks as they are now."""
        losses = {name: list(values) for name, values in self.losses.items()}
        return Snapshot(self.steps, self.generator.get_weights(), self.discriminator.get_weights(), losses)

    def restore(self, snapshot: Snapshot) -> None:
        """Both networks as they were. The optimizers begin anew."""
        self.generator.set_weights(snapshot.generator)
        self.discriminator.set_weights(snapshot.discriminator)
        self.steps = snapshot.step
        self.losses = {name: list(values) for name, values in snapshot.losses.items()}
        for optimizer in (self._g, self._d):
            for variable in optimizer.variables:
                if variable is not optimizer.learning_rate:
                    variable.assign(np.zeros(variable.shape, variable.dtype))
