"""Consistency: two spellings of one thing must not live in one file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brandkit.rules.patterns import Pattern
from brandkit.rules.prefilter import Needed, either
from brandkit.vale.rule_file import RuleFile
from brandkit.vale.rules import Header, Hit, Memory


@dataclass(frozen=True, kw_only=True)
class Consistency:
    """Once both spellings of a pair have been seen, every block with either of them is a finding."""

    header: Header
    pairs: tuple[Pattern, ...]

    @property
    def needed(self) -> Needed:
        """What a block must hold to matter."""
        return either(*(pair.needed for pair in self.pairs))

    def check(self, text: str, memory: Memory) -> Iterator[Hit]:
        """One hit for each pair, at its last match in the block; the message takes it."""
        for number, pair in enumerate(self.pairs):
            own = f"{self.header.name} {number} "
            last = None
            for last in pair.matches(text):
                memory.seen.add(f"{own}{last.lastgroup}")
            if last is not None and {f"{own}one", f"{own}other"} <= memory.seen:
                yield self.header.hit(text, *last.span())


def parse(file: RuleFile) -> Consistency:
    """`either` maps one spelling to the other."""
    ignore_case, nonword = file.flag("ignorecase"), file.flag("nonword")
    return Consistency(
        header=file.header(),
        pairs=tuple(
            file.pattern(
                file.words([f"(?P<one>{one})", f"(?P<other>{other})"], nonword=nonword),
                ignore_case=ignore_case,
            )
            for one, other in file.mapping("either").items()
        ),
    )
