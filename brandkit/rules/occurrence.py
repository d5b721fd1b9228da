"""Occurrence: how often something may appear, such as exclamation marks or words in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from brandkit.findings import Finding
from brandkit.rules.patterns import Pattern
from brandkit.rules.prefilter import ALWAYS, Trigger
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import Block, ScopedText


class Per(Enum):
    """What is counted together: each block of the scope (as Vale does), or the whole copy."""

    BLOCK = "block"
    COPY = "copy"


class Mark(Enum):
    """What a finding points at: the first match (as Vale does), or the whole block."""

    MATCH = "match"
    BLOCK = "block"


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """More matches than `most`, or fewer than `least`, are a finding."""

    header: Header
    pattern: Pattern
    most: int | None = None
    least: int = 0
    per: Per = Per.BLOCK
    mark: Mark = Mark.MATCH

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """What a finding starts from in a block; none where blocks are counted together, as one text."""
        if self.per is Per.COPY:
            return ()
        return (ALWAYS,) if self.least else self.pattern.triggers

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding a block; counted over the whole copy, one for each match beyond the most."""
        blocks = self.header.blocks(text)
        if self.per is Per.COPY:
            yield from self._check_copy(blocks)
            return
        for block in blocks:
            if self._is_wrong(len(self.pattern.texts(block.text))):
                spans = [found.span() for found in self.pattern.matches(block.text)]
                yield self._finding(block, spans)

    def _check_copy(self, blocks: tuple[Block, ...]) -> Iterator[Finding]:
        places = [(block, found.span()) for block in blocks for found in self.pattern.matches(block.text)]
        if self.most is not None:
            for block, span in places[self.most :]:
                yield self.header.finding(block, *span, str(len(places)))
        if len(places) < self.least and blocks:
            yield self.header.finding(blocks[0], 0, 0, str(len(places)))

    def _is_wrong(self, count: int) -> bool:
        return count < self.least or (self.most is not None and count > self.most)

    def _finding(self, block: Block, spans: list[tuple[int, int]]) -> Finding:
        start, end = spans[0] if spans else (0, 0)
        if self.mark is Mark.BLOCK:
            start, end = 0, len(block.text)
        return self.header.finding(block, start, end, str(len(spans)))


def parse(entry: RuleEntry) -> Occurrence:
    """`token` with `max` or `min`; `per: copy` counts over all blocks, `mark: block` shows all of one."""
    most = entry.number("max") if entry.has("max") else None
    least = entry.number("min", 0)
    if most is None and not least:
        raise entry.error("an occurrence rule needs “max” or “min”. Add “max: 1”.", "extends")
    ignore_case = entry.flag("ignorecase")
    rule = Occurrence(
        header=entry.header(default_message="This appears %s times."),
        pattern=entry.pattern(entry.text("token"), ignore_case=ignore_case, key="token"),
        most=most,
        least=least,
        per=entry.choice("per", Per, Per.BLOCK),
        mark=entry.choice("mark", Mark, Mark.MATCH),
    )
    entry.finish()
    return rule
