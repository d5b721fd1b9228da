"""The rules of approval: what each event does to a review. No clock, no database, no Slack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from approvals import consequences
from approvals.approval import Approval, ApprovalState, Decision, ReasonLabel, SignOff
from approvals.events import DecisionMade, EditedAndApproved, Event, NewVersionSent, TimerFired, Withdrawn
from approvals.opening import entry, next_reminder, opened, with_clock
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

_ENDS = {Decision.REQUEST_CHANGES: ApprovalState.CHANGES_REQUESTED, Decision.REJECT: ApprovalState.REJECTED}


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
            audit=entry(it, state.value, by=by, now=self.now, sign_off=sign_off),
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
            it = with_clock(it, review.policy, review.now)
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
        audit=entry(it, "signed_off", by=by, now=review.now, sign_off=sign_off),
    )


def _next_stage(review: _Review, sign_off: SignOff) -> Outcome:
    moved = replace(
        review.approval, stage=review.approval.stage + 1, version=review.approval.version + 1, held_by=""
    )
    it = with_clock(moved, review.policy, review.now)
    people = waits_for(it, (*review.sign_offs, sign_off), review.policy)
    return Outcome(
        approval=it,
        sign_off=sign_off,
        effects=consequences.reached_stage(it, people, by=sign_off.approver, now=review.now),
        audit=entry(it, "stage_passed", by=sign_off.approver, now=review.now, sign_off=sign_off),
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
    return replace(old, then=_of_the_edit(review, event))


def _of_the_edit(review: _Review, event: EditedAndApproved) -> Outcome:
    """The edit's own review: signed off by its editor where the policy lets it, else open for the others."""
    fresh = Approval(
        id=event.successor,
        request=review.approval.request,
        draft=event.new_draft,
        draft_number=event.new_number,
        variant=event.new_variant,
        content_hash=event.new_hash,
        requester=review.approval.requester,
        author=event.by,
        opened_at=review.now,
        due_at=review.now,
    )
    it = with_clock(fresh, review.policy, review.now)
    if not review.policy.editor_may_approve or event.by not in review.policy.stage(0).approvers:
        return opened(it, by=event.by, policy=review.policy, now=review.now)
    again = replace(review, approval=it, sign_offs=())
    sign_off = _sign_off(again, event.by, Decision.APPROVE_WITH_CHANGES, reason=event.reason.strip())
    signed = _counted(again, sign_off)
    if not signed.approval.is_open:
        return signed
    # More people are needed, and for them this review is new: they are asked as for any other.
    people = waits_for(signed.approval, (sign_off,), review.policy)
    return replace(signed, effects=consequences.opened(signed.approval, people, by=event.by, now=review.now))


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
    remind = next_reminder(it.due_at, review.policy, now)
    later = replace(it, version=it.version + 1, remind_at=remind)
    people = waits_for(later, review.sign_offs, review.policy)
    return Outcome(
        approval=later,
        effects=consequences.reminded(later, people, now=now),
        audit=entry(later, "reminded", by="", now=now),
    )


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


def _leads_to(decision: Decision) -> ApprovalState | None:
    return ApprovalState.APPROVED if decision.approves else _ENDS.get(decision)
