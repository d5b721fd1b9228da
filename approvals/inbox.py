"""What came in from outside, kept before it is acknowledged: nothing is lost and nothing done twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.once import insert_once
from approvals.states import InboxState
from approvals.tables import inbox

_SPOKEN = frozenset({"message", "app_mention"})


@dataclass(frozen=True, kw_only=True)
class Inbound:
    """One thing that someone did. `key` is the same at every delivery of it; `payload` is plain JSON data.

    `attempts` counts how often it was taken to work on, this time included.
    """

    key: str
    kind: str
    team: str
    user: str
    at: datetime
    payload: Mapping[str, Any]
    channel: str = ""
    ts: str = ""
    state: InboxState = InboxState.RECEIVED
    attempts: int = 0
    error: str = ""


async def accept(conn: AsyncConnection, inbound: Inbound) -> bool:
    """Keep it; False when it was delivered before, or is a mention whose message is already here.

    Slack sends a mention in a channel twice, once as `app_mention` and once as `message`, under two
    event ids: same team, channel and ts make them one.
    """
    row = {
        "key": inbound.key,
        "fold": _fold(inbound),
        "kind": inbound.kind,
        "team": inbound.team,
        "channel": inbound.channel,
        "ts": inbound.ts,
        "user": inbound.user,
        "payload": dict(inbound.payload),
        "at": inbound.at,
        "state": InboxState.RECEIVED.value,
        "attempts": 0,
        "error": "",
    }
    return await insert_once(conn, inbox, row)


async def take(conn: AsyncConnection, key: str, *, at: datetime) -> Inbound | None:
    """Take it to work on, counting the attempt; None when it is done already or was never here."""
    query = (
        update(inbox)
        .where(inbox.c.key == key, inbox.c.state != InboxState.DONE.value)
        .values(state=InboxState.TAKEN.value, attempts=inbox.c.attempts + 1, taken_at=at)
        .returning(inbox)
    )
    row = (await conn.execute(query)).mappings().one_or_none()
    return _inbound(row) if row else None


async def finish(conn: AsyncConnection, key: str, *, at: datetime) -> None:
    """It is done, in the same transaction as what was done about it."""
    done = {"state": InboxState.DONE.value, "finished_at": at, "error": ""}
    await conn.execute(update(inbox).where(inbox.c.key == key).values(done))


async def fail(conn: AsyncConnection, key: str, *, error: str, at: datetime) -> None:
    """It could not be done and will not be tried by itself; `error` says why."""
    failed = {"state": InboxState.FAILED.value, "finished_at": at, "error": error}
    not_done = inbox.c.state != InboxState.DONE.value
    await conn.execute(update(inbox).where(inbox.c.key == key, not_done).values(failed))


async def get(conn: AsyncConnection, key: str) -> Inbound | None:
    """One by its key."""
    row = (await conn.execute(select(inbox).where(inbox.c.key == key))).mappings().one_or_none()
    return _inbound(row) if row else None


async def unfinished(conn: AsyncConnection, *, older_than: datetime, limit: int = 200) -> tuple[Inbound, ...]:
    """What came in, or was last taken, before `older_than` and is neither done nor failed; oldest first."""
    waiting = (InboxState.RECEIVED.value, InboxState.TAKEN.value)
    query = (
        select(inbox)
        .where(inbox.c.state.in_(waiting), inbox.c.at < older_than)
        .where(or_(inbox.c.taken_at.is_(None), inbox.c.taken_at < older_than))
        .order_by(inbox.c.at, inbox.c.key)
        .limit(limit)
    )
    return tuple(_inbound(row) for row in (await conn.execute(query)).mappings())


async def forget(conn: AsyncConnection, *, before: datetime) -> int:
    """Delete what was done with before that time; how many. Later than Slack's last retry is soon enough."""
    over = (InboxState.DONE.value, InboxState.FAILED.value)
    query = delete(inbox).where(inbox.c.state.in_(over), inbox.c.finished_at < before)
    return (await conn.execute(query)).rowcount


def _fold(inbound: Inbound) -> str | None:
    if inbound.kind not in _SPOKEN or not inbound.channel or not inbound.ts:
        return None
    return f"{inbound.team}:{inbound.channel}:{inbound.ts}"


def _inbound(row: RowMapping) -> Inbound:
    return Inbound(
        key=row["key"],
        kind=row["kind"],
        team=row["team"],
        user=row["user"],
        at=row["at"],
        payload=row["payload"],
        channel=row["channel"],
        ts=row["ts"],
        state=InboxState(row["state"]),
        attempts=row["attempts"],
        error=row["error"],
    )
