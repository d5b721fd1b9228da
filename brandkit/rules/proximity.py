"""Proximity: something that has to be said close to what calls for it, such as a condition beside “free”."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brandkit.findings import Finding
from brandkit.rules.patterns import Pattern, is_exception
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import Block, ScopedText


@dataclass(frozen=True, kw_only=True)
class Proximity:
    """Each match of `when` needs a match of `needs` within so many sentences before or after it."""

    header: Header
    when: Pattern
    needs: Pattern
    within: int = 1
    exceptions: tuple[Pattern, ...] = ()

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for each trigger that stands alone; the message takes the trigger."""
        sentences = text.within(self.header.scope.narrowed(["sentence"]).narrowed(self.header.fields))
        for number, sentence in enumerate(sentences):
            for found in self.when.matches(sentence.text):
                near = sentences[max(0, number - self.within) : number + self.within + 1]
                if not self._is_met(near, sentence) and not is_exception(found[0], self.exceptions):
                    yield self.header.finding(sentence, *found.span(), found[0])

    def _is_met(self, near: tuple[Block, ...], sentence: Block) -> bool:
        return any(each.source == sentence.source and self.needs.occurs_in(each.text) for each in near)


def parse(entry: RuleEntry) -> Proximity:
    """`when` and `needs` are patterns, `within` counts sentences (1: the neighbouring ones)."""
    ignore_case = entry.flag("ignorecase")
    rule = Proximity(
        header=entry.header(default_message="“%s” needs its condition close by."),
        when=entry.pattern(entry.text("when"), ignore_case=ignore_case, key="when"),
        needs=entry.pattern(entry.text("needs"), ignore_case=ignore_case, key="needs"),
        within=entry.number("within", 1),
        exceptions=entry.exceptions(ignore_case=ignore_case, vocabulary_by_default=False),
    )
    entry.finish()
    return rule
