"""Drawing many: orders of some dozen pictures, drawn here and by helpers in processes of their own.

An order is a text with everything its pictures depend on; what comes back is an .npz file as bytes. Threads do not
pay (64 pictures: 2.3 s by one, 2.5 s by two on two cores), for drawing holds Python's lock. Helpers are fresh
interpreters that read orders from a pipe: nothing is forked, so TensorFlow may have been imported; nothing of the
learner's script is run again, as `multiprocessing` would; and without any helper this process draws all.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
import zipfile
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, wait
from pathlib import Path
from typing import IO, Any

import numpy as np

from .actors import Actor
from .camera import Camera, develop
from .frames import Frame
from .render import once

Task = Callable[[str], bytes]
MASKS = ("face", "inner", "hair", "background")
PATIENCE = 120.0  # seconds without any news from a helper, after which its work is done here
PIECE = 4096  # an order has so many pictures divided by their width: about a second of work
ALONE = 2  # orders up to which starting a helper (half a second) does not pay
_HEAD = struct.Struct("<Q")
_MOST = 2**28  # bytes of one message


class Damaged(ValueError):
    """These bytes are not the pictures they should be."""


def order(size: int, camera: Camera, actors: Sequence[Actor], frames: Sequence[Frame], seeds: Sequence[int]) -> str:
    """The text of an order, one actor, frame and seed for each picture; equal pictures have equal texts."""
    cast = list(dict.fromkeys(actors))
    place = {actor: number for number, actor in enumerate(cast)}
    whole = {
        "size": size, "camera": vars(camera), "actors": [vars(actor) for actor in cast],
        "who": [place[actor] for actor in actors], "frames": [vars(frame) for frame in frames],
        "seeds": [int(seed) for seed in seeds],
    }  # fmt: skip
    return json.dumps(whole, sort_keys=True, separators=(",", ":"))


def draw(text: str) -> bytes:
    """Draw an order. Multiplies on one core: that is faster here, and the bytes never depend on the number of cores."""
    whole = json.loads(text)
    camera, cast = Camera(**whole["camera"]), [Actor(**knobs) for knobs in whole["actors"]]
    size, count = whole["size"], len(whole["seeds"])
    images = np.empty((count, size, size, 3), np.uint8)
    masks = np.empty((len(MASKS), count, size, size), np.uint8)
    landmarks = np.empty((count, 6, 2), np.float32)
    with one_core():
        for place, (who, knobs, seed) in enumerate(zip(whole["who"], whole["frames"], whole["seeds"], strict=True)):
            drawing = once(cast[who], Frame(**knobs), size)
            images[place] = develop(drawing.linear, camera, np.random.default_rng(seed))
            for layer, name in enumerate(MASKS):
                masks[layer, place] = np.rint(drawing.masks[name] * 255)
            landmarks[place] = drawing.landmarks
    return pack({"images": images, "masks": masks, "landmarks": landmarks})


def one_core() -> Any:
    """Inside `with one_core():` NumPy multiplies on one core."""
    return _pools().limit(limits=1)


@functools.cache
def _pools() -> Any:
    # Looking for the libraries takes as long as drawing a face; drawing needs NumPy's alone, and that is loaded by now.
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def pack(arrays: dict[str, np.ndarray]) -> bytes:
    """Arrays as an .npz file. Only masks are compressed: pictures hold noise, which nothing makes smaller."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, array, allow_pickle=False)
            about = zipfile.ZipInfo(f"{name}.npy")
            about.compress_type = zipfile.ZIP_DEFLATED if name == "masks" else zipfile.ZIP_STORED
            file.writestr(about, member.getvalue(), compresslevel=1)
    return buffer.getvalue()


def unpack(content: bytes, count: int, size: int) -> dict[str, np.ndarray]:
    """The arrays of so many pictures.

    Raises:
        Damaged: the bytes hold anything else.
    """
    wanted: dict[str, tuple[tuple[int, ...], Any]] = {
        "images": ((count, size, size, 3), np.uint8),
        "masks": ((len(MASKS), count, size, size), np.uint8),
        "landmarks": ((count, 6, 2), np.float32),
    }
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            for name, (shape, kind) in wanted.items():
                if file.getinfo(f"{name}.npy").file_size > np.prod(shape) * np.dtype(kind).itemsize + 1000:
                    raise Damaged(f"{name} is too large")
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {name: file[name] for name in wanted}
    except Damaged:
        raise
    except Exception as error:  # zipfile and NumPy raise many kinds on bytes that are no file of theirs
        raise Damaged(str(error)) from None
    for name, (shape, kind) in wanted.items():
        if arrays[name].shape != shape or arrays[name].dtype != kind:
            raise Damaged(f"{name} has another shape or type")
    return arrays


# ---------------------------------------------------------------------- many orders


def cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def drawn(
    orders: Sequence[str],
    workers: int | None = None,
    executor: Executor | None = None,
    task: Task | None = None,
) -> Generator[tuple[int, bytes], None, None]:
    """Draw orders; yields (place in `orders`, bytes) as they are done, in any order.

    Args:
        orders: texts from `order`.
        workers: processes that draw, this one counted; default the cores it may use, at most 8. Few orders are drawn
            here alone.
        executor: does it instead; anything with the interface of `concurrent.futures`.
        task: what is done with an order, a function of a module of this package; default `draw`.
    """
    task = task or draw
    if executor is not None:
        yield from _by_executor(orders, executor, task)
        return
    helpers = min(workers or min(cores(), 8), len(orders)) - 1
    if workers is None and len(orders) <= ALONE:
        helpers = 0
    todo, news = deque(range(len(orders))), queue.SimpleQueue[tuple[int, bytes] | None]()
    missing = set(todo)
    started = [_Helper(orders, todo, news, task) for _ in range(helpers)]
    try:
        while missing:
            place, content = _next(orders, todo, news, missing, started, task)
            if place in missing:
                missing.discard(place)
                yield place, content
    finally:
        for helper in started:
            helper.stop()


def _next(
    orders: Sequence[str], todo: deque[int], news: Any, missing: set[int], helpers: list[_Helper], task: Task
) -> tuple[int, bytes]:
    """The next drawn order: a helper's, if there is one waiting; else drawn here; else waited for."""
    until = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(queue.Empty):
            if (done := news.get_nowait()) is not None:
                return done
            continue  # a helper gave up, and its order is to be done again
        with contextlib.suppress(IndexError):
            place = todo.popleft()
            return place, task(orders[place])
        with contextlib.suppress(queue.Empty):
            if (done := news.get(timeout=0.2)) is not None:
                return done
        if time.monotonic() > until or not any(helper.busy for helper in helpers):
            for helper in helpers:
                helper.stop()
            todo.extend(missing)
            until = time.monotonic() + PATIENCE


def _by_executor(orders: Sequence[str], executor: Executor, task: Task) -> Generator[tuple[int, bytes], None, None]:
    futures = {executor.submit(task, text): place for place, text in enumerate(orders)}
    try:
        while futures:
            done, _ = wait(futures, timeout=PATIENCE, return_when=FIRST_COMPLETED)
            if not done:
                raise TimeoutError(f"the executor gave no picture for {PATIENCE:.0f} s: leave it out, or give another")
            for future in done:
                yield futures.pop(future), future.result()
    finally:
        for future in futures:
            future.cancel()


class _Helper:
    """A process that draws, and the thread that hands it orders and takes its pictures."""

    def __init__(self, orders: Sequence[str], todo: deque[int], news: Any, task: Task) -> None:
        self._orders, self._todo, self._news, self._task = orders, todo, news, task
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self.busy = True
        threading.Thread(target=self._work, daemon=True).start()

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._stopped, self.busy = True, False
        if self._process:
            with contextlib.suppress(OSError):
                self._process.kill()

    def _work(self) -> None:
        place = None
        try:
            self._process = process = _start(self._task)
            assert process.stdin and process.stdout
            while not self._stopped:
                try:
                    place = self._todo.popleft()
                except IndexError:
                    break
                _send(process.stdin, self._orders[place].encode())
                self._news.put((place, _receive(process.stdout)))
                place = None
        except Exception:  # no process to be had, or it ended: others do its work
            if place is not None:
                self._todo.append(place)
            self._news.put(None)
        finally:
            self.busy = False
            if self._process:
                self._process.kill()
                with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                    self._process.communicate(timeout=10)  # closes its pipes


def _start(task: Task) -> subprocess.Popen[bytes]:
    """A fresh interpreter that serves orders; it finds this package where it is here, and multiplies on one core."""
    one = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "VECLIB_MAXIMUM")}
    here = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
    program = f"from {__name__} import serve; from {task.__module__} import {task.__name__} as task; serve(task)"
    return subprocess.Popen(
        [sys.executable, "-P", "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **one, "PYTHONPATH": paths},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open a black one
    )


def serve(task: Task) -> None:
    """What a helper does: answer orders until there are no more. Ctrl-C is for the one who gave them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(2, sys.stdout.fileno())  # whatever a library prints does not belong between the pictures
    with contextlib.suppress(EOFError, OSError):
        while True:
            _send(pipe, task(_receive(sys.stdin.buffer).decode()))


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_HEAD.pack(len(message)) + message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    (length,) = _HEAD.unpack(head)
    if length > _MOST:
        raise EOFError
    message = pipe.read(length)
    if len(message) < length:
        raise EOFError
    return message
