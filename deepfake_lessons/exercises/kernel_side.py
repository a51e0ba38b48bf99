"""Answer questions about the learner's names, in the process where they live.

The notebook calls `answer` directly; the grader calls `serve` in a kernel of its own. It holds no expected answers:
whatever a learner does to it, all that leaves this process are values.
"""

from __future__ import annotations

import builtins
import contextlib
import ctypes
import hashlib
import io
import signal
import threading
import time
import types
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from . import crossing, values

_AGAIN = 0.2  # seconds until a loop that swallowed an interrupt gets another one
_PRINTED = 2_000
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)


def answer(names: Mapping[str, Any], request: dict, arrays: list[np.ndarray]) -> tuple[dict, list[np.ndarray]]:
    """Look a name up, call it if asked to, and describe what came.

    Args:
        names: the learner's names.
        request: kind ("call", "value" or "probe"), names, probe, arguments (encoded), seconds.
        arrays: the arrays of the arguments.

    Returns:
        A reply and its arrays. `state` is "ok" (with `value`, `after`, `changed`), "missing", "not callable",
        "is a function", "raised" (with `error`) or "too long".
    """
    found = []
    for name in request["names"]:
        value = names.get(name, Ellipsis)
        if value is Ellipsis:
            return {"state": "missing", "name": name}, []
        if request["kind"] == "value" and type(value) in _FUNCTIONS:
            return {"state": "is a function", "name": name}, []
        if request["kind"] != "value" and not callable(value):
            return {"state": "not callable", "name": name, "text": _in_words(value)}, []
        found.append(value)
    common = {"name": request["names"][0], "fingerprint": _fingerprint(found)}
    if request["kind"] == "value":
        tree, out = values.encode(found[0])
        return {"state": "ok", "value": tree, **common}, out
    args, kwargs = values.decode(request["arguments"], arrays)
    before = values.encode([args, kwargs])
    function, given = found[0], args
    if request["kind"] == "probe":
        from . import probes

        function, given = getattr(probes, request["probe"]), (*found, *args)
    outcome = _guarded(lambda: function(*given, **kwargs), float(request["seconds"]), found[0])
    value = outcome.pop("value", None)
    tree, out = values.encode(value)
    if outcome["state"] == "ok":
        outcome["value"] = tree
        outcome["changed"] = _changed(before, args, kwargs, found[0], request["kind"])
        outcome["after"], out = values.encode(args, out)
    return {**outcome, **common}, out


def serve(folder: str, number: int) -> None:
    """Answer request NUMBER that lies in a folder, about the names of this kernel; the reply goes there too."""
    from IPython import get_ipython

    path = Path(folder)
    request, arrays = crossing.read(path, f"request{number}")
    reply, out = answer(get_ipython().user_ns, request, arrays)
    crossing.write(path, f"reply{number}", reply, out)


def _guarded(call: Callable[[], Any], seconds: float, function: Any) -> dict:
    """Call; whatever happens (an error, an exit, an endless loop, prints, a question), come back with a description."""
    printed = _Printed()
    caught: BaseException | None = None
    value = None
    watch = _Watch(seconds)
    asking = builtins.input
    try:
        try:
            builtins.input = _no_input
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(_Unheard()):
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
        self.text += str.__getitem__(text, slice(max(0, _PRINTED - len(self.text))))
        return len(text)


class _Unheard(io.TextIOBase):
    """Drops what is written (warnings, which a learner sees when calling the function without a check)."""

    def write(self, text: str) -> int:
        return len(text)


def _no_input(*_: Any) -> str:
    raise RuntimeError("input() cannot be answered in a check; use the arguments")


def _error(error: BaseException, function: Any) -> dict:
    try:
        text = str.__getitem__(str(error), slice(1000))
    except BaseException:
        text = ""
    kind = type.__dict__["__name__"].__get__(type(error))
    line, code, trace = None, _code(function), error.__traceback__
    while trace is not None:
        if code is not None and trace.tb_frame.f_code is code:
            line = trace.tb_lineno - code.co_firstlineno + 1
        trace = trace.tb_next
    return {"type": kind, "text": text, "line": line}


def _changed(before: tuple, args: tuple, kwargs: dict, function: Any, kind: str) -> list[str]:
    """The names of the arguments that are not what they were."""
    old_args, old_kwargs = values.decode(*before)
    code = _code(function)
    parameters = code.co_varnames[: code.co_argcount] if kind == "call" and code is not None else ()
    found = []
    for place, (old, new) in enumerate(zip(old_args, args, strict=True)):
        if not values.same(old, new):
            found.append(parameters[place] if place < len(parameters) else f"argument {place + 1}")
    return found + [name for name, old in old_kwargs.items() if not values.same(old, kwargs[name])]


def _code(function: Any) -> types.CodeType | None:
    """The code of a plain function. By exact type: `isinstance` and `getattr` would ask an object of the learner's."""
    return function.__code__ if type(function) is types.FunctionType else None


def _fingerprint(found: list[Any]) -> str:
    """Differs when the code of the functions, or the value of the variable, differs."""
    digest = hashlib.sha256()

    def add(code: types.CodeType) -> None:
        digest.update(code.co_code + repr(code.co_names).encode("utf-8", "replace"))
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                add(constant)
            else:
                digest.update(repr(constant).encode("utf-8", "replace"))

    for value in found:
        code = _code(value)
        if code is not None:
            add(code)
        else:
            tree, arrays = values.encode(value)
            digest.update(repr(tree).encode("utf-8", "replace") + b"".join(array.tobytes() for array in arrays))
    return digest.hexdigest()[:16]


def _in_words(value: Any) -> str:
    """What stands where a function was wanted."""
    from .messages import show

    return show(values.decode(*values.encode(value)))
