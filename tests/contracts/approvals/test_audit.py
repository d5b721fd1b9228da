"""The decision log: gapless, in order, and any tampering is named by the entry it happened to."""

from __future__ import annotations

import asyncio
import hashlib
import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.audit import AuditEntry, AuditLog, Head, Verdict
from approvals.audit_entry import GENESIS, as_line
from approvals.database import Database
from tests.contracts.approvals.builders import HOUR, NOON, NOOR

KEY = b"kept outside the database"


def an_entry(number: int = 1) -> AuditEntry:
    return AuditEntry(
        actor=NOOR,
        action="approval.approved",
        subject=f"A{number % 3}",
        at=NOON + HOUR * number,
        detail={"version": number, "labels": ["timing"], "note": None, "final": True},
    )


async def a_log(database: Database, entries: int = 6, *, log: AuditLog | None = None) -> None:
    async with database.transaction() as conn:
        for number in range(1, entries + 1):
            await (log or AuditLog()).append(conn, an_entry(number))


async def tamper(database: Database, *statements: str) -> None:
    """Do what only an owner of the database can: take the guards away, then change what they guard."""
    async with database.transaction() as conn:
        await _drop_guards(conn)
        for statement in statements:
            await conn.execute(text(statement))


async def _drop_guards(conn: AsyncConnection) -> None:
    on_table = "" if conn.dialect.name == "sqlite" else " ON audit_entry"
    for verb in ("update", "delete"):
        await conn.execute(text(f"DROP TRIGGER audit_entry_never_{verb}{on_table}"))


async def verdict_on(
    database: Database, *, log: AuditLog | None = None, known: Head | None = None
) -> Verdict:
    async with database.reading() as conn:
        return await (log or AuditLog()).verify(conn, known=known)


async def test_an_empty_log_is_intact(database: Database) -> None:
    assert await verdict_on(database) == Verdict(entries=0, head=Head(seq=0, hash=GENESIS))


async def test_entries_come_back_in_order_as_they_were_written(database: Database) -> None:
    await a_log(database)

    async with database.reading() as conn:
        kept = [sealed async for sealed in AuditLog().entries(conn)]
        about_one = [sealed.seq async for sealed in AuditLog().entries(conn, subject="A1")]
        page = [sealed.seq async for sealed in AuditLog().entries(conn, after=2, limit=2)]
        late = [sealed.seq async for sealed in AuditLog().entries(conn, since=NOON + HOUR * 5)]
    assert [sealed.entry for sealed in kept] == [an_entry(number) for number in range(1, 7)]
    assert [sealed.seq for sealed in kept] == [1, 2, 3, 4, 5, 6]
    assert (about_one, page, late) == ([1, 4], [3, 4], [5, 6])
    assert (await verdict_on(database)).intact


async def test_a_log_longer_than_a_page_is_read_to_its_end(database: Database) -> None:
    await a_log(database, 1203)

    async with database.reading() as conn:
        assert [sealed.seq async for sealed in AuditLog().entries(conn)] == list(range(1, 1204))
    assert (await verdict_on(database)).entries == 1203


async def test_writers_at_once_leave_one_gapless_chain(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.transaction() as conn:
            await AuditLog().append(conn, an_entry(number))

    await asyncio.gather(*(write(number) for number in range(30)))

    verdict = await verdict_on(database)
    assert (verdict.intact, verdict.entries) == (True, 30)


async def test_an_entry_goes_with_its_transaction(database: Database) -> None:
    await a_log(database, 2)

    async def fail() -> None:
        async with database.transaction() as conn:
            await AuditLog().append(conn, an_entry(3))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await a_log(database, 1)
    verdict = await verdict_on(database)
    assert (verdict.intact, verdict.entries) == (True, 3)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET actor = 'x' WHERE seq = 1", "DELETE FROM audit_entry WHERE seq = 1"],
)
async def test_the_database_refuses_to_change_or_delete_entries(database: Database, statement: str) -> None:
    await a_log(database)

    with pytest.raises(IntegrityError, match="never changed"):
        async with database.transaction() as conn:
            await conn.execute(text(statement))
    assert (await verdict_on(database)).entries == 6


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgres"], indirect=True)
async def test_postgres_refuses_to_empty_the_log(database: Database) -> None:
    await a_log(database)

    with pytest.raises(IntegrityError, match="never changed"):
        async with database.transaction() as conn:
            await conn.execute(text("TRUNCATE audit_entry"))


TAMPERINGS = {
    "an actor rewritten": ("UPDATE audit_entry SET actor = 'x' WHERE seq = 4", 4, "columns of entry 4"),
    "an action rewritten": ("UPDATE audit_entry SET action = 'x' WHERE seq = 4", 4, "columns of entry 4"),
    "a time that is no time": ("UPDATE audit_entry SET at = 'never' WHERE seq = 4", 4, "columns of entry 4"),
    "a body rewritten": (
        "UPDATE audit_entry SET body = replace(body, 'A1', 'A2') WHERE seq = 4",
        4,
        "changed",
    ),
    "a body that is no JSON": ("UPDATE audit_entry SET body = 'x' WHERE seq = 4", 4, "changed"),
    "a hash rewritten": ("UPDATE audit_entry SET hash = 'x' WHERE seq = 4", 4, "changed"),
    "a link rewritten": ("UPDATE audit_entry SET prev_hash = 'x' WHERE seq = 4", 4, "does not follow"),
    "an entry taken out": ("DELETE FROM audit_entry WHERE seq = 4", 4, "entry 4 is missing"),
    "the first taken out": ("DELETE FROM audit_entry WHERE seq = 1", 1, "entry 1 is missing"),
    "the end cut off": ("DELETE FROM audit_entry WHERE seq > 3", 4, "entries 4 to 6 are missing at the end"),
    "the head put back": ("UPDATE audit_head SET seq = 5", 7, "put back"),
    "everything gone": ("DELETE FROM audit_entry", 1, "entries 1 to 6"),
}


@pytest.mark.parametrize(("statement", "broken_at", "problem"), TAMPERINGS.values(), ids=TAMPERINGS)
async def test_tampering_is_found_where_it_happened(
    database: Database, statement: str, broken_at: int, problem: str
) -> None:
    await a_log(database)

    await tamper(database, statement)

    verdict = await verdict_on(database)
    assert verdict.broken_at == broken_at
    assert problem in verdict.problem


async def test_an_end_cut_off_together_with_the_head_shows_against_a_head_noted_elsewhere(
    database: Database,
) -> None:
    await a_log(database)
    noted = (await verdict_on(database)).head

    await tamper(
        database,
        "DELETE FROM audit_entry WHERE seq > 3",
        "UPDATE audit_head SET seq = 3, hash = (SELECT hash FROM audit_entry WHERE seq = 3)",
    )

    assert (await verdict_on(database)).intact
    verdict = await verdict_on(database, known=noted)
    assert (verdict.broken_at, verdict.problem) == (4, "entries 4 to 6 are missing at the end")


async def test_a_chain_written_anew_shows_against_a_head_noted_elsewhere(database: Database) -> None:
    await a_log(database)
    noted = (await verdict_on(database)).head
    await tamper(database, "DELETE FROM audit_entry", "DELETE FROM audit_head")
    async with database.transaction() as conn:
        for number in range(11, 17):
            await AuditLog().append(conn, an_entry(number))

    assert (await verdict_on(database)).intact
    assert (
        await verdict_on(database, known=noted)
    ).problem == "entry 6 is not the one that was noted elsewhere"


async def test_with_a_key_a_forged_entry_shows_even_when_every_hash_fits(database: Database) -> None:
    keyed = AuditLog(key=KEY)
    await a_log(database, log=keyed)
    async with database.transaction() as conn:
        await _drop_guards(conn)
        await conn.execute(text("DELETE FROM audit_entry WHERE seq = 6"))
        last = (await conn.execute(text("SELECT hash FROM audit_entry WHERE seq = 5"))).scalar_one()
        await conn.execute(text("UPDATE audit_head SET seq = 5, hash = :hash"), {"hash": last})
        await AuditLog().append(conn, an_entry(6))

    assert (await verdict_on(database, log=keyed)).broken_at == 6


async def test_the_wrong_key_is_told_from_the_right_one(database: Database) -> None:
    await a_log(database, log=AuditLog(key=KEY))

    assert (await verdict_on(database, log=AuditLog(key=KEY))).intact
    assert (await verdict_on(database, log=AuditLog(key=b"another"))).broken_at == 1


async def test_an_export_can_be_checked_with_sha256_alone(database: Database) -> None:
    await a_log(database)
    async with database.reading() as conn:
        lines = [as_line(sealed) async for sealed in AuditLog().entries(conn)]

    before = GENESIS
    for seq, line in enumerate(map(json.loads, lines), start=1):
        assert (line["seq"], line["prev_hash"]) == (seq, before)
        assert hashlib.sha256((before + line["body"]).encode()).hexdigest() == line["hash"]
        before = line["hash"]


async def test_a_detail_without_one_spelling_is_refused(database: Database) -> None:
    odd = AuditEntry(actor=NOOR, action="x", subject="y", at=NOON, detail={"score": 0.5})  # type: ignore[dict-item]

    with pytest.raises(TypeError, match="score"):
        async with database.transaction() as conn:
            await AuditLog().append(conn, odd)
