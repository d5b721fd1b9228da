"""Ranks a version's passages for a question: by meaning and by words, added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from brandkit.passages import Passage, PassageId, RankedPassage
from retrieval.embedding import Embedder, Vectors
from retrieval.index import PassageIndex
from retrieval.lexical import LexicalIndex, Scores
from retrieval.naming import in_context


@dataclass(frozen=True, kw_only=True)
class Weighing:
    """How the two ways of finding are added up. Chosen by measurement; see `bench/retrieval.py`.

    `words` is what the best match by words adds to a cosine similarity; `near` and `worded` are how
    many candidates each way may name; below `floor` a passage is not evidence.
    """

    words: float = 0.1
    near: int = 100
    worded: int = 50
    floor: float = 0.0


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

    def row(self, passage: PassageId) -> int | None:
        """The passage's place in `passages`; None for one that is not on this shelf."""
        return self._row.get(passage)


class NotIndexed(Exception):  # a fact that the caller acts on, not a failure
    """The index holds nothing of this shelf."""


def rank(
    shelf: Shelf,
    questions: Sequence[str],
    *,
    index: PassageIndex,
    embedder: Embedder,
    k: int,
    weighing: Weighing,
) -> tuple[RankedPassage, ...]:
    """The k best passages over the floor, best first. Of several questions a passage's best counts.

    Blocks. Raises NotIndexed when the shelf's collection is missing or empty.
    """
    asked = [question for question in questions if question.strip()]
    if not shelf.passages or not asked:
        return ()
    best: dict[int, float] = {}
    for question, vector in zip(asked, embedder.embed(asked), strict=True):
        for row, score in _scores(shelf, question, vector, index, weighing).items():
            best[row] = max(score, best.get(row, 0.0))
    ordered = sorted(best, key=lambda row: (-best[row], row))
    return tuple(
        RankedPassage(passage=shelf.passages[row], score=best[row])
        for row in ordered[:k]
        if best[row] >= weighing.floor
    )


def _scores(
    shelf: Shelf, question: str, vector: Vectors, index: PassageIndex, weighing: Weighing
) -> dict[int, float]:
    """Relevance by row, for every passage that meaning or words have named."""
    nearness = _nearness(shelf, vector, index, weighing.near)
    if not nearness:
        raise NotIndexed
    words = shelf.words(question)
    worded = np.argsort(-words, kind="stable")[: weighing.worded]
    missing = [int(row) for row in worded if words[row] > 0 and int(row) not in nearness]
    nearness |= _nearness_of(shelf, missing, vector, index)
    return {row: _relevance(near, float(words[row]), weighing) for row, near in nearness.items()}


def _nearness(shelf: Shelf, vector: Vectors, index: PassageIndex, k: int) -> dict[int, float]:
    found = index.query(shelf.collection, vector, min(k, len(shelf.passages)))
    rows = ((shelf.row(passage), near) for passage, near in found)
    return {row: near for row, near in rows if row is not None}


def _nearness_of(shelf: Shelf, rows: Sequence[int], vector: Vectors, index: PassageIndex) -> dict[int, float]:
    """The nearness of passages that only their words have named."""
    held = index.vectors(shelf.collection, [shelf.passages[row].id for row in rows]) if rows else {}
    return {
        row: float(held[shelf.passages[row].id] @ vector) for row in rows if shelf.passages[row].id in held
    }


def _relevance(near: float, words: float, weighing: Weighing) -> float:
    """Both ways added up, as 0 (unrelated) to 1 (the same)."""
    return min(1.0, max(0.0, (near + weighing.words * words) / (1.0 + weighing.words)))
