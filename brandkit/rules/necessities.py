"""What every match of a pattern must hold: the letters in it that no match can lack."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from brandkit.folding import BEYOND, CAPITALS, DIGIT, END, START, is_word
from brandkit.rules.literals import is_common, telling_part
from brandkit.rules.pattern_reader import TAKES_NO_ROOM, Either, Piece, Reading, Sort
from brandkit.rules.prefilter import Needed

EDGE = "\x03"
"""Where a pattern asks for the start or the end of a word."""
_EMPTY = frozenset({""})
_MARK_OF = {Sort.DIGIT: DIGIT, Sort.BEYOND: BEYOND}
_MOST = 800
_MOST_REPEATED = 8
_FEW = 60
_TELLING, _VERY_TELLING = 3, 9
_SELDOM = frozenset("%$€£#[<>/_")
"""Signs that tell as much as a word."""


def needed(reading: Reading, *, ignore_case: bool = True) -> Needed:
    """What every match of a pattern must hold."""
    found = _all(reading.pattern)
    if _shouts(reading, ignore_case=ignore_case):
        found.append(frozenset({CAPITALS}))
    kept = dict.fromkeys(frozenset(_without_longer(each)) for each in found if len(each) <= _MOST)
    best, *others = sorted(kept, key=_worth, reverse=True) or [frozenset[str]()]
    return Needed(texts=best, also=tuple(frozenset(map(telling_part, each)) for each in others))


def _all(either: Either, before: frozenset[str] = _EMPTY, after: str = "") -> list[frozenset[str]]:
    """Lists of texts, of each of which a match holds one; `before` and `after` stand right beside it."""
    rows = [_Row(before).read(row, after) for row in either.rows]
    if len(rows) == 1:
        return rows[0]
    best = [max(row, key=_worth, default=frozenset[str]()) for row in rows]
    return [frozenset[str]().union(*best)] if all(best) else []


class _Row:
    """Reads a row and collects what it must hold: what stands in one stretch, and what its groups hold."""

    def __init__(self, before: frozenset[str]) -> None:
        self._found: list[frozenset[str]] = []
        self._stretch = before

    def read(self, pieces: tuple[Piece, ...], after: str) -> list[frozenset[str]]:
        """Its lists; `after` stands behind it."""
        for number, piece in enumerate(pieces):
            exact = spelled(piece)
            if piece.sort is Sort.AHEAD and piece.inside is not None:
                self._found += _all(piece.inside)
            if exact is None:
                is_last = number + 1 == len(pieces)
                is_before_edge = not is_last and pieces[number + 1].sort is Sort.EDGE
                self._open(piece, EDGE if is_before_edge else after if is_last else "")
            elif piece.most == 1:
                self._add(exact if piece.least else exact | _EMPTY)
            elif piece.least:
                self._repeat(_joined([exact] * min(piece.least, _MOST_REPEATED)) or exact)
            else:
                self._end(_EMPTY)
        self._add(frozenset({after}))
        self._end(_EMPTY)
        return self._found

    def _add(self, exact: frozenset[str]) -> None:
        """One more piece of the stretch; where that makes too many texts, another stretch begins."""
        longer = _joined([self._stretch, exact])
        if longer is None:
            self._end(exact)
        else:
            self._stretch = longer

    def _repeat(self, exact: frozenset[str]) -> None:
        """A piece that stands there at least once and perhaps more often: the stretch ends in it."""
        self._add(exact)
        self._end(exact)

    def _open(self, piece: Piece, after: str) -> None:
        """A piece of which only a part is known."""
        before = self._stretch
        self._end(_EMPTY)
        if not piece.least:
            return
        if piece.sort in _MARK_OF:
            self._found.append(frozenset({_MARK_OF[piece.sort]}))
        elif piece.inside is not None:
            self._found += _all(piece.inside, before, after if piece.most == 1 else "")

    def _end(self, start: frozenset[str]) -> None:
        """The end of a stretch; the next one starts with one of these texts."""
        told = _told(self._stretch)
        if told:
            self._found.append(told)
        self._stretch = start


def spelled(piece: Piece) -> frozenset[str] | None:
    """All texts that a piece can stand for, edges of words marked; None where they are too many to say."""
    match piece.sort:
        case Sort.WRITTEN:
            return piece.texts
        case Sort.EDGE:
            return frozenset({EDGE})
        case Sort.NOTHING | Sort.AHEAD | Sort.OUTSIDE:
            return _EMPTY
        case Sort.GROUP if piece.inside is not None:
            return _exact_either(piece.inside)
    return None


def _exact_either(either: Either) -> frozenset[str] | None:
    texts: set[str] = set()
    for row in either.rows:
        options = []
        for piece in row:
            exact = spelled(piece)
            if exact is None or piece.most > 1:
                return None
            options.append(exact if piece.least else exact | _EMPTY)
        joined = _joined(options)
        if joined is None:
            return None
        texts |= joined
    return frozenset(texts) if len(texts) <= _MOST else None


def _joined(options: list[frozenset[str]]) -> frozenset[str] | None:
    """One of each in a row, in all ways; None where several have several, because those would be many."""
    joined = _EMPTY
    for each in options:
        if len(joined) * len(each) > max(len(joined), len(each)):
            return None
        joined = frozenset(map("".join, product(joined, each)))
    return joined


def _told(stretch: frozenset[str]) -> frozenset[str]:
    """The texts as they stand in a folded text; none where one of them tells nothing."""
    texts = frozenset(map(marked, stretch))
    return texts if all(map(_tells, texts)) else frozenset()


def marked(stretch: str) -> str:
    """A stretch with the starts and ends of words marked, as far as they are known."""
    out, inside, at_edge = "", None, False
    for sign in stretch:
        if sign == EDGE:
            at_edge = True
            continue
        is_inside = is_word(sign)
        if is_inside is not inside and (at_edge or inside is not None):
            out += START if is_inside else END
        out += sign
        inside, at_edge = is_inside, False
    if at_edge and inside is not None:
        out += END if inside else START
    return out


def _tells(text: str) -> bool:
    """Whether a text narrows things down: one letter or space does not, a whole word does."""
    letters = text.strip(START + END)
    is_telling = len(text) > 1 if letters else False
    return is_telling or bool(text and not text.isalnum() and not text.isspace())


def _without_longer(texts: frozenset[str]) -> Iterable[str]:
    """A text that holds a shorter one of the set adds nothing; in a long list it is not worth looking for."""
    if len(texts) > _FEW:
        return texts
    kept: list[str] = []
    for text in sorted(texts, key=len):
        if not any(each in text for each in kept):
            kept.append(text)
    return kept


def _worth(texts: frozenset[str]) -> tuple[int, int]:
    """How seldom the least telling of the texts is in copy, by its length and by what everybody writes.

    No texts tell nothing.
    """
    return min(map(_letters_worth, texts), default=0), -len(texts)


def _letters_worth(text: str) -> int:
    if text in _SELDOM or text == BEYOND:
        return _TELLING
    if text == CAPITALS:
        return _VERY_TELLING
    return 1 if text == DIGIT or is_common(text) else len(text)


def _shouts(reading: Reading, *, ignore_case: bool) -> bool:
    """Whether every match holds two capital letters side by side."""
    return not ignore_case and not reading.ignores_case and _either_shouts(reading.pattern)


def _either_shouts(either: Either) -> bool:
    return all(map(_row_shouts, either.rows))


def _row_shouts(row: tuple[Piece, ...]) -> bool:
    after_capital = False
    for piece in row:
        if piece.least and piece.inside is not None and _either_shouts(piece.inside):
            return True
        if piece.least and piece.shouts:
            return True
        is_capital = bool(piece.least) and (piece.is_capital or piece.sort is Sort.CAPITAL)
        if is_capital and (after_capital or piece.least > 1):
            return True
        if piece.sort not in TAKES_NO_ROOM:
            after_capital = is_capital
    return False
