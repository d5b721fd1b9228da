"""Messages are found by what they are about, and those that should say something else by that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ABOUT, _OUTDATED = "ix_outbound_message_purpose_created_at", "ix_outbound_message_outdated"
_BEHIND = sa.text("shown < revision")


def upgrade() -> None:
    """Nothing has to be read whole any more."""
    op.create_index(_ABOUT, "outbound_message", ["purpose", "created_at"])
    op.create_index(
        _OUTDATED, "outbound_message", ["created_at"], sqlite_where=_BEHIND, postgresql_where=_BEHIND
    )


def downgrade() -> None:
    """Read it whole again."""
    for name in (_OUTDATED, _ABOUT):
        op.drop_index(name, "outbound_message")
