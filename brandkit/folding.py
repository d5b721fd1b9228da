"""A text as patterns compare it: without case, the starts and ends of its words marked."""

from __future__ import annotations

import re
from functools import lru_cache

import regex

DIGIT, CAPITALS, BEYOND = "\0\x04", "\0\x05", "\0\x06"
"""Stand in the folded text when there is a digit, two capital letters side by side, a sign beyond ASCII."""
START, END = "\x01", "\x02"
"""Stand where a word starts and where it ends."""
_SHORT_TEXT = 20_000
_WORD = regex.compile(r"\w+")
_ASCII_WORD = re.compile(r"(\w+)", re.ASCII)
_DIGITS = regex.compile(r"\d")
_SHOUTED = regex.compile(r"\p{Lu}\p{Lu}")


def folded(text: str) -> str:
    """The text without case, as patterns compare it, its words marked, and with marks for what it holds.

    The dotless i and the dotted capital count as an i.
    """
    return _folded_short(text) if len(text) < _SHORT_TEXT else _folded_long(text)


@lru_cache(maxsize=4096)
def _folded_short(text: str) -> str:
    if text.isascii():  # Where both engines agree on what a word is, the plain one is much faster.
        runs = _ASCII_WORD.split(text.lower())
        runs[1::2] = [f"{START}{word}{END}" for word in runs[1::2]]
        plain = "".join(runs)
    else:
        plain = _WORD.sub(rf"{START}\g<0>{END}", text).replace("İ", "i").casefold().replace("ı", "i")
    marks = (DIGIT * bool(_DIGITS.search(plain)), CAPITALS * bool(_SHOUTED.search(text)))
    return "".join((plain, *marks, BEYOND * (not text.isascii())))


_folded_long = lru_cache(maxsize=2)(_folded_short.__wrapped__)


def digit_places(text: str) -> list[int]:
    """Where its digits stand."""
    return [digit.start() for digit in _DIGITS.finditer(text)]


@lru_cache(maxsize=1024)
def is_word(sign: str) -> bool:
    """Whether a sign is a part of words, as patterns see it."""
    return _WORD.match(sign) is not None
