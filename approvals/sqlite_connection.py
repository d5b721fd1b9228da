"""A SQLite connection that goes to its thread only for what may have to wait.

aiosqlite makes four trips a statement: opening a cursor, executing, fetching, closing. Every trip wakes two
threads, and for statements as short as the record's the trips were most of the time and of the processor's
work. What waits for others or until the disk has it still goes there: connecting, BEGIN IMMEDIATE, COMMIT.
Between these the connection has what it needs (the write lock, or a snapshot that no writer disturbs), so its
statements run at once, where they are asked for. Nothing else happens in the process meanwhile, so every
statement that is made often must find what it looks for by an index. Nothing else differs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self

import aiosqlite
from sqlalchemy.engine import URL

_AT_ONCE = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
_LOOK = "BEGIN"
"""Opens a transaction that takes no lock, and so waits for nothing either."""

Row = tuple[Any, ...]
Column = tuple[str, None, None, None, None, None, None]


def opening(url: URL) -> Callable[[], FewTrips]:
    """What `create_async_engine` takes as `async_creator` for that file."""

    def opened() -> FewTrips:
        connection = FewTrips(
            lambda: sqlite3.connect(url.database or "", check_same_thread=False), iter_chunk_size=64
        )
        connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does with those that it opens itself
        return connection

    return opened


class FewTrips(aiosqlite.Connection):
    """As aiosqlite's, with cursors that fetch what they execute; ending what was not begun is no trip.

    One coroutine at a time uses it. What went to the thread is also ended there, in the order in which it
    came: taking back a BEGIN that somebody gave up waiting for comes after it.
    """

    _begun = False
    _was_away = False

    def cursor(self) -> WholeCursor:  # type: ignore[override]  # SQLAlchemy only enters and closes it
        """A cursor; nothing is done yet."""
        return WholeCursor(self)

    async def commit(self) -> None:
        """Make it last, if there is anything to."""
        await self._end(sqlite3.Connection.commit)

    async def rollback(self) -> None:
        """Take it back, if there is anything to."""
        await self._end(sqlite3.Connection.rollback)

    async def _end(self, end: Callable[[sqlite3.Connection], None]) -> None:
        if not self._begun:
            return
        if self._was_away:
            await self._execute(end, self._conn)  # type: ignore[no-untyped-call]
        else:
            end(self._conn)
        self._begun = self._was_away = False

    async def run(self, statement: str, work: Callable[[sqlite3.Connection], WholeResult]) -> WholeResult:
        """Do what the statement says. From here on there is something to end, also if it fails."""
        self._begun = True
        if statement == _LOOK or statement.lstrip().startswith(_AT_ONCE):
            return work(self._conn)
        self._was_away = True
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
        return await self._take(
            statement, lambda connection: WholeResult(connection.execute(statement, values))
        )

    async def executemany(self, statement: str, rows: Sequence[Sequence[Any]]) -> WholeCursor:
        """One trip for all of them."""
        return await self._take(
            statement, lambda connection: WholeResult(connection.executemany(statement, rows))
        )

    async def fetchall(self) -> list[Row]:
        """What the last statement gave."""
        return self._rows

    async def close(self) -> None:
        """Closed already, in its own thread."""

    async def _take(self, statement: str, work: Callable[[sqlite3.Connection], WholeResult]) -> WholeCursor:
        done = await self._connection.run(statement, work)
        self.description, self._rows = done.description, done.rows
        self.rowcount, self.lastrowid = done.rowcount, done.lastrowid
        return self
