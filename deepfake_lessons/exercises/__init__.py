"""The checks behind `dl.check("2.1")`. How to write one: framework.py.

This file imports nothing, so that a grading kernel loads `kernel_side` without the checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .framework import Result


def check(exercise: str, names: Mapping[str, Any] | None = None) -> Result:
    """Look at your answer to an exercise and say in words whether it is right; print the verdict. Never raises.

    Args:
        exercise: its number, such as "2.1".
        names: where to look for your functions and variables; default: the notebook's names, and outside a notebook
            those of the module that calls.

    Returns:
        The verdict as an object, with `state` ("passed", "not yet", "not attempted"), `passed`, `total`, `message`.
    """
    import sys

    from . import notebook

    return notebook.check(exercise, names, sys._getframe(1).f_globals)
