"""Drafts and approvals as cards."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from approvals.asides import Asides
from bot.slack.views.models.standing import Standing, Status
from brandkit.channels import Channel
from brandkit.drafts import Draft
from brandkit.findings import Finding, ScoreCard
from brandkit.passages import Passage


@dataclass(frozen=True, kw_only=True)
class DraftCard:
    """One draft, as the marketer sees it in the thread.

    `findings`, `aside` (what was waived or dismissed of them) and `scores` go by variant. `passages` are
    the cited ones. `chosen` is the variant picked for approval, counted from 0; with a single variant it is
    taken as chosen. `requester` is a Slack id. `degraded` says why no model wrote this, and `may_wait` that
    one is connected and may write it yet.
    """

    draft: Draft
    channel: Channel
    requester: str
    findings: tuple[tuple[Finding, ...], ...] = ()
    aside: tuple[Asides, ...] = ()
    scores: tuple[ScoreCard | None, ...] = ()
    passages: tuple[Passage, ...] = ()
    chosen: int | None = None
    status: Status = field(default_factory=Status)
    may_withdraw: bool = False
    degraded: str = ""
    may_wait: bool = False

    @property
    def picked(self) -> int | None:
        """The variant that would be sent, or None while there is a choice to make."""
        return 0 if len(self.draft.variants) == 1 else self.chosen


@dataclass(frozen=True, kw_only=True)
class SignOffLine:
    """One sign-off given so far: who and when."""

    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ApprovalCard:
    """One approval, as approvers see it in their channel.

    `approval` and `version` are what its buttons carry. `previous` is the number of the version before,
    for Compare versions; `thread_link` opens the thread it came from. `needed` sign-offs approve it.
    """

    approval: str
    version: int
    draft: Draft
    variant: int
    channel: Channel
    requester: str
    due_at: datetime | None = None
    late: bool = False
    findings: tuple[Finding, ...] = ()
    aside: Asides = ()
    score: ScoreCard | None = None
    passages: tuple[Passage, ...] = ()
    status: Status = field(default_factory=lambda: Status(standing=Standing.IN_REVIEW))
    sign_offs: tuple[SignOffLine, ...] = ()
    needed: int = 1
    previous: int | None = None
    thread_link: str = ""
    degraded: str = ""


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """Copy that still waits for an approver, with its deadline and the address of its card."""

    draft: Draft
    channel: Channel
    requester: str
    due_at: datetime | None = None
    late: bool = False
    card_link: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionNews:
    """What the requester hears after a decision, by direct message or in the thread."""

    draft: Draft
    channel: Channel
    status: Status
    request_link: str = ""
    asset: str = ""
