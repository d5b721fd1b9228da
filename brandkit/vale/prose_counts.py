"""Counts over the prose of a file that Vale's formulas are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

from brandkit.syllables import syllables_of
from brandkit.vale.sentences import sentences

_WORD = regex.compile(r"(?:[A-Z]\.){2,}|[\p{N}\p{L}']+")
_LONG = 6
_MANY = 2


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What a text is made of. `long_words` have more than six bytes, `polysyllabic_words` three syllables."""

    characters: float = 0
    words: float = 0
    sentences: float = 0
    paragraphs: float = 0
    syllables: float = 0
    complex_words: float = 0
    long_words: float = 0
    polysyllabic_words: float = 0

    def by_name(self) -> Mapping[str, float]:
        """The counts under the names that formulas use."""
        return {name: float(getattr(self, name)) for name in self.__dataclass_fields__}


@lru_cache(maxsize=16)
def count(text: str) -> Counts:
    """The counts of a text whose paragraphs are parted by empty lines."""
    paragraphs = text.split("\n\n")
    spans = [(each, span) for each in paragraphs for span in sentences(each)]
    words = [word for each, (low, high) in spans for word in _WORD.findall(each[low:high])]
    syllables = [syllables_of(word) for word in words]
    return Counts(
        characters=sum(sign.isalpha() or sign.isnumeric() for word in words for sign in word),
        words=len(words),
        sentences=len(spans),
        paragraphs=len(paragraphs) - 1,
        syllables=sum(syllables),
        complex_words=sum(
            number - word.endswith(("es", "ed", "ing")) > _MANY
            for word, number in zip(words, syllables, strict=True)
        ),
        long_words=sum(len(word.encode()) > _LONG for word in words),
        polysyllabic_words=sum(number > _MANY for number in syllables),
    )
