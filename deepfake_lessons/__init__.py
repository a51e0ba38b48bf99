"""Deepfake Lessons: learn how deepfakes are made and found, by measuring.

    import deepfake_lessons as dl
    dl.start(seed=1)

Names are loaded at first use (PEP 562), so that this import takes milliseconds and loads neither TensorFlow
nor a plotting library: a lesson marked NumPy never pays for what it does not use.
"""

from lazy_loader import attach_stub

__version__ = "0.1.0"

_lazily, __dir__, __all__ = attach_stub(__name__, __file__)  # the one list of names is __init__.pyi


def __getattr__(name: str) -> object:
    if name in __all__:
        return _lazily(name)
    raise AttributeError(_no_such_name(name))


def _no_such_name(name: str) -> str:
    message = f"deepfake_lessons has no {name!r}."
    if name.startswith("_"):  # asked for by tools, not by people
        return message
    from difflib import get_close_matches

    public = {known.lower(): known for known in __all__ if not known.startswith("_")}
    near = get_close_matches(name.lower(), public, n=1, cutoff=0.6)
    return (
        f"{message} Did you mean {public[near[0]]!r}?" if near else f"{message} dir(deepfake_lessons) lists its names."
    )
