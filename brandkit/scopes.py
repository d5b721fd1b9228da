"""Which stretches of copy a rule reads: blocks of prose with tags, and selectors that choose among them.

Tags follow Vale (`text`, `heading`, `h2`, `paragraph`, `list`, `sentence`, `raw`, …) and add the name
of the field a text stands in (`subject`, `body`). Blocks know where they came from, so that whatever
a rule finds can be pointed at in the original text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from brandkit.seen import Seen
from brandkit.sentences import sentence_spans

MASK = "*"


@dataclass(frozen=True, kw_only=True)
class Source:
    """A text as it was written: one part of a variant, or a whole file."""

    text: str
    field: str = ""
    index: int = 0


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of block text that stands in the source unchanged: where in each, and how long."""

    at: int
    start: int
    length: int


@dataclass(frozen=True, kw_only=True)
class Block:
    """One paragraph, heading, list item or sentence, with markup taken away and code and links masked.

    Masked characters are `*`, one for one, so lengths and places stay true. `links` are the stretches of
    its text that are put in front of an address.
    """

    source: Source
    text: str
    tags: frozenset[str]
    pieces: tuple[Piece, ...]
    lines_are_sentences: bool = False
    links: tuple[tuple[int, int], ...] = ()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the block's `[start, end)` stands in the source."""
        first = self._source_offset(start)
        if end <= start:
            return first, first
        return first, self._source_offset(end - 1) + 1

    def _source_offset(self, at: int) -> int:
        if not self.pieces:
            return 0
        piece = self.pieces[max(0, bisect_right(self._starts, at) - 1)]
        return piece.start + min(at - piece.at, piece.length)

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.at for piece in self.pieces]

    def cut(self, start: int, end: int, *tags: str) -> Block:
        """The part of the block between two of its offsets, with more tags."""
        pieces = tuple(
            Piece(at=low - start, start=piece.start + low - piece.at, length=high - low)
            for piece in self.pieces
            if (low := max(start, piece.at)) < (high := min(end, piece.at + piece.length))
        )
        links = tuple((a - start, b - start) for a, b in self.links if start <= a and b <= end)
        return Block(
            source=self.source,
            text=self.text[start:end],
            tags=self.tags.union(tags),
            pieces=pieces,
            lines_are_sentences=self.lines_are_sentences,
            links=links,
        )

    def sentences(self) -> tuple[Block, ...]:
        """The sentences of the block."""
        spans = sentence_spans(self.text, lines_end_sentences=self.lines_are_sentences)
        return tuple(self.cut(start, end, "sentence") for start, end in spans)


@dataclass(frozen=True, kw_only=True)
class Selector:
    """Which blocks a rule wants: any of the alternatives, each a set of tags to have and to lack."""

    alternatives: tuple[tuple[frozenset[str], frozenset[str]], ...]

    @classmethod
    def parse(cls, scopes: str | Sequence[str]) -> Selector:
        """From Vale's notation: `heading.h2`, `text & ~blockquote`, or a list of which any may match."""
        texts = [scopes] if isinstance(scopes, str) else scopes
        return cls(alternatives=tuple(_alternative(text) for text in texts))

    def matches(self, tags: frozenset[str]) -> bool:
        """Whether a block with these tags is wanted."""
        return any(wanted <= tags and not unwanted & tags for wanted, unwanted in self.alternatives)

    def names(self, tag: str) -> bool:
        """Whether the selector asks for this tag."""
        return any(tag in wanted for wanted, _ in self.alternatives)

    def narrowed(self, tags: Iterable[str]) -> Selector:
        """The same selector, held to blocks that also have one of these tags; no tags means no change."""
        named = tuple(tags)
        if not named:
            return self
        return Selector(
            alternatives=tuple(
                (wanted | {name}, unwanted) for wanted, unwanted in self.alternatives for name in named
            )
        )


def _alternative(text: str) -> tuple[frozenset[str], frozenset[str]]:
    wanted: set[str] = set()
    unwanted: set[str] = set()
    for term in text.split("&"):
        name = term.strip()
        target = unwanted if name.startswith("~") else wanted
        target.update(part for part in name.lstrip("~").strip().split(".") if part)
    return frozenset(wanted), frozenset(unwanted)


EVERYWHERE = Selector.parse("text")


@dataclass(frozen=True, kw_only=True)
class ScopedText:
    """Copy laid out for checking: its sources as written, and its blocks as rules read them.

    `seen`, if it is known, tells what is in its only block of what patterns look for, and `look` the same of
    another text.
    """

    sources: tuple[Source, ...]
    blocks: tuple[Block, ...]
    seen: Seen | None = None
    look: Callable[[str], Seen] | None = field(default=None, compare=False, repr=False)
    _within: dict[Selector, tuple[Block, ...]] = field(default_factory=dict, compare=False, repr=False)

    def within(self, selector: Selector) -> tuple[Block, ...]:
        """The blocks that a selector chooses, in reading order; computed once for each selector."""
        found = self._within.get(selector)
        if found is None:
            found = self._within[selector] = self._choose(selector)
        return found

    def _choose(self, selector: Selector) -> tuple[Block, ...]:
        pool: tuple[Block, ...] = self.blocks
        if selector.names("sentence"):
            pool += self.sentences
        if selector.names("link"):
            pool += self.links
        if selector.names("raw"):
            pool += self.raw
        if selector.names("summary"):
            pool += tuple(replace(block, tags=block.tags | {"summary"}) for block in self.blocks)
        return tuple(block for block in pool if selector.matches(block.tags))

    @cached_property
    def sentences(self) -> tuple[Block, ...]:
        """Every sentence of the plain paragraphs."""
        return tuple(
            sentence for block in self.blocks if "paragraph" in block.tags for sentence in block.sentences()
        )

    @cached_property
    def links(self) -> tuple[Block, ...]:
        """The words of each link, for the rules that read links alone."""
        cut = [block.cut(start, end, "link") for block in self.blocks for start, end in block.links]
        return tuple(replace(each, tags=each.tags - {"text", "paragraph"}) for each in cut)

    @cached_property
    def raw(self) -> tuple[Block, ...]:
        """Each source untouched, as one block."""
        return tuple(whole(source, "raw") for source in self.sources)


def whole(source: Source, *tags: str) -> Block:
    """A source as a single block, nothing masked."""
    pieces = (Piece(at=0, start=0, length=len(source.text)),)
    names = frozenset(filter(None, (*tags, source.field)))
    return Block(source=source, text=source.text, tags=names, pieces=pieces)
