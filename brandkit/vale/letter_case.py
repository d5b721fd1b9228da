"""Title case and sentence case: how a heading would be written, seen word by word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import regex

from brandkit.rules.dialect import portable
from brandkit.rules.patterns import SECONDS_A_SEARCH
from brandkit.vale.exceptions import Exceptions

_WORD = r"[\p{N}\p{L}*]+[^\s]*"
_TITLE_WORD = regex.compile(r"[\p{N}\p{L}]+[^\t\n\f\r \-/]*")
"""A space that does not break is a part of its word here, as in Vale."""
_NUMBERED = regex.compile(r"\d+\.")
_SMALL = frozenset(
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
        "vs",
        "vs.",
        "via",
        "v",
        "v.",
    ]
)
_PREPOSITIONS = frozenset(
    [
        "with",
        "from",
        "into",
        "during",
        "including",
        "until",
        "against",
        "among",
        "throughout",
        "despite",
        "towards",
        "upon",
        "concerning",
        "about",
        "over",
        "through",
        "before",
        "between",
        "after",
        "since",
        "without",
        "under",
        "within",
        "along",
        "following",
        "across",
        "beyond",
        "around",
        "down",
        "near",
        "above",
    ]
)
_PLAIN_SIGNS = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"}


def tokens(text: str, exceptions: Exceptions) -> list[str]:
    """The words of a text; an exception counts as one word, however many it has."""
    source = f"{exceptions.source}|{_WORD}" if exceptions.source else _WORD
    return [found[0] for found in _compiled(source).finditer(text, timeout=SECONDS_A_SEARCH)]


def _compiled(source: str) -> regex.Pattern[str]:
    return regex.compile(portable(source), regex.VERSION0 | regex.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Words that keep their own case, longest first; each is a pattern."""

    words: tuple[str, ...] = ()

    @cached_property
    def _patterns(self) -> tuple[tuple[str, regex.Pattern[str]], ...]:
        return tuple((word, _compiled(word)) for word in sorted(self.words, key=len, reverse=True))

    @cached_property
    def alternatives(self) -> str:
        """All words as one alternation."""
        return "|".join(f"(?:{word})" for word, _ in self._patterns)

    def kept(self, word: str) -> str | None:
        """How a word is to be written when it is one of these; None when it is not."""
        for own, pattern in self._patterns:
            if own.casefold() == word.casefold():
                return own
            if pattern.search(word, timeout=SECONDS_A_SEARCH):
                return word
        return None


@dataclass(frozen=True, kw_only=True)
class SentenceCase:
    """A capital on the first word, and on the word after one that ends with an indicator such as `:`."""

    vocabulary: Vocabulary
    prefix: str = ""
    indicators: tuple[str, ...] = ()

    def convert(self, text: str) -> str:
        """The text in sentence case, its words with one space between them."""
        lead, rest = _without_prefix(text, self.prefix)
        words = [found[0] for found in self._words.finditer(rest, timeout=SECONDS_A_SEARCH)]
        made = []
        for number, word in enumerate(words):
            kept = self.vocabulary.kept(word)
            if kept is None and (number == 0 or self._indicates(words[number - 1], number - 1)):
                kept = word[:1].title() + word[1:].lower()
            made.append(word.lower() if kept is None else kept)
        return lead + " ".join(made)

    @cached_property
    def _words(self) -> regex.Pattern[str]:
        listed = self.vocabulary.alternatives
        return _compiled(rf"(?i)\b(?:{listed})\b|{_WORD}" if listed else _WORD)

    def _indicates(self, word: str, number: int) -> bool:
        if any(len(word) > len(sign) and word.endswith(sign) for sign in self.indicators):
            return True
        return number == 0 and _NUMBERED.search(word) is not None


@dataclass(frozen=True, kw_only=True)
class TitleCase:
    """A capital on each word but the small ones, which have one at either end of the title."""

    vocabulary: Vocabulary
    prefix: str = ""
    is_chicago: bool = False

    def convert(self, text: str) -> str:
        """The text in title case, all but its words as it was."""
        lead, rest = _without_prefix(text, self.prefix)

        def convert(found: regex.Match[str]) -> str:
            kept = self.vocabulary.kept(found[0])
            if kept is not None:
                return kept
            return found[0].lower() if self._is_small(found) else found[0][:1].title() + found[0][1:]

        return lead + _TITLE_WORD.sub(convert, rest)

    def _is_small(self, found: regex.Match[str]) -> bool:
        word, text = found[0].lower(), found.string
        if not (word in _SMALL or (self.is_chicago and word in _PREPOSITIONS)):
            return False
        may_end = word == "to" and not self.is_chicago
        if found.start() == 0 or (found.end() == len(text) and not may_end):
            return False
        before, earlier, after = (
            _at(text, found.start() - 1),
            _at(text, found.start() - 2),
            _at(text, found.end()),
        )
        return before in " -/" and earlier not in ":-" and (after != "-" or before == "-")


def _at(text: str, place: int) -> str:
    """The sign at a place, or the first one; typographic dashes count as hyphens."""
    sign = text[place] if 0 <= place < len(text) else text[0]
    return _PLAIN_SIGNS.get(sign, sign)


def _without_prefix(text: str, prefix: str) -> tuple[str, str]:
    """What a heading starts with that is no part of it, and the rest."""
    found = regex.search(prefix, text, timeout=SECONDS_A_SEARCH) if prefix else None
    if found is None:
        return "", text
    return found[0], text.removeprefix(found[0])
