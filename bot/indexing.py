"""Keeps the index of the guidelines in the background: moved to the model that is set, and tidy."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

from approvals.audit import AuditLog
from approvals.audit_entry import AuditEntry
from approvals.database import Database
from bot.clock import Now
from brandkit.errors import CopydeskError
from retrieval.models import Indexed
from retrieval.reindexing import Reindexing
from retrieval.tidying import Tidying
from retrieval.versions import Tell, unheard

log = logging.getLogger(__name__)

AGAIN = timedelta(minutes=1)
"""When something was in the way."""
EVERY = timedelta(hours=1)
"""How often what is not needed is looked for."""


class Indexing:
    """Looks after one brand's index. What was done before a kill is not done again."""

    def __init__(
        self,
        *,
        database: Database,
        reindexing: Reindexing,
        tidying: Tidying,
        brand: str,
        audit: AuditLog,
        now: Now,
    ) -> None:
        self._database = database
        self._reindexing = reindexing
        self._tidying = tidying
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

    async def move(self, *, by: str, tell: Tell = unheard, anew: bool = False) -> tuple[Indexed, int]:
        """Settle by hand, and drop what the replaced model left; gives how many collections that were.

        Nobody waits here for the hour that tidying takes to be sure: it is known what was replaced. A desk
        that still looks into one of them fills it again.
        """
        before = await self.standing()
        after = await self.settle(by=by, tell=tell, anew=anew)
        if not after.settled or before.in_force == after.in_force:
            return after, 0
        return after, len(await self._tidying.without_model(self._brand, before.in_force))

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Settle, then tidy every hour, in the background, for as long as the context lasts."""
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
                detail={
                    "brand": self._brand,
                    "before": standing.gone or standing.in_force,
                    "after": standing.wanted,
                },
            )
            await self._audit.append(connection, entry)
        log.info("the new embedding model answers", extra={"event": "reindexed", "model": standing.wanted})

    async def _run(self) -> None:
        """Settled is what was set at the start, and only once: another process may have another setting."""
        while not await self._done(self._settle):  # noqa: ASYNC110 - nothing tells when the index is back
            await asyncio.sleep(AGAIN.total_seconds())
        while True:
            done = await self._done(self._tidy)
            await asyncio.sleep((EVERY if done else AGAIN).total_seconds())

    async def _settle(self) -> None:
        await self.settle(by="copydesk")

    async def _tidy(self) -> None:
        dropped = await self._tidying.once(self._brand)
        if dropped:
            log.info("dropped what nothing needs", extra={"event": "tidied", "collections": dropped})

    @staticmethod
    async def _done(part: Callable[[], Awaitable[None]]) -> bool:
        """Whether it went through; what was in the way is logged."""
        try:
            await part()
        except CopydeskError as error:
            log.warning("the index can wait", extra={"event": "index_later", "why": str(error)})
        except Exception:
            log.exception("indexing failed", extra={"event": "index_failed"})
        else:
            return True
        return False
