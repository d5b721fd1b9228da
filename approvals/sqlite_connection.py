"""A SQLite connection that goes to its thread once a statement, where aiosqlite's own goes four times.

Every trip wakes two threads. For statements as short as the record's, the trips were most of the time and of
the processor's work: opening a cursor, executing, fetching and closing each was one. Nothing else differs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self

import aiosqlite
from sqlalchemy.engine import URL

Row = tuple[Any, ...]
Column = tuple[str, None, None, None, None, None, None]


def opening(url: URL) -> Callable[[], FewTrips]:
    """What `create_async_engine` takes as `async_creator` for that file."""

    def opened() -> FewTrips:
        connection = FewTrips(lambda: sqlite3.connect(url.database or ""), iter_chunk_size=64)
        connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does with those that it opens itself
        return connection

    return opened


class FewTrips(aiosqlite.Connection):
    """As aiosqlite's, with cursors that fetch what they execute; ending what was not begun is no trip."""

    _begun = False

    def cursor(self) -> WholeCursor:  # type: ignore[override]  # SQLAlchemy only enters and closes it
        """A cursor; nothing is done yet."""
        return WholeCursor(self)

    async def commit(self) -> None:
        """Make it last, if there is anything to."""
        await self._end(super().commit)

    async def rollback(self) -> None:
        """Take it back, if there is anything to."""
        await self._end(super().rollback)

    async def _end(self, end: Callable[[], Any]) -> None:
        if self._begun:
            await end()
            self._begun = False

    async def run(self, work: Callable[[sqlite3.Connection], WholeResult]) -> WholeResult:
        """Do this in the connection's thread. From here on there is something to end, also if it fails."""
        self._begun = True
        done: WholeResult = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return done


class WholeResult:
    """What one statement gave, taken out of the cursor in its own thread."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self.description: Sequence[Column] | None = cursor.description
        self.rows: list[Row] = cursor.fetchall() if cursor.description else []
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid
        cursor.close()


class WholeCursor:
    """What SQLAlchemy needs of an asynchronous cursor."""

    arraysize = 1

    def __init__(self, connection: FewTrips) -> None:
        self._connection = connection
        self._rows: list[Row] = []
        self.description: Sequence[Column] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        """Opening it is no trip."""
        return self

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> WholeCursor:
        """One trip: execute, and fetch what came."""
        return await self._take(lambda connection: WholeResult(connection.execute(statement, values)))

    async def executemany(self, statement: str, rows: Sequence[Sequence[Any]]) -> WholeCursor:
        """One trip for all of them."""
        return await self._take(lambda connection: WholeResult(connection.executemany(statement, rows)))

    async def fetchall(self) -> list[Row]:
        """What the last statement gave."""
        return self._rows

    async def close(self) -> None:
        """Closed already, in its own thread."""

    async def _take(self, work: Callable[[sqlite3.Connection], WholeResult]) -> WholeCursor:
        done = await self._connection.run(work)
        self.description, self._rows = done.description, done.rows
        self.rowcount, self.lastrowid = done.rowcount, done.lastrowid
        return self
