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
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import chain, islice
from pathlib import Path
from statistics import median

import micrograd.engine
import micrograd.nn
import numpy as np
from sklearn.datasets import make_moons

from deepfake_lessons.autodiff import Tensor, Value

ROUNDS, SCALAR_STEPS, DEMOS, DEMO_STEPS, ALPHA = 5, 2, 10, 100, 1e-4
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


@cache
def start() -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """The demo's points (100, 2), labels (100, 1) of -1 and 1, and its first weights as arrays W, b, W, b, W, b."""
    X, y, model = data_and_model(Value)
    weights = []
    for layer in model.layers:
        columns = [[w.data for w in n.w] for n in layer.neurons]
        weights.append(np.ascontiguousarray(np.transpose(columns)))
        weights.append(np.array([n.b.data for n in layer.neurons]))
    return X, y.reshape(-1, 1).astype(float), weights


def arrays() -> Losses:
    """One step of the demo per `next`, on our Tensor."""
    X, y, weights = start()
    parameters = [Tensor(array) for array in weights]
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
    X, y, weights = start()
    parameters = [array.copy() for array in weights]
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


def cpu_seconds(steps: Iterable[float], collector: bool) -> tuple[float, list[float]]:
    """CPU seconds of running through `steps`, and what they gave; the collector is on or off meanwhile."""
    gc.collect()  # nobody pays for what the one before left behind
    (gc.enable if collector else gc.disable)()
    try:
        begun = time.process_time()
        losses = list(steps)
        return time.process_time() - begun, losses
    finally:
        gc.enable()


def measure() -> tuple[dict[str, dict[str, list[float]]], dict[str, list[float]]]:
    """(seconds for one step: collector on or off -> who -> rounds; the first losses of each)."""
    losses: dict[str, list[float]] = {"Tensor": list(arrays()), "by hand": list(by_hand())}
    seconds: dict[str, dict[str, list[float]]] = {}
    for state, collector in (("collector on", True), ("collector off", False)):
        times = seconds[state] = {name: [] for name in ("micrograd", "Value", "Tensor", "by hand")}
        scalar = {"micrograd": scalars(micrograd.engine.Value), "Value": scalars(Value)}
        losses |= {name: [next(demo)] for name, demo in scalar.items()}  # the first step also makes data and model
        for _ in range(ROUNDS):
            for name, demo in scalar.items():
                took, new = cpu_seconds(islice(demo, SCALAR_STEPS), collector)
                losses[name] += new
                times[name].append(took / SCALAR_STEPS)
            for name, whole in (("Tensor", arrays), ("by hand", by_hand)):
                took, new = cpu_seconds(chain.from_iterable(whole() for _ in range(DEMOS)), collector)
                times[name].append(took / len(new))
    return seconds, losses


def ratio(times: dict[str, list[float]], one: str, other: str) -> float:
    """How many times the seconds of `other` those of `one` are: the median over rounds, each compared with itself."""
    return median(a / b for a, b in zip(times[one], times[other], strict=True))


def furthest(one: list[float], other: list[float]) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=False))  # Tensor has run more steps


def main() -> int:
    seconds, losses = measure()
    on, off = seconds["collector on"], seconds["collector off"]
    figures = [  # what, measured, bar: at least or at most this much, or printed only
        ("micrograd / Value, collector on", ratio(on, "micrograd", "Value"), ">=", 3),
        ("micrograd / Value, collector off", ratio(off, "micrograd", "Value"), "", None),
        ("micrograd / Tensor, collector on", ratio(on, "micrograd", "Tensor"), ">=", 3000),
        ("micrograd / Tensor, collector off", ratio(off, "micrograd", "Tensor"), "", None),
        ("Tensor / NumPy by hand, collector on", ratio(on, "Tensor", "by hand"), "<=", 4),
        ("largest difference in loss: Value, micrograd", furthest(losses["Value"], losses["micrograd"]), "<=", 1e-12),
        ("largest difference in loss: Tensor, micrograd", furthest(losses["Tensor"], losses["micrograd"]), "<=", 1e-9),
    ]
    print(f"micrograd's demo, one step: CPU time, medians of {ROUNDS} rounds in turn")
    for state, times in seconds.items():
        print(f"  {state}: " + ", ".join(f"{name} {1e3 * median(each):.3g} ms" for name, each in times.items()))
    missed = 0
    for what, measured, sense, bar in figures:
        holds = bar is None or (measured >= bar if sense == ">=" else measured <= bar)
        missed += not holds
        beside = f"bar {sense} {bar:<7g} {'holds' if holds else 'MISSED'}" if bar is not None else "no bar"
        print(f"  {what:46} {measured:10,.4g}   {beside}")
    write(seconds, [{"what": what, "measured": m, "bar": f"{s} {b}" if s else None} for what, m, s, b in figures])
    return 1 if missed else 0


def write(seconds: dict, figures: list[dict]) -> None:
    """Keep the figures with date and machine, whole or not at all."""
    packages = {name: importlib.metadata.version(name) for name in ("numpy", "micrograd", "scikit-learn")}
    machine = {"processor": platform.machine(), "system": platform.system(), "cores": os.cpu_count()}
    result = {
        "date": date.today().isoformat(),
        "machine": machine | {"python": platform.python_version()} | packages,
        "figures": figures,
        "CPU seconds per step, each round": seconds,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    temporary = RESULTS.with_suffix(".tmp")
    temporary.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    os.replace(temporary, RESULTS)


if __name__ == "__main__":
    sys.exit(main())
