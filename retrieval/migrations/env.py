"""How alembic reaches the library's tables, and only those: other rooms keep theirs in the same database."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from retrieval.tables import metadata, ours

VERSION_TABLE = "alembic_version_retrieval"


def run(connection: Connection) -> None:
    """Run the migrations in the caller's transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=ours,
        render_as_batch=True,
        version_table=VERSION_TABLE,
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    context.run_migrations()


run(context.config.attributes["connection"])
