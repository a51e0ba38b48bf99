"""Leaks: dealt by frame a memory knows everybody, by actor nobody; and the benchmark that measures them."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from benchmarks.peers import leaks
from deepfake_lessons.detector import findings, shortcut
from deepfake_lessons.detector.own_pictures import Pipeline
from deepfake_lessons.metrics.pairs import FAKE, REAL


@pytest.fixture(scope="module")
def built() -> leaks.Built:
    return leaks.built_to_leak(16, 12, seed=7)


@pytest.fixture(scope="module")
def bench(bench_of: Any) -> Any:
    """benchmarks/detector_findings.py."""
    return bench_of("detector_findings")


def collection(people: int = 12, each: int = 4) -> SimpleNamespace:
    """Noise in place of a collection of forgeries: each genuine picture the source of a fake, and three of nobody."""
    source = np.concatenate([np.tile(np.arange(people * each), 2), [-1] * 3])
    actor = np.where(source >= 0, source // each, -1)
    label = np.concatenate([np.repeat([REAL, FAKE], people * each), [FAKE] * 3])
    images = np.random.default_rng(2).integers(0, 255, (len(source), 64, 64, 3)).astype(np.uint8)
    return SimpleNamespace(images=images, label=label, actor=actor, source=source)


def by_people(fakes: Any, seed: int) -> leaks.Piles:
    """In place of `detector.forgeries.split`, which would load TensorFlow."""
    from deepfake_lessons.photos import split_by_person

    return split_by_person(fakes.actor, seed=seed)


def remembered(images: Any, labels: Any, piles: Any, source: Any, steps: int, seed: int) -> Any:
    """In place of the network: a memory."""
    return lambda some: leaks.nearest(images[piles[0]], labels[piles[0]], some)


@pytest.fixture(scope="module")
def file(bench: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Findings of a tiny run."""
    folder = tmp_path_factory.mktemp("findings")
    rng = np.random.default_rng(4)
    images = rng.integers(0, 255, (24, 64, 64, 3)).astype(np.uint8)
    images[:12] = images[:12, :, :, :1]
    two = shortcut.Sources(images, np.repeat([REAL, FAKE], 12), np.repeat(["old", "new"], 12), images,
                           {"old": Pipeline(32, grey=True), "new": Pipeline()})  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "SEEDS": (5, 6), "BUILT_ACTORS": 6, "BUILT_EACH": 4, "TRIES": 3, "SUBSET": 8, "SMALL": 6, "LARGE": 10,
            "collected": collection, "dealt": by_people, "network": remembered,
            "DATA": folder / findings.FILE, "RESULTS": folder / "results.json",
            "pairs_of_sources": lambda seed: iter([("old against new", two, np.arange(24))]),
        }.items():  # fmt: skip
            patch.setattr(bench, name, value)
        assert bench.main(["all", "--write"]) == 0
    return folder / findings.FILE


# ---------------------------------------------------------------------- dealing


@pytest.mark.parametrize("pairs", [False, True])
def test_by_frame_deals_every_picture_once(pairs: bool) -> None:
    fakes = collection()
    piles = leaks.by_frame(fakes, seed=3, pairs=pairs)
    assert np.array_equal(np.sort(np.concatenate(piles)), np.arange(len(fakes.label)))
    assert [len(pile) / 99 for pile in piles] == pytest.approx([0.6, 0.2, 0.2], abs=0.03)
    people = [set(fakes.actor[pile]) for pile in piles]
    assert len(people[0] & people[2]) > 6
    shared = set(fakes.source[piles[0]]) & set(fakes.source[piles[2]]) - {-1}
    assert (not shared) if pairs else len(shared) > 3
    again, other = (leaks.by_frame(fakes, seed=seed, pairs=pairs) for seed in (3, 4))
    assert np.array_equal(again[0], piles[0]) and not np.array_equal(other[0], piles[0])


def test_by_actor_parts_people(built: leaks.Built) -> None:
    piles = leaks.by_actor(built, seed=2)
    assert np.array_equal(np.sort(np.concatenate(piles)), np.arange(len(built.label)))
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert not np.intersect1d(built.actor[piles[one]], built.actor[piles[other]]).size
    assert all(built.label[pile].mean() == 0.5 for pile in piles)


# ---------------------------------------------------------------------- a set built to leak


def test_who_it_is_is_the_answer(built: leaks.Built) -> None:
    assert built.images.shape == (192, 64, 64, 3) and built.images.dtype == np.uint8
    labels = [set(built.label[built.actor == one].tolist()) for one in range(16)]
    assert labels.count({REAL}) == labels.count({FAKE}) == 8


def memory_right(some: leaks.Built, piles: leaks.Piles) -> float:
    study, _, exam = piles
    said = leaks.nearest(some.images[study], some.label[study], some.images[exam])
    return float((said == (some.label[exam] == FAKE)).mean())


def test_a_memory_knows_everybody(built: leaks.Built) -> None:
    assert min(memory_right(built, leaks.by_frame(built, seed=seed)) for seed in (1, 2)) > 0.9


def test_a_memory_knows_nobody_new(built: leaks.Built) -> None:
    """One set has three actors on its exam, and three draws may all fall the same way: so half are called fake anew."""
    right = []
    for seed in range(12):
        called = np.random.default_rng(seed).permutation(np.repeat([REAL, FAKE], 8))
        some = built._replace(label=called[built.actor])
        right.append(memory_right(some, leaks.by_actor(some, seed=seed)))
    assert 0.3 < np.mean(right) < 0.7


def test_a_line_through_pixels() -> None:
    images = np.zeros((40, 8, 8, 3), np.uint8)
    labels = np.arange(40) % 2
    images[labels == FAKE, 2:4] = 90
    said = leaks.on_pixels(images[:20], labels[:20], images[20:])
    assert said.dtype == bool and np.array_equal(said, labels[20:] == FAKE)


# ---------------------------------------------------------------------- what was measured


def test_findings_of_a_run(file: Path) -> None:
    found = findings.read(file)
    assert found.drawn.shape == (3, 2) and found.built.shape == (2, 2, 2) and found.caught.shape == (1, 2, 2)
    assert np.array_equal(found.built[0], found.built[1]), "the network was replaced by the memory"
    assert found.mock_exam.shape == (2, 3) and found.chosen_exam.tolist() == [6, 10]
    assert found.seed.tolist() == [5, 6] and "2 seeds" in repr(found)


def test_a_part_run_alone_leaves_the_others(bench: Any, file: Path, tmp_path: Path) -> None:
    copy = tmp_path / findings.FILE
    copy.write_bytes(file.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench, "DATA", copy)
        patch.setattr(bench, "SEEDS", (5, 6))
        bench.keep({"drawn": np.full((3, 2), 0.25)})
    new, old = findings.read(copy), findings.read(file)
    assert (new.drawn == 0.25).all() and np.array_equal(new.built, old.built)


def test_the_benchmark_says_what_it_can_do(bench: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main([]) == 0 and bench.main(["leaks"]) == 2
    assert "leak|shortcut|chosen|all" in capsys.readouterr().err


def test_no_leak_is_said(bench: Any) -> None:
    assert "no leak to be seen here" in bench.verdict("x", [0.5, 0.6, 0.7], [0.55, 0.6, 0.65])["measured"]
    assert "no leak" not in bench.verdict("x", [0.9, 0.95, 0.92], [0.5, 0.52, 0.5])["measured"]


def test_real_sources_keep_people_apart(
    bench: Any, root: Path, shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(root / "benchmarks")
    examined = importlib.import_module("examined")
    few = {name: f"{Path(pattern).parent}/*0*{Path(pattern).suffix}" for name, pattern in examined.AI.items()}
    monkeypatch.setattr(examined, "AI", few)
    monkeypatch.setattr(examined, "faces", lambda paths, views: [np.zeros((12, 64, 64, 3), np.uint8)] * len(views))
    monkeypatch.setattr(bench, "_FOUND", {})
    monkeypatch.setattr(shortcut, "real_against_ai", lambda seed: [])
    (_, none, _), *others = bench.pairs_of_sources(1)
    assert not none and [name.split(" against ")[1] for name, *_ in others] == ["Olivetti", "Olivetti"]
    for _, both, who in others:
        assert len(both) == len(who) == 24 and both.pipelines["Olivetti"] == Pipeline(64, grey=True)
        study, mock, exam = bench.halves(both.label, who, 1)
        assert not np.intersect1d(who[np.concatenate([study, mock])], who[exam]).size
