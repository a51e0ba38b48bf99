"""Every rule of `course lint` fires on a planted fault, at its line and with a mend, and is silent on a good lesson."""

# ruff: noqa: E501  (the table below: one fault, one row)

from __future__ import annotations

import re
from pathlib import Path

import pytest
from course_fixture import FILLER, GOOD_LESSON, checkout, edit

from tools.authoring import lint_library
from tools.authoring.__main__ import main
from tools.authoring.lint import lint
from tools.authoring.names import names_of
from tools.authoring.source import find_root, sources

RULER = "a drawn ruler of ten steps"
LONG_CELL = "\n# %%\n" + "\n".join(f"long_{number} = {number}" for number in range(26)) + "\n"
TALL_CELLS = "".join("\n# %%\n" + "\n".join(f"tall_{cell}_{row} = 1" for row in range(7)) + "\n" for cell in range(20))

# (name, text replaced, text planted, part of the message, text on the reported line or None for line 1)
FAULTS = [
    ("missing end mark", "    ### END SOLUTION\n\n# %% tags=[\"check\"]\ndl.check(\"90.1\")",
     "\n# %% tags=[\"check\"]\ndl.check(\"90.1\")", "begins and does not end", "    ### BEGIN SOLUTION"),
    ("missing begin mark", "    ### BEGIN SOLUTION\n", "", "ends and did not begin", "    ### END SOLUTION"),
    ("misspelt mark", "    ### BEGIN SOLUTION", "    # begin solution", "looks like a solution mark", "    # begin solution"),
    ("neither rule", "    return 2 * x", "    x.append(2)", "fits neither rule", "    ### BEGIN SOLUTION"),
    ("solution not Python", "    return 2 * x", "    return 2 *", "not Python", "    return 2 *"),
    ("no solution", "    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n", "    return ...\n",
     "without a solution", "def double(x):"),
    ("solution outside", '# %% tags=["exercise"]\ndef double', "# %%\ndef double", "outside an exercise",
     "    ### BEGIN SOLUTION"),
    ("doubled exercise", 'dl.check("90.2")', 'dl.check("90.1")', "exercise 90.1 is already at", "### BEGIN SOLUTION"),
    ("no check", '# %% tags=["check"]\ndl.check("90.1")\n', "", "no check follows", "def double(x):"),
    ("stray check", "# %%\nstep_1 = 1", '# %% tags=["check"]\ndl.check("90.3")', "follows no exercise", 'dl.check("90.3")'),
    ("untagged check", '# %% tags=["check"]\ndl.check("90.1")', '# %%\ndl.check("90.1")', "not tagged so", 'dl.check("90.1")'),
    ("another lesson's check", 'dl.check("90.1")', 'dl.check("9.1")', "does not belong to lesson 90", 'dl.check("9.1")'),
    ("two functions, one marked", "    ### END SOLUTION\n\n# %% tags=[\"check\"]\ndl.check(\"90.1\")",
     "    ### END SOLUTION\n\n\ndef half(x):\n    \"\"\"Half.\"\"\"\n    return x / 2\n\n# %% tags=[\"check\"]\ndl.check(\"90.1\")",
     "`half` holds no solution marks", "def half(x):"),
    ("an answer below the marks", "low, high = scores.min(), scores.max()\n### END SOLUTION",
     "### END SOLUTION\nlow, high = scores.min(), scores.max()", "this code holds no solution marks",
     "low, high = scores.min(), scores.max()"),
    ("markdown image", f"![{RULER}]", "![]", "without alt text", "# How large is the mean? ![](images/ruler.png)"),
    ("image by reference", f"![{RULER}](images/ruler.png)", "![][ruler]", "without alt text",
     "# How large is the mean? ![][ruler]"),
    ("short reference", f"![{RULER}](images/ruler.png)", "![ruler]", "alt text 'ruler' says too little",
     "# How large is the mean? ![ruler]"),
    ("one letter", f"![{RULER}]", "![x]", "alt text 'x' says too little", "# How large is the mean? ![x](images/ruler.png)"),
    ("two lines", f"![{RULER}]", "![a\n# ruler]", "says too little", "# How large is the mean? ![a"),
    ("data-alt", "# Nothing.", "# <img data-alt='a drawn ruler of ten steps' src=x.png>", "without alt text",
     "# <img data-alt='a drawn ruler of ten steps' src=x.png>"),
    ("short html alt", "# Nothing.", "# <img src=x.png alt=ruler>", "says too little", "# <img src=x.png alt=ruler>"),
    ("html in code", "step_1 = 1\n", "step_1 = '<img src=\"x.png\">'\n", "without alt text", "step_1 = '<img src=\"x.png\">'"),
    ("IPython's Image", "step_1 = 1\n", 'Image("x.png")\n', "Image(...) shows a picture without words", 'Image("x.png")'),
    ("display.Image", "step_1 = 1\n", 'display.Image("x.png", alt="x")\n', "Image(...) shows a picture without words",
     'display.Image("x.png", alt="x")'),
    *((f"pyplot {number}", "step_1 = 1\n", f"{code}\n", "draws past the alt text", code) for number, code in enumerate(
        ["import matplotlib.pyplot as plt", "from matplotlib import pyplot", "from matplotlib.pyplot import plot",
         "import pylab", "plt.plot(scores)", "pyplot.show()"])),
    *((f"in a NumPy lesson: {code}", "step_1 = 1\n", f"{code}\n", "in a NumPy lesson", code) for code in
      ["import tensorflow as tf", "import keras", "from keras.layers import Dense", "dl.start(seed=1, keras=True)"]),
    ("unknown recall", 'dl.recall("90.r3")', 'dl.recall("90.r33")', "no recall question '90.r33'", 'dl.recall("90.r33")'),
    ("no such check", 'dl.check("90.2")', 'dl.check("90.4")', "exercise 90.4 has no check", "### BEGIN SOLUTION"),
    ("unused check", 'dl.check("90.2")', 'dl.check("90.4")', "the check of 90.2 has no exercise", None),
    ("deeper cell, core heading", "# %%\nstep_1 = 1", '# %% tags=["deeper"]\nstep_1 = 1', "deeper cell under a core heading",
     "step_1 = 1"),
    ("core check, deeper heading", '# %% [markdown]\n# ## Remember', '# %% [markdown] tags=["deeper"]\n# ## More\n\n'
     '# %% [markdown]\n# ### Most\n\n# %%\ncore_1 = 1\n\n# %% [markdown]\n# ## Remember', "core cell under a deeper heading",
     "core_1 = 1"),
    ("html image", "# Nothing.", '# <img src="x.png">', "without alt text", '# <img src="x.png">'),
    ("empty html alt", "# Nothing.", '# <img src="x.png" alt="">', "without alt text", '# <img src="x.png" alt="">'),
    ("show without alt", ', alt="three bars of heights one, two and six")', ")", "show(...) without alt",
     "dl.show(picture)"),
    ("short alt", '"three bars of heights one, two and six"', '"bars"', "says too little", 'dl.show(picture, alt="bars")'),
    ("explore without alt", 'alt="three bars that grow with the slider", ', "", "explore(...) without alt",
     "dl.explore(dl.draw, height=(0, 9, 1, 3))"),
    ("long cell", FILLER, FILLER + LONG_CELL, "a cell of 26 lines", "long_0 = 0"),
    ("wide line", "\n# %%\nstep_1 = 1\n", "\n# %%\nstep_1 = 1  # " + 90 * "x" + "\n", "a line of 104 characters", "step_1 = 1  # " + 90 * "x"),
    ("median", FILLER, TALL_CELLS, "the median code cell has 7 lines", None),
    ("few cells", "\n# %%\nstep_1 = 1\n", "", "24 code cells", None),
    ("many cells", FILLER, FILLER + "".join(f"\n# %%\nmore_{n} = 1\n" for n in range(11)), "36 code cells", None),
    ("no guess", 'dl.guess("90 mean", "The mean of the scores", low=0, high=9)', "pass", "0 dl.guess", None),
    ("guess of no lesson", 'dl.guess("90 mean"', 'dl.guess("mean"', "whose lesson",
     'dl.guess("mean", "The mean of the scores", low=0, high=9)'),
    ("guess of another lesson", 'dl.guess("90 mean"', 'dl.guess("09 mean"', "whose lesson",
     'dl.guess("09 mean", "The mean of the scores", low=0, high=9)'),
    ("compared with nothing", "step_1 = 1\n", 'dl.compare("90 maen", 3)\n', "no guess has this name", 'dl.compare("90 maen", 3)'),
    ("exam of another lesson", "step_1 = 1\n", 'dl.exam("3 faces", x, y)\n', "whose lesson", 'dl.exam("3 faces", x, y)'),
    ("kept for another lesson", "step_1 = 1\n", 'dl.keep("03.network", 1)\n', "whose lesson", 'dl.keep("03.network", 1)'),
    ("few recalls", 'dl.recall("90.r3")', "pass", "2 dl.recall", None),
    ("deeper recall", '# %%\ndl.recall("90.r3")', '# %% tags=["deeper"]\ndl.recall("90.r3")', "2 dl.recall", None),
    ("few core exercises", '# %% tags=["exercise"]\n### BEGIN', '# %% tags=["exercise", "deeper"]\n### BEGIN',
     "1 exercises in the core", None),
    ("no moment", ', "moment"]', "]", "no moment", None),
    ("title", "# # Lesson 90: A small lesson", "# # A small lesson", "not this lesson's title", "# # A small lesson"),
    ("wrong number", "# # Lesson 90:", "# # Lesson 91:", "not this lesson's title", "# # Lesson 91: A small lesson"),
    ("skipped level", "# ### Double it", "# #### Double it", "level 4 follows level 2", "# #### Double it"),
    ("two titles", "# ## Run", "# # Run", "second heading of the first level", "# # Run"),
    ("no claim", "[L10]", "", None, None),
    ("claim out of range", "[L10].", "[L10] [L21].", "no claim L21",
     "# For tests. The letter says that errors are found and corrected [L10] [L21]."),
    ("no measured", "# ## The letter says, we measured", "# ## Measured", '"The letter says, we measured"', "# ## What next"),
    ("no next", "# ## What next", "# ## The end", '"What next"', "# ## The end"),
    *((f"word {word}", "# Nothing.", f"# It is {word} so.", f'the word "{word}"', f"# It is {word} so.")
      for word in ("simply", "Obviously", "just")),
    ("borrowed name", "# %%\nstep_1 = 1", "# %%\nstep_1 = picture", "'picture' is made by a demo cell only", "step_1 = picture"),
    ("borrowed in a function", "# %%\nstep_1 = 1", "# %%\ndef use(x):\n    return [x, picture]",
     "'picture' is made by a demo cell only", "    return [x, picture]"),
    ("borrowed by a solution", "    return 2 * x", "    return 2 * x + 0 * len(picture)",
     "'picture' is made by a demo cell only", "    return 2 * x + 0 * len(picture)"),
    ("compared picture", '"demo", "moment"', '"demo", "moment", "nbval-check-output"', "output is compared",
     'dl.show(picture, alt="three bars of heights one, two and six")'),
    *((f"{kind} and {tag}", old, old.replace(f'"{tag}"', f'"{tag}", "{kind}"'), f"and {tag} compares {what}", first)
      for kind, what in (("timed", "them"), ("trained", "it"))
      for tag, old, first in [("nbval-check-output", '# %% tags=["nbval-check-output"]\nscores.shape', "scores.shape"),
                              ("check", '# %% tags=["check"]\ndl.check("90.1")', 'dl.check("90.1")')]),
    ("unknown tag", '"demo", "moment"', '"demo", "moment", "fast"', "unknown tag 'fast'", "picture = dl.draw(scores)"),
    ("unknown metadata", '# %% tags=["demo"]\n', '# %% tags=["demo"] colour="red"\n', "metadata 'colour'",
     'dl.explore(dl.draw, alt="three bars that grow with the slider", height=(0, 9, 1, 3))'),
    ("syntax", "step_1 = 1\n", "step_1 = = 1\n", "does not parse", "step_1 = = 1"),
    ("magic", "step_1 = 1\n", "%matplotlib inline\n", "not Python", "%matplotlib inline"),
    ("shell", "step_1 = 1\n", "!pip install x\n", "not Python", "!pip install x"),
    ("untagged fit", "step_1 = 1\n", "model.fit(scores)\n", "not tagged demo", "model.fit(scores)"),
    ("untagged show", '# %% tags=["demo", "moment"]', '# %% tags=["moment"]', "not tagged demo",
     'dl.show(picture, alt="three bars of heights one, two and six")'),
    ("setup holds more", "\ndl.start(seed=1)", "\nx = 1\ndl.start(seed=1)", "more than imports", "import numpy as np"),
    ("no setup", '# %% tags=["setup"]', "# %%", "0 set-up cells", "# # Lesson 90: A small lesson"),
    ("doubled cell id", "# %%\nstep_1 = 1", '# %% id="scores"\nstep_1 = 1', "comes twice", "step_1 = 1"),
    ("odd cell id", 'id="scores"', 'id="the scores"', "is not allowed", "scores = np.array([1.0, 2.0, 6.0])"),
    ("notes in code", "# %%\nstep_1 = 1", '# %% tags=["notes"]\nstep_1 = 1', "instructor to read", "step_1 = 1"),
    ("exercise in prose", "# %% [markdown]\n# ## Run", '# %% [markdown] tags=["demo"]\n# ## Run', "Markdown cell tagged", "# ## Run"),
    ("header order", "# %% [markdown]\n# ## Run", '# %% tags=["deeper"] [markdown]\n# ## Run', "cannot be read",
     '# %% tags=["deeper"] [markdown]'),
    ("code in header", "# budget: 10", "import os", "above the first cell", "import os"),
    ("lesson kind", "# lesson: numpy", "# lesson: torch", "unknown kind", None),
    ("budget", "# budget: 10", "# budget: short", "no number of seconds", None),
]  # fmt: skip


@pytest.fixture(autouse=True)
def library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lesson 90 is none of the library's: lend it its checks and questions."""
    real, ids = lint_library.exercises_of, lint_library.recall_ids() | {"90.r1", "90.r2", "90.r3"}
    lent = {"90": {"90.1": 1.0, "90.2": 1.0}}
    monkeypatch.setattr(lint_library, "exercises_of", lambda key: lent.get(key) or real(key))
    monkeypatch.setattr(lint_library, "recall_ids", lambda: ids)


def test_a_good_lesson_has_no_problem(tmp_path: Path) -> None:
    assert lint(sources(checkout(tmp_path))) == []


@pytest.mark.parametrize(
    ("old", "new", "message", "anchor"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_a_planted_fault_is_found_at_its_line(
    tmp_path: Path, old: str, new: str, message: str | None, anchor: str | None
) -> None:
    root = checkout(tmp_path)
    path = edit(root, old, new)
    if message is None:  # every citation has to go
        path.write_text(re.sub(r"\[L[^]]*\]", "", path.read_text(encoding="utf-8")), encoding="utf-8")
        message = "no claim of the letter"
        anchor = "# # Lesson 90: A small lesson"
    found = [problem for problem in lint([path]) if message in problem.message]
    assert found, [str(problem) for problem in lint([path])]
    lines = path.read_text(encoding="utf-8").splitlines()
    wanted = 1 if anchor is None else lines.index(anchor) + 1
    assert [problem.line for problem in found] == [wanted]
    assert re.fullmatch(rf".*90_small\.py:{wanted}: .+; .+", str(found[0]))


def test_an_exercise_id_belongs_to_one_lesson(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    second = root / "notebooks" / "source" / "91_other.py"
    second.write_text(GOOD_LESSON.replace("Lesson 90", "Lesson 91"), encoding="utf-8")
    messages = [problem.message for problem in lint(sources(root)) if problem.path == second]
    assert any("90.1 is already at 90_small.py" in message for message in messages)


GOOD_CHANGES = {
    "words in brackets, over two lines": (f"![{RULER}]", "![a drawn ruler [of wood]\n# with ten steps]"),
    "an image by reference": (f"![{RULER}](images/ruler.png)", f"![{RULER}][ruler]\n#\n# [ruler]: images/ruler.png"),
    "an image in ticks": ("# Nothing.", '# Nothing but `<img src="x.png">` and `![](x.png)`.'),
    "words of an image with a >": ("# Nothing.", '# <img alt="a curve > 0 for every x" src="x.png">'),
    "words made when it runs": ("step_1 = 1", 'step_1 = f\'<img alt="{scores}" src="x.png">\''),
    "words added when it runs": ("step_1 = 1", "step_1 = '<img alt=\"' + str(scores) + '\">'"),
    "a figure of one's own": ("step_1 = 1", "from matplotlib.figure import Figure"),
    "Pillow": ("step_1 = 1", "step_1 = Image.fromarray(scores)"),
    "a given helper": ("def double(x):", "def helper(x):  # given\n    return x\n\n\ndef double(x):"),
    "a given constant and a class": (
        "def double(x):",
        "import math\n\nSIDE = 3  # given\n\n\nclass Box:\n    size: int\n\n    def __init__(  # given\n        self,\n"
        "    ):\n        self.size = 2\n\n\nclass None_yet(Box):\n    pass\n\n\nprint(SIDE)\n\n\ndef double(x):",
    ),
    "a deeper section": (
        "# %% [markdown]\n# ## Remember",
        '# %% [markdown] tags=["deeper"]\n# ## More\n\n# %% [markdown] tags=["deeper"]\n# ### Most\n\n'
        '# %% tags=["deeper"]\ndeep_1 = 1\n\n# %% [markdown] tags=["notes"]\n# ### For the teacher\n\n'
        '# %% tags=["deeper"]\ndeep_2 = 1\n\n# %% [markdown]\n# ## Remember',
    ),
    "no Keras": ("dl.start(seed=1)", "dl.start(seed=1, keras=False)"),
    "Keras in a Keras lesson": ("# lesson: numpy", "# lesson: keras"),
}


@pytest.mark.parametrize(("old", "new"), GOOD_CHANGES.values(), ids=GOOD_CHANGES)
def test_what_is_right_is_let_through(tmp_path: Path, old: str, new: str) -> None:
    root = checkout(tmp_path)
    edit(root, old, new)
    if new == "# lesson: keras":
        edit(root, "step_1 = 1", "import keras")
    assert [str(problem) for problem in lint(sources(root))] == []


def test_checks_that_do_not_load_are_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(key: str) -> None:
        raise SyntaxError(f"lesson_{key}")

    monkeypatch.setattr(lint_library, "exercises_of", broken)
    (problem,) = lint(sources(checkout(tmp_path)))
    assert "the checks do not load (SyntaxError: lesson_90); mend deepfake_lessons/exercises/lesson_90.py" in str(
        problem
    )


def test_code_in_fences_and_ticks_is_no_prose(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    edit(root, "# Nothing.", "# Nothing, `just` code:\n#\n# ```python\n# # simply a comment\n# ```")
    assert lint(sources(root)) == []


def test_the_command_names_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = edit(checkout(tmp_path), "# Nothing.", "# It is simply so.")
    assert main(["lint", str(path)]) == 1
    assert re.search(r'90_small\.py:\d+: the word "simply"; leave it out', capsys.readouterr().out)
    edit(tmp_path, "# It is simply so.", "# Nothing.")
    assert main(["lint", str(path)]) == 0
    assert main(["lint", str(tmp_path / "none.py")]) == 1


@pytest.mark.parametrize(
    ("code", "made", "needed"),
    [
        ("total = sum(scores)", {"total"}, {"scores"}),
        ("def f(a, b=c):\n    d = a + e\n    return d", {"f"}, {"c", "e"}),
        ("squares = [x * y for x in values]", {"squares"}, {"y", "values"}),
        ("import numpy.linalg as la, os.path", {"la", "os"}, set()),
        ("total += 1", set(), {"total"}),
        ("a.b = 1\nc[0] = d", set(), {"a", "c", "d"}),
        ("for i, (j, k) in pairs:\n    print(i, j, k)", {"i", "j", "k"}, {"pairs"}),
        ("with open(path) as file:\n    pass", {"file"}, {"path"}),
        ("class A(Base):\n    x = y", {"A"}, {"Base", "y"}),
        ("key = lambda row: row[column]", {"key"}, {"column"}),
        ("try:\n    pass\nexcept ValueError as error:\n    print(error)", {"error"}, set()),
        ("if (n := size) > 1:\n    print(n)", {"n"}, {"size"}),
    ],
)
def test_names_made_and_needed(code: str, made: set[str], needed: set[str]) -> None:
    found = names_of(code)
    assert (found.made, set(found.needed)) == (made, needed)


def test_the_real_lessons_break_no_rule() -> None:
    assert [str(problem) for problem in lint(sources(find_root()))] == []
