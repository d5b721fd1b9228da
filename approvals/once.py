"""Insert a row unless its key is taken, in one statement, on every engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def insert_once(conn: AsyncConnection, table: Table, row: Mapping[str, Any]) -> bool:
    """Whether the row was new. A row with any unique key already taken is left out without an error."""
    insert = sqlite.insert if conn.dialect.name == "sqlite" else postgresql.insert
    query = insert(table).values(**row).on_conflict_do_nothing().returning(*table.primary_key)
    return (await conn.execute(query)).one_or_none() is not None
