"""What a match of a pattern begins with, so that it is tried only where such words stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from brandkit.folding import DIGIT, END, START
from brandkit.rules.necessities import EDGE, marked, spelled
from brandkit.rules.pattern_reader import Either, Piece, Reading, Sort

_MOST, _FEW = 800, 100
_NONE = frozenset[str]()
_WORD = re.compile(rf"{START}?\w+{END}?")


@dataclass(frozen=True, kw_only=True)
class Beginnings:
    """With one of its `words` each match begins; none where that is not known.

    Each is a part of a word, its edges marked as far as they are known, or a sign, or `DIGIT`. At its place
    stands one of the `openings` in the folded text, if there are any: they hold what is known to follow.
    """

    words: frozenset[str] = frozenset()
    openings: tuple[str, ...] = ()


UNKNOWN = Beginnings()


def beginnings(reading: Reading) -> Beginnings:
    """What is known of how its matches begin."""
    texts = _of_either(reading.pattern)
    rows = frozenset(map(_as_marked, texts))
    openings = tuple(rows) if all(each.startswith(START) for each in rows) else ()
    return Beginnings(words=frozenset(map(_head, texts)), openings=openings)


def _head(text: str) -> str:
    """The first word of a beginning, or its first sign."""
    known = text.partition(DIGIT)[0]  # A digit may go on with the word before it.
    if not _says(known):
        return DIGIT
    word = _WORD.match(marked(known))
    return word[0] if word is not None else known.lstrip(EDGE)[0]


def _as_marked(text: str) -> str:
    """All that is known of a beginning, as it stands in a folded text."""
    return marked(text.partition(DIGIT)[0])


def _of_either(either: Either) -> frozenset[str]:
    """How its rows begin, edges of words included; nothing where one of them does not say."""
    each = [_of_row(row) for row in either.rows]
    texts = frozenset[str]().union(*each) if all(each) else _NONE
    return texts if len(texts) <= _MOST else _NONE


def _of_row(row: Iterable[Piece]) -> frozenset[str]:
    """How it begins. What is `closed` is not followed by the next piece, as far as is known."""
    begun, closed = frozenset({""}), frozenset[str]()
    for piece in row:
        texts, goes_on = _texts(piece, is_first=not any(map(_says, begun)))
        if len(begun) * len(texts) > _FEW:  # Those that say something already need say no more.
            closed |= frozenset(filter(_says, begun))
            begun -= closed
        longer = frozenset(map("".join, product(begun, texts))) if texts else begun
        if texts and goes_on:
            begun = longer if piece.least else begun | longer
        else:
            closed |= longer
            begun = begun if texts and not piece.least else _NONE
        if not begun or len(begun) > _MOST:
            break
    ways = begun | closed
    return ways if all(map(_says, ways)) else _NONE


def _texts(piece: Piece, *, is_first: bool) -> tuple[frozenset[str], bool]:
    """What a piece may begin with, none where that is not known; and whether that is all of it."""
    if piece.sort is Sort.OUTSIDE and is_first:
        return frozenset({EDGE}), True
    texts = spelled(piece)
    if texts is not None:
        return texts, piece.most == 1
    if piece.sort is Sort.DIGIT:
        return frozenset({DIGIT}), False
    return _of_either(piece.inside) if piece.inside is not None else _NONE, False


def _says(text: str) -> bool:
    """Whether there is more in it than edges of words."""
    return text.strip(EDGE) != ""
