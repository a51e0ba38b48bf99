"""Runs inside a lesson's kernel after its last cell, as text (see `colab_kernel`): says in one line of JSON where the
course lies, which versions are at work, and what widgets hold that is no trait of theirs.

ipywidgets does not mind an attribute that it does not know: it stays in Python and never reaches the page.
"""

import importlib.metadata
import json
import os
import platform
import sys
import sysconfig
from typing import Any


def answer(packages: list[str]) -> None:
    """Print the answer.

    Args:
        packages: whose versions are wanted.
    """
    said: dict[str, Any] = {
        "site": [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")],
        "path": [os.path.abspath(entry) for entry in sys.path],
        "versions": {"python": platform.python_version()},
    }
    for name in packages:
        said["versions"][name] = importlib.metadata.version(name)
    try:
        import deepfake_lessons
        from deepfake_lessons import cache

        said["file"] = deepfake_lessons.__file__
        said["data"] = str(cache.data_folder())
        said["shipped"] = [str(cache.shipped(name)) for name in cache.read_checksums(cache.data_folder())]
    except Exception as error:
        said["error"] = f"{type(error).__name__}: {error}"
    if "ipywidgets" in sys.modules:
        from ipywidgets import Widget

        every = list(Widget.widgets.values())
        said["attributes"] = sorted({(_stock(one), name) for one in every for name in vars(one) if name[0] != "_"})
    print(json.dumps(said))


def _stock(widget: Any) -> str:
    """The class of ipywidgets that a widget is, or is made from."""
    return next(kind.__name__ for kind in type(widget).__mro__ if kind.__module__.startswith("ipywidgets."))
