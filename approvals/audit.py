"""The decision log: every entry sealed to the one before, so that a change, a gap or a cut end shows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.audit_entry import GENESIS, AuditEntry, SealedEntry, digest, parse, seal, spelled
from approvals.once import insert_once
from approvals.tables import audit_entry, audit_head

__all__ = ["AuditEntry", "AuditLog", "Head", "SealedEntry", "Verdict"]

_PAGE = 500


@dataclass(frozen=True, kw_only=True)
class Head:
    """The end of the chain. Kept elsewhere, it later proves that nothing before it was replaced."""

    seq: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether the log is whole: `broken_at` is the first wrong or missing entry, `problem` says how."""

    entries: int
    head: Head
    broken_at: int | None = None
    problem: str = ""

    @property
    def intact(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.broken_at is None


class AuditLog:
    """The log of one record. A `key` kept outside the database stops even its owner from forging it."""

    def __init__(self, *, key: bytes = b"") -> None:
        self._key = key

    async def append(self, conn: AsyncConnection, entry: AuditEntry) -> SealedEntry:
        """Add an entry in the caller's transaction, which alone may append until it ends: keep it short."""
        last = await self._locked_head(conn)
        sealed = seal(entry, seq=last.seq + 1, prev_hash=last.hash, key=self._key)
        await conn.execute(insert(audit_entry), _row(sealed))
        await conn.execute(update(audit_head).values(seq=sealed.seq, hash=sealed.hash))
        return sealed

    async def head(self, conn: AsyncConnection) -> Head:
        """The end of the chain as it now is; seq 0 for an empty log."""
        row = (await conn.execute(select(audit_head.c.seq, audit_head.c.hash))).one_or_none()
        return Head(seq=row.seq, hash=row.hash) if row else Head(seq=0, hash=GENESIS)

    async def entries(
        self,
        conn: AsyncConnection,
        *,
        subject: str = "",
        after: int = 0,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[SealedEntry]:
        """The entries in order, page by page; `subject` for those about one thing, `after` a seq."""
        query = select(audit_entry)
        if subject:
            query = query.where(audit_entry.c.subject == subject)
        if since is not None:
            query = query.where(audit_entry.c.at >= spelled(since))
        async for row in self._rows(conn, query, after=after, limit=limit):
            yield _sealed(row)

    async def verify(self, conn: AsyncConnection, *, known: Head | None = None) -> Verdict:
        """Check every entry against the one before, its own columns, and the end of the chain.

        `known` is a head noted earlier elsewhere; without one, a whole end that was cut off together
        with the head row cannot be noticed.
        """
        last, head = Head(seq=0, hash=GENESIS), await self.head(conn)
        async for row in self._rows(conn, select(audit_entry)):
            problem = self._problem(row, last, known)
            if problem:
                return Verdict(entries=last.seq, head=head, broken_at=last.seq + 1, problem=problem)
            last = Head(seq=row["seq"], hash=row["hash"])
        end = _end_problem(last, head, known)
        return Verdict(entries=last.seq, head=head, broken_at=last.seq + 1 if end else None, problem=end)

    async def _locked_head(self, conn: AsyncConnection) -> Head:
        query = select(audit_head.c.seq, audit_head.c.hash).with_for_update()
        row = (await conn.execute(query)).one_or_none()
        if row is None:
            await insert_once(conn, audit_head, {"id": 1, "seq": 0, "hash": GENESIS})
            row = (await conn.execute(query)).one()
        return Head(seq=row.seq, hash=row.hash)

    async def _rows(
        self, conn: AsyncConnection, query: Select[Any], *, after: int = 0, limit: int | None = None
    ) -> AsyncIterator[RowMapping]:
        """The rows of a query in order, a page at a time, so that a long log never has to fit in memory."""
        left = limit
        while left is None or left > 0:
            size = _PAGE if left is None else min(left, _PAGE)
            page = query.where(audit_entry.c.seq > after).order_by(audit_entry.c.seq).limit(size)
            rows = (await conn.execute(page)).mappings().all()
            for row in rows:
                yield row
            if len(rows) < size:
                return
            after, left = rows[-1]["seq"], None if left is None else left - len(rows)

    def _problem(self, row: RowMapping, last: Head, known: Head | None) -> str:
        seq = last.seq + 1
        if row["seq"] != seq:
            return f"entry {seq} is missing"
        if row["prev_hash"] != last.hash:
            return f"entry {seq} does not follow the entry before it"
        if row["hash"] != digest(row["prev_hash"], row["body"], self._key):
            return f"entry {seq} was changed, or the audit key is not the one it was written with"
        if not _says_what_was_sealed(row):
            return f"the columns of entry {seq} do not say what was sealed"
        if known is not None and known.seq == seq and known.hash != row["hash"]:
            return f"entry {seq} is not the one that was noted elsewhere"
        return ""


def _says_what_was_sealed(row: RowMapping) -> bool:
    seq, entry = parse(row["body"])
    sealed = (seq, spelled(entry.at), entry.actor, entry.action, entry.subject)
    return sealed == (row["seq"], row["at"], row["actor"], row["action"], row["subject"])


def _sealed(row: RowMapping) -> SealedEntry:
    _, entry = parse(row["body"])
    return SealedEntry(
        seq=row["seq"], entry=entry, body=row["body"], prev_hash=row["prev_hash"], hash=row["hash"]
    )


def _end_problem(last: Head, head: Head, known: Head | None) -> str:
    if head.seq > last.seq:
        return f"entries {last.seq + 1} to {head.seq} are missing at the end"
    if head != last:
        return "the end of the log was put back"
    if known is not None and known.seq > last.seq:
        return f"entries {last.seq + 1} to {known.seq} are missing at the end"
    return ""


def _row(sealed: SealedEntry) -> dict[str, object]:
    entry = sealed.entry
    return {
        "seq": sealed.seq,
        "at": spelled(entry.at),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "body": sealed.body,
        "prev_hash": sealed.prev_hash,
        "hash": sealed.hash,
    }
