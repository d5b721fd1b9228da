"""The library's tables in the database: brought up to date, and an engine to reach them with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from brandkit.errors import Refusal

MIGRATIONS = Path(__file__).parent / "migrations"
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
MIGRATION_LOCK = 60221024
Opening = Callable[[URL], Callable[[], Any]]
"""Gives what opens one driver's connection after the other to a file."""


def migrate(url: str, *, to: str = "head") -> None:
    """Bring the library's tables to the newest revision, or to `to`. Blocks; two at a time wait.

    The revision is kept in `alembic_version_retrieval`, beside those of other rooms.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = _blocking_engine(_address(url))
    try:
        with engine.connect() as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
            config.attributes["connection"] = connection
            if to == "head":
                command.upgrade(config, "head")
            else:
                command.downgrade(config, to)
    finally:
        engine.dispose()


def connect(url: str, *, opening: Opening | None = None) -> AsyncEngine:
    """An engine for the library, whose reads never wait for a writer; `opening` opens SQLite its own way."""
    address = _address(url)
    if address.get_backend_name() != "sqlite":
        return create_async_engine(address, pool_pre_ping=True)
    engine = create_async_engine(address, **({"async_creator": opening(address)} if opening else {}))
    _prepare(engine.sync_engine, begin="BEGIN")
    return engine


def _address(url: str) -> URL:
    parsed = make_url(url)
    if parsed.get_backend_name() not in DRIVERS:
        raise Refusal(
            f"Guidelines cannot be kept in {parsed.get_backend_name()!r}. Set the database to "
            "sqlite:///path/to/file.db or postgresql://user@host/name."
        )
    return parsed.set(drivername=DRIVERS[parsed.get_backend_name()])


def _blocking_engine(address: URL) -> Engine:
    if address.get_backend_name() != "sqlite":
        return create_engine(address, poolclass=NullPool)
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address.set(drivername="sqlite"), poolclass=NullPool)
    _prepare(engine, begin="BEGIN IMMEDIATE", foreign_keys=False)
    return engine


def _prepare(engine: Engine, *, begin: str, foreign_keys: bool = True) -> None:
    """Journal, safety and patience of each SQLite connection, and our own BEGIN for the driver's."""

    @event.listens_for(engine, "connect")
    def _on_connect(dbapi: Any, _record: object) -> None:
        dbapi.isolation_level = None
        cursor = dbapi.cursor()
        for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
