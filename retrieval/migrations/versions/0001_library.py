"""The guideline library: documents, passages, versions.

Revision: 0001, the first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _documents()
    _passages()
    _versions()
    _version_documents()


def downgrade() -> None:
    """Forget everything that the library holds."""
    for table in (
        "guideline_version_documents",
        "guideline_versions",
        "guideline_passages",
        "guideline_documents",
    ):
        op.drop_table(table)


def _documents() -> None:
    op.create_table(
        "guideline_documents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_guideline_documents"),
        sqlite_strict=True,
    )


def _passages() -> None:
    op.create_table(
        "guideline_passages",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["guideline_documents.id"],
            name="fk_guideline_passages_document",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document", "position", name="pk_guideline_passages"),
        sqlite_strict=True,
    )


def _versions() -> None:
    op.create_table(
        "guideline_versions",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("activated_at", sa.Text()),
        sa.Column("activated_by", sa.Text(), server_default="", nullable=False),
        sa.Column("replaced", sa.Integer()),
        sa.CheckConstraint(
            "state IN ('draft', 'active', 'archived')", name=op.f("ck_guideline_versions_state")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_guideline_versions_number")),
        sa.PrimaryKeyConstraint("brand", "number", name="pk_guideline_versions"),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_guideline_versions_active",
        "guideline_versions",
        ["brand"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )


def _version_documents() -> None:
    op.create_table(
        "guideline_version_documents",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["guideline_documents.id"], name="fk_guideline_version_documents_document"
        ),
        sa.ForeignKeyConstraint(
            ["brand", "number"],
            ["guideline_versions.brand", "guideline_versions.number"],
            name="fk_guideline_version_documents_brand_number",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("brand", "number", "document", name="pk_guideline_version_documents"),
        sqlite_strict=True,
    )
