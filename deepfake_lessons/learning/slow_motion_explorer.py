"""The backward pass in slow motion: one operation at a time, in a drawing and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..autodiff import Value, results
from ..notebook.explorer import Explorer, explore
from .graph_plots import describe_graph, graph, name_of, number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_RULES = {  # for two nodes as inputs; with a plain number on one side the arithmetic alone says it
    "+": "A + passes its slope on unchanged to both inputs.",
    "-": "A − passes its slope on unchanged to the first input and turns the sign for the second.",
    "*": "A × gives each input the slope times the other input's value.",
    "/": "A ÷ divides the slope by the lower number for the upper one; the lower one gets it with the sign turned.",
}
_RULES_OF_ONE = {
    "+": "Adding a fixed number changes no slope.",
    "-": "Taking away a fixed number changes no slope; being taken away turns its sign.",
    "*": "A × with a fixed number multiplies the slope by that number.",
    "/": "A ÷ multiplies the slope by its own.",
    "relu": "A relu lets the slope through where its input was positive, and stops it elsewhere.",
    "tanh": "A tanh multiplies the slope by 1 − tanh²: little where it is flat.",
    "sigmoid": "A sigmoid s multiplies the slope by s (1 − s): little where it is flat.",
    "exp": "An exp multiplies the slope by its own result.",
    "log": "A log divides the slope by its input.",
    "**": "A power n multiplies the slope by n times the input to the power n − 1.",
}


@dataclass(frozen=True)
class Frame:
    """One step of the backward pass.

    Attributes:
        node: the operation at work; the root itself in frame 0.
        passed: (input, slope handed to it) pairs; an input that is used twice here comes twice.
        grads: node -> slope known after this step.
        words: what happened, with its arithmetic.
    """

    node: Value
    passed: tuple[tuple[Value, float], ...]
    grads: dict[Value, float]
    words: str


def backward_frames(root: Value) -> list[Frame]:
    """The backward pass of a `Value`, step by step, from slopes of zero. It leaves every `grad` as it was.

    Args:
        root: the result whose slopes are wanted.

    Returns:
        a frame for the start and one for each operation, newest first.

    Raises:
        TypeError: anything but a Value (a Tensor's steps are arrays, too much to read).
    """
    if not isinstance(root, Value):
        raise TypeError(f"slow motion shows single numbers: give it a Value, not a {type(root).__name__}")
    grads: dict[Any, float] = {root: 1.0}
    start = f"We start at the result, {name_of(root)}. If it grows by a hair, it grows by that hair: its slope is 1."
    frames = [Frame(root, (), dict(grads), start)]
    for node in results(root):
        arrived, sums, passed = grads[node], [], []
        for parent, own in ((node.left, node.to_left), (node.right, node.to_right)):
            if isinstance(parent, Value):
                handed = own * arrived
                text = f"To {name_of(parent)}: {number(own)} × {number(arrived)} = {number(handed)}"
                if parent in grads:
                    text += f", added to the {number(grads[parent])} already there: {number(grads[parent] + handed)}"
                grads[parent] = grads.get(parent, 0.0) + handed
                passed.append((parent, handed))
                sums.append(text + ".")
        rules = _RULES if len(passed) == 2 else _RULES_OF_ONE
        rule = rules.get("**" if node.op.startswith("**") else node.op, "It multiplies the slope by its own.")
        words = f"{name_of(node)} has the slope {number(arrived)}. {rule} {' '.join(sums)}"
        frames.append(Frame(node, tuple(passed), dict(grads), words))
    return frames


def slow_motion_picture(root: Value, step: int) -> tuple[Figure, str]:
    """The drawing after `step` steps of the backward pass, and what happened in words.

    Args:
        root: a Value.
        step: 0 to the number of operations.

    Raises:
        ValueError: a step that this pass does not have.
    """
    frames = backward_frames(root)
    if not 0 <= step < len(frames):
        raise ValueError(f"step {step}: this pass has steps 0 to {len(frames) - 1}")
    frame = frames[step]
    return graph(root, frame.grads, frame.node, frame.passed), f"Step {step} of {len(frames) - 1}. {frame.words}"


def slow_motion(root: Value) -> Explorer:
    """Step through the backward pass with a slider or two buttons.

    Args:
        root: a Value with at most 40 nodes.

    Raises:
        TypeError, ValueError: no Value, or one that was not calculated from others.
    """
    frames = backward_frames(root)
    last = len(frames) - 1
    if last < 1:
        raise ValueError("nothing to show: this Value was not calculated from others")

    def words(step: int) -> str:
        return f"Step {step} of {last}. {frames[step].words} {describe_graph(root, frames[step].grads)}"

    return explore(
        lambda step: slow_motion_picture(root, step),
        alt=words,
        wide=True,
        step=(0, last, 1, 0),
        labels={"step": "Step"},
        buttons={
            "Back": lambda values: {"step": max(0, values["step"] - 1)},
            "Next": lambda values: {"step": min(last, values["step"] + 1)},
        },
    )
