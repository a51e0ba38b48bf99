"""One's own eye over the checkpoints: a fair deal, a score for each with its interval, and nothing said unsolved."""

from __future__ import annotations

import numpy as np
import pytest

from deepfake_lessons.drawing.sheets import enlarge
from deepfake_lessons.faces.checkpoint_explorer import NOT_YET, EyeTest, eye_test
from deepfake_lessons.metrics.pairs import FAKE, REAL, Rate
from deepfake_lessons.notebook.session import MEMORY

KEY = "90 eyes"
PIXELS = np.random.default_rng(1).integers(0, 255, (40, 16, 16, 3)).astype(np.uint8)
FACES = {1700: PIXELS[:6], 100: PIXELS[6:12], 400: PIXELS[12:18]}
PHOTOGRAPHS = PIXELS[18:]


@pytest.fixture(autouse=True)
def _forgetful():
    MEMORY.forget()
    yield
    MEMORY.forget()


def dealt(**how) -> EyeTest:  # type: ignore[no-untyped-def]
    return eye_test(FACES, PHOTOGRAPHS, KEY, side=32, **how)


def test_the_deal_is_fair_and_every_picture_is_what_its_label_says() -> None:
    test = dealt(each=4)
    assert len(test.images) == 24 and (test.labels == FAKE).sum() == 12
    assert {step: int((test.steps == step).sum()) for step in (-1, 100, 400, 1700)} == {-1: 12, 100: 4, 400: 4, 1700: 4}
    for image, label, step in zip(test.images, test.labels, test.steps, strict=True):
        pile = FACES[int(step)][:4] if label == FAKE else PHOTOGRAPHS[:12]
        assert any((image == enlarge(one, 32)).all() for one in pile)
    assert len({image.tobytes() for image in test.images}) == 24


def test_the_order_is_mixed_and_comes_from_the_seed() -> None:
    assert dealt().steps.tolist() == dealt().steps.tolist() != dealt(seed=6).steps.tolist()
    assert 0 < dealt().labels[:12].sum() < 12


def test_what_is_done_to_one_picture_is_done_to_all() -> None:
    test = dealt(shoot=lambda image: 255 - image)
    plain = dealt()
    assert all((one == enlarge(255 - PIXELS[k], 32)).all() for one, k in zip(test.images, sources(plain), strict=True))


def sources(test: EyeTest) -> list[int]:
    """For each picture of a test its place in PIXELS."""
    large = [enlarge(one, 32).tobytes() for one in PIXELS]
    return [large.index(image.tobytes()) for image in test.images]


def test_a_score_for_each_checkpoint() -> None:
    test = dealt(each=4)
    says = ((test.steps == 100) | (test.steps == 400)).astype(int)  # the last checkpoint deceives
    says[np.flatnonzero(test.steps == 400)[0]] = REAL
    says[np.flatnonzero(test.labels == REAL)[:2]] = FAKE
    assert test.answer(says) is test
    assert test.caught() == {100: Rate(4, 4), 400: Rate(3, 4), 1700: Rate(0, 4)}
    assert list(test.caught()) == [100, 400, 1700]
    assert test.accused() == Rate(2, 12)
    lines = str(test).splitlines()
    assert len(lines) == 4 and NOT_YET not in str(test)
    assert lines[1].endswith(str(Rate(3, 4))) and "400" in lines[1] and lines[3] == f"genuine accused {Rate(2, 12)}"


def test_unsolved_it_says_so() -> None:
    test = dealt()
    assert all(line.endswith(NOT_YET) for line in str(test).splitlines())
    assert all(rate.n == 0 for rate in test.caught().values())


def test_half_answered_by_the_buttons() -> None:
    test = dealt(each=4)
    control = test.ask()
    for _ in range(5):
        control.fake.click()
        control.onwards.click()
    first = test.steps[:5]
    for step, rate in test.caught().items():
        assert rate == Rate(int((first == step).sum()), int((first == step).sum()))
    assert test.accused() == Rate(int((first < 0).sum()), int((first < 0).sum()))
    assert sum(line.count(NOT_YET) for line in str(test).splitlines()) == 4
    if test.accused().n:
        assert f"{12 - test.accused().n} of 12 {NOT_YET}" in str(test)
    test.answer(np.zeros(24, int))  # the first answers stay
    assert sum(rate.k for rate in test.caught().values()) + test.accused().k == 5


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: eye_test({}, PHOTOGRAPHS, KEY), "steps none"),
        (lambda: eye_test(FACES, PHOTOGRAPHS, KEY, each=7), "step 100 has 6"),
        (lambda: eye_test(FACES, PHOTOGRAPHS[:11], KEY), "12 photographs; got"),
        (lambda: eye_test({-1: PIXELS[:6]}, PHOTOGRAPHS, KEY), "steps -1"),
        (lambda: eye_test(FACES, PHOTOGRAPHS, KEY, each=0), "0 faces a checkpoint"),
        (lambda: eye_test(FACES, PHOTOGRAPHS, "", side=32).answer([0] * 24), "key"),
    ],
)
def test_what_is_refused(ask, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=words):
        ask()
