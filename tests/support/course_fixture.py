"""A small lesson that breaks no rule, and a checkout around it, for the tests of the authoring tools."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tools.authoring.source import Lesson, find_root, parse, sources

GOOD = '''\
# lesson: numpy
# budget: 10

# %% [markdown]
# # Lesson 90: A small lesson
#
# For tests. The letter says that errors are found and corrected [L10].

# %% tags=["setup"]
import numpy as np

import deepfake_lessons as dl

dl.start(seed=1)

# %% [markdown]
# ## Guess
#
# How large is the mean? ![a drawn ruler of ten steps](images/ruler.png)

# %%
dl.guess("90 mean", "The mean of the scores", low=0, high=9)

# %% [markdown]
# ## Run

# %% tags=["nbval-check-output"] id="scores"
scores = np.array([1.0, 2.0, 6.0])
print(f"mean {scores.mean():.2f}")
print(f"largest {scores.max():.1f}")

# %% tags=["demo", "moment"]
picture = dl.draw(scores)
dl.show(picture, alt="three bars of heights one, two and six")

# %% tags=["demo"]
dl.explore(dl.draw, alt="three bars that grow with the slider", height=(0, 9, 1, 3))

# %% tags=["nbval-check-output"]
scores.shape

# %% [markdown] tags=["notes"]
# Learners mix up `mean` and `median`.

# %% [markdown]
# ## Your turn
#
# ### Double it

# %% tags=["exercise"]
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% tags=["check"]
dl.check("90.1")

# %% tags=["exercise"]
### BEGIN SOLUTION
middle = float(np.median(scores))
low, high = scores.min(), scores.max()
### END SOLUTION

# %% tags=["check"]
dl.check("90.2")

# %% [markdown]
# ## Remember

# %%
dl.recall("90.r1")

# %%
dl.recall("90.r2")

# %%
dl.recall("90.r3")

# %% [markdown]
# ## The letter says, we measured
#
# Errors are found: we counted them [L10, L11].

# %% [markdown]
# ## What next
#
# Nothing.
'''
CODE_CELLS = GOOD.count("\n# %%") - GOOD.count("\n# %% [markdown]")
FILLER = "".join(f"\n# %%\nstep_{number} = {number}\n" for number in range(25 - CODE_CELLS))
GOOD_LESSON = GOOD.replace("\n# %% [markdown]\n# ## Remember", f"{FILLER}\n# %% [markdown]\n# ## Remember")

# Stands in for the library inside a kernel, so that these tests need nothing but the tools they test.
STAND_IN = """\
import __main__


class Said:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


def start(seed=1):
    print("ready")


def draw(*values, **named):
    return values


def show(picture, alt):
    from IPython.display import HTML, display
    display(HTML(f'<img alt="{alt}" src="data:image/png;base64,iVBORw0KGgo=">'))


def explore(picture, alt, height):
    import ipywidgets
    slider = ipywidgets.IntSlider(description="height", min=height[0], max=height[1], value=height[3])
    choice = ipywidgets.Dropdown(description="colour", options=["red", "blue"], value="blue")
    box = ipywidgets.Checkbox(description="dots", value=True)
    return ipywidgets.VBox([slider, choice, box, ipywidgets.HTML(f'<img alt="{alt}" src="data:image/png;base64,x">')])


def guess(key, question, low, high):
    print(question)


def recall(key):
    print(key)


def check(key):
    names = vars(__main__)
    if key == "90.1":
        given = names["double"](3)
        cases = [(given, 6), (names["double"](0), 0)]
    else:
        cases = [(names["middle"], 2.0), (names["high"], 6.0)]
    if any(got is ... for got, _ in cases):
        return Said(f"{key} not attempted yet")
    wrong = [f"{want} wanted, {got} came" for got, want in cases if got != want]
    if wrong:
        return Said(f"{key} not yet: {wrong[0]}")
    return Said(f"{key} public checks passed ({len(cases)} of {len(cases)}); hidden ones run at grading")
"""


@cache
def real_lessons() -> list[Lesson]:
    """The lessons of this checkout, read once."""
    return [parse(path) for path in sources(find_root())]


def checkout(folder: Path, text: str = GOOD_LESSON, name: str = "90_small.py", address: str = "") -> Path:
    """A checkout with one lesson and the stand-in library; returns its root."""
    urls = f'[project.urls]\nRepository = "{address}"\n' if address else ""
    (folder / "notebooks" / "source").mkdir(parents=True)
    (folder / "deepfake_lessons").mkdir()
    (folder / "pyproject.toml").write_text(f'[project]\nname = "small"\n{urls}', encoding="utf-8")
    (folder / "notebooks" / "source" / name).write_text(text, encoding="utf-8")
    (folder / "deepfake_lessons" / "__init__.py").write_text(STAND_IN, encoding="utf-8")
    return folder


def edit(root: Path, old: str, new: str, name: str = "90_small.py") -> Path:
    """Plant a change in the lesson's source; the old text must be there."""
    path = root / "notebooks" / "source" / name
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path
