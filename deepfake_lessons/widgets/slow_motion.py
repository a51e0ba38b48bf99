"""The backward pass in slow motion: one operation at a time, in a drawing and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..plots.graph import describe_graph, graph, inputs_of, name_of, number
from .explorer import Explorer, explore

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_RULES = {
    "+": "A + passes its slope on unchanged to both inputs.",
    "-": "A minus passes its slope on unchanged to the first input, and with the other sign to the second.",
    "*": "A * hands each input the slope times the other factor.",
    "tanh": "A tanh multiplies by its own slope, 1 - tanh squared.",
    "relu": "A relu passes the slope on where its input was positive, and nothing else.",
    "exp": "An exp multiplies by its own result.",
    "log": "A log divides by its input.",
    "/": "A division hands on the slope divided by the divisor, and the rest by its own rule.",
}


@dataclass(frozen=True)
class Frame:
    """One step of the backward pass.

    Attributes:
        node: the operation at work; the root itself in frame 0.
        passed: (input, slope handed to it) pairs.
        grads: node -> slope known after this step.
        words: what happened, with its arithmetic.
    """

    node: Any
    passed: tuple[tuple[Any, float], ...]
    grads: dict[Any, float]
    words: str


def backward_frames(root: Any) -> list[Frame]:
    """The backward pass of a `Value`, step by step. It leaves every `grad` as it was.

    Args:
        root: the result whose slopes are wanted.

    Returns:
        a frame for the start and one for each operation, newest first.

    Raises:
        TypeError: anything but a Value (a Tensor's steps are arrays, too much to read).
    """
    if not isinstance(getattr(root, "data", None), float):
        raise TypeError(f"slow motion shows single numbers: give it a Value, not a {type(root).__name__}")
    nodes = inputs_of(root)
    grads: dict[Any, float] = {root: 1.0}
    start = f"Start at the result: when {name_of(root)} grows by a hair, it grows by exactly that hair. Its slope is 1."
    frames = [Frame(root, (), dict(grads), start)]
    for node in reversed(nodes):
        if not nodes[node]:
            continue
        arrives, passed, sums = grads[node], [], []
        for parent, local in ((node.left, node.to_left), (node.right, node.to_right)):
            if type(parent) is not type(root):  # a plain number has no slope
                continue
            handed = local * arrives
            passed.append((parent, handed))
            text = f"To {name_of(parent)}: {number(local)} x {number(arrives)} = {number(handed)}"
            if parent in grads:
                text += f", added to the {number(grads[parent])} that is there: {number(grads[parent] + handed)}"
            grads[parent] = grads.get(parent, 0.0) + handed
            sums.append(text + ".")
        if not passed:
            continue
        power = f"A power multiplies by its own slope, here {number(node.to_left)}."
        rule = _RULES.get(node.op, power)
        words = f"{name_of(node)}: the slope {number(arrives)} arrives. {rule} {' '.join(sums)}"
        frames.append(Frame(node, tuple(passed), dict(grads), words))
    return frames


def slow_motion_picture(root: Any, step: int) -> tuple[Figure, str]:
    """The drawing after `step` steps of the backward pass, and what happened in words.

    Args:
        root: a Value.
        step: 0 to the number of operations.
    """
    frames = backward_frames(root)
    if not 0 <= step < len(frames):
        raise ValueError(f"step {step}: this pass has steps 0 to {len(frames) - 1}")
    frame = frames[step]
    return graph(root, frame.grads, frame.node, frame.passed), f"Step {step} of {len(frames) - 1}. {frame.words}"


def slow_motion(root: Any) -> Explorer:
    """Step through the backward pass with a slider or two buttons.

    Args:
        root: a Value with at most 40 nodes.
    """
    frames = backward_frames(root)
    last = len(frames) - 1
    if last < 1:
        raise ValueError("nothing to show: this Value was not calculated from others")

    def words(step: int) -> str:
        return f"Step {step}: {frames[step].words} {describe_graph(root, frames[step].grads)}"

    return explore(
        lambda step: slow_motion_picture(root, step),
        alt=words,
        wide=True,
        step=(0, last, 1, 0),
        buttons={
            "Back": lambda values: {"step": max(0, values["step"] - 1)},
            "Next": lambda values: {"step": min(last, values["step"] + 1)},
        },
    )
