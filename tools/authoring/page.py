"""An executed notebook as one HTML file that needs no network and no scripts: to read, to print, to keep.

Widgets become static pictures of the state they were saved in.
"""

from __future__ import annotations

import copy
import re
from html import escape
from typing import Any

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
REFERENCE = "IPY_MODEL_"
REMOTE = r"(?:https?:)?//"
SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.IGNORECASE | re.DOTALL)
REMOTE_LINK = re.compile(rf"<link\b[^>]*href\s*=\s*[\"']?{REMOTE}[^>]*>", re.IGNORECASE)
REMOTE_IMAGE = re.compile(rf"<img\b(?=[^>]*\bsrc\s*=\s*[\"']?{REMOTE})[^>]*>", re.IGNORECASE)
ALT = re.compile(r"\balt\s*=\s*(\"[^\"]*\"|'[^']*')", re.IGNORECASE)


def html_page(notebook: Any) -> str:
    """One executed notebook as a self-contained page; formulas stay as the author wrote them, `$...$`.

    Args:
        notebook: an nbformat node; it is left as it is.
    """
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    shown = copy.deepcopy(notebook)
    state = shown.metadata.pop("widgets", {}).get(STATE, {}).get("state", {})
    for cell in shown.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if VIEW in data:
                data["text/html"] = still(data.pop(VIEW)["model_id"], state)
    scripts = ("mathjax", "require_js", "jquery", "jupyter_widgets_base")
    addresses = {f"{name}_url": "" for name in scripts}
    exporter = HTMLExporter(config=Config({"HTMLExporter": addresses}), template_name="lab")
    page, _ = exporter.from_notebook_node(shown)
    page = REMOTE_LINK.sub("", SCRIPT.sub("", page))
    return REMOTE_IMAGE.sub(_words, page)


def _words(image: re.Match[str]) -> str:
    alt = ALT.search(image[0])
    return f"<span>{alt[1][1:-1]}</span>" if alt else ""


def still(model: str, state: dict[str, Any]) -> str:
    """A widget as it stood when the notebook ended: its pictures and texts, and its controls in words.

    Args:
        model: the widget's id.
        state: all saved widgets by id, as notebooks keep them: {id: {"model_name": ..., "state": {...}}}.
    """
    own = state.get(model, {})
    values: dict[str, Any] = own.get("state", {})
    kind = str(own.get("model_name") or "").removesuffix("Model")
    if "children" in values:
        inside = "".join(still(child.removeprefix(REFERENCE), state) for child in values["children"])
        return f'<div class="widget-still">{inside}</div>'
    if kind in {"HTML", "HTMLMath"}:
        return f"<div>{values.get('value', '')}</div>"
    if kind == "Image":
        return ""  # the course shows pictures as HTML with their words; a bare Image widget has none
    if (said := _control(kind, values)) is None:
        return ""
    return f"<div><code>{escape(said)}</code></div>"


def _control(kind: str, values: dict[str, Any]) -> str | None:
    """A control in one line of text, None for what has nothing to say (layouts, styles, a play button)."""
    label = str(values.get("description") or "").strip().removesuffix(":")
    if kind in {"Button", "ToggleButton"}:
        return f"[{label}]"
    if kind in {"Checkbox", "Valid"}:
        return f"[{'x' if values.get('value') else ' '}] {label}"
    if "_options_labels" in values:
        return f"{label}: " + " | ".join(_marked(values))
    if kind == "Play" or "value" not in values:
        return None
    several = values["value"] if isinstance(values["value"], list) else [values["value"]]  # a range has two ends
    shown = " to ".join(f"{value:g}" if isinstance(value, float) else str(value) for value in several)
    return f"{label}: {shown}" if label else shown


def _marked(values: dict[str, Any]) -> list[str]:
    """The options of a choice, the chosen one in brackets."""
    index = values.get("index")
    chosen = set(index) if isinstance(index, list | tuple) else {index}
    return [f"[{text}]" if place in chosen else str(text) for place, text in enumerate(values["_options_labels"])]
