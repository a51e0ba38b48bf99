"""Training that can be watched: a picture that grows, the time left, and a stop that loses nothing.

Drawing waits for its turn: it never takes more than `SHARE` of the time that training took so far.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from PIL import Image

from ..notebook.display import _in_notebook, figure_html
from .quality import Distance, quality_distance

SHARE = 0.015  # of the time of training that goes into drawing
SHOWN = (3, 8)  # rows and columns of the growing grid
STOP = "To stop early and keep what was learnt: Kernel, Interrupt Kernel (or the square in the toolbar)."


class Live(keras.callbacks.Callback):
    """Draws while something trains.

    Args:
        steps: of the whole training.
        picture: makes (picture, words) as `notebook.display.figure_html` takes them; called now and then.
        moments: steps after which `at_moment(step)` is called, whatever it costs.
        at_moment: for what is to be kept of the way; its time counts as training's cost too.

    Attributes:
        seconds: that training took, without what is drawn here.
        spent: seconds that were spent here.
    """

    def __init__(
        self,
        steps: int,
        picture: Callable[[], tuple[Any, str]],
        moments: Sequence[int] = (),
        at_moment: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__()
        self.steps, self._picture, self._moments, self._at_moment = steps, picture, set(moments), at_moment
        self.done, self.spent, self.seconds, self._handle = 0, 0.0, 0.0, None

    def on_train_begin(self, logs: Any = None) -> None:
        self._begun, self.done, self.spent = time.monotonic(), 0, 0.0

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        begun, self.done = time.monotonic(), batch + 1
        self.seconds = begun - self._begun - self.spent
        if self.done in self._moments and self._at_moment:
            self._at_moment(self.done)
        elif self.done > 1 and self.spent > SHARE * self.seconds:
            return
        self._draw()
        self.spent += time.monotonic() - begun

    def on_train_end(self, logs: Any = None) -> None:
        self._draw(ended=True)

    def left(self) -> str:
        """How far it is, in words."""
        if self.done >= self.steps:
            return f"All {self.steps:,} steps done"
        words = f"Step {self.done:,} of {self.steps:,}"
        if self.done > 20:  # the first steps compile, and would promise an hour
            words += f", about {self.seconds / self.done * (self.steps - self.done):.0f} s left"
        return f"{words}. {STOP}"

    def _draw(self, ended: bool = False) -> None:
        picture, words = self._picture()
        caption = (
            f"{self.left().rstrip('.')}. {words}"
            if not ended or self.done >= self.steps
            else f"Stopped at step {self.done}. {words}"
        )
        page = {"text/html": figure_html(picture, words, caption), "text/plain": f"[picture] {words}"}
        if not _in_notebook():
            return
        from IPython.display import display

        if self._handle is None:
            self._handle = display(page, raw=True, display_id=True)
        else:
            self._handle.update(page, raw=True)


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """What a generator drew at one moment of its training.

    Attributes:
        step: how many steps it had learnt.
        seconds: how long that took, without the drawing.
        faces: (N, S, S, 3) uint8, of the same latents at each checkpoint.
        distance: the quality distance to photographs held out; None where nothing measures it.
    """

    step: int
    seconds: float
    faces: np.ndarray
    distance: Distance | None


class LiveFaces(Live):
    """The growing grid of a GAN: the same 24 latents again and again, and four checkpoints.

    Args:
        gan: a `faces.gan.GAN`.
        steps: of the whole training.
        photographs: (N, S, S, 3) uint8 that it does not learn from; the quality distance is measured against them.
            None, or where the features' weights are missing: no distance, and the words say so.
        seed: of the latents.
        at: shares of the training at which checkpoints are made.
        count: faces at each.

    Attributes:
        checkpoints: a list of `Checkpoint`, growing.
    """

    def __init__(
        self,
        gan: Any,
        steps: int,
        photographs: np.ndarray | None = None,
        seed: int = 1,
        at: Sequence[float] = (1 / 16, 1 / 4, 1 / 2, 1),
        count: int = 256,
    ) -> None:
        moments = sorted({max(1, round(share * steps)) for share in at})
        super().__init__(steps, self._grid, moments, self._check)
        self.gan, self.latents = gan, gan.latent(count, seed)
        self.checkpoints: list[Checkpoint] = []
        self._measure, self._why = _measure(photographs)

    def _grid(self) -> tuple[Any, str]:
        rows, columns = SHOWN
        faces = self.gan.draw(self.latents[: rows * columns])
        told = [f"step {one.step:,}: {one.distance}" for one in self.checkpoints if one.distance]
        known = f"Quality distance at {', '.join(told)}." if told else self._why
        return _sheet(faces, columns), f"{rows * columns} faces that the generator makes at step {self.done:,}. {known}"

    def on_train_end(self, logs: Any = None) -> None:
        """Whoever stops early has a last checkpoint, too."""
        if self.done and (not self.checkpoints or self.checkpoints[-1].step != self.done):
            self._check(self.done)
        super().on_train_end(logs)

    def _check(self, step: int) -> None:
        faces = self.gan.draw(self.latents)
        distance = self._measure(faces) if self._measure else None
        self.checkpoints.append(Checkpoint(step, self.seconds, faces, distance))


def _measure(photographs: np.ndarray | None) -> tuple[Callable[[np.ndarray], Distance] | None, str]:
    """What measures made faces against photographs, and what to say while nothing is measured."""
    if photographs is None:
        return None, "No photographs were held out, so no distance is measured."
    try:
        from .features import features

        genuine = features(photographs)
    except (FileNotFoundError, ValueError) as why:
        return None, f"No distance is measured: {why}."
    return lambda faces: quality_distance(genuine, features(faces)), "The first distance is not measured yet."


def _sheet(faces: np.ndarray, columns: int) -> Image.Image:
    """Faces side by side, enlarged."""
    count, size = len(faces), faces.shape[1]
    rows = -(-count // columns)
    joined = (
        faces.reshape(rows, columns, size, size, 3).transpose(0, 2, 1, 3, 4).reshape(rows * size, columns * size, 3)
    )
    factor = 96 / size
    return Image.fromarray(joined).resize(
        (round(columns * size * factor), round(rows * size * factor)), Image.Resampling.BICUBIC
    )
