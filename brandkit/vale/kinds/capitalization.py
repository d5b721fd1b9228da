"""Capitalization: the case of headings and other blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from brandkit.findings import Fix
from brandkit.rules.patterns import Pattern
from brandkit.rules.prefilter import NOTHING, Needed
from brandkit.vale.exceptions import Exceptions
from brandkit.vale.letter_case import SentenceCase, TitleCase, tokens
from brandkit.vale.rule_file import RuleFile
from brandkit.vale.rules import Header, Hit, Memory


@dataclass(frozen=True, kw_only=True)
class Capitalization:
    """A block whose words do not agree with the wanted case, by more than the threshold allows."""

    header: Header
    case: SentenceCase | TitleCase
    exceptions: Exceptions
    threshold: float = 0.8

    needed: ClassVar[Needed] = NOTHING

    def check(self, text: str, _: Memory) -> Iterator[Hit]:
        """One hit a block; its message takes the text, then the expected form."""
        expected = self.case.convert(text)
        if self._share(text, expected) < self.threshold:
            yield _hit(self.header, text, expected)

    def _share(self, text: str, expected: str) -> float:
        """How many of the words are right; a block without words has none that are."""
        wanted = tokens(expected, self.exceptions)
        words = tokens(text, self.exceptions)
        right = 0
        for number, word in enumerate(words):
            if number >= len(wanted) or self._is_right(word, wanted[number]):
                right += 1
            elif self._is_wrong_start(number, word):
                return 0.0
        return right / len(words) if words else 0.0

    def _is_right(self, word: str, wanted: str) -> bool:
        if word == wanted or self.exceptions.hold(word):
            return True
        return isinstance(self.case, TitleCase) and word == word.upper()

    def _is_wrong_start(self, number: int, word: str) -> bool:
        return isinstance(self.case, SentenceCase) and number == 0 and word != word.lower().title()


@dataclass(frozen=True, kw_only=True)
class OneCase:
    """A block that is not all in small letters, or all in capitals, and holds no exception."""

    header: Header
    exceptions: Exceptions
    upper: bool

    needed: ClassVar[Needed] = NOTHING

    def check(self, text: str, _: Memory) -> Iterator[Hit]:
        """One hit a block; its message takes the text, then the expected form."""
        expected = text.upper() if self.upper else text.lower()
        if text != expected and not self.exceptions.hold(text):
            yield _hit(self.header, text, expected)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A block that a pattern does not match anywhere, and that holds no exception."""

    header: Header
    exceptions: Exceptions
    pattern: Pattern

    needed: ClassVar[Needed] = NOTHING

    def check(self, text: str, _: Memory) -> Iterator[Hit]:
        """One hit a block; its message takes the text, then the pattern."""
        if not self.pattern.occurs_in(text) and not self.exceptions.hold(text):
            yield Hit(start=0, end=len(text), message=self.header.says(text, self.pattern.source))


def _hit(header: Header, text: str, expected: str) -> Hit:
    """With `replace`, the expected form is what to write; masked code in it cannot be written."""
    fixes: tuple[Fix, ...] = header.action.fixes(text)
    if header.action.name == "replace" and not header.action.params and "*" not in expected:
        fixes = replace(header.action, params=(expected,)).fixes(text)
    return Hit(start=0, end=len(text), message=header.says(text, expected), fixes=fixes)


def parse(file: RuleFile) -> Capitalization | OneCase | Shape:
    """`match` is $title, $sentence, $lower, $upper, or a pattern that the text must hold."""
    wanted, header, exceptions = file.text("match"), file.header(), file.exceptions()
    vocabulary, prefix = file.case_exceptions(), file.text("prefix")
    style, indicators, threshold = (
        file.text("style"),
        file.texts("indicators"),
        file.share("threshold") or 0.8,
    )
    match wanted:
        case "$title":
            title = TitleCase(vocabulary=vocabulary, prefix=prefix, is_chicago=style == "Chicago")
            return Capitalization(header=header, case=title, exceptions=exceptions, threshold=threshold)
        case "$sentence":
            sentence = SentenceCase(vocabulary=vocabulary, prefix=prefix, indicators=indicators)
            return Capitalization(header=header, case=sentence, exceptions=exceptions, threshold=threshold)
        case "$lower" | "$upper":
            return OneCase(header=header, exceptions=exceptions, upper=wanted == "$upper")
    return Shape(header=header, exceptions=exceptions, pattern=file.pattern(wanted, ignore_case=False))
