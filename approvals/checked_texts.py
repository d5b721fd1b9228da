"""Texts that somebody had checked, with what was found, so that a button on the result can speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.once import insert_once
from approvals.packing import pack, unpack
from approvals.tables import checked_text
from brandkit.drafts import Part, Variant
from brandkit.findings import Finding

_Findings = tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class CheckedText:
    """One check. `root` is the check that this one mends, or itself; `channel` is empty without one."""

    id: str
    root: str
    brand: str
    channel: str
    text: str
    findings: tuple[Finding, ...]
    by: str
    at: datetime

    @property
    def variant(self) -> Variant:
        """The text as copy of one part."""
        return Variant(parts=(Part(field="", text=self.text),))


async def add(conn: AsyncConnection, it: CheckedText) -> bool:
    """Keep it; False when it is there already."""
    row = {**vars(it), "findings": pack(_Findings, it.findings)}
    return await insert_once(conn, checked_text, row)


async def get(conn: AsyncConnection, check_id: str) -> CheckedText | None:
    """One by its id."""
    query = select(checked_text).where(checked_text.c.id == check_id)
    row = (await conn.execute(query)).mappings().one_or_none()
    return CheckedText(**{**row, "findings": unpack(_Findings, row["findings"])}) if row else None
