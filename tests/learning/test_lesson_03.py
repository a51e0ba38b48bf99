"""Lesson 03: its pictures are what its text says, and its network passes where no line does. Its own code runs."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import deepfake_lessons as dl
from deepfake_lessons import studio

WANTED = {"exchange_faces", "shoot_again", "newborn", "logits", "probabilities", "mean_surprise", "learn"}


@pytest.fixture(scope="module")
def lesson(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The functions that the lesson defines, by name."""
    path = Path(request.config.rootpath) / "notebooks" / "source" / "03_the_letters_loop.py"
    found = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)]
    names: dict[str, Any] = {"np": np, "dl": dl, "studio": studio}
    exec(compile(ast.Module([node for node in found if node.name in WANTED], []), str(path), "exec"), names)
    assert set(names) >= WANTED
    return names


def couples(number: int, seed: int) -> studio.Photographs:
    actors = sorted(studio.cast(2 * number, seed=seed), key=lambda actor: actor.skin)
    return studio.photograph(actors, frames=studio.sitting(number, seed=seed) * 2, size=32, seed=seed)


def test_an_exchange_moves_pixels_and_changes_none(lesson: dict[str, Any]) -> None:
    shots = couples(5, seed=201)
    forged = lesson["exchange_faces"](shots)
    assert forged.dtype == np.uint8 and forged.shape == shots.images.shape
    for one, genuine in zip(forged, shots.images, strict=True):
        assert 0.02 < (one != genuine).any(axis=2).mean() < 0.5  # the inner face, and nothing but a part
    assert np.array_equal(np.sort(forged, axis=0), np.sort(shots.images, axis=0))  # the same values at each place
    assert not (forged != shots.images)[shots.masks["inner"] < 0.5].any()
    careful = lesson["exchange_faces"](shots, match_colour=1.0)
    inside = shots.masks["inner"] > 0.9
    for k, covered in enumerate(shots.images):
        away = [np.abs((one[k].astype(float) - covered)[inside[k]].mean(axis=0)).mean() for one in (forged, careful)]
        assert away[1] < 6 < 20 < away[0]  # grey levels: its colours are those of the skin that it covers


def test_the_loop_gives_back_the_best_weights_of_the_mock_exam(lesson: dict[str, Any]) -> None:
    rng = np.random.default_rng(1)
    points = rng.normal(size=(60, 4))
    truth = (np.abs(points[:, 0]) > 0.7).astype(int)
    study, mock = (points[:40], truth[:40]), (points[40:], truth[40:])
    weights = lesson["newborn"](2, pixels=4, hidden=8)
    best, curves = lesson["learn"](weights, study, mock, rounds=60, learning_rate=0.5, handful=10)
    assert len(curves["study"]) == len(curves["mock exam"]) == 60
    assert curves["study"][-1] < curves["study"][0]
    assert float(lesson["mean_surprise"](best, *mock).data) == pytest.approx(min(curves["mock exam"]))


def test_the_surprise_is_the_cross_entropy_and_survives_certainty(lesson: dict[str, Any]) -> None:
    points, truth = np.random.default_rng(1).normal(size=(9, 4)), np.resize([0, 1, 1], 9)
    weights = lesson["newborn"](2, pixels=4, hidden=8)
    p = lesson["probabilities"](weights, points)
    expected = -np.log(np.where(truth == 1, p, 1 - p)).mean()
    assert float(lesson["mean_surprise"](weights, points, truth).data) == pytest.approx(expected)
    weights[3].data[:] = 100.0  # one minus its probability is 0 in 64 bits
    loss = lesson["mean_surprise"](weights, points, truth)
    loss.backward()
    assert float(loss.data) == pytest.approx(100 / 3, rel=0.1) and np.isfinite(weights[0].grad).all()


@pytest.mark.slow
def test_a_network_passes_where_no_line_does(lesson: dict[str, Any]) -> None:
    shots = couples(420, seed=201)  # development actors: the lesson's own and the claim's are others
    forged = lesson["exchange_faces"](shots)
    photographs = lesson["shoot_again"](np.concatenate([shots.images, forged]), seed=201)
    labels, couple = np.repeat([0, 1], 840), np.tile(np.arange(420), 4)
    study, mock, exam = dl.photos.split_by_person(couple, (0.6, 0.2, 0.2), seed=201)
    middle, spread = photographs[study].mean(axis=0), photographs[study].std(axis=0)
    pictures = ((photographs - middle) / spread).reshape(1680, -1)
    mirrored = pictures[study].reshape(-1, 32, 32)[:, :, ::-1].reshape(len(study), -1)
    studied = np.concatenate([pictures[study], mirrored]), np.tile(labels[study], 2)
    trained, _ = lesson["learn"](lesson["newborn"](201), studied, (pictures[mock], labels[mock]))
    says_fake = lesson["probabilities"](trained, pictures) > 0.5
    assert dl.metrics.accuracy(says_fake[mock], labels[mock]).share >= 0.95
    rules = dl.metrics.one_line.numbers(photographs)
    row, column = dl.metrics.one_line.best_pixel(photographs[study], labels[study])
    rules["best pixel"] = photographs[:, row, column]
    for name, score in rules.items():
        says = dl.metrics.one_line.answers(score, labels, study)
        assert dl.metrics.accuracy(says[mock], labels[mock]).share < 0.8, name
    bodies = exam[labels[exam] == 0]
    careful = lesson["exchange_faces"](shots[bodies], match_colour=1.0)
    seen = ((lesson["shoot_again"](careful, seed=202) - middle) / spread).reshape(len(careful), -1)
    assert (lesson["probabilities"](trained, seen) > 0.5).mean() < 0.2
