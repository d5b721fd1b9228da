"""From an inbound row to what is done about it, once; and what people hear when it cannot be done."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from approvals import inbox
from approvals.inbox import Inbound
from approvals.outbox import OutboundMessage
from approvals.states import InboxState
from bot.ids import stable_id
from bot.jobs.jobs import Job, JobKind, Jobs
from bot.pieces import part_turns
from bot.posts import Audience, Post, Show
from bot.slack.delivery import delivery_of
from bot.slack.desk import Desk
from bot.slack.handling.clicks import on_click
from bot.slack.handling.forms import on_submit
from bot.slack.handling.messages import done, on_command, on_message, whisper
from bot.slack.handling.rulings import window_of
from bot.slack.ids import parse_metadata
from bot.slack.inbound import Heard, InboundKind, read
from bot.slack.inbox_gate import InboxGate
from brandkit.errors import CopydeskError, Outage, Refusal

log = logging.getLogger(__name__)


class Handling:
    """Works on inbound events, one after the other within a thread."""

    def __init__(self, desk: Desk, *, jobs: Jobs) -> None:
        self._desk = desk
        self._jobs = jobs

    async def handle(self, args: Mapping[str, str]) -> None:
        """Do what one inbound event asks for; harmless to repeat."""
        async with self._desk.database.transaction() as connection:
            inbound = await inbox.take(connection, args["key"], at=self._desk.now())
        heard = read(inbound.payload, bot_user=self._desk.bot_user) if inbound else None
        if heard is None:
            return
        await self._desk.rulebook.refresh()
        try:
            await self._route(heard)
        except Refusal as refusal:
            await self._refuse(heard, refusal)

    async def again(self, args: Mapping[str, str]) -> None:
        """Come back to an inbound event, in the line of its thread."""
        async with self._desk.database.transaction() as connection:
            inbound = await inbox.get(connection, args["key"])
            if inbound is not None and inbound.state is not InboxState.DONE:
                await self._jobs.add(connection, overdue_job(inbound, args["mark"]))

    async def failed(self, kind: JobKind, args: Mapping[str, str], error: Exception) -> None:
        """A job gave up: people hear of what they did in vain, and of what they would wait for in vain.

        A wake-up is about nothing that anyone waits for, and the reconciler comes back to it.
        """
        match kind:
            case JobKind.HANDLE:
                await self.give_up(args, error)
            case JobKind.DELIVER:
                await self._desk.posts.abandon(args["key"], error)
            case JobKind.AGAIN:
                log.error("not come back to", extra={"event": "again_failed", **args})
            case JobKind.WAKE:
                log.error("wake-up failed", extra={"event": "wake_failed", **args})

    async def give_up(self, args: Mapping[str, str], error: Exception) -> None:
        """After the last try: say what happened, and leave a way to try again."""
        key = args["key"]
        async with self._desk.database.reading() as connection:
            inbound = await inbox.get(connection, key)
        heard = read(inbound.payload, bot_user=self._desk.bot_user) if inbound else None
        if heard is None:
            return
        code = f"E-{stable_id('failure', key)[:4].upper()}"
        log.error("gave up", extra={"event": "gave_up", "code": code, "error": type(error).__name__})
        happened = str(error) if isinstance(error, CopydeskError) else "Something went wrong on our side."
        about: dict[str, object] = {
            "code": code,
            "happened": happened,
            "next_step": "Nothing is lost. Try again; if it happens twice, tell who runs Copydesk.",
            "retry": key if heard.kind is InboundKind.MESSAGE else "",
        }
        await self._tell_failure(heard, about, retryable=isinstance(error, Outage))

    async def _route(self, heard: Heard) -> None:
        match heard.kind:
            case InboundKind.MESSAGE:
                await on_message(self._desk, heard)
            case InboundKind.COMMAND:
                await on_command(self._desk, heard)
            case InboundKind.ACTION:
                await on_click(self._desk, heard)
            case InboundKind.SUBMIT:
                await on_submit(self._desk, heard)
            case InboundKind.STOP:
                await self._desk.stopping.stop_thread(
                    channel=heard.channel, thread_ts=heard.thread_ts, cause=heard.key
                )
            case _:
                await done(self._desk, heard)

    async def _refuse(self, heard: Heard, refusal: Refusal) -> None:
        """Tell the person alone, where they are: over the window, in the thread, in the conversation."""
        trigger = str(heard.payload.get("trigger_id") or "")
        in_window = heard.kind is InboundKind.ACTION and bool(window_of(heard))
        if in_window and await self._desk.windows.refuse(trigger, str(refusal)):
            await done(self._desk, heard)
            return
        about: dict[str, object] = {"text": str(refusal)}
        if heard.kind is InboundKind.MESSAGE:
            await self._answer_in_thread(heard, about)
            return
        await whisper(self._desk, self._where(heard), Show.TEXT, about)

    async def _answer_in_thread(self, heard: Heard, about: dict[str, object]) -> None:
        post = Post(
            key=f"tell:{heard.key}",
            show=Show.TEXT,
            channel=heard.channel,
            thread_ts=heard.root,
            user=heard.user,
            about=about,
        )
        async with self._desk.database.transaction() as connection:
            await self._desk.posts.leave(connection, post)
            await inbox.finish(connection, heard.key, at=self._desk.now())

    async def _tell_failure(self, heard: Heard, about: dict[str, object], *, retryable: bool) -> None:
        turn = f"turn:{heard.key}"
        place = self._where(heard)
        async with self._desk.database.transaction() as connection:
            if await self._desk.posts.showing(connection, turn) is not None:
                await self._desk.posts.turn(connection, turn, Show.FAILURE, about)
                async for part, shown in part_turns(connection, self._desk.posts, heard.key):
                    if shown is Show.WORK:
                        await self._desk.posts.turn(connection, part, Show.FAILURE, {**about, "retry": ""})
            else:
                private = heard.kind is not InboundKind.MESSAGE
                audience = Audience.PRIVATE if private else Audience.CONVERSATION
                post = Post(
                    key=f"failed:{heard.key}",
                    show=Show.FAILURE,
                    audience=audience if place.channel else Audience.PERSON,
                    channel=place.channel,
                    thread_ts=place.root if place.ts else place.thread_ts,
                    user=heard.user,
                    about=about,
                )
                await self._desk.posts.leave(connection, post)
            error = "outage" if retryable else "failed"
            await inbox.fail(connection, heard.key, error=error, at=self._desk.now())

    @staticmethod
    def _where(heard: Heard) -> Heard:
        """A form has no place of its own: it was opened somewhere."""
        if heard.kind is not InboundKind.SUBMIT:
            return heard
        try:
            origin = parse_metadata(heard.value).origin
        except Refusal:
            return heard
        return replace(heard, channel=origin.channel, thread_ts=origin.thread_ts)


def overdue_job(row: Inbound | OutboundMessage, mark: str) -> Job:
    """A new job for what should have happened by now, in the line of the first one."""
    if isinstance(row, OutboundMessage):
        return delivery_of(row.key, mark)
    heard = read(row.payload)
    return (
        InboxGate.job(heard, mark)
        if heard
        else Job(kind=JobKind.HANDLE, key=row.key + mark, args={"key": row.key})
    )
