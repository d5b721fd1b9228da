"""A text as patterns compare it: without case, the starts and ends of its words marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

DIGIT, CAPITALS, BEYOND = "\0\x04", "\0\x05", "\0\x06"
"""Stand in the folded text when there is a digit, two capital letters side by side, a sign beyond ASCII."""
START, END = "\x01", "\x02"
"""Stand where a word starts and where it ends."""
_OWN_MARK = "\x03"
"""Stands for a mark that a text has of its own: they mean nothing, and no pattern that holds one is read."""
MARKS = frozenset({"\0", START, END, _OWN_MARK})
_MARKED = re.compile(f"{START}([^{END}]*){END}")
_SHORT_TEXT = 20_000
_WORD = regex.compile(r"\w+")
_ASCII_WORD = re.compile(r"(\w+)", re.ASCII)
_DIGITS = regex.compile(r"\d")
_SHOUTED = regex.compile(r"\p{Lu}\p{Lu}")


@dataclass(frozen=True)
class Folded:
    """A text without case, its words marked, with marks behind it for what it holds."""

    text: str

    @cached_property
    def runs(self) -> list[str]:
        """What stands between its words, and every second time a word."""
        return _MARKED.split(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, without their marks."""
        return frozenset(self.runs[1::2])


def folded(text: str) -> Folded:
    """The text as patterns compare it. The dotless i and the dotted capital count as an i."""
    return _folded_short(text) if len(text) < _SHORT_TEXT else _folded_long(text)


@lru_cache(maxsize=1024)
def _folded_short(text: str) -> Folded:
    own = text.replace(START, _OWN_MARK).replace(END, _OWN_MARK)
    if own.isascii():  # Where both engines agree on what a word is, the plain one is much faster.
        runs = _ASCII_WORD.split(own.lower())
        runs[1::2] = [f"{START}{word}{END}" for word in runs[1::2]]
        plain = "".join(runs)
    else:
        plain = _WORD.sub(rf"{START}\g<0>{END}", own).replace("İ", "i").casefold().replace("ı", "i")
    marks = (DIGIT * bool(_DIGITS.search(plain)), CAPITALS * bool(_SHOUTED.search(text)))
    return Folded("".join((plain, *marks, BEYOND * (not text.isascii()))))


_folded_long = lru_cache(maxsize=2)(_folded_short.__wrapped__)


def digit_places(text: str) -> list[int]:
    """Where its digits stand."""
    return [digit.start() for digit in _DIGITS.finditer(text)]


@lru_cache(maxsize=1024)
def is_word(sign: str) -> bool:
    """Whether a sign is a part of words, as patterns see it."""
    return _WORD.match(sign) is not None
