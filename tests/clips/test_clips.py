"""Clips in files and on pages: what is written comes back; what is damaged, mislabelled or too large is refused."""

from __future__ import annotations

import base64
import html
import io
import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from deepfake_lessons import clips, studio
from deepfake_lessons.clips.footage import CannotRead, Caption, Footage
from deepfake_lessons.drawing.filmstrip import filmstrip, places
from deepfake_lessons.notebook import player
from deepfake_lessons.studio.film import film

CLIP = film(studio.cast(1, seed=53)[0], seconds=2, size=32, sentence="My map, Bob.", seed=1)


def footage(count: int = 8, side: int = 32, seconds: float = 0.5) -> Footage:
    """A stranger's clip: no truth, no landmarks."""
    rng = np.random.default_rng(1)
    frames = np.repeat(rng.integers(0, 256, (count, side // 8, side // 8, 3), np.uint8), 8, 1).repeat(8, 2)
    sound = (0.3 * np.sin(np.arange(int(16_000 * seconds)) / 9)).astype(np.float32)
    return Footage(frames, count / seconds, sound, 16_000)


# ---------------------------------------------------------------------- what a clip may be


def test_a_stranger_s_clip() -> None:
    clip = footage()
    assert len(clip) == 8 and clip.seconds == 0.5 and clip.size == 32 and clip.landmarks is None and clip.words == ""
    assert repr(clip).startswith("a clip of 0.5 s, 8 frames of 32 x 32 pixels")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"frames": np.zeros((0, 8, 8, 3), np.uint8)}, r"frames of shape \(0, 8, 8, 3\)"),
        ({"frames": np.zeros((8, 8, 3), np.uint8)}, r"\(T, H, W, 3\) uint8 is wanted"),
        ({"frames": np.zeros((2, 8, 8, 3))}, "float64"),
        ({"frames": np.zeros((2001, 1, 1, 3), np.uint8)}, "2,001 frames are too many"),
        ({"frames": np.broadcast_to(np.uint8(0), (1, 10_000, 10_000, 3))}, "10,000 x 10,000 pixels are too large"),
        ({"frames": np.broadcast_to(np.uint8(0), (900, 1080, 1920, 3))}, "do not fit into 512 MiB"),
        ({"fps": 0}, "fps=0"),
        ({"fps": float("nan")}, "fps=nan"),
        ({"rate": 10}, "rate=10"),
        ({"sound": np.zeros((2, 9), np.float32)}, r"sound of shape \(2, 9\)"),
        ({"sound": np.zeros(3_000_000, np.float32)}, "more than 120 seconds"),
        ({"fps": 1.0, "frames": np.zeros((121, 1, 1, 3), np.uint8)}, "more than 120 seconds"),
        ({"truth": {"jaw": np.zeros(3)}}, r"truth\['jaw'\] has shape \(3,\): 8 values"),
        ({"landmarks": np.zeros((8, 5, 2))}, r"landmarks have shape \(8, 5, 2\)"),
    ],
)
def test_what_is_no_clip(changes: dict, words: str) -> None:
    whole = {"frames": footage().frames, "fps": 16.0, "sound": footage().sound, "rate": 16_000, **changes}
    with pytest.raises(ValueError, match=words):
        Footage(**whole)


# ---------------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("clip.mp4", b"\x89PNG\r\n\x1a\n", "is called mp4, but holds a PNG picture"),
        ("clip.npz", b"PK\x03\x04", r"ends in '.npz': clips end in .m4v"),
        ("clip.webm", b"\0\0\0\x18ftypisom", "is called webm, but holds mp4"),
        ("clip.mpg", b"hello", "holds something else, or is damaged"),
        ("clip.mp4", b"", "holds something else, or is damaged"),
        ("clip.avi", b"RIFF", r"ends in '.avi': clips end in .m4v, .mov, .mp4"),
    ],
)
def test_a_mislabelled_file_is_refused(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CannotRead, match=words):
        clips.read(tmp_path / name)


def test_paths_endings_and_strangers(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"there is no file 'none.mp4'"):
        clips.read(tmp_path / "none.mp4")
    with pytest.raises(FileNotFoundError):
        clips.read("https://example.org/clip.mp4")
    with pytest.raises(ValueError, match=r"ends in '.mpg': clips are saved as .gif or .mp4"):
        clips.save(CLIP, tmp_path / "clip.mpg")
    with pytest.raises(TypeError, match="save wants a clip"):
        clips.save(CLIP.frames, tmp_path / "clip.gif")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="seconds=0"):
        (tmp_path / "clip.mp4").write_bytes(b"\0\0\0\x18ftypisom")
        clips.read(tmp_path / "clip.mp4", seconds=0)


def test_a_gif_moves_and_says_what_it_is(tmp_path: Path) -> None:
    clips.save(CLIP, tmp_path / "clip.gif")
    with Image.open(tmp_path / "clip.gif") as image:
        assert image.n_frames == len(CLIP) and image.info["comment"].startswith(b"synthetic")
        lasts = []
        for number in range(image.n_frames):
            image.seek(number)
            lasts.append(image.info["duration"])
        assert sum(lasts) == pytest.approx(2000, abs=10)


# ---------------------------------------------------------------------- videos, with the extra


def test_without_the_extra_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    (tmp_path / "clip.mp4").write_bytes(b"\0\0\0\x18ftypisom")
    for call in (lambda: clips.read(tmp_path / "clip.mp4"), lambda: clips.save(CLIP, tmp_path / "new.mp4")):
        with pytest.raises(CannotRead, match=r"need the extra `video`: pip install \"deepfake-lessons\[video\]\""):
            call()
    assert not (tmp_path / "new.mp4").exists()


def webm(clip: Footage, path: Path) -> None:
    """A video of another kind, as somebody else's program writes it."""
    av = pytest.importorskip("av")
    with av.open(str(path), "w", format="webm") as container:
        shown = container.add_stream("libvpx-vp9", rate=16)
        shown.width, shown.height, shown.pix_fmt = 32, 32, "yuv420p"
        for picture in clip.frames:
            container.mux(shown.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(shown.encode())


def test_a_webm_is_read(tmp_path: Path) -> None:
    webm(CLIP, tmp_path / "clip.webm")
    back = clips.read(tmp_path / "clip.webm")
    assert back.frames.shape == CLIP.frames.shape and len(back.sound) == 0 and "synthetic" not in back.about
    assert np.abs(back.frames.astype(int) - CLIP.frames).mean() < 12


def test_a_video_there_and_back(tmp_path: Path) -> None:
    pytest.importorskip("av")
    path = tmp_path / "clip.mp4"
    clips.save(CLIP, path)
    back = clips.read(path)
    assert back.frames.shape == CLIP.frames.shape and back.fps == 16 and back.about["synthetic"] is True
    assert np.abs(back.frames.astype(int) - CLIP.frames).mean() < 8
    assert len(back.sound) == round(2 * back.rate)
    step = back.rate // CLIP.rate
    heard = back.sound[::step]
    lags = range(-400, 401, 20)
    fits = [float(np.corrcoef(np.roll(heard, -lag)[800:-800], CLIP.sound[800:-800])[0, 1]) for lag in lags]
    assert max(fits) > 0.9 and abs(list(lags)[int(np.argmax(fits))]) <= 320, "sound and pictures go together"
    assert len(clips.read(path, seconds=1)) == 16


def test_odd_sizes_silence_and_single_frames(tmp_path: Path) -> None:
    pytest.importorskip("av")
    odd = Footage(np.full((1, 33, 47, 3), 90, np.uint8), 16.0, np.zeros(0, np.float32), 16_000)
    clips.save(odd, tmp_path / "odd.mp4")
    back = clips.read(tmp_path / "odd.mp4")
    assert back.frames.shape == (1, 34, 48, 3) and len(back.sound) == 0
    tiny = Footage(np.zeros((2, 8, 8, 3), np.uint8), 16.0, np.zeros(0, np.float32), 16_000)
    with pytest.raises(ValueError, match="too small for a video"):
        clips.save(tiny, tmp_path / "tiny.mp4")


def test_a_damaged_video_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("av")
    clips.save(CLIP, tmp_path / "clip.mp4")
    whole = (tmp_path / "clip.mp4").read_bytes()
    rng = np.random.default_rng(2)
    for content in (whole[: len(whole) // 2], whole[:40], whole[:12] + rng.bytes(4000)):
        (tmp_path / "bad.mp4").write_bytes(content)
        with pytest.raises(CannotRead, match=r"'bad.mp4' .*(damaged|no pictures)") as caught:
            clips.read(tmp_path / "bad.mp4")
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("ending", ["mp4", "webm"])
def test_a_spoilt_video_gives_a_clip_or_a_sentence(ending: str, tmp_path: Path) -> None:
    pytest.importorskip("av")
    path, spoilt = tmp_path / f"clip.{ending}", tmp_path / f"bad.{ending}"
    (clips.save if ending == "mp4" else webm)(CLIP, path)
    whole = bytearray(path.read_bytes())
    for seed in range(25):
        rng = np.random.default_rng(seed)
        bad = bytearray(whole)
        for place in rng.integers(64, len(bad), 30):
            bad[place] = rng.integers(256)
        spoilt.write_bytes(bad)
        try:
            clips.read(spoilt)
        except CannotRead as error:
            assert "\n" not in str(error)


def test_videos_too_large_or_too_long_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("av")
    from deepfake_lessons.clips import video

    clips.save(CLIP, tmp_path / "clip.mp4")
    for name, limit, words in (
        ("MOST_PIXELS", 900, "32 x 32 pixels|damaged"),
        ("MOST_SECONDS", 1.0, "longer than 1 s.*seconds=1"),
        ("MOST_FRAMES", 16, "longer than 1 s"),
        ("MOST_BYTES", 16 * 32 * 32 * 3, "longer than 1 s"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(video, name, limit)
            with pytest.raises(CannotRead, match=words):
                clips.read(tmp_path / "clip.mp4")


def test_talking_heads_are_read(shared_data: Path) -> None:
    pytest.importorskip("av")
    paths = sorted((shared_data / "video_grid").glob("*.mpg"))
    assert len(paths) == 6
    clip = clips.read(paths[0])
    assert clip.frames.shape == (75, 288, 360, 3) and clip.fps == 25 and clip.rate == 44_100
    assert len(clip.sound) == 3 * 44_100 and clip.sound.std() > 0.01 and "synthetic" not in clip.about
    assert clip.frames[:, 100:200, 130:230].std() > 10 and (np.diff(clip.frames.astype(int), axis=0) != 0).any()


# ---------------------------------------------------------------------- film strip and player


def test_a_film_strip_shows_what_it_should() -> None:
    assert places(48).tolist()[0] == 0 and places(48).tolist()[-1] == 47 and len(places(48)) == 12
    assert places(1).tolist() == [0] and len(places(5)) == 5
    strip = filmstrip(CLIP.frames, CLIP.fps, CLIP.sound, CLIP.rate, CLIP.captions, labels=list(CLIP.truth["phoneme"]))
    texts = [text.get_text() for ax in strip.axes for text in ax.texts]
    assert texts[0].startswith("0.00 s") and any("map" in text for text in texts)
    assert len(strip.axes) == 4 and strip.get_size_inches()[0] == pytest.approx(7.2)
    assert len(filmstrip(CLIP.frames[:1], 16).axes) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((CLIP.frames[0], 16), r"\(T, H, W, 3\) of uint8"),
        ((CLIP.frames, 16, None, 1, (), ["a"]), "1 labels for 32 frames"),
        ((CLIP.frames, 16, None, 1, (), (), [99]), r"frames 0 to 31 are there"),
    ],
)
def test_bad_strips_are_refused(arguments: tuple, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        filmstrip(*arguments)


def test_the_words_of_a_clip() -> None:
    words = player.describe(CLIP)
    assert words.startswith("A clip of 2 seconds. A drawn person") and "My map, Bob." in words
    assert "An m, b or p is said at" in words and "The eyes are" in words
    assert player.describe(footage()) == "A clip of 0.5 seconds. It has sound."


def test_the_page_has_a_still_twin_and_a_player() -> None:
    page = player.clip_html(CLIP)
    before, script = page.split("<script>", 1)
    found = re.search(r'<img alt="([^"]*)"', before)
    assert found and html.unescape(found[1]) == player.describe(CLIP)
    assert "<details open>" in before, "seen where no script runs"
    data = json.loads(script[script.index("{", script.rindex("querySelector(")) : script.rindex(")")])
    assert data["captions"] == [[one.start, one.end, one.words] for one in CLIP.captions]
    sheet = np.asarray(Image.open(io.BytesIO(base64.b64decode(data["sheet"]))))
    for number in (0, 7, 31):
        row, column = divmod(number, data["columns"])
        shown = sheet[row * 32 : row * 32 + 32, column * 32 : column * 32 + 32].astype(int)
        assert np.abs(shown - CLIP.frames[number]).mean() < 6
    sound = base64.b64decode(data["sound"])
    assert sound[:4] == b"RIFF" and len(sound) == 44 + 2 * len(CLIP.sound)
    assert np.abs(np.frombuffer(sound[44:], "<i2") / 32767 - CLIP.sound).max() < 1e-4


def test_in_a_control_there_is_no_script() -> None:
    evil = Footage(CLIP.frames, 16.0, CLIP.sound, 16_000, captions=(Caption(0, 1, "</div>\"'<script>"),))
    page = player.item_html(evil, alt="somebody drawn says something evil")
    assert "<script" not in page and page.count("<div") == 1 and "<details open>" in page
    data = re.search(r'data-dl-clip="([^"]*)"', page)
    assert data and json.loads(html.unescape(data[1]))["captions"] == [[0, 1, "</div>\"'<script>"]]
    picture = player.item_html(np.zeros((8, 8), np.uint8), alt="a black square and nothing else")
    assert picture.startswith("<figure") and "data-dl-clip" not in picture


def test_nothing_in_a_clip_ends_the_script() -> None:
    evil = "</script><script>alert(1)</script>"
    clip = Footage(CLIP.frames, 16.0, CLIP.sound, 16_000, captions=(Caption(0, 1, evil),))
    page = player.clip_html(clip, alt=f"words that end badly {evil}", caption=evil)
    assert page.count("<script>") == 1 and page.count("</script>") == 1


@pytest.mark.parametrize("speed", [0, 2, True, "slow"])
def test_other_speeds_are_refused(speed) -> None:
    with pytest.raises(ValueError, match=r"0.1 to 1 is wanted"):
        player.clip_html(CLIP, speed=speed)


def test_plain_python_prints_the_words(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "_in_notebook", lambda: False)
    player.play(CLIP, caption="Bob speaks.")
    assert capsys.readouterr().out == f"[clip] Bob speaks. ({player.describe(CLIP)})\n"
    with pytest.raises(TypeError, match="play wants a clip"):
        player.play(CLIP.frames)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at least 20 characters"):
        player.play(CLIP, alt="a clip")


def test_large_clips_are_shrunk_for_the_page() -> None:
    clip = Footage(np.zeros((400, 480, 640, 3), np.uint8), 25.0, np.zeros(0, np.float32), 16_000)
    sheet = player._sheet(clip)
    assert (sheet["wide"], sheet["high"]) == (256, 192) and sheet["count"] == 400 and sheet["fps"] == 25
    long = Footage(np.zeros((1000, 256, 256, 3), np.uint8), 25.0, np.zeros(0, np.float32), 16_000)
    assert player._sheet(long)["count"] == 334 and player._sheet(long)["fps"] == pytest.approx(25 / 3)


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser():
    """Chromium, started once."""
    api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def state(page) -> tuple[int, str, str]:
    """The frame that is shown, what the first button says, and the caption."""
    frame, button, caption = page.evaluate(
        "['canvas', 'button', 'p'].map((part) => document.querySelector('.dl-clip ' + part))"
        ".map((one) => one.dataset.frame ?? one.textContent)"
    )
    return int(frame), button, caption


def wait_for(page, condition: str) -> None:
    page.wait_for_function(condition, timeout=20_000)


@pytest.mark.slow
@pytest.mark.parametrize("calm", [False, True], ids=["usual", "less motion"])
def test_the_player_plays_by_keyboard(browser, calm: bool) -> None:
    page = browser.new_page(reduced_motion="reduce" if calm else "no-preference")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content(f"<!doctype html><body>{player.clip_html(CLIP)}</body>")
    wait_for(page, "document.querySelector('.dl-clip canvas')?.dataset.frame === '0'")
    assert state(page)[:2] == (0, "Play")
    assert page.evaluate("document.querySelector('details').open") == calm
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    seen = set()
    wait_for(page, "Number(document.querySelector('.dl-clip canvas').dataset.frame) > 4")
    begun = time.monotonic()
    while (now := state(page))[1] == "Pause" and time.monotonic() - begun < 20:
        seen.add(now[0])
    assert now[1] == "Play" and now[0] == 31
    assert len(seen) <= 5 if calm else len(seen) > 8
    page.click("button[aria-label='One frame back']")
    assert state(page)[0] == 30
    page.focus("input[type=range]")
    page.keyboard.press("End")
    assert state(page)[0] == 31
    page.focus(".dl-clip button")
    page.keyboard.press("Enter")  # from the last frame it begins again
    wait_for(page, "((frame) => frame < 20)(document.querySelector('.dl-clip canvas').dataset.frame)")
    page.keyboard.press("Enter")
    page.focus("input[type=range]")
    page.keyboard.press("Home")
    assert state(page)[0] == 0
    page.focus(".dl-clip button")
    page.keyboard.press("Enter")  # once more from the begin, and a pause in the middle
    wait_for(page, "((frame) => frame > 4 && frame < 28)(document.querySelector('.dl-clip canvas').dataset.frame)")
    page.keyboard.press("Enter")
    paused = state(page)
    assert paused[1] == "Play" and 0 < paused[0] < 31
    page.wait_for_timeout(300)
    assert state(page) == paused
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # one frame back
    assert state(page)[0] == max(0, int(page.input_value("input[type=range]")))
    assert not errors
    page.close()


@pytest.mark.slow
def test_a_control_gets_a_player_and_leaves_none_behind(browser) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content("<!doctype html><body><div id='control'></div>")
    script = f"{player.SCRIPT.read_text(encoding='utf-8')}\ndeepfakeLessonsClips();"
    for _ in range(2):  # each cell with clips sends it
        page.evaluate(f"(() => {{ {script} }})()")
    put = "(html) => { document.querySelector('#control').innerHTML = html; }"
    for _ in range(2):  # a control that shows the next clip
        page.evaluate(put, player.item_html(CLIP, alt="somebody drawn says something"))
        wait_for(page, "document.querySelector('.dl-clip canvas')?.dataset.frame === '0'")
        assert page.locator(".dl-clip").count() == 1 and page.locator("img").count() == 1
        page.click(".dl-clip button")
        wait_for(page, "Number(document.querySelector('.dl-clip canvas').dataset.frame) > 2")
    page.evaluate(put, "")
    page.wait_for_timeout(200)
    assert page.locator(".dl-clip").count() == 0 and not errors
    page.close()


@pytest.mark.slow
def test_where_no_script_runs_the_strip_is_seen(browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(f"<!doctype html><body>{player.clip_html(CLIP)}</body>")
    assert page.locator("img").is_visible() and page.locator(".dl-clip").count() == 0
    context.close()


@pytest.mark.slow
def test_where_audio_elements_are_forbidden_web_audio_plays(browser) -> None:
    page = browser.new_page()
    rule = "default-src 'none'; img-src data:; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'"
    head = f'<meta http-equiv="Content-Security-Policy" content="{rule}">'
    page.set_content(f"<!doctype html><head>{head}</head><body>{player.clip_html(CLIP)}</body>")
    wait_for(page, "document.querySelector('.dl-clip canvas')?.dataset.frame === '0'")
    page.click(".dl-clip button")
    wait_for(page, "document.querySelector('.dl-clip canvas').dataset.frame === '31'")
    page.close()


def test_the_module_needs_neither_studio_nor_video_to_be_there(root: Path) -> None:
    code = "import sys, deepfake_lessons.clips; print([m for m in sys.modules if m.endswith('.studio') or m == 'av'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_a_clip_shown_twice_has_two_players(browser) -> None:
    page = browser.new_page()
    one = player.clip_html(CLIP)
    assert one == player.clip_html(CLIP)  # two runs of a notebook show the same
    page.set_content(f"<!doctype html><body>{one}{one}</body>")
    page.wait_for_function("document.querySelectorAll('.dl-clip canvas').length === 2", timeout=20_000)
    counts = "[...document.querySelectorAll('[data-dl-player]')].map((one) => one.querySelectorAll('.dl-clip').length)"
    assert page.evaluate(counts) == [1, 1]
    page.close()
