"""Reading a marked-up file as Vale does: from its HTML to blocks of text, in the order they are checked."""

from __future__ import annotations

import html
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import dropwhile
from urllib.parse import unquote_plus

import regex

from brandkit.vale.blocks import Block, Origin
from brandkit.vale.html_tokens import Kind, Token, html_tokens
from brandkit.vale.markup import Markup
from brandkit.vale.masked_text import MaskedText
from brandkit.vale.switches import Switches

SKIPPED = frozenset({"script", "style", "pre", "figure", "noscript", "iframe"})
MASKED = frozenset({"tt", "code", "kbd"})
SKIPPED_CLASSES = frozenset({"problematic", "pre", "code"})
_INLINE = frozenset(
    [
        *(
            "b",
            "big",
            "i",
            "small",
            "abbr",
            "acronym",
            "cite",
            "dfn",
            "em",
            "kbd",
            "strong",
            "a",
            "br",
            "img",
        ),
        *("span", "sub", "sup", "code", "tt", "del"),
    ]
)
_SCOPES = {
    "th": "text.table.header",
    "td": "text.table.cell",
    "caption": "text.table.caption",
    "li": "text.list",
    "blockquote": "text.blockquote",
    "figcaption": "text.figure.caption",
    **{f"h{level}": f"text.heading.h{level}" for level in range(10)},
}
_SUMMED = frozenset({"text.list", "text.blockquote"})
_WITH_ADDRESSES = frozenset({"img", "a", "p", "script", "h1", "h2", "h3", "h4", "h5", "h6", "span"})
_ADDRESSES = ("href", "id", "src", "alt")
_STARTERS = frozenset(".?!,:;)]}—–")
_TIGHT = frozenset("([{—–")
_NEARBY, _BEHIND = 20_000, 20_000


@dataclass(frozen=True, kw_only=True)
class Habits:
    """What a set-up changes about reading: tags passed over or masked, and classes passed over."""

    skipped: frozenset[str] = SKIPPED
    masked: frozenset[str] = MASKED
    skipped_classes: frozenset[str] = SKIPPED_CLASSES


@dataclass
class Reader:
    """Goes through the HTML of a file and yields each block when it ends.

    The caller checks a block before it asks for the next one: what is masked and switched off then is what
    holds for this block.
    """

    source: str
    text: MaskedText
    switches: Switches
    markup: Markup
    extension: str
    habits: Habits = field(default_factory=Habits)
    tallies: Counter[str] = field(default_factory=Counter)
    summary: list[str] = field(default_factory=list)
    _line: int = 0
    _queue: list[str] = field(default_factory=list)
    _history: list[str] = field(default_factory=list)
    _active: str = ""
    _words: _Words = field(default_factory=lambda: _Words())
    _cursor: int = 0
    _inline: bool = False
    _masking: bool = False
    _skipping: bool = False
    _class_tag: str = ""
    _class_depth: int = 0
    _before: Token = field(default_factory=lambda: Token(kind=Kind.TEXT, data=""))

    def blocks(self, markup: str) -> Iterator[Block]:
        """The blocks of the file, in order."""
        for token in html_tokens(markup):
            data = html.unescape(token.data.strip())
            self._take(token, data)
            if token.kind is Kind.END and data not in _INLINE:
                yield from self._finished()
            self._before = token
            if token.data == "img" and "alt" in token.attributes and "alt" not in self.habits.skipped:
                yield self._alternative(token.attributes["alt"])
            self._cover_addresses(token)

    def _take(self, token: Token, data: str) -> None:
        closed = self._count_class(token, data)
        has_class = _is_skipped_class(token, self.habits) and data not in _INLINE
        if token.kind is Kind.START and (data in self.habits.skipped or has_class):
            if has_class:
                self._class_tag, self._class_depth = data, 1
            self._skipping, self._inline = True, data in _INLINE
            self.tallies[data] += 1
        elif self._skipping and (data in self.habits.skipped or closed):
            self._skipping = False
            if closed:
                self._class_tag = ""
        elif token.kind is Kind.START:
            self._start(data)
        elif token.kind is Kind.END and data in _INLINE:
            self._active = ""
        elif token.kind is Kind.COMMENT:
            self.switches.read(data)
            self._cover(data)
        elif token.kind is Kind.TEXT:
            self._add(data)

    def _count_class(self, token: Token, data: str) -> bool:
        """Whether the element that is passed over for its class ends here."""
        if not self._class_tag:
            return False
        if data == self._class_tag:
            self._class_depth += 1 if token.kind is Kind.START else -1
        return self._class_depth == 0

    def _start(self, tag: str) -> None:
        if tag in {"em", "b"} and self._last_tag() == "code":
            tag = "code"
        self._inline = tag in _INLINE
        self._masking = tag in self.habits.masked
        self._history.append(tag)
        self._active = tag

    def _last_tag(self) -> str:
        return self._history[-1] if self._history else self._active

    def _add(self, words: str) -> None:
        if not words:
            return
        self._advance(words)
        self._queue.append(words)
        places = self._align(words)
        if self._skipping or self.switches.all_off:
            return
        covered = self._masking or self._is_in_literal() or _is_skipped_class(self._before, self.habits)
        masked = covered or self._before.attributes.get("href") == words
        starts = words[0] in _STARTERS and not covered
        gap = (self._is_nested() and not self._inline) + (self._inline and not starts)
        if masked:
            words = "".join(sign if sign == "\n" else "*" for sign in words)
            self._masking = False
        if gap and self._words.ends_tight():
            gap -= 1
        self._words.add(" " * gap, words, () if masked else places)

    def _is_in_literal(self) -> bool:
        """Whether the words stand in a span of a literal: docutils cuts literals into such."""
        inside = list(dropwhile(lambda tag: tag == "span", reversed(self._history)))
        return self.markup is Markup.REST and inside[:1] == ["tt"] and len(inside) < len(self._history)

    def _is_nested(self) -> bool:
        history = self._history
        return (
            len(history) > 3  # noqa: PLR2004  (a list in an item of a list)
            and history[-1] == "li"
            and history[-2] in {"ol", "ul"}
            and history[-3] == "li"
        )

    def _align(self, words: str) -> tuple[Origin, ...]:
        """Where the lines of a text stand in the file, searched for onwards from the text before."""
        out = []
        at = 0
        for line in words.split("\n"):
            shown = line.strip()
            found = self.source.find(shown, self._cursor, self._cursor + _NEARBY) if shown else -1
            if found >= 0:
                low = at + line.index(shown)
                out.append(Origin(at=low, start=found, length=len(shown)))
                self._cursor = found + len(shown)
            at += len(line) + 1
        return tuple(out)

    def _finished(self) -> Iterator[Block]:
        text, origins = self._words.taken()
        if text.strip():
            yield self._block(text, origins)
        for words in self._queue:
            self._cover(words)
        self._queue.clear()
        self._history.clear()
        self.text.move_front(bisect_right(self._line_starts, self._cursor - _BEHIND) - 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in regex.finditer(r"\n", self.source))]

    def _block(self, text: str, origins: tuple[Origin, ...]) -> Block:
        scope = next((_SCOPES[tag] for tag in self._history if tag in _SCOPES), "")
        if scope:
            self.tallies[scope.removeprefix("text.")] += 1
            if scope in _SUMMED:
                self.summary.append(text)
            spaces = len(text) - len(text.lstrip(" "))
            text = text[spaces:]
            origins = tuple(
                Origin(at=each.at - spaces, start=each.start, length=each.length) for each in origins
            )
            return self._placed(text, scope, origins, lookup=False)
        self.summary.append(text)
        return self._placed(text, "text", origins, lookup="\n" in text)

    def _placed(self, text: str, scope: str, origins: tuple[Origin, ...], *, lookup: bool) -> Block:
        line = self._line
        found = self._find_line(text)
        tags = frozenset((*scope.split("."), *filter(None, self.extension.split("."))))
        return Block(text=text, tags=tags, line=max(line, found), lookup=lookup, origins=origins)

    def _alternative(self, text: str) -> Block:
        shown = text.strip()
        found = self.source.find(shown, max(0, self._cursor - 2 * len(shown)), self._cursor + _NEARBY)
        origins = (
            (Origin(at=text.index(shown), start=found, length=len(shown)),) if shown and found >= 0 else ()
        )
        line = max(self._line, self._find_line(text))
        return Block(text=text, tags=frozenset({"text", "attr", "alt"}), line=line, origins=origins)

    def _advance(self, words: str) -> None:
        self._line = max(self._line, self._find_line(words))

    def _find_line(self, words: str) -> int:
        """The line on which the last line of a text stands, as far as it can be found; else -1."""
        at = 0
        for line in words.split("\n"):
            at = self.text.find(_bytes(line))
            if at < 0:
                for word in line.split():
                    at = self.text.find(_bytes(word))
        return self.text.line_of(at) if at >= 0 else -1

    def _cover(self, words: str) -> None:
        for line in words.split("\n"):
            if line and not self.text.cover_read(_bytes(line)):
                for word in line.split():
                    self.text.cover_read(_bytes(word))

    def _cover_addresses(self, token: Token) -> None:
        if token.data not in _WITH_ADDRESSES or token.kind is Kind.TEXT or not token.attributes:
            return
        names = (*_ADDRESSES, "class") if self.markup is Markup.HTML else _ADDRESSES
        for name, value in token.attributes.items():
            if name in names:
                self._cover(_unquoted(value) if name == "href" else value)


class _Words:
    """The text of a block as it comes together."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._origins: list[Origin] = []

    def ends_tight(self) -> bool:
        """Whether what comes next belongs right behind what is there: after a bracket or a dash."""
        return bool(self._parts) and self._parts[-1][-1:] in _TIGHT

    def add(self, gap: str, words: str, places: tuple[Origin, ...]) -> None:
        self._parts.append(gap + words)
        low = self._length + len(gap)
        self._origins += [Origin(at=low + each.at, start=each.start, length=each.length) for each in places]
        self._length = low + len(words)

    def taken(self) -> tuple[str, tuple[Origin, ...]]:
        """What has come together; the next block starts empty."""
        text, origins = "".join(self._parts), tuple(self._origins)
        self._parts, self._length, self._origins = [], 0, []
        return text, origins


def _is_skipped_class(token: Token, habits: Habits) -> bool:
    return not habits.skipped_classes.isdisjoint(token.attributes.get("class", "").split(" "))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


_BROKEN_ESCAPE = regex.compile(r"%(?![0-9A-Fa-f]{2})")


def _unquoted(address: str) -> str:
    """An address without its escapes; one that is escaped wrongly counts for nothing."""
    return "" if _BROKEN_ESCAPE.search(address) else unquote_plus(address)
