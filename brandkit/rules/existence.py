"""Existence: words and patterns that must not appear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brandkit.findings import Finding
from brandkit.rules.context import ANY_CONTEXT, Context, context_of
from brandkit.rules.patterns import Pattern, is_exception, words
from brandkit.rules.prefilter import Trigger
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import ScopedText


@dataclass(frozen=True, kw_only=True)
class Existence:
    """Every match of the pattern is a finding, unless it is one of the exceptions."""

    header: Header
    pattern: Pattern
    exceptions: tuple[Pattern, ...] = ()
    context: Context = ANY_CONTEXT

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """What each of its findings starts from in a block."""
        return self.pattern.triggers

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for each match; its message takes the match."""
        for block in self.header.blocks(text):
            for found in self.pattern.matches(block.text, text.seen):
                if is_exception(found[0], self.exceptions) or self.context.excuses(block.text, *found.span()):
                    continue
                yield self.header.finding(block, *found.span(), found[0])


def parse(entry: RuleEntry) -> Existence:
    """`tokens` are alternatives of one word pattern; `raw` goes in front of it, with `append` behind it."""
    tokens, raw = entry.texts("tokens"), "".join(entry.texts("raw"))
    nonword, behind = entry.flag("nonword"), entry.flag("append")
    if not tokens and not raw:
        raise entry.error(
            "an existence rule needs “tokens”. Add the words or patterns it looks for.", "extends"
        )
    ignore_case = entry.flag("ignorecase")
    listed = words(tokens, nonword=nonword) if tokens else ""
    rule = Existence(
        header=entry.header(default_message="“%s” is not used here."),
        pattern=entry.pattern(
            listed + raw if behind else raw + listed, ignore_case=ignore_case, key="tokens"
        ),
        exceptions=entry.exceptions(ignore_case=ignore_case, vocabulary_by_default=not nonword),
        context=context_of(entry, ignore_case=ignore_case),
    )
    entry.finish()
    return rule
