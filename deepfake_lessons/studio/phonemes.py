"""Sounds of speech and how they are spelt: English or Russian words become short strings of phonemes (IPA letters).

Formants of the English vowels are the men's means of Peterson and Barney (1952, J. Acoust. Soc. Am. 24), ɨ is from Fant
(1960, Acoustic Theory of Speech Production); loci and noises of consonants are rounded from Klatt (1980, J. Acoust.
Soc. Am. 67). The spelling rules are few. They are there so that a strip looks and sounds like speech, with the lips
shut where a sentence has m, b or p; they do not make every word understood.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 600  # characters of a text


@dataclass(frozen=True)
class Phone:
    """One sound.

    Attributes:
        ms: its usual length in milliseconds.
        formants: the first three resonances in Hz; of a consonant, where the neighbours bend to.
        voice: loudness of the voice, 0 (none) to 1 (an open vowel).
        noise: centre and width in Hz, and loudness, of the noise; None has none.
        jaw: 0 (shut) to 1 (wide open).
        spread: rounded (-1) to spread (1) lips.
        lips: how closed the lips are held, 1 for m, b, p.
        kind: vowel, glide, nasal, stop or fricative.
    """

    ms: float
    formants: tuple[float, float, float]
    voice: float
    noise: tuple[float, float, float] | None
    jaw: float
    spread: float
    lips: float = 0.0
    kind: str = "fricative"


def _vowel(f1: float, f2: float, f3: float, jaw: float, spread: float, ms: float = 115) -> Phone:
    return Phone(ms, (f1, f2, f3), 1.0, None, jaw, spread, 0.0, "vowel")


PHONES: dict[str, Phone] = {
    "i": _vowel(270, 2290, 3010, 0.22, 0.8),
    "ɪ": _vowel(390, 1990, 2550, 0.3, 0.5, 85),
    "ɛ": _vowel(530, 1840, 2480, 0.5, 0.45),
    "æ": _vowel(660, 1720, 2410, 0.75, 0.4, 130),
    "ɑ": _vowel(730, 1090, 2440, 0.85, 0.0, 130),
    "ɔ": _vowel(570, 840, 2410, 0.6, -0.6, 125),
    "ʊ": _vowel(440, 1020, 2240, 0.3, -0.6, 85),
    "u": _vowel(300, 870, 2240, 0.22, -0.95),
    "ʌ": _vowel(640, 1190, 2390, 0.6, 0.0, 95),
    "ɜ": _vowel(490, 1350, 1690, 0.4, -0.2),
    "ə": _vowel(500, 1400, 2400, 0.35, 0.0, 65),
    "ɨ": _vowel(300, 1480, 2230, 0.28, 0.5),
    "j": Phone(55, (270, 2200, 3000), 0.6, None, 0.18, 0.5, 0.0, "glide"),
    "w": Phone(60, (300, 700, 2200), 0.6, None, 0.15, -1.0, 0.3, "glide"),
    "l": Phone(55, (350, 1200, 2700), 0.55, None, 0.35, 0.1, 0.0, "glide"),
    "r": Phone(48, (400, 1200, 1700), 0.5, None, 0.3, -0.25, 0.0, "glide"),
    "m": Phone(72, (250, 1000, 2200), 0.3, None, 0.0, 0.0, 1.0, "nasal"),
    "n": Phone(58, (250, 1500, 2500), 0.3, None, 0.22, 0.1, 0.0, "nasal"),
    "ŋ": Phone(65, (250, 2000, 2600), 0.28, None, 0.3, 0.1, 0.0, "nasal"),
    "b": Phone(62, (250, 900, 2200), 0.1, (900, 700, 0.25), 0.0, 0.0, 1.0, "stop"),
    "p": Phone(68, (300, 900, 2200), 0.0, (1000, 900, 0.3), 0.0, 0.0, 1.0, "stop"),
    "d": Phone(48, (250, 1750, 2600), 0.1, (3600, 1400, 0.3), 0.2, 0.2, 0.0, "stop"),
    "t": Phone(54, (300, 1750, 2600), 0.0, (4200, 1600, 0.4), 0.2, 0.2, 0.0, "stop"),
    "g": Phone(50, (250, 2000, 2400), 0.1, (1900, 800, 0.3), 0.3, 0.1, 0.0, "stop"),
    "k": Phone(54, (300, 2000, 2400), 0.0, (2100, 900, 0.35), 0.3, 0.1, 0.0, "stop"),
    "f": Phone(75, (300, 1100, 2300), 0.0, (5200, 3000, 0.14), 0.08, 0.1, 0.6),
    "v": Phone(60, (280, 1100, 2300), 0.25, (4800, 3000, 0.06), 0.08, 0.1, 0.6),
    "θ": Phone(80, (300, 1400, 2500), 0.0, (5600, 2500, 0.11), 0.2, 0.2),
    "ð": Phone(45, (280, 1400, 2500), 0.3, (5200, 2500, 0.04), 0.2, 0.2),
    "s": Phone(88, (300, 1700, 2600), 0.0, (6000, 1500, 0.42), 0.1, 0.45),
    "z": Phone(75, (280, 1700, 2600), 0.22, (5800, 1500, 0.22), 0.1, 0.45),
    "ʃ": Phone(95, (300, 1800, 2500), 0.0, (3300, 1300, 0.45), 0.15, -0.5),
    "ʒ": Phone(75, (280, 1800, 2500), 0.25, (3100, 1200, 0.25), 0.15, -0.5),
    "x": Phone(80, (350, 1500, 2400), 0.0, (1700, 800, 0.25), 0.4, 0.0),
    "h": Phone(55, (500, 1500, 2500), 0.0, (1500, 1500, 0.12), 0.4, 0.0),
}
VOWELS = frozenset(name for name, phone in PHONES.items() if phone.kind == "vowel")
LIP_SOUNDS = frozenset(name for name, phone in PHONES.items() if phone.lips == 1)


def _pairs(text: str) -> dict[str, str]:
    """A dictionary from a text such as: the:ðə a:ə."""
    return dict(pair.split(":") for pair in text.split())


# Words that no rule gets right; then English rules, the longest first; ^ is the begin of a word and $ its end.
_WORDS = _pairs(
    "the:ðə a:ə an:æn and:ænd of:ʌv to:tu two:tu do:du who:hu you:ju your:jɔr they:ðɛj are:ɑr was:wʌz what:wʌt "
    "one:wʌn some:sʌm come:kʌm have:hæv give:gɪv live:lɪv said:sɛd says:sɛz people:pipəl he:hi she:ʃi we:wi me:mi "
    "be:bi my:mɑj by:bɑj i:ɑj is:ɪz his:hɪz has:hæz as:æz good:gʊd love:lʌv friend:frɛnd were:wɜr there:ðɛr "
    "their:ðɛr where:wɛr could:kʊd would:wʊd should:ʃʊd world:wɜrld eye:ɑj eyes:ɑjz move:muv woman:wʊmən "
    "women:wɪmɪn water:wɔtər camera:kæmərə mother:mʌðər brother:brʌðər other:ʌðər does:dʌz done:dʌn put:pʊt "
    "so:sɔw go:gɔw no:nɔw this:ðɪs that:ðæt than:ðæn then:ðɛn these:ðiz those:ðɔwz with:wɪð any:ɛni many:mɛni "
    "only:ɔwnli once:wʌns every:ɛvri today:tədɛj busy:bɪzi beautiful:bjutəful maybe:mɛjbi bread:brɛd them:ðɛm "
    "door:dɔr please:pliz before:bɪfɔr began:bɪgæn because:bɪkɔz house:hɑws head:hɛd много:mnɔgɔ"
)
_ENGLISH = _pairs(
    "tion:ʃən sion:ʒən ture:tʃər ough:ɔw augh:ɔ igh:ɑj eigh:ɛj tch:tʃ dge:dʒ sch:sk ch:tʃ sh:ʃ th:θ ph:f wh:w ck:k "
    "ng:ŋ nk:ŋk qu:kw ^kn:n ^wr:r mb$:m gh:g ee:i ea:i ie:i ei:ɛj ey$:i ai:ɛj ay:ɛj oi:ɔj oy:ɔj oa:ɔw ow$:ɔw ow:ɑw "
    "ou:ɑw oo:u ew:ju ue:u ui:u au:ɔ aw:ɔ ar:ɑr er:ɜr ir:ɜr ur:ɜr or:ɔr all:ɔl alk:ɔk old:ɔwld ind:ɑjnd ild:ɑjld "
    "le$:əl ed$:d es$:z e$: y$:i ^y:j ce:sɛ ci:sɪ cy:si ge$:dʒ gi:dʒɪ bb:b cc:k dd:d ff:f gg:g ll:l mm:m nn:n pp:p "
    "rr:r ss:s tt:t zz:z a:æ e:ɛ i:ɪ o:ɔ u:ʌ y:ɪ A:ɛj E:i I:ɑj O:ɔw U:ju b:b c:k d:d f:f g:g h:h j:dʒ k:k l:l m:m "
    "n:n p:p q:k r:r s:s t:t v:v w:w x:ks z:z ':"
)
_SILENT_E = re.compile(r"(?<![aeiou])([aeiou])([bcdfgklmnpstvz])(e|es|ed)$")
# Russian: spelt nearly as it is spoken. Unstressed vowels are left as they are written.
_RUSSIAN = _pairs(
    "тся$:tsə ться$:tsə ого$:ɔvɔ его$:jɛvɔ что:ʃtɔ б$:p в$:f г$:k д$:t ж$:ʃ з$:s а:ɑ б:b в:v г:g д:d е:ɛ ё:ɔ ж:ʒ "
    "з:z и:i й:j к:k л:l м:m н:n о:ɔ п:p р:r с:s т:t у:u ф:f х:x ц:ts ч:tʃ ш:ʃ щ:ʃ ъ: ы:ɨ ь: э:ɛ ю:u я:æ"
)
_JOT = re.compile(r"(^|(?<=[аеёиоуыэюяьъ]))[еёюя]")  # these begin with a j here
_TOKEN = re.compile(r"[a-z']+|[а-яё]+|[.,;:!?…—–]+", re.IGNORECASE)
_QUIET = set(" \t\n\r'’‘`\"“”„«»()-‑.,;:!?…—–")


def phonemes(word: str) -> str:
    """The sounds of one word, English or Russian, as a string of the keys of `PHONES`."""
    word = word.lower()
    if word in _WORDS:
        return _WORDS[word]
    if re.search("[а-яё]", word):
        return _spelt(_JOT.sub(lambda found: f"й{found[0]}", word), _RUSSIAN)
    return _spelt(_SILENT_E.sub(_long, word), _ENGLISH)


def _long(found: re.Match[str]) -> str:
    """A vowel made long by a silent e: late, notes, used."""
    return found[1].upper() + found[2] + found[3][1:]


def _spelt(word: str, rules: dict[str, str]) -> str:
    """A word by rules, from left to right, always the longest one that fits."""
    padded, place, sounds = f"^{word}$", 1, ""
    while place < len(padded) - 1:
        for length in range(4, 0, -1):
            part = padded[place : place + length]
            keys = [part + "$"] if padded[place + length : place + length + 1] == "$" else []
            keys += ["^" + part] if place == 1 else []
            key = next((key for key in [*keys, part] if key in rules), None)
            if key is not None and "$" not in part:
                sounds, place = sounds + rules[key], place + len(part)
                break
        else:
            place += 1
    return sounds


def words_of(text: str) -> list[str]:
    """The words of a text and the marks between them: ["Мама", ",", "hello", "."].

    Accents on Latin letters are left out (café is read as cafe); quotation marks and hyphens part words.

    Raises:
        TypeError: no text.
        ValueError: nothing to say, too long, or letters, digits and signs that nobody here can read; the sentence names
            them.
    """
    if not isinstance(text, str):
        raise TypeError(f"sentence={text!r:.40}: a text in English or Russian is wanted, or None for one by lot")
    if len(text) > LONGEST:
        raise ValueError(f"sentence: {len(text):,} characters are too many; at most {LONGEST} are spoken in one clip")
    plain = "".join(_plain(letter) for letter in unicodedata.normalize("NFC", text))
    plain = plain.replace("’", "'").replace("‘", "'")
    strange = sorted({letter for letter in plain if not re.match("[a-zа-яё]", letter.lower()) and letter not in _QUIET})
    if strange:
        shown = " ".join(letter if letter.isprintable() else repr(letter) for letter in strange[:8])
        hint = "write numbers as words" if any(letter.isdigit() for letter in strange) else "leave them out"
        raise ValueError(f"sentence: only English and Russian letters can be spoken, and here are {shown}: {hint}")
    found: list[str] = _TOKEN.findall(plain)
    if not any(phonemes(word) for word in found if word[0].isalpha()):
        raise ValueError(f"sentence={text[:40]!r}: there is no word in it; give one in English or Russian, or None")
    return found


def _plain(letter: str) -> str:
    """A Latin letter without its accent; anything else as it is."""
    base = unicodedata.normalize("NFKD", letter)[0] if letter else ""
    return base if "a" <= base.lower() <= "z" else letter


# Drawn by lot where no sentence is given; our own, about nobody.
SENTENCES: dict[str, tuple[str, ...]] = {
    "English": (
        "My brother packed a big map and a lamp.",
        "People meet in the park, by the bridge, every morning.",
        "Please put both cups beside the blue box.",
        "The boat came back before the storm began.",
        "I remember a small house with a green door.",
        "Maybe we should bake some bread, and bring it to them.",
        "The baker opens at seven, but the post comes much later.",
        "Nobody believed him, so he proved it with a pencil.",
        "Look at the moon above the old tower tonight.",
        "The number on the paper is not mine.",
        "Some pictures keep more than we remember.",
        "My camera fell into the pond, and nobody minded.",
        "Bring me a spoon, a bowl, and a bit of pepper.",
        "A promise made in public is hard to break.",
    ),
    "Russian": (
        "Моя бабушка пекла пироги по субботам.",
        "Мы поймали большую рыбу, но потом отпустили.",
        "Под мостом плыла белая лодка.",
        "Папа купил арбуз и мешок картошки.",
        "Мой брат приехал поздно, автобус опоздал.",
        "Посмотри, пожалуйста, на эту старую карту.",
        "Вечером мы пили чай и молчали.",
        "Почтальон принёс письмо без марки.",
        "Когда пошёл дождь, мы спрятались под навесом.",
        "Книга лежала на подоконнике, обложкой вниз.",
        "Мне нравится эта маленькая площадь.",
        "Помоги мне поднять эту полку.",
        "Поезд прибывает на первую платформу.",
        "Никто не помнил, где был ключ от погреба.",
    ),
}
