"""Checks in a notebook: one clear sentence for whatever comes, and never an exception."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from odd_answers import KINDS

from deepfake_lessons.autodiff import Tensor, Value
from deepfake_lessons.exercises import check, framework, messages, notebook
from deepfake_lessons.exercises.fingerprint import fingerprint
from deepfake_lessons.exercises.framework import exercise, expect, expect_that
from deepfake_lessons.exercises.learner import AuthorError, Learner, Unreachable
from deepfake_lessons.exercises.matching import difference

ROOT = Path(__file__).resolve().parents[2]
Check = Callable[[Learner], None]


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test has its own register of exercises and its own memory of tries."""
    monkeypatch.setattr(framework, "_parts", {})
    monkeypatch.delenv("DEEPFAKE_LESSONS_SOLUTIONS", raising=False)
    monkeypatch.delenv("DEEPFAKE_LESSONS_GRADING", raising=False)
    notebook.forget()
    yield
    notebook.forget()


def names_of(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {"np": np, "Value": Value, "Tensor": Tensor}
    exec(compile(source, "answer.py", "exec"), names)
    return names


def said(source: str, *checks: Check, points: float = 1) -> framework.Result:
    """The verdict on a source, by these checks."""
    for one in checks:
        exercise("99.1", "first", "second", "third", points=points)(one)
    return notebook.verdict("99.1", names_of(source), strict=True)


def half(learner: Learner) -> None:
    expect(learner("half", 3.0), 1.5, hint="divide by two", mistakes={"That is twice as much.": 6.0})


def test_the_three_states() -> None:
    assert said("half = ...", half).message == "99.1 not attempted yet"
    assert said("def half(x): return ...").message == "99.1 not attempted yet"
    assert said("").message == "99.1 not attempted yet"
    right = said("def half(x): return x / 2")
    assert right.message == "99.1 public checks passed (1 of 1); hidden ones run at grading"
    assert (right.state, right.points, right.out_of) == ("passed", 1, 1)
    wrong = said("def half(x): return x")
    assert wrong.message == "99.1 not yet: half(3.0) should be 1.5, yours gave 3.0. Hint: divide by two"
    assert (wrong.state, wrong.points) == ("not yet", 0)
    assert said("def half(x): return 2 * x").message.endswith("yours gave 6.0. Hint: That is twice as much.")


def test_hidden_cases_are_others_and_the_same_each_time() -> None:
    seen: list[float] = []

    @exercise("99.1")
    def draws(learner: Learner) -> None:
        seen.append(float(learner.rng.random()))
        expect(learner("half", 1.0), 0.5)

    names = names_of("def half(x): return x / 2")
    for secret in ("", "", "a", "a", "b"):
        result = notebook.verdict("99.1", names, secret)
    assert seen[0] == seen[1] != seen[2] == seen[3] != seen[4]
    assert result.message == "99.1 passed (1 of 1)"


@pytest.mark.parametrize("body", KINDS)
def test_one_sentence_for_whatever_comes(body: str, capsys: pytest.CaptureFixture[str]) -> None:
    exercise("99.1")(half)
    result = check("99.1", names=names_of(f"def half(x): {body}"))
    assert result.state == "not yet"
    assert KINDS[body] in result.message
    assert result.message.startswith("99.1 not yet: half(3.0)")
    assert capsys.readouterr().out == f"{result.message}\n"
    assert len(result.message) < 400


def test_what_is_no_function_of_one_argument() -> None:
    text = "half should be a function, yours is 3. Hint: was the name half given to something else later on?"
    assert said("half = 3", half).message == f"99.1 not yet: {text}"
    assert "TypeError: half() takes 0 positional arguments but 1 was given" in said("def half(): return 1").message


def test_prints_are_remarked() -> None:
    right = said("def half(x):\n    print('here', x)\n    return x / 2", half)
    assert right.state == "passed"
    assert right.message.splitlines()[1] == "It also printed something; a check looks at results only."
    wrong = said("def half(x):\n    print('here', x)\n    return x")
    assert wrong.message.splitlines()[1] == "It also printed: here 3.0"
    assert len(said("def half(x):\n    print('x' * 10**7)\n    return x").message) < 500


def test_changed_arguments() -> None:
    def step(learner: Learner) -> None:
        expect(learner("step", np.array([1.0, 2.0]), rate=[1]), [2.0, 3.0])

    text = "99.1 not yet: step([1.0, 2.0], rate=[1]) changed what it was given (weights)"
    assert said("def step(weights, rate):\n    weights += 1\n    return weights", step).message == (
        f"{text}. Hint: make something new and return it; leave the arguments as they are."
    )
    assert said("def step(weights, rate): weights += 1").message.startswith(f"{text} and gave nothing (None).")
    assert "(rate)" in said("def step(weights, rate):\n    rate.append(1)\n    return weights + 1").message
    assert said("def step(weights, rate): return weights + 1").state == "passed"


@pytest.mark.parametrize(
    ("argument", "change"),
    [
        ([1, 2], "x.sort(reverse=True)"),
        ({"a": 1}, "x['b'] = 2"),
        ([[1]], "x[0].append(2)"),
        (np.zeros(2, np.float32), "x[0] = 1"),
        ((np.zeros(2),), "x[0][1] = 1"),
        (Value(1.0), "x.grad = 1.0"),
        (Tensor([1.0]), "x.data[0] = 2"),
        ({1, 2}, "x.add(3)"),
    ],
)
def test_every_kind_of_argument_is_watched(argument: Any, change: str) -> None:
    def calls(learner: Learner) -> None:
        before = messages.show(argument)
        expect(learner("use", argument), 1)
        assert messages.show(argument) == before

    assert "changed what it was given (x)" in said(f"def use(x):\n    {change}\n    return 1", calls).message
    assert said("def use(x): return 1").state == "passed"


def test_variables() -> None:
    def reads(learner: Learner) -> None:
        expect(learner.value("share"), 0.25)

    assert said("share = 0.25", reads).state == "passed"
    assert said("share = ...").state == "not attempted"
    assert said("share = 0.5").message == "99.1 not yet: share should be 0.25, yours is 0.5."
    assert said("share = None").message == "99.1 not yet: share: a single number was wanted, yours is None."
    assert "share should be a value, yours is a function" in said("def share(): return 0.25").message


def test_endless_loops_end() -> None:
    def waits(learner: Learner) -> None:
        expect(learner.ask("wait", [1], seconds=0.3), 1)

    for body in ("while True: pass", "import time; time.sleep(60)"):
        begun = time.monotonic()
        result = said(f"def wait(x):\n    {body}", waits)
        text = "99.1 not yet: wait(1) did not end within 0.3 seconds. Hint: does every loop come to an end?"
        assert result.message == text
        assert time.monotonic() - begun < 5
    stubborn = "def wait(x):\n  while True:\n    try:\n      sum(range(100))\n    except BaseException:\n      pass"
    assert "did not end" in said(stubborn).message
    time.sleep(0.3)  # no interrupt is left that would strike here


def test_loops_end_off_the_main_thread_too() -> None:
    from concurrent.futures import ThreadPoolExecutor

    @exercise("99.1")
    def waits(learner: Learner) -> None:
        expect(learner.ask("wait", [1], seconds=0.3), 1)

    with ThreadPoolExecutor(1) as pool:
        names = names_of("def wait(x):\n    while True: pass")
        assert "did not end" in pool.submit(notebook.verdict, "99.1", names).result(timeout=20).message
        assert pool.submit(lambda: 3).result() == 3


@pytest.mark.filterwarnings("ignore:divide by zero")
def test_warnings_and_stderr_stay_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    exercise("99.1")(half)
    check(
        "99.1",
        names=names_of("def half(x):\n    np.float64(1) / 0\n    import sys; sys.stderr.write('x')\n    return 1.5"),
    )
    assert capfd.readouterr().err == ""


def structure(want: Any, **options: Any) -> Check:
    def compares(learner: Learner) -> None:
        expect(learner("f"), want, **options)

    return compares


@pytest.mark.parametrize(
    ("want", "body", "words"),
    [
        (np.array([1.0, 2, 3]), "np.array([[1.0, 2, 3]])", "an array of shape (3,) was wanted, yours has shape (1, 3)"),
        (np.array([1.0, 2, 3]), "2.0", "an array of shape (3,) was wanted, yours is a single number"),
        (np.array([1.0, 2, 3]), "[1, 2, 4]", "should be [1.0, 2.0, 3.0], yours gave [1, 2, 4]"),
        (
            np.arange(12.0),
            "np.arange(12.0) + (np.arange(12) > 9)",
            "at [10] should be 10.0, yours gave 11.0 there (2 of 12",
        ),
        (np.array([1.0, 2]), "[1.0, float('nan')]", 'yours gave [1.0, nan]. Hint: NaN means "not a number"'),
        (np.array([1.0, 2]), "np.array([True, False])", "was wanted, yours gave"),
        (np.array([1.0, 2]), "['a', 'b']", "a list that holds 'a'"),
        (np.array([True, False]), "[1, 0]", "an array of True and False was wanted, yours gave numbers ([1, 0])"),
        (np.array([True, False]), "[True, True]", "should be"),
        (True, "False", "should be True, yours gave False"),
        (True, "1", "True or False was wanted, yours gave 1"),
        ("real", "'fake'", "should be 'real', yours gave 'fake'"),
        ("real", "0", "should be 'real', yours gave 0"),
        (["a", "b"], "['a', 'c']", "part 2 of f() should be 'b', yours gave 'c'"),
        (["a", "b"], "['a']", "2 parts were wanted, yours gave 1"),
        (["a", "b"], "'ab'", "a list of 2 was wanted, yours gave 'ab'"),
        (
            (1.0, np.ones(2)),
            "(1.0, np.ones(3))",
            "part 2 of f(): an array of shape (2,) was wanted, yours has shape (3,)",
        ),
        ((1.0, "x"), "(2.0, 'x')", "part 1 of f() should be 1.0, yours gave 2.0"),
        ({"a": 1.0}, "{'a': 2.0}", "'a' of f() should be 1.0, yours gave 2.0"),
        ({"a": 1.0}, "{'b': 2.0}", "the key 'a' is missing, yours gave {'b': 2.0}"),
        ({"a": 1.0}, "{'a': 1.0, 'b': 2.0}", "nobody asked for the key 'b'"),
        ({"a": 1.0}, "[1.0]", "a dictionary was wanted, yours gave [1.0]"),
        ({"a", "b"}, "{'a'}", "should be a set of 2, yours gave a set of 1"),
        (1.0, "np.float64(1.00000001)", "should be 1.0, yours gave 1.00000001"),
        (1, "1.5", "should be 1, yours gave 1.5"),
    ],
)
def test_structures_that_differ(want: Any, body: str, words: str) -> None:
    message = said(f"def f(): return {body}", structure(want)).message
    assert words in message


@pytest.mark.parametrize(
    ("want", "body", "options"),
    [
        (np.array([1.0, 2]), "[1, 2]", {}),
        (np.array([1.0, 2]), "(1.0, np.float32(2))", {}),
        (np.array([0.1, 1000.1]), "np.float32([0.1, 1000.1])", {}),
        (np.array([1.0, 2]), "Tensor([1, 2])", {}),
        (np.array([1.0, 2]), "[Value(1), Value(2)]", {}),
        (np.array([1.0, math.nan, math.inf]), "[1, float('nan'), float('inf')]", {}),
        ([1, 2], "np.array([1, 2])", {}),
        ((1.0, np.ones(2)), "[np.float32(1), [1, 1]]", {}),
        *((1.5, f"{kind}(1.5)", {}) for kind in ("float", "np.float32", "np.float64", "np.array", "Value", "Tensor")),
        (1.5, "1.5 + 1e-12", {}),
        (1.5, "1.5 + 0j", {}),
        (2.0, "2", {}),
        (2, "2.0", {}),
        (1e6, "1e6 + 1e-4", {}),
        (0.33, "0.3", {"within": 0.05}),
        (np.array([True, False]), "[True, np.bool_(False)]", {}),
        (np.array([True, False]), "[1, 0]", {"flags": True}),
        (np.array([1, 0]), "[True, False]", {"flags": True}),
        (True, "np.bool_(True)", {}),
        (True, "1", {"flags": True}),
        (True, "np.array(True)", {}),
        ("Real photo", "' real  PHOTO'", {"loose": True}),
        (["a", "b"], "('a', 'b')", {}),
        (["a", "b"], "np.array(['a', 'b'])", {}),
        ({"a": [1, 2]}, "{'a': np.array([1, 2])}", {}),
        ({"a", "b"}, "{'b', 'a'}", {}),
        ([], "[]", {}),
    ],
)
def test_structures_that_agree(want: Any, body: str, options: dict[str, Any]) -> None:
    result = said(f"def f(): return {body}", structure(want, **options))
    assert result.state == "passed", result.message


def test_float32_answers_are_not_excused_for_more_than_rounding() -> None:
    assert difference(np.float32(1.0001), 1.0) is not None
    assert difference(np.float16(1.02), 1.0) is not None


def test_properties() -> None:
    def looks(learner: Learner) -> None:
        expect_that(learner("f"), lambda got: got > 0.1, "should be above 0.1", hint="a share")

    assert said("def f(): return 0.5", looks).state == "passed"
    for body in ("[0.5, 0.5]", "nan", "'x'"):
        shown = f"99.1 not yet: f() should be above 0.1, yours gave {body}. Hint: a share"
        assert said(f"from math import nan\ndef f(): return {body}").message == shown


def test_then_blames_the_value() -> None:
    def sums(learner: Learner) -> None:
        expect(learner("f").then(lambda rows: rows.sum(axis=1), "the sum of each row of {}", "two axes"), [1.0, 1.0])

    assert said("def f(): return np.full((2, 2), 0.5)", sums).state == "passed"
    text = "99.1 not yet: the sum of each row of f() cannot be worked out: yours gave 'x'. Hint: two axes"
    assert said("def f(): return 'x'").message == text
    assert said("def f(): return None").message.startswith("99.1 not yet: f() gave nothing (None)")


def test_probes() -> None:
    def swaps(learner: Learner) -> None:
        expect(learner.probe("wiring", "f", "ann", "b"), "b draws code(ann)")

    parameters = "face, encoder, a, b, to"
    assert said(f"def f({parameters}): return b(encoder(face))", swaps).state == "passed"
    assert (
        "f('ann', 'b') should be 'b draws code(ann)', yours gave 'code(ann)'"
        in said(f"def f({parameters}): return encoder(face)").message
    )
    assert "ZeroDivisionError: division by zero (line 1 of f)" in said(f"def f({parameters}): return 1 / 0").message
    assert said("f = ...").state == "not attempted"


def test_parts_have_points_of_their_own() -> None:
    def double(learner: Learner) -> None:
        expect(learner("double", 3.0), 6.0)

    both = said("def half(x): return x / 2\ndef double(x): return 2 * x", half, double)
    assert (both.state, both.points, both.out_of, both.passed) == ("passed", 2, 2, 2)
    assert both.message == "99.1 public checks passed (2 of 2); hidden ones run at grading"
    one = said("def half(x): return x / 2\ndef double(x): return ...")
    assert (one.message, one.points) == ("99.1 not yet: double is not attempted yet", 1)
    wrong = said("def half(x): return x\ndef double(x): return 2 * x")
    assert (wrong.state, wrong.points) == ("not yet", 1)
    assert wrong.message.startswith("99.1 not yet: half(3.0)")
    assert said("").message == "99.1 not attempted yet"


def test_a_part_not_attempted_gets_no_hint(capsys: pytest.CaptureFixture[str]) -> None:
    @exercise("99.1", "of half")
    def halves(learner: Learner) -> None:
        expect(learner("half", 3.0), 1.5)

    @exercise("99.1", "of double")
    def doubles(learner: Learner) -> None:
        expect(learner("double", 3.0), 6.0)

    for sign in "+-*":
        other = f"def other(x): return x {sign} 1"
        check("99.1", names=names_of(f"def half(x): return x / 2\n{other}\ndef double(x): return ..."))
        assert capsys.readouterr().out.splitlines() == ["99.1 not yet: double is not attempted yet"]
    check("99.1", names=names_of("def half(x): return x / 2\ndef double(x): return x"))
    assert capsys.readouterr().out.splitlines()[1:] == ["Hint 1 of 1: of double"]


def test_one_more_hint_at_each_honest_try(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "solutions", lambda: {"99.1": "def third(x): return x / 3"})

    @exercise("99.1", "first", "second")
    def third(learner: Learner) -> None:
        expect(learner("third", 3.0), 1.0)

    def lines(source: str) -> list[str]:
        check("99.1", names=names_of(source))
        return capsys.readouterr().out.splitlines()[1:]

    assert lines("third = ...") == []
    assert lines("def third(x): return 1.1") == ["Hint 1 of 2: first"]
    assert lines("def third(x): return 1.1  # no change") == ["Hint 1 of 2: first"]
    assert lines("def third(x): return 1.2") == ["Hint 1 of 2: first", "Hint 2 of 2: second"]
    assert "After 3 tries you may read a solution" in lines("def third(x): return 1.3")[2]
    monkeypatch.setenv("DEEPFAKE_LESSONS_SOLUTIONS", "locked")
    assert len(lines("def third(x): return 1.4")) == 2
    monkeypatch.setenv("DEEPFAKE_LESSONS_SOLUTIONS", "")
    assert len(lines("def third(x): return 1.5")) == 3
    monkeypatch.setattr("deepfake_lessons.notebook.session.SOLUTIONS", False)
    assert len(lines("def third(x): return 1.6")) == 2
    assert lines("def third(x): return 1.0") == []


TRIES = {  # a try, and another (with 5 in place of 4) that differs only where a function leans on something else
    "a default": "def third(x, by=4): return x / by",
    "a named default": "def third(x, *, by=4): return x / by",
    "a closure": "def make(by): return lambda x: x / by\nthird = make(4)",
    "a function it calls": "def part(x): return x / 4\ndef third(x): return part(x)",
    "a function that one calls": "def by(): return 4\ndef part(x): return x / by()\n"
    "def third(x): return [part(y) for y in [x]][0]",
    "a number it names": "BY = 4\ndef third(x): return x / BY",
    "an object that can be called": "class T:\n  def __call__(self, x): return x / 4\nthird = T()",
    "what such an object holds": "class T:\n  def __init__(s, by): s.by = by\n  def __call__(s, x): return x / s.by\n"
    "third = T(4)",
    "functools.partial": "import functools\nthird = functools.partial(lambda by, x: x / by, 4)",
    "np.vectorize": "third = np.vectorize(lambda x: x / 4)",
    "a cache": "import functools\n@functools.cache\ndef third(x): return x / 4",
    "no function": "third = 4.0",
    "a class": "class third:\n  def f(s): return 4",
}


@pytest.mark.parametrize("what", TRIES)
def test_every_change_of_the_answer_is_a_try(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    @exercise("99.1", "first", "second")
    def third(learner: Learner) -> None:
        expect(learner("third", 3.0), 1.0)

    one, other = TRIES[what], TRIES[what].replace("4", "5")
    for source, hints in ((one, 1), (one, 1), (other, 2), (one, 2)):
        special = " Hint: " in check("99.1", names=names_of(source)).message
        assert capsys.readouterr().out.count("\nHint ") == hints - special


def test_fingerprints_end_and_run_nothing_of_the_learners() -> None:
    bites = "__get__ = __getattr__ = __hash__ = lambda *_: 1 / 0"
    for source in (
        "def third(x): return other(x)\ndef other(x): return third(x) if x > 9 else x",
        "third = lambda x: x\nthird.__defaults__ = (third,)",
        f"class T:\n  {bites}\n  __dict__ = __mro__ = property(lambda s: 1 / 0)\n"
        "  def __call__(s, x): return x\nthird = T()",
        "class M(type):\n  __dict__ = __mro__ = property(lambda s: 1 / 0)\nclass T(metaclass=M):\n"
        "  def __call__(s, x): return x\nthird = T()",
        "def make():\n  def third(x): return later if x < 0 else x\n  return third\n  later = 1\nthird = make()",
    ):
        mark = fingerprint(names_of(source)["third"])
        assert len(mark) == 16
        assert mark == fingerprint(names_of(source)["third"])


def test_numbers_of_exercises_in_other_forms(capsys: pytest.CaptureFixture[str]) -> None:
    exercise("99.1")(half)
    exercise("99.2")(half)
    exercise("99.20")(half)
    names = names_of("def half(x): return x / 2")
    for given in (99.1, np.float64(99.1), "99.01", " 099.1 ", "99.1"):
        assert check(given, names=names).exercise == "99.1"  # type: ignore[arg-type]
        assert capsys.readouterr().out.startswith("99.1 public checks passed")
    assert check(99.2, names=names).state == "cannot say"  # type: ignore[arg-type]
    assert capsys.readouterr().out == 'Write the number in quotes: "99.2" or "99.20".\n'
    assert check(math.nan, names=names).state == "cannot say"  # type: ignore[arg-type]
    assert "nan is not the number of an exercise" in capsys.readouterr().out


def test_whoever_holds_the_names_may_be_gone() -> None:
    """That is no verdict, so it leaves the check: only whoever carries the questions can judge it."""
    exercise("99.1")(half)
    for error in (Unreachable("gone"), BrokenPipeError()):

        def gone(request: dict, arrays: list, error: Exception = error) -> Any:
            raise error

        with pytest.raises(type(error)):
            framework.run("99.1", gone)
    assert "OSError" in said("def half(x): raise OSError").message


def test_unknown_exercises_are_told_kindly(capsys: pytest.CaptureFixture[str]) -> None:
    exercise("99.1")(half)
    exercise("99.2")(half)
    for name, words in {
        "99.7": "There is no exercise 99.7. Lesson 99 has 99.1, 99.2.",
        "98.1": "There is no exercise 98.1. Lesson 98 has no exercises here.",
        "two": "'two' is not the number of an exercise; one looks like \"2.1\".",
        "²³.¹": "'²³.¹' is not the number of an exercise",
        3: "3 is not the number of an exercise",
        None: "None is not the number of an exercise",
        "1" * 5000 + ".1": "",
    }.items():
        result = check(name, names={})  # type: ignore[arg-type]
        assert result.state == "cannot say"
        assert words in capsys.readouterr().out


def test_an_authors_error_is_raised_in_tests_and_told_in_notebooks(capsys: pytest.CaptureFixture[str]) -> None:
    def careless(learner: Learner) -> None:
        expect(learner("half", 0.0), 0.0, mistakes={"twice": 0.0})

    with pytest.raises(AuthorError, match="gives the right answer in every case"):
        said("def half(x): return x / 2", careless)
    assert check("99.1", names=names_of("def half(x): return x / 2")).state == "passed"

    def empty(learner: Learner) -> None:
        learner("half", 0.0)

    def broken(learner: Learner) -> None:
        raise ZeroDivisionError

    def bare(learner: Learner) -> None:
        expect(learner("half", 0.0).value, 0.0)  # type: ignore[arg-type]

    def odd(learner: Learner) -> None:
        expect(learner("half", object()), 0.0)

    for place, one in enumerate((empty, broken, bare, odd), 2):
        exercise(f"99.{place}")(one)
        result = check(f"99.{place}", names=names_of("def half(x): return 0"))
        assert (result.state, result.points) == ("cannot say", 0)
        assert "the check itself stopped" in result.message
        with pytest.raises((AuthorError, ZeroDivisionError)):
            notebook.verdict(f"99.{place}", names_of("def half(x): return 0"), strict=True)
    with pytest.raises(AuthorError):
        exercise("99.9", points=0)
    capsys.readouterr()


def test_nothing_is_done_while_grading(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEEPFAKE_LESSONS_GRADING", "1")
    exercise("99.1")(half)
    assert check("99.1", names={}).message == ""
    assert capsys.readouterr().out == ""


def test_names_are_those_of_the_caller(capsys: pytest.CaptureFixture[str]) -> None:
    exercise("99.1")(half)
    module = names_of("from deepfake_lessons import check\ndef half(x): return x / 2\nresult = check('99.1')")
    assert module["result"].state == "passed"
    assert "passed" in capsys.readouterr().out


@pytest.mark.slow
def test_in_a_kernel_the_message_stands_once(tmp_path: Path) -> None:
    """As a cell's last line, in the text that JupyterLab, Colab and VS Code all show; then the solution, folded."""
    import nbformat
    from nbclient import NotebookClient

    setup = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}]
from deepfake_lessons.exercises import framework, notebook
import deepfake_lessons as dl
notebook.solutions = lambda: {{"99.1": "def halve(x): return x / 2  # 1 < 2"}}
@framework.exercise("99.1")
def half(learner):
    framework.expect(learner("halve", 3.0), 1.5)
"""
    cells = [setup]
    for body in ("...", "x", "x + 1", "x + 2", "x / 2"):
        cells += [f"def halve(x): return {body}", "dl.check('99.1')"]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    NotebookClient(made, kernel_name="python3", timeout=60).execute(cwd=str(tmp_path))
    outputs = [cell.outputs for cell in made.cells[2::2]]
    assert [len(one) for one in outputs] == [1, 1, 1, 2, 1]
    assert [one[0]["text"] for one in outputs] == [
        "99.1 not attempted yet\n",
        "99.1 not yet: halve(3.0) should be 1.5, yours gave 3.0.\n",
        "99.1 not yet: halve(3.0) should be 1.5, yours gave 4.0.\n",
        "99.1 not yet: halve(3.0) should be 1.5, yours gave 5.0.\n",
        "99.1 public checks passed (1 of 1); hidden ones run at grading\n",
    ]
    folded = outputs[3][1]["data"]["text/html"]
    assert folded.startswith("<details><summary>3 honest tries")
    assert "# 1 &lt; 2" in folded
