"""Conditional: one thing calls for another, as an acronym for its definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brandkit.rules.patterns import Pattern
from brandkit.rules.prefilter import Needed, either
from brandkit.vale.exceptions import Exceptions
from brandkit.vale.rule_file import RuleFile
from brandkit.vale.rules import Header, Hit, Memory


@dataclass(frozen=True, kw_only=True)
class Conditional:
    """With a group in `second`, it must have captured each `first` by now; else both share a block."""

    header: Header
    first: Pattern
    second: Pattern
    exceptions: Exceptions
    has_group: bool

    @property
    def needed(self) -> Needed:
        """What a block must hold to matter: what is to be defined, or its definition."""
        return either(self.first.needed, self.second.needed)

    def check(self, text: str, memory: Memory) -> Iterator[Hit]:
        """One hit for each `first` that lacks its `second`; the message takes the match."""
        if self.has_group:
            for defined in self.second.matches(text):
                memory.seen.update(group for group in defined.groups() if group)
        elif self.second.occurs_in(text):
            return
        for found in self.first.matches(text):
            if found[0] not in memory.seen and not self.exceptions.cover(text, *found.span()):
                yield self.header.hit(text, *found.span())


def parse(file: RuleFile) -> Conditional:
    """`first` and `second` are patterns, always compared with their case."""
    second = file.text("second")
    return Conditional(
        header=file.header(),
        first=file.pattern(file.text("first"), ignore_case=False),
        second=file.pattern(second, ignore_case=False),
        exceptions=file.exceptions(),
        has_group=second.count("(") > second.count("(?") + second.count(r"\("),
    )
