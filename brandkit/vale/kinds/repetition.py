"""Repetition: the same word twice in a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brandkit.rules.patterns import Pattern
from brandkit.rules.prefilter import Needed
from brandkit.vale.exceptions import Exceptions
from brandkit.vale.rule_file import RuleFile
from brandkit.vale.rules import Header, Hit, Memory
from brandkit.vale.sentences import sentences


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """A match that equals the one before it, unless a sentence ends between them."""

    header: Header
    pattern: Pattern
    exceptions: Exceptions
    allowed: int = 0
    ignore_case: bool = False
    letters_only: bool = False

    @property
    def needed(self) -> Needed:
        """What a block must hold for a match."""
        return self.pattern.needed

    def check(self, text: str, _: Memory) -> Iterator[Hit]:
        """One hit from the first word to its repetition, the message taking the word; `allowed` pass first."""
        before, place, count = "", (0, 0), 0
        for start, end in self.pattern.spans(text):
            word = text[start:end].strip()
            if self._repeats(before, word):
                count += 1
                if count > self.allowed and self._counts(text, place[0], end):
                    count = 0
                    yield self.header.hit(text, place[0], end, word)
            before, place = word, (start, end)

    def _repeats(self, before: str, word: str) -> bool:
        same = before.casefold() == word.casefold() if self.ignore_case else before == word
        return same and bool(word) and (not self.letters_only or word.isalpha())

    def _counts(self, text: str, start: int, end: int) -> bool:
        return len(sentences(text[start:end])) == 1 and not self.exceptions.cover(text, start, end)


def parse(file: RuleFile) -> Repetition:
    """`tokens` describe what is compared, `alpha` keeps to letters, `max` allows some repetitions."""
    ignore_case = file.flag("ignorecase")
    return Repetition(
        header=file.header(),
        pattern=file.pattern("|".join(file.texts("tokens")), ignore_case=ignore_case),
        exceptions=file.exceptions(),
        allowed=file.number("max"),
        ignore_case=ignore_case,
        letters_only=file.flag("alpha"),
    )
