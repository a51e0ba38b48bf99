"""Answer questions about the learner's names, in the process where they live.

The notebook calls `answer` directly; the grader calls `serve` in a kernel of its own. It holds no expected answers:
whatever a learner does to it, all that leaves this process are values.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import numpy as np

from . import exchange, values
from .calling import code_of, guarded
from .fingerprint import fingerprint
from .messages import show

_FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType)


def answer(names: Mapping[str, Any], request: dict, arrays: list[np.ndarray]) -> tuple[dict, list[np.ndarray]]:
    """Look a name up, call it if asked to, and describe what came.

    Args:
        names: the learner's names.
        request: kind ("call", "value" or "probe"), name, probe, arguments (encoded), seconds.
        arrays: the arrays of the arguments.

    Returns:
        A reply and its arrays. `state` is "ok" (with `value`, `changed`), "missing", "not callable", "is a function",
        "raised" (with `error`) or "too long".
    """
    name, kind = request["name"], request["kind"]
    found = names.get(name, Ellipsis)
    if found is Ellipsis:
        return {"state": "missing", "name": name}, []
    common = {"name": name, "fingerprint": fingerprint(found)}
    if kind == "value":
        if type(found) in _FUNCTIONS:
            return {"state": "is a function", **common}, []
        tree, out = values.encode(found)
        return {"state": "ok", "value": tree, **common}, out
    if not callable(found):
        return {"state": "not callable", "text": show(values.decode(*values.encode(found))), **common}, []
    args, kwargs = values.decode(request["arguments"], arrays)
    before = values.encode([args, kwargs])
    function = found
    if kind == "probe":
        from . import probes

        function = partial(getattr(probes, request["probe"]), found)
    outcome = guarded(lambda: function(*args, **kwargs), float(request["seconds"]), found)
    tree, out = values.encode(outcome.pop("value", None))
    if outcome["state"] == "ok":
        outcome["value"] = tree
        outcome["changed"] = _changed(before, args, kwargs, found if kind == "call" else None)
    return {**outcome, **common}, out


def stay() -> None:
    """Make `exit()`, `quit` and a kernel's own shutdown end the cell they stand in, not the kernel."""
    from IPython import get_ipython

    def leave() -> None:
        raise SystemExit

    shell = get_ipython()
    shell.ask_exit = leave
    shell.unobserve_all("exit_now")  # ipykernel watches it, and leaves 0.1 s after it has said that all is well


def serve(folder: str, number: int) -> None:
    """Answer request NUMBER that lies in a folder, about the names of this kernel; the reply goes there too."""
    from IPython import get_ipython

    path = Path(folder)
    request, arrays = exchange.read(path, f"request{number}")
    reply, out = answer(get_ipython().user_ns, request, arrays)
    exchange.write(path, f"reply{number}", reply, out)


def _changed(before: tuple, args: tuple, kwargs: dict, function: Any) -> list[str]:
    """The names of the arguments that are not what they were; of a plain function those of its parameters."""
    old_args, old_kwargs = values.decode(*before)
    code = code_of(function)
    parameters = code.co_varnames[: code.co_argcount] if code is not None else ()
    found = []
    for place, (old, new) in enumerate(zip(old_args, args, strict=True)):
        if not values.same(old, new):
            found.append(parameters[place] if place < len(parameters) else f"argument {place + 1}")
    return found + [name for name, old in old_kwargs.items() if not values.same(old, kwargs[name])]
