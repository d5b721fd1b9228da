"""Disclosure: what has to be said with a statement, anywhere in the copy, such as a trial's terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from brandkit.findings import Finding
from brandkit.rules.context import ANY_CONTEXT, Context, context_of
from brandkit.rules.patterns import Pattern, is_exception
from brandkit.rules.prefilter import Trigger
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import ScopedText, Source


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """Each match of `when` needs a match of `needs` somewhere in the copy, fixed wordings included.

    `given` narrows the rule to copy about something: without a match of it, nothing is asked for.
    """

    header: Header
    when: Pattern
    needs: Pattern
    given: Pattern | None = None
    exceptions: tuple[Pattern, ...] = ()
    context: Context = ANY_CONTEXT

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """What each of its findings starts from in a block."""
        return self.when.triggers

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for each statement that stands alone; the message takes it."""
        stated = [
            (block, found)
            for block in self.header.blocks(text)
            for found in self.when.matches(block.text, text.seen)
            if not is_exception(found[0], self.exceptions)
            and not self.context.excuses(block.text, *found.span())
        ]
        if not stated or not _says(self.given, text.sources) or _says(self.needs, text.sources):
            return
        for block, found in stated:
            yield self.header.finding(block, *found.span(), found[0])


@lru_cache(maxsize=32)
def _says(pattern: Pattern | None, sources: tuple[Source, ...]) -> bool:
    """Whether the copy as written has a match; fixed wordings count, although rules else pass them over.

    Kept for a while, because a rule asks the same for each paragraph.
    """
    return pattern is None or any(pattern.first(source.text) is not None for source in sources)


def parse(entry: RuleEntry) -> Disclosure:
    """`when` and `needs` are patterns, `when` perhaps several; `given`, if there is one, must match too."""
    ignore_case = entry.flag("ignorecase")
    given, when = entry.text("given", ""), "|".join(entry.texts("when"))
    if not when:
        raise entry.error("“when” is missing. Add the words that need something said with them.", "when")
    rule = Disclosure(
        header=entry.header(default_message="“%s” needs its conditions with it."),
        when=entry.pattern(when, ignore_case=ignore_case, key="when"),
        needs=entry.pattern(entry.text("needs"), ignore_case=ignore_case, key="needs"),
        given=entry.pattern(given, ignore_case=ignore_case, key="given") if given else None,
        exceptions=entry.exceptions(ignore_case=ignore_case, vocabulary_by_default=False),
        context=context_of(entry, ignore_case=ignore_case),
    )
    entry.finish()
    return rule
