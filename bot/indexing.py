"""Another embedding model was set: index the guidelines with it in the background, then let it answer."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

from approvals.audit import AuditLog
from approvals.audit_entry import AuditEntry
from approvals.database import Database
from bot.clock import Now
from brandkit.errors import CopydeskError
from retrieval.models import Indexed
from retrieval.reindexing import Reindexing
from retrieval.versions import Tell, unheard

log = logging.getLogger(__name__)

AGAIN = timedelta(minutes=1)
"""When something was in the way."""


class Indexing:
    """Moves one brand to the embedding model that is set. What was done before a kill is not done again."""

    def __init__(
        self, *, database: Database, reindexing: Reindexing, brand: str, audit: AuditLog, now: Now
    ) -> None:
        self._database = database
        self._reindexing = reindexing
        self._brand = brand
        self._audit = audit
        self._now = now

    async def standing(self) -> Indexed:
        """Which model answers, which is set, and how far that one is."""
        return await self._reindexing.standing(self._brand)

    async def settle(self, *, by: str, tell: Tell = unheard, anew: bool = False) -> Indexed:
        """Index what is missing and switch as a whole; with `anew`, also index again what is there."""
        standing = await self.standing()
        if anew:
            await self._reindexing.rebuild(self._brand, tell=tell)
        while not standing.settled and standing.total:
            await self._reindexing.fill(self._brand, tell=tell)
            await self._switch(standing, by)
            standing = await self.standing()
        return standing

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Settle once, in the background, for as long as the context lasts."""
        task = asyncio.create_task(self._run(), name="indexing")
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _switch(self, standing: Indexed, by: str) -> None:
        async with self._database.transaction() as connection:
            if not await self._reindexing.switch(connection, self._brand, by=by):
                return  # a version came meanwhile
            entry = AuditEntry(
                actor=by,
                action="guidelines.reindexed",
                subject=f"guidelines:{self._brand}",
                at=self._now(),
                detail={"brand": self._brand, "before": standing.in_force, "after": standing.wanted},
            )
            await self._audit.append(connection, entry)
        log.info("the new embedding model answers", extra={"event": "reindexed", "model": standing.wanted})

    async def _run(self) -> None:
        while True:
            try:
                await self.settle(by="copydesk")
            except CopydeskError as error:
                log.warning("not indexed yet", extra={"event": "reindex_later", "why": str(error)})
            except Exception:
                log.exception("indexing failed", extra={"event": "reindex_failed"})
            else:
                return
            await asyncio.sleep(AGAIN.total_seconds())
