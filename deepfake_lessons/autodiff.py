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


def ancestors(root: _Node) -> list[Any]:
    """List every node that `root` was made from, and `root` itself, oldest first. No recursion: any depth will do."""
    kind, seen, waiting = type(root), {root}, [root]
    while waiting:
        node = waiting.pop()
        for parent in (node.left, node.right):
            if type(parent) is kind and parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return sorted(seen, key=attrgetter("born"))


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
        nodes = ancestors(self)
        for node in nodes:
            if node.left is not None:
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(nodes):
            if node.left is not None:
                node.left.grad += node.to_left * node.grad
            if node.right is not None:
                node.right.grad += node.to_right * node.grad


def _one_number(data: Any) -> float:
    if isinstance(data, Real) or (isinstance(data, np.ndarray | np.bool_) and data.ndim == 0 and data.dtype.kind in "biuf"):
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
        super().__init__(np.array(data, dtype=np.float32 if data.dtype == np.float32 else np.float64, order="C"), label)
        self.grad = np.zeros_like(self.data)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.data.shape

    def __add__(self, other):
        b = other.data if isinstance(other, Tensor) else _plain(other)
        return _result(Tensor, self.data + b, "+", self, _unchanged, other, _unchanged)

    def __sub__(self, other):
        return _difference(self, other)

    def __mul__(self, other):
        a, b = self.data, other.data if isinstance(other, Tensor) else _plain(other)
        return _result(Tensor, a * b, "*", self, lambda slope: slope * b, other, lambda slope: slope * a)

    @_quiet
    def __truediv__(self, other):
        a, b = self.data, _plain(other)
        return _result(Tensor, a / b, "/", self, lambda slope: slope / b, other, lambda slope: -slope * a / b / b)

    def __pow__(self, power):
        x, n = self.data, _one_number(power)
        return _result(Tensor, x**n, f"**{n:g}", self, lambda slope: slope * (n * x ** (n - 1) if n else 0.0))

    def __matmul__(self, other):
        return _table_product(self, other)

    def __rmatmul__(self, other):
        return _table_product(other, self)

    def __rsub__(self, other):
        return _difference(other, self)

    def __rtruediv__(self, other):
        return self**-1 * other

    def relu(self):
        x = self.data
        return _result(Tensor, np.maximum(x, 0), "relu", self, lambda slope: slope * (x > 0))

    def tanh(self):
        y = np.tanh(self.data)
        return _result(Tensor, y, "tanh", self, lambda slope: slope * (1 - y * y))

    def sigmoid(self):
        y = np.exp(-np.logaddexp(0, -self.data))  # 1 / (1 + exp(-x)), exact where exp(-x) would overflow
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
        x = self.data
        return _result(Tensor, np.add.reduce(x, axis=axis, keepdims=keepdims), "sum", self, _spread(x, axis, keepdims))

    def mean(self, axis=None, keepdims=False):
        x = self.data
        total = np.add.reduce(x, axis=axis, keepdims=keepdims)
        share = total.size / x.size
        spread = _spread(x, axis, keepdims)
        return _result(Tensor, total * share, "mean", self, lambda slope: spread(slope * share))

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
            np.add.at(whole, where, slope)  # unlike `whole[where] += slope`, right when an element is picked twice
            return whole

        return _result(Tensor, x[where], "[]", self, put_back)

    @_quiet
    def backward(self) -> None:
        """Fill in `grad` of every Tensor this one was made from; this one must hold a single number."""
        if self.data.size != 1:
            raise ValueError(f"backward() starts from one number, this has shape {self.shape}; take .mean() or .sum() first")
        results = [node for node in ancestors(self) if node.left is not None]
        for node in results:
            node.grad = None
        self.grad = self.grad + 1 if self.left is None else np.float64(1.0) if not self.shape else np.ones(self.shape)
        for node in reversed(results):
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
    return other if isinstance(other, (float, int)) else _numbers(other)


def _unchanged(slope: Any) -> Any:
    return slope


def _spread(x, axis, keepdims):
    def spread(slope):
        whole = np.empty(x.shape, x.dtype)
        whole[...] = slope if axis is None or keepdims else np.expand_dims(slope, axis)
        return whole
    return spread


def _difference(left, right):
    return _result(Tensor, _plain(left) - _plain(right), "-", left, _unchanged, right, neg)


def _undo_broadcast(slope: Any, shape: tuple[int, ...]) -> Any:
    """Sum `slope` over the axes along which NumPy repeated an input of `shape`."""
    new = slope.ndim - len(shape)
    repeated = [new + axis for axis, length in enumerate(shape) if length == 1]
    return np.add.reduce(slope, axis=(*range(new), *repeated)).reshape(shape)


def _table_product(left: Any, right: Any) -> Tensor:
    a, b = _plain(left), _plain(right)
    try:
        (_, inner), (rows, _) = a.shape, b.shape
        inner == rows or 1 / 0
    except Exception:
        raise ValueError(
            f"shapes {np.shape(a)} and {np.shape(b)} do not fit `@`: both must be tables (2 axes), the first with as many "
            "columns as the second has rows"
        )
    return _result(Tensor, a @ b, "@", left, lambda slope: slope @ b.T, right, lambda slope: a.T @ slope)
