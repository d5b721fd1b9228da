"""Existence: words and patterns that must not appear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brandkit.rules.patterns import Pattern
from brandkit.rules.prefilter import Needed
from brandkit.vale.exceptions import Exceptions
from brandkit.vale.rule_file import RuleFile
from brandkit.vale.rules import Header, Hit, Memory


@dataclass(frozen=True, kw_only=True)
class Existence:
    """Every match that is no exception."""

    header: Header
    pattern: Pattern
    exceptions: Exceptions

    @property
    def needed(self) -> Needed:
        """What a block must hold for a match."""
        return self.pattern.needed

    def check(self, text: str, _: Memory) -> Iterator[Hit]:
        """One hit a match; the message takes it."""
        for found in self.pattern.searched(text):
            if not self.exceptions.cover(text, *found.span()):
                yield self.header.hit(text, *found.span())


def parse(file: RuleFile) -> Existence:
    """`tokens` are alternatives in their order; `raw` goes in front of them, with `append` behind."""
    tokens = [token for token in file.texts("tokens") if token.strip()]
    raw = "".join(file.texts("raw"))
    nonword = file.flag("nonword")
    held = file.words(tokens, nonword=nonword or not tokens)
    source = held + raw if file.flag("append") else raw + held
    return Existence(
        header=file.header(),
        pattern=file.pattern(source, ignore_case=file.flag("ignorecase")),
        exceptions=file.exceptions(vocabulary=not nonword),
    )
