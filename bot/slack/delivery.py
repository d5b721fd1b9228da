"""The one way out to Slack: every message is a row with a key, and a second try looks before it posts."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals import outbox
from approvals.database import Database
from approvals.outbox import OutboundMessage
from approvals.states import OutboxState
from bot.clock import Now
from bot.jobs.jobs import Job, JobKind, Jobs
from bot.posts import Audience, Json, Post, Show
from bot.slack.errors import ClosedDoor, SlackSaidNo, translated
from bot.slack.views.models import Message

log = logging.getLogger(__name__)

EVENT_TYPE = "copydesk_post"
"""The metadata's type; its payload is the key alone, since everyone in a workspace can read it."""

_NAMESPACE = uuid.UUID("6f0f2c9e-6d0b-4f59-9a4c-0d8a1c1d6f3e")
_REWRITTEN = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "block_mismatch"})
_TOO_MUCH = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})


class Board(Protocol):
    """Draws what a message shows, from the record."""

    async def draw(self, show: Show, about: Json) -> Message:
        """The message as it should look now."""


@dataclass(frozen=True, kw_only=True)
class _Place:
    channel: str
    thread_ts: str = ""
    private_to: str = ""


class SlackPosts:
    """Keeps posts in the record and delivers them."""

    def __init__(
        self,
        *,
        database: Database,
        jobs: Jobs,
        client: AsyncWebClient,
        board: Board,
        now: Now,
        settle: timedelta = timedelta(seconds=2),
    ) -> None:
        """`settle` is how long Slack may take until a message that it accepted can be found again."""
        self._database = database
        self._jobs = jobs
        self._client = client
        self._board = board
        self._now = now
        self._settle = settle
        self._direct: dict[str, str] = {}

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
            payload={
                "show": post.show.value,
                "audience": post.audience.value,
                "about": dict(post.about),
                "revision": 0,
            },
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
        await self._rewrite(connection, message, payload, subject)

    async def showing(self, connection: AsyncConnection, key: str) -> tuple[Show, Json] | None:
        """What the message of that key shows now; None when there is no such message."""
        message = await outbox.get(connection, key)
        return (Show(message.payload["show"]), message.payload["about"]) if message else None

    async def showing_about(self, connection: AsyncConnection, subject: str) -> tuple[tuple[str, Json], ...]:
        """Key and ids of every message about this subject, oldest first."""
        messages = await outbox.about(connection, subject)
        return tuple((message.key, message.payload["about"]) for message in messages)

    async def redraw(self, connection: AsyncConnection, subject: str) -> None:
        """Bring every message about this subject up to date with the record."""
        for message in await outbox.about(connection, subject):
            if message.payload["audience"] != Audience.PRIVATE.value:
                await self._rewrite(connection, message, dict(message.payload), message.purpose)

    async def channel_of(self, key: str) -> str:
        """The conversation that a delivered message is in."""
        async with self._database.reading() as connection:
            row = await outbox.get(connection, key)
        return row.channel if row else ""

    async def deliver(self, key: str) -> str:
        """Send it now, or bring it up to date; gives its timestamp. Harmless to repeat."""
        async with self._database.reading() as connection:
            row = await outbox.get(connection, key)
        if row is None:
            return ""
        message = await self._board.draw(Show(row.payload["show"]), row.payload["about"])
        place = await self._place(row)
        try:
            ts = await self._bring(row, place, message)
            await self._continue(row, place, ts, message)
        except (ClosedDoor, SlackSaidNo) as error:
            await self._give_up(row, error)
            return ""
        return ts

    async def _rewrite(
        self, connection: AsyncConnection, message: OutboundMessage, payload: dict[str, Any], subject: str
    ) -> None:
        revision = int(payload["revision"]) + 1
        await outbox.rewrite(
            connection, message.key, payload={**payload, "revision": revision}, purpose=subject
        )
        await self._deliver_later(connection, message.key, revision)

    async def _deliver_later(self, connection: AsyncConnection, key: str, revision: int) -> None:
        """One lane a message: it is never posted and updated at the same time."""
        job = Job(kind=JobKind.DELIVER, key=f"{key}#{revision}", args={"key": key}, lane=key)
        await self._jobs.add(connection, job)

    async def _place(self, row: OutboundMessage) -> _Place:
        audience = Audience(row.payload["audience"])
        if audience is Audience.PERSON:
            return _Place(channel=await self._direct_messages(row.user))
        private = row.user if audience is Audience.PRIVATE else ""
        return _Place(channel=row.channel, thread_ts=row.thread_ts, private_to=private)

    async def _direct_messages(self, user: str) -> str:
        if user not in self._direct:
            with translated():
                response = await self._client.conversations_open(users=user)
            self._direct[user] = str(response["channel"]["id"])
        return self._direct[user]

    async def _bring(self, row: OutboundMessage, place: _Place, message: Message) -> str:
        if place.private_to:
            return await self._whisper(row, place, message)
        if row.ts and await self._update(row, place, message):
            return row.ts
        return await self._post_once(row.key, place, message)

    async def _update(self, row: OutboundMessage, place: _Place, message: Message) -> bool:
        """Whether the message is still there and now shows this."""
        try:
            with translated():
                await self._client.chat_update(
                    channel=row.channel or place.channel,
                    ts=row.ts,
                    metadata=_metadata(row.key),
                    **_fitting(message),
                )
        except SlackSaidNo as error:
            if error.code in _TOO_MUCH:
                return await self._update_in_words(row, place, message, error)
            if error.code not in _REWRITTEN:
                raise
            log.warning(
                "message is gone", extra={"event": "message_gone", "key": row.key, "code": error.code}
            )
            return True
        return True

    async def _update_in_words(
        self, row: OutboundMessage, place: _Place, message: Message, error: SlackSaidNo
    ) -> bool:
        log.error("blocks refused", extra={"event": "blocks_refused", "key": row.key, "code": error.code})
        with translated():
            await self._client.chat_update(
                channel=row.channel or place.channel, ts=row.ts, text=message.text[:3900]
            )
        return True

    async def _post_once(self, key: str, place: _Place, message: Message) -> str:
        """Post under a key. If an earlier try may have arrived, look for its message first."""
        async with self._database.transaction() as connection:
            row = await outbox.mark_sending(connection, key, at=self._now())
        if row.state is OutboxState.SENT:
            return row.ts
        found = await self._look(row, place) if row.may_be_out else ""
        ts = found or await self._post(key, place, message)
        async with self._database.transaction() as connection:
            await outbox.mark_sent(connection, key, ts=ts, at=self._now(), channel=place.channel)
        return ts

    async def _post(self, key: str, place: _Place, message: Message) -> str:
        arguments: dict[str, Any] = {
            "channel": place.channel,
            "metadata": _metadata(key),
            "client_msg_id": str(uuid.uuid5(_NAMESPACE, key)),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if place.thread_ts:
            arguments["thread_ts"] = place.thread_ts
        try:
            with translated():
                response = await self._client.chat_postMessage(**arguments, **message.payload())
        except SlackSaidNo as error:
            if error.code not in _TOO_MUCH:
                raise
            log.exception("blocks refused", extra={"event": "blocks_refused", "key": key})
            with translated():
                response = await self._client.chat_postMessage(**arguments, text=message.text)
        return str(response["ts"])

    async def _look(self, row: OutboundMessage, place: _Place) -> str:
        """The timestamp of the message that an earlier try posted; empty when there is none."""
        since = row.sending_at or row.created_at
        await self._wait_until(since + self._settle)
        arguments: dict[str, Any] = {
            "channel": place.channel,
            "oldest": f"{(since - timedelta(seconds=10)).timestamp():.6f}",
            "inclusive": True,
            "include_all_metadata": True,
            "limit": 200,
        }
        cursor = ""
        while True:
            with translated():
                if place.thread_ts:
                    page = await self._client.conversations_replies(
                        ts=place.thread_ts, cursor=cursor, **arguments
                    )
                else:
                    page = await self._client.conversations_history(cursor=cursor, **arguments)
            for message in page.get("messages") or []:
                if _key_of(message) == row.key:
                    return str(message["ts"])
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return ""

    async def _wait_until(self, moment: datetime) -> None:
        left = (moment - self._now()).total_seconds()
        if left > 0:
            await asyncio.sleep(left)

    async def _whisper(self, row: OutboundMessage, place: _Place, message: Message) -> str:
        """Say something to one person where they are; where that is not possible, in direct messages."""
        if row.state is OutboxState.SENT:
            return row.ts
        arguments = {"channel": place.channel, "user": place.private_to, **message.payload()}
        if place.thread_ts:
            arguments["thread_ts"] = place.thread_ts
        try:
            with translated():
                response = await self._client.chat_postEphemeral(**arguments)
        except (ClosedDoor, SlackSaidNo):
            direct = _Place(channel=await self._direct_messages(place.private_to))
            return await self._post_once(row.key, direct, message)
        ts = str(response.get("message_ts") or "")
        async with self._database.transaction() as connection:
            await outbox.mark_sent(connection, row.key, ts=ts, at=self._now())
        return ts

    async def _continue(self, row: OutboundMessage, place: _Place, ts: str, message: Message) -> None:
        """Post what did not fit, once, in the message's thread."""
        for number, more in enumerate(message.continuations, start=1):
            key = f"{row.key}/{number}"
            thread = _Place(channel=place.channel, thread_ts=place.thread_ts or ts)
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
            if kept is not None and kept.state is not OutboxState.SENT:
                await self._post_once(key, thread, more)

    async def _give_up(self, row: OutboundMessage, error: ClosedDoor | SlackSaidNo) -> None:
        """Slack does not take it there: say so to whoever it concerns, in their direct messages."""
        log.error("post refused", extra={"event": "post_refused", "key": row.key, "code": error.code})
        async with self._database.transaction() as connection:
            await outbox.mark_failed(connection, row.key, error=error.code)
            if row.user and row.payload["audience"] != Audience.PERSON.value:
                await self.leave(
                    connection,
                    Post(
                        key=f"{row.key}!door",
                        show=Show.TEXT,
                        audience=Audience.PERSON,
                        user=row.user,
                        about={
                            "text": f"I could not write in <#{row.channel}> (Slack says {error.code}). "
                            "Invite me there with /invite @Copydesk, then ask again. Nothing else was lost."
                        },
                    ),
                )


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def _key_of(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("key") or "")


def _fitting(message: Message) -> dict[str, Any]:
    """`chat.update` takes less text than `chat.postMessage`."""
    payload = message.payload()
    return {**payload, "text": payload["text"][:3900]}
