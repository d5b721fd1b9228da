"""Level-triggered repair: once a minute, whatever should have happened by now is done."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from approvals import inbox, outbox, review_store
from approvals.approval import ApprovalId
from approvals.database import Database
from approvals.inbox import Inbound
from approvals.outbox import OutboundMessage
from bot.clock import Now
from bot.jobs.jobs import Job, Jobs
from bot.reviewing import Reviewing
from brandkit.errors import Outage

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
PATIENCE = timedelta(minutes=2)
"""Longer than all tries of one job, so that nothing is done twice at the same time."""
KEEP = timedelta(days=7)
"""How long what came in, and its job, are kept after they were done; Slack redelivers for minutes."""


class Engine(Jobs, Protocol):
    """A job engine that can look after its own dead."""

    async def resume_orphans(self) -> int:
        """Take over jobs of workers that are gone; gives how many."""

    async def forget(self, *, before: datetime) -> int:
        """Delete jobs that ended before that time; gives how many."""


Again = Callable[[Inbound | OutboundMessage, str], Job]
"""Makes a new job for what is overdue; the text tells it from the jobs before it."""


class Reconciler:
    """Finds what is overdue by the record alone, whatever became of its job."""

    def __init__(
        self, *, database: Database, jobs: Engine, reviewing: Reviewing, again: Again, now: Now
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._reviewing = reviewing
        self._again = again
        self._now = now

    async def wake(self, args: Mapping[str, str]) -> None:
        """The time of an approval has come."""
        await self._reviewing.wake(ApprovalId(args["approval"]))

    async def once(self) -> None:
        """One round of repair; a part that fails does not keep the others from being done."""
        moment = self._now()
        for repair in (self._take_over, self._wake_late, self._work_again, self._forget):
            try:
                await repair(moment)
            except Outage as outage:
                log.warning("not now", extra={"event": "reconcile_later", "why": str(outage)})
            except Exception:
                log.exception("repair failed", extra={"event": "repair_failed", "part": repair.__name__})

    async def _take_over(self, _moment: datetime) -> None:
        await self._jobs.resume_orphans()

    async def _wake_late(self, moment: datetime) -> None:
        async with self._database.reading() as connection:
            due = await review_store.due(connection, moment)
        for review in due:
            try:
                await self._reviewing.wake(review.id)
            except Exception:
                log.exception("wake failed", extra={"event": "wake_failed", "approval": review.id})

    async def _work_again(self, moment: datetime) -> None:
        async with self._database.reading() as connection:
            heard = await inbox.unfinished(connection, older_than=moment - PATIENCE)
            unsent = await outbox.unsent(connection, older_than=moment - PATIENCE)
            outdated = await outbox.outdated(connection, older_than=moment - PATIENCE)
        rows: tuple[Inbound | OutboundMessage, ...] = (*heard, *unsent, *outdated)
        jobs = [
            self._again(row, f"@{moment:%Y%m%dT%H%M}")
            for row in rows
            if "part_of" not in row.payload  # brought along by the message that it belongs to
        ]
        async with self._database.transaction() as connection:
            for job in jobs:
                await self._jobs.add(connection, job)
        if jobs:
            log.warning("repaired", extra={"event": "repaired", "jobs": len(jobs)})

    async def _forget(self, moment: datetime) -> None:
        async with self._database.transaction() as connection:
            await inbox.forget(connection, before=moment - KEEP)
        await self._jobs.forget(before=moment - KEEP)

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
            await self.once()
            await asyncio.sleep(EVERY.total_seconds())
