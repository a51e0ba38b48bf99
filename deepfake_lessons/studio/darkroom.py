"""Drawing many: orders of some dozen pictures, drawn here and by helpers in processes of their own.

Threads do not pay (64 pictures: 2.3 s by one, 2.5 s by two on two cores), for drawing holds Python's lock. Helpers are
joblib's (loky): fresh interpreters, so TensorFlow may have been imported here, and nothing of the learner's script is
run again, as `multiprocessing` would. This process draws beside them, and without any helper it draws all.
"""

from __future__ import annotations

import functools
import json
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np

from .actors import Actor
from .camera import Camera, develop
from .frames import Frame
from .render import Drawing, once

MASKS = ("face", "inner", "hair", "background")
PATIENCE = 120.0  # seconds without any news from a helper, after which its work is done here
PIECE = 4096  # an order has so many pictures divided by their width: about a second of work
ALONE = 2  # orders up to which starting a helper (half a second) does not pay
_MOST = 8  # processes that draw, however many cores there are
_IDLE = 30  # seconds after which a helper without work ends
_HIRED: ContextVar[Executor | None] = ContextVar("_HIRED", default=None)


class Pictures(NamedTuple):
    """images (N, S, S, 3) uint8, masks (4, N, S, S) uint8 in the order of `MASKS`, landmarks (N, 6, 2) float32."""

    images: np.ndarray
    masks: np.ndarray
    landmarks: np.ndarray


@dataclass(frozen=True, eq=False)
class Order:
    """Everything that some pictures depend on: an actor, a frame and a seed of the camera's noise for each."""

    size: int
    camera: Camera
    actors: Sequence[Actor]
    frames: Sequence[Frame]
    seeds: Sequence[int]

    def text(self) -> str:
        """The order in words; equal pictures have equal texts."""
        cast = list(dict.fromkeys(self.actors))
        place = {actor: number for number, actor in enumerate(cast)}
        whole = {
            "size": self.size, "camera": vars(self.camera), "actors": [vars(actor) for actor in cast],
            "who": [place[actor] for actor in self.actors], "frames": [vars(frame) for frame in self.frames],
            "seeds": [int(seed) for seed in self.seeds],
        }  # fmt: skip
        return json.dumps(whole, sort_keys=True, separators=(",", ":"))


def draw(order: Order) -> Pictures:
    """Draw and photograph an order."""
    drawings = map(once, order.actors, order.frames, repeat(order.size))
    return developed(drawings, order.size, order.camera, order.seeds)


def developed(drawings: Iterable[Drawing], size: int, camera: Camera, seeds: Sequence[int] | np.ndarray) -> Pictures:
    """Photograph drawings, with a seed of noise for each. Masks and landmarks stay as they are drawn.

    Multiplies on one core: that is faster here, and the bytes never depend on the number of cores.
    """
    count = len(seeds)
    images = np.empty((count, size, size, 3), np.uint8)
    masks = np.empty((len(MASKS), count, size, size), np.uint8)
    landmarks = np.empty((count, 6, 2), np.float32)
    with _pools().limit(limits=1):
        for place, (drawing, seed) in enumerate(zip(drawings, seeds, strict=True)):
            images[place] = develop(drawing.linear, camera, np.random.default_rng(int(seed)))
            for layer, name in enumerate(MASKS):
                masks[layer, place] = np.rint(drawing.masks[name] * 255)
            landmarks[place] = drawing.landmarks
    return Pictures(images, masks, landmarks)


@functools.cache
def _pools() -> Any:
    # Looking for the libraries takes as long as drawing a face; drawing needs NumPy's alone, and that is loaded by now.
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


# ---------------------------------------------------------------------- many orders


@contextmanager
def hired(executor: Executor) -> Iterator[None]:
    """Inside `with darkroom.hired(executor):` it draws beside this process, in place of the helpers.

    Args:
        executor: anything with the interface of `concurrent.futures.Executor`.
    """
    before = _HIRED.set(executor)
    try:
        yield
    finally:
        _HIRED.reset(before)


def drawn(
    orders: Sequence[Any], workers: int | None = None, task: Callable[[Any], Any] | None = None
) -> Generator[tuple[int, Any], None, None]:
    """Draw orders; yields (place in `orders`, what `task` gives) as they are done, in any order.

    What an executor leaves undone that is closed, broken or silent is drawn here.

    Args:
        orders: for `task`.
        workers: processes that draw, this one counted; default the cores it may use, at most 8. Few orders are drawn
            here alone.
        task: a function of a module of this package; default `draw`.
    """
    task = task or draw
    todo, given = deque(range(len(orders))), dict[Future[Any], int]()
    helpers, many = (None, _MOST) if _HIRED.get() else _helpers(workers, len(orders))
    executor = _HIRED.get() or helpers
    try:
        while todo or given:
            while executor and len(todo) > 1 and len(given) <= many:  # one more than helpers: nobody waits for work
                try:
                    given[executor.submit(task, orders[todo[0]])] = todo[0]
                    todo.popleft()
                except (RuntimeError, OSError):  # closed, broken, or no process is to be had
                    executor = None
            if todo and not any(future.done() for future in given):
                place = todo.popleft()
                yield place, task(orders[place])
                continue
            done, _ = wait(given, PATIENCE, FIRST_COMPLETED)
            if not done:
                todo.extend(given.values())
                _stop(given, helpers)
                executor = None
            for future in done:
                try:
                    result = future.result()
                except (BrokenExecutor, CancelledError):
                    todo.append(given.pop(future))
                    executor = None
                else:
                    yield given.pop(future), result
    finally:
        _stop(given, helpers)


def _helpers(workers: int | None, many: int) -> tuple[Executor | None, int]:
    """Helpers for so many orders, and how many they are."""
    if workers == 1 or many < 2 or (workers is None and many <= ALONE):
        return None, 0
    from joblib.externals import loky

    count = min(workers or min(loky.cpu_count(), _MOST), many) - 1
    if not count:
        return None, 0
    one = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "VECLIB_MAXIMUM")}
    return loky.get_reusable_executor(count, timeout=_IDLE, initializer=_begin, env=one), count


def _begin() -> None:
    """A helper is silent, whatever a library prints; and Ctrl-C is for the one who gave it orders."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _stop(given: dict[Future[Any], int], helpers: Any) -> None:
    """Take back what was given and is not done, and end the helpers that are at it."""
    for future in given:
        future.cancel()
    if given and helpers:
        helpers.shutdown(wait=False, kill_workers=True)
    given.clear()
