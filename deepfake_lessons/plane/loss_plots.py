"""Lesson 04's two ways to ask, labels and pairs: what an answer costs, and both losses as training goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..drawing import style
from .side_plots import thinned

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WAYS = ("labels", "pairs")
_PLAYERS = ("discriminator", "generator")
_ASKED = {"labels": "labels: is this one fake?", "pairs": "pairs: which of the two is the fake?"}


def two_ways() -> Figure:
    """What one answer costs, as functions of logits: asked about single points, and asked about pairs.

    Positive logits mean fake. labels: the judge pays softplus(logit) for a real point and softplus(-logit) for a made
    one, the forger softplus(logit) for its own. pairs: both pay by the difference of the two logits only.
    """
    figure, (axes,) = style.panels(2, 1, width=9.0, height=3.5)
    x = np.linspace(-4, 4, 81)
    rising, falling = np.logaddexp(0, x), np.logaddexp(0, -x)
    blue, orange = style.CLASS_COLOURS
    axes[0].plot(x, rising, color=blue, linewidth=2, label="judge, a real point")
    axes[0].plot(x, falling, color=blue, linewidth=2, linestyle="-.", label="judge, a made point")
    axes[0].plot(x[::8], rising[::8], "^", color=orange, markersize=6, label="forger, its own point")
    axes[1].plot(x, falling, color=blue, linewidth=2, label="judge")
    axes[1].plot(x, rising, color=orange, linewidth=2, linestyle="--", marker="^", markevery=8, label="forger")
    says = ("logit of the point (left: genuine, right: fake)", "logit of the made point minus that of the real one")
    for ax, way, x_label in zip(axes, WAYS, says, strict=True):
        ax.plot([0], [np.log(2)], "o", color=style.BLACK, markersize=6)
        ax.annotate(
            "undecided: 0.69", (0, np.log(2)), xytext=(0, 34), textcoords="offset points", ha="center",
            fontsize=style.FONT - 1, arrowprops={"arrowstyle": "-", "color": style.GREY},
        )  # fmt: skip
        style.tidy(ax, title=_ASKED[way], x=x_label, y="surprise (loss)")
        ax.set_ylim(0, 4.4)
        ax.legend(fontsize=style.FONT - 1, frameon=False, loc="upper center")
    return figure


def two_ways_words() -> str:
    """The figure of `two_ways` in words."""
    return (
        "Two panels of curves, surprise against logit. Labels: the judge's surprise at a real point rises with its "
        "logit, at a made point it falls; the forger's at its own point rises. Pairs: the judge's surprise falls, and "
        "the forger's rises, with how much more fake the made point looks than the real one. Undecided costs 0.69."
    )


def losses(ways: Mapping[str, Mapping[str, Sequence[float]]]) -> Figure:
    """Both players' losses over training, one panel for each way to ask, on one scale.

    Args:
        ways: "labels" and "pairs" (or one of them) -> {"discriminator": [...], "generator": [...]}, a number a step.
    """
    figure, (axes,) = style.panels(len(ways), 1, width=9.0, height=3.4)
    top = 0.0
    for ax, (way, both) in zip(axes, ways.items(), strict=True):
        for place, name in enumerate(_PLAYERS):
            x, y = thinned(both[name])
            top = max(top, float(np.max(y, initial=0)))
            ax.plot(
                x, y, color=style.CLASS_COLOURS[place], linestyle=style.CLASS_LINES[place], linewidth=1.8, label=name,
                marker=style.CLASS_MARKERS[place], markevery=max(1, len(x) // 6), markersize=5,
            )  # fmt: skip
            ax.axhline(undecided(way, name), color=style.CLASS_COLOURS[place], linewidth=1, linestyle=":")
        style.tidy(ax, title=_ASKED[way], x="step (dotted: a judge that always says one half)", y="loss")
        ax.legend(fontsize=style.FONT - 1, frameon=False, loc="upper right", ncols=2)
    for ax in axes:
        ax.set_ylim(0, max(1.2 * top, 1.7))
    return figure


def undecided(way: str, player: str) -> float:
    """The loss when the judge says one half to everything: ln 2 for each question that is asked."""
    return float(np.log(2)) * (2 if (way, player) == ("labels", "discriminator") else 1)


def losses_words(ways: Mapping[str, Mapping[str, Sequence[float]]]) -> str:
    """The figure of `losses` in words: means of the first and the last tenth of the steps."""
    said = []
    for way, both in ways.items():
        parts = []
        for name in _PLAYERS:
            values = np.asarray(both[name], float)
            tenth = max(1, len(values) // 10)
            parts.append(
                f"{name} from {values[:tenth].mean():.2f} to {values[-tenth:].mean():.2f} (undecided is "
                f"{undecided(way, name):.2f})"
            )
        said.append(f"{_ASKED[way].capitalize()} Loss of the {', of the '.join(parts)}.")
    return " ".join(said)
