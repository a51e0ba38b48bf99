"""A detector's training to watch: the four counts of the mock exam, its curve, and where the network looks."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..faces.live import Live
from ..metrics.pairs import Pair, Rate
from . import plots
from .explain import grad_cam
from .network import Fitted, scores


class LiveDetector(Live):
    """Hand it to `detector.fit_detector` as `callback`: it draws after each mock exam.

    Args:
        model: the detector that learns.
        steps: of the whole training.
        shown: method -> a fake of the mock exam, (S, S, 3) uint8; five are shown.
    """

    def __init__(self, model: Any, steps: int, shown: Mapping[str, np.ndarray]) -> None:
        super().__init__(steps, self._page)
        self._network, self._shown = model, dict(list(shown.items())[:5])
        self._fitted = Fitted()
        self._begun = time.monotonic()

    def __call__(self, step: int, fitted: Fitted) -> None:
        begun = time.monotonic()
        self.done, self._fitted = step, fitted
        self.seconds = begun - self._begun - self.spent
        self._draw(ended=step == self.steps)
        self.spent += time.monotonic() - begun

    def _page(self) -> tuple[Any, str]:
        last = self._fitted.pairs[-1] if self._fitted.pairs else Pair(Rate(0, 1), Rate(0, 1))
        said = scores(self._network, np.stack(list(self._shown.values())))
        seen = {
            name: (face, grad_cam(self._network, face), float(score))
            for (name, face), score in zip(self._shown.items(), said, strict=True)
        }
        page = plots.at_work(last, self._fitted.checks, self._fitted.right, self.steps, seen)
        return page, plots.at_work_words(last, self.done, seen)
