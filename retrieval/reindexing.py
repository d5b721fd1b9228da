"""Moves a brand to another embedding model: a new index is built beside the old, then answers whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from retrieval import record
from retrieval.index import PassageIndex
from retrieval.models import Indexed, Models, in_force, put_in_force
from retrieval.search import Shelf
from retrieval.versions import Tell, unheard


class Reindexing:
    """Fill first, then switch. A kill between leaves collections that the next fill goes on with."""

    def __init__(
        self, *, engine: AsyncEngine, index: PassageIndex, models: Models, now: Callable[[], datetime]
    ) -> None:
        self._engine, self._index, self._models, self._now = engine, index, models, now

    async def standing(self, brand: str) -> Indexed:
        """How far the brand is with the model that is set."""
        async with self._engine.connect() as conn:
            source = await in_force(conn, brand)
            rows = await record.answering_rows(conn, brand)
        wanted = self._models.wanted
        held = [
            await asyncio.to_thread(self._index.count, wanted.collection(brand, row.content)) for row in rows
        ]
        return Indexed(
            in_force=self._models.of(source).embedder.name,
            wanted=wanted.embedder.name,
            done=sum(min(count, row.passages) for count, row in zip(held, rows, strict=True)),
            total=sum(row.passages for row in rows),
            settled=source in {None, wanted.embedder.source},
            gone=source if source is not None and self._models.gone(source) else "",
        )

    async def fill(self, brand: str, *, tell: Tell = unheard) -> None:
        """Index every version that may answer with the model that is set; what is there already stays."""
        wanted = self._models.wanted
        donor = ""
        async with self._engine.connect() as conn:
            rows = await record.answering_rows(conn, brand)
        for row in rows:
            async with self._engine.connect() as conn:
                passages = await record.passages_of_version(conn, brand, row.number)
            collection = wanted.collection(brand, row.content)
            shelf = await asyncio.to_thread(Shelf, collection=collection, passages=passages)
            await wanted.fill(shelf, donor=donor, tell=tell)
            donor = donor or collection

    async def rebuild(self, brand: str, *, tell: Tell = unheard) -> None:
        """Index everything anew with the model that is set, for an index that was damaged."""
        async with self._engine.connect() as conn:
            rows = await record.answering_rows(conn, brand)
        for row in rows:
            collection = self._models.wanted.collection(brand, row.content)
            await asyncio.to_thread(self._index.drop, collection)
        await self.fill(brand, tell=tell)

    async def switch(self, conn: AsyncConnection, brand: str, *, by: str) -> bool:
        """Let the model that is set answer from the caller's commit on; False while its index is not whole.

        Versions that were loaded since the fill are such a thing: fill again.
        """
        await record.hold(conn, brand)
        wanted = self._models.wanted
        for row in await record.answering_rows(conn, brand):
            collection = wanted.collection(brand, row.content)
            if await asyncio.to_thread(self._index.count, collection) != row.passages:
                return False
        await put_in_force(conn, brand, wanted.embedder.source, by=by, at=self._now())
        return True
