"""Why a review says no, each with the words for the person who asked.

Refusal
├── MayNotDecide      not an approver, or their own copy
├── MayNotWithdraw    only the requester can
├── AlreadyDecided    someone, perhaps they themselves, was first
├── ReviewClosed      it expired or was withdrawn
├── StaleVersion      the card shows a version that was replaced
├── ReasonRequired    no is not enough for the writer
├── NothingChanged    *Edit & approve* without an edit
├── AlreadyInReview   this very text already waits for a decision
├── AlreadyReviewed   this very version was reviewed, and that review is over
└── ChangedMeanwhile  the row changed between look and write

The messages name people by their id; `naming` gives the same words with a display name or mention.
"""

from __future__ import annotations

from datetime import datetime

from approvals.approval import ApprovalId, ApprovalState, Decision
from brandkit.errors import Refusal

_DONE = {
    ApprovalState.APPROVED: "approved",
    ApprovalState.CHANGES_REQUESTED: "sent back for changes",
    ApprovalState.REJECTED: "rejected",
    ApprovalState.EXPIRED: "closed because nobody decided in time",
    ApprovalState.WITHDRAWN: "withdrawn",
    ApprovalState.SUPERSEDED: "replaced by a newer version",
    ApprovalState.IN_REVIEW: "signed off",
}
_SAID = {
    Decision.APPROVE: "approved this",
    Decision.APPROVE_WITH_CHANGES: "approved this with changes",
    Decision.REQUEST_CHANGES: "asked for changes",
    Decision.REJECT: "rejected this",
    Decision.HOLD: "put this on hold",
}


class MayNotDecide(Refusal):
    """The person is no approver, or it is their own copy."""


class MayNotWithdraw(Refusal):
    """Only the person who asked for the copy can withdraw it."""


class AlreadyDecided(Refusal):
    """A decision stands: `by` whom, `what` it was, and when (`at`).

    `repeated` means that the same person said the same before, as after a double click: nothing is
    wrong and nothing changed.
    """

    def __init__(
        self, *, by: str, what: ApprovalState | Decision, at: datetime, repeated: bool = False
    ) -> None:
        self.by = by
        self.what = what
        self.at = at
        self.repeated = repeated
        super().__init__(self.naming(f"<@{by}>"))

    def naming(self, name: str) -> str:
        """The message with `name` for whoever decided."""
        when = _moment(self.at)
        if self.repeated and isinstance(self.what, Decision):
            return f"You already {_SAID[self.what]} on {when}. It counts once; nothing more to do."
        if self.repeated:
            return f"You already decided: it was {_word(self.what)} on {when}. Nothing more to do."
        return f"{name} was first: it was {_word(self.what)} on {when}. Your click changed nothing."


class ReviewClosed(Refusal):
    """Time or the requester ended the review (`state`, `at`)."""

    def __init__(self, *, state: ApprovalState, at: datetime) -> None:
        self.state = state
        self.at = at
        super().__init__(
            f"This review was {_DONE[state]} on {_moment(at)}. "
            "If the copy is still wanted, ask the requester to send it for approval again."
        )


class StaleVersion(Refusal):
    """The decision was about a version that is no longer the one under review; `newest` is."""

    def __init__(self, *, newest: int) -> None:
        self.newest = newest
        super().__init__(f"This card is out of date: version {newest} took its place. Decide on that one.")


class ReasonRequired(Refusal):
    """A no needs words the writer can work with."""

    def __init__(self) -> None:
        super().__init__("Say in a sentence what should change, so that the writer can act on it.")


class NothingChanged(Refusal):
    """The edit is letter for letter the text under review."""

    def __init__(self) -> None:
        super().__init__("The text is unchanged. Press Approve to approve it as it is.")


class AlreadyInReview(Refusal):
    """The same text of the same draft is under review as `approval`."""

    def __init__(self, *, approval: ApprovalId) -> None:
        self.approval = approval
        super().__init__(
            "This version is already waiting for approval. You will hear as soon as it is decided."
        )


class AlreadyReviewed(Refusal):
    """A review of this version ended (`state`, `at`): the next one needs a next version."""

    def __init__(self, *, state: ApprovalState, at: datetime) -> None:
        self.state = state
        super().__init__(
            f"This version was {_DONE[state]} on {_moment(at)}. Say in its thread what to change: "
            "that makes a new version, which can be sent."
        )


class ChangedMeanwhile(Refusal):
    """Someone else changed the review between reading and writing it. Nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "Someone else acted on this review at the same moment. Look at the card and try again."
        )


def _word(what: ApprovalState | Decision) -> str:
    return _DONE[what] if isinstance(what, ApprovalState) else what.value.replace("_", " ")


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%B %Y} at {at:%H:%M} UTC"
