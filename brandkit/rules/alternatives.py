"""A pattern taken apart at its alternatives, so that a text is searched only for those that can be there.

A rule with fifty phrases is one long alternation. To try all of it at every letter costs the more the more
phrases it has, although a draft holds the words of hardly any. Taken apart, the phrases that lack their
words are passed over in one look, and the others are searched by themselves and put in order again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from brandkit.rules.necessities import needed
from brandkit.rules.pattern_reader import NotUnderstood, may_be_empty, read
from brandkit.rules.prefilter import NOTHING, Choice, Needed, folded

Compile = Callable[[str], regex.Pattern[str]]
_PIECE = regex.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])|(?P<loose>\(\?[imsx\-]+\)|\(\?\(|\(\?P=|\(\?#)"
    r"|(?P<open>\((?:\?(?:P?<[A-Za-z_]\w*>|'\w+'|[:=!>|]|<[=!]|[imsx\-]+:))?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<letter>.)",
    regex.DOTALL,
)
_REACHING = regex.compile(r"\\(?:[1-9]|k|g)|-\[")
"""References to groups, and sets that take away from sets."""
_AROUND = frozenset({"(?=", "(?!", "(?<=", "(?<!"})
_EDGES = frozenset({r"\b", r"\A", "^"})
_QUANTIFIER = regex.compile(r"[*+?{]")
_MOST_COPIED = 4_000
"""Letters: each alternative takes along what stands behind the group, which costs more than it saves."""


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """One of them; `compile` gives the engine's form."""

    source: str
    compile: Compile
    ignore_case: bool

    @property
    def needed(self) -> Needed:
        """What each of its matches holds; nothing where the pattern uses what is not understood."""
        return self._told[0]

    @property
    def may_be_empty(self) -> bool:
        """Whether it may match no sign at all, as far as it is understood."""
        return self._told[1]

    @cached_property
    def _told(self) -> tuple[Needed, bool]:
        return _told(self.source, self.ignore_case)

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The engine's form, made when it is searched for the first time."""
        return self.compile(self.source)


@lru_cache(maxsize=4096)
def _told(source: str, ignore_case: bool) -> tuple[Needed, bool]:  # noqa: FBT001
    """Kept, because rules of several markets look for the same."""
    try:
        reading = read(source)
    except NotUnderstood:
        return NOTHING, True
    return needed(reading, ignore_case=ignore_case), may_be_empty(reading.pattern)


@dataclass(frozen=True, kw_only=True)
class Alternatives:
    """The alternatives of one pattern, in its order."""

    each: tuple[Alternative, ...]

    @classmethod
    def of(cls, source: str, compile: Compile, *, ignore_case: bool) -> Alternatives:  # noqa: A002
        """Those of a pattern. One of which an alternative may be empty stays whole.

        An empty match gives way to the next alternative at the same place, which searches by themselves
        would not show.
        """

        def alternative(part: str) -> Alternative:
            return Alternative(source=part, compile=compile, ignore_case=ignore_case)

        each = tuple(map(alternative, taken_apart(source)))
        is_whole = len(each) > 1 and any(part.may_be_empty for part in each)
        return cls(each=(alternative(source),) if is_whole else each)

    @cached_property
    def _choice(self) -> Choice:
        return Choice([alternative.needed for alternative in self.each])

    def matches(
        self, text: str, seconds: float, present: frozenset[str] | None = None
    ) -> Iterator[regex.Match[str]]:
        """What the whole pattern finds: the leftmost match first, and of those the first alternative's.

        `present`, if it is known, holds all texts that the alternatives need and that are there.
        """
        live = [alternative.pattern for alternative in self._among(text, present)]
        if len(live) == 1:
            yield from live[0].finditer(text, timeout=seconds)
        elif live:
            yield from _merged(live, text, seconds)

    def _among(self, text: str, present: frozenset[str] | None) -> list[Alternative]:
        if present is not None:
            return [self.each[number] for number in self._choice.of(present)]
        there = folded(text)
        return [alternative for alternative in self.each if alternative.needed.is_met_in(there)]


def _merged(patterns: list[regex.Pattern[str]], text: str, seconds: float) -> Iterator[regex.Match[str]]:
    """Each pattern's next match is kept; one that begins inside what was just given is looked for again."""
    found = [pattern.search(text, timeout=seconds) for pattern in patterns]
    while True:
        ahead = [(match.start(), number) for number, match in enumerate(found) if match is not None]
        if not ahead:
            return
        first = found[min(ahead)[1]]
        assert first is not None
        yield first
        at = max(first.end(), first.start() + 1)
        if at > len(text):  # The engine would look at the very end once more, and find the same nothing.
            return
        for start, number in ahead:
            if start < at:
                found[number] = patterns[number].search(text, at, timeout=seconds)


@lru_cache(maxsize=1024)
def taken_apart(source: str) -> tuple[str, ...]:
    """The alternatives of a pattern, each a pattern of its own; a pattern that has none stays as it is.

    Flags and references that reach from one alternative into another keep them together.
    """
    pieces = list(_PIECE.finditer(source))
    if any(piece["loose"] for piece in pieces) or _REACHING.search(source):
        return (source,)
    return tuple(_each(source))


def _each(source: str) -> Iterator[str]:
    for part in _parts(source):
        group = _leading_group(part)
        if group is None:
            yield part
            continue
        before, inside, after = group
        alternatives = _parts(inside)
        if len(alternatives) * len(after) > _MOST_COPIED:
            yield part
            continue
        for alternative in alternatives:
            yield f"{before}(?:{alternative}){after}"


def _parts(source: str) -> list[str]:
    """What stands between the bars that are in no group."""
    depth, at, parts = 0, 0, []
    for piece in _PIECE.finditer(source):
        depth += bool(piece["open"]) - bool(piece["close"])
        if piece["bar"] and depth == 0:
            parts.append(source[at : piece.start()])
            at = piece.end()
    return [*parts, source[at:]]


def _leading_group(source: str) -> tuple[str, str, str] | None:
    """A plain group with nothing but edges and looks around before it: what is before, in and behind it."""
    pieces, at = list(_PIECE.finditer(source)), 0
    while at < len(pieces):
        piece = pieces[at]
        closing = _closing(pieces, at) if piece["open"] else at
        if piece[0] in _AROUND:
            at = closing + 1
        elif piece[0] in _EDGES:
            at += 1
        elif piece[0] == "(?:" and not _QUANTIFIER.match(source, pieces[closing].end()):
            start, end = piece.end(), pieces[closing].start()
            return source[: piece.start()], source[start:end], source[pieces[closing].end() :]
        else:
            return None
    return None


def _closing(pieces: list[regex.Match[str]], at: int) -> int:
    """The number of the piece that closes the group which piece `at` opens."""
    depth = 0
    for number in range(at, len(pieces)):
        depth += bool(pieces[number]["open"]) - bool(pieces[number]["close"])
        if depth == 0:
            return number
    return len(pieces) - 1
