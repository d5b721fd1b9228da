"""Disclosure: what has to be said with a statement, anywhere in the copy, such as a trial's terms."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from brandkit.findings import Finding
from brandkit.rules.context import ANY_CONTEXT, Context, context_of
from brandkit.rules.patterns import Pattern, is_exception
from brandkit.rules.prefilter import Trigger
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import Block, ScopedText
from brandkit.seen import Seen
from brandkit.sentences import sentence_spans

_NOTE = regex.compile(
    r"^[ \t]*(?:[*†‡§¹²³]|[(\[]?\d{1,2}[)\]]|terms|conditions|offer|valid|restrictions|see (?:our )?terms)"
    r"[^\n]*",
    regex.IGNORECASE | regex.MULTILINE,
)


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """Each match of `when` needs a match of `needs` somewhere in the copy, fixed wordings included.

    `given` narrows the rule to copy about something: without a match of it, nothing is asked for. With
    `within`, what is said in the same text counts only so many sentences before or after the statement, or
    in a note: a word far away in a long piece is about something else.
    """

    header: Header
    when: Pattern
    needs: Pattern
    given: Pattern | None = None
    within: int | None = None
    exceptions: tuple[Pattern, ...] = ()
    context: Context = ANY_CONTEXT

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """What each of its findings starts from in a block."""
        return self.when.triggers

    @property
    def asides(self) -> tuple[Trigger, ...]:
        """What it asks of the copy once one of them was found."""
        return (*self.needs.triggers, *(self.given.triggers if self.given else ()))

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for each statement that stands alone; the message takes it."""
        stated = [
            (block, found)
            for block in self.header.blocks(text)
            for found in self.when.matches(block.text, text.seen)
            if not is_exception(found[0], self.exceptions)
            and not self.context.excuses(block.text, *found.span())
        ]
        if not stated or not _says(self.given, text):
            return
        said = _says(self.needs, text)
        for block, found in stated:
            if not said or (self.within is not None and not self._is_said_near(block, found, text)):
                yield self.header.finding(block, *found.span(), found[0])

    def _is_said_near(self, block: Block, found: regex.Match[str], text: ScopedText) -> bool:
        others = tuple(each for each in text.sources if each != block.source)
        if others and _says(self.needs, replace(text, sources=others)):
            return True
        whole = block.source.text
        near = _neighbours(whole, block.place(*found.span())[0], self.within or 0)
        return self.needs.occurs_in(near) or _is_noted(self.needs, whole)


def _says(pattern: Pattern | None, text: ScopedText) -> bool:
    """Whether the copy as written has a match; fixed wordings count, although rules else pass them over."""
    if pattern is None:
        return True
    if text.look is None:
        return any(pattern.occurs_in(source.text) for source in text.sources)
    return any(_is_said(pattern, text.look(source.text)) for source in text.sources)


def _is_said(pattern: Pattern, seen: Seen) -> bool:
    """The answer is kept with what was seen, because a rule asks the same for each paragraph."""
    if pattern not in seen.answers:
        seen.answers[pattern] = pattern.occurs_in(seen.text, seen)
    return seen.answers[pattern]


@lru_cache(maxsize=32)
def _is_noted(pattern: Pattern, text: str) -> bool:
    """Whether a note says it; kept for a while, because a rule asks the same for each statement."""
    return any(map(pattern.occurs_in, _NOTE.findall(text)))


def _neighbours(text: str, at: int, reach: int) -> str:
    """The sentence at a place, with so many before and after it."""
    spans = sentence_spans(text, lines_end_sentences=True)
    here = bisect_right(spans, at, key=lambda span: span[1])
    last = len(spans) - 1
    first, final = max(0, min(here, last) - reach), min(last, here + reach)
    return text[spans[first][0] : spans[final][1]] if spans else text


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
        within=entry.number("within", 0) if entry.has("within") else None,
        exceptions=entry.exceptions(ignore_case=ignore_case, vocabulary_by_default=False),
        context=context_of(entry, ignore_case=ignore_case),
    )
    entry.finish()
    return rule
