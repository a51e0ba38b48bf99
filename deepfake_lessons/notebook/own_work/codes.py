"""Carry codes: answers as one line of text, "DL1-...", short enough for a note or a message.

A code is the prefix, then base64 for addresses of: two bytes that say how many follow, the answers as compact JSON
deflated (RFC 1951) with a dictionary of what answers usually hold, and their CRC-32. A typing error changes no more
than 32 neighbouring bits, and CRC-32 notices every such change.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from typing import Any

from .answers import BYTES, Answers, Damaged, Newer, flat, nested

VERSION = 1
LONGEST = 60_000  # characters; thirteen lessons take about 1500
# What surrounds a code in a message: spaces of every width, line breaks, quotation marks, backticks.
_AROUND = re.compile("[\\s\u200b-\u200d\u2060\ufeff\u00ad\"'`\u2018-\u201f\u00ab\u00bb\u2039\u203a<>]+")
_PREFIX = re.compile(r"DL(\d{1,4})-", re.ASCII)
_ALPHABET = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)

# Part of the format: codes made with it must stay readable. A change here is a new VERSION.
_RECALLS = ",".join(f'"{lesson}.r{number}":{number % 3}' for lesson in range(1, 14) for number in range(1, 4))
_DICTIONARY = (
    '"12 "13 "11 "10 "09 "08 "07 "06 "05 "04 "01 share of people ":"genuine","fake","none of them"'
    '"04 "05 "06 "07 "08 "09 "10 "11 "12 "13 accuracy","03 gap":0.00000,"03 newborns":5,"02 hundred million":100000.0,'
    '"02 twenty moves":0.15}' + f',"recall":{{{_RECALLS}}}}}'
    '{"exam":{"08 detector":{"opened":"2027-0"},"03 faces":{"opened":"2026-1","caught":[17,17],"accused":[0,20]}},'
    '"guess":{"02 twenty moves":0.1'
).encode()


class BadCode(ValueError):
    """A code that cannot be taken in; the message is one sentence for the learner."""

    def _render_traceback_(self) -> list[str]:
        """IPython shows this in place of a page of traceback."""
        return [str(self)]


def encode(answers: Answers) -> str:
    """Answers as a code.

    Raises:
        ValueError: too many for a code.
    """
    tables: dict[str, Any] = nested(answers)
    text = json.dumps(tables, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _DICTIONARY)
    body = squeeze.compress(text) + squeeze.flush()
    body += zlib.crc32(body).to_bytes(4, "big")
    if len(body) > LONGEST * 5 // 8 or len(text) > BYTES:
        raise ValueError(f"{len(answers)} answers are too many for one code: make one for each lesson")
    return f"DL{VERSION}-" + _to_text(len(body).to_bytes(2, "big") + body)


def decode(code: Any) -> Answers:
    """The answers in a code that somebody typed, pasted or made up.

    Spaces, line breaks and quotation marks anywhere in it do not matter.

    Raises:
        BadCode: cut off, mistyped, too long, from a newer course, or no code at all; says which.
    """
    if not isinstance(code, str):
        raise BadCode(f'a code is a text that begins with "DL1-", this is of type {type(code).__name__}.')
    if len(code) > 2 * LONGEST:
        raise BadCode(f"This text has {len(code)} characters, and no code has so many: copy the code alone.")
    text = _AROUND.sub("", code)
    found = _PREFIX.match(text)
    if not found:
        raise BadCode('This is no code: one begins with "DL1-". Copy it with its first letters.')
    if int(found[1]) > VERSION:
        raise BadCode(f"This code comes from a newer version of the course ({found[0][:-1]}): update the course here.")
    if int(found[1]) != VERSION or found[0] != f"DL{VERSION}-":
        raise BadCode(f'There are no codes that begin with "{found[0]}": one begins with "DL{VERSION}-".')
    text = text[found.end() :]
    wrong = _ALPHABET.sub("", text)
    if wrong:
        raise BadCode(f"The code has a character that no code has ({wrong[0]!r}): copy it once more, and nothing else.")
    return _answers(_body(text))


def _body(text: str) -> bytes:
    """The deflated answers, after length and checksum were compared."""
    content = _from_text(text)
    length = int.from_bytes(content[:2], "big")
    whole = -(-(length + 2) * 4 // 3)  # characters; three bytes make four
    if len(content) < 2 or len(text) < whole:
        missing = f"{whole - len(text)} characters are missing" if len(content) >= 2 else "its end is missing"
        raise BadCode(f"The code is cut off ({missing}), or its first characters are mistyped: copy it once more.")
    body, check = content[2:-4], content[-4:]
    if len(text) > whole or len(content) != length + 2 or zlib.crc32(body).to_bytes(4, "big") != check:
        raise BadCode("A character of the code is wrong, missing or one too many: copy it once more.")
    if _to_text(content) != text:  # the last character has bits that stand for nothing; they are 0
        raise BadCode("The last character of the code is wrong: copy it once more.")
    return body


def _answers(body: bytes) -> Answers:
    swell = zlib.decompressobj(-15, _DICTIONARY)
    try:
        text = swell.decompress(body, BYTES)  # at most so many bytes, whatever they swell to
        if not swell.eof or swell.unused_data:
            raise Damaged("it is too large")
        return flat(json.loads(text.decode("utf-8")))
    except (zlib.error, ValueError, RecursionError, Newer):
        raise BadCode("This code was not made by the course, and holds no answers that could be read.") from None


def _to_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode("ascii").rstrip("=")


def _from_text(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        # One character too many or too few for whole bytes: the length will say so.
        return base64.urlsafe_b64decode(text[: len(text) // 4 * 4])
