"""One message to Slack: posted once under its key, updated in place, or whispered to one person."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from approvals import outbox
from approvals.database import Database
from approvals.outbox import OutboundMessage
from approvals.states import OutboxState
from bot.clock import Now
from bot.ids import stable_id
from bot.posts import Audience
from bot.slack.errors import ClosedDoor, SlackBusy, SlackSaidNo, translated
from bot.slack.views.models import Message

log = logging.getLogger(__name__)

EVENT_TYPE = "copydesk_post"
"""The metadata's type; its payload is the key alone, since everyone in a workspace can read it."""

SETTLE = timedelta(seconds=2)
"""How long Slack may take until a message that it accepted can be found again."""

_NAMESPACE = uuid.UUID("6f0f2c9e-6d0b-4f59-9a4c-0d8a1c1d6f3e")
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "block_mismatch"})
_TOO_MUCH = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})
_UPDATE_TEXT = 3900
"""`chat.update` takes less text than `chat.postMessage`."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a message goes; `private_to` is the only person who sees it there, `ts` is set once it is out."""

    channel: str
    thread_ts: str = ""
    private_to: str = ""
    ts: str = ""


class CannotLook(SlackSaidNo):
    """A message may be out, and Slack does not let us look whether it is."""


class Sending:
    """The calls to Slack behind one row of the outbox."""

    def __init__(
        self, *, database: Database, client: AsyncWebClient, now: Now, settle: timedelta = SETTLE
    ) -> None:
        self._database = database
        self._client = client
        self._now = now
        self._settle = settle
        self._direct: dict[str, str] = {}

    async def place_of(self, row: OutboundMessage) -> Place:
        """Where a message goes; a person's direct messages are opened for it."""
        audience = Audience(row.payload["audience"])
        if audience is Audience.PERSON:
            return Place(channel=await self._direct_messages(row.user))
        private = row.user if audience is Audience.PRIVATE else ""
        return Place(channel=row.channel, thread_ts=row.thread_ts, private_to=private)

    async def bring(self, row: OutboundMessage, place: Place, message: Message) -> str:
        """Let Slack show the message; gives its timestamp."""
        if place.private_to:
            return await self._whisper(row, place, message)
        if row.ts:
            await self._update(row, place, message)
            return row.ts
        return await self.post_once(row.key, place, message)

    async def post_once(self, key: str, place: Place, message: Message) -> str:
        """Post under a key. If an earlier try may have arrived, look for its message first."""
        async with self._database.transaction() as connection:
            before = await outbox.get(connection, key)
            row = await outbox.mark_sending(connection, key, at=self._now())
        if row.state is OutboxState.SENT:
            return row.ts
        last_try = before.tried_at if before and row.may_be_out else None
        try:
            found = await self._look(row, place, last_try) if last_try else ""
            posted = replace(place, ts=found) if found else await self._post(key, place, message)
        except SlackBusy:
            async with self._database.transaction() as connection:
                await outbox.take_back(connection, key)
            raise
        async with self._database.transaction() as connection:
            await outbox.mark_sent(connection, key, ts=posted.ts, at=self._now(), channel=posted.channel)
        if found:  # it says what was to be said at the earlier try
            await self._update(replace(row, ts=found), place, message)
        return posted.ts

    async def _direct_messages(self, user: str) -> str:
        """The conversation with one person; their own id does for it where it cannot be opened."""
        if user not in self._direct:
            try:
                with translated():
                    response = await self._client.conversations_open(users=user)
                self._direct[user] = str((response.get("channel") or {}).get("id") or user)
            except SlackSaidNo:
                self._direct[user] = user
        return self._direct[user]

    async def _update(self, row: OutboundMessage, place: Place, message: Message) -> None:
        """Let a message that is out show this; one that was deleted stays away."""
        channel = row.channel or place.channel
        payload = {**_marked(row.key, message), "text": message.text[:_UPDATE_TEXT]}
        try:
            with translated():
                await self._client.chat_update(
                    channel=channel, ts=row.ts, metadata=_metadata(row.key), **payload
                )
        except SlackSaidNo as error:
            if error.code in _GONE:
                log.warning(
                    "message is gone", extra={"event": "message_gone", "key": row.key, "code": error.code}
                )
                return
            if error.code not in _TOO_MUCH:
                raise
            _note_refused_blocks(row.key, error)
            with translated():
                await self._client.chat_update(channel=channel, ts=row.ts, text=payload["text"])

    async def _post(self, key: str, place: Place, message: Message) -> Place:
        """Post it; gives where it is now."""
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
                response = await self._client.chat_postMessage(**arguments, **_marked(key, message))
        except SlackSaidNo as error:
            if error.code not in _TOO_MUCH:
                raise
            _note_refused_blocks(key, error)
            with translated():
                response = await self._client.chat_postMessage(**arguments, text=message.text)
        shown: Mapping[str, Any] = response.get("message") or {}
        channel = str(response.get("channel") or place.channel)
        return replace(place, channel=channel, ts=str(response.get("ts") or shown.get("ts") or ""))

    async def _look(self, row: OutboundMessage, place: Place, last_try: datetime) -> str:
        """The timestamp of the message that an earlier try posted; empty when there is none."""
        await self._wait_until(last_try + self._settle)
        try:
            async for message in self._since(row.sending_at or last_try, place):
                if _is_of(message, row.key):
                    return str(message["ts"])
        except (ClosedDoor, SlackSaidNo) as error:
            raise CannotLook(error.code) from error
        return ""

    async def _since(self, moment: datetime, place: Place) -> AsyncIterator[Mapping[str, Any]]:
        """Every message of a thread or of a channel since shortly before that moment."""
        arguments: dict[str, Any] = {
            "channel": place.channel,
            "oldest": f"{(moment - timedelta(seconds=10)).timestamp():.6f}",
            "inclusive": True,
            "include_all_metadata": True,
            "limit": 200,
        }
        if place.thread_ts:
            arguments["ts"] = place.thread_ts
        ask = self._client.conversations_replies if place.thread_ts else self._client.conversations_history
        while True:
            with translated():
                page = await ask(**arguments)
            for message in page.get("messages") or []:
                yield message
            arguments["cursor"] = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not arguments["cursor"]:
                return

    async def _wait_until(self, moment: datetime) -> None:
        left = (moment - self._now()).total_seconds()
        if left > 0:
            await asyncio.sleep(left)

    async def _whisper(self, row: OutboundMessage, place: Place, message: Message) -> str:
        """Say something to one person where they are; where that is not possible, in direct messages.

        Nothing can look for what only one person saw: after a crash in the middle it is said again.
        """
        if row.state is OutboxState.SENT:
            return row.ts
        arguments = {"channel": place.channel, "user": place.private_to, **message.payload()}
        if place.thread_ts:
            arguments["thread_ts"] = place.thread_ts
        try:
            with translated():
                response = await self._client.chat_postEphemeral(**arguments)
        except (ClosedDoor, SlackSaidNo):
            direct = Place(channel=await self._direct_messages(place.private_to))
            return await self.post_once(row.key, direct, message)
        ts = str(response.get("message_ts") or "")
        async with self._database.transaction() as connection:
            await outbox.mark_sent(connection, row.key, ts=ts, at=self._now())
        return ts


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def _marked(key: str, message: Message) -> dict[str, Any]:
    """What a message shows, with a mark of its key for workspaces that keep no metadata."""
    payload = message.payload()
    blocks = [dict(block) for block in payload["blocks"]]
    unnamed = next((block for block in blocks if "block_id" not in block), None)
    if unnamed is not None:
        unnamed["block_id"] = _mark_of(key)
    return {**payload, "blocks": blocks}


def _mark_of(key: str) -> str:
    return f"post/{stable_id('post', key)}"


def _is_of(message: Mapping[str, Any], key: str) -> bool:
    """Whether a message was posted under this key."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    mark = _mark_of(key)
    return payload.get("key") == key or any(
        block.get("block_id") == mark for block in message.get("blocks") or ()
    )


def _note_refused_blocks(key: str, error: SlackSaidNo) -> None:
    log.error("blocks refused", extra={"event": "blocks_refused", "key": key, "code": error.code})
