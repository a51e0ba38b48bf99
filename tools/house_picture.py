"""Draws the picture of CONTRIBUTING.md: .venv/bin/python tools/house_picture.py. The rooms come from the test."""

from __future__ import annotations

import sys
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "support")]

from test_architecture import ORDER  # noqa: E402

from deepfake_lessons.drawing import style  # noqa: E402

GROUPS = (  # what a room is about, and the rooms
    ("for all", ("autodiff", "cache", "checks", "training")),
    ("figures, numbers", ("drawing", "metrics")),
    ("pictures, clips", ("photos", "clips", "studio")),
    ("the cell", ("notebook",)),
    ("subjects, in teaching order", ("cues", "learning", "plane", "faces", "swap", "detector", "people")),
    ("checks", ("exercises",)),
    ("teachers", ("course",)),
)
PATHS = (  # from what to what, and the stations on the way: (where, what is handed on)
    (
        "a photograph becomes a score",
        ("studio", "images\nuint8 (N, H, W, 3)"),
        ("detector/forgeries", "the same, genuine\nand broken, with truth"),
        ("detector/network", "scores (N,)\nprobability of fake"),
        ("metrics", "a pair\nwith intervals"),
        ("*plots*", "a Figure\nand its words"),
        ("notebook", "what a learner\nsees and hears"),
    ),
    (
        "a source becomes a notebook",
        ("notebooks/source", "NN_slug.py,\nsolutions inside"),
        ("tools/authoring/source", "a Lesson:\ncells with tags"),
        ("tools/authoring/solutions", "stub and\nreference"),
        ("tools/authoring/build", "NN_slug.ipynb,\nmanifest, solutions"),
        ("tools/authoring/run", "what each\ncell printed"),
        ("tests/expected", "texts that were\nreviewed"),
    ),
    (
        "an answer becomes a grade",
        ("course/handed_in", "code cells,\nwhich lesson"),
        ("course/job", "one fresh kernel,\nno demo cells"),
        ("exercises/kernel_side", "values as JSON\nand .npy"),
        ("exercises/lesson_NN", "questions and\nwhat is right"),
        ("exercises/framework", "points and\na verdict"),
        ("course/grade", "grades.csv"),
    ),
)


def box(ax, x: float, y: float, wide: float, high: float, colour: str) -> None:  # type: ignore[no-untyped-def]
    ax.add_patch(FancyBboxPatch((x, y), wide, high, "round,pad=0,rounding_size=0.6", fc=colour, ec="white", lw=1.5))


def arrow(ax, start: tuple[float, float], end: tuple[float, float]) -> None:  # type: ignore[no-untyped-def]
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": style.BLACK, "lw": 1.2})


def house() -> Figure:
    """Rooms above, in the order in which they may import; below, three paths through them."""
    missing = {room for _, rooms in GROUPS for room in rooms} ^ (set(ORDER) - {"conditions", "race", "report"})
    assert not missing, f"GROUPS and the order of the test differ: {missing}"
    figure = style.figure(13.5, 8.6)
    ax = figure.add_axes((0.01, 0.01, 0.98, 0.98))
    ax.set_xlim(0, 135)
    ax.set_ylim(0, 86)
    ax.axis("off")
    title = "The rooms of deepfake_lessons/: each imports only from rooms left of it"
    ax.text(1, 83, title, fontsize=13, weight="bold")
    x = 1.0
    for number, (about, rooms) in enumerate(GROUPS):
        columns = 2 if len(rooms) > 4 else 1
        wide = 14.2 * columns + 1.2
        box(ax, x, 56, wide, 24, style.LIGHT)
        ax.text(x + wide / 2, 77.6, about, ha="center", va="center", fontsize=9.5)
        for place, room in enumerate(rooms):
            left, top = x + 1.1 + 14.2 * (place // 4), 71.4 - 4.9 * (place % 4)
            box(ax, left, top, 13.2, 4.2, "white")
            keras = room in {"plane", "faces", "swap", "detector", "training"}
            ax.text(left + 6.6, top + 2.1, room + (" (Keras)" if keras else ""), ha="center", va="center", fontsize=9.5)
        if number:
            arrow(ax, (x + 0.4, 68), (x - 2.2, 68))
        x += wide + 1.8
    colours = ("#CFE3F3", "#F7DCC9", "#CDE9DF")
    for row, (title, *stations) in enumerate(PATHS):
        y = 39 - 17.5 * row
        ax.text(1, y + 11.2, f"{row + 1}. How {title}", fontsize=12, weight="bold")
        for place, (where, handed) in enumerate(stations):
            left = 1 + 22.4 * place
            box(ax, left, y, 20, 9.6, colours[row])
            ax.text(left + 10, y + 7.6, where, ha="center", va="center", fontsize=9.5, weight="bold")
            ax.text(left + 10, y + 3.4, handed, ha="center", va="center", fontsize=9)
            if place:
                arrow(ax, (left - 2.3, y + 4.8), (left - 0.1, y + 4.8))
    return figure


if __name__ == "__main__":
    target = ROOT / "notebooks" / "images" / "house.png"
    house().savefig(target, dpi=110, metadata={"Software": None})
    print(f"wrote {target.relative_to(ROOT)}, {target.stat().st_size:,} bytes")
