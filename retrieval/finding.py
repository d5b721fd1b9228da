"""Finds passages of a version: the versions asked last are kept ready, and which one answers is looked up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncEngine

from retrieval import care, record
from retrieval.front_matter import Scope
from retrieval.index import PassageIndex
from retrieval.models import Models
from retrieval.reranking import CANDIDATES, Reranker, reranked
from retrieval.search import NotIndexed, Ranking, Shelf, Weighing, rank
from retrieval.shelving import Shelves


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
        found = await self._found(brand, version)
        if found is None:
            return Ranking()
        shelf, shelves = found
        search = partial(
            rank,
            shelf,
            ask(shelf),
            index=self._index,
            embedder=shelves.embedder,
            k=k,
            weighing=self._weighing,
            without=await self._out_of(scope, brand, version),
            apart=apart,
            under=under,
        )
        try:
            return await asyncio.to_thread(search)
        except NotIndexed:  # the index lost it: the record still has it
            await shelves.fill(shelf)
            return await asyncio.to_thread(search)

    async def shelf(self, brand: str, version: str | None) -> Shelf | None:
        """The version's passages, from memory where they are there; None while no version is active."""
        found = await self._found(brand, version)
        return found[0] if found is not None else None

    async def _out_of(self, scope: Scope, brand: str, version: str | None) -> frozenset[str]:
        """The documents that are for something else than this."""
        if not scope:
            return frozenset()
        async with self._engine.connect() as conn:
            row = await record.version_row(conn, brand, version)
            documents = await care.cared_documents(conn, brand, row.number)
        return frozenset(each.name for each in documents if not scope.admits(each.care))

    async def _found(self, brand: str, version: str | None) -> tuple[Shelf, Shelves] | None:
        """The shelf, and the shelves that it is on.

        Which version is active, and which model answers, is asked every time, in one look.
        """
        async with self._engine.connect() as conn:
            row = (
                await record.active_row(conn, brand)
                if version is None
                else await record.version_row(conn, brand, version)
            )
        if row is None:
            return None
        shelves = self._models.of(row.model)
        key = (brand, row.number, row.content)
        return await shelves.get(key, lambda: self._from_record(row, shelves)), shelves

    async def _from_record(self, row: Row[Any], shelves: Shelves) -> Shelf:
        async with self._engine.connect() as conn:
            passages = await record.passages_of_version(conn, row.brand, row.number)
        collection = shelves.collection(row.brand, row.content)
        return await asyncio.to_thread(Shelf, collection=collection, passages=passages)
