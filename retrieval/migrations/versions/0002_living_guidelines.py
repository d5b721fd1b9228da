"""Who looks after a document, what nobody found an answer to, and which model a brand is indexed with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add to what is there; nothing is read anew."""
    op.add_column("guideline_documents", sa.Column("care", sa.Text(), server_default="{}", nullable=False))
    op.create_table(
        "guideline_care",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("care", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("brand", "name", name="pk_guideline_care"),
        sqlite_strict=True,
    )
    op.create_table(
        "guideline_questions",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("brand", "cause", "key", name="pk_guideline_questions"),
        sqlite_strict=True,
    )
    op.create_index("ix_guideline_questions_brand", "guideline_questions", ["brand", "key"])
    op.create_table(
        "guideline_questions_closed",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("brand", "key", name="pk_guideline_questions_closed"),
        sqlite_strict=True,
    )
    op.create_table(
        "guideline_models",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("brand", name="pk_guideline_models"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Forget it."""
    for table in (
        "guideline_models",
        "guideline_questions_closed",
        "guideline_questions",
        "guideline_care",
    ):
        op.drop_table(table)
    with op.batch_alter_table("guideline_documents") as documents:
        documents.drop_column("care")
