"""An approval: one version of copy that waits for a decision, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NewType

from brandkit.drafts import DraftId, RequestId

ApprovalId = NewType("ApprovalId", str)


class ApprovalState(Enum):
    """Where a review stands. Only `IN_REVIEW` can still change; a new version starts a new review."""

    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Decision(Enum):
    """What an approver can say."""

    APPROVE = "approve"
    APPROVE_WITH_CHANGES = "approve_with_changes"
    REQUEST_CHANGES = "request_changes"
    REJECT = "reject"
    HOLD = "hold"

    @property
    def approves(self) -> bool:
        """Whether it counts towards the quorum."""
        return self in {Decision.APPROVE, Decision.APPROVE_WITH_CHANGES}

    @property
    def needs_reason(self) -> bool:
        """Whether the writer must be told why."""
        return self in {Decision.REQUEST_CHANGES, Decision.REJECT}


class ReasonLabel(Enum):
    """What was wrong, as a word that can be counted later."""

    TONE_MISMATCH = "tone_mismatch"
    UNSUPPORTED_CLAIM = "unsupported_claim"
    MISSING_ASSET = "missing_asset"
    WRONG_CHANNEL = "wrong_channel"
    TIMING = "timing"
    NEEDS_CONTEXT = "needs_context"


@dataclass(frozen=True, kw_only=True)
class SignOff:
    """A binding decision by one person on one version, at one stage. A later one of theirs replaces it."""

    approval: ApprovalId
    approver: str
    decision: Decision
    at: datetime
    content_hash: str
    stage: int = 0
    reason: str = ""
    labels: tuple[ReasonLabel, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Approval:
    """One variant of one draft under review, bound to its text by `content_hash`.

    `author` is who last wrote the text as a person: the requester, or whoever edited it. `version`
    grows with every change of this row and guards it against two writers; it is not the draft's number.
    """

    id: ApprovalId
    request: RequestId
    draft: DraftId
    draft_number: int
    variant: int
    content_hash: str
    requester: str
    author: str
    opened_at: datetime
    due_at: datetime
    state: ApprovalState = ApprovalState.IN_REVIEW
    version: int = 1
    stage: int = 0
    remind_at: datetime | None = None
    """When the approvers are next reminded; none while on hold or closed."""
    expires_at: datetime | None = None
    held_by: str = ""
    """Who put it on hold; it is not approved before they say otherwise."""
    decided_at: datetime | None = None
    decided_by: str = ""
    reason: str = ""
    labels: tuple[ReasonLabel, ...] = ()
    superseded_by: int | None = None
    """The number of the draft that took this one's place."""

    @property
    def is_open(self) -> bool:
        """Whether it can still be decided."""
        return self.state is ApprovalState.IN_REVIEW

    @property
    def wake_at(self) -> datetime | None:
        """The next moment at which time alone changes something."""
        return min((at for at in (self.remind_at, self.expires_at) if at is not None), default=None)
