"""The first code cell of every lesson, and the Colab badge: both made from one address in pyproject.toml.

The address is `[project.urls] Repository`. While no owner has set it, the cell takes a wheel named by the environment
variable DEEPFAKE_LESSONS_WHEEL, and otherwise says in one sentence what is missing.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

WHEEL_VARIABLE = "DEEPFAKE_LESSONS_WHEEL"
ARCHIVES = (".whl", ".zip", ".tar.gz")

# `--no-deps`: everything else is there in Colab already, and a changed package would ask for a restart.
# `_render_traceback_` is IPython's way to show one sentence in place of a page of traceback.
TEMPLATE = """\
# @title Set-up: run this cell first
# Where the course is not installed yet (Colab, Kaggle), it is fetched; nothing else is changed.
import importlib.util, os, subprocess, sys

class CannotInstall(Exception):
    def _render_traceback_(self):
        return [str(self)]

if importlib.util.find_spec("deepfake_lessons") is None:
    course = os.environ.get("{variable}") or "{origin}"
    if not course:
        raise CannotInstall("{sentence}")
    if subprocess.run([sys.executable, "-m", "pip", "install", "--no-deps", "-q", course]).returncode:
        raise CannotInstall(f"pip could not install {{course}}: check the network, then run this cell again.")
    importlib.invalidate_caches()
"""
SENTENCE = f"The course is not installed: run 'make lab' in its folder, or set {WHEEL_VARIABLE} to its wheel."


def repository(root: Path) -> str:
    """The address that `[project.urls] Repository` of `root`/pyproject.toml names, or "" while nobody has set it."""
    with open(root / "pyproject.toml", "rb") as file:
        project = tomllib.load(file).get("project", {})
    return str(project.get("urls", {}).get("Repository", "")).strip().rstrip("/")


def pip_origin(address: str) -> str:
    """What pip is given to install from `address`: an archive as it is, a repository through git, "" for "".

    Example:
        >>> pip_origin("https://example.org/course")
        'git+https://example.org/course'
    """
    if not address or address.startswith("git+") or address.endswith(ARCHIVES):
        return address
    return f"git+{address}"


def setup_source(own_lines: str, address: str = "") -> str:
    """The set-up cell's source: fetch what is missing, then the lesson's own imports and `dl.start(...)`.

    Args:
        own_lines: the source of the author's cell tagged `setup`: imports and one `dl.start(...)` (lint checks it).
        address: the repository, "" while none is set.
    """
    head = TEMPLATE.format(variable=WHEEL_VARIABLE, origin=pip_origin(address), sentence=SENTENCE)
    return f"{head}\n{own_lines.strip()}"


def badge(address: str, slug: str) -> str:
    """One line of Markdown that opens the lesson in Colab, or "" where Colab cannot reach the repository.

    Colab opens notebooks of github.com by their path, and of no other host.

    Args:
        address: the repository, for example "https://github.com/owner/name".
        slug: the notebook's name without ending, for example "02_learning_from_mistakes".
    """
    parts = urlsplit(address.removeprefix("git+").removesuffix(".git"))
    if parts.netloc != "github.com":
        return ""
    colab = "https://colab.research.google.com"
    target = f"{colab}/github/{parts.path.strip('/')}/blob/main/notebooks/{slug}.ipynb"
    return f"[![Open this lesson in Colab]({colab}/assets/colab-badge.svg)]({target})"
