"""The database behind the record: one file by default, a PostgreSQL server for many processes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from approvals.sqlite_connection import opening
from brandkit.errors import Outage, Refusal

_AFTERWARDS = "afterwards"
_AT_END = "at_end"
MIGRATIONS = Path(__file__).parent / "migrations"
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


class DatabaseAway(Outage):
    """The database could not be reached, or stayed busy too long."""


class WrongSchema(Refusal):
    """The tables are not those that this program works with."""


class Database:
    """Connections to the record.

    `transaction()` writes, `reading()` only looks. On SQLite a write transaction takes the write lock at
    its start and waits its turn up to 30 s; readers never wait. Nothing is connected before first use.
    """

    def __init__(self, url: str) -> None:
        self.url = async_url(url)
        self.engine: AsyncEngine = _engine(self.url, writes=True)
        self._reading: AsyncEngine = (
            self.engine if not _is_sqlite(self.url) else _engine(self.url, writes=False)
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose writes all happen at the end of the block, or none of them on an error."""
        afterwards: list[Callable[[], None]] = []
        at_the_end: list[Callable[[], None]] = []
        try:
            with _outage():
                async with self.engine.begin() as conn:
                    conn.info[_AFTERWARDS], conn.info[_AT_END] = afterwards, at_the_end
                    yield conn
            for each in afterwards:
                each()
        finally:
            for each in at_the_end:
                each()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one consistent state and cannot write."""
        with _outage():
            async with self._reading.connect() as conn:
                if not _is_sqlite(self.url):
                    await conn.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                async with conn.begin():
                    yield conn

    async def check(self) -> None:
        """Raise `WrongSchema` when the tables are older or newer than this program."""
        async with self.reading() as conn:
            current = await conn.run_sync(_revision)
        head = newest_revision()
        if current != head:
            have = f"at revision {current}" if current else "empty"
            raise WrongSchema(
                f"The database is {have}, this program needs revision {head}. "
                "Run `copydesk migrate` and start again."
            )

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()
        await self._reading.dispose()


def after_commit(conn: AsyncConnection, do: Callable[[], None]) -> None:
    """Do this right after the transaction of that connection has committed, and never if it does not.

    Only for what may as well be left out: a crash in between leaves it out.
    """
    conn.info.get(_AFTERWARDS, []).append(do)


def at_end(conn: AsyncConnection, do: Callable[[], None]) -> None:
    """Do this once the transaction of that connection is over, whether it has committed or not."""
    conn.info[_AT_END].append(do)


def async_url(url: str) -> URL:
    """The address with the driver the record uses; `sqlite:///file` and `postgresql://…` are enough."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend not in _DRIVERS:
        raise WrongSchema(
            f"The record cannot be kept in {backend!r}. Use sqlite:///path/to/file.db or postgresql://user@host/name."
        )
    return parsed.set(drivername=_DRIVERS[backend])


def migrate(url: str, *, to: str = "head") -> None:
    """Bring the tables to the newest revision (or `to`), creating file and tables where there are none.

    Blocks; run it once, before any worker starts. Two at a time wait for each other.
    """
    with _outage(), _migrating(url) as (config, connection):
        config.attributes["connection"] = connection
        if to == "head":
            command.upgrade(config, "head")
        else:
            command.downgrade(config, to)


def newest_revision() -> str:
    """The revision this program works with."""
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    assert head is not None
    return head


@contextmanager
def _migrating(url: str) -> Iterator[tuple[Config, Connection]]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = _sync_engine(async_url(url))
    try:
        with engine.connect() as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                # Held to the end of the transaction; the number only has to be ours.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(60221023)")
            yield config, connection
    finally:
        engine.dispose()


def _engine(url: URL, *, writes: bool) -> AsyncEngine:
    if not _is_sqlite(url):
        return create_async_engine(url, pool_pre_ping=True, pool_size=10)
    _make_folder(url)
    engine = create_async_engine(url, async_creator=opening(url))
    _prepare_sqlite(engine.sync_engine, begin="BEGIN IMMEDIATE" if writes else "BEGIN", writes=writes)
    return engine


def _sync_engine(url: URL) -> Engine:
    if not _is_sqlite(url):
        return create_engine(url, poolclass=NullPool)
    _make_folder(url)
    engine = create_engine(url.set(drivername="sqlite"), poolclass=NullPool)
    # Batch migrations rebuild tables, which foreign keys would turn into deletions.
    _prepare_sqlite(engine, begin="BEGIN IMMEDIATE", writes=True, foreign_keys=False)
    return engine


def _prepare_sqlite(engine: Engine, *, begin: str, writes: bool, foreign_keys: bool = True) -> None:
    """Journal, safety and lock settings of each connection, and our own BEGIN instead of the driver's."""

    @event.listens_for(engine, "connect")
    def _on_connect(dbapi: Any, _record: object) -> None:
        dbapi.isolation_level = None
        cursor = dbapi.cursor()
        cursor.execute("PRAGMA busy_timeout=30000")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        cursor.execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _make_folder(url: URL) -> None:
    if not url.database or url.database == ":memory:":
        raise WrongSchema(
            "The record needs a file: use sqlite:///path/to/file.db. A database in memory would be lost."
        )
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _outage() -> Iterator[None]:
    """The driver's words for "cannot reach it" in ours; anything else passes as it is."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        if "no such" in str(error):  # SQLite's word for a missing table or column: waiting will not help.
            raise WrongSchema(
                "The database has other tables than expected. Run `copydesk migrate`."
            ) from error
        raise DatabaseAway(
            "The database cannot be reached or is too busy. Nothing was changed; try again in a moment."
        ) from error
