"""Occurrence: how often something may appear in one block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brandkit.rules.patterns import Pattern
from brandkit.rules.prefilter import NOTHING, Needed
from brandkit.vale.rule_file import RuleFile
from brandkit.vale.rules import Header, Hit, Memory


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """More matches than `most`, or fewer than `least`; 0 means that there is no such bound."""

    header: Header
    pattern: Pattern
    most: int = 0
    least: int = 0

    @property
    def needed(self) -> Needed:
        """What a block must hold for a hit; too few are found where there is nothing."""
        return NOTHING if self.least else self.pattern.needed

    def check(self, text: str, _: Memory) -> Iterator[Hit]:
        """At most one hit, at the first match that is words and not masked code; its message takes the count."""
        spans = self.pattern.spans(text)
        count = len(spans)
        if not (0 < self.most < count or count < self.least):
            return
        said = self.header.says(str(count))
        if not count:
            yield Hit(start=0, end=0, message=said, is_placed=False)
            return
        for start, end in spans:
            if text[start:end].strip() and text[start:end].strip("*@"):
                yield Hit(start=start, end=end, message=said, fixes=self.header.action.fixes(text[start:end]))
                return


def parse(file: RuleFile) -> Occurrence:
    """`token` with `max`, `min` or both."""
    return Occurrence(
        header=file.header(),
        pattern=file.pattern(f"(?:{file.text('token')})", ignore_case=file.flag("ignorecase")),
        most=file.number("max"),
        least=file.number("min"),
    )
