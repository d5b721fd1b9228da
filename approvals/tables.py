"""The tables of the record. What a column means is said by the value that is read from it."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

from approvals.approval import ApprovalState, Decision
from approvals.columns import Moment, Plain, Words
from approvals.rule_proposal import ProposalState
from approvals.states import AssetState, InboxState, OutboxState, RequestState
from approvals.waiver import WaiverScope

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _one_of(column: str, values: type[Enum]) -> CheckConstraint:
    allowed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")


_counter = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only in an INTEGER key.

inbox = Table(
    "inbox",
    metadata,
    Column("key", String, primary_key=True),
    Column("fold", String, unique=True),
    Column("kind", String, nullable=False),
    Column("team", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("ts", String, nullable=False),
    Column("user", String, nullable=False),
    Column("payload", Plain, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("taken_at", Moment),
    Column("finished_at", Moment),
    Column("error", Words, nullable=False),
    _one_of("state", InboxState),
    Index(None, "state", "at"),
)

request = Table(
    "request",
    metadata,
    Column("id", String, primary_key=True),
    Column("channel_id", String, nullable=False),
    Column("thread_ts", String, nullable=False),
    Column("requester", String, nullable=False),
    Column("team", String, nullable=False),
    Column("brand", String, nullable=False),
    Column("ask", Words, nullable=False),
    Column("brief", Plain),
    Column("question", Plain),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    _one_of("state", RequestState),
    Index(None, "team", "channel_id", "thread_ts"),
    Index(None, "requester", "updated_at"),
    Index(None, "state", "updated_at"),
)

thread_message = Table(
    "thread_message",
    metadata,
    Column("id", _counter, primary_key=True, autoincrement=True),
    Column("request", ForeignKey("request.id"), nullable=False),
    Column("ts", String),
    Column("at", Moment, nullable=False),
    Column("who", String, nullable=False),
    Column("text", Words, nullable=False),
    UniqueConstraint("request", "ts"),
)

draft = Table(
    "draft",
    metadata,
    Column("id", String, primary_key=True),
    Column("request", ForeignKey("request.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("channel", String, nullable=False),
    Column("brief", Plain, nullable=False),
    Column("variants", Plain, nullable=False),
    Column("provenance", Plain, nullable=False),
    Column("change", Words, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("request", "number"),
    CheckConstraint("number > 0", name="number_counts_from_one"),
)

finding = Table(
    "finding",
    metadata,
    Column("draft", ForeignKey("draft.id"), nullable=False),
    Column("variant", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("rule", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("body", Plain, nullable=False),
    PrimaryKeyConstraint("draft", "variant", "position"),
    Index(None, "rule"),
)

draft_passage = Table(
    "draft_passage",
    metadata,
    Column("draft", ForeignKey("draft.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("passage", String, nullable=False),
    Column("text_hash", String, nullable=False),
    Column("body", Plain, nullable=False),
    PrimaryKeyConstraint("draft", "position"),
    UniqueConstraint("draft", "passage"),
    Index(None, "passage"),
)

approval = Table(
    "approval",
    metadata,
    Column("id", String, primary_key=True),
    Column("request", ForeignKey("request.id"), nullable=False),
    Column("draft", ForeignKey("draft.id"), nullable=False),
    Column("draft_number", Integer, nullable=False),
    Column("variant", Integer, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("requester", String, nullable=False),
    Column("author", String, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("remind_at", Moment),
    Column("expires_at", Moment),
    Column("held_by", String, nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", String, nullable=False),
    Column("reason", Words, nullable=False),
    Column("labels", Plain, nullable=False),
    Column("superseded_by", Integer),
    _one_of("state", ApprovalState),
    Index(None, "state", "due_at"),
    Index(None, "request", "opened_at"),
    Index(None, "requester", "opened_at"),
    # The same text is never under review twice, whoever presses the button how often.
    Index(
        "uq_approval_open",
        "draft",
        "variant",
        unique=True,
        sqlite_where=text("state = 'in_review'"),
        postgresql_where=text("state = 'in_review'"),
    ),
)

sign_off = Table(
    "sign_off",
    metadata,
    Column("approval", ForeignKey("approval.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("approver", String, nullable=False),
    Column("decision", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("stage", Integer, nullable=False),
    Column("reason", Words, nullable=False),
    Column("labels", Plain, nullable=False),
    PrimaryKeyConstraint("approval", "version"),
    _one_of("decision", Decision),
)

asset = Table(
    "asset",
    metadata,
    Column("id", String, primary_key=True),
    Column("approval", ForeignKey("approval.id"), nullable=False, unique=True),
    Column("draft", ForeignKey("draft.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("variant", Integer, nullable=False),
    Column("brand", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("title", Words, nullable=False),
    Column("parts", Plain, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("brief", Plain, nullable=False),
    Column("requester", String, nullable=False),
    Column("approved_by", String, nullable=False),
    Column("approved_at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("provenance", Plain, nullable=False),
    Column("guideline_version", String, nullable=False),
    Column("kit_version", String, nullable=False),
    Column("search_text", Words, nullable=False),
    _one_of("state", AssetState),
    Index(None, "approved_at"),
    Index(None, "channel", "approved_at"),
)

audit_entry = Table(
    "audit_entry",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    # The very text that was hashed: a JSON column would be free to spell it anew.
    Column("body", String, nullable=False),
    Column("prev_hash", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False, unique=True),
    Index(None, "subject"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)

outbound_message = Table(
    "outbound_message",
    metadata,
    Column("key", String, primary_key=True),
    Column("purpose", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("thread_ts", String, nullable=False),
    Column("user", String, nullable=False),
    Column("payload", Plain, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("sending_at", Moment),
    Column("sent_at", Moment),
    Column("ts", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Words, nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("shown", Integer, nullable=False, server_default="-1"),
    Column("changed_at", Moment),
    Column("tried_at", Moment),
    _one_of("state", OutboxState),
    Index(None, "state", "created_at"),
    Index(None, "purpose", "created_at"),
    Index(
        "ix_outbound_message_outdated",
        "created_at",
        sqlite_where=text("shown < revision"),
        postgresql_where=text("shown < revision"),
    ),
)

waiver = Table(
    "waiver",
    metadata,
    Column("id", String, primary_key=True),
    Column("brand", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("match", Words, nullable=False),
    Column("scope", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("market", String, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("severity", String, nullable=False),
    Column("reason", Words, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_by", String, nullable=False),
    Column("revoked_at", Moment),
    _one_of("scope", WaiverScope),
    Index(None, "brand", "rule"),
)

judgement = Table(
    "judgement",
    metadata,
    Column("brand", String, nullable=False),
    # The same finding in the same sentence is one case, whoever judges it how often.
    Column("case", String(64), nullable=False),
    Column("rule", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("how", String, nullable=False),
    Column("match", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("brand", "case"),
    Index(None, "brand", "rule", "at"),
)

rule_standing = Table(
    "rule_standing",
    metadata,
    Column("brand", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("demoted", Integer, nullable=False),
    Column("hits", Integer, nullable=False),
    Column("false_alarms", Integer, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("brand", "rule"),
)

checked_text = Table(
    "checked_text",
    metadata,
    Column("id", String, primary_key=True),
    Column("root", String, nullable=False),
    Column("brand", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("text", Words, nullable=False),
    Column("findings", Plain, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Moment, nullable=False),
)

rule_proposal = Table(
    "rule_proposal",
    metadata,
    Column("id", String, primary_key=True),
    Column("brand", String, nullable=False),
    Column("name", String, nullable=False),
    Column("yaml", Words, nullable=False),
    Column("sentence", Words, nullable=False),
    Column("document", Words, nullable=False),
    Column("heading", Words, nullable=False),
    Column("page", Integer),
    Column("guideline_version", String, nullable=False),
    Column("found_by", String, nullable=False),
    Column("why", Words, nullable=False),
    Column("state", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("position", Integer, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("decided_at", Moment),
    _one_of("state", ProposalState),
    Index(None, "brand", "state", "at"),
)

rulebook = Table(
    "rulebook",
    metadata,
    # Counts every change of the accepted rules and of the standing of rules, so that others notice.
    Column("brand", String, primary_key=True),
    Column("revision", Integer, nullable=False),
)
