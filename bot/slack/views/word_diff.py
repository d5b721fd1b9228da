"""What changed between two texts, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

import regex

_WORD = regex.compile(r"\s*\S+|\s+$")
_MOST_WORDS = 1_200


class Change(Enum):
    """What became of a stretch of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A stretch of text and what became of it."""

    change: Change
    text: str


def word_diff(older: str, newer: str) -> tuple[Stretch, ...]:
    """The stretches of both texts in order.

    What is the same and what was removed gives `older`, what is the same and what was added `newer`.
    Lines are matched first and only changed ones compared by word, so that long texts stay quick.
    """
    return tuple(_merged(_by_lines(older.splitlines(keepends=True), newer.splitlines(keepends=True))))


def _by_lines(older: Sequence[str], newer: Sequence[str]) -> Iterator[Stretch]:
    for before, after, same in _matched(older, newer):
        if same:
            yield Stretch(change=Change.SAME, text=before)
        else:
            yield from _by_words(before, after)


def _by_words(older: str, newer: str) -> Iterator[Stretch]:
    before, after = _words(older), _words(newer)
    if len(before) + len(after) > _MOST_WORDS:
        yield from _replaced(older, newer)
        return
    for removed, added, same in _matched(before, after):
        yield from [Stretch(change=Change.SAME, text=removed)] if same else _replaced(removed, added)


def _matched(older: Sequence[str], newer: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """Pairs of stretches that are the same, or that stand for each other."""
    matcher = SequenceMatcher(None, older, newer, autojunk=len(older) + len(newer) > _MOST_WORDS)
    for kind, a, b, c, d in matcher.get_opcodes():
        yield "".join(older[a:b]), "".join(newer[c:d]), kind == "equal"


def _replaced(older: str, newer: str) -> Iterator[Stretch]:
    if older:
        yield Stretch(change=Change.REMOVED, text=older)
    if newer:
        yield Stretch(change=Change.ADDED, text=newer)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _merged(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    """Neighbours with the same fate as one stretch."""
    held: Stretch | None = None
    for each in stretches:
        if held is not None and held.change is each.change:
            held = Stretch(change=held.change, text=held.text + each.text)
            continue
        if held is not None:
            yield held
        held = each
    if held is not None:
        yield held
