"""Names for controls: what a screen reader says of a slider, and which question a control answers.

ipywidgets 7 and 8 give their sliders no accessible name, and nothing on the Python side can. So a small script
(naming.js) writes the names into the page. A notebook that is not trusted does not run it, and loses nothing else.
"""

from __future__ import annotations

import sys
from pathlib import Path

SCRIPT = Path(__file__).with_suffix(".js")
QUESTION = "dl-question"  # the class of a container whose first bold words are the question its controls answer
_JAVASCRIPT = "application/javascript"


def name_controls() -> None:
    """Send the script to the page; plain Python has none, and nothing happens."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None or not getattr(shell, "kernel", None):  # a terminal would print the script's empty twin
        return
    from IPython.display import display

    display({_JAVASCRIPT: SCRIPT.read_text(encoding="utf-8"), "text/plain": ""}, raw=True)


def name_here() -> None:
    """In Colab every cell is a page of its own: there each control brings the script along."""
    if "google.colab" in sys.modules:
        name_controls()
