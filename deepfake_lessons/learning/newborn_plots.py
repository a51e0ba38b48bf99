"""Pictures of lesson 03: what an untrained network says."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from ..drawing import style

if TYPE_CHECKING:
    from matplotlib.container import BarContainer
    from matplotlib.figure import Figure

SHOWN = 10


def words(number: int, probabilities: np.ndarray, labels: np.ndarray) -> str:
    """What newborn `number` said, in one sentence.

    Args:
        number: its seed.
        probabilities: of fake, (N,).
        labels: (N,), 0 genuine, 1 fake.
    """
    fake, total = int((probabilities > 0.5).sum()), len(probabilities)
    if fake == 0:
        says = "says true to everything: not one fake is caught"
    elif fake == total:
        says = "says fake to everything: every genuine picture is accused"
    else:
        caught = int((probabilities[labels == 1] > 0.5).sum())
        says = f"calls {fake} of {total} pictures fake, {caught} of them rightly"
    span = f"between {probabilities.min():.2f} and {probabilities.max():.2f}"
    return f"Newborn {number} {says}. Its probabilities of fake lie {span}."


def picture(probabilities: np.ndarray, images: np.ndarray, labels: np.ndarray) -> Figure:
    """Ten pictures with a newborn's answers, and how all its probabilities are spread.

    Args:
        probabilities: of fake, (N,).
        images: (N, H, W), 0 to 1.
        labels: (N,), 0 genuine, 1 fake; at least five of each.
    """
    figure = style.figure(6.6, 3.9)
    half = SHOWN // 2
    some = np.r_[np.flatnonzero(labels == 0)[:half], np.flatnonzero(labels == 1)[:half]]
    for place, which in enumerate(some):
        ax = figure.add_axes((0.01 + place * 0.099, 0.7, 0.09, 0.2))
        style.picture(ax, images[which], limits=(0, 1))
        ax.set_title("fake" if probabilities[which] > 0.5 else "true", fontsize=style.FONT - 1, loc="center", pad=3)
    ax = style.tidy(figure.add_axes((0.09, 0.16, 0.88, 0.44)), x="probability of fake", y="pictures")
    bins = np.linspace(0, 1, 41)
    groups = [probabilities[labels == label] for label in (0, 1)]
    _, _, bars = ax.hist(
        groups, bins.tolist(), stacked=True, color=style.CLASS_COLOURS, label=["genuine", "forged"],
        edgecolor="white", linewidth=0.4,
    )  # fmt: skip
    for patch in cast("list[BarContainer]", bars)[1]:
        patch.set_hatch(style.CLASS_HATCHES[1])
    ax.axvline(0.5, color="black", linewidth=1.2, linestyle="--")
    ax.annotate("true | fake", (0.5, ax.get_ylim()[1]), ha="center", va="bottom", fontsize=style.FONT - 1)
    ax.legend(fontsize=style.FONT - 1, frameon=False)
    return figure
