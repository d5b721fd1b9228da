"""The rules of approval: what each event does to a review. No clock, no database, no Slack."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from approvals import consequences
from approvals.approval import Approval, ApprovalId, ApprovalState, Decision, ReasonLabel, SignOff
from approvals.audit_entry import AuditEntry, Detail
from approvals.events import DecisionMade, EditedAndApproved, Event, NewVersionSent, TimerFired, Withdrawn
from approvals.outcome import Outcome
from approvals.permission import standing, waits_for, why_not
from approvals.policy import Policy
from approvals.refusals import (
    AlreadyDecided,
    MayNotDecide,
    MayNotWithdraw,
    NothingChanged,
    ReasonRequired,
    ReviewClosed,
    StaleVersion,
)
from brandkit.drafts import Draft, DraftId, RequestId

_ENDS = {Decision.REQUEST_CHANGES: ApprovalState.CHANGES_REQUESTED, Decision.REJECT: ApprovalState.REJECTED}


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
    fresh = _fresh(
        approval=approval,
        request=draft.request,
        draft=draft.id,
        number=draft.number,
        variant=variant,
        content_hash=draft.content_hash(variant),
        requester=requester,
        author=author,
        policy=policy,
        now=now,
    )
    people = waits_for(fresh, (), policy)
    return Outcome(
        approval=fresh,
        effects=consequences.opened(fresh, people, by=by, now=now),
        audit=_entry(fresh, "opened", by=by, now=now),
    )


def decide(
    approval: Approval, sign_offs: Sequence[SignOff], event: Event, *, policy: Policy, now: datetime
) -> Outcome:
    """What the event makes of the review.

    `sign_offs` are all those of this review, oldest first. Raises a refusal (`approvals.refusals`)
    when a person's event cannot be accepted; time never raises.
    """
    review = _Review(approval=approval, sign_offs=tuple(sign_offs), policy=policy, now=now)
    match event:
        case DecisionMade():
            return _decided(review, event)
        case EditedAndApproved():
            return _edited(review, event)
        case NewVersionSent():
            review.require_open(event.by, None)
            return review.end(ApprovalState.SUPERSEDED, by=event.by, superseded_by=event.draft_number)
        case Withdrawn():
            return _withdrawn(review, event)
        case TimerFired():
            return _time_passed(review)


@dataclass(frozen=True, kw_only=True)
class _Review:
    """A review with all it takes to decide about it."""

    approval: Approval
    sign_offs: tuple[SignOff, ...]
    policy: Policy
    now: datetime

    def require_open(self, by: str, decision: Decision | None) -> None:
        """Refuse what comes too late, with who was first and when."""
        it = self.approval
        at = it.decided_at or self.now
        if it.state is ApprovalState.SUPERSEDED:
            raise StaleVersion(newest=it.superseded_by or it.draft_number + 1)
        if it.state in {ApprovalState.EXPIRED, ApprovalState.WITHDRAWN}:
            raise ReviewClosed(state=it.state, at=at)
        if not it.is_open:
            repeated = it.decided_by == by and decision is not None and _leads_to(decision) is it.state
            raise AlreadyDecided(by=it.decided_by, what=it.state, at=at, repeated=repeated)
        if it.expires_at is not None and self.now >= it.expires_at:
            # The timer is late; the deadline holds all the same.
            raise ReviewClosed(state=ApprovalState.EXPIRED, at=it.expires_at)

    def require_allowed(self, by: str, decision: Decision, content_hash: str, draft_number: int) -> None:
        """Refuse the wrong version and the wrong person."""
        if (content_hash, draft_number) != (self.approval.content_hash, self.approval.draft_number):
            raise StaleVersion(newest=self.approval.draft_number)
        reason = why_not(self.approval, by, decision, self.policy)
        if reason:
            raise MayNotDecide(reason)

    def require_new(self, by: str, decision: Decision) -> None:
        """Refuse what this person has already said at this stage."""
        said = standing(self.approval, self.sign_offs).get(by)
        if said is not None and said.decision is decision:
            raise AlreadyDecided(by=by, what=decision, at=said.at, repeated=True)

    def end(
        self,
        state: ApprovalState,
        *,
        by: str,
        sign_off: SignOff | None = None,
        superseded_by: int | None = None,
        reason: str = "",
    ) -> Outcome:
        """The review closed in that state."""
        it = replace(
            self.approval,
            state=state,
            version=self.approval.version + 1,
            remind_at=None,
            expires_at=None,
            held_by="",
            decided_at=self.now,
            decided_by=by,
            reason=sign_off.reason if sign_off else reason,
            labels=sign_off.labels if sign_off else (),
            superseded_by=superseded_by,
        )
        return Outcome(
            approval=it,
            sign_off=sign_off,
            effects=consequences.closed(it, by=by),
            audit=_entry(it, state.value, by=by, now=self.now, sign_off=sign_off),
        )


def _decided(review: _Review, event: DecisionMade) -> Outcome:
    if event.decision is Decision.APPROVE_WITH_CHANGES:
        # Without the edited text there is nothing to approve; EditedAndApproved carries it.
        raise NothingChanged
    review.require_open(event.by, event.decision)
    review.require_allowed(event.by, event.decision, event.content_hash, event.draft_number)
    review.require_new(event.by, event.decision)
    if event.decision.needs_reason and not event.reason.strip():
        raise ReasonRequired
    sign_off = _sign_off(review, event.by, event.decision, reason=event.reason.strip(), labels=event.labels)
    if event.decision in _ENDS:
        return review.end(_ENDS[event.decision], by=event.by, sign_off=sign_off)
    return _held(review, sign_off) if event.decision is Decision.HOLD else _counted(review, sign_off)


def _held(review: _Review, sign_off: SignOff) -> Outcome:
    """On hold: nobody's clock runs until whoever held it decides."""
    it = replace(
        review.approval,
        version=review.approval.version + 1,
        held_by=sign_off.approver,
        remind_at=None,
        expires_at=None,
    )
    return _still_open(review, it, sign_off)


def _counted(review: _Review, sign_off: SignOff) -> Outcome:
    """One more yes: enough for this stage, for the last one, or not yet enough."""
    held_by = "" if review.approval.held_by == sign_off.approver else review.approval.held_by
    said = standing(review.approval, (*review.sign_offs, sign_off)).values()
    yes = sum(one.decision.approves for one in said)
    if held_by or yes < review.policy.stage(review.approval.stage).needed:
        it = replace(review.approval, version=review.approval.version + 1, held_by=held_by)
        if review.approval.held_by and not held_by:
            it = _with_clock(it, review.policy, review.now)
        return _still_open(review, it, sign_off)
    if review.approval.stage + 1 < len(review.policy.stages):
        return _next_stage(review, sign_off)
    return review.end(ApprovalState.APPROVED, by=sign_off.approver, sign_off=sign_off)


def _still_open(review: _Review, it: Approval, sign_off: SignOff) -> Outcome:
    what, by = sign_off.decision.value, sign_off.approver
    return Outcome(
        approval=it,
        sign_off=sign_off,
        effects=consequences.signed(it, what=what, by=by, now=review.now),
        audit=_entry(it, "signed_off", by=by, now=review.now, sign_off=sign_off),
    )


def _next_stage(review: _Review, sign_off: SignOff) -> Outcome:
    moved = replace(
        review.approval, stage=review.approval.stage + 1, version=review.approval.version + 1, held_by=""
    )
    it = _with_clock(moved, review.policy, review.now)
    people = waits_for(it, (*review.sign_offs, sign_off), review.policy)
    return Outcome(
        approval=it,
        sign_off=sign_off,
        effects=consequences.reached_stage(it, people, by=sign_off.approver, now=review.now),
        audit=_entry(it, "stage_passed", by=sign_off.approver, now=review.now, sign_off=sign_off),
    )


def _edited(review: _Review, event: EditedAndApproved) -> Outcome:
    """The edit takes the text's place; sign-offs on the old text are void with it."""
    decision = Decision.APPROVE_WITH_CHANGES
    review.require_open(event.by, decision)
    review.require_allowed(event.by, decision, event.content_hash, event.draft_number)
    if event.new_hash == event.content_hash:
        raise NothingChanged
    old = review.end(
        ApprovalState.SUPERSEDED, by=event.by, superseded_by=event.new_number, reason=event.reason.strip()
    )
    fresh = _fresh(
        approval=event.successor,
        request=review.approval.request,
        draft=event.new_draft,
        number=event.new_number,
        variant=event.new_variant,
        content_hash=event.new_hash,
        requester=review.approval.requester,
        author=event.by,
        policy=review.policy,
        now=review.now,
    )
    return replace(old, then=_after_edit(replace(review, approval=fresh, sign_offs=()), event))


def _after_edit(review: _Review, event: EditedAndApproved) -> Outcome:
    """The edit's own review: approved by its editor where the policy lets it, else open for the others."""
    if review.policy.editor_may_approve and event.by in review.policy.stage(0).approvers:
        sign_off = _sign_off(review, event.by, Decision.APPROVE_WITH_CHANGES, reason=event.reason.strip())
        return _counted(review, sign_off)
    it, people = review.approval, waits_for(review.approval, (), review.policy)
    return Outcome(
        approval=it,
        effects=consequences.opened(it, people, by=event.by, now=review.now),
        audit=_entry(it, "opened", by=event.by, now=review.now),
    )


def _withdrawn(review: _Review, event: Withdrawn) -> Outcome:
    if event.by != review.approval.requester:
        raise MayNotWithdraw("Only the person who asked for this copy can withdraw it.")
    review.require_open(event.by, None)
    return review.end(ApprovalState.WITHDRAWN, by=event.by, reason=event.reason.strip())


def _time_passed(review: _Review) -> Outcome:
    """Expire or remind if that is due by now; a timer that comes early, late or twice does nothing."""
    it, now = review.approval, review.now
    if not it.is_open:
        return Outcome(approval=it)
    if it.expires_at is not None and now >= it.expires_at:
        return review.end(ApprovalState.EXPIRED, by="")
    if it.remind_at is None or now < it.remind_at:
        return Outcome(approval=it)
    later = replace(it, version=it.version + 1, remind_at=now + review.policy.remind_every)
    people = waits_for(later, review.sign_offs, review.policy)
    return Outcome(
        approval=later,
        effects=consequences.reminded(later, people, now=now),
        audit=_entry(later, "reminded", by="", now=now),
    )


def _fresh(
    *,
    approval: ApprovalId,
    request: RequestId,
    draft: DraftId,
    number: int,
    variant: int,
    content_hash: str,
    requester: str,
    author: str,
    policy: Policy,
    now: datetime,
) -> Approval:
    fresh = Approval(
        id=approval,
        request=request,
        draft=draft,
        draft_number=number,
        variant=variant,
        content_hash=content_hash,
        requester=requester,
        author=author,
        opened_at=now,
        due_at=now,
    )
    return _with_clock(fresh, policy, now)


def _with_clock(it: Approval, policy: Policy, now: datetime) -> Approval:
    due = now + policy.due_in
    return replace(it, due_at=due, remind_at=now + policy.remind_every, expires_at=due + policy.grace)


def _sign_off(
    review: _Review, by: str, decision: Decision, *, reason: str, labels: tuple[ReasonLabel, ...] = ()
) -> SignOff:
    return SignOff(
        approval=review.approval.id,
        approver=by,
        decision=decision,
        at=review.now,
        content_hash=review.approval.content_hash,
        stage=review.approval.stage,
        reason=reason,
        labels=labels,
    )


def _entry(it: Approval, what: str, *, by: str, now: datetime, sign_off: SignOff | None = None) -> AuditEntry:
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
    reason = sign_off.reason if sign_off else it.reason
    if sign_off is not None:
        detail |= {"decision": sign_off.decision.value, "labels": [label.value for label in sign_off.labels]}
    if reason:
        detail["reason_sha256"] = hashlib.sha256(reason.encode()).hexdigest()
    return AuditEntry(actor=by or "desk", action=f"approval.{what}", subject=it.id, at=now, detail=detail)


def _leads_to(decision: Decision) -> ApprovalState | None:
    return ApprovalState.APPROVED if decision.approves else _ENDS.get(decision)
