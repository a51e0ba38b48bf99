"""Draws the README's picture with the functions of the lesson's own source: .venv/bin/python tools/pictures.py."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

import deepfake_lessons as dl
from deepfake_lessons.display import png
from deepfake_lessons.plots import networks, style

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "notebooks" / "images"


def lesson_functions(slug: str, *names: str) -> dict[str, Any]:
    """Define some functions of a lesson's source, without running the lesson."""
    text = (ROOT / "notebooks" / "source" / f"{slug}.py").read_text(encoding="utf-8")
    found: dict[str, Any] = {"np": np, "dl": dl}
    for name in names:
        definition = re.search(rf"^def {name}\(.*?(?=^\S)", text, re.MULTILINE | re.DOTALL)
        if definition is None:
            raise SystemExit(f"{slug} defines no {name}")
        exec(definition.group(), found)  # our own source
    return found


def race() -> Any:
    """Lesson 02: what nine knobs say at the start, and after twenty moves of gradient descent."""
    lesson = lesson_functions("02_learning_from_mistakes", "invent_dots", "network")
    dots, labels = lesson["invent_dots"]()
    knobs = np.random.default_rng(3).normal(0, 0.5, 9).round(1)

    def loss(knobs: np.ndarray) -> float:
        return float(np.mean((lesson["network"](dots, knobs) - labels) ** 2))

    figure = style.figure(8.2, 3.1)
    for place, moves in enumerate((0, 10, 20)):
        after = knobs.copy()
        for _ in range(moves):
            after -= 8.0 * np.array([(loss(after + e) - loss(after - e)) / 2e-5 for e in 1e-5 * np.eye(9)])
        ax = figure.add_axes((0.015 + place * 0.33, 0.12, 0.31, 0.76))
        style.tidy(ax, title=f"after {moves} moves: loss {loss(after):.3f}", grid=False)
        networks.draw_answers(ax, lambda points, knobs=after: lesson["network"](points, knobs), dots, labels)
        ax.set_xticks([])
        ax.set_yticks([])
        if place != 1:
            ax.get_legend().remove()
        else:
            ax.get_legend().set_bbox_to_anchor((0.5, 0.02))
    return figure


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    (IMAGES / "02_race.png").write_bytes(png(race(), 1.5)[0])
    print("wrote notebooks/images/02_race.png")


if __name__ == "__main__":
    main()
