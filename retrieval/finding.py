"""Finds passages of a version: the versions asked last are kept ready, and which one answers is looked up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncEngine

from retrieval import care, record
from retrieval.front_matter import ANYTHING, Scope
from retrieval.index import PassageIndex
from retrieval.models import Models
from retrieval.reranking import CANDIDATES, Reranker, reranked
from retrieval.search import Memory, NotIndexed, Ranking, Shelf, Weighing, rank
from retrieval.shelving import Shelves

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class _Ready:
    """A version's shelf, the shelves that it is on, and the documents that are for something else."""

    shelf: Shelf
    shelves: Shelves
    without: frozenset[str]


class Finder:
    """Reads the record and the index, and mends the index where it lacks what the record has."""

    def __init__(
        self,
        *,
        engine: AsyncEngine,
        index: PassageIndex,
        models: Models,
        weighing: Weighing,
        reranker: Reranker | None,
    ) -> None:
        self._engine, self._index, self._models = engine, index, models
        self._weighing, self._reranker = weighing, reranker
        self._memories: WeakKeyDictionary[Shelf, Memory] = WeakKeyDictionary()

    async def nearest(
        self, brand: str, question: str, *, k: int, version: str | None, scope: Scope
    ) -> Ranking:
        """What comes nearest to a question as people ask it, read again where there is a model for that."""
        wanted = max(k, CANDIDATES) if self._reranker else k
        ranking = await self.ranked(
            brand,
            lambda shelf: (question, *shelf.understood(question)),
            k=wanted,
            version=version,
            scope=scope,
        )
        if self._reranker is None:
            return ranking
        again = await asyncio.to_thread(reranked, question, ranking.passages, self._reranker)
        return replace(ranking, passages=again[:k])

    async def ranked(
        self,
        brand: str,
        ask: Callable[[Shelf], Sequence[str]],
        *,
        k: int,
        version: str | None,
        scope: Scope,
        apart: bool = False,
        under: Mapping[str, str] = MappingProxyType({}),
    ) -> Ranking:
        """The best passages for several questions at once, see `rank`; none while no version is active."""
        ready = await self._ready(brand, version, scope)
        if ready is None:
            return Ranking()
        asked = ask(ready.shelf)
        return await self._searched(ready, lambda: self._rank(ready, asked, k, apart=apart, under=under))

    async def uncovered(self, brand: str, questions: Sequence[str], *, scope: Scope) -> tuple[str, ...]:
        """Those of the questions that no guideline covers; none while no version is active."""
        ready = await self._ready(brand, None, scope)
        if ready is None:
            return ()

        def those() -> tuple[str, ...]:
            return tuple(
                each
                for each in questions
                if not self._rank(ready, (each, *ready.shelf.understood(each)), 1).covered
            )

        return await self._searched(ready, those)

    async def shelf(self, brand: str, version: str | None) -> Shelf | None:
        """The version's passages, from memory where they are there; None while no version is active."""
        ready = await self._ready(brand, version, ANYTHING)
        return ready.shelf if ready is not None else None

    async def _searched(self, ready: _Ready, search: Callable[[], T]) -> T:
        """The search in a thread of its own, after mending the index where that turns out to be needed."""
        try:
            return await asyncio.to_thread(search)
        except NotIndexed:  # the index lost it: the record still has it
            await ready.shelves.fill(ready.shelf)
            return await asyncio.to_thread(search)

    def _rank(
        self,
        ready: _Ready,
        questions: Sequence[str],
        k: int,
        *,
        apart: bool = False,
        under: Mapping[str, str] = MappingProxyType({}),
    ) -> Ranking:
        return rank(
            ready.shelf,
            questions,
            index=self._index,
            embedder=ready.shelves.embedder,
            k=k,
            weighing=self._weighing,
            without=ready.without,
            apart=apart,
            under=under,
            memory=self._memories.setdefault(ready.shelf, Memory()),
        )

    async def _ready(self, brand: str, version: str | None, scope: Scope) -> _Ready | None:
        """What is searched: of the active version where none is named, None while none is active.

        Which version that is, which model answers for it and which documents are for something else is
        asked every time, all in one look.
        """
        async with self._engine.connect() as conn:
            row = (
                await record.active_row(conn, brand)
                if version is None
                else await record.version_row(conn, brand, version)
            )
            if row is None:
                return None
            cared = await care.cared_documents(conn, brand, row.number) if scope else ()
        shelves = self._models.of(row.model)
        key = (brand, row.number, row.content)
        return _Ready(
            shelf=await shelves.get(key, lambda: self._from_record(row, shelves)),
            shelves=shelves,
            without=frozenset(each.name for each in cared if not scope.admits(each.care)),
        )

    async def _from_record(self, row: Row[Any], shelves: Shelves) -> Shelf:
        async with self._engine.connect() as conn:
            passages = await record.passages_of_version(conn, row.brand, row.number)
        collection = shelves.collection(row.brand, row.content)
        return await asyncio.to_thread(Shelf, collection=collection, passages=passages)
