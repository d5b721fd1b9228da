"""What people said about findings: right, or a false alarm. One judgement a case, the last word counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.tables import judgement
from brandkit.rule_evidence import Reports

_KEPT = judgement.c


class Verdict(Enum):
    """Whether the rule was right about it."""

    RIGHT = "right"
    FALSE_ALARM = "false_alarm"


class How(Enum):
    """What the person did: dismissing says that the rule was wrong, the others that it was right."""

    DISMISSED = "dismissed"
    FIXED = "fixed"
    WAIVED = "waived"

    @property
    def verdict(self) -> Verdict:
        """What that says about the rule."""
        return Verdict.FALSE_ALARM if self is How.DISMISSED else Verdict.RIGHT


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One case judged: `text` is the sentence, `case` its id."""

    brand: str
    case: str
    rule: str
    how: How
    match: str
    text: str
    reason: str
    by: str
    at: datetime


async def keep(conn: AsyncConnection, it: Judgement) -> bool:
    """Keep a judgement in the place of an earlier one of the same case; False when it says the same."""
    before = await of_case(conn, it.brand, it.case)
    if before is not None and (before.how, before.by) == (it.how, it.by):
        return False
    dialect: Any = postgresql if conn.dialect.name == "postgresql" else sqlite
    row = _row(it)
    query = dialect.insert(judgement).values(**row)
    rest = {name: value for name, value in row.items() if name not in {"brand", "case"}}
    await conn.execute(query.on_conflict_do_update(index_elements=["brand", "case"], set_=rest))
    return True


async def of_case(conn: AsyncConnection, brand: str, case: str) -> Judgement | None:
    """What was said about a case."""
    query = select(judgement).where(_KEPT.brand == brand, _KEPT.case == case)
    row = (await conn.execute(query)).mappings().one_or_none()
    return _judgement(row) if row else None


async def dismissed(conn: AsyncConnection, brand: str, cases: Iterable[str]) -> Mapping[str, Judgement]:
    """Those of the cases that count as false alarms, by case."""
    query = select(judgement).where(
        _KEPT.brand == brand,
        _KEPT.case.in_(sorted(set(cases))),
        _KEPT.verdict == Verdict.FALSE_ALARM.value,
    )
    return {row["case"]: _judgement(row) for row in (await conn.execute(query)).mappings()}


async def every_dismissal(conn: AsyncConnection, brand: str) -> Mapping[str, Judgement]:
    """All cases that count as false alarms."""
    query = select(judgement).where(_KEPT.brand == brand, _KEPT.verdict == Verdict.FALSE_ALARM.value)
    return {row["case"]: _judgement(row) for row in (await conn.execute(query)).mappings()}


async def reports_on(
    conn: AsyncConnection, brand: str, rule: str, *, since: datetime | None = None
) -> Reports:
    """What people said about a rule (after `since`)."""
    query = _counted().where(_KEPT.brand == brand, _KEPT.rule == rule)
    if since is not None:
        query = query.where(_KEPT.at > since)
    return _reports(list(await conn.execute(query)))


async def reports(conn: AsyncConnection, brand: str) -> Mapping[str, Reports]:
    """What people said about each rule."""
    rows: dict[str, list[Any]] = {}
    for row in await conn.execute(_counted().where(_KEPT.brand == brand)):
        rows.setdefault(row.rule, []).append(row)
    return {rule: _reports(rows[rule]) for rule in sorted(rows)}


async def false_alarms(conn: AsyncConnection, brand: str, *, limit: int = 200) -> tuple[Judgement, ...]:
    """The newest dismissals, with their texts and reasons."""
    query = select(judgement).where(_KEPT.brand == brand, _KEPT.verdict == Verdict.FALSE_ALARM.value)
    rows = await conn.execute(query.order_by(_KEPT.at.desc(), _KEPT.case).limit(limit))
    return tuple(_judgement(row) for row in rows.mappings())


def _counted() -> Any:
    told = (_KEPT.rule, _KEPT.verdict, _KEPT.by)
    return select(*told, func.count().label("times")).group_by(*told).order_by(*told)


def _reports(rows: Iterable[Any]) -> Reports:
    """From rows of verdict, person and times."""
    counts = [(Verdict(row.verdict), row.by, int(row.times)) for row in rows]
    return Reports(
        hits=sum(times for verdict, _, times in counts if verdict is Verdict.RIGHT),
        dismissals={by: times for verdict, by, times in counts if verdict is Verdict.FALSE_ALARM},
    )


def _row(it: Judgement) -> dict[str, Any]:
    return {
        "brand": it.brand,
        "case": it.case,
        "rule": it.rule,
        "verdict": it.how.verdict.value,
        "how": it.how.value,
        "match": it.match,
        "text": it.text,
        "reason": it.reason,
        "by": it.by,
        "at": it.at,
    }


def _judgement(row: RowMapping) -> Judgement:
    kept: dict[str, Any] = {name: value for name, value in row.items() if name != "verdict"}
    return Judgement(**{**kept, "how": How(row["how"])})
