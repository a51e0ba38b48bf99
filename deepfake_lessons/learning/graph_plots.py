"""A calculation drawn as a graph, inputs at the left and the result at the right, and the same in words.

Takes what `autodiff` makes: nodes with `data`, `grad`, `op`, `label`, `born`, `left` and `right`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..drawing import style
from .graph_layout import BOX_H, BOX_W, place

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LARGEST = 40  # nodes; more cannot be read
_SIGNS = {"*": "×", "-": "−", "/": "÷"}
_POWERS = {"**2": "square", "**3": "cube", "**0.5": "square root"}
_FILL = {"wait": "white", "now": "#FFF3D6", "done": "#EAF4FB"}
_SMALL = style.FONT - 1

Inputs = dict[Any, list[Any]]


def inputs_of(root: Any) -> Inputs:
    """Every node that `root` was made from and `root` itself, oldest first, each with the nodes it was made from.

    Args:
        root: a Value or a Tensor. Plain numbers are no nodes; `name_of` tells them as part of the operation.
    """
    kind, found, waiting = type(root), dict[Any, list[Any]](), [root]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found[node] = [end for end in (node.left, node.right) if type(end) is kind]
            waiting += found[node]
    return dict(sorted(found.items(), key=lambda item: item[0].born))


def number(value: Any) -> str:
    """A number with at most three digits; of an array its shape, such as "60×2"."""
    if np.ndim(value) and np.size(value) > 1:
        return "×".join(str(length) for length in np.shape(value))
    return f"{float(np.sum(value)) + 0.0:.3g}"  # + 0.0 turns -0 into 0


def operation(node: Any) -> str:
    """The operation with its plain number: "×", "× 1.5", "1 −", "square"; empty for a leaf."""
    kind, sign = type(node), _SIGNS.get(node.op, node.op)
    if node.op.startswith("**"):
        return _POWERS.get(node.op, f"power {node.op[2:]}")
    if node.left is not None and type(node.left) is not kind:
        return f"{number(node.left)} {sign}"
    if node.right is not None and type(node.right) is not kind:
        return f"{sign} {number(node.right)}"
    return sign


def name_of(node: Any) -> str:
    """How a node is called in words: its label, or its operation with its value, such as "× (= 0.75)"."""
    return node.label or f"{operation(node) or 'input'} (= {number(node.data)})"


def graph(
    root: Any, grads: Mapping[Any, Any] | None = None, active: Any = None, passed: Sequence[tuple[Any, Any]] = ()
) -> Figure:
    """Draw how `root` was calculated.

    Args:
        root: a Value or a Tensor of at most 40 nodes. Arrays are shown by their shapes.
        grads: node -> slope to print; missing nodes show "?". None prints each node's `grad`, once backward() has run.
        active: a node to mark with a thick frame and a pointer.
        passed: (input of `active`, slope handed to it): drawn as dashed arrows backwards, the slope above the input.

    Returns:
        a Figure, up to 9 inches wide for eight operations in a row.

    Raises:
        ValueError: more nodes than can be read.
    """
    nodes = inputs_of(root)
    if len(nodes) > LARGEST:
        raise ValueError(f"a graph of {len(nodes)} nodes cannot be read; draw at most {LARGEST}: one example's loss")
    slopes = _slopes(root, nodes, grads)
    corners, paths, (width, height) = place(nodes)
    figure = style.figure(width, height)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_xlim(0, width)
    ax.set_ylim(0, height)
    ax.axis("off")
    handed: dict[Any, list[str]] = {}
    for node, slope in passed:
        handed.setdefault(node, []).append(number(slope))
    for (start, end), path in paths.items():
        _arrow(ax, path, back=end is active and start in handed)
    for node, corner in corners.items():
        _box(ax, corner, node, slopes.get(node), node is active)
        if node in handed:
            _above(ax, corner, "gets " + " and ".join(handed[node]))
    if active is not None:
        _above(ax, corners[active], "▼ now")
    return figure


def describe_graph(root: Any, grads: Mapping[Any, Any] | None = None) -> str:
    """The drawing in words: what each operation takes and gives, and the slopes that are known.

    Args:
        root: as in `graph`.
        grads: as in `graph`.
    """
    nodes = inputs_of(root)
    slopes = _slopes(root, nodes, grads)
    steps = []
    for node, ends in nodes.items():
        if ends:
            inputs = " and ".join(f"{end.label} (= {number(end.data)})" if end.label else name_of(end) for end in ends)
            label = f", called {node.label}" if node.label else ""
            steps.append(f"{operation(node)} takes {inputs} and gives {number(node.data)}{label}")
    words = f"A calculation drawn from left to right: {'; '.join(steps) or name_of(root)}."
    if not slopes:
        return words + " No slopes yet."
    return f"{words} Slopes: {', '.join(f'{name_of(node)} {number(slope)}' for node, slope in slopes.items())}."


def _slopes(root: Any, nodes: Inputs, grads: Mapping[Any, Any] | None) -> dict[Any, Any]:
    if grads is not None:
        return {node: grads[node] for node in nodes if node in grads}
    return {node: node.grad for node in nodes} if np.any(root.grad) else {}  # after backward() the root has slope 1


def _box(ax: Axes, corner: tuple[float, float], node: Any, slope: Any, active: bool) -> None:
    from matplotlib.patches import FancyBboxPatch

    state = "now" if active else "wait" if slope is None else "done"
    frame: dict[str, Any] = {"edgecolor": style.ORANGE if active else style.GREY, "linewidth": 3 if active else 1}
    shape = FancyBboxPatch(
        corner, BOX_W, BOX_H, boxstyle="round,pad=0,rounding_size=0.08", facecolor=_FILL[state], **frame
    )
    ax.add_patch(shape)
    shape.set_zorder(2)  # over the arrows
    name = " = ".join(part for part in (node.label, operation(node)) if part) or "input"
    size = min(style.FONT, 10.5 * style.FONT * BOX_W / max(len(name), 1))
    x, y = corner[0] + BOX_W / 2, corner[1]
    for text, up, look in (
        (name, 0.51, {"fontsize": size, "weight": "bold"}),
        (f"= {number(node.data)}", 0.32, {"fontsize": _SMALL}),
        (f"slope {'?' if slope is None else number(slope)}", 0.13, {"fontsize": _SMALL, "color": style.BLUE}),
    ):
        ax.text(x, y + up, text, ha="center", va="center", zorder=3, **look)


def _above(ax: Axes, corner: tuple[float, float], words: str) -> None:
    x, y = corner[0] + BOX_W / 2, corner[1] + BOX_H + 0.11
    frame = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
    ax.text(
        x, y, words, ha="center", va="center", fontsize=_SMALL, color=style.ORANGE, weight="bold", zorder=3, bbox=frame
    )


def _arrow(ax: Axes, path: list[tuple[float, float]], back: bool) -> None:
    look: dict[str, Any] = {"color": style.GREY, "linewidth": 1}
    if back:
        path = path[::-1]
        look = {"color": style.ORANGE, "linewidth": 2.4, "linestyle": (0, (3, 1.2))}
    xs, ys = zip(*path[:-1], strict=True)
    ax.plot(xs, ys, zorder=1, **look)
    ax.annotate("", path[-1], path[-2], arrowprops={"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, **look}, zorder=1)
