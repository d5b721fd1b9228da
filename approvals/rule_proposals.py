"""Proposed rules on record. Nothing here is in force until an admin accepts it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.once import insert_once
from approvals.rule_proposal import ProposalState, RuleProposal
from approvals.rule_standings import changed
from approvals.tables import rule_proposal

_KEPT = rule_proposal.c


async def add(conn: AsyncConnection, them: Iterable[RuleProposal]) -> int:
    """Keep what was not proposed before, whatever became of it then; gives how many were new."""
    return sum([await insert_once(conn, rule_proposal, _row(each)) for each in them])


async def get(conn: AsyncConnection, proposal_id: str) -> RuleProposal | None:
    """One by its id, kept from other writers until the transaction ends."""
    query = select(rule_proposal).where(_KEPT.id == proposal_id).with_for_update()
    row = (await conn.execute(query)).mappings().one_or_none()
    return _proposal(row) if row else None


async def in_state(
    conn: AsyncConnection, brand: str, state: ProposalState, *, version: str = ""
) -> tuple[RuleProposal, ...]:
    """Those in a state, as they stand in the guidelines, the oldest load first."""
    query = select(rule_proposal).where(_KEPT.brand == brand, _KEPT.state == state.value)
    if version:
        query = query.where(_KEPT.guideline_version == version)
    rows = await conn.execute(query.order_by(_KEPT.at, _KEPT.position, _KEPT.id))
    return tuple(_proposal(row) for row in rows.mappings())


async def decide(
    conn: AsyncConnection,
    it: RuleProposal,
    state: ProposalState,
    *,
    by: str,
    at: datetime,
    yaml: str | None = None,
) -> None:
    """It becomes a rule, with `yaml` where that was edited, or is turned down; all processes notice."""
    values = {"state": state.value, "decided_by": by, "decided_at": at}
    edited = {"yaml": yaml} if yaml is not None else {}
    await conn.execute(update(rule_proposal).where(_KEPT.id == it.id).values(**values, **edited))
    await changed(conn, it.brand)


def _row(it: RuleProposal) -> dict[str, Any]:
    return {**vars(it), "state": it.state.value}


def _proposal(row: RowMapping) -> RuleProposal:
    return RuleProposal(**{**row, "state": ProposalState(row["state"])})
