"""How values are kept in a column, the same on every engine: moments, plain data, people's words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC with microseconds. SQLite has no time type, so there it is sortable text."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The engine's own type, or text of one fixed width."""
        return dialect.type_descriptor(String(32) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """UTC; `ValueError` for a naive time, which could mean any moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; pass an aware datetime")
        utc = value.astimezone(UTC)
        return utc.isoformat(timespec="microseconds") if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """An aware time in UTC, whatever the session's time zone is."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if dialect.name == "sqlite" else value
        return moment.astimezone(UTC)


class Plain(TypeDecorator[Any]):
    """Plain data as canonical JSON text: sorted keys, no spaces, ASCII. Equal values are equal bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 — fixed signature
        """The canonical text."""
        return (
            None
            if value is None
            else json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
        )

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 — fixed signature
        """The data again."""
        return None if value is None else json.loads(value)


class Words(TypeDecorator[str]):
    """Text from people. NUL and lone surrogates, which PostgreSQL refuses, become the replacement mark."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 — fixed signature
        """The text as every engine can keep it."""
        if value is None:
            return None
        return value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
