"""Speech: words become sounds, sounds become phrases, and what is heard is like speech in what can be measured."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from deepfake_lessons import studio
from deepfake_lessons.studio import articulation, phonemes, speech, voices

CREW = studio.cast(6, seed=41)


def spoken(actor: studio.Actor, sentence: str | None, seconds: float, seed: int = 0):
    """A strip, its tracks and its sound."""
    rng, voice = np.random.default_rng(seed), speech.voice_of(actor)
    said = speech.strip(sentence, voice, seconds, rng)
    heard = articulation.tracks(said, voice, rng)
    return said, heard, voices.sound(heard, voice, round(seconds * voices.RATE), rng)


# ---------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("word", "sounds"),
    [
        ("map", "mæp"), ("Maybe", "mɛjbi"), ("bridge", "brɪdʒ"), ("late", "lɛjt"), ("phone", "fɔwn"), ("lamb", "læm"),
        ("мама", "mɑmɑ"), ("дуб", "dup"), ("ёлка", "jɔlkɑ"), ("моя", "mɔjæ"), ("чаща", "tʃɑʃɑ"), ("объект", "ɔbjɛkt"),
    ],
)  # fmt: skip
def test_words_are_spelt_as_they_sound(word: str, sounds: str) -> None:
    assert phonemes.phonemes(word) == sounds


def test_every_rule_leads_to_sounds_that_there_are() -> None:
    for rules in (phonemes._WORDS, phonemes._ENGLISH, phonemes._RUSSIAN):
        assert set("".join(rules.values())) <= set(phonemes.PHONES)
    assert {"m", "b", "p"} == phonemes.LIP_SOUNDS


def test_own_sentences_can_be_said_and_close_the_lips() -> None:
    for sentences in phonemes.SENTENCES.values():
        for sentence in sentences:
            sounds = "".join(phonemes.phonemes(word) for word in phonemes.words_of(sentence) if word[0].isalpha())
            assert sum(sound in phonemes.VOWELS for sound in sounds) >= 6
            assert set(sounds) & phonemes.LIP_SOUNDS, sentence


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x4FF), max_size=80))
def test_any_text_is_read_or_refused_in_one_sentence(text: str) -> None:
    try:
        words = phonemes.words_of(text)
    except ValueError as error:
        assert str(error).startswith("sentence") and "\n" not in str(error)
    else:
        assert any(word[0].isalpha() for word in words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no word in it"),
        (" … — ", "no word in it"),
        ("ъь", "no word in it"),
        ("room 101", "here are 0 1: write numbers as words"),
        ("你好", "only English and Russian letters can be spoken, and here are"),
        ("Це ґанок", "here are ґ"),
        ("hello 😀", "leave them out"),
        ("a\0b", r"here are '\\x00'"),
        ("la " * 500, "1,500 characters are too many; at most 600"),
    ],
)
def test_what_cannot_be_said_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        phonemes.words_of(text)


@pytest.mark.parametrize("text", [7, b"hello", ["hello"]])
def test_what_is_no_text_is_refused(text) -> None:
    with pytest.raises(TypeError, match="a text in English or Russian is wanted"):
        phonemes.words_of(text)


def test_accents_and_both_alphabets_are_read() -> None:
    assert phonemes.words_of("Café, ёж e\u0301te\u0301!") == ["Cafe", ",", "ёж", "ete", "!"]


# ---------------------------------------------------------------------- strips


def test_a_sentence_is_said_once_in_phrases() -> None:
    text = "People meet in the park by the bridge every morning, and the baker opens at seven."
    said, _, _ = spoken(CREW[0], text, 8)
    assert " ".join(one.words for one in said.captions) == text
    for one in said.captions:
        syllables = sum(map(speech._syllables, one.words.split()))
        assert 2 <= syllables <= 8
    gaps = [later.start - sooner.end for sooner, later in zip(said.captions, said.captions[1:], strict=False)]
    assert len(gaps) >= 2 and min(gaps) > 0.08


def test_pieces_follow_each_other_without_overlap() -> None:
    said, _, _ = spoken(CREW[1], None, 12)
    assert said.pieces[0].start > 0
    for one, other in zip(said.pieces, said.pieces[1:], strict=False):
        assert one.start < one.end <= other.start + 1e-9
    assert said.pieces[-1].end <= 12


def test_a_sentence_too_long_for_the_clip_says_how_long_it_takes() -> None:
    text = "My brother packed a big map and a lamp."
    with pytest.raises(ValueError, match=r"takes [\d.]+ s, and the clip has 1: ask for more seconds") as caught:
        spoken(CREW[0], text, 1)
    needed = float(str(caught.value).split("takes ")[1].split(" s")[0])
    said, _, _ = spoken(CREW[0], text, needed)
    assert said.pieces[-1].end <= needed


def test_somebody_in_a_hurry_speaks_faster() -> None:
    text = "My brother packed a big map and a lamp."
    calm, hurried = (spoken(CREW[0], text, seconds)[0] for seconds in (6, 2.4))
    assert calm.pieces[-1].end - calm.pieces[0].start > hurried.pieces[-1].end - hurried.pieces[0].start
    assert [one.phone for one in calm.pieces] == [one.phone for one in hurried.pieces]


def test_voices_differ_and_stay() -> None:
    found = [speech.voice_of(actor) for actor in studio.cast(60, seed=2)]
    pitches = [voice.pitch for voice in found]
    assert min(pitches) < 120 < 180 < max(pitches) and all(90 <= pitch <= 230 for pitch in pitches)
    assert len({voice.tempo for voice in found}) == 60
    assert speech.voice_of(CREW[0]) == speech.voice_of(CREW[0].replace(hair="bald", glasses="round"))


# ---------------------------------------------------------------------- tracks


@pytest.mark.parametrize("text", ["Мама, папа, бабушка.", "Maybe a big lamp, my puppy."])
def test_lips_close_where_the_sentence_says_so(text: str) -> None:
    said, heard, _ = spoken(CREW[2], text, 5)
    for piece in said.pieces:
        if piece.phone in phonemes.LIP_SOUNDS and piece.part != "release":
            middle = np.array([(piece.start + piece.end) / 2])
            assert heard.at(middle, "lips")[0] > 0.9 and heard.at(middle, "jaw")[0] < 0.02
            assert heard.at(middle, "phone")[0] == piece.phone
    assert heard.at(np.array([0.0]), "phone")[0] == ""
    vowels = [one for one in said.pieces if one.phone == "ɑ"]
    assert all(heard.at(np.array([(one.start + one.end) / 2]), "lips")[0] < 0.5 for one in vowels)


def test_a_frame_meets_every_closing_of_the_lips() -> None:
    """At 16 frames a second, m, b and p are seen closed in at least one frame."""
    said, heard, _ = spoken(CREW[3], None, 12, seed=4)
    times = (np.arange(192) + 0.5) / 16
    lips = heard.at(times, "lips")
    closings = [one for one in said.pieces if one.phone in phonemes.LIP_SOUNDS and one.part != "release"]
    met = [lips[np.abs(times - (one.start + one.end) / 2) < 0.065].max() > 0.7 for one in closings]
    assert len(met) > 5 and np.mean(met) > 0.95


def test_the_jaw_follows_the_loudness() -> None:
    found = []
    for number, actor in enumerate(CREW):
        _, heard, sound = spoken(actor, None, 3, seed=number)
        times = (np.arange(48) + 0.5) / 16
        loud = np.sqrt(np.mean(sound.reshape(48, -1) ** 2, axis=1))
        jaw = heard.at(times, "jaw")
        found.append((np.corrcoef(jaw, loud)[0, 1], np.corrcoef(np.roll(jaw, 8), loud)[0, 1]))
    own, shifted = np.mean(found, axis=0)
    assert own > 0.75 and shifted < 0.3


def test_a_question_rises() -> None:
    ends = {}
    for mark in ".?":
        said, heard, _ = spoken(CREW[0], f"Maybe my lamp is on the big blue boat{mark}", 6, seed=3)
        ends[mark] = heard.at(np.array([said.captions[-1].end - 0.03]), "pitch")[0]
    assert ends["?"] > 1.15 * ends["."]


# ---------------------------------------------------------------------- sound


def test_sound_has_its_length_and_stays_in_bounds() -> None:
    for seconds in (0.0625, 0.3, 1, 7.3):
        _, _, sound = spoken(CREW[0], None, seconds)
        assert sound.shape == (round(seconds * voices.RATE),) and sound.dtype == np.float32
        assert np.isfinite(sound).all() and np.abs(sound).max() < 1


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.integers(0, 5))
def test_the_same_seed_gives_the_same_sound(seed: int, who: int) -> None:
    one, other = (spoken(CREW[who], None, 1, seed)[2] for _ in range(2))
    assert one.tobytes() == other.tobytes()
    assert one.tobytes() != spoken(CREW[who], None, 1, seed + 1)[2].tobytes()


def measures(sound: np.ndarray, rate: int) -> dict[str, float]:
    """What tells speech from other sounds: modulation peak (Hz), shares of pauses and of voice, tilt (dB)."""
    frequency, _, spectrum = signal.stft(sound, rate, nperseg=512, noverlap=384)
    power = np.abs(spectrum) ** 2
    envelope = np.sqrt(power.sum(axis=0))
    envelope /= envelope.max()
    rates, strength = signal.welch(envelope - envelope.mean(), rate / 128, nperseg=256, detrend="linear")
    smooth = np.convolve(strength * rates, np.ones(5) / 5, "same") * ((rates > 1) & (rates < 16))
    long = power[:, envelope > 0.03].mean(axis=1)
    low, high = (long[(frequency >= a) & (frequency < b)].mean() for a, b in ((200, 800), (1600, 3200)))
    frames = np.lib.stride_tricks.sliding_window_view(sound, int(0.04 * rate))[:: int(0.02 * rate)].astype(float)
    frames = frames - frames.mean(axis=1, keepdims=True)
    spectra = np.abs(np.fft.rfft(frames, 2 * frames.shape[1])) ** 2
    lag = np.fft.irfft(spectra)[:, : frames.shape[1]]
    periodic = (lag[:, rate // 400 : rate // 70].max(axis=1) / (lag[:, 0] + 1e-9)) > 0.45
    loud = frames.std(axis=1) > 0.1 * frames.std()
    return {
        "modulation": float(rates[np.argmax(smooth)]),
        "pauses": float((envelope < 10 ** (-35 / 20)).mean()),
        "voiced": float((periodic & loud).mean()),
        "tilt": float(10 * np.log10(high / low)),
    }


@pytest.mark.parametrize("who", range(4))
def test_it_sounds_like_speech_in_numbers(who: int) -> None:
    _, _, sound = spoken(CREW[who], None, 12, seed=who)
    found = measures(sound, voices.RATE)
    assert 2.5 <= found["modulation"] <= 6.5, "syllables come at three to six a second"
    assert 0.08 < found["pauses"] < 0.45
    assert 0.4 < found["voiced"] < 0.8
    assert -28 < found["tilt"] < -10


def test_noise_and_a_tone_are_no_speech_by_these_measures() -> None:
    rng, times = np.random.default_rng(1), np.arange(12 * 16_000) / 16_000
    noise, tone = measures(rng.standard_normal(len(times)), 16_000), measures(np.sin(2 * np.pi * 150 * times), 16_000)
    assert noise["voiced"] < 0.2 and noise["tilt"] > -5
    assert tone["pauses"] == 0 and tone["voiced"] > 0.9


def test_recorded_readings_lie_near(shared_data: Path) -> None:
    readings = sorted((shared_data / "librivox_speech").glob("*.wav"))
    assert readings
    for path in readings:
        with wave.open(str(path)) as file:
            read = np.frombuffer(file.readframes(file.getnframes()), np.int16) / 32768
            real = measures(read, file.getframerate())
        ours = [measures(spoken(actor, None, 6, seed=7)[2], voices.RATE) for actor in CREW]
        assert abs(np.mean([one["tilt"] for one in ours]) - real["tilt"]) < 6
        assert abs(np.mean([one["voiced"] for one in ours]) - real["voiced"]) < 0.25
