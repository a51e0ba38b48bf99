"""Backpropagation in one sitting: `Value` holds one number (for understanding), `Tensor` an array (for working).

Every operation makes a node that remembers its one or two inputs and its own slope for each of them. `backward()` walks
from the result to the beginnings, newest node first, and multiplies and adds slopes: the chain rule, and nothing else.

Two rules for `grad`. Leaves (what you made yourself) go on adding up over several `backward()` calls until you set it
to 0, as in PyTorch. Results in between start anew at each call, so two losses that share a part each add their own.

Where a function has no ordinary answer, `/ ** exp log` follow IEEE without a warning: `log(0)` is -inf, `log(-1)` nan,
`exp(1000)` and `1 / 0` inf. A training that explodes shows inf or nan; it does not stop the notebook.

The names are micrograd's (https://github.com/karpathy/micrograd), so code written for its `Value` runs here.
"""

from __future__ import annotations

from itertools import count
from operator import attrgetter
from typing import Any

import numpy as np

_next_number = count().__next__  # nodes are numbered as they are made: a result is always younger than its inputs
_quiet = np.errstate(all="ignore")
_ONE = 1.0  # the slope of most sums, known by identity: `backward` need not multiply by it


def _numbers(data: Any) -> np.ndarray:
    try:
        array = np.asarray(data)
    except ValueError:
        raise TypeError("an array of numbers is wanted, and these rows have different lengths") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"numbers are wanted here, and this is {type(data).__name__} {data!r:.60}")
    return array


def _one_number(data: Any) -> float:
    if type(data) in (float, int):
        return float(data)
    array = _numbers(data)
    if array.ndim:
        raise TypeError(f"one number is wanted here, and this has shape {array.shape}; for arrays and lists use Tensor")
    return float(array)


def results(root: Any) -> list[Any]:
    """List the operations that led to `root`, newest first: `root`, then back to the leaves, which are left out."""
    kind, found, waiting = type(root), set[Any](), [root]
    while waiting:  # no recursion, so a chain of a million operations is as good as a short one
        node = waiting.pop()
        if type(node) is kind and node.left is not None and node not in found:
            found.add(node)
            waiting += (node.left, node.right)
    return sorted(found, key=attrgetter("born"), reverse=True)


def _result(kind: type, data: Any, op: str, left: Any, to_left: Any, right: Any = None, to_right: Any = None) -> Any:
    """Make the node of an operation. It skips `__init__`, which checks what people type and takes twice the time."""
    node: Any = object.__new__(kind)
    node.data, node.grad = data, 0.0
    node.op, node.label, node.born = op, "", _next_number()
    node.left, node.to_left = left, to_left
    node.right, node.to_right = right, to_right
    return node


class _Node:
    """What `Value` and `Tensor` share: the operations that treat every number by itself.

    `left` and `right` are the inputs: nodes, or plain numbers and arrays, which are constants (nobody asks for their
    slope). A leaf has neither; a function of one input has no `right`. `to_left` and `to_right` are this operation's
    own slopes: how much the result changes when that input changes by a little.
    """

    __slots__ = ("born", "data", "grad", "label", "left", "op", "right", "to_left", "to_right")
    __array_ufunc__ = None  # NumPy numbers and arrays then leave `2 * node` and `array - node` to the node

    def __init__(self, data: Any, label: str) -> None:
        self.data, self.grad = data, 0.0
        self.op, self.label, self.born = "", label, _next_number()
        self.left = self.to_left = self.right = self.to_right = None

    def __add__(self, other):
        kind = type(self)
        b = other.data if type(other) is kind else self._plain(other)
        return _result(kind, self.data + b, "+", self, _ONE, other, _ONE)

    def __sub__(self, other):
        return _result(type(self), self.data - self._plain(other), "-", self, _ONE, other, -1.0)

    def __mul__(self, other):
        kind = type(self)
        a, b = self.data, other.data if type(other) is kind else self._plain(other)
        return _result(kind, a * b, "*", self, b, other, a)

    @_quiet
    def __truediv__(self, other):
        b, keep = self._plain(other), self._keep
        y = np.divide(self.data, b)
        return _result(type(self), keep(y), "/", self, keep(np.divide(1.0, b)), other, keep(np.divide(-y, b)))

    @_quiet
    def __pow__(self, power):
        x, n = np.asarray(self.data), _one_number(power)
        return self._function(f"**{n:g}", x**n, n * x ** (n - 1) if n else 0 * x)

    def __neg__(self):
        return self * -1.0

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return _result(type(self), self._plain(other) - self.data, "-", other, _ONE, self, -1.0)

    def __rmul__(self, other):
        return self * other

    @_quiet
    def __rtruediv__(self, other):
        a, keep = self.data, self._keep
        y = np.divide(self._plain(other), a)
        return _result(type(self), keep(y), "/", other, keep(np.divide(1.0, a)), self, keep(np.divide(-y, a)))

    def relu(self):
        return self._function("relu", np.maximum(self.data, 0), np.greater(self.data, 0))

    def tanh(self):
        y = np.tanh(self.data)
        return self._function("tanh", y, 1 - y * y)

    def sigmoid(self):
        y = np.exp(-np.logaddexp(0, -self.data))  # 1 / (1 + exp(-x)), where exp(-x) alone could overflow
        return self._function("sigmoid", y, y * (1 - y))

    @_quiet
    def exp(self):
        y = np.exp(self.data)
        return self._function("exp", y, y)

    @_quiet
    def log(self):
        return self._function("log", np.log(self.data), np.divide(1.0, self.data))

    def _function(self, op, data, slope):
        return _result(type(self), self._keep(data), op, self, self._keep(slope))

    def __repr__(self) -> str:
        label = f", label={self.label!r}" if self.label else ""
        return f"{type(self).__name__}(data={self.data}, grad={self.grad}{label})"


class Value(_Node):
    """One number that remembers where it came from.

    Args:
        data: the number (int, float, NumPy number or 0-d array); kept as a Python float.
        label: a name for pictures.

    Example:
        >>> w = Value(3.0); loss = (w * 2 - 5) ** 2; loss.backward(); w.grad
        4.0
    """

    __slots__ = ()
    _keep = float

    def __init__(self, data: Any, *, label: str = "") -> None:
        super().__init__(_one_number(data), label)

    def _plain(self, other):
        return other.data if type(other) is Value else _one_number(other)

    def backward(self) -> None:
        """Fill in `grad` of every Value this one was made from: how much this one changes when that one does."""
        steps = results(self)
        for node in steps:
            node.grad = 0.0
        self.grad += 1.0
        for node in steps:
            if type(node.left) is Value:
                node.left.grad += node.to_left * node.grad
            if type(node.right) is Value:
                node.right.grad += node.to_right * node.grad


class Tensor(_Node):
    """An array that remembers where it came from.

    Where an operation moves or mixes numbers (`@`, `sum`, `reshape`, `T`), `to_left` and `to_right` are functions: they
    turn the slope of the result into the slope of that input.

    Args:
        data: numbers of any shape. They are copied, as float64; float32 stays float32.
        label: a name for pictures.

    Example:
        >>> w = Tensor([1.0, 2.0]); loss = (w * [3.0, 4.0]).sum(); loss.backward(); w.grad
        array([3., 4.])
    """

    __slots__ = ()

    def __init__(self, data: Any, *, label: str = "") -> None:
        data = _numbers(data)
        super().__init__(np.array(data, dtype="f4" if data.dtype == np.float32 else "f8", order="C"), label)
        self.grad = np.zeros_like(self.data)

    def _plain(self, other):
        if type(other) is Tensor:
            return other.data
        return self.data.dtype.type(other) if type(other) in (float, int) else _numbers(other)

    @staticmethod
    def _keep(data):
        return data

    def __matmul__(self, other):
        return _table_product(self, other)

    def __rmatmul__(self, other):
        return _table_product(other, self)

    def sum(self, axis=None, keepdims=False):
        x = self.data

        def spread(slope):
            whole = np.empty_like(x)
            whole[...] = slope if axis is None or keepdims else np.expand_dims(slope, axis)
            return whole

        return _result(Tensor, np.add.reduce(x, axis=axis, keepdims=keepdims), "sum", self, spread)

    def mean(self, axis=None, keepdims=False):
        total = self.sum(axis, keepdims)
        return total * (total.data.size / self.data.size)

    def reshape(self, *shape):
        before = self.data.shape
        return _result(Tensor, self.data.reshape(*shape), "reshape", self, lambda slope: slope.reshape(before))

    @property
    def T(self):
        return _result(Tensor, self.data.T, "T", self, np.transpose)

    @_quiet
    def backward(self) -> None:
        """Fill in `grad` of every Tensor this one was made from; this one must hold a single number."""
        if self.data.size != 1:
            raise ValueError(
                f"backward() wants one number, this has shape {self.data.shape}: take .mean() or .sum() first"
            )
        steps = results(self)
        for node in steps:
            node.grad = None  # nothing has arrived yet
        self.grad = self.data.dtype.type(1).reshape(self.data.shape) if steps else self.grad + 1
        for node in steps:
            for parent, own in ((node.left, node.to_left), (node.right, node.to_right)):
                if type(parent) is Tensor:
                    slope = node.grad
                    if own is not _ONE:
                        slope = own(slope) if callable(own) else slope * own
                    if node.right is not None and slope.shape != parent.data.shape:
                        slope = _undo_broadcast(slope, parent.data.shape)
                    parent.grad = slope if parent.grad is None else parent.grad + slope


def _undo_broadcast(slope, shape):
    """Sum `slope` over the axes along which NumPy repeated an input of `shape`."""
    while slope.ndim > len(shape):
        slope = np.add.reduce(slope)
    for axis, length in enumerate(shape):
        if length == 1 != slope.shape[axis]:
            slope = slope.sum(axis, keepdims=True)
    return slope


def _table_product(left: Any, right: Any) -> Tensor:
    a = left.data if type(left) is Tensor else _numbers(left)
    b = right.data if type(right) is Tensor else _numbers(right)
    if a.ndim != 2 or b.ndim != 2 or len(b) != a.shape[1]:
        wanted = "two tables are wanted, the second with as many rows as the first has columns"
        raise ValueError(f"shapes {a.shape} @ {b.shape} do not fit: {wanted}")
    return _result(Tensor, a.dot(b), "@", left, lambda slope: slope.dot(b.T), right, lambda slope: a.T.dot(slope))
