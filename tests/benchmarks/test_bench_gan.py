"""`make bench-gan`: the peer is the published one, a stopped run goes on, bars judge the figures they should."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

# Parameters of generator and discriminator. At 64 pixels the example's; at 32 they follow from one stage fewer.
PARAMETERS = {64: (3_979_651, 404_801), 32: (1_862_787, 142_529)}

Load = Callable[[str], ModuleType]


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, bench_of: Load) -> ModuleType:
    """benchmarks/gan.py, whose files go to a folder of this test."""
    return loaded("gan", bench_of, monkeypatch, tmp_path)


def loaded(name: str, bench_of: Load, monkeypatch: pytest.MonkeyPatch, folder: Path) -> ModuleType:
    module = bench_of(name)
    monkeypatch.setattr(module, "RESULTS", folder / f"{name}.json")
    if hasattr(module, "ROOT"):
        monkeypatch.setattr(module, "PARTS", folder / "parts")
    return module


def several(distances: tuple[float, ...], seconds: tuple[float, ...] = (48.0, 48.0, 48.0)) -> list[dict[str, Any]]:
    return [{"distance": one, "seconds": took, "steps": 9} for one, took in zip(distances, seconds, strict=True)]


def trained(**others: Any) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """What twelve trainings may have given; `ours_64` and such replace a part."""
    parts = {
        "ours_32": several((0.1, 0.9, 0.2)),
        "peer_32": several((4.0, 0.5, 2.0)),
        "ours_64": several((0.5, 0.6, 0.4), (57.0, 59.0, 58.0)),
        "peer_64": several((3.0, 1.0, 0.7), (1200.0,) * 3),
    } | others
    return {(name[:4], int(name[5:])): part for name, part in parts.items()}


def the_bars(bench: ModuleType, **others: Any) -> list[dict[str, Any]]:
    return [one for one in bench.compared(trained(**others)) if one["bar"]]


# ---------------------------------------------------------------------- bars


def test_medians_over_seeds_are_what_the_bars_judge(bench: ModuleType) -> None:
    equal_time, to_reach = the_bars(bench)
    assert equal_time["measured"] == pytest.approx(0.2 / 2.0)  # a ratio of medians, not a median of ratios
    assert equal_time["bar"] == "<= 0.2"
    assert to_reach["measured"] == 58
    assert to_reach["bar"] == "<= 60"
    ratio, _ = the_bars(bench, ours_32=several((0.5, 0.5, 0.1)))
    assert ratio["measured"] == pytest.approx(0.25) and not bench.kept.met(ratio)
    told = {one["what"]: one["measured"] for one in bench.compared(trained())}
    assert told["peer, 32 px: distance of each seed"] == [4.0, 0.5, 2.0]
    assert told["ours, 64 px: seconds of each seed"] == [57.0, 59.0, 58.0]


@pytest.mark.parametrize(
    ("distances", "seconds", "met"),
    [
        ((0.5, 0.6, 0.4), (57.0, 59.0, 58.0), True),
        ((0.5, 1.6, 0.4), (57.0, 50.0, 58.0), True),  # one seed does not reach the peer: the median still does
        ((0.5, 1.6, 1.4), (57.0, 50.0, 50.0), False),  # two do not, however soon they stopped
        ((0.5, 0.6, 0.4), (57.0, 61.0, 62.0), False),  # reached, but too late
    ],
)
def test_a_seed_that_does_not_reach_the_peer_is_no_quick_one(
    bench: ModuleType, distances: tuple[float, ...], seconds: tuple[float, ...], met: bool
) -> None:
    _, to_reach = the_bars(bench, ours_64=several(distances, seconds))
    assert bench.kept.met(to_reach) is met


# ---------------------------------------------------------------------- a run that was stopped


@pytest.fixture
def started(bench: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Trainings that were started; each leaves its result at once."""
    calls: list[tuple[str, ...]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess:
        who, size, seed = command[command.index("--one") + 1 :]
        calls.append((who, size, seed))
        result = {"distance": 0.1 if who == "ours" else 2.0, "seconds": 48.0, "steps": 9}
        bench.PARTS.mkdir(exist_ok=True)
        (bench.PARTS / f"{who}_{size}_{seed}.json").write_text(json.dumps(result), encoding="utf-8")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(bench.subprocess, "run", run)
    return calls


def test_each_training_has_its_process_and_is_not_done_twice(
    bench: ModuleType, started: list, capsys: pytest.CaptureFixture
) -> None:
    assert bench.main([]) == 0
    assert "make bench-gan" in capsys.readouterr().out
    assert started == [] and not bench.RESULTS.exists(), "in the loop of `make bench` nothing is trained"
    assert bench.main(["--write"]) == 0
    assert len(started) == len(set(started)) == 12
    bench.RESULTS.unlink()
    assert bench.main(["--write"]) == 0
    assert len(started) == 12
    assert bench.RESULTS.is_file()
    started.clear()
    (bench.PARTS / "peer_64_2.json").unlink()
    bench.main(["--write"])
    assert started == [("peer", "64", "2")], "a stopped run trains what is missing and nothing else"


@pytest.mark.parametrize("status", [0, 1])
def test_a_training_that_leaves_nothing_is_named(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    gone = subprocess.CompletedProcess([], status)
    monkeypatch.setattr(bench.subprocess, "run", lambda *_, **__: gone)
    with pytest.raises(RuntimeError, match="ours, 32 px, seed 1"):
        bench.main(["--write"])
    assert not bench.RESULTS.exists()


def test_a_missed_bar_is_kept_and_told_by_the_status(bench: ModuleType, started: list) -> None:
    bench.main(["--write"])
    for seed in bench.SEEDS:
        (bench.PARTS / f"ours_32_{seed}.json").write_text('{"distance": 1.0, "seconds": 48.0, "steps": 9}')
    assert bench.main(["--write"]) == 1
    kept = json.loads(bench.RESULTS.read_text(encoding="utf-8"))
    assert kept["date"] and kept["machine"]["cores"]
    assert 0.5 in [one["measured"] for one in kept["figures"]]


# ---------------------------------------------------------------------- the peer


@pytest.mark.slow  # TensorFlow
@pytest.mark.parametrize("size", [32, 64])
def test_the_peer_has_the_published_layers(bench: ModuleType, size: int) -> None:
    generator, discriminator = bench.peer_networks(size)
    assert (generator.count_params(), discriminator.count_params()) == PARAMETERS[size]
    assert generator.input_shape == (None, 128)
    assert generator.output_shape == discriminator.input_shape == (None, size, size, 3)
    assert discriminator.output_shape == (None, 1)
    up = [one for one in generator.layers if type(one).__name__ == "Conv2DTranspose"]
    down = [one for one in discriminator.layers if type(one).__name__ == "Conv2D"]
    assert [one.filters for one in up] == [128, 256, 512][: len(up)]
    assert [one.filters for one in down] == [64, 128, 128][: len(down)]
    assert len(up) == len(down) == {32: 2, 64: 3}[size]
    assert {one.kernel_size for one in up + down} == {(4, 4)}
    assert {one.strides for one in up + down} == {(2, 2)}
    assert generator.layers[-1].kernel_size == (5, 5)
    leaks = [one.negative_slope for one in (*generator.layers, *discriminator.layers) if "Leaky" in type(one).__name__]
    assert leaks == pytest.approx([0.2] * 2 * len(up))


@pytest.mark.slow
def test_in_a_step_the_peers_judge_learns_which_is_made_and_its_forger_to_pass(bench: ModuleType) -> None:
    """Made pictures are grey, genuine ones white. A judge that was blind calls dark made; the forger turns brighter."""
    import keras

    forger = keras.Sequential(
        [keras.Input((128,)), keras.layers.Dense(12, activation="sigmoid", kernel_initializer="zeros")]
    )
    forger.add(keras.layers.Reshape((2, 2, 3)))
    judge = keras.Sequential([keras.Input((2, 2, 3)), keras.layers.Flatten()])
    judge.add(keras.layers.Dense(1, activation="sigmoid", kernel_initializer="zeros"))
    bench.peer_step(forger, judge)(np.ones((32, 2, 2, 3), np.float32))
    # the first step of Adam moves every weight by the learning rate, against its slope; a tiny slope a little less
    assert judge.get_weights()[0] == pytest.approx(-1e-4, rel=0.01)
    brighter = forger.get_weights()[1]
    assert (brighter > 5e-5).all() and (brighter < 1.01e-4).all()


@pytest.mark.slow
def test_the_first_steps_which_compile_are_not_counted(bench: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([100.0, 101.0, 103.0])
    spent = bench.Spent()
    note = spent.callback().on_train_batch_end
    monkeypatch.setattr(bench.time, "process_time", lambda: next(now))
    for batch in range(bench.WARM + 2):
        note(batch, None)
    assert spent.seconds == 3.0


# ---------------------------------------------------------------------- benchmarks/nobody.py


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "status"), [([], 0), (["lessons", "--write"], 2), (["findings"], 2), (["findings", "--write"], 2)]
)
def test_faces_of_nobody_are_not_measured_by_mistake(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, bench_of: Load, arguments: list[str], status: int
) -> None:
    nobody = loaded("nobody", bench_of, monkeypatch, tmp_path)

    def measured() -> list:
        raise AssertionError("a part was measured")

    monkeypatch.setattr(nobody, "PARTS", dict.fromkeys(nobody.PARTS, measured))
    assert nobody.main(arguments) == status
    assert not nobody.RESULTS.exists()


@pytest.mark.slow
def test_a_part_replaces_its_own_figures_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, bench_of: Load) -> None:
    nobody = loaded("nobody", bench_of, monkeypatch, tmp_path)
    values = {"lesson": 0.4, "shipped": 0.9}
    for part in values:
        monkeypatch.setitem(nobody.PARTS, part, lambda part=part: [nobody.kept.figure(part, values[part], ">= 0.5")])
    assert nobody.main(["lesson", "shipped", "--write"]) == 1
    values["lesson"] = 0.6
    assert nobody.main(["lesson"]) == 0  # printed only
    assert kept(nobody) == {"lesson": 0.4, "shipped": 0.9}
    assert nobody.main(["lesson", "--write"]) == 0
    assert kept(nobody) == {"lesson": 0.6, "shipped": 0.9}


def kept(module: ModuleType) -> dict[str, float]:
    return {one["what"]: one["measured"] for one in json.loads(module.RESULTS.read_text())["figures"]}
