"""What a rule leaves alone: its own exceptions and the words of the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from brandkit.rules.patterns import Pattern

_SEVERAL_WORDS = regex.compile(r"[ \t]|\\s")


@dataclass(frozen=True, kw_only=True)
class Exceptions:
    """A match is left alone when it holds an exception, or lies inside a phrase that is one.

    So `API` as an exception saves “API key”, and `mea culpa` saves the “mea” in it. Exceptions are compared
    with their case, phrases without.
    """

    held: Pattern | None = None
    phrases: Pattern | None = None

    @classmethod
    def of(cls, patterns: Sequence[str]) -> Exceptions:
        """From patterns, the longest of which are tried first. `PatternError` when one is none."""
        if not patterns:
            return cls()
        longest_first = sorted(patterns, key=len, reverse=True)
        several = [f"(?:{each})" for each in patterns if _SEVERAL_WORDS.search(each)]
        return cls(
            held=Pattern(source=rf"\b(?:{'|'.join(f'(?:{each})' for each in longest_first)})\b"),
            phrases=Pattern(source=rf"\b(?:{'|'.join(several)})\b", ignore_case=True) if several else None,
        )

    @property
    def source(self) -> str:
        """The exceptions as one pattern; empty when there are none."""
        return self.held.source if self.held else ""

    def hold(self, text: str) -> bool:
        """Whether an exception stands anywhere in the text."""
        return self.held is not None and self.held.occurs_in(text)

    def cover(self, text: str, start: int, end: int) -> bool:
        """Whether the text's `[start, end)` is left alone."""
        if self.hold(text[start:end].strip()):
            return True
        return self.phrases is not None and any(
            low <= start and end <= high for low, high in _spans(self.phrases, text)
        )


@lru_cache(maxsize=64)
def _spans(phrases: Pattern, text: str) -> tuple[tuple[int, int], ...]:
    return phrases.spans(text)
