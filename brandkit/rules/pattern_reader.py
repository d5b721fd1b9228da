"""A pattern read into pieces: letters, sets of signs, groups, and what is around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from itertools import pairwise

import regex

from brandkit.folding import MARKS
from brandkit.rules.dialect import portable

_SMALL_SET = 8
_ITEM = regex.compile(
    r"(?P<comment>\(\?#[^)]*\))"
    r"|(?P<around>\(\?<?(?P<is>[=!]))"
    r"|\(\?(?P<flags>[a-z\-]+)\)"
    r"|(?P<open>\((?:\?(?:P?<[A-Za-z_]\w*>|'\w+'|:|>|(?P<scoped>[a-z\-]+):|(?P<odd>.)))?)"
    r"|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<set>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])"
    r"|(?P<named>\\(?:[pPN]\{[^}]*\}|[pP][A-Za-z]|[kg](?:<\w+>|'\w+'|\{\w+\})|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|c.|\d+))"
    r"|\\(?P<escape>.)|(?P<any>[.^$])|(?P<letter>.)",
    regex.DOTALL,
)
_LETTERS = regex.compile(r"[A-Za-z0-9 ]+(?![*+?{])")
"""Letters that stand for themselves; the last one does not when it is repeated."""
_TAKES_AWAY = regex.compile(r".*-\[", regex.DOTALL)
"""A set that takes another away from itself, as .NET writes it, ends behind the next bracket."""
_OUTSIDE_WORDS = regex.compile(r"\(\?<!(?:\\w|\[(?!\^)(?:\\.|[^\]\\\[])*?\\w(?:\\.|[^\]\\\[])*\])\)")
"""What no sign of a word may stand before, whatever else may not."""
_PROPERTY_OR_SET = regex.compile(r"\[|\\[pP]")
_REPEAT = regex.compile(r"[*+?]|\{(?P<least>\d*)(?P<more>,(?P<most>\d*))?\}")
_ASCII = "".join(map(chr, range(128)))
_UNDERSTOOD_FLAGS = frozenset("ims-")


class NotUnderstood(Exception):
    """The pattern is beyond this reader, so nothing is said about it."""


class Sort(Enum):
    """What a piece is."""

    WRITTEN = "written"
    """Letters as they are written, or one sign of a few that are known."""
    EDGE = "edge"
    """The start or end of a word, `\\b`."""
    OUTSIDE = "outside"
    """No sign of a word may stand before it: the start of a word, if one of its signs comes next."""
    GROUP = "group"
    DIGIT = "digit"
    CAPITAL = "capital"
    AHEAD = "ahead"
    """A group that takes no room: what must stand before or behind."""
    NOTHING = "nothing"
    """Takes no room and tells nothing, such as a flag, the end of a line, or what must not stand there."""
    BEYOND = "beyond"
    """A sign that is not in ASCII."""
    ANY = "any"


TAKES_NO_ROOM = frozenset({Sort.AHEAD, Sort.NOTHING, Sort.OUTSIDE})
_CLASSES = {
    r"\b": Sort.EDGE,
    **dict.fromkeys(("^", "$", r"\A", r"\B", r"\Z", r"\z"), Sort.NOTHING),
    **dict.fromkeys((r"\d", "[0-9]", r"[\d]"), Sort.DIGIT),
    **dict.fromkeys((r"\p{Lu}", "[A-Z]", r"[\p{Lu}]"), Sort.CAPITAL),
}


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One piece, and how often it stands there in a row; `most` is 2 for any number above one.

    `texts` are without case. `is_capital` tells that what is written is capital letters only, `shouts` that
    two of its letters side by side are.
    """

    sort: Sort
    texts: frozenset[str] = frozenset()
    inside: Either | None = None
    least: int = 1
    most: int = 1
    is_capital: bool = False
    shouts: bool = False


@dataclass(frozen=True, kw_only=True)
class Either:
    """Alternatives, each a row of pieces."""

    rows: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A whole pattern; `ignores_case` tells that a flag in it says so, at least for a part of it."""

    pattern: Either
    ignores_case: bool


def may_be_empty(either: Either) -> bool:
    """Whether a match may hold no sign at all."""
    return any(all(map(_takes_no_room, row)) for row in either.rows)


def _takes_no_room(piece: Piece) -> bool:
    if not piece.least or piece.sort is Sort.EDGE or piece.sort in TAKES_NO_ROOM:
        return True
    return piece.inside is not None and may_be_empty(piece.inside)


def read(source: str) -> Reading:
    """The pieces of a pattern. `NotUnderstood` where it uses what is not understood."""
    if not MARKS.isdisjoint(source):
        raise NotUnderstood
    reader = _Reader(source)
    pattern = reader.alternatives()
    if reader.at < len(source):
        raise NotUnderstood
    return Reading(pattern=pattern, ignores_case=reader.ignores_case)


class _Reader:
    """Reads a pattern from left to right; groups are read by the same reader, one level down."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.at = 0
        self.ignores_case = False

    def alternatives(self) -> Either:
        """All alternatives up to the end of the group."""
        rows = [self._row()]
        while self._source.startswith("|", self.at):
            self.at += 1
            rows.append(self._row())
        return Either(rows=tuple(rows))

    def _row(self) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        while self.at < len(self._source) and self._source[self.at] not in "|)":
            letters = _LETTERS.match(self._source, self.at)
            if letters is not None:
                pieces.append(_letters(letters[0]))
                self.at = letters.end()
            else:
                pieces.append(self._piece())
        return tuple(pieces)

    def _piece(self) -> Piece:
        found = _ITEM.match(self._source, self.at)
        if found is None or found["letter"] == "{" or _TAKES_AWAY.match(found["set"] or ""):
            raise NotUnderstood
        self.at = found.end()
        if found["flags"] or found["scoped"]:
            self._mind(found["flags"] or found["scoped"])
        piece = self._group(found) if found["around"] or found["open"] else _single(found)
        return self._repeated(piece)

    def _group(self, opening: regex.Match[str]) -> Piece:
        inside = self.alternatives()
        if not self._source.startswith(")", self.at) or opening["odd"]:
            raise NotUnderstood
        self.at += 1
        if opening["is"] == "!":
            is_outside = _OUTSIDE_WORDS.fullmatch(self._source, opening.start(), self.at)
            return Piece(sort=Sort.OUTSIDE if is_outside else Sort.NOTHING)
        return Piece(sort=Sort.AHEAD if opening["around"] else Sort.GROUP, inside=inside)

    def _repeated(self, piece: Piece) -> Piece:
        found = _REPEAT.match(self._source, self.at)
        if found is None:
            return piece
        self.at = found.end()
        if self._source[self.at : self.at + 1] in {"?", "+"}:
            self.at += 1
        if piece.sort in TAKES_NO_ROOM:
            return Piece(sort=Sort.NOTHING)
        least, most = _bounds(found)
        return replace(piece, least=least, most=most)

    def _mind(self, flags: str) -> None:
        if not _UNDERSTOOD_FLAGS.issuperset(flags):
            raise NotUnderstood
        self.ignores_case = self.ignores_case or "i" in flags.partition("-")[0]


def _bounds(repeat: regex.Match[str]) -> tuple[int, int]:
    """The least and the most that a repetition asks for."""
    if not repeat[0].startswith("{"):
        return int(repeat[0] == "+"), 1 if repeat[0] == "?" else 2
    least = int(repeat["least"] or 0)
    most = int(repeat["most"] or 2) if repeat["more"] else least
    return least, min(most, 2)


def _single(found: regex.Match[str]) -> Piece:
    """A piece that is no group."""
    if found["flags"] or found["comment"]:
        return Piece(sort=Sort.NOTHING)
    escape: str = found["escape"] or ""
    if found["letter"] or (escape.isascii() and not escape.isalnum() and escape):
        return _letters(found["letter"] or escape)
    if found[0] in _CLASSES:
        return Piece(sort=_CLASSES[found[0]])
    signs = _signs(found["set"] or "")
    if signs:
        return Piece(sort=Sort.WRITTEN, texts=signs)
    is_beyond = _PROPERTY_OR_SET.match(found[0]) and _is_beyond_ascii(found[0])
    return Piece(sort=Sort.BEYOND if is_beyond else Sort.ANY)


@lru_cache(maxsize=1024)
def _is_beyond_ascii(written: str) -> bool:
    """Whether a set or a property holds no sign of ASCII, as the engine sees it."""
    try:
        return regex.search(portable(written), _ASCII, regex.VERSION0 | regex.IGNORECASE) is None
    except regex.error:
        return False


@lru_cache(maxsize=4096)
def _letters(written: str) -> Piece:
    return Piece(
        sort=Sort.WRITTEN,
        texts=frozenset({"".join(map(_folded, written))}),
        is_capital=written.isalpha() and written.isupper(),
        shouts=any(first.isupper() and second.isupper() for first, second in pairwise(written)),
    )


def _folded(sign: str) -> str:
    """One sign without case; what becomes several signs is not understood."""
    plain = sign.casefold().replace("ı", "i")
    if len(plain) != 1:
        raise NotUnderstood
    return plain


def _signs(written: str) -> frozenset[str]:
    """The signs that a small set stands for, in their folded form; none where it holds more than signs."""
    inside = regex.sub(r"\\(?=[^\w\s])", "", written[1:-1])
    if not inside or inside[0] == "^" or len(inside) > _SMALL_SET or "\\" in inside or "[" in inside:
        return frozenset()
    if "-" in inside[1:-1]:
        return frozenset()
    return frozenset(map(_folded, inside))
