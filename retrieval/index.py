"""Vectors kept and found again: the one place that knows Chroma."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from brandkit.errors import Outage
from brandkit.passages import PassageId
from retrieval.embedding import Vectors


class IndexDown(Outage):
    """The index cannot be reached or read."""


class PassageIndex(Protocol):
    """Named collections of vectors by passage id. Everything in it can be built again."""

    def add(self, collection: str, ids: Sequence[PassageId], vectors: Vectors) -> None:
        """Put vectors in; one that is there already is replaced. Makes the collection when missing."""

    def query(self, collection: str, vector: Vectors, k: int) -> tuple[tuple[PassageId, float], ...]:
        """The k nearest with their cosine similarity, nearest first."""

    def vectors(self, collection: str, ids: Sequence[PassageId]) -> dict[PassageId, Vectors]:
        """The stored vectors of those ids that the collection holds; none when it does not exist."""

    def count(self, collection: str) -> int:
        """How many vectors it holds; 0 when it does not exist."""

    def drop(self, collection: str) -> None:
        """Forget the collection; no error when there is none."""

    def collections(self) -> tuple[str, ...]:
        """The names of all collections."""
