"""Consistency: two spellings of one thing must not live in one text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brandkit.findings import Finding, Fix
from brandkit.rules.casing import like
from brandkit.rules.patterns import Pattern, words
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import Block, ScopedText


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two spellings; either will do, both together will not."""

    one: Pattern
    other: Pattern
    spellings: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Consistency:
    """Where both spellings of a pair appear, every use of the one that came second is a finding."""

    header: Header
    pairs: tuple[Pair, ...]

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for each use of the later spelling; the message takes it."""
        blocks = self.header.blocks(text)
        for pair in self.pairs:
            one = _places(pair.one, blocks)
            other = _places(pair.other, blocks)
            if one and other:
                later, keep = (
                    (other, pair.spellings[0]) if one[0][0] < other[0][0] else (one, pair.spellings[1])
                )
                for _, block, start, end in later:
                    fix = Fix(replacement=like(block.text[start:end], keep))
                    yield self.header.finding(block, start, end, block.text[start:end], fixes=(fix,))


def _places(pattern: Pattern, blocks: tuple[Block, ...]) -> list[tuple[tuple[int, int], Block, int, int]]:
    return [
        ((number, found.start()), block, found.start(), found.end())
        for number, block in enumerate(blocks)
        for found in pattern.matches(block.text)
    ]


def parse(entry: RuleEntry) -> Consistency:
    """`either` maps one spelling to the other."""
    either = entry.entry("either")
    if either is None or not either.mapping:
        raise entry.error("a consistency rule needs “either”. Add lines “one: other” under it.", "extends")
    ignore_case, nonword = entry.flag("ignorecase"), entry.flag("nonword")

    def pattern(text: str) -> Pattern:
        return entry.pattern(words([text], nonword=nonword), ignore_case=ignore_case, key="either")

    spellings = [(one, str(other)) for one, other in either.mapping.items()]
    rule = Consistency(
        header=entry.header(default_message="“%s” is spelt in two ways here. Keep to one."),
        pairs=tuple(
            Pair(one=pattern(one), other=pattern(other), spellings=(one, other)) for one, other in spellings
        ),
    )
    entry.finish()
    return rule
