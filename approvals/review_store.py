"""Reviews and sign-offs on record; each change is guarded by the row's version and goes into the log."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Select, insert, or_, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.approval import Approval, ApprovalId, ApprovalState, Decision, ReasonLabel, SignOff
from approvals.audit import AuditLog
from approvals.audit_entry import SealedEntry
from approvals.outcome import Outcome
from approvals.permission import waits_for
from approvals.policy import Policy
from approvals.refusals import AlreadyInReview, ChangedMeanwhile
from approvals.tables import approval, request, sign_off
from brandkit.drafts import DraftId, RequestId

_KEPT = approval.c
_OPEN = _KEPT.state == ApprovalState.IN_REVIEW.value


async def by_id(conn: AsyncConnection, approval_id: ApprovalId) -> Approval | None:
    """One by its id."""
    return await _one(conn, select(approval).where(_KEPT.id == approval_id))


async def locked(conn: AsyncConnection, approval_id: ApprovalId) -> Approval | None:
    """One by its id, kept from other writers until the transaction ends: read like this before deciding.

    The request's row is the lock of all that happens to its drafts and reviews. It is always taken
    first, so that two writers cannot wait for each other.
    """
    of_review = select(_KEPT.request).where(_KEPT.id == approval_id).scalar_subquery()
    await conn.execute(select(request.c.id).where(request.c.id == of_review).with_for_update())
    return await _one(conn, select(approval).where(_KEPT.id == approval_id).with_for_update())


async def sign_offs(conn: AsyncConnection, approval_id: ApprovalId) -> tuple[SignOff, ...]:
    """Every sign-off of a review, oldest first."""
    query = select(sign_off).where(sign_off.c.approval == approval_id).order_by(sign_off.c.version)
    return tuple(_signed(row) for row in (await conn.execute(query)).mappings())


async def open_for_draft(
    conn: AsyncConnection, draft_id: DraftId, *, variant: int | None = None
) -> Approval | None:
    """The review this draft (or this variant of it) is in, if any."""
    query = select(approval).where(_KEPT.draft == draft_id, _OPEN)
    if variant is not None:
        query = query.where(_KEPT.variant == variant)
    return await _one(conn, query.order_by(_KEPT.opened_at.desc(), _KEPT.id).limit(1))


async def open_for_request(conn: AsyncConnection, request_id: RequestId) -> tuple[Approval, ...]:
    """All open reviews of one request, oldest first, kept from other writers until the transaction ends."""
    query = select(approval).where(_KEPT.request == request_id, _OPEN).order_by(_KEPT.opened_at, _KEPT.id)
    return await _many(conn, query.with_for_update())


async def of_request(conn: AsyncConnection, request_id: RequestId) -> tuple[Approval, ...]:
    """All reviews of one request, oldest first."""
    return await _many(
        conn, select(approval).where(_KEPT.request == request_id).order_by(_KEPT.opened_at, _KEPT.id)
    )


async def of_requester(conn: AsyncConnection, requester: str, *, limit: int = 20) -> tuple[Approval, ...]:
    """What became of one person's copy, newest first."""
    query = select(approval).where(_KEPT.requester == requester)
    return await _many(conn, query.order_by(_KEPT.opened_at.desc(), _KEPT.id).limit(limit))


async def waiting_for(
    conn: AsyncConnection, person: str, *, policy: Policy, limit: int = 50
) -> tuple[Approval, ...]:
    """The open reviews that this person can move on and has not signed off, the most urgent first."""
    query = select(sign_off).join(approval, _KEPT.id == sign_off.c.approval).where(_OPEN)
    said = defaultdict(list)
    for row in (await conn.execute(query.order_by(sign_off.c.version))).mappings():
        said[row["approval"]].append(_signed(row))
    opened = await _many(conn, select(approval).where(_OPEN).order_by(_KEPT.due_at, _KEPT.id))
    waiting = (it for it in opened if person in waits_for(it, said[it.id], policy))
    return tuple(islice(waiting, limit))


async def due(conn: AsyncConnection, now: datetime, *, limit: int = 200) -> tuple[Approval, ...]:
    """Open reviews for which `TimerFired` would do something by now; the longest due first."""
    query = select(approval).where(_OPEN, or_(_KEPT.remind_at <= now, _KEPT.expires_at <= now))
    return await _many(conn, query.order_by(_KEPT.due_at, _KEPT.id).limit(limit))


async def open_approval(
    conn: AsyncConnection, outcome: Outcome, *, audit: AuditLog
) -> tuple[SealedEntry, ...]:
    """Write a review that `open_review` opened; `AlreadyInReview` when this text is in one already."""
    it = outcome.approval
    await conn.execute(select(request.c.id).where(request.c.id == it.request).with_for_update())
    there = await open_for_draft(conn, it.draft, variant=it.variant)
    if there is not None:
        raise AlreadyInReview(approval=there.id)
    await conn.execute(insert(approval).values(_row(it)))
    return await _write_rest(conn, outcome, audit)


async def save(
    conn: AsyncConnection, outcome: Outcome, *, expected_version: int, audit: AuditLog
) -> tuple[SealedEntry, ...]:
    """Write what an event made of a review: row, sign-off and audit entry, and those of what follows from it.

    Gives the sealed audit entries in order, the last of them belonging to `outcome.final`; none when
    nothing changed. `ChangedMeanwhile` when the row is not at `expected_version` any more.
    """
    if not outcome.changed:
        return ()
    it = outcome.approval
    values = {name: value for name, value in _row(it).items() if name != "id"}
    query = update(approval).where(_KEPT.id == it.id, _KEPT.version == expected_version).values(values)
    if (await conn.execute(query)).rowcount != 1:
        raise ChangedMeanwhile
    entries = await _write_rest(conn, outcome, audit)
    return (
        entries if outcome.then is None else (*entries, *await open_approval(conn, outcome.then, audit=audit))
    )


async def _write_rest(conn: AsyncConnection, outcome: Outcome, audit: AuditLog) -> tuple[SealedEntry, ...]:
    """What goes with the row: the sign-off and the log entry."""
    if outcome.sign_off is not None:
        await conn.execute(insert(sign_off).values(_sign_off_row(outcome.sign_off, outcome.approval.version)))
    return () if outcome.audit is None else (await audit.append(conn, outcome.audit),)


async def _one(conn: AsyncConnection, query: Select[Any]) -> Approval | None:
    row = (await conn.execute(query)).mappings().one_or_none()
    return _approval(row) if row else None


async def _many(conn: AsyncConnection, query: Select[Any]) -> tuple[Approval, ...]:
    return tuple(_approval(row) for row in (await conn.execute(query)).mappings())


def _row(it: Approval) -> dict[str, Any]:
    return {
        "id": it.id,
        "request": it.request,
        "draft": it.draft,
        "draft_number": it.draft_number,
        "variant": it.variant,
        "content_hash": it.content_hash,
        "requester": it.requester,
        "author": it.author,
        "state": it.state.value,
        "version": it.version,
        "stage": it.stage,
        "opened_at": it.opened_at,
        "due_at": it.due_at,
        "remind_at": it.remind_at,
        "expires_at": it.expires_at,
        "held_by": it.held_by,
        "decided_at": it.decided_at,
        "decided_by": it.decided_by,
        "reason": it.reason,
        "labels": [label.value for label in it.labels],
        "superseded_by": it.superseded_by,
    }


def _approval(row: RowMapping) -> Approval:
    kept: dict[str, Any] = dict(row)
    kept["state"] = ApprovalState(row["state"])
    kept["labels"] = tuple(ReasonLabel(label) for label in row["labels"])
    return Approval(**kept)


def _sign_off_row(it: SignOff, version: int) -> dict[str, Any]:
    return {
        "approval": it.approval,
        "version": version,
        "approver": it.approver,
        "decision": it.decision.value,
        "at": it.at,
        "content_hash": it.content_hash,
        "stage": it.stage,
        "reason": it.reason,
        "labels": [label.value for label in it.labels],
    }


def _signed(row: RowMapping) -> SignOff:
    return SignOff(
        approval=ApprovalId(row["approval"]),
        approver=row["approver"],
        decision=Decision(row["decision"]),
        at=row["at"],
        content_hash=row["content_hash"],
        stage=row["stage"],
        reason=row["reason"],
        labels=tuple(ReasonLabel(label) for label in row["labels"]),
    )
