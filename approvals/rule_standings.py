"""Which rules have lost their voice, by what record, and which an admin gave it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.tables import rule_standing, rulebook
from brandkit.rule_evidence import Tally


@dataclass(frozen=True, kw_only=True)
class RuleStanding:
    """A rule's last turn: demoted by its record (`by` is the desk), or promoted by an admin.

    `tally` is the record on which it turned.
    """

    brand: str
    rule: str
    demoted: bool
    tally: Tally
    by: str
    at: datetime

    @property
    def why(self) -> str:
        """In words, for those who see its findings."""
        return (
            f"demoted: {self.tally.false_alarms} of {self.tally.decisions} reports were false alarms"
            if self.demoted
            else ""
        )


async def keep(conn: AsyncConnection, it: RuleStanding) -> None:
    """The rule stands so from now on, in every process."""
    row = {
        "brand": it.brand,
        "rule": it.rule,
        "demoted": int(it.demoted),
        "hits": it.tally.hits,
        "false_alarms": it.tally.false_alarms,
        "by": it.by,
        "at": it.at,
    }
    insert = _insert(conn)
    rest = {name: value for name, value in row.items() if name not in {"brand", "rule"}}
    query = insert(rule_standing).values(**row)
    await conn.execute(query.on_conflict_do_update(index_elements=["brand", "rule"], set_=rest))
    await changed(conn, it.brand)


async def get(conn: AsyncConnection, brand: str, rule: str) -> RuleStanding | None:
    """How one rule stands; None for one that never turned."""
    query = select(rule_standing).where(rule_standing.c.brand == brand, rule_standing.c.rule == rule)
    row = (await conn.execute(query)).mappings().one_or_none()
    return _standing(row) if row else None


async def of_brand(conn: AsyncConnection, brand: str) -> Mapping[str, RuleStanding]:
    """Every rule that ever turned, by name."""
    query = select(rule_standing).where(rule_standing.c.brand == brand).order_by(rule_standing.c.rule)
    return {row["rule"]: _standing(row) for row in (await conn.execute(query)).mappings()}


async def revision(conn: AsyncConnection, brand: str) -> int:
    """Counts up with every change of accepted rules and standings; 0 before the first."""
    query = select(rulebook.c.revision).where(rulebook.c.brand == brand)
    return int((await conn.execute(query)).scalar_one_or_none() or 0)


async def changed(conn: AsyncConnection, brand: str) -> None:
    """Let every process notice that the rules are others now."""
    query = _insert(conn)(rulebook).values(brand=brand, revision=1)
    more = {"revision": rulebook.c.revision + 1}
    await conn.execute(query.on_conflict_do_update(index_elements=["brand"], set_=more))


def _insert(conn: AsyncConnection) -> Any:
    return postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert


def _standing(row: RowMapping) -> RuleStanding:
    return RuleStanding(
        brand=row["brand"],
        rule=row["rule"],
        demoted=bool(row["demoted"]),
        tally=Tally(hits=row["hits"], false_alarms=row["false_alarms"]),
        by=row["by"],
        at=row["at"],
    )
