"""Whether the guidelines speak to a question at all: near enough in meaning, and about what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from retrieval.field_terms import FieldTerms
from retrieval.lexical import stems_of

BY_ANOTHER_NAME = 0.8
"""How much of a word counts that a passage has under another name of the field."""


class Vocabulary(Protocol):
    """The words of a library, and what each tells."""

    def telling(self, question: str) -> dict[str, float]:
        """Stem to weight."""

    def holds(self, stem: str) -> bool:
        """Whether any passage has it."""


class Subject:
    """What one question is about, to be looked for in passages."""

    def __init__(self, question: str, *, vocabulary: Vocabulary, terms: FieldTerms) -> None:
        self._telling = vocabulary.telling(question)
        self._whole = sum(self._telling.values()) or 1.0
        self._unheard = {stem for stem in self._telling if not vocabulary.holds(stem)}
        self._other_names = _other_names(question, terms)

    @property
    def unheard(self) -> float:
        """The share of the question that no passage of the library has a word for, 0 to 1."""
        return sum(self._telling[stem] for stem in self._unheard) / self._whole

    def spoken(self, texts: Sequence[str]) -> tuple[float, ...]:
        """For each text the share of the question that it has words for, 0 to 1."""
        return tuple(self._spoken(stems_of(text)) for text in texts)

    def _spoken(self, held: frozenset[str]) -> float:
        return sum(weight * self._present(stem, held) for stem, weight in self._telling.items()) / self._whole

    def _present(self, stem: str, held: frozenset[str]) -> float:
        if stem in held:
            return 1.0
        return BY_ANOTHER_NAME if any(name <= held for name in self._other_names.get(stem, ())) else 0.0


def _other_names(question: str, terms: FieldTerms) -> dict[str, tuple[frozenset[str], ...]]:
    """For each stem of a term that the question uses, the stems of every other name of it."""
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for term in terms.named(question):
        names = tuple(filter(None, (stems_of(name) for name in terms.names_of(term))))
        for stem in stems_of(term):
            found[stem] = (*found.get(stem, ()), *names)
    return found
