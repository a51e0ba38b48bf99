"""Deepfake Lessons: learn how deepfakes are made and found, by measuring.

    import deepfake_lessons as dl
    dl.start(seed=1)

Names are loaded at first use (PEP 562), so that this import takes milliseconds and loads neither TensorFlow
nor a plotting library: a lesson marked NumPy never pays for what it does not use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:  # editors and mypy read these lines; Python does not run them
    from . import (
        aligned,
        attributes,
        autodiff,
        cache,
        clip_words,
        clips,
        convolution,
        detector,
        detector_findings,
        detector_peers,
        distributions,
        entry_test,
        evidence,
        explain,
        expression,
        face_numbers,
        features,
        first_minute,
        forgeries,
        gan,
        generators,
        identity,
        judges,
        leaks,
        live,
        live_detector,
        live_swap,
        meso4,
        metrics,
        photos,
        plain_detectors,
        plane,
        plots,
        portraits,
        probabilities,
        quality,
        quiz,
        reports,
        shortcut,
        stored_scores,
        studio,
        swap,
        thresholds,
        timing,
        widgets,
    )
    from .autodiff import Tensor, Value
    from .display import show
    from .display_clips import play
    from .examining import examine
    from .exams import exam
    from .exercises import check
    from .guesses import compare, guess
    from .own_work.carrying import carry, carry_code, carry_in, forget
    from .own_work.keeping import download, keep, kept, upload
    from .recalls import recall
    from .session import start
    from .widgets.explorer import explore

_HOMES = {
    "start": ".session",
    "show": ".display",
    "play": ".display_clips",
    "guess": ".guesses",
    "compare": ".guesses",
    "recall": ".recalls",
    "check": ".exercises",
    "exam": ".exams",
    "examine": ".examining",
    "explore": ".widgets.explorer",
    "carry": ".own_work.carrying",
    "carry_code": ".own_work.carrying",
    "carry_in": ".own_work.carrying",
    "forget": ".own_work.carrying",
    "download": ".own_work.keeping",
    "keep": ".own_work.keeping",
    "kept": ".own_work.keeping",
    "upload": ".own_work.keeping",
    "Value": ".autodiff",
    "Tensor": ".autodiff",
}
_SUBMODULES = (
    "aligned", "attributes", "autodiff", "cache", "clip_words", "clips", "convolution", "detector",
    "detector_findings", "detector_peers", "distributions", "entry_test", "evidence", "explain", "expression",
    "face_numbers", "features", "first_minute", "forgeries", "gan", "generators", "identity", "judges", "leaks",
    "live", "live_detector", "live_swap", "meso4", "metrics", "one_line", "own_fakes", "photos", "plain_detectors",
    "plane", "plots", "portraits", "probabilities", "quality", "quiz", "reports", "shortcut", "stored_scores",
    "studio", "swap", "thresholds", "timing", "widgets",
)  # fmt: skip

__all__ = [
    "Tensor",
    "Value",
    "__version__",
    "aligned",
    "attributes",
    "autodiff",
    "cache",
    "carry",
    "carry_code",
    "carry_in",
    "check",
    "clip_words",
    "clips",
    "compare",
    "convolution",
    "detector",
    "detector_findings",
    "detector_peers",
    "distributions",
    "download",
    "entry_test",
    "evidence",
    "exam",
    "examine",
    "explain",
    "explore",
    "expression",
    "face_numbers",
    "features",
    "first_minute",
    "forgeries",
    "forget",
    "gan",
    "generators",
    "guess",
    "identity",
    "judges",
    "keep",
    "kept",
    "leaks",
    "live",
    "live_detector",
    "live_swap",
    "meso4",
    "metrics",
    "one_line",
    "own_fakes",
    "photos",
    "plain_detectors",
    "plane",
    "play",
    "plots",
    "portraits",
    "probabilities",
    "quality",
    "quiz",
    "recall",
    "reports",
    "shortcut",
    "show",
    "start",
    "stored_scores",
    "studio",
    "swap",
    "thresholds",
    "timing",
    "upload",
    "widgets",
]


def __getattr__(name: str) -> Any:
    """Load a public name at its first use.

    Raises:
        AttributeError: no such name; the message offers the nearest one.
    """
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name], __name__), name)
    elif name in _SUBMODULES:
        value = import_module(f".{name}", __name__)
    else:
        raise AttributeError(_no_such_name(name))
    globals()[name] = value  # found without this function from now on
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


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
