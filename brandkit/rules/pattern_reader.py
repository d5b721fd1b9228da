"""What every match of a pattern must hold: the letters in it that no match can lack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

import regex

from brandkit.rules.prefilter import DIGIT, END, START, Needed, is_common

_MOST = 800
_FEW = 60
_TELLING = 3
_SMALL_SET = 8
_OTHER_THAN_SIGNS = frozenset("-\\[")
_ITEM = regex.compile(
    r"(?P<comment>\(\?#[^)]*\))"
    r"|(?P<around>\(\?<?[=!])"
    r"|\(\?(?P<flags>[a-z\-]+)\)"
    r"|(?P<open>\((?:\?(?:P?<[A-Za-z_]\w*>|'\w+'|:|>|(?P<scoped>[a-z\-]+):|(?P<odd>.)))?)"
    r"|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<set>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])"
    r"|(?P<named>\\(?:[pPN]\{[^}]*\}|[kg](?:<\w+>|'\w+'|\{\w+\})|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|c.|\d+))"
    r"|\\(?P<escape>.)|(?P<any>[.^$])|(?P<letter>.)",
    regex.DOTALL,
)
_WORD = regex.compile(r"\w+")
_SELDOM = frozenset("%$€£#[<>/_")
"""Signs that tell as much as a word."""
_LETTERS = regex.compile(r"[A-Za-z0-9 ]+(?![*+?{])")
"""Letters that stand for themselves; the last one does not when it is repeated."""
_REPEAT = regex.compile(r"[*+?]|\{(\d*)(?:,\d*)?\}")
_UNDERSTOOD_FLAGS = frozenset("ims-")


def needed(source: str) -> Needed:
    """What every match of a pattern must hold; nothing where the pattern uses what is not understood."""
    reader = _Reader(source)
    try:
        found = reader.alternatives().all(after_edge=False, before_edge=False)
    except _NotUnderstood:
        return Needed()
    kept = [each for each in sorted(found, key=_worth, reverse=True) if 0 < len(each) <= _MOST]
    if reader.at < len(source) or not kept:
        return Needed()
    best, *others = (frozenset(_without_longer(each)) for each in kept)
    return Needed(texts=best, also=next((each for each in others if _tells_more(each)), frozenset()))


def _tells_more(texts: frozenset[str]) -> bool:
    """Whether it is worth looking for these too: not for what most copy holds anyway."""
    return _worth(texts)[0] >= _TELLING


def _without_longer(texts: frozenset[str]) -> Iterable[str]:
    """A text that holds a shorter one of the set adds nothing; in a long list it is not worth looking for."""
    if len(texts) > _FEW:
        return texts
    kept: list[str] = []
    for text in sorted(texts, key=len):
        if not any(each in text for each in kept):
            kept.append(text)
    return kept


class _NotUnderstood(Exception):
    """The pattern is beyond this reader, so nothing is said about it."""


class _Sort(Enum):
    LETTER = "letter"
    EDGE = "edge"
    """The start or end of a word, `\\b`."""
    GROUP = "group"
    SET = "set"
    """One sign of several that are known, or a digit."""
    NOTHING = "nothing"
    """Takes no room and tells nothing, such as a flag."""
    ANY = "any"


@dataclass(frozen=True, kw_only=True)
class _Piece:
    sort: _Sort
    letter: str = ""
    inside: _Either | None = None
    texts: frozenset[str] = frozenset()
    repeats: bool = False


@dataclass(frozen=True, kw_only=True)
class _Either:
    """Alternatives, each a row of pieces."""

    rows: tuple[tuple[_Piece, ...], ...]

    def needs(self, *, after_edge: bool, before_edge: bool) -> frozenset[str]:
        """What a match must hold, knowing whether a word's start or end is right before or after it."""
        found = [_row_needs(row, after_edge=after_edge, before_edge=before_edge) for row in self.rows]
        return frozenset().union(*found) if all(found) else frozenset()

    def all(self, *, after_edge: bool, before_edge: bool) -> list[frozenset[str]]:
        """Several things that a match must hold, where there is but one alternative; else one."""
        if len(self.rows) == 1:
            return _row_all(self.rows[0], after_edge=after_edge, before_edge=before_edge)
        return [self.needs(after_edge=after_edge, before_edge=before_edge)]


def _row_needs(row: tuple[_Piece, ...], *, after_edge: bool, before_edge: bool) -> frozenset[str]:
    """The most telling of what a row must hold."""
    found = _row_all(row, after_edge=after_edge, before_edge=before_edge)
    return max(found, key=_worth) if found else frozenset()


def _row_all(row: tuple[_Piece, ...], *, after_edge: bool, before_edge: bool) -> list[frozenset[str]]:
    """All that a row must hold: its runs of letters, its sets and its groups."""
    pieces = [piece for piece in row if piece.sort is not _Sort.NOTHING]
    found: list[frozenset[str]] = []
    run = _Run(after_edge=after_edge)
    for number, piece in enumerate(pieces):
        if piece.sort is _Sort.EDGE:
            run.edge()
        elif piece.sort is _Sort.LETTER:
            run.add(piece.letter)
            if piece.repeats:
                found.append(run.taken())
        else:
            starts = run.at_edge
            found.append(run.taken())
            if piece.inside is not None:
                ends = number + 1 < len(pieces) and pieces[number + 1].sort is _Sort.EDGE
                ends = ends or (before_edge and number + 1 == len(pieces))
                known = not piece.repeats
                found += piece.inside.all(after_edge=starts and known, before_edge=ends and known)
            found.append(piece.texts)
    if before_edge:
        run.edge()
    found.append(run.taken())
    return [each for each in found if each]


class _Run:
    """Letters in a row, with the starts and ends of words in them marked as in the text."""

    def __init__(self, *, after_edge: bool) -> None:
        self._text = ""
        self.at_edge = after_edge

    def edge(self) -> None:
        if self._text and _is_word(self._text[-1]):
            self._text += END
        self.at_edge = True

    def add(self, letter: str) -> None:
        """One more letter. What it is beside tells whether a word starts or ends between the two."""
        if not self._text:
            mark = START if _is_word(letter) else END
            self._text = (mark if self.at_edge else "") + letter
        else:
            before, after = _is_word(self._text[-1]), _is_word(letter)
            ended = self._text[-1] == END
            if before and not after:
                self._text += END
            elif after and not before and not ended:
                self._text += START
            self._text += letter
        self.at_edge = False

    def taken(self) -> frozenset[str]:
        """What has come together; the next run starts in the middle of nowhere."""
        text, self._text, self.at_edge = self._text, "", False
        return _telling(text)


def _is_word(sign: str) -> bool:
    return _WORD.match(sign) is not None


class _Reader:
    """Reads a pattern from left to right; groups are read by the same reader, one level down."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.at = 0

    def alternatives(self) -> _Either:
        """All alternatives up to the end of the group."""
        rows = [self._row()]
        while self._source.startswith("|", self.at):
            self.at += 1
            rows.append(self._row())
        return _Either(rows=tuple(rows))

    def _row(self) -> tuple[_Piece, ...]:
        pieces: list[_Piece] = []
        while self.at < len(self._source) and self._source[self.at] not in "|)":
            letters = _LETTERS.match(self._source, self.at)
            if letters is not None:
                pieces += map(_letter, letters[0])
                self.at = letters.end()
            else:
                pieces.append(self._piece())
        return tuple(pieces)

    def _piece(self) -> _Piece:
        found = _ITEM.match(self._source, self.at)
        if found is None or found["letter"] == "{":
            raise _NotUnderstood
        self.at = found.end()
        if found["flags"] or found["scoped"]:
            self._check_flags(found["flags"] or found["scoped"])
        if found["around"] or found["open"]:
            piece = self._group(is_around=bool(found["around"]), is_odd=bool(found["odd"]))
        else:
            piece = _single(found)
        least, repeats = self._repeat()
        if least == 0:
            return _Piece(sort=_Sort.ANY)
        return replace(piece, repeats=True) if repeats else piece

    def _group(self, *, is_around: bool, is_odd: bool) -> _Piece:
        inside = self.alternatives()
        if not self._source.startswith(")", self.at) or is_odd:
            raise _NotUnderstood
        self.at += 1
        return _Piece(sort=_Sort.ANY) if is_around else _Piece(sort=_Sort.GROUP, inside=inside)

    def _repeat(self) -> tuple[int, bool]:
        found = _REPEAT.match(self._source, self.at)
        if found is None:
            return 1, False
        self.at = found.end()
        if self._source[self.at : self.at + 1] in {"?", "+"}:
            self.at += 1
        least = int(found[1]) if found[1] else int(found[0] == "+")
        return least, True

    @staticmethod
    def _check_flags(flags: str) -> None:
        if not _UNDERSTOOD_FLAGS.issuperset(flags):
            raise _NotUnderstood


def _single(found: regex.Match[str]) -> _Piece:
    """A piece that is no group."""
    if found["flags"] or found["comment"]:
        return _Piece(sort=_Sort.NOTHING)
    if found["letter"]:
        return _letter(found["letter"])
    escape: str | None = found["escape"]
    if escape == "b":
        return _Piece(sort=_Sort.EDGE)
    if escape is not None and not escape.isalnum() and escape.isascii():
        return _Piece(sort=_Sort.LETTER, letter=escape)
    return _Piece(sort=_Sort.SET, texts=_one_of(found))


@lru_cache(maxsize=1024)
def _letter(sign: str) -> _Piece:
    return _Piece(sort=_Sort.LETTER, letter=folded_sign(sign))


def folded_sign(sign: str) -> str:
    """One sign without case; what becomes several signs is not understood."""
    plain = sign.casefold().replace("ı", "i")
    if len(plain) != 1:
        raise _NotUnderstood
    return plain


def _one_of(found: regex.Match[str]) -> frozenset[str]:
    """The signs that a small set stands for, and the mark of a digit for any digit."""
    if found["escape"] == "d" or found["set"] in {"[0-9]", r"[\d]"}:
        return frozenset({DIGIT})
    inside = (found["set"] or "")[1:-1]
    signs = regex.sub(r"\\(?=[^\w\s])", "", inside)
    if not signs or signs[0] == "^" or len(signs) > _SMALL_SET or not _OTHER_THAN_SIGNS.isdisjoint(signs):
        return frozenset()
    texts = [_telling(folded_sign(sign)) for sign in signs]
    return frozenset().union(*texts) if all(texts) else frozenset()


def _telling(run: str) -> frozenset[str]:
    """A run of letters that narrows things down: one letter or space does not, a whole word does."""
    letters = run.strip(START + END)
    is_telling = len(run) > 1 if letters else False
    return (
        frozenset({run}) if is_telling or (run and not run.isalnum() and not run.isspace()) else frozenset()
    )


def _worth(texts: frozenset[str]) -> tuple[int, int]:
    """How seldom the least telling of the texts is in copy, by its length and by what everybody writes.

    No texts tell nothing.
    """
    return min(map(_letters_worth, texts), default=0), -len(texts)


def _letters_worth(text: str) -> int:
    if text in _SELDOM:
        return _TELLING
    return 1 if text == DIGIT or is_common(text) else len(text)
