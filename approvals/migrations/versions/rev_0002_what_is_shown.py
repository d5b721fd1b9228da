"""Outbound messages know which of their revisions Slack shows, and when they changed and were tried."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
TABLE = "outbound_message"


def upgrade() -> None:
    """What was sent before counts as shown: nobody kept which of it was out of date."""
    op.add_column(TABLE, sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(TABLE, sa.Column("shown", sa.Integer(), nullable=False, server_default="-1"))
    op.add_column(TABLE, sa.Column("changed_at", MOMENT, nullable=True))
    op.add_column(TABLE, sa.Column("tried_at", MOMENT, nullable=True))
    op.execute(f"UPDATE {TABLE} SET shown = 0, tried_at = sending_at WHERE state = 'sent'")  # noqa: S608 - constant


def downgrade() -> None:
    """Forget it."""
    for column in ("tried_at", "changed_at", "shown", "revision"):
        op.drop_column(TABLE, column)
