"""What can happen to a review: people decide, the text changes, time passes."""

from __future__ import annotations

from dataclasses import dataclass

from approvals.approval import ApprovalId, Decision, ReasonLabel
from brandkit.drafts import DraftId


@dataclass(frozen=True, kw_only=True)
class DecisionMade:
    """Someone pressed a button. `content_hash` and `draft_number` are those of the copy they saw."""

    by: str
    decision: Decision
    content_hash: str
    draft_number: int
    reason: str = ""
    labels: tuple[ReasonLabel, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EditedAndApproved:
    """An approver changed the text and approves the result.

    `content_hash` and `draft_number` are those of the copy they saw, the `new_…` ones those of the
    draft that holds their edit (already stored); `successor` is the id for the review of that draft.
    """

    by: str
    content_hash: str
    draft_number: int
    successor: ApprovalId
    new_draft: DraftId
    new_number: int
    new_variant: int
    new_hash: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class NewVersionSent:
    """A newer draft of the same request went to review in this one's place."""

    by: str
    draft_number: int


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """The requester no longer wants it decided."""

    by: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TimerFired:
    """Time passed. What is due is read from the review, so a late or repeated timer does no harm."""


Event = DecisionMade | EditedAndApproved | NewVersionSent | Withdrawn | TimerFired
