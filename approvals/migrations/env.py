"""How alembic reaches the record's tables, and only those: other rooms keep theirs in the same database."""

from __future__ import annotations

from alembic import context
from alembic.runtime.environment import NameFilterParentNames, NameFilterType
from sqlalchemy import Connection
from sqlalchemy.schema import SchemaItem

from approvals.tables import metadata


def ours(_item: SchemaItem, _name: str | None, kind: str, reflected: bool, twin: SchemaItem | None) -> bool:  # noqa: FBT001 — alembic's signature
    """Leave alone what is in the database but not in our tables; jobs and guidelines live there too."""
    return not (kind == "table" and reflected and twin is None)


def _named(name: str | None, kind: NameFilterType, _parents: NameFilterParentNames) -> bool:
    return kind != "table" or name in metadata.tables


def run(connection: Connection) -> None:
    """Run the migrations on the caller's connection and transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=ours,
        include_name=_named,
        render_as_batch=True,
        version_table="alembic_version",
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    context.run_migrations()


run(context.config.attributes["connection"])
