"""The one way out to Slack: every message is a row with a key, and a second try looks before it posts."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import outbox
from approvals.database import Database
from approvals.outbox import OutboundMessage
from approvals.states import OutboxState
from bot.clock import Now
from bot.ids import stable_id
from bot.jobs.jobs import Job, JobKind, Jobs
from bot.posts import Audience, Json, Post, Show
from bot.slack.errors import ClosedDoor, SlackSaidNo
from bot.slack.sending import CannotLook, Place, Sending
from bot.slack.staying import Stays
from bot.slack.views.models import Message
from brandkit.errors import Outage

log = logging.getLogger(__name__)

_TROUBLE = "!door"
"""Ends the key of a message that says that another one could not be delivered."""


class Board(Protocol):
    """Draws what a message shows, from the record."""

    async def draw(self, connection: AsyncConnection, show: Show, about: Json) -> Message:
        """The message as it should look by what this connection sees."""


class SlackPosts:
    """Keeps posts in the record and delivers them."""

    def __init__(
        self,
        *,
        database: Database,
        jobs: Jobs,
        sending: Sending,
        board: Board,
        now: Now,
        overseers: Sequence[str] = (),
    ) -> None:
        """`overseers` hear of what could not be delivered and concerns nobody else in particular."""
        self._database = database
        self._jobs = jobs
        self._sending = sending
        self._board = board
        self._now = now
        self._overseers = tuple(sorted(overseers))
        self._stays = Stays()

    async def leave(self, connection: AsyncConnection, post: Post, *, later: bool = True) -> None:
        """Send this post once, if and only if the caller's transaction commits.

        Not `later` leaves the sending to the caller, who calls `deliver` after the commit.
        """
        message = OutboundMessage(
            key=post.key,
            purpose=post.subject,
            channel=post.channel,
            thread_ts=post.thread_ts,
            user=post.user,
            created_at=self._now(),
            payload={"show": post.show.value, "audience": post.audience.value, "about": dict(post.about)},
        )
        if await outbox.add_once(connection, message) and later:
            await self._deliver_later(connection, post.key, 0)

    async def turn(
        self, connection: AsyncConnection, key: str, show: Show, about: Json, *, subject: str = ""
    ) -> None:
        """Let the message of that key show something else from now on."""
        message = await outbox.get(connection, key)
        if message is None:
            raise KeyError(key)
        payload = {**message.payload, "show": show.value, "about": dict(about)}
        revision = await outbox.rewrite(connection, key, at=self._now(), payload=payload, purpose=subject)
        await self._deliver_later(connection, key, revision)

    def at_work(self, key: str) -> AbstractContextManager[None]:
        """While this lasts, the job that delivers the message of that key here stays with it.

        It shows every change, so that none of them needs a job of its own.
        """
        return self._stays.at_work(key)

    def elsewhere(self, key: str) -> AbstractContextManager[None]:
        """Inside of `at_work`, while something else is done first: changes of it have jobs of their own."""
        return self._stays.elsewhere(key)

    async def stay(self, key: str) -> None:
        """Deliver it; while a turn of it is under way in this process, also whatever it turns into."""
        await self._stays.stay(key, partial(self.deliver, key))

    async def showing(
        self, connection: AsyncConnection, key: str, *, hold: bool = False
    ) -> tuple[Show, Json] | None:
        """What the message of that key shows now; None when there is no such message."""
        message = await outbox.get(connection, key, hold=hold)
        return (Show(message.payload["show"]), message.payload["about"]) if message else None

    async def showing_each(self, connection: AsyncConnection, keys: Collection[str]) -> Mapping[str, Show]:
        """What each message of these keys shows now, by its key; those that there are not are left out."""
        found = await outbox.payloads(connection, keys)
        return {key: Show(payload["show"]) for key, payload in found.items()}

    async def showing_about(self, connection: AsyncConnection, subject: str) -> tuple[tuple[str, Json], ...]:
        """Key and ids of every message about this subject, oldest first."""
        messages = await outbox.about(connection, subject)
        return tuple((message.key, message.payload["about"]) for message in messages)

    async def redraw(self, connection: AsyncConnection, subject: str) -> None:
        """Bring every message about this subject up to date with the record."""
        for message in await outbox.about(connection, subject):
            if message.payload["audience"] != Audience.PRIVATE.value:
                revision = await outbox.rewrite(connection, message.key, at=self._now())
                await self._deliver_later(connection, message.key, revision)

    async def channel_of(self, key: str) -> str:
        """The conversation that a delivered message is in."""
        row = await self._row(key)
        return row.channel if row else ""

    async def deliver(self, key: str) -> str:
        """Send it now, or bring it up to date; gives its timestamp.

        Harmless to repeat, and one delivery does for every change that came before it.
        """
        async with self._database.reading() as connection:
            row = await outbox.get(connection, key)
            if row is None or row.is_current:
                return row.ts if row else ""
            message = await self._board.draw(connection, Show(row.payload["show"]), row.payload["about"])
        try:
            place = await self._sending.place_of(row)
            ts = await self._sending.bring(row, place, message)
            await self._continue(row, place, ts, message)
        except (ClosedDoor, SlackSaidNo) as error:
            await self._give_up(row, _what_slack_said(row, error), unsure=isinstance(error, CannotLook))
            return ""
        async with self._database.transaction() as connection:
            await outbox.mark_shown(connection, key, revision=row.revision)
        return ts

    async def abandon(self, key: str, error: Exception) -> None:
        """Delivering it failed to the last try. What an outage kept is tried again later by itself.

        A change that the failed job had promised to show gets the job that it did without.
        """
        row = await self._row(key)
        if row is None or row.is_current:
            return
        if isinstance(error, Outage):
            async with self._database.transaction() as connection:
                await self._jobs.add(connection, delivery_of(key, f"#{row.revision}"))
            return
        code = f"E-{stable_id('failure', key)[:4].upper()}"
        log.error(
            "gave up", extra={"event": "gave_up", "code": code, "key": key, "error": type(error).__name__}
        )
        told = (
            f"A message {_somewhere(row)} could not be shown because something went wrong on our side "
            f"(code {code}). What it was about is on record. Tell whoever runs Copydesk."
        )
        await self._give_up(row, told, unsure=row.state is OutboxState.SENDING)

    async def _row(self, key: str) -> OutboundMessage | None:
        async with self._database.reading() as connection:
            return await outbox.get(connection, key)

    async def _deliver_later(self, connection: AsyncConnection, key: str, revision: int) -> None:
        if not self._stays.expects(connection, key):
            await self._jobs.add(connection, delivery_of(key, f"#{revision}"))

    async def _continue(self, row: OutboundMessage, place: Place, ts: str, message: Message) -> None:
        """Post what did not fit, once, in the message's thread."""
        for number, more in enumerate(message.continuations, start=1):
            key = f"{row.key}/{number}"
            thread = Place(channel=place.channel, thread_ts=place.thread_ts or ts)
            part = OutboundMessage(
                key=key,
                purpose="",
                channel=thread.channel,
                thread_ts=thread.thread_ts,
                created_at=self._now(),
                payload={"part_of": row.key},
            )
            async with self._database.transaction() as connection:
                await outbox.add_once(connection, part)
                kept = await outbox.get(connection, key)
            if kept is not None and not kept.is_current:
                await self._sending.bring(kept, thread, more)
                async with self._database.transaction() as connection:
                    await outbox.mark_shown(connection, key, revision=0)

    async def _give_up(self, row: OutboundMessage, told: str, *, unsure: bool) -> None:
        """It will not be shown: nothing tries again, and whoever it concerns hears of it, once."""
        log.error("undelivered", extra={"event": "undelivered", "key": row.key, "unsure": unsure})
        mark = outbox.mark_unknown if unsure else outbox.mark_failed
        async with self._database.transaction() as connection:
            await mark(connection, row.key, error=told)
            await outbox.mark_shown(connection, row.key, revision=row.revision)
            for person in self._concerned(row):
                await self.leave(
                    connection,
                    Post(
                        key=f"{row.key}:{person}{_TROUBLE}",
                        show=Show.TEXT,
                        audience=Audience.PERSON,
                        user=person,
                        about={"text": told},
                    ),
                )

    def _concerned(self, row: OutboundMessage) -> tuple[str, ...]:
        """Who waits for it; who runs the desk where that is nobody in particular, or the one not reached."""
        if row.key.endswith(_TROUBLE):
            return ()
        if row.user and row.payload["audience"] != Audience.PERSON.value:
            return (row.user,)
        return self._overseers


def delivery_of(key: str, suffix: str) -> Job:
    """The job that delivers a message. One lane a message: it is never posted and updated at once."""
    return Job(kind=JobKind.DELIVER, key=f"{key}{suffix}", args={"key": key}, lane=key)


def _what_slack_said(row: OutboundMessage, error: ClosedDoor | SlackSaidNo) -> str:
    if isinstance(error, CannotLook):
        return (
            f"A message {_somewhere(row)} may be missing: the connection broke while I sent it, and Slack "
            f"does not let me look whether it arrived ({error.code}). I did not send it a second time."
        )
    if isinstance(error, ClosedDoor):
        return (
            f"I could not write {_somewhere(row)} (Slack says {error.code}). "
            "Invite me there with /invite @Copydesk, then ask again. Nothing else was lost."
        )
    return (
        f"Slack refused a message {_somewhere(row)} ({error.code}). What it was about is on record. "
        "Tell whoever runs Copydesk."
    )


def _somewhere(row: OutboundMessage) -> str:
    audience: Any = row.payload.get("audience")
    if audience == Audience.PERSON.value or not row.channel:
        return f"to <@{row.user}>"
    return f"in <#{row.channel}>"
