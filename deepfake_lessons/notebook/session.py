"""What a lesson's first cell does, and what the session remembers."""

from __future__ import annotations

import contextlib
import os
import platform
import random
import sys
from collections.abc import Iterator

import numpy as np

from .own_work.folder import HOME, CannotKeep, in_colab, wanted
from .own_work.memory import Memory

MEMORY = Memory()
SCHOOL = False  # what a class should not use is off; set by start(school=True)
SOLUTIONS = True  # set by start(solutions=...); DEEPFAKE_LESSONS_SOLUTIONS=locked locks them for a whole machine


def start(seed: int = 1, school: bool = False, solutions: bool = True, keras: bool = False) -> None:
    """Make a lesson ready: seeds, settings, and one line that says with what it runs.

    It also opens the folder with your own work (`my_work` beside the notebook, or where DEEPFAKE_LESSONS_HOME says;
    empty or "off" for none), and says in one line what is there. Call it again at any time; it begins the same random
    numbers anew and forgets no answers.

    Args:
        seed: of `random` and NumPy's old global generator, and of Keras where it is loaded; 0 to 2**32 - 1. The
            lessons' own experiments take their seeds as arguments.
        school: True turns off `dl.examine`, which examines a learner's own pictures (from lesson 08 on).
        solutions: False locks the solutions that `check` shows after several honest tries, until the kernel restarts.
        keras: True loads TensorFlow and Keras now, without their start-up lines; it takes some seconds.

    Raises:
        ValueError: a seed outside its range.
    """
    global SCHOOL, SOLUTIONS
    if not (isinstance(seed, (int, np.integer)) and 0 <= seed < 2**32):
        raise ValueError(f"seed={seed!r}: a whole number from 0 to 4294967295 is wanted")
    SCHOOL = bool(school)
    SOLUTIONS = SOLUTIONS and bool(solutions)  # locked stays locked until the kernel restarts
    _one_thread()
    random.seed(int(seed))
    np.random.seed(int(seed))
    device = "CPU only, and that is enough"
    if keras:
        device = _load_keras()
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(int(seed))
    school_too = " School: dl.examine is off." if SCHOOL else ""
    print(f"Ready: {_versions()}, seed {seed}. {device}.{school_too}")
    _open_own_work()
    from .naming import name_controls

    name_controls()


def _open_own_work() -> None:
    """Open the folder; say in one line what it holds, or why there is none."""
    before = MEMORY.folder
    if before and HOME not in os.environ:
        return  # a notebook that changes its working directory keeps its folder
    try:
        MEMORY.open(path := wanted())
    except CannotKeep as why:
        return MEMORY.stays(str(why))
    if path is None:
        return MEMORY.stays(f"{HOME} is off")
    if MEMORY.folder and MEMORY.folder is not before:
        if words := MEMORY.summary():
            print(f"Your work: {MEMORY.folder}, {words}.")
        elif in_colab():
            print("Did an earlier lesson give you a zip? dl.carry_in() asks for it and takes your work in.")


def _one_thread() -> None:
    """Let NumPy multiply on one core. The lessons' matrices are small, and threads that wait for each other on a busy
    laptop made lesson 03 six times slower (2.3 s against 0.35 for one training). TensorFlow has its own threads."""
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    threadpool_limits(1)


def _versions() -> str:
    from .. import __version__

    parts = [f"Python {platform.python_version()}", f"NumPy {np.__version__}"]
    for name in ("tensorflow", "keras"):
        if name in sys.modules:
            parts.append(f"{name} {sys.modules[name].__version__}")
    return ", ".join([*parts, f"deepfake_lessons {__version__}"])


def _load_keras() -> str:
    """Import TensorFlow and Keras, run one small operation (CUDA looks for devices only then), name the device."""
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with _silence():
        import keras
        import tensorflow as tf

        keras.ops.zeros(1)
        tf.get_logger().setLevel("ERROR")  # "retracing" is no news for a learner, and names places in memory
        if tf.__version__.startswith("2.20."):
            # Its "remapper" fails on a GAN's second derivatives and says so in red; nothing but this speed-up is lost.
            tf.config.optimizer.set_experimental_options({"remapping": False})
        graphics = tf.config.list_physical_devices("GPU")
    return f"{len(graphics)} graphics card" + "s" * (len(graphics) > 1) if graphics else "CPU only, and that is enough"


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Send what C++ writes to stderr, below Python's reach, to nowhere. An exception's traceback still shows."""
    with contextlib.suppress(Exception):
        sys.stderr.flush()
    with open(os.devnull, "w") as nowhere:
        kept = os.dup(2)
        try:
            os.dup2(nowhere.fileno(), 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
