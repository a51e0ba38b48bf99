"""The table of the detector's peers: read whole, asked for shares, the network beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from deepfake_lessons.detector import peers as detector_peers
from deepfake_lessons.detector import stored


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
    [({"k": np.array([2])}, r"k has the shape \(1,\), \(3,\) is wanted"),
     ({"right": np.array([0.5, 0.5])}, r"right has the shape \(2,\), \(1,\)"),
     ({"k": np.array([2, 9, 1])}, "not between 0 and n")],
)  # fmt: skip
def test_a_table_that_is_not_whole_is_refused(tmp_path: Path, changed: dict[str, Any], words: str) -> None:
    np.savez(tmp_path / "peers.npz", **(vars(peers()) | changed))
    with pytest.raises(ValueError, match=words):
        detector_peers.read(tmp_path / "peers.npz")
