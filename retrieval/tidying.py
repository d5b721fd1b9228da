"""Drops collections of the index that nothing answers from any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncEngine

from retrieval import record
from retrieval.index import PassageIndex
from retrieval.models import Models, in_force
from retrieval.shelving import prefix_of, prefix_of_model

PATIENCE = timedelta(hours=1)
"""So long a collection has to stand unneeded and unchanged."""


class _Sighting(NamedTuple):
    """A collection that the record does not ask for, as it was first seen so."""

    vectors: int
    at: datetime


class Tidying:
    """Needed are the versions that may answer, in the model that answers and in the one that is set.

    What else there is of a brand may be what another process fills right now: a version that is not
    recorded yet, or a move to a model that is set there. Such a collection grows. So one is dropped only
    when it was seen before, long enough ago, and holds what it held then. Nothing is lost by an error:
    whoever asks for a collection that is gone fills it again from the record.
    """

    def __init__(
        self,
        *,
        engine: AsyncEngine,
        index: PassageIndex,
        models: Models,
        now: Callable[[], datetime],
        patience: timedelta = PATIENCE,
    ) -> None:
        self._engine, self._index, self._models, self._now = engine, index, models, now
        self._patience = patience
        self._seen: dict[str, _Sighting] = {}

    async def once(self, brand: str) -> tuple[str, ...]:
        """Look once; gives the names of what was dropped. Raises IndexDown."""
        there = [name for name in await self._collections() if name.startswith(prefix_of(brand))]
        needed = await self._needed(brand)
        counts = {
            name: await asyncio.to_thread(self._index.count, name) for name in there if name not in needed
        }
        at = self._now()
        old = {name: seen for name, seen in self._seen.items() if seen.vectors == counts.get(name)}
        self._seen = {name: old.get(name, _Sighting(count, at)) for name, count in counts.items()}
        due = [name for name, seen in self._seen.items() if seen.at <= at - self._patience]
        for name in due:
            await asyncio.to_thread(self._index.drop, name)
            del self._seen[name]
        return tuple(due)

    async def without_model(self, brand: str, model: str) -> tuple[str, ...]:
        """Drop at once what a model left that was replaced just now; gives the names. Raises IndexDown."""
        needed = await self._needed(brand)
        theirs = prefix_of_model(brand, model)
        left = [name for name in await self._collections() if name.startswith(theirs) and name not in needed]
        for name in left:
            await asyncio.to_thread(self._index.drop, name)
        return tuple(left)

    async def _collections(self) -> tuple[str, ...]:
        return await asyncio.to_thread(self._index.collections)

    async def _needed(self, brand: str) -> frozenset[str]:
        async with self._engine.connect() as conn:
            rows = await record.answering_rows(conn, brand)
            source = await in_force(conn, brand)
        return frozenset(
            shelves.collection(brand, row.content)
            for shelves in (self._models.wanted, self._models.of(source))
            for row in rows
        )
