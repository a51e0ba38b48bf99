"""Draws the pictures of README and lessons: .venv/bin/python tools/pictures.py.

What a lesson shows is drawn with the functions of the lesson's own source. Faces are drawn actors, and every file with
one says "synthetic" in its metadata.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, PngImagePlugin

import deepfake_lessons as dl
from deepfake_lessons import studio
from deepfake_lessons.drawing import style
from deepfake_lessons.learning import network_plots
from deepfake_lessons.notebook.display import png

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
        network_plots.draw_answers(ax, lambda points, knobs=after: lesson["network"](points, knobs), dots, labels)
        ax.set_xticks([])
        ax.set_yticks([])
        if place != 1:
            ax.get_legend().remove()
        else:
            ax.get_legend().set_bbox_to_anchor((0.5, 0.02))
    return figure


def photograph(actor: Any, frame: Any, size: int, number: int) -> np.ndarray:
    """One picture by the studio's default camera."""
    return studio.develop(studio.render(actor, frame, size).linear, studio.CINEMA, np.random.default_rng(number))


def cast_at(size: int, rows: int, columns: int, seed: int = 7) -> np.ndarray:
    """A sheet of one cast: rows x columns people, each in a frame of their own."""
    people = studio.cast(rows * columns, seed)
    frames = studio.draw_frames(rows * columns, seed)
    taken = [photograph(actor, frame, size, k) for k, (actor, frame) in enumerate(zip(people, frames, strict=True))]
    return sheet([taken[k : k + columns] for k in range(0, len(taken), columns)])


def sheet(rows: list[list[np.ndarray]]) -> np.ndarray:
    """Pictures of one size, side by side and one above the other."""
    return np.vstack([np.hstack(row) for row in rows])


def one_factor_at_a_time(size: int = 96, steps: int = 7) -> np.ndarray:
    """Rows in which a single number changes: yaw, light, smile, jaw, one eye's blink, age, skin."""
    first = studio.Actor(hair="side_part", skin=0.35, texture_seed=9)
    second = studio.Actor(hair="long", hair_colour="dark", skin=0.55, lashes=0.8, lip_colour=0.5, texture_seed=5)
    still = studio.Frame()
    span = np.linspace(0, 1, steps)
    rows = [
        [(second, still.replace(yaw=float(1.1 * t - 0.55))) for t in span],
        [(second, still.replace(light_x=float(2.4 * t - 1.2))) for t in span],
        [(first, still.replace(smile=float(1.5 * t - 0.5), teeth=float(t))) for t in span],
        [(second, still.replace(jaw=float(t))) for t in span],
        [(first, still.replace(blink_left=float(t))) for t in span],
        [(first.replace(age=float(t), grey=float(t)), still) for t in span],
        [(second.replace(skin=float(t)), still) for t in span],
    ]
    drawn = [[photograph(actor, frame, 128, k) for k, (actor, frame) in enumerate(row)] for row in rows]
    whole = Image.fromarray(sheet(drawn))
    return np.asarray(whole.resize((size * steps, size * len(rows)), Image.Resampling.LANCZOS))


def one_of_six() -> np.ndarray:
    """Lesson 01's first screen: the same six faces as its first cells give without a network."""
    return dl.drawing.sheets.sheet(dl.people.first_minute.six(seed=7, real=False)["images"], columns=3, side=150)


def nobody() -> np.ndarray:
    """The first 24 faces of seed 3 of the shipped generator: nobody chose the best ones."""
    generator = dl.faces.generators.shipped(64)
    return dl.drawing.sheets.sheet(generator.draw(generator.latent(24, seed=3)), columns=8, side=110)


def swapped() -> np.ndarray:
    """Lesson 06's strip: the first nine moments of its exam, after a training with the usual share of closed eyes."""
    from deepfake_lessons.faces import alignment
    from deepfake_lessons.swap import scores, trials

    pair = trials.pair(69)
    model = dl.swap.FaceSwap(seed=1)
    dl.swap.train(model, *trials.albums(pair), trials.STEPS, seed=1)
    unseen = trials.exam_photographs(pair)
    source = alignment.crops(unseen.images, unseen.landmarks)
    drawn, ideal = scores.drawn_and_ideal(model, unseen, pair.b)
    return dl.swap.plots.strip(source[:9], drawn[:9], ideal[:9], side=110)


def save_faces(name: str, pixels: np.ndarray) -> None:
    """Write a picture of drawn people, marked as what it is."""
    marks = PngImagePlugin.PngInfo()
    marks.add_text("Description", "synthetic: drawn or generated faces of Deepfake Lessons, nobody's likeness")
    Image.fromarray(pixels).save(IMAGES / name, pnginfo=marks, optimize=True)
    print(f"wrote notebooks/images/{name}")


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    (IMAGES / "02_race.png").write_bytes(png(race(), 1.5)[0])
    print("wrote notebooks/images/02_race.png")
    for size, rows, columns in ((32, 4, 24), (48, 4, 16), (64, 4, 12), (128, 3, 6)):
        save_faces(f"studio_cast_{size}.png", cast_at(size, rows, columns))
    save_faces("studio_factors.png", one_factor_at_a_time())
    save_faces("01_one_of_six.png", one_of_six())
    save_faces("05_nobody.png", nobody())
    save_faces("06_swap.png", swapped())


if __name__ == "__main__":
    main()
