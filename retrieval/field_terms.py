"""What people who write and design call the same thing: “full stop” and “period”, “wordmark” and “logo”."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TERMS = Path(__file__).with_name("field_terms.txt")
SAID = 3
"""So many names of a thing are put beside the one that was used: more would drown the question."""


@dataclass(frozen=True, kw_only=True)
class FieldTerms:
    """Names of one thing, a tuple each; the name that guidelines use most comes first."""

    groups: tuple[tuple[str, ...], ...]

    def others(self, question: str) -> tuple[str, ...]:
        """The other names of what a question names, each once."""
        used = set(self.named(question))
        found = (name for term in used for group in self._by_term[term] for name in group)
        return tuple(dict.fromkeys(name for name in found if name not in used))

    def reworded(self, question: str) -> str:
        """The question with the usual names beside those that it uses; the same text when there are none."""
        return self._pattern.sub(self._with_usual, question)

    def named(self, question: str) -> tuple[str, ...]:
        """The terms that a question uses, as they stand in the groups, each once in its order."""
        return tuple(dict.fromkeys(found[1].lower() for found in self._pattern.finditer(question)))

    def names_of(self, term: str) -> tuple[str, ...]:
        """What else a term of the groups is called."""
        return tuple(name for group in self._by_term[term] for name in group if name != term)

    def _with_usual(self, found: re.Match[str]) -> str:
        """As it was written, and what else it is called; the same name in the singular adds nothing."""
        term = found[1].lower()
        usual = (name for group in self._by_term[term] for name in group[:SAID] if name != term)
        return " or ".join(dict.fromkeys((found[0], *usual)))

    @property
    def _by_term(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        return _by_term(self.groups)

    @property
    def _pattern(self) -> re.Pattern[str]:
        return _pattern(self.groups)


@cache
def field_terms() -> FieldTerms:
    """The terms that come along, read once."""
    lines = TERMS.read_text(encoding="utf-8").splitlines()
    return FieldTerms(
        groups=tuple(
            tuple(name.strip() for name in line.split("|"))
            for line in lines
            if line.strip() and not line.startswith("#")
        )
    )


@cache
def _by_term(groups: tuple[tuple[str, ...], ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {term: tuple(each for each in groups if term in each) for group in groups for term in group}


@cache
def _pattern(groups: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    """Any term, in the singular or the plural; of two that begin alike the longer one."""
    longest_first = sorted(_by_term(groups), key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?:es|s)?(?!\w)", re.IGNORECASE)
