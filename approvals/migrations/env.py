"""How alembic reaches the record's tables, on the connection and in the transaction of whoever migrates."""

from __future__ import annotations

from alembic import context

from approvals.migrations.ownership import ours
from approvals.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=ours,
    render_as_batch=True,
    version_table="alembic_version",
    transactional_ddl=True,
)
context.run_migrations()
