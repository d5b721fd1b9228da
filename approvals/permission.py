"""Who may decide about a review at all."""

from __future__ import annotations

from collections.abc import Sequence

from approvals.approval import Approval, ApprovalState, Decision, SignOff
from approvals.policy import Policy


def why_not(approval: Approval, person: str, decision: Decision, policy: Policy) -> str:
    """Why this person cannot make this decision, in words for them; empty when they can."""
    approvers = policy.stage(approval.stage).approvers
    if not approvers:
        return "Nobody is named as an approver yet. Ask an admin of the desk to name some."
    if person not in approvers:
        return "Only the approvers can decide on this copy. You can comment in the request's thread."
    return _own_copy(approval, person, decision, policy)


def _own_copy(approval: Approval, person: str, decision: Decision, policy: Policy) -> str:
    edits = decision is Decision.APPROVE_WITH_CHANGES
    if person == approval.requester and edits:
        return "You asked for this copy. Change it in its thread and send the new version for approval."
    if policy.author_may_approve:
        return ""
    if person == approval.requester:
        return "You asked for this copy, so someone else must decide on it. You can withdraw it instead."
    if person == approval.author and not edits:
        return "You wrote this version, so another approver must decide on it."
    return ""


def standing(approval: Approval, sign_offs: Sequence[SignOff]) -> dict[str, SignOff]:
    """The sign-offs that count at the present stage, by person: the last word of each."""
    return {
        sign_off.approver: sign_off
        for sign_off in sign_offs
        if sign_off.stage == approval.stage and sign_off.content_hash == approval.content_hash
    }


def waits_for(approval: Approval, sign_offs: Sequence[SignOff], policy: Policy) -> frozenset[str]:
    """The people who could move this review on and have not yet signed off; nobody when it is closed."""
    if approval.state is not ApprovalState.IN_REVIEW:
        return frozenset()
    said = standing(approval, sign_offs)
    return frozenset(
        person
        for person in policy.stage(approval.stage).approvers
        if not why_not(approval, person, Decision.APPROVE, policy)
        and (person not in said or said[person].decision is Decision.HOLD)
    )
