"""What people asked for, in which thread, and what has been said there since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.once import insert_once
from approvals.packing import pack, unpack
from approvals.states import RequestState
from approvals.tables import request, thread_message
from brandkit.briefs import Brief, Question
from brandkit.drafts import RequestId

__all__ = [
    "Request",
    "RequestState",
    "ThreadMessage",
    "add",
    "add_message",
    "by_message",
    "by_thread",
    "get",
    "latest_in",
    "locked",
    "messages",
    "of_requester",
    "place",
    "save_brief",
    "save_question",
    "save_state",
    "together",
    "unfinished",
]

_KEPT = request.c


@dataclass(frozen=True, kw_only=True)
class Request:
    """A wish for copy, as heard (`ask`) and as understood so far (`brief`), and the thread it lives in.

    `open_question` is what the desk asked back and has no answer to yet.
    """

    id: RequestId
    channel_id: str
    thread_ts: str
    requester: str
    team: str
    brand: str
    ask: str
    created_at: datetime
    updated_at: datetime
    brief: Brief | None = None
    open_question: Question | None = None
    state: RequestState = RequestState.READING

    @property
    def question(self) -> str:
        """The words of the open question; empty when there is none."""
        return self.open_question.text if self.open_question else ""


@dataclass(frozen=True, kw_only=True)
class ThreadMessage:
    """One thing said in a request's thread. `ts` is Slack's name for it; empty for what has none."""

    request: RequestId
    at: datetime
    who: str
    text: str
    ts: str = ""


async def add(conn: AsyncConnection, wish: Request) -> bool:
    """Keep a new request; False when one of that id is there already (and stays as it is)."""
    return await insert_once(conn, request, _row(wish))


async def get(conn: AsyncConnection, request_id: RequestId) -> Request | None:
    """One by its id."""
    return await _one(conn, select(request).where(_KEPT.id == request_id))


async def locked(conn: AsyncConnection, request_id: RequestId) -> Request | None:
    """One by its id, kept from other writers until the transaction ends."""
    return await _one(conn, select(request).where(_KEPT.id == request_id).with_for_update())


async def by_thread(
    conn: AsyncConnection, *, channel_id: str, thread_ts: str, team: str = ""
) -> Request | None:
    """The newest request of a thread; `team` only where several workspaces share the record."""
    query = select(request).where(_KEPT.channel_id == channel_id, _KEPT.thread_ts == thread_ts)
    if team:
        query = query.where(_KEPT.team == team)
    return await _one(conn, query.order_by(_KEPT.created_at.desc(), _KEPT.id.desc()).limit(1))


async def by_message(conn: AsyncConnection, *, channel_id: str, ts: str) -> Request | None:
    """The newest request that a message in this conversation was about."""
    said = select(thread_message.c.request).where(thread_message.c.ts == ts)
    query = select(request).where(_KEPT.channel_id == channel_id, _KEPT.id.in_(said))
    return await _one(conn, query.order_by(_KEPT.created_at.desc(), _KEPT.id.desc()).limit(1))


async def together(conn: AsyncConnection, wish: Request) -> tuple[Request, ...]:
    """The request and those that the same message made beside it, one for each piece of copy."""
    query = select(request).where(
        _KEPT.channel_id == wish.channel_id,
        _KEPT.created_at == wish.created_at,
        _KEPT.requester == wish.requester,
    )
    rows = (await conn.execute(query.order_by(_KEPT.id))).mappings()
    return tuple(_request(row) for row in rows)


async def latest_in(conn: AsyncConnection, *, channel_id: str, requester: str) -> Request | None:
    """What this person asked for last in a conversation, or went on with last."""
    query = select(request).where(_KEPT.channel_id == channel_id, _KEPT.requester == requester)
    return await _one(conn, query.order_by(_KEPT.updated_at.desc(), _KEPT.id.desc()).limit(1))


async def of_requester(conn: AsyncConnection, requester: str, *, limit: int = 20) -> tuple[Request, ...]:
    """What one person asked for, the last touched first."""
    query = select(request).where(_KEPT.requester == requester)
    rows = await conn.execute(query.order_by(_KEPT.updated_at.desc(), _KEPT.id).limit(limit))
    return tuple(_request(row) for row in rows.mappings())


async def unfinished(conn: AsyncConnection, *, older_than: datetime, limit: int = 200) -> tuple[Request, ...]:
    """Requests that were being read or drafted and have not moved since that time; oldest first."""
    busy = (RequestState.READING.value, RequestState.DRAFTING.value)
    query = select(request).where(_KEPT.state.in_(busy), _KEPT.updated_at < older_than)
    rows = await conn.execute(query.order_by(_KEPT.updated_at, _KEPT.id).limit(limit))
    return tuple(_request(row) for row in rows.mappings())


async def save_brief(conn: AsyncConnection, request_id: RequestId, brief: Brief, *, at: datetime) -> None:
    """It is understood and goes to drafting; an open question is answered by that."""
    drafting = RequestState.DRAFTING.value
    await _change(conn, request_id, at, brief=pack(Brief, brief), question=None, state=drafting)


async def save_question(
    conn: AsyncConnection, request_id: RequestId, question: Question, *, at: datetime
) -> None:
    """One thing has to be known first."""
    await _change(conn, request_id, at, question=pack(Question, question), state=RequestState.ASKING.value)


async def save_state(
    conn: AsyncConnection, request_id: RequestId, state: RequestState, *, at: datetime
) -> None:
    """How far it has come."""
    await _change(conn, request_id, at, state=state.value)


async def place(
    conn: AsyncConnection, request_id: RequestId, *, channel_id: str, thread_ts: str, at: datetime
) -> None:
    """The thread it lives in, where that is known only after the desk has posted there."""
    await _change(conn, request_id, at, channel_id=channel_id, thread_ts=thread_ts)


async def add_message(conn: AsyncConnection, message: ThreadMessage) -> bool:
    """Keep what was said; False when the message of that `ts` is there already."""
    row = {
        "request": message.request,
        "ts": message.ts or None,
        "at": message.at,
        "who": message.who,
        "text": message.text,
    }
    return await insert_once(conn, thread_message, row)


async def messages(conn: AsyncConnection, request_id: RequestId) -> tuple[ThreadMessage, ...]:
    """What was said in the thread, in the order it came."""
    query = select(thread_message).where(thread_message.c.request == request_id).order_by(thread_message.c.id)
    return tuple(_said(row) for row in (await conn.execute(query)).mappings())


async def _one(conn: AsyncConnection, query: Any) -> Request | None:
    row = (await conn.execute(query)).mappings().one_or_none()
    return _request(row) if row else None


async def _change(conn: AsyncConnection, request_id: RequestId, at: datetime, **values: Any) -> None:
    await conn.execute(update(request).where(_KEPT.id == request_id).values(**values, updated_at=at))


def _row(wish: Request) -> dict[str, Any]:
    return {
        "id": wish.id,
        "channel_id": wish.channel_id,
        "thread_ts": wish.thread_ts,
        "requester": wish.requester,
        "team": wish.team,
        "brand": wish.brand,
        "ask": wish.ask,
        "brief": pack(Brief, wish.brief) if wish.brief else None,
        "question": pack(Question, wish.open_question) if wish.open_question else None,
        "state": wish.state.value,
        "created_at": wish.created_at,
        "updated_at": wish.updated_at,
    }


def _request(row: RowMapping) -> Request:
    return Request(
        id=RequestId(row["id"]),
        channel_id=row["channel_id"],
        thread_ts=row["thread_ts"],
        requester=row["requester"],
        team=row["team"],
        brand=row["brand"],
        ask=row["ask"],
        brief=unpack(Brief, row["brief"]) if row["brief"] else None,
        open_question=unpack(Question, row["question"]) if row["question"] else None,
        state=RequestState(row["state"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _said(row: RowMapping) -> ThreadMessage:
    return ThreadMessage(
        request=RequestId(row["request"]), at=row["at"], who=row["who"], text=row["text"], ts=row["ts"] or ""
    )
