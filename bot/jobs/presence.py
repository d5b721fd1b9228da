"""Who is at work: a name that one living process holds, and that its death sets free at once.

On SQLite a lock on a file beside the database, on PostgreSQL an advisory lock of a connection kept for
it: both end with the process, however it ends, so nobody has to judge by a clock who is gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import os
import re
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from brandkit.errors import Refusal

log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds that a start waits for the name: the process before it may be on its way out."""
_LOOK = 0.2
_CHECK = 3.0
"""Seconds between two looks at whether the server still knows us."""
_PATIENT = 30.0
_SPACE = 60221024
"""Sets our advisory locks apart from those of others; the number only has to be ours."""
_KEEPALIVE = (
    "SELECT set_config('tcp_keepalives_idle', '30', false), "
    "set_config('tcp_keepalives_interval', '10', false), set_config('tcp_keepalives_count', '3', false)"
)
"""Without it a server can take two hours to see that the machine at the other end is gone."""


class NameTaken(Refusal):
    """Another process works under this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Another process already works on this database under the name “{name}”: two of the same name "
            "would do the same jobs twice. Stop it first, or give this one a name of its own with "
            "COPYDESK_WORKER_NAME."
        )


class Presence(Protocol):
    """Where names are held."""

    doubt: float
    """Seconds for which the name of a living process may be free: its connection broke, and it sees that."""

    def holding(self, name: str, *, patience: float = PATIENCE) -> AbstractAsyncContextManager[None]:
        """Hold a name for as long as the context lasts; raises `NameTaken` after `patience` seconds."""


def presence_at(database_url: str) -> Presence:
    """Names of the processes that share this database."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return FilePresence(Path(url.database or ""))
    return ServerPresence(url)


class FilePresence:
    """Locked files beside the database file."""

    doubt = 0.0

    def __init__(self, database: Path) -> None:
        self._database = database

    @asynccontextmanager
    async def holding(self, name: str, *, patience: float = PATIENCE) -> AsyncIterator[None]:
        """See `Presence`."""
        plain = re.sub(r"[^\w.-]", "_", name)
        path = self._database.with_name(f"{self._database.name}.{plain}.lock")
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            await _within(patience, name, lambda: _locked(handle))
            yield
        finally:
            os.close(handle)


@dataclass
class _Held:
    connection: AsyncConnection


class ServerPresence:
    """Advisory locks, each of a connection of its own. Needs a direct connection, not a shared one."""

    doubt = 2 * _CHECK

    def __init__(self, url: URL) -> None:
        self._engine = create_async_engine(
            url.set(drivername="postgresql+psycopg"), poolclass=NullPool, isolation_level="AUTOCOMMIT"
        )

    @asynccontextmanager
    async def holding(self, name: str, *, patience: float = PATIENCE) -> AsyncIterator[None]:
        """See `Presence`."""
        held = _Held(connection=await self._taken(name, patience))
        keeper = asyncio.create_task(self._keep(name, held), name=f"presence of {name}")
        try:
            yield
        finally:
            keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeper
            await held.connection.close()

    async def _taken(self, name: str, patience: float) -> AsyncConnection:
        connection = await self._engine.connect()
        try:
            await connection.execute(text(_KEEPALIVE))
            await _within(patience, name, lambda: _advised(connection, name))
        except BaseException:
            await connection.close()
            raise
        return connection

    async def _keep(self, name: str, held: _Held) -> None:
        """Stay known: when the connection breaks, take the name again over a new one."""
        while True:
            await asyncio.sleep(_CHECK)
            try:
                await held.connection.execute(text("SELECT 1"))
            except DBAPIError:
                log.warning("presence lost", extra={"event": "presence_lost", "worker": name})
                await held.connection.close()
                held.connection = await self._again(name)

    async def _again(self, name: str) -> AsyncConnection:
        while True:
            try:
                return await self._taken(name, _PATIENT)
            except (DBAPIError, NameTaken):
                await asyncio.sleep(1)


async def _within(patience: float, name: str, take: Callable[[], Awaitable[bool]]) -> None:
    deadline = time.monotonic() + patience
    while not await take():
        if time.monotonic() >= deadline:
            raise NameTaken(name)
        await asyncio.sleep(_LOOK)


async def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def _advised(connection: AsyncConnection, name: str) -> bool:
    number = zlib.crc32(name.encode()) - 2**31
    query = text("SELECT pg_try_advisory_lock(:space, :number)")
    return bool((await connection.execute(query, {"space": _SPACE, "number": number})).scalar_one())
