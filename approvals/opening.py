"""How a review begins, its clock, and the line each turn of it leaves in the decision log."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from approvals import consequences
from approvals.approval import Approval, ApprovalId, SignOff
from approvals.audit_entry import AuditEntry, Detail
from approvals.outcome import Outcome
from approvals.permission import waits_for
from approvals.policy import Policy
from brandkit.drafts import Draft

DESK = "desk"
"""Who acts in the log when nobody did: time."""


def open_review(
    *,
    approval: ApprovalId,
    draft: Draft,
    variant: int,
    requester: str,
    author: str,
    by: str,
    policy: Policy,
    now: datetime,
) -> Outcome:
    """A new review of one variant of a draft, sent by `by`; `author` is who last wrote the text."""
    fresh = Approval(
        id=approval,
        request=draft.request,
        draft=draft.id,
        draft_number=draft.number,
        variant=variant,
        content_hash=draft.content_hash(variant),
        requester=requester,
        author=author,
        opened_at=now,
        due_at=now,
    )
    return opened(with_clock(fresh, policy, now), by=by, policy=policy, now=now)


def opened(fresh: Approval, *, by: str, policy: Policy, now: datetime) -> Outcome:
    """The review waits for its first decision."""
    return Outcome(
        approval=fresh,
        effects=consequences.opened(fresh, waits_for(fresh, (), policy), by=by, now=now),
        audit=entry(fresh, "opened", by=by, now=now),
    )


def with_clock(it: Approval, policy: Policy, now: datetime) -> Approval:
    """The review with its deadlines counted from now."""
    due = now + policy.due_in
    remind = next_reminder(due, policy, now)
    return replace(it, due_at=due, remind_at=remind, expires_at=due + policy.grace)


def next_reminder(due: datetime, policy: Policy, now: datetime) -> datetime:
    """When to remind next: every so often, and at the moment it becomes late."""
    later = now + policy.remind_every
    return due if now < due < later else later


def entry(it: Approval, what: str, *, by: str, now: datetime, sign_off: SignOff | None = None) -> AuditEntry:
    """What the log says of this turn: where the review now stands, and the hash of the reason given."""
    detail: dict[str, Detail] = {
        "request": it.request,
        "draft": it.draft,
        "draft_number": it.draft_number,
        "variant": it.variant,
        "content_hash": it.content_hash,
        "version": it.version,
        "stage": it.stage,
        "state": it.state.value,
    }
    if it.superseded_by is not None:
        detail["superseded_by"] = it.superseded_by
    if sign_off is not None:
        detail |= {"decision": sign_off.decision.value, "labels": [label.value for label in sign_off.labels]}
    reason = sign_off.reason if sign_off else it.reason
    if reason:
        detail["reason_sha256"] = hashlib.sha256(reason.encode("utf-8", "replace")).hexdigest()
    return AuditEntry(actor=by or DESK, action=f"approval.{what}", subject=it.id, at=now, detail=detail)
