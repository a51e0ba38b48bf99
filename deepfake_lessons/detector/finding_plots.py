"""Pictures of lesson 08's findings: dealt by frame against by actor, before and after balancing, a report's card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..drawing import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SETS = ("forgeries", "built to leak")
_WAYS = ("by frame", "by actor")
_HATCHES = ("", "///")
_KINDS = ("one number", "pixels in a line", "network")


def dots(stored: Any) -> Figure:
    """Right answers of the detector, a mark for each seed: two sets, dealt by frame (triangles) and by actor (dots).

    Args:
        stored: `detector.findings.Findings`.
    """
    figure, axes = style.panels(2, width=8.0, height=3.3)
    for ax, name, pair in zip(axes[0], _SETS, _pairs(stored), strict=True):
        style.tidy(ax, title=name, y="right on the exam (%)")
        for place, values in enumerate(pair):
            sideways = place + 0.05 * (np.arange(len(values)) - (len(values) - 1) / 2)
            ax.plot(
                sideways, 100 * values, linestyle="none", markersize=8, color=style.COLOURS[1 - place],
                marker=style.MARKERS[1 - place],
            )  # fmt: skip
            ax.plot([place - 0.25, place + 0.25], [100 * values.mean()] * 2, "-", color=style.BLACK, linewidth=1.5)
        ax.axhline(50, color=style.GREY, linestyle=":", linewidth=1.2)
        ax.set_xticks((0, 1), [f"dealt {way}" for way in _WAYS], fontsize=style.FONT)
        ax.set_xlim(-0.5, 1.5)
        ax.set_ylim(min(40.0, 100 * min(values.min() for values in pair) - 5), 103)
    return figure


def dots_words(stored: Any) -> str:
    """The figure of `dots` in words."""
    told = []
    for name, pair in zip(_SETS, _pairs(stored), strict=True):
        ways = "; ".join(
            f"dealt {way} {100 * values.mean():.0f} % on average, from {100 * values.min():.0f} to "
            f"{100 * values.max():.0f}"
            for way, values in zip(_WAYS, pair, strict=True)
        )
        told.append(f"{name[0].upper()}{name[1:]}: {ways}.")
    count = len(stored.seed)
    return f"Right answers on the exam, {count} marks for {count} seeds; a short line is the mean. {' '.join(told)}"


def _pairs(stored: Any) -> list[tuple[np.ndarray, np.ndarray]]:
    """The detector's shares by frame and by actor, of both sets."""
    return [(stored.drawn[0], stored.drawn[2]), (stored.built[1, 0], stored.built[1, 1])]


def shortcut_bars(stored: Any) -> Figure:
    """Right answers before and after the sources are made alike, and fakes caught as they come and disguised.

    Args:
        stored: `detector.findings.Findings`.
    """
    bars = _bars(stored)
    figure, ax = style.axes(7.6, 3.6, title=str(stored.sets[0]), y="share (%), mean of the seeds")
    for side, words in enumerate(("as they come", "balanced; of the fakes, disguised")):
        centres = np.arange(len(bars)) + 0.38 * (side - 0.5)
        rows = [list(pair.values())[side] for pair in bars.values()]
        look: dict[str, Any] = {"color": style.COLOURS[side], "hatch": _HATCHES[side], "edgecolor": "white"}
        ax.bar(centres, [100 * row.mean() for row in rows], 0.36, label=words, **look)
        for centre, row in zip(centres, rows, strict=True):
            ax.plot(np.full(len(row), centre), 100 * row, "o", markersize=3.5, color=style.BLACK)
    ax.axhline(50, color=style.GREY, linestyle=":", linewidth=1.2)
    ax.set_xticks(range(len(bars)), list(bars), fontsize=style.FONT)
    ax.set_ylim(0, 105)
    ax.legend(fontsize=style.FONT - 1, frameon=False, ncols=2, loc="lower right", bbox_to_anchor=(1.0, 0.99))
    return figure


def shortcut_words(stored: Any) -> str:
    """The figure of `shortcut_bars` in words."""
    told = "; ".join(
        f"{name}: " + ", ".join(f"{words} {100 * values.mean():.0f} %" for words, values in pair.items())
        for name, pair in _bars(stored).items()
    )
    return f"{stored.sets[0]}, means of {len(stored.seed)} seeds, a dot for each. Right answers and fakes: {told}."


def _bars(stored: Any) -> dict[str, dict[str, np.ndarray]]:
    # The first set needs no files from elsewhere.
    rows = (stored.one_number, stored.pixels, stored.network)
    bars = {
        name: {"as they come": row[0, 0], "balanced": row[0, 1]}
        for name, row in zip(_KINDS, rows, strict=True)
    }  # fmt: skip
    return bars | {"fakes caught": {"as they come": stored.caught[0, 0], "disguised": stored.caught[0, 1]}}


def card(report: Any) -> Figure:
    """A report's card: what it claims, and how many exam pictures of each kind each archive brought.

    Args:
        report: `detector.reports.Report`.
    """
    figure = style.figure(8.0, 2.4)
    figure.text(0.02, 0.88, f"Report {report.name}: {report.claims}", fontsize=style.FONT + 1, weight="bold")
    for line, text in enumerate(_lines(report)):
        figure.text(0.02, 0.66 - 0.16 * line, text, fontsize=style.FONT)
    counts = _counts(report)
    ax = style.tidy(figure.add_axes((0.70, 0.24, 0.28, 0.46)), x="pictures of the exam", grid=False)
    start = np.zeros(len(counts))
    for kind, name in enumerate(("genuine", "fake")):
        widths = np.array([pair[kind] for pair in counts.values()])
        ax.barh(
            range(len(counts)), widths, left=start, color=style.CLASS_COLOURS[kind], edgecolor="white",
            hatch=style.CLASS_HATCHES[kind], label=name,
        )  # fmt: skip
        start = start + widths
    ax.set_yticks(range(len(counts)), [one if len(one) < 30 else one[:28] + "…" for one in counts], fontsize=8)
    ax.set_ylim(-0.6, len(counts) - 0.4)
    ax.legend(fontsize=style.FONT - 2, frameon=False, ncols=2, loc="lower right", bbox_to_anchor=(1.0, 0.98))
    return figure


def card_words(report: Any) -> str:
    """The figure of `card` in words."""
    counts = "; ".join(f"{name}: {genuine} genuine, {fakes} fake" for name, (genuine, fakes) in _counts(report).items())
    return f"Report {report.name}: {report.claims} {'. '.join(_lines(report))}. Exam pictures by archive: {counts}."


def _lines(report: Any) -> list[str]:
    study, exam = (len(np.unique(one)) for one in (report.study_person, report.exam_person))
    tries = "one training" if report.tries == 1 else f"the best of {report.tries} trainings"
    return [
        f"Study pile: {len(report.study_person)} pictures, {study} people or faces",
        f"Exam: {len(report.exam_person)} pictures, {exam} people or faces",
        f"Reported: {tries}",
        f"What is reported was chosen on the {report.chosen_on}",
    ]


def _counts(report: Any) -> dict[str, tuple[int, int]]:
    """Archive -> genuine pictures and fakes of the exam."""
    pairs = {}
    for name in np.unique(report.exam_archive):
        label = report.exam_label[report.exam_archive == name]
        pairs[str(name)] = int((label == 0).sum()), int((label == 1).sum())
    return pairs
