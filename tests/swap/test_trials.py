"""What a swap depends on: depth and errors measure what they say; stored trials, their pictures, the painting."""

from __future__ import annotations

import numpy as np
import pytest

from deepfake_lessons.faces import alignment
from deepfake_lessons.swap import plots as pictures

pytestmark = pytest.mark.slow  # TensorFlow


def faces(count: int = 6) -> np.ndarray:
    return np.random.default_rng(3).integers(40, 200, (count, 64, 64, 3)).astype(np.uint8)


def test_the_ideal_swap_blinks_as_deep_as_itself() -> None:
    from deepfake_lessons.swap import scores, trials

    two = trials.pair(71)
    taken = trials.exam_photographs(two, 24)
    ideal = scores.ideal(taken, two.b)
    lids = taken.truth["blink_left"]
    assert trials.blink_depth(ideal, ideal, lids) == pytest.approx(1)
    staring = np.repeat(ideal[lids < 0.2][:1], len(ideal), axis=0)
    assert trials.blink_depth(staring, ideal, lids) == pytest.approx(0, abs=1e-6)
    with pytest.raises(ValueError, match="0 moments with closed eyes"):
        trials.blink_depth(ideal, ideal, np.zeros(24))


def test_glasses_are_all_that_changes() -> None:
    from deepfake_lessons.swap import trials

    two = trials.pair(71)
    bare = trials.exam_photographs(two, 4)
    worn = trials.glasses_on(bare, two)
    assert [one.glasses for one in worn.actors] == ["square"] and (worn.truth["smile"] == bare.truth["smile"]).all()
    before, after = (alignment.crops(one.images, one.landmarks).astype(int) for one in (bare, worn))
    eyes, mouth = alignment.box("eyes"), alignment.box("mouth")
    assert np.abs(before - after)[:, *eyes].mean() > 4 * np.abs(before - after)[:, *mouth].mean()


def test_albums_wear_glasses_as_asked() -> None:
    from deepfake_lessons.swap import trials

    plain = trials.albums(trials.pair(71), n=60, seed=2)
    half = trials.albums(trials.pair(71), n=60, glasses=0.5, seed=2)
    assert [len(one) for one in plain] == [60, 60] == [len(one) for one in half]


def test_errors_of_regions() -> None:
    from deepfake_lessons.swap import trials

    one = faces()
    other = one.copy()
    rows, columns = alignment.box("mouth")
    other[:, rows, columns] += 10
    assert trials.region_errors(one, one) == {"eyes": 0, "mouth": 0, "face": 0}
    said = trials.region_errors(other, one)
    assert said["mouth"] == 10 and said["eyes"] == 0 < said["face"] < 10


def test_what_was_painted_is_compared_with_the_error() -> None:
    from deepfake_lessons.swap import scores

    apart = np.zeros((64, 64))
    apart[:8, :8], apart[8:16, :8] = 3, 1
    cells = np.zeros((8, 8), bool)
    assert scores.found(cells, apart) == "No square was painted."
    cells[0, 0] = True
    assert scores.found(cells, apart).endswith(
        "2 % of the picture, 75 % of the error; as many in the best places hold 75 %."
    )
    cells[:] = False
    cells[5, 5] = True
    assert " 0 % of the error; as many in the best places hold 75 %" in scores.found(cells, apart)


@pytest.mark.parametrize(("what", "columns", "count"), [("blink", 1, 25), ("glasses", 2, 15)])
def test_stored_trials(what: str, columns: int, count: int) -> None:
    from deepfake_lessons.swap import trials

    table = trials.stored(what)
    assert table.values.shape == (count, columns) and np.isfinite(table.values).all()
    assert sorted(set(table.share.tolist())) == sorted(trials.SHARES[what]) and table.steps == trials.STEPS
    shares, means = table.means()
    assert len(shares) == len(means) == 5
    with pytest.raises(ValueError, match="there are blink and glasses"):
        trials.stored("hats")


def test_pictures_of_swaps_have_words() -> None:
    one, other = faces(), faces()[::-1]
    assert pictures.strip(one, other, one).dtype == np.uint8
    assert "6 faces" in pictures.strip_words(one, other, one)
    assert (pictures.difference(one, one) == 128).all()
    shot = faces(3)
    assert pictures.moment(shot, shot, shot, one, other, 2).shape[2] == 3
    assert "Frame 2 four times" in pictures.moment_words(shot, shot, shot, one, other, 2)
    apart = np.zeros((64, 64))
    plain = pictures.heat(one[0], apart)
    apart[20:30, 20:30] = 50
    assert (pictures.heat(one[0], apart) != plain).any()
    cells = np.zeros((8, 8), bool)
    bare = pictures.painted(one[0], cells)
    cells[2, 3] = True
    assert (pictures.painted(one[0], cells) != bare).any()
    shares, depths = np.repeat([0, 0.1, 0.3], 2), np.array([0.1, 0.2, 0.7, 0.8, 0.9, 1.0])
    assert len(pictures.cloud(shares, depths, (0.05, 0.5)).axes) == 1
    assert "0 %: 0.15, 10 %: 0.75, 30 %: 0.95" in pictures.cloud_words(shares, depths)
    assert "Yours, at 5 %: 0.50" in pictures.cloud_words(shares, depths, (0.05, 0.5))
    assert len(pictures.frontier([0, 0.5], [9, 10], [20, 12]).axes) == 1
    assert "50 % studied with glasses: 10.0 without, 12.0 with" in pictures.frontier_words([0, 0.5], [9, 10], [20, 12])


def test_a_painting_tells_its_squares() -> None:
    from deepfake_lessons.swap.painting_explorer import paint

    seen: list[np.ndarray] = []

    def draw(cells: np.ndarray) -> np.ndarray:
        seen.append(cells.copy())
        return pictures.painted(faces(1)[0], cells)

    board = paint(draw)
    assert board.cells.shape == (8, 8) and not board.cells.any() and len(seen) == 1
    board.board.squares[2][3].value = True
    assert board.cells[2, 3] and seen[-1][2, 3] and "row" in board.image.value
    assert list(board.board.buttons) == ["clear"]
    board.board.buttons["clear"].click()
    assert not board.cells.any()


def test_training_can_be_watched() -> None:
    from deepfake_lessons import swap
    from deepfake_lessons.swap.live import LiveSwap

    albums = faces(60), faces(60)[:, ::-1]
    model = swap.FaceSwap(seed=1)
    live = LiveSwap(model, 4, *albums)
    swap.train(model, *albums, steps=4, callbacks=[live])
    picture, words = live._rows()
    assert live.done == 4 and picture.size[0] > 800 and "step 4" in words
