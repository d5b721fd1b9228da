"""What the database holds of the library: the queries, each on the connection of who asks."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from brandkit.errors import Refusal
from brandkit.passages import Passage
from retrieval.chunking import linked
from retrieval.front_matter import care_of
from retrieval.intake import NewDocument
from retrieval.tables import documents, models, numbers, passages, version_documents, versions
from retrieval.versions import DocumentStatus, GuidelineVersion

ROWS_AT_ONCE = 500


class NoSuchVersion(Refusal):
    """The brand has no version of that name, or none to go back to."""


def content_of(document_ids: Iterable[str]) -> str:
    """One hash for a set of documents."""
    return hashlib.sha256("\n".join(sorted(document_ids)).encode()).hexdigest()


def number_of(version: str) -> int:
    """3 for "v3". Raises NoSuchVersion for what is not the name of a version."""
    digits = version.removeprefix("v")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:  # noqa: PLR2004  # what an INTEGER holds
        raise NoSuchVersion(f"“{version}” is not a version. Versions are named v1, v2 and so on.")
    return int(digits)


async def version_row(conn: AsyncConnection, brand: str, version: str | None) -> Row[Any]:
    """The version of that name, or the active one. Raises NoSuchVersion."""
    condition = versions.c.state == "active" if version is None else versions.c.number == number_of(version)
    query = _versions().where(versions.c.brand == brand, condition)
    row: Row[Any] | None = (await conn.execute(query)).first()
    if row is None and version is None:
        raise NoSuchVersion("No guidelines are active yet. Upload some and activate them.")
    if row is None:
        raise NoSuchVersion(
            f"There is no version {version} of these guidelines. List the versions to see which are there."
        )
    return row


async def active_row(conn: AsyncConnection, brand: str) -> Row[Any] | None:
    """The active version, if there is one."""
    query = _versions().where(versions.c.brand == brand, versions.c.state == "active")
    row: Row[Any] | None = (await conn.execute(query)).first()
    return row


async def version_rows(conn: AsyncConnection, brand: str) -> Sequence[Row[Any]]:
    """All versions, newest first."""
    query = select(versions).where(versions.c.brand == brand).order_by(versions.c.number.desc())
    return (await conn.execute(query)).all()


async def answering_rows(conn: AsyncConnection, brand: str) -> Sequence[Row[Any]]:
    """The active version first, then those that may be activated and the one that restoring goes back to."""
    rows = await version_rows(conn, brand)
    before = {row.replaced for row in rows if row.state == "active"}
    use = [row for row in rows if row.state != "archived" or row.number in before]
    return sorted(use, key=lambda row: row.state != "active")


async def same_content(conn: AsyncConnection, brand: str, content: str) -> Row[Any] | None:
    """The newest draft or active version with exactly these documents."""
    query = (
        select(versions)
        .where(versions.c.brand == brand, versions.c.content == content, versions.c.state != "archived")
        .order_by(versions.c.number.desc())
    )
    return (await conn.execute(query)).first()


async def known_documents(conn: AsyncConnection, ids: Collection[str]) -> dict[str, int]:
    """Which of these documents are recorded already, with their number of passages."""
    known: dict[str, int] = {}
    for some in _batches(list(ids)):
        query = select(documents.c.id, documents.c.passages).where(documents.c.id.in_(some))
        known.update((row.id, row.passages) for row in await conn.execute(query))
    return known


async def document_rows(conn: AsyncConnection, brand: str, number: int) -> Sequence[Row[Any]]:
    """The documents of a version with who brought them when, by name."""
    query = (
        select(
            documents,
            version_documents.c.number,
            version_documents.c.uploaded_by,
            version_documents.c.uploaded_at,
        )
        .join(version_documents, version_documents.c.document == documents.c.id)
        .where(version_documents.c.brand == brand, version_documents.c.number == number)
        .order_by(documents.c.name)
    )
    return (await conn.execute(query)).all()


async def passages_of_version(conn: AsyncConnection, brand: str, number: int) -> tuple[Passage, ...]:
    """Every passage of a version, by document and in reading order, each knowing its neighbours."""
    query = _passages().join(version_documents, version_documents.c.document == documents.c.id)
    own = (version_documents.c.brand == brand, version_documents.c.number == number)
    rows = await conn.execute(query.where(*own).order_by(documents.c.name, passages.c.position))
    return linked(_passage(row, f"v{number}") for row in rows)


async def passages_of_documents(conn: AsyncConnection, ids: Sequence[str]) -> tuple[Passage, ...]:
    """Every passage of these documents, before they have a version."""
    found: list[Passage] = []
    for some in _batches(ids):
        found += [
            _passage(row, "") for row in await conn.execute(_passages().where(documents.c.id.in_(some)))
        ]
    return tuple(found)


async def add_documents(conn: AsyncConnection, brand: str, new: Iterable[NewDocument]) -> None:
    """Record documents and their passages; those that someone else recorded meanwhile stay."""
    for one in new:
        await conn.execute(_unless_there(conn, documents), [_document_values(brand, one)])
        for some in _batches(_passage_values(one)):
            await conn.execute(_unless_there(conn, passages), some)


async def add_version(
    conn: AsyncConnection,
    brand: str,
    *,
    held: Sequence[dict[str, Any]],
    passage_count: int,
    by: str,
    at: datetime,
) -> int:
    """Record a draft of these {document, uploaded_by, uploaded_at} under a number that none ever had."""
    number = await _next_number(conn, brand)
    await conn.execute(
        insert(versions).values(
            brand=brand,
            number=number,
            state="draft",
            content=content_of(one["document"] for one in held),
            documents=len(held),
            passages=passage_count,
            created_at=at,
            created_by=by,
        )
    )
    for some in _batches(held):
        await conn.execute(
            insert(version_documents), [{**one, "brand": brand, "number": number} for one in some]
        )
    return number


async def _next_number(conn: AsyncConnection, brand: str) -> int:
    """One more than the last; who asks at the same time waits for the end of this transaction."""
    first = _dialect(conn).insert(numbers).values(brand=brand, last=1)
    more = first.on_conflict_do_update(index_elements=[numbers.c.brand], set_={"last": numbers.c.last + 1})
    return int((await conn.execute(more.returning(numbers.c.last))).scalar_one())


async def switch(
    conn: AsyncConnection, brand: str, *, to: int, replaced: int | None, by: str, at: datetime
) -> None:
    """Make `to` the active version and archive the one that was."""
    own = versions.c.brand == brand
    await conn.execute(update(versions).where(own, versions.c.state == "active").values(state="archived"))
    values: dict[str, Any] = {"state": "active", "activated_at": at, "activated_by": by}
    if replaced is not None:
        values["replaced"] = replaced
    await conn.execute(update(versions).where(own, versions.c.number == to).values(**values))


async def hold(conn: AsyncConnection, brand: str) -> None:
    """Let nobody else switch this brand's versions until the transaction ends."""
    # The update takes the write lock on SQLite and the row locks elsewhere; it changes nothing.
    await conn.execute(update(versions).where(versions.c.brand == brand).values(brand=versions.c.brand))


async def remove_version(conn: AsyncConnection, brand: str, number: int) -> None:
    """Forget a version, and the documents that no other version holds."""
    own = (versions.c.brand == brand, versions.c.number == number)
    links = (version_documents.c.brand == brand, version_documents.c.number == number)
    await conn.execute(delete(version_documents).where(*links))
    await conn.execute(delete(versions).where(*own))
    unused = ~exists().where(version_documents.c.document == documents.c.id)
    orphans = select(documents.c.id).where(documents.c.brand == brand, unused)
    await conn.execute(delete(passages).where(passages.c.document.in_(orphans)))
    await conn.execute(delete(documents).where(documents.c.brand == brand, unused))


def as_version(row: Row[Any]) -> GuidelineVersion:
    """The row as people speak of it."""
    return GuidelineVersion(
        brand=row.brand,
        version=f"v{row.number}",
        number=row.number,
        state=row.state,
        documents=row.documents,
        passages=row.passages,
        created_at=row.created_at,
        created_by=row.created_by,
        activated_at=row.activated_at,
        activated_by=row.activated_by,
        replaced=row.replaced,
    )


def as_status(row: Row[Any]) -> DocumentStatus:
    """The row as people speak of it."""
    return DocumentStatus(
        version=f"v{row.number}",
        id=row.id,
        name=row.name,
        kind=row.kind,
        title=row.title,
        pages=row.pages,
        passages=row.passages,
        bytes=row.bytes,
        sha256=row.sha256,
        uploaded_by=row.uploaded_by,
        at=row.uploaded_at,
        notes=row.notes,
        care=care_of(row.care),
    )


def _versions() -> Select[Any]:
    """Versions with the embedding model that answers for their brand, so that one look tells both."""
    return select(versions, models.c.model).outerjoin(models, models.c.brand == versions.c.brand)


def _passages() -> Select[Any]:
    return select(passages, documents.c.name).join(documents, documents.c.id == passages.c.document)


def _passage(row: Row[Any], version: str) -> Passage:
    return Passage(
        document=row.name,
        version=version,
        heading=row.heading,
        text=row.text,
        page=row.page,
        start=row.starts,
        end=row.ends,
    )


def _document_values(brand: str, new: NewDocument) -> dict[str, Any]:
    read = new.document
    return {
        "id": new.id,
        "brand": brand,
        "name": read.name,
        "kind": read.kind,
        "title": read.title,
        "pages": read.pages,
        "bytes": new.upload.bytes,
        "sha256": new.upload.sha256,
        "notes": read.notes,
        "care": dict(read.care),
        "passages": len(new.passages),
    }


def _passage_values(new: NewDocument) -> list[dict[str, Any]]:
    return [
        {
            "document": new.id,
            "position": position,
            "id": passage.id,
            "heading": passage.heading,
            "page": passage.page,
            "text": passage.text,
            "starts": passage.start,
            "ends": passage.end,
        }
        for position, passage in enumerate(new.passages)
    ]


def _unless_there(conn: AsyncConnection, table: Any) -> Any:
    return _dialect(conn).insert(table).on_conflict_do_nothing()


def _dialect(conn: AsyncConnection) -> Any:
    return postgresql if conn.dialect.name == "postgresql" else sqlite


def _batches(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[start : start + ROWS_AT_ONCE] for start in range(0, len(rows), ROWS_AT_ONCE))
