"""How much waits to be worked on or to be sent, and for how long already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.states import InboxState, OutboxState
from approvals.tables import inbox, outbound_message

_IN = inbox.c
_OUT = outbound_message.c


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """So many things, the first of them since then; None where nothing waits."""

    waiting: int
    since: datetime | None


async def of_inbox(conn: AsyncConnection) -> Backlog:
    """What came in and is neither done nor given up."""
    waits = _IN.state.in_((InboxState.RECEIVED.value, InboxState.TAKEN.value))
    return await _backlog(conn, select(func.count(), func.min(_IN.at)).where(waits))


async def of_outbox(conn: AsyncConnection) -> Backlog:
    """What is to be said and is not said yet, or should say something else by now."""
    unsent = _OUT.state.in_((OutboxState.QUEUED.value, OutboxState.SENDING.value))
    outdated = (_OUT.state == OutboxState.SENT.value) & (_OUT.shown < _OUT.revision)
    since = func.min(func.coalesce(_OUT.changed_at, _OUT.created_at))
    return await _backlog(conn, select(func.count(), since).where(or_(unsent, outdated)))


async def _backlog(conn: AsyncConnection, query: Select[int, datetime | None]) -> Backlog:
    waiting, since = (await conn.execute(query)).one()
    return Backlog(waiting=waiting, since=since)
