"""The drawn graph and the backward pass in slow motion: right numbers, plain words, nothing over anything else."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import FancyBboxPatch

from deepfake_lessons.autodiff import Tensor, Value
from deepfake_lessons.learning.graph_layout import BOX_H, BOX_W, place
from deepfake_lessons.learning.graph_plots import LARGEST, describe_graph, graph, inputs_of, number
from deepfake_lessons.learning.slow_motion_explorer import backward_frames, slow_motion, slow_motion_picture


def neuron():
    w, x, b, y = (Value(data, label=name) for name, data in (("w", 0.5), ("x", 1.5), ("b", -0.2), ("y", 1.0)))
    return {"w": w, "x": x, "b": b, "y": y}, ((w * x + b).tanh() - y) ** 2


def used_twice():
    x = Value(1.5, label="x")
    return x, x * x * x + 1 / (1 + (-x).exp())


@st.composite
def graphs(draw):
    """Calculations of one to twelve operations on two to four labelled values."""
    nodes = [Value(0.3 + k, label="abcd"[k]) for k in range(draw(st.integers(2, 4)))]
    for _ in range(draw(st.integers(1, 12))):
        a, b = (nodes[draw(st.integers(0, len(nodes) - 1))] for _ in range(2))
        new = {"+": a + b, "-": a - b, "*": a * b * 0.1, "tanh": a.tanh(), "const": 2 - a, "relu": a.relu()}
        nodes.append(new[draw(st.sampled_from(sorted(new)))])
    return nodes[-1]


# ---------------------------------------------------------------------- the picture


@settings(max_examples=100)
@given(root=graphs())
def test_no_box_over_another_and_no_arrow_through_a_box(root):
    nodes = inputs_of(root)
    corners, paths, (width, height) = place(nodes)
    boxes = list(corners.values())
    for k, (x, y) in enumerate(boxes):
        assert x >= 0 and x + BOX_W <= width
        assert y >= 0 and y + BOX_H + 0.2 <= height, "no room for the words above the box"
        for other_x, other_y in boxes[:k]:
            assert abs(x - other_x) >= BOX_W + 0.2 or abs(y - other_y) >= BOX_H + 0.2
    for (start, end), path in paths.items():
        assert start in nodes[end]
        points = np.concatenate([np.linspace(a, b, 60) for a, b in itertools.pairwise(path)])
        for x, y in boxes:
            inside = (points > (x + 0.01, y + 0.01)).all(axis=1) & (points < (x + BOX_W - 0.01, y + BOX_H - 0.01)).all(
                axis=1
            )
            assert not inside.any()


@pytest.mark.parametrize("make", [lambda: neuron()[1], lambda: used_twice()[1]])
@pytest.mark.parametrize("step", [0, 1, 3, 5])
def test_words_stay_inside_boxes_and_apart(make, step):
    figure, _ = slow_motion_picture(make(), step)
    assert figure.get_size_inches()[0] <= 9
    renderer = FigureCanvasAgg(figure).get_renderer()
    ax = figure.axes[0]
    texts = [(text, text.get_window_extent(renderer)) for text in ax.texts if text.get_text()]
    for k, (one, extent) in enumerate(texts):
        assert one.get_fontsize() >= 8
        assert not [
            other.get_text() for other, its in texts[:k] if extent.shrunk(0.98, 0.9).overlaps(its.shrunk(0.98, 0.9))
        ]
    boxes = [patch.get_window_extent(renderer) for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    for one, extent in texts:
        around = [box for box in boxes if box.overlaps(extent.shrunk(0.98, 0.7))]
        assert all(box.x0 <= extent.x0 and extent.x1 <= box.x1 for box in around), one.get_text()


def test_the_step_is_marked_by_more_than_colour():
    _, loss = neuron()
    figure, _ = slow_motion_picture(loss, 3)
    ax = figure.axes[0]
    widths = sorted(patch.get_linewidth() for patch in ax.patches if isinstance(patch, FancyBboxPatch))
    assert widths[-1] >= 2.5 and widths[-2] == 1
    words = [text.get_text() for text in ax.texts]
    assert "▼ now" in words and "gets -0.749" in words
    assert [line.get_linestyle() for line in ax.lines].count("--") == 1


def test_the_graph_in_words():
    leaves, loss = neuron()
    assert describe_graph(loss).endswith("No slopes yet.")
    loss.backward()
    words = describe_graph(loss)
    assert "× takes w (= 0.5) and x (= 1.5) and gives 0.75; + takes × (= 0.75) and b (= -0.2) and gives 0.55" in words
    assert "Slopes: w -1.12" in words and "y 0.999" in words
    assert "− 1 takes" in describe_graph(leaves["w"] - 1) and "1 ÷ takes" in describe_graph(1 / leaves["w"])
    figure = graph(loss)
    assert "slope -1.12" in [text.get_text() for text in figure.axes[0].texts]


def test_tensors_are_drawn_by_their_shapes():
    w = Tensor(np.ones((2, 1)), label="weights")
    loss = ((np.zeros((60, 2)) @ w) ** 2).mean()
    words = describe_graph(loss)
    assert "60×2 @ takes weights (= 2×1) and gives 60×1" in words
    assert graph(loss).axes


def test_a_graph_too_large_to_read_is_refused():
    x = Value(1.0)
    y = x
    for _ in range(LARGEST):
        y = y + x
    with pytest.raises(ValueError, match=f"{LARGEST + 1} nodes"):
        graph(y)


def test_a_single_value_is_drawn():
    assert graph(Value(2.0, label="alone")).axes
    assert number(-0.0) == "0" and number(1234.5) == "1.23e+03"


# ---------------------------------------------------------------------- slow motion


@settings(max_examples=100)
@given(root=graphs())
def test_the_last_frame_has_the_gradients_and_nothing_was_touched(root):
    nodes = list(inputs_of(root))
    for node in nodes:
        node.grad = 7.0
    frames = backward_frames(root)
    assert all(node.grad == 7.0 for node in nodes)
    for node in nodes:
        node.grad = 0.0
    root.backward()
    assert frames[-1].grads == pytest.approx({node: node.grad for node in nodes}, abs=1e-12)
    assert len(frames) == 1 + sum(bool(ends) for ends in inputs_of(root).values())
    for before, after in itertools.pairwise(frames):
        assert before.grads.keys() <= after.grads.keys()


def test_every_frame_says_what_happens():
    _, loss = neuron()
    words = [frame.words for frame in backward_frames(loss)]
    assert "its slope is 1" in words[0]
    assert "-0.999 × 1 = -0.999" in words[1]
    assert "A + passes its slope on unchanged to both inputs. To × (= 0.75): 1 × -0.749 = -0.749. To b:" in words[4]
    assert words[5].endswith("To w: 1.5 × -0.749 = -1.12. To x: 0.5 × -0.749 = -0.374.")
    x, twice = used_twice()
    last = backward_frames(twice)[-1]
    assert "already there" in last.words and [node for node, _ in last.passed] == [x, x]


@pytest.mark.parametrize("name", ["relu", "tanh", "sigmoid", "exp", "log", "square", "divided", "fixed", "from"])
def test_every_operation_has_its_own_words(name):
    a, b = Value(2.0, label="a"), Value(4.0, label="b")
    made = {"square": lambda: a**2, "divided": lambda: a / b, "fixed": lambda: a / 3, "from": lambda: 3 - a}
    frame = backward_frames(made.get(name, lambda: getattr(a, name)())())[1]
    assert "To a: " in frame.words
    assert "by its own." not in frame.words or name == "fixed"


def test_the_explorer_steps_forth_and_back():
    _, loss = neuron()
    explorer = slow_motion(loss)
    assert "Step 0 of 5" in explorer.text.value
    for _ in range(7):  # the end is the end
        explorer.buttons["Next"].click()
    assert explorer.controls["step"].value == 5 and "To w:" in explorer.text.value
    explorer.buttons["Back"].click()
    assert "Step 4 of 5" in explorer.text.value
    assert 'alt="Step 4 of 5. ' in explorer.image.value
    for step in (0, 5):  # the plain call at both ends
        assert slow_motion_picture(loss, step)[1].startswith(f"Step {step} of 5.")


def test_what_cannot_be_shown_is_refused():
    with pytest.raises(TypeError, match="give it a Value, not a Tensor"):
        backward_frames(Tensor(1.0))
    with pytest.raises(ValueError, match="was not calculated"):
        slow_motion(Value(1.0))
    with pytest.raises(ValueError, match="steps 0 to 5"):
        slow_motion_picture(neuron()[1], 6)
