"""Waivers on record: kept for ever, taken back by a mark, never rewritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.once import insert_once
from approvals.tables import waiver
from approvals.waiver import Place, Waiver, WaiverId, WaiverScope
from brandkit.findings import Severity

_KEPT = waiver.c


async def add(conn: AsyncConnection, it: Waiver) -> bool:
    """Keep a waiver; False when one of that id is there already, as after a double click."""
    return await insert_once(conn, waiver, _row(it))


async def get(conn: AsyncConnection, waiver_id: WaiverId) -> Waiver | None:
    """One by its id."""
    row = (await conn.execute(select(waiver).where(_KEPT.id == waiver_id))).mappings().one_or_none()
    return _waiver(row) if row else None


async def revoke(conn: AsyncConnection, waiver_id: WaiverId, *, by: str, at: datetime) -> bool:
    """Take it back; False when it was taken back before or is not there."""
    query = update(waiver).where(_KEPT.id == waiver_id, _KEPT.revoked_at.is_(None))
    return (await conn.execute(query.values(revoked_by=by, revoked_at=at))).rowcount == 1


async def in_force(
    conn: AsyncConnection, brand: str, *, now: datetime, rules: Iterable[str] | None = None
) -> tuple[Waiver, ...]:
    """Those that count now, the newest first; of these `rules` only, where named."""
    query = select(waiver).where(
        _KEPT.brand == brand,
        _KEPT.revoked_at.is_(None),
        or_(_KEPT.expires_at.is_(None), _KEPT.expires_at > now),
    )
    if rules is not None:
        query = query.where(_KEPT.rule.in_(sorted(set(rules))))
    rows = await conn.execute(query.order_by(_KEPT.at.desc(), _KEPT.id))
    return tuple(_waiver(row) for row in rows.mappings())


async def of_brand(conn: AsyncConnection, brand: str) -> tuple[Waiver, ...]:
    """All there ever were, the newest first."""
    query = select(waiver).where(_KEPT.brand == brand).order_by(_KEPT.at.desc(), _KEPT.id)
    return tuple(_waiver(row) for row in (await conn.execute(query)).mappings())


def _row(it: Waiver) -> dict[str, Any]:
    return {
        "id": it.id,
        "brand": it.place.brand,
        "rule": it.rule,
        "match": it.match,
        "scope": it.scope.value,
        "subject": it.place.subject,
        "channel": it.place.channel,
        "market": it.place.market,
        "text_hash": it.text_hash,
        "severity": it.severity.value,
        "reason": it.reason,
        "by": it.by,
        "at": it.at,
        "expires_at": it.expires_at,
        "revoked_by": it.revoked_by,
        "revoked_at": it.revoked_at,
    }


def _waiver(row: RowMapping) -> Waiver:
    place = {name: row[name] for name in ("brand", "subject", "channel", "market")}
    kept = {name: value for name, value in row.items() if name not in place}
    return Waiver(
        **{
            **kept,
            "place": Place(**place),
            "scope": WaiverScope(row["scope"]),
            "severity": Severity(row["severity"]),
        }
    )
