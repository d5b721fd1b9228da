"""The tables of the guideline library. Documents and passages are written once and never changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware time as ISO 8601 text in UTC, which sorts the same on every engine."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The text. `ValueError` for a time without zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; pass an aware datetime")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The time, in UTC."""
        return None if value is None else datetime.fromisoformat(value)


class Path(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002
        """The JSON."""
        return json.dumps(list(value or ()), ensure_ascii=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...]:  # noqa: ARG002
        """The tuple."""
        return tuple(json.loads(value or "[]"))


class Plain(TypeDecorator[dict[str, Any]]):
    """A small mapping of plain data, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str:  # noqa: ARG002
        """The JSON."""
        return json.dumps(value or {}, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any]:  # noqa: ARG002
        """The mapping."""
        return dict(json.loads(value or "{}"))


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

documents = Table(
    "guideline_documents",
    metadata,
    # The id is made of brand, name, content and reader: the same file is the same document.
    Column("id", Text, primary_key=True),
    Column("brand", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("notes", Path, nullable=False),
    Column("passages", Integer, nullable=False),
    # What the document says of itself: owner, review by, channels and so on; see `retrieval.care`.
    Column("care", Plain, nullable=False, server_default="{}"),
    sqlite_strict=True,
)

passages = Table(
    "guideline_passages",
    metadata,
    Column("document", Text, ForeignKey("guideline_documents.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("heading", Path, nullable=False),
    Column("page", Integer),
    Column("text", Text, nullable=False),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    sqlite_strict=True,
)

versions = Table(
    "guideline_versions",
    metadata,
    Column("brand", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    # SHA-256 over the ids of its documents: the same set is the same content.
    Column("content", Text, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("activated_at", Moment),
    Column("activated_by", Text, nullable=False, server_default=""),
    # The number that was active before this one was activated; restoring goes back there.
    Column("replaced", Integer),
    CheckConstraint("state IN ('draft', 'active', 'archived')", name="state"),
    CheckConstraint("number > 0", name="number"),
    sqlite_strict=True,
)
Index(
    "uq_guideline_versions_active",
    versions.c.brand,
    unique=True,
    sqlite_where=text("state = 'active'"),
    postgresql_where=text("state = 'active'"),
)

numbers = Table(
    "guideline_version_numbers",
    metadata,
    Column("brand", Text, primary_key=True),
    # The highest number a version was ever given. A discarded one keeps its number, as cards still show it.
    Column("last", Integer, nullable=False),
    sqlite_strict=True,
)

version_documents = Table(
    "guideline_version_documents",
    metadata,
    Column("brand", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("document", Text, ForeignKey("guideline_documents.id"), primary_key=True),
    Column("uploaded_by", Text, nullable=False),
    Column("uploaded_at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["brand", "number"], ["guideline_versions.brand", "guideline_versions.number"], ondelete="CASCADE"
    ),
    sqlite_strict=True,
)


care = Table(
    "guideline_care",
    metadata,
    # What an admin said about a document, which counts more than what the document says of itself.
    Column("brand", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("care", Plain, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_strict=True,
)

questions = Table(
    "guideline_questions",
    metadata,
    Column("brand", Text, primary_key=True),
    # The event that it was asked in, so that handling it twice counts once.
    Column("cause", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("words", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_guideline_questions_brand", "brand", "key"),
    sqlite_strict=True,
)

closed_questions = Table(
    "guideline_questions_closed",
    metadata,
    Column("brand", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_strict=True,
)

models = Table(
    "guideline_models",
    metadata,
    # The embedding model that a brand's questions are answered with, once it was swapped.
    Column("brand", Text, primary_key=True),
    Column("model", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_strict=True,
)


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a thing in the database is this room's; other rooms keep theirs beside it."""
    return kind != "table" or name in metadata.tables
