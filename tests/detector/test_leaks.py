"""Leaks: dealt by frame a memory knows everybody, by actor nobody; findings are read whole; reports claim what was
measured, and their facts show how it came about."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from deepfake_lessons.detector import finding_plots as pictures
from deepfake_lessons.detector import findings, leaks, reports, shortcut
from deepfake_lessons.detector.own_pictures import Pipeline
from deepfake_lessons.metrics.pairs import FAKE, REAL


@pytest.fixture(scope="module")
def built() -> leaks.Built:
    return leaks.built_to_leak(seed=7)


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
            "SEEDS": (5, 6), "BUILT_ACTORS": 8, "BUILT_EACH": 4, "TRIES": 3, "SUBSET": 8, "SMALL": 6, "LARGE": 10,
            "collected": collection, "dealt": by_people, "network": remembered,
            "DATA": folder / findings.FILE, "RESULTS": folder / "results.json",
            "pairs_of_sources": lambda seed: iter([("old against new", two, np.arange(24))]),
        }.items():  # fmt: skip
            patch.setattr(bench, name, value)
        assert bench.main(["all", "--write"]) == 0
    return folder / findings.FILE


@pytest.fixture(scope="module")
def found(file: Path) -> findings.Findings:
    return findings.read(file)


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


def test_a_set_with_both_labels_for_everybody_is_sent_on() -> None:
    with pytest.raises(ValueError, match=r"actor 0 has genuine pictures and fakes: deal such a set by forgeries.split"):
        leaks.by_actor(collection())


# ---------------------------------------------------------------------- a set built to leak


def test_who_it_is_is_the_answer(built: leaks.Built) -> None:
    assert built.images.shape == (384, 64, 64, 3) and built.images.dtype == np.uint8
    labels = [set(built.label[built.actor == one].tolist()) for one in range(24)]
    assert labels.count({REAL}) == labels.count({FAKE}) == 12


def memory_right(some: leaks.Built, piles: leaks.Piles) -> float:
    study, _, exam = piles
    said = leaks.nearest(some.images[study], some.label[study], some.images[exam])
    return float((said == (some.label[exam] == FAKE)).mean())


def test_a_memory_knows_everybody(built: leaks.Built) -> None:
    assert min(memory_right(built, leaks.by_frame(built, seed=seed)) for seed in (1, 2, 3)) > 0.9


def test_a_memory_knows_nobody_new(built: leaks.Built) -> None:
    """One set has five actors on its exam, and five lots may all fall the same way: so half are called fake anew."""
    right = []
    for seed in range(12):
        called = np.random.default_rng(seed).permutation(np.repeat([REAL, FAKE], 12))
        some = built._replace(label=called[built.actor])
        right.append(memory_right(some, leaks.by_actor(some, seed=seed)))
    assert 0.3 < np.mean(right) < 0.7


@pytest.mark.parametrize("wrong", [{"actors": 7}, {"actors": 4}, {"each": 0}])
def test_no_set_without_an_even_number_of_actors(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="even number of actors"):
        leaks.built_to_leak(**wrong)


def test_a_line_through_pixels() -> None:
    images = np.zeros((40, 8, 8, 3), np.uint8)
    labels = np.arange(40) % 2
    images[labels == FAKE, 2:4] = 90
    said = leaks.on_pixels(images[:20], labels[:20], images[20:])
    assert said.dtype == bool and np.array_equal(said, labels[20:] == FAKE)


def test_interval_is_students() -> None:
    from scipy.stats import ttest_1samp

    values = [0.1, 0.3, 0.2, 0.25, 0.02]
    mean, low, high = leaks.interval(values)
    expected = ttest_1samp(values, 0).confidence_interval(0.95)
    assert (low, high) == pytest.approx((expected.low, expected.high)) and mean == pytest.approx(np.mean(values))
    for wrong in ([0.1], [0.1, np.nan], [[0.1, 0.2]]):
        with pytest.raises(ValueError, match="two finite numbers"):
            leaks.interval(wrong)


# ---------------------------------------------------------------------- what was measured


def test_findings_of_a_run(found: findings.Findings) -> None:
    assert found.drawn.shape == (3, 2) and found.built.shape == (2, 2, 2) and found.caught.shape == (1, 2, 2)
    assert np.array_equal(found.built[0], found.built[1]), "the network was replaced by the memory"
    assert found.mock_exam.shape == (2, 3) and found.chosen_exam.tolist() == [6, 10]
    assert found.seed.tolist() == [5, 6] and "2 seeds" in repr(found)


@pytest.mark.parametrize("content", [b"", b"no zip file", b"PK\x03\x04 broken"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / findings.FILE
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"detector_findings.npz holds no findings"):
        findings.read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"detector_findings.npz is not there: .*detector_findings.py"):
        findings.read(tmp_path / findings.FILE)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"built": None}, "holds no findings .*built"),
        ({"built": np.zeros((2, 2, 5))}, r"built has the shape \(2, 2, 5\), \(2, 2, 2\) is wanted"),
        ({"seed": np.array([], int)}, "is wanted"),
        ({"network": np.full((1, 2, 2), np.nan)}, "network must lie between 0 and 1"),
        ({"sets_exam": np.zeros((1, 2), int)}, "sets_exam must lie between 1"),
        ({"mock_exam": np.array(0.5)}, "is wanted"),
        ({"B_exam_label": np.full(12, 3)}, "the exam of report B wants person, label and archive"),
        ({"A_exam_person": np.arange(3)}, "the exam of report A wants"),
        ({"sets": np.array([print], dtype=object)}, "holds no findings"),  # would run code when read
    ],
)
def test_a_file_that_is_not_whole_is_refused(file: Path, tmp_path: Path, changed: dict, words: str) -> None:
    with np.load(file) as old:
        arrays = {name: old[name] for name in old.files} | changed
    path = tmp_path / findings.FILE
    np.savez(path, **{name: value for name, value in arrays.items() if value is not None})
    with pytest.raises(ValueError, match=words):
        findings.read(path)


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


# ---------------------------------------------------------------------- reports


def test_facts_show_how_it_came_about(found: findings.Findings) -> None:
    first, second, third = reports.three(found)
    for report in (first, second, third):
        facts = report.facts()
        assert list(facts) == [*findings.FACTS, "tries", "chosen_on"]
        assert len(facts["exam_person"]) == len(facts["exam_label"]) == len(facts["exam_archive"])
        assert set(facts["exam_label"]) == {REAL, FAKE} and type(facts["tries"]) is int
    met = [np.isin(one.exam_person, one.study_person).any() for one in (first, second, third)]
    assert met == [True, False, False]
    telling = []
    for one in (first, second, third):
        archives = [set(one.exam_archive[one.exam_label == kind].tolist()) for kind in (REAL, FAKE)]
        telling.append(not archives[0] & archives[1])
    assert telling == [False, True, False]
    assert [(one.tries, one.chosen_on) for one in (first, second, third)] == [
        (1, "mock exam"), (1, "mock exam"), (3, "exam"),
    ]  # fmt: skip


def test_facts_are_copies(found: findings.Findings) -> None:
    report = reports.three(found)[0]
    report.facts()["exam_person"][:] = -5
    assert (report.exam_person >= 0).all()


def test_claims_and_truth_are_what_was_measured(found: findings.Findings) -> None:
    first, second, third = reports.three(found)
    share, honest = (round(100 * found.built[1, place, 0]) for place in (0, 1))
    assert first.claims.startswith(f"{share} % right on {len(first.exam_label)} pictures")
    assert f"{honest} % right on {found.built_exam[1, 0]} pictures" in first.truth
    assert second.claims.startswith(f"{100 * found.network[0, 0, 0]:.0f} % right on {len(second.exam_label)} pictures")
    assert f"of {(second.exam_label == FAKE).sum()} caught" in second.truth
    best = found.mock_exam[0].argmax()
    assert third.claims.startswith(f"{100 * found.mock_exam[0].max():.0f} % right on {len(third.exam_label)} pictures")
    assert f"{100 * found.fresh_exam[0, best]:.0f} % right on 10 pictures" in third.truth
    assert repr(third).startswith("Report C: ")


# ---------------------------------------------------------------------- pictures


def test_pictures_have_words(found: findings.Findings) -> None:
    assert len(pictures.dots(found).axes) == 2
    words = pictures.dots_words(found)
    assert f"dealt by frame {100 * found.built[1, 0].mean():.0f} % on average" in words
    assert "Forgeries" in words and "2 marks for 2 seeds" in words
    pictures.shortcut_bars(found).canvas.draw()
    words = pictures.shortcut_words(found)
    assert words.startswith("old against new") and f"disguised {100 * found.caught[0, 1].mean():.0f} %" in words
    with pytest.raises(ValueError, match="there are 1 sets"):
        pictures.shortcut_bars(found, 1)
    for report in reports.three(found):
        pictures.card(report).canvas.draw()
        words = pictures.card_words(report)
        assert report.claims in words and f"{len(report.exam_label)} pictures" in words
        assert all(str(name) in words for name in np.unique(report.exam_archive))
