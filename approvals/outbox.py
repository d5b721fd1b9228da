"""Every message to be sent, as a row with a key, so that a second try can find the first one's message."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, or_, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.once import insert_once
from approvals.states import OutboxState
from approvals.tables import outbound_message

_KEPT = outbound_message.c


@dataclass(frozen=True, kw_only=True)
class OutboundMessage:
    """One message to one place. `key` names what it says, never the job that sends it.

    `sending_at` is when it was first tried, so that a look at the channel can start there, `tried_at`
    when it was last tried; `ts` is Slack's name for it once it is there. `revision` counts how often it
    was made to say something else, the last time at `changed_at`; `shown` is the revision that Slack has,
    -1 for none.
    """

    key: str
    purpose: str
    created_at: datetime
    channel: str = ""
    thread_ts: str = ""
    user: str = ""
    payload: Mapping[str, Any]
    state: OutboxState = OutboxState.QUEUED
    sending_at: datetime | None = None
    sent_at: datetime | None = None
    ts: str = ""
    attempts: int = 0
    error: str = ""
    revision: int = 0
    shown: int = -1
    changed_at: datetime | None = None
    tried_at: datetime | None = None

    @property
    def is_current(self) -> bool:
        """Whether it is out and says what it should say now."""
        return self.state is OutboxState.SENT and self.shown >= self.revision

    @property
    def may_be_out(self) -> bool:
        """Whether an earlier try may have reached Slack: look there before sending."""
        return self.state is not OutboxState.SENT and self.attempts > 1


async def add_once(conn: AsyncConnection, message: OutboundMessage) -> bool:
    """Queue it; False when a message of that key is there already (and stays as it is)."""
    row = {
        "key": message.key,
        "purpose": message.purpose,
        "channel": message.channel,
        "thread_ts": message.thread_ts,
        "user": message.user,
        "payload": dict(message.payload),
        "state": OutboxState.QUEUED.value,
        "created_at": message.created_at,
        "ts": "",
        "attempts": 0,
        "error": "",
    }
    return await insert_once(conn, outbound_message, row)


async def get(conn: AsyncConnection, key: str, *, hold: bool = False) -> OutboundMessage | None:
    """One by its key; `hold` lets nobody else change it until the transaction ends."""
    query = select(outbound_message).where(_KEPT.key == key)
    # SQLite writes one transaction at a time, so there is nothing to hold there.
    row = (await conn.execute(query.with_for_update() if hold else query)).mappings().one_or_none()
    return _message(row) if row else None


async def payloads(conn: AsyncConnection, keys: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """What there is to say, of each of these that there is."""
    query = select(_KEPT.key, _KEPT.payload).where(_KEPT.key.in_(keys))
    return {row.key: row.payload for row in await conn.execute(query)}


async def mark_sending(conn: AsyncConnection, key: str, *, at: datetime) -> OutboundMessage:
    """Say that it is about to be sent, in a transaction of its own before the call to Slack.

    Gives the message as it now stands: with `state` sent there is nothing to do, with `may_be_out`
    look first. `KeyError` when there is none.
    """
    query = (
        update(outbound_message)
        .where(_KEPT.key == key, _KEPT.state != OutboxState.SENT.value)
        .values(
            state=OutboxState.SENDING.value,
            sending_at=func.coalesce(_KEPT.sending_at, literal(at, _KEPT.sending_at.type)),
            tried_at=at,
            attempts=_KEPT.attempts + 1,
        )
        .returning(outbound_message)
    )
    row = (await conn.execute(query)).mappings().one_or_none()
    message = _message(row) if row else await get(conn, key)
    if message is None:
        raise KeyError(key)
    return message


async def take_back(conn: AsyncConnection, key: str) -> None:
    """Slack said that it did nothing: that try does not count, and nothing has to be looked for."""
    counted = (_KEPT.key == key, _KEPT.state != OutboxState.SENT.value, _KEPT.attempts > 0)
    await conn.execute(update(outbound_message).where(*counted).values(attempts=_KEPT.attempts - 1))


async def mark_sent(conn: AsyncConnection, key: str, *, ts: str, at: datetime, channel: str = "") -> None:
    """It is there, as `ts`; `channel` where Slack only then said which (a direct message)."""
    sent: dict[str, Any] = {"state": OutboxState.SENT.value, "ts": ts, "sent_at": at, "error": ""}
    if channel:
        sent["channel"] = channel
    await conn.execute(update(outbound_message).where(_KEPT.key == key).values(sent))


async def mark_shown(conn: AsyncConnection, key: str, *, revision: int) -> None:
    """Slack has this revision now, or will never have it; a later one that was marked first stays."""
    older = _KEPT.shown < revision
    await conn.execute(update(outbound_message).where(_KEPT.key == key, older).values(shown=revision))


async def mark_failed(conn: AsyncConnection, key: str, *, error: str) -> None:
    """Slack refused it for good; `error` is what it said."""
    await _settle(conn, key, OutboxState.FAILED, error)


async def mark_unknown(conn: AsyncConnection, key: str, *, error: str) -> None:
    """It may be there and cannot be looked for: it is not sent a second time, and someone is told."""
    await _settle(conn, key, OutboxState.UNKNOWN, error)


async def about(conn: AsyncConnection, purpose: str) -> tuple[OutboundMessage, ...]:
    """Every message of that purpose, oldest first: those to bring up to date when its subject changes."""
    query = select(outbound_message).where(_KEPT.purpose == purpose).order_by(_KEPT.created_at, _KEPT.key)
    return tuple(_message(row) for row in (await conn.execute(query)).mappings())


async def rewrite(
    conn: AsyncConnection,
    key: str,
    *,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    purpose: str | None = None,
) -> int:
    """Let the message say something else from now on, whether it is out already or not.

    Without a payload it says the same of something that has changed. Gives the new revision, which no
    other change of the message gets; `KeyError` when there is no such message.
    """
    values: dict[str, Any] = {"revision": _KEPT.revision + 1, "changed_at": at}
    if payload is not None:
        values["payload"] = dict(payload)
    if purpose is not None:
        values["purpose"] = purpose
    query = update(outbound_message).where(_KEPT.key == key).values(values).returning(_KEPT.revision)
    revision = (await conn.execute(query)).scalar_one_or_none()
    if revision is None:
        raise KeyError(key)
    return int(revision)


async def unsent(
    conn: AsyncConnection, *, older_than: datetime, limit: int = 200
) -> tuple[OutboundMessage, ...]:
    """What was queued or first tried before that time and is not there yet, oldest first."""
    going = (OutboxState.QUEUED.value, OutboxState.SENDING.value)
    query = (
        select(outbound_message)
        .where(_KEPT.state.in_(going), _KEPT.created_at < older_than)
        .where(or_(_KEPT.sending_at.is_(None), _KEPT.sending_at < older_than))
        .order_by(_KEPT.created_at, _KEPT.key)
        .limit(limit)
    )
    return tuple(_message(row) for row in (await conn.execute(query)).mappings())


async def outdated(
    conn: AsyncConnection, *, older_than: datetime, limit: int = 200
) -> tuple[OutboundMessage, ...]:
    """What is out and should say something else since before that time, oldest first."""
    query = (
        select(outbound_message)
        .where(_KEPT.state == OutboxState.SENT.value, _KEPT.shown < _KEPT.revision)
        .where(or_(_KEPT.changed_at.is_(None), _KEPT.changed_at < older_than))
        .order_by(_KEPT.created_at, _KEPT.key)
        .limit(limit)
    )
    return tuple(_message(row) for row in (await conn.execute(query)).mappings())


async def _settle(conn: AsyncConnection, key: str, state: OutboxState, error: str) -> None:
    query = (
        update(outbound_message)
        .where(_KEPT.key == key, _KEPT.state != OutboxState.SENT.value)
        .values(state=state.value, error=error)
    )
    await conn.execute(query)


def _message(row: RowMapping) -> OutboundMessage:
    return OutboundMessage(**{**row, "state": OutboxState(row["state"])})
