"""What admins say about the documents of a brand, kept beside the documents themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from retrieval import record
from retrieval.front_matter import Care, care_of
from retrieval.tables import care as care_table
from retrieval.versions import DocumentStatus


async def stored(conn: AsyncConnection, brand: str) -> dict[str, Care]:
    """What admins said, by document."""
    query = select(care_table.c.name, care_table.c.care).where(care_table.c.brand == brand)
    return {row.name: care_of(row.care) for row in await conn.execute(query)}


async def store(conn: AsyncConnection, brand: str, name: str, care: Care, *, by: str, at: datetime) -> None:
    """Keep what an admin says about a document, in place of what one said before."""
    dialect: Any = postgresql if conn.dialect.name == "postgresql" else sqlite
    values = {"care": care.as_json(), "by": by, "at": at}
    query = dialect.insert(care_table).values(brand=brand, name=name, **values)
    await conn.execute(query.on_conflict_do_update(index_elements=["brand", "name"], set_=values))


async def cared_documents(conn: AsyncConnection, brand: str, number: int) -> tuple[DocumentStatus, ...]:
    """The documents of a version; what an admin said about one counts more than what it says itself."""
    said = await stored(conn, brand)
    listed = [record.as_status(row) for row in await record.document_rows(conn, brand, number)]
    return tuple(
        replace(each, care=said[each.name].over(each.care)) if each.name in said else each for each in listed
    )
