"""Repetition: the same word twice in a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import eq

from brandkit.findings import Finding, Fix
from brandkit.rules.patterns import Pattern, is_exception
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import Block, ScopedText

_SENTENCE_ENDS = ".!?"


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """Two neighbouring matches that are equal, unless a sentence ends between them."""

    header: Header
    pattern: Pattern
    ignore_case: bool = False
    letters_only: bool = False
    exceptions: tuple[Pattern, ...] = ()

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding from the first word to its repetition; the message takes the word."""
        for block in self.header.blocks(text):
            if not self._may_repeat(self.pattern.texts(block.text)):
                continue
            matches = list(self.pattern.matches(block.text))
            for before, after in pairwise(matches):
                if self._repeats(before[0], after[0]) and self._are_neighbours(
                    block, before.end(), after.start()
                ):
                    fix = Fix(replacement=block.text[before.start() : before.end()])
                    yield self.header.finding(block, before.start(), after.end(), after[0], fixes=(fix,))

    def _may_repeat(self, words: list[str]) -> bool:
        """Whether neighbours are equal: seen without looking at each pair by itself."""
        compared = [word.lower() for word in words] if self.ignore_case else words
        return any(map(eq, compared, compared[1:]))

    def _repeats(self, first: str, second: str) -> bool:
        same = first.lower() == second.lower() if self.ignore_case else first == second
        if not same or (self.letters_only and not first.isalpha()):
            return False
        return not is_exception(first, self.exceptions)

    def _are_neighbours(self, block: Block, end: int, start: int) -> bool:
        between = block.text[end:start]
        return not between.strip() and not any(sign in between for sign in _SENTENCE_ENDS)


def parse(entry: RuleEntry) -> Repetition:
    r"""`tokens` describe the words that are compared, such as `[^\s]+`."""
    tokens = entry.texts("tokens")
    if not tokens:
        raise entry.error("a repetition rule needs “tokens”. Add “tokens: ['[^\\s]+']”.", "extends")
    ignore_case = entry.flag("ignorecase")
    entry.value("max")
    rule = Repetition(
        header=entry.header(default_message="“%s” stands here twice."),
        pattern=entry.pattern(
            "|".join(f"(?:{token})" for token in tokens), ignore_case=ignore_case, key="tokens"
        ),
        ignore_case=ignore_case,
        letters_only=entry.flag("alpha"),
        exceptions=entry.exceptions(ignore_case=ignore_case),
    )
    entry.finish()
    return rule
