"""What a match of a pattern begins with, so that it is tried only where such words stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

from brandkit.folding import DIGIT, END, START, is_word
from brandkit.rules.necessities import EDGE, marked, spelled
from brandkit.rules.pattern_reader import Either, Piece, Reading, Sort

_MOST = 800
_UNKNOWN = frozenset[str]()
_WORD = re.compile(rf"{START}?\w+{END}?")


def beginnings(reading: Reading) -> frozenset[str]:
    """With one of these each match begins; none where that is not known.

    Each is a part of a word, its edges marked as far as they are known, or a sign, or `DIGIT`.
    """
    return frozenset(map(_head, _of_either(reading.pattern)))


def _head(text: str) -> str:
    """The first word of a beginning, or its first sign."""
    said = text.lstrip(EDGE)
    if said.startswith(DIGIT):
        return DIGIT
    word = _WORD.match(marked(text))
    return word[0] if word is not None else said[0]


def _of_either(either: Either) -> frozenset[str]:
    """How its rows begin, edges of words included; nothing where one of them does not say."""
    each = [_of_row(row) for row in either.rows]
    texts = frozenset[str]().union(*each) if all(each) else _UNKNOWN
    return texts if len(texts) <= _MOST else _UNKNOWN


def _of_row(row: Iterable[Piece]) -> frozenset[str]:
    """How it begins. What is `closed` is not followed by the next piece, as far as is known."""
    begun, closed = frozenset({""}), frozenset[str]()
    for piece in row:
        texts, goes_on = _texts(piece)
        longer = frozenset(map("".join, product(begun, texts))) if texts else begun
        if texts and goes_on:
            begun = longer if piece.least else begun | longer
        else:
            closed |= longer
            begun = begun if texts and not piece.least else _UNKNOWN
        closed |= frozenset(filter(_is_told, begun))
        begun -= closed
        if not begun or len(begun) > _MOST:
            break
    ways = begun | closed
    return ways if all(map(_says, ways)) else _UNKNOWN


def _texts(piece: Piece) -> tuple[frozenset[str], bool]:
    """What a piece may begin with, none where that is not known; and whether that is all of it."""
    if piece.sort is Sort.OUTSIDE:
        return frozenset({EDGE}), True
    texts = spelled(piece)
    if texts is not None:
        return texts, piece.most == 1
    if piece.sort is Sort.DIGIT:
        return frozenset({DIGIT}), False
    return _of_either(piece.inside) if piece.inside is not None else _UNKNOWN, False


def _says(text: str) -> bool:
    """Whether there is more in it than edges of words."""
    return text.strip(EDGE) != ""


def _is_told(text: str) -> bool:
    """Whether its first word or sign is whole, so that what follows does not matter."""
    said = text.lstrip(EDGE)
    return bool(said) and not all(map(is_word, said))
