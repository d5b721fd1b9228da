"""Level-triggered repair: once a minute, whatever should have happened by now is done."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Protocol

from approvals import inbox, outbox, review_store
from approvals.approval import ApprovalId
from approvals.database import Database
from bot.clock import Now
from bot.jobs.jobs import Job, JobKind, Jobs
from bot.reviewing import Reviewing
from brandkit.errors import Outage

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
PATIENCE = timedelta(minutes=2)
"""Longer than all tries of one job, so that nothing is done twice at the same time."""
KEEP = timedelta(days=7)
"""How long what came in is kept after it was done; Slack redelivers for minutes."""


class Engine(Jobs, Protocol):
    """A job engine that can look after its own dead."""

    async def resume_orphans(self) -> int:
        """Take over jobs of workers that are gone; gives how many."""


class Reconciler:
    """Finds what is overdue by the record alone, whatever became of its job."""

    def __init__(self, *, database: Database, jobs: Engine, reviewing: Reviewing, now: Now) -> None:
        self._database = database
        self._jobs = jobs
        self._reviewing = reviewing
        self._now = now

    async def wake(self, args: Mapping[str, str]) -> None:
        """The time of an approval has come."""
        await self._reviewing.wake(ApprovalId(args["approval"]))

    async def once(self) -> None:
        """One round of repair."""
        moment = self._now()
        async with self._database.reading() as connection:
            due = await review_store.due(connection, moment)
            heard = await inbox.unfinished(connection, older_than=moment - PATIENCE)
            unsent = await outbox.unsent(connection, older_than=moment - PATIENCE)
        for review in due:
            await self._reviewing.wake(review.id)
        mark = f"@{moment:%Y%m%dT%H%M}"
        again = [
            *(Job(kind=JobKind.HANDLE, key=f"{one.key}{mark}", args={"key": one.key}) for one in heard),
            *(
                Job(kind=JobKind.DELIVER, key=f"{one.key}{mark}", args={"key": one.key}, lane=one.key)
                for one in unsent
                if "part_of" not in one.payload
            ),
        ]
        async with self._database.transaction() as connection:
            for job in again:
                await self._jobs.add(connection, job)
            await inbox.forget(connection, before=moment - KEEP)
        if again:
            log.warning("repaired", extra={"event": "repaired", "jobs": len(again)})

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Repair in the background for as long as the context lasts."""
        task = asyncio.create_task(self._run(), name="reconciler")
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        while True:
            try:
                await self.once()
            except Outage as outage:
                log.warning("not now", extra={"event": "reconcile_later", "why": str(outage)})
            except Exception:
                log.exception("reconcile failed", extra={"event": "reconcile_failed"})
            await asyncio.sleep(EVERY.total_seconds())
