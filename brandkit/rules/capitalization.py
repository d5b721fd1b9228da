"""Capitalization: headlines and subject lines in the brand's case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from brandkit.findings import Finding, Fix
from brandkit.rules.patterns import Pattern
from brandkit.rules.proper_names import name_spans
from brandkit.rules.rule import Header
from brandkit.rules.rule_entry import RuleEntry
from brandkit.scopes import Block, ScopedText

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[’'\-&.][\p{L}\p{M}\p{N}]+)*")
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "en",
        "for",
        "if",
        "in",
        "nor",
        "of",
        "on",
        "or",
        "per",
        "the",
        "to",
        "v",
        "via",
        "vs",
        "from",
        "into",
        "onto",
        "over",
        "with",
    ]
)
_CASES = ("$title", "$sentence", "$lower", "$upper")


@dataclass(frozen=True, kw_only=True)
class Capitalization:
    """A block whose words do not agree with the wanted case, by more than the threshold allows."""

    header: Header
    case: str
    pattern: Pattern | None = None
    vocabulary: frozenset[str] = frozenset()
    indicators: tuple[str, ...] = ()
    threshold: float = 0.8
    acronyms: bool = False
    names: bool = False

    def check(self, text: ScopedText) -> Iterator[Finding]:
        """One finding for a block; its message takes the text, then the expected form."""
        for block in self.header.blocks(text):
            content = block.text.strip()
            if content and not self._agrees(content):
                yield self._finding(block, content)

    def _agrees(self, text: str) -> bool:
        if self.pattern is not None:
            return self.pattern.occurs_in(text)
        if self.case == "$lower":
            return text == text.lower()
        if self.case == "$upper":
            return text == text.upper()
        return self._share(text) >= self.threshold

    def _share(self, text: str) -> float:
        """The share of words that stand as expected; a sentence whose first word is wrong has none."""
        pairs = list(zip(_WORD.findall(text), _WORD.findall(self._expected(text)), strict=False))
        if not pairs:
            return 1.0
        right = [self._is_right(word, wanted) for word, wanted in pairs]
        if self.case == "$sentence" and not right[0]:
            return 0.0
        return sum(right) / len(right)

    def _is_right(self, word: str, wanted: str) -> bool:
        return word == wanted or (self.case == "$title" and word.isupper())

    def _expected(self, text: str) -> str:
        match self.case:
            case "$lower":
                return text.lower()
            case "$upper":
                return text.upper()
            case "$title":
                return self._each_word(text, self._title_word)
        return self._each_word(text, self._sentence_word)

    def _each_word(self, text: str, convert: object) -> str:
        kept = self._kept(text)
        if self.names and self.case == "$sentence":
            kept += name_spans(text, kept, _SMALL_WORDS)
        found = list(_WORD.finditer(text))
        out, at = [], 0
        for number, word in enumerate(found):
            out.append(text[at : word.start()])
            first = number == 0 or self._follows_indicator(text[: word.start()])
            last = number == len(found) - 1
            if any(low <= word.start() and word.end() <= high for low, high in kept):
                out.append(word[0])
            else:
                assert callable(convert)
                out.append(convert(word[0], first=first, last=last))
            at = word.end()
        return "".join((*out, text[at:]))

    def _kept(self, text: str) -> list[tuple[int, int]]:
        """Where the brand's own words stand, written as the brand writes them."""
        return [
            found.span()
            for word in self.vocabulary
            if word in text
            for found in regex.finditer(rf"(?<!\w){regex.escape(word)}(?!\w)", text)
        ]

    def _follows_indicator(self, before: str) -> bool:
        stripped = before.rstrip()
        return stripped.endswith((*self.indicators, ".", "!", "?")) if stripped else True

    def _title_word(self, word: str, *, first: bool, last: bool) -> str:
        if word.lower() in _SMALL_WORDS and not first and not last:
            return word.lower()
        return word[:1].upper() + word[1:]

    def _sentence_word(self, word: str, *, first: bool, last: bool) -> str:
        del last
        if self.acronyms and word.isupper() and len(word) > 1:
            return word
        if word == "I" or word.startswith(("I'", "I’")):
            return word
        return word[:1].upper() + word[1:] if first else word.lower()

    def _finding(self, block: Block, content: str) -> Finding:
        start = block.text.index(content)
        expected = self._expected(content) if self.pattern is None else content
        fixes = (Fix(replacement=expected),) if expected != content and "*" not in content else ()
        return self.header.finding(block, start, start + len(content), content, expected, fixes=fixes)


def parse(entry: RuleEntry) -> Capitalization:
    """`match` is $title, $sentence, $lower, $upper or a pattern that the text must hold.

    With our `acronyms: true`, words all in capitals may stay so in sentence case; in Vale they may not. With
    our `names: true`, so may what is likely a name.
    """
    case = entry.text("match")
    entry.value("style")
    rule = Capitalization(
        header=entry.header(default_message="Write “%s” as “%s”.", default_scope="heading"),
        case=case,
        pattern=None if case in _CASES else entry.pattern(case, ignore_case=False, key="match"),
        vocabulary=frozenset(entry.vocabulary()),
        indicators=entry.texts("indicators"),
        threshold=_threshold(entry),
        acronyms=entry.flag("acronyms"),
        names=entry.flag("names"),
    )
    entry.finish()
    return rule


def _threshold(entry: RuleEntry) -> float:
    value = entry.value("threshold")
    if value is None:
        return 0.8
    if isinstance(value, int | float) and 0 <= value <= 1:
        return float(value)
    raise entry.error("“threshold” must be between 0 and 1, such as 0.8.", "threshold")
