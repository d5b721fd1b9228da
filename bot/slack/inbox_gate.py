"""The gate: everything that comes in is a row before it is acknowledged.

Bolt acknowledges events before their listener runs, so this is a global middleware: if the row cannot
be written, the exception keeps Bolt from acknowledging, and Slack delivers the event again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from approvals import inbox
from approvals.database import Database
from approvals.inbox import Inbound
from bot.clock import Now
from bot.ids import stable_id
from bot.jobs.jobs import Job, JobKind, Jobs
from bot.slack.ids import Action
from bot.slack.inbound import Heard, InboundKind, read

OPENERS_NEED_NO_JOB = frozenset({InboundKind.CLOSE, InboundKind.SHORTCUT, InboundKind.HOME})
"""What a listener serves wholly while Slack waits."""


class InboxGate:
    """Keeps what came in, and the job that works on it, in one transaction."""

    def __init__(self, *, database: Database, jobs: Jobs, now: Now) -> None:
        self._database = database
        self._jobs = jobs
        self._now = now

    async def __call__(
        self,
        body: dict[str, Any],
        context: AsyncBoltContext,
        next_: Callable[[], Awaitable[None]],
    ) -> None:
        """Bolt's middleware: keep, then go on to the listeners."""
        heard = read(body, bot_user=context.bot_user_id or "")
        if heard is not None:
            context["code"] = f"E-{stable_id('failure', heard.key)[:4].upper()}"
            await self.keep(heard, body)
        await next_()

    async def keep(self, heard: Heard, body: dict[str, Any]) -> bool:
        """Whether it was new. What was delivered before is acknowledged again and changes nothing."""
        inbound = Inbound(
            key=heard.key,
            kind=heard.kind.value,
            team=heard.team,
            user=heard.user,
            at=self._now(),
            payload=body,
            channel=heard.channel,
            ts=heard.ts,
        )
        async with self._database.transaction() as connection:
            new = await inbox.accept(connection, inbound)
            if new and heard.kind in OPENERS_NEED_NO_JOB:
                await inbox.finish(connection, heard.key, at=self._now())
            elif new:
                await self._jobs.add(connection, self.job(heard))
        return new

    @staticmethod
    def job(heard: Heard, again: str = "") -> Job:
        """One lane a thread, so that what people say is worked on in its order; a stop overtakes it."""
        in_line = heard.channel and heard.root and not _is_stop(heard)
        lane = f"thread:{heard.channel}:{heard.root}" if in_line else heard.key
        return Job(kind=JobKind.HANDLE, key=f"{heard.key}{again}", args={"key": heard.key}, lane=lane)


def _is_stop(heard: Heard) -> bool:
    return heard.kind is InboundKind.STOP or heard.name == Action.REQUEST_CANCEL.value
