"""Counts over prose that reading scores are made of: words, sentences, syllables, long words."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from brandkit.scopes import ScopedText
from brandkit.sentences import sentence_spans
from brandkit.syllables import syllables_of

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[’'\-][\p{L}\p{M}\p{N}]+)*")
_LONG_WORD = 6
_MANY_SYLLABLES = 3


@dataclass(frozen=True, kw_only=True)
class Prose:
    """What a text is made of. `long_words` have more than six letters, `complex_words` three syllables."""

    characters: int = 0
    words: int = 0
    sentences: int = 0
    paragraphs: int = 0
    syllables: int = 0
    complex_words: int = 0
    long_words: int = 0

    @property
    def polysyllabic_words(self) -> int:
        """Words of three syllables or more, by the name some formulas use."""
        return self.complex_words


def measure(text: ScopedText) -> Prose:
    """The counts over all blocks together."""
    words = [word for block in text.blocks for word in _WORD.findall(block.text)]
    syllables = [syllables_of(word) for word in words]
    return Prose(
        characters=sum(character.isalnum() for word in words for character in word),
        words=len(words),
        sentences=sum(len(sentence_spans(block.text)) for block in text.blocks),
        paragraphs=sum("paragraph" in block.tags for block in text.blocks),
        syllables=sum(syllables),
        complex_words=sum(count >= _MANY_SYLLABLES for count in syllables),
        long_words=sum(len(word) > _LONG_WORD for word in words),
    )
