"""The database keeps whole transactions and known tables, on every engine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError, StatementError

from approvals import requests
from approvals.database import Database, DatabaseAway, WrongSchema, async_url, migrate
from approvals.migrations.ownership import ours
from approvals.sqlite_connection import FewTrips
from approvals.tables import metadata
from brandkit.drafts import RequestId
from tests.contracts.approvals.builders import NOON, a_request

T = TypeVar("T")


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def fail_after_writing() -> None:
        async with database.transaction() as conn:
            await requests.add(conn, a_request())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_after_writing()

    async with database.reading() as conn:
        assert await requests.get(conn, RequestId("R1")) is None


async def test_what_is_committed_is_there_for_the_next_reader(database: Database) -> None:
    async with database.transaction() as conn:
        await requests.add(conn, a_request())

    async with database.reading() as conn:
        assert await requests.get(conn, RequestId("R1")) == a_request()


async def test_the_reading_path_cannot_write(database: Database) -> None:
    with pytest.raises((DBAPIError, DatabaseAway)):
        async with database.reading() as conn:
            await requests.add(conn, a_request())


async def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    async with database.reading() as reader:
        before = await requests.get(reader, RequestId("R1"))
        async with database.transaction() as writer:
            await requests.add(writer, a_request())
        after = await requests.get(reader, RequestId("R1"))

    assert (before, after) == (None, None)


async def test_writers_wait_for_each_other_instead_of_failing(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.transaction() as conn:
            await requests.add(conn, a_request(f"R{number}"))

    await asyncio.gather(*(write(number) for number in range(20)))

    async with database.reading() as conn:
        assert (await conn.execute(text("SELECT count(*) FROM request"))).scalar_one() == 20


async def test_times_come_back_aware_in_utc_whatever_zone_they_were_given_in(database: Database) -> None:
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    async with database.transaction() as conn:
        await requests.add(conn, a_request(at=tokyo))
        kept = await requests.get(conn, RequestId("R1"))

    assert kept is not None
    assert (kept.created_at, kept.created_at.utcoffset()) == (NOON, timedelta(0))


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="no time zone"):
        async with database.transaction() as conn:
            await requests.add(conn, a_request(at=datetime(2026, 1, 1)))  # noqa: DTZ001 — the point of the test


async def test_people_may_write_any_character(database: Database) -> None:
    async with database.transaction() as conn:
        odd = requests.Request(**{**vars(a_request()), "ask": "nul \0 half \ud83d whole 😀 مرحبا"})
        await requests.add(conn, odd)
        kept = await requests.get(conn, odd.id)

    assert kept is not None
    assert kept.ask == "nul \ufffd half \ufffd whole 😀 مرحبا"


async def test_a_current_database_passes_the_check(database: Database) -> None:
    await database.check()


async def test_an_empty_database_fails_the_check_and_says_what_to_run(empty_url: str) -> None:
    database = Database(empty_url)

    with pytest.raises(WrongSchema, match="copydesk migrate"):
        await database.check()
    await database.close()


def test_migrating_twice_and_down_again_leaves_no_table_of_ours(empty_url: str) -> None:
    migrate(empty_url)
    migrate(empty_url)
    migrate(empty_url, to="base")

    assert tables_at(empty_url) <= {"alembic_version"}
    migrate(empty_url)
    assert tables_at(empty_url) >= set(metadata.tables)


def test_two_processes_that_migrate_at_once_wait_for_each_other(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(migrate, empty_url) for _ in range(4)]:
            done.result()

    assert tables_at(empty_url) >= set(metadata.tables)


def test_the_tables_in_code_are_the_tables_in_the_migrations(url: str) -> None:
    def difference(connection: Connection) -> list[object]:
        options = {"include_object": ours, "compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    assert on_sync(url, difference) == []


def test_tables_of_other_rooms_in_the_same_database_are_left_alone(empty_url: str) -> None:
    with_other = "CREATE TABLE workflow_status (id integer primary key)"
    on_sync(empty_url, lambda connection: connection.exec_driver_sql(with_other))

    migrate(empty_url)

    def difference(connection: Connection) -> list[object]:
        return list(
            compare_metadata(MigrationContext.configure(connection, opts={"include_object": ours}), metadata)
        )

    assert on_sync(empty_url, difference) == []
    assert "workflow_status" in tables_at(empty_url)


@pytest.mark.parametrize("address", ["mysql://root@localhost/x", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_cannot_keep_a_record_is_refused_in_words(address: str) -> None:
    with pytest.raises(WrongSchema, match=r"sqlite:///path/to/file\.db"):
        Database(address)


async def test_a_server_that_is_away_is_an_outage() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none")

    with pytest.raises(DatabaseAway):
        async with database.transaction():
            pass
    await database.close()


def tables_at(url: str) -> set[str]:
    return on_sync(url, lambda connection: set(inspect(connection).get_table_names()))


def on_sync(url: str, do: Callable[[Connection], T]) -> T:
    address = async_url(url)
    driver = "sqlite" if address.get_backend_name() == "sqlite" else address.drivername
    engine = create_engine(address.set(drivername=driver))
    try:
        with engine.begin() as connection:
            return do(connection)
    finally:
        engine.dispose()


async def test_only_what_may_wait_goes_to_the_thread_of_sqlite(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.url.get_backend_name() != "sqlite":
        pytest.skip("only SQLite has a thread of its own")
    trips: list[object] = []
    go = FewTrips._execute

    async def counted(connection: FewTrips, *work: object) -> object:
        trips.append(work)
        return await go(connection, *work)

    async with database.reading() as conn, database.transaction() as other:
        await requests.get(conn, RequestId("R1"))
        await requests.get(other, RequestId("R1"))
    monkeypatch.setattr(FewTrips, "_execute", counted)

    async with database.reading() as conn:
        await requests.get(conn, RequestId("R1"))
    assert not trips

    async with database.transaction() as conn:
        await requests.add(conn, a_request("R1"))
        await requests.get(conn, RequestId("R1"))
    assert len(trips) == len(("BEGIN IMMEDIATE", "COMMIT"))


async def test_who_waits_to_write_keeps_nobody_else_waiting(database: Database) -> None:
    begun = asyncio.Event()

    async def write() -> None:
        async with database.transaction() as conn:
            begun.set()
            await requests.add(conn, a_request("R2"))

    async with database.transaction() as conn:
        await requests.add(conn, a_request("R1"))
        writing = asyncio.create_task(write())
        for _ in range(20):
            await asyncio.sleep(0.005)
            async with database.reading() as looking:
                assert await requests.get(looking, RequestId("R1")) is None
        if database.url.get_backend_name() == "sqlite":
            assert not begun.is_set()

    await writing
    async with database.reading() as conn:
        assert await requests.get(conn, RequestId("R2")) is not None


async def test_a_transaction_broken_off_in_the_middle_leaves_the_database_free(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.transaction() as conn:
            for turn in range(50):
                await requests.add(conn, a_request(f"R{number}-{turn}"))

    for number in range(20):
        task = asyncio.create_task(write(number))
        for _ in range(number):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})

    async with asyncio.timeout(20), database.transaction() as conn:
        await requests.add(conn, a_request("last"))
        kept = (await conn.execute(text("SELECT count(*) FROM request"))).scalar_one()
    assert kept % 50 == 1
