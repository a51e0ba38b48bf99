"""Which lessons `make test` visits in a browser: those touched since the last whole tour, two at most.

tests/toured.txt names the commit at which the whole tour was last made; `make browser` writes it when it finds nothing.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from deepfake_lessons.cache import write_whole

from .source import Lesson

TOURED = Path("tests", "toured.txt")
MOST = 2
SMOKE = "02"  # visited where nobody knows what was touched
EVERYWHERE = (
    *("deepfake_lessons/notebook/", "deepfake_lessons/drawing/", "deepfake_lessons/exercises/"),
    "tools/authoring/browser/",
)
OTHERS = re.compile(r"deepfake_lessons/exercises/(lesson_\d\d\.py|solutions\.json)")


def touched(root: Path, lessons: Iterable[Lesson]) -> tuple[list[Lesson], str]:
    """The lessons to visit, the cheapest first, and what to say of it."""
    cheap = sorted(lessons, key=lambda lesson: (not lesson.numpy_only, int(lesson.settings.get("budget", 0))))
    if (paths := _changed(root)) is None:
        smoke = [lesson for lesson in cheap if lesson.key == SMOKE]
        return smoke, f"what was touched since the last tour is not known here: visits {SMOKE} alone"
    chosen = [lesson for lesson in cheap if any(_touches(path, lesson) for path in paths)]
    left = " ".join(sorted(lesson.key for lesson in chosen[MOST:]))
    return chosen[:MOST], f'touched too, and left to make browser LESSON="{left}"' if left else ""


def remember(root: Path) -> None:
    """Write down that the whole tour was made, at this commit."""
    if head := _git(root, "rev-parse", "HEAD"):
        write_whole(root / TOURED, f"{head[0]}\n".encode())


def _changed(root: Path) -> list[str] | None:
    """The files that are not as they were at the last tour, uncommitted ones included; None where it is not known."""
    commit = (root / TOURED).read_text(encoding="utf-8").strip() if (root / TOURED).is_file() else ""
    changed = _git(root, "diff", "--name-only", f"{commit}^{{commit}}", "--") if commit else None
    new = _git(root, "ls-files", "--others", "--exclude-standard")
    return None if changed is None or new is None else changed + new


def _git(root: Path, *words: str) -> list[str] | None:
    """The lines that git says; None where it fails: no git, no checkout, or a commit that a shallow clone lacks."""
    try:
        return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True).stdout.split("\n")
    except (OSError, subprocess.CalledProcessError):
        return None


def _touches(path: str, lesson: Lesson) -> bool:
    """Whether a changed file is the lesson's own, everybody's, or of a room that the lesson's code names."""
    own = (lesson.path.name, f"{lesson.slug}.ipynb", f"lesson_{lesson.key}.py")
    if Path(path).name in own or path.startswith(EVERYWHERE):
        return Path(path).name in own or not OTHERS.match(path)
    if not (place := re.match(r"deepfake_lessons/(\w+)", path)):
        return False
    code = "\n".join(cell.source for cell in lesson.cells if cell.is_code)
    return bool(re.search(rf"\b(dl|deepfake_lessons)\.{place[1]}\b|\bimport\b.*\b{place[1]}\b", code))
