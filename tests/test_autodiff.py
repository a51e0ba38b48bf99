"""The engine against authorities: TensorFlow's GradientTape, the micrograd package, finite differences."""

from __future__ import annotations

import gc
import inspect
import math
import random
import tracemalloc
import types
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deepfake_lessons.autodiff import Tensor, Value, results

# ---------------------------------------------------------------------- random programs, run by two engines

OURS = {
    "relu": lambda x: x.relu(),
    "tanh": lambda x: x.tanh(),
    "sigmoid": lambda x: x.sigmoid(),
    "exp": lambda x: (x * 0.3).exp(),
    "log": lambda x: (x * x + 0.5).log(),
    "square": lambda x: x**2,
    "power": lambda x: (x * x + 0.5) ** -1.5,
    "one minus": lambda x: 1 - x,
    "one by": lambda x: 1 / (x * x + 1),
    "mean of each row": lambda x: x.mean(axis=-1, keepdims=True),
    "sum of columns": lambda x: x.sum(axis=0) * 0.3,
    "mean of columns": lambda x: x.mean(axis=(0,), keepdims=True),
    "turned": lambda x: x.T,
    "flat": lambda x: x.reshape(1, -1),
    "loss": lambda x: (x * x).mean(),
}
BOTH = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / (b * b + 1),
    "@": lambda a, b: a @ b,
}


def theirs(tf):
    return OURS | {
        "relu": tf.nn.relu,
        "tanh": tf.tanh,
        "sigmoid": tf.sigmoid,
        "exp": lambda x: tf.exp(x * 0.3),
        "log": lambda x: tf.math.log(x * x + 0.5),
        "mean of each row": lambda x: tf.reduce_mean(x, axis=-1, keepdims=True),
        "sum of columns": lambda x: tf.reduce_sum(x, axis=0) * 0.3,
        "mean of columns": lambda x: tf.reduce_mean(x, axis=(0,), keepdims=True),
        "turned": tf.transpose,
        "flat": lambda x: tf.reshape(x, (1, -1)),
        "loss": lambda x: tf.reduce_mean(x * x),
    }


def run(leaves, steps, functions):
    """The loss of a program; a step is (name, index, index) of what there is so far; all have a path into it."""
    nodes = list(leaves)
    for name, i, j in steps:
        nodes.append(BOTH[name](nodes[i], nodes[j]) if name in BOTH else functions[name](nodes[i]))
    loss = functions["loss"]
    return sum((loss(node) * 0.1 for node in nodes[len(leaves) : -1]), loss(nodes[-1]))


@st.composite
def programs(draw, names=tuple(OURS)):
    """(arrays, steps): two to four arrays of shapes that often broadcast, and up to eight steps that fit."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = st.sampled_from([(), (1,), (3,), (1, 3), (2, 1), (2, 3), (3, 2), (2, 1, 3)])
    arrays = [rng.uniform(-1.5, 1.5, size) for size in draw(st.lists(shape, min_size=2, max_size=4))]
    nodes, steps = [Tensor(array) for array in arrays], []
    for _ in range(draw(st.integers(1, 8))):
        name = draw(st.sampled_from([*names, *BOTH, *BOTH]))
        i, j = draw(st.integers(0, len(nodes) - 1)), draw(st.integers(0, len(nodes) - 1))
        if nodes[i].data.ndim == 0 and name.endswith(("row", "columns")):  # NumPy allows it, TensorFlow does not
            continue
        try:
            nodes.append(BOTH[name](nodes[i], nodes[j]) if name in BOTH else OURS[name](nodes[i]))
        except ValueError:  # shapes that do not fit
            continue
        steps.append((name, i, j))
    return arrays, steps


@pytest.fixture(scope="module")
def tape():
    import os

    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    return pytest.importorskip("tensorflow")


@pytest.mark.slow
@settings(max_examples=400)
@given(program=programs())
def test_tensor_agrees_with_gradient_tape(tape, program):
    arrays, steps = program
    leaves = [Tensor(array) for array in arrays]
    total = run(leaves, steps, OURS)
    total.backward()
    variables = [tape.Variable(array, dtype=tape.float64) for array in arrays]
    with tape.GradientTape() as recorded:
        wanted_total = run(variables, steps, theirs(tape))
    wanted = recorded.gradient(wanted_total, variables, unconnected_gradients="zero")
    assert float(total.data) == pytest.approx(float(wanted_total), rel=1e-9, abs=1e-9)
    for leaf, want in zip(leaves, wanted, strict=True):
        assert leaf.grad.shape == leaf.data.shape
        np.testing.assert_allclose(leaf.grad, want, rtol=1e-6, atol=1e-6)


@settings(max_examples=100)
@given(program=programs(names=tuple(name for name in OURS if name != "relu")))  # at its corner there is no slope
def test_tensor_agrees_with_finite_differences(program):
    arrays, steps = program
    leaves = [Tensor(array) for array in arrays]
    run(leaves, steps, OURS).backward()
    rng = np.random.default_rng(1)
    for which, leaf in enumerate(leaves):
        nudge = rng.normal(size=leaf.data.shape)
        around = []
        for tiny in (1e-5, -1e-5):
            moved = [Tensor(array + tiny * nudge if k == which else array) for k, array in enumerate(arrays)]
            around.append(float(run(moved, steps, OURS).data))
        want = (around[0] - around[1]) / 2e-5
        assert float((leaf.grad * nudge).sum()) == pytest.approx(want, rel=1e-5, abs=1e-6)


# ---------------------------------------------------------------------- Value and micrograd


SCALAR = {  # what micrograd has, with plain numbers on either side
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / (b * b + 1),
    "neg": lambda a, b: -a,
    "relu": lambda a, b: a.relu(),
    "square": lambda a, b: (a * 0.5) ** 2,
    "inverse": lambda a, b: (a * a + 1) ** -1,
    "2+": lambda a, b: 2 + a,
    "2-": lambda a, b: 2 - a,
    "3*": lambda a, b: 3 * a,
    "1/": lambda a, b: 1 / (a * a + 0.5),
    "+2": lambda a, b: a + 2,
    "-2": lambda a, b: a - 2,
    "*3": lambda a, b: a * 0.3,
    "/3": lambda a, b: a / 3,
}


def run_scalars(leaves, steps):
    nodes = list(leaves)
    for name, i, j in steps:
        nodes.append(SCALAR[name](nodes[i % len(nodes)], nodes[j % len(nodes)]))
    return sum(nodes)


STEP = st.tuples(st.sampled_from(list(SCALAR)), st.integers(0, 99), st.integers(0, 99))
NUMBER = st.floats(-2, 2).map(lambda x: round(x, 3))


@settings(max_examples=300)
@given(numbers=st.lists(NUMBER, min_size=2, max_size=4), steps=st.lists(STEP, min_size=1, max_size=12))
def test_value_agrees_with_micrograd(numbers, steps):
    from micrograd.engine import Value as Theirs

    ours, wanted = [Value(number) for number in numbers], [Theirs(number) for number in numbers]
    total, wanted_total = run_scalars(ours, steps), run_scalars(wanted, steps)
    total.backward()
    wanted_total.backward()
    assert total.data == pytest.approx(wanted_total.data, rel=1e-9, abs=1e-9)
    assert [leaf.grad for leaf in ours] == pytest.approx([leaf.grad for leaf in wanted], rel=1e-9, abs=1e-9)


def test_code_written_for_micrograd_runs():
    import micrograd.engine
    import micrograd.nn

    losses = []
    for engine in (micrograd.engine.Value, Value):
        nn = types.ModuleType("nn")
        nn.Value = engine
        exec(inspect.getsource(micrograd.nn).replace("from micrograd.engine import Value", ""), nn.__dict__)
        random.seed(1)
        model, rng = nn.MLP(2, [4, 4, 1]), np.random.default_rng(1)
        points, labels = rng.normal(size=(10, 2)), rng.integers(0, 2, 10) * 2 - 1  # NumPy numbers, as in its demo
        for _ in range(5):
            scores = [model(list(map(engine, point))) for point in points]
            total = sum((1 + -label * score).relu() for label, score in zip(labels, scores, strict=True))
            total = total * (1.0 / len(points)) + 1e-4 * sum(p * p for p in model.parameters())
            model.zero_grad()
            total.backward()
            for p in model.parameters():
                p.data -= 0.5 * p.grad
            losses.append(total.data)
    assert losses[:5] == pytest.approx(losses[5:], abs=1e-12)


@pytest.mark.parametrize("name", ["exp", "tanh", "log", "sigmoid", "relu"])
@pytest.mark.parametrize("x", [0.3, 2.5, -1.2])
def test_functions_of_one_value(name, x):
    x = abs(x) if name == "log" else x
    value, tensor = Value(x), Tensor([x])
    getattr(value, name)().backward()
    getattr(tensor, name)().sum().backward()
    around = [getattr(Value(x + sign * 1e-6), name)().data for sign in (1, -1)]
    assert type(value.data) is type(value.grad) is type(getattr(value, name)().data) is float
    assert value.grad == pytest.approx((around[0] - around[1]) / 2e-6, abs=1e-8)
    assert tensor.grad[0] == pytest.approx(value.grad, abs=1e-15)


# ---------------------------------------------------------------------- what adds up and what starts anew


@pytest.mark.parametrize("make", [Value, Tensor])
def test_a_second_root_adds_exactly_its_own_gradients(make):
    def build():
        w, x = make(3.0), make(2.0)
        shared = w * x
        return w, x, shared, shared * shared, (shared + x).tanh()

    alone = []
    for which in (3, 4):
        nodes = build()
        nodes[which].backward()
        alone.append([float(node.grad) for node in nodes[:2]])
    w, x, shared, first, second = build()
    first.backward()
    second.backward()
    assert [float(w.grad), float(x.grad)] == [a + b for a, b in zip(*alone, strict=True)]
    first.backward()  # the same root again counts again, as in PyTorch
    assert float(w.grad) == pytest.approx(2 * alone[0][0] + alone[1][0], rel=1e-15)
    assert float(shared.grad) == 2 * 3.0 * 2.0  # a result in between shows the last pass only


@pytest.mark.parametrize("make", [Value, Tensor])
def test_a_value_used_twice_and_a_root_that_is_a_leaf(make):
    x = make(3.0)
    (x * x + x).backward()
    assert float(x.grad) == 7
    x.backward()
    assert float(x.grad) == 8
    x.grad = 0
    (x * x).backward()
    assert float(x.grad) == 6


def test_gradients_of_two_leaves_never_share_memory():
    a, b = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])
    (a + b).sum().backward()
    a.grad *= 10
    assert b.grad.tolist() == [1, 1]


def test_tensor_copies_its_data_and_keeps_float32():
    data = np.float32([1, 2])
    tensor = Tensor(data)
    tensor.data -= 1
    assert data.tolist() == [1, 2]
    loss = ((2 * tensor - 1) / 3 + 1e-3).sigmoid().mean() ** 2
    loss.backward()
    assert loss.data.dtype == tensor.grad.dtype == np.float32
    assert Tensor([1, 2]).data.dtype == Tensor(np.float16([1])).data.dtype == np.float64


# ---------------------------------------------------------------------- long runs, long chains


def train(steps, make):
    w = make(0.5)
    for step in range(steps):
        loss = (w * float(step % 7) - 1.0) ** 2
        w.grad = 0.0
        loss.backward()
        w.data -= 0.001 * w.grad


@pytest.mark.parametrize("make", [Value, Tensor])
def test_steps_leave_nothing_behind(make):
    train(200, make)
    gc.collect()
    gc.disable()  # what is not freed by itself would stay: the graph must hold no cycle
    tracemalloc.start()
    try:
        before, objects = tracemalloc.get_traced_memory()[0], len(gc.get_objects())
        train(5_000, make)
        grown, more = tracemalloc.get_traced_memory()[0] - before, len(gc.get_objects()) - objects
    finally:
        tracemalloc.stop()
        gc.enable()
    assert grown < 100_000, f"5,000 steps left {grown} bytes"
    assert more < 50, f"5,000 steps left {more} objects"


@pytest.mark.parametrize("make", [Value, Tensor])
def test_a_chain_of_100_000_does_not_recurse(make):
    x = make(1.0)
    y = x
    for _ in range(100_000):
        y = y + 0.00001
    y.backward()
    assert float(x.grad) == 1
    assert len(results(y)) == 100_000
    del y  # freeing the chain must not recurse either


def test_results_come_newest_first_and_leave_leaves_out():
    a, b = Value(1.0), Value(2.0)
    c = a * b
    d = c + a
    e = c * d
    assert results(e) == [e, d, c]
    assert results(a) == []


# ---------------------------------------------------------------------- numbers without an ordinary answer, and errors


@pytest.mark.parametrize("make", [Value, Tensor])
def test_strange_numbers_follow_ieee_without_a_warning(make):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert float(make(0.0).log().data) == -math.inf
        assert math.isnan(make(-1.0).log().data)
        assert float(make(1000.0).exp().data) == math.inf
        assert float((1 / make(0.0)).data) == float((make(1.0) / 0).data) == math.inf
        assert math.isnan((make(-8.0) ** (1 / 3)).data)
        assert float(make(-1000.0).sigmoid().data) == 0 and float(make(1000.0).sigmoid().data) == 1
        zero = make(0.0)
        (zero.log() * 1.0).backward()
        assert float(zero.grad) == math.inf
        flat = make(0.0)
        (flat**0).backward()
        assert float(flat.grad) == 0


@pytest.mark.parametrize("wrong", ["3", [1.0, 2.0], np.zeros(3), None, {}, 1j, Tensor([1.0, 2.0])])
def test_value_refuses_what_is_not_one_number(wrong):
    with pytest.raises(TypeError, match=r"number|Tensor"):
        Value(wrong)
    with pytest.raises(TypeError, match=r"number|Tensor"):
        Value(1.0) + wrong
    with pytest.raises(TypeError, match=r"number|Tensor"):
        wrong * Value(1.0)


def test_errors_say_what_came_and_what_to_do():
    with pytest.raises(TypeError, match="use Tensor"):
        Value([1.0, 2.0])
    with pytest.raises(TypeError, match="numbers are wanted here, and this is str 'seven'"):
        Tensor("seven")
    with pytest.raises(TypeError, match="different lengths"):
        Tensor([[1], [2, 3]])
    with pytest.raises(ValueError, match=r"shapes \(2,3\) \(2,\)|shapes \(2, 3\).*\(2,\)"):
        Tensor(np.zeros((2, 3))) + np.zeros(2)
    with pytest.raises(ValueError, match=r"\(2, 3\) @ \(2, 3\)"):
        Tensor(np.zeros((2, 3))) @ Tensor(np.zeros((2, 3)))
    with pytest.raises(ValueError, match=r"\(2, 3\) @ \(3,\).*two tables"):
        Tensor(np.zeros((2, 3))) @ np.zeros(3)
    with pytest.raises(ValueError, match=r"shape \(2, 3\).*mean"):
        Tensor(np.zeros((2, 3))).backward()
    with pytest.raises(TypeError, match="one number"):
        Value(2.0) ** np.zeros(2)


@pytest.mark.parametrize("number", [2, 2.0, np.float32(2), np.int64(2), np.array(2.0), True + 1])
def test_value_takes_every_kind_of_number(number):
    value = Value(number)
    assert type(value.data) is float and value.data == 2
    assert (number * value).data == (value * number).data == 4
    assert repr(Value(2, label="w")) == "Value(data=2.0, grad=0.0, label='w')"
