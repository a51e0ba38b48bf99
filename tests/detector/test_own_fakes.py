"""A learner's own forgers in lesson 08: taken where they were kept, refused with a sentence where they do not fit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.slow  # TensorFlow


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What was kept, without a folder."""
    from deepfake_lessons.detector import own_fakes

    things: dict[str, Any] = {}

    def kept(name: str) -> Any:
        if name not in things:
            raise FileNotFoundError(name)
        return things[name]

    monkeypatch.setattr(own_fakes, "kept", kept)
    return things


def test_without_anything_kept(own: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    from deepfake_lessons.detector import own_fakes

    assert own_fakes.generator().whose == "the shipped one"
    assert own_fakes.swapped(2) is None
    said = capsys.readouterr().out
    assert "shipped generator" in said and "no swap of yours" in said


def test_the_learners_generator_draws(own: dict[str, Any]) -> None:
    from deepfake_lessons.detector import own_fakes
    from deepfake_lessons.faces import gan

    own["05.generator"] = gan.build_generator(64).get_weights()
    assert own_fakes.generator().whose == "yours of lesson 05"


@pytest.mark.parametrize("wrong", [[np.zeros(3)], {"a": np.zeros(3)}])
def test_other_weights_are_refused(wrong: Any, own: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    from deepfake_lessons.detector import own_fakes

    own |= {"05.generator": wrong, "06.swap": wrong}
    assert own_fakes.generator().whose == "the shipped one" and own_fakes.swapped(2) is None
    assert capsys.readouterr().out.count("cannot be used") == 2


def test_a_swap_is_laid_onto_photographs(own: dict[str, Any]) -> None:
    from deepfake_lessons.detector import own_fakes
    from deepfake_lessons.swap import FaceSwap

    own["06.swap"] = FaceSwap(seed=2).get_weights()
    some = own_fakes.swapped(3)
    assert some is not None and some.images.shape == (6, 64, 64, 3) and some.images.dtype == np.uint8
    assert some.label.tolist() == [0, 0, 0, 1, 1, 1]
    apart = np.abs(some.images[:3].astype(float) - some.images[3:]).mean(axis=(1, 2, 3))
    assert (apart > 3).all()  # more than the camera's noise
    assert (own_fakes.swapped(3).images == some.images).all()  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="1 or more"):
        own_fakes.swapped(0)


def test_the_training_can_be_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    from deepfake_lessons.detector import live as live_detector
    from deepfake_lessons.detector import network as detector

    rng = np.random.default_rng(3)
    images = rng.integers(50, 200, (40, 64, 64, 3)).astype(np.uint8)
    labels = np.repeat([0, 1], 20)
    model = detector.build_detector()
    live = live_detector.LiveDetector(model, 24, {"seam": images[30], "light": images[35]})
    pages = []
    monkeypatch.setattr(live, "_draw", lambda ended=False: pages.append((live._page(), ended)))
    fitted = detector.fit_detector(model, images, labels, images, labels, steps=24, callback=live)
    assert len(pages) == len(fitted.checks) == detector.CHECKS and [ended for _, ended in pages].count(True) == 1
    (page, words), _ = pages[-1]
    assert page.size == (820, 330) and "step 24" in words and "seam" in words
