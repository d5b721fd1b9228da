"""What people rule about findings (waivers, judgements, standings), checked texts, and proposed rules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    """Add to what is there."""
    _waiver()
    _judgement()
    _standing()
    _checked_text()
    _rule_proposal()


def downgrade() -> None:
    """Forget it."""
    for table in ("rulebook", "rule_proposal", "checked_text", "rule_standing", "judgement", "waiver"):
        op.drop_table(table)


def _text(name: str, kind: type[sa.types.TypeEngine[str]] = sa.String) -> sa.Column[str]:
    return sa.Column(name, kind(), nullable=False)


def _waiver() -> None:
    op.create_table(
        "waiver",
        _text("id"),
        _text("brand"),
        _text("rule"),
        _text("match", sa.Text),
        _text("scope"),
        _text("subject"),
        _text("channel"),
        _text("market"),
        sa.Column("text_hash", sa.String(64), nullable=False),
        _text("severity"),
        _text("reason", sa.Text),
        _text("by"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        _text("revoked_by"),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_waiver"),
        sa.CheckConstraint(
            "scope IN ('draft', 'phrase', 'channel', 'brand')", name=op.f("ck_waiver_scope_known")
        ),
    )
    op.create_index("ix_waiver_brand_rule", "waiver", ["brand", "rule"])


def _judgement() -> None:
    op.create_table(
        "judgement",
        _text("brand"),
        sa.Column("case", sa.String(64), nullable=False),
        _text("rule"),
        _text("verdict"),
        _text("how"),
        _text("match", sa.Text),
        _text("text", sa.Text),
        _text("reason", sa.Text),
        _text("by"),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("brand", "case", name="pk_judgement"),
    )
    op.create_index("ix_judgement_brand_rule_at", "judgement", ["brand", "rule", "at"])


def _standing() -> None:
    op.create_table(
        "rule_standing",
        _text("brand"),
        _text("rule"),
        sa.Column("demoted", sa.Integer(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("false_alarms", sa.Integer(), nullable=False),
        _text("by"),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("brand", "rule", name="pk_rule_standing"),
    )
    op.create_table(
        "rulebook",
        _text("brand"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("brand", name="pk_rulebook"),
    )


def _checked_text() -> None:
    op.create_table(
        "checked_text",
        _text("id"),
        _text("root"),
        _text("brand"),
        _text("channel"),
        _text("text", sa.Text),
        _text("findings", sa.Text),
        _text("by"),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checked_text"),
    )


def _rule_proposal() -> None:
    op.create_table(
        "rule_proposal",
        _text("id"),
        _text("brand"),
        _text("name"),
        _text("yaml", sa.Text),
        _text("sentence", sa.Text),
        _text("document", sa.Text),
        _text("heading", sa.Text),
        sa.Column("page", sa.Integer(), nullable=True),
        _text("guideline_version"),
        _text("found_by"),
        _text("why", sa.Text),
        _text("state"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _text("decided_by"),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_rule_proposal"),
        sa.CheckConstraint(
            "state IN ('proposed', 'accepted', 'rejected', 'untestable')",
            name=op.f("ck_rule_proposal_state_known"),
        ),
    )
    op.create_index("ix_rule_proposal_brand_state_at", "rule_proposal", ["brand", "state", "at"])
