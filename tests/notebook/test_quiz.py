"""Real or fake: answers kept once, a score that is a pair, words for who does not see, controls for the keyboard."""

from __future__ import annotations

import base64
import html
import io
import re
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import numpy as np
import pytest
from PIL import Image

from deepfake_lessons.clips.footage import Caption, Footage
from deepfake_lessons.metrics.pairs import FAKE, REAL, pair
from deepfake_lessons.notebook import quiz
from deepfake_lessons.notebook.naming import QUESTION
from deepfake_lessons.notebook.own_work import answers as own_answers
from deepfake_lessons.notebook.quiz_controls import HIDE, SHOW, Quiz
from deepfake_lessons.notebook.session import MEMORY

KEY = "90 a test"
TRUTH = [REAL, FAKE, FAKE, REAL]
PICTURES = np.random.default_rng(1).integers(0, 255, (4, 20, 20, 3)).astype(np.uint8)
WORDS = [f"The edge is {number} % <brighter> & no tint." for number in range(4)]


@pytest.fixture(autouse=True)
def _forgetful():
    MEMORY.forget()
    yield
    MEMORY.forget()


def asked(**how: Any) -> Quiz:
    return quiz.quiz(PICTURES, TRUTH, KEY, **how)


def everything(box: widgets.Widget) -> list[widgets.Widget]:
    """All widgets in a container, in the order in which Tab reaches them."""
    found = []
    for child in getattr(box, "children", ()):
        found += [child, *everything(child)]
    return found


def text(widget: widgets.HTML) -> str:
    return html.unescape(re.sub("<[^>]+>", "", widget.value)).strip()


def shown(widget: widgets.HTML) -> np.ndarray:
    """The pixels of the picture on the page."""
    data = re.search(r'base64,([^"]+)"', widget.value)
    assert data
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data[1]))))


def is_shown(widget: widgets.HTML, picture: np.ndarray) -> bool:
    large = shown(widget)
    step = len(large) // len(picture)
    return bool((large[::step, ::step] == picture).all())


# ---------------------------------------------------------------------- answers


def test_answers_without_controls_give_the_pair_with_its_intervals() -> None:
    score = asked(answers=[0, 1, 0, 1], sure=[50, 100, 75.0, None])
    assert isinstance(score, quiz.Score) and score.answered == 4
    assert score.says_fake.tolist() == [0, 1, 0, 1] and score.labels.tolist() == TRUTH
    assert (score.pair.caught.k, score.pair.caught.n, score.pair.accused.k, score.pair.accused.n) == (1, 2, 1, 2)
    assert 0 < score.pair.caught.low < 0.5 < score.pair.caught.high < 1
    assert str(score.pair) == str(pair([0, 1, 0, 1], TRUTH))
    assert str(score) == f"{score.pair}; on average 75 % sure" == repr(score)
    assert re.search(r"fakes caught 1 of 2 \(50 %, \d+-\d+\), genuine accused 1 of 2 \(50 %, \d+-\d+\)", str(score))


def test_the_first_answer_stays() -> None:
    asked(answers=[0, 0, 0, 0], sure=[60, 60, 60, 60])
    score = asked(answers=[1, 1, 1, 1], sure=[90, 90, 90, 90])
    assert score.says_fake.tolist() == [0, 0, 0, 0] and score.mean_sure == 60
    assert quiz.score(KEY, TRUTH).says_fake.tolist() == [0, 0, 0, 0]


def test_nothing_and_not_everything_answered() -> None:
    assert str(quiz.score(KEY, TRUTH)) == "nothing answered yet, of 4 pictures"
    assert np.isnan(quiz.score(KEY, TRUTH).mean_sure)
    control = asked()
    control.fake.click()
    score = control.score()
    assert score.answered == 1 and score.says_fake.tolist() == [1, -1, -1, -1]
    assert str(score).endswith("(3 of 4 not answered yet)") and "sure" not in str(score)
    assert (score.pair.accused.k, score.pair.accused.n, score.pair.caught.n) == (1, 1, 0)


def test_answers_outlive_the_kernel(tmp_path: Path) -> None:
    MEMORY.open(tmp_path / "my_work")
    control = asked()
    control.sure.value = 80
    control.genuine.click()
    control.onwards.click()
    control.fake.click()
    MEMORY.forget()  # as a new kernel does
    assert quiz.score(KEY, TRUTH).answered == 0
    MEMORY.open(tmp_path / "my_work")
    assert quiz.score(KEY, TRUTH).says_fake.tolist() == [0, 1, -1, -1]
    again = asked()
    assert again.place == 2 and "Picture 3 of 4" in again.title.value and again.score().mean_sure == 80
    assert is_shown(again.picture, PICTURES[2])


def test_what_is_kept_does_not_tell_the_truth_and_belongs_to_its_lesson(tmp_path: Path) -> None:
    MEMORY.open(tmp_path / "my_work")
    for truth in ([REAL, FAKE], [FAKE, REAL]):
        quiz.quiz(PICTURES[:2], truth, KEY, answers=[1, 1])
    names = [name for kind, name in MEMORY.all() if kind == "quiz"]
    assert len(set(names)) == 4 and {own_answers.lesson_of(name) for name in names} == {"90"}
    assert {len(re.findall("[0-9a-f]{6}", name)) for name in names} == {1}


@pytest.mark.parametrize("value", [[2, None], [True, None], [1], [1, 49], [1, 101], [1, "60"], "1", None, {"says": 1}])
def test_a_file_with_other_things_in_it_holds_no_answers(value: Any) -> None:
    with pytest.raises(ValueError, match="cannot be kept"):
        own_answers.check("quiz", "90 a test 4.abc 1", value)
    own_answers.check("quiz", "90 a test 4.abc 1", [1, 60])
    own_answers.check("quiz", "90 a test 4.abc 1", [0, None])


# ---------------------------------------------------------------------- wrong input


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"labels": []}, "labels must be 0"),
        ({"labels": [0, 1, 2, 0]}, "labels must be 0"),
        ({"labels": [0, 1, 0.5, 0]}, "labels must be 0"),
        ({"labels": ["real", "fake", "fake", "real"]}, "labels must be 0"),
        ({"labels": [[0, 1], [1]]}, "labels must be 0"),
        ({"labels": None}, "labels must be 0"),
        ({"labels": [0, 1]}, "4 pictures and 2 labels"),
        ({"images": PICTURES[:3]}, "3 pictures and 4 labels"),
        ({"images": iter(PICTURES)}, "labels; one label for each"),
        ({"words": WORDS[:3]}, "words must be 4 texts"),
        ({"why": WORDS[:3]}, "why must be 4 texts"),
        ({"why": WORDS, "feedback": False}, "feedback=False keeps it"),
        ({"words": "four"}, "words must be 4 texts"),
        ({"words": [1, 2, 3, 4]}, "words must be 4 texts"),
        ({"words": ["a", "b", "c", " "]}, "words must be 4 texts"),
        ({"key": ""}, "a name of 1 to 70 characters"),
        ({"key": None}, "a name of 1 to 70 characters"),
        ({"key": "x" * 71}, "a name of 1 to 70 characters"),
        ({"key": "two\nlines"}, "a name of 1 to 70 characters"),
        ({"answers": [0, 1]}, "answers must be 0"),
        ({"answers": [0, 1, 2, 0]}, "answers must be 0"),
        ({"answers": [0, 1, None, 0]}, "answers must be 0"),
        ({"answers": "0110"}, "answers must be 0"),
        ({"answers": [0, 1, 1, 0], "sure": [50]}, "sure must be 4 numbers"),
        ({"answers": [0, 1, 1, 0], "sure": [50, 60, 70, 101]}, "sure must be 4 numbers"),
        ({"answers": [0, 1, 1, 0], "sure": [50, 60, 70, 49]}, "sure must be 4 numbers"),
        ({"answers": [0, 1, 1, 0], "sure": [50, 60, 70, float("nan")]}, "sure must be 4 numbers"),
        ({"answers": [0, 1, 1, 0], "sure": [50, 60, 70, "80"]}, "sure must be 4 numbers"),
        ({"sure": [50, 60, 70, 80]}, "sure goes with answers"),
    ],
)
def test_a_quiz_that_makes_no_sense(wrong: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        quiz.quiz(**{"images": PICTURES, "labels": TRUTH, "key": KEY} | wrong)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 250
    assert MEMORY.all() == {}


def test_a_picture_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="show got"):
        quiz.quiz(["no", "pictures"], [0, 1], KEY)
    control = quiz.quiz([PICTURES[0], "no picture", PICTURES[2]], [0, 1, 0], KEY)
    control.genuine.click()
    control.onwards.click()
    assert "Picture 2 cannot be shown" in text(control.picture)  # said on the page, and one can go on
    control.fake.click()
    control.onwards.click()
    assert is_shown(control.picture, PICTURES[2])


# ---------------------------------------------------------------------- the control


def test_one_picture_after_the_other_with_feedback() -> None:
    control = asked(words=WORDS)
    for place, (says, label) in enumerate(zip((FAKE, FAKE, REAL, REAL), TRUTH, strict=True)):
        assert control.title.value == f"<b>Picture {place + 1} of 4: genuine or fake?</b>"
        assert is_shown(control.picture, PICTURES[place]) and control.sure.value is None
        assert text(control.said) == ""
        control.onwards.click()
        assert "First say genuine or fake" in text(control.said) and control.place == place
        (control.fake if says else control.genuine).click()
        begin = "Right: you said" if says == label else "Not so: you said"
        assert text(control.said).startswith(f"{begin} {quiz.NAMES[says]}, and it is {quiz.NAMES[label]}.")
        assert WORDS[place] in text(control.said)
        control.onwards.click()
    assert text(control.title) == "All 4 pictures are answered"
    assert text(control.said) == f"Your score: {control.score()}."
    wrong = re.findall("<li>(.*?)</li>", control.picture.value)
    assert wrong == [
        "Picture 1: Not so: you said fake, and it is genuine.",
        "Picture 3: Not so: you said genuine, and it is fake.",
    ]


def test_without_feedback_nothing_is_said_before_the_end() -> None:
    control = asked(feedback=False)
    for place in range(4):
        for _ in range(2):  # a double click answers one picture only
            control.fake.click()
        assert control.place == place and "genuine" not in text(control.said)
        assert not re.search("Right|Not so|it is", text(control.said))
        control.onwards.click()
    assert "Your score: fakes caught 2 of 2" in text(control.said)
    assert len(re.findall("<li>", control.picture.value)) == 2


def test_all_right() -> None:
    asked(answers=TRUTH)
    control = asked()  # the cell run again: the score, and no buttons that lead nowhere
    assert "Every one of your answers was right" in text(control.picture) and "Your score" in text(control.said)
    assert not [one for one in everything(control) if isinstance(one, widgets.Button)]


def test_a_second_answer_changes_nothing() -> None:
    control = asked()
    control.sure.value = 90
    control.fake.click()
    control.sure.value = 50
    control.genuine.click()
    assert "the first answer stays" in text(control.said) and "you said fake" in text(control.said)
    assert (control.score().says_fake[0], control.score().sure[0]) == (1, 90)


def test_two_copies_on_a_page() -> None:
    first, second = asked(), asked()
    first.fake.click()
    first.onwards.click()
    first.fake.click()
    second.genuine.click()
    assert "You said fake, and the first answer stays" in text(second.said)
    second.onwards.click()
    assert second.place == 2  # the second picture is answered, too
    assert second.score().says_fake.tolist() == [1, 1, -1, -1]


@pytest.mark.parametrize("feedback", [True, False])
def test_no_button_is_ever_switched_off_or_taken_away(feedback: bool) -> None:
    """Whoever walks by keyboard stands on a button; without it the browser puts them back to the top of the page."""
    control = asked(words=WORDS, feedback=feedback)
    before = everything(control)
    buttons = [one for one in before if isinstance(one, widgets.Button)]
    assert [one.description for one in buttons] == [SHOW, "Genuine", "Fake", "Next picture"]
    for _ in range(6):
        for button in buttons:
            button.click()
            assert everything(control) == before
            assert not any(one.disabled for one in buttons) and not control.sure.disabled
            assert all(one.layout.display != "none" and one.layout.visibility != "hidden" for one in before)
            assert text(control.title)
    assert control.place == 4 and control.score().answered == 4
    said = [text(control.said)]
    for button in buttons:
        button.click()
        said.append(text(control.said))
    assert set(said) == {f"Your score: {control.score()}."} and "cannot" not in text(control.picture)


def test_how_sure_is_asked_without_a_suggestion() -> None:
    control = asked()
    assert control.sure.description == "How sure are you?" and control.sure.value is None
    assert [value for _, value in control.sure.options] == [None, *quiz.SURE]
    assert ("50 % (a coin toss)", 50) in control.sure.options and ("100 %", 100) in control.sure.options
    control.sure.value = 70
    control.genuine.click()
    control.onwards.click()
    assert control.sure.value is None and control.score().sure[0] == 70
    assert control.sure.index == 0  # "not said" is written there, not nothing


def test_a_screen_reader_is_told_the_question_and_what_was_said() -> None:
    for control in (asked(), quiz.one_of_six(PICTURES, 1, KEY)):
        assert QUESTION in control._dom_classes and "<b>" in control.children[0].value
    control = asked()
    control.fake.click()
    assert 'role="status"' in control.said.value


def test_clips_may_come_in_another_dress() -> None:
    control = asked(page=lambda image, alt, caption="": f'<video aria-label="{alt}" data-mean="{image.mean():.1f}">')
    assert control.picture.value.startswith('<video aria-label="Picture 1 of 4, to be judged."')


def clip_of(picture: np.ndarray) -> Footage:
    """Half a second of one picture, with a tone and a caption."""
    tone = 0.1 * np.sin(np.arange(4000) / 5).astype(np.float32)
    return Footage(np.repeat(picture[None], 5, axis=0), 10.0, tone, 8000, captions=(Caption(0.1, 0.4, "Bob."),))


def test_clips_among_pictures() -> None:
    items = [clip_of(PICTURES[0]), PICTURES[1], clip_of(PICTURES[2]), PICTURES[3]]
    control = quiz.quiz(items, TRUTH, KEY, words=WORDS)
    assert control.onwards.description == "Next one"
    for place in range(4):
        noun = "Picture" if place % 2 else "Clip"
        assert text(control.title) == f"{noun} {place + 1} of 4: genuine or fake?"
        assert ("data-dl-clip" in control.picture.value) == (noun == "Clip")
        assert f'alt="{noun} {place + 1} of 4, to be judged.' in control.picture.value  # the strip's, or the picture's
        control.genuine.click()
        control.sure.value = 60
        assert text(control.said).startswith(f"This {noun.lower()} is answered already")
        assert text(control.said).endswith("Press Next one.")
        control.onwards.click()
    assert text(control.title) == "All 4 are answered"
    assert re.findall("<li>(.*?):", control.picture.value) == ["Picture 2", "Clip 3"]
    control = quiz.quiz([clip_of(one) for one in PICTURES], TRUTH, "90 clips")
    assert control.onwards.description == "Next clip"


def test_the_truth_comes_with_what_was_done_and_where_to_look() -> None:
    why = [f"Reason <{place}>." for place in range(4)]
    drawn = []

    def look(place: int) -> tuple[np.ndarray, str]:
        drawn.append(place)
        return PICTURES[place], f"Where to look, at place {place} of the list."

    control = asked(words=WORDS, why=why, look=look)
    for place in range(4):
        assert drawn == list(range(place)) and control.where.value == ""  # nothing is drawn before the answer
        control.fake.click()
        assert text(control.said).endswith(why[place]) and f"at place {place}" in control.where.value
        assert is_shown(control.where, PICTURES[place])
        control.onwards.click()
    assert control.where.value == ""
    again = asked(why=why, look=look)  # all answered: nothing to look at
    assert text(again.title) == "All 4 pictures are answered"


def test_where_to_look_that_cannot_be_drawn_is_one_sentence() -> None:
    control = asked(look=lambda place: 1 / 0)
    control.fake.click()
    assert "Where to look cannot be shown: division by zero" in text(control.where)
    control.onwards.click()
    assert control.place == 1


# ---------------------------------------------------------------------- words for who does not see it


def test_the_words_of_a_picture_are_all_and_only_its_own() -> None:
    control = asked(words=WORDS)
    assert control.evidence.value == ""
    control.more.click()
    assert control.more.description == HIDE
    for place in range(4):
        assert text(control.evidence) == WORDS[place]  # they stay open, and follow the picture
        assert "behind a button below" in control.picture.value
        control.genuine.click()
        assert WORDS[place] not in text(control.said)  # they stand there already
        control.onwards.click()
    assert text(control.evidence) == ""


def test_hiding_the_words() -> None:
    control = asked(words=WORDS)
    control.more.click()
    control.more.click()
    assert control.more.description == SHOW and control.evidence.value == ""


def test_words_are_escaped_and_may_be_an_array() -> None:
    control = quiz.quiz(PICTURES, TRUTH, KEY, words=np.array(WORDS))
    control.more.click()
    assert "&lt;brighter&gt; &amp; no" in control.evidence.value


def test_alternative_texts_give_nothing_away() -> None:
    texts = []
    for truth in (TRUTH, [1 - label for label in TRUTH]):
        control, alts = quiz.quiz(PICTURES, truth, KEY), []
        for _ in range(4):
            alts += re.findall('alt="([^"]+)"', control.picture.value)
            control.fake.click()
            control.onwards.click()
        texts.append(alts)
    assert texts[0] == texts[1] and len(set(texts[0])) == 4
    grids = [
        [re.findall('alt="([^"]+)"', one.value) for one in everything(quiz.one_of_six(PICTURES, odd, KEY))[:-1]
         if isinstance(one, widgets.HTML)]
        for odd in range(4)
    ]  # fmt: skip
    assert all(grid == grids[0] for grid in grids)


def test_without_words_there_is_no_button_for_them() -> None:
    for control in (asked(), quiz.one_of_six(PICTURES, 1, KEY)):
        assert SHOW not in [one.description for one in everything(control) if isinstance(one, widgets.Button)]


# ---------------------------------------------------------------------- one of six


def grid(**how: Any) -> tuple[widgets.VBox, list[widgets.Button], widgets.HTML]:
    """The control, its buttons in order, and what it says."""
    box = quiz.one_of_six(PICTURES, 2, KEY, **how)
    return box, [one for one in everything(box) if isinstance(one, widgets.Button)], box.children[2]


def test_one_press_is_a_locked_guess() -> None:
    box, buttons, said = grid(why="It alone is <sharp>.", question="Which <one>?")
    assert "Which &lt;one&gt;?" in box.children[0].value and said.value == ""
    assert [one.description for one in buttons] == [f"Picture {number}" for number in range(1, 5)]
    buttons[0].click()
    first = "You chose picture 1. The one that does not belong is picture 3. It alone is <sharp>."
    assert text(said) == first and "&lt;sharp&gt;" in said.value and 'role="status"' in said.value
    buttons[2].click()
    assert text(said) == f"{first} Yes, picture 3; your first choice stays."
    buttons[1].click()
    assert text(said) == f"{first} Picture 2 belongs with the others; your first choice stays."
    assert not any(one.disabled for one in buttons)
    assert text(grid(why="It alone is <sharp>.", question="Which <one>?")[2]) == first  # the cell run again


def test_how_sure_is_answered_with_a_word() -> None:
    control = asked()
    control.sure.value = 70
    assert text(control.said) == "70 % sure. Now press Genuine or Fake."
    control.fake.click()
    control.sure.value = 90
    assert "stays as it was" in text(control.said) and control.score().sure[0] == 70


def test_the_right_one() -> None:
    _, buttons, said = grid()
    buttons[2].click()
    assert text(said) == "You chose picture 3. That is the one."


def test_each_picture_stands_above_its_button() -> None:
    box, buttons, _ = grid()
    for tile, button, picture in zip(box.children[1].children, buttons, PICTURES, strict=True):
        assert tile.children[1] is button and is_shown(tile.children[0], picture)


def test_another_question_finds_no_old_choice(tmp_path: Path) -> None:
    """Lesson 01 asks with drawn faces first, and with portraits once they are there."""
    MEMORY.open(tmp_path / "my_work")
    grid()[1][0].click()
    MEMORY.forget()
    MEMORY.open(tmp_path / "my_work")
    assert text(grid()[2]).startswith("You chose picture 1")
    assert text(grid(question="One of these people exists. Which one?")[2]) == ""
    assert quiz.one_of_six(PICTURES, 1, KEY).children[2].value == ""


def test_the_words_of_all_pictures() -> None:
    box, buttons, _ = grid(words=WORDS)
    more, evidence = box.children[-2:]
    assert buttons[-1] is more and evidence.value == ""
    more.click()
    assert [html.unescape(one) for one in re.findall("<li>(.*?)</li>", evidence.value)] == WORDS
    more.click()
    assert evidence.value == "" and more.description == SHOW


def test_without_the_mouse(capsys: pytest.CaptureFixture[str]) -> None:
    assert quiz.one_of_six(PICTURES, 2, KEY, answer=3, why="It is sharp.") is None
    quiz.one_of_six(PICTURES, 2, KEY, answer=np.int64(1), why="It is sharp.")
    first = "You chose picture 3. That is the one. It is sharp."
    again = f"{first} Picture 1 belongs with the others; your first choice stays."
    assert capsys.readouterr().out == f"{first}\n{again}\n"


@pytest.mark.parametrize(
    "wrong",
    [
        {"images": PICTURES[:1]},
        {"images": np.zeros((13, 9, 9))},
        {"images": None},
        {"odd": 4},
        {"odd": -1},
        {"odd": 1.0},
        {"odd": None},
        {"odd": True},
        {"words": WORDS[:2]},
        {"key": ""},
        {"answer": 0},
        {"answer": 5},
        {"answer": "1"},
        {"answer": True},
        {"answer": 1.0},
    ],
)
def test_a_grid_that_makes_no_sense(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"one_of_six|quiz|a name of 1 to 70") as refused:
        quiz.one_of_six(**{"images": PICTURES, "odd": 2, "key": KEY} | wrong)
    assert "\n" not in str(refused.value)
    assert MEMORY.all() == {}
