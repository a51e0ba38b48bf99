"""Plots: arrays in, one `matplotlib.figure.Figure` out. They never show, never train and never load pyplot."""

from importlib import import_module as _import_module
from pkgutil import iter_modules as _iter_modules
from typing import Any as _Any

_MODULES = sorted(module.name for module in _iter_modules(__path__))


def __getattr__(name: str) -> _Any:
    """Load a module of this folder at its first use."""
    if name in _MODULES:
        return _import_module(f".{name}", __name__)
    raise AttributeError(f"deepfake_lessons.plots has no {name!r}; there are {', '.join(_MODULES)}")


def __dir__() -> list[str]:
    return list(_MODULES)
