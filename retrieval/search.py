"""Ranks a version's passages for a question: by meaning and by words, added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

import numpy as np

from brandkit.passages import Passage, PassageId, RankedPassage
from retrieval.embedding import Embedder, Vectors
from retrieval.index import PassageIndex
from retrieval.lexical import LexicalIndex, Scores
from retrieval.naming import in_context

BEST = 5


@dataclass(frozen=True, kw_only=True)
class Weighing:
    """How the ways of finding are added up, and when nothing found is evidence. Chosen by measurement.

    `words` is what the best match by words adds to a cosine similarity; `near` and `worded` are how
    many candidates each way may name; `aside` is what a further question counts beside the first. A
    question is covered when a passage's similarity and `shared` times its share of the question's
    words reach `covered`. What has less than `weak` of the best one's score is not shown beside it.
    """

    words: float = 0.14
    near: int = 100
    worded: int = 50
    aside: float = 0.85
    shared: float = 0.39
    covered: float = 0.475
    weak: float = 0.5


class Shelf:
    """One version's passages, ready to be searched. Immutable; built from the record."""

    def __init__(self, *, collection: str, passages: Sequence[Passage]) -> None:
        self.collection = collection
        self.passages = tuple(passages)
        self.by_id = {passage.id: passage for passage in self.passages}
        self._row = {passage.id: row for row, passage in enumerate(self.passages)}
        self._lexical = LexicalIndex([in_context(passage) for passage in self.passages])

    def words(self, question: str) -> Scores:
        """How well each passage matches by words, 0 to 1, in the order of `passages`."""
        return self._lexical.scores(question)

    def shared(self, question: str, row: int) -> float:
        """The share of the question's words that a passage has, 0 to 1."""
        return self._lexical.shared(question, in_context(self.passages[row]))

    def row(self, passage: PassageId) -> int | None:
        """The passage's place in `passages`; None for one that is not on this shelf."""
        return self._row.get(passage)


class NotIndexed(Exception):  # a fact that the caller acts on, not a failure
    """The index holds nothing of this shelf."""


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """What was found, best first, and whether it is evidence: without, no guideline covers the question."""

    passages: tuple[RankedPassage, ...] = ()
    covered: bool = False

    def strong(self, weak: float) -> tuple[RankedPassage, ...]:
        """Those with at least this share of the best one's score."""
        least = self.passages[0].score * weak if self.passages else 0.0
        return tuple(one for one in self.passages if one.score >= least)


def rank(
    shelf: Shelf,
    questions: Sequence[str],
    *,
    index: PassageIndex,
    embedder: Embedder,
    k: int,
    weighing: Weighing,
) -> Ranking:
    """The k best passages. Of several questions a passage's best counts; all but the first count less.

    Blocks. Raises NotIndexed when the shelf's collection is missing or empty.
    """
    asked = [question for question in questions if question.strip()]
    if not shelf.passages or not asked:
        return Ranking()
    best: dict[int, float] = {}
    covered = False
    for place, (question, vector) in enumerate(zip(asked, embedder.embed(asked), strict=True)):
        words = shelf.words(question)
        nearness = _nearness(shelf, words, vector, index, weighing)
        scores = _scores(nearness, words, weighing)
        covered = covered or _covers(shelf, question, nearness, scores, weighing)
        for row, score in scores.items():
            best[row] = max(score * (weighing.aside if place else 1.0), best.get(row, 0.0))
    ordered = sorted(best, key=lambda row: (-best[row], row))[:k]
    found = tuple(RankedPassage(passage=shelf.passages[row], score=best[row]) for row in ordered)
    return Ranking(passages=found, covered=covered)


def _nearness(
    shelf: Shelf, words: Scores, vector: Vectors, index: PassageIndex, weighing: Weighing
) -> dict[int, float]:
    """Cosine similarity by row, for every passage that meaning or words name."""
    found = index.query(shelf.collection, vector, min(weighing.near, len(shelf.passages)))
    if not found:
        raise NotIndexed
    rows = ((shelf.row(passage), near) for passage, near in found)
    nearness = {row: near for row, near in rows if row is not None}
    worded = [int(row) for row in np.argsort(-words, kind="stable")[: weighing.worded] if words[row] > 0]
    return nearness | _nearness_of(shelf, [row for row in worded if row not in nearness], vector, index)


def _nearness_of(shelf: Shelf, rows: Sequence[int], vector: Vectors, index: PassageIndex) -> dict[int, float]:
    """The similarity of passages that only their words have named."""
    held = index.vectors(shelf.collection, [shelf.passages[row].id for row in rows]) if rows else {}
    return {
        row: float(held[shelf.passages[row].id] @ vector) for row in rows if shelf.passages[row].id in held
    }


def _scores(nearness: Mapping[int, float], words: Scores, weighing: Weighing) -> dict[int, float]:
    """Both ways added up, as 0 (unrelated) to 1 (the same)."""
    full = 1.0 + weighing.words
    return {
        row: min(1.0, max(0.0, (near + weighing.words * float(words[row])) / full))
        for row, near in nearness.items()
    }


def _covers(
    shelf: Shelf,
    question: str,
    nearness: Mapping[int, float],
    scores: Mapping[int, float],
    weighing: Weighing,
) -> bool:
    """Whether one of the best passages is near enough and speaks of what was asked."""
    best = nlargest(BEST, scores, key=lambda row: scores[row])
    return any(
        nearness[row] + weighing.shared * shelf.shared(question, row) >= weighing.covered for row in best
    )
