"""Pages made from measurements: HOW_LONG.md and the table in benchmarks/README.md.

Every figure comes from a file in benchmarks/results, with its date and machine; nobody types one. What has not been
measured is said to be missing, never guessed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .run import BUDGETS
from .source import Lesson, parse, sources

RESULTS = Path("benchmarks", "results")
HOW_LONG, BENCHMARKS = Path("HOW_LONG.md"), Path("benchmarks", "README.md")
COMMAND = "python -m tools.authoring pages"
RUNS = {  # file -> how the page calls it
    "lessons": "newest versions",
    "offline": "without a network",
    "colab": "Colab's versions",
}
BROWSER = "browser"


def pages(root: Path) -> dict[Path, bytes]:
    """Both pages, paths relative to `root`.

    Raises:
        ValueError: a result file that cannot be read; names it.
    """
    found = {name: _read(root / RESULTS / f"{name}.json") for name in (*RUNS, BROWSER, "start")}
    lessons = [parse(path) for path in sources(root)]
    return {
        HOW_LONG: _how_long(found, lessons).encode(),
        BENCHMARKS: _benchmarks(root, found).encode(),
    }


def drift(root: Path) -> list[str]:
    """Which pages are not what the results give, one line each."""
    return [
        f"{path.as_posix()} is not what benchmarks/results gives; run: {COMMAND}"
        for path, content in pages(root).items()
        if not (root / path).is_file() or (root / path).read_bytes().replace(b"\r\n", b"\n") != content
    ]


def _read(path: Path) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
        result["date"], result["machine"]["system"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is no result of ours ({error!r}): measure again, or restore it") from None
    return result


def _measured(result: dict[str, Any]) -> str:
    """When and on what, in one clause."""
    machine = result["machine"]
    parts = [f"{machine['cores']} cores of {machine['processor']}"]
    if "memory_gb" in machine:
        parts.append(f"{machine['memory_gb']} GB")
    python = result.get("versions", machine).get("python")
    parts += [machine["system"], *([f"Python {python}"] if python else [])]
    return f"{result['date']}, {', '.join(parts)}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    ruler = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ruler, *rows])


def _how_long(found: dict[str, dict[str, Any] | None], lessons: list[Lesson]) -> str:
    parts = [
        "# How long things take",
        "Measured on the machines named below, by the commands named below; made by the command "
        f"`{COMMAND}`, so no figure here was typed. Your laptop may take half as long, or twice; which parts are "
        "long and which are short should be the same everywhere.",
        "## Before the first lesson",
    ]
    if start := found["start"]:
        rows = [[figure["what"], f"{figure['seconds']:.1f} s"] for figure in start["figures"]]
        parts += [
            _table(["what you wait for", "seconds"], rows),
            f"The environment takes {start['gigabytes of .venv']:.1f} GB of disk. Measured {_measured(start)}, by "
            "`benchmarks/start.py`.",
        ]
    else:
        parts.append("Not measured yet.")
    parts += ["## The lessons", _lessons(found, lessons)]
    parts += [
        "**Running** is the time from the first cell to the last when nobody stops to think. **Counted** is what the "
        "course promises to stay below: processor seconds, in Keras lessons half of what training takes (it uses both "
        "cores). Solved means with every exercise filled in. Working through a lesson takes you 45 minutes.",
        "## The same under other conditions",
        _conditions(found),
    ]
    return "\n\n".join(parts) + "\n"


def _seconds(result: dict[str, Any] | None, slug: str, edition: str, what: str) -> str:
    runs = result["runs"] if result else []
    return next(
        (f"{run[what]:.0f} s" for run in runs if run["lesson"] == slug and run.get("edition", "learner") == edition),
        "not measured",
    )


def _lessons(found: dict[str, dict[str, Any] | None], lessons: list[Lesson]) -> str:
    measured = found["lessons"]
    rows = []
    for lesson in lessons:
        promised = lesson.settings.get("budget") or BUDGETS.get(lesson.number, "")
        times = [
            _seconds(measured, lesson.slug, edition, what)
            for edition, what in (("learner", "wall"), ("learner", "counted"), ("instructor", "wall"))
        ]
        rows.append([f"{lesson.key} {lesson.title}", times[0], times[1], f"{promised} s", times[2]])
    table = _table(["lesson", "running", "counted", "promised", "running, solved"], rows)
    return f"{table}\n\nMeasured {_measured(measured)}, by `make lessons`." if measured else table


def _conditions(found: dict[str, dict[str, Any] | None]) -> str:
    rows = []
    for name, words in RUNS.items():
        if not (result := found[name]):
            rows.append([words, "not measured", "", ""])
            continue
        runs = [run for run in result["runs"] if run.get("edition", "learner") == "learner"]
        when = [_measured({**result, **run}) for run in runs]  # a run that was kept from another day says so itself
        for day in dict.fromkeys(when):
            mine = [run for run, its in zip(runs, when, strict=True) if its == day]
            ran = ", ".join(f"{run['lesson'][:2]} {run['wall']:.0f} s" for run in mine)
            rows.append([words, ran, str(sum(len(run["failures"]) for run in mine)), day])
    if visits := found[BROWSER]:
        for seen in visits["visits"]:
            words = f"a visit in the browser: {seen['controls']} controls moved, {seen['exercises']} exercises answered"
            ran = f"{seen['lesson'][:2]} {seen['running']:.0f} s, and {seen['beyond']:.0f} s of looking and moving"
            rows.append([words, ran, str(len(seen["faults"])), _measured({**visits, **seen})])
    else:
        rows.append(["a visit in the browser", "not measured", "", ""])
    return _table(["condition", "lesson, running", "faults", "measured"], rows)


def _figure(value: float | str | list[float]) -> str:
    if isinstance(value, str):  # what is said in words, as "5 of 6"
        return value
    if isinstance(value, list):
        return ", ".join(map(_figure, value))
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _final(result: dict[str, Any]) -> str:
    """Figures on final actors, whom nobody looked at before: every seed, for a median may hide a missed bar."""
    rows = [
        [figure["what"], ", ".join(map(_figure, figure["each seed"])), figure["bar"] or "none"]
        for figure in result["figures"]
    ]
    rows += [[name, "; ".join(values), "none"] for name, values in result.items() if name.startswith("faces found")]
    seeds = ", ".join(map(str, result["seeds"]))
    return f"Final actors, seeds {seeds}, {_measured(result)}:\n\n{_table(['what', 'each seed', 'bar'], rows)}"


def _shares(name: str, shares: dict[str, dict[str, float]]) -> str:
    rows = [[look, ", ".join(f"{key} {100 * one:.0f} %" for key, one in some.items())] for look, some in shares.items()]
    return f"{name[0].upper()}{name[1:]}:\n\n{_table(['look', 'shares'], rows)}"


def _benchmarks(root: Path, found: dict[str, dict[str, Any] | None]) -> str:
    parts = [
        "# Benchmarks",
        "Each script measures our code beside a peer's in one run, as a ratio, prints every figure beside its bar and "
        "ends with status 1 where one is missed. `make bench` runs them all; results are kept in `results/` with date "
        f"and machine, and this page is made from them by `{COMMAND}`. How long things take for a learner: "
        "[HOW_LONG.md](../HOW_LONG.md).",
    ]
    for path in sorted((root / "benchmarks").glob("[a-z]*.py")):
        first = path.read_text(encoding="utf-8").split('"""')[1].strip().split("\n\n")[0]
        parts.append(f"## {path.name}\n\n{' '.join(first.split())}")
        result = _read(root / RESULTS / f"{path.stem}.json")
        if result is None:
            parts.append("Not measured yet.")
            continue
        rows = [[f["what"], _figure(f["measured"]), f["bar"] or "none"] for f in result["figures"] if "measured" in f]
        if rows:
            parts.append(_table(["what", "measured", "bar"], rows))
        parts.append(f"Measured {_measured(result)}.")
        parts += [_final(one) for one in result.get("final actors", [])]
        parts += [_shares(name, shares) for name, shares in result.items() if name.startswith("shares of ")]
    return "\n\n".join(parts) + "\n"
