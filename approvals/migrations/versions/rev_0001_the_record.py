"""The tables of the record, and the guards of what must never change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEVER = {
    "audit_entry": ("UPDATE", "DELETE"),
    "draft": ("UPDATE",),
    "sign_off": ("UPDATE", "DELETE"),
}


def upgrade() -> None:
    """Create everything in the order that foreign keys need."""
    _request()
    _thread_message()
    _draft()
    _finding()
    _draft_passage()
    _approval()
    _sign_off()
    _asset()
    _audit_entry()
    _audit_head()
    _inbox()
    _outbound_message()
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgres()
    else:
        _guard_on_sqlite()


def downgrade() -> None:
    """Drop everything; the triggers go with their tables."""
    for table in (
        "outbound_message",
        "inbox",
        "audit_head",
        "audit_entry",
        "asset",
        "sign_off",
        "approval",
        "draft_passage",
        "finding",
        "draft",
        "thread_message",
        "request",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION copydesk_never_changes")


def _request() -> None:
    op.create_table(
        "request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("thread_ts", sa.String(), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("ask", sa.Text(), nullable=False),
        sa.Column("brief", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('reading', 'asking', 'drafting', 'drafted', 'failed', 'cancelled')",
            name="ck_request_state_known",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_request"),
    )
    op.create_index("ix_request_requester_updated_at", "request", ["requester", "updated_at"])
    op.create_index("ix_request_state_updated_at", "request", ["state", "updated_at"])
    op.create_index("ix_request_team_channel_id_thread_ts", "request", ["team", "channel_id", "thread_ts"])


def _thread_message() -> None:
    op.create_table(
        "thread_message",
        sa.Column("id", COUNTER, autoincrement=True, nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request"], ["request.id"], name="fk_thread_message_request"),
        sa.PrimaryKeyConstraint("id", name="pk_thread_message"),
        sa.UniqueConstraint("request", "ts", name="uq_thread_message_request_ts"),
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("brief", sa.Text(), nullable=False),
        sa.Column("variants", sa.Text(), nullable=False),
        sa.Column("provenance", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("number > 0", name="ck_draft_number_counts_from_one"),
        sa.ForeignKeyConstraint(["request"], ["request.id"], name="fk_draft_request"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.UniqueConstraint("request", "number", name="uq_draft_request_number"),
    )


def _finding() -> None:
    op.create_table(
        "finding",
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("variant", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["draft.id"], name="fk_finding_draft"),
        sa.PrimaryKeyConstraint("draft", "variant", "position", name="pk_finding"),
    )
    op.create_index("ix_finding_rule", "finding", ["rule"])


def _draft_passage() -> None:
    op.create_table(
        "draft_passage",
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("passage", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["draft.id"], name="fk_draft_passage_draft"),
        sa.PrimaryKeyConstraint("draft", "position", name="pk_draft_passage"),
        sa.UniqueConstraint("draft", "passage", name="uq_draft_passage_draft_passage"),
    )
    op.create_index("ix_draft_passage_passage", "draft_passage", ["passage"])


def _approval() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("draft_number", sa.Integer(), nullable=False),
        sa.Column("variant", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("remind_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("held_by", sa.String(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ("
            "'in_review', 'changes_requested', 'approved', 'rejected', "
            "'expired', 'superseded', 'withdrawn')",
            name="ck_approval_state_known",
        ),
        sa.ForeignKeyConstraint(["draft"], ["draft.id"], name="fk_approval_draft"),
        sa.ForeignKeyConstraint(["request"], ["request.id"], name="fk_approval_request"),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
    )
    op.create_index("ix_approval_request_opened_at", "approval", ["request", "opened_at"])
    op.create_index("ix_approval_requester_opened_at", "approval", ["requester", "opened_at"])
    op.create_index("ix_approval_state_due_at", "approval", ["state", "due_at"])
    op.create_index(
        "uq_approval_open",
        "approval",
        ["draft", "variant"],
        unique=True,
        sqlite_where=sa.text("state = 'in_review'"),
        postgresql_where=sa.text("state = 'in_review'"),
    )


def _sign_off() -> None:
    op.create_table(
        "sign_off",
        sa.Column("approval", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("approver", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('approve', 'approve_with_changes', 'request_changes', 'reject', 'hold')",
            name="ck_sign_off_decision_known",
        ),
        sa.ForeignKeyConstraint(["approval"], ["approval.id"], name="fk_sign_off_approval"),
        sa.PrimaryKeyConstraint("approval", "version", name="pk_sign_off"),
    )


def _asset() -> None:
    op.create_table(
        "asset",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("approval", sa.String(), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("variant", sa.Integer(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("brief", sa.Text(), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("approved_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("provenance", sa.Text(), nullable=False),
        sa.Column("guideline_version", sa.String(), nullable=False),
        sa.Column("kit_version", sa.String(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('approved', 'scheduled', 'published', 'expired', 'withdrawn')",
            name="ck_asset_state_known",
        ),
        sa.ForeignKeyConstraint(["approval"], ["approval.id"], name="fk_asset_approval"),
        sa.ForeignKeyConstraint(["draft"], ["draft.id"], name="fk_asset_draft"),
        sa.PrimaryKeyConstraint("id", name="pk_asset"),
        sa.UniqueConstraint("approval", name="uq_asset_approval"),
    )
    op.create_index("ix_asset_approved_at", "asset", ["approved_at"])
    op.create_index("ix_asset_channel_approved_at", "asset", ["channel", "approved_at"])


def _audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_entry"),
        sa.UniqueConstraint("hash", name="uq_audit_entry_hash"),
        sa.UniqueConstraint("prev_hash", name="uq_audit_entry_prev_hash"),
    )
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject"])


def _audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_audit_head_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fold", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('received', 'taken', 'done', 'failed')", name="ck_inbox_state_known"),
        sa.PrimaryKeyConstraint("key", name="pk_inbox"),
        sa.UniqueConstraint("fold", name="uq_inbox_fold"),
    )
    op.create_index("ix_inbox_state_at", "inbox", ["state", "at"])


def _outbound_message() -> None:
    op.create_table(
        "outbound_message",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("thread_ts", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sending_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("ts", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'failed', 'unknown')",
            name="ck_outbound_message_state_known",
        ),
        sa.PrimaryKeyConstraint("key", name="pk_outbound_message"),
    )
    op.create_index("ix_outbound_message_state_created_at", "outbound_message", ["state", "created_at"])


def _guard_on_sqlite() -> None:
    for table, verbs in NEVER.items():
        for verb in verbs:
            op.execute(
                f"CREATE TRIGGER {table}_never_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
            )


def _guard_on_postgres() -> None:
    op.execute(
        "CREATE FUNCTION copydesk_never_changes() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is never changed', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table, verbs in NEVER.items():
        for verb in verbs:
            op.execute(
                f"CREATE TRIGGER {table}_never_{verb.lower()} BEFORE {verb} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION copydesk_never_changes()"
            )
    op.execute(
        "CREATE TRIGGER audit_entry_never_truncate BEFORE TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION copydesk_never_changes()"
    )
