"""Embedding models: the one that is set, and the one that still answers for a brand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from retrieval.embedding import Embedder
from retrieval.index import PassageIndex
from retrieval.shelving import Shelves
from retrieval.tables import models

Reopen = Callable[[str], Embedder | None]
"""The model of that source, or None when it is not there any more."""


class Models:
    """The shelves of each model in use. Every model is opened once."""

    def __init__(self, *, wanted: Embedder, index: PassageIndex, reopen: Reopen) -> None:
        self.wanted = Shelves(index=index, embedder=wanted)
        self._index, self._reopen = index, reopen
        self._open: dict[str, Shelves] = {wanted.source: self.wanted}

    def gone(self, source: str | None) -> bool:
        """Whether that model cannot be opened any more."""
        return source not in {None, self.wanted.embedder.source} and self.of(source) is self.wanted

    def of(self, source: str | None) -> Shelves:
        """The shelves of the model that is in force; of the one that is set when none is, or it is gone."""
        if source is None:
            return self.wanted
        if source not in self._open:
            embedder = self._reopen(source)
            self._open[source] = (
                self.wanted if embedder is None else Shelves(index=self._index, embedder=embedder)
            )
        return self._open[source]


@dataclass(frozen=True, kw_only=True)
class Indexed:
    """How far a brand is with the model that is set. `in_force` and `wanted` are the models' names.

    `done` of `total` passages are indexed with the wanted one, over all versions that may answer.
    `settled` says whether the record names the wanted one. `gone` is where the model of the record was,
    if it cannot be opened any more: then the wanted one answers in its place, and is `in_force`.
    """

    in_force: str
    wanted: str
    done: int
    total: int
    settled: bool = False
    gone: str = ""


async def in_force(conn: AsyncConnection, brand: str) -> str | None:
    """The source of the model that answers for a brand; None while nothing was ever indexed."""
    found = await conn.execute(select(models.c.model).where(models.c.brand == brand))
    return found.scalar_one_or_none()


async def put_in_force(
    conn: AsyncConnection, brand: str, source: str, *, by: str, at: datetime, first: bool = False
) -> None:
    """Let this model answer from the caller's commit on; with `first`, only if none does yet."""
    dialect: Any = postgresql if conn.dialect.name == "postgresql" else sqlite
    values = {"model": source, "by": by, "at": at}
    query = dialect.insert(models).values(brand=brand, **values)
    await conn.execute(
        query.on_conflict_do_nothing()
        if first
        else query.on_conflict_do_update(index_elements=["brand"], set_=values)
    )
