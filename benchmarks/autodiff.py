"""Our engine beside micrograd on micrograd's published demo, and beside NumPy written by hand.

The demo (demo.ipynb of micrograd): two moons of 100 points with noise 0.1, a network 2-16-16-1 with relu, all points at
each step, max-margin loss plus 1e-4 of the squared weights, gradient descent from 1.0 down to 0.1 in 100 steps.

All four run in turn, five rounds, in one process; each figure is CPU time of this process, the median over rounds.
Bars are ratios: other programs and other machines change both sides alike. micrograd's own `nn` runs on both engines.

    python benchmarks/autodiff.py        prints each figure beside its bar; exit status 1 if one is missed
                                         and writes benchmarks/results/autodiff.json
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # CPU time would count threads that wait; set before NumPy loads

import gc
import importlib.metadata
import inspect
import json
import platform
import random
import sys
import time
import types
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median

import micrograd.engine
import micrograd.nn
import numpy as np
from sklearn.datasets import make_moons

from deepfake_lessons.autodiff import Tensor, Value

ROUNDS, SCALAR_STEPS, DEMO_STEPS, ALPHA = 5, 2, 100, 1e-4
RESULTS = Path(__file__).parent / "results" / "autodiff.json"
Losses = Iterator[float]


def network_on(engine: type) -> types.ModuleType:
    """micrograd's module `nn`, its source unchanged except for the line that imports `Value`."""
    line = "from micrograd.engine import Value"
    source = inspect.getsource(micrograd.nn)
    if source.count(line) != 1:
        raise RuntimeError(f"micrograd.nn has changed: expected the line {line!r} once; adapt network_on")
    module = types.ModuleType("nn")
    module.__dict__["Value"] = engine
    exec(source.replace(line, ""), module.__dict__)
    return module


def data_and_model(engine: type) -> tuple:
    np.random.seed(1337)  # the demo's own seeds
    random.seed(1337)
    points, labels = make_moons(n_samples=100, noise=0.1)
    return points, labels * 2 - 1, network_on(engine).MLP(2, [16, 16, 1])


def scalars(engine: type) -> Losses:
    """One step of the demo per `next`, on micrograd's Value or ours. The lines are the demo's."""
    X, y, model = data_and_model(engine)
    for k in range(DEMO_STEPS):
        inputs = [list(map(engine, row)) for row in X]
        scores = list(map(model, inputs))
        losses = [(1 + -yi * scorei).relu() for yi, scorei in zip(y, scores, strict=True)]
        data_loss = sum(losses) * (1.0 / len(losses))
        reg_loss = ALPHA * sum(p * p for p in model.parameters())
        total_loss = data_loss + reg_loss
        model.zero_grad()
        total_loss.backward()
        for p in model.parameters():
            p.data -= (1.0 - 0.9 * k / DEMO_STEPS) * p.grad
        yield float(total_loss.data)


def same_start() -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """The demo's points (100, 2), labels (100, 1) of -1 and 1, and its first weights as arrays W, b, W, b, W, b."""
    X, y, model = data_and_model(Value)
    weights = []
    for layer in model.layers:
        weights += [np.array([[n.w[i].data for n in layer.neurons] for i in range(len(layer.neurons[0].w))]), np.array([n.b.data for n in layer.neurons])]
    return X, y.reshape(-1, 1).astype(float), weights


def arrays() -> Losses:
    X, y, start = same_start()
    parameters = [Tensor(array) for array in start]
    W1, b1, W2, b2, W3, b3 = parameters
    for k in range(DEMO_STEPS):
        scores = ((X @ W1 + b1).relu() @ W2 + b2).relu() @ W3 + b3
        data_loss = (1 - y * scores).relu().mean()
        reg_loss = ALPHA * sum((p * p).sum() for p in parameters)
        total_loss = data_loss + reg_loss
        for p in parameters:
            p.grad = 0.0
        total_loss.backward()
        for p in parameters:
            p.data -= (1.0 - 0.9 * k / DEMO_STEPS) * p.grad
        yield float(total_loss.data)


def by_hand() -> Losses:
    """The same with every derivative worked out on paper: nothing is kept that is not needed."""
    X, y, parameters = same_start()
    W1, b1, W2, b2, W3, b3 = parameters
    for k in range(DEMO_STEPS):
        h1 = np.maximum(X @ W1 + b1, 0)
        h2 = np.maximum(h1 @ W2 + b2, 0)
        margin = 1 - y * (h2 @ W3 + b3)
        loss = np.maximum(margin, 0).mean() + ALPHA * sum((p * p).sum() for p in parameters)
        d3 = (margin > 0) * y / -len(X)
        d2 = d3 @ W3.T * (h2 > 0)
        d1 = d2 @ W2.T * (h1 > 0)
        slopes = X.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)
        for p, slope in zip(parameters, slopes, strict=True):
            p -= (1.0 - 0.9 * k / DEMO_STEPS) * (slope + 2 * ALPHA * p)
        yield float(loss)


def cpu_seconds(work: Callable[[], object], collector: bool) -> float:
    """CPU seconds of `work()`, garbage of others collected before, the collector on or off meanwhile."""
    gc.collect()
    (gc.enable if collector else gc.disable)()
    try:
        begun = time.process_time()
        work()
        return time.process_time() - begun
    finally:
        gc.enable()


def measure() -> tuple[dict[str, dict[str, float]], dict[str, list[float]]]:
    """(seconds for one step, by collector and by who; the first losses of each)."""
    seconds: dict[str, dict[str, list[float]]] = {}
    losses: dict[str, list[float]] = {"micrograd": [], "Value": [], "Tensor": list(arrays()), "by hand": list(by_hand())}
    for collector in (True, False):
        times = seconds["collector on" if collector else "collector off"] = {name: [] for name in losses}
        running = {"micrograd": scalars(micrograd.engine.Value), "Value": scalars(Value)}
        kept: dict[str, list[float]] = {name: [] for name in running}
        for _ in range(ROUNDS):
            for name, steps in running.items():
                took = cpu_seconds(lambda s=steps, n=name: kept[n].extend(next(s) for _ in range(SCALAR_STEPS)), collector)
                times[name].append(took / SCALAR_STEPS)
            for name, demo in (("Tensor", arrays), ("by hand", by_hand)):
                times[name].append(cpu_seconds(lambda d=demo: [list(d()) for _ in range(3)], collector) / (3 * DEMO_STEPS))
        for name in running:
            losses[name] = kept[name]
    return {state: {name: median(each) for name, each in times.items()} for state, times in seconds.items()}, losses


def furthest(one: list[float], other: list[float]) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=False))


def main() -> int:
    seconds, losses = measure()
    on, off = seconds["collector on"], seconds["collector off"]
    gap, tensor_gap = furthest(losses["micrograd"], losses["Value"]), furthest(losses["micrograd"], losses["Tensor"])
    figures = [  # what, measured, bar, whether it holds (None: printed, no bar)
        ("micrograd / Value, collector on", on["micrograd"] / on["Value"], ">= 3", on["micrograd"] >= 3 * on["Value"]),
        ("micrograd / Value, collector off", off["micrograd"] / off["Value"], "none", None),
        ("micrograd / Tensor, collector on", on["micrograd"] / on["Tensor"], ">= 3,000", on["micrograd"] >= 3000 * on["Tensor"]),
        ("micrograd / Tensor, collector off", off["micrograd"] / off["Tensor"], "none", None),
        ("Tensor / NumPy by hand", on["Tensor"] / on["by hand"], "<= 4", on["Tensor"] <= 4 * on["by hand"]),
        ("largest difference in loss, Value and micrograd", gap, "<= 1e-12", gap <= 1e-12),
        ("largest difference in loss, Tensor and micrograd", tensor_gap, "<= 1e-9", tensor_gap <= 1e-9),
    ]
    print(f"micrograd's demo, one step; CPU time, median of {ROUNDS} rounds")
    for state, times in seconds.items():
        print(f"  {state}: " + ", ".join(f"{name} {1e3 * took:,.3g} ms" for name, took in times.items()))
    for what, measured, bar, holds in figures:
        verdict = {True: "holds", False: "MISSED", None: ""}[holds]
        print(f"  {what:50} {measured:12,.4g}   bar {bar:9} {verdict}")
    packages = ("numpy", "micrograd", "scikit-learn")
    result = {
        "date": date.today().isoformat(),
        "machine": {
            "processor": platform.machine(),
            "system": platform.system(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in packages},
        },
        "seconds per step": seconds,
        "figures": [{"what": w, "measured": m, "bar": b, "holds": h} for w, m, b, h in figures],
    }
    RESULTS.parent.mkdir(exist_ok=True)
    temporary = RESULTS.with_suffix(".tmp")
    temporary.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    os.replace(temporary, RESULTS)
    return 0 if all(holds is not False for *_, holds in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
