"""Conditional: what may appear only where something else stands too, such as an acronym and its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brandkit.findings import Finding
from brandkit.rules.patterns import Pattern, is_exception
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import Block, ScopedText


@dataclass(frozen=True, kw_only=True)
class Conditional:
    """With a group in `second`, it must have captured each `first` before; else both share a block."""

    header: Header
    first: Pattern
    second: Pattern
    exceptions: tuple[Pattern, ...] = ()

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for each `first` that lacks its `second`; the message takes the match."""
        defines = self.second.compiled.groups > 0
        known: set[str] = set()
        for block in self.header.blocks(text):
            known |= self._defined(block)
            if not defines and self.second.occurs_in(block.text):
                continue
            for found in self.first.matches(block.text):
                if found[0] not in known and not is_exception(found[0], self.exceptions):
                    yield self.header.finding(block, *found.span(), found[0])

    def _defined(self, block: Block) -> set[str]:
        matches = self.second.matches(block.text)
        return {group for found in matches for group in found.groups() if group}


def parse(entry: RuleEntry) -> Conditional:
    """`first` and `second` are patterns; see the class for what a group in `second` means."""
    ignore_case = entry.flag("ignorecase")
    rule = Conditional(
        header=entry.header(default_message="“%s” has no definition."),
        first=entry.pattern(entry.text("first"), ignore_case=ignore_case, key="first"),
        second=entry.pattern(entry.text("second"), ignore_case=ignore_case, key="second"),
        exceptions=entry.exceptions(ignore_case=ignore_case),
    )
    entry.finish()
    return rule
