"""A calculation drawn as a graph, inputs at the left and the result at the right, and the same in words.

Takes what `autodiff` makes: nodes with `data`, `grad`, `op`, `label`, `born`, `left` and `right`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LARGEST = 40  # nodes; more cannot be read
_BOX_W, _BOX_H, _GAP_X, _GAP_Y = 1.0, 0.66, 0.55, 0.3  # inches
_WORDS = {"**2": "square", "**3": "cube", "**-1": "1 / x"}
_SIGNS = {"*": "×", "-": "−", "/": "÷"}
_BAND = {"wait": "white", "now": "#FFF3D6", "done": "#EAF4FB"}


@dataclass(eq=False)
class Constant:
    """A plain number that met a Value, made into a node for drawing: nobody asks for its slope."""

    data: float
    born: float
    label: str = ""
    op: str = ""


Inputs = dict[Any, tuple[Any, ...]]


def inputs_of(root: Any) -> Inputs:
    """Every node that `root` was made from and `root` itself, oldest first, each with its inputs (none, one or two).

    Args:
        root: a node of `autodiff`. Its plain numbers become `Constant`s, one for each use.
    """
    found: dict[Any, tuple[Any, ...]] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node in found:
            continue
        ends = () if isinstance(node, Constant) or node.left is None else (node.left, node.right)
        found[node] = tuple(
            end if type(end) is type(root) else Constant(end, node.born - 0.5) for end in ends if end is not None
        )
        waiting.extend(found[node])
    return dict(sorted(found.items(), key=lambda item: item[0].born))


def name_of(node: Any) -> str:
    """How a node is called in words: its label, its operation, or the number it holds."""
    return node.label or _WORDS.get(node.op, node.op) or number(node.data)


def number(value: Any) -> str:
    """A number with at most three digits."""
    return f"{float(value):.3g}"


def graph(
    root: Any,
    grads: Mapping[Any, float] | None = None,
    active: Any = None,
    passed: Sequence[tuple[Any, float]] = (),
) -> Figure:
    """Draw how `root` was calculated.

    Args:
        root: a Value, or a Tensor that holds a single number in every node; at most 40 nodes.
        grads: node -> slope to print; nodes that are missing show "?". None prints each node's `grad`.
        active: a node to mark with a thick frame and a pointer.
        passed: (parent of `active`, slope handed to it): drawn as dashed arrows backwards.

    Raises:
        ValueError: more nodes than can be read.
    """
    nodes = inputs_of(root)
    if len(nodes) > LARGEST:
        raise ValueError(f"a graph of {len(nodes)} nodes cannot be read; draw at most {LARGEST}: one example's loss")
    places = _layout(nodes)
    columns = max(x for x, _ in places.values()) + 1
    rows = max(y for _, y in places.values()) + 1
    width = columns * _BOX_W + (columns - 1) * _GAP_X + 0.2
    height = rows * _BOX_H + (rows - 1) * _GAP_Y + 0.5
    figure = style.figure(max(width, 3.0), max(height, 1.6))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_xlim(0, max(width, 3.0))
    ax.set_ylim(0, max(height, 1.6))
    ax.axis("off")
    step_x, step_y = _BOX_W + _GAP_X, _BOX_H + _GAP_Y
    corners = {node: (0.1 + x * step_x, height - 0.3 - _BOX_H - y * step_y) for node, (x, y) in places.items()}
    handed = dict(passed)
    for node in nodes:
        for parent in set(nodes[node]):
            back = handed.get(parent) if node is active else None
            _arrow(ax, corners[parent], corners[node], back)
    for node in nodes:
        _box(ax, corners[node], node, grads, node is active)
    return figure


def describe_graph(root: Any, grads: Mapping[Any, float] | None = None) -> str:
    """The drawing in words: what each operation takes and gives, and the slopes that are known.

    Args:
        root: as in `graph`.
        grads: as in `graph`.
    """
    steps, slopes = [], []
    for node, ends in inputs_of(root).items():
        if ends:
            inputs = " and ".join(_with_value(end) for end in ends)
            steps.append(f"{name_of(node)} takes {inputs} and gives {number(node.data)}")
        slope = None if isinstance(node, Constant) else node.grad if grads is None else grads.get(node)
        if slope is not None:
            slopes.append(f"{name_of(node)} {number(slope)}")
    words = "A calculation drawn from left to right: " + "; ".join(steps) + "."
    return words + (f" Slopes: {', '.join(slopes)}." if slopes else " No slopes yet.")


def _with_value(node: Any) -> str:
    return number(node.data) if isinstance(node, Constant) else f"{name_of(node)} ({number(node.data)})"


def _layout(nodes: Inputs) -> dict[Any, tuple[int, float]]:
    """Column and row of every node: an operation right of its inputs, an input next to the first that uses it."""
    column: dict[Any, int] = {}
    for node in nodes:
        column[node] = 1 + max((column[parent] for parent in nodes[node]), default=-1)
    for node in reversed(nodes):
        if not nodes[node]:
            users = [column[user] for user in nodes if node in nodes[user]]
            column[node] = min(users, default=1) - 1
    row: dict[Any, float] = {}
    by_column: dict[int, list[Any]] = {}
    for node in nodes:
        by_column.setdefault(column[node], []).append(node)
    # From the result leftwards: a node wants to stand level with its users; neighbours push each other down.
    for place in sorted(by_column, reverse=True):
        wish = {}
        for node in by_column[place]:
            users = [user for user in nodes if node in nodes[user] and user in row]
            levels = [row[user] + 0.1 * nodes[user].index(node) for user in users]
            wish[node] = sum(levels) / len(levels) if levels else 0.0
        taken = -1.0
        for node in sorted(by_column[place], key=lambda node: wish[node]):
            row[node] = max(wish[node], taken + 1)
            taken = row[node]
    return {node: (column[node], row[node]) for node in nodes}


def _box(ax: Axes, corner: tuple[float, float], node: Any, grads: Mapping[Any, float] | None, active: bool) -> None:
    from matplotlib.patches import FancyBboxPatch

    constant = isinstance(node, Constant)
    slope = None if constant else node.grad if grads is None else grads.get(node)
    state = "now" if active else "done" if slope is not None and not constant else "wait"
    ax.add_patch(
        FancyBboxPatch(
            corner,
            _BOX_W,
            _BOX_H,
            boxstyle="round,pad=0,rounding_size=0.08",
            facecolor=_BAND[state],
            edgecolor=style.ORANGE if active else style.GREY,
            linewidth=3 if active else 1,
        )
    )
    x, y = corner[0] + _BOX_W / 2, corner[1]
    small = style.FONT - 1
    if constant:
        ax.text(x, y + _BOX_H / 2, number(node.data), ha="center", va="center", fontsize=style.FONT)
        return
    operation = _SIGNS.get(node.op, _WORDS.get(node.op, node.op))
    name = ": ".join(part for part in (node.label, operation) if part)
    large = style.FONT if len(name) <= 10 else style.FONT - 2
    ax.text(x, y + _BOX_H - 0.14, name, ha="center", va="center", fontsize=large, weight="bold")
    ax.text(x, y + _BOX_H - 0.33, f"value {number(node.data)}", ha="center", va="center", fontsize=small)
    words = "slope ?" if slope is None else f"slope {number(slope)}"
    ax.text(x, y + 0.13, words, ha="center", va="center", fontsize=small, color=style.BLUE)
    if active:
        pointer: dict[str, Any] = {
            "ha": "center",
            "va": "center",
            "fontsize": small,
            "color": style.ORANGE,
            "weight": "bold",
        }
        ax.text(x, y + _BOX_H + 0.1, "▼ now", **pointer)


def _arrow(ax: Axes, parent: tuple[float, float], node: tuple[float, float], handed: float | None) -> None:
    begin = (parent[0] + _BOX_W, parent[1] + _BOX_H / 2)
    end = (node[0], node[1] + _BOX_H / 2)
    if handed is None:
        ax.annotate("", end, begin, arrowprops={"arrowstyle": "-|>", "color": style.GREY, "linewidth": 1})
        return
    dashed = {"arrowstyle": "-|>", "color": style.ORANGE, "linewidth": 2.4, "linestyle": (0, (3, 1.5))}
    ax.annotate("", begin, end, arrowprops=dashed)
    x, y = (begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2
    words = number(handed)
    frame = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    look: dict[str, Any] = {
        "ha": "center",
        "va": "center",
        "fontsize": style.FONT - 1,
        "color": style.ORANGE,
        "weight": "bold",
    }
    ax.text(x, y + 0.12, words, bbox=frame, **look)
