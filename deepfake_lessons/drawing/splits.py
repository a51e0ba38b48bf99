"""Study, mock exam and exam (training, validation and test set) as one drawing, used in every lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PILES = (
    ("study", "learn from it,\nagain and again", "training set", style.BLUE, ""),
    ("mock exam", "decide when to stop\nand what to choose", "validation set", style.GREEN, ".."),
    ("exam", "sealed;\nopened once", "test set", style.ORANGE, "///"),
)


def words(study: int, mock: int, exam: int) -> str:
    """The drawing in words."""
    return (
        f"Three piles of pictures. Study, the training set, {study} pictures: learn from them again and again. "
        f"Mock exam, the validation set, {mock} pictures: they say when to stop and what to choose. "
        f"Exam, the test set, {exam} pictures: sealed and opened once."
    )


def three_piles(study: int, mock: int, exam: int) -> Figure:
    """The three sets as three piles, their height telling their size.

    Args:
        study, mock, exam: numbers of pictures, at least 1 each.
    """
    figure = style.figure(7.2, 2.9)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.axis("off")
    ax.set_xlim(0, 9)
    ax.set_ylim(-1.15, 3.0)
    largest = max(study, mock, exam)
    for place, (count, (name, use, field, colour, hatch)) in enumerate(zip((study, mock, exam), _PILES, strict=True)):
        left, height = 0.55 + 3 * place, 0.5 + 1.5 * count / largest
        sheets = max(2, round(8 * count / largest))
        for sheet in range(sheets):
            y = height * sheet / sheets
            ax.add_patch(_box(left + 0.05 * (sheet % 2), y, 1.9, height / sheets * 0.85, colour, hatch))
        if name == "exam":
            ax.plot([left + 0.95], [height / 2], "s", color="white", markersize=17, markeredgecolor="black")
            ax.text(left + 0.95, height / 2, "1×", ha="center", va="center", fontsize=style.FONT, weight="bold")
        ax.text(left + 0.95, height + 0.42, f"{name}: {count}", ha="center", fontsize=style.FONT + 2, weight="bold")
        ax.text(left + 0.95, height + 0.12, field, ha="center", fontsize=style.FONT - 1, color=style.GREY)
        ax.text(left + 0.95, -0.2, use, ha="center", va="top", fontsize=style.FONT)
    return figure


def _box(x: float, y: float, width: float, height: float, colour: str, hatch: str):  # type: ignore[no-untyped-def]
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), width, height, facecolor=colour, edgecolor="white", hatch=hatch, linewidth=1, alpha=0.85)
