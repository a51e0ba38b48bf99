"""Call a learner's function so that it always comes back: after an error, an exit, an endless loop, a question."""

from __future__ import annotations

import builtins
import contextlib
import ctypes
import io
import signal
import threading
import time
import types
from collections.abc import Callable
from typing import Any

from . import values

_AGAIN = 0.2  # seconds until a loop that swallowed an interrupt gets another one


def guarded(call: Callable[[], Any], seconds: float, function: Any) -> dict:
    """Call; whatever happens (an error, an exit, an endless loop, prints, a question), come back with a description."""
    printed = _Printed()
    caught: BaseException | None = None
    value = None
    watch = _Watch(seconds)
    asking = builtins.input
    try:
        try:
            builtins.input = _no_input
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(_Printed()):
                watch.start()
                value = call()
        finally:
            watch.stop()
    except BaseException as error:
        caught = error
    while not watch.done.is_set():  # an interrupt may strike in stop() itself
        with contextlib.suppress(KeyboardInterrupt):
            watch.stop()
    builtins.input = asking
    if watch.fired:
        watch.let_pass()
        return {"state": "too long", "seconds": seconds, "printed": printed.text}
    if caught is not None:
        return {"state": "raised", "error": _error(caught, function), "printed": printed.text}
    return {"state": "ok", "value": value, "printed": printed.text}


class _Watch:
    """Interrupts the calling thread when it has computed for too long, or waited three times as long."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.fired = seconds, False
        self.done, self._lock = threading.Event(), threading.Lock()
        self._thread = threading.get_ident()

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        cpu, wall, pause = time.process_time(), time.monotonic(), 0.05
        while not self.done.wait(pause):
            if time.process_time() - cpu < self.seconds and time.monotonic() - wall < 3 * self.seconds:
                continue
            with self._lock:
                if self.done.is_set():
                    return
                self.fired = True
                self._interrupt()
            pause = _AGAIN

    def _interrupt(self) -> None:
        main = threading.main_thread().ident
        if self._thread != main or not callable(signal.getsignal(signal.SIGINT)):
            thread, interrupt = ctypes.c_ulong(self._thread), ctypes.py_object(KeyboardInterrupt)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, interrupt)
        elif hasattr(signal, "pthread_kill"):  # wakes a sleep, which interrupt_main does not
            signal.pthread_kill(main, signal.SIGINT)
        else:
            import _thread

            _thread.interrupt_main()

    def stop(self) -> None:
        with self._lock:
            self.done.set()

    @staticmethod
    def let_pass() -> None:
        """Swallow an interrupt that is still on its way."""
        for _ in range(3):
            with contextlib.suppress(KeyboardInterrupt):
                time.sleep(0.02)


class _Printed(io.TextIOBase):
    """Keeps the first characters of what is printed, and drops the rest."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        # str's own slicing, for text may be of a class that has another
        self.text += str.__getitem__(text, slice(max(0, values.PRINTED - len(self.text))))
        return len(text)


def _no_input(*_: Any) -> str:
    raise RuntimeError("input() cannot be answered in a check; use the arguments")


def _error(error: BaseException, function: Any) -> dict:
    try:
        text = str.__getitem__(str(error), slice(1000))
    except BaseException:
        text = ""
    kind = type.__dict__["__name__"].__get__(type(error))
    line, code, trace = None, code_of(function), error.__traceback__
    while trace is not None:
        if code is not None and trace.tb_frame.f_code is code:
            line = trace.tb_lineno - code.co_firstlineno + 1
        trace = trace.tb_next
    return {"type": kind, "text": text, "line": line}


def code_of(function: Any) -> types.CodeType | None:
    """The code of a plain function. By exact type: `isinstance` and `getattr` would ask an object of the learner's."""
    return function.__code__ if type(function) is types.FunctionType else None
