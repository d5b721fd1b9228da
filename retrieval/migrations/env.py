"""How alembic reaches the library's tables, and only those: other rooms keep theirs in the same database."""

from __future__ import annotations

from alembic import context
from alembic.runtime.environment import NameFilterParentNames, NameFilterType
from sqlalchemy import Connection

from retrieval.tables import metadata

VERSION_TABLE = "alembic_version_retrieval"


def _ours(name: str | None, kind: NameFilterType, _parents: NameFilterParentNames) -> bool:
    return kind != "table" or name in metadata.tables


def run(connection: Connection) -> None:
    """Run the migrations in the caller's transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=_ours,
        render_as_batch=True,
        version_table=VERSION_TABLE,
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    context.run_migrations()


run(context.config.attributes["connection"])
