"""The stretches of text that a Vale rule reads, each with its scope and where it came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which blocks a rule wants: any of the alternatives, each a list of parts to have and to lack."""

    alternatives: tuple[tuple[tuple[bool, frozenset[str]], ...], ...]

    @classmethod
    def parse(cls, texts: Sequence[str]) -> Scope:
        """From Vale's notation: `heading.h2`, `text & ~blockquote`, or a list of which any may match."""
        return cls(alternatives=tuple(tuple(map(_part, text.split("&"))) for text in texts))

    def matches(self, tags: frozenset[str]) -> bool:
        """Whether a block of this scope is wanted. What covers a whole file is inside of nothing."""
        return any(all(_admits(part, tags) for part in parts) for parts in self.alternatives)

    def starts_with(self, tag: str) -> bool:
        """Whether an alternative names this scope first."""
        return any(not negated and tag in names for parts in self.alternatives for negated, names in parts)


def _part(text: str) -> tuple[bool, frozenset[str]]:
    name = text.strip()
    return name.startswith("~"), frozenset(part.strip() for part in name.removeprefix("~").split("."))


def _admits(part: tuple[bool, frozenset[str]], tags: frozenset[str]) -> bool:
    negated, names = part
    if not negated:
        return names <= tags
    return not names <= tags and tags.isdisjoint({"raw", "summary"})


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A run of a block's text that stands in the file as it is: where in each, and how long."""

    at: int
    start: int
    length: int


@dataclass(frozen=True, kw_only=True)
class Block:
    """A text that rules read, and the line on which it is thought to stand (from 0).

    With `lookup` a match is searched for in the whole file, without only on the block's own line.
    """

    text: str
    tags: frozenset[str]
    line: int = -1
    lookup: bool = False
    origins: tuple[Origin, ...] = field(default=(), repr=False)

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the block's `[start, end)` stands in the file; None where it does not stand there unbroken."""
        number = bisect_right(self.origins, start, key=lambda origin: origin.at) - 1
        if number < 0:
            return None
        origin = self.origins[number]
        if end > origin.at + origin.length:
            return None
        low = origin.start + start - origin.at
        return low, low + end - start

    def cut(self, start: int, end: int, tag: str) -> Block:
        """A part of the block under a narrower scope."""
        origins = tuple(
            Origin(at=low - start, start=each.start + low - each.at, length=high - low)
            for each in self.origins
            if (low := max(start, each.at)) < (high := min(end, each.at + each.length))
        )
        return Block(
            text=self.text[start:end],
            tags=self.tags | {tag},
            line=self.line,
            lookup=self.lookup,
            origins=origins,
        )
