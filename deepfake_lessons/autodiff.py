"""Backpropagation in one sitting: `Value` holds one number (for understanding), `Tensor` an array (for working).

Every operation makes a node that remembers its one or two inputs and how a slope travels back to each of them.
`backward()` walks from the result to the beginnings, newest node first, and multiplies and adds slopes on the way:
the chain rule, and nothing else.

Two rules for `grad`. Leaves (what you made yourself) go on adding up over several `backward()` calls until you set
their `grad` to 0, as in PyTorch. Results in between start anew at each call, so two losses that share a part each
add exactly their own slopes.

Where a function has no ordinary answer both follow IEEE and NumPy without a warning: `log(0)` is -inf, `log(-1)` is
nan, `exp(1000)` and `1 / 0` are inf. A training that explodes shows inf or nan; it does not stop the notebook.

The names are micrograd's (https://github.com/karpathy/micrograd), so code written for its `Value` runs here.
"""

from __future__ import annotations

import math
from itertools import count
from numbers import Real
from operator import attrgetter, neg
from typing import Any

import numpy as np

_next_number = count().__next__  # nodes are numbered as they are made: a result is always younger than its inputs
_new = object.__new__
_quiet = np.errstate(all="ignore")


class _Node:
    """What `Value` and `Tensor` share.

    `left` and `right` are the inputs: both None for a leaf, `right` None for a function of one input.
    """

    __slots__ = ("born", "data", "grad", "label", "left", "op", "right", "to_left", "to_right")
    __array_ufunc__ = None  # NumPy numbers and arrays then leave `2 * node` and `array - node` to the node

    def __init__(self, data: Any, label: str = "") -> None:
        self.data, self.grad = data, 0.0
        self.op, self.label, self.born = "", label, _next_number()
        self.left = self.to_left = self.right = self.to_right = None

    def __neg__(self):
        return self * -1.0

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __repr__(self) -> str:
        label = f", label={self.label!r}" if self.label else ""
        return f"{type(self).__name__}(data={self.data}, grad={self.grad}{label})"


def _result(kind: type, data: Any, op: str, left: Any, to_left: Any, right: Any = None, to_right: Any = None) -> Any:
    """Make the node of an operation. It skips `__init__`, which checks what people type and takes twice the time."""
    node = _new(kind)
    node.data, node.grad = data, 0.0
    node.op, node.label, node.born = op, "", _next_number()
    node.left, node.to_left = left, to_left
    node.right, node.to_right = right, to_right
    return node


def results(root: _Node) -> list[Any]:
    """List the operations that led to `root`, newest first: `root`, then back to the leaves, which are left out.

    There is no recursion, so a chain of a million operations is as good as a short one.
    """
    kind, found, waiting = type(root), set(), [root]
    while waiting:
        node = waiting.pop()
        if type(node) is kind and node.left is not None and node not in found:
            found.add(node)
            waiting += (node.left, node.right)
    return sorted(found, key=attrgetter("born"), reverse=True)

class Value(_Node):
    """One number that remembers where it came from.

    `to_left` and `to_right` are numbers here: how much the result changes when that input changes by a little.

    Args:
        data: the number (int, float, NumPy number or 0-d array); kept as a Python float.
        label: a name for pictures.

    Example:
        >>> w = Value(3.0); loss = (w * 2 - 5) ** 2; loss.backward(); w.grad
        4.0
    """

    __slots__ = ()

    def __init__(self, data: Any, *, label: str = "") -> None:
        super().__init__(data if type(data) is float else _one_number(data), label)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return _result(Value, self.data + other.data, "+", self, 1.0, other, 1.0)

    def __sub__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return _result(Value, self.data - other.data, "-", self, 1.0, other, -1.0)

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return _result(Value, self.data * other.data, "*", self, other.data, other, self.data)

    @_quiet
    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        a, b = np.float64(self.data), np.float64(other.data)
        return _result(Value, float(a / b), "/", self, float(1 / b), other, float(-a / b / b))

    @_quiet
    def __pow__(self, power):
        x, n = np.float64(self.data), _one_number(power)
        return _result(Value, float(x**n), f"**{n:g}", self, float(n * x ** (n - 1)) if n else 0.0)

    def __rsub__(self, other):
        return Value(other) - self

    def __rtruediv__(self, other):
        return Value(other) / self

    def relu(self):
        return _result(Value, 0.0 if self.data < 0 else self.data, "relu", self, 1.0 if self.data > 0 else 0.0)

    def tanh(self):
        y = math.tanh(self.data)
        return _result(Value, y, "tanh", self, 1 - y * y)

    @_quiet
    def exp(self):
        y = float(np.exp(self.data))
        return _result(Value, y, "exp", self, y)

    @_quiet
    def log(self):
        x = np.float64(self.data)
        return _result(Value, float(np.log(x)), "log", self, float(1 / x))

    def backward(self) -> None:
        """Fill in `grad` of every Value this one was made from: how much this one changes when that one does."""
        steps = results(self)
        for node in steps:
            node.grad = 0.0
        self.grad += 1.0
        for node in steps:
            node.left.grad += node.to_left * node.grad
            if node.right is not None:
                node.right.grad += node.to_right * node.grad


def _one_number(data: Any) -> float:
    if isinstance(data, Real | np.bool_) or (isinstance(data, np.ndarray) and data.ndim == 0 and data.dtype.kind in "biuf"):
        return float(data)
    what = f"an array of shape {data.shape}" if hasattr(data, "shape") else f"{type(data).__name__} {data!r:.40}"
    raise TypeError(f"one number is wanted here, and this is {what}; a Value holds one number, for arrays use Tensor")


class Tensor(_Node):
    """An array that remembers where it came from.

    `to_left` and `to_right` are functions here: they turn the slope of the result into the slope of that input.
    Plain numbers and arrays that meet a Tensor are constants: nobody asks for their slope.

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

    @property
    def shape(self) -> tuple[int, ...]:
        return self.data.shape

    def __add__(self, other):
        return _result(Tensor, self.data + _plain(other), "+", self, _unchanged, other, _unchanged)

    def __sub__(self, other):
        return _difference(self, other)

    def __rsub__(self, other):
        return _difference(other, self)

    def __mul__(self, other):
        a, b = self.data, _plain(other)
        return _result(Tensor, a * b, "*", self, lambda slope: slope * b, other, lambda slope: slope * a)

    def __truediv__(self, other):
        return _quotient(self, other)

    def __rtruediv__(self, other):
        return _quotient(other, self)

    def __matmul__(self, other):
        return _table_product(self, other)

    def __rmatmul__(self, other):
        return _table_product(other, self)

    @_quiet
    def __pow__(self, power):
        x, n = self.data, _one_number(power)
        return _result(Tensor, x**n, f"**{n:g}", self, lambda slope: slope * (n * x ** (n - 1) if n else 0.0))

    def relu(self):
        x = self.data
        return _result(Tensor, np.maximum(x, 0), "relu", self, lambda slope: slope * (x > 0))

    def tanh(self):
        y = np.tanh(self.data)
        return _result(Tensor, y, "tanh", self, lambda slope: slope * (1 - y * y))

    def sigmoid(self):
        y = np.exp(-np.logaddexp(0, -self.data))  # 1 / (1 + exp(-x)), where exp(-x) alone could overflow
        return _result(Tensor, y, "sigmoid", self, lambda slope: slope * (y * (1 - y)))

    @_quiet
    def exp(self):
        y = np.exp(self.data)
        return _result(Tensor, y, "exp", self, lambda slope: slope * y)

    @_quiet
    def log(self):
        x = self.data
        return _result(Tensor, np.log(x), "log", self, lambda slope: slope / x)

    def sum(self, axis=None, keepdims=False):
        total = np.add.reduce(self.data, axis=axis, keepdims=keepdims)
        return _result(Tensor, total, "sum", self, _spread(self.data, axis, keepdims))

    def mean(self, axis=None, keepdims=False):
        total = np.add.reduce(self.data, axis=axis, keepdims=keepdims)
        share = total.size / self.data.size if self.data.size else math.nan  # the mean of nothing is nan
        return _result(Tensor, total * share, "mean", self, _spread(self.data, axis, keepdims, share))

    def reshape(self, *shape):
        x = self.data
        return _result(Tensor, x.reshape(*shape), "reshape", self, lambda slope: slope.reshape(x.shape))

    @property
    def T(self):
        return _result(Tensor, self.data.T, "T", self, np.transpose)

    def __getitem__(self, where):
        x = self.data

        def put_back(slope):
            whole = np.zeros_like(x)
            np.add.at(whole, where, slope)  # right also when an element is picked twice; `whole[where] += slope` is not
            return whole

        return _result(Tensor, x[where], "[]", self, put_back)

    @_quiet
    def backward(self) -> None:
        """Fill in `grad` of every Tensor this one was made from; this one must hold a single number."""
        if self.data.size != 1:
            raise ValueError(f"backward() starts at one number, not at shape {self.shape}: take .mean() or .sum() first")
        steps = results(self)
        for node in steps:
            node.grad = None  # nothing has arrived yet
        self.grad = self.data.dtype.type(1.0).reshape(self.shape) if steps else self.grad + 1.0
        for node in steps:
            for parent, back in ((node.left, node.to_left), (node.right, node.to_right)):
                if isinstance(parent, Tensor):
                    slope = back(node.grad)
                    if slope.shape != parent.data.shape:
                        slope = _undo_broadcast(slope, parent.data.shape)
                    parent.grad = slope if parent.grad is None else parent.grad + slope


def _numbers(data: Any) -> np.ndarray:
    try:
        array = np.asarray(data)
        if array.dtype.kind in "biuf":
            return array
    except ValueError:  # rows of different lengths
        pass
    raise TypeError(f"an array of numbers is wanted here, and this is {type(data).__name__} {data!r:.60}")


def _plain(other: Any) -> Any:
    if isinstance(other, Tensor):
        return other.data
    return other if type(other) in (float, int) else _numbers(other)  # unlike arrays, these leave float32 as it is


def _unchanged(slope: Any) -> Any:
    return slope


def _undo_broadcast(slope: Any, shape: tuple[int, ...]) -> Any:
    """Sum `slope` over the axes along which NumPy repeated an input of `shape`."""
    while slope.ndim > len(shape):
        slope = np.add.reduce(slope)
    for axis, length in enumerate(shape):
        if length == 1 != slope.shape[axis]:
            slope = slope.sum(axis, keepdims=True)
    return slope


def _spread(x: np.ndarray, axis: Any, keepdims: bool, share: float = 1.0) -> Any:
    def spread(slope):
        whole = np.empty(x.shape, x.dtype)
        whole[...] = share * (slope if axis is None or keepdims else np.expand_dims(slope, axis))
        return whole

    return spread


def _difference(left: Any, right: Any) -> Tensor:
    return _result(Tensor, _plain(left) - _plain(right), "-", left, _unchanged, right, neg)


@_quiet
def _quotient(left: Any, right: Any) -> Tensor:
    a, b = _plain(left), _plain(right)
    return _result(Tensor, a / b, "/", left, lambda slope: slope / b, right, lambda slope: -slope * a / b / b)


def _table_product(left: Any, right: Any) -> Tensor:
    a = left.data if isinstance(left, Tensor) else _numbers(left)
    b = right.data if isinstance(right, Tensor) else _numbers(right)
    if a.ndim != 2 or b.ndim != 2 or len(b) != a.shape[1]:
        raise ValueError(f"shapes {a.shape} @ {b.shape}: two tables are wanted, the second with a row per column of the first")
    return _result(Tensor, a.dot(b), "@", left, lambda slope: slope.dot(b.T), right, lambda slope: a.T.dot(slope))
