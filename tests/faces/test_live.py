"""The live picture: it keeps to its share of the time, makes its checkpoints, and says how to stop."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.slow  # TensorFlow


class Clock:
    """Time that passes only when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


def test_drawing_keeps_to_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    from deepfake_lessons.faces import live

    clock, drawn = Clock(), []
    monkeypatch.setattr(live.time, "monotonic", clock.monotonic)

    def picture() -> tuple[np.ndarray, str]:
        clock.now += 0.2  # what a drawing costs
        drawn.append(clock.now)
        return np.zeros((8, 8, 3), np.uint8), "a black square of eight pixels"

    shown = live.Live(1000, picture)
    shown.on_train_begin()
    for batch in range(1000):
        clock.now += 0.1
        shown.on_train_batch_end(batch)
    assert shown.seconds == pytest.approx(100)
    assert 3 <= len(drawn) <= 12
    assert shown.spent <= 0.03 * shown.seconds


def test_moments_come_whatever_they_cost() -> None:
    from deepfake_lessons.faces import live

    seen: list[int] = []
    shown = live.Live(
        20, lambda: (np.zeros((8, 8, 3), np.uint8), "a black square of eight pixels"), (5, 20), seen.append
    )
    shown.on_train_begin()
    for batch in range(20):
        shown.on_train_batch_end(batch)
    shown.on_train_end()
    assert seen == [5, 20]
    assert shown.left() == "All 20 steps done"


def test_the_words_say_how_far_and_how_to_stop() -> None:
    from deepfake_lessons.faces import live

    shown = live.Live(1000, lambda: (np.zeros((8, 8, 3), np.uint8), "a black square of eight pixels"))
    shown.done, shown.seconds = 250, 30.0
    assert shown.left().startswith("Step 250 of 1,000, about 90 s left. To stop early")
    shown.done = 3
    assert "left" not in shown.left()


@pytest.fixture(scope="module")
def shots() -> np.ndarray:
    from deepfake_lessons import studio

    return studio.photograph(studio.cast(160, seed=65), frames=studio.portraits(160, seed=65), size=32, seed=65).images


def test_a_gan_is_watched(shots: np.ndarray) -> None:
    from deepfake_lessons.faces import gan, live

    made = gan.GAN(32, seed=1, width=4)
    watched = live.LiveFaces(made, 16, shots, count=160)
    gan.train(made, shots, steps=16, callbacks=[watched])
    assert [one.step for one in watched.checkpoints] == [1, 4, 8, 16]
    assert all(one.faces.shape == (160, 32, 32, 3) and one.distance.value > 0 for one in watched.checkpoints)
    picture, words = watched._grid()
    assert picture.width > picture.height
    assert f"step 16: {watched.checkpoints[-1].distance}" in words


def test_without_measure_it_says_so(shots: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    from deepfake_lessons.faces import features, gan, live

    made = gan.GAN(32, seed=1, width=4)
    assert "No photographs were held out" in live.LiveFaces(made, 4)._grid()[1]

    def gone() -> Any:
        raise FileNotFoundError("features.npz is gone")

    monkeypatch.setattr(features, "network", gone)
    watched = live.LiveFaces(made, 4, shots, count=130)
    gan.train(made, shots, steps=4, callbacks=[watched])
    assert [one.distance for one in watched.checkpoints] == [None] * len(watched.checkpoints)
    assert "features.npz is gone" in watched._grid()[1]


@pytest.mark.parametrize("how", ["interrupt", "stop"])
def test_who_stops_early_has_a_last_checkpoint(shots: np.ndarray, how: str) -> None:
    import keras

    from deepfake_lessons.faces import gan, live

    class Ends(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            if batch == 1:
                if how == "interrupt":
                    raise KeyboardInterrupt
                self.model.stop_training = True

    made = gan.GAN(32, seed=1, width=4)
    watched = live.LiveFaces(made, 64, shots, count=130)
    gan.train(made, shots, steps=64, callbacks=[watched, Ends()])
    assert [one.step for one in watched.checkpoints] == [2]
