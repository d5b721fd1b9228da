"""The highest number that a version of a brand was ever given."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on counting from the versions that are there."""
    op.create_table(
        "guideline_version_numbers",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("brand", name="pk_guideline_version_numbers"),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO guideline_version_numbers (brand, last) "
        "SELECT brand, max(number) FROM guideline_versions GROUP BY brand"
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("guideline_version_numbers")
