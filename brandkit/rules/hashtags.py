"""Hashtags: several words run together in lower case, taken apart and written so that they can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import regex

from brandkit.findings import Finding, Fix
from brandkit.rules.prefilter import Needed, Trigger
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import ScopedText

_HASHTAG = regex.compile(r"(?<![\w&])#(\p{Ll}[\p{Ll}\d]*)(?!\w)")
_TWO_WORDS = 2
_SHORTEST_PLURAL = 3


@dataclass(frozen=True, kw_only=True)
class Hashtags:
    """A hashtag in lower case that is made of known words is a finding, with its words in capitals as fix.

    A tag that holds one unknown piece is left alone: it may be a name, and a wrong guess is worse.
    """

    header: Header
    words: frozenset[str]

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """What a block must hold for each of its findings."""
        return (Trigger(needed=Needed(texts=frozenset({"#"}))),)

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for each hashtag; its message takes the readable form, then the hashtag."""
        for block in self.header.blocks(text):
            for found in _HASHTAG.finditer(block.text):
                parts = self.parts(found[1])
                if len(parts) >= _TWO_WORDS:
                    readable = "#" + "".join(part.capitalize() for part in parts)
                    fix = Fix(replacement=readable, safe=True)
                    yield self.header.finding(block, *found.span(), readable, found[0], fixes=(fix,))

    def parts(self, tag: str) -> tuple[str, ...]:
        """The fewest known words that make up the tag; empty where it is not made of known words."""
        best: list[tuple[str, ...] | None] = [()]
        for end in range(1, len(tag) + 1):
            candidates = [
                (*before, tag[start:end])
                for start in range(max(0, end - self._longest), end)
                if (before := best[start]) is not None and self._knows(tag[start:end])
            ]
            best.append(min(candidates, key=len) if candidates else None)
        return best[-1] or ()

    def _knows(self, piece: str) -> bool:
        """A word of the list, or the plural with s of one."""
        if piece in self.words:
            return True
        return len(piece) > _SHORTEST_PLURAL and piece.removesuffix("s") in self.words

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.words), default=0) + len("s")


def parse(entry: RuleEntry) -> Hashtags:
    """`words` is a list of the words that hashtags are made of; one text may hold many, between spaces."""
    listed = frozenset(word.lower() for text in entry.texts("words") for word in text.split())
    if not listed:
        raise entry.error("a hashtag rule needs “words”. Add the words that hashtags are made of.", "extends")
    rule = Hashtags(
        header=entry.header(default_message="Write “%s” instead of “%s”, so that it can be read aloud."),
        words=listed,
    )
    entry.finish()
    return rule
