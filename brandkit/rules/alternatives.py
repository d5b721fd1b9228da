"""A pattern taken apart at its alternatives, so that a text is searched only for those that can be there.

A rule with fifty phrases is one long alternation. To try all of it at every letter costs the more the more
phrases it has, although a draft holds the words of hardly any. Taken apart, the phrases that lack their
words are passed over in one look, and the others are searched by themselves and put in order again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from brandkit.folding import folded
from brandkit.rules.beginnings import UNKNOWN, Beginnings, beginnings
from brandkit.rules.necessities import needed
from brandkit.rules.pattern_reader import NotUnderstood, may_be_empty, read
from brandkit.rules.prefilter import NOTHING, Choice, Needed
from brandkit.seen import Seen

Compile = Callable[[str], regex.Pattern[str]]
_PIECE = regex.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])|(?P<loose>\(\?[imsx\-]+\)|\(\?\(|\(\?P=|\(\?#)"
    r"|(?P<open>\((?:\?(?:P?<[A-Za-z_]\w*>|'\w+'|[:=!>|]|<[=!]|[imsx\-]+:))?)|(?P<close>\))|(?P<bar>\|)"
    r"|[^\\\[(|)^]+|.",
    regex.DOTALL,
)
_BAR = regex.compile(
    r"\G(?:[^\\\[()|]++|\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])*+(?P<sign>[()|])", regex.DOTALL
)
"""The next bar or bracket that stands for one."""
_REACHING = regex.compile(r"\\(?:[1-9]|k|g)|-\[")
"""References to groups, and sets that take away from sets."""
_AROUND = frozenset({"(?=", "(?!", "(?<=", "(?<!"})
_EDGES = frozenset({r"\b", r"\A", "^"})
_QUANTIFIER = regex.compile(r"[*+?{]")
_MOST_COPIED = 4_000
"""Letters: each alternative takes along what stands behind the group, which costs more than it saves."""
_MOST_SHARES = 100
"""A place has this part of the time of a search at least: a smaller one would be up for good patterns."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of each match of a pattern; as here of one that uses what is not understood."""

    needed: Needed = NOTHING
    beginnings: Beginnings = UNKNOWN
    may_be_empty: bool = True


@dataclass(frozen=True, kw_only=True, eq=False)
class Alternative:
    """One of them; `compile` gives the engine's form."""

    source: str
    compile: Compile
    ignore_case: bool

    @cached_property
    def told(self) -> Told:
        """What its source says of its matches."""
        return _told(self.source, self.ignore_case)

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The engine's form, made when it is searched for the first time."""
        return self.compile(self.source)

    def next(self, text: str, at: int, seconds: float, seen: Seen | None) -> regex.Match[str] | None:
        """The first match at a place or behind it; `seen`, if it is known, tells where one may begin.

        The first in a text is kept with what was seen, as a rule looks again for what let it through.
        """
        if seen is None:
            return self.pattern.search(text, at, timeout=seconds)
        if at > 0:
            return self._next(seen, at, seconds)
        if self not in seen.firsts:
            seen.firsts[self] = self._next(seen, at, seconds)
        return seen.firsts[self]

    def _next(self, seen: Seen, at: int, seconds: float) -> regex.Match[str] | None:
        begun = self.told.beginnings
        starts = seen.places(begun.words, begun.openings)
        if starts is None:
            return self.pattern.search(seen.text, at, timeout=seconds)
        share = seconds / min(len(starts), _MOST_SHARES) if starts else seconds
        for start in starts:
            if start >= at:
                found = self.pattern.match(seen.text, start, timeout=share)
                if found is not None:
                    return found
        return None


@lru_cache(maxsize=4096)
def _told(source: str, ignore_case: bool) -> Told:  # noqa: FBT001
    """Kept, because rules of several markets look for the same."""
    try:
        reading = read(source)
    except NotUnderstood:
        return Told()
    return Told(
        needed=needed(reading, ignore_case=ignore_case),
        beginnings=beginnings(reading),
        may_be_empty=may_be_empty(reading.pattern),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
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
        is_whole = len(each) > 1 and any(part.told.may_be_empty for part in each)
        return cls(each=(alternative(source),) if is_whole else each)

    @cached_property
    def _choice(self) -> Choice:
        return Choice([alternative.told.needed for alternative in self.each])

    def matches(self, text: str, seconds: float, seen: Seen | None = None) -> Iterator[regex.Match[str]]:
        """What the whole pattern finds: the leftmost match first, and of those the first alternative's.

        `seen`, if it is known, was looked through for all that the alternatives need.
        """
        live = self._among(text, seen)
        if len(live) == 1 and live[0].told.may_be_empty:
            yield from live[0].pattern.finditer(text, timeout=seconds)
        elif live:
            own = seen if seen is not None and seen.text == text else None
            yield from _merged(live, text, seconds, own)

    def occur_in(self, text: str, seconds: float, seen: Seen | None = None) -> bool:
        """Whether one of them has a match, be it empty."""
        live = self._among(text, seen)
        return any(alternative.next(text, 0, seconds, seen) is not None for alternative in live)

    def _among(self, text: str, seen: Seen | None) -> list[Alternative]:
        if seen is not None:
            return [self.each[number] for number in seen.live.get(self) or self._choice.of(seen)]
        there = folded(text)
        return [alternative for alternative in self.each if alternative.told.needed.is_met_in(there)]


def _merged(
    live: Sequence[Alternative], text: str, seconds: float, seen: Seen | None
) -> Iterator[regex.Match[str]]:
    """Each one's next match is kept; one that begins inside what was just given is looked for again."""
    found = [alternative.next(text, 0, seconds, seen) for alternative in live]
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
                found[number] = live[number].next(text, at, seconds, seen)


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
    if "|" not in source:
        return [source]
    depth, at, parts = 0, 0, []
    for found in _BAR.finditer(source):
        sign = found["sign"]
        if sign != "|":
            depth += 1 if sign == "(" else -1
        elif depth == 0:
            parts.append(source[at : found.end() - 1])
            at = found.end()
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
